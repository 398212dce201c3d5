import postgres from 'postgres';
import { firmKeyOf } from '../src/domain/audit.ts';
import { makeCreditCode } from '../src/domain/enterprise.ts';
import type { Id } from '../src/domain/words.ts';

// A pool of any size: the demo pool, whose loans were made by acts, and copies of its plain loans, made in bulk with all
// that hangs on them and a firm of their own each. The sums are then taken anew over all loans, so that `verify` holds.

/** Each copy is so many times smaller than its original, so that a million of them fit under the caps of the pool. */
const SMALLER = 10_000;
/** Copies that are made in one go: bounds what PostgreSQL holds in memory. */
const BATCH = 100_000;

type Sql = postgres.Sql;

/** Organisation codes of copies: eight characters, in an order of their own, beside those of the demo. */
function creditCodeOf(copy: number): string {
  return makeCreditCode('150200', `X${copy.toString(10).padStart(7, '0')}`);
}

/** The columns of a table, without those that a copy has of its own. */
async function columns(sql: Sql, table: string, own: readonly string[]): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and column_name <> all(${[...own]}) order by ordinal_position`;
  return rows.map(({ name }) => name);
}

/** Copies a table's rows that hang on the originals, with some columns of their own. */
async function copyRows(
  sql: Sql,
  table: string,
  joined: string,
  own: Readonly<Record<string, string>>,
): Promise<void> {
  const same = await columns(sql, table, Object.keys(own));
  const names = [...Object.keys(own), ...same].map((name) => `"${name}"`).join(', ');
  const values = [...Object.values(own), ...same.map((name) => `t."${name}"`)].join(', ');
  await sql.unsafe(
    `insert into ${table} (${names}) select ${values} from copy c join ${table} t on ${joined}`,
  );
}

const scaled = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, `t.${name} / ${SMALLER}`]));

const SUMS = `select pool_id, case grouping(region_id, bank_id, guarantor_id, firm_key) when 7 then 'REGION' when 11 then 'BANK'
    when 13 then 'GUARANTOR' when 14 then 'FIRM' else 'POOL' end as scope,
  coalesce(region_id, bank_id, guarantor_id, firm_key, pool_id) as scope_id,
  coalesce(sum(amount) filter (where state = 'CONTRACTED'), 0) as committed, sum(outstanding) as outstanding,
  coalesce(sum(amount) filter (where disbursed_on is not null), 0) as disbursed,
  ${['compensated_principal', 'deducted', 'recovered', 'returned'].map((name) => `sum(${name}) as ${name}`).join(', ')},
  ${['approved', 'contracted', 'active', 'compensated', 'repaid', 'closed', 'cancelled']
    .map((state) => `count(*) filter (where state = '${state.toUpperCase()}') as ${state}_loans`)
    .join(', ')}
  from loan group by grouping sets ((pool_id), (pool_id, region_id), (pool_id, bank_id), (pool_id, guarantor_id), (pool_id, firm_key))`;

const DUE_DAYS = `insert into due_day (pool_id, scope, scope_id, day, loans)
  select pool_id, s.scope, s.scope_id, next_due_on, count(*) from loan, lateral (values ('POOL', pool_id), ('REGION', region_id),
    ('BANK', bank_id), ('GUARANTOR', guarantor_id)) s (scope, scope_id)
  where state = 'ACTIVE' and next_due_on is not null group by 1, 2, 3, 4`;

const TABLES = [
  'enterprise',
  'access',
  'referral',
  'loan',
  'instalment',
  'repayment',
  'agenda',
  'obligation',
  'exposure',
  'due_day',
];

async function copyBatch(sql: Sql, poolId: Id<'pool'>, from: number, to: number): Promise<void> {
  const codes = Array.from({ length: to - from }, (_, at) => creditCodeOf(from + at));
  const keys = codes.map((code) => firmKeyOf(poolId, code as never));
  await sql.unsafe(`truncate copy`);
  await sql`insert into copy
    select n.n, o.id, o.referral_id, o.enterprise_id, uuidv7(), uuidv7(), uuidv7(), n.code, n.key
    from (select ordinality - 1 + ${from} as n, code, key from unnest(string_to_array(${codes.join(' ')}, ' '), string_to_array(${keys.join(' ')}, ' ')::uuid[]) with ordinality u(code, key)) n
    join original o on o.nth = n.n % (select count(*) from original)`;
  await copyRows(sql, 'enterprise', 't.id = c.of_enterprise', {
    id: 'c.enterprise',
    firm_key: 'c.key',
    credit_code: 'c.code',
    name: `t.name || ' ' || c.n`,
  });
  await copyRows(sql, 'access', 't.object_id = c.of_enterprise', { object_id: 'c.enterprise' });
  await copyRows(sql, 'referral', 't.id = c.of_referral', {
    id: 'c.referral',
    number: `'C' || c.n`,
    enterprise_id: 'c.enterprise',
    firm_key: 'c.key',
    form_number: `t.form_number || '-' || c.n`,
    ...scaled('amount'),
  });
  await copyRows(sql, 'loan', 't.id = c.of_loan', {
    id: 'c.loan',
    number: `'C' || c.n`,
    referral_id: 'c.referral',
    enterprise_id: 'c.enterprise',
    firm_key: 'c.key',
    ...scaled('amount', 'outstanding'),
  });
  await copyRows(sql, 'instalment', 't.loan_id = c.of_loan', {
    loan_id: 'c.loan',
    ...scaled('principal', 'unpaid'),
  });
  await copyRows(sql, 'repayment', 't.loan_id = c.of_loan', {
    id: 'uuidv7()',
    loan_id: 'c.loan',
    ...scaled('principal', 'interest'),
  });
  await copyRows(sql, 'agenda', 't.loan_id = c.of_loan', { loan_id: 'c.loan' });
  // Duties that are open, and those that every loan has: old visits tell nothing and would be most of the rows.
  const kept = `(t.met_on is null or t.kind in ('DISBURSEMENT_NOTICE', 'MATURITY_REMINDER'))`;
  await copyRows(sql, 'obligation', `t.loan_id = c.of_loan and t.subject_id = c.of_loan and ${kept}`, {
    id: 'uuidv7()',
    loan_id: 'c.loan',
    subject_id: 'c.loan',
  });
}

/** Fills a database that holds the demo pool until it has so many loans. */
export async function fill(ownerUrl: string, loans: number): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    const [pool] = await sql<{ poolId: Id<'pool'>; count: number }[]>`
      select pool_id as "poolId", count(*)::int as count from loan group by pool_id`;
    if (!pool) throw new Error('there is no pool to fill');
    // The copies point where their originals do; checking each of their keys again would take most of the time.
    await sql.unsafe(`set session_replication_role = replica`);
    await sql.unsafe(`set synchronous_commit = off`);
    for (const table of TABLES) await sql.unsafe(`alter table ${table} no force row level security`);
    await sql.unsafe(`create temporary table original as
      select row_number() over (order by l.id) - 1 as nth, l.id, l.referral_id, l.enterprise_id from loan l
      where l.state in ('ACTIVE', 'REPAID') and l.compensated_principal = 0 and l.accelerated_on is null
        and l.amount % ${SMALLER} = 0 and l.outstanding % ${SMALLER} = 0
        and not exists (select 1 from instalment i where i.loan_id = l.id and (i.principal % ${SMALLER} <> 0 or i.unpaid % ${SMALLER} <> 0))
        and not exists (select 1 from repayment r where r.loan_id = l.id and (r.principal % ${SMALLER} <> 0))`);
    await sql.unsafe(`create temporary table copy (n int, of_loan uuid, of_referral uuid, of_enterprise uuid,
      loan uuid, referral uuid, enterprise uuid, code text, key uuid)`);
    for (let from = pool.count; from < loans; from += BATCH)
      await copyBatch(sql, pool.poolId, from, Math.min(loans, from + BATCH));
    const names = await columns(sql, 'exposure', ['region_id']);
    const set = names.filter((name) => !['pool_id', 'scope', 'scope_id'].includes(name));
    await sql.unsafe(`insert into exposure (${names.join(', ')}, region_id)
      select ${names.map((name) => `s.${name}`).join(', ')}, case when scope = 'FIRM' then (select e.region_id from enterprise e
        where e.pool_id = s.pool_id and e.firm_key = s.scope_id limit 1) end from (${SUMS}) s
      on conflict (pool_id, scope, scope_id) do update set ${set.map((name) => `${name} = excluded.${name}`).join(', ')}`);
    await sql.unsafe(`truncate due_day`);
    await sql.unsafe(DUE_DAYS);
    for (const table of TABLES) await sql.unsafe(`alter table ${table} force row level security`);
    await sql.unsafe('vacuum analyze');
  } finally {
    await sql.end();
  }
}
