import type { Verification } from '../acts/verify.ts';
import type { Instant } from '../domain/dates.ts';
import type { Database, Log } from './connection.ts';
import { DatabaseUnfit } from './migrate.ts';
import { type Whereabouts, withDatabase } from './opened.ts';
import { PATIENT, poolsIn, verifyPool } from './verify.ts';
import type { Believed } from './verify-checkpoints.ts';

export interface VerifyOptions extends Whereabouts {
  /** Null: every pool. */
  readonly poolId: string | null;
  readonly now: Instant;
  /** Whose signatures on checkpoints are believed; absent: they are not looked at. */
  readonly believed?: Believed | null;
  readonly log: Log;
}

async function verifyAll(
  database: Database,
  { poolId, now, believed = null }: VerifyOptions,
): Promise<Verification[]> {
  const verified: Verification[] = [];
  for (const id of poolId ? [poolId] : await poolsIn(database)) {
    const one = await verifyPool(database, id, now, believed);
    if (!one) throw new DatabaseUnfit(`There is no pool ${id}.`);
    verified.push(one);
  }
  return verified;
}

/** Verifies one pool or all, as the application’s login, on a running database or on one started for it. */
export function verifyDatabase(options: VerifyOptions): Promise<Verification[]> {
  const patient = { log: options.log, poolSize: 1, ...PATIENT };
  return withDatabase(options, patient, (database) => verifyAll(database, options));
}
