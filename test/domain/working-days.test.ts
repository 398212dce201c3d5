import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type BusinessDate, dayOfWeek, parseDate, plusDays, yearOf } from '../../src/domain/dates.ts';
import { STATE_COUNCIL_NOTICES } from '../../src/domain/working-days.data.ts';
import { Calendar, type CalendarYear, calendarFaults } from '../../src/domain/working-days.ts';

const calendar = new Calendar(STATE_COUNCIL_NOTICES);
const day = parseDate;

// As in the notices, with the days on which published libraries are known to be wrong.
const DAYS: [date: string, working: boolean, why: string][] = [
  ['2026-01-01', false, 'new year'],
  ['2026-01-04', true, 'a worked Sunday'],
  ['2026-02-15', false, 'the first day of the spring festival, a Sunday'],
  ['2026-02-20', false, 'spring festival, a Friday'],
  ['2026-02-24', true, 'the first day back'],
  ['2026-04-06', false, 'Qingming, a Monday'],
  ['2026-05-05', false, 'labour day, a Tuesday'],
  ['2026-05-09', true, 'a worked Saturday'],
  ['2026-06-22', true, 'the Monday after the dragon-boat festival'],
  ['2026-09-25', false, 'mid-autumn, a Friday'],
  ['2026-10-07', false, 'the last day of the national holiday'],
  ['2026-10-10', true, 'a worked Saturday'],
  ['2026-11-24', true, 'a plain Tuesday'],
  ['2025-01-28', false, 'new-year’s eve, a holiday since 2025'],
  ['2025-04-27', true, 'a worked Sunday'],
  ['2025-10-08', false, 'the eighth day of the double holiday'],
  ['2024-02-09', true, 'new-year’s eve of 2024 was not a holiday'],
  ['2024-02-18', true, 'a worked Sunday'],
  ['2024-09-14', true, 'a worked Saturday'],
  ['2023-01-03', true, 'the first day back'],
  ['2023-10-07', true, 'a worked Saturday'],
  ['2021-02-20', true, 'a worked Saturday'],
  ['2020-01-31', false, 'the spring festival was lengthened'],
  ['2020-02-03', true, 'the first working day after that'],
  ['2019-05-05', true, 'a worked Sunday'],
  ['2018-12-29', true, 'a December day that the notice of 2019 names'],
  ['2017-12-30', false, 'a December day that the notice of 2018 names'],
];

const PERIODS: [from: string, days: number, end: string, why: string][] = [
  ['2026-02-12', 3, '2026-02-24', '13, 14 (worked), 24'],
  ['2026-02-26', 3, '2026-03-02', '27, 28 (worked), 2 March'],
  ['2026-05-07', 3, '2026-05-11', '8, 9 (worked), 11'],
  ['2026-09-30', 3, '2026-10-10', '8, 9, 10 (worked)'],
  ['2026-10-01', 3, '2026-10-10', 'an event on a holiday: 8, 9, 10'],
  ['2026-11-20', 3, '2026-11-25', 'Monday, Tuesday, Wednesday'],
  ['2025-09-26', 3, '2025-09-30', '28 (worked), 29, 30'],
  ['2025-01-24', 3, '2025-02-05', '26 (worked), 27, 5 February'],
  ['2023-12-29', 3, '2024-01-04', 'over the new year within known years'],
  ['2026-10-08', -1, '2026-09-30', 'backwards over the national holiday'],
  ['2026-10-03', 0, '2026-10-03', 'no days: the date as it is'],
];

