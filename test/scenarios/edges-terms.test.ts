import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ASKED,
  addBank,
  addFirm,
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
  disburse,
  enactSuccessor,
  errorOf,
  failed,
  fundedCity,
  repay,
  sign,
} from '../support/edges.ts';
import { type Running, startProduct, type User } from '../support/product.ts';

// What may be lent to one firm, for how long, and how long on end (Art. 22, 23), and the waivers of it, over HTTP.

let running: Running;
const TODAY = '2025-03-10';

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

const refer = (city: City, enterpriseId: string, changes: object = {}) =>
  running.act(
    city.region.user,
    'submitReferral',
    { enterpriseId, ...ASKED, amount: '1.00', ...changes },
    'referral { id state }',
  );
const newFirm = async (city: City) =>
  (await addFirm(running, city.region, '150203', { figuresYear: 2020 })).id;

interface Waived {
  readonly ruleCode: string;
  readonly newLimit: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly bankId?: string;
  readonly guarantorId?: string;
}

async function askWaiver(by: User, enterpriseId: string, waived: Waived): Promise<string> {
  const input = {
    subjectKind: 'ENTERPRISE',
    subjectId: enterpriseId,
    reason: '企业发展需要',
    validFrom: TODAY,
    validTo: '2025-12-31',
    ...waived,
  };
  return (await running.act(by, 'askWaiver', input, 'waiver { id }')).waiver.id;
}

const answer = async (by: User, waiverId: string, consent = true) =>
  (await running.act(by, 'answerWaiver', { waiverId, consent, note: '答复' }, 'waiver { state }')).waiver
    .state;

