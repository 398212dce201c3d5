import { type BusinessDate, parseDate } from './dates.ts';
import type { Calendar, ComputedDay } from './working-days.ts';

/** A rate in percent per annum, from "0.00" to "100.00": always two decimals, up to four where they are not zero. */
export type Percent = string & { readonly __brand: 'Percent' };

/** One publication of the loan prime rate (贷款市场报价利率, LPR); it counts until the next one. */
export interface LprQuote {
  readonly date: BusinessDate;
  readonly oneYear: Percent;
  /** The quote for terms over five years. */
  readonly fiveYear: Percent;
}

/** Why a text is not a rate. */
export class NotAPercent extends Error {
  constructor(readonly text: string) {
    super(`not a rate from 0 to 100 percent: ${JSON.stringify(text.slice(0, 40))}`);
  }
}

const PERCENT_TEXT = /^(0|[1-9]\d{0,2})(?:\.(\d{1,4}))?$/;
const HIGHEST = 1_000_000n;

/** A basis point is a hundredth of a percent. More than ten percent off the LPR is a slip of the pen. */
export const BASIS_POINTS_MAX = 1000;
const TERM_ON_ONE_YEAR_QUOTE_MONTHS_MAX = 60;

/** A rate in whole ten-thousandths of a percent, the unit in which rates are added; null for any other text. */
function tenThousandthsOf(text: string): bigint | null {
  const match = PERCENT_TEXT.exec(text);
  if (!match) return null;
  const [, whole = '', decimals = ''] = match;
  const value = BigInt(whole) * 10_000n + BigInt(decimals.padEnd(4, '0'));
  return value <= HIGHEST ? value : null;
}

function write(tenThousandths: bigint): Percent {
  const decimals = (tenThousandths % 10_000n)
    .toString()
    .padStart(4, '0')
    .replace(/0{1,2}$/, '');
  return `${tenThousandths / 10_000n}.${decimals}` as Percent;
}

export function isPercent(text: string): boolean {
  return tenThousandthsOf(text) !== null;
}

/** Reads "3", "3.5" or "3.4500"; equal rates give equal text. Anything else throws `NotAPercent`. */
export function parsePercent(text: string): Percent {
  const value = tenThousandthsOf(text);
  if (value === null) throw new NotAPercent(text);
  return write(value);
}

export function isBasisPoints(count: number): boolean {
  return Number.isSafeInteger(count) && Math.abs(count) <= BASIS_POINTS_MAX;
}

/** The quote that counts on a date: the latest one published on or before it; null before the first. */
export function lprOn(quotes: readonly LprQuote[], date: BusinessDate): LprQuote | null {
  let latest: LprQuote | null = null;
  for (const quote of quotes) {
    if (quote.date <= date && (!latest || latest.date < quote.date)) latest = quote;
  }
  return latest;
}

/**
 * The rate of a loan: the LPR of the day plus or minus basis points (Art. 22). There is no quote between one year and
 * five; the longer one is, by its name (5年期以上), for terms beyond five years, so every term up to 60 months takes
 * the one-year quote. Throws for basis points outside −1000 to 1000, and `NotAPercent` where the rate falls below zero.
 */
export function loanRate(quote: LprQuote, termMonths: number, basisPoints: number): Percent {
  if (!isBasisPoints(basisPoints)) throw new RangeError(`not basis points: ${basisPoints}`);
  const base = termMonths > TERM_ON_ONE_YEAR_QUOTE_MONTHS_MAX ? quote.fiveYear : quote.oneYear;
  const rate = (tenThousandthsOf(base) ?? 0n) + BigInt(basisPoints) * 100n;
  if (rate < 0n || rate > HIGHEST) throw new NotAPercent(`${base} ${basisPoints} bp`);
  return write(rate);
}

/** The day of a month's publication: the 20th, or the next working day; a worked weekend counts. Month 1 is January. */
export function lprPublicationDay(calendar: Calendar, year: number, month: number): ComputedDay {
  return calendar.rollForward(parseDate(`${year}-${String(month).padStart(2, '0')}-20`));
}
