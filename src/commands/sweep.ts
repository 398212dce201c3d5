import { sweeperOf, sweepUpToDate } from '../acts/daily-sweep.ts';
import { createCheckpoints } from '../checkpoints.ts';
import { readConfig } from '../config.ts';
import { withDatabase } from '../database/opened.ts';
import { writeId } from '../domain/ids.ts';
import { createLog } from '../http/log.ts';
import { portsOn } from '../opening.ts';
import { CannotDo, EXITS, type Exit, print, readOptions, tell } from './command.ts';
import { readPool } from './ids.ts';

/** See table.ts. */
export async function run(args: readonly string[], usage: string): Promise<Exit> {
  const { options } = readOptions(usage, args, { pool: 'text' });
  const poolId = options.pool === undefined ? null : readPool(options.pool, usage);
  const log = createLog({ level: 'warn', format: 'short' });
  const config = readConfig();
  return withDatabase(config, { log, poolSize: 2 }, async (database) => {
    const ports = portsOn(database);
    const checkpoints = await createCheckpoints({ config, database, ports, log });
    const pools = (await ports.sweep.pools()).filter((pool) => poolId === null || pool.poolId === poolId);
    if (poolId !== null && pools.length === 0) throw new CannotDo(`There is no pool ${poolId}.`);
    for (const pool of pools) {
      tell(`sweeping ${writeId('pool', pool.poolId)} …`);
      await sweepUpToDate(ports, sweeperOf(pool));
      await checkpoints.afterSweep(pool);
      print(writeId('pool', pool.poolId));
    }
    tell(`${pools.length} pools are swept up to date.`);
    return EXITS.done;
  });
}
