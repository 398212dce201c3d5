/** A calendar date "2026-04-30" in Asia/Shanghai. Text, so that no time zone can shift it; compares as text. */
export type BusinessDate = string & { readonly __brand: 'BusinessDate' };

/** A moment, as ISO 8601 in UTC with milliseconds: "2026-04-30T01:02:03.004Z". Compares as text. */
export type Instant = string & { readonly __brand: 'Instant' };

const DATE_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;

/** The range in which a date can be meant; beyond it, it is a slip of the pen. */
export const EARLIEST = '1990-01-01' as BusinessDate;
export const LATEST = '2099-12-31' as BusinessDate;

/** Why a text is not a date. */
export class NotADate extends Error {
  constructor(readonly text: string) {
    super(`not a date between ${EARLIEST} and ${LATEST}: ${JSON.stringify(text.slice(0, 40))}`);
  }
}

function utc(date: BusinessDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

function fromUtc(date: Date): BusinessDate {
  return date.toISOString().slice(0, 10) as BusinessDate;
}

/** True for a real calendar date written as YYYY-MM-DD within the range above. */
export function isBusinessDate(text: string): text is BusinessDate {
  if (!DATE_TEXT.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && fromUtc(date) === text && text >= EARLIEST && text <= LATEST;
}

export function parseDate(text: string): BusinessDate {
  if (!isBusinessDate(text)) throw new NotADate(text);
  return text;
}

export function instant(date: Date): Instant {
  return date.toISOString() as Instant;
}

/** The moment so many milliseconds later. */
export function instantAfter(moment: Instant, milliseconds: number): Instant {
  return instant(new Date(new Date(moment).getTime() + milliseconds));
}

/** Negative when `to` is earlier. */
export function millisecondsBetween(from: Instant, to: Instant): number {
  return new Date(to).getTime() - new Date(from).getTime();
}

/** The business date of a moment: the calendar date in Asia/Shanghai (UTC+8 all year since 1991). */
export function businessDateOf(moment: Instant): BusinessDate {
  return fromUtc(new Date(new Date(moment).getTime() + 8 * 3_600_000));
}

/** Calendar days: `plusDays(d, 1)` is the next day. The first day is not counted. */
export function plusDays(date: BusinessDate, days: number): BusinessDate {
  return fromUtc(new Date(utc(date).getTime() + days * DAY_MS));
}

/** Whole calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: BusinessDate, to: BusinessDate): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / DAY_MS);
}

/** The same day `months` later, or the last day of that month where it is shorter (31 Jan + 1 = 28/29 Feb). */
export function plusMonths(date: BusinessDate, months: number): BusinessDate {
  const start = utc(date);
  const target = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, 1));
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(start.getUTCDate(), lastDay));
  return fromUtc(target);
}

export function plusYears(date: BusinessDate, years: number): BusinessDate {
  return plusMonths(date, years * 12);
}

export function yearOf(date: BusinessDate): number {
  return Number(date.slice(0, 4));
}

export function firstOfMonth(date: BusinessDate): BusinessDate {
  return `${date.slice(0, 7)}-01` as BusinessDate;
}

/** 0 is Sunday, 6 is Saturday. */
export function dayOfWeek(date: BusinessDate): number {
  return utc(date).getUTCDay();
}

export function earlier(a: BusinessDate, b: BusinessDate): BusinessDate {
  return a < b ? a : b;
}

export function later(a: BusinessDate, b: BusinessDate): BusinessDate {
  return a > b ? a : b;
}

/**
 * The earliest value date that may still be given on `today`: the first day of the last closed month, which is the
 * month before today's. Earlier ones are refused, since their reports have gone out.
 */
export function earliestValueDate(today: BusinessDate): BusinessDate {
  return plusMonths(firstOfMonth(today), -1);
}

/**
 * The moment at which a sandbox, whose business date is `date`, records what happens at `now`: the real time of day
 * in Asia/Shanghai, on the sandbox's date.
 */
export function onDate(date: BusinessDate, now: Instant): Instant {
  const shanghai = new Date(new Date(now).getTime() + 8 * 3_600_000).toISOString().slice(11);
  return instant(new Date(new Date(`${date}T${shanghai}`).getTime() - 8 * 3_600_000));
}
