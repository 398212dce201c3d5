// Whether one of two series of times tends to be longer than the other, by ranks alone: no outlier, no unit and no shape of
// the distribution counts.

export interface Compared {
  /** The chance that one of the first is longer than one of the second: 0.5 where nothing can be told. */
  readonly chance: number;
  /** By how many standard deviations that is off. */
  readonly z: number;
}

/** Mann and Whitney’s test with the correction for ties. */
export function compareRanks(first: readonly number[], second: readonly number[]): Compared {
  const all = [
    ...first.map((value) => ({ value, ours: true })),
    ...second.map((value) => ({ value, ours: false })),
  ];
  all.sort((one, other) => one.value - other.value);
  let rankSum = 0;
  let ties = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1;
    const rank = (from + 1 + to) / 2;
    const count = to - from;
    ties += count ** 3 - count;
    for (let at = from; at < to; at += 1) if (all[at]?.ours) rankSum += rank;
    from = to;
  }
  const [n, m] = [first.length, second.length];
  const wins = rankSum - (n * (n + 1)) / 2;
  const total = n + m;
  const deviation = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))));
  return { chance: wins / (n * m), z: deviation === 0 ? 0 : (wins - (n * m) / 2) / deviation };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
