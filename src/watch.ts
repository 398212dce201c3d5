import type { WatchedPool } from './acts/watch.ts';
import type { Database, Log } from './database/connection.ts';
import { lastAppliedIn, type Step, standingOf, type VersionStanding } from './database/version.ts';
import { watchPools } from './database/watch.ts';
import { daysBetween, type Instant, millisecondsBetween } from './domain/dates.ts';
import type { Check } from './http/health.ts';
import type { DeliveryFigures } from './http/metrics.ts';

/** How long an answer is given again before the database is asked anew, and how long it counts when it can't be asked. */
const KEPT_MS = 10_000;
const STALE_MS = 60_000;
/** How long a check waits for the database: both endpoints answer within two seconds, whatever hangs. */
const WAIT_MS = 1_500;
/** After midnight the sweep has so long before it is called late. */
const SWEEP_GRACE_MS = 15 * 60_000;
/** A webhook that has not arrived for so long is more than a receiver restarting. */
const DELIVERY_LATE_SECONDS = 900;

export interface WatchSettings {
  readonly database: Database;
  readonly steps: readonly Step[];
  /** Figures of the webhooks; null where this deployment sends none. */
  readonly delivery: (() => Promise<DeliveryFigures>) | null;
  readonly now: () => Instant;
  readonly log: Log;
}

/** What the operator of a deployment watches, for health and metrics. Null stands for what is not known just now. */
export interface Watch {
  pools(): Promise<readonly WatchedPool[] | null>;
  delivery(): Promise<DeliveryFigures | null>;
  checks(): Promise<readonly Check[]>;
}

export function createWatch({ database, steps, delivery, now, log }: WatchSettings): Watch {
  const pools = kept('the pools', () => watchPools(database, now()), log);
  const version = kept('the version', async () => standingOf(steps, await lastAppliedIn(database)), log);
  const figures = kept('the webhooks', async () => (delivery ? await delivery() : null), log);
  return {
    pools,
    delivery: figures,
    async checks() {
      const [answers, standing, watched, sent] = await Promise.all([
        inTime(database.ping().then(() => true)).catch(() => false),
        version(),
        pools(),
        figures(),
      ]);
      const known = answers ? { standing, watched } : { standing: null, watched: null };
      return [
        answers
          ? { name: 'database', state: 'ok' }
          : { name: 'database', state: 'failing', detail: 'no answer' },
        versionCheck(known.standing, answers === true),
        ...poolChecks(known.watched, now()),
        ...(delivery ? [deliveryCheck(sent)] : []),
      ];
    },
  };
}

const NOT_KNOWN = 'not known: the database did not answer in time';

function versionCheck(standing: VersionStanding | null, answers: boolean): Check {
  const name = 'migrations';
  // A database that is merely busy was of the right version when the service started.
  if (!standing) return { name, state: answers ? 'degraded' : 'failing', detail: NOT_KNOWN };
  if (standing.standing === 'OLDER')
    return { name, state: 'failing', detail: 'the database is older than the program; run zhubao migrate' };
  if (standing.standing === 'NEWER')
    return { name, state: 'degraded', detail: 'the database is newer than the program; finish the upgrade' };
  return { name, state: 'ok' };
}

/** Of the pools that go by the real date; the clock of a sandbox is set by hand, and nobody need act on it. */
function poolChecks(watched: readonly WatchedPool[] | null, now: Instant): Check[] {
  const pools = watched?.filter(({ isSandbox }) => !isSandbox) ?? null;
  const check = (name: string, isWrong: (pool: WatchedPool) => boolean, todo: string): Check => {
    if (!pools) return { name, state: 'degraded', detail: NOT_KNOWN };
    const count = pools.filter(isWrong).length;
    return count === 0
      ? { name, state: 'ok' }
      : { name, state: 'degraded', detail: `${count} of ${pools.length} pools: ${todo}` };
  };
  return [
    check(
      'calendar',
      ({ yearsWithoutNotice }) => yearsWithoutNotice.length > 0,
      'load the State Council’s holiday notice of the year (loadHolidayNotice)',
    ),
    check(
      'edition',
      ({ edition }) => edition === 'LAPSED',
      'the policy edition has lapsed (Art. 40); no new business until another is enacted',
    ),
    check(
      'sweep',
      (pool) => isBehind(pool, now),
      'the daily sweep is behind; see that a process runs with SWEEP=on, or run zhubao sweep',
    ),
  ];
}

/** Days that should have been swept by now have not been. */
export function isBehind({ sweptThrough, today }: WatchedPool, now: Instant): boolean {
  if (sweptThrough === null) return false;
  const days = daysBetween(sweptThrough, today);
  const midnight = `${today}T00:00:00+08:00` as Instant;
  return days > 1 || (days === 1 && millisecondsBetween(midnight, now) > SWEEP_GRACE_MS);
}

function deliveryCheck(figures: DeliveryFigures | null): Check {
  const name = 'webhooks';
  if (!figures) return { name, state: 'degraded', detail: NOT_KNOWN };
  return figures.oldestSeconds <= DELIVERY_LATE_SECONDS
    ? { name, state: 'ok' }
    : { name, state: 'degraded', detail: `deliveries wait since ${Math.floor(figures.oldestSeconds)} s` };
}

/** The answer, or null when it does not come in time. */
async function inTime<T>(answering: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), WAIT_MS);
  });
  return Promise.race([answering, late]).finally(() => clearTimeout(timer));
}

/** Asked once at a time and kept for a while, so that nobody burdens the database by asking how it is. */
function kept<T>(what: string, read: () => Promise<T>, log: Log): () => Promise<T | null> {
  let last: { readonly at: number; readonly value: T } | null = null;
  let reading: Promise<T | null> | null = null;
  const readAgain = () => {
    reading ??= read()
      .then((value) => {
        last = { at: performance.now(), value };
        return value;
      })
      .catch((error: unknown) => {
        log.warn({ err: error }, `the watch over ${what} failed; it will be tried again`);
        return null;
      })
      .finally(() => {
        reading = null;
      });
    return reading;
  };
  const notOlderThan = (ms: number): T | null =>
    last !== null && performance.now() - last.at < ms ? last.value : null;
  return async () => notOlderThan(KEPT_MS) ?? (await inTime(readAgain())) ?? notOlderThan(STALE_MS);
}
