import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import {
  ASKED,
  addBank,
  addFirm,
  addRegion,
  approvedLoan,
  type City,
  referToDecision,
  signing,
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
  refer,
  repay,
  sign,
} from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';

// From firm to loan at its edges, over HTTP: who may be referred, in which order things are done, and until which day.

let running: Running;
const TODAY = '2025-03-10';

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

describe('第四、五条 Art. 4, 5: which firm, for what', () => {
  // Industry: 300 and 1,000 employees, 20 and 400 million yuan a year divide small, medium and large.
  test.each([
    ['999 employees, 400 million', { employees: 999, revenue: '400000000.00' }, []],
    ['1,000 employees, a fen below 400 million', { employees: 1000, revenue: '399999999.99' }, []],
    ['1,000 employees, 400 million', { employees: 1000, revenue: '400000000.00' }, ['ART04_SIZE']],
    ['an industry outside the standard', { industryCode: 'P82' }, ['ART04_SIZE']],
    ['registered in Hohhot', { divisionCode: '150102' }, ['ART04_REGISTERED_IN_CITY', 'ART24_OWN_REGION']],
    ['registered in another district of the city', { divisionCode: '150204' }, ['ART24_OWN_REGION']],
  ])('%s', async (_name, figures, codes) => {
    const city = await fundedCity(running, TODAY);
    const firm = await addFirm(running, city.region, '150203', figures);
    expect(failed(await refer(running, city, firm.id))).toEqual(codes);
  });

  test.each([
    ['PRODUCTION_TURNOVER', []],
    ['RAW_MATERIALS', []],
    ['WAGES_AND_RUNNING_COSTS', []],
    ['ORDER_PERFORMANCE', []],
    ['FIXED_ASSETS', ['ART05_PURPOSE']],
    ['REAL_ESTATE', ['ART05_PURPOSE']],
    ['SECURITIES_OR_EQUITY', ['ART05_PURPOSE']],
    ['REPAYING_OTHER_DEBT', ['ART05_PURPOSE']],
  ])('a loan for %s', async (purpose, codes) => {
    const city = await fundedCity(running, TODAY);
    expect(failed(await refer(running, city, (await addFirm(running, city.region)).id, { purpose }))).toEqual(
      codes,
    );
  });

  test('a firm of another region is not there for a district, exactly as an unknown one', async () => {
    const city = await fundedCity(running, TODAY);
    const other = await addRegion(running, city.pool, '150204');
    const asking = (enterpriseId: string) => ({ enterpriseId, ...ASKED, amount: '1000000.00' });
    const foreign = asking((await addFirm(running, city.region)).id);
    const unknown = asking('en_00000000000000000000000000000000');
    const answers = [foreign, unknown].map((input) => errorOf(running, other.user, 'submitReferral', input));
    const [first, second] = await Promise.all(answers);
    expect(first).toEqual({ code: 'NOT_FOUND', field: 'enterpriseId' });
    expect(second).toEqual(first);
  });
});

