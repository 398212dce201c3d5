import { Yuan } from './money.ts';

/** A limit on lending: a whole number of times a base of money, or an amount. The figures are for one moment. */
export interface Limit {
  /** Tells limits of the same rule apart: the pool, one region, one firm, one bank. */
  readonly about: string;
  readonly limit: Yuan;
  /** Committed plus outstanding principal that counts against it. */
  readonly used: Yuan;
  /** The multiple of a base that the limit is; null for an amount. */
  readonly multiple: number | null;
}

/** What may still be lent under a limit; never below zero, also where lending has passed it. */
export function roomUnder({ limit, used }: Limit): Yuan {
  return Yuan.max(Yuan.ZERO, limit.minus(used));
}

/** The limit with the least room: the one that binds. Among equals the first. Null where nothing limits. */
export function bindingOf<L extends Limit>(limits: readonly L[]): L | null {
  const [first, ...others] = limits;
  if (!first) return null;
  return others.reduce((least, next) => (roomUnder(next).lessThan(roomUnder(least)) ? next : least), first);
}

/** The least amount to the fen whose multiple is at least `wanted`. */
export function leastBase(wanted: Yuan, multiple: number): Yuan {
  if (!Number.isSafeInteger(multiple) || multiple < 1) throw new RangeError(`not a multiple: ${multiple}`);
  if (!wanted.isPositive()) return Yuan.ZERO;
  const whole = BigInt(multiple);
  return Yuan.fromFen((wanted.toFen() + whole - 1n) / whole);
}

/** What would make room for `missing` more under a limit: that much more of its base, or of the limit itself. */
export function reliefOf(limit: Limit, missing: Yuan): Yuan {
  const short = Yuan.max(Yuan.ZERO, limit.used.plus(missing).minus(limit.limit));
  return limit.multiple === null ? short : leastBase(short, limit.multiple);
}

/** What may be added to `part` before it reaches `percent` % of `whole`: to the fen below that line, never below zero. */
export function roomBelowLine(part: Yuan, percent: number, whole: Yuan): Yuan {
  const line = whole.toFen() * BigInt(percent);
  const reaching = (line + 99n) / 100n;
  return Yuan.max(Yuan.ZERO, Yuan.fromFen(reaching - 1n).minus(part));
}

/** Lending in percent of its limit, cut after two places; null where there is no limit to measure by. */
export function utilisationPercent(used: Yuan, limit: Yuan | null): string | null {
  return limit && used.percentOf(limit, 2);
}
