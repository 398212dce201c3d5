import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import postgres from 'postgres';
import type { Actor } from '../src/acts/actor.ts';
import { readConfig } from '../src/config.ts';
import { startEmbedded } from '../src/database/embedded.ts';
import { appUrlOf } from '../src/database/migrate.ts';
import type { Id } from '../src/domain/words.ts';
import { writeCursor } from '../src/graphql/connection.ts';
import { createDevelopmentIssuer } from '../src/http/development-issuer.ts';
import { createLog } from '../src/http/log.ts';
import { type Run, run, send, type Target } from './load.ts';
import { start } from './processes.ts';
import { dataSet } from './sets.ts';
import { type Asker, byHand, ofProduct, type Work, works } from './works.ts';

// `npm run bench [-- --parts a,b --loans 1000,100000 --seconds 3 --rounds 5 --out bench/last.json]`: measures the product
// against a handler written by hand, round by round one after the other, and against itself on other amounts of data.

const CONNECTIONS = 32;
const WARM_UP_SECONDS = 2;

const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: 'a,b,e' },
    loans: { type: 'string', default: '1000,100000' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    data: { type: 'string', default: '.bench' },
    out: { type: 'string' },
  },
});
const log = createLog({ level: 'warn', format: 'short' });
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Measured {
  readonly part: string;
  readonly what: string;
  readonly loans: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Of the product's answers a second to the handler's, in the same round. */
  readonly ratio?: { readonly median: number; readonly least: number; readonly most: number };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

async function askerOf(ownerUrl: string): Promise<Asker> {
  const sql = postgres(ownerUrl, { max: 1 });
  const [busiest] = await sql<{ poolId: string; bankId: string; count: number }[]>`
    select pool_id as "poolId", bank_id as "bankId", count(*)::int as count from loan group by 1, 2 order by 3 desc limit 1`;
  if (!busiest) throw new Error('a set without loans');
  const nth = async (offset: number) => {
    const [row] = await sql<
      { id: string }[]
    >`select id from loan where bank_id = ${busiest.bankId} order by id desc
      offset ${offset} limit 1`;
    return row?.id ?? '';
  };
  const { poolId, bankId, count } = busiest;
  const cursorAt = async (offset: number) => {
    const key = await nth(offset);
    return writeCursor({ poolId, tenantId: bankId, persona: 'BANK' } as Actor, 'loan NEWEST', {
      value: key,
      key,
    });
  };
  const middle = await cursorAt(Math.floor(count / 2));
  const last = await cursorAt(Math.max(0, count - 51));
  await sql.end();
  return { poolId, bankId, cursors: { first: null, middle, last } };
}

/** Rounds of the product and, where there is one, the reference; who goes first changes with every round. */
async function measure(targets: readonly Target[], rounds: number, seconds: number): Promise<Run[][]> {
  for (const target of targets) await run(target, CONNECTIONS / 2, WARM_UP_SECONDS);
  const runs: Run[][] = targets.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    const order = targets.map((_, at) => at);
    if (round % 2 === 1) order.reverse();
    for (const at of order) {
      const target = targets[at];
      if (target) runs[at]?.push(await run(target, CONNECTIONS, seconds));
    }
  }
  return runs;
}

async function mustAnswerAlike(targets: readonly Target[]): Promise<void> {
  const agent = new Agent();
  const answers = await Promise.all(targets.map((target) => send(target, agent, 0)));
  agent.destroy();
  const [first, ...others] = answers.map((text) => (JSON.parse(text) as { data: unknown }).data);
  for (const other of others)
    if (!isDeepStrictEqual(first, other))
      throw new Error(`answers differ:\n${answers.map((text) => text.slice(0, 600)).join('\n')}`);
}

async function measureSet(serverUrl: string, loans: number): Promise<Measured[]> {
  const ownerUrl = await dataSet(serverUrl, loans);
  const app = appUrlOf(ownerUrl);
  const appUrl = new URL(app.url);
  if (app.password !== null) appUrl.password = app.password;
  const folder = resolve(values.data);
  const environment = {
    DATABASE_URL: ownerUrl,
    DATA_FOLDER: folder,
    PORT: '0',
    SWEEP: 'off',
    LOG_LEVEL: 'warn',
    BUDGET_PER_MINUTE: '100000000',
    QUESTIONS_PER_MINUTE: '1000000',
    REQUESTS_AT_ONCE_PER_TENANT: '200',
    REQUESTS_AT_ONCE: '1000',
  };
  const config = readConfig(environment);
  const issuer = await createDevelopmentIssuer({ mode: 'development', folder, ...config.signIn });
  const asker = await askerOf(ownerUrl);
  const token = await issuer.issue({
    poolId: asker.poolId as Id<'pool'>,
    tenantId: asker.bankId as Id<'tenant'>,
    userId: 'bench',
    role: 'OPERATOR',
    name: null,
  });
  const [product, handler] = await Promise.all([
    start(['dist/src/commands/zhubao.js', 'serve'], environment, /http:\/\/[^:]+:(\d+)/),
    start(['--import', 'tsx', 'bench/handler.ts', appUrl.href, '0'], {}, /^(\d+)\n/),
  ]);
  try {
    const measured: Measured[] = [];
    for (const work of works(asker)) {
      if (!values.parts.split(',').includes(work.part)) continue;
      const targets = [
        ofProduct(work, product.port, token),
        ...(work.byHand === undefined ? [] : [byHand(work, handler.port, asker)]),
      ];
      await mustAnswerAlike(targets);
      const [own = [], reference] = await measure(targets, Number(values.rounds), Number(values.seconds));
      measured.push(summed(work, loans, own, reference));
    }
    say(`memory of the product after all of it: ${await product.memoryMegabytes()} MB`);
    return measured;
  } finally {
    await Promise.all([product.stop(), handler.stop()]);
  }
}

function summed(
  work: Work,
  loans: number,
  own: readonly Run[],
  reference: readonly Run[] | undefined,
): Measured {
  const of = (pick: (run: Run) => number) => median(own.map(pick));
  const ratios = reference?.map((run, at) => (own[at]?.perSecond ?? 0) / run.perSecond);
  return {
    part: work.part,
    what: work.what,
    loans,
    perSecond: of(({ perSecond }) => perSecond),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    ...(ratios
      ? { ratio: { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) } }
      : {}),
  };
}

function lineOf({ part, what, loans, perSecond, p50, p99, ratio }: Measured): string {
  const against = ratio
    ? `${ratio.median.toFixed(2)} of by hand [${ratio.least.toFixed(2)}..${ratio.most.toFixed(2)}]`
    : '';
  const figures = `${perSecond.toFixed(0)}/s  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms`;
  return `(${part}) ${what.padEnd(42)} ${String(loans).padStart(8)} loans  ${figures}  ${against}`;
}

const embedded = process.env.DATABASE_URL
  ? null
  : await startEmbedded({ dataFolder: resolve(values.data), log });
try {
  const serverUrl = process.env.DATABASE_URL ?? embedded?.url ?? '';
  const measured: Measured[] = [];
  for (const loans of values.loans.split(',').map(Number))
    measured.push(...(await measureSet(serverUrl, loans)));
  for (const one of measured) say(lineOf(one));
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
  };
  if (values.out) await writeFile(values.out, `${JSON.stringify({ machine, measured }, null, 2)}\n`);
} finally {
  await embedded?.stop();
}
