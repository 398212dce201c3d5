import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeId } from '../../src/domain/ids.ts';
import { startCommand } from '../support/child.ts';
import { type City, newCity, pay } from '../support/city.ts';
import { EVENTS, onStream } from '../support/live.ts';
import { type Answer, type Running, startProduct, type User } from '../support/product.ts';

// `zhubao serve --workers 2` as an operator starts it: one port, two processes behind it, and the third one, in which these
// tests run, on the same database. New connections go to the workers in turn.

const TODAY = '2025-03-10';

const said: string[] = [];
let folder: string;
let beside: Running;
let city: City;
let url: string;
let metricsUrl: string;
let child: ReturnType<typeof startCommand>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhubao-workers-'));
  beside = await startProduct({ DATA_FOLDER: folder });
  city = await newCity(beside, TODAY);
  child = startCommand(['serve', '--workers', '2'], {
    DATABASE_URL: beside.ownerUrl,
    DATA_FOLDER: folder,
    PORT: '0',
    METRICS_PORT: '0',
    QUESTIONS_PER_MINUTE: '50',
    BUDGET_PER_MINUTE: '100000000',
  });
  child.stderr.on('data', (bytes) => said.push(String(bytes)));
  createInterface(child.stdout).on('line', (line) => said.push(line));
  const told = (pattern: RegExp) => said.map((line) => pattern.exec(line)?.[1]).find(Boolean);
  await Promise.race([
    until(() => told(/ready at (\S+)\/graphql/)),
    once(child, 'exit').then(() => Promise.reject(new Error(said.join('\n')))),
  ]);
  url = `${told(/ready at (\S+)\/graphql/)}/graphql`;
  metricsUrl = `http://127.0.0.1:${told(/metrics are at .*port=(\d+)/)}/metrics`;
});
afterAll(async () => {
  if (child?.exitCode === null) child.kill('SIGKILL');
  await beside?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function until(found: () => unknown): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (!found()) return;
      clearInterval(look);
      resolve();
    }, 20);
  });
}

/** Asks on a connection of its own, which the next worker in turn gets. */
async function askAnew(
  user: User,
  query: string,
  variables: object = {},
): Promise<Answer & { status: number }> {
  const authorization = `Bearer ${await beside.tokenOf(user)}`;
  const sent = request(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', authorization },
  });
  sent.end(JSON.stringify({ query, variables }));
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, ...((await json(response)) as Answer) };
}

const FIRST = '{ pool { id } }';
const workersThat = (what: string) =>
  new Set(said.filter((line) => line.includes(what)).flatMap((line) => /worker=(\d+)/.exec(line)?.[1] ?? []));
