import { describe, expect, it } from 'vitest';
import { art37Breaker } from '../../src/regulation/ch09-risk.art35-39.ts';
import { table, verdictOf, yuan } from './facts.ts';

const compensated = (netCompensation: string, fundsTotal = '100000000') => ({
  pool: { netCompensation: yuan(netCompensation), fundsTotal: yuan(fundsTotal) },
});

describe('第三十七条 New business stops at twenty percent', () => {
  table(art37Breaker, [
    ['one fen below the line', compensated('19999999.99'), 'PASS'],
    ['at the line', compensated('20000000.00'), 'REFUSED'],
    ['one fen above the line', compensated('20000000.01'), 'REFUSED'],
    ['one fen more in the pool reopens it', compensated('20000000', '100000000.05'), 'PASS'],
    ['no funds and no compensation', compensated('0', '0'), 'PASS'],
    ['no funds and one fen of compensation', compensated('0.01', '0'), 'REFUSED'],
    ['more recovered than compensated', compensated('-0.01'), 'PASS'],
  ]);

  it('never shows a ratio as if it had reached a line that it has not', () => {
    expect(verdictOf(art37Breaker, compensated('19999999.99'))).toMatchObject({
      actual: '19.9999',
      limit: '20',
      unit: 'percent',
    });
  });
});
