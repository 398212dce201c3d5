import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type City, newCity } from '../support/city.ts';
import { type ProductProcess, startProcess } from '../support/process.ts';
import { type Answer, type Running, startProduct } from '../support/product.ts';
import { startProxy } from '../support/proxy.ts';

// One key, and everything that can happen to its first attempt: the client goes, the process dies, the answer to the
// commit is lost, or it only takes long. Real processes, and real locks that make an act wait.

const TODAY = '2025-03-10';
const WAIT_MAX_MS = 10_000;

let running: Running;
let city: City;
let one: ProductProcess;
let two: ProductProcess;

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
  [one, two] = await Promise.all([startProcess(running), startProcess(running)]);
  // An account is there from its first entry on.
  await credit(two, randomUUID());
});
afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()]);
  await running?.stop();
});

const CREDIT = `mutation ($key: String!, $input: CreditInterestInput!) {
  creditInterest(idempotencyKey: $key, input: $input) { done replayed entry { id document } } }`;

/** An act that moves money, told apart by its key. */
function credit(at: ProductProcess, key: string, signal?: AbortSignal): Promise<Answer> {
  const input = { onDeposit: false, amount: '1.00', valueDate: TODAY, document: key };
  return at.ask(city.guarantor.user, CREDIT, { key, input }, signal);
}

async function effectsOf(key: string): Promise<number> {
  const rows = await running.owner('select 1 from entry where document = $1', [key]);
  return rows.length;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const from = Date.now();
  while (!(await isSo())) {
    if (Date.now() - from > WAIT_MAX_MS) throw new Error('what was waited for did not come');
    await pause(10);
  }
}

/** Until so many statements wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  await until(async () => {
    const rows = await running.owner(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length === count;
  });
}

interface Lock {
  release(): Promise<void>;
}

/** Locks rows that an act needs, until they are released. */
async function lock(rows: string, how = 'for update'): Promise<Lock> {
  const sql = postgres(running.ownerUrl, { max: 1, onnotice: () => undefined });
  const held = await sql.reserve();
  await held`begin`;
  await held.unsafe(`select 1 from ${rows} ${how}`);
  return {
    async release() {
      await held`rollback`;
      held.release();
      await sql.end();
    },
  };
}

const codesOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions.code);

test('a client that gives up and asks again elsewhere gets the first answer, and it was done once', async () => {
  const key = randomUUID();
  const journal = await lock('journal');
  const patience = new AbortController();
  const first = credit(one, key, patience.signal);
  await untilWaiting(1);
  patience.abort();
  await expect(first).rejects.toThrow(/abort/);
  const again = credit(two, key);
  await untilWaiting(2);
  await journal.release();
  expect((await again).data.creditInterest).toMatchObject({
    done: true,
    replayed: true,
    entry: { document: key },
  });
  expect(await effectsOf(key)).toBe(1);
});

test('a first attempt that takes longer than is waited for: the second is told so, does nothing, and may ask again', async () => {
  const key = randomUUID();
  // Each wait alone is shorter than the two seconds that an act waits for a lock; together they are longer.
  const [journal, account] = [await lock('journal'), await lock(`account where code = 'interest'`)];
  const first = credit(one, key);
  await untilWaiting(1);
  const second = credit(two, key);
  await untilWaiting(2);
  await pause(1_200);
  await journal.release();
  const told = await second;
  expect(told.errors?.[0]?.extensions).toMatchObject({
    code: 'IDEMPOTENCY_KEY_RUNNING',
    field: 'idempotencyKey',
    retryable: true,
    retryAfterSeconds: 1,
  });
  expect(told.errors?.[0]?.extensions.messages).toEqual({
    zh: expect.stringContaining('首次请求仍在办理'),
    en: expect.stringContaining('still being worked on'),
  });
  await account.release();
  expect((await first).data.creditInterest).toMatchObject({ done: true, replayed: false });
  expect((await credit(two, key)).data.creditInterest).toEqual({
    ...(await first).data.creditInterest,
    replayed: true,
  });
  expect(await effectsOf(key)).toBe(1);
});

test('a process that is killed in the middle leaves the key free: the next attempt does it, once, and no restart forgets it', async () => {
  const key = randomUUID();
  const journal = await lock('journal');
  const first = expect(credit(one, key)).rejects.toThrow();
  await untilWaiting(1);
  await one.kill();
  await first;
  const again = credit(two, key);
  // PostgreSQL lets the dead one wait for its lock; the retry waits for the dead one's key.
  await untilWaiting(2);
  await journal.release();
  const { data } = await again;
  expect(data.creditInterest).toMatchObject({ done: true, replayed: false });

  await two.stop();
  [one, two] = await Promise.all([startProcess(running), startProcess(running)]);
  for (const at of [one, two])
    expect((await credit(at, key)).data.creditInterest).toEqual({ ...data.creditInterest, replayed: true });
  const other = { onDeposit: false, amount: '1.01', valueDate: TODAY, document: key };
  const reused = await two.ask(city.guarantor.user, CREDIT, { key, input: other });
  expect(codesOf(reused)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  expect(await effectsOf(key)).toBe(1);
});

test('the answer to the commit is lost: the client is told that nobody knows, and the retry finds out', async () => {
  const wire = await startProxy(running.ownerUrl);
  const far = await startProcess(running, { DATABASE_URL: wire.url });
  // Something that PostgreSQL does only while it commits, and that the test can hold up.
  await running.owner(`create function hold_commit() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock_shared(42); return null; end'`);
  await running.owner(`create constraint trigger held after insert on audit
    deferrable initially deferred for each row execute function hold_commit()`);
  const key = randomUUID();
  const commit = await lock('pg_advisory_lock(42) as held', '');
  const first = credit(far, key);
  await untilWaiting(1);
  wire.muteServer();
  await commit.release();
  await until(async () => (await effectsOf(key)) === 1);
  wire.mend();
  const told = await first;
  expect(told.errors?.[0]?.extensions).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true });
  await running.owner('drop trigger held on audit');
  expect((await credit(far, key)).data.creditInterest).toMatchObject({ done: true, replayed: true });
  expect(await effectsOf(key)).toBe(1);
  await far.stop();
  await wire.close();
});