const metric = async (name: string) => {
  const text = await (await fetch(metricsUrl)).text();
  return text
    .split('\n')
    .flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));
};
const workerIds = () =>
  execFileSync('pgrep', ['-P', String(child.pid), '-f', 'serve'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(Number);

test('both answer on the one port, and the metrics are those of both', async () => {
  for (let n = 0; n < 6; n++) expect((await askAnew(city.office, FIRST)).errors).toBeUndefined();
  await expect.poll(() => workersThat('path=/graphql'), { timeout: 10_000 }).toEqual(new Set(['1', '2']));
  expect(await metric('zhubao_workers{state="ready"}')).toEqual(['2']);
  expect(await metric('zhubao_http_requests_total{route="/graphql",status="200"}')).toEqual(['6']);
  // 12 for both, 6 each; and what is known of the one pool is not counted twice.
  expect(await metric('zhubao_database_connections{state="max"}')).toEqual(['12']);
  const text = await (await fetch(metricsUrl)).text();
  expect(text).toMatch(/^zhubao_edition_in_force\{pool="[^"]+"\} 1$/m);
  const ready = await fetch(url.replace('/graphql', '/health/ready'));
  expect(ready.status).toBe(200);
});

test('one key sent to both at once is done once', async () => {
  const query =
    'mutation ($key: String!, $input: PledgeInput!) { pledge(idempotencyKey: $key, input: $input) { done replayed pledge { id } } }';
  const input = { source: 'CITY', amount: '1.00', payInBy: TODAY, document: '承诺' };
  const send = async (): Promise<Answer['data']> => {
    const answer = await askAnew(city.office, query, { key: 'both-at-once', input });
    // The second may find the first still at work, and is told to send the same again.
    return answer.errors ? send() : answer.data.pledge;
  };
  const outcomes = await Promise.all(Array.from({ length: 8 }, send));
  expect(outcomes.every(({ done }) => done)).toBe(true);
  expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(new Set(outcomes.map(({ pledge }) => pledge.id)).size).toBe(1);
});

test('events reach whoever listens at one worker, whichever process they happened in', async () => {
  const stream = await onStream(url, await beside.tokenOf(city.office));
  const heard = stream.subscribe(EVENTS, { kinds: ['PLEDGE_MADE'] });
  const query =
    'mutation ($key: String!, $input: PledgeInput!) { pledge(idempotencyKey: $key, input: $input) { done } }';
  const input = { source: 'CITY', amount: '2.00', payInBy: TODAY, document: '承诺' };
  // Of two new connections each worker has one.
  for (const key of ['event-no-1', 'event-no-2'])
    expect((await askAnew(city.office, query, { key, input })).data.pledge.done).toBe(true);
  await pay(beside, city, 'CITY', '3.00', TODAY);
  await heard.until(3);
  heard.stop();
  await stream.close();
});

test('the questions of a minute are one minute’s for all workers together', async () => {
  const pledge = `pledge(input: { source: CITY, amount: "1.00", payInBy: "${TODAY}", document: "承诺" }) { allowed }`;
  const six = `{ check { ${Array.from({ length: 6 }, (_, n) => `q${n}: ${pledge}`).join(' ')} } }`;
  const statuses: number[] = [];
  for (let n = 0; n < 16; n++) statuses.push((await askAnew(city.office, six)).status);
  expect(statuses.slice(0, 8)).toEqual(Array(8).fill(200));
  // Some come back while we ask, one in 1.2 seconds; each worker by itself would have answered all sixteen.
  expect(statuses.filter((status) => status === 200).length).toBeLessThan(12);
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  await expect.poll(() => workersThat('status=429')).toEqual(new Set(['1', '2']));
});

test('a person who is disabled in one process is out in all of them within five seconds', async () => {
  const { second } = city.bank;
  for (let n = 0; n < 4; n++) expect((await askAnew(second, FIRST)).status).toBe(200);
  const query =
    'mutation ($key: String!, $input: DisableUserInput!) { disableUser(idempotencyKey: $key, input: $input) { done } }';
  const input = { tenantId: writeId('tenant', second.tenantId), userId: second.userId, reason: '离职' };
  const done = await askAnew(city.bank.user, query, { key: 'one-leaves', input });
  expect(done.data.disableUser.done).toBe(true);
  const begin = performance.now();
  const four = () => Promise.all(Array.from({ length: 4 }, () => askAnew(second, FIRST)));
  await expect
    .poll(async () => (await four()).map(({ status }) => status), { timeout: 6_000, interval: 200 })
    .toEqual([401, 401, 401, 401]);
  expect(performance.now() - begin).toBeLessThan(6_000);
});

test('a worker that dies is started again, and the other goes on meanwhile', async () => {
  const [first = 0] = workerIds();
  process.kill(first, 'SIGKILL');
  await expect
    .poll(() => said.filter((line) => line.includes('a worker died')).length, { timeout: 10_000 })
    .toBe(1);
  for (let n = 0; n < 4; n++) expect((await askAnew(city.office, FIRST)).status).toBe(200);
  await expect
    .poll(() => metric('zhubao_workers{state="ready"}'), { timeout: 30_000, interval: 100 })
    .toEqual(['2']);
  expect(workerIds()).not.toContain(first);
});

test('SIGTERM ends all of them, and nothing was said in anger', async () => {
  const ids = workerIds();
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  for (const id of ids) expect(() => process.kill(id, 0)).toThrow('ESRCH');
  const angry = said.filter((line) => / (error|fatal) /.test(line) && !line.includes('a worker died'));
  expect(angry).toEqual([]);
});

test('what is wrong is said once, and nothing is left running', async () => {
  const busy = startCommand(['serve', '--workers', '2'], {
    DATABASE_URL: beside.ownerUrl,
    DATA_FOLDER: folder,
    PORT: String(beside.product.port),
    LOG_LEVEL: 'error',
  });
  const complaints: string[] = [];
  busy.stderr.on('data', (bytes) => complaints.push(String(bytes)));
  expect(await once(busy, 'exit')).toEqual([2, null]);
  expect(complaints.join('')).toBe(
    `Something else listens on port ${beside.product.port}; set PORT or METRICS_PORT to a free one.\nNo worker could be started.\n`,
  );
});
