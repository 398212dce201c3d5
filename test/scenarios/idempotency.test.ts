import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { addFirm, approvedLoan, type City, newCity, signing } from '../support/city.ts';
import { fingerprint, fundedCity } from '../support/edges.ts';
import { type Answer, type Running, startProduct, type User, uuidOf } from '../support/product.ts';

// Section 12, idempotency, case by case. That it holds for every mutation is told in operations.test.ts, across
// processes and faults in test/faults/idempotency-restart.test.ts, and under contention in test/contention/one-key.test.ts.

const TODAY = '2025-03-10';

let running: Running;
let city: City;
let elsewhere: City;

beforeAll(async () => {
  running = await startProduct();
  city = await fundedCity(running, TODAY);
  elsewhere = await newCity(running, TODAY);
});
afterAll(() => running?.stop());

const CREDIT = `mutation ($key: String!, $input: CreditInterestInput!) {
  creditInterest(idempotencyKey: $key, input: $input) { done replayed entry { id document } } }`;

const credit = (user: User, key: string, input: object) => running.ask(user, CREDIT, { key, input });

/** 'done', 'replayed', 'refused', or the code of the error. */
function endOf({ data, errors }: Answer): unknown {
  if (errors) return errors[0]?.extensions.code;
  const [payload] = Object.values<{ done: boolean; replayed: boolean }>(data);
  return payload?.replayed ? 'replayed' : payload?.done ? 'done' : 'refused';
}

test('a body is the same however it is written: order, null or left out, literal or variable, digits of an amount', async () => {
  const user = city.guarantor.user;
  const key = randomUUID();
  const first = await credit(user, key, {
    onDeposit: false,
    amount: '1.00',
    valueDate: TODAY,
    document: '结息',
  });
  expect(endOf(first)).toBe('done');
  const writings: object[] = [
    { document: '结息', valueDate: TODAY, amount: '1.00', onDeposit: false },
    { onDeposit: false, amount: '1.00', valueDate: TODAY, document: '结息', bankId: null },
    { onDeposit: false, amount: '1', valueDate: TODAY, document: '结息' },
    { onDeposit: false, amount: '1.0', valueDate: TODAY, document: ' 结息 ' },
  ];
  for (const input of writings)
    expect([input, (await credit(user, key, input)).data?.creditInterest]).toEqual([
      input,
      { ...first.data.creditInterest, replayed: true },
    ]);
  const literal = `mutation { creditInterest(idempotencyKey: "${key}", input:
    { valueDate: "${TODAY}", document: "结息", onDeposit: false, amount: "1.00" }) { done replayed } }`;
  expect(endOf(await running.ask(user, literal))).toBe('replayed');
  const others: object[] = [
    { onDeposit: false, amount: '1.01', valueDate: TODAY, document: '结息' },
    { onDeposit: false, amount: '1.00', valueDate: '2025-03-09', document: '结息' },
    { onDeposit: false, amount: '1.00', valueDate: TODAY, document: '结 息' },
    { onDeposit: false, amount: '1.00', valueDate: TODAY, document: '结息', bankId: city.bank.id },
  ];
  for (const input of others)
    expect([input, endOf(await credit(user, key, input))]).toEqual([input, 'IDEMPOTENCY_KEY_REUSED']);
});

test('a key belongs to its tenant: another tenant and another pool use the same one and learn nothing; a colleague is answered', async () => {
  const key = 'nobody-owns-this-key';
  const register = (user: User, name: string) =>
    running.ask(
      user,
      `mutation ($key: String!, $input: RegisterRegionInput!) {
        registerRegion(idempotencyKey: $key, input: $input) { done replayed region { nameZh } } }`,
      { key, input: { nameZh: name, nameEn: name, divisionCode: '150204', hardship: false } },
    );
  expect(endOf(await register(city.office, '青山区'))).toBe('done');
  expect(endOf(await register(elsewhere.office, '别处'))).toBe('done');
  expect((await register(city.office2, '青山区')).data.registerRegion).toEqual({
    done: true,
    replayed: true,
    region: { nameZh: '青山区' },
  });
  const interest = { onDeposit: false, amount: '2.00', valueDate: TODAY, document: '结息' };
  expect(endOf(await credit(city.guarantor.user, key, interest))).toBe('done');
  expect(endOf(await credit(elsewhere.guarantor.user, key, interest))).toBe('done');
  // Whoever may not do the act is told so, whatever the key.
  const viewer = { ...city.guarantor.user, role: 'VIEWER' } as const;
  expect(endOf(await credit(viewer, key, interest))).toBe('FORBIDDEN');
  expect(endOf(await credit(city.office, key, interest))).toBe('FORBIDDEN');
});

