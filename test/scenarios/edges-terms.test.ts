import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addBank, approvedLoan, joinBank, pay, referToDecision, termsOf } from '../support/city.ts';
import {
  advance,
  answerWaiver,
  askWaiver,
  disburse,
  errorOf,
  failed,
  fundedCity,
  newFirm,
  refer,
  repay,
  sign,
} from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';

// How much may be lent to one firm, for how long, and how it is repaid (Art. 22), and the waivers of it, over HTTP.

let running: Running;
const TODAY = '2025-03-10';

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

describe('第二十二条（一） Art. 22(1): one firm’s loans in all banks, 10,000,000.00', () => {
  test.each([
    ['9999999.99', []],
    ['10000000.00', []],
    ['10000000.01', ['ART22_FIRM_CAP']],
  ])('asked for: %s', async (amount, codes) => {
    const city = await fundedCity(running, TODAY);
    expect(failed(await refer(running, city, await newFirm(running, city), { amount }))).toEqual(codes);
  });

  test('counts what is committed in one bank and outstanding in another, and tells a bank no figure of the other', async () => {
    const city = await fundedCity(running, TODAY);
    await pay(running, city, 'CITY', '6000000.00', TODAY);
    const other = await addBank(running, city.pool, '丁银行');
    await joinBank(running, city, other, TODAY);
    const firm = await newFirm(running, city);
    const loan = (amount: string, bank = city.bank) =>
      approvedLoan(running, city, firm, { amount, bank }, TODAY);
    const outstanding = await loan('3500000.00');
    const committed = await loan('2500000.00');
    const tooMuch = await loan('4000000.01', other);
    const fits = await loan('4000000.00', other);
    expect(failed(await sign(running, city.bank, outstanding))).toEqual([]);
    expect(failed(await disburse(running, city.bank, outstanding, TODAY))).toEqual([]);
    expect(failed(await sign(running, city.bank, committed))).toEqual([]);

    const refused = await sign(running, other, tooMuch);
    expect(failed(refused)).toEqual(['ART22_FIRM_CAP']);
    const checked = await running.ask(
      other.user,
      `query ($id: ID!) { check { signContracts(input: { loanId: $id, contractNumber: "1", guaranteeContractNumber: "1",
        lastDrawdownOn: "2025-03-31" }) { allowed verdicts { code outcome limit actual unit withheld message { zh en } waiver { consents newLimit } } } } }`,
      { id: tooMuch },
    );
    const cap = checked.data.check.signContracts.verdicts.find(
      ({ code }: { code: string }) => code === 'ART22_FIRM_CAP',
    );
    expect(cap).toMatchObject({
      outcome: 'WAIVER_NEEDED',
      limit: null,
      actual: null,
      withheld: true,
      waiver: { consents: ['OFFICE'], newLimit: null },
    });
    const told = JSON.stringify([refused, checked]).replaceAll(',', '');
    for (const figure of ['3500000', '2500000', '6000000', '10000000.01']) expect(told).not.toContain(figure);

    expect(failed(await sign(running, other, fits))).toEqual([]);
    // Ten million stand; a fen repaid makes room for a fen.
    expect(failed(await refer(running, city, firm, { amount: '0.01' }))).toEqual(['ART22_FIRM_CAP']);
    expect(failed(await repay(running, city.bank, outstanding, '0.01', TODAY))).toEqual([]);
    expect(failed(await refer(running, city, firm, { amount: '0.01' }))).toEqual([]);
    expect(failed(await refer(running, city, firm, { amount: '0.02' }))).toEqual(['ART22_FIRM_CAP']);
  });

  test('a waiver: asked by one person and consented by another, up to the new limit, within its validity', async () => {
    const city = await fundedCity(running, TODAY);
    const firm = await newFirm(running, city);
    const waiverId = await askWaiver(running, city.office, firm, {
      ruleCode: 'ART22_FIRM_CAP',
      newLimit: '12000000.00',
      validFrom: '2025-03-11',
      validTo: '2025-03-12',
    });
    const asks = async (amount: string) => failed(await refer(running, city, firm, { amount }));
    const own = { waiverId, consent: true, note: '同意' };
    expect(await errorOf(running, city.office, 'answerWaiver', own)).toEqual({
      code: 'CONFLICT',
      reason: 'SECOND_PERSON',
    });
    await advance(running, city, '2025-03-11');
    expect(await asks('10000000.01')).toEqual(['ART22_FIRM_CAP']);
    expect(await answerWaiver(running, city.office2, waiverId)).toBe('IN_FORCE');
    expect(await asks('12000000.00')).toEqual([]);
    expect(await asks('12000000.01')).toEqual(['ART22_FIRM_CAP']);
    // It names one firm; another is bound as before.
    expect(
      failed(await refer(running, city, await newFirm(running, city), { amount: '10000000.01' })),
    ).toEqual(['ART22_FIRM_CAP']);
    await advance(running, city, '2025-03-12');
    expect(await asks('12000000.00')).toEqual([]);
    await advance(running, city, '2025-03-13');
    expect(await asks('12000000.00')).toEqual(['ART22_FIRM_CAP']);
  });

  test('a waiver carries only from its first day on, and one that is declined never', async () => {
    const city = await fundedCity(running, TODAY);
    const firm = await newFirm(running, city);
    const later = {
      ruleCode: 'ART22_FIRM_CAP',
      newLimit: '12000000.00',
      validFrom: '2025-03-11',
      validTo: '2025-12-31',
    };
    expect(
      await answerWaiver(running, city.office2, await askWaiver(running, city.office, firm, later)),
    ).toBe('IN_FORCE');
    expect(failed(await refer(running, city, firm, { amount: '12000000.00' }))).toEqual(['ART22_FIRM_CAP']);
    const other = await newFirm(running, city);
    const waiverId = await askWaiver(running, city.office, other, { ...later, validFrom: TODAY });
    expect(await answerWaiver(running, city.office2, waiverId, false)).toBe('DECLINED');
    expect(failed(await refer(running, city, other, { amount: '10000000.01' }))).toEqual(['ART22_FIRM_CAP']);
    await advance(running, city, '2025-03-11');
    expect(failed(await refer(running, city, firm, { amount: '12000000.00' }))).toEqual([]);
  });

  test.each(['ART09_POOL_LEVERAGE', 'ART22_TERM_MAX', 'ART08_HARDSHIP_MINIMUM', 'ART99_UNHEARD_OF'])(
    '%s cannot be waived',
    async (ruleCode) => {
      const city = await fundedCity(running, TODAY);
      const waived = {
        ruleCode,
        subjectKind: 'ENTERPRISE',
        subjectId: await newFirm(running, city),
        reason: '申请',
        newLimit: '36',
        validFrom: TODAY,
        validTo: TODAY,
      };
      expect(await errorOf(running, city.office, 'askWaiver', waived)).toEqual({
        code: 'BAD_USER_INPUT',
        field: 'ruleCode',
      });
    },
  );
});

