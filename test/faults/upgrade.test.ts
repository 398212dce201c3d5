import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { appUrlOf, migrate } from '../../src/database/migrate.ts';
import { startCommand } from '../support/child.ts';
import { quiet } from '../support/quiet.ts';

// An upgrade that is killed, and one that meets another: from the tables of the first release, with the command that an
// operator gives. `npm run upgrade-run` does it under load, with the processes of the old version going on.

const migrationsFolder = resolve('drizzle');
/** The tables of the first release: what has been added since stands in the migrations after these. */
const FIRST_RELEASE = 3;

const folder = mkdtempSync(join(tmpdir(), 'zhubao-first-release-'));
let name = '';
let made = 0;
let admin: postgres.Sql;
let owner: postgres.Sql;
const urlOf = (database: string) => new URL(`/${database}`, inject('templateUrl')).href;

beforeAll(() => {
  admin = postgres(urlOf('postgres'), { max: 1, onnotice: () => undefined });
  const journal = JSON.parse(readFileSync(join(migrationsFolder, 'meta', '_journal.json'), 'utf8'));
  const entries = journal.entries.slice(0, FIRST_RELEASE);
  mkdirSync(join(folder, 'meta'));
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }));
  for (const { tag } of entries) cpSync(join(migrationsFolder, `${tag}.sql`), join(folder, `${tag}.sql`));
});
beforeEach(async () => {
  made += 1;
  name = `${new URL(inject('templateUrl')).pathname.slice(1)}_u${process.pid}_${made}`;
  await admin`create database ${admin(name)}`;
  const appPassword = appUrlOf(urlOf(name)).password;
  await migrate(urlOf(name), { migrationsFolder: folder, appPassword, log: quiet });
  owner = postgres(urlOf(name), { max: 2, onnotice: () => undefined });
});
afterEach(async () => {
  await owner.end();
  await admin`drop database if exists ${admin(name)} with (force)`;
});
afterAll(async () => {
  await admin.end();
  await rm(folder, { recursive: true, force: true });
});

const all = () =>
  JSON.parse(readFileSync(join(migrationsFolder, 'meta', '_journal.json'), 'utf8')).entries.length;

async function applied(): Promise<number> {
  const [row] = await owner`select count(*)::int as count from drizzle.__drizzle_migrations`;
  return Number(row?.count);
}

async function tables(): Promise<number> {
  const [row] = await owner`select count(*)::int as count from pg_tables where schemaname = 'public'`;
  return Number(row?.count);
}

/** The migrations under way that wait for a lock of that kind. */
async function waiting(kind: 'relation' | 'advisory'): Promise<number> {
  const rows = await owner`
    select 1 from pg_stat_activity a join pg_locks l on l.pid = a.pid and not l.granted
    where a.application_name = 'zhubao migrate' and a.datname = ${name} and l.locktype = ${kind}`;
  return rows.length;
}

const start = () => startCommand(['migrate'], { DATABASE_URL: urlOf(name), DATA_FOLDER: folder });

const ended = (child: ReturnType<typeof start>) =>
  new Promise<number | null>((done) => child.once('exit', (code) => done(code)));

test('killed in the middle it leaves the tables of before; meanwhile a second one waits and then does all of it', async () => {
  const before = await tables();
  // Somebody reads a table that a late migration changes: the first comes as far as that.
  const reader = await owner.reserve();
  await reader`begin`;
  await reader`select count(*) from repayment`;
  const first = start();
  const killed = ended(first);
  await expect.poll(() => waiting('relation'), { timeout: 30_000 }).toBe(1);
  const second = start();
  const finished = ended(second);
  await expect.poll(() => waiting('advisory'), { timeout: 30_000 }).toBe(1);

  first.kill('SIGKILL');
  expect(await killed).toBe(null);
  expect([await applied(), await tables()]).toEqual([FIRST_RELEASE, before]);
  await reader`commit`;
  reader.release();
  expect(await finished).toBe(0);
  expect(await applied()).toBe(all());
  expect(await tables()).toBeGreaterThan(before);
});
