import { readdirSync, readFileSync } from 'node:fs';
import { Kind, type OperationDefinitionNode, parse, print } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operation } from '../../schema/client/index.ts';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { theBareSchema } from '../support/bare-schema.ts';
import { csv, send } from '../support/bulk.ts';
import {
  ASKED,
  addBank,
  addFirm,
  approvedLoan,
  type City,
  joinBank,
  newCity,
  type Place,
  pay,
  signing,
  signUp,
  termsOf,
} from '../support/city.ts';
import { heardClientOf } from '../support/client.ts';
import { fingerprint } from '../support/edges.ts';
import { socketOf } from '../support/live.ts';
import { startProcess } from '../support/process.ts';
import { newPool, type Running, startProduct, type User } from '../support/product.ts';
import { mutationsWithoutKey, retold, type Told, toldIn, toldToStrangers } from '../support/retold.ts';

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

/** Every act of this file that was done, to be asked again at its end. */
const told: Told[] = [];

beforeAll(async () => {
  running = await startProduct();
  running.hear = (asked) => told.push(...toldIn(asked));
  city = await newCity(running, TODAY);
});
afterAll(() => running?.stop());

/** Runs a named operation as the published client does, which gives mutations a key. Fails on any error. */
async function run(user: User, name: string, variables: object = {}) {
  const text = operations.get(name);
  if (!text) throw new Error(`no operation ${name}`);
  done.add(name);
  const kind = text.startsWith('mutation') ? 'mutation' : 'query';
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers
  return heardClientOf(running, user).execute(operation<any, object>(kind, name, text), variables);
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
  await run(bank.user, 'BankHeadroom', { enterprise: enterpriseId, amount: '10000000.00' });
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

test('a bank reconciles its special account; a wrong record is talked about, and corrected', async () => {
  const { office, office2, bank, guarantor } = city;
  const interest = (amount: string) => ({
    input: { onDeposit: true, bankId: bank.id, amount, valueDate: TODAY, document: '存款息' },
  });
  const { creditInterest } = await run(guarantor.user, 'CreditInterest', interest('1.00'));
  const line = (amount: string, reference: string | null) => ({ bookedOn: TODAY, amount, reference });
  const { uploadStatement } = await run(bank.user, 'UploadStatement', {
    input: {
      periodFrom: TODAY,
      periodTo: TODAY,
      opening: '0.00',
      closing: '1500001.50',
      document: '对账单',
      lines: [line('1000000.00', '划款'), line('500000.00', '补存')],
    },
  });
  const statementId = uploadStatement.statement.id;
  const added = await run(bank.user, 'AddStatementLines', {
    input: { statementId, lines: [line('1.00', null), line('0.50', null)] },
  });
  expect(added.addStatementLines.statement).toMatchObject({ whole: true, lineCount: 4 });
  const differences = async () =>
    (await run(bank.user, 'StatementDifferences', { id: statementId })).statement;
  const { unmatchedLines, difference } = await differences();
  expect([unmatchedLines.length, difference]).toEqual([1, '0.50']);
  const { lines } = (await run(bank.user, 'StatementLines', { id: statementId })).statement;
  await run(bank.user, 'UnmatchLines', { input: { statementId, matchId: lines.nodes[2].match.id } });
  const entryIds = [creditInterest.entry.id];
  await run(bank.user, 'MatchLines', { input: { statementId, lineIds: [lines.nodes[2].id], entryIds } });
  await run(bank.user, 'MatchStatement', { input: { statementId } });
  const explanation = { statementId, lineIds: [unmatchedLines[0].id], entryIds: [], reason: '在途' };
  const explained = await run(office, 'ExplainDifference', { input: explanation });
  const explanationId = explained.explainDifference.statement.unmatchedLines[0].explanation.id;
  await run(office, 'WithdrawExplanation', { input: { statementId, explanationId } });
  await run(bank.user, 'ExplainDifference', { input: explanation });
  expect((await run(office, 'Reconciliations')).statements.nodes).toMatchObject([{ difference: '0.50' }]);
  const { version } = await differences();
  const closed = await run(bank.user, 'CloseStatement', { input: { statementId, version } });
  expect(closed.closeStatement.statement.state).toBe('RECONCILED');

  const ask = async () => {
    const input = {
      entryId: creditInterest.entry.id,
      reason: '凭证号有误',
      proposed: { document: '存款息-1' },
    };
    return (await run(office, 'AskCorrection', { input })).askCorrection.correction;
  };
  const say = async (user: User, name: string, { id, version }: { id: string; version: number }) => {
    const answer = await run(user, name, { input: { correctionId: id, version, text: '已核对' } });
    return answer[`${name[0]?.toLowerCase()}${name.slice(1)}`].correction;
  };
  await say(office, 'WithdrawCorrection', await ask());
  const settled = await say(guarantor.user, 'ExplainCorrection', await ask());
  await say(office2, 'SettleCorrection', settled);
  const insisted = await say(
    office,
    'InsistCorrection',
    await say(guarantor.user, 'ExplainCorrection', await ask()),
  );
  expect((await run(guarantor.user, 'Corrections', { states: ['INSISTED'] })).corrections.nodes).toHaveLength(
    1,
  );
  const input = { correctionId: insisted.id, version: insisted.version, text: '同意', document: '红字-2' };
  expect((await run(guarantor.user, 'CheckCorrection', { input })).check.acceptCorrection.allowed).toBe(true);
  const accepted = await run(guarantor.user, 'AcceptCorrection', { input });
  expect(accepted.acceptCorrection.correction.state).toBe('ACCEPTED');
});

test('a loan is looked after, called, compensated, recovered and concluded', async () => {
  const { region, bank, guarantor, office } = city;
  const firm = await addFirm(running, region);
  const loanId = await approvedLoan(running, city, firm.id, { amount: '2000000.00' }, TODAY);
  await running.act(bank.user, 'signContracts', signing(loanId, '2025-12-31'), 'loan { id }');
  const lent = { loanId, disbursedOn: TODAY, document: '放款' };
  await running.act(bank.user, 'disburse', lent, 'loan { id }');
  const found = { loanId, findings: '订单下降', measures: '压缩额度', document: '记录' };
  const visited = await run(bank.user, 'RecordVisit', { input: { ...found, visitedOn: TODAY } });
  expect(visited.recordVisit.aftercare.doneOn).toBe(TODAY);
  const byGuarantor = await run(guarantor.user, 'GuarantorVisit', { input: { ...found, visitedOn: TODAY } });
  expect(byGuarantor.recordVisit.done).toBe(true);
  const reminded = await run(guarantor.user, 'GuarantorReminder', {
    input: { loanId, sentOn: TODAY, document: '提醒' },
  });
  expect(reminded.sendMaturityReminder.done).toBe(true);
  await run(region.user, 'WarnOfRisk', { input: { ...found, warnedOn: TODAY } });
  const called = await run(bank.user, 'CallLoan', {
    input: { loanId, acceleratedOn: TODAY, reason: '停产', document: '通知' },
  });
  expect(called.accelerate.loan.nextDueOn).toBe(TODAY);
  const early = await run(bank.user, 'ReportDeduction', {
    input: { loanId, deductedOn: TODAY, amount: '100.00', document: '划扣' },
  });
  expect(early.reportDeduction.compensation).toMatchObject({ taken: '100.00', deducted: '0.00' });
  const day = '2025-04-10';
  await running.act(office, 'advanceClock', { to: day }, 'pool { id }');
  expect((await run(bank.user, 'OwedBack')).banks.nodes[0].standing.suspense).toBe('100.00');
  const back = { bankId: bank.id, amount: '60.00', valueDate: day, document: '退回' };
  expect((await run(bank.user, 'ReturnExcess', { input: back })).returnExcess.done).toBe(true);
  await run(bank.user, 'PlanOverdueMeasures', { input: { ...found, plannedOn: day } });
  const { measures: _, ...attempt } = found;
  for (const channel of ['TELEPHONE', 'ON_SITE'])
    await run(bank.user, 'RecordCollectionAttempt', { input: { ...attempt, attemptedOn: day, channel } });
  expect((await run(region.user, 'DistrictAftercare', { since: day })).aftercareRecords.totalCount).toBe(3);
  const input = { loanId, deductedOn: day, document: '划扣' };
  expect((await run(bank.user, 'CheckDeduction', { input })).check.deduct.allowed).toBe(true);
  const { compensation } = (await run(bank.user, 'Deduct', { input })).deduct;
  expect(compensation).toMatchObject({ principal: '2000000.00', deducted: '800000.00', claimable: '0.00' });
  const noticed = await run(bank.user, 'GiveDeductionNotice', {
    input: { compensationId: compensation.id, document: '告知' },
  });
  expect(noticed.giveDeductionNotice.compensation.noticeOn).toBe(day);
  const dated = { loanId, document: '文件' };
  const wrong = { ...dated, paidOn: day, amount: '1.00' };
  const { guarantorPayment } = await running.act(
    guarantor.user,
    'payGuarantorShare',
    wrong,
    'guarantorPayment { id }',
  );
  const withdrawn = { guarantorPaymentId: guarantorPayment.id, reason: '误记' };
  await running.act(guarantor.user, 'withdrawGuarantorPayment', withdrawn, 'guarantorPayment { id }');
  await run(guarantor.user, 'PayGuarantorShare', { input: { ...dated, paidOn: day, amount: '800000.00' } });
  const losses = await run(guarantor.user, 'GuarantorLosses');
  expect(losses.compensations.nodes[0].loan.compensation.guarantorPaid).toBe('800000.00');
  const owed = async () =>
    (await run(guarantor.user, 'MoneyOwed')).regions.nodes[0].standing.replenishmentOwed;
  expect(await owed()).toBe('320000.00');
  await run(guarantor.user, 'RecordReplenishment', {
    input: { regionId: region.id, amount: '120000.00', valueDate: day, document: '补充' },
  });
  expect(await owed()).toBe('200000.00');
  const { legalAction } = (
    await run(bank.user, 'OpenLegalAction', {
      input: { ...dated, court: '人民法院', caseNumber: null, filedOn: day, note: '起诉' },
    })
  ).openLegalAction;
  const step = {
    legalActionId: legalAction.id,
    stage: 'ACCEPTED',
    reachedOn: day,
    version: legalAction.version,
  };
  const advanced = await run(bank.user, 'AdvanceLegalAction', {
    input: { ...step, caseNumber: '民初1号', note: '立案', document: '受理' },
  });
  expect(advanced.advanceLegalAction.legalAction.stage).toBe('ACCEPTED');
  const recovered = await run(bank.user, 'RecordRecovery', {
    input: {
      ...dated,
      receivedOn: day,
      gross: '1100.00',
      costs: [{ kind: 'APPRAISAL', amount: '100.00', note: '评估' }],
      destination: 'DEPOSIT',
    },
  });
  expect(recovered.recordRecovery.recovery).toMatchObject({ net: '1000.00', returned: '400.00' });
  await run(bank.user, 'ReportRecovery', { input: { ...dated, reportedOn: day, summary: '执行中' } });
  const [lost] = (await run(region.user, 'DistrictLosses', { since: TODAY })).regions.nodes;
  expect(lost).toMatchObject({
    standing: { replenished: '120000.00', replenishmentOwed: '199840.00' },
    exposure: { compensated: '800000.00', recovered: '400.00', net: '799600.00' },
  });
  // 800,000.00 of 8,000,112.34 was a hair below the first warning, at half of the line.
  const { breaker } = (await run(office, 'BreakerWatch')).pool;
  expect(breaker).toMatchObject({ tripped: false, proof: null, forecast: { loanCount: 0, trips: false } });
  expect(breaker.turns).toEqual([]);
  expect(breaker.warnings.map(({ percent }: { percent: number }) => percent)).toEqual([50, 75, 90]);
  const duties = (await run(guarantor.user, 'GuarantorDuties')).obligations.nodes;
  expect(duties.map(({ kind }: { kind: string }) => kind)).toContain('RECOVERY_REPORT');
  const reported = await run(guarantor.user, 'GuarantorReport', {
    input: { ...dated, reportedOn: day, summary: '执行中' },
  });
  expect(reported.reportRecovery.recoveryReport.reportedOn).toBe(day);
  const listed = await run(office, 'Compensations', { filter: { kinds: ['REPORTED'] } });
  expect(listed.compensations.totalCount).toBe(1);
  const concluded = await run(office, 'ConcludeRecovery', { input: { ...dated, reason: '终结执行' } });
  expect(concluded.concludeRecovery.loan.conclusion.losses[0]).toEqual({
    party: 'POOL',
    amount: '799600.00',
  });
  const after = (await run(bank.user, 'LoanAfterwards', { id: loanId })).loan;
  expect(after).toMatchObject({ state: 'CLOSED', outstanding: '0.00' });
  expect(after.aftercare).toHaveLength(6);
  // The bank called the loan on the day it was paid out, and gave no notice of the disbursement in the month since.
  expect((await run(office, 'Reports')).reports).toHaveLength(6);
  const papers = (await run(office, 'LoanDocuments', { id: loanId })).loan;
  expect(papers.compensations[0].deductionNotice.path).toMatch(/^\/documents\/deduction-notice\/cp_/);
  const { dossier } = (await run(office, 'LoanDossier', { id: loanId })).loan;
  const stepOf = (step: string) => dossier.items.filter((item: { step: string }) => item.step === step);
  expect(stepOf('DISBURSEMENT_NOTICE')).toMatchObject([
    { status: 'MISSING', dueOn: '2025-03-13', lateDays: 28 },
  ]);
  expect(stepOf('DEDUCTION').at(-1)).toMatchObject({ status: 'DONE', document: '划扣', amount: '800000.00' });
});

test('the office moves the sandbox’s clock and loads a holiday notice', async () => {
  const { office } = city;
  const moved = await run(office, 'AdvanceClock', { input: { days: 100 } });
  const { businessDate, sweptThrough } = moved.advanceClock.pool;
  expect(sweptThrough).toBe(businessDate);
  const late = (await run(office, 'LateDuties', { first: 5 })).obligations;
  expect(late.totalCount).toBeGreaterThan(0);
  for (const { lateSince, dueOn } of late.nodes) expect(lateSince > dueOn).toBe(true);
  const daysOff = [{ from: '2028-01-01', to: '2028-01-03' }];
  const loaded = await run(office, 'LoadHolidayNotice', {
    input: { year: 2028, notice: '国办发明电〔2027〕1号', daysOff, workingWeekends: [] },
  });
  expect(loaded.loadHolidayNotice.done).toBe(true);
  const { holidayNotices } = (await run(office, 'ClockAndCalendar')).pool;
  expect(holidayNotices.find(({ year }: { year: number }) => year === 2028)).toMatchObject({
    confirmed: true,
    loadedOn: businessDate,
    daysOff,
  });
});

test('a bank leaves, the year is evaluated, and the city supplements the pool', async () => {
  const { office, office2, bank, guarantor } = city;
  const day = '2026-01-05';
  await running.act(office, 'advanceClock', { to: day }, 'pool { id }');
  const left = await run(office, 'LeaveBank', {
    input: { bankId: second.id, leavingOn: day, reason: '不再合作', document: '退出' },
  });
  expect(left.leaveBank.bank.standing.state).toBe('LEAVING');
  const returned = await run(guarantor.user, 'ReturnDeposit', {
    input: { bankId: second.id, valueDate: day, document: '转回' },
  });
  expect(returned.returnDeposit.entry.lines[0]).toEqual({ account: 'custody', amount: '1000000.00' });
  const { yearFigures } = await run(office, 'YearFigures', { year: 2025 });
  const pool = yearFigures.find(({ tenant }: { tenant: { kind: string } }) => tenant.kind === 'OFFICE');
  expect(pool.figures).toMatchObject({ loansDisbursed: 2, disbursed: '12000000.01', deducted: '800000.00' });
  const banks = [bank, second].map(({ id }) => ({ bankId: id, conclusion: '规范', decision: 'CONTINUE' }));
  const evaluated = await run(office, 'EvaluateYear', {
    input: { year: 2025, conclusion: '平稳', document: '自评', banks },
  });
  const evaluationId = evaluated.evaluateYear.evaluation.id;
  expect((await run(office, 'Evaluations')).evaluations.nodes[0].parts).toHaveLength(5);
  const asked = await run(office, 'AskSupplement', {
    input: {
      ground: 'EVALUATION',
      evaluationId,
      amount: '500000.00',
      decisionDocument: '纪要',
      reason: '扩大规模',
    },
  });
  const { id: supplementId, version } = asked.askSupplement.supplement;
  await run(office2, 'DecideSupplement', { input: { supplementId, approve: true, version } });
  const { supplements } = await run(guarantor.user, 'SupplementsToCome');
  expect(supplements.nodes).toMatchObject([{ id: supplementId, received: '0.00' }]);
  const came = await run(guarantor.user, 'RecordSupplement', {
    input: { supplementId, amount: '500000.00', valueDate: day, document: '拨款' },
  });
  expect(came.recordSupplement.entry.lines[1]).toEqual({ account: 'fund:CITY', amount: '-500000.00' });
});

test('a firm is listed and taken off again; an edition is drafted, replayed and enacted by a second person', async () => {
  const { region, office, office2 } = city;
  const { id: enterpriseId } = await addFirm(running, region);
  const listed = await run(office, 'ListDishonest', {
    input: { enterpriseId, document: '名单', reason: '逃废债务' },
  });
  expect(listed.listDishonest.enterprise.listed.reason).toBe('逃废债务');
  const off = await run(office, 'UnlistDishonest', { input: { enterpriseId, reason: '已履行' } });
  expect(off.unlistDishonest.enterprise.listed).toBeNull();

  const [{ parametersJson }] = (await run(office, 'Editions')).editions.nodes;
  const shares = [
    { party: 'POOL', weight: 50 },
    { party: 'BANK', weight: 50 },
  ];
  const { edition } = (
    await run(office, 'DraftEdition', {
      input: {
        number: '2026',
        titleZh: '管理办法（修订草案）',
        titleEn: 'Draft',
        document: '草案',
        validFrom: '2026-05-01',
        validTo: '2031-04-30',
        parameters: { ...parametersJson, lossShares: shares },
      },
    })
  ).draftEdition;
  const { replayEdition } = await run(office, 'ReplayEdition', {
    editionId: edition.id,
    from: TODAY,
    to: '2025-12-31',
  });
  expect(replayEdition.compensations.parties[0]).toEqual({
    name: 'POOL',
    before: '800000.00',
    after: '1000000.00',
  });
  const enacted = await run(office2, 'EnactEdition', {
    input: { editionId: edition.id, version: edition.version },
  });
  expect(enacted.enactEdition.edition.state).toBe('ENACTED');
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

test('a bank shuts out a person and a token, and the office a tenant', async () => {
  const { office, bank } = city;
  const about = { tenantId: bank.id, reason: '离职' };
  const out = await run(bank.user, 'DisableUser', { input: { ...about, userId: '离职人员' } });
  const disabledUserId = out.disableUser.disabledUser.id;
  await run(bank.user, 'RevokeToken', { input: { ...about, tokenId: '遗失令牌' } });
  const shown = await run(bank.user, 'BankPeople');
  expect([shown.disabledUsers.nodes.length, shown.revokedTokens.nodes.length]).toEqual([1, 1]);
  const again = await run(bank.user, 'EnableUser', { input: { disabledUserId, reason: '复职' } });
  expect(again.enableUser.disabledUser.enabledAt).toEqual(expect.any(String));
  const turned = { tenantId: second.id, reason: '停业整顿' };
  expect((await run(office, 'DisableTenant', { input: turned })).disableTenant.tenant.disabled).toBe(true);
  expect((await run(office, 'EnableTenant', { input: turned })).enableTenant.tenant.disabled).toBe(false);
  const { disabledUsers, tenants } = await run(office, 'People');
  expect(disabledUsers.nodes[0]).toMatchObject({ userId: '离职人员', enabledBy: bank.user.userId });
  expect(tenants.nodes.every(({ disabled }: { disabled: boolean }) => !disabled)).toBe(true);
});

test('what no operation is offered for', async () => {
  const { office, region, bank } = city;
  const day = '2026-01-05';
  const lpr = { date: day, oneYear: '3.00', fiveYear: '3.50' };
  await running.act(office, 'recordLpr', lpr, 'pool { id }');
  const hardship = { regionId: region.id, hardship: true, document: '认定' };
  await running.act(office, 'recogniseHardship', hardship, 'region { id }');
  const { id } = await addFirm(running, region);
  const firm = await running.ask(
    region.user,
    `query ($id: ID!) { enterprise(id: $id) { version name divisionCode industryCode employees revenue assets figuresYear } }`,
    { id },
  );
  await running.act(
    region.user,
    'updateEnterprise',
    { ...firm.data.enterprise, enterpriseId: id, employees: 61 },
    'enterprise { id }',
  );
  const proposed = await run(bank.user, 'ProposeFirm', {
    input: {
      ...ASKED,
      amount: '1000000.00',
      creditCode: makeCreditCode('150203', 'MA0P0009'),
      enterpriseName: '不采纳企业',
      divisionCode: '150203',
    },
  });
  const dropped = { proposalId: proposed.proposeReferral.proposal.id, reason: '资料不全' };
  await running.act(region.user, 'dropProposal', dropped, 'proposal { id }');
  const loanId = await approvedLoan(running, city, id, { amount: '100000.00' }, day);
  await running.act(bank.user, 'cancelLoan', { loanId, reason: '企业放弃' }, 'loan { id }');
});

test('files come in, and with them what the pool had before', async () => {
  const { office, office2, bank, region } = city;
  const day = (await running.ask(office, '{ pool { businessDate } }')).data.pool.businessDate;
  const asked = await run(office, 'OpenTakeOver', { input: { takenOverOn: day, document: '接管-1' } });
  const takeOverId = asked.openTakeOver.takeOver.id;
  const agreed = { input: { takeOverId, approve: true } };
  expect((await run(office2, 'ConfirmTakeOver', agreed)).confirmTakeOver.takeOver.state).toBe('OPEN');
  const recorded = await run(office, 'RecordOpeningBalance', {
    input: {
      balance: 'INTEREST',
      source: null,
      regionId: null,
      bankId: null,
      amount: '1.00',
      document: '期初-1',
    },
  });
  expect(recorded.recordOpeningBalance.entry.kind).toBe('OPENING');
  await run(office, 'CloseTakeOver', { input: { takeOverId, document: '接管-2' } });
  expect((await run(office2, 'ConfirmTakeOver', agreed)).confirmTakeOver.takeOver.state).toBe('CLOSED');
  expect((await run(office, 'TakeOvers')).takeOvers.nodes).toMatchObject([{ state: 'CLOSED' }]);

  const headings = ['loanNumber', 'paidOn', 'principal', 'interest', 'document'];
  const rows = Array.from({ length: 3_000 }, (_, at) => [`L2099-${at}`, day, '1', '0', `${at}`]);
  const sent = await send(running, bank.user, 'repayments', csv([headings, ...rows]));
  await run(bank.user, 'CancelImport', { input: { importId: sent.body.id } });
  const { import: stopped } = await run(bank.user, 'ImportProgress', {
    id: sent.body.id,
    states: ['INVALID'],
    first: 10,
  });
  expect(stopped).toMatchObject({ state: 'CANCELLED', progress: { rows: 3_000 } });
  expect((await run(region.user, 'Imports')).imports.nodes).toEqual([]);
});

test('webhooks: made, changed, tested, paused, resumed, given a new secret, redelivered, removed', async () => {
  const { bank } = city;
  const told = { address: 'https://bank.example.cn/webhooks', description: '核心系统', kinds: null };
  const made = (await run(bank.user, 'CreateWebhook', { input: told })).createWebhook.webhookSecret;
  expect(made.secret).toMatch(/^whsec_/);
  const one = { input: { webhookId: made.webhook.id } };
  const updated = { ...told, kinds: ['LOAN_DISBURSED'], webhookId: made.webhook.id, version: 1 };
  expect((await run(bank.user, 'UpdateWebhook', { input: updated })).updateWebhook.webhook.version).toBe(2);
  await run(bank.user, 'TestWebhook', one);
  expect((await run(bank.user, 'PauseWebhook', one)).pauseWebhook.webhook.state).toBe('PAUSED');
  expect((await run(bank.user, 'ResumeWebhook', one)).resumeWebhook.webhook.state).toBe('ACTIVE');
  const rotated = (await run(bank.user, 'RotateWebhookSecret', one)).rotateWebhookSecret.webhookSecret;
  expect(rotated.secret).not.toBe(made.secret);
  await run(bank.user, 'RedeliverWebhook', { input: { ...one.input, since: '2025-03-10' } });
  const { webhooks } = await run(bank.user, 'Webhooks', { states: ['WAITING', 'DEAD'] });
  expect(webhooks.nodes).toMatchObject([{ kinds: ['LOAN_DISBURSED'], deliveries: { totalCount: 0 } }]);
  expect((await run(bank.user, 'RemoveWebhook', one)).removeWebhook.webhook.state).toBe('REMOVED');
  expect((await run(bank.user, 'Webhook', { id: made.webhook.id })).webhook.state).toBe('REMOVED');
});

test('events: read, received as they come, and shown on a dashboard', async () => {
  const { bank, office } = city;
  const { events } = await run(bank.user, 'EventsSince', {});
  expect(events.nodes[0]).toMatchObject({ kind: 'EDITION_ENACTED', data: { number: expect.any(String) } });
  const live = async (user: User, name: string, variables: Record<string, unknown>) => {
    const text = operations.get(name) ?? '';
    done.add(name);
    const client = await socketOf(running, user);
    const heard = client.subscribe(text, variables);
    const [first] = await heard.until(1);
    await client.close();
    expect([name, heard.errors]).toEqual([name, []]);
    return first;
  };
  const came = await live(bank.user, 'EventsAsTheyCome', { after: events.nodes[0].id });
  expect(came.events.node).toMatchObject({ kind: events.nodes[1].kind, subject: events.nodes[1].subject });
  const shown = await live(office, 'DashboardLive', {});
  expect(shown.standing).toMatchObject({ pool: { newBusiness: { open: true } }, bank: null, region: null });
});

test('every operation on offer was run', () => {
  expect([...operations.keys()].filter((name) => !done.has(name))).toEqual([]);
});

test('every mutation takes a key and says whether its answer is the first one again', () => {
  expect(mutationsWithoutKey(theBareSchema())).toEqual([]);
});

test('every mutation of the schema, asked again in another process: the first answer, and nothing done twice', async () => {
  delete running.hear;
  const done = new Set(told.map(({ name }) => name));
  const mutations = Object.keys(theBareSchema().getMutationType()?.getFields() ?? {});
  expect(mutations.filter((name) => !done.has(name))).toEqual([]);
  // One of each name is enough for one that is done often.
  const each = [...new Map(told.map((one) => [one.name, one])).values()];
  const { office: stranger } = await newPool(running, TODAY);
  const process = await startProcess(running);
  const before = await fingerprint(running);
  expect(await retold(each, process.ask)).toEqual([]);
  for (const who of [stranger, city.office, city.bank.user, second.user])
    expect(
      await toldToStrangers(
        each.filter(({ user }) => user.tenantId !== who.tenantId),
        process.ask,
        who,
      ),
    ).toEqual([]);
  expect(await fingerprint(running)).toEqual(before);
  await process.stop();
});