describe('第二十四至二十八条 Art. 24 to 28: step by step', () => {
  const propose = (city: City, changes: object = {}) =>
    running.act(
      city.bank.user,
      'proposeReferral',
      {
        creditCode: makeCreditCode('150203', 'MA0TP001'),
        enterpriseName: '荐举企业',
        divisionCode: '150203',
        ...ASKED,
        amount: '500000.00',
        ...changes,
      },
      'proposal { id state }',
    );

  test('a proposal is endorsed as what the district has on record, or dropped, once', async () => {
    const city = await fundedCity(running, TODAY);
    const other = await addRegion(running, city.pool, '150204');
    expect(failed(await propose(city, { purpose: 'REAL_ESTATE' }))).toEqual(['ART05_PURPOSE']);
    const { proposal } = await propose(city);
    const code = makeCreditCode('150203', 'MA0TP001');
    const firm = await addFirm(running, city.region, '150203', { creditCode: code });
    const wrongFirm = await addFirm(running, city.region);
    const endorse = { proposalId: proposal.id, enterpriseId: firm.id, note: '同意' };
    const drop = { proposalId: proposal.id, reason: '材料不实' };
    const asDistrict = (name: string, input: object) => errorOf(running, city.region.user, name, input);
    const missing = { code: 'NOT_FOUND', field: 'proposalId' };
    expect(await errorOf(running, other.user, 'dropProposal', drop)).toEqual(missing);
    expect(await asDistrict('endorseProposal', { ...endorse, enterpriseId: wrongFirm.id })).toEqual({
      code: 'BAD_USER_INPUT',
      field: 'enterpriseId',
    });
    // Judged like any referral: refused while the firm is listed, and the proposal is still open afterwards.
    const listing = { enterpriseId: firm.id, reason: '逃债', document: '认定' };
    await running.act(city.office, 'listDishonest', listing, 'enterprise { id }');
    const district = city.region.user;
    const endorsed = () => running.act(district, 'endorseProposal', endorse, 'referral { state amount }');
    expect(failed(await endorsed())).toEqual(['ART36_NOT_LISTED']);
    const unlisting = { enterpriseId: firm.id, reason: '已清偿' };
    await running.act(city.office, 'unlistDishonest', unlisting, 'enterprise { id }');
    expect((await endorsed()).referral).toEqual({ state: 'SUBMITTED', amount: '500000.00' });
    const closed = { code: 'CONFLICT', reason: 'STATE' };
    expect(await asDistrict('dropProposal', drop)).toEqual(closed);
    const second = (await propose(city)).proposal.id;
    expect(await asDistrict('dropProposal', { ...drop, proposalId: second })).toBeNull();
    expect(await asDistrict('endorseProposal', { ...endorse, proposalId: second })).toEqual(closed);
  });

  test('a recommendation needs a visit on site and a bank that has signed', async () => {
    const city = await fundedCity(running, TODAY);
    const unsigned = await addBank(running, city.pool, '丁银行');
    const referralId = (await refer(running, city, (await addFirm(running, city.region)).id)).referral.id;
    const recommend = async (bankId: string) =>
      failed(
        await running.act(
          city.office,
          'recommend',
          { referralId, bankId, guarantorId: city.guarantor.id },
          'referral { id }',
        ),
      );
    expect(await recommend(unsigned.id)).toEqual(['ART16_COOPERATING', 'ART25_SITE_VISIT', 'ART25_PARTNERS']);
    expect(await recommend(city.bank.id)).toEqual(['ART25_SITE_VISIT']);
    const visit = (visitedOn: string) =>
      errorOf(running, city.office, 'recordSiteVisit', { referralId, visitedOn, note: '正常' });
    expect(await visit('2025-03-11')).toEqual({ code: 'BAD_USER_INPUT', field: 'visitedOn' });
    expect(await visit(TODAY)).toBeNull();
    expect(await recommend(unsigned.id)).toEqual(['ART16_COOPERATING', 'ART25_PARTNERS']);
    await signUp(running, city, unsigned, TODAY);
    expect(await recommend(unsigned.id)).toEqual([]);
  });

  test('neither party decides, for or against, before both reports are filed', async () => {
    const city = await fundedCity(running, TODAY);
    const referralId = (await refer(running, city, (await addFirm(running, city.region)).id)).referral.id;
    await running.act(city.office, 'recordSiteVisit', { referralId, visitedOn: TODAY, note: '正常' }, 'done');
    const partners = { bankId: city.bank.id, guarantorId: city.guarantor.id };
    await running.act(city.office, 'recommend', { referralId, ...partners }, 'done');
    const report = { referralId, opinion: 'OPPOSE', summary: '不予支持', document: '报告' };
    const terms = termsOf({ amount: '1000000.00' });
    const counterGuarantees = [{ kind: 'SURETY', description: '保证' }];
    const decisions = async () => {
      const found: string[][] = [];
      for (const outcome of ['APPROVE', 'DECLINE']) {
        const asBank = { referralId, outcome, reason: '意见', terms: outcome === 'APPROVE' ? terms : null };
        const asGuarantor = { referralId, outcome, reason: '意见', counterGuarantees };
        found.push(failed(await running.act(city.bank.user, 'decideAsBank', asBank, 'done')));
        found.push(failed(await running.act(city.guarantor.user, 'decideAsGuarantor', asGuarantor, 'done')));
      }
      return found;
    };
    const tooEarly = Array.from({ length: 4 }, () => ['ART26_BOTH_REPORTS']);
    expect(await decisions()).toEqual(tooEarly);
    await running.act(city.bank.user, 'fileDueDiligence', report, 'done');
    expect(await decisions()).toEqual(tooEarly);
    await running.act(city.guarantor.user, 'fileDueDiligence', report, 'done');
    const decline = { referralId, outcome: 'DECLINE', reason: '风险过高', terms: null };
    const declined = await running.act(city.bank.user, 'decideAsBank', decline, 'referral { state }');
    expect(declined.referral).toEqual({ state: 'REJECTED' });
  });

  test.each([
    [
      '2026-02-12',
      '2026-02-24',
      true,
      '春节 the Spring Festival: Friday the 13th, working Saturday the 14th, then the 24th',
    ],
    ['2025-09-26', '2025-09-30', true, '国庆 a working Sunday counts: Sunday the 28th, the 29th, the 30th'],
    ['2026-12-28', '2026-12-31', true, 'wholly within the year whose notice is out'],
    ['2026-12-30', '2027-01-04', false, 'the notice for 2027 is not out: weekends alone, and it says so'],
  ])('paid out on %s, notice is due on %s (confirmed: %s; %s)', async (day, dueOn, dueConfirmed) => {
    const city = await fundedCity(running, day < '2026-05-01' ? day : '2026-04-30');
    if (day > '2026-04-30') {
      await enactSuccessor(running, city);
      await advance(running, city, day);
    }
    const firm = await addFirm(running, city.region);
    const loanId = await approvedLoan(running, city, firm.id, { amount: '1000000.00' }, day);
    await sign(running, city.bank, loanId);
    await disburse(running, city.bank, loanId, day);
    const duties = await running.ask(
      city.bank.user,
      '{ obligations(filter: { kinds: [DISBURSEMENT_NOTICE] }) { nodes { dueOn dueConfirmed } } }',
    );
    expect(duties.data.obligations.nodes).toEqual([{ dueOn, dueConfirmed }]);
  });

  test('money is paid out on the last drawdown day, and not the day after', async () => {
    const city = await fundedCity(running, TODAY);
    const loans: string[] = [];
    for (let made = 0; made < 2; made += 1) {
      const firm = await addFirm(running, city.region);
      const loanId = await approvedLoan(running, city, firm.id, { amount: '1000000.00' }, TODAY);
      const before = { ...signing(loanId, '2025-03-09') };
      expect(await errorOf(running, city.bank.user, 'signContracts', before)).toEqual({
        code: 'BAD_USER_INPUT',
        field: 'lastDrawdownOn',
      });
      await sign(running, city.bank, loanId, '2025-03-11');
      loans.push(loanId);
    }
    const [first = '', second = ''] = loans;
    await advance(running, city, '2025-03-12');
    expect(failed(await disburse(running, city.bank, first, '2025-03-12'))).toEqual(['ART27_DRAWDOWN']);
    expect(failed(await disburse(running, city.bank, second, '2025-03-11'))).toEqual([]);
    const early = { loanId: first, disbursedOn: '2025-03-09', document: '放款' };
    expect(await errorOf(running, city.bank.user, 'disburse', early)).toEqual({
      code: 'BAD_USER_INPUT',
      field: 'disbursedOn',
    });
  });
});

