import { Decimal as DecimalBase } from 'decimal.js';

/** Forty digits: no sum this product can hold loses a fen. */
const Decimal = DecimalBase.clone({ precision: 40, rounding: DecimalBase.ROUND_HALF_UP });

/** Fourteen digits before the point (under a hundred trillion yuan) and at most two after it. */
const YUAN_TEXT = /^(-?)(0|[1-9]\d{0,13})(\.\d{1,2})?$/;

/** Why a text is not an amount of money. */
export class NotMoney extends Error {
  constructor(readonly text: string) {
    super(`not an amount in yuan: ${JSON.stringify(text.slice(0, 40))}`);
  }
}

/** The fen of a text that `YUAN_TEXT` has found sound. */
function fenOf(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(`${whole}${fraction.padEnd(2, '0')}`);
}

/**
 * An exact amount of money in yuan, held as whole fen. Immutable. The only arithmetic on money in the product; rounding
 * happens in `split()` and nowhere else.
 */
export class Yuan {
  static readonly ZERO = new Yuan(0n);

  private constructor(private readonly fen: bigint) {}

  /** Reads "4000000.00", "4000000" or "-0.5"; anything else throws `NotMoney`. */
  static parse(text: string): Yuan {
    if (!YUAN_TEXT.test(text)) throw new NotMoney(text);
    return new Yuan(fenOf(text));
  }

  static isYuan(text: string): boolean {
    return YUAN_TEXT.test(text);
  }

  static fromFen(fen: bigint): Yuan {
    return new Yuan(fen);
  }

  static sum(amounts: Iterable<Yuan>): Yuan {
    let total = Yuan.ZERO;
    for (const amount of amounts) total = total.plus(amount);
    return total;
  }

  /** The smallest of the amounts; there must be at least one. */
  static min(first: Yuan, ...others: Yuan[]): Yuan {
    return others.reduce((least, next) => (next.lessThan(least) ? next : least), first);
  }

  static max(first: Yuan, ...others: Yuan[]): Yuan {
    return others.reduce((most, next) => (next.moreThan(most) ? next : most), first);
  }

  toFen(): bigint {
    return this.fen;
  }

  plus(other: Yuan): Yuan {
    return new Yuan(this.fen + other.fen);
  }

  minus(other: Yuan): Yuan {
    return new Yuan(this.fen - other.fen);
  }

  negated(): Yuan {
    return new Yuan(-this.fen);
  }

  /** Multiplies by a whole number: a leverage multiple, a count. */
  times(multiple: number): Yuan {
    if (!Number.isSafeInteger(multiple)) throw new RangeError(`not a whole multiple: ${multiple}`);
    return new Yuan(this.fen * BigInt(multiple));
  }

  isZero(): boolean {
    return this.fen === 0n;
  }

  isNegative(): boolean {
    return this.fen < 0n;
  }

  isPositive(): boolean {
    return this.fen > 0n;
  }

  equals(other: Yuan): boolean {
    return this.fen === other.fen;
  }

  lessThan(other: Yuan): boolean {
    return this.fen < other.fen;
  }

  moreThan(other: Yuan): boolean {
    return this.fen > other.fen;
  }

  atMost(other: Yuan): boolean {
    return this.fen <= other.fen;
  }

  atLeast(other: Yuan): boolean {
    return this.fen >= other.fen;
  }

  /**
   * This amount as a percentage of `whole`, cut (not rounded) after `decimals` places, so that a ratio never
   * looks as if it had reached a line that it has not. Null when `whole` is zero.
   */
  percentOf(whole: Yuan, decimals = 4): string | null {
    if (whole.isZero()) return null;
    const hundredfold = new Decimal((this.fen * 100n).toString());
    return hundredfold.div(whole.fen.toString()).toFixed(decimals, DecimalBase.ROUND_DOWN);
  }

  /** True when this amount is at least `percent` % of `whole`, without dividing. */
  reaches(percent: string, whole: Yuan): boolean {
    return new Decimal(percent).times(whole.fen.toString()).lessThanOrEqualTo((this.fen * 100n).toString());
  }

  /** "4000000.00": always two decimals, never an exponent, never a thousands separator. */
  toString(): string {
    const digits = (this.fen < 0n ? -this.fen : this.fen).toString().padStart(3, '0');
    return `${this.fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  }

  toJSON(): string {
    return this.toString();
  }

  /** "4,000,000.00", for sentences that people read. */
  toReadable(): string {
    return this.toString().replace(/\B(?=(\d{3})+(?=\.))/g, ',');
  }

  private static weighted(fen: bigint, weights: readonly bigint[]): bigint[] {
    const whole = weights.reduce((sum, weight) => sum + weight, 0n);
    const parts = weights.map((weight) => (fen * weight) / whole);
    const remainders = weights.map((weight, at) => ({ at, left: (fen * weight) % whole }));
    remainders.sort((a, b) => (a.left === b.left ? a.at - b.at : a.left > b.left ? -1 : 1));
    let short = fen - parts.reduce((sum, part) => sum + part, 0n);
    for (const { at } of remainders) {
      if (short === 0n) break;
      parts[at] = (parts[at] ?? 0n) + 1n;
      short -= 1n;
    }
    return parts;
  }

  /** See `split()`. */
  static split(amount: Yuan, weights: readonly number[]): Yuan[] {
    if (amount.isNegative()) throw new RangeError('cannot split a negative amount');
    if (weights.length === 0 || weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0))
      throw new RangeError('weights are whole numbers, at least one of them');
    if (weights.every((weight) => weight === 0)) throw new RangeError('at least one weight is above zero');
    return Yuan.weighted(amount.toFen(), weights.map(BigInt)).map(Yuan.fromFen);
  }
}

/**
 * Splits an amount by weights, exact to the fen: the parts sum to the whole; the fen left over go to the largest
 * remainders first, and among equals to the earlier party (Art. 20).
 */
export function split(amount: Yuan, weights: readonly number[]): Yuan[] {
  return Yuan.split(amount, weights);
}

/**
 * The parts of `next` when `before` has already been split by the same weights: the split of the sum less the
 * split of what went before, so that many small amounts end at the same shares as one large amount (Art. 34).
 */
export function splitCumulative(before: Yuan, next: Yuan, weights: readonly number[]): Yuan[] {
  const earlier = split(before, weights);
  return split(before.plus(next), weights).map((part, at) => part.minus(earlier[at] ?? Yuan.ZERO));
}
