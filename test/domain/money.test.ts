import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotMoney, split, splitCumulative, Yuan } from '../../src/domain/money.ts';

const text = (amounts: readonly Yuan[]) => amounts.map(String);
const LOSS = [40, 20, 40];
const POOL = [30, 30, 40];

describe('an amount in yuan', () => {
  it.each([
    ['0', 0n],
    ['0.5', 50n],
    ['0.05', 5n],
    ['1', 100n],
    ['12.30', 1230n],
    ['99999999999999.99', 9999999999999999n],
    ['-0.01', -1n],
    ['-5', -500n],
  ])('%s is read', (given, fen) => {
    expect(Yuan.parse(given).toFen()).toBe(fen);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '.5',
    '5.',
    '00012',
    '1,000',
    '1_000',
    '1e3',
    '1e400',
    'NaN',
    'Infinity',
    '-Infinity',
    '0x10',
    '0b1',
    '1.005',
    '1.000',
    '１２３',
    '١٢٣',
    '一百',
    '1万',
    '\u22125',
    '1\u0000',
    '1\u200b',
    '--1',
    '999999999999999',
    '1e1000000000',
  ])('%j is refused', (given) => {
    expect(() => Yuan.parse(given)).toThrow(NotMoney);
  });

  it('goes to fen and back, and always shows two decimals', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 16n) + 1n, 10n ** 16n - 1n), (fen) => {
        const amount = Yuan.fromFen(fen);
        expect(amount.toFen()).toBe(fen);
        expect(amount.toString()).toMatch(/^-?\d+\.\d{2}$/);
        expect(Yuan.parse(amount.toString()).equals(amount)).toBe(true);
      }),
    );
  });

  it('adds and compares exactly, where a float would not', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.bigInt(-(10n ** 18n), 10n ** 18n), (a, b) => {
        const [one, other] = [Yuan.fromFen(a), Yuan.fromFen(b)];
        expect(one.plus(other).toFen()).toBe(a + b);
        expect(one.minus(other).toFen()).toBe(a - b);
        expect(one.lessThan(other)).toBe(a < b);
        expect(one.atMost(other)).toBe(a <= b);
        expect(one.times(10).toFen()).toBe(a * 10n);
      }),
    );
    expect(Yuan.parse('0.10').plus(Yuan.parse('0.20')).toString()).toBe('0.30');
  });

  it('negated zero is zero', () => {
    expect(Yuan.ZERO.negated().toString()).toBe('0.00');
    expect(Yuan.ZERO.negated().isNegative()).toBe(false);
  });

  it('is readable with separators', () => {
    expect(Yuan.parse('12345678.90').toReadable()).toBe('12,345,678.90');
    expect(Yuan.parse('123.00').toReadable()).toBe('123.00');
  });

  it.each([
    ['19.99', '100.00', '20', false],
    ['20.00', '100.00', '20', true],
    ['20.01', '100.00', '20', true],
    ['0.00', '0.00', '20', true],
  ])('%s reaches 20 %% of %s: %s', (amount, whole, percent, reached) => {
    expect(Yuan.parse(amount).reaches(percent, Yuan.parse(whole))).toBe(reached);
  });

  it('a ratio is cut, never rounded up to a line that was not reached', () => {
    expect(Yuan.parse('19.999999999999'.slice(0, 5)).percentOf(Yuan.parse('100.00'))).toBe('19.9900');
    expect(Yuan.parse('1999999.99').percentOf(Yuan.parse('10000000.00'))).toBe('19.9999');
    expect(Yuan.parse('1.00').percentOf(Yuan.ZERO)).toBeNull();
  });
});

describe('split (Art. 20)', () => {
  it.each([
    ['10000000.00', ['4000000.00', '2000000.00', '4000000.00'], ['1200000.00', '1200000.00', '1600000.00']],
    ['100.03', ['40.01', '20.01', '40.01'], ['12.00', '12.00', '16.01']],
    ['0.01', ['0.01', '0.00', '0.00'], ['0.00', '0.00', '0.01']],
    ['0.00', ['0.00', '0.00', '0.00'], ['0.00', '0.00', '0.00']],
  ])('%s', (amount, parties, sources) => {
    const parts = split(Yuan.parse(amount), LOSS);
    expect(text(parts)).toEqual(parties);
    expect(text(split(parts[0] ?? Yuan.ZERO, POOL))).toEqual(sources);
  });

  const weights = fc
    .array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 6 })
    .filter((all) => all.some((one) => one > 0));

  it('parts sum to the whole, and none is off by a fen or more', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), weights, (fen, all) => {
        const parts = split(Yuan.fromFen(fen), all).map((part) => part.toFen());
        const whole = BigInt(all.reduce((sum, one) => sum + one, 0));
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(fen);
        for (const [at, part] of parts.entries()) {
          const exact = fen * BigInt(all[at] ?? 0);
          expect(part * whole > exact - whole && part * whole < exact + whole).toBe(true);
        }
      }),
    );
  });

  it('many small amounts end at the split of one large one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(0n, 10n ** 11n), { minLength: 1, maxLength: 30 }),
        weights,
        (amounts, all) => {
          let before = Yuan.ZERO;
          let sums = all.map(() => Yuan.ZERO);
          for (const fen of amounts) {
            const next = Yuan.fromFen(fen);
            const parts = splitCumulative(before, next, all);
            expect(Yuan.sum(parts).equals(next)).toBe(true);
            sums = sums.map((sum, at) => sum.plus(parts[at] ?? Yuan.ZERO));
            before = before.plus(next);
          }
          expect(text(sums)).toEqual(text(split(before, all)));
        },
      ),
    );
  });

  it('refuses what it cannot share out', () => {
    for (const bad of [[], [0, 0], [1.5], [-1, 2]])
      expect(() => split(Yuan.parse('1.00'), bad)).toThrow(RangeError);
    expect(() => split(Yuan.parse('-0.01'), LOSS)).toThrow(RangeError);
  });
});
