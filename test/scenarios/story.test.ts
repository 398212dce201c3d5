import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ASKED,
  addFirm,
  addRegion,
  type City,
  newCity,
  pay,
  signing,
  signUp,
  termsOf,
} from '../support/city.ts';
import { type Running, startProduct } from '../support/product.ts';

// The story of the first part, over HTTP with tokens, each figure on the way worked out by hand.

let running: Running;
let city: City;
/** A Monday; the working days after it are ordinary. */
const TODAY = '2025-03-10';

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
});
afterAll(() => running?.stop());

const advance = (to: string) => running.act(city.office, 'advanceClock', { to }, 'pool { businessDate }');

test('a region pays in instalments; funds, fund balances and the duty to pay follow to the fen', async () => {
  const { region, guarantor } = city;
  const pledged = await running.act(
    region.user,
    'pledge',
    {
      source: 'REGION',
      regionId: region.id,
      amount: '8000000.00',
      payInBy: '2027-03-10',
      document: '承诺-1',
    },
    'pledge { id }',
  );
  expect(pledged.done).toBe(true);
  const pledgeId = pledged.pledge.id;
  const instalment = (amount: string) =>
    running.act(
      guarantor.user,
      'recordContribution',
      { pledgeId, amount, valueDate: TODAY, document: '凭证' },
      'entry { id kind }',
    );
  expect((await instalment('5000000.01')).entry.kind).toBe('CONTRIBUTION');

  const open = await running.ask(region.user, '{ obligations { nodes { kind state dueOn article } } }');
  expect(open.data.obligations.nodes).toEqual([
    { kind: 'CONTRIBUTION', state: 'OPEN', dueOn: '2027-03-10', article: 8 },
  ]);

  await instalment('2999999.99');
  const standing = await running.ask(
    region.user,
    '{ regions { nodes { standing { pledged paidIn fundBalance } } } obligations { nodes { state } } }',
  );
  expect(standing.data.regions.nodes[0].standing).toEqual({
    pledged: '8000000.00',
    paidIn: '8000000.00',
    fundBalance: '8000000.00',
  });
  expect(standing.data.obligations.nodes).toEqual([{ state: 'MET' }]);

  const tooMuch = await running.ask(
    guarantor.user,
    'mutation ($i: RecordContributionInput!) { recordContribution(idempotencyKey: "too-much-1", input: $i) { done } }',
    { i: { pledgeId, amount: '0.01', valueDate: TODAY, document: '凭证' } },
  );
  expect(tooMuch.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'amount' });

  await pay(running, city, 'CITY', '6000000.00', TODAY);
  await pay(running, city, 'AUTONOMOUS_REGION', '6000000.00', TODAY);
  const pool = await running.ask(
    city.office,
    '{ pool { funds { total available custody deposits interest } headroom { amount binding { code limit used } } } }',
  );
  expect(pool.data.pool.funds).toEqual({
    total: '20000000.00',
    available: '20000000.00',
    custody: '20000000.00',
    deposits: '0.00',
    interest: '0.00',
  });
  // Ten times the funds available, nothing lent yet.
  expect(pool.data.pool.headroom).toEqual({
    amount: '200000000.00',
    binding: { code: 'ART09_POOL_LEVERAGE', limit: '200000000.00', used: '0.00' },
  });
});

