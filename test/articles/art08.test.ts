import { describe, expect, it } from 'vitest';
import {
  art08HardshipMinimum,
  art08MinimumContribution,
  art08PaidInPeriod,
  art08PayInPeriod,
} from '../../src/regulation/ch03-pool.art08-13.ts';
import { day, table, verdictOf, yuan } from './facts.ts';

const pledging = (amount: string, pledged = '0', hardship = false) => ({
  pledge: { amount: yuan(amount) },
  region: { pledged: yuan(pledged), hardship },
});
const paying = (pledgedOn: string, payInBy: string) => ({
  pledge: { pledgedOn: day(pledgedOn), payInBy: day(payInBy) },
});

describe('第八条 Least contribution of a region, and the time to pay it in', () => {
  table(art08MinimumContribution, [
    ['one fen below', pledging('7999999.99'), 'WAIVER_NEEDED'],
    ['at the minimum', pledging('8000000.00'), 'PASS'],
    ['one fen above', pledging('8000000.01'), 'PASS'],
    ['reached together with earlier pledges', pledging('3000000', '5000000'), 'PASS'],
    ['one fen short with earlier pledges', pledging('2999999.99', '5000000'), 'WAIVER_NEEDED'],
    ['a region in hardship is not held to it', pledging('4000000', '0', true), null],
  ]);
  table(art08HardshipMinimum, [
    ['hardship, one fen below', pledging('3999999.99', '0', true), 'REFUSED'],
    ['hardship, at the lower minimum', pledging('4000000.00', '0', true), 'PASS'],
    ['hardship, one fen above', pledging('4000000.01', '0', true), 'PASS'],
    ['no hardship, below even the lower minimum', pledging('3999999.99'), 'REFUSED'],
  ]);
  table(art08PayInPeriod, [
    ['the day before the period ends', paying('2024-06-03', '2026-06-02'), 'PASS'],
    ['the last day', paying('2024-06-03', '2026-06-03'), 'PASS'],
    ['the day after', paying('2024-06-03', '2026-06-04'), 'REFUSED'],
    ['pledged on a leap day, the last day', paying('2024-02-29', '2026-02-28'), 'PASS'],
    ['pledged on a leap day, the day after', paying('2024-02-29', '2026-03-01'), 'REFUSED'],
  ]);
  table(art08PaidInPeriod, [
    ['paid the day before', { contribution: { paidOn: day('2025-06-02') } }, 'PASS'],
    ['paid on the agreed day', { contribution: { paidOn: day('2025-06-03') } }, 'PASS'],
    ['paid the day after', { contribution: { paidOn: day('2025-06-04') } }, 'REFUSED'],
  ]);

  it('shows the sum of all pledges as the actual figure', () => {
    const verdict = verdictOf(art08MinimumContribution, pledging('2999999.99', '5000000'));
    expect(verdict).toMatchObject({ limit: '8000000.00', actual: '7999999.99', unit: 'yuan' });
    expect(verdict?.waiver).toEqual({ consents: ['OFFICE'], newLimit: '7999999.99' });
  });
});
