import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type City, newCity } from '../support/city.ts';
import { commandHere } from '../support/command-here.ts';
import { type PackagedServer, startPackaged } from '../support/packaged.ts';
import { type Answer, type Running, startProduct } from '../support/product.ts';
import { createWebhook, type Receiver, startReceiver } from '../support/webhooks.ts';

// 迁移资金池: one pool goes from the product on Debian's PostgreSQL, whose owner is no superuser, to the product on another
// server, while clients go on writing with keys. Whatever was acknowledged, at either place, is there once.

const TODAY = '2025-03-10';
const OWNER = 'owner_of_zhubao';
const CLIENTS = 4;
const BREATH_MS = 40;
const PLEDGE = `mutation ($key: String!, $input: PledgeInput!) {
  pledge(idempotencyKey: $key, input: $input) { done replayed pledge { id } } }`;

const FEED = `query ($after: String) { events(after: $after, first: 50) {
  nodes { id kind subject occurredOn } pageInfo { endCursor hasNextPage } } }`;

const folder = mkdtempSync(join(tmpdir(), 'zhubao-moving-'));
let server: PackagedServer;
let source: Running;
let target: Running;
let city: City;
let receiver: Receiver;

beforeAll(async () => {
  await chmod(folder, 0o755);
  server = await startPackaged(join(folder, 'source'));
  await server.admin(
    'postgres',
    `create role ${OWNER} login createrole bypassrls password '${OWNER}'`,
    `create database zhubao owner ${OWNER}`,
  );
  // One key of the development issuer: the sign-in server is the same for both.
  const environment = { DATA_FOLDER: join(folder, 'data'), WEBHOOKS: 'on' };
  source = await startProduct(environment, undefined, {
    ownerUrl: server.url(OWNER, 'zhubao'),
    owner: (text) => server.admin('zhubao', text),
    drop: async () => undefined,
  });
  target = await startProduct(environment);
  city = await newCity(source, TODAY);
  receiver = await startReceiver();
});
afterAll(async () => {
  await Promise.all([source?.stop(), target?.stop()]);
  await Promise.all([server?.stop(), receiver?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

async function step(on: Running, ...args: string[]): Promise<string> {
  const { exit, out, err } = await commandHere(['move', ...args], { DATABASE_URL: on.ownerUrl });
  if (exit !== 0) throw new Error(`move ${args[0]}: ${err}`);
  return out.trim();
}

/** A request as a client sends it that goes where it is told, and sends the same again as long as it is told. */
async function insist(query: string, variables: object, from: { at: Running }): Promise<Answer> {
  for (;;) {
    const answer = await from.at.ask(city.office, query, variables);
    const code = answer.errors?.[0]?.extensions.code;
    if (code === undefined) return answer;
    if (code === 'POOL_MOVED') {
      expect(answer.errors?.[0]?.extensions.address).toBe(target.url);
      from.at = target;
    } else if (code === 'POOL_MOVING' || code === 'BUSY') await pause(BREATH_MS);
    else throw new Error(JSON.stringify(answer.errors));
  }
}

const inputOf = (document: string) => ({
  source: 'CITY',
  regionId: null,
  amount: '10000.00',
  payInBy: TODAY,
  document,
});

interface Seen {
  readonly kind: string;
  readonly id: string;
}

/** Reads all events behind a cursor; answers with the last one's. */
async function readOn(on: Running, after: string | null, seen: Seen[]): Promise<string> {
  for (let cursor = after; ; ) {
    const { data, errors } = await on.ask(city.office, FEED, { after: cursor });
    expect(errors).toBeUndefined();
    seen.push(...data.events.nodes);
    cursor = data.events.pageInfo.endCursor;
    if (!data.events.pageInfo.hasNextPage) return String(cursor);
  }
}

test('a pool moves under load: every acknowledged act is there once, events go on, and the books are whole', async () => {
  const webhook = await createWebhook(source, city.office, receiver.url);
  const acknowledged = new Map<string, string>();
  const acknowledgedAt = new Map<Running, number>();
  let working = true;
  const stop = () => {
    working = false;
  };
  onTestFinished(stop);
  const clients = Array.from({ length: CLIENTS }, async () => {
    const from = { at: source };
    while (working) {
      const key = randomUUID();
      const { data } = await insist(PLEDGE, { key, input: inputOf(key) }, from);
      expect(data.pledge.done).toBe(true);
      acknowledged.set(key, data.pledge.pledge.id);
      acknowledgedAt.set(from.at, (acknowledgedAt.get(from.at) ?? 0) + 1);
      // Both products, the clients and the commands share one process here; nobody is to be starved.
      await pause(BREATH_MS);
    }
    return from.at;
  });
  const ended = Promise.all(clients);
  // Should the test have failed before they end, that is what is to be told.
  ended.catch(() => undefined);
  await expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(20);

  const pool = ['--pool', city.pool.poolId];
  const seen: Seen[] = [];
  const cursor = await readOn(source, null, seen);

  await step(source, 'close', ...pool);
  const closedWith = acknowledged.size;
  const refused = await source.ask(city.office, PLEDGE, { key: randomUUID(), input: inputOf('迁移中') });
  expect(refused.errors?.[0]).toMatchObject({
    message: expect.stringContaining('being moved to another server'),
    extensions: {
      code: 'POOL_MOVING',
      retryable: true,
      retryAfterSeconds: 5,
      messages: { zh: expect.stringContaining('正在迁移至另一服务器') },
    },
  });
  // It can be read, and what was done before is answered as before.
  const [[key, id] = ['', '']] = acknowledged;
  const again = await source.ask(city.office, PLEDGE, { key, input: inputOf(key) });
  expect(again.data.pledge).toEqual({ done: true, replayed: true, pledge: { id } });
  expect((await source.ask(city.office, '{ pool { nameZh } }')).data.pool.nameZh).toBe('测试资金池');
  expect(acknowledged.size).toBe(closedWith);

  const dump = join(folder, 'dump');
  await step(source, 'dump', ...pool, '--folder', dump);
  expect(await step(target, 'load', '--folder', dump)).toContain(city.pool.poolId.slice(0, 8));
  const opening = await step(source, 'leave', ...pool, '--to', target.url);
  await step(target, 'open', ...pool, '--key', opening);

  const atTarget = () => acknowledgedAt.get(target) ?? 0;
  await expect.poll(atTarget, { timeout: 20_000 }).toBeGreaterThan(20);
  stop();
  expect((await ended).map((at) => at.url)).toEqual(clients.map(() => target.url));
  expect(acknowledgedAt.get(source)).toBe(closedWith);

  // Every key has its act, and there are no others.
  const found = await target.owner(
    'select p.document as key, p.id, i.answer from pledge p join idempotency i on i.pool_id = p.pool_id and i.key = p.document where p.pool_id = $1',
    [city.pool.poolId],
  );
  expect(found.map((row) => row.key).sort()).toEqual([...acknowledged.keys()].sort());
  const [count] = await target.owner('select count(*)::int as pledges from pledge', []);
  expect(count).toEqual({ pledges: acknowledged.size });
  const replayed = await target.ask(city.office, PLEDGE, { key, input: inputOf(key) });
  expect(replayed.data.pledge).toEqual({ done: true, replayed: true, pledge: { id } });

  // Who read events at the old place goes on at the new one, and has missed none and met none twice.
  await readOn(target, cursor, seen);
  const whole: Seen[] = [];
  await readOn(target, null, whole);
  expect(seen).toEqual(whole);
  const pledged = whole.filter(({ kind }) => kind === 'POOL_PLEDGED' || kind.startsWith('PLEDGE'));
  expect(pledged).toHaveLength(acknowledged.size);

  // The webhook came along, and was told of everything, by either place.
  const toldOf = () => new Set(receiver.received.map(({ subject }) => subject));
  await expect
    .poll(() => [...acknowledged.values()].filter((pledge) => !toldOf().has(pledge)), { timeout: 20_000 })
    .toEqual([]);
  const { data } = await target.ask(city.office, '{ webhooks(first: 10) { nodes { id } } }');
  expect(data.webhooks.nodes).toEqual([{ id: webhook.id }]);

  // The old place tells where the pool is, and not only to acts.
  const moved = await fetch(source.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await source.tokenOf(city.office)}`,
    },
    body: JSON.stringify({ query: '{ pool { nameZh } }' }),
  });
  expect(moved.status).toBe(421);
  const told = (await moved.json()) as Answer;
  expect(told.errors?.[0]?.extensions).toMatchObject({ code: 'POOL_MOVED', address: target.url });
  expect(told.errors?.[0]?.message).toContain(target.url);

  const whole2 = await commandHere(['verify', ...pool], { DATABASE_URL: target.ownerUrl });
  expect([whole2.exit, whole2.err]).toEqual([0, '']);
});
