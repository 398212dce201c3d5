import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { badFile, FILE_LIMITS, type FileRow, fileRow } from './file-row.ts';

type Encoding = 'utf-8' | 'gb18030';

/** The text of a file, piece by piece; throws a TypeError for bytes that are none in this encoding. */
async function* textOf(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>)
    yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function isIn(path: string, encoding: Encoding): Promise<boolean> {
  try {
    for await (const text of textOf(path, encoding)) if (text.includes('\u0000')) return false;
    return true;
  } catch {
    return false;
  }
}

/** UTF-8, or what Excel in China writes; bytes that are valid UTF-8 throughout are hardly ever meant otherwise. */
async function encodingOf(path: string, allowed: readonly Encoding[]): Promise<Encoding> {
  for (const encoding of allowed) if (await isIn(path, encoding)) return encoding;
  const names = allowed.join(' / ').toUpperCase();
  throw badFile(
    `文件编码无法识别；请另存为 ${names}。`,
    `The encoding of the file is unknown; save it as ${names}.`,
  );
}

const PACKED = 'PK\u0003\u0004';
const OLD_WORKBOOK = '\u00d0\u00cf\u0011\u00e0';

/** The first bytes tell a workbook from a text, whatever the file is said to be. */
export async function kindOfBytes(path: string): Promise<'PACKED' | 'OLD_WORKBOOK' | 'OTHER'> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const head = buffer.subarray(0, bytesRead).toString('latin1');
    return head === PACKED ? 'PACKED' : head === OLD_WORKBOOK ? 'OLD_WORKBOOK' : 'OTHER';
  } finally {
    await file.close();
  }
}

function csvFault(error: CsvError): Error {
  const line = Number(error.lines ?? 0);
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return badFile(
      `第 ${line} 行附近的记录过长，可能缺少右引号。`,
      `The record near line ${line} is too long; a closing quotation mark may be missing.`,
    );
  return badFile(
    `第 ${line} 行的引号使用有误；含引号的内容应以双引号括起，内部引号写两次。`,
    `The quotation marks near line ${line} are wrong; a text that holds one stands in quotation marks, with the inner ones doubled.`,
  );
}

/** The rows of a CSV file; they are numbered as a spreadsheet would show them. */
export async function* readCsv(path: string): AsyncGenerator<FileRow> {
  const encoding = await encodingOf(path, ['utf-8', 'gb18030']);
  const parser = parse({
    bom: true,
    relax_column_count: true,
    max_record_size: FILE_LIMITS.recordCharacters,
  });
  // Its fault is met where the rows are read.
  pipeline(Readable.from(textOf(path, encoding)), parser, () => undefined);
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1;
      const row = fileRow(number, record);
      if (row) yield row;
    }
  } catch (error) {
    throw error instanceof CsvError ? csvFault(error) : error;
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const text of textOf(path, 'utf-8')) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > FILE_LIMITS.recordCharacters)
      throw badFile('文件中有一行过长。', 'One line of the file is too long.');
  }
  yield rest;
}

/** The object of one line as cells in the order of the fields, or what is wrong with it. */
function jsonCells(
  line: string,
  fields: readonly string[],
  ignored: readonly string[],
): { cells: string[]; zh?: string; en?: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { cells: [], zh: '本行不是有效的 JSON。', en: 'This line is not JSON.' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { cells: [], zh: '本行应为一个 JSON 对象。', en: 'This line has to be one JSON object.' };
  const given = value as Readonly<Record<string, unknown>>;
  const cells = fields.map((field) => (given[field] == null ? '' : String(given[field])));
  const unknown = Object.keys(given).filter((key) => !fields.includes(key) && !ignored.includes(key));
  if (unknown.length > 0) {
    const names = unknown.slice(0, 5).join(', ').slice(0, 200);
    return { cells, zh: `没有此字段：${names}。`, en: `There is no such field: ${names}.` };
  }
  const nested = fields.find((field) => typeof given[field] === 'object' && given[field] !== null);
  if (nested)
    return { cells, zh: `${nested} 应为文字。`, en: `${nested} has to be a text, no list and no object.` };
  return { cells };
}

/** The rows of a file of JSON lines; their cells stand in the order of `fields`. Fields to be `ignored` may be there. */
export async function* readJsonLines(
  path: string,
  fields: readonly string[],
  ignored: readonly string[] = [],
): AsyncGenerator<FileRow> {
  await encodingOf(path, ['utf-8']);
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    const text = line.replace(/^\ufeff/, '').trim();
    if (text === '') continue;
    const { cells, zh, en } = jsonCells(text, fields, ignored);
    const row = fileRow(number, cells, zh && en ? { zh, en } : null);
    if (row) yield row;
  }
}