describe('第二十二条（一） Art. 22(1): one firm’s loans in all banks, 10,000,000.00', () => {
  test.each([
    ['9999999.99', []],
    ['10000000.00', []],
    ['10000000.01', ['ART22_FIRM_CAP']],
  ])('asked for: %s', async (amount, codes) => {
    const city = await fundedCity(running, TODAY);
    expect(failed(await refer(city, await newFirm(city), { amount }))).toEqual(codes);
  });

  test('counts what is committed in one bank and outstanding in another, and tells a bank no figure of the other', async () => {
    const city = await fundedCity(running, TODAY);
    await pay(running, city, 'CITY', '6000000.00', TODAY);
    const other = await addBank(running, city.pool, '丁银行');
    await joinBank(running, city, other, TODAY);
    const firm = await newFirm(city);
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
    expect(failed(await refer(city, firm, { amount: '0.01' }))).toEqual(['ART22_FIRM_CAP']);
    expect(failed(await repay(running, city.bank, outstanding, '0.01', TODAY))).toEqual([]);
    expect(failed(await refer(city, firm, { amount: '0.01' }))).toEqual([]);
    expect(failed(await refer(city, firm, { amount: '0.02' }))).toEqual(['ART22_FIRM_CAP']);
  });

  test('a waiver: asked by one person and consented by another, up to the new limit, within its validity', async () => {
    const city = await fundedCity(running, TODAY);
    const firm = await newFirm(city);
    const waiverId = await askWaiver(city.office, firm, {
      ruleCode: 'ART22_FIRM_CAP',
      newLimit: '12000000.00',
      validFrom: '2025-03-11',
      validTo: '2025-03-12',
    });
    const asks = async (amount: string) => failed(await refer(city, firm, { amount }));
    const own = { waiverId, consent: true, note: '同意' };
    expect(await errorOf(running, city.office, 'answerWaiver', own)).toEqual({
      code: 'CONFLICT',
      reason: 'SECOND_PERSON',
    });
    await advance(running, city, '2025-03-11');
    expect(await asks('10000000.01')).toEqual(['ART22_FIRM_CAP']);
    expect(await answer(city.office2, waiverId)).toBe('IN_FORCE');
    expect(await asks('12000000.00')).toEqual([]);
    expect(await asks('12000000.01')).toEqual(['ART22_FIRM_CAP']);
    // It names one firm; another is bound as before.
    expect(failed(await refer(city, await newFirm(city), { amount: '10000000.01' }))).toEqual([
      'ART22_FIRM_CAP',
    ]);
    await advance(running, city, '2025-03-12');
    expect(await asks('12000000.00')).toEqual([]);
    await advance(running, city, '2025-03-13');
    expect(await asks('12000000.00')).toEqual(['ART22_FIRM_CAP']);
  });

  test('a waiver carries only from its first day on, and one that is declined never', async () => {
    const city = await fundedCity(running, TODAY);
    const firm = await newFirm(city);
    const later = { ruleCode: 'ART22_FIRM_CAP', newLimit: '12000000.00', validFrom: '2025-03-11' };
    expect(await answer(city.office2, await askWaiver(city.office, firm, later))).toBe('IN_FORCE');
    expect(failed(await refer(city, firm, { amount: '12000000.00' }))).toEqual(['ART22_FIRM_CAP']);
    const other = await newFirm(city);
    const waiverId = await askWaiver(city.office, other, { ...later, validFrom: TODAY });
    expect(await answer(city.office2, waiverId, false)).toBe('DECLINED');
    expect(failed(await refer(city, other, { amount: '10000000.01' }))).toEqual(['ART22_FIRM_CAP']);
    await advance(running, city, '2025-03-11');
    expect(failed(await refer(city, firm, { amount: '12000000.00' }))).toEqual([]);
  });

  test.each(['ART09_POOL_LEVERAGE', 'ART22_TERM_MAX', 'ART08_HARDSHIP_MINIMUM', 'ART99_UNHEARD_OF'])(
    '%s cannot be waived',
    async (ruleCode) => {
      const city = await fundedCity(running, TODAY);
      const waived = {
        ruleCode,
        subjectKind: 'ENTERPRISE',
        subjectId: await newFirm(city),
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
    expect(failed(await refer(city, await newFirm(city), { termMonths }))).toEqual(codes);
  });

  test('a waiver to 13 months carries 13 and not 14; one to 36 carries 24 and never 25', async () => {
    const city = await fundedCity(running, TODAY);
    const firm = await newFirm(city);
    const asks = async (termMonths: number) => failed(await refer(city, firm, { termMonths }));
    const term = (newLimit: string) => ({ ruleCode: 'ART22_TERM_USUAL', newLimit });
    await answer(city.office2, await askWaiver(city.office, firm, term('13')));
    expect(await asks(13)).toEqual([]);
    expect(await asks(14)).toEqual(['ART22_TERM_USUAL']);
    await answer(city.office2, await askWaiver(city.office, firm, term('36')));
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
      await newFirm(city),
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
    const loanId = await approvedLoan(running, city, await newFirm(city), { amount: '100.03' }, TODAY);
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
    const firm = await newFirm(city);
    await round(city, firm, '2025-03-10');
    await advance(running, city, '2026-03-10');
    await round(city, firm, '2026-03-10');
    await advance(running, city, '2027-03-10');
    // The chain began on 10 March 2025: twelve months from 10 March 2027 end exactly three years later.
    expect(failed(await refer(city, firm))).toEqual([]);
    await advance(running, city, '2027-03-11');
    expect(failed(await refer(city, firm))).toEqual(['ART23_CONTINUITY']);

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
    const waiverId = await askWaiver(city.region.user, firm, { ...waived, ...parties });
    expect(await answer(city.office, waiverId)).toBe('ASKED');
    expect(await answer(city.guarantor.user, waiverId)).toBe('ASKED');
    expect(failed(await refer(city, firm))).toEqual(['ART23_CONTINUITY']);
    expect(await answer(city.bank.user, waiverId)).toBe('IN_FORCE');
    expect(failed(await refer(city, firm))).toEqual([]);
    // Four years were granted, to 10 March 2029: a term that would end in the fifth is too much.
    expect(failed(await refer(city, firm, { termMonths: 23 }))).toEqual(['ART22_TERM_USUAL']);
    expect(failed(await refer(city, firm, { termMonths: 24 }))).toEqual([
      'ART22_TERM_USUAL',
      'ART23_CONTINUITY',
    ]);
  });

  test('what one bank consented to does not carry a loan of another', async () => {
    const city = await fundedCity(running, '2021-05-10');
    const other = await addBank(running, city.pool, '丁银行');
    await signUp(running, city, other, '2021-05-10');
    const stranger = await addGuarantor(running, city.pool, '戊担保');
    const firm = await newFirm(city);
    for (const day of ['2021-05-10', '2022-05-10', '2023-05-10']) {
      if (day > '2021-05-10') await advance(running, city, day);
      await round(city, firm, day);
    }
    await advance(running, city, '2024-05-10');
    const waiverId = await askWaiver(city.office, firm, {
      ruleCode: 'ART23_CONTINUITY',
      newLimit: '4',
      validFrom: '2024-05-10',
      validTo: '2024-05-10',
      bankId: city.bank.id,
      guarantorId: city.guarantor.id,
    });
    expect(failed(await refer(city, firm))).toEqual(['ART23_CONTINUITY']);
    for (const by of [city.office2, city.bank.user, city.guarantor.user]) await answer(by, waiverId);
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
    const firm = await newFirm(city);
    const loanId = await round(city, firm, '2022-03-10');
    await advance(running, city, '2023-03-10');
    expect(failed(await repay(running, city.bank, loanId, '1000000.00', '2023-03-10'))).toEqual([]);
    await advance(running, city, day);
    // 24 months more: joined to the first loan, over three years; by itself, two.
    expect(failed(await refer(city, firm, { termMonths: 24 }))).toEqual(codes);
  });
});
