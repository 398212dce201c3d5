import { FIRM_CAP, least, monthsOn, total } from './ledger-laws.ts';
import { type Expected, MoneyModel, refusedBy } from './ledger-money.ts';

export interface ModelInstalment {
  dueOn: string;
  readonly principal: bigint;
  unpaid: bigint;
  compensated: bigint;
}

export interface ModelLoan {
  readonly firm: number;
  readonly region: number;
  readonly bank: number;
  readonly guarantor: number;
  readonly amount: bigint;
  /** In which months after the disbursement how much falls due. */
  readonly plan: readonly (readonly [month: number, fen: bigint])[];
  state: 'APPROVED' | 'CONTRACTED' | 'ACTIVE' | 'COMPENSATED' | 'REPAID' | 'CLOSED' | 'CANCELLED';
  outstanding: bigint;
  compensated: bigint;
  deducted: bigint;
  recovered: bigint;
  returned: bigint;
  guarantorPaid: bigint;
  signedOn: string;
  lastDrawdownOn: string;
  disbursedOn: string;
  acceleratedOn: string;
  compensatedOn: string;
  endedOn: string;
  instalments: ModelInstalment[];
  /** Days of attempts to collect. */
  readonly attempts: string[];
}

const RUNNING: readonly string[] = ['APPROVED', 'CONTRACTED', 'ACTIVE', 'COMPENSATED'];

/** The loans of the pool until they are repaid, cancelled or go wrong, and the banks that come and leave. */
export class LendingModel extends MoneyModel {
  readonly loans: ModelLoan[] = [];

  /** Committed plus outstanding principal of the loans that a test accepts. */
  exposure(of: (loan: ModelLoan) => boolean): bigint {
    const stands = (loan: ModelLoan) => (loan.state === 'CONTRACTED' ? loan.amount : 0n) + loan.outstanding;
    return total(this.loans.filter(of).map(stands));
  }

  /** How much more each cap would bear; below zero where it is passed. */
  room() {
    const firms = [...new Set(this.loans.map(({ firm }) => firm))];
    return {
      pool: 10n * this.funds().available - this.exposure(() => true),
      regions: this.regions.map(
        ({ paidIn }, at) => 25n * paidIn - this.exposure(({ region }) => region === at),
      ),
      firms: new Map(firms.map((at) => [at, FIRM_CAP - this.exposure(({ firm }) => firm === at)])),
    };
  }

  firmRoom(firm: number): bigint {
    return this.room().firms.get(firm) ?? FIRM_CAP;
  }

  refer(firm: number, fen: bigint): Expected {
    return refusedBy([
      ['ART22_FIRM_CAP', fen > this.firmRoom(firm)],
      ['ART37_BREAKER', this.breaker().tripped],
    ]);
  }

  recommend(bank: number): Expected {
    const { state } = this.banks[bank] ?? { state: 'REGISTERED' };
    return refusedBy([
      ['ART16_COOPERATING', state !== 'COOPERATING'],
      ['ART18_LEAVING', state === 'LEAVING' || state === 'LEFT'],
      ['ART25_PARTNERS', state !== 'COOPERATING'],
      ['ART37_BREAKER', this.breaker().tripped],
    ]);
  }

  sign(loan: ModelLoan): Expected {
    if (loan.state !== 'APPROVED') return 'CONFLICT';
    const { pool, regions } = this.room();
    const { state } = this.banks[loan.bank] ?? { state: 'REGISTERED' };
    return refusedBy([
      ['ART09_POOL_LEVERAGE', loan.amount > pool],
      ['ART13_REGION_LEVERAGE', loan.amount > (regions[loan.region] ?? 0n)],
      ['ART18_LEAVING', state === 'LEAVING' || state === 'LEFT'],
      ['ART22_FIRM_CAP', loan.amount > this.firmRoom(loan.firm)],
      ['ART37_BREAKER', this.breaker().tripped],
    ]);
  }

  approved(what: Pick<ModelLoan, 'firm' | 'region' | 'bank' | 'guarantor' | 'amount' | 'plan'>): void {
    const figures = { outstanding: 0n, compensated: 0n, deducted: 0n, recovered: 0n, returned: 0n };
    const days = { signedOn: '', lastDrawdownOn: '', disbursedOn: '', acceleratedOn: '' };
    this.loans.push({
      ...{ ...what, ...figures, ...days, state: 'APPROVED', guarantorPaid: 0n },
      ...{ compensatedOn: '', endedOn: '', instalments: [], attempts: [] },
    });
  }

  cancelled(loan: ModelLoan): void {
    loan.state = 'CANCELLED';
    this.ended(loan, this.today);
  }

  disburse(loan: ModelLoan, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    if (loan.state !== 'CONTRACTED') return 'CONFLICT';
    if (date < loan.signedOn) return 'INVALID';
    return refusedBy([['ART27_DRAWDOWN', date > loan.lastDrawdownOn]]);
  }

  disbursed(loan: ModelLoan, date: string): void {
    Object.assign(loan, { state: 'ACTIVE', outstanding: loan.amount, disbursedOn: date });
    loan.instalments = loan.plan.map(([month, principal]) => ({
      dueOn: monthsOn(date, month),
      principal,
      unpaid: principal,
      compensated: 0n,
    }));
  }

  repay(loan: ModelLoan, fen: bigint, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    if (loan.disbursedOn === '' || date < loan.disbursedOn) return 'INVALID';
    const isRunning = loan.state === 'ACTIVE' || (loan.state === 'COMPENSATED' && loan.outstanding > 0n);
    if (!isRunning) return 'CONFLICT';
    return refusedBy([['ART22_REPAYMENT', fen > loan.outstanding]]);
  }

