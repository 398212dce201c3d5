import { expect } from 'vitest';
import { verifyDatabase } from '../../src/database/verify-run.ts';
import { instant } from '../../src/domain/dates.ts';
import type { City } from './city.ts';
import type { Running } from './product.ts';
import { quiet } from './quiet.ts';

/** Every figure that is kept for a pool equals what its records give on a day, and PostgreSQL has met no deadlock. */
export async function mustBeWhole(
  running: Running,
  { pool }: Pick<City, 'pool'>,
  today: string,
): Promise<void> {
  const [found] = await verifyDatabase({
    databaseUrl: running.ownerUrl,
    databaseAppUrl: null,
    dataFolder: '.',
    poolId: pool.poolId,
    now: instant(new Date(`${today}T04:00:00Z`)),
    log: quiet,
  });
  expect(found?.differences).toEqual([]);
  const [met] = await running.owner(
    'select deadlocks::int as deadlocks from pg_stat_database where datname = current_database()',
  );
  expect(met?.deadlocks).toBe(0);
}
