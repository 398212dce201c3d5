import { type BusinessDate, daysBetween, earlier, later, plusMonths } from './dates.ts';
import { Yuan } from './money.ts';
import type { LoanState, RepaymentMethod, TenantKind } from './words.ts';

// ---- States -----------------------------------------------------------------------------------------------

export type LoanEvent =
  | 'SIGNED'
  | 'CANCELLED'
  | 'DISBURSED'
  | 'FELL_OVERDUE'
  | 'ARREARS_PAID'
  | 'PAID_IN_FULL'
  | 'DEDUCTED'
  | 'RECOVERY_CONCLUDED';

export interface LoanTransition {
  readonly from: LoanState;
  readonly to: LoanState;
  readonly event: LoanEvent;
  /** Whose act it is. DATE: nobody's; it follows from the schedule, the repayments and the day. */
  readonly by: TenantKind | 'DATE';
  readonly article: number;
}

/**
 * Every change of a loan's state. A loan that is compensated stays so at a further deduction, because what the risk
 * deposit could not cover the first time remains claimable; what the debtor then still pays is a recovery.
 */
// biome-ignore format: a table
export const LOAN_TRANSITIONS: readonly LoanTransition[] = [
  { from: 'APPROVED',    to: 'CONTRACTED',  event: 'SIGNED',             by: 'BANK',   article: 27 },
  { from: 'APPROVED',    to: 'CANCELLED',   event: 'CANCELLED',          by: 'BANK',   article: 27 },
  { from: 'CONTRACTED',  to: 'ACTIVE',      event: 'DISBURSED',          by: 'BANK',   article: 27 },
  { from: 'CONTRACTED',  to: 'CANCELLED',   event: 'CANCELLED',          by: 'BANK',   article: 27 },
  { from: 'ACTIVE',      to: 'OVERDUE',     event: 'FELL_OVERDUE',       by: 'DATE',   article: 31 },
  { from: 'ACTIVE',      to: 'REPAID',      event: 'PAID_IN_FULL',       by: 'BANK',   article: 22 },
  { from: 'OVERDUE',     to: 'ACTIVE',      event: 'ARREARS_PAID',       by: 'BANK',   article: 31 },
  { from: 'OVERDUE',     to: 'REPAID',      event: 'PAID_IN_FULL',       by: 'BANK',   article: 22 },
  { from: 'OVERDUE',     to: 'COMPENSATED', event: 'DEDUCTED',           by: 'BANK',   article: 32 },
  { from: 'COMPENSATED', to: 'COMPENSATED', event: 'DEDUCTED',           by: 'BANK',   article: 32 },
  { from: 'COMPENSATED', to: 'CLOSED',      event: 'RECOVERY_CONCLUDED', by: 'OFFICE', article: 35 },
];

/** The state after an event; null where the event cannot happen to a loan in that state. */
export function nextState(from: LoanState, event: LoanEvent): LoanState | null {
  return LOAN_TRANSITIONS.find((row) => row.from === from && row.event === event)?.to ?? null;
}

// ---- Schedule ---------------------------------------------------------------------------------------------

/** Principal that falls due on a day. */
export interface Instalment {
  readonly dueOn: BusinessDate;
  readonly principal: Yuan;
}

/** The part of an instalment that is not repaid yet. */
export interface UnpaidInstalment {
  readonly dueOn: BusinessDate;
  readonly unpaid: Yuan;
}

export interface LoanTerms {
  readonly method: RepaymentMethod;
  readonly amount: Yuan;
  readonly start: BusinessDate;
  readonly termMonths: number;
  /** The plan of a loan repaid in instalments; whether it fits amount and term is judged where it is decided. */
  readonly instalments?: readonly Instalment[] | undefined;
}

/** The day on which a loan matures: the same day of the month it ends in, or that month's last. */
export function maturityOf(disbursedOn: BusinessDate, termMonths: number): BusinessDate {
  return plusMonths(disbursedOn, termMonths);
}

function byDueDate(a: { readonly dueOn: BusinessDate }, b: { readonly dueOn: BusinessDate }): number {
  return a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0;
}

/** What falls due when, oldest first (Art. 22). Throws for instalments that are announced but not given. */
export function scheduleOf(terms: LoanTerms): Instalment[] {
  if (terms.method === 'BULLET')
    return [{ dueOn: maturityOf(terms.start, terms.termMonths), principal: terms.amount }];
  if (!terms.instalments?.length) throw new RangeError('a loan in instalments needs its instalments');
  return [...terms.instalments].sort(byDueDate);
}

