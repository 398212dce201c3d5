import type { RequestContext } from './context.ts';

/** Waits for what is appended to a pool’s journal. */
export interface Feed {
  /** The running number of the pool’s last event, once it is above `after`; null when it was given up. -1: at once. */
  after(poolId: string, after: number, signal: AbortSignal): Promise<number | null>;
}

/** What a subscription needs beyond a request: it goes on for long, and asks anew who its reader is each time it reads. */
export interface Live {
  readonly feed: Feed;
  /** Aborted when the subscription ends. */
  readonly signal: AbortSignal;
  /**
   * Reads once under the eyes of the reader as it is now, in a view that is closed afterwards: nothing is held while
   * nothing happens. Throws once the reader is not let in any more.
   */
  look<T>(work: (context: RequestContext) => Promise<T>): Promise<T>;
}

/** One push of a subscription: what its root field resolves from. */
export interface Push {
  /** A picture of how things stand, sent only where it differs from the last one that was. */
  readonly onlyIfChanged?: boolean;
}

/** Waits so long, or until the signal. */
export function pauseMs(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || milliseconds <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}
