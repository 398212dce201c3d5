import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_USERS } from '../../src/demo/cast.ts';
import { createDemo } from '../../src/demo/create.ts';
import { portsOn } from '../../src/main.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

// The demo pool: created only through the acts, with something of everything.

let fresh: FreshDatabase;
let seconds: number;

beforeAll(async () => {
  fresh = await freshDatabase();
  const start = performance.now();
  await createDemo(portsOn(fresh.database), { info: () => {} });
  seconds = (performance.now() - start) / 1000;
}, 60_000);
afterAll(() => fresh?.drop());

const one = async (text: string) => (await fresh.owner(text))[0] ?? {};
const countOf = async (from: string) => Number((await one(`select count(*)::int as n from ${from}`)).n);
const states = async (table: string) =>
  (await fresh.owner(`select distinct state from ${table} order by state`)).map(({ state }) => state);

test('it has the city’s regions, eight banks and about two hundred firms with valid sizes', async () => {
  process.stdout.write(`the demo took ${seconds.toFixed(1)} s\n`);
  expect(await countOf('region')).toBe(10);
  expect(await countOf('bank')).toBe(8);
  expect(await countOf('enterprise')).toBe(202);
  expect(await countOf("enterprise where size = 'LARGE'")).toBe(1);
  expect(await countOf('loan')).toBeGreaterThanOrEqual(100);
});

test('it has something of everything', async () => {
  expect(await states('referral')).toEqual([
    'APPROVED',
    'DECLINED',
    'RECOMMENDED',
    'REJECTED',
    'RETURNED',
    'SUBMITTED',
    'WITHDRAWN',
  ]);
  expect(await states('proposal')).toEqual(['DROPPED', 'ENDORSED', 'PROPOSED']);
  expect(await states('loan')).toEqual(['ACTIVE', 'APPROVED', 'CANCELLED', 'CONTRACTED', 'REPAID']);
  expect(await states('top_up')).toEqual(['APPROVED', 'ASKED', 'PLACED']);
  expect(await states('reversal')).toEqual(['ASKED', 'POSTED']);
  expect(await states('waiver')).toEqual(['ASKED', 'IN_FORCE']);
  expect(await states('edition')).toEqual(['DRAFT', 'ENACTED']);
  expect(await countOf('region_standing where hardship and pledged < 800000000')).toBe(2);
  expect(await countOf('region_standing where paid_in < pledged')).toBe(1);
  expect(
    await countOf("obligation where kind = 'CONTRIBUTION' and met_on is null and due_on < '2026-03-31'"),
  ).toBe(1);
  expect(await countOf("obligation where kind = 'DISBURSEMENT_NOTICE' and late")).toBeGreaterThan(0);
  expect(await countOf("obligation where kind = 'DISBURSEMENT_NOTICE' and met_on is null")).toBeGreaterThan(
    0,
  );
  expect(await countOf('loan where amount > 1000000000')).toBe(1);
  expect(await countOf('loan where term_months = 24')).toBe(1);
  expect(await countOf('listing where removed_on is null')).toBe(1);
  const ages = await fresh.owner(
    "select distinct least(3, (date '2026-03-31' - next_due_on) / 26) as band from loan where state = 'ACTIVE' and next_due_on < '2026-03-31' order by 1",
  );
  expect(ages.length).toBeGreaterThanOrEqual(3);
});

test('a region stands at its limit of 25 times, and a bank above ten times its deposit', async () => {
  const limit = await one(
    `select e.committed + e.outstanding as used, s.paid_in * 25 as cap from exposure e join region_standing s on s.region_id = e.scope_id
     where e.scope = 'REGION' order by (e.committed + e.outstanding)::numeric / s.paid_in desc limit 1`,
  );
  expect(limit.used).toBe(limit.cap);
  const banks = await countOf(
    "exposure e join account a on a.bank_id = e.scope_id and a.kind = 'DEPOSIT' where e.scope = 'BANK' and e.committed + e.outstanding > 10 * a.balance",
  );
  expect(banks).toBeGreaterThan(0);
});

test('the ledger sums to zero, balances equal their lines, and exposure equals the loans', async () => {
  expect(await one('select coalesce(sum(amount), 0)::text as sum from line')).toEqual({ sum: '0' });
  expect(
    await fresh.owner(
      'select a.code from account a left join line l on l.pool_id = a.pool_id and l.code = a.code group by a.pool_id, a.code, a.balance having a.balance <> coalesce(sum(l.amount), 0)',
    ),
  ).toEqual([]);
  for (const [scope, column] of [
    ['REGION', 'region_id'],
    ['BANK', 'bank_id'],
    ['GUARANTOR', 'guarantor_id'],
    ['FIRM', 'firm_key'],
    ['POOL', 'pool_id'],
  ])
    expect(
      await fresh.owner(
        `select e.scope_id from exposure e left join loan l on l.pool_id = e.pool_id and l.${column} = e.scope_id where e.scope = '${scope}'
         group by e.scope_id, e.committed, e.outstanding, e.active_loans
         having e.committed <> coalesce(sum(l.amount) filter (where l.state = 'CONTRACTED'), 0)
             or e.outstanding <> coalesce(sum(l.outstanding), 0)
             or e.active_loans <> count(*) filter (where l.state = 'ACTIVE')`,
      ),
    ).toEqual([]);
});

test('the people whose tokens are printed belong to tenants that exist', async () => {
  for (const { tenantId, poolId } of DEMO_USERS)
    expect(await countOf(`tenant where id = '${tenantId}' and pool_id = '${poolId}'`)).toBe(1);
});
