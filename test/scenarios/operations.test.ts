import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Kind, type OperationDefinitionNode, parse, print } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import {
  ASKED,
  addBank,
  addFirm,
  type City,
  joinBank,
  newCity,
  type Place,
  pay,
  signing,
  signUp,
  termsOf,
} from '../support/city.ts';
import { type Running, startProduct, type User } from '../support/product.ts';

// Every operation that schema/operations offers is run here as the client it is written for.

const FOLDER = 'schema/operations';
const TODAY = '2025-03-10';
const operations = new Map<string, string>();
for (const file of readdirSync(FOLDER))
  for (const definition of parse(readFileSync(`${FOLDER}/${file}`, 'utf8')).definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION)
      operations.set((definition as OperationDefinitionNode).name?.value ?? file, print(definition));

const done = new Set<string>();
let running: Running;
let city: City;
let second: Place;

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
});
afterAll(() => running?.stop());

/** Runs a named operation; mutations get a key. Fails on any error. */
async function run(user: User, name: string, variables: object = {}) {
  const text = operations.get(name);
  if (!text) throw new Error(`no operation ${name}`);
  done.add(name);
  const key = text.startsWith('mutation') ? { key: randomUUID() } : {};
  const answer = await running.ask(user, text, { ...key, ...variables });
  expect([name, answer.errors]).toEqual([name, undefined]);
  return answer.data;
}

test('the fund manager and the districts bring the pool to life', async () => {
  const { region, guarantor, bank, office } = city;
  const pledged = await run(region.user, 'Pledge', {
    input: {
      source: 'REGION',
      regionId: region.id,
      amount: '8000000.00',
      payInBy: '2026-03-10',
      document: '承诺',
    },
  });
  expect(pledged.pledge.done).toBe(true);
  const paid = await run(guarantor.user, 'RecordContribution', {
    input: { pledgeId: pledged.pledge.pledge.id, amount: '8000000.00', valueDate: TODAY, document: '凭证' },
  });
  expect(paid.recordContribution.entry.lines).toHaveLength(2);
  await signUp(running, { office }, bank, TODAY);
  const placed = await run(guarantor.user, 'PlaceFirstDeposit', {
    input: { bankId: bank.id, amount: '1000000.00', valueDate: TODAY, document: '划款' },
  });
  expect(placed.placeFirstDeposit.done).toBe(true);
  await run(guarantor.user, 'CreditInterest', {
    input: { onDeposit: false, bankId: null, amount: '12.34', valueDate: TODAY, document: '结息' },
  });
  expect((await run(guarantor.user, 'MoneyInHand')).pool.funds.total).toBe('8000012.34');
  second = await addBank(running, city.pool, '丙银行');
  await joinBank(running, city, second, TODAY);
});