/**
 * What stays unpaid after a repayment of principal, in the order given: the oldest due date is paid first, so that a
 * firm that pays something cannot be more overdue than before. Throws for a negative amount, and for more than is unpaid.
 */
export function applyPrincipal<I extends UnpaidInstalment>(instalments: readonly I[], amount: Yuan): I[] {
  if (amount.isNegative()) throw new RangeError('a repayment is not negative');
  const paid = new Map<I, Yuan>();
  let left = amount;
  for (const instalment of [...instalments].sort(byDueDate)) {
    const part = Yuan.min(left, instalment.unpaid);
    paid.set(instalment, part);
    left = left.minus(part);
  }
  if (left.isPositive()) throw new RangeError('a repayment is not above the unpaid principal');
  return instalments.map((one) => ({ ...one, unpaid: one.unpaid.minus(paid.get(one) ?? Yuan.ZERO) }));
}

/** The first day on which something still unpaid is due; null where nothing is unpaid. */
export function nextDueOf(instalments: readonly UnpaidInstalment[]): BusinessDate | null {
  const [first] = instalments.filter(({ unpaid }) => unpaid.isPositive()).sort(byDueDate);
  return first?.dueOn ?? null;
}

// ---- Overdue ----------------------------------------------------------------------------------------------

/** Overdue principal on a date. */
export interface Overdue {
  readonly overdue: boolean;
  readonly principal: Yuan;
  /** Days since the oldest unpaid instalment fell due. 0 when nothing is overdue: due today is not overdue. */
  readonly days: number;
  readonly bands: { readonly days1to25: Yuan; readonly days26to90: Yuan; readonly days91on: Yuan };
}

/** What is overdue on a date, and how old it is (Art. 31, 32). */
export function overdueOn(instalments: readonly UnpaidInstalment[], date: BusinessDate): Overdue {
  const aged = instalments
    .filter((one) => one.unpaid.isPositive() && one.dueOn < date)
    .map((one) => ({ unpaid: one.unpaid, days: daysBetween(one.dueOn, date) }));
  const between = (least: number, most: number): Yuan =>
    Yuan.sum(aged.filter(({ days }) => least <= days && days <= most).map(({ unpaid }) => unpaid));
  return {
    overdue: aged.length > 0,
    principal: Yuan.sum(aged.map(({ unpaid }) => unpaid)),
    days: aged.reduce((oldest, { days }) => Math.max(oldest, days), 0),
    bands: {
      days1to25: between(1, 25),
      days26to90: between(26, 90),
      days91on: between(91, Number.POSITIVE_INFINITY),
    },
  };
}

/** How a disbursed loan that is not compensated stands on a date: nobody types it, it follows from what is unpaid. */
export function standingOn(
  instalments: readonly UnpaidInstalment[],
  date: BusinessDate,
): 'ACTIVE' | 'OVERDUE' | 'REPAID' {
  if (instalments.every((one) => one.unpaid.isZero())) return 'REPAID';
  return overdueOn(instalments, date).overdue ? 'OVERDUE' : 'ACTIVE';
}

// ---- Continuous support -----------------------------------------------------------------------------------

/** A stretch of days, both ends included. */
export interface Period {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/**
 * The stretch of continuous support that a firm would have with a new loan (Art. 23): the new loan's period together
 * with every other that is joined to it, directly or through others. Two periods are joined when they overlap or when
 * the next begins at most `gapDaysMax` calendar days after the one before has ended.
 */
export function continuousSupport(
  periods: readonly Period[],
  newFrom: BusinessDate,
  newTo: BusinessDate,
  gapDaysMax: number,
): Period {
  let stretch: Period = { from: newFrom, to: newTo };
  let apart = [...periods];
  // Every round takes in what touches the stretch; a round that takes in nothing is the last.
  for (;;) {
    const { from, to } = stretch;
    const joins = (one: Period) =>
      daysBetween(one.to, from) <= gapDaysMax && daysBetween(to, one.from) <= gapDaysMax;
    const joined = apart.filter(joins);
    if (joined.length === 0) return stretch;
    apart = apart.filter((one) => !joins(one));
    for (const one of joined)
      stretch = { from: earlier(one.from, stretch.from), to: later(one.to, stretch.to) };
  }
}
