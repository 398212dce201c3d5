import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportKindSpec } from './acts/import-columns.ts';
import {
  ANSWER_COLUMNS,
  type FileColumn,
  NOT_READ,
  RESULT_CODE,
  readHeadings,
} from './acts/import-headings.ts';
import type { KeptRow } from './database/imports.ts';
import { plainText } from './documents/cell-text.ts';
import { badFile, FILE_LIMITS, type FileRow, tooManyRows } from './documents/file-row.ts';
import { kindOfBytes, readCsv, readJsonLines } from './documents/text-readers.ts';
import { readXlsx } from './documents/xlsx-reader.ts';
import type { ImportFormat } from './domain/words.ts';

// A file that came in, on its way to rows. It is laid on the disk first, then read to its end into plain rows; only when
// all of it could be read is anything kept.

/** A file that has been read to its end. */
export interface ReadFile {
  readonly columns: readonly FileColumn[];
  readonly rowCount: number;
  /** How many of the rows say of themselves that an earlier import did them. */
  readonly doneBefore: number;
  /** The rows, some hundreds at a time. */
  readonly pages: () => AsyncGenerator<KeptRow[]>;
}

/** Lays the body on the disk; answers its SHA-256. */
export async function layDown(body: Readable, path: string): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  const seen = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(body, seen, createWriteStream(path));
  if (bytes === 0) throw badFile('文件为空。', 'The file is empty.');
  return hash.digest('hex');
}

/** What the bytes are is to fit what the file is said to be. */
async function assertFormat(path: string, format: ImportFormat): Promise<void> {
  const bytes = await kindOfBytes(path);
  if (bytes === 'OLD_WORKBOOK')
    throw badFile(
      '不接受旧版 .xls 或加密的工作簿；请另存为 .xlsx（不设密码）。',
      'Old .xls workbooks and encrypted ones are not taken; save it as .xlsx without a password.',
    );
  if ((bytes === 'PACKED') === (format === 'XLSX')) return;
  throw format === 'XLSX'
    ? badFile('文件不是 .xlsx 工作簿。', 'The file is said to be an .xlsx workbook and is none.')
    : badFile('文件实为工作簿；请将 format 设为 xlsx。', 'The file is a workbook; set format to xlsx.');
}

const ANSWERS: readonly string[] = ANSWER_COLUMNS.map(({ field }) => field);

async function* rowsOf(
  path: string,
  format: ImportFormat,
  fields: readonly string[],
): AsyncGenerator<FileRow> {
  if (format === 'XLSX') yield* readXlsx(path);
  else if (format === 'CSV') yield* readCsv(path);
  else yield* readJsonLines(path, [...fields, RESULT_CODE.field], ANSWERS);
}

/** A file of answers that comes back holds rows that were done: money that was repaid is not to be repaid twice. */
const DONE_BEFORE = {
  field: null,
  zh: '结果代码为 DONE，视为此前已办理，本次未再办理；如为新增的行，请清空其“结果代码”。',
  en: 'The result code is DONE: this row was done before and was not done again. Clear its result code if it is a new row.',
} as const;

const doneRow = ({ number, cells }: FileRow): KeptRow => ({
  number,
  cells,
  state: 'DONE',
  errors: [DONE_BEFORE],
});

const keptRow = ({ number, cells, problem }: FileRow): KeptRow => ({
  number,
  cells,
  state: problem ? 'INVALID' : 'WAITING',
  errors: problem ? [{ field: null, ...problem }] : [],
});

const PAGE_ROWS = 500;

async function* pagesOf(path: string): AsyncGenerator<KeptRow[]> {
  let page: KeptRow[] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    page.push(JSON.parse(line) as KeptRow);
    if (page.length < PAGE_ROWS) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Reads a file to its end. Throws a Failure that names what is wrong with it; then nothing of it is kept. */
export async function readFile(
  folder: string,
  path: string,
  format: ImportFormat,
  spec: ImportKindSpec,
): Promise<ReadFile> {
  await assertFormat(path, format);
  const fields = spec.columns.map(({ field }) => field);
  let columns: readonly FileColumn[] | null =
    format === 'JSONL'
      ? [
          ...fields.map((field) => ({ heading: field, field })),
          { heading: RESULT_CODE.heading, field: NOT_READ },
        ]
      : null;
  let doneBefore = 0;
  let rowCount = 0;
  async function* kept(): AsyncGenerator<string> {
    for await (const read of rowsOf(path, format, fields)) {
      // Only files for spreadsheets have the apostrophe.
      const row = format === 'JSONL' ? read : { ...read, cells: read.cells.map(plainText) };
      if (!columns) {
        columns = readHeadings(spec, row.cells, row.number);
        continue;
      }
      rowCount += 1;
      if (rowCount > FILE_LIMITS.rows) throw tooManyRows();
      const code = columns.findIndex(({ heading }) => heading === RESULT_CODE.heading);
      const isDone = row.cells[code] === 'DONE';
      if (isDone) doneBefore += 1;
      yield `${JSON.stringify(isDone ? doneRow(row) : keptRow(row))}\n`;
    }
  }
  const rows = join(folder, 'rows');
  await pipeline(Readable.from(kept()), createWriteStream(rows));
  if (!columns || rowCount === 0)
    throw badFile('文件中没有数据行。', 'The file holds no row below its headings.');
  return { columns, rowCount, doneBefore, pages: () => pagesOf(rows) };
}
