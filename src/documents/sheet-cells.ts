import type { Cell } from 'exceljs';
import { type BusinessDate, daysBetween, isBusinessDate } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import { cellText } from './cell-text.ts';
import type { ColumnKind } from './sheet-styles.ts';

// Amounts stand in a sheet as numbers, so that a spreadsheet sums them, and exactly: what is written into the XML is the
// decimal text of the Yuan, not a binary number. exceljs takes only numbers, therefore a number cell is made with nought
// and its text put in the place of the nought before the row is written. See docs/decisions/exact-cells.md.

/** A value of a column: a Yuan for amounts, a business date or a text, a whole number for counts; null for nothing. */
export type Value = Yuan | string | number | null;

const DAY_NOUGHT = '1899-12-30' as BusinessDate;
const YUAN_IN_TEN_THOUSANDS = 4;

/** The same amount in ten thousand yuan, by moving the point: "4000000.00" is "400.000000". */
export function inTenThousands(amount: Yuan): string {
  const text = amount.toString();
  const [sign, digits] = text.startsWith('-') ? ['-', text.slice(1)] : ['', text];
  const [whole = '', rest = ''] = digits.split('.');
  const padded = whole.padStart(YUAN_IN_TEN_THOUSANDS + 1, '0');
  const at = padded.length - YUAN_IN_TEN_THOUSANDS;
  return `${sign}${padded.slice(0, at)}.${padded.slice(at)}${rest}`;
}

function writeNumber(cell: Cell, text: string): void {
  cell.value = 0;
  (cell.model as { value: unknown }).value = text;
}

export function writeCell(cell: Cell, kind: ColumnKind, value: Value): void {
  if (value === null) return;
  if (value instanceof Yuan)
    writeNumber(cell, kind === 'TEN_THOUSANDS' ? inTenThousands(value) : value.toString());
  else if (kind === 'DATE' && typeof value === 'string' && isBusinessDate(value))
    writeNumber(cell, String(daysBetween(DAY_NOUGHT, value)));
  else if (typeof value === 'number' || kind === 'PERCENT') writeNumber(cell, String(value));
  else cell.value = cellText(value);
}

/** How many lines a text takes in a column: a Chinese character is two wide. */
export function linesOf(text: string, width: number): number {
  const wide = [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > LAST_NARROW ? 2 : 1), 0);
  return Math.max(1, Math.ceil(wide / (width - 1)));
}
const LAST_NARROW = 0xff;

export const letter = (column: number): string =>
  column <= 26
    ? String.fromCharCode(64 + column)
    : `${letter(Math.floor((column - 1) / 26))}${letter(((column - 1) % 26) + 1)}`;
