import parse from 'parse-prometheus-text-format';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csv, imported } from '../support/bulk.ts';
import { ASKED, addFirm, type City, joinBank, newCity, pay } from '../support/city.ts';
import { type Running, startProduct } from '../support/product.ts';

// Metrics as a monitoring system reads them, held against what was done; the parser is not ours.

let running: Running;
let city: City;
let metrics: string;
const TODAY = '2025-03-10';

beforeAll(async () => {
  running = await startProduct({ METRICS_PORT: '0' });
  metrics = `http://127.0.0.1:${running.product.metricsPort}`;
  city = await newCity(running, TODAY);
  await pay(running, city, 'CITY', '30000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
});
afterAll(() => running?.stop());

async function read() {
  const response = await fetch(`${metrics}/metrics`);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  const text = await response.text();
  const families = parse(text);
  /** One value of a counter or gauge; null where there is none with these labels. */
  const value = (name: string, labels: Record<string, string> = {}): string | null =>
    families
      .find((family) => family.name === name)
      ?.metrics.find((one) => Object.entries(labels).every(([label, is]) => one.labels?.[label] === is))
      ?.value ?? null;
  return { text, families, value };
}

test('what files ask for is counted as acts too, row by row', async () => {
  const before = await read();
  const rows = [
    ['贷款编号', '还款日期', '本金', '利息', '凭证号'],
    ['L2099-00001', TODAY, '1', '0', 'x-1'],
    ['L2099-00002', TODAY, '1', '0', 'x-2'],
  ];
  await imported(running, city.bank.user, 'repayments', csv(rows));
  const after = await read();
  const grew = (act: string, outcome: string) =>
    Number(after.value('zhubao_acts_total', { act, outcome }) ?? 0) -
    Number(before.value('zhubao_acts_total', { act, outcome }) ?? 0);
  expect([
    grew('openImport', 'done'),
    grew('recordRepayment', 'not_found'),
    grew('endImport', 'done'),
  ]).toEqual([1, 2, 1]);
});

test('acts, refusals, sign-ins and requests are counted as they happen', async () => {
  const before = await read();
  const count = (from: typeof before, name: string, labels: Record<string, string>) =>
    Number(from.value(name, labels) ?? 0);

  const { id: firmId } = await addFirm(running, city.region);
  const submit = () =>
    running.act(
      city.region.user,
      'submitReferral',
      { enterpriseId: firmId, ...ASKED, amount: '99000000.00' },
      'referral { id }',
      'the-same-key-twice',
    );
  const refused = await submit();
  expect(refused.done).toBe(false);
  const broken: string[] = refused.verdicts
    .filter(({ outcome }: { outcome: string }) => outcome === 'REFUSED' || outcome === 'WAIVER_NEEDED')
    .map(({ article }: { article: number }) => String(article));
  expect(broken.length).toBeGreaterThan(0);
  const stranger = await fetch(running.url, { method: 'POST', headers: { authorization: 'Bearer nothing' } });
  expect(stranger.status).toBe(401);
  await expect(
    running.act(city.bank.user, 'advanceClock', { to: TODAY }, 'pool { businessDate }'),
  ).rejects.toThrow('FORBIDDEN');

  const after = await read();
  const grew = (name: string, labels: Record<string, string>) =>
    count(after, name, labels) - count(before, name, labels);
  expect(grew('zhubao_acts_total', { act: 'registerEnterprise', outcome: 'done' })).toBe(1);
  expect(grew('zhubao_acts_total', { act: 'submitReferral', outcome: 'refused' })).toBe(1);
  for (const article of new Set(broken))
    expect(grew('zhubao_refusals_total', { article })).toBe(broken.filter((one) => one === article).length);
  expect(grew('zhubao_sign_ins_total', { outcome: 'refused' })).toBe(1);
  expect(grew('zhubao_sign_ins_total', { outcome: 'ok' })).toBe(3);
  expect(grew('zhubao_http_requests_total', { route: '/graphql', status: '401' })).toBe(1);
  expect(grew('zhubao_http_requests_total', { route: '/graphql', status: '200' })).toBe(3);
});

test('the distance to the breaker is that of the API, in whole yuan, and the rest of the pool is there', async () => {
  const asked = await running.ask(city.office, '{ pool { id breaker { amounts { distance } } } }');
  const { pool } = asked.data;
  const { value } = await read();
  const distance: string = pool.breaker.amounts.distance;
  expect(distance).not.toBe('0.00');
  expect(value('zhubao_breaker_distance_yuan', { pool: pool.id })).toBe(distance.split('.')[0]);
  expect(value('zhubao_breaker_used_percent', { pool: pool.id })).toBe('0');
  expect(value('zhubao_edition_in_force', { pool: pool.id })).toBe('1');
  expect(value('zhubao_late_duties', { pool: pool.id })).toBe('0');
  expect(value('zhubao_sweep_behind_seconds', { pool: pool.id })).toBe('0');
  expect(value('zhubao_database_connections', { state: 'max' })).toBe('10');
});

test('every metric has a help and a unit, few labels, and nothing of a tenant', async () => {
  const { text, families } = await read();
  const ours = families.filter(({ name }) => name.startsWith('zhubao_'));
  expect(ours.length).toBeGreaterThan(12);
  for (const { name, type } of families)
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'COUNTER']);
  for (const { name, help, metrics: samples } of ours) {
    expect(name).toMatch(
      /^zhubao_[a-z_]+_(?:total|seconds|yuan|percent|connections|waiting|duties|force|deliveries)$/,
    );
    expect(help).toMatch(/^[A-Z].*\.$/);
    expect(samples.length).toBeLessThan(200);
  }
  for (const { name } of [
    '甲银行',
    '乙担保',
    'office-a',
    city.bank.id,
    city.guarantor.id,
    city.region.id,
  ].map((name) => ({ name })))
    expect(text).not.toContain(name);
  // A path that a client makes up is no label.
  await fetch(running.url.replace('/graphql', '/made-up-by-a-client'));
  expect((await read()).text).not.toContain('made-up');
});

test('the port of the API has no metrics, and the port of the metrics has nothing else', async () => {
  expect((await fetch(running.url.replace('/graphql', '/metrics'))).status).toBe(404);
  for (const path of ['/', '/graphql', '/health/live', '/metrics?x=1'])
    expect([path, (await fetch(`${metrics}${path}`)).status]).toEqual([path, 404]);
  expect((await fetch(`${metrics}/metrics`, { method: 'POST' })).status).toBe(404);
});
