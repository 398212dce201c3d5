import { afterAll, beforeAll, expect, test } from 'vitest';
import { addFirm, approvedLoan, type City } from '../support/city.ts';
import { advance, disburse, fundedCity, sign } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';

// What a clerk reads when a request cannot be judged: the right word for what was given, and what would be right.

const TODAY = '2025-03-10';
let running: Running;
let city: City;
let loanId: string;

beforeAll(async () => {
  running = await startProduct();
  city = await fundedCity(running, TODAY);
  const firm = await addFirm(running, city.region);
  loanId = await approvedLoan(running, city, firm.id, { amount: '1000000.00' }, TODAY);
  await sign(running, city.bank, loanId);
  await disburse(running, city.bank, loanId, TODAY);
  await advance(running, city, '2025-05-10');
});
afterAll(() => running?.stop());

const VISIT = `mutation ($key: String!, $input: RecordVisitInput!) {
  recordVisit(idempotencyKey: $key, input: $input) { done }
}`;
const ATTEMPT = `mutation ($key: String!, $input: RecordCollectionAttemptInput!) {
  recordCollectionAttempt(idempotencyKey: $key, input: $input) { done }
}`;

async function told(text: string, changes: object) {
  const input = { loanId, findings: '生产正常', document: '记录', ...changes };
  const { errors } = await running.ask(city.bank.user, text, { key: crypto.randomUUID(), input });
  const [error] = errors ?? [];
  if (!error?.extensions) throw new Error('an error was expected');
  return error.extensions as { code: string; field: string; messages: { zh: string; en: string } };
}

test.each([
  ['2025-05-11', '2025-05-10'],
  ['2025-03-31', '2025-04-01'],
])('a visit on %s is asked for again, and is no value date', async (visitedOn, right) => {
  const { code, field, messages } = await told(VISIT, { visitedOn });
  expect({ code, field }).toEqual({ code: 'BAD_USER_INPUT', field: 'visitedOn' });
  for (const message of [messages.zh, messages.en]) expect(message).toContain(right);
  expect(messages.zh).not.toContain('起息日');
  expect(messages.en).not.toContain('value date');
});

test('none of the values of an enum: the message says of which', async () => {
  const { code, field, messages } = await told(ATTEMPT, { attemptedOn: '2025-05-10', channel: 'PHONE' });
  expect({ code, field }).toEqual({ code: 'BAD_USER_INPUT', field: 'input.channel' });
  for (const message of [messages.zh, messages.en]) expect(message).toContain('CollectionChannel');
});
