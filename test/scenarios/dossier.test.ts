import { afterAll, beforeAll, expect, test } from 'vitest';
import { addBank } from '../support/city.ts';
import { advance } from '../support/edges.ts';
import { type Running, startProduct, type User } from '../support/product.ts';
import {
  collectBy,
  DAY_26,
  DUE,
  deduct,
  done,
  LENT,
  recover,
  type Troubled,
  troubledCity,
} from '../support/recovery.ts';

// The dossier of one loan (Art. 39), from its referral to the conclusion of its recovery, as each tenant reads it.

let running: Running;
let city: Troubled;

beforeAll(async () => {
  running = await startProduct();
  city = await troubledCity(running);
}, 120_000);
afterAll(() => running?.stop());

interface Item {
  readonly step: string;
  readonly article: number;
  readonly status: string;
  readonly dueOn: string | null;
  readonly doneOn: string | null;
  readonly lateDays: number;
  readonly by: string | null;
  readonly tenant: { nameZh: string } | null;
  readonly userId: string | null;
  readonly document: string | null;
  readonly note: string | null;
  readonly amount: string | null;
  readonly verdicts: { code: string; outcome: string; actual: string | null }[];
}

const DOSSIER = `query ($id: ID!) { loan(id: $id) { dossier { asOf missing late items {
  step article asked { zh en } status dueOn doneOn lateDays by tenant { nameZh } userId document note amount reversedOn
  verdicts { code outcome actual } } } } }`;

async function dossier(user: User): Promise<{ asOf: string; missing: number; late: number; items: Item[] }> {
  const answer = await running.ask(user, DOSSIER, { id: city.loanId });
  expect(answer.errors).toBeUndefined();
  return answer.data.loan.dossier;
}

/** The items of a step, in short: how each stands, and by whom. */
const of = (items: readonly Item[], step: string) => items.filter((item) => item.step === step);
const statuses = (items: readonly Item[], step: string) => of(items, step).map(({ status }) => status);

test('on the day it was paid out: all up to the disbursement is done, the duties have not fallen due', async () => {
  const { asOf, missing, late, items } = await dossier(city.office);
  expect([asOf, missing, late]).toEqual([LENT, 0, 0]);
  for (const step of [
    'REFERRAL',
    'SITE_VISIT',
    'RECOMMENDATION',
    'BANK_DILIGENCE',
    'GUARANTOR_DILIGENCE',
    'BANK_DECISION',
    'GUARANTOR_DECISION',
    'COUNTER_GUARANTEE',
    'CONTRACT',
    'DISBURSEMENT',
  ])
    expect([step, statuses(items, step)]).toEqual([step, ['DONE']]);
  expect(statuses(items, 'DISBURSEMENT_NOTICE')).toEqual(['NOT_YET']);
  expect(statuses(items, 'MATURITY_REMINDER')).toEqual(['NOT_YET', 'NOT_YET']);
  expect(statuses(items, 'VISIT')).toEqual(['NOT_YET', 'NOT_YET']);
  for (const step of ['DEDUCTION', 'RECOVERY', 'CONCLUSION', 'DISHONEST_LISTING', 'REPLENISHMENT'])
    expect([step, statuses(items, step)]).toEqual([step, ['NOT_APPLICABLE']]);
  const articles = items.map(({ article }) => article);
  expect(articles).toEqual([...articles].sort((a, b) => a - b));
});

test('every step has its verdicts as they were known then, its person and its paper, for the office', async () => {
  const { items } = await dossier(city.office);
  const [contract] = of(items, 'CONTRACT');
  expect(contract).toMatchObject({
    doneOn: LENT,
    by: 'BANK',
    tenant: { nameZh: '甲银行' },
    userId: '甲银行-a',
    document: '借-1、保-1',
    amount: '10000000.00',
  });
  // Signed when nothing else was lent: the pool's exposure was this loan's alone, whatever it has become since.
  const cap = contract?.verdicts.find(({ code }) => code === 'ART09_POOL_LEVERAGE');
  expect(cap).toMatchObject({ outcome: 'PASS', actual: '10000000.00' });
  expect(of(items, 'DISBURSEMENT')[0]).toMatchObject({ document: '放款', userId: '甲银行-a' });
  expect(of(items, 'SITE_VISIT')[0]).toMatchObject({ by: 'OFFICE', userId: 'office-a', note: '生产正常' });
  expect(of(items, 'BANK_DILIGENCE')[0]).toMatchObject({ document: '报告-1', note: '经营稳定' });
  expect(of(items, 'GUARANTOR_DECISION')[0]?.verdicts.length).toBeGreaterThan(0);
});

