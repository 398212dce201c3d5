import { reportOf, reportsAsData } from '../acts/verify.ts';
import { believedIn } from '../checkpoints.ts';
import { readConfig } from '../config.ts';
import { verifyDatabase } from '../database/verify-run.ts';
import { createLog } from '../http/log.ts';
import { clock } from '../opening.ts';
import { EXITS, type Exit, print, readOptions } from './command.ts';
import { readPool } from './ids.ts';

/** See table.ts. */
export async function run(args: readonly string[], usage: string): Promise<Exit> {
  const { options } = readOptions(usage, args, { pool: 'text', json: 'flag' });
  const poolId = options.pool === undefined ? null : readPool(options.pool, usage);
  const config = readConfig();
  const { databaseUrl, databaseAppUrl, databasePooler, dataFolder } = config;
  const log = createLog({ level: 'warn', format: 'short' });
  const verified = await verifyDatabase({
    databaseUrl,
    databaseAppUrl,
    databasePooler,
    dataFolder,
    poolId,
    now: clock(),
    believed: await believedIn(config),
    log,
  });
  print(options.json ? JSON.stringify(reportsAsData(verified)) : verified.map(reportOf).join('\n'));
  return verified.every(({ differences }) => differences.length === 0) ? EXITS.done : EXITS.differs;
}
