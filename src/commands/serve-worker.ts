import 'reflect-metadata';
import { tellCluster } from '../http/cluster-metrics.ts';
import { createLog } from '../http/log.ts';
import { serve } from '../main.ts';
import { startTracing } from '../tracing.ts';
import type { Fellows, Told } from '../workers.ts';
import { stopWhenTold } from './stopping.ts';

/** How long what was spent is gathered before the other workers are told; a question about amounts is told at once. */
const GATHER_MS = 50;

function tell(told: Told): void {
  if (process.connected) process.send?.(told);
}

/** The other workers, as far as this one has to do with them. */
function fellowsByMessage(): Fellows {
  const gathered = new Map<string, { points: number; questions: number }>();
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    for (const [tenant, spent] of gathered) tell({ kind: 'SPENT', tenant, ...spent });
    gathered.clear();
  };
  return {
    spent(tenant, points, questions) {
      const sum = gathered.get(tenant) ?? { points: 0, questions: 0 };
      gathered.set(tenant, { points: sum.points + points, questions: sum.questions + questions });
      if (questions > 0) flush();
      else timer ??= setTimeout(flush, GATHER_MS).unref();
    },
    whenSpent(charge) {
      process.on('message', (told: Told) => {
        if (told.kind === 'SPENT') charge(told.tenant, told.points, told.questions);
      });
    },
  };
}

/** What the first process says that this one is to be. Other messages may come before, such as a question for metrics. */
function beginning(): Promise<Extract<Told, { kind: 'BEGIN' }>> {
  return new Promise((resolve) => {
    const hear = (told: Told) => {
      if (told.kind !== 'BEGIN') return;
      process.off('message', hear);
      resolve(told);
    };
    process.on('message', hear);
    tell({ kind: 'LISTENING' });
  });
}

/** Serves as one of several, as the first process says. */
export async function runWorker(): Promise<null> {
  tellCluster();
  const { config, slot } = await beginning();
  const tracing = await startTracing(config.tracing);
  const log = createLog({
    level: config.logLevel,
    format: config.mode === 'production' ? 'json' : 'short',
    more: () => ({ worker: slot, ...tracing?.here() }),
  });
  const product = await serve(config, null, log, tracing, fellowsByMessage());
  product.sweepDaily();
  // A terminal interrupts all of its processes; the first one tells the others.
  process.on('SIGINT', () => undefined);
  stopWhenTold(log, async () => {
    await product.stop();
    await tracing?.stop();
    if (process.connected) process.disconnect();
  }, ['SIGTERM']);
  tell({ kind: 'READY', port: product.port });
  return null;
}
