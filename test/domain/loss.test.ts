import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate } from '../../src/domain/dates.ts';
import {
  difference,
  type LossSharing,
  leastUnrecovered,
  lossParts,
  type Part,
  partOf,
  poolPosition,
  recoveryParts,
} from '../../src/domain/loss.ts';
import { Yuan } from '../../src/domain/money.ts';

const yuan = Yuan.parse;
const shares = (...weights: [string, number][]) => weights.map(([party, weight]) => ({ party, weight }));
const BAOTOU: LossSharing = {
  shares: shares(['POOL', 40], ['BANK', 20], ['GUARANTOR', 40]),
  firstLoss: null,
};
/** The firms' fund bears up to 200.00 first; the rest is halved. */
const LAYERED: LossSharing = {
  shares: shares(['POOL', 50], ['BANK', 50]),
  firstLoss: { party: 'FIRM_FUND', most: yuan('200.00') },
};
/** The pool itself bears the first 200.00, and half of the rest. */
const POOL_FIRST: LossSharing = { ...LAYERED, firstLoss: { party: 'POOL', most: yuan('200.00') } };
const said = (parts: readonly Part[]) => parts.map(({ party, amount }) => `${party} ${amount}`);

describe('who bears a loss (Art. 20)', () => {
  it.each([
    ['10000000.00', ['POOL 4000000.00', 'BANK 2000000.00', 'GUARANTOR 4000000.00']],
    ['100.03', ['POOL 40.01', 'BANK 20.01', 'GUARANTOR 40.01']],
    ['0.01', ['POOL 0.01', 'BANK 0.00', 'GUARANTOR 0.00']],
    ['0.00', ['POOL 0.00', 'BANK 0.00', 'GUARANTOR 0.00']],
  ])('%s by 40 / 20 / 40', (loss, parts) => {
    expect(said(lossParts(BAOTOU, yuan(loss)))).toEqual(parts);
  });

  it.each([
    ['199.99', ['FIRM_FUND 199.99', 'POOL 0.00', 'BANK 0.00']],
    ['200.00', ['FIRM_FUND 200.00', 'POOL 0.00', 'BANK 0.00']],
    ['200.01', ['FIRM_FUND 200.00', 'POOL 0.01', 'BANK 0.00']],
    ['1000.00', ['FIRM_FUND 200.00', 'POOL 400.00', 'BANK 400.00']],
  ])('%s with a first-loss layer of 200.00', (loss, parts) => {
    expect(said(lossParts(LAYERED, yuan(loss)))).toEqual(parts);
  });

  it('adds up where one party is in the layer and among the shares', () => {
    expect(said(lossParts(POOL_FIRST, yuan('1000.00')))).toEqual(['POOL 600.00', 'BANK 400.00']);
  });
});

describe('who gets what is recovered (Art. 34)', () => {
  it('makes good those who shared first, and the first-loss layer last', () => {
    const got = (recovered: string) => said(recoveryParts(LAYERED, yuan('1000.00'), yuan(recovered)));
    expect(got('800.00')).toEqual(['FIRM_FUND 0.00', 'POOL 400.00', 'BANK 400.00']);
    expect(got('800.01')).toEqual(['FIRM_FUND 0.01', 'POOL 400.00', 'BANK 400.00']);
    expect(got('1000.00')).toEqual(['FIRM_FUND 200.00', 'POOL 400.00', 'BANK 400.00']);
  });

  it('never shares out more than was lost', () => {
    expect(() => recoveryParts(BAOTOU, yuan('1.00'), yuan('1.01'))).toThrow(RangeError);
  });
});

describe('how the pool stands with the bank about one loan', () => {
  const at = (compensatedPrincipal: string, deducted: string, recovered: string, returned: string) => {
    const position = poolPosition(BAOTOU, {
      compensatedPrincipal: yuan(compensatedPrincipal),
      deducted: yuan(deducted),
      recovered: yuan(recovered),
      returned: yuan(returned),
    });
    return [position.toBear, position.claimable, position.toReturn].map(String);
  };

  it.each([
    ['nothing compensated', ['0', '0', '0', '0'], ['0.00', '0.00', '0.00']],
    ['compensated in full', ['1000', '400', '0', '0'], ['400.00', '0.00', '0.00']],
    ['a short deposit', ['1000', '100', '0', '0'], ['400.00', '300.00', '0.00']],
    ['a recovery to be returned', ['1000', '400', '100', '0'], ['360.00', '0.00', '40.00']],
    ['returned', ['1000', '400', '100', '40'], ['360.00', '0.00', '0.00']],
    [
      'a recovery lowers what is claimable before anything is returned',
      ['1000', '100', '500', '0'],
      ['200.00', '100.00', '0.00'],
    ],
    ['and returns what is more', ['1000', '100', '1000', '0'], ['0.00', '0.00', '100.00']],
  ] as const)('%s', (_title, [principal, deducted, recovered, returned], expected) => {
    expect(at(principal, deducted, recovered, returned)).toEqual(expected);
  });
});

