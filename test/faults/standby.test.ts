import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/database/connection.ts';
import { Line } from '../../src/database/line.ts';
import { appUrlOf } from '../../src/database/migrate.ts';
import { BEGIN_ACT, Transaction } from '../../src/database/transaction.ts';
import { type City, newCity } from '../support/city.ts';
import { type PackagedServer, packaged, startPackaged, startStandby } from '../support/packaged.ts';
import { type Answer, type Running, startProduct } from '../support/product.ts';
import { quiet } from '../support/quiet.ts';

// A primary that must wait for its standby: what clients are told when the wait is cut short, when the primary comes back
// from a crash with what its standby never had, and when a connection leads to a server that takes no writes.

const TODAY = '2025-03-10';
const OWNER = 'owner_of_zhubao';
const SYNCHRONOUS = [
  "alter system set synchronous_standby_names to 'standby'",
  'select pg_reload_conf()',
] as const;
const CREDIT = `mutation ($key: String!, $input: CreditInterestInput!) {
  creditInterest(idempotencyKey: $key, input: $input) { done replayed entry { document } } }`;
const context = {
  persona: 'zhubao_bank',
  poolId: '01970000-0000-7000-8000-000000000001',
  tenantId: '01970000-0000-7000-8000-000000000002',
  userId: 'u',
};

const folder = mkdtempSync(join(tmpdir(), 'zhubao-standby-'));
let primary: PackagedServer;
let standby: PackagedServer;
let running: Running;
let city: City;

beforeAll(async () => {
  await chmod(folder, 0o777);
  primary = await startPackaged(join(folder, 'primary'));
  await primary.admin(
    'postgres',
    `create role ${OWNER} login createrole password '${OWNER}'`,
    `create database zhubao owner ${OWNER}`,
  );
  running = await startProduct({ DATA_FOLDER: folder, SWEEP: 'off' }, undefined, {
    ownerUrl: primary.url(OWNER, 'zhubao'),
    owner: (text) => primary.admin('zhubao', text),
    drop: async () => undefined,
  });
  city = await newCity(running, TODAY);
  await credit(randomUUID());
  standby = await startStandby(join(folder, 'standby'), primary);
  await primary.admin('postgres', ...SYNCHRONOUS);
});
afterAll(async () => {
  await running?.stop();
  await Promise.all([primary?.stop(), standby?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

function credit(key: string): Promise<Answer> {
  const input = { onDeposit: false, amount: '1.00', valueDate: TODAY, document: key };
  return running.ask(city.guarantor.user, CREDIT, { key, input });
}

const codeOf = (answer: Answer) => answer.errors?.[0]?.extensions.code ?? 'none';

async function waitingForStandby(): Promise<number[]> {
  const rows = await primary.admin(
    'postgres',
    "select pid from pg_stat_activity where wait_event = 'SyncRep' and query = 'commit'",
  );
  return rows.map(({ pid }) => Number(pid));
}

const entriesOf = async (key: string) =>
  (await primary.admin('zhubao', `select 1 from entry where document = '${key}'`)).length;

test('a commit waits for the standby; when somebody cuts the wait short, nobody is told that it was done', async () => {
  expect((await credit(randomUUID())).data.creditInterest).toMatchObject({ done: true });
  await standby.stop();
  const key = randomUUID();
  const first = credit(key);
  await expect.poll(waitingForStandby).toHaveLength(1);
  const [pid] = await waitingForStandby();
  await primary.admin('postgres', `select pg_cancel_backend(${pid})`);
  expect(codeOf(await first)).toBe('OUTCOME_UNKNOWN');

  // It is there, and its key is known; but to say so again is to wait again.
  expect(await entriesOf(key)).toBe(1);
  const again = credit(key);
  await expect.poll(waitingForStandby).toHaveLength(1);
  await standby.startAgain();
  expect((await again).data.creditInterest).toMatchObject({ done: true, replayed: true });
  expect(await entriesOf(key)).toBe(1);
});

test('what a crashed primary shows and its standby never had is not acknowledged before the standby has it', async () => {
  await standby.stop();
  const key = randomUUID();
  const first = credit(key);
  await expect.poll(waitingForStandby).toHaveLength(1);
  await primary.crash();
  expect(codeOf(await first)).toBe('OUTCOME_UNKNOWN');
  await primary.startAgain();
  expect(await entriesOf(key)).toBe(1);
  const again = credit(key);
  await expect.poll(waitingForStandby).toHaveLength(1);
  await standby.startAgain();
  expect((await again).data.creditInterest).toMatchObject({ done: true, replayed: true });
});

test('a server that takes no writes is as good as away, and good once it does', async () => {
  const url = new URL(appUrlOf(primary.url(OWNER, 'zhubao')).url);
  url.port = String(standby.port);
  const line = await Line.open(url.href, {
    openTimeoutMs: 2000,
    queryTimeoutMs: 2000,
    statementTimeoutMs: 2000,
    lockTimeoutMs: 2000,
    idleInTransactionTimeoutMs: 2000,
    mayBeStandby: true,
  });
  const tx = new Transaction(line, BEGIN_ACT, context, quiet);
  void tx.query('select 1', []);
  await expect(tx.commit()).rejects.toMatchObject({ name: 'DatabaseBusy', reason: 'standby' });
  await line.end();

  const database = connect(url.href, { log: quiet, acquireTimeoutMs: 300 });
  const act = () => database.act(context, (open) => open.query('select 1', []));
  await expect(act()).rejects.toMatchObject({ name: 'DatabaseBusy', reason: 'acquire' });
  await expect(database.ping()).rejects.toMatchObject({ name: 'DatabaseBusy' });
  await packaged('pg_ctl', ['-D', standby.data, '-w', '-s', 'promote']);
  expect(await act()).toEqual([[1]]);
  await database.close();
});