test('a bank signs, the first deposit falls due in 30 days and is placed; interest stays in the pool', async () => {
  const { bank, guarantor } = city;
  await signUp(running, city, bank, TODAY);
  const due = await running.ask(
    guarantor.user,
    '{ obligations { nodes { kind state dueOn dueConfirmed } } }',
  );
  // 30 calendar days after 10 March is Wednesday 9 April.
  expect(due.data.obligations.nodes).toEqual([
    { kind: 'FIRST_DEPOSIT', state: 'OPEN', dueOn: '2025-04-09', dueConfirmed: true },
  ]);

  const short = await running.act(
    guarantor.user,
    'placeFirstDeposit',
    { bankId: bank.id, amount: '999999.99', valueDate: TODAY, document: '划款' },
    'entry { id }',
  );
  expect(short.done).toBe(false);
  expect(
    short.verdicts
      .filter((v: { outcome: string }) => v.outcome === 'REFUSED')
      .map((v: { code: string }) => v.code),
  ).toEqual(['ART16_FIRST_DEPOSIT']);

  const placed = await running.act(
    guarantor.user,
    'placeFirstDeposit',
    { bankId: bank.id, amount: '1000000.00', valueDate: TODAY, document: '划款' },
    'entry { kind lines { account amount } }',
  );
  expect(placed.done).toBe(true);
  await running.act(
    guarantor.user,
    'creditInterest',
    { onDeposit: true, bankId: bank.id, amount: '123.45', valueDate: TODAY, document: '结息' },
    'entry { id }',
  );
  const funds = await running.ask(
    city.office,
    '{ pool { funds { total available custody deposits interest } } }',
  );
  expect(funds.data.pool.funds).toEqual({
    total: '20000123.45',
    available: '20000123.45',
    custody: '19000000.00',
    deposits: '1000123.45',
    interest: '123.45',
  });
  const mine = await running.ask(
    bank.user,
    '{ banks { nodes { standing { state deposit } exposure { deposit creditLine } } } }',
  );
  expect(mine.data.banks.nodes).toEqual([
    {
      standing: { state: 'COOPERATING', deposit: '1000123.45' },
      exposure: { deposit: '1000123.45', creditLine: '10001234.50' },
    },
  ]);
});

