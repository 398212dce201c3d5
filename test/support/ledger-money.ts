import {
  type About,
  Books,
  type ModelPledge,
  type ModelSupplement,
  type ModelTopUp,
} from './ledger-books.ts';
import { FIRST_DEPOSIT, MINIMUM, MINIMUM_IN_HARDSHIP, monthsOn } from './ledger-laws.ts';

/** How an act must end: done, refused by these rules in this order, or not accepted for this reason. */
export type Expected = 'DONE' | 'INVALID' | 'CONFLICT' | 'NOT_FOUND' | readonly string[];

export const refusedBy = (rules: readonly (readonly [code: string, broken: boolean])[]): Expected => {
  const codes = rules.filter(([, broken]) => broken).map(([code]) => code);
  return codes.length > 0 ? codes : 'DONE';
};

/** The pool's money: who promised and paid what, and where it lies. What each act must lead to, and what it changes. */
export class MoneyModel extends Books {
  pledge(region: number | null, amount: bigint, payInBy: string): Expected {
    if (payInBy < this.today) return 'INVALID';
    const standing = region === null ? null : this.regions[region];
    const pledged = standing ? standing.pledged + amount : MINIMUM;
    return refusedBy([
      ['ART08_MINIMUM_CONTRIBUTION', !standing?.hardship && pledged < MINIMUM],
      ['ART08_HARDSHIP_MINIMUM', pledged < MINIMUM_IN_HARDSHIP],
      ['ART08_PAY_IN_PERIOD', payInBy > monthsOn(this.today, 24)],
    ]);
  }

  pledged(region: number | null, amount: bigint, payInBy: string): void {
    this.pledges.push({ region, amount, payInBy, paid: 0n });
    const standing = region === null ? null : this.regions[region];
    if (standing) standing.pledged += amount;
  }

  contribute({ amount, paid, payInBy }: ModelPledge, fen: bigint, date: string): Expected {
    if (this.badDate(date) || fen > amount - paid) return 'INVALID';
    return refusedBy([['ART08_PAY_IN_PERIOD', date > payInBy]]);
  }

  protected movePaid(at: number, fen: bigint): void {
    const pledge = this.pledges[at];
    if (!pledge) return;
    pledge.paid += fen;
    const region = pledge.region === null ? null : this.regions[pledge.region];
    if (region) region.paidIn += fen;
  }

  contributed(at: number, fen: bigint, date: string): void {
    const region = this.pledges[at]?.region ?? null;
    const credit = region === null ? 'fund:CITY' : `fund:REGION:${region}`;
    this.move('CONTRIBUTION', date, 'custody', credit, fen, { pledge: at });
    this.movePaid(at, fen);
  }

  interest(bank: number | null, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    if (bank !== null && this.banks[bank]?.state === 'LEFT') return 'CONFLICT';
    const hasNoAccount = bank !== null && this.banks[bank]?.state === 'REGISTERED';
    return refusedBy([['ART12_INTEREST_STAYS', hasNoAccount]]);
  }

  credited(bank: number | null, fen: bigint, date: string): void {
    this.move('INTEREST', date, bank === null ? 'custody' : `deposit:${bank}`, 'interest', fen);
  }

  /** Placements, first and later, ask the same of the bank and of custody. */
  private place(at: number, fen: bigint, date: string, amount: readonly [string, boolean]): Expected {
    const { state } = this.banks[at] ?? { state: 'REGISTERED' };
    return refusedBy([
      ['ART11_SPECIAL_ACCOUNT', state !== 'COOPERATING'],
      ['ART11_CUSTODY_COVERS', this.lowest('custody', date) < fen],
      amount,
      ['ART18_LEAVING', state === 'LEAVING' || state === 'LEFT'],
    ]);
  }

  /** What the pool still owes a bank on its loans; of one that has lost nothing, nothing. */
  protected openClaims(_bank: number): bigint {
    return 0n;
  }

  firstDeposit(at: number, fen: bigint, date: string): Expected {
    if (this.banks[at]?.firstPlaced) return 'CONFLICT';
    if (this.badDate(date)) return 'INVALID';
    return this.place(at, fen, date, ['ART16_FIRST_DEPOSIT', fen !== FIRST_DEPOSIT]);
  }

  placed(at: number, fen: bigint, date: string, topUp: number | null): void {
    const about = topUp === null ? { bank: at } : { bank: at, topUp };
    this.move('DEPOSIT_PLACED', date, `deposit:${at}`, 'custody', fen, about);
    this.stand(about, true);
  }

  /** Whether a deposit that was placed, a first one or a top-up, stands. */
  protected stand({ bank: at, topUp }: About, stands: boolean): void {
    const bank = at === undefined ? null : this.banks[at];
    const placed = topUp === undefined ? null : this.topUps[topUp];
    if (placed) placed.state = stands ? 'PLACED' : 'APPROVED';
    else if (bank) bank.firstPlaced = stands;
  }

  placeTopUp(topUp: ModelTopUp, fen: bigint, date: string): Expected {
    if (topUp.state !== 'APPROVED') return 'CONFLICT';
    if (this.badDate(date)) return 'INVALID';
    const amount = ['ART16_TOP_UP_AMOUNT', fen !== topUp.approved] as const;
    const open = this.banks[topUp.bank]?.state === 'LEAVING' ? this.openClaims(topUp.bank) : 0n;
    if (open === 0n) return this.place(topUp.bank, fen, date, amount);
    return refusedBy([
      ['ART11_CUSTODY_COVERS', this.lowest('custody', date) < fen],
      amount,
      ['ART32_OPEN_CLAIM', fen > open],
    ]);
  }

  // ---- Supplements ----------------------------------------------------------------------------------------

  /** One is granted while the breaker has tripped, or when it has since the last one was asked for. */
  askSupplement(): Expected {
    const since = Math.max(
      -1,
      ...this.supplements.filter(({ state }) => state !== 'DECLINED').map(({ askedBy }) => askedBy),
    );
    const { tripped, turns } = this.breaker();
    const hasGround = tripped || turns.some(({ kind, act }) => kind === 'TRIPPED' && act > since);
    return refusedBy([['ART38_GROUND', !hasGround]]);
  }

  supplement({ state, amount, received }: ModelSupplement, fen: bigint, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    if (state !== 'GRANTED') return 'CONFLICT';
    return refusedBy([['ART38_GRANTED', fen > amount - received]]);
  }

  supplemented(at: number, fen: bigint, date: string): void {
    this.move('SUPPLEMENT', date, 'custody', 'fund:CITY', fen, { supplement: at });
    this.moveReceived(at, fen);
  }

  protected moveReceived(at: number, fen: bigint): void {
    const one = this.supplements[at];
    if (!one) return;
    one.received += fen;
    one.state = one.received === one.amount ? 'RECEIVED' : 'GRANTED';
  }
}
