import { describe, expect, it } from 'vitest';
import { art13Owed, art13RegionLeverage, art13Replenish } from '../../src/regulation/ch03-pool.art08-13.ts';
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

describe('第十三条 A region replenishes after a compensation', () => {
  table(art13Replenish, [['always follows from a deduction', {}, 'TRIGGERS']]);
  table(art13Owed, [
    ['nothing owed', { replenishment: { owed: yuan('0') } }, 'REFUSED'],
    ['one fen owed', { replenishment: { owed: yuan('0.01') } }, 'PASS'],
    ['it may pay more than it owes', { replenishment: { owed: yuan('1'), amount: yuan('2') } }, 'PASS'],
  ]);

  it('names ninety days', () => {
    expect(verdictOf(art13Replenish, {})).toMatchObject({ limit: '90', unit: 'days' });
  });
});
