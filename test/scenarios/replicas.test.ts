import { mkdtempSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { appUrlOf } from '../../src/database/migrate.ts';
import { openReplicas, replicaUrlOf } from '../../src/database/replicas.ts';
import { type City, pay } from '../support/city.ts';
import { fundedCity, lend } from '../support/edges.ts';
import { freePort, type PackagedServer, startPackaged, startStandby } from '../support/packaged.ts';
import { type ProductProcess, startProcess } from '../support/process.ts';
import { type Running, startProduct } from '../support/product.ts';
import { quiet } from '../support/quiet.ts';

// Debian's PostgreSQL with a standby that streams from it, and two processes of the product that both read from the standby:
// whatever either has answered as done is in every answer that is asked for afterwards, at either of them.

const TODAY = '2025-03-10';
const appUrl = () => appUrlOf(primary.url('postgres', 'zhubao')).url;
const PLEDGED = '{ regions { nodes { standing { pledges { id } } } } }';

const folder = mkdtempSync(join(tmpdir(), 'zhubao-replicas-'));
let primary: PackagedServer;
let standby: PackagedServer;
let running: Running;
let other: ProductProcess;
let city: City;
let readUrl: string;

beforeAll(async () => {
  await chmod(folder, 0o777);
  primary = await startPackaged(join(folder, 'primary'));
  await primary.admin('postgres', 'create database zhubao');
  standby = await startStandby(join(folder, 'standby'), primary);
  // It gives way to nobody: whoever reads in the way of the log is broken off at once.
  await standby.admin(
    'postgres',
    `alter system set max_standby_streaming_delay = 0`,
    'select pg_reload_conf()',
  );
  readUrl = `postgres://127.0.0.1:${standby.port}/`;
  const environment = { READ_DATABASE_URLS: readUrl, REPLICA_WAIT_MILLISECONDS: '300' };
  running = await startProduct({ ...environment, METRICS_PORT: '0' }, undefined, {
    ownerUrl: primary.url('postgres', 'zhubao'),
    owner: (text) => primary.admin('zhubao', text),
    drop: async () => undefined,
  });
  other = await startProcess(running, { ...environment, METRICS_PORT: String(await freePort()) });
  city = await fundedCity(running, TODAY);
  await lend(running, city, '1000000.00', TODAY);
});
afterAll(async () => {
  await running?.stop();
  await other?.stop();
  await Promise.all([standby?.stop(), primary?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

async function figures(): Promise<Record<'replica' | 'database' | 'brokenOff' | 'used', number>> {
  const response = await fetch(`http://127.0.0.1:${running.product.metricsPort}/metrics`);
  const text = await response.text();
  const of = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 'NaN');
  return {
    replica: of('zhubao_query_views_total{on="replica"}'),
    database: of('zhubao_query_views_total{on="database"}'),
    brokenOff: of('zhubao_query_views_total{on="broken_off"}'),
    used: of('zhubao_replicas{state="used"}'),
  };
}
const used = () => figures().then((found) => found.used);
const untilUsed = () => expect.poll(used, { timeout: 20_000, interval: 50 }).toBe(1);

async function pledges(from: Pick<Running, 'ask'>): Promise<number> {
  const { data, errors } = await from.ask(city.office, PLEDGED);
  expect(errors).toBeUndefined();
  return data.regions.nodes[0].standing.pledges.length;
}

test('what one process has done is in the very next answer of the other, from the replica', async () => {
  await untilUsed();
  const before = await figures();
  for (let round = 0; round < 8; round++) {
    const known = await pledges(other);
    await pay(running, city, city.region, '10000.00', TODAY);
    expect(await pledges(other)).toBe(known + 1);
    const act = `mutation ($key: String!, $input: PledgeInput!) { pledge(idempotencyKey: $key, input: $input) { done } }`;
    const regionId = city.region.id;
    const input = { source: 'REGION', regionId, amount: '1.00', payInBy: TODAY, document: '承诺' };
    const done = await other.ask(city.region.user, act, { key: `replica-${round}`, input });
    expect(done.data.pledge.done).toBe(true);
    expect(await pledges(running)).toBe(known + 2);
  }
  const after = await figures();
  expect(after.replica - before.replica).toBeGreaterThan(5);
  // The answers to mutations are read where they were done.
  expect(after.database + after.replica - before.database - before.replica).toBe(8);
});

test('a replica that falls behind is left out, nobody reads the past, and once it has caught up it is used again', async () => {
  await untilUsed();
  await standby.admin('postgres', 'select pg_wal_replay_pause()');
  const known = await pledges(other);
  await pay(running, city, city.region, '10000.00', TODAY);
  const begin = performance.now();
  expect(await Promise.all([pledges(running), pledges(other)])).toEqual([known + 1, known + 1]);
  expect(performance.now() - begin).toBeLessThan(5_000);
  await expect.poll(used, { timeout: 10_000 }).toBe(0);
  const { database } = await figures();
  expect(await pledges(running)).toBe(known + 1);
  expect((await figures()).database).toBe(database + 1);
  const health = await fetch(running.url.replace('/graphql', '/health/ready'));
  const { checks } = (await health.json()) as { checks: unknown[] };
  expect(health.status).toBe(200);
  expect(checks).toContainEqual({ name: 'replicas', state: 'degraded', detail: '1 of 1 are left out' });

  await standby.admin('postgres', 'select pg_wal_replay_resume()');
  await untilUsed();
});

test('a query that is cut off on the replica is answered by the database, in one view', async () => {
  await untilUsed();
  const holder = postgres(primary.url('postgres', 'zhubao'), { max: 1, onnotice: () => undefined });
  const held = await holder.reserve();
  await held`begin`;
  await held`lock table loan in access exclusive mode`;
  // Something that is committed takes the lock along into the log.
  await pay(running, city, city.region, '10000.00', TODAY);
  const locks = `select 1 from pg_locks where locktype = 'relation' and mode = 'AccessExclusiveLock' and granted`;
  await expect
    .poll(async () => (await standby.admin('zhubao', locks)).length, { timeout: 10_000 })
    .toBeGreaterThan(0);
  const before = await figures();
  const answering = running.ask(city.bank.user, '{ loans { totalCount } pool { id } }');
  const waiting = `select pid from pg_stat_activity where wait_event_type = 'Lock' and usename = 'zhubao_app'`;
  await expect
    .poll(async () => (await standby.admin('zhubao', waiting)).length, { timeout: 1_900, interval: 20 })
    .toBe(1);
  await standby.admin('zhubao', 'select pg_wal_replay_pause()');
  await held`rollback`;
  await standby.admin('zhubao', `select pg_terminate_backend(pid) from (${waiting}) them`);
  const answer = await answering;
  expect(answer.errors).toBeUndefined();
  expect(answer.data.loans.totalCount).toBe(1);
  expect((await figures()).brokenOff).toBe(before.brokenOff + 1);
  held.release();
  await holder.end();
  await standby.admin('zhubao', 'select pg_wal_replay_resume()');
});

test('replaying goes before reading: a view in its way is broken off and says so', async () => {
  await untilUsed();
  const replicas = openReplicas(running.product.database, [replicaUrlOf(readUrl, appUrl())], {
    log: quiet,
    waitMs: 300,
  });
  await expect.poll(() => replicas.figures().used, { timeout: 10_000 }).toBe(1);
  let broken = 0;
  const context = { persona: 'zhubao_bank', poolId: city.pool.poolId, tenantId: '', userId: 'u' };
  const view = replicas.snapshot(context, () => {
    broken += 1;
  });
  await view.query('select count(*) from loan', []);
  await primary.admin('zhubao', 'begin; lock table loan in access exclusive mode; commit');
  await expect
    .poll(() => view.query('select count(*) from loan', []).then(String, String), { interval: 20 })
    .toContain('busy (replica)');
  expect(broken).toBeGreaterThan(0);
  await view.close();
  expect(replicas.figures()).toMatchObject({ onReplica: 1, brokenOff: 1 });
  await replicas.close();
});

test('a server that is no copy of this database, or a login past row security, is never used', async () => {
  const told: string[] = [];
  const log = { ...quiet, error: (fields: object) => told.push(String((fields as { err: unknown }).err)) };
  const [ours, owners] = [primary.url('postgres', 'zhubao'), standby.url('postgres', 'zhubao')];
  const replicas = openReplicas(running.product.database, [replicaUrlOf(ours, appUrl()), owners], {
    log,
    waitMs: 50,
  });
  await expect.poll(() => told, { timeout: 10_000 }).toHaveLength(2);
  expect(told.every((line) => /must not connect as "postgres"/.test(line))).toBe(true);
  expect(replicas.figures().used).toBe(0);
  await replicas.close();
  // The database itself, under the right login, follows nobody.
  const itself = openReplicas(running.product.database, [appUrl()], { log: quiet, waitMs: 50 });
  const view = itself.snapshot(
    { persona: 'zhubao_bank', poolId: city.pool.poolId, tenantId: '', userId: 'u' },
    () => undefined,
  );
  expect(await view.query('select pg_is_in_recovery()', [])).toEqual([[false]]);
  await view.close();
  expect(itself.figures()).toMatchObject({ onReplica: 0, onDatabase: 1, used: 0 });
  await itself.close();
});

test('a replica that dies under load costs no answer; started again, it is used again', async () => {
  await untilUsed();
  let isOver = false;
  let asked = 0;
  const reader = async (from: Pick<Running, 'ask'>) => {
    let least = 0;
    while (!isOver) {
      const found = await pledges(from);
      // Time runs forward only, wherever the answer comes from.
      expect(found).toBeGreaterThanOrEqual(least);
      least = found;
      asked += 1;
    }
  };
  const readers = [running, other, running, other].map(reader);
  await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(20);
  await standby.stop();
  await pay(running, city, city.region, '10000.00', TODAY);
  const then = asked;
  await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(then + 20);
  await standby.startAgain();
  await untilUsed();
  isOver = true;
  await Promise.all(readers);
});

test('the configuration says what is wrong with an address, and repeats no password', () => {
  const read = (urls: string) => () => readConfig({ READ_DATABASE_URLS: urls });
  expect(read('postgres://a:secret@one/x, http://b:secret@two')).toThrow(
    /READ_DATABASE_URLS holds what is no address(?![\s\S]*secret)/,
  );
  expect(read('postgres://one:5433/x, postgres://two/')().readUrls).toHaveLength(2);
});
