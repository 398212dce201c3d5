import { type BusinessDate, plusDays } from './dates.ts';
import type { ObligationKind } from './words.ts';
import type { Calendar } from './working-days.ts';

/** The article from which each kind of duty comes. */
export const OBLIGATION_ARTICLES: Readonly<Record<ObligationKind, number>> = {
  CONTRIBUTION: 8,
  FIRST_DEPOSIT: 16,
  TOP_UP: 16,
  DISBURSEMENT_NOTICE: 27,
  MATURITY_REMINDER: 31,
};

/** A due date, and whether the holiday notices it rests on are out. */
export interface DueDate {
  readonly date: BusinessDate;
  readonly confirmed: boolean;
}

/** Working days: the day of the event is not counted. */
export function dueInWorkingDays(calendar: Calendar, from: BusinessDate, workingDays: number): DueDate {
  return calendar.plusWorkingDays(from, workingDays);
}

/** Calendar days: the day of the event is not counted; a last day off work moves on to the next working day. */
export function dueInDays(calendar: Calendar, from: BusinessDate, days: number, roll: boolean): DueDate {
  return dueOn(calendar, plusDays(from, days), roll);
}

/** A due date that an act names itself. */
export function dueOn(calendar: Calendar, date: BusinessDate, roll: boolean): DueDate {
  return roll ? calendar.rollForward(date) : { date, confirmed: true };
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
