import { createCheckpoints } from '../checkpoints.ts';
import { readConfig } from '../config.ts';
import { CheckpointRefused } from '../database/checkpoints.ts';
import { withDatabase } from '../database/opened.ts';
import { originOf, publishedKey } from '../domain/checkpoint.ts';
import { writeId } from '../domain/ids.ts';
import { createLog } from '../http/log.ts';
import { portsOn } from '../opening.ts';
import { CannotDo, EXITS, type Exit, print, readOptions, tell } from './command.ts';
import { readPool } from './ids.ts';

/** See table.ts. */
export async function run(args: readonly string[], usage: string): Promise<Exit> {
  const { options } = readOptions(usage, args, { pool: 'text', keys: 'flag' });
  const poolId = options.pool === undefined ? null : readPool(options.pool, usage);
  const config = readConfig();
  const log = createLog({ level: 'warn', format: 'short' });
  return withDatabase(config, { log, poolSize: 2 }, async (database): Promise<Exit> => {
    const ports = portsOn(database);
    const { signer, makeNow } = await createCheckpoints({ config, database, ports, log });
    if (!signer) throw new CannotDo('CHECKPOINT_KEY is missing: there is no key to sign with.');
    const pools = (await ports.sweep.pools()).filter((pool) => poolId === null || pool.poolId === poolId);
    if (poolId !== null && pools.length === 0) throw new CannotDo(`There is no pool ${poolId}.`);
    let exit: Exit = EXITS.done;
    for (const pool of pools) {
      if (options.keys) {
        for (const key of signer.known) print(publishedKey(originOf(signer.name, pool.poolId), key));
        continue;
      }
      try {
        const made = await makeNow(pool);
        print(`${writeId('pool', pool.poolId)} ${made.kind === 'MADE' ? made.checkpoint.number : '-'}`);
      } catch (error) {
        if (!(error instanceof CheckpointRefused)) throw error;
        tell(
          `${writeId('pool', pool.poolId)}: ${error.message}; nothing is signed over it. Run zhubao verify.`,
        );
        exit = EXITS.differs;
      }
    }
    return exit;
  });
}