describe('working days by the State Council’s notices (Civil Code, Art. 201, 203)', () => {
  it.each(DAYS)('%s: working %s, %s', (date, working) => {
    expect(calendar.isWorkingDay(day(date)).working).toBe(working);
  });

  it.each(PERIODS)('Art. 27, 32: %s and %i working days is %s: %s', (from, days, end) => {
    expect(calendar.plusWorkingDays(day(from), days)).toEqual({ date: end, confirmed: true });
  });

  it('Art. 16: thirty days that end on a Sunday roll to the Monday', () => {
    expect(calendar.rollForward(plusDays(day('2026-10-09'), 30))).toEqual({
      date: '2026-11-09',
      confirmed: true,
    });
    expect(calendar.rollForward(day('2026-11-09'))).toEqual({ date: '2026-11-09', confirmed: true });
    expect(calendar.rollForward(day('2026-10-01'))).toEqual({ date: '2026-10-08', confirmed: true });
  });

  it('Art. 32: the earliest deduction is a calendar day and rolls nowhere, so it may be a Sunday', () => {
    expect(plusDays(day('2026-02-10'), 26)).toBe('2026-03-08');
    expect(dayOfWeek(day('2026-03-08'))).toBe(0);
  });
});

describe('a year without a notice', () => {
  it('is computed from weekends alone, and says so', () => {
    expect(calendar.isWorkingDay(day('2027-02-08'))).toEqual({ working: true, confirmed: false });
    expect(calendar.isWorkingDay(day('2027-02-06'))).toEqual({ working: false, confirmed: false });
  });

  it('Art. 18: ten working days from Christmas 2026 run into 2027', () => {
    expect(calendar.plusWorkingDays(day('2026-12-25'), 10)).toEqual({ date: '2027-01-08', confirmed: false });
  });

  it.each([
    ['2026-12-30', 1, '2026-12-31', true],
    ['2026-12-31', 1, '2027-01-01', false],
    ['2027-01-04', -1, '2027-01-01', false],
    ['2027-01-01', -1, '2026-12-31', true],
  ])('%s and %i: %s, confirmed %s', (from, days, date, confirmed) => {
    expect(calendar.plusWorkingDays(day(from), days)).toEqual({ date, confirmed });
  });

  it('is unconfirmed when a day that was only passed over lies in it', () => {
    const only2026 = new Calendar(STATE_COUNCIL_NOTICES.filter(({ year }) => year === 2026));
    expect(only2026.plusWorkingDays(day('2026-01-04'), -1)).toEqual({ date: '2025-12-31', confirmed: false });
    expect(only2026.plusWorkingDays(day('2025-12-30'), 2)).toEqual({ date: '2026-01-04', confirmed: false });
  });

  it('is unconfirmed when it begins on a day off in that year and ends in a known one', () => {
    const only2023 = new Calendar(STATE_COUNCIL_NOTICES.filter(({ year }) => year === 2023));
    expect(only2023.rollForward(day('2022-12-31'))).toEqual({ date: '2023-01-03', confirmed: false });
    expect(only2023.rollForward(day('2023-01-01'))).toEqual({ date: '2023-01-03', confirmed: true });
  });

  it('changes the answer once the office has loaded the notice', () => {
    const madeUp: CalendarYear = {
      year: 2027,
      notice: 'made up',
      daysOff: [[day('2027-01-01'), day('2027-01-03')]],
      workingWeekends: [day('2026-12-27')],
    };
    const loaded = new Calendar([...STATE_COUNCIL_NOTICES, madeUp]);
    expect(loaded.plusWorkingDays(day('2026-12-25'), 10)).toEqual({ date: '2027-01-08', confirmed: true });
    expect(loaded.plusWorkingDays(day('2026-12-25'), 6)).toEqual({ date: '2027-01-04', confirmed: true });
    expect(calendar.plusWorkingDays(day('2026-12-25'), 6)).toEqual({ date: '2027-01-04', confirmed: false });
    expect(loaded.plusWorkingDays(day('2026-12-25'), 1).date).toBe('2026-12-27');
  });
});

