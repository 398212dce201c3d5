import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BreakerFigures,
  type BreakerStanding,
  hasReached,
  measured,
  tripsOn,
  turnsOf,
  warningsReached,
} from '../../src/domain/breaker.ts';
import { plusDays } from '../../src/domain/dates.ts';
import { forecastOf } from '../../src/domain/forecast.ts';
import { Yuan } from '../../src/domain/money.ts';
import { day, yuan } from '../articles/facts.ts';

const LINE = { thresholdPercent: 20, warningPercents: [50, 75, 90] };
const OPEN: BreakerStanding = { tripped: false, warnedPercent: 0 };
const figures = (part: string, whole = '100000000.00'): BreakerFigures => ({
  part: yuan(part),
  whole: yuan(whole),
});
const told = (before: BreakerStanding, found: BreakerFigures) =>
  turnsOf(before, found, LINE).turns.map(({ kind, warningPercent }) =>
    `${kind} ${warningPercent ?? ''}`.trim(),
  );

describe('第三十七条 A breaker turns on the edge', () => {
  it.each([
    ['one fen below the first warning', OPEN, '9999999.99', []],
    ['at the first warning', OPEN, '10000000.00', ['WARNED 50']],
    [
      'one fen above the first warning, told already',
      { tripped: false, warnedPercent: 50 },
      '10000000.01',
      [],
    ],
    ['one fen below the second', { tripped: false, warnedPercent: 50 }, '14999999.99', []],
    ['at the second', { tripped: false, warnedPercent: 50 }, '15000000.00', ['WARNED 75']],
    [
      'at the third, two at once',
      { tripped: false, warnedPercent: 50 },
      '18000000.00',
      ['WARNED 75', 'WARNED 90'],
    ],
    ['one fen below the line', { tripped: false, warnedPercent: 90 }, '19999999.99', []],
    ['at the line', { tripped: false, warnedPercent: 90 }, '20000000.00', ['TRIPPED']],
    ['one fen above the line', { tripped: false, warnedPercent: 90 }, '20000000.01', ['TRIPPED']],
    ['all at once', OPEN, '20000000.00', ['WARNED 50', 'WARNED 75', 'WARNED 90', 'TRIPPED']],
    ['tripped and rising', { tripped: true, warnedPercent: 90 }, '30000000.00', []],
    ['one fen below again', { tripped: true, warnedPercent: 90 }, '19999999.99', ['REOPENED']],
    ['far below again', { tripped: true, warnedPercent: 90 }, '0.00', ['REOPENED']],
    ['more recovered than paid', { tripped: true, warnedPercent: 90 }, '-1.00', ['REOPENED']],
  ] as const)('%s', (_title, before, part, expected) => {
    expect(told(before, figures(part))).toEqual(expected);
  });

  it('warns again only after it had fallen below', () => {
    const first = turnsOf(OPEN, figures('15000000.00'), LINE);
    const fallen = turnsOf(first.after, figures('10000000.00'), LINE);
    expect(fallen).toEqual({ after: { tripped: false, warnedPercent: 50 }, turns: [] });
    expect(told(fallen.after, figures('15000000.00'))).toEqual(['WARNED 75']);
  });

  it('trips on one fen without any funds, and on nothing never', () => {
    expect(hasReached(figures('0.01', '0.00'), 20)).toBe(true);
    expect(hasReached(figures('0.00', '0.00'), 20)).toBe(false);
    expect(hasReached(figures('-0.01', '0.00'), 20)).toBe(false);
  });

  const anyFigures = fc.record({
    part: fc.bigInt({ min: -2_000n, max: 40_000n }).map(Yuan.fromFen),
    whole: fc.bigInt({ min: 0n, max: 100_000n }).map(Yuan.fromFen),
  });
  const anyLine = fc.record({
    thresholdPercent: fc.integer({ min: 1, max: 100 }),
    warningPercents: fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 4 }),
  });

  it('stands as computed from scratch, and tells each crossing once, whatever comes', () => {
    fc.assert(
      fc.property(anyLine, fc.array(anyFigures, { maxLength: 30 }), (line, sequence) => {
        let standing = OPEN;
        let before: BreakerFigures = figures('0.00');
        for (const now of sequence) {
          const { after, turns } = turnsOf(standing, now, line);
          // By hand, over whole fen: nothing of the product's own arithmetic.
          const reaches = (percent: number, { part, whole }: BreakerFigures) =>
            part.toFen() > 0n &&
            part.toFen() * 10_000n >= whole.toFen() * BigInt(line.thresholdPercent) * BigInt(percent);
          const rising = [...line.warningPercents].sort((a, b) => a - b);
          const crossed = rising.filter((percent) => reaches(percent, now));
          expect(after).toEqual({ tripped: reaches(100, now), warnedPercent: crossed.at(-1) ?? 0 });
          const upwards = crossed.filter((percent) => !reaches(percent, before));
          const turned =
            reaches(100, now) === reaches(100, before) ? [] : [reaches(100, now) ? 'TRIPPED' : 'REOPENED'];
          expect(turns.map(({ kind, warningPercent }) => warningPercent ?? kind)).toEqual([
            ...upwards,
            ...turned,
          ]);
          expect(warningsReached(now, line)).toEqual(crossed);
          standing = after;
          before = now;
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('第三十七条 What a breaker measures', () => {
  const lending = {
    outstanding: yuan('60'),
    overdue: yuan('3'),
    disbursed: yuan('100'),
    compensatedPrincipal: yuan('10'),
    recovered: yuan('4'),
    deducted: yuan('5'),
    returned: yuan('1'),
  };
  const funds = { fundsTotal: yuan('50'), netCompensation: yuan('7') };
  it.each([
    ['NET_COMPENSATION_TO_FUNDS', 'POOL', '7.00', '50.00'],
    ['NET_COMPENSATION_TO_FUNDS', 'BANK', '4.00', '50.00'],
    ['OVERDUE_TO_OUTSTANDING', 'POOL', '3.00', '60.00'],
    ['OVERDUE_TO_OUTSTANDING', 'BANK', '3.00', '60.00'],
    ['COMPENSATED_TO_DISBURSED', 'BANK', '6.00', '100.00'],
  ] as const)('%s of a %s', (measure, scope, part, whole) => {
    const found = measured({ measure, scope }, funds, lending);
    expect([found.part, found.whole].map(String)).toEqual([part, whole]);
  });
});

describe('第三十二、三十七条 The forecast', () => {
  const today = day('2026-03-31');
  const loan = {
    loanId: 'one',
    sharing: {
      shares: [
        { party: 'POOL', weight: 40 },
        { party: 'BANK', weight: 20 },
        { party: 'GUARANTOR', weight: 40 },
      ],
      firstLoss: null,
    },
    graceDays: 25,
    compensatedPrincipal: Yuan.ZERO,
    instalments: [
      { dueOn: day('2026-03-01'), unpaid: yuan('100.03') },
      { dueOn: day('2026-04-01'), unpaid: yuan('200.00') },
    ],
  };
  it.each([
    ['what is deductible already', 0, '100.03', '40.01'],
    ['one day before the second may be deducted', 26, '100.03', '40.01'],
    ['the day on which it may: the 26th after it fell due', 27, '300.03', '120.01'],
  ])('%s', (_title, days, principal, poolBears) => {
    const found = forecastOf(loan, 'NET_COMPENSATION_TO_FUNDS', today, plusDays(today, days));
    expect([found?.deductibleFrom, String(found?.principal), String(found?.poolBears)]).toEqual([
      '2026-03-27',
      principal,
      poolBears,
    ]);
  });

  it('has nothing to say of a loan that passes no day of grace', () => {
    const young = { ...loan, instalments: [{ dueOn: day('2026-03-30'), unpaid: yuan('1.00') }] };
    expect(forecastOf(young, 'NET_COMPENSATION_TO_FUNDS', today, plusDays(today, 24))).toBeNull();
    expect(forecastOf(young, 'NET_COMPENSATION_TO_FUNDS', today, plusDays(today, 25))).not.toBeNull();
  });

  it('adds up all of a day before it says that the line is reached', () => {
    const growth = [
      { day: 1, amount: yuan('10.00') },
      { day: 2, amount: yuan('15.00') },
      { day: 2, amount: yuan('-6.00') },
      { day: 3, amount: yuan('1.00') },
    ];
    expect(tripsOn(figures('0.00', '100.00'), 20, growth)).toBe(3);
    expect(tripsOn(figures('0.00', '100.01'), 20, growth)).toBeNull();
  });
});
