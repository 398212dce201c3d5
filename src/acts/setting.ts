import { type BusinessDate, businessDateOf, type Instant, onDate } from '../domain/dates.ts';
import { STATE_COUNCIL_NOTICES } from '../domain/working-days.data.ts';
import { Calendar, type CalendarYear } from '../domain/working-days.ts';
import type { Edition } from '../regulation/edition.ts';
import { parseEditionValues } from '../regulation/edition-json.ts';
import type { Row } from './ports.ts';

// What an act finds set when it begins: the date, the editions, the calendar.

/** The date on which a pool does business, and the moment at which it records. */
export function datesOf(pool: Row<'pool'>, now: Instant): { today: BusinessDate; recordedAt: Instant } {
  return pool.sandboxDate
    ? { today: pool.sandboxDate, recordedAt: onDate(pool.sandboxDate, now) }
    : { today: businessDateOf(now), recordedAt: now };
}

/** An enacted edition's row as the edition that rules are judged by. */
export function editionOf(row: Row<'edition'>): Edition {
  const parsed = parseEditionValues(row.parameters);
  if (!parsed.ok) throw new Error(`edition ${row.number} of the pool does not parse`);
  const { number, titleZh, titleEn, validFrom, validTo } = row;
  return { number, titleZh, titleEn, validFrom, validTo, values: parsed.values };
}

/** The notices that the product brings along. */
export const CALENDAR_YEARS: readonly CalendarYear[] = STATE_COUNCIL_NOTICES;
export const CALENDAR = new Calendar(CALENDAR_YEARS);

/** Working days as the pool knows them: a year's notice that its office has loaded counts before the one built in. */
export function calendarWith(loaded: readonly Row<'holidayNotice'>[]): Calendar {
  if (loaded.length === 0) return CALENDAR;
  const years = new Set(loaded.map(({ year }) => year));
  const own = loaded.map(({ year, notice, daysOff, workingWeekends }) => ({
    year,
    notice,
    daysOff: daysOff as CalendarYear['daysOff'],
    workingWeekends: workingWeekends as CalendarYear['workingWeekends'],
  }));
  return new Calendar([...CALENDAR_YEARS.filter(({ year }) => !years.has(year)), ...own]);
}
