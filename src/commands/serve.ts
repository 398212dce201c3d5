import 'reflect-metadata';
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
import { EXITS, readOptions } from './command.ts';

/** Makes the demo pool in an empty database; a mark in the data folder tells of one that was cut off. */
async function demoOnFirstRun(config: Config, ownerUrl: string, log: Log): Promise<void> {
  const mark = join(config.dataFolder, 'demo-unfinished');
  if ((await poolCount(ownerUrl)) > 0 && !existsSync(mark)) return;
  await writeFile(mark, '');
  const database = connect(appOf(config, ownerUrl).url, { poolSize: config.poolSize, log, durable: false });
  await createDemo(portsOn(database), log);
  await database.close();
  await rm(mark);
}

/** Starts the product as its configuration says, makes the demo pool on first run, and stops it on a signal. */
export async function run(args: readonly string[], usage: string): Promise<null> {
  readOptions(usage, args, {});
  const config = readConfig();
  const tracing = await startTracing(config.tracing);
  const log = createLog({
    level: config.logLevel,
    format: config.mode === 'production' ? 'json' : 'short',
    ...(tracing ? { more: tracing.here } : {}),
  });
  const embedded = config.databaseUrl ? null : await startEmbedded({ dataFolder: config.dataFolder, log });
  const ownerUrl = config.databaseUrl ?? embedded?.url;
  if (!ownerUrl) throw new Error('there is no database');
  const product = await serve(config, ownerUrl, log, tracing).catch(async (error: unknown) => {
    await embedded?.stop();
    throw error;
  });
  if (product.issuer) {
    await demoOnFirstRun(config, ownerUrl, log);
    process.stdout.write(await greeting(config, product.port, product.issuer, DEMO_USERS));
  }
  product.sweepDaily();

  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= (async () => {
      await product.stop();
      await embedded?.stop();
      await tracing?.stop();
    })();
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      log.info({ signal }, 'stopping');
      void stop();
    });
  // A defect that nobody caught leaves a state that nobody knows: running requests end, and the supervisor starts anew.
  const fall = (error: unknown) => {
    log.fatal({ err: error }, 'a defect that nobody caught; stopping');
    process.exitCode = EXITS.failed;
    void stop().finally(() => process.exit());
  };
  process.on('uncaughtException', fall);
  process.on('unhandledRejection', fall);
  return null;
}
