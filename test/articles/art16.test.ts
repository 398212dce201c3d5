import { describe, expect, it } from 'vitest';
import {
  art16Cooperating,
  art16FirstDeposit,
  art16FirstDepositDue,
  art16TopUpAmount,
  art16TopUpAsk,
  art16TopUpRight,
} from '../../src/regulation/ch04-partners.art14-19.ts';
import { table, verdictOf, yuan } from './facts.ts';

const first = (amount: string) => ({ placement: { first: true, amount: yuan(amount) } });
const topUp = (amount: string, approved: string | null) => ({
  placement: { first: false, amount: yuan(amount), approvedTopUp: approved === null ? null : yuan(approved) },
});
const lending = (exposure: string) => ({ bank: { exposure: yuan(exposure), deposit: yuan('1000000') } });

describe('第十六条 Risk deposits of a cooperating bank', () => {
  table(art16Cooperating, [
    ['cooperating', {}, 'PASS'],
    ['only registered', { bank: { state: 'REGISTERED' } }, 'REFUSED'],
    ['leaving', { bank: { state: 'LEAVING' } }, 'REFUSED'],
    ['left', { bank: { state: 'LEFT' } }, 'REFUSED'],
  ]);
  table(art16FirstDepositDue, [
    ['a bank without a deposit signs', { bank: { deposit: yuan('0') } }, 'TRIGGERS'],
    ['a bank that holds one fen already', { bank: { deposit: yuan('0.01') } }, 'PASS'],
  ]);
  table(art16FirstDeposit, [
    ['one fen short', first('999999.99'), 'REFUSED'],
    ['the amount laid down', first('1000000.00'), 'PASS'],
    ['one fen too much', first('1000000.01'), 'REFUSED'],
    ['a top-up is not held to it', topUp('5', '5'), null],
  ]);
  table(art16TopUpAsk, [
    ['loans one fen below ten times the deposit', lending('9999999.99'), 'REFUSED'],
    ['at ten times: not yet higher', lending('10000000.00'), 'REFUSED'],
    ['one fen above', lending('10000000.01'), 'PASS'],
  ]);
  table(art16TopUpRight, [
    [
      'with the new loan one fen below',
      { ...lending('7000000'), asked: { amount: yuan('2999999.99') } },
      'PASS',
    ],
    ['with the new loan at ten times', { ...lending('7000000'), asked: { amount: yuan('3000000') } }, 'PASS'],
    [
      'with the new loan one fen above',
      { ...lending('7000000'), asked: { amount: yuan('3000000.01') } },
      'TRIGGERS',
    ],
  ]);
  table(art16TopUpAmount, [
    ['one fen less than approved', topUp('499999.99', '500000'), 'REFUSED'],
    ['as approved', topUp('500000.00', '500000'), 'PASS'],
    ['one fen more than approved', topUp('500000.01', '500000'), 'REFUSED'],
    ['nothing was approved', topUp('500000', null), 'REFUSED'],
    ['the first deposit is not held to it', first('1000000'), null],
  ]);

  it('names the amount that falls due when a bank signs', () => {
    expect(verdictOf(art16FirstDepositDue, { bank: { deposit: yuan('0') } })?.message.zh).toBe(
      '依《管理办法》第十六条：签订合作协议后，应向该行存入首笔风险补偿金 1,000,000.00 元。',
    );
  });
});