const anySharing: fc.Arbitrary<LossSharing> = fc
  .tuple(
    fc
      .array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 5 })
      .filter((all) => all.some((one) => one > 0)),
    fc.option(fc.record({ party: fc.constantFrom('POOL', 'FUND'), most: fc.nat({ max: 10 ** 9 }) })),
  )
  .map(([weights, layer]) => ({
    shares: weights.map((weight, at) => ({ party: at === 0 ? 'POOL' : `PARTY_${at}`, weight })),
    firstLoss: layer && { party: layer.party, most: Yuan.fromFen(BigInt(layer.most)) },
  }));
const anyFen = fc.bigInt(0n, 10n ** 12n);

describe('for any sharing', () => {
  it('parts sum to the whole, and a loss recovered in full gives everybody what it bore', () => {
    fc.assert(
      fc.property(anySharing, anyFen, anyFen, (sharing, recoveredFen, restFen) => {
        const recovered = Yuan.fromFen(recoveredFen);
        const loss = recovered.plus(Yuan.fromFen(restFen));
        const sum = (parts: readonly Part[]) => Yuan.sum(parts.map(({ amount }) => amount)).toString();
        expect(sum(lossParts(sharing, loss))).toBe(loss.toString());
        expect(sum(recoveryParts(sharing, loss, recovered))).toBe(recovered.toString());
        expect(said(recoveryParts(sharing, loss, loss))).toEqual(said(lossParts(sharing, loss)));
      }),
    );
  });

  it('many small recoveries end where one large one would', () => {
    fc.assert(
      fc.property(anySharing, fc.array(fc.bigInt(1n, 10n ** 6n), { maxLength: 12 }), (sharing, amounts) => {
        const loss = Yuan.fromFen(10n ** 8n);
        let before = Yuan.ZERO;
        const booked = new Map<string, Yuan>();
        for (const fen of amounts) {
          const after = before.plus(Yuan.fromFen(fen));
          const step = difference(recoveryParts(sharing, loss, after), recoveryParts(sharing, loss, before));
          for (const { party, amount } of step)
            booked.set(party, (booked.get(party) ?? Yuan.ZERO).plus(amount));
          before = after;
        }
        const once = recoveryParts(sharing, loss, before);
        for (const [party, amount] of booked) expect(amount.toString()).toBe(partOf(once, party).toString());
      }),
    );
  });
});

describe('what is unrecovered on a day and at the least on every later one', () => {
  const standing = (from: string, amount: string, until: string | null = null) => ({
    from: parseDate(from),
    until: until === null ? null : parseDate(until),
    amount: yuan(amount),
  });
  const COMPENSATED = [standing('2025-07-02', '666666.67'), standing('2025-08-01', '666666.66')];
  const least = (day: string, recovered: ReturnType<typeof standing>[] = [], compensated = COMPENSATED) =>
    leastUnrecovered(parseDate(day), compensated, recovered).toString();

  it.each([
    ['the day before the first compensation', '2025-07-01', [], '0.00'],
    ['between the two', '2025-07-22', [], '666666.67'],
    ['the day before the second', '2025-07-31', [], '666666.67'],
    ['the day of the second', '2025-08-01', [], '1333333.33'],
    [
      'a later recovery counts on the days before it',
      '2025-07-22',
      [standing('2025-08-02', '1000000.00')],
      '333333.33',
    ],
    [
      'a recovery that was reversed counts until then',
      '2025-08-01',
      [standing('2025-08-02', '1000000.00', '2025-08-10')],
      '333333.33',
    ],
    [
      'and no more from that day on',
      '2025-08-10',
      [standing('2025-08-02', '1000000.00', '2025-08-10')],
      '1333333.33',
    ],
  ])('%s', (_title, day, recovered, expected) => {
    expect(least(day, recovered)).toBe(expected);
  });

  it('is below zero where a compensation would be taken back from under a recovery', () => {
    const taken = [standing('2025-07-02', '100.00', '2025-07-10')];
    expect(least('2025-07-10', [standing('2025-07-05', '40.00', '2025-08-09')], taken)).toBe('-40.00');
    expect(least('2025-07-10', [standing('2025-07-05', '40.00', '2025-07-10')], taken)).toBe('0.00');
  });
});
