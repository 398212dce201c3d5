import type { Style } from 'exceljs';

// How a table looks that an official prints as it is: ruled, headings in bold, figures to the right.

/** What a column holds, and so how its cells are written. */
export type ColumnKind =
  | 'TEXT'
  | 'CENTRED'
  | 'COUNT'
  | 'TEN_THOUSANDS'
  | 'YUAN'
  | 'BOOK'
  | 'DATE'
  | 'PERCENT';

const thin = { style: 'thin' } as const;
const RULED: Partial<Style> = { border: { top: thin, left: thin, bottom: thin, right: thin } };

const FONT = '宋体';
const BODY = { name: FONT, size: 10 };

/**
 * Ten thousand yuan are six places from the fen: two are always shown, the others where there are any. Below nought in red,
 * as a reversal is written (红字); in a ledger nought is left blank.
 */
const FORMATS: Readonly<Record<ColumnKind, string>> = {
  TEXT: '@',
  CENTRED: '@',
  COUNT: '#,##0;[Red]-#,##0',
  TEN_THOUSANDS: '#,##0.00####;[Red]-#,##0.00####',
  YUAN: '#,##0.00;[Red]-#,##0.00',
  BOOK: '#,##0.00;[Red]-#,##0.00;',
  DATE: 'yyyy-mm-dd',
  PERCENT: '0.00##',
};

const ALIGNED: Readonly<Record<ColumnKind, 'left' | 'center' | 'right'>> = {
  TEXT: 'left',
  CENTRED: 'center',
  COUNT: 'right',
  TEN_THOUSANDS: 'right',
  YUAN: 'right',
  BOOK: 'right',
  DATE: 'center',
  PERCENT: 'right',
};

const cellStyle = (kind: ColumnKind, bold: boolean): Partial<Style> => ({
  ...RULED,
  font: { ...BODY, bold },
  numFmt: FORMATS[kind],
  alignment: {
    horizontal: ALIGNED[kind],
    vertical: 'middle',
    wrapText: kind === 'TEXT' || kind === 'CENTRED',
  },
});

const KINDS = Object.keys(FORMATS) as ColumnKind[];
const styles = (bold: boolean) =>
  Object.fromEntries(KINDS.map((kind) => [kind, cellStyle(kind, bold)])) as Record<
    ColumnKind,
    Partial<Style>
  >;

/** One object a style, however many cells have it: the writer knows it again. */
export const CELLS = styles(false);
export const TOTALS = styles(true);

export const TITLE: Partial<Style> = {
  font: { name: '方正小标宋简体', size: 18 },
  alignment: { horizontal: 'center', vertical: 'middle' },
};
export const HEADING: Partial<Style> = {
  ...RULED,
  font: { name: '黑体', size: 10 },
  alignment: { horizontal: 'center', vertical: 'middle', wrapText: true },
};
export const LINE = (horizontal: 'left' | 'center' | 'right'): Partial<Style> => ({
  font: BODY,
  alignment: { horizontal, vertical: 'middle', wrapText: true },
});
export const NOTE: Partial<Style> = {
  font: { name: FONT, size: 9 },
  alignment: { horizontal: 'left', vertical: 'top', wrapText: true },
};