test('a district, the office, the bank and the guarantor take a firm to a repaid loan', async () => {
  const { region, office, bank, guarantor } = city;
  const registered = await run(region.user, 'RegisterFirm', {
    input: {
      creditCode: makeCreditCode('150203', 'MA0P0001'),
      name: '操作示例企业',
      divisionCode: '150203',
      industryCode: 'C33',
      employees: 60,
      revenue: '30000000.00',
      assets: '20000000.00',
      figuresYear: 2024,
    },
  });
  const enterpriseId = registered.registerEnterprise.enterprise.id;
  expect((await run(region.user, 'FindFirm', { text: '操作示例' })).enterprises.nodes[0].id).toBe(
    enterpriseId,
  );
  const input = { enterpriseId, ...ASKED, amount: '10000000.01' };
  expect((await run(region.user, 'CheckReferral', { input })).check.submitReferral.allowed).toBe(false);
  await run(region.user, 'AskWaiver', {
    input: {
      ruleCode: 'ART22_FIRM_CAP',
      subjectKind: 'ENTERPRISE',
      subjectId: enterpriseId,
      reason: '订单增长',
      newLimit: '11000000.00',
      validFrom: TODAY,
      validTo: '2025-12-31',
    },
  });
  const desk = await run(office, 'OfficeDesk');
  await run(office, 'AnswerWaiver', {
    input: { waiverId: desk.waivers.nodes[0].id, consent: true, note: '同意' },
  });
  const submitted = await run(region.user, 'SubmitReferral', { input });
  expect(submitted.submitReferral.done).toBe(true);
  const referralId = submitted.submitReferral.referral.id;
  expect(
    (await run(region.user, 'DistrictReferrals', { states: ['SUBMITTED'] })).referrals.nodes,
  ).toHaveLength(1);
  await run(office, 'RecordSiteVisit', { input: { referralId, visitedOn: TODAY, note: '正常' } });
  expect(
    (await run(office, 'Recommend', { input: { referralId, bankId: bank.id, guarantorId: guarantor.id } }))
      .recommend.done,
  ).toBe(true);
  expect((await run(guarantor.user, 'GuarantorDesk')).referrals.nodes).toHaveLength(1);
  for (const { user } of [bank, guarantor])
    await run(user, 'FileReport', {
      input: { referralId, opinion: 'SUPPORT', summary: '良好', document: '报告' },
    });
  await run(bank.user, 'BankHeadroom', { enterprise: enterpriseId, amount: '10000000.01' });
  const decision = { referralId, outcome: 'APPROVE', reason: '同意' };
  await run(bank.user, 'BankDecision', { input: { ...decision, terms: termsOf({ amount: '10000000.01' }) } });
  const approved = await run(guarantor.user, 'GuarantorDecision', {
    input: { ...decision, counterGuarantees: [{ kind: 'SURETY', description: '保证' }] },
  });
  const loanId = approved.decideAsGuarantor.referral.loan.id;
  expect(
    (await run(bank.user, 'CheckSigning', { input: signing(loanId, '2025-03-31') })).check.signContracts
      .allowed,
  ).toBe(true);
  await run(bank.user, 'SignContracts', { input: signing(loanId, '2025-03-31') });
  const paidOut = await run(bank.user, 'PostDisbursement', {
    input: { loanId, disbursedOn: TODAY, document: '放款' },
  });
  expect(paidOut.disburse.loan.outstanding).toBe('10000000.01');
  expect((await run(bank.user, 'BankDuties')).obligations.nodes.length).toBeGreaterThan(0);
  await run(bank.user, 'GiveNotice', { input: { loanId, document: '通知' } });
  const reminded = await run(bank.user, 'SendReminder', {
    input: { loanId, sentOn: TODAY, document: '提醒' },
  });
  expect(reminded.sendMaturityReminder.loan.obligations).toContainEqual({
    kind: 'MATURITY_REMINDER',
    state: 'MET',
    metOn: TODAY,
  });
  const asked = await run(bank.user, 'AskTopUp', { input: { amount: '500000.00', reason: '超过十倍' } });
  expect(asked.askTopUp.done).toBe(true);
  const topUpId = asked.askTopUp.topUp.id;
  await run(office, 'DecideTopUp', { input: { topUpId, approved: '500000.00', note: '同意' } });
  const raised = await run(guarantor.user, 'PlaceTopUp', {
    input: { topUpId, amount: '500000.00', valueDate: TODAY, document: '补存' },
  });
  expect(raised.placeTopUp.done).toBe(true);
  const exposure = (await run(bank.user, 'BankExposure')).banks.nodes[0].exposure;
  expect(exposure).toMatchObject({
    outstanding: '10000000.01',
    deposit: '1500000.00',
    creditLine: '15000000.00',
  });
  expect((await run(bank.user, 'BankLoans')).loans.nodes).toHaveLength(1);
  const repaid = await run(bank.user, 'ReportRepayment', {
    input: { loanId, paidOn: TODAY, principal: '10000000.01', interest: '0.00', document: '还款' },
  });
  expect(repaid.recordRepayment.loan.state).toBe('REPAID');
});

