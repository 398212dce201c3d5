import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as api from '../../schema/client/index.ts';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { type City, newCity, signUp } from '../support/city.ts';
import { clientOf } from '../support/client.ts';
import { type Running, startProduct } from '../support/product.ts';

// The client package as its users have it: typed operations, no text of a query, nothing of the product's inside.

const TODAY = '2025-03-10';
const DAY_25 = '2025-04-04';
const DAY_26 = '2025-04-05';

let running: Running;
let city: City;
let loanId: string;

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
});
afterAll(() => running?.stop());

/** The clients of the five tenants that a loan passes through. */
const clients = () => ({
  office: clientOf(running, city.office),
  district: clientOf(running, city.region.user),
  bank: clientOf(running, city.bank.user),
  guarantor: clientOf(running, city.guarantor.user),
});

/** What an act made, which is there once it was done. */
function made<Made>(one: Made | null | undefined): Made {
  if (one === null || one === undefined) throw new Error('an act was done and made nothing');
  return one;
}

test('a pledge is paid in and a bank joins', async () => {
  const { district, guarantor } = clients();
  const { pledge } = await district.execute(api.Pledge, {
    input: {
      source: 'REGION',
      regionId: city.region.id,
      amount: '8000000.00',
      payInBy: TODAY,
      document: '承诺-1',
    },
  });
  const pledgeId = made(api.mustBeDone(pledge).pledge).id;
  await guarantor.execute(api.RecordContribution, {
    input: { pledgeId, amount: '8000000.00', valueDate: TODAY, document: '凭证-1' },
  });
  await signUp(running, city, city.bank, TODAY);
  const { placeFirstDeposit } = await guarantor.execute(api.PlaceFirstDeposit, {
    input: { bankId: city.bank.id, amount: '1000000.00', valueDate: TODAY, document: '划款-1' },
  });
  expect(placeFirstDeposit.done).toBe(true);
});

test('a firm is registered, referred, recommended and approved', async () => {
  const { district, office, bank, guarantor } = clients();
  const { registerEnterprise } = await district.execute(api.RegisterFirm, {
    input: {
      creditCode: makeCreditCode('150203', 'MA0C0001'),
      name: '客户端企业',
      divisionCode: '150203',
      industryCode: 'C33',
      employees: 60,
      revenue: '30000000.00',
      assets: '20000000.00',
      figuresYear: 2024,
    },
  });
  const enterpriseId = made(registerEnterprise.enterprise).id;
  const wanted = { enterpriseId, termMonths: 12, purpose: 'PRODUCTION_TURNOVER', note: '采购' } as const;
  const { check } = await district.execute(api.CheckReferral, {
    input: { ...wanted, amount: '10000000.01' },
  });
  expect(check.submitReferral.allowed).toBe(false);
  const { submitReferral } = await district.execute(api.SubmitReferral, {
    input: { ...wanted, amount: '2000000.00' },
  });
  const referralId = made(api.mustBeDone(submitReferral).referral).id;
  await office.execute(api.RecordSiteVisit, { input: { referralId, visitedOn: TODAY, note: '正常' } });
  await office.execute(api.Recommend, {
    input: { referralId, bankId: city.bank.id, guarantorId: city.guarantor.id },
  });
  for (const client of [bank, guarantor])
    await client.execute(api.FileReport, {
      input: { referralId, opinion: 'SUPPORT', summary: '稳定', document: '报告-1' },
    });
  await bank.execute(api.BankDecision, {
    input: {
      referralId,
      outcome: 'APPROVE',
      reason: '同意',
      terms: {
        amount: '2000000.00',
        termMonths: 12,
        basisPoints: 50,
        method: 'BULLET',
        instalments: [],
        fees: [],
        securities: [],
      },
    },
  });
  const { decideAsGuarantor } = await guarantor.execute(api.GuarantorDecision, {
    input: {
      referralId,
      outcome: 'APPROVE',
      reason: '同意',
      counterGuarantees: [{ kind: 'SURETY', description: '保证' }],
    },
  });
  loanId = made(made(decideAsGuarantor.referral).loan).id;
});

test('an answer is lost on the way: the client asks again with the same key, and the money goes out once', async () => {
  const { bank } = clients();
  await bank.execute(api.SignContracts, {
    input: {
      loanId,
      contractNumber: '借-1',
      guaranteeContractNumber: '保-1',
      lastDrawdownOn: '2025-12-31',
    },
  });
  let sent = 0;
  const losing = clientOf(running, city.bank.user, {
    async fetch(...request) {
      sent += 1;
      const response = await fetch(...request);
      if (sent === 1) throw new TypeError('the connection broke before the answer was read');
      return response;
    },
  });
  const { disburse } = await losing.execute(api.PostDisbursement, {
    input: { loanId, disbursedOn: TODAY, document: '放款-1' },
  });
  expect(sent).toBe(2);
  expect(disburse).toMatchObject({
    done: true,
    replayed: true,
    loan: { outstanding: '2000000.00', maturesOn: '2026-03-10' },
  });
});

