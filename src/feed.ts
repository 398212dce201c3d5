import type { Feed } from './graphql/live-context.ts';

export interface FeedSettings {
  /** The running number of the last event of each pool, of those that have any. */
  readonly heads: (pools: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  readonly everyMs: number;
  readonly log: { warn(fields: object, message: string): void };
}

interface Waiter {
  readonly poolId: string;
  readonly after: number;
  readonly resolve: (head: number | null) => void;
}

export interface PolledFeed extends Feed {
  /** Something was done in this process: look at once. */
  nudge(): void;
  stop(): void;
}

/**
 * Looks for new events while anybody waits for some: one statement for all pools, again and again. No LISTEN and NOTIFY,
 * which would hold a connection and get lost behind a pooler of transactions; what other processes do is found all the same.
 */
export function createFeed({ heads, everyMs, log }: FeedSettings): PolledFeed {
  const waiting = new Set<Waiter>();
  let timer: NodeJS.Timeout | null = null;
  let looking = false;
  let again = false;
  let stopped = false;

  async function look(): Promise<void> {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    if (timer) clearTimeout(timer);
    timer = null;
    try {
      const found = await heads([...new Set([...waiting].map(({ poolId }) => poolId))]);
      for (const waiter of waiting) {
        const head = found.get(waiter.poolId) ?? 0;
        if (head <= waiter.after) continue;
        waiting.delete(waiter);
        waiter.resolve(head);
      }
    } catch (error) {
      // Whoever waits goes on waiting: the database comes back, and nothing is lost by then.
      log.warn({ err: error }, 'the feed could not look for new events');
    }
    looking = false;
    if (again) {
      again = false;
      void look();
    } else if (waiting.size > 0 && !stopped) timer = setTimeout(() => void look(), everyMs);
  }

  return {
    after(poolId, after, signal) {
      if (stopped || signal.aborted) return Promise.resolve(null);
      return new Promise((resolve) => {
        const waiter: Waiter = { poolId, after, resolve: (head) => end(head) };
        const leave = () => {
          waiting.delete(waiter);
          end(null);
        };
        const end = (head: number | null) => {
          signal.removeEventListener('abort', leave);
          resolve(head);
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting.add(waiter);
        // Whoever begins is answered at once; the others wait for the clock or a nudge.
        if (after < 0 || (!timer && !looking)) void look();
      });
    },
    nudge() {
      if (waiting.size > 0) void look();
    },
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      for (const waiter of waiting) waiter.resolve(null);
      waiting.clear();
    },
  };
}
