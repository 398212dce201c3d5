import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Actor, mayAct } from './acts/actor.ts';
import { forbidden, invalid, notFound } from './acts/failures.ts';
import type { ImportKindSpec, RowDeed } from './acts/import-columns.ts';
import { IMPORT_SPECS } from './acts/import-kinds.ts';
import { resultColumns, resultRow } from './acts/import-results.ts';
import type { RowActs } from './acts/import-row.ts';
import { openImport } from './acts/imports.ts';
import type { Row } from './acts/ports.ts';
import type { OpenReads, PageRequest, Place } from './acts/reads.ts';
import type { ImportStore } from './database/imports.ts';
import { csvTemplate, xlsxTemplate } from './documents/import-template.ts';
import { OUT_TYPES, type OutFormat, type OutRow, writeTable } from './documents/table-writer.ts';
import { readId, writeId } from './domain/ids.ts';
import type { Id, ImportFormat } from './domain/words.ts';
import { layDown, readFile } from './import-file.ts';

// The addresses of imports: files in, templates and answers out.

interface FileRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable | null;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

interface FileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | Readable;
}

/** An address, for whoever is signed in. */
export interface FileRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly bodyBytesMax?: number;
  handle(request: FileRequest, actor: Actor): Promise<FileAnswer>;
}

export interface BulkSettings {
  readonly actsOf: (actor: Actor) => RowActs;
  readonly store: ImportStore;
  readonly openReads: OpenReads;
  /** Told when a file may be worked on. */
  readonly released: () => void;
}

const FILE_BYTES_MAX = 50 * 1024 * 1024;

const FORMATS: Readonly<Record<string, ImportFormat>> = { xlsx: 'XLSX', csv: 'CSV', jsonl: 'JSONL' };
const TYPES: Readonly<Record<string, ImportFormat>> = {
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'text/csv': 'CSV',
  'application/x-ndjson': 'JSONL',
  'application/jsonl': 'JSONL',
};

function formatOf({ query, headers }: FileRequest): ImportFormat {
  const named = query.get('format');
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const found = named === null ? TYPES[type] : FORMATS[named.toLowerCase()];
  if (found) return found;
  throw invalid(
    named === null ? 'content-type' : 'format',
    '无法识别文件类型；请在地址后加 format=xlsx、csv 或 jsonl。',
    'The type of the file is not known; add format=xlsx, csv or jsonl to the address.',
  );
}

function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name) ?? 'false';
  if (value === 'true' || value === 'false') return value === 'true';
  throw invalid(name, '应为 true 或 false。', 'Has to be true or false.');
}

function specAt(path: string | undefined): ImportKindSpec {
  const spec = IMPORT_SPECS.find((one) => one.path === path);
  if (!spec) throw notFound('kind');
  return spec;
}

/** Takes a file: once it has been read to its end its rows are kept, and the import has an id. */
async function receive(
  { actsOf, store, released }: BulkSettings,
  request: FileRequest,
  actor: Actor,
): Promise<FileAnswer> {
  const { params, query, headers, body } = request;
  const spec = specAt(params.kind);
  if (!mayAct(actor, spec.by)) throw forbidden();
  const key = headers['idempotency-key'] ?? '';
  const [format, checkOnly, again] = [formatOf(request), flag(query, 'check'), flag(query, 'again')];
  if (!body) throw invalid('file', '缺少文件。', 'The file is missing.');
  const folder = await mkdtemp(join(tmpdir(), 'zhubao-import-'));
  try {
    const path = join(folder, 'file');
    const fileHash = await layDown(body, path);
    const { columns, rowCount, doneBefore, pages } = await readFile(folder, path, format, spec);
    const { kind } = spec;
    const input = { kind, format, checkOnly, again, fileHash, columns, rowCount };
    const outcome = await actsOf(actor).perform(openImport as unknown as RowDeed['deed'], input, key);
    if (outcome.kind === 'REFUSED') throw new Error('no rule is judged when a file comes in');
    const { changed, replayed } = outcome;
    // Also for a key that was used before: whoever sent the file may have been cut off half way.
    for await (const page of pages()) await store.keepRows(actor, changed.id, page);
    await store.release(actor, changed.id);
    released();
    const id = writeId('importJob', changed.id as Id<'importJob'>);
    return {
      status: 202,
      headers: { 'content-type': 'application/json; charset=utf-8', location: `/imports/${id}/result.csv` },
      body: JSON.stringify({ id, kind, format, checkOnly, rows: rowCount, doneBefore, replayed }),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const attachment = (name: string, format: OutFormat) => ({
  'content-type': OUT_TYPES[format],
  'content-disposition': `attachment; filename="${name}.${format}"`,
});

const isOutFormat = (text: string | undefined): text is OutFormat => text !== undefined && text in OUT_TYPES;

async function template(spec: ImportKindSpec, format: string | undefined): Promise<FileAnswer> {
  if (format !== 'xlsx' && format !== 'csv') throw notFound('file');
  const body = format === 'xlsx' ? await xlsxTemplate(spec.columns) : csvTemplate(spec.columns);
  return { status: 200, headers: attachment(`${spec.path}-template`, format), body };
}

const PAGE_ROWS = 500;

async function resultPage(
  openReads: OpenReads,
  actor: Actor,
  job: Row<'importJob'>,
  after: Place | null,
): Promise<{ rows: OutRow[]; after: Place | null }> {
  const request: PageRequest<'importRow'> = {
    table: 'importRow',
    parent: { column: 'importId', id: job.id },
    filters: [],
    order: { column: 'number', unique: 'number', direction: 'ASC' },
    first: PAGE_ROWS,
    after,
  };
  const reads = openReads(actor);
  try {
    const { rows, hasNext } = await reads.page(request);
    const last = rows.at(-1);
    return {
      rows: rows.map((row) => resultRow(job, row)),
      after: last && hasNext ? reads.place(request, last) : null,
    };
  } finally {
    await reads.close();
  }
}

/** The rows of an import, each page in a view of its own: an answer that a client reads slowly holds no connection. */
async function* resultPages(
  openReads: OpenReads,
  actor: Actor,
  job: Row<'importJob'>,
): AsyncGenerator<OutRow[]> {
  let after: Place | null = null;
  do {
    const page: Awaited<ReturnType<typeof resultPage>> = await resultPage(openReads, actor, job, after);
    yield page.rows;
    after = page.after;
  } while (after);
}

async function result({ openReads }: BulkSettings, id: string, format: string | undefined, actor: Actor) {
  if (!isOutFormat(format)) throw notFound('file');
  const reads = openReads(actor);
  const importId = readId('importJob', id);
  const job = importId && (await reads.one('importJob', importId).finally(() => reads.close()));
  if (!job) throw notFound('id');
  const body = writeTable(format, resultColumns(job), resultPages(openReads, actor, job));
  return { status: 200, headers: attachment(`${id}-result`, format), body };
}

export function importRoutes(settings: BulkSettings): FileRoute[] {
  return [
    {
      method: 'POST',
      path: '/imports/:kind',
      bodyBytesMax: FILE_BYTES_MAX,
      handle: (request, actor) => receive(settings, request, actor),
    },
    {
      method: 'GET',
      path: '/imports/:of/:file',
      async handle({ params: { of = '', file = '' } }, actor) {
        const [name, format, more] = file.split('.');
        if (more !== undefined) throw notFound('file');
        if (name === 'template') return template(specAt(of), format);
        if (name === 'result') return result(settings, of, format, actor);
        throw notFound('file');
      },
    },
  ];
}
