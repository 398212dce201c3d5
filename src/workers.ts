import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Config } from './config.ts';
import type { Slot } from './worker-share.ts';

// Several processes on one port of one machine: the first starts the others, starts one again that died, and ends them.

/** What the first process and its workers tell each other. */
export type Told =
  | { readonly kind: 'LISTENING' }
  | { readonly kind: 'BEGIN'; readonly slot: Slot; readonly config: Config }
  | { readonly kind: 'READY'; readonly port: number }
  | { readonly kind: 'SPENT'; readonly tenant: string; readonly points: number; readonly questions: number };

/** The other workers, seen from one of them. */
export interface Fellows {
  /** Tells them what a tenant has spent here. */
  spent(tenant: string, points: number, questions: number): void;
  /** Hears what was spent at any of them. */
  whenSpent(charge: Fellows['spent']): void;
}

interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface WorkersSettings {
  readonly count: number;
  readonly shareOf: (slot: Slot) => Config;
  /** How long a worker may take to end after it was told to; then it is killed. */
  readonly endSeconds: number;
  readonly log: Log;
  /** Told when so many starts in a row have failed that there is no use in going on. */
  readonly gaveUp: () => void;
}

export interface Workers {
  readonly port: number;
  /** How many serve at the moment. */
  ready(): number;
  stop(): Promise<void>;
}

/** A worker did not come up; it has said why on standard error. */
export class WorkerFailed extends Error {
  override readonly name = 'WorkerFailed';
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A worker that served for so long did not die of how it was started. */
const STEADY_MS = 60_000;
const FAILED_STARTS_MAX = 10;

/** Starts the workers, the first alone: what is wrong with the configuration is said once. Rejects with WorkerFailed. */
export async function startWorkers(settings: WorkersSettings): Promise<Workers> {
  const { count, log } = settings;
  // The configuration travels as it is, bytes and all.
  cluster.setupPrimary({ serialization: 'advanced' });
  const serving = new Map<Slot, Worker>();
  const pauses = new Map<Slot, NodeJS.Timeout>();
  const deaths = new Map<Slot, number>();
  let failedStarts = 0;
  let isStopping = false;

  function fork(slot: Slot): Promise<number> {
    // The owner's connection stays here.
    const worker = cluster.fork({ DATABASE_URL: '', DATABASE_APP_URL: '' });
    const since = performance.now();
    return new Promise((resolve, reject) => {
      worker.on('message', (told: Told) => {
        // What is sent before it listens may be lost.
        if (told.kind === 'LISTENING')
          worker.send({ kind: 'BEGIN', slot, config: settings.shareOf(slot) } satisfies Told);
        if (told.kind === 'SPENT') tellOthers(worker, told);
        if (told.kind !== 'READY') return;
        serving.set(slot, worker);
        failedStarts = 0;
        resolve(told.port);
      });
      worker.on('error', (error) => log.error({ err: error, worker: slot }, 'a worker can’t be spoken to'));
      worker.once('exit', (exit, signal) => {
        const wasReady = serving.delete(slot);
        if (!wasReady) reject(new WorkerFailed('a worker did not start'));
        if (isStopping) return;
        log.error({ worker: slot, exit, signal }, 'a worker died');
        if (!wasReady) failedStarts += 1;
        startAgain(slot, wasReady && performance.now() - since > STEADY_MS);
      });
    });
  }

  function tellOthers(from: Worker, told: Told): void {
    for (const worker of serving.values()) if (worker !== from && worker.isConnected()) worker.send(told);
  }

  /** At once the first time, and then after longer and longer pauses. */
  function startAgain(slot: Slot, wasSteady: boolean): void {
    if (port === null) return;
    if (failedStarts >= FAILED_STARTS_MAX && serving.size === 0) {
      settings.gaveUp();
      return;
    }
    const before = wasSteady ? 0 : (deaths.get(slot) ?? 0);
    deaths.set(slot, before + 1);
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** before);
    const again = () => {
      pauses.delete(slot);
      // Its exit is seen to above, whether it had come up or not.
      fork(slot).then(
        () => log.info({ worker: slot }, 'a worker was started again'),
        () => undefined,
      );
    };
    pauses.set(slot, setTimeout(again, pauseMs));
  }

  async function stop(): Promise<void> {
    isStopping = true;
    for (const pause of pauses.values()) clearTimeout(pause);
    const running = Object.values(cluster.workers ?? {}).flatMap((worker) => worker ?? []);
    await Promise.all(
      running.map(async (worker) => {
        if (worker.isDead()) return;
        const gone = once(worker, 'exit');
        const cut = setTimeout(() => worker.process.kill('SIGKILL'), settings.endSeconds * 1_000);
        worker.process.kill('SIGTERM');
        await gone;
        clearTimeout(cut);
      }),
    );
  }

  let port: number | null = null;
  try {
    port = await fork(1);
    await Promise.all(Array.from({ length: count - 1 }, (_, at) => fork(at + 2)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, ready: () => serving.size, stop };
}
