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
  /** Ends its connections and leaves it there. */
  close(): Promise<void>;
  drop(): Promise<void>;
}

/** Copying needs the original for itself; another worker may just be copying it too. */
const COPY_TRIES_MAX = 200;

let made = 0;

const templateName = (): string => new URL(inject('templateUrl')).pathname.slice(1);
const furnishedName = (name: string): string => `${templateName()}_${name}`;

/** A migrated, empty database of one's own. */
export async function freshDatabase(
  options: Partial<Omit<ConnectOptions, 'log'>> = {},
): Promise<FreshDatabase> {
  return copyOf(templateName(), options);
}

/** A copy of one's own of what furnishTemplate made under this name. */
export async function copyDatabase(name: string): Promise<FreshDatabase> {
  return copyOf(furnishedName(name));
}

/**
 * Fills a database once in this run, whichever file of whichever worker comes first, and answers what the one who filled
 * it said of it. Whoever comes meanwhile waits: the lock goes with the connection, also when the filling fails.
 */
export async function furnishTemplate(
  name: string,
  furnish: (fresh: FreshDatabase) => Promise<string>,
): Promise<string> {
  let said = '';
  await administer(async (sql) => {
    await sql`select pg_advisory_lock(hashtext(${furnishedName(name)}))`;
    // A comment on a database is kept by the server, and seen from every other database.
    const [known] = await sql<{ said: string }[]>`
      select shobj_description(oid, 'pg_database') as said from pg_database where datname = ${furnishedName(name)}`;
    if (known) {
      said = known.said;
      return;
    }
    const fresh = await freshDatabase();
    said = await furnish(fresh);
    await fresh.close();
    const from = new URL(fresh.ownerUrl).pathname.slice(1);
    await sql.unsafe(`comment on database "${from}" is '${said.replaceAll("'", "''")}'`);
    await sql`alter database ${sql(from)} rename to ${sql(furnishedName(name))}`;
  });
  return said;
}

async function copyOf(
  original: string,
  options: Partial<Omit<ConnectOptions, 'log'>> = {},
): Promise<FreshDatabase> {
  const name = `${templateName()}_${process.pid}_${++made}`;
  await administer((sql) => copy(sql, original, name));

  const ownerUrl = urlOf(name);
  const appUrl = appUrlOf(ownerUrl).url;
  const sql = postgres(ownerUrl, { max: 4, onnotice: () => undefined });
  const database = connect(appUrl, { log: quiet, ...options });
  const close = async () => {
    await Promise.all([database.close(), sql.end({ timeout: 1 })]);
  };
  return {
    ownerUrl,
    appUrl,
    database,
    owner: (text, params = []) => sql.unsafe(text, params as never[]),
    close,
    async drop() {
      await close();
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
