import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from './acts/actor.ts';
import { notFound } from './acts/failures.ts';
import {
  DOCUMENTS,
  type DocumentKind,
  documentLink,
  type ReportName,
  type ReportSpec,
  reportAsked,
  reportsFor,
} from './acts/papers.ts';
import type { Ports, Row } from './acts/ports.ts';
import type { OpenReads, Reads } from './acts/reads.ts';
import { datesOf } from './acts/setting.ts';
import type { Database } from './database/connection.ts';
import { openReadsOn } from './database/reads.ts';
import { writeReport } from './documents/make-report.ts';
import { writeDocument } from './documents/official-document.ts';
import { makePaper } from './documents/papers.ts';
import type { BusinessDate } from './domain/dates.ts';
import { readId } from './domain/ids.ts';
import { TENANT_KINDS } from './domain/words.ts';
import type { Claims } from './http/claim-mapping.ts';
import type { HttpRoute, RouteAnswer, RouteRequest } from './http/routes.ts';

// The addresses of spreadsheets and documents. A paper is one view’s: it is written into a file of its own first, so that
// the view, and the connection behind it, is free again before a slow client has fetched the first byte, and so that a
// paper that cannot be made is answered with an error and not with half a file.

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

interface Settings {
  readonly ports: Pick<Ports, 'now'>;
  readonly openReads: OpenReads;
}

interface Here {
  readonly reads: Reads;
  readonly pool: Row<'pool'>;
  readonly today: BusinessDate;
}

/** Does what is to be done in one view, and closes it. */
async function inOneView<T>(
  { ports, openReads }: Settings,
  actor: Actor,
  work: (here: Here) => Promise<T>,
): Promise<T> {
  const reads = openReads(actor);
  try {
    const pool = await reads.one('pool', actor.poolId, 'poolId');
    if (!pool) throw new Error('a reader is of a pool');
    return await work({ reads, pool, today: datesOf(pool, ports.now()).today });
  } finally {
    await reads.close();
  }
}

/** A file name in Chinese, and one in ASCII for clients that know no other (RFC 6266, RFC 5987). */
function attachment(type: string, fileName: string, plain: string): Record<string, string> {
  const clean = fileName.replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, '-');
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return {
    'content-type': type,
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    'cache-control': 'no-store',
  };
}

/** The name before the one dot and the ending that is wanted; anything else is not found. */
function stemOf(file: string | undefined, ending: 'xlsx' | 'docx'): string {
  const [stem = '', found, more] = (file ?? '').split('.');
  if (found !== ending || more !== undefined) throw notFound('file');
  return stem;
}

async function report(
  settings: Settings,
  { params, query, signal }: RouteRequest,
  actor: Actor,
): Promise<RouteAnswer> {
  const stem = stemOf(params.file, 'xlsx');
  const spec: ReportSpec | undefined = reportsFor(actor).find(({ name }) => name === stem);
  if (!spec) throw notFound('file');
  const folder = await mkdtemp(join(tmpdir(), 'zhubao-report-'));
  const path = join(folder, 'report.xlsx');
  const clear = () => rm(folder, { recursive: true, force: true });
  try {
    const label = await inOneView(settings, actor, async ({ reads, today }) => {
      const asked = reportAsked(spec, query, today);
      const madeBy = (await reads.tenant(actor.tenantId))?.nameZh ?? TENANT_KINDS[actor.kind].zh;
      await writeReport(path, spec.name as ReportName, { reads, actor, asked, today, madeBy, signal });
      return asked.label;
    });
    const { size } = await stat(path);
    const body = createReadStream(path);
    body.once('close', () => void clear());
    return {
      status: 200,
      headers: {
        ...attachment(XLSX, `${spec.title.zh}-${label}.xlsx`, `${spec.name}.xlsx`),
        'content-length': String(size),
      },
      body,
    };
  } catch (error) {
    await clear();
    throw error;
  }
}

const isKind = (text: string): text is DocumentKind => Object.hasOwn(DOCUMENTS, text);

async function document(
  settings: Settings,
  { params: { kind = '', file } }: RouteRequest,
  actor: Actor,
): Promise<RouteAnswer> {
  if (!isKind(kind)) throw notFound('file');
  const id = readId(DOCUMENTS[kind].noun, stemOf(file, 'docx'));
  const made = await inOneView(settings, actor, async ({ reads, pool, today }) => {
    const office = await officeName(reads, actor);
    return makePaper({ reads, actor, today, pool, office }, kind, id);
  });
  const link = id && documentLink(actor, kind, id, made.about);
  if (!link) throw notFound('id');
  return {
    status: 200,
    headers: attachment(DOCX, link.fileName, `${kind}.docx`),
    body: await writeDocument(made.paper),
  };
}

/** The office’s own name is its own to see; to the others it is the coordination office. */
async function officeName(reads: Reads, { kind, tenantId }: Actor): Promise<string> {
  const own = kind === 'OFFICE' ? await reads.tenant(tenantId) : null;
  return own?.nameZh ?? TENANT_KINDS.OFFICE.zh;
}

export interface ReportSettings {
  readonly database: Database;
  readonly ports: Pick<Ports, 'now'>;
  /** Throws where the bearer is not let in any more. */
  readonly mustBeActor: (claims: Claims) => Promise<Actor>;
}

/** The addresses of papers, for whoever is signed in. */
export function reportRoutes({ database, ports, mustBeActor }: ReportSettings): HttpRoute[] {
  const settings: Settings = { ports, openReads: openReadsOn(database, ports.now) };
  return [
    {
      method: 'GET',
      path: '/reports/:file',
      handle: async (request, claims) => report(settings, request, await mustBeActor(claims)),
    },
    {
      method: 'GET',
      path: '/documents/:kind/:file',
      handle: async (request, claims) => document(settings, request, await mustBeActor(claims)),
    },
  ];
}
