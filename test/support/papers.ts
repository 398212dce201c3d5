import { SaxesParser } from 'saxes';
import { Open } from 'unzipper';
import { origin } from './bulk.ts';
import type { Running, User } from './product.ts';

// Spreadsheets and documents as a client fetches them, and what stands in their XML.

/** A file as it was fetched: its bytes, or the JSON of the error. */
export interface Fetched {
  readonly status: number;
  readonly bytes: Buffer;
  readonly headers: Headers;
}

/** Fetches a paper as a user. */
export async function fetchPaper(running: Running, user: User, path: string): Promise<Fetched> {
  const response = await fetch(`${origin(running)}${path}`, {
    headers: { authorization: `Bearer ${await running.tokenOf(user)}` },
  });
  return {
    status: response.status,
    bytes: Buffer.from(await response.arrayBuffer()),
    headers: response.headers,
  };
}

/** What is told where a paper was not given. */
export function errorIn({ bytes }: Fetched): { code: string; field?: string; message: string } {
  const [{ message, extensions }] = JSON.parse(bytes.toString('utf8')).errors;
  const { code, field } = extensions;
  return { code, message, ...(field ? { field } : {}) };
}

/** The XML parts of a .xlsx or .docx. */
export async function partsIn(bytes: Buffer): Promise<ReadonlyMap<string, string>> {
  const { files } = await Open.buffer(bytes);
  const parts = await Promise.all(
    files.map(async (file) => [file.path, (await file.buffer()).toString('utf8')] as const),
  );
  return new Map(parts);
}

/** A cell as its XML has it: the type, and the very text that is written. */
export interface XmlCell {
  readonly type: string;
  readonly text: string;
}

/** The rows of a sheet: cells by the letters of their column. Fails where the XML is not well formed. */
export function rowsIn(xml: string): ReadonlyMap<string, XmlCell>[] {
  const rows: Map<string, XmlCell>[] = [];
  let cell: { at: string; type: string; text: string } | null = null;
  let reads = false;
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'row') rows.push(new Map());
    if (name === 'c')
      cell = { at: String(attributes.r).replace(/\d/g, ''), type: attributes.t ?? 'n', text: '' };
    reads = name === 'v' || name === 't';
  });
  parser.on('text', (text) => {
    if (cell && reads) cell.text += text;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'v' || name === 't') reads = false;
    if (name === 'c' && cell) {
      rows.at(-1)?.set(cell.at, { type: cell.type, text: cell.text });
      cell = null;
    }
  });
  parser.write(xml).close();
  return rows;
}

export type Grid = readonly ReadonlyMap<string, XmlCell>[];

/** The sheets of a workbook by name. */
export async function sheetsIn(bytes: Buffer): Promise<ReadonlyMap<string, Grid>> {
  const parts = await partsIn(bytes);
  const names = [...(parts.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)];
  return new Map(
    names.map(([, name = ''], at) => [name, rowsIn(parts.get(`xl/worksheets/sheet${at + 1}.xml`) ?? '')]),
  );
}

/** The texts of the columns of a row, in the order asked. */
export const textsOf = (row: ReadonlyMap<string, XmlCell> | undefined, columns: string): string[] =>
  [...columns].map((column) => row?.get(column)?.text ?? '');

/** The rows between the headings and the row whose text in `column` begins with a word. */
export function bodyOf(grid: Grid, headings: number, column: string, end: string): Grid {
  const last = grid.findIndex((row, at) => at >= headings && row.get(column)?.text.startsWith(end));
  if (last < 0) throw new Error(`no row begins with ${end}`);
  return grid.slice(headings, last);
}

export function rowOf(grid: Grid, column: string, start: string): ReadonlyMap<string, XmlCell> {
  const row = grid.find((one) => one.get(column)?.text.startsWith(start));
  if (!row) throw new Error(`no row begins with ${start}`);
  return row;
}

/** The text of a document, paragraph by paragraph. Fails where the XML is not well formed. */
export async function paragraphsIn(bytes: Buffer): Promise<string[]> {
  const xml = (await partsIn(bytes)).get('word/document.xml') ?? '';
  const paragraphs: string[] = [];
  let reads = false;
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    if (name === 'w:p') paragraphs.push('');
    reads = name === 'w:t';
  });
  parser.on('text', (text) => {
    if (reads) paragraphs[paragraphs.length - 1] += text;
  });
  parser.write(xml).close();
  return paragraphs;
}
