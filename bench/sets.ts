import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import postgres from 'postgres';
import { connect } from '../src/database/connection.ts';
import { appUrlOf, migrate } from '../src/database/migrate.ts';
import { createDemo } from '../src/demo/create.ts';
import { createLog } from '../src/http/log.ts';
import { portsOn } from '../src/opening.ts';
import { fill } from './data.ts';

const log = createLog({ level: 'warn', format: 'short' });
const DEMO = 'zhubao_bench_demo';

/** A database of the server by its name. */
function databaseAt(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = name;
  return url.href;
}

/** Of all migrations; a set that was made under others is made again, so that its rows are as they would be today. */
function tablesDigest(): string {
  const { entries } = JSON.parse(readFileSync(resolve('drizzle/meta/_journal.json'), 'utf8')) as {
    entries: readonly { tag: string }[];
  };
  const hash = createHash('sha256');
  for (const { tag } of entries) hash.update(readFileSync(resolve(`drizzle/${tag}.sql`)));
  return hash.digest('hex').slice(0, 16);
}

async function isThere(sql: postgres.Sql, name: string): Promise<boolean> {
  const [row] = await sql<{ made: string | null }[]>`
    select shobj_description(oid, 'pg_database') as made from pg_database where datname = ${name}`;
  return row?.made === tablesDigest();
}

/** Makes a database under another name and gives it its own only when it is whole. */
async function make(
  sql: postgres.Sql,
  serverUrl: string,
  name: string,
  template: string,
  fillIn: (ownerUrl: string) => Promise<void>,
): Promise<void> {
  const unfinished = `${name}_unfinished`;
  await sql.unsafe(`drop database if exists ${unfinished} with (force)`);
  await sql.unsafe(`create database ${unfinished} template ${template}`);
  await fillIn(databaseAt(serverUrl, unfinished));
  await sql.unsafe(`drop database if exists ${name} with (force)`);
  await sql.unsafe(`alter database ${unfinished} rename to ${name}`);
  await sql.unsafe(`comment on database ${name} is '${tablesDigest()}'`);
}

/** The demo pool, told act by act, in a database that the sets are copied from. */
async function tellDemo(ownerUrl: string): Promise<void> {
  const app = appUrlOf(ownerUrl);
  await migrate(ownerUrl, { migrationsFolder: resolve('drizzle'), appPassword: app.password, log });
  const database = connect(app.url, { log, durable: false });
  await createDemo(portsOn(database), log);
  await database.close();
}

/** The owner's connection to a database with so many loans; made on the first call, in minutes at most, and kept. */
export async function dataSet(
  serverUrl: string,
  loans: number,
  say: (line: string) => void,
): Promise<string> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  const name = `zhubao_bench_${loans}`;
  try {
    if (await isThere(sql, name)) return databaseAt(serverUrl, name);
    const began = performance.now();
    if (!(await isThere(sql, DEMO))) await make(sql, serverUrl, DEMO, 'template0', tellDemo);
    await make(sql, serverUrl, name, DEMO, (ownerUrl) => fill(ownerUrl, loans));
    say(`made a set of ${loans} loans in ${Math.round((performance.now() - began) / 1_000)} s`);
    return databaseAt(serverUrl, name);
  } finally {
    await sql.end();
  }
}

/** A copy of a set for writing to, and how to be rid of it. Nobody may be connected to the set meanwhile. */
export async function scratchCopy(
  serverUrl: string,
  setUrl: string,
  name: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const template = new URL(setUrl).pathname.slice(1);
  const copy = `${template}_${name}`;
  const withServer = async (...statements: string[]) => {
    const sql = postgres(serverUrl, { max: 1, onnotice: () => undefined });
    for (const statement of statements) await sql.unsafe(statement);
    await sql.end();
  };
  await withServer(
    `drop database if exists ${copy} with (force)`,
    // Programs that only read from the set keep connections to it; they open new ones.
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${template}'`,
    `create database ${copy} template ${template}`,
  );
  return {
    url: databaseAt(serverUrl, copy),
    drop: () => withServer(`drop database if exists ${copy} with (force)`),
  };
}