test('a loan: referred, recommended, looked at by both, approved by both, signed, paid out, repaid', async () => {
  const { bank, guarantor, region } = city;
  const firm = await addFirm(running, region);
  expect(firm.size).toBe('SMALL');

  // Approval before the second report is refused, naming the article.
  const submitted = await running.act(
    region.user,
    'submitReferral',
    { enterpriseId: firm.id, ...ASKED, amount: '6000000.00' },
    'referral { id number state }',
  );
  expect(submitted.referral).toMatchObject({ number: 'R2025-00001', state: 'SUBMITTED' });
  const referralId = submitted.referral.id;

  const unvisited = await running.act(
    city.office,
    'recommend',
    { referralId, bankId: bank.id, guarantorId: guarantor.id },
    'referral { id }',
  );
  expect(failed(unvisited)).toEqual(['ART25_SITE_VISIT']);
  await running.act(
    city.office,
    'recordSiteVisit',
    { referralId, visitedOn: TODAY, note: '生产正常' },
    'referral { id }',
  );
  const hidden = await running.ask(bank.user, 'query ($id: ID!) { referral(id: $id) { id } }', {
    id: referralId,
  });
  expect(hidden.data.referral).toBeNull();
  const recommended = await running.act(
    city.office,
    'recommend',
    { referralId, bankId: bank.id, guarantorId: guarantor.id },
    'referral { formNumber state }',
  );
  expect(recommended.referral).toEqual({ formNumber: '〔2025〕1号', state: 'RECOMMENDED' });

  const report = { referralId, opinion: 'SUPPORT', summary: '经营稳定', document: '报告' };
  await running.act(bank.user, 'fileDueDiligence', report, 'referral { id }');
  const terms = termsOf({
    amount: '6000000.00',
    instalments: [
      { month: 6, principal: '2000000.00' },
      { month: 12, principal: '4000000.00' },
    ],
  });
  const early = await running.act(
    bank.user,
    'decideAsBank',
    { referralId, outcome: 'APPROVE', reason: '同意', terms },
    'referral { id }',
  );
  expect(failed(early)).toEqual(['ART26_BOTH_REPORTS']);
  await running.act(guarantor.user, 'fileDueDiligence', report, 'referral { id }');

  const dear = {
    ...terms,
    fees: [{ kind: 'COMMITMENT', amount: '100.00', description: '承诺费' }],
    securities: ['房产抵押'],
  };
  const refused = await running.act(
    bank.user,
    'decideAsBank',
    { referralId, outcome: 'APPROVE', reason: '同意', terms: dear },
    'referral { id }',
  );
  expect(failed(refused)).toEqual(['ART17_FEES', 'ART21_NO_SECURITY']);
  const byBank = await running.act(
    bank.user,
    'decideAsBank',
    { referralId, outcome: 'APPROVE', reason: '同意', terms },
    'referral { state loan { id } }',
  );
  expect(byBank.referral).toEqual({ state: 'RECOMMENDED', loan: null });

  const bare = await running.act(
    guarantor.user,
    'decideAsGuarantor',
    { referralId, outcome: 'APPROVE', reason: '同意', counterGuarantees: [] },
    'referral { id }',
  );
  expect(failed(bare)).toEqual(['ART28_COUNTER_GUARANTEE']);
  const byGuarantor = await running.act(
    guarantor.user,
    'decideAsGuarantor',
    {
      referralId,
      outcome: 'APPROVE',
      reason: '同意',
      counterGuarantees: [{ kind: 'SURETY', description: '法定代表人保证' }],
    },
    'referral { state loan { id number state lpr basisPoints rate } }',
  );
  // The one-year LPR of 2025-02-20 is 3.10; 50 basis points above it is 3.60.
  expect(byGuarantor.referral).toMatchObject({
    state: 'APPROVED',
    loan: { number: 'L2025-00001', state: 'APPROVED', lpr: '3.10', basisPoints: 50, rate: '3.60' },
  });
  const loanId = byGuarantor.referral.loan.id;

  const signed = await running.act(
    bank.user,
    'signContracts',
    signing(loanId, '2025-03-31'),
    'loan { state amount outstanding }',
  );
  expect(signed.loan).toEqual({ state: 'CONTRACTED', amount: '6000000.00', outstanding: '0.00' });
  const committed = await running.ask(
    bank.user,
    '{ banks { nodes { exposure { committed outstanding } } } }',
  );
  expect(committed.data.banks.nodes[0].exposure).toEqual({ committed: '6000000.00', outstanding: '0.00' });

  const disbursed = await running.act(
    bank.user,
    'disburse',
    { loanId, disbursedOn: TODAY, document: '放款' },
    'loan { state outstanding maturesOn nextDueOn instalments { number dueOn principal unpaid } obligations { kind dueOn } }',
  );
  expect(disbursed.loan).toMatchObject({
    state: 'ACTIVE',
    outstanding: '6000000.00',
    maturesOn: '2026-03-10',
    nextDueOn: '2025-09-10',
    instalments: [
      { number: 1, dueOn: '2025-09-10', principal: '2000000.00', unpaid: '2000000.00' },
      { number: 2, dueOn: '2026-03-10', principal: '4000000.00', unpaid: '4000000.00' },
    ],
  });
  // Three working days after Monday; sixty days before 10 March 2026.
  expect(disbursed.loan.obligations).toEqual(
    expect.arrayContaining([
      { kind: 'DISBURSEMENT_NOTICE', dueOn: '2025-03-13' },
      { kind: 'MATURITY_REMINDER', dueOn: '2026-01-09' },
    ]),
  );
  const noticed = await running.act(
    bank.user,
    'giveDisbursementNotice',
    { loanId, document: '通知' },
    'loan { noticeOn }',
  );
  expect(noticed.loan.noticeOn).toBe(TODAY);

  // Headroom: pool 10 × 20,000,123.45 less 6,000,000; region 25 × 8,000,000 less 6,000,000.
  const rooms = await running.ask(
    city.office,
    '{ pool { headroom { amount } } regions { nodes { headroom { amount binding { code } } } } }',
  );
  expect(rooms.data.pool.headroom.amount).toBe('194001234.50');
  expect(rooms.data.regions.nodes[0].headroom).toEqual({
    amount: '194000000.00',
    binding: { code: 'ART13_REGION_LEVERAGE' },
  });

  const repaid = await running.act(
    bank.user,
    'recordRepayment',
    { loanId, paidOn: TODAY, principal: '2500000.01', interest: '30.00', document: '还款' },
    'loan { outstanding nextDueOn instalments { unpaid } shares { pool bank guarantor } }',
  );
  expect(repaid.loan).toEqual({
    outstanding: '3499999.99',
    nextDueOn: '2026-03-10',
    instalments: [{ unpaid: '0.00' }, { unpaid: '3499999.99' }],
    shares: { pool: '1400000.00', bank: '700000.00', guarantor: '1399999.99' },
  });
  const tooMuch = await running.act(
    bank.user,
    'recordRepayment',
    { loanId, paidOn: TODAY, principal: '3500000.00', interest: '0.00', document: '还款' },
    'loan { id }',
  );
  expect(failed(tooMuch)).toEqual(['ART22_REPAYMENT']);

  await advance('2026-03-11');
  const late = await running.ask(
    bank.user,
    'query ($id: ID!) { loan(id: $id) { state overdue { principal days } } }',
    { id: loanId },
  );
  expect(late.data.loan).toEqual({ state: 'OVERDUE', overdue: { principal: '3499999.99', days: 1 } });
  const rest = await running.act(
    bank.user,
    'recordRepayment',
    { loanId, paidOn: '2026-03-11', principal: '3499999.99', interest: '0.00', document: '还款' },
    'loan { state outstanding endedOn }',
  );
  expect(rest.loan).toEqual({ state: 'REPAID', outstanding: '0.00', endedOn: '2026-03-11' });
  const after = await running.ask(
    bank.user,
    '{ banks { nodes { exposure { committed outstanding loans { active repaid } } } } }',
  );
  expect(after.data.banks.nodes[0].exposure).toEqual({
    committed: '0.00',
    outstanding: '0.00',
    loans: { active: 0, repaid: 1 },
  });
});

