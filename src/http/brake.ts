import { isIPv6 } from 'node:net';

/** Slows an address that keeps failing to sign in. It stops nobody who has a good token. */
export interface Brake {
  /** Counts a failure; the seconds to wait if there were too many in this second, else null. */
  failed(address: string): number | null;
}

/** Addresses remembered at once; beyond it the oldest are forgotten, so that a flood can't fill the memory. */
const ADDRESSES_MAX = 10_000;
const WINDOW_MILLISECONDS = 1_000;

export function createBrake(failuresPerSecondMax: number, now: () => number = Date.now): Brake {
  const windows = new Map<string, { since: number; failures: number }>();
  return {
    failed(address) {
      const key = networkOf(address);
      const time = now();
      const before = windows.get(key);
      const window =
        before && time - before.since < WINDOW_MILLISECONDS ? before : { since: time, failures: 0 };
      window.failures += 1;
      windows.delete(key);
      windows.set(key, window);
      if (windows.size > ADDRESSES_MAX) {
        const [oldest] = windows.keys();
        if (oldest !== undefined) windows.delete(oldest);
      }
      return window.failures > failuresPerSecondMax ? WINDOW_MILLISECONDS / 1_000 : null;
    },
  };
}

/** The address, or of IPv6 the /64 that one customer is given: the rest of it they can change at will. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array<string>(missing).fill('0'), ...(tail ?? '').split(':')].slice(0, 4).join(':');
}
