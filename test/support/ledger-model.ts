/**
 * A small model of the scheme's money in plain bigint fen and plain date texts. It shares no code with the product: what
 * it says an act leads to is worked out here a second time, from the measures.
 */

/** How an act must end: done, refused by these rules in this order, or not accepted for this reason. */
export type Expected = 'DONE' | 'INVALID' | 'CONFLICT' | readonly string[];

const FIRM_CAP = 1_000_000_000n;
const FIRST_DEPOSIT = 100_000_000n;
const MINIMUM = 800_000_000n;
const LOWEST_MINIMUM = 400_000_000n;

export interface ModelEntry {
  readonly kind: 'CONTRIBUTION' | 'INTEREST' | 'DEPOSIT_PLACED' | 'REVERSAL';
  readonly date: string;
  readonly recordedOn: string;
  /** The account that is debited, the one that is credited, and by how much. */
  readonly debit: string;
  readonly credit: string;
  readonly fen: bigint;
  readonly pledge: number | null;
  readonly bank: number | null;
  /** Index of the top-up that was placed; null for a first deposit and everything else. */
  readonly topUp: number | null;
  reversed: boolean;
}

export interface ModelPledge {
  /** Index of the region; null for the city. */
  readonly region: number | null;
  readonly amount: bigint;
  readonly payInBy: string;
  paid: bigint;
}

export interface ModelLoan {
  readonly firm: number;
  readonly region: number;
  readonly bank: number;
  readonly amount: bigint;
  state: 'APPROVED' | 'CONTRACTED' | 'ACTIVE' | 'REPAID' | 'CANCELLED';
  outstanding: bigint;
  signedOn: string;
  lastDrawdownOn: string;
  disbursedOn: string;
}

export interface ModelTopUp {
  readonly bank: number;
  state: 'ASKED' | 'APPROVED' | 'DECLINED' | 'PLACED';
  approved: bigint;
}

interface ModelBank {
  signed: boolean;
  firstPlaced: boolean;
}