test('a notice given late, a visit period without a visit and an unanswered missed payment show', async () => {
  const { bank, guarantor, region } = city;
  const { loanId } = city;
  // Three working days after a Monday is Thursday; the notice comes on Friday.
  await advance(running, city, '2024-06-07');
  await running.act(bank.user, 'giveDisbursementNotice', { loanId, document: '放款通知' }, 'done');
  await advance(running, city, '2024-08-30');
  const visit = { loanId, visitedOn: '2024-08-30', findings: '经营正常', measures: null, document: '走访-1' };
  await running.act(bank.user, 'recordVisit', visit, 'done');
  await running.act(
    region.user,
    'recordVisit',
    { ...visit, findings: '协同走访', document: '走访-2' },
    'done',
  );
  // The first period ends on 2024-09-01, a Sunday: the guarantor has until Monday, and has missed it on Tuesday.
  await advance(running, city, '2024-09-02');
  expect(
    statuses((await dossier(city.office)).items, 'VISIT').filter((status) => status === 'MISSING'),
  ).toEqual([]);
  await advance(running, city, '2024-09-03');
  const { items, missing, late } = await dossier(city.office);
  expect([missing, late]).toEqual([1, 1]);
  expect(of(items, 'DISBURSEMENT_NOTICE')[0]).toMatchObject({
    status: 'LATE',
    dueOn: '2024-06-06',
    doneOn: '2024-06-07',
    lateDays: 1,
    document: '放款通知',
    userId: '甲银行-a',
  });
  const visits = of(items, 'VISIT').map(({ status, by, doneOn, lateDays, note }) => [
    status,
    by,
    doneOn,
    lateDays,
    note,
  ]);
  expect(visits).toEqual(
    expect.arrayContaining([
      ['DONE', 'BANK', '2024-08-30', 0, '经营正常'],
      ['DONE', 'DISTRICT', '2024-08-30', 0, '协同走访'],
      ['MISSING', 'GUARANTOR', null, 1, null],
    ]),
  );
  await running.act(
    guarantor.user,
    'sendMaturityReminder',
    { loanId, sentOn: '2024-09-03', document: '提醒' },
    'done',
  );
  const reminded = of((await dossier(guarantor.user)).items, 'MATURITY_REMINDER');
  expect(reminded.map(({ status, document, by }) => [status, document, by])).toEqual([
    ['DONE', '提醒', 'GUARANTOR'],
  ]);
});

test('to the conclusion: deductions, payments, recoveries, actions at law and reports', async () => {
  const { bank, guarantor, office, loanId } = city;
  await advance(running, city, DUE);
  await collectBy(running, city, DAY_26);
  const { compensation } = await done(deduct(running, city, DAY_26));
  expect(statuses((await dossier(office)).items, 'CONCLUSION')).toEqual(['NOT_YET']);
  await running.act(
    bank.user,
    'giveDeductionNotice',
    { compensationId: compensation.id, document: '划扣告知' },
    'done',
  );
  const action = {
    loanId,
    court: '昆都仑区人民法院',
    caseNumber: null,
    filedOn: DAY_26,
    note: '起诉',
    document: '起诉状',
  };
  await done(running.act(bank.user, 'openLegalAction', action, 'legalAction { id }'));
  const paid = { loanId, paidOn: DAY_26, amount: '4000000.00', document: '代偿款' };
  await done(running.act(guarantor.user, 'payGuarantorShare', paid, 'done'));
  await advance(running, city, '2025-07-30');
  await done(recover(running, city, { gross: '1000000.00' }, '2025-07-30'));
  const report = { loanId, reportedOn: '2025-07-30', summary: '已收回部分', document: '报告-Q3' };
  await done(running.act(bank.user, 'reportRecovery', report, 'done'));
  const listing = { reason: '恶意逃废债务', document: '失信-1' };
  const loan = await running.ask(office, 'query ($id: ID!) { loan(id: $id) { enterprise { id } } }', {
    id: loanId,
  });
  await running.act(
    office,
    'listDishonest',
    { enterpriseId: loan.data.loan.enterprise.id, ...listing },
    'done',
  );
  await done(
    running.act(office, 'concludeRecovery', { loanId, reason: '无可供执行财产', document: '终结-1' }, 'done'),
  );

  const { items } = await dossier(office);
  expect(of(items, 'COLLECTION_ATTEMPT').map(({ status, userId }) => [status, userId])).toEqual([
    ['DONE', '甲银行-a'],
    ['DONE', '甲银行-a'],
  ]);
  const [deduction] = of(items, 'DEDUCTION');
  expect(deduction).toMatchObject({ status: 'DONE', doneOn: DAY_26, amount: '4000000.00', by: 'BANK' });
  expect(deduction?.verdicts.find(({ code }) => code === 'ART32_PAST_GRACE')).toMatchObject({
    outcome: 'PASS',
    actual: '26',
  });
  expect(of(items, 'DEDUCTION_NOTICE')[0]).toMatchObject({
    status: 'DONE',
    document: '划扣告知',
    lateDays: 0,
  });
  expect(of(items, 'GUARANTOR_PAYMENT')[0]).toMatchObject({ status: 'DONE', amount: '4000000.00' });
  expect(of(items, 'GUARANTOR_PAYMENT')).toHaveLength(1);
  expect(of(items, 'LEGAL_ACTION')[0]).toMatchObject({
    status: 'DONE',
    document: '起诉状',
    note: '昆都仑区人民法院 起诉：起诉',
  });
  expect(of(items, 'RECOVERY')[0]).toMatchObject({ status: 'DONE', amount: '1000000.00' });
  expect(of(items, 'RECOVERY_REPORT').find(({ by }) => by === 'BANK')).toMatchObject({
    status: 'DONE',
    document: '报告-Q3',
  });
  expect(of(items, 'CONCLUSION')[0]).toMatchObject({
    status: 'DONE',
    amount: '9000000.00',
    note: '无可供执行财产',
  });
  expect(of(items, 'DISHONEST_LISTING')[0]).toMatchObject({ status: 'DONE', document: '失信-1' });
  expect(of(items, 'REPLENISHMENT')[0]).toMatchObject({
    status: 'NOT_YET',
    by: 'DISTRICT',
    amount: '1600000.00',
  });
  // Nobody reminded for the bank, and nobody planned anything within ten days of the missed payment.
  expect(of(items, 'MATURITY_REMINDER').find(({ by }) => by === 'BANK')).toMatchObject({
    status: 'MISSING',
    document: null,
  });
  expect(new Set(statuses(items, 'OVERDUE_MEASURES'))).toEqual(new Set(['MISSING']));
});

