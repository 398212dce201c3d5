import { describe, expect, it } from 'vitest';
import type { BreakerMeasure, BreakerScope } from '../../src/domain/words.ts';
import { art37Breaker } from '../../src/regulation/ch09-risk.art35-39.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import { table, verdictOf, yuan } from './facts.ts';

const compensated = (netCompensation: string, fundsTotal = '100000000') => ({
  breaker: { part: yuan(netCompensation), whole: yuan(fundsTotal) },
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

const measuredAs = (
  measure: BreakerMeasure,
  scope: BreakerScope,
  thresholdPercent: number,
  part: string,
  whole: string,
) => {
  const breaker = { ...BAOTOU_2021.values.breaker, measure, scope, thresholdPercent };
  const edition = { ...BAOTOU_2021, values: { ...BAOTOU_2021.values, breaker } };
  return verdictOf(
    art37Breaker,
    { breaker: { measure, scope, part: yuan(part), whole: yuan(whole) } },
    edition,
  );
};

describe('第三十七条 Other cities measure otherwise, and each says what it measures', () => {
  it.each([
    [
      'OVERDUE_TO_OUTSTANDING',
      'BANK',
      5,
      '499999.99',
      'PASS',
      '该行逾期本金占贷款余额的比例为 4.9999%，低于警戒线 5%',
    ],
    [
      'OVERDUE_TO_OUTSTANDING',
      'BANK',
      5,
      '500000.00',
      'REFUSED',
      '该行逾期本金占贷款余额的比例为 5.0000%，已达到警戒线 5%',
    ],
    ['OVERDUE_TO_OUTSTANDING', 'POOL', 5, '500000.01', 'REFUSED', '全部贷款逾期本金占贷款余额的比例'],
    ['COMPENSATED_TO_DISBURSED', 'BANK', 3, '299999.99', 'PASS', '该行代偿本金（扣除追回）占累计发放的比例'],
    [
      'COMPENSATED_TO_DISBURSED',
      'BANK',
      3,
      '300000.00',
      'REFUSED',
      '该行代偿本金（扣除追回）占累计发放的比例',
    ],
    ['NET_COMPENSATION_TO_FUNDS', 'BANK', 3, '300000.00', 'REFUSED', '该行代偿净额占资金池资金的比例'],
  ] as const)('%s of a %s at %d %%: %s of 10,000,000.00', (measure, scope, percent, part, outcome, words) => {
    const verdict = measuredAs(measure, scope, percent, part, '10000000.00');
    expect(verdict?.outcome).toBe(outcome);
    expect(verdict?.message.zh).toContain(words);
    expect(verdict?.message.zh).toContain('第三十七条');
    // One bank's ratio is for those who see the bank; the pool's is for everybody.
    expect(verdict?.audience).toBe(scope === 'BANK' ? 'BANK' : 'PUBLIC');
  });

  it('has nothing to say of a bank before there is one, nor by figures of another measure', () => {
    expect(verdictOf(art37Breaker, { breaker: null })).toBeNull();
    const other = { measure: 'OVERDUE_TO_OUTSTANDING', part: yuan('1'), whole: yuan('1') } as const;
    expect(verdictOf(art37Breaker, { breaker: other })).toBeNull();
  });
});
