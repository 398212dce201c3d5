import { isBusinessDate } from '../domain/dates.ts';
import { LOANS, REFERRALS, REPAYMENTS } from './export-business.ts';
import { ENTRIES, EVENTS, OBLIGATIONS } from './export-records.ts';
import type { ExportSpec } from './export-spec.ts';
import { invalid } from './failures.ts';
import type { TableName } from './ports.ts';
import type { Filter } from './reads.ts';

// Lists that go out whole: what a reader may see of a kind of thing, read page by page under its own eyes.

const SPECS = [
  LOANS,
  REFERRALS,
  REPAYMENTS,
  ENTRIES,
  OBLIGATIONS,
  EVENTS,
] as unknown as readonly ExportSpec[];

export function exportSpecOf(path: string): ExportSpec | null {
  return SPECS.find((spec) => spec.path === path) ?? null;
}

/** The days that an address asks for, as filters. */
export function daysAsked(spec: ExportSpec, query: URLSearchParams): Filter<TableName>[] {
  const known = [...query.keys()].find((name) => name !== 'from' && name !== 'to');
  if (known !== undefined)
    throw invalid(
      known.slice(0, 40),
      '没有此参数；可用 from、to。',
      'There is no such parameter; from and to are known.',
    );
  const [from, to] = [query.get('from'), query.get('to')];
  if (from && to && isBusinessDate(from) && isBusinessDate(to) && from > to)
    throw invalid('from', '起始日期晚于截止日期。', 'It lies after to.');
  return (['from', 'to'] as const).flatMap((name) => {
    const value = query.get(name);
    if (value === null) return [];
    if (!isBusinessDate(value))
      throw invalid(name, '不是日期；应如 2026-04-30。', 'Not a date; right would be 2026-04-30.');
    const kind = name === 'from' ? ('FROM' as const) : ('TO' as const);
    return [{ kind, column: spec.day as never, value }];
  });
}
