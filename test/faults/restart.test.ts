import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Database, DatabaseBusy, DatabaseLost } from '../../src/database/connection.ts';
import { type Embedded, startEmbedded } from '../../src/database/embedded.ts';
import { appUrlOf, migrate } from '../../src/database/migrate.ts';
import { quiet } from '../support/quiet.ts';

const context = {
  persona: 'zhubao_bank',
  poolId: '01970000-0000-7000-8000-000000000001',
  tenantId: '01970000-0000-7000-8000-000000000002',
  userId: 'u',
};
const migrationsFolder = resolve(import.meta.dirname, '../../drizzle');

/** Acquiring may take 1.5 s and one answer 7 s; beyond that a call hangs. */
const CALL_MAX_MS = 9_000;
const BACK_MAX_MS = 5_000;

let folder: string;
let server: Embedded;
let database: Database;
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);

beforeAll(async () => {
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  folder = await mkdtemp(join(tmpdir(), 'zhubao-restart-'));
  await chmod(folder, 0o755);
  server = await startEmbedded({ dataFolder: folder, log: quiet });
  const app = appUrlOf(server.url);
  await migrate(server.url, { migrationsFolder, appPassword: app.password, log: quiet });
  await asOwner(
    (sql) => sql`create table tally (id text, half int, primary key (id, half))`,
    (sql) => sql`grant select, insert on tally to zhubao_bank`,
  );
  database = connect(app.url, { log: quiet });
});

afterAll(async () => {
  await database.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
  process.off('uncaughtException', note);
  process.off('unhandledRejection', note);
});

async function asOwner(...steps: ((sql: postgres.Sql) => Promise<unknown>)[]): Promise<void> {
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
  for (const step of steps) await step(sql);
  await sql.end();
}

/** Kills the server without a warning, waits a moment, and starts it again on the same port. */
async function restart(signal: 'SIGQUIT' | 'SIGKILL'): Promise<void> {
  const text = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8');
  process.kill(Number(text.split('\n')[0]), signal);
  await pause(200);
  await server.stop();
  server = await startEmbedded({ dataFolder: folder, log: quiet });
}

/** What became of each write, as the caller was told. */
interface Told {
  readonly done: Set<string>;
  readonly undone: Set<string>;
  readonly unknown: Set<string>;
  readonly strange: unknown[];
  longestMs: number;
}

async function timed<T>(told: Told, call: () => Promise<T>): Promise<T> {
  const began = performance.now();
  return call().finally(() => {
    told.longestMs = Math.max(told.longestMs, performance.now() - began);
  });
}

async function write(told: Told, id: string): Promise<void> {
  try {
    await timed(told, () =>
      database.act(context, async (tx) => {
        await tx.query('insert into tally values ($1, 1)', [id]);
        await tx.query('insert into tally values ($1, 2)', [id]);
      }),
    );
    told.done.add(id);
  } catch (error) {
    if (error instanceof DatabaseLost && error.outcomeUnknown) told.unknown.add(id);
    else if (error instanceof DatabaseLost || error instanceof DatabaseBusy) told.undone.add(id);
    else told.strange.push(error);
  }
}

async function look(told: Told): Promise<void> {
  const view = database.snapshot(context);
  try {
    await timed(told, () =>
      Promise.all([
        view.query('select count(*) from tally', []),
        view.query('select count(*) from tally where half = 2', []),
      ]),
    );
  } catch (error) {
    if (!(error instanceof DatabaseLost || error instanceof DatabaseBusy)) told.strange.push(error);
  } finally {
    await view.close();
  }
}

it('five restarts under load: no crash, nothing hangs, serving again at once, no write lost and none by halves', async () => {
  const told: Told = { done: new Set(), undone: new Set(), unknown: new Set(), strange: [], longestMs: 0 };
  let running = true;
  let next = 0;
  const busy = async (step: () => Promise<void>) => {
    // A refused call comes back at once; whoever asks again waits a little, as a client would.
    while (running) await step().then(() => pause(1));
  };
  const load = [
    ...Array.from({ length: 16 }, () => busy(() => write(told, `w${next++}`))),
    ...Array.from({ length: 8 }, () => busy(() => look(told))),
  ];

  for (const signal of ['SIGQUIT', 'SIGKILL', 'SIGQUIT', 'SIGKILL', 'SIGQUIT'] as const) {
    const before = told.done.size;
    await pause(400);
    expect(told.done.size, 'there is load').toBeGreaterThan(before);
    await restart(signal);
    const back = performance.now();
    const served = told.done.size;
    while (told.done.size === served && performance.now() - back < BACK_MAX_MS) await pause(5);
    expect(told.done.size, `serving again within ${BACK_MAX_MS} ms of ${signal}`).toBeGreaterThan(served);
    await database.ping();
  }
  running = false;
  await Promise.all(load);

  expect(uncaught).toEqual([]);
  expect(told.strange).toEqual([]);
  expect(told.longestMs).toBeLessThan(CALL_MAX_MS);
  expect(told.undone.size + told.unknown.size, 'the restarts were felt').toBeGreaterThan(0);
  const rows = await database.read(context, (tx) =>
    tx.query('select id, count(*)::int from tally group by id', []),
  );
  const halves = new Map(rows.map(([id, count]) => [String(id), Number(count)]));
  expect([...halves].filter(([, count]) => count !== 2)).toEqual([]);
  expect([...told.done].filter((id) => !halves.has(id))).toEqual([]);
  expect([...told.undone].filter((id) => halves.has(id))).toEqual([]);
});