test('a key that the caller kept gives the first answer; with another input it is an error with its code', async () => {
  const { bank } = clients();
  const idempotencyKey = randomUUID();
  const input = { loanId, paidOn: TODAY, principal: '500000.00', interest: '0.00', document: '还款-1' };
  const first = await bank.execute(api.ReportRepayment, { input }, { idempotencyKey });
  expect(first.recordRepayment).toMatchObject({ replayed: false, loan: { outstanding: '1500000.00' } });
  const again = await bank.execute(api.ReportRepayment, { input }, { idempotencyKey });
  expect(again.recordRepayment).toEqual({ ...first.recordRepayment, replayed: true });
  const other = bank.execute(
    api.ReportRepayment,
    { input: { ...input, principal: '500000.01' } },
    { idempotencyKey },
  );
  await expect(other).rejects.toMatchObject({
    name: 'ApiError',
    code: 'IDEMPOTENCY_KEY_REUSED',
    status: 200,
    idempotencyKey,
  });
});

test('day 25: the refusal is an answer, with the rules that stand against the act; day 26: it is done', async () => {
  const { bank, office } = clients();
  await bank.execute(api.CallLoan, {
    input: { loanId, acceleratedOn: TODAY, reason: '停产', document: '通知-1' },
  });
  await office.execute(api.AdvanceClock, { input: { to: DAY_25 } });
  for (const channel of ['TELEPHONE', 'ON_SITE'] as const)
    await bank.execute(api.RecordCollectionAttempt, {
      input: { loanId, attemptedOn: DAY_25, channel, findings: '暂无力偿还', document: '催收-1' },
    });
  const { deduct: early } = await bank.execute(api.Deduct, {
    input: { loanId, deductedOn: DAY_25, document: '划扣-1' },
  });
  expect(api.standingAgainst(early)).toMatchObject([
    { code: 'ART32_PAST_GRACE', article: 32, limit: '25', actual: '25' },
  ]);
  expect(() => api.mustBeDone(early)).toThrow(api.Refused);
  await office.execute(api.AdvanceClock, { input: { to: DAY_26 } });
  const { deduct } = await bank.execute(api.Deduct, {
    input: { loanId, deductedOn: DAY_26, document: '划扣-1' },
  });
  expect(api.standingAgainst(deduct)).toEqual([]);
  expect(api.mustBeDone(deduct).compensation).toMatchObject({
    principal: '1500000.00',
    deducted: '600000.00',
    claimable: '0.00',
  });
});

test('the end: recovered, concluded, and the dossier says so', async () => {
  const { bank, office, guarantor } = clients();
  const dated = { loanId, document: '文件-1' };
  await guarantor.execute(api.PayGuarantorShare, {
    input: { ...dated, paidOn: DAY_26, amount: '600000.00' },
  });
  await bank.execute(api.OpenLegalAction, {
    input: { ...dated, court: '人民法院', filedOn: DAY_26, note: '起诉' },
  });
  const { recordRecovery } = await bank.execute(api.RecordRecovery, {
    input: {
      ...dated,
      receivedOn: DAY_26,
      gross: '1100.00',
      costs: [{ kind: 'APPRAISAL', amount: '100.00', note: '评估' }],
      destination: 'DEPOSIT',
    },
  });
  expect(made(recordRecovery.recovery).returned).toBe('400.00');
  await office.execute(api.ConcludeRecovery, { input: { ...dated, reason: '终结执行' } });
  const { loan } = await bank.execute(api.LoanAfterwards, { id: loanId });
  expect(loan).toMatchObject({ state: 'CLOSED', outstanding: '0.00' });
  const { loan: told } = await office.execute(api.LoanDossier, { id: loanId });
  expect(made(told).dossier.items.length).toBeGreaterThan(10);
});

test('a list is walked page after page, each entry once, newest first', async () => {
  const { office } = clients();
  const walked: number[] = [];
  for await (const { sequence } of office.pages(
    api.LedgerEntries,
    { first: 1 },
    (data) => data.ledgerEntries,
  ))
    walked.push(sequence);
  const { ledgerEntries } = await office.execute(api.LedgerEntries, { first: 100 });
  expect(walked.length).toBeGreaterThan(3);
  expect(walked).toEqual(ledgerEntries.nodes.map(({ sequence }) => sequence));
});

const FEED = api.operation<
  { events: { edges: { cursor: string; node: { id: string } }[] } },
  Record<string, never>
