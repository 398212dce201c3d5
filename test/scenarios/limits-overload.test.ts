import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, capacityOf, openLoad, quantile } from '../../bench/open-loop.ts';
import { type City, newCity } from '../support/city.ts';
import { type ProductProcess, startProcess } from '../support/process.ts';
import { type Running, startProduct } from '../support/product.ts';

// Three times what the product can serve, from four tenants, by clients that wait for nobody: what can be answered is answered
// in bounded time, the rest is refused in words and with a time to come back, and when it is over the product is as before.
// `npm run overload` measures the same for longer.

const SECONDS = 3;
const TIMES = 3;
/** The waiting time of the gate, and room for a busy machine. */
const ANSWERED_WITHIN_MS = 10_000;
const GIVE_UP_SECONDS = 30;
const BODY = JSON.stringify({
  query:
    '{ pool { businessDate } headroom(input: {}) { amount } enterprises(first: 20) { totalCount nodes { id } } }',
});

let running: Running;
let process: ProductProcess;
let city: City;

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, '2025-03-10');
  // With the limits that it has unless told otherwise, apart from the load.
  process = await startProcess(running, { REQUESTS_AT_ONCE_PER_TENANT: '6', REQUESTS_AT_ONCE: '20' });
}, 120_000);
afterAll(async () => {
  await process?.stop();
  await running?.stop();
});

test('under three times its load it answers what it can, refuses the rest early, and is itself again at once', async () => {
  const users = [city.office, city.region.user, city.bank.user, city.guarantor.user];
  const callers = await Promise.all(
    users.map(async (user) => ({ name: user.userId, token: await running.tokenOf(user) })),
  );
  const load = { url: new URL(process.url), callers, body: BODY, giveUpSeconds: GIVE_UP_SECONDS };
  // Measured once it is warm: a product that is still being compiled would later serve three times as much by itself.
  await capacityOf({ ...load, seconds: 2 }, 16);
  const capacity = await capacityOf({ ...load, seconds: 1.5 }, 16);
  const ended = await openLoad({ ...load, perSecond: Math.max(200, capacity * TIMES), seconds: SECONDS });
  const answered = ended.filter(({ status }) => status === 200);
  const refused = ended.filter(({ status }) => status !== 200);
  // Nobody is left without an answer, and nobody is told of a defect.
  for (const { status, code, retryAfter } of refused) {
    expect([429, 503]).toContain(status);
    expect(['TOO_MANY_AT_ONCE', 'BUSY']).toContain(code);
    expect(Number(retryAfter)).toBeGreaterThan(0);
  }
  expect(refused.length).toBeGreaterThan(0);
  expect(answered.length).toBeGreaterThan(capacity / 2);
  // Every tenant has its share.
  for (const { name } of callers)
    expect(answered.filter(({ caller }) => caller === name).length).toBeGreaterThan(answered.length / 12);
  const times = answered.map(({ milliseconds }) => milliseconds);
  expect(quantile(times, 0.99)).toBeLessThan(ANSWERED_WITHIN_MS);
  const [first] = callers;
  if (!first) throw new Error('there are callers');
  const after = await ask(load.url, undefined, first, BODY, GIVE_UP_SECONDS);
  expect(after.status).toBe(200);
}, 60_000);
