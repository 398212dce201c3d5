import { describe, expect, it } from 'vitest';
import { split } from '../../src/domain/money.ts';
import { art20GuarantorShare, art20Shares } from '../../src/regulation/ch05-business.art20-23.ts';
import { type EditionValues, weightsOf } from '../../src/regulation/edition.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import { table, verdictOf, yuan } from './facts.ts';

const sharing = (pool: number, bank: number, guarantor: number): Partial<EditionValues> => ({
  lossShares: [
    { party: 'POOL', weight: pool },
    { party: 'BANK', weight: bank },
    { party: 'GUARANTOR', weight: guarantor },
  ],
});
const outcome = (values: Partial<EditionValues>) =>
  verdictOf(art20Shares, {}, { ...BAOTOU_2021, values: { ...BAOTOU_2021.values, ...values } })?.outcome;

describe('第二十条 The shares of a loss add up to one whole', () => {
  it.each([
    ['as issued', {}, 'PASS'],
    ['one percent short', sharing(40, 20, 39), 'REFUSED'],
    ['one percent too much', sharing(40, 20, 41), 'REFUSED'],
    ['a fraction of a percent', sharing(39.5, 20.5, 40), 'REFUSED'],
    ['a share below zero', sharing(-1, 61, 40), 'REFUSED'],
    ['a party that bears nothing', sharing(50, 50, 0), 'PASS'],
    [
      'four parties of another city',
      { lossShares: ['POOL', 'BANK', 'GUARANTOR', 'REGUARANTOR'].map((party) => ({ party, weight: 25 })) },
      'PASS',
    ],
    ['the pool’s part one percent short', { poolShares: [{ source: 'CITY', weight: 99 }] }, 'REFUSED'],
    ['the pool’s part from one source', { poolShares: [{ source: 'CITY', weight: 100 }] }, 'PASS'],
  ] as [string, Partial<EditionValues>, string][])('ART20_SHARES: %s', (_title, values, expected) => {
    expect(outcome(values)).toBe(expected);
  });

  it('gives the table of section 5 for the 2021 weights', () => {
    const { lossShares, poolShares } = BAOTOU_2021.values;
    const byParty = split(yuan('100.03'), weightsOf(lossShares));
    expect(byParty.map(String)).toEqual(['40.01', '20.01', '40.01']);
    const [pool] = byParty;
    expect(split(pool ?? yuan('0'), weightsOf(poolShares)).map(String)).toEqual(['12.00', '12.00', '16.01']);
  });
});

describe('第二十条 The guarantor pays its share', () => {
  const paying = (amount: string) => ({
    guarantorShare: { paid: yuan('3000000'), share: yuan('4000000'), amount: yuan(amount) },
  });
  table(art20GuarantorShare, [
    ['one fen below', paying('999999.99'), 'PASS'],
    ['the whole share', paying('1000000.00'), 'PASS'],
    ['one fen above', paying('1000000.01'), 'REFUSED'],
    [
      'nothing compensated',
      { guarantorShare: { paid: yuan('0'), share: yuan('0'), amount: yuan('0.01') } },
      'REFUSED',
    ],
  ]);
});
