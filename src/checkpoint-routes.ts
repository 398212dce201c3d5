import { Readable } from 'node:stream';
import { type Actor, mayAct } from './acts/actor.ts';
import { conflict, forbidden, invalid, notFound } from './acts/failures.ts';
import type { Row } from './acts/ports.ts';
import type { Checkpoints } from './checkpoints.ts';
import { CheckpointRefused } from './database/checkpoints.ts';
import type { Database } from './database/connection.ts';
import { LogReading } from './database/log-reading.ts';
import { originOf, publishedKey } from './domain/checkpoint.ts';
import { writeId } from './domain/ids.ts';
import type { Claims } from './http/claim-mapping.ts';
import type { HttpRoute, RouteAnswer } from './http/routes.ts';

// Where a tenant fetches what it checks at home (docs/checkpoints.md): the keys, its own records with their proofs, the
// proof between two checkpoints; and where the office asks for a checkpoint now.

/** Checkpoints that are read at a time. */
const PAGE = 500;
const PERSONAS_THAT_SEE_ALL = new Set(['OFFICE']);
const PERSONAS_THAT_SEE_THE_LEDGER = new Set(['OFFICE', 'FUND_MANAGER']);

interface Settings {
  readonly database: Database;
  /** The first part of every pool’s origin. */
  readonly name: string;
  readonly checkpoints: Pick<Checkpoints, 'signer' | 'makeNow'>;
  readonly mustBeActor: (claims: Claims) => Promise<Actor>;
  readonly log: { error(told: object, message: string): void };
}

const line = (value: object) => `${JSON.stringify(value)}\n`;

/** The number of a checkpoint in an address. */
function numberIn(query: URLSearchParams, name: string, otherwise: number | null): number {
  const given = query.get(name);
  if (given === null && otherwise !== null) return otherwise;
  if (given !== null && /^\d{1,9}$/.test(given)) return Number(given);
  throw invalid(name, '应为检查点编号，如 12。', 'The number of a checkpoint is needed, such as 12.');
}

async function checkpointAt(reading: LogReading, number: number): Promise<Row<'checkpoint'> | null> {
  const [found] = await reading.checkpoints(number, 1);
  return found?.number === number ? found : null;
}

const pairOf = (before: Row<'checkpoint'> | null, now: Row<'checkpoint'>): readonly [number, number] => [
  before?.size ?? 0,
  now.size,
];

/** The file that the verifier reads: one thing a line, the last of them a count, so that half a file is known as one. */
async function* records(
  reading: LogReading,
  actor: Actor,
  origin: string,
  since: number,
): AsyncGenerator<string> {
  const base = since === 0 ? null : await checkpointAt(reading, since);
  if (since > 0 && !base) throw notFound('since');
  yield line({
    file: 'zhubao-records',
    version: 1,
    origin,
    tenant: writeId('tenant', actor.tenantId),
    since,
    seesAll: PERSONAS_THAT_SEE_ALL.has(actor.persona),
    seesLedger: PERSONAS_THAT_SEE_THE_LEDGER.has(actor.persona),
  });
  let last = base;
  if (base) yield line({ checkpoint: base.note, consistency: [] });
  for (;;) {
    const page = await reading.checkpoints((last?.number ?? 0) + 1, PAGE);
    const proofs = await reading.consistency(page.map((one, at) => pairOf(page[at - 1] ?? last, one)));
    for (const [at, { note }] of page.entries())
      yield line({ checkpoint: note, consistency: proofs[at] ?? [] });
    last = page.at(-1) ?? last;
    if (page.length < PAGE) break;
  }
  const counted = { records: 0, open: 0 };
  for await (const page of reading.records(base?.size ?? 0, last?.size ?? 0))
    for (const { text, place } of page) {
      counted[place ? 'records' : 'open'] += 1;
      yield line(place ? { record: text, ...place } : { open: text });
    }
  yield line({ end: counted });
}

function download(type: string, name: string, body: RouteAnswer['body']): RouteAnswer {
  return {
    status: 200,
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
    body,
  };
}

async function consistency(reading: LogReading, query: URLSearchParams): Promise<RouteAnswer> {
  const [from, to] = [numberIn(query, 'from', null), numberIn(query, 'to', null)];
  if (from > to) throw invalid('from', '起始检查点晚于截止检查点。', 'It comes after to.');
  const [earlier, later] = await Promise.all([checkpointAt(reading, from), checkpointAt(reading, to)]);
  if (!earlier) throw notFound('from');
  if (!later) throw notFound('to');
  const [proof = []] = await reading.consistency([[earlier.size, later.size]]);
  const body = { from: earlier.note, to: later.note, consistency: proof };
  return download('application/json', 'consistency.json', line(body));
}

async function fetched(
  settings: Settings,
  actor: Actor,
  file: string,
  query: URLSearchParams,
  signal: AbortSignal,
): Promise<RouteAnswer> {
  const { database, name, checkpoints, log } = settings;
  const reading = new LogReading(database, actor);
  const origin = originOf(name, actor.poolId);
  if (file === 'keys.txt') {
    const keys = (checkpoints.signer?.known ?? []).map((key) => `${publishedKey(origin, key)}\n`);
    return download('text/plain; charset=utf-8', file, keys.join(''));
  }
  if (file === 'records.jsonl') {
    const since = numberIn(query, 'since', 0);
    if (since > 0 && !(await checkpointAt(reading, since))) throw notFound('since');
    const body = Readable.from(records(reading, actor, origin, since));
    // Its first bytes may be out: the client sees the file break off, and only here can it be said why.
    body.once('error', (err) => {
      if (!signal.aborted) log.error({ err }, 'a file of records broke off');
    });
    return download('application/x-ndjson', file, body);
  }
  if (file === 'consistency.json') return consistency(reading, query);
  throw notFound('file');
}

async function asked(settings: Settings, actor: Actor): Promise<RouteAnswer> {
  if (!mayAct(actor, { personas: ['OFFICE'], role: 'OPERATOR' })) throw forbidden();
  const { signer, makeNow } = settings.checkpoints;
  if (!signer)
    throw conflict(
      'STATE',
      '本系统未配置检查点签名密钥；请与系统管理员联系。',
      'No key for checkpoints is set up in this installation; ask whoever runs it.',
    );
  const outcome = await makeNow({ poolId: actor.poolId, officeId: actor.tenantId }).catch(
    (error: unknown) => {
      if (!(error instanceof CheckpointRefused)) throw error;
      throw conflict(
        'STATE',
        '数据库内容与上一检查点不符，不予签署；请保持数据库原状并立即核查。',
        'The records are not what the last checkpoint says, and nothing is signed over them; keep the database as it is and verify it.',
      );
    },
  );
  const body =
    outcome.kind === 'MADE'
      ? { made: true, number: outcome.checkpoint.number, note: outcome.checkpoint.note }
      : { made: false, because: outcome.kind === 'BUSY' ? 'UNDER_WAY' : 'NOTHING_NEW' };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: line(body) };
}

export function checkpointRoutes(settings: Settings): HttpRoute[] {
  return [
    {
      method: 'GET',
      path: '/checkpoints/:file',
      handle: async ({ params: { file = '' }, query, signal }, claims) =>
        fetched(settings, await settings.mustBeActor(claims), file, query, signal),
    },
    {
      method: 'POST',
      path: '/checkpoints',
      handle: async (_request, claims) => asked(settings, await settings.mustBeActor(claims)),
    },
  ];
}
