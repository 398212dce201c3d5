import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ports } from '../../src/acts/ports.ts';
import { DEMO_USERS } from '../../src/demo/cast.ts';
import { createDemo } from '../../src/demo/create.ts';
import { portsOn } from '../../src/opening.ts';
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

test('it has the city’s regions, nine banks and about two hundred firms of all sizes', async () => {
  process.stdout.write(`the demo took ${seconds.toFixed(1)} s and ${await countOf('audit')} acts\n`);
  expect(await countOf('audit')).toBeLessThanOrEqual(4500);
  expect(await one('select sandbox_date::text as day from pool')).toEqual({ day: '2026-03-31' });
  expect(await countOf('region')).toBe(10);
  expect(await countOf('bank')).toBe(9);
  expect(await countOf('enterprise')).toBe(202);
  expect(await countOf("enterprise where size = 'LARGE'")).toBe(1);
  for (const size of ['MEDIUM', 'SMALL', 'MICRO'])
    expect(await countOf(`enterprise where size = '${size}'`)).toBeGreaterThanOrEqual(10);
  expect(await countOf("enterprise where name not like '%（演示）%'")).toBe(0);
  expect(await countOf("enterprise where division_code not like '1502%'")).toBe(1);
  const loans = await countOf('loan');
  expect(loans).toBeGreaterThanOrEqual(110);
  expect(loans).toBeLessThanOrEqual(160);
  expect(await countOf('loan where amount < 50000000')).toBe(0);
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
  expect(await states('loan')).toEqual([
    'ACTIVE',
    'APPROVED',
    'CANCELLED',
    'CLOSED',
    'COMPENSATED',
    'CONTRACTED',
    'REPAID',
  ]);
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
  expect(await countOf("loan where state = 'ACTIVE' and method = 'BULLET'")).toBeGreaterThan(0);
  expect(await countOf("loan where state = 'ACTIVE' and method = 'INSTALMENTS'")).toBeGreaterThan(0);
  expect(
    await countOf("obligation where kind = 'DISBURSEMENT_NOTICE' and met_on is not null and not late"),
  ).toBeGreaterThan(0);
  for (const met of ['is null', 'is not null'])
    expect(await countOf(`obligation where kind = 'MATURITY_REMINDER' and met_on ${met}`)).toBeGreaterThan(0);
  const ages = await fresh.owner(
    "select distinct least(3, (date '2026-03-31' - next_due_on) / 26) as band from loan where state = 'ACTIVE' and next_due_on < '2026-03-31' order by 1",
  );
  expect(ages.length).toBeGreaterThanOrEqual(3);
});

test('every kind of tenant has something waiting', async () => {
  const reports = await fresh.owner(
    `select distinct (select count(*)::int from due_diligence d where d.referral_id = r.id) as n from referral r
     where r.state = 'RECOMMENDED' and r.bank_decision is null order by 1`,
  );
  expect(reports.map(({ n }) => n)).toEqual([0, 1, 2]);
  for (const { tenantId, labelEn } of DEMO_USERS) {
    const column = { Di: 'region_id', Ba: 'bank_id', Gu: 'guarantor_id', Se: 'guarantor_id' }[
      labelEn.slice(0, 2)
    ];
    if (!column) continue;
    expect(
      await countOf(
        `referral where state in ('SUBMITTED', 'RETURNED', 'RECOMMENDED') and ${column} = '${tenantId}'`,
      ),
    ).toBeGreaterThan(0);
    expect(await countOf(`loan where state = 'ACTIVE' and ${column} = '${tenantId}'`)).toBeGreaterThan(0);
  }
  const [, , kundulun] = DEMO_USERS;
  expect(await countOf(`proposal where state = 'PROPOSED' and region_id = '${kundulun?.tenantId}'`)).toBe(1);
});

test('money has come from every source, in parts, with interest on custody and on deposits', async () => {
  const funds = await fresh.owner(
    "select source, sum(-balance)::text as fen from account where kind = 'FUND' group by 1 order by 1",
  );
  expect(funds).toEqual([
    { source: 'AUTONOMOUS_REGION', fen: '1000000000' },
    { source: 'CITY', fen: '1000000000' },
    // Of which 1,120,000.00 replenish what was compensated.
    { source: 'REGION', fen: '8062000000' },
  ]);
  expect(
    await countOf(
      "(select pledge_id from entry where kind = 'CONTRIBUTION' group by 1 having count(*) > 1) as parts",
    ),
  ).toBe(3);
  const earned = await fresh.owner(
    "select distinct split_part(code, ':', 1) as on from line join entry on entry.id = entry_id where kind = 'INTEREST' order by 1",
  );
  expect(earned.map(({ on }) => on)).toEqual(['custody', 'deposit', 'interest']);
  expect(await countOf("entry where kind = 'REVERSAL'")).toBe(1);
});

test('a firm has been supported for three years running, and the listed one has cost the pool money', async () => {
  const supported = await one(
    `select count(*)::int as loans, min(disbursed_on)::text as from, max(matures_on)::text as to
     from loan where disbursed_on is not null group by firm_key order by count(*) desc, min(disbursed_on) limit 1`,
  );
  expect(supported).toEqual({ loans: 3, from: '2024-01-02', to: '2027-01-02' });
  expect(
    await countOf(
      "listing join loan on loan.enterprise_id = listing.enterprise_id where state = 'COMPENSATED' and deducted > 0",
    ),
  ).toBe(1);
});