describe('a table that is handed in', () => {
  const table = (daysOff: [string, string][], workingWeekends: string[]): CalendarYear => ({
    year: 2026,
    notice: 'made up',
    daysOff: daysOff.map(([first, last]) => [day(first), day(last)] as const),
    workingWeekends: workingWeekends.map(day),
  });

  it.each([
    [[['2026-10-07', '2026-10-01']], [], 'HOLIDAY_REVERSED'],
    [[['2027-01-01', '2027-01-01']], [], 'DAY_OUTSIDE_YEAR'],
    [[['2025-11-30', '2025-12-01']], [], 'DAY_OUTSIDE_YEAR'],
    [[], ['2026-10-09'], 'WORKING_DAY_NOT_A_WEEKEND'],
    [[['2026-10-01', '2026-10-10']], ['2026-10-10'], 'DAY_OFF_AND_WORKING'],
  ] as [[string, string][], string[], string][])('off %j, worked %j: %s', (daysOff, worked, fault) => {
    expect(calendarFaults(table(daysOff, worked))).toEqual([fault]);
    expect(() => new Calendar([table(daysOff, worked)])).toThrow(RangeError);
  });

  it('is told once a year', () => {
    expect(() => new Calendar([table([], []), table([], [])])).toThrow('told twice');
  });

  it('may name the December before, and the published ones are sound', () => {
    expect(calendarFaults(table([['2025-12-31', '2026-01-01']], ['2025-12-28']))).toEqual([]);
    expect(STATE_COUNCIL_NOTICES.map(({ year }) => year)).toEqual([
      2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026,
    ]);
    expect(STATE_COUNCIL_NOTICES.flatMap(calendarFaults)).toEqual([]);
  });

  it('counts whole days only', () => {
    expect(() => calendar.plusWorkingDays(day('2026-11-24'), 1.5)).toThrow(RangeError);
  });
});

describe('laws of counting', () => {
  const anyDate = fc.integer({ min: 0, max: 3200 }).map((days) => plusDays(day('2018-01-01'), days));

  it('every working day between is counted once', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 40 }), (from, days) => {
        const end = calendar.plusWorkingDays(from, days).date;
        const passed: BusinessDate[] = [];
        for (let at = plusDays(from, 1); at <= end; at = plusDays(at, 1)) passed.push(at);
        expect(passed.filter((at) => calendar.isWorkingDay(at).working)).toHaveLength(days);
        expect(calendar.isWorkingDay(end).working).toBe(true);
      }),
    );
  });

  it('from a working day, counting back returns', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 40 }), (date, days) => {
        const from = calendar.rollForward(date).date;
        expect(calendar.plusWorkingDays(calendar.plusWorkingDays(from, days).date, -days).date).toBe(from);
      }),
    );
  });

  it('a date belongs to its own year', () => {
    fc.assert(
      fc.property(fc.integer({ min: -800, max: 4000 }), (days) => {
        const date = plusDays(day('2018-01-01'), days);
        const year = yearOf(date);
        expect(calendar.isWorkingDay(date).confirmed).toBe(year >= 2018 && year <= 2026);
      }),
    );
  });
});

describe('whatever time zone the process runs in', () => {
  const home = process.env.TZ;
  afterEach(() => {
    if (home === undefined) delete process.env.TZ;
    else process.env.TZ = home;
  });

  it.each([
    ['Pacific/Honolulu', 600],
    ['America/St_Johns', 210],
    ['Asia/Shanghai', -480],
    ['Pacific/Kiritimati', -840],
  ])('%s gives the same days', (zone, minutesBehindUtc) => {
    process.env.TZ = zone;
    // Without this the test could pass because the zone was never taken up.
    expect(new Date('2026-01-15T00:00:00Z').getTimezoneOffset()).toBe(minutesBehindUtc);
    const there = new Calendar(STATE_COUNCIL_NOTICES);
    for (const [date, working] of DAYS) expect(there.isWorkingDay(day(date)).working).toBe(working);
    for (const [from, days, end] of PERIODS) expect(there.plusWorkingDays(day(from), days).date).toBe(end);
  });
});
