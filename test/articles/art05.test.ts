import { describe, expect, it } from 'vitest';
import { PURPOSES, wordsOf } from '../../src/domain/words.ts';
import { art05Purpose } from '../../src/regulation/ch01-general.art01-05.ts';
import { table, verdictOf } from './facts.ts';

describe('第五条 A loan serves turnover and working capital', () => {
  table(art05Purpose, [
    ['turnover', { asked: { purpose: 'PRODUCTION_TURNOVER' } }, 'PASS'],
    ['raw materials', { asked: { purpose: 'RAW_MATERIALS' } }, 'PASS'],
    ['wages and running costs', { asked: { purpose: 'WAGES_AND_RUNNING_COSTS' } }, 'PASS'],
    ['orders in hand', { asked: { purpose: 'ORDER_PERFORMANCE' } }, 'PASS'],
    ['fixed assets', { asked: { purpose: 'FIXED_ASSETS' } }, 'REFUSED'],
    ['real estate', { asked: { purpose: 'REAL_ESTATE' } }, 'REFUSED'],
    ['securities or equity', { asked: { purpose: 'SECURITIES_OR_EQUITY' } }, 'REFUSED'],
    ['repaying other debt', { asked: { purpose: 'REPAYING_OTHER_DEBT' } }, 'REFUSED'],
  ]);

  it('decides on every purpose there is', () => {
    for (const purpose of wordsOf(PURPOSES))
      expect(verdictOf(art05Purpose, { asked: { purpose } })?.actual).toBe(purpose);
  });
});