test('loans have gone wrong in every way, to the last recovery', async () => {
  const ages = await fresh.owner(
    "select distinct case when age < 26 then 1 when age < 91 then 26 else 91 end as band from (select date '2026-03-31' - next_due_on as age from loan where state = 'ACTIVE' and next_due_on < '2026-03-31') as aged order by 1",
  );
  expect(ages.map(({ band }) => band)).toEqual([1, 26, 91]);
  expect(await countOf("compensation where kind = 'DEDUCTED'")).toBe(8);
  expect(await countOf("compensation where kind = 'REPORTED' and taken > deducted")).toBe(1);
  expect(await countOf('compensation where claimable > 0')).toBeGreaterThan(0);
  expect(await countOf("account where kind = 'SUSPENSE' and balance > 0")).toBe(1);
  expect(await countOf('recovery where costs > 0')).toBe(2);
  expect(await countOf('conclusion')).toBe(1);
  expect(await countOf('guarantor_payment')).toBeGreaterThan(2);
  expect(await countOf('legal_step')).toBeGreaterThan(8);
  expect(await countOf("entry where kind = 'REPLENISHMENT'")).toBe(2);
  for (const kind of [
    'VISIT',
    'OVERDUE_MEASURES',
    'DEDUCTION_NOTICE',
    'EXCESS_RETURN',
    'PURSUIT',
    'RECOVERY_REPORT',
    'REPLENISHMENT',
    'DEPOSIT_RETURN',
    'EVALUATION',
  ])
    expect([kind, await countOf(`obligation where kind = '${kind}'`)]).not.toEqual([kind, 0]);
  expect(await countOf('obligation where met_on is null and late_since is not null')).toBeGreaterThan(5);
});

test('the breaker stands at about 60 % of its line, and has warned once', async () => {
  const [row] = await fresh.owner(
    `select 100 * 100 * sum(balance) filter (where kind = 'COMPENSATION') / -sum(balance) filter (where kind in ('FUND', 'INTEREST')) / 20 as part from account`,
  );
  expect(Number(row?.part)).toBeGreaterThan(55);
  expect(Number(row?.part)).toBeLessThan(65);
  expect(await fresh.owner('select kind, warning_percent from breaker_turn')).toEqual([
    { kind: 'WARNED', warning_percent: 50 },
  ]);
});

test('a bank has left, a year is evaluated, and a supplement waits for a second person', async () => {
  expect(await countOf("bank_standing where state = 'LEFT' and left_on is not null")).toBe(1);
  expect(await countOf('evaluation where year = 2024')).toBe(1);
  expect(await countOf('evaluation_part where decision is not null')).toBe(8);
  expect(await countOf("supplement where state = 'ASKED'")).toBe(1);
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

test('no cap is passed: ten times the pool’s funds, twenty-five times a region’s, and a firm’s only by consent', async () => {
  const pool = await one(
    `select (select committed + outstanding from exposure where scope = 'POOL') as used,
            (select 10 * sum(balance) from account where kind in ('CUSTODY', 'DEPOSIT')) as cap`,
  );
  expect(BigInt(String(pool.used))).toBeLessThanOrEqual(BigInt(String(pool.cap)));
  expect(
    await countOf(
      "exposure e join region_standing s on s.region_id = e.scope_id where e.scope = 'REGION' and e.committed + e.outstanding > 25 * s.paid_in",
    ),
  ).toBe(0);
  expect(
    await fresh.owner(
      `select l.amount from exposure e join loan l on l.firm_key = e.scope_id
       join waiver w on w.subject_id = l.enterprise_id and w.rule_code = 'ART22_FIRM_CAP' and w.state = 'IN_FORCE'
       where e.scope = 'FIRM' and e.committed + e.outstanding > 1000000000 and l.state = 'ACTIVE'`,
    ),
  ).toHaveLength(1);
  expect(await countOf("exposure where scope = 'FIRM' and committed + outstanding > 1000000000")).toBe(1);
  expect(await countOf("account where kind in ('CUSTODY', 'DEPOSIT') and balance < 0")).toBe(0);
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

test('a story that was cut off and told again gives the same pool', async () => {
  const other = await freshDatabase();
  try {
    const ports = portsOn(other.database);
    let left = 700;
    const cutOff: Ports['transaction'] = (actor, work) => {
      left -= 1;
      if (left < 0) throw new Error('the power is gone');
      return ports.transaction(actor, work);
    };
    await expect(createDemo({ ...ports, transaction: cutOff }, { info: () => {} })).rejects.toThrow(
      'the power is gone',
    );
    await createDemo(ports, { info: () => {} });
    for (const columns of [
      'id, credit_code, size, name from enterprise',
      'id, number, state, form_number, bank_id, guarantor_id, loan_id from referral',
      'id, number, state, amount, outstanding, contract_number, next_due_on::text from loan',
      'id, kind, value_date::text, document from entry',
      // What the sweep makes has ids of its own.
      'kind, subject_id, debtor_id, period, arose_on::text, due_on::text, met_on::text, late_since::text from obligation',
      'id, kind, deducted, claimable, parts from compensation',
      'id, net, returned, parts from recovery',
      "tenant_id, user_id, act, recorded_at::text as audit_at from audit where user_id <> 'sweep'",
    ]) {
      const order = columns.startsWith('tenant')
        ? 'audit_at, tenant_id, user_id'
        : columns.startsWith('kind')
          ? 'kind, subject_id, debtor_id, period'
          : 'id';
      const text = `select ${columns} order by ${order}`;
      expect(await other.owner(text)).toEqual(await fresh.owner(text));
    }
  } finally {
    await other.drop();
  }
}, 120_000);
