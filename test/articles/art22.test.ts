import { describe, expect, it } from 'vitest';
import {
  art22FirmCap,
  art22Plan,
  art22Rate,
  art22Repayment,
  art22TermMax,
  art22TermUsual,
} from '../../src/regulation/ch05-business.art20-23.ts';
import { day, table, verdictOf, yuan } from './facts.ts';

const borrowing = (amount: string, exposure = '7500000') => ({
  asked: { amount: yuan(amount) },
  firm: { exposure: yuan(exposure) },
});
const months = (termMonths: number) => ({ asked: { termMonths } });
const plan = (...instalments: [dueOn: string, principal: string][]) => ({
  terms: {
    method: 'INSTALMENTS' as const,
    instalments: instalments.map(([dueOn, principal]) => ({ dueOn: day(dueOn), principal: yuan(principal) })),
  },
});
const repaying = (principal: string) => ({
  repayment: { principal: yuan(principal), outstanding: yuan('3000000') },
});

describe('第二十二条 Amount, term, rate and repayment', () => {
  table(art22FirmCap, [
    ['one fen below the cap', borrowing('2499999.99'), 'PASS'],
    ['at the cap', borrowing('2500000.00'), 'PASS'],
    ['one fen above the cap', borrowing('2500000.01'), 'WAIVER_NEEDED'],
    ['the whole cap in one loan', borrowing('10000000', '0'), 'PASS'],
  ]);
  table(art22TermUsual, [
    ['11 months', months(11), 'PASS'],
    ['12 months', months(12), 'PASS'],
    ['13 months', months(13), 'WAIVER_NEEDED'],
  ]);
  table(art22TermMax, [
    ['23 months', months(23), 'PASS'],
    ['24 months', months(24), 'PASS'],
    ['25 months', months(25), 'REFUSED'],
  ]);
  table(art22Rate, [
    ['LPR known, rate above zero', {}, 'PASS'],
    ['no LPR of the day', { terms: { lprKnown: false } }, 'REFUSED'],
    ['margin takes the rate to zero', { terms: { rateIsPositive: false } }, 'REFUSED'],
  ]);
  table(art22Plan, [
    ['one sum at maturity', {}, 'PASS'],
    ['two instalments', plan(['2024-12-03', '1000000'], ['2025-06-03', '2000000']), 'PASS'],
    ['one fen short', plan(['2024-12-03', '1000000'], ['2025-06-03', '1999999.99']), 'REFUSED'],
    ['one fen too much', plan(['2024-12-03', '1000000'], ['2025-06-03', '2000000.01']), 'REFUSED'],
    ['two on the same day', plan(['2025-06-03', '1000000'], ['2025-06-03', '2000000']), 'REFUSED'],
    ['out of order', plan(['2025-06-03', '1000000'], ['2024-12-03', '2000000']), 'REFUSED'],
    [
      'the first on the day of the start',
      plan(['2024-06-03', '1000000'], ['2025-06-03', '2000000']),
      'REFUSED',
    ],
    ['the first on the day after', plan(['2024-06-04', '1000000'], ['2025-06-03', '2000000']), 'PASS'],
    ['an instalment of nothing', plan(['2024-12-03', '0'], ['2025-06-03', '3000000']), 'REFUSED'],
    ['the last the day before maturity', plan(['2025-06-02', '3000000']), 'REFUSED'],
    ['the last the day after maturity', plan(['2025-06-04', '3000000']), 'REFUSED'],
    ['no instalment', plan(), 'REFUSED'],
    [
      'a loan repaid at maturity with two instalments',
      { terms: { ...plan(['2024-12-03', '1000000'], ['2025-06-03', '2000000']).terms, method: 'BULLET' } },
      'REFUSED',
    ],
  ]);
  table(art22Repayment, [
    ['below what is outstanding', repaying('2999999.99'), 'PASS'],
    ['all that is outstanding', repaying('3000000.00'), 'PASS'],
    ['one fen too much', repaying('3000000.01'), 'REFUSED'],
    ['interest only', repaying('0'), 'PASS'],
    ['below zero', repaying('-0.01'), 'REFUSED'],
  ]);

  it('writes the cap’s refusal as an official would', () => {
    const verdict = verdictOf(art22FirmCap, borrowing('3000000'));
    expect(verdict?.message).toEqual({
      zh: '不符合《管理办法》第二十二条第（一）项：该企业在各合作银行的贷款合计将达 10,500,000.00 元，超过单户上限 10,000,000.00 元；须经专项工作协调办公室同意放宽。',
      en: 'Does not meet Art. 22(1) of the measures: the firm’s loans in all banks, CNY 10,500,000.00 in all, would exceed the cap for one firm, CNY 10,000,000.00; the coordination office would have to consent to a waiver.',
    });
  });
});
