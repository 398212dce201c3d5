import type { Actor } from './acts/actor.ts';
import type { ExportSpec } from './acts/export-spec.ts';
import { daysAsked, exportSpecOf } from './acts/exports.ts';
import { notFound } from './acts/failures.ts';
import type { Ports, TableName } from './acts/ports.ts';
import type { Filter, OpenReads, PageRequest, Place } from './acts/reads.ts';
import { datesOf } from './acts/setting.ts';
import { OUT_TYPES, type OutFormat, type OutRow, writeTable } from './documents/table-writer.ts';
import type { FileRoute } from './import-routes.ts';

// The addresses of exports. Every page is read in a view of its own, so that an export that runs for an hour holds a
// connection only while a page is read: the file is exact page by page, and not one moment's picture of the whole.

const PAGE_ROWS = 500;

interface ExportSettings {
  readonly ports: Pick<Ports, 'now'>;
  readonly openReads: OpenReads;
}

interface ExportPage {
  readonly rows: OutRow[];
  /** Where the next page begins; null after the last one. */
  readonly after: Place | null;
}

async function readPage(
  { ports, openReads }: ExportSettings,
  actor: Actor,
  spec: ExportSpec,
  request: PageRequest<TableName>,
): Promise<ExportPage> {
  const reads = openReads(actor);
  try {
    const [pool, { rows, hasNext }] = await Promise.all([
      reads.one('pool', actor.poolId, 'poolId'),
      reads.page(request),
    ]);
    if (!pool) throw new Error('a reader is of a pool');
    const { today } = datesOf(pool, ports.now());
    const texts = await Promise.all(rows.map((row) => spec.rows(row, reads, today)));
    const last = rows.at(-1);
    return { rows: texts.flat(), after: last && hasNext ? reads.place(request, last) : null };
  } finally {
    await reads.close();
  }
}

async function* pagesOf(
  settings: ExportSettings,
  actor: Actor,
  spec: ExportSpec,
  filters: readonly Filter<TableName>[],
  signal: AbortSignal,
): AsyncGenerator<OutRow[]> {
  const { table, order } = spec;
  let after: Place | null = null;
  do {
    const page: ExportPage = await readPage(settings, actor, spec, {
      table,
      filters,
      order,
      first: PAGE_ROWS,
      after,
    });
    yield page.rows;
    after = page.after;
  } while (after && !signal.aborted);
}

export function exportRoutes(settings: ExportSettings): FileRoute[] {
  return [
    {
      method: 'GET',
      path: '/exports/:file',
      async handle({ params: { file = '' }, query, signal }, actor) {
        const [path = '', format = '', more] = file.split('.');
        const spec = exportSpecOf(path);
        if (!spec || more !== undefined || !(format in OUT_TYPES)) throw notFound('file');
        const filters = daysAsked(spec, query);
        const columns = spec.columns.map(({ field, zh }) => ({
          field,
          heading: zh,
          isAmount: zh.endsWith('（元）'),
        }));
        const pages = pagesOf(settings, actor, spec, filters, signal);
        return {
          status: 200,
          headers: {
            'content-type': OUT_TYPES[format as OutFormat],
            'content-disposition': `attachment; filename="${path}.${format}"`,
          },
          body: writeTable(format as OutFormat, columns, pages),
        };
      },
    },
  ];
}
