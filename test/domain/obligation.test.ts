import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BusinessDate, parseDate, plusDays } from '../../src/domain/dates.ts';
import {
  dueInDays,
  dueInWorkingDays,
  meetings,
  standingOf,
  termsBegun,
} from '../../src/domain/obligation.ts';
import { STATE_COUNCIL_NOTICES } from '../../src/domain/working-days.data.ts';
import { Calendar } from '../../src/domain/working-days.ts';

const calendar = new Calendar(STATE_COUNCIL_NOTICES);
const day = (text: string): BusinessDate => parseDate(text);

describe('a duty is late only the day after it was due', () => {
  test.each([
    ['2025-06-09', null, 'OPEN'],
    ['2025-06-10', null, 'OPEN'],
    ['2025-06-11', null, 'LATE'],
    ['2025-06-30', '2025-06-10', 'MET'],
    ['2025-06-30', '2025-06-11', 'MET_LATE'],
  ] as const)('on %s, met on %s: %s', (today, metOn, standing) => {
    const duty = { dueOn: day('2025-06-10'), metOn: metOn && day(metOn) };
    expect(standingOf(duty, day(today))).toBe(standing);
  });
});

describe('due dates', () => {
  test.each([
    // The Spring Festival of 2025: off from 28 January to 4 February; 26 January and 8 February are worked.
    ['2025-01-24', 3, '2025-02-05', true],
    ['2025-01-26', 3, '2025-02-06', true],
    ['2025-02-03', 3, '2025-02-07', true],
    ['2025-02-05', 3, '2025-02-08', true],
    // 2027 has no notice: weekends alone, and not confirmed.
    ['2026-12-30', 1, '2026-12-31', true],
    ['2026-12-30', 2, '2027-01-01', false],
    ['2026-12-31', 3, '2027-01-05', false],
  ])('%s and %i working days: %s, confirmed %s', (from, count, date, confirmed) => {
    expect(dueInWorkingDays(calendar, day(from), count)).toMatchObject({ date, confirmed });
  });

  test.each([
    ['a day before the festival stays', '2025-01-27', '2025-01-27'],
    ['its first day moves to the first working day after it', '2025-01-28', '2025-02-05'],
    ['so does its last', '2025-02-04', '2025-02-05'],
    ['the day after it stays', '2025-02-05', '2025-02-05'],
    ['a weekend that is worked stays', '2025-02-08', '2025-02-08'],
    ['a weekend that is not moves', '2025-02-09', '2025-02-10'],
  ])('%s', (_, last, date) => {
    expect(dueInDays(calendar, plusDays(day(last), -90), 90, true).date).toBe(date);
    expect(dueInDays(calendar, plusDays(day(last), -90), 90, false).date).toBe(last);
  });

  test('are reckoned again from what they keep', () => {
    const out = new Calendar([
      ...STATE_COUNCIL_NOTICES,
      { year: 2027, notice: '试', daysOff: [[day('2027-01-01'), day('2027-01-03')]], workingWeekends: [] },
    ]);
    const { from, count } = dueInWorkingDays(calendar, day('2026-12-31'), 3);
    expect(dueInWorkingDays(out, from, count)).toMatchObject({ date: '2027-01-06', confirmed: true });
  });
});

describe('terms', () => {
  const visits = { every: 90, unit: 'DAYS' } as const;
  test.each([
    ['the day before the first', '2024-12-31', [], '2025-01-01'],
    ['the first day', '2025-01-01', ['2025-01-01'], '2025-04-01'],
    ['the day before the second', '2025-03-31', ['2025-01-01'], '2025-04-01'],
    ['the second', '2025-04-01', ['2025-01-01', '2025-04-01'], '2025-06-30'],
  ])('every 90 days, through %s', (_, through, begun, next) => {
    expect(termsBegun(day('2025-01-01'), visits, day(through))).toEqual({ begun, next });
  });

  test('of months do not drift at the ends of months', () => {
    const { begun, next } = termsBegun(day('2024-11-30'), { every: 3, unit: 'MONTHS' }, day('2025-08-30'));
    expect(begun).toEqual(['2024-11-30', '2025-02-28', '2025-05-30', '2025-08-30']);
    expect(next).toBe('2025-11-30');
  });

  test('an interval of nothing is refused', () => {
    expect(() => termsBegun(day('2025-01-01'), { every: 0, unit: 'DAYS' }, day('2025-01-01'))).toThrow(
      RangeError,
    );
  });
});

describe('which deed meets which duty', () => {
  const [first, second] = [day('2025-01-01'), day('2025-04-01')];
  const deed = (doneOn: string) => ({ doneOn: day(doneOn), by: doneOn });
  const met = (deeds: string[], reach: 'ONE' | 'ALL') =>
    [...meetings([second, first], deeds.map(deed), reach)].map(([arose, { doneOn }]) => [arose, doneOn]);

  test.each([
    ['one before it arose meets none', ['2024-12-31'], []],
    ['one on the day it arose meets it', ['2025-01-01'], [['2025-01-01', '2025-01-01']]],
    [
      'a second in the same term meets nothing more',
      ['2025-01-05', '2025-03-31'],
      [['2025-01-01', '2025-01-05']],
    ],
    ['a late one meets the oldest first', ['2025-04-01'], [['2025-01-01', '2025-04-01']]],
    [
      'the next then meets the next',
      ['2025-04-01', '2025-04-02'],
      [
        ['2025-01-01', '2025-04-01'],
        ['2025-04-01', '2025-04-02'],
      ],
    ],
    [
      'one that becomes known when the oldest is met, and is older than the next, meets nothing',
      ['2025-04-03', '2025-03-01'],
      [['2025-01-01', '2025-04-03']],
    ],
  ])('%s', (_, deeds, expected) => {
    expect(met(deeds, 'ONE')).toEqual(expected);
  });

  test('a plan meets all that have arisen', () => {
    expect(met(['2025-03-31'], 'ALL')).toEqual([['2025-01-01', '2025-03-31']]);
    expect(met(['2025-04-01'], 'ALL')).toEqual([
      ['2025-01-01', '2025-04-01'],
      ['2025-04-01', '2025-04-01'],
    ]);
  });

  test('each deed meets one duty at most, none before it arose, and adding a deed undoes no meeting', () => {
    const days = fc.nat(400).map((n) => plusDays(first, n));
    fc.assert(
      fc.property(fc.uniqueArray(days, { maxLength: 8 }), fc.array(days, { maxLength: 8 }), (arose, done) => {
        const deeds = done.map((doneOn, at) => ({ doneOn, by: String(at) }));
        const all = meetings(arose, deeds, 'ONE');
        const papers = [...all.values()].map(({ by }) => by);
        expect(new Set(papers).size).toBe(papers.length);
        for (const [from, { doneOn }] of all) expect(doneOn >= from).toBe(true);
        const before = meetings(arose, deeds.slice(0, -1), 'ONE');
        for (const [from, by] of before) expect(all.get(from)).toEqual(by);
      }),
    );
  });
});
