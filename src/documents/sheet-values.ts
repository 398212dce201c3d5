import { type BusinessDate, plusDays } from '../domain/dates.ts';

// What the numbers in a sheet mean.

const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);

/** True for a number format that shows a day: one of the built-in ones, or a pattern with a year or a day in it. */
export function isDateFormat(id: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return BUILT_IN_DATES.has(Number(id));
  // Colours, conditions, locales and quoted texts say nothing about the value.
  const bare = pattern.replace(/\[[^\]]*\]|"[^"]*"|\\./g, '');
  return /[yde]/i.test(bare) && !/General/i.test(bare);
}

const DAY_NOUGHT = '1899-12-30' as BusinessDate;
/** Days between the two beginnings that a workbook may count from. */
const DAYS_TO_1904 = 1462;

/** 1990-01-01 and 2099-12-31: no other day can be meant. */
const FIRST_SERIAL = 32_874;
const LAST_SERIAL = 73_050;

/** The day of a serial number as spreadsheets count them; its time of day is left out. Null for what is no such day. */
export function serialDate(text: string, from1904 = false): string | null {
  if (!/^\d{4,6}(?:\.\d+)?$/.test(text)) return null;
  const days = Math.floor(Number(text)) + (from1904 ? DAYS_TO_1904 : 0);
  return days >= FIRST_SERIAL && days <= LAST_SERIAL ? plusDays(DAY_NOUGHT, days) : null;
}

/** As many digits of a number as a spreadsheet keeps. */
const SHEET_DIGITS = 15;

/**
 * The number as its sheet shows it in full. A file holds binary numbers written out to 17 digits, 1234.5600000000002 for
 * 1234.56; spreadsheets count 15. A number of more digits stays as it is written: it has lost some already.
 */
export function decimalText(text: string): string {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || Math.abs(value) >= 10 ** SHEET_DIGITS) return text;
  return String(Number(value.toPrecision(SHEET_DIGITS)));
}