/** "2025-03-10" and a number of days. */
export function shift(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The first day of the month before. */
function firstOpenDay(today: string): string {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return month === 1 ? `${year - 1}-12-01` : `${year}-${String(month - 1).padStart(2, '0')}-01`;
}

const refusedBy = (rules: readonly (readonly [code: string, broken: boolean])[]): Expected => {
  const codes = rules.filter(([, broken]) => broken).map(([code]) => code);
  return codes.length > 0 ? codes : 'DONE';
};

export class LedgerModel {
  readonly entries: ModelEntry[] = [];
  readonly pledges: ModelPledge[] = [];
  readonly loans: ModelLoan[] = [];
  readonly topUps: ModelTopUp[] = [];
  readonly banks: ModelBank[];
  readonly regions: { pledged: bigint; paidIn: bigint }[];

  constructor(
    public today: string,
    regions: number,
    banks: number,
  ) {
    this.regions = Array.from({ length: regions }, () => ({ pledged: 0n, paidIn: 0n }));
    this.banks = Array.from({ length: banks }, () => ({ signed: false, firstPlaced: false }));
  }

  // ---- Figures --------------------------------------------------------------------------------------------

  /** Debits less credits of an account up to a value date, as known at the end of a business day. */
  balance(account: string, asOf = '9999-12-31', knownOn = '9999-12-31'): bigint {
    let sum = 0n;
    for (const { date, recordedOn, debit, credit, fen } of this.entries) {
      if (date > asOf || recordedOn > knownOn) continue;
      if (debit === account) sum += fen;
      if (credit === account) sum -= fen;
    }
    return sum;
  }

  accounts(): string[] {
    return [
      'custody',
      'interest',
      'fund:CITY',
      ...this.banks.map((_, at) => `deposit:${at}`),
      ...this.regions.map((_, at) => `fund:REGION:${at}`),
    ];
  }

  private sumOf(prefix: string, asOf?: string, knownOn?: string): bigint {
    return this.accounts()
      .filter((account) => account.startsWith(prefix))
      .reduce((sum, account) => sum + this.balance(account, asOf, knownOn), 0n);
  }

  funds(asOf?: string, knownOn?: string) {
    const deposits = this.sumOf('deposit:', asOf, knownOn);
    const interest = -this.balance('interest', asOf, knownOn);
    return {
      custody: this.balance('custody', asOf, knownOn),
      deposits,
      interest,
      available: this.balance('custody', asOf, knownOn) + deposits,
      total: interest - this.sumOf('fund:', asOf, knownOn),
    };
  }

  /** The lowest balance of an account on any day from a date on. */
  lowest(account: string, from: string): bigint {
    const days = [from, ...this.entries.map(({ date }) => date).filter((date) => date > from)];
    const [first = 0n, ...others] = days.map((day) => this.balance(account, day));
    let lowest = first;
    for (const each of others) if (each < lowest) lowest = each;
    return lowest;
  }

  /** Committed plus outstanding principal of the loans that a test accepts. */
  exposure(of: (loan: ModelLoan) => boolean): bigint {
    return this.loans
      .filter(of)
      .reduce((sum, loan) => sum + (loan.state === 'CONTRACTED' ? loan.amount : 0n) + loan.outstanding, 0n);
  }

  /** How much more each cap would bear; below zero where it is passed. */
  room() {
    const ofRegion = (at: number) =>
      25n * (this.regions[at]?.paidIn ?? 0n) - this.exposure((loan) => loan.region === at);
    const firms = [...new Set(this.loans.map(({ firm }) => firm))];
    return {
      pool: 10n * this.funds().available - this.exposure(() => true),
      regions: this.regions.map((_, at) => ofRegion(at)),
      firms: new Map(firms.map((at) => [at, FIRM_CAP - this.exposure((loan) => loan.firm === at)])),
    };
  }

  firmRoom(firm: number): bigint {
    return this.room().firms.get(firm) ?? FIRM_CAP;
  }

  // ---- What an act must lead to, and what it changes when it is done ----------------------------------------

  private badDate(date: string): boolean {
    return date > this.today || date < firstOpenDay(this.today);
  }

  pledge(region: number | null, amount: bigint, payInBy: string): Expected {
    if (payInBy < this.today) return 'INVALID';
    const pledged = region === null ? MINIMUM : (this.regions[region]?.pledged ?? 0n) + amount;
    const end = `${Number(this.today.slice(0, 4)) + 2}${this.today.slice(4)}`;
    return refusedBy([
      ['ART08_MINIMUM_CONTRIBUTION', pledged < MINIMUM],
      ['ART08_HARDSHIP_MINIMUM', pledged < LOWEST_MINIMUM],
      ['ART08_PAY_IN_PERIOD', payInBy > end],
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

  private post(entry: Omit<ModelEntry, 'recordedOn' | 'reversed'>): void {
    this.entries.push({ ...entry, recordedOn: this.today, reversed: false });
  }

  private movePaid(at: number, fen: bigint): void {
    const pledge = this.pledges[at];
    if (!pledge) return;
    pledge.paid += fen;
    const region = pledge.region === null ? null : this.regions[pledge.region];
    if (region) region.paidIn += fen;
  }

  contributed(at: number, fen: bigint, date: string): void {
    const region = this.pledges[at]?.region ?? null;
    const credit = region === null ? 'fund:CITY' : `fund:REGION:${region}`;
    this.post({
      kind: 'CONTRIBUTION',
      date,
      debit: 'custody',
      credit,
      fen,
      pledge: at,
      bank: null,
      topUp: null,
    });
    this.movePaid(at, fen);
  }

  interest(bank: number | null, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    return refusedBy([['ART12_INTEREST_STAYS', bank !== null && !this.banks[bank]?.signed]]);
  }

  credited(bank: number | null, fen: bigint, date: string): void {
    const debit = bank === null ? 'custody' : `deposit:${bank}`;
    this.post({ kind: 'INTEREST', date, debit, credit: 'interest', fen, pledge: null, bank, topUp: null });
  }

  firstDeposit(at: number, fen: bigint, date: string): Expected {
    const bank = this.banks[at];
    if (bank?.firstPlaced) return 'CONFLICT';
    if (this.badDate(date)) return 'INVALID';
    return refusedBy([
      ['ART11_SPECIAL_ACCOUNT', !bank?.signed],
      ['ART11_CUSTODY_COVERS', this.lowest('custody', date) < fen],
      ['ART16_FIRST_DEPOSIT', fen !== FIRST_DEPOSIT],
    ]);
  }

  placed(at: number, fen: bigint, date: string, topUp: number | null): void {
    const debit = `deposit:${at}`;
    this.post({ kind: 'DEPOSIT_PLACED', date, debit, credit: 'custody', fen, pledge: null, bank: at, topUp });
    this.stand(at, topUp, true);
  }

  /** Whether a deposit that was placed, a first one or a top-up, stands. */
  private stand(at: number, topUp: number | null, stands: boolean): void {
    const bank = this.banks[at];
    const placed = topUp === null ? null : this.topUps[topUp];
    if (placed) placed.state = stands ? 'PLACED' : 'APPROVED';
    else if (bank) bank.firstPlaced = stands;
  }

  askTopUp(at: number): Expected {
    const bank = this.banks[at];
    if (this.topUps.some((one) => one.bank === at && (one.state === 'ASKED' || one.state === 'APPROVED')))
      return 'CONFLICT';
    const lent = this.exposure((loan) => loan.bank === at);
    return refusedBy([
      ['ART16_COOPERATING', !bank?.signed],
      ['ART16_TOP_UP_ASK', lent <= 10n * this.balance(`deposit:${at}`)],
    ]);
  }

  placeTopUp(topUp: ModelTopUp, fen: bigint, date: string): Expected {
    if (topUp.state !== 'APPROVED') return 'CONFLICT';
    if (this.badDate(date)) return 'INVALID';
    return refusedBy([
      ['ART11_CUSTODY_COVERS', this.lowest('custody', date) < fen],
      ['ART16_TOP_UP_AMOUNT', fen !== topUp.approved],
    ]);
  }

  reverse(entry: ModelEntry, date: string): Expected {
    if (this.badDate(date) || date < entry.date) return 'INVALID';
    const isHeld = entry.debit === 'custody' || entry.debit.startsWith('deposit:');
    return isHeld && this.lowest(entry.debit, date) < entry.fen ? 'CONFLICT' : 'DONE';
  }

  reversed(entry: ModelEntry, date: string): void {
    const { debit, credit, fen, pledge, bank, topUp, kind } = entry;
    this.post({ kind: 'REVERSAL', date, debit: credit, credit: debit, fen, pledge, bank, topUp });
    entry.reversed = true;
    if (kind === 'CONTRIBUTION' && pledge !== null) this.movePaid(pledge, -fen);
    if (kind === 'DEPOSIT_PLACED' && bank !== null) this.stand(bank, topUp, false);
  }

  refer(firm: number, fen: bigint): Expected {
    return refusedBy([['ART22_FIRM_CAP', fen > this.firmRoom(firm)]]);
  }

  sign(loan: ModelLoan): Expected {
    if (loan.state !== 'APPROVED') return 'CONFLICT';
    const { pool, regions } = this.room();
    return refusedBy([
      ['ART09_POOL_LEVERAGE', loan.amount > pool],
      ['ART13_REGION_LEVERAGE', loan.amount > (regions[loan.region] ?? 0n)],
      ['ART22_FIRM_CAP', loan.amount > this.firmRoom(loan.firm)],
    ]);
  }

  disburse(loan: ModelLoan, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    if (loan.state !== 'CONTRACTED') return 'CONFLICT';
    if (date < loan.signedOn) return 'INVALID';
    return refusedBy([['ART27_DRAWDOWN', date > loan.lastDrawdownOn]]);
  }

  repay(loan: ModelLoan, fen: bigint, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    if (loan.disbursedOn === '' || date < loan.disbursedOn) return 'INVALID';
    if (loan.state !== 'ACTIVE') return 'CONFLICT';
    return refusedBy([['ART22_REPAYMENT', fen > loan.outstanding]]);
  }

  repaid(loan: ModelLoan, fen: bigint): void {
    loan.outstanding -= fen;
    if (loan.outstanding === 0n) loan.state = 'REPAID';
  }
}
