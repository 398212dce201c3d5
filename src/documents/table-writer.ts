import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import exceljs from 'exceljs';
import { cellText } from './cell-text.ts';

/** A column of a file that goes out. */
export interface OutColumn {
  /** The name of the field in JSON lines. */
  readonly field: string;
  readonly heading: string;
  /** In characters, for a sheet. */
  readonly width?: number;
  /** An amount: in a sheet it stands as a number, so that it can be summed, and exact to the fen. */
  readonly isAmount?: boolean;
}

/** Texts as they are kept: amounts as decimals, dates as ISO dates; null for nothing. */
export type OutRow = readonly (string | null)[];

export type OutFormat = 'csv' | 'jsonl' | 'xlsx';

export const OUT_TYPES: Readonly<Record<OutFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

type Pages = AsyncIterable<readonly OutRow[]>;

const safe = (row: OutRow): string[] => row.map((text) => cellText(text ?? ''));

async function* csvOf(columns: readonly OutColumn[], pages: Pages): AsyncGenerator<string> {
  const lines = (rows: string[][]) => stringify(rows, { record_delimiter: '\r\n' });
  // Excel takes a file for UTF-8 only with the mark.
  yield `\ufeff${lines([columns.map(({ heading }) => cellText(heading))])}`;
  for await (const rows of pages) if (rows.length > 0) yield lines(rows.map(safe));
}

async function* jsonLinesOf(columns: readonly OutColumn[], pages: Pages): AsyncGenerator<string> {
  const lineOf = (row: OutRow) =>
    `${JSON.stringify(Object.fromEntries(columns.map(({ field }, at) => [field, row[at] ?? null])))}\n`;
  for await (const rows of pages) if (rows.length > 0) yield rows.map(lineOf).join('');
}

/** See docs/decisions/exact-cells.md: the decimal text itself goes into the file, and no binary number. */
function addRow(sheet: exceljs.Worksheet, columns: readonly OutColumn[], row: OutRow): void {
  const added = sheet.addRow(safe(row));
  for (const [at, { isAmount }] of columns.entries()) {
    const text = row[at];
    if (!isAmount || text === undefined || text === null) continue;
    const cell = added.getCell(at + 1);
    cell.value = 0;
    (cell.model as { value: unknown }).value = text;
  }
  added.commit();
}

/** More rows than a sheet holds. */
const SHEET_ROWS_MAX = 1_048_575;

async function writeSheet(columns: readonly OutColumn[], pages: Pages, out: PassThrough): Promise<void> {
  const book = new exceljs.stream.xlsx.WorkbookWriter({
    stream: out,
    useSharedStrings: false,
    useStyles: true,
  });
  let sheet: exceljs.Worksheet | null = null;
  let written = 0;
  let sheets = 0;
  const next = () => {
    sheets += 1;
    const added = book.addWorksheet(`数据${sheets === 1 ? '' : sheets}`, {
      views: [{ state: 'frozen', ySplit: 1 }],
    });
    // All but amounts is text, so that a credit code stays whole.
    added.columns = columns.map(({ width = 18, isAmount }) => ({
      width,
      style: { numFmt: isAmount ? '#,##0.00' : '@' },
    }));
    const heading = added.addRow(columns.map((column) => cellText(column.heading)));
    heading.font = { bold: true };
    heading.commit();
    return added;
  };
  sheet = next();
  for await (const rows of pages) {
    for (const row of rows) {
      if (written > 0 && written % SHEET_ROWS_MAX === 0) {
        sheet.commit();
        sheet = next();
      }
      addRow(sheet, columns, row);
      written += 1;
    }
    // Packing goes on between the pages, and the next one is read when the reader of the file has taken this one.
    await turn();
    if (out.writableNeedDrain && !out.destroyed) await Promise.race([once(out, 'drain'), once(out, 'close')]);
    if (out.destroyed) return;
  }
  sheet.commit();
  await book.commit();
}

/** A table as a file, made as it is read: one page is held at a time, however long the table is. */
export function writeTable(format: OutFormat, columns: readonly OutColumn[], pages: Pages): Readable {
  if (format === 'csv') return Readable.from(csvOf(columns, pages));
  if (format === 'jsonl') return Readable.from(jsonLinesOf(columns, pages));
  const out = new PassThrough();
  writeSheet(columns, pages, out).catch((error: Error) => out.destroy(error));
  return out;
}