test('a bank proposes; the dashboard and the district open their pages', async () => {
  const { region, bank, office } = city;
  const firm = await addFirm(running, region);
  expect(firm.id).toMatch(/^en_/);
  const proposed = await run(bank.user, 'ProposeFirm', {
    input: {
      ...ASKED,
      amount: '1000000.00',
      creditCode: makeCreditCode('150203', 'MA0P0002'),
      enterpriseName: '新企业',
      divisionCode: '150203',
    },
  });
  expect(proposed.proposeReferral.proposal.state).toBe('PROPOSED');
  await pay(running, city, 'CITY', '100.00', TODAY);
  const page = await run(office, 'DashboardOpening');
  expect(page.pool.funds.total).toBe('8000112.34');
  expect(page.regions.nodes[0].exposure.outstanding).toBe('0.00');
  await run(office, 'LedgerAsOf', { asOf: '2025-03-09' });
  expect((await run(office, 'LedgerEntries')).ledgerEntries.nodes.length).toBeGreaterThanOrEqual(6);
  expect((await run(region.user, 'DistrictHome')).regions.nodes[0].standing.paidIn).toBe('8000000.00');
});

test('a referral goes back and forth; a proposal becomes a referral; a wrong entry is reversed by a second person', async () => {
  const { region, office, office2, bank } = city;
  const firm = await addFirm(running, region);
  const asked = { ...ASKED, amount: '1000000.00' };
  const { submitReferral } = await run(region.user, 'SubmitReferral', {
    input: { enterpriseId: firm.id, ...asked },
  });
  const referralId = submitReferral.referral.id;
  await run(office, 'ReturnReferral', { input: { referralId, reason: '补充材料' } });
  const { referrals } = await run(region.user, 'DistrictReferrals', { states: ['RETURNED'] });
  const { version } = referrals.nodes[0];
  const again = await run(region.user, 'ResubmitReferral', { input: { referralId, version, ...asked } });
  expect(again.resubmitReferral.referral.state).toBe('SUBMITTED');
  const declined = await run(office, 'DeclineReferral', { input: { referralId, reason: '不符合' } });
  expect(declined.declineReferral.referral.state).toBe('DECLINED');

  const proposed = await addFirm(running, region);
  const { data } = await running.ask(
    region.user,
    'query ($id: ID!) { enterprise(id: $id) { creditCode name } }',
    {
      id: proposed.id,
    },
  );
  const { creditCode, name } = data.enterprise;
  await run(bank.user, 'ProposeFirm', {
    input: { ...asked, creditCode, enterpriseName: name, divisionCode: '150203' },
  });
  const { proposals } = await run(region.user, 'Proposals');
  const proposalId = proposals.nodes.find((one: { creditCode: string }) => one.creditCode === creditCode).id;
  const endorsed = await run(region.user, 'EndorseProposal', {
    input: { proposalId, enterpriseId: proposed.id, note: '采纳' },
  });
  expect(endorsed.endorseProposal.referral.state).toBe('SUBMITTED');
  const withdrawn = await run(region.user, 'WithdrawReferral', {
    input: { referralId: endorsed.endorseProposal.referral.id, reason: '企业撤回' },
  });
  expect(withdrawn.withdrawReferral.referral.state).toBe('WITHDRAWN');

  const interest = await run(city.guarantor.user, 'CreditInterest', {
    input: { onDeposit: false, bankId: null, amount: '1.00', valueDate: TODAY, document: '误记' },
  });
  const { askReversal } = await run(office, 'AskReversal', {
    input: { entryId: interest.creditInterest.entry.id, reason: '误记' },
  });
  const decided = await run(office2, 'DecideReversal', {
    input: { reversalId: askReversal.reversal.id, approve: true, valueDate: TODAY, document: '红字' },
  });
  expect(decided.decideReversal.reversal.state).toBe('POSTED');
});

test('every operation has a comment that says what it is for', () => {
  const bare = readdirSync(FOLDER).flatMap((file) => {
    const lines = readFileSync(`${FOLDER}/${file}`, 'utf8').split('\n');
    return lines.filter(
      (line, at) => /^(query|mutation) /.test(line) && !/^# .{20}/.test(lines[at - 1] ?? ''),
    );
  });
  expect(bare).toEqual([]);
});

test('every operation on offer was run', () => {
  expect([...operations.keys()].filter((name) => !done.has(name))).toEqual([]);
});
