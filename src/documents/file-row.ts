import { type Failure, invalid, type Message } from '../acts/failures.ts';

/** One row of a file that came in: the texts of its cells, trimmed, and what is wrong with it where it cannot be read. */
export interface FileRow {
  /** As a spreadsheet numbers its rows, the heading included; in JSON lines the number of the line. */
  readonly number: number;
  readonly cells: readonly string[];
  readonly problem: Message | null;
}

/** How much a file may hold; what is more is refused as soon as it is met. */
export const FILE_LIMITS = {
  rows: 100_000,
  /** Rows of a sheet, the empty ones included. */
  sheetRows: 200_000,
  columns: 60,
  cellCharacters: 2_000,
  /** One record or one XML element, in characters. */
  recordCharacters: 1_000_000,
  /** Of a workbook, unpacked: its sheet, and its table of texts. */
  sheetBytes: 250_000_000,
  textsBytes: 100_000_000,
  partBytes: 10_000_000,
  /** More than so many times its packed size no honest sheet unpacks to; small parts are not asked. */
  unpackedTimes: 100,
  unpackedFreeBytes: 20_000_000,
  parts: 2_000,
} as const;

/** The file as a whole cannot be taken. */
export const badFile = (zh: string, en: string): Failure => invalid('file', zh, en);

export function tooManyRows(): Failure {
  const rows = FILE_LIMITS.rows.toLocaleString('en-US');
  return badFile(
    `文件超过 ${rows} 行；请拆分为多个文件分别导入。`,
    `The file has more than ${rows} rows; split it and import the parts one by one.`,
  );
}

export function tooManyColumns(row: number): Failure {
  return badFile(
    `第 ${row} 行超过 ${FILE_LIMITS.columns} 列；请使用模板。`,
    `Row ${row} has more than ${FILE_LIMITS.columns} columns; use the template.`,
  );
}

/** A row as it is kept: composed Unicode, no blanks around, and no cell longer than can be meant. Null for an empty row. */
export function fileRow(
  number: number,
  texts: readonly string[],
  problem: Message | null = null,
): FileRow | null {
  const cells = texts.map((text) => tidied(text ?? ''));
  while (cells.at(-1) === '') cells.pop();
  if (cells.length === 0 && !problem) return null;
  if (cells.length > FILE_LIMITS.columns) throw tooManyColumns(number);
  const long = cells.findIndex((text) => text.length > FILE_LIMITS.cellCharacters);
  if (long < 0) return { number, cells, problem };
  return {
    number,
    cells: cells.map((text) => text.slice(0, FILE_LIMITS.cellCharacters)),
    problem: problem ?? {
      zh: `第 ${long + 1} 列超过 ${FILE_LIMITS.cellCharacters} 个字符。`,
      en: `Column ${long + 1} holds more than ${FILE_LIMITS.cellCharacters} characters.`,
    },
  };
}

/** Without blanks around it, also the ideographic and the invisible ones, and without characters that no text holds. */
export function tidied(text: string): string {
  return (
    text
      .normalize('NFC')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufeff\u200b\ufffe\uffff]/g, '')
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .trim()
  );
}