test('a district cannot refer a firm of another region: it does not exist for it', async () => {
  const other = await addRegion(running, city.pool, '150204');
  const firm = await addFirm(running, city.region);
  const answer = await running.ask(
    other.user,
    'mutation ($i: SubmitReferralInput!) { submitReferral(idempotencyKey: "foreign-firm-1", input: $i) { done } }',
    { i: { enterpriseId: firm.id, ...ASKED, amount: '1000000.00' } },
  );
  const unknown = await running.ask(
    other.user,
    'mutation ($i: SubmitReferralInput!) { submitReferral(idempotencyKey: "foreign-firm-2", input: $i) { done } }',
    { i: { enterpriseId: 'en_00000000000000000000000000000000', ...ASKED, amount: '1000000.00' } },
  );
  const bare = ({ errors }: typeof answer) =>
    errors?.map(({ message, extensions: { requestId: _, ...rest } }) => ({ message, rest }));
  expect(bare(answer)).toEqual(bare(unknown));
  expect(answer.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
});

test('the same key and input is done once; the same key with another input is refused', async () => {
  const input = { source: 'CITY', regionId: null, amount: '1.00', payInBy: '2027-01-01', document: '幂等' };
  const first = await running.act(city.office, 'pledge', input, 'pledge { id }', 'key-of-the-test');
  const second = await running.act(city.office, 'pledge', input, 'pledge { id }', 'key-of-the-test');
  expect([first.replayed, second.replayed]).toEqual([false, true]);
  expect(second.pledge).toEqual(first.pledge);
  await expect(
    running.act(city.office, 'pledge', { ...input, amount: '2.00' }, 'pledge { id }', 'key-of-the-test'),
  ).rejects.toThrow('IDEMPOTENCY_KEY_REUSED');
});

test('a wrong entry is reversed by a second person, and what it had changed is taken back', async () => {
  const entry = (await pay(running, city, 'CITY', '500.00', '2026-03-11')).entry.id;
  const asked = await running.act(
    city.guarantor.user,
    'askReversal',
    { entryId: entry, reason: '金额有误' },
    'reversal { id state }',
  );
  const decide = { reversalId: asked.reversal.id, approve: true, valueDate: '2026-03-11', document: '冲销' };
  await expect(
    running.act(city.guarantor.user, 'decideReversal', decide, 'reversal { state }'),
  ).rejects.toThrow('SECOND_PERSON');
  const before = await running.ask(city.office, '{ pool { funds { total custody } } }');
  const decided = await running.act(city.guarantor.second, 'decideReversal', decide, 'reversal { state }');
  expect(decided.reversal.state).toBe('POSTED');
  const after = await running.ask(city.office, '{ pool { funds { total custody } } }');
  expect([before.data.pool.funds.total, after.data.pool.funds.total]).toEqual(['20000623.45', '20000123.45']);
  await expect(
    running.act(city.guarantor.user, 'askReversal', { entryId: entry, reason: '再次' }, 'reversal { id }'),
  ).rejects.toThrow('CONFLICT');
});

function failed(answer: { done: boolean; verdicts: { code: string; outcome: string }[] }): string[] {
  expect(answer.done).toBe(false);
  return answer.verdicts
    .filter(({ outcome }) => outcome === 'REFUSED' || outcome === 'WAIVER_NEEDED')
    .map(({ code }) => code);
}