describe('第三十六、四十条 Art. 36, 40: whoever is listed, whatever the day', () => {
  test('a listed firm is stopped at every step up to signing, and goes on once it is off the list', async () => {
    const city = await fundedCity(running, TODAY);
    const firm = await addFirm(running, city.region);
    const approved = await approvedLoan(running, city, firm.id, { amount: '1000000.00' }, TODAY);
    const half = await referToDecision(running, city, firm.id, { amount: '1000000.00' }, TODAY);
    const list = { enterpriseId: firm.id, reason: '逃废债', document: '认定书' };
    await running.act(city.office, 'listDishonest', list, 'done');
    const twice = await errorOf(running, city.office, 'listDishonest', list);
    expect(twice).toEqual({ code: 'CONFLICT', reason: 'STATE' });
    const decision = {
      referralId: half,
      outcome: 'APPROVE',
      reason: '同意',
      terms: termsOf({ amount: '1000000.00' }),
    };
    const steps = async () => [
      failed(await refer(running, city, firm.id)),
      failed(await running.act(city.bank.user, 'decideAsBank', decision, 'done')),
      failed(await sign(running, city.bank, approved)),
    ];
    expect(await steps()).toEqual([['ART36_NOT_LISTED'], ['ART36_NOT_LISTED'], ['ART36_NOT_LISTED']]);
    const off = { enterpriseId: firm.id, reason: '已履行' };
    await running.act(city.office, 'unlistDishonest', off, 'done');
    expect(await errorOf(running, city.office, 'unlistDishonest', off)).toEqual(twice);
    expect(await steps()).toEqual([[], [], []]);
  });

  test.each([
    ['2026-04-30', []],
    ['2026-05-01', ['ART40_IN_FORCE']],
  ])('new business on %s: %j; what is signed runs on', async (day, codes) => {
    const eve = '2026-04-29';
    const city = await fundedCity(running, eve);
    const loanOf = async () =>
      approvedLoan(running, city, (await addFirm(running, city.region)).id, { amount: '1000000.00' }, eve);
    const [signed, unsigned] = [await loanOf(), await loanOf()];
    await sign(running, city.bank, signed);
    await advance(running, city, day);
    expect(failed(await refer(running, city, (await addFirm(running, city.region)).id))).toEqual(codes);
    expect(failed(await sign(running, city.bank, unsigned))).toEqual(codes);
    expect(failed(await disburse(running, city.bank, signed, day))).toEqual([]);
    expect(failed(await repay(running, city.bank, signed, '0.01', day))).toEqual([]);
    expect(failed(await repay(running, city.bank, signed, '999999.99', day))).toEqual([]);
  });
});
