import { type BreakerFigures, measured } from '../domain/breaker.ts';
import { type BusinessDate, type Instant, yearOf } from '../domain/dates.ts';
import { roomBelowLine } from '../domain/exposure.ts';
import { poolFigures } from '../domain/ledger.ts';
import type { Yuan } from '../domain/money.ts';
import type { Id } from '../domain/words.ts';
import { editionOn } from '../regulation/edition.ts';
import type { Row } from './ports.ts';
import { CALENDAR_YEARS, datesOf, editionOf } from './setting.ts';

// What the operator of a deployment watches of each pool. It holds nothing of a tenant: counts and sums of the pool.

/** What is kept of a pool, as far as it is watched. */
export interface WatchedRows {
  readonly pool: Row<'pool'>;
  readonly sweep: Row<'sweep'> | null;
  /** Enacted ones. */
  readonly editions: readonly Row<'edition'>[];
  readonly notices: readonly Row<'holidayNotice'>[];
  readonly accounts: readonly Pick<Row<'account'>, 'kind' | 'balance'>[];
  /** The pool's own summary of loans. */
  readonly exposure: Row<'exposure'> | null;
  readonly overduePrincipal: Yuan;
  readonly lateDuties: number;
}

export interface WatchedPool {
  readonly poolId: Id<'pool'>;
  readonly isSandbox: boolean;
  readonly today: BusinessDate;
  /** The last day that was swept; null for a pool that never was. */
  readonly sweptThrough: BusinessDate | null;
  /** LAPSED: there was an edition, and none counts today (Art. 40). NONE: none has been enacted yet. */
  readonly edition: 'IN_FORCE' | 'LAPSED' | 'NONE';
  /** Years whose holiday notice is missing though days in them are reckoned with by now. */
  readonly yearsWithoutNotice: readonly number[];
  readonly lateDuties: number;
  /** Of the pool's breaker (Art. 37); null where there is no edition, or each bank has one of its own. */
  readonly breaker: { readonly usedPercent: string | null; readonly distance: Yuan } | null;
}

/** The month from which on next year's notice is expected: the State Council publishes it in autumn. */
const DECEMBER = '-12-01';

export function watched(rows: WatchedRows, now: Instant): WatchedPool {
  const { pool, sweep, editions, lateDuties } = rows;
  const { today } = datesOf(pool, now);
  const enacted = editions.map(editionOf);
  const inForce = editionOn(enacted, today);
  const hadOne = enacted.some(({ validFrom }) => validFrom <= today);
  return {
    poolId: pool.poolId,
    isSandbox: pool.sandboxDate !== null,
    today,
    sweptThrough: sweep?.sweptThrough ?? null,
    edition: inForce ? 'IN_FORCE' : hadOne ? 'LAPSED' : 'NONE',
    yearsWithoutNotice: yearsWithoutNotice(rows, today),
    lateDuties,
    breaker: breakerOf(rows, today),
  };
}

function yearsWithoutNotice({ notices }: WatchedRows, today: BusinessDate): number[] {
  const known = new Set([...CALENDAR_YEARS, ...notices].map(({ year }) => year));
  const year = yearOf(today);
  const wanted = today >= `${year}${DECEMBER}` ? [year, year + 1] : [year];
  return wanted.filter((one) => !known.has(one));
}

/** 第三十七条 How near the pool is to the line at which new business stops. */
function breakerOf(rows: WatchedRows, today: BusinessDate): WatchedPool['breaker'] {
  const editions = rows.editions.map(editionOf);
  const edition = editionOn(editions, today) ?? editions.at(-1);
  if (!edition || !rows.exposure) return null;
  const { measure, scope, thresholdPercent } = edition.values.breaker;
  if (scope !== 'POOL') return null;
  const lending = { ...rows.exposure, overdue: rows.overduePrincipal };
  const { part, whole } = measured({ measure, scope }, poolFigures(rows.accounts), lending);
  return {
    usedPercent: usedPercent({ part, whole }, thresholdPercent),
    distance: roomBelowLine(part, thresholdPercent, whole),
  };
}

/** The part of the line that is used up, in percent of it; null where there is nothing to measure by. */
function usedPercent({ part, whole }: BreakerFigures, thresholdPercent: number): string | null {
  return part.times(100).percentOf(whole.times(thresholdPercent));
}
