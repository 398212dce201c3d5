import { type BusinessDate, plusDays, plusMonths } from './dates.ts';
import type { DueUnit, ObligationKind } from './words.ts';
import type { Calendar } from './working-days.ts';

/** The article from which each kind of duty comes. */
export const OBLIGATION_ARTICLES: Readonly<Record<ObligationKind, number>> = {
  CONTRIBUTION: 8,
  FIRST_DEPOSIT: 16,
  TOP_UP: 16,
  DISBURSEMENT_NOTICE: 27,
  MATURITY_REMINDER: 31,
  REPLENISHMENT: 13,
  DEPOSIT_RETURN: 18,
  EVALUATION: 19,
  VISIT: 29,
  OVERDUE_MEASURES: 31,
  DEDUCTION_NOTICE: 32,
  EXCESS_RETURN: 32,
  PURSUIT: 33,
  RECOVERY_REPORT: 35,
};

/** A due date, whether the holiday notices it rests on are out, and how to reckon it again when they are. */
export interface DueDate {
  readonly date: BusinessDate;
  readonly confirmed: boolean;
  readonly from: BusinessDate;
  readonly count: number;
  readonly unit: DueUnit;
}

/** Reckons a due date: the day `from` is not counted; calendar days that end on a day off move on to a working day. */
export function reckon(calendar: Calendar, from: BusinessDate, count: number, unit: DueUnit): DueDate {
  const day = () => {
    if (unit === 'WORKING_DAYS') return calendar.plusWorkingDays(from, count);
    const last = plusDays(from, count);
    return unit === 'DAYS' ? calendar.rollForward(last) : { date: last, confirmed: true };
  };
  return { ...day(), from, count, unit };
}

/** Working days: the day of the event is not counted. */
export function dueInWorkingDays(calendar: Calendar, from: BusinessDate, workingDays: number): DueDate {
  return reckon(calendar, from, workingDays, 'WORKING_DAYS');
}

/** Calendar days: the day of the event is not counted; a last day off work moves on to the next working day. */
export function dueInDays(calendar: Calendar, from: BusinessDate, days: number, roll: boolean): DueDate {
  return reckon(calendar, from, days, roll ? 'DAYS' : 'DATE');
}

/** A due date that an act names itself. */
export function dueOn(calendar: Calendar, date: BusinessDate, roll: boolean): DueDate {
  return dueInDays(calendar, date, 0, roll);
}

export type ObligationStanding = 'OPEN' | 'LATE' | 'MET' | 'MET_LATE';

/** How a duty stands on a date: still late only the day after it was due. */
export function standingOf(
  duty: { readonly dueOn: BusinessDate; readonly metOn: BusinessDate | null },
  today: BusinessDate,
): ObligationStanding {
  if (duty.metOn) return duty.metOn > duty.dueOn ? 'MET_LATE' : 'MET';
  return today > duty.dueOn ? 'LATE' : 'OPEN';
}

// ---- Duties that come back --------------------------------------------------------------------------------

/** How often a duty comes back. */
export interface Interval {
  readonly every: number;
  readonly unit: 'DAYS' | 'MONTHS';
}

/** The first day of the term after `count` terms; always reckoned from the start, so that the ends of months do not drift. */
export function termStart(start: BusinessDate, { every, unit }: Interval, count: number): BusinessDate {
  if (!Number.isSafeInteger(every) || every < 1) throw new RangeError(`not an interval: ${every}`);
  return unit === 'DAYS' ? plusDays(start, every * count) : plusMonths(start, every * count);
}

/** The first days of the terms that have begun by a day, that day included, and the first day of the next. */
export function termsBegun(
  start: BusinessDate,
  interval: Interval,
  through: BusinessDate,
): { readonly begun: readonly BusinessDate[]; readonly next: BusinessDate } {
  const begun: BusinessDate[] = [];
  for (;;) {
    const first = termStart(start, interval, begun.length);
    if (first > through) return { begun, next: first };
    begun.push(first);
  }
}

/** Something done that can meet a duty, and the paper that shows it. */
export interface Deed {
  readonly doneOn: BusinessDate;
  readonly by: string;
}

/** ONE: every deed meets one duty, such as a visit. ALL: it meets all that have arisen, such as a plan for the arrears. */
export type Reach = 'ONE' | 'ALL';

/**
 * Which deed meets which of several duties of one kind, debtor and subject, by the day on which each arose. Deeds are
 * given in the order in which they became known; each meets the oldest duty that is still open and had arisen by then.
 */
export function meetings(
  aroseOn: readonly BusinessDate[],
  deeds: readonly Deed[],
  reach: Reach,
): Map<BusinessDate, Deed> {
  const inOrder = [...aroseOn].sort();
  const met = new Map<BusinessDate, Deed>();
  for (const deed of deeds) {
    const open = inOrder.filter((day) => day <= deed.doneOn && !met.has(day));
    for (const day of reach === 'ONE' ? open.slice(0, 1) : open) met.set(day, deed);
  }
  return met;
}