test('the same key twice in one document is done once; with another act it is a conflict', async () => {
  const key = randomUUID();
  const input = { onDeposit: false, amount: '3.00', valueDate: TODAY, document: key };
  const answer = await running.ask(
    city.guarantor.user,
    `mutation ($key: String!, $input: CreditInterestInput!) {
      one: creditInterest(idempotencyKey: $key, input: $input) { replayed entry { id } }
      two: creditInterest(idempotencyKey: $key, input: $input) { replayed entry { id } } }`,
    { key, input },
  );
  expect(answer.data).toEqual({
    one: { replayed: false, entry: answer.data.one.entry },
    two: { replayed: true, entry: answer.data.one.entry },
  });
  const before = await fingerprint(running);
  const other = await running.ask(
    city.guarantor.user,
    `mutation ($key: String!, $input: ProposeReferralInput!) {
      proposeReferral(idempotencyKey: $key, input: $input) { done replayed } }`,
    {
      key,
      input: {
        creditCode: makeCreditCode('150203', 'MA0K0001'),
        enterpriseName: '企业',
        divisionCode: '150203',
        amount: '100.00',
        termMonths: 12,
        purpose: 'PRODUCTION_TURNOVER',
        note: '采购',
      },
    },
  );
  expect(endOf(other)).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(await fingerprint(running)).toEqual(before);
});

test('第二十七条 a refused act keeps no key: it is done once the rule is met, and only then it is answered from the key', async () => {
  const firm = await addFirm(running, city.region);
  const loanId = await approvedLoan(running, city, firm.id, { amount: '1000000.00' }, TODAY);
  const key = randomUUID();
  const payOut = () =>
    running.act(
      city.bank.user,
      'disburse',
      { loanId, disbursedOn: TODAY, document: '放款' },
      'loan { state }',
      key,
    );
  // An act in a state that does not allow it is an error, and a refusal by a rule is an answer; neither is kept.
  await expect(payOut()).rejects.toThrow('"CONFLICT"');
  const sign = (lastDrawdownOn: string) =>
    running.act(
      city.bank.user,
      'signContracts',
      signing(loanId, lastDrawdownOn),
      'loan { state version }',
      'sign-key-1',
    );
  const signed = await sign('2025-12-31');
  expect([signed.done, signed.replayed]).toEqual([true, false]);
  expect(await payOut()).toMatchObject({ done: true, replayed: false, loan: { state: 'ACTIVE' } });
  expect(await payOut()).toMatchObject({ done: true, replayed: true });
  // The thing is shown as it is today, the verdicts as they were then.
  expect(await sign('2025-12-31')).toEqual({
    ...signed,
    replayed: true,
    loan: { state: 'ACTIVE', version: expect.any(Number) },
  });
});

test('第二十二条 a refusal by a rule is judged anew under the same key', async () => {
  const firm = await addFirm(running, city.region);
  const key = randomUUID();
  const input = {
    enterpriseId: firm.id,
    amount: '10000000.01',
    termMonths: 12,
    purpose: 'PRODUCTION_TURNOVER',
    note: '采购',
  };
  const submit = () => running.act(city.region.user, 'submitReferral', input, 'referral { id state }', key);
  expect(await submit()).toMatchObject({ done: false, replayed: false, referral: null });
  expect(await running.owner('select 1 from idempotency where key = $1', [key])).toEqual([]);
  const { waiver } = await running.act(
    city.region.user,
    'askWaiver',
    {
      ruleCode: 'ART22_FIRM_CAP',
      subjectKind: 'ENTERPRISE',
      subjectId: firm.id,
      reason: '订单增长',
      newLimit: '11000000.00',
      validFrom: TODAY,
      validTo: '2025-12-31',
    },
    'waiver { id }',
  );
  await running.act(
    city.office,
    'answerWaiver',
    { waiverId: waiver.id, consent: true, note: '同意' },
    'waiver { state }',
  );
  const done = await submit();
  expect(done).toMatchObject({ done: true, replayed: false, referral: { state: 'SUBMITTED' } });
  expect(await submit()).toEqual({ ...done, replayed: true });
});

test('what was done is answered though its object has passed out of sight; the object itself is not shown', async () => {
  const firm = await addFirm(running, city.region);
  const submitted = await running.act(
    city.region.user,
    'submitReferral',
    {
      enterpriseId: firm.id,
      amount: '100000.00',
      termMonths: 12,
      purpose: 'PRODUCTION_TURNOVER',
      note: '采购',
    },
    'referral { id }',
  );
  const referralId = submitted.referral.id;
  const visit = { referralId, visitedOn: TODAY, note: '正常' };
  await running.act(city.office, 'recordSiteVisit', visit, 'referral { id }');
  const to = { referralId, bankId: city.bank.id, guarantorId: city.guarantor.id };
  await running.act(city.office, 'recommend', to, 'referral { id }');
  const report = { referralId, opinion: 'SUPPORT', summary: '良好', document: '报告' };
  const file = () =>
    running.act(city.bank.user, 'fileDueDiligence', report, 'referral { id }', 'report-key-1');
  expect((await file()).referral.id).toBe(referralId);
  // No act takes a referral from a bank today; should one ever do, or a correction by hand, the key still answers.
  await running.owner('update referral set bank_id = null where id = $1', [uuidOf(referralId)]);
  expect(await file()).toMatchObject({ done: true, replayed: true, referral: null });
});

test('a check takes no key and leaves none; a query neither', async () => {
  const before = await running.owner('select count(*) from idempotency');
  const answer = await running.ask(
    city.guarantor.user,
    `{ check { creditInterest(input: { onDeposit: false, amount: "1.00", valueDate: "${TODAY}", document: "结息" }) { allowed } } }`,
  );
  expect(answer.data.check.creditInterest.allowed).toBe(true);
  expect(await running.owner('select count(*) from idempotency')).toEqual(before);
});
