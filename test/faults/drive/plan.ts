import { type Random, randomOf } from './random.ts';

// What a run does, and when, as a function of the seed and nothing else: the sequence of faults and of draws is the same
// at every run. What a draw comes to depends on what the product has answered so far, and so on timing.

export interface Options {
  readonly seed: number;
  readonly seconds: number;
  /** How long webhooks are waited for at the end: they are tried again after five seconds, thirty, two minutes. */
  readonly quietSeconds: number;
  readonly processes: number;
  readonly clients: number;
  /** How densely faults come: 1 is one every two seconds or so; a slow or busy machine takes fewer. */
  readonly pace: number;
  /** Rounds of concurrent acts whose histories are checked one by one, before the faults begin. */
  readonly rounds: number;
  /** Which faults may happen; all unless named. */
  readonly kinds: readonly FaultKind[];
  /** Where everything is kept: the log, what the processes said, the database's own log. */
  readonly folder: string;
  /** Whether the product runs from what was built or from its source. */
  readonly from: 'dist' | 'src';
  /** The folder of the product. */
  readonly root: string;
}

export const FAULT_KINDS = [
  'KILL_PRODUCT',
  'STOP_PRODUCT',
  'KILL_IN_SWEEP',
  'KILL_IN_MIGRATION',
  'STOP_DATABASE_AT_ONCE',
  'KILL_DATABASE',
  'CUT_CLIENTS',
  'DELAY_CLIENTS',
  'CUT_DATABASE',
  'DELAY_DATABASE',
  'DEAFEN_DATABASE',
  'CUT_AT_COMMIT',
  'SWALLOW_COMMITTED',
  'HOLD_LOCKS',
  'USE_UP_CONNECTIONS',
  'FILL_DISK',
  'CANCEL_STATEMENTS',
  'TERMINATE_BACKENDS',
  'ADVANCE_CLOCK',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** One fault: when it begins, how long it lasts, and a number for whatever else it has to choose. */
export interface Fault {
  readonly number: number;
  readonly kind: FaultKind;
  readonly atMs: number;
  readonly lastsMs: number;
  readonly choice: number;
}

/** Faults that hit nothing but some requests come more often than those that stop everything. */
const WEIGHTS: Readonly<Record<FaultKind, number>> = {
  KILL_PRODUCT: 6,
  STOP_PRODUCT: 2,
  KILL_IN_SWEEP: 4,
  KILL_IN_MIGRATION: 2,
  STOP_DATABASE_AT_ONCE: 2,
  KILL_DATABASE: 2,
  CUT_CLIENTS: 8,
  DELAY_CLIENTS: 4,
  CUT_DATABASE: 8,
  DELAY_DATABASE: 4,
  DEAFEN_DATABASE: 3,
  CUT_AT_COMMIT: 10,
  SWALLOW_COMMITTED: 10,
  HOLD_LOCKS: 4,
  USE_UP_CONNECTIONS: 3,
  FILL_DISK: 2,
  CANCEL_STATEMENTS: 10,
  TERMINATE_BACKENDS: 8,
  ADVANCE_CLOCK: 8,
};

/** How long a fault lasts; the others happen at a moment. */
const LASTING: Partial<Record<FaultKind, readonly [number, number]>> = {
  DELAY_CLIENTS: [500, 4_000],
  DELAY_DATABASE: [500, 3_000],
  DEAFEN_DATABASE: [300, 2_500],
  CUT_AT_COMMIT: [200, 1_500],
  SWALLOW_COMMITTED: [200, 1_500],
  HOLD_LOCKS: [300, 3_500],
  USE_UP_CONNECTIONS: [500, 3_000],
  FILL_DISK: [500, 3_000],
  CANCEL_STATEMENTS: [200, 1_500],
  TERMINATE_BACKENDS: [100, 800],
};

function drawn(random: Random, kinds: readonly FaultKind[]): FaultKind {
  let left = random.below(kinds.reduce((sum, kind) => sum + WEIGHTS[kind], 0));
  for (const kind of kinds) {
    left -= WEIGHTS[kind];
    if (left < 0) return kind;
  }
  throw new Error('there is no fault to draw');
}

const FIRST_AFTER_MS = 1_500;
/** Between two faults: short enough that some overlap, long enough that work is done in between. */
const PAUSE_MS = [200, 4_000] as const;

/** The faults of a run, in the order in which they begin. */
export function faultsOf({
  seed,
  seconds,
  kinds,
  pace,
}: Pick<Options, 'seed' | 'seconds' | 'kinds' | 'pace'>): Fault[] {
  if (kinds.length === 0) return [];
  const random = randomOf(seed, 'faults');
  const faults: Fault[] = [];
  for (let atMs = FIRST_AFTER_MS; atMs < seconds * 1_000; ) {
    const kind = drawn(random, kinds);
    const [least, most] = LASTING[kind] ?? [0, 0];
    const lastsMs = least + random.below(most - least + 1);
    faults.push({ number: faults.length + 1, kind, atMs, lastsMs, choice: random.below(1_000_000) });
    atMs += Math.round((PAUSE_MS[0] + random.below(PAUSE_MS[1] - PAUSE_MS[0])) / pace);
  }
  return faults;
}
