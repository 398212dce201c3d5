import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BusinessDate, daysBetween, parseDate, plusDays } from '../../src/domain/dates.ts';
import {
  applyPrincipal,
  continuousSupport,
  LOAN_TRANSITIONS,
  type LoanEvent,
  maturityOf,
  nextState,
  overdueOn,
  type Period,
  scheduleOf,
  standingOn,
  type UnpaidInstalment,
} from '../../src/domain/loan.ts';
import { Yuan } from '../../src/domain/money.ts';
import { LOAN_STATES, type LoanState, wordsOf } from '../../src/domain/words.ts';

const day = parseDate;
const yuan = Yuan.parse;
const unpaid = (...rows: [dueOn: string, amount: string][]): UnpaidInstalment[] =>
  rows.map(([dueOn, amount]) => ({ dueOn: day(dueOn), unpaid: yuan(amount) }));
const amounts = (rows: readonly UnpaidInstalment[]) => rows.map((row) => row.unpaid.toString());

describe('the states of a loan', () => {
  const states = wordsOf(LOAN_STATES);
  const TERMINAL: LoanState[] = ['REPAID', 'CLOSED', 'CANCELLED'];

  function reachable(from: LoanState, seen = new Set<LoanState>([from])): Set<LoanState> {
    for (const row of LOAN_TRANSITIONS) {
      if (row.from !== from || seen.has(row.to)) continue;
      seen.add(row.to);
      reachable(row.to, seen);
    }
    return seen;
  }

  it('can all be reached from the approval', () => {
    expect([...reachable('APPROVED')].sort()).toEqual([...states].sort());
  });

  it.each(states)('%s has a way to an end, or is one', (state) => {
    const leaves = LOAN_TRANSITIONS.some((row) => row.from === state && row.to !== state);
    expect(leaves).toBe(!TERMINAL.includes(state));
    expect([...reachable(state)].some((end) => TERMINAL.includes(end))).toBe(true);
  });

  it('follow from state and event without doubt', () => {
    const pairs = LOAN_TRANSITIONS.map((row) => `${row.from} ${row.event}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('are left by nobody’s act only where a date does it', () => {
    expect(LOAN_TRANSITIONS.filter((row) => row.by === 'DATE').map((row) => row.to)).toEqual(['OVERDUE']);
  });

  it.each<[LoanState, LoanEvent, LoanState | null]>([
    ['APPROVED', 'SIGNED', 'CONTRACTED'],
    ['APPROVED', 'CANCELLED', 'CANCELLED'],
    ['APPROVED', 'DISBURSED', null],
    ['CONTRACTED', 'DISBURSED', 'ACTIVE'],
    ['CONTRACTED', 'CANCELLED', 'CANCELLED'],
    ['CONTRACTED', 'SIGNED', null],
    ['ACTIVE', 'CANCELLED', null],
    ['ACTIVE', 'FELL_OVERDUE', 'OVERDUE'],
    ['ACTIVE', 'PAID_IN_FULL', 'REPAID'],
    ['ACTIVE', 'DEDUCTED', null],
    ['OVERDUE', 'ARREARS_PAID', 'ACTIVE'],
    ['OVERDUE', 'PAID_IN_FULL', 'REPAID'],
    ['OVERDUE', 'DEDUCTED', 'COMPENSATED'],
    ['COMPENSATED', 'DEDUCTED', 'COMPENSATED'],
    ['COMPENSATED', 'PAID_IN_FULL', null],
    ['COMPENSATED', 'RECOVERY_CONCLUDED', 'CLOSED'],
    ['REPAID', 'DISBURSED', null],
    ['CLOSED', 'DEDUCTED', null],
    ['CANCELLED', 'SIGNED', null],
  ])('%s, %s: %s', (from, event, to) => {
    expect(nextState(from, event)).toBe(to);
  });
});

describe('Art. 22: term and schedule', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2023-02-28', 12, '2024-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-03-15', 24, '2028-03-15'],
  ])('a loan of %s for %i months matures on %s', (start, months, maturity) => {
    expect(maturityOf(day(start), months)).toBe(maturity);
  });

  const terms = { amount: yuan('900.00'), start: day('2026-01-31'), termMonths: 12 };

  it('bullet: the whole principal at maturity', () => {
    expect(scheduleOf({ ...terms, method: 'BULLET' })).toEqual([
      { dueOn: '2027-01-31', principal: terms.amount },
    ]);
  });

  it('instalments: as given, oldest first', () => {
    const later = { dueOn: day('2027-01-31'), principal: yuan('500.00') };
    const sooner = { dueOn: day('2026-07-31'), principal: yuan('400.00') };
    expect(scheduleOf({ ...terms, method: 'INSTALMENTS', instalments: [later, sooner] })).toEqual([
      sooner,
      later,
    ]);
    expect(() => scheduleOf({ ...terms, method: 'INSTALMENTS' })).toThrow(RangeError);
    expect(() => scheduleOf({ ...terms, method: 'INSTALMENTS', instalments: [] })).toThrow(RangeError);
  });
});

describe('Art. 22: a repayment is applied to the oldest due date first', () => {
  const rows = unpaid(['2026-09-01', '100.00'], ['2026-03-01', '50.00'], ['2026-06-01', '0.00']);

  it.each([
    ['0.00', ['100.00', '50.00', '0.00']],
    ['49.99', ['100.00', '0.01', '0.00']],
    ['50.00', ['100.00', '0.00', '0.00']],
    ['50.01', ['99.99', '0.00', '0.00']],
    ['150.00', ['0.00', '0.00', '0.00']],
  ])('%s leaves %j', (amount, left) => {
    expect(amounts(applyPrincipal(rows, yuan(amount)))).toEqual(left);
  });

  it.each(['150.01', '-0.01'])('%s is refused', (amount) => {
    expect(() => applyPrincipal(rows, yuan(amount))).toThrow(RangeError);
  });

  it('keeps what else an instalment carries, and changes nothing that was handed in', () => {
    const [first] = applyPrincipal([{ id: 7, dueOn: day('2026-01-01'), unpaid: yuan('2.00') }], yuan('1.00'));
    expect(first).toEqual({ id: 7, dueOn: '2026-01-01', unpaid: yuan('1.00') });
    expect(amounts(rows)).toEqual(['100.00', '50.00', '0.00']);
  });

  const someRows = fc.array(
    fc.record({
      dueOn: fc.integer({ min: 0, max: 60 }).map((days) => plusDays(day('2026-01-01'), days)),
      unpaid: fc.bigInt({ min: 0n, max: 10_000n }).map(Yuan.fromFen),
    }),
    { maxLength: 8 },
  );
  const total = (list: readonly UnpaidInstalment[]) => Yuan.sum(list.map((row) => row.unpaid));

  it('loses no fen, makes none negative, and leaves no older one open before a paid younger one', () => {
    fc.assert(
      fc.property(someRows, fc.nat(100), (list, percent) => {
        const amount = Yuan.fromFen((total(list).toFen() * BigInt(percent)) / 100n);
        const after = applyPrincipal(list, amount);
        expect(total(after).plus(amount).equals(total(list))).toBe(true);
        expect(after.some((row) => row.unpaid.isNegative())).toBe(false);
        const touched = list
          .filter((row, at) => !after[at]?.unpaid.equals(row.unpaid))
          .map((row) => row.dueOn);
        const open = after.filter((row) => row.unpaid.isPositive()).map((row) => row.dueOn);
        for (const dueOn of touched) expect(open.every((other) => other >= dueOn)).toBe(true);
      }),
    );
  });

  it('many small repayments end where one large one does', () => {
    fc.assert(
      fc.property(someRows, fc.nat(100), fc.nat(100), (list, a, b) => {
        const whole = Yuan.fromFen((total(list).toFen() * BigInt(a)) / 100n);
        const first = Yuan.fromFen((whole.toFen() * BigInt(b)) / 100n);
        const twice = applyPrincipal(applyPrincipal(list, first), whole.minus(first));
        expect(amounts(twice)).toEqual(amounts(applyPrincipal(list, whole)));
      }),
    );
  });
});

describe('Art. 31, 32: overdue', () => {
  const due = '2026-02-10';

  it.each([
    [-1, 'none'],
    [0, 'none'],
    [1, 'days1to25'],
    [24, 'days1to25'],
    [25, 'days1to25'],
    [26, 'days26to90'],
    [90, 'days26to90'],
    [91, 'days91on'],
    [400, 'days91on'],
  ])('%i days after the due date: %s', (days, band) => {
    const found = overdueOn(unpaid([due, '80.00']), plusDays(day(due), days));
    expect(found.overdue).toBe(band !== 'none');
    expect(found.days).toBe(band === 'none' ? 0 : days);
    expect(found.principal.toString()).toBe(band === 'none' ? '0.00' : '80.00');
    for (const [name, amount] of Object.entries(found.bands))
      expect(amount.toString()).toBe(name === band ? '80.00' : '0.00');
  });

  it('ages each instalment by itself, and is as old as the oldest unpaid one', () => {
    const rows = unpaid(
      ['2026-01-01', '0.00'],
      ['2026-02-01', '10.00'],
      ['2026-04-20', '20.00'],
      ['2026-05-10', '40.00'],
      ['2026-06-01', '80.00'],
    );
    const found = overdueOn(rows, day('2026-05-20'));
    expect(found.days).toBe(108);
    expect(found.principal.toString()).toBe('70.00');
    expect(Object.values(found.bands).map(String)).toEqual(['40.00', '20.00', '10.00']);
  });

  it('the bands add up', () => {
    const rows = fc.array(
      fc.record({
        dueOn: fc.integer({ min: 0, max: 300 }).map((days) => plusDays(day('2026-01-01'), days)),
        unpaid: fc.bigInt({ min: 0n, max: 10_000n }).map(Yuan.fromFen),
      }),
    );
    fc.assert(
      fc.property(rows, fc.nat(300), (list, days) => {
        const found = overdueOn(list, plusDays(day('2026-01-01'), days));
        expect(Yuan.sum(Object.values(found.bands)).equals(found.principal)).toBe(true);
        expect(found.overdue).toBe(found.principal.isPositive());
        expect(found.overdue).toBe(found.days > 0);
      }),
    );
  });

  it.each([
    ['2026-02-10', '80.00', 'ACTIVE'],
    ['2026-02-11', '80.00', 'OVERDUE'],
    ['2026-02-11', '0.00', 'REPAID'],
    ['2026-02-01', '0.00', 'REPAID'],
  ])('on %s with %s unpaid: %s', (date, amount, standing) => {
    expect(standingOn(unpaid([due, amount]), day(date))).toBe(standing);
  });
});

describe('Art. 23: continuous support', () => {
  const newFrom = day('2026-06-01');
  const newTo = day('2027-06-01');
  const period = (from: string, to: string): Period => ({ from: day(from), to: day(to) });
  const support = (...periods: Period[]) => continuousSupport(periods, newFrom, newTo, 90);
  const alone = { from: newFrom, to: newTo };

  it('begins with the new loan where there is nothing before', () => {
    expect(support()).toEqual(alone);
  });

  it.each([
    [89, true],
    [90, true],
    [91, false],
  ])('after a gap of %i days it goes on: %s', (gap, goesOn) => {
    const to = plusDays(newFrom, -gap);
    expect(support({ from: day('2025-03-01'), to }).from).toBe(goesOn ? '2025-03-01' : newFrom);
  });

  it.each([
    [90, true],
    [91, false],
  ])('before a loan that begins %i days after its end it goes on: %s', (gap, goesOn) => {
    const next = { from: plusDays(newTo, gap), to: day('2028-06-01') };
    expect(support(next)).toEqual({ from: newFrom, to: goesOn ? next.to : newTo });
  });

  it('goes back through others, in whatever order they are given, up to the first longer gap', () => {
    const chain = [
      period('2022-01-01', '2022-12-31'),
      period('2025-05-01', '2026-05-01'),
      period('2023-04-02', '2024-04-01'),
      period('2024-04-15', '2025-04-14'),
    ];
    expect(daysBetween(day('2022-12-31'), day('2023-04-02'))).toBe(92);
    expect(support(...chain).from).toBe('2023-04-02');
    expect(support(...chain.reverse()).from).toBe('2023-04-02');
  });

  it('is continuous where loans overlap, and ends with the last of them', () => {
    expect(support(period('2025-07-01', '2026-07-01'))).toEqual({ from: '2025-07-01', to: newTo });
    expect(support(period('2026-01-01', '2028-01-01'))).toEqual({ from: '2026-01-01', to: '2028-01-01' });
    expect(support(period('2026-07-01', '2026-08-01'))).toEqual(alone);
  });

  it('reaches over a short loan to a long one that outlasts it', () => {
    expect(support(period('2024-01-01', '2026-04-01'), period('2024-06-01', '2024-12-01')).from).toBe(
      '2024-01-01',
    );
  });

  it('does not depend on the order of the periods, and never shortens the new one', () => {
    const anyPeriod = fc
      .tuple(fc.integer({ min: -1500, max: 500 }), fc.integer({ min: 0, max: 400 }))
      .map(([start, length]): Period => {
        const from: BusinessDate = plusDays(newFrom, start);
        return { from, to: plusDays(from, length) };
      });
    fc.assert(
      fc.property(fc.array(anyPeriod, { maxLength: 8 }), fc.nat(120), (periods, gap) => {
        const found = continuousSupport(periods, newFrom, newTo, gap);
        expect(continuousSupport([...periods].reverse(), newFrom, newTo, gap)).toEqual(found);
        expect(found.from <= newFrom && newTo <= found.to).toBe(true);
        // Whatever lies outside is further away than the gap.
        for (const one of periods) {
          const inside = found.from <= one.from && one.to <= found.to;
          const apart = Math.max(daysBetween(one.to, found.from), daysBetween(found.to, one.from));
          expect(inside || apart > gap).toBe(true);
        }
      }),
    );
  });
});
