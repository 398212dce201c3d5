import {
  ATTEMPTS,
  daysFrom,
  least,
  MINIMUM,
  MINIMUM_IN_HARDSHIP,
  most,
  PARTIES,
  SOURCES,
  total,
} from './ledger-laws.ts';
import { LendingModel, type ModelInstalment, type ModelLoan } from './ledger-lending.ts';
import { type Expected, refusedBy } from './ledger-money.ts';

export interface ModelCompensation {
  /** Which act made it. */
  readonly act: number;
  readonly loan: number;
  readonly on: string;
  readonly principal: bigint;
  readonly taken: bigint;
  readonly deducted: bigint;
  readonly claimable: bigint;
  readonly parts: readonly bigint[];
  readonly regionPart: bigint;
  noticed: boolean;
  reversed: boolean;
  /** The value date of its reversal; nothing while it stands. */
  until: string;
  /** Whether its region has made up for it; null where it need not. */
  replenished: boolean | null;
}

export interface ModelRecovery {
  /** Which act made it. */
  readonly act: number;
  readonly loan: number;
  readonly on: string;
  readonly gross: bigint;
  readonly costs: bigint;
  readonly net: bigint;
  readonly parts: readonly bigint[];
  readonly returned: bigint;
  readonly regionPart: bigint;
  reversed: boolean;
  /** The value date of its reversal; nothing while it stands. */
  until: string;
}

/** What a deduction on a day would claim. */
interface Claim {
  readonly instalments: readonly ModelInstalment[];
  readonly principal: bigint;
  readonly isPastDue: boolean;
  readonly daysPastDue: number;
  readonly attempts: number;
  readonly claimable: bigint;
  readonly deposit: bigint;
}

const minus = (after: readonly bigint[], before: readonly bigint[]) =>
  after.map((fen, at) => fen - (before[at] ?? 0n));

/** What is lost of the loans that go wrong, who bears it, and what comes back. */
export class LossModel extends LendingModel {
  readonly compensations: ModelCompensation[] = [];
  readonly recoveries: ModelRecovery[] = [];

  /** What the pool is to bear and has not paid (above zero), or has paid and is to get back (below). */
  private open(loan: ModelLoan, compensated = loan.compensated, recovered = loan.recovered): bigint {
    return this.laws.toBear(compensated, recovered) - loan.deducted + loan.returned;
  }

  protected override openClaims(bank: number): bigint {
    const claims = this.loans.filter((loan) => loan.bank === bank && loan.state === 'COMPENSATED');
    return total(claims.map((loan) => most(0n, this.open(loan))));
  }

  claim(loan: ModelLoan, date: string): Claim {
    const pastDue = loan.instalments.filter(({ unpaid, dueOn }) => unpaid > 0n && dueOn < date);
    const instalments = pastDue.filter(({ dueOn }) => this.laws.isPastGrace(daysFrom(dueOn, date)));
    const principal = total(instalments.map(({ unpaid }) => unpaid));
    const [first = date] = pastDue.map(({ dueOn }) => dueOn).sort();
    return {
      instalments,
      principal,
      isPastDue: pastDue.length > 0,
      daysPastDue: daysFrom(first, date),
      attempts: loan.attempts.filter((day) => day > first && day <= date).length,
      claimable: most(0n, this.open(loan, loan.compensated + principal)),
      deposit: this.lowest(`deposit:${loan.bank}`, date),
    };
  }

  /** Principal paid before a deduction that claimed some was not unpaid then. */
  override repay(loan: ModelLoan, fen: bigint, date: string): Expected {
    const isClaimed = this.compensations.some(
      (one) => this.loans[one.loan] === loan && !one.reversed && one.principal > 0n && date < one.on,
    );
    const isRunning = loan.state === 'COMPENSATED' && loan.outstanding > 0n;
    return isRunning && fen > 0n && isClaimed ? 'INVALID' : super.repay(loan, fen, date);
  }

  private cannotClaim(loan: ModelLoan, date: string): 'INVALID' | 'CONFLICT' | null {
    if (this.badDate(date) || loan.disbursedOn === '' || date < loan.disbursedOn) return 'INVALID';
    return loan.state === 'CLOSED' ? 'CONFLICT' : null;
  }

  deduct(loan: ModelLoan, date: string): Expected {
    const cannot = this.cannotClaim(loan, date);
    if (cannot) return cannot;
    const claim = this.claim(loan, date);
    const isRestOnly = claim.principal === 0n && claim.claimable > 0n;
    const isPastGrace = claim.instalments.length > 0;
    return refusedBy([
      ['ART31_COLLECTION', !isRestOnly && claim.isPastDue && claim.attempts < ATTEMPTS],
      ['ART32_PAST_GRACE', !isRestOnly && !this.laws.isPastGrace(claim.daysPastDue)],
      ['ART32_ONCE', (!claim.isPastDue || isPastGrace) && claim.claimable === 0n],
      ['ART32_DEPOSIT', claim.deposit <= 0n],
    ]);
  }