>('query', 'Feed', 'query Feed { events(first: 100) { edges { cursor node { id } } } }');
const FOLLOW = api.operation<{ events: { cursor: string; node: { id: string } } }, { after?: string }>(
  'subscription',
  'Follow',
  'subscription Follow($after: String) { events(after: $after) { cursor node { id } } }',
);

/** A stream of server-sent events that breaks after some of them, in the middle of the next one. */
function brokenAfter(body: ReadableStream<Uint8Array>, events: number): ReadableStream<Uint8Array> {
  let text = '';
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        text += new TextDecoder().decode(chunk);
        const ends = [...text.matchAll(/event: next\n[^\n]*\n\n/g)].map(
          ({ 0: one, index }) => index + one.length,
        );
        const end = ends[events - 1];
        if (end === undefined) return;
        controller.enqueue(new TextEncoder().encode(`${text.slice(0, end)}event: ne`));
        controller.terminate();
      },
    }),
  );
}

test('a subscription whose connection breaks goes on where it was: each event once, in order', async () => {
  const { events } = await clients().bank.execute(FEED, {});
  const [first, ...others] = events.edges;
  expect(others.length).toBeGreaterThan(5);
  let connections = 0;
  const client = clientOf(running, city.bank.user, {
    async fetch(address, init) {
      connections += 1;
      const response = await fetch(address, init);
      return connections < 3 && response.body ? new Response(brokenAfter(response.body, 2)) : response;
    },
  });
  const came: string[] = [];
  const stop = new AbortController();
  const options = {
    cursorIn: (data: { events: { cursor: string } }) => data.events.cursor,
    signal: stop.signal,
  };
  for await (const { events: one } of client.subscribe(FOLLOW, { after: made(first).cursor }, options)) {
    came.push(one.node.id);
    if (came.length === others.length) stop.abort();
  }
  expect(came).toEqual(others.map(({ node }) => node.id));
  expect(connections).toBe(3);
  const stranger = clientOf(running, city.bank.user, { token: () => 'no token' });
  await expect(stranger.subscribe(FOLLOW, {}).next()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  const wrong = clients().bank.subscribe(FOLLOW, { after: 'no cursor' });
  await expect(wrong.next()).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('an error of the request is thrown at once, with what the operator asks for', async () => {
  let sent = 0;
  const client = clientOf(running, city.bank.user, {
    fetch(...request) {
      sent += 1;
      return fetch(...request);
    },
  });
  const asked = client.execute(api.ReportRepayment, {
    input: { loanId, paidOn: '2025-02-30', principal: '1.00', interest: '0.00', document: '还款' },
  });
  await expect(asked).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    requestId: expect.stringMatching(/^[\w-]{8,}$/),
    extensions: { field: 'input.paidOn', messages: { zh: expect.stringContaining('日期') } },
  });
  const stranger = clientOf(running, city.bank.user, { token: () => 'no token' });
  await expect(stranger.execute(api.BankDuties, {})).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
    status: 401,
  });
  expect(sent).toBe(1);
});

test('busy: it waits as long as it is told and asks again; gives up after its attempts; and can be called off', async () => {
  const refused: string[] = [];
  let busyFor = 2;
  const door = createServer(async (request, response) => {
    if (busyFor-- > 0) {
      refused.push(String(request.method));
      const error = { message: 'busy', extensions: { code: 'BUSY' } };
      response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '0' });
      return response.end(JSON.stringify({ errors: [error] }));
    }
    const body = (await request.toArray()).map(String).join('');
    const { authorization } = request.headers;
    const passed = await fetch(running.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body,
    });
    response.writeHead(passed.status, { 'content-type': 'application/json' });
    return response.end(await passed.text());
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as AddressInfo;
  try {
    const client = clientOf(running, city.bank.user, {
      url: `http://127.0.0.1:${port}/graphql`,
      attemptsMax: 3,
    });
    expect((await client.execute(api.BankLoans, {})).loans.nodes).toHaveLength(1);
    expect(refused).toHaveLength(2);
    busyFor = 3;
    await expect(client.execute(api.BankLoans, {})).rejects.toMatchObject({ code: 'BUSY', status: 503 });
    expect(refused).toHaveLength(5);
    const stop = new AbortController();
    stop.abort(new Error('called off'));
    await expect(client.execute(api.BankLoans, {}, { signal: stop.signal })).rejects.toThrow('called off');
    expect(refused).toHaveLength(5);
  } finally {
    door.closeAllConnections();
    await new Promise((resolve) => door.close(resolve));
  }
  // Nobody listens there any more.
  const gone = clientOf(running, city.bank.user, {
    url: `http://127.0.0.1:${port}/graphql`,
    attemptsMax: 2,
  });
  await expect(gone.execute(api.BankLoans, {})).rejects.toMatchObject({ code: 'UNREACHABLE', status: null });
});
