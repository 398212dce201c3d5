/**
 * The numbers of the measures, and the sums that are done with them, worked out a second time: in plain bigint fen and
 * plain date texts, sharing no code with the product.
 */

/** "2025-03-10" and a number of days. */
export function shift(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Calendar days from one date to another. */
export function daysFrom(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** The same day some months later, or that month's last. */
export function monthsOn(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0));
  return shift(last.toISOString().slice(0, 10), Math.min(day, last.getUTCDate()) - last.getUTCDate());
}

/** The first day of the month before: value dates are open from there on. */
export function firstOpenDay(today: string): string {
  return monthsOn(`${today.slice(0, 8)}01`, -1);
}

export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
export const total = (list: readonly bigint[]): bigint => list.reduce((sum, fen) => sum + fen, 0n);

export const FIRM_CAP = 1_000_000_000n;
export const FIRST_DEPOSIT = 100_000_000n;
export const MINIMUM = 800_000_000n;
export const MINIMUM_IN_HARDSHIP = 400_000_000n;
export const ATTEMPTS = 2;
/** Pool, bank, guarantor. */
export const PARTIES = [40n, 20n, 40n] as const;
/** Autonomous region, city, region. */
export const SOURCES = [30n, 30n, 40n] as const;
export const WARNINGS = [50n, 75n, 90n] as const;

/** Every whole fen goes where the quotient says; those left over, one each, to the largest remainders, the first first. */
export function shareOut(fen: bigint, weights: readonly bigint[]): bigint[] {
  const whole = total(weights);
  const short = fen - total(weights.map((weight) => (fen * weight) / whole));
  return weights.map((weight, at) => {
    const mine = (fen * weight) % whole;
    const before = weights.filter((other, place) => {
      const theirs = (fen * other) % whole;
      return theirs > mine || (theirs === mine && place < at);
    });
    return (fen * weight) / whole + (BigInt(before.length) < short ? 1n : 0n);
  });
}

/**
 * What the model goes by. Handed to it, so that a test can hand it a wrong one and see that the difference is noticed.
 */
export interface Laws {
  share(fen: bigint, weights: readonly bigint[]): bigint[];
  /** True when principal has been past due for so many days that it may be deducted for. */
  isPastGrace(days: number): boolean;
  /** True when losses have reached a part, in percent, of the line of 20 % of the funds. */
  reaches(losses: bigint, funds: bigint, percent: bigint): boolean;
  /** What the pool is to bear of a loan after what was recovered. */
  toBear(compensated: bigint, recovered: bigint): bigint;
  /** What of a recovery that returned to the pool counts for the region. */
  creditOf(regionPart: bigint): bigint;
}

export const LAWS: Laws = {
  share: shareOut,
  isPastGrace: (days) => days >= 26,
  reaches: (losses, funds, percent) => losses > 0n && losses * 10_000n >= funds * 20n * percent,
  toBear: (compensated, recovered) =>
    (shareOut(compensated, PARTIES)[0] ?? 0n) - (shareOut(recovered, PARTIES)[0] ?? 0n),
  creditOf: (regionPart) => regionPart,
};
