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
export function databaseAt(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = name;
  return url.href;
}

async function exists(sql: postgres.Sql, name: string): Promise<boolean> {
  return (await sql`select 1 from pg_database where datname = ${name}`).length > 0;
}

/** The demo pool, told act by act, in a database that the sets are copied from. */
async function makeDemo(sql: postgres.Sql, serverUrl: string): Promise<void> {
  await sql.unsafe(`create database ${DEMO}`);
  const ownerUrl = databaseAt(serverUrl, DEMO);
  const app = appUrlOf(ownerUrl);
  await migrate(ownerUrl, { migrationsFolder: resolve('drizzle'), appPassword: app.password, log });
  const database = connect(app.url, { log, durable: false });
  await createDemo(portsOn(database), log);
  await database.close();
}

/** The owner's connection to a database with so many loans; made on the first call, in minutes at most, and kept. */
export async function dataSet(serverUrl: string, loans: number): Promise<string> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  const name = `zhubao_bench_${loans}`;
  const ownerUrl = databaseAt(serverUrl, name);
  try {
    if (!(await exists(sql, DEMO))) await makeDemo(sql, serverUrl);
    if (await exists(sql, name)) return ownerUrl;
    const unfinished = `${name}_unfinished`;
    await sql.unsafe(`drop database if exists ${unfinished} with (force)`);
    await sql.unsafe(`create database ${unfinished} template ${DEMO}`);
    await fill(databaseAt(serverUrl, unfinished), loans);
    await sql.unsafe(`alter database ${unfinished} rename to ${name}`);
    return ownerUrl;
  } finally {
    await sql.end();
  }
}
