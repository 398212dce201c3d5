import { describe, expect, it } from 'vitest';
import { art09PoolLeverage } from '../../src/regulation/ch03-pool.art08-13.ts';
import { table, verdictOf, yuan } from './facts.ts';

const asking = (amount: string, exposure = '990000000', fundsAvailable = '100000000') => ({
  asked: { amount: yuan(amount) },
  pool: { exposure: yuan(exposure), fundsAvailable: yuan(fundsAvailable) },
});

describe('第九条 All loans within ten times the pool’s funds available', () => {
  table(art09PoolLeverage, [
    ['one fen below', asking('9999999.99'), 'PASS'],
    ['at the limit', asking('10000000.00'), 'PASS'],
    ['one fen above', asking('10000000.01'), 'REFUSED'],
    [
      'a fen less in the pool takes ten fen of room',
      asking('10000000', '990000000', '99999999.99'),
      'REFUSED',
    ],
    ['an empty pool carries nothing', asking('0.01', '0', '0'), 'REFUSED'],
  ]);

  it('counts what is asked on top of what stands', () => {
    expect(verdictOf(art09PoolLeverage, asking('10000000.01'))).toMatchObject({
      limit: '1000000000.00',
      actual: '1000000000.01',
      waiver: null,
    });
  });
});
