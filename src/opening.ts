import { resolve } from 'node:path';
import { v7 as newUuid } from 'uuid';
import type { Ports } from './acts/ports.ts';
import type { Config } from './config.ts';
import { connect, type Database, type Log, type Trace } from './database/connection.ts';
import { appUrlOf, assertAppRole, migrate } from './database/migrate.ts';
import { transactionsOn } from './database/store.ts';
import { sweepQueriesOn } from './database/sweep.ts';
import { type Instant, instant } from './domain/dates.ts';

// How the service and the commands open the database, apart from all that answers requests.

export const migrationsFolder = resolve(
  import.meta.dirname,
  import.meta.dirname.includes('/dist/') ? '../../drizzle' : '../drizzle',
);

/** The only clock. */
export const clock = (): Instant => instant(new Date());

/** The outside that acts are handed: the database, the clock, and new ids. */
export function portsOn(database: Database): Ports {
  return {
    transaction: transactionsOn(database),
    sweep: sweepQueriesOn(database),
    now: clock,
    newId: () => newUuid(),
  };
}

/** The application’s connection beside the owner’s, and the password that is to be set for it. */
export function appOf(config: Config, ownerUrl: string | null): { url: string; password: string | null } {
  if (config.databaseAppUrl) return { url: config.databaseAppUrl, password: null };
  if (ownerUrl === null) throw new Error('neither the owner’s nor the application’s connection is known');
  return appUrlOf(ownerUrl);
}

/** Brings the database up to date; the application’s connection to it. */
export async function prepareDatabase(config: Config, ownerUrl: string, log: Log): Promise<string> {
  const app = appOf(config, ownerUrl);
  await migrate(ownerUrl, { migrationsFolder, appPassword: app.password, log });
  await assertAppRole(app.url, config.databasePooler);
  return app.url;
}

/** Brings the database up to date, where nobody else has (null), and opens it as the login that owns nothing. */
export async function openDatabase(
  config: Config,
  ownerUrl: string | null,
  log: Log,
  trace: Trace | null = null,
): Promise<Database> {
  const url = ownerUrl === null ? appOf(config, null).url : await prepareDatabase(config, ownerUrl, log);
  return connect(url, { poolSize: config.poolSize, pooler: config.databasePooler, log, trace });
}
