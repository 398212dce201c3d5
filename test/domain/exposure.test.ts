import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bindingOf,
  type Limit,
  leastBase,
  reliefOf,
  roomBelowLine,
  roomUnder,
  utilisationPercent,
} from '../../src/domain/exposure.ts';
import { Yuan } from '../../src/domain/money.ts';

const yuan = Yuan.parse;
const limit = (about: string, most: string, used: string, multiple: number | null = null): Limit => ({
  about,
  limit: yuan(most),
  used: yuan(used),
  multiple,
});
const amounts = fc.bigInt({ min: 0n, max: 10n ** 13n }).map(Yuan.fromFen);
const limits = fc.record({ about: fc.string(), limit: amounts, used: amounts, multiple: fc.constant(null) });

describe('roomUnder', () => {
  it.each([
    ['nothing used', '100', '0', '100.00'],
    ['one fen below', '100', '99.99', '0.01'],
    ['at the limit', '100', '100', '0.00'],
    ['past it', '100', '100.01', '0.00'],
  ])('%s', (_name, most, used, room) => {
    expect(roomUnder(limit('x', most, used)).toString()).toBe(room);
  });
});

describe('bindingOf', () => {
  it('is the one with the least room, among equals the first', () => {
    expect(bindingOf([limit('a', '100', '50'), limit('b', '60', '40'), limit('c', '20', '0')])?.about).toBe(
      'b',
    );
  });

  it('is none where nothing limits', () => {
    expect(bindingOf([])).toBeNull();
  });

  it('leaves no limit with less room', () => {
    fc.assert(
      fc.property(fc.array(limits, { minLength: 1 }), (all) => {
        const binding = bindingOf(all);
        return binding !== null && all.every((one) => roomUnder(binding).atMost(roomUnder(one)));
      }),
    );
  });
});

describe('leastBase', () => {
  it.each([
    ['nothing is wanted', '0', 10, '0.00'],
    ['it divides', '100', 10, '10.00'],
    ['one fen more takes a fen more', '100.01', 10, '10.01'],
    ['a tenth of a fen is a whole one', '0.01', 10, '0.01'],
    ['a multiple of one', '0.07', 1, '0.07'],
  ])('%s', (_name, wanted, multiple, base) => {
    expect(leastBase(yuan(wanted), multiple).toString()).toBe(base);
  });

  it('is enough, and a fen less is not', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 1000 }), (wanted, multiple) => {
        const base = leastBase(wanted, multiple);
        const less = base.minus(yuan('0.01'));
        return (
          base.times(multiple).atLeast(wanted) && (base.isZero() || less.times(multiple).lessThan(wanted))
        );
      }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %s as a multiple', (multiple) => {
    expect(() => leastBase(yuan('1'), multiple)).toThrow(RangeError);
  });
});

describe('reliefOf', () => {
  it.each([
    ['what fits needs none', '1000', '500', 10, '500', '0.00'],
    ['one fen too much under a multiple', '1000', '500', 10, '500.01', '0.01'],
    ['twenty-five fen too much under 25 times', '1000', '500', 25, '500.25', '0.01'],
    ['under an amount it is the amount', '1000', '500', null, '600', '100.00'],
    ['past the limit already, and nothing more asked', '1000', '1100', 10, '0', '10.00'],
  ])('%s', (_name, most, used, multiple, missing, relief) => {
    expect(reliefOf(limit('x', most, used, multiple), yuan(missing)).toString()).toBe(relief);
  });
});

describe('第三十七条 roomBelowLine', () => {
  it.each([
    ['nothing compensated yet', '0', 20, '66000000', '13199999.99'],
    ['one fen below the line', '13199999.99', 20, '66000000', '0.00'],
    ['two fen below', '13199999.98', 20, '66000000', '0.01'],
    ['at the line', '13200000', 20, '66000000', '0.00'],
    ['past it', '14000000', 20, '66000000', '0.00'],
    ['a line that falls between two fen', '0', 20, '0.03', '0.00'],
    ['no money', '0', 20, '0', '0.00'],
  ])('%s', (_name, part, percent, whole, room) => {
    expect(roomBelowLine(yuan(part), percent, yuan(whole)).toString()).toBe(room);
  });

  it('is all that does not reach the line, and a fen more does', () => {
    fc.assert(
      fc.property(amounts, amounts, fc.integer({ min: 1, max: 100 }), (part, whole, percent) => {
        const room = roomBelowLine(part, percent, whole);
        const reached = (more: Yuan) => part.plus(more).reaches(String(percent), whole);
        return reached(room.plus(yuan('0.01'))) && (room.isZero() || !reached(room));
      }),
    );
  });
});

describe('utilisationPercent', () => {
  it.each([
    ['a third is cut, not rounded', '1', '3', '33.33'],
    ['just below the whole is not the whole', '99999.99', '100000', '99.99'],
    ['more than the whole', '11', '10', '110.00'],
  ])('%s', (_name, used, most, percent) => {
    expect(utilisationPercent(yuan(used), yuan(most))).toBe(percent);
  });

  it('has no measure without a limit, or with a limit of nothing', () => {
    expect(utilisationPercent(yuan('1'), null)).toBeNull();
    expect(utilisationPercent(yuan('1'), Yuan.ZERO)).toBeNull();
  });
});
