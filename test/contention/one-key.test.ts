import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type City, newCity } from '../support/city.ts';
import { type ProductProcess, startProcess } from '../support/process.ts';
import { type Answer, type Running, startProduct } from '../support/product.ts';

// The same key from many clients at once, over two processes: one effect, and everybody is answered from it.

const TODAY = '2025-03-10';
const CLIENTS = 50;
const ROUNDS = 5;
const ASKS_MAX = 20;

let running: Running;
let other: ProductProcess;
let city: City;

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
  other = await startProcess(running);
});
afterAll(async () => {
  await other?.stop();
  await running?.stop();
});

const CREDIT = `mutation ($key: String!, $input: CreditInterestInput!) {
  creditInterest(idempotencyKey: $key, input: $input) { done replayed entry { id } } }`;

test(`one key from ${CLIENTS} clients over two processes, ${ROUNDS} times: one effect each`, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const key = randomUUID();
    const input = { onDeposit: false, amount: '1.00', valueDate: TODAY, document: key };
    const variables = { key, input };
    /** As the published contract asks for: what may be retried is sent again, with the same key. */
    const persist = async (ask: () => Promise<Answer>): Promise<Answer> => {
      for (let asks = 1; ; asks += 1) {
        const answer = await ask();
        const [error] = answer.errors ?? [];
        if (!error?.extensions.retryable || asks === ASKS_MAX) return answer;
      }
    };
    const answers = await Promise.all(
      Array.from({ length: CLIENTS }, (_, at) =>
        persist(() =>
          at % 2 === 0
            ? running.ask(city.guarantor.user, CREDIT, variables)
            : other.ask(city.guarantor.user, CREDIT, variables),
        ),
      ),
    );
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    const given = answers.map(({ data }) => data.creditInterest);
    expect(given.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(given.map(({ done, entry }) => `${done} ${entry.id}`)).size).toBe(1);
    expect(await running.owner('select 1 from entry where document = $1', [key])).toHaveLength(1);
  }
});
