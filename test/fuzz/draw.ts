/** Draws by a seed: the same seed draws the same, wherever it runs. */
export class Draw {
  constructor(private state: number) {
    this.state = state >>> 0;
  }

  /** From 0 up to but not including 1. Mulberry32. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** True so often, of one. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  one<T>(of: readonly T[]): T {
    const found = of[this.below(of.length)];
    if (found === undefined) throw new Error('nothing to draw from');
    return found;
  }

  /** Some of them, at least one, in their order. */
  some<T>(of: readonly T[], most: number): T[] {
    const count = 1 + this.below(Math.min(most, of.length));
    const taken = new Set<number>();
    while (taken.size < count) taken.add(this.below(of.length));
    return of.filter((_, at) => taken.has(at));
  }
}