describe('第二十二条（二） Art. 22(2): the term', () => {
  test.each([
    [12, []],
    [13, ['ART22_TERM_USUAL']],
    [24, ['ART22_TERM_USUAL']],
    [25, ['ART22_TERM_USUAL', 'ART22_TERM_MAX']],
  ])('%i months', async (termMonths, codes) => {
    const city = await fundedCity(running, TODAY);
    expect(failed(await refer(running, city, await newFirm(running, city), { termMonths }))).toEqual(codes);
  });

  test('a waiver to 13 months carries 13 and not 14; one to 36 carries 24 and never 25', async () => {
    const city = await fundedCity(running, TODAY);
    const firm = await newFirm(running, city);
    const asks = async (termMonths: number) => failed(await refer(running, city, firm, { termMonths }));
    const term = (newLimit: string) => ({
      ruleCode: 'ART22_TERM_USUAL',
      newLimit,
      validFrom: TODAY,
      validTo: TODAY,
    });
    await answerWaiver(running, city.office2, await askWaiver(running, city.office, firm, term('13')));
    expect(await asks(13)).toEqual([]);
    expect(await asks(14)).toEqual(['ART22_TERM_USUAL']);
    await answerWaiver(running, city.office2, await askWaiver(running, city.office, firm, term('36')));
    expect(await asks(24)).toEqual([]);
    expect(await asks(25)).toEqual(['ART22_TERM_MAX']);
  });
});

describe('第二十二条（四） Art. 22(4): plan and repayment', () => {
  test.each([
    [
      'a fen short',
      [
        [6, '500000.00'],
        [12, '499999.99'],
      ],
      ['ART22_PLAN'],
    ],
    [
      'to the fen',
      [
        [6, '500000.00'],
        [12, '500000.00'],
      ],
      [],
    ],
    [
      'a fen more',
      [
        [6, '500000.00'],
        [12, '500000.01'],
      ],
      ['ART22_PLAN'],
    ],
    [
      'ending a month before maturity',
      [
        [6, '500000.00'],
        [11, '500000.00'],
      ],
      ['ART22_PLAN'],
    ],
    [
      'ending a month after maturity',
      [
        [6, '500000.00'],
        [13, '500000.00'],
      ],
      ['ART22_PLAN'],
    ],
    [
      'twice in one month',
      [
        [12, '500000.00'],
        [12, '500000.00'],
      ],
      ['ART22_PLAN'],
    ],
  ] as const)('an instalment plan: %s', async (_name, plan, codes) => {
    const city = await fundedCity(running, TODAY);
    const referralId = await referToDecision(
      running,
      city,
      await newFirm(running, city),
      { amount: '1000000.00' },
      TODAY,
    );
    const instalments = plan.map(([month, principal]) => ({ month, principal }));
    const terms = termsOf({ amount: '1000000.00', instalments });
    const decision = { referralId, outcome: 'APPROVE', reason: '同意', terms };
    expect(failed(await running.act(city.bank.user, 'decideAsBank', decision, 'referral { id }'))).toEqual(
      codes,
    );
  });

  test('principal is repaid to the fen and not a fen more', async () => {
    const city = await fundedCity(running, TODAY);
    const loanId = await approvedLoan(
      running,
      city,
      await newFirm(running, city),
      { amount: '100.03' },
      TODAY,
    );
    await sign(running, city.bank, loanId);
    await disburse(running, city.bank, loanId, TODAY);
    const pays = async (principal: string) =>
      failed(await repay(running, city.bank, loanId, principal, TODAY));
    expect(await pays('100.04')).toEqual(['ART22_REPAYMENT']);
    expect(await pays('100.02')).toEqual([]);
    expect(await pays('0.02')).toEqual(['ART22_REPAYMENT']);
    expect(await pays('0.01')).toEqual([]);
    const late = { loanId, paidOn: TODAY, principal: '0.01', interest: '0.00', document: '还款' };
    expect(await errorOf(running, city.bank.user, 'recordRepayment', late)).toEqual({
      code: 'CONFLICT',
      reason: 'STATE',
    });
  });
});