  /** The oldest day is paid first. */
  repaid(loan: ModelLoan, fen: bigint, date: string): void {
    loan.outstanding -= fen;
    let left = fen;
    for (const one of [...loan.instalments].sort((a, b) =>
      a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0,
    )) {
      const part = least(left, one.unpaid);
      one.unpaid -= part;
      left -= part;
    }
    if (loan.outstanding > 0n || loan.state !== 'ACTIVE') return;
    loan.state = 'REPAID';
    this.ended(loan, date);
  }

  nextDueOn({ instalments }: ModelLoan): string {
    const days = instalments.filter(({ unpaid }) => unpaid > 0n).map(({ dueOn }) => dueOn);
    return days.sort()[0] ?? '';
  }

  /** What the office reads of a loan's state: overdue follows from the date. */
  stateOn(loan: ModelLoan): string {
    const next = this.nextDueOn(loan);
    return loan.state === 'ACTIVE' && next !== '' && next < this.today ? 'OVERDUE' : loan.state;
  }

  // ---- After the loan -------------------------------------------------------------------------------------

  lookAfter(loan: ModelLoan, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    const isOver = ['APPROVED', 'CONTRACTED', 'REPAID', 'CLOSED', 'CANCELLED'].includes(loan.state);
    if (isOver) return ['ART30_RUNNING'];
    return date < loan.disbursedOn ? 'INVALID' : 'DONE';
  }

  accelerate(loan: ModelLoan, date: string): Expected {
    if (date !== this.today) return 'INVALID';
    if (loan.outstanding === 0n || loan.acceleratedOn !== '') return 'CONFLICT';
    return date < loan.disbursedOn ? 'INVALID' : 'DONE';
  }

  accelerated(loan: ModelLoan, date: string): void {
    loan.acceleratedOn = date;
    for (const one of loan.instalments) if (one.unpaid > 0n && one.dueOn > date) one.dueOn = date;
  }

  // ---- Banks ----------------------------------------------------------------------------------------------

  askTopUp(at: number, fen = 1n): Expected {
    const isOpen = ({ bank, state }: { bank: number; state: string }) =>
      bank === at && (state === 'ASKED' || state === 'APPROVED');
    if (this.topUps.some(isOpen)) return 'CONFLICT';
    const lent = this.exposure(({ bank }) => bank === at);
    const stays = this.banks[at]?.state === 'COOPERATING';
    const lendsEnough = lent > 10n * this.balance(`deposit:${at}`);
    const open = stays && lendsEnough ? 0n : this.openClaims(at);
    if (open > 0n) return refusedBy([['ART32_OPEN_CLAIM', fen > open]]);
    return refusedBy([
      ['ART16_COOPERATING', !stays],
      ['ART16_TOP_UP_ASK', !lendsEnough],
    ]);
  }

  private held(at: number): bigint {
    return this.balance(`deposit:${at}`) + this.balance(`suspense:${at}`);
  }

  private runs(at: number): boolean {
    return this.loans.some(({ bank, state }) => bank === at && RUNNING.includes(state));
  }

  leave(at: number, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    return this.banks[at]?.state === 'COOPERATING' ? 'DONE' : 'CONFLICT';
  }

  leaves(at: number, date: string): void {
    Object.assign(this.banks[at] ?? {}, { state: 'LEAVING', leavingOn: date });
    this.endTopUps(at);
    this.hasLeft(at);
  }

  /** A leaving bank gets no more money, but for what it is owed. */
  private endTopUps(at: number): void {
    if (this.openClaims(at) > 0n) return;
    for (const one of this.topUps)
      if (one.bank === at && (one.state === 'ASKED' || one.state === 'APPROVED')) one.state = 'DECLINED';
  }

  /** A leaving bank with no loan and no money of the pool has left. */
  private hasLeft(at: number): void {
    const bank = this.banks[at];
    if (bank?.state === 'LEAVING' && !this.runs(at) && this.held(at) === 0n) bank.state = 'LEFT';
  }

  protected ended(loan: ModelLoan, on: string): void {
    loan.endedOn = on;
    if (this.banks[loan.bank]?.state === 'LEAVING') this.endTopUps(loan.bank);
    this.hasLeft(loan.bank);
  }

  returnDeposit(at: number, date: string): Expected {
    if (this.badDate(date)) return 'INVALID';
    const bank = this.banks[at];
    if (bank?.state !== 'LEAVING' || this.held(at) === 0n) return 'CONFLICT';
    const ends = this.loans.filter((loan) => loan.bank === at).map(({ endedOn }) => endedOn);
    const [last = ''] = [bank.leavingOn, ...ends].sort().reverse();
    const balance = this.balance(`deposit:${at}`);
    const isWhole = balance > 0n && this.lowest(`deposit:${at}`, date) === balance;
    return refusedBy([
      ['ART18_RUN_OFF', this.runs(at) || date < last],
      ['ART18_WHOLE_DEPOSIT', this.balance(`suspense:${at}`) > 0n || !isWhole],
    ]);
  }

  depositReturned(at: number, date: string): void {
    this.move('DEPOSIT_RETURNED', date, 'custody', `deposit:${at}`, this.balance(`deposit:${at}`), {
      bank: at,
    });
    Object.assign(this.banks[at] ?? {}, { state: 'LEFT' });
  }
}
