import { existsSync } from 'node:fs';
import { type ConnectOptions, connect, type Database, type Log, type Pooler } from './connection.ts';
import { EmbeddedBusy, runningEmbedded, startEmbedded } from './embedded.ts';
import { appUrlOf, DatabaseUnfit } from './migrate.ts';

/** Where the data are, as the configuration says it. */
export interface Whereabouts {
  /** The owner’s connection; null: the database in the data folder. */
  readonly databaseUrl: string | null;
  readonly databaseAppUrl: string | null;
  /** What the application's connection leads through; nothing unless given. */
  readonly databasePooler?: Pooler;
  readonly dataFolder: string;
}

/** A database to look at, and how to leave it as it was found. */
interface Opened {
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

/** The folder’s database: the one that the running product keeps, else started for the time being. */
async function openFolder(dataFolder: string, log: Log): Promise<Opened> {
  if (!existsSync(dataFolder)) throw new DatabaseUnfit(`There is no database in ${dataFolder}.`);
  try {
    const { url, stop } = await startEmbedded({ dataFolder, log });
    return { ownerUrl: url, stop };
  } catch (error) {
    const url = error instanceof EmbeddedBusy ? runningEmbedded(dataFolder) : null;
    if (!url) throw error;
    return { ownerUrl: url, stop: async () => undefined };
  }
}

/** The owner’s connection while `work` runs: to a running database, or to one started for it. */
export async function withOwner<T>(
  { databaseUrl, dataFolder }: Whereabouts,
  log: Log,
  work: (ownerUrl: string) => Promise<T>,
): Promise<T> {
  const opened = databaseUrl
    ? { ownerUrl: databaseUrl, stop: async () => undefined }
    : await openFolder(dataFolder, log);
  try {
    return await work(opened.ownerUrl);
  } finally {
    await opened.stop();
  }
}

/** The database as the application’s login while `work` runs. */
export function withDatabase<T>(
  whereabouts: Whereabouts,
  options: ConnectOptions,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  return withOwner(whereabouts, options.log, async (ownerUrl) => {
    const database = connect(whereabouts.databaseAppUrl ?? appUrlOf(ownerUrl).url, {
      ...options,
      pooler: whereabouts.databasePooler ?? 'none',
    });
    return await work(database).finally(() => database.close());
  });
}
