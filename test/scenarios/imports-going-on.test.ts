import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Yuan } from '../../src/domain/money.ts';
import { csv, ended, fetchFile, IMPORT, send } from '../support/bulk.ts';
import {
  addBank,
  addFirm,
  approvedLoan,
  type City,
  joinBank,
  newCity,
  pay,
  signing,
} from '../support/city.ts';
import { startProcess } from '../support/process.ts';
import { type Running, startProduct, type User } from '../support/product.ts';

// Imports as they go on: whoever may, whatever dies, and never a row twice. This process takes the files; others work on them.

const TODAY = '2025-03-10';
const HEADINGS = ['贷款编号', '还款日期', '本金', '利息', '凭证号'];
let running: Running;
let city: City;
const loans: { id: string; number: string }[] = [];

beforeAll(async () => {
  running = await startProduct({ IMPORTS: 'off' });
  city = await newCity(running, TODAY);
  await pay(running, city, 'CITY', '20000000.00', TODAY);
  await pay(running, city, city.region, '8000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
  for (let at = 0; at < 3; at++) {
    const firm = await addFirm(running, city.region);
    const id = await approvedLoan(running, city, firm.id, { amount: '3000000.00' }, TODAY);
    await running.act(city.bank.user, 'signContracts', signing(id, '2025-04-10'), 'loan { id }');
    const input = { loanId: id, disbursedOn: TODAY, document: '放款' };
    loans.push((await running.act(city.bank.user, 'disburse', input, 'loan { id number }')).loan);
  }
}, 60_000);
afterAll(() => running?.stop());

let files = 0;
/** Repayments of one yuan each; every third is bad in one of three ways. */
function file(rows: number): string {
  files += 1;
  const bad = [
    (row: string[]) => ['L2099-99999', ...row.slice(1)],
    (row: string[]) => [...row.slice(0, 2), '1.001', ...row.slice(3)],
    (row: string[]) => [...row.slice(0, 2), '9,000,000.00', ...row.slice(3)],
  ];
  const lines = Array.from({ length: rows }, (_, at) => {
    const row = [loans[at % 3]?.number ?? '', TODAY, '1.00', '0', `V${files}-${at}`];
    return at % 3 === 2 ? (bad[((at - 2) / 3) % 3]?.(row) ?? row) : row;
  });
  return csv([HEADINGS, ...lines]);
}

const outstanding = async () => {
  const { data } = await running.ask(city.bank.user, '{ loans { nodes { outstanding } } }');
  return Yuan.sum(data.loans.nodes.map((loan: { outstanding: string }) => Yuan.parse(loan.outstanding)));
};
const progressOf = async (user: User, id: string) =>
  (await running.ask(user, IMPORT, { id, first: 1 })).data.import;
const letLeaseRunOut = (id: string) =>
  running.owner(
    `update import_job set leased_until = now() - interval '1 second' where id = $1 and lease_owner is not null`,
    [id.replace(/^im_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')],
  );

it('a process that is killed leaves an import that another one ends, and no row is done twice', async () => {
  const before = await outstanding();
  const rows = 300;
  const sent = await send(running, city.bank.user, 'repayments', file(rows));
  const { id } = sent.body;
  expect((await progressOf(city.bank.user, id)).state).toBe('WAITING');
  const first = await startProcess(running);
  await vi.waitFor(
    async () => expect((await progressOf(city.bank.user, id)).progress.waiting).toBeLessThan(rows - 40),
    { timeout: 20_000, interval: 20 },
  );
  await first.kill();
  const half = await progressOf(city.bank.user, id);
  expect(half).toMatchObject({ state: 'RUNNING' });
  expect(half.progress.waiting).toBeGreaterThan(0);
  const done = await running.owner(`select count(*)::int as count from repayment`);
  await letLeaseRunOut(id);
  const [second, third] = await Promise.all([startProcess(running), startProcess(running)]);
  const end = await ended(running, city.bank.user, id);
  // What the first one had done but not noted was replayed: there are exactly as many repayments as good rows.
  expect(Number(done[0]?.count)).toBeGreaterThan(0);
  expect(end.progress).toEqual({ rows, done: 200, refused: 33, invalid: 67, waiting: 0 });
  expect(await running.owner(`select count(*)::int as count from repayment`)).toEqual([{ count: 200 }]);
  expect((await outstanding()).toString()).toBe(before.minus(Yuan.parse('200.00')).toString());
  await Promise.all([second.stop(), third.stop()]);
});

it('two processes share what comes in, and each row is done by one of them', async () => {
  const sent = await Promise.all(
    [60, 60, 60].map((rows) => send(running, city.bank.user, 'repayments', file(rows))),
  );
  const before = await outstanding();
  const both = await Promise.all([startProcess(running), startProcess(running)]);
  for (const { body } of sent) expect((await ended(running, city.bank.user, body.id)).progress.done).toBe(40);
  expect((await outstanding()).toString()).toBe(before.minus(Yuan.parse('120.00')).toString());
  const owners = await running.owner(`select count(distinct lease_owner)::int as count from import_job`);
  expect(Number(owners[0]?.count)).toBeGreaterThan(1);

  // While one is at hand: what is cancelled stops, and whoever is disabled does nothing any more.
  const cancelled = await send(running, city.bank.user, 'repayments', file(3_000));
  await vi.waitFor(
    async () =>
      expect((await progressOf(city.bank.user, cancelled.body.id)).progress.done).toBeGreaterThan(0),
    { timeout: 10_000, interval: 20 },
  );
  const act = await running.act(
    city.bank.second,
    'cancelImport',
    { importId: cancelled.body.id },
    'import { state }',
  );
  expect(act.import.state).toBe('CANCELLED');
  await expect(
    running.act(city.bank.user, 'cancelImport', { importId: cancelled.body.id }, 'import { id }'),
  ).rejects.toThrow('CONFLICT');

  const stopped = await send(running, city.bank.user, 'repayments', file(3_000));
  await vi.waitFor(
    async () => expect((await progressOf(city.bank.user, stopped.body.id)).progress.done).toBeGreaterThan(0),
    { timeout: 10_000, interval: 20 },
  );
  const shutOut = { tenantId: city.bank.id, userId: city.bank.user.userId, reason: '离职' };
  const disabled = await running.act(city.bank.second, 'disableUser', shutOut, 'disabledUser { id }');
  const end = await ended(running, city.bank.second, stopped.body.id);
  expect([end.state, end.progress.waiting > 0]).toEqual(['STOPPED', true]);
  await running.act(
    city.bank.second,
    'enableUser',
    { disabledUserId: disabled.disabledUser.id, reason: '误停' },
    'disabledUser { id }',
  );
  const now = await running.owner(`select count(*)::int as count from repayment`);
  await Promise.all(both.map((one) => one.stop()));
  expect(await running.owner(`select count(*)::int as count from repayment`)).toEqual(now);
});

it('an import is its tenant’s alone: the office and other banks do not know of it, and nobody sends what is not theirs', async () => {
  const sent = await send(running, city.bank.user, 'repayments', file(3));
  const other = await addBank(running, city.pool, '丁银行');
  for (const user of [city.office, other.user, city.region.user]) {
    expect((await running.ask(user, IMPORT, { id: sent.body.id, first: 1 })).data).toEqual({ import: null });
    expect((await running.ask(user, '{ imports { totalCount } }')).data.imports.totalCount).toBe(0);
    expect((await fetchFile(running, user, `/imports/${sent.body.id}/result.csv`)).status).toBe(404);
    await expect(
      running.act(user, 'cancelImport', { importId: sent.body.id }, 'import { id }'),
    ).rejects.toThrow('NOT_FOUND');
  }
  const statuses = await Promise.all([
    send(running, city.office, 'repayments', file(3)),
    send(running, city.bank.user, 'referrals', file(3)),
    send(running, city.bank.user, 'opening-loans', file(3)),
    send(running, { ...city.bank.user, role: 'VIEWER' }, 'repayments', file(3)),
    send(running, city.bank.user, 'unheard-of', file(3)),
    send(running, city.bank.user, 'repayments', file(3), { format: '' }),
    send(running, city.bank.user, 'repayments', file(3), { format: 'xls' }),
    send(running, city.bank.user, 'repayments', file(3), { key: '' }),
    send(running, city.bank.user, 'repayments', ''),
  ]);
  expect(
    statuses.map(({ status, body }) => [
      status,
      body.errors[0].extensions.code,
      body.errors[0].extensions.field,
    ]),
  ).toEqual([
    [403, 'FORBIDDEN', undefined],
    [403, 'FORBIDDEN', undefined],
    [403, 'FORBIDDEN', undefined],
    [403, 'FORBIDDEN', undefined],
    [404, 'NOT_FOUND', 'kind'],
    [400, 'BAD_USER_INPUT', 'content-type'],
    [400, 'BAD_USER_INPUT', 'format'],
    [400, 'BAD_USER_INPUT', 'idempotencyKey'],
    [400, 'BAD_USER_INPUT', 'file'],
  ]);
  const missing = await Promise.all(
    [
      '/imports/repayments/template.pdf',
      '/imports/none/template.csv',
      '/imports/repayments/result.csv',
      '/exports/secrets.csv',
      '/exports/loans.pdf',
    ].map(async (path) => (await fetchFile(running, city.bank.user, path)).status),
  );
  expect(missing).toEqual([404, 404, 404, 404, 404]);
});
