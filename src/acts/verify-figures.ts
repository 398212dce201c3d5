import type { BusinessDate } from '../domain/dates.ts';
import { poolFigures } from '../domain/ledger.ts';
import { reckon } from '../domain/obligation.ts';
import type { DueUnit } from '../domain/words.ts';
import type { Calendar } from '../domain/working-days.ts';
import { type Edition, editionOn } from '../regulation/edition.ts';
import type { Row } from './ports.ts';
import type { Difference } from './verify.ts';

/** A basis of due dates, as the database gives it: from, count, unit, and the due date kept. */
type Basis = readonly unknown[];

/** The bases whose kept due date is not what they give by the pool’s calendar. */
export function dueDifferences(
  calendar: Calendar,
  bases: readonly Basis[],
): { readonly basis: Basis; readonly computed: string }[] {
  return bases.flatMap((basis) => {
    const [from, count, unit, kept] = basis;
    const { date } = reckon(calendar, from as BusinessDate, Number(count), unit as DueUnit);
    return date === kept ? [] : [{ basis, computed: date }];
  });
}

const lastOf = (editions: readonly Edition[]): Edition | null =>
  [...editions].sort((a, b) => (a.validTo < b.validTo ? 1 : -1))[0] ?? null;

const standing = (tripped: boolean) => (tripped ? 'TRIPPED' : 'OPEN');

/** 第三十七条 Whether the pool’s breaker stands as the ledger says, where it measures net compensation. */
export function breakerDifferences(
  editions: readonly Edition[],
  today: BusinessDate,
  accounts: readonly Pick<Row<'account'>, 'kind' | 'balance'>[],
  breakers: readonly Row<'breaker'>[],
): Difference[] {
  const edition = editionOn(editions, today) ?? lastOf(editions);
  const kept = breakers.find(({ scope }) => scope === 'POOL');
  if (!edition || !kept) return [];
  const { measure, scope, thresholdPercent } = edition.values.breaker;
  if (measure !== 'NET_COMPENSATION_TO_FUNDS' || scope !== 'POOL') return [];
  const { netCompensation, fundsTotal } = poolFigures(accounts);
  const reached = fundsTotal.isPositive()
    ? netCompensation.reaches(String(thresholdPercent), fundsTotal)
    : netCompensation.isPositive();
  if (reached === kept.tripped) return [];
  return [
    { code: 'BREAKER', row: 'breaker POOL', kept: standing(kept.tripped), computed: standing(reached) },
  ];
}