  reportDeduction(loan: ModelLoan, date: string, fen: bigint): Expected {
    const cannot = this.cannotClaim(loan, date);
    if (cannot) return cannot;
    return fen > this.claim(loan, date).deposit ? 'INVALID' : 'DONE';
  }

  /** A deduction, or the report of one: what is lawful of it is a compensation, the rest is owed back. */
  deducted(at: number, date: string, taken: bigint | null): void {
    const loan = this.loans[at];
    if (!loan) throw new Error('a loan is known');
    const { claimable, deposit, instalments, ...claim } = this.claim(loan, date);
    const all = taken ?? least(claimable, deposit);
    const lawful = least(all, claimable);
    const principal = lawful > 0n ? claim.principal : 0n;
    const share = (fen: bigint, weights: readonly bigint[]) => this.laws.share(fen, weights);
    const sources = minus(share(loan.deducted + lawful, SOURCES), share(loan.deducted, SOURCES));
    const regionPart = sources[2] ?? 0n;
    const compensation = this.compensations.length;
    this.compensations.push({
      act: this.acts,
      loan: at,
      on: date,
      principal,
      taken: all,
      deducted: lawful,
      claimable: lawful > 0n ? claimable - lawful : 0n,
      parts: minus(share(loan.compensated + principal, PARTIES), share(loan.compensated, PARTIES)),
      regionPart,
      noticed: taken !== null,
      reversed: false,
      until: '',
      replenished: regionPart > 0n ? false : null,
    });
    const [deposits, about] = [`deposit:${loan.bank}`, { loan: at, compensation }];
    if (lawful > 0n) {
      this.post('DEDUCTION', date, [...this.bySource(loan, sources), [deposits, -lawful]], about);
      for (const one of instalments)
        Object.assign(one, { unpaid: 0n, compensated: one.compensated + one.unpaid });
      loan.outstanding -= principal;
      loan.compensated += principal;
      loan.deducted += lawful;
      loan.state = 'COMPENSATED';
      loan.compensatedOn ||= date;
    }
    if (all > lawful)
      this.move('EXCESS_DEDUCTED', date, `suspense:${loan.bank}`, deposits, all - lawful, about);
    this.settle(loan.region);
  }

  private bySource({ region }: ModelLoan, parts: readonly bigint[]) {
    const names = ['AUTONOMOUS_REGION', 'CITY', `REGION:${region}`];
    return parts.map((fen, at) => [`compensation:${names[at]}`, fen] as const);
  }

  returnExcess(bank: number, fen: bigint, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    if (fen > this.balance(`suspense:${bank}`)) return ['ART32_EXCESS_RETURN'];
    return fen > this.lowest(`suspense:${bank}`, date) ? 'INVALID' : 'DONE';
  }

  excessReturned(bank: number, fen: bigint, date: string): void {
    this.move('EXCESS_RETURNED', date, `deposit:${bank}`, `suspense:${bank}`, fen, { bank });
  }

  payShare(loan: ModelLoan, fen: bigint, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    const share = this.laws.share(loan.compensated, PARTIES)[2] ?? 0n;
    if (loan.guarantorPaid + fen > share) return ['ART20_GUARANTOR_SHARE'];
    return date < loan.compensatedOn ? 'INVALID' : 'DONE';
  }

  recover(loan: ModelLoan, gross: bigint, costs: bigint, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    const net = gross - costs;
    const refused = refusedBy([
      ['ART33_COMPENSATED', loan.compensated === 0n || loan.state === 'CLOSED'],
      ['ART34_COSTS', costs > gross],
      ['ART34_WITHIN_LOSS', net > most(0n, this.leftOn(loan, date)[0])],
    ]);
    if (refused !== 'DONE') return refused;
    const returned = most(0n, -this.open(loan, loan.compensated, loan.recovered + net));
    const isTooEarly = date < loan.compensatedOn || returned > most(0n, this.leftOn(loan, date)[1]);
    return isTooEarly ? 'INVALID' : 'DONE';
  }

  /**
   * The least that was compensated and not recovered on a day and every later one, and the least of the pool's money that was
   * out; as if one compensation had been reversed on that day, where it is given.
   */
  protected leftOn(loan: ModelLoan, date: string, without?: ModelCompensation): [bigint, bigint] {
    const ofLoan = (one: { loan: number }) => this.loans[one.loan] === loan;
    const [paid, back] = [this.compensations.filter(ofLoan), this.recoveries.filter(ofLoan)];
    const days = [date, ...[...paid, ...back].flatMap(({ on, until }) => [on, until])].filter(
      (day) => day >= date,
    );
    const isCounted = (day: string) => (one: ModelCompensation | ModelRecovery) =>
      one !== without && one.on <= day && (one.until === '' || day < one.until);
    const left = days.map((day): [bigint, bigint] => {
      const [paidThen, backThen] = [paid.filter(isCounted(day)), back.filter(isCounted(day))];
      return [
        total(paidThen.map((one) => one.principal)) - total(backThen.map((one) => one.net)),
        total(paidThen.map((one) => one.deducted)) - total(backThen.map((one) => one.returned)),
      ];
    });
    return left.reduce(([a, b], [c, d]) => [least(a, c), least(b, d)]);
  }

