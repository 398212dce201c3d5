import { existsSync } from 'node:fs';
import type { Verification } from '../acts/verify.ts';
import type { Instant } from '../domain/dates.ts';
import { connect, type Database, type Log } from './connection.ts';
import { EmbeddedBusy, runningEmbedded, startEmbedded } from './embedded.ts';
import { appUrlOf, DatabaseUnfit } from './migrate.ts';
import { PATIENT, poolsIn, verifyPool } from './verify.ts';

export interface VerifyOptions {
  /** The owner’s connection; null: the database in the data folder. */
  readonly databaseUrl: string | null;
  readonly databaseAppUrl: string | null;
  readonly dataFolder: string;
  /** Null: every pool. */
  readonly poolId: string | null;
  readonly now: Instant;
  readonly log: Log;
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

async function verifyAll(database: Database, { poolId, now }: VerifyOptions): Promise<Verification[]> {
  const verified: Verification[] = [];
  for (const id of poolId ? [poolId] : await poolsIn(database)) {
    const one = await verifyPool(database, id, now);
    if (!one) throw new DatabaseUnfit(`There is no pool ${id}.`);
    verified.push(one);
  }
  return verified;
}

/** Verifies one pool or all, as the application’s login, on a running database or on one started for it. */
export async function verifyDatabase(options: VerifyOptions): Promise<Verification[]> {
  const { databaseUrl, databaseAppUrl, dataFolder, log } = options;
  const opened = databaseUrl
    ? { ownerUrl: databaseUrl, stop: async () => undefined }
    : await openFolder(dataFolder, log);
  try {
    const database = connect(databaseAppUrl ?? appUrlOf(opened.ownerUrl).url, {
      log,
      poolSize: 1,
      ...PATIENT,
    });
    return await verifyAll(database, options).finally(() => database.close());
  } finally {
    await opened.stop();
  }
}
