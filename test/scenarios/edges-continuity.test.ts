import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addBank,
  addGuarantor,
  approvedLoan,
  type City,
  joinBank,
  newCity,
  pay,
  referToDecision,
  signUp,
  termsOf,
} from '../support/city.ts';
import {
  advance,
  answerWaiver,
  askWaiver,
  disburse,
  enactSuccessor,
  errorOf,
  failed,
  fundedCity,
  newFirm,
  refer,
  repay,
  sign,
} from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';

// How long one firm may be supported on end (Art. 23), over HTTP.

let running: Running;
const TODAY = '2025-03-10';

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

describe('第二十三条 Art. 23: three years on end', () => {
  async function round(city: City, firm: string, day: string): Promise<string> {
    const loanId = await approvedLoan(running, city, firm, { amount: '1000000.00' }, day);
    await sign(running, city.bank, loanId);
    await disburse(running, city.bank, loanId, day);
    return loanId;
  }

  test('three years to the day are support as laid down; a day more needs all three partners', async () => {
    const city = await fundedCity(running, TODAY);
    await enactSuccessor(running, city);
    const firm = await newFirm(running, city);
    await round(city, firm, '2025-03-10');
    await advance(running, city, '2026-03-10');
    await round(city, firm, '2026-03-10');
    await advance(running, city, '2027-03-10');
    // The chain began on 10 March 2025: twelve months from 10 March 2027 end exactly three years later.
    expect(failed(await refer(running, city, firm))).toEqual([]);
    await advance(running, city, '2027-03-11');
    expect(failed(await refer(running, city, firm))).toEqual(['ART23_CONTINUITY']);

    const waived = {
      ruleCode: 'ART23_CONTINUITY',
      newLimit: '4',
      validFrom: '2027-03-11',
      validTo: '2027-12-31',
    };
    const unnamed = { subjectKind: 'ENTERPRISE', subjectId: firm, reason: '特殊情况', ...waived };
    expect(await errorOf(running, city.office, 'askWaiver', unnamed)).toEqual({
      code: 'BAD_USER_INPUT',
      field: 'bankId',
    });
    const parties = { bankId: city.bank.id, guarantorId: city.guarantor.id };
    const waiverId = await askWaiver(running, city.region.user, firm, { ...waived, ...parties });
    expect(await answerWaiver(running, city.office, waiverId)).toBe('ASKED');
    expect(await answerWaiver(running, city.guarantor.user, waiverId)).toBe('ASKED');
    expect(failed(await refer(running, city, firm))).toEqual(['ART23_CONTINUITY']);
    expect(await answerWaiver(running, city.bank.user, waiverId)).toBe('IN_FORCE');
    expect(failed(await refer(running, city, firm))).toEqual([]);
    // Four years were granted, to 10 March 2029: a term that would end in the fifth is too much.
    expect(failed(await refer(running, city, firm, { termMonths: 23 }))).toEqual(['ART22_TERM_USUAL']);
    expect(failed(await refer(running, city, firm, { termMonths: 24 }))).toEqual([
      'ART22_TERM_USUAL',
      'ART23_CONTINUITY',
    ]);
  });

  test('what one bank consented to does not carry a loan of another', async () => {
    const city = await fundedCity(running, '2021-05-10');
    const other = await addBank(running, city.pool, '丁银行');
    await signUp(running, city, other, '2021-05-10');
    const stranger = await addGuarantor(running, city.pool, '戊担保');
    const firm = await newFirm(running, city);
    for (const day of ['2021-05-10', '2022-05-10', '2023-05-10']) {
      if (day > '2021-05-10') await advance(running, city, day);
      await round(city, firm, day);
    }
    await advance(running, city, '2024-05-10');
    const waiverId = await askWaiver(running, city.office, firm, {
      ruleCode: 'ART23_CONTINUITY',
      newLimit: '4',
      validFrom: '2024-05-10',
      validTo: '2024-05-10',
      bankId: city.bank.id,
      guarantorId: city.guarantor.id,
    });
    expect(failed(await refer(running, city, firm))).toEqual(['ART23_CONTINUITY']);
    for (const by of [city.office2, city.bank.user, city.guarantor.user])
      await answerWaiver(running, by, waiverId);
    const decide = async (bank: typeof city.bank, guarantor: typeof city.bank) => {
      const wanted = { amount: '1.00', bank, guarantor };
      const referralId = await referToDecision(running, city, firm, wanted, '2024-05-10');
      const decision = { referralId, outcome: 'APPROVE', reason: '同意', terms: termsOf(wanted) };
      return failed(await running.act(bank.user, 'decideAsBank', decision, 'referral { id }'));
    };
    expect(await decide(city.bank, city.guarantor)).toEqual([]);
    expect(await decide(other, city.guarantor)).toEqual(['ART23_CONTINUITY']);
    expect(await decide(city.bank, stranger)).toEqual(['ART23_CONTINUITY']);
  });

  test.each([
    ['2023-06-08', 'a gap of 90 days', ['ART22_TERM_USUAL', 'ART23_CONTINUITY']],
    ['2023-06-09', 'a gap of 91 days', ['ART22_TERM_USUAL']],
  ])('on %s, after %s since the last loan ended', async (day, _gap, codes) => {
    const city = await newCity(running, '2022-03-10');
    await pay(running, city, city.region, '8000000.00', '2022-03-10');
    await joinBank(running, city, city.bank, '2022-03-10');
    const firm = await newFirm(running, city);
    const loanId = await round(city, firm, '2022-03-10');
    await advance(running, city, '2023-03-10');
    expect(failed(await repay(running, city.bank, loanId, '1000000.00', '2023-03-10'))).toEqual([]);
    await advance(running, city, day);
    // 24 months more: joined to the first loan, over three years; by itself, two.
    expect(failed(await refer(running, city, firm, { termMonths: 24 }))).toEqual(codes);
  });
});
