import type { Log } from '../../src/database/errors.ts';

/** A log that keeps to itself. */
export const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
