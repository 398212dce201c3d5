import { describe, expect, it } from 'vitest';
import { art13RegionLeverage } from '../../src/regulation/ch03-pool.art08-13.ts';
import { table, verdictOf, yuan } from './facts.ts';

const asking = (amount: string, paidIn = '8000000') => ({
  asked: { amount: yuan(amount) },
  region: { exposure: yuan('195000000'), paidIn: yuan(paidIn) },
});

describe('第十三条 A region’s loans within twenty-five times what it has paid in', () => {
  table(art13RegionLeverage, [
    ['one fen below', asking('4999999.99'), 'PASS'],
    ['at the limit', asking('5000000.00'), 'PASS'],
    ['one fen above', asking('5000000.01'), 'WAIVER_NEEDED'],
    ['pledged but not paid in does not count', asking('5000000', '7999999.99'), 'WAIVER_NEEDED'],
  ]);

  it('names who may waive it and what they would have to grant', () => {
    expect(verdictOf(art13RegionLeverage, asking('5000000.01'))?.waiver).toEqual({
      consents: ['OFFICE'],
      newLimit: '200000000.01',
    });
  });
});
