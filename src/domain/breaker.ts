import type { Yuan } from './money.ts';
import type { BreakerMeasure, BreakerScope } from './words.ts';

/** What a breaker compares: a part of a whole. The line is a share of the whole, in percent. */
export interface BreakerFigures {
  readonly part: Yuan;
  readonly whole: Yuan;
}

/** The figures of lending in a scope, the pool or one bank, that a measure may ask. */
export interface Lending {
  readonly outstanding: Yuan;
  /** Principal past due on the business date. */
  readonly overdue: Yuan;
  readonly disbursed: Yuan;
  readonly compensatedPrincipal: Yuan;
  readonly recovered: Yuan;
  readonly deducted: Yuan;
  readonly returned: Yuan;
}

/** The pool's money, as far as a measure asks it. */
export interface Funds {
  readonly fundsTotal: Yuan;
  readonly netCompensation: Yuan;
}

/**
 * What a measure compares in a scope. One bank's net compensation is measured against the whole pool's funds, because
 * the pool has no other: a deposit is the same money, moved (a reading).
 */
export function measured(
  { measure, scope }: { readonly measure: BreakerMeasure; readonly scope: BreakerScope },
  funds: Funds,
  lending: Lending,
): BreakerFigures {
  if (measure === 'OVERDUE_TO_OUTSTANDING') return { part: lending.overdue, whole: lending.outstanding };
  if (measure === 'COMPENSATED_TO_DISBURSED')
    return { part: lending.compensatedPrincipal.minus(lending.recovered), whole: lending.disbursed };
  const part = scope === 'POOL' ? funds.netCompensation : lending.deducted.minus(lending.returned);
  return { part, whole: funds.fundsTotal };
}

/** The line, in whole percent, and the parts of it, in whole percent of the line, at which a warning is given. */
export interface BreakerLine {
  readonly thresholdPercent: number;
  readonly warningPercents: readonly number[];
}

const WHOLE = 100;

/** True when the figures have reached a part of the line. Nothing lost has reached nothing, whatever the whole is. */
function reachesPart(
  { part, whole }: BreakerFigures,
  thresholdPercent: number,
  partPercent: number,
): boolean {
  return part.isPositive() && part.times(WHOLE * WHOLE).atLeast(whole.times(thresholdPercent * partPercent));
}

/** True when the figures have reached the line itself: new business stops. */
export function hasReached(figures: BreakerFigures, thresholdPercent: number): boolean {
  return reachesPart(figures, thresholdPercent, WHOLE);
}

/** The parts of the line that the figures have reached, rising. */
export function warningsReached(figures: BreakerFigures, line: BreakerLine): number[] {
  return [...line.warningPercents]
    .sort((a, b) => a - b)
    .filter((percent) => reachesPart(figures, line.thresholdPercent, percent));
}

/** How a breaker stands: whether it has tripped, and the highest part of the line that is crossed. */
export interface BreakerStanding {
  readonly tripped: boolean;
  /** In percent of the line; nought below the first warning. */
  readonly warnedPercent: number;
}

/** One thing to tell of a breaker. */
export type Turning =
  | { readonly kind: 'WARNED'; readonly warningPercent: number }
  | { readonly kind: 'TRIPPED' | 'REOPENED'; readonly warningPercent: null };

/**
 * How a breaker stands with new figures, and what there is to tell: every warning that is crossed upwards, in order,
 * then the trip; or that it reopens. Nothing is told twice; a warning is told again only after the figures had fallen
 * below it.
 */
export function turnsOf(
  before: BreakerStanding,
  figures: BreakerFigures,
  line: BreakerLine,
): { readonly after: BreakerStanding; readonly turns: readonly Turning[] } {
  const reached = warningsReached(figures, line);
  const after = {
    tripped: hasReached(figures, line.thresholdPercent),
    warnedPercent: reached.at(-1) ?? 0,
  };
  const turns: Turning[] = reached
    .filter((warningPercent) => warningPercent > before.warnedPercent)
    .map((warningPercent) => ({ kind: 'WARNED', warningPercent }));
  if (after.tripped !== before.tripped)
    turns.push({ kind: after.tripped ? 'TRIPPED' : 'REOPENED', warningPercent: null });
  return { after, turns };
}

/** An amount by which the part of a breaker would grow on a day. */
export interface Growth<Day> {
  readonly day: Day;
  readonly amount: Yuan;
}

/** The first day on which the line would be reached when the part grows so, day by day; null when it would not. */
export function tripsOn<Day>(
  figures: BreakerFigures,
  thresholdPercent: number,
  growth: readonly Growth<Day>[],
): Day | null {
  let { part } = figures;
  for (const [at, { day, amount }] of growth.entries()) {
    part = part.plus(amount);
    const isLastOfDay = growth[at + 1]?.day !== day;
    if (isLastOfDay && hasReached({ ...figures, part }, thresholdPercent)) return day;
  }
  return null;
}
