import type { Database } from './connection.ts';
import { sweepRole } from './personas.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * The running number of the last event of each of these pools. It is given out under the journal’s lock, so that the
 * order of numbers is the order of commits: whoever has read up to one has missed nothing before it.
 */
export function headsOn(database: Database) {
  return async (pools: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    const context = { persona: sweepRole, poolId: NOBODY, tenantId: NOBODY, userId: 'feed' };
    const found = await database.read(context, (tx) =>
      tx.query('select pool_id, event_sequence from journal where pool_id = any($1::uuid[])', [pools]),
    );
    return new Map(found.map(([poolId, head]) => [String(poolId), Number(head)]));
  };
}
