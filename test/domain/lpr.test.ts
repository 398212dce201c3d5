import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate, plusDays } from '../../src/domain/dates.ts';
import { LPR_QUOTES } from '../../src/domain/lpr.data.ts';
import {
  isBasisPoints,
  isPercent,
  type LprQuote,
  loanRate,
  lprOn,
  lprPublicationDay,
  NotAPercent,
  parsePercent,
} from '../../src/domain/lpr.ts';
import { STATE_COUNCIL_NOTICES } from '../../src/domain/working-days.data.ts';
import { Calendar } from '../../src/domain/working-days.ts';

const calendar = new Calendar(STATE_COUNCIL_NOTICES);
const quote: LprQuote = {
  date: parseDate('2026-09-20'),
  oneYear: parsePercent('3.00'),
  fiveYear: parsePercent('3.50'),
};

describe('a rate in percent', () => {
  it.each([
    ['3', '3.00'],
    ['3.5', '3.50'],
    ['3.45', '3.45'],
    ['3.4500', '3.45'],
    ['3.455', '3.455'],
    ['3.4501', '3.4501'],
    ['0', '0.00'],
    ['0.0001', '0.0001'],
    ['10.10', '10.10'],
    ['99.9999', '99.9999'],
    ['100', '100.00'],
  ])('%s is written %s', (text, written) => {
    expect(parsePercent(text)).toBe(written);
    expect(isPercent(text)).toBe(true);
  });

  it.each(['', '-1', '+1', '3.', '.5', '03', '3.00001', '100.0001', '101', '1e1', '3,5', '3 %', ' 3', '３'])(
    '%j is none',
    (text) => {
      expect(() => parsePercent(text)).toThrow(NotAPercent);
      expect(isPercent(text)).toBe(false);
    },
  );
});

describe('the loan prime rate of a day', () => {
  it.each([
    ['2019-08-19', null],
    ['2019-08-20', '2019-08-20'],
    ['2019-09-19', '2019-08-20'],
    ['2019-09-20', '2019-09-20'],
    ['2026-02-20', '2026-01-20'],
    ['2026-02-23', '2026-01-20'],
    ['2026-02-24', '2026-02-24'],
    ['2026-11-24', '2026-09-20'],
  ])('on %s counts the quote of %s', (date, published) => {
    expect(lprOn(LPR_QUOTES, parseDate(date))?.date ?? null).toBe(published);
    expect(lprOn([...LPR_QUOTES].reverse(), parseDate(date))?.date ?? null).toBe(published);
  });

  it('of no quotes is none', () => {
    expect(lprOn([], parseDate('2026-11-24'))).toBeNull();
  });

  // The dates on which the quotes changed, and what they changed to.
  it.each([
    ['2019-08-20', '4.25', '4.85'],
    ['2019-09-20', '4.20', '4.85'],
    ['2019-11-20', '4.15', '4.80'],
    ['2020-02-20', '4.05', '4.75'],
    ['2020-04-20', '3.85', '4.65'],
    ['2021-12-20', '3.80', '4.65'],
    ['2022-01-20', '3.70', '4.60'],
    ['2022-05-20', '3.70', '4.45'],
    ['2022-08-22', '3.65', '4.30'],
    ['2023-06-20', '3.55', '4.20'],
    ['2023-08-21', '3.45', '4.20'],
    ['2024-02-20', '3.45', '3.95'],
    ['2024-07-22', '3.35', '3.85'],
    ['2024-10-21', '3.10', '3.60'],
    ['2025-05-20', '3.00', '3.50'],
  ])('changed on %s to %s and %s', (date, oneYear, fiveYear) => {
    const at = LPR_QUOTES.findIndex((one) => one.date === date);
    const before = LPR_QUOTES[at - 1];
    expect(LPR_QUOTES[at]).toEqual({ date, oneYear, fiveYear });
    expect(before?.oneYear === oneYear && before.fiveYear === fiveYear).toBe(false);
  });

  it('changed on no other date', () => {
    const changes = LPR_QUOTES.filter((one, at) => {
      const before = LPR_QUOTES[at - 1];
      return before?.oneYear !== one.oneYear || before.fiveYear !== one.fiveYear;
    });
    expect(changes).toHaveLength(15);
  });
});

describe('the day of publication: the 20th, or the next working day', () => {
  it.each(LPR_QUOTES.map(({ date }) => [date]))('%s', (date) => {
    const [year, month] = date.split('-').map(Number);
    expect(lprPublicationDay(calendar, year ?? 0, month ?? 0)).toEqual({ date, confirmed: true });
  });

  it('falls in every month from August 2019 to September 2026', () => {
    expect(LPR_QUOTES).toHaveLength(86);
    expect(new Set(LPR_QUOTES.map(({ date }) => date.slice(0, 7))).size).toBe(86);
    expect([...LPR_QUOTES].sort((a, b) => (a.date < b.date ? -1 : 1))).toEqual(LPR_QUOTES);
  });

  it.each([
    [2026, 12, '2026-12-21', true],
    [2027, 2, '2027-02-22', false],
  ])('%i-%i: %s, confirmed %s', (year, month, date, confirmed) => {
    expect(lprPublicationDay(calendar, year, month)).toEqual({ date, confirmed });
  });
});

describe('Art. 22(3): the rate of a loan', () => {
  it.each([
    [12, 0, '3.00'],
    [12, 45, '3.45'],
    [12, -45, '2.55'],
    [24, 1, '3.01'],
    [59, 0, '3.00'],
    [60, 0, '3.00'],
    [61, 0, '3.50'],
    [12, 1000, '13.00'],
    [12, -300, '0.00'],
    [61, -350, '0.00'],
  ])('%i months, %i basis points: %s', (months, basisPoints, rate) => {
    expect(loanRate(quote, months, basisPoints)).toBe(rate);
  });

  it.each([
    [-301, NotAPercent],
    [-1000, NotAPercent],
    [1001, RangeError],
    [-1001, RangeError],
    [0.5, RangeError],
    [Number.NaN, RangeError],
  ])('%s basis points are refused', (basisPoints, error) => {
    expect(() => loanRate(quote, 12, basisPoints)).toThrow(error);
  });

  it.each([
    [-1001, false],
    [-1000, true],
    [0, true],
    [1000, true],
    [1001, false],
    [1.5, false],
  ])('%s basis points: %s', (count, ok) => {
    expect(isBasisPoints(count)).toBe(ok);
  });

  it('is exact: what is added can be taken off again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900_000 }), fc.integer({ min: 0, max: 1000 }), (base, points) => {
        const text = `${Math.floor(base / 10_000)}.${String(base % 10_000).padStart(4, '0')}`;
        const oneYear = parsePercent(text);
        const raised = loanRate({ ...quote, oneYear }, 12, points);
        expect(loanRate({ ...quote, oneYear: raised }, 12, -points)).toBe(oneYear);
        expect(isPercent(raised)).toBe(true);
      }),
    );
  });

  it('takes the quote of the day and not a later one', () => {
    const day = parseDate('2025-05-19');
    const rate = (on: typeof day) => {
      const found = lprOn(LPR_QUOTES, on);
      return found && loanRate(found, 12, 50);
    };
    expect(rate(day)).toBe('3.60');
    expect(rate(plusDays(day, 1))).toBe('3.50');
  });
});
