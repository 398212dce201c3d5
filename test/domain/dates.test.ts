import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BusinessDate,
  businessDateOf,
  daysBetween,
  earliestValueDate,
  type Instant,
  isBusinessDate,
  onDate,
  parseDate,
  plusDays,
  plusMonths,
} from '../../src/domain/dates.ts';

const anyDate = fc.integer({ min: 0, max: 39_000 }).map((days) => plusDays(parseDate('1990-01-01'), days));

describe('a business date', () => {
  it.each(['2026-04-30', '2024-02-29', '1990-01-01', '2099-12-31'])('%s is one', (text) => {
    expect(isBusinessDate(text)).toBe(true);
  });

  it.each([
    '2026-02-30',
    '2025-02-29',
    '0000-01-01',
    '99999-01-01',
    '1989-12-31',
    '2100-01-01',
    'infinity',
    'now',
    'epoch',
    '2026-W10-1',
    '2026-04-30T00:00:00Z',
    '２０２６-04-30',
    '2026-4-30',
    '',
    ' 2026-04-30',
    '2026-13-01',
    '2026-00-10',
  ])('%j is none', (text) => {
    expect(isBusinessDate(text)).toBe(false);
  });

  it('is the date in Asia/Shanghai: the day turns at 16:00 UTC', () => {
    expect(businessDateOf('2026-04-30T15:59:59.999Z' as Instant)).toBe('2026-04-30');
    expect(businessDateOf('2026-04-30T16:00:00.000Z' as Instant)).toBe('2026-05-01');
  });

  it('days are counted without the first', () => {
    expect(plusDays(parseDate('2026-02-10'), 25)).toBe('2026-03-07');
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -500, max: 500 }), (date, days) => {
        expect(daysBetween(date, plusDays(date, days))).toBe(days);
      }),
    );
  });

  it.each([
    ['2025-01-31', 1, '2025-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2025-03-10', 12, '2026-03-10'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2025-12-31', 2, '2026-02-28'],
    ['2025-01-15', -1, '2024-12-15'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(plusMonths(parseDate(from), months)).toBe(to);
  });

  it.each([
    ['2025-03-10', '2025-02-01'],
    ['2025-03-31', '2025-02-01'],
    ['2025-01-01', '2024-12-01'],
  ])('on %s the last closed month begins on %s', (today, first) => {
    expect(earliestValueDate(parseDate(today))).toBe(first);
  });

  it('a sandbox records on its own date at the real time of day', () => {
    fc.assert(
      fc.property(
        anyDate,
        fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        (date, real) => {
          const recorded = onDate(date as BusinessDate, real.toISOString() as Instant);
          expect(businessDateOf(recorded)).toBe(date);
          expect(recorded.slice(14)).toBe(real.toISOString().slice(14));
        },
      ),
    );
  });
});
