// What the parts of the bench hand back: figures of one program under one work, and findings that a bar is held against.

/** One program under one work on so many loans; medians over the rounds. */
export interface Figure {
  readonly part: string;
  readonly what: string;
  readonly who: string;
  readonly loans: number | null;
  /** By name, with the unit in it: `perSecond`, `p50Ms`, `cpuMsPerRequest`, `statementsPerRequest`, `seconds`, `megabytes`. */
  readonly values: Readonly<Record<string, number>>;
}

/** A figure or ratio over the rounds of one run, and what it has to be. */
export interface Finding {
  readonly part: string;
  /** As a reader of the table needs it, such as "zhubao / by hand, answers a second". */
  readonly what: string;
  readonly loans: number | null;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Nothing for a ratio. */
  readonly unit: string;
  readonly bar: Bar | null;
  /** Null without a bar. */
  readonly met: boolean | null;
}

export type Bar = { readonly atLeast: number } | { readonly atMost: number };

export interface Result {
  readonly figures: readonly Figure[];
  readonly findings: readonly Finding[];
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Holds the median of what the rounds showed against a bar. */
export function finding(
  about: Pick<Finding, 'part' | 'what' | 'loans'>,
  rounds: readonly number[],
  bar: Bar | null = null,
  unit = '',
): Finding {
  const middle = median(rounds);
  const met = bar && ('atLeast' in bar ? middle >= bar.atLeast : middle <= bar.atMost);
  return { ...about, median: middle, least: Math.min(...rounds), most: Math.max(...rounds), unit, bar, met };
}
