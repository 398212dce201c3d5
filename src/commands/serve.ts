import 'reflect-metadata';
import cluster from 'node:cluster';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, readConfig } from '../config.ts';
import { connect } from '../database/connection.ts';
import { startEmbedded } from '../database/embedded.ts';
import { poolCount } from '../database/migrate.ts';
import { DEMO_USERS } from '../demo/cast.ts';
import { createDemo } from '../demo/create.ts';
import { greeting } from '../greeting.ts';
import { createLog, type Log } from '../http/log.ts';
import { serve } from '../main.ts';
import { appOf, portsOn } from '../opening.ts';
import { startTracing } from '../tracing.ts';
import { type Exit, readOptions } from './command.ts';
import { runWorker } from './serve-worker.ts';
import { runWithWorkers } from './serve-workers.ts';
import { stopWhenTold } from './stopping.ts';

/** Makes the demo pool in an empty database; a mark in the data folder tells of one that was cut off. */
export async function demoOnFirstRun(config: Config, ownerUrl: string, log: Log): Promise<void> {
  const mark = join(config.dataFolder, 'demo-unfinished');
  if ((await poolCount(ownerUrl)) > 0 && !existsSync(mark)) return;
  await writeFile(mark, '');
  const database = connect(appOf(config, ownerUrl).url, {
    poolSize: config.poolSize,
    pooler: config.databasePooler,
    log,
    durable: false,
  });
  await createDemo(portsOn(database), log);
  await database.close();
  await rm(mark);
}

/** The database that the configuration names, or the one in the data folder, which is started. */
async function openOwner(config: Config, log: Log): Promise<{ url: string; stop(): Promise<void> }> {
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => undefined };
  return startEmbedded({ dataFolder: config.dataFolder, log });
}

/** Starts the product as its configuration says, makes the demo pool on first run, and stops it on a signal. */
export async function run(args: readonly string[], usage: string): Promise<Exit | null> {
  if (cluster.isWorker) return runWorker();
  const { options } = readOptions(usage, args, { workers: 'text' });
  const config = readConfig(undefined, { WORKERS: options.workers });
  const tracing = config.workers === 1 ? await startTracing(config.tracing) : null;
  const log = createLog({
    level: config.logLevel,
    format: config.mode === 'production' ? 'json' : 'short',
    ...(tracing ? { more: tracing.here } : {}),
  });
  const owner = await openOwner(config, log);
  try {
    if (config.workers > 1) return await runWithWorkers(config, owner, log, demoOnFirstRun);
    const product = await serve(config, owner.url, log, tracing);
    if (product.issuer) {
      await demoOnFirstRun(config, owner.url, log);
      process.stdout.write(await greeting(config, product.port, product.issuer, DEMO_USERS));
    }
    product.sweepDaily();
    stopWhenTold(log, async () => {
      await product.stop();
      await owner.stop();
      await tracing?.stop();
    });
    return null;
  } catch (error) {
    await owner.stop();
    throw error;
  }
}
