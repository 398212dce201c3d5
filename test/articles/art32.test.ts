import { describe, expect, it } from 'vitest';
import {
  art32Deposit,
  art32Excess,
  art32ExcessReturn,
  art32Notice,
  art32Once,
  art32OpenClaim,
  art32PastGrace,
} from '../../src/regulation/ch08-compensation.art31-34.ts';
import { table, verdictOf, yuan } from './facts.ts';

const days = (daysPastDue: number) => ({ deduction: { daysPastDue } });
const claim = (claimable: string, taken = claimable) => ({
  deduction: { claimable: yuan(claimable), taken: yuan(taken) },
});

describe('第三十二条 Deduction from the risk deposit', () => {
  table(art32PastGrace, [
    ['not due yet', days(0), 'REFUSED'],
    ['day 24', days(24), 'REFUSED'],
    ['day 25: not more than 25', days(25), 'REFUSED'],
    ['day 26', days(26), 'PASS'],
    ['day 27', days(27), 'PASS'],
    ['only what a short deposit had left open', { deduction: { daysPastDue: 0, restOnly: true } }, null],
  ]);
  table(art32Once, [
    ['one fen is open', claim('0.01'), 'PASS'],
    ['nothing is open', claim('0.00'), 'REFUSED'],
    [
      'principal past due and not past grace is for the rule on days',
      { deduction: { claimable: yuan('0'), pastDue: true, pastGrace: false } },
      null,
    ],
    [
      'nothing past due and nothing open',
      { deduction: { claimable: yuan('0'), pastDue: false, pastGrace: false } },
      'REFUSED',
    ],
  ]);
  table(art32Deposit, [
    ['an empty deposit', { deduction: { deposit: yuan('0') } }, 'REFUSED'],
    ['one fen in it', { deduction: { deposit: yuan('0.01') } }, 'PASS'],
  ]);
  table(art32OpenClaim, [
    ['one fen less than is open', { claim: { amount: yuan('99.99') } }, 'PASS'],
    ['all that is open', { claim: { amount: yuan('100.00') } }, 'PASS'],
    ['one fen more', { claim: { amount: yuan('100.01') } }, 'REFUSED'],
  ]);
  table(art32Notice, [['notice is always due', {}, 'TRIGGERS']]);
  table(art32Excess, [
    ['one fen less than could be deducted', claim('4000000.00', '3999999.99'), 'PASS'],
    ['exactly what could be deducted', claim('4000000.00'), 'PASS'],
    ['one fen too much', claim('4000000.00', '4000000.01'), 'TRIGGERS'],
    ['too early: nothing could be deducted', claim('0.00', '4000000.00'), 'TRIGGERS'],
  ]);
  table(art32ExcessReturn, [
    ['one fen less than owed', { excess: { amount: yuan('99.99') } }, 'PASS'],
    ['all that is owed', { excess: { amount: yuan('100.00') } }, 'PASS'],
    ['one fen more', { excess: { amount: yuan('100.01') } }, 'REFUSED'],
  ]);

  it('names three working days for the notice and the days of grace', () => {
    expect(verdictOf(art32Notice, {})).toMatchObject({ limit: '3', unit: 'workingDays' });
    expect(verdictOf(art32PastGrace, days(25))).toMatchObject({ limit: '25', actual: '25', unit: 'days' });
  });
});