test('every other tenant reads what its own rows tell: no verdicts, no people, no papers of others', async () => {
  const { bank, guarantor, region } = city;
  for (const { user } of [bank, guarantor, region]) {
    const { items } = await dossier(user);
    expect(items.flatMap(({ verdicts }) => verdicts)).toEqual([]);
    expect(items.filter(({ userId }) => userId !== null)).toEqual([]);
    expect(statuses(items, 'CONCLUSION')).toEqual(['DONE']);
  }
  const ofBank = (await dossier(bank.user)).items;
  expect(of(ofBank, 'BANK_DILIGENCE')[0]).toMatchObject({ document: '报告-1', note: '经营稳定' });
  expect(of(ofBank, 'GUARANTOR_DILIGENCE')[0]).toMatchObject({
    status: 'DONE',
    doneOn: LENT,
    document: null,
    note: null,
  });
  expect(of(ofBank, 'GUARANTOR_DECISION')[0]).toMatchObject({ status: 'DONE', doneOn: null, note: null });
  for (const step of ['COUNTER_GUARANTEE', 'DISHONEST_LISTING', 'REPLENISHMENT'])
    expect(of(ofBank, step)).toEqual([]);
  expect(
    new Set(
      of(ofBank, 'VISIT')
        .filter(({ dueOn }) => dueOn)
        .map(({ by }) => by),
    ),
  ).toEqual(new Set(['BANK']));

  const ofDistrict = (await dossier(region.user)).items;
  expect(of(ofDistrict, 'BANK_DILIGENCE')[0]).toMatchObject({ status: 'DONE', document: null, note: null });
  expect(of(ofDistrict, 'COUNTER_GUARANTEE')).toEqual([]);
  expect(of(ofDistrict, 'DISHONEST_LISTING')[0]).toMatchObject({ status: 'DONE', document: '失信-1' });
  expect(of(ofDistrict, 'REPLENISHMENT')[0]).toMatchObject({ by: 'DISTRICT', amount: '1600000.00' });

  const ofGuarantor = (await dossier(guarantor.user)).items;
  expect(of(ofGuarantor, 'COUNTER_GUARANTEE')[0]).toMatchObject({ status: 'DONE', note: '应收账款质押' });
  expect(of(ofGuarantor, 'DISBURSEMENT_NOTICE')).toEqual([]);
  expect(of(ofGuarantor, 'BANK_DILIGENCE')[0]).toMatchObject({ document: null });
});

test('a loan of another bank has no dossier for a bank', async () => {
  const stranger = await addBank(running, city.pool, '丙银行');
  const answer = await running.ask(stranger.user, DOSSIER, { id: city.loanId });
  expect(answer.data.loan).toBeNull();
});
