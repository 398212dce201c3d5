import { type BusinessDate, dayOfWeek, plusDays, yearOf } from './dates.ts';

/** What the State Council's notice says about one year. A notice may also name days of the December before. */
export interface CalendarYear {
  readonly year: number;
  /** The number of the notice, and of any later one that changed it. */
  readonly notice: string;
  /** First and last day of each holiday, both included; weekends inside need not be told apart. */
  readonly daysOff: readonly (readonly [BusinessDate, BusinessDate])[];
  /** Saturdays and Sundays that are worked to make up for a holiday. */
  readonly workingWeekends: readonly BusinessDate[];
}

/** A day that was computed. Not `confirmed` when it rests on a year whose notice is not known yet. */
export interface ComputedDay {
  readonly date: BusinessDate;
  readonly confirmed: boolean;
}

const FAULTS = {
  HOLIDAY_REVERSED: 'a holiday ends before it begins',
  DAY_OUTSIDE_YEAR: 'a day lies neither in the year nor in the December before it',
  WORKING_DAY_NOT_A_WEEKEND: 'a working weekend is not a Saturday or Sunday',
  DAY_OFF_AND_WORKING: 'a day is both off and worked',
} as const;
export type CalendarFault = keyof typeof FAULTS;

function isWeekend(date: BusinessDate): boolean {
  const day = dayOfWeek(date);
  return day === 0 || day === 6;
}

function daysOf([first, last]: readonly [BusinessDate, BusinessDate]): BusinessDate[] {
  const days: BusinessDate[] = [];
  for (let day = first; day <= last; day = plusDays(day, 1)) days.push(day);
  return days;
}

/** What is wrong with a year's table before it may be used: every kind of fault once, none for a sound table. */
export function calendarFaults(table: CalendarYear): CalendarFault[] {
  const ends = [...table.daysOff.flat(), ...table.workingWeekends];
  const belongs = (day: BusinessDate) =>
    yearOf(day) === table.year || day.startsWith(`${table.year - 1}-12-`);
  if (!ends.every(belongs)) return ['DAY_OUTSIDE_YEAR'];

  const faults: CalendarFault[] = [];
  const off = new Set(table.daysOff.flatMap(daysOf));
  if (table.daysOff.some(([first, last]) => last < first)) faults.push('HOLIDAY_REVERSED');
  if (!table.workingWeekends.every(isWeekend)) faults.push('WORKING_DAY_NOT_A_WEEKEND');
  if (table.workingWeekends.some((day) => off.has(day))) faults.push('DAY_OFF_AND_WORKING');
  return faults;
}

/**
 * Working days by the notices that are handed in. The first day of a period is not counted (Civil Code, Art. 201).
 * A year without a notice is computed from weekends alone, and every answer that looked at it says so.
 */
export class Calendar {
  private readonly years = new Set<number>();
  private readonly worked = new Map<BusinessDate, boolean>();

  /** Throws for a table with a fault, and for a year that is told twice. */
  constructor(tables: readonly CalendarYear[]) {
    // In the order of years, so that where two notices name one December day the later notice counts.
    for (const table of [...tables].sort((a, b) => a.year - b.year)) {
      const [fault] = calendarFaults(table);
      if (fault) throw new RangeError(`calendar of ${table.year}: ${FAULTS[fault]}`);
      if (this.years.has(table.year)) throw new RangeError(`calendar of ${table.year}: told twice`);
      this.years.add(table.year);
      for (const day of table.daysOff.flatMap(daysOf)) this.worked.set(day, false);
      for (const day of table.workingWeekends) this.worked.set(day, true);
    }
  }

  /**
   * Whether people work on that date. A date is confirmed by the notice of its own year: that next year's notice
   * may still free a day at the end of December is known only once that notice is out.
   */
  isWorkingDay(date: BusinessDate): { readonly working: boolean; readonly confirmed: boolean } {
    const working = this.worked.get(date) ?? !isWeekend(date);
    return { working, confirmed: this.years.has(yearOf(date)) };
  }

  /**
   * The last day of a period of working days that begins with an event on `from`; `from` is not counted, so an event
   * on a holiday counts from the next working day. Negative days go backwards; none leave the date as it is.
   * Throws for a number of days that is not whole.
   */
  plusWorkingDays(from: BusinessDate, days: number): ComputedDay {
    if (!Number.isSafeInteger(days)) throw new RangeError(`not a whole number of days: ${days}`);
    const step = Math.sign(days);
    let day: ComputedDay = { date: from, confirmed: true };
    for (let left = Math.abs(days); left > 0; left -= 1) {
      const next = this.nearestWorkingDay(plusDays(day.date, step), step);
      day = { date: next.date, confirmed: day.confirmed && next.confirmed };
    }
    return day;
  }

  /** The date itself if people work on it, or else the next day on which they do (Civil Code, Art. 203). */
  rollForward(date: BusinessDate): ComputedDay {
    return this.nearestWorkingDay(date, 1);
  }

  private nearestWorkingDay(date: BusinessDate, step: number): ComputedDay {
    let confirmed = true;
    for (let day = date; ; day = plusDays(day, step)) {
      const found = this.isWorkingDay(day);
      confirmed &&= found.confirmed;
      if (found.working) return { date: day, confirmed };
    }
  }
}
