import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type ConnectOptions, connect, type Database } from '../../src/database/connection.ts';
import { appUrlOf } from '../../src/database/migrate.ts';
import { quiet } from './quiet.ts';

export interface FreshDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** The product's own way in, as the login that owns nothing. */
  readonly database: Database;
  /** Runs a statement as the owner, past every wall; rows by the names of their columns. */
  owner(text: string, params?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/** Copying needs the original for itself; another worker may just be copying it too. */
const COPY_TRIES_MAX = 200;

let made = 0;

/** A migrated, empty database of one's own. */
export async function freshDatabase(
  options: Partial<Omit<ConnectOptions, 'log'>> = {},
): Promise<FreshDatabase> {
  const templateUrl = new URL(inject('templateUrl'));
  const template = templateUrl.pathname.slice(1);
  const name = `${template}_${process.pid}_${++made}`;
  await administer((sql) => copy(sql, template, name));

  const ownerUrl = urlOf(name);
  const appUrl = appUrlOf(ownerUrl).url;
  const sql = postgres(ownerUrl, { max: 4, onnotice: () => undefined });
  const database = connect(appUrl, { log: quiet, ...options });
  return {
    ownerUrl,
    appUrl,
    database,
    owner: (text, params = []) => sql.unsafe(text, params as never[]),
    async drop() {
      await Promise.all([database.close(), sql.end({ timeout: 1 })]);
      await administer((admin) => admin`drop database if exists ${admin(name)} with (force)`);
    },
  };
}

function urlOf(database: string): string {
  const url = new URL(inject('templateUrl'));
  url.pathname = `/${database}`;
  return url.href;
}

/** On a database that is nobody's original and nobody's copy. */
async function administer(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(urlOf('postgres'), { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function copy(sql: postgres.Sql, template: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await sql`create database ${sql(name)} template ${sql(template)}`;
      return;
    } catch (error) {
      const isBusy = error instanceof Error && 'code' in error && error.code === '55006';
      if (!isBusy || attempt === COPY_TRIES_MAX) throw error;
      await pause(20 + Math.random() * 60);
    }
  }
}
