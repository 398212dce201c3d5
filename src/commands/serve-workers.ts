import type { Config } from '../config.ts';
import { DEMO_USERS } from '../demo/cast.ts';
import { greeting } from '../greeting.ts';
import { clusterMetrics } from '../http/cluster-metrics.ts';
import { createDevelopmentIssuer } from '../http/development-issuer.ts';
import type { Log } from '../http/log.ts';
import { openMetricsPort } from '../http/metrics-port.ts';
import { prepareDatabase } from '../opening.ts';
import { shareOf } from '../worker-share.ts';
import { startWorkers } from '../workers.ts';
import { CannotDo, EXITS } from './command.ts';
import { stopWhenTold } from './stopping.ts';

/** Beside the time that a worker gives running requests: closing its connections. */
const CLOSING_SECONDS = 15;

/**
 * Several workers on one port. What is done once is done here: the database is opened and brought up to date, the demo pool
 * is made, metrics are put together. Requests are answered by the workers only.
 */
export async function runWithWorkers(
  config: Config,
  owner: { readonly url: string; stop(): Promise<void> },
  log: Log,
  demo: (config: Config, ownerUrl: string, log: Log) => Promise<void>,
): Promise<null> {
  const appUrl = await prepareDatabase(config, owner.url, log);
  const issuer =
    config.mode === 'development'
      ? await createDevelopmentIssuer({ mode: config.mode, folder: config.dataFolder, ...config.signIn })
      : null;
  if (issuer) await demo(config, owner.url, log);
  const workers = await startWorkers({
    count: config.workers,
    shareOf: (slot) => shareOf(config, appUrl, slot),
    endSeconds: config.announceSeconds + config.graceSeconds + CLOSING_SECONDS,
    log,
    gaveUp() {
      log.fatal({}, 'no worker comes up any more; stopping');
      process.exitCode = EXITS.failed;
      void owner.stop().finally(() => process.exit());
    },
  }).catch((error: unknown) => {
    // It has said why by itself.
    throw error instanceof Error && error.name === 'WorkerFailed'
      ? new CannotDo('No worker could be started.')
      : error;
  });
  const { metricsPort, host } = config;
  const metrics =
    metricsPort === null
      ? null
      : await openMetricsPort(clusterMetrics({ configured: config.workers, ready: workers.ready }), {
          host,
          port: metricsPort,
        }).catch(async (error: unknown) => {
          await workers.stop();
          throw error;
        });
  if (metrics) log.info({ port: metrics.port }, 'metrics are at /metrics');
  stopWhenTold(log, async () => {
    await workers.stop();
    await metrics?.close();
    await owner.stop();
  });
  log.info({ port: workers.port, workers: config.workers }, 'all workers serve');
  if (issuer) process.stdout.write(await greeting(config, workers.port, issuer, DEMO_USERS));
  return null;
}
