import { setTimeout as pause } from 'node:timers/promises';
import { sweeperOf, sweepUpToDate } from './acts/daily-sweep.ts';
import type { Ports, SweptPool } from './acts/ports.ts';
import { businessDateOf, plusDays } from './domain/dates.ts';

/** After midnight, so that the clocks of several machines have all passed it. */
const AFTER_MIDNIGHT_MS = 2_000;
/** At the latest: a machine that slept, or whose clock was set, is not waited for. */
const AT_LATEST_MS = 3_600_000;
const AFTER_FAILURE_MS = 60_000;

/** How long until the next midnight in the city, in milliseconds. */
export function untilMidnight(now: ReturnType<Ports['now']>): number {
  const next = plusDays(businessDateOf(now), 1);
  return Date.parse(`${next}T00:00:00+08:00`) - Date.parse(now);
}

/** Where it is told that a sweep failed. */
interface Complaints {
  error(told: object, message: string): void;
}

/** What is to be done with a pool once it is swept up to date, such as signing a checkpoint; it complains for itself. */
type AfterSweep = (pool: SweptPool, stopping: () => boolean) => Promise<void>;

export interface Sweeper {
  start(): void;
  /** Lets the item under way end, and leaves the rest to the next start. */
  stop(): Promise<void>;
}

/**
 * Sweeps every pool at once and then soon after each midnight in Asia/Shanghai: production pools up to the real date,
 * sandboxes up to their own. What fails is logged and tried again; one pool does not hold up the others.
 */
export function createSweeper(
  ports: Ports,
  log: Complaints,
  afterSweep: AfterSweep = async () => undefined,
): Sweeper {
  const stopped = new AbortController();
  let running: Promise<void> | null = null;

  async function sweepPool(pool: SweptPool): Promise<boolean> {
    try {
      await sweepUpToDate(ports, sweeperOf(pool), () => stopped.signal.aborted);
      return true;
    } catch (error) {
      log.error(
        { err: error, pool: pool.poolId },
        'the daily sweep of a pool failed; it will be tried again',
      );
      return false;
    }
  }

  async function sweepAll(): Promise<boolean> {
    try {
      let done = true;
      const pools = await ports.sweep.pools();
      for (const pool of pools) if (!stopped.signal.aborted) done = (await sweepPool(pool)) && done;
      // Only when every pool is swept: what comes after may take long the first time.
      for (const pool of pools)
        if (!stopped.signal.aborted) await afterSweep(pool, () => stopped.signal.aborted);
      return done;
    } catch (error) {
      log.error({ err: error }, 'the daily sweep could not list the pools; it will be tried again');
      return false;
    }
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const done = await sweepAll();
      const soonest = done ? untilMidnight(ports.now()) + AFTER_MIDNIGHT_MS : AFTER_FAILURE_MS;
      await pause(Math.min(soonest, AT_LATEST_MS), null, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopped.abort();
      await running;
    },
  };
}