  recovered(at: number, gross: bigint, costs: bigint, date: string, toDeposit: boolean): void {
    const loan = this.loans[at];
    if (!loan) throw new Error('a loan is known');
    const net = gross - costs;
    const share = (fen: bigint, weights: readonly bigint[]) => this.laws.share(fen, weights);
    const parts = minus(share(loan.recovered + net, PARTIES), share(loan.recovered, PARTIES));
    loan.recovered += net;
    const returned = most(0n, -this.open(loan));
    const sources = minus(share(loan.returned + returned, SOURCES), share(loan.returned, SOURCES));
    loan.returned += returned;
    const regionPart = sources[2] ?? 0n;
    const recovery = this.recoveries.length;
    const sums = { gross, costs, net, parts, returned, regionPart };
    this.recoveries.push({ act: this.acts, loan: at, on: date, ...sums, reversed: false, until: '' });
    const credits = this.bySource(loan, minus([0n, 0n, 0n], sources));
    const to = toDeposit ? `deposit:${loan.bank}` : 'custody';
    if (returned > 0n) this.post('RECOVERY', date, [...credits, [to, returned]], { loan: at, recovery });
    this.settle(loan.region);
  }

  conclude(loan: ModelLoan): Expected {
    return refusedBy([
      ['ART33_COMPENSATED', loan.compensated === 0n || loan.state === 'CLOSED'],
      ['ART35_SETTLED', loan.outstanding > 0n || this.open(loan) > 0n],
    ]);
  }

  concluded(loan: ModelLoan): void {
    loan.state = 'CLOSED';
    this.ended(loan, this.today);
  }

  /** Every party's loss for good. */
  losses({ compensated, recovered }: ModelLoan): bigint[] {
    return minus(this.laws.share(compensated, PARTIES), this.laws.share(recovered, PARTIES));
  }

  // ---- Replenishments -------------------------------------------------------------------------------------

  /** What a region still owes, and how far what it bears is covered, compensation by compensation. */
  private account(at: number): { owed: bigint; covered: ReadonlySet<ModelCompensation> } {
    const region = this.regions[at];
    if (!region) throw new Error('a region is known');
    const losses = this.compensations.filter(
      ({ loan, reversed, regionPart }) => this.loans[loan]?.region === at && !reversed && regionPart > 0n,
    );
    const credit = new Map<number, bigint>();
    for (const { loan, reversed, regionPart } of this.recoveries)
      if (!reversed) credit.set(loan, (credit.get(loan) ?? 0n) + this.laws.creditOf(regionPart));
    const borne = losses.map(({ loan, regionPart }) => {
      const credited = least(regionPart, credit.get(loan) ?? 0n);
      credit.set(loan, (credit.get(loan) ?? 0n) - credited);
      return regionPart - credited;
    });
    const lost = total(borne);
    const minimum = region.hardship ? MINIMUM_IN_HARDSHIP : MINIMUM;
    const below = lost > 0n ? minimum - (region.pledged + region.replenished - lost) : 0n;
    const owed = most(0n, most(lost - region.replenished, below));
    const isCovered = (_: unknown, place: number) =>
      total(borne.slice(0, place + 1)) <= region.replenished && (place < losses.length - 1 || owed === 0n);
    return { owed, covered: new Set(losses.filter(isCovered)) };
  }

  owed(region: number): bigint {
    return this.account(region).owed;
  }

  /** The duties of a region to replenish are looked at whenever its losses or its payments change. */
  protected settle(region: number): void {
    const { covered } = this.account(region);
    for (const one of this.compensations)
      if (this.loans[one.loan]?.region === region && !one.reversed && one.replenished !== null)
        one.replenished = covered.has(one);
  }

  override pledged(region: number | null, amount: bigint, payInBy: string): void {
    super.pledged(region, amount, payInBy);
    if (region !== null) this.settle(region);
  }

  /** A region is recognised as in hardship, or no longer: its minimum is another. */
  recognised(at: number): void {
    const region = this.regions[at];
    if (region) region.hardship = !region.hardship;
    this.settle(at);
  }

  replenish(region: number, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    return refusedBy([['ART13_OWED', this.owed(region) === 0n]]);
  }

  replenished(region: number, fen: bigint, date: string): void {
    this.move('REPLENISHMENT', date, 'custody', `fund:REGION:${region}`, fen, { region });
    this.moveReplenished(region, fen);
  }

  protected moveReplenished(at: number, fen: bigint): void {
    const region = this.regions[at];
    if (region) region.replenished += fen;
    this.settle(at);
  }
}
