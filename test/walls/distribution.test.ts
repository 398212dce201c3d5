import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import type { City } from '../support/city.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { advance, disburse, fundedCity, lend, repay } from '../support/edges.ts';
import { everything } from '../support/everything.ts';
import { type Running, startProduct } from '../support/product.ts';
import { type Listened, listenTo } from '../support/statements.ts';

// What an engine that distributes the tables by pool requires (Citus and the like), and what moving a pool to another
// server rests on: every key begins with the pool, no row points into another pool, nothing is counted across pools, and
// what the product asks all day stays within one pool. Asked of the real catalogue and of what really goes over the wire.

const TODAY = '2025-03-10';
/** Tables without a pool, which such an engine has whole on every node. None so far: also calendars and rates are a pool's own. */
const REFERENCE_TABLES: Readonly<Record<string, string>> = {};

let fresh: FreshDatabase;
let wire: Listened;
let running: Running;
let city: City;

beforeAll(async () => {
  fresh = await freshDatabase();
  wire = await listenTo(fresh.appUrl);
  running = await startProduct({ DATABASE_APP_URL: wire.url, WEBHOOKS: 'on' }, undefined, fresh);
});
afterAll(async () => {
  await running?.stop();
  await wire?.close();
});

const TABLES = `select c.oid, c.relname as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;

/** What stands in the way of distributing by pool, by name. */
async function faults(): Promise<string[]> {
  const found = await fresh.owner(`
    with t as (${TABLES}), column_at as (select attrelid, attnum, attname from pg_attribute where attnum > 0)
    select 'no pool: ' || name as fault from t
      where not exists (select from column_at where attrelid = t.oid and attname = 'pool_id')
    union all
    select 'no primary key: ' || name from t where not exists (select from pg_index where indrelid = t.oid and indisprimary)
    union all
    select 'unique without the pool first: ' || i.indexrelid::regclass from t join pg_index i on i.indrelid = t.oid and i.indisunique
      where (select attname from column_at where attrelid = t.oid and attnum = i.indkey[0]) is distinct from 'pool_id'
    union all
    select 'exclusion without the pool: ' || conname from pg_constraint where contype = 'x' and conrelid in (select oid from t)
    union all
    select 'points out of its pool: ' || f.conrelid::regclass || ' ' || f.conname from pg_constraint f
      where f.contype = 'f' and f.conrelid in (select oid from t) and (
        (select attname from column_at where attrelid = f.conrelid and attnum = f.conkey[1]) is distinct from 'pool_id'
        or (select attname from column_at where attrelid = f.confrelid and attnum = f.confkey[1]) is distinct from 'pool_id')
    union all
    select 'a counter of all pools: ' || relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace
    union all
    select 'a trigger that leaves the pool: ' || p.proname from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.prosrc ~* '(?<!distinct )\\m(from|into|update)\\M' and p.prosrc !~ 'pool_id'
    order by 1`);
  return found
    .map(({ fault }) => String(fault))
    .filter((fault) => !Object.keys(REFERENCE_TABLES).some((name) => fault === `no pool: ${name}`));
}

describe('the catalogue', () => {
  test('has the pool first in every key, on both sides of every reference, and no counter of all pools', async () => {
    expect((await fresh.owner(TABLES)).length).toBeGreaterThan(60);
    expect(await faults()).toEqual([]);
  });

  test.each([
    ['create table planted (id uuid primary key)', 'no pool: planted'],
    ['create table planted (pool_id uuid)', 'no primary key: planted'],
    [
      'create table planted (pool_id uuid, id uuid, primary key (id, pool_id))',
      'unique without the pool first: planted_pkey',
    ],
    ['create unique index planted on loan (id)', 'unique without the pool first: planted'],
    [
      'create table planted (pool_id uuid, n bigserial, primary key (pool_id, n))',
      'a counter of all pools: planted_n_seq',
    ],
    [
      'create table planted (pool_id uuid, of_pool uuid, id uuid, primary key (pool_id, id), constraint out foreign key (of_pool, id) references loan (pool_id, id))',
      'points out of its pool: planted out',
    ],
  ])('%s', async (statement, fault) => {
    await fresh.owner(statement);
    const found = await faults();
    await fresh.owner(statement.includes('index') ? 'drop index planted' : 'drop table planted');
    expect(found).toContain(fault);
  });
});

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Alias?: string;
  readonly Plans?: readonly Node[];
  readonly [more: string]: unknown;
}

/** Roles that look over all pools: a statement of theirs goes to every node. None of it waits for a person. */
const OVER_ALL_POOLS = /-- zhubao_sweep$/;
const POOL_GIVEN = /\bpool_id = /;

function scansOf(node: Node): Node[] {
  const name = node['Relation Name'];
  // The server's own tables are on every node.
  const isOurs = name !== undefined && !name.startsWith('pg_') && node['Node Type'] !== 'ModifyTable';
  const own = isOurs ? [node] : [];
  return [...own, ...(node.Plans ?? []).flatMap(scansOf)];
}

/** How PostgreSQL finds the rows of a scan: conditions on it, or on the bitmap that it reads. */
function conditionsOf(node: Node): string {
  const own = Object.entries(node).filter(([name]) => /Cond$|Filter$/.test(name));
  return own.map(([, condition]) => String(condition)).join(' and ');
}

/** The scans of a statement that are not held to one pool; an insert that does not say whose its rows are. */
async function astray(statement: string): Promise<string[]> {
  const [row] = await fresh.owner(`explain (generic_plan, format json) ${statement}`);
  const plans = (row?.['QUERY PLAN'] ?? []) as readonly { readonly Plan: Node }[];
  const scans = plans
    .flatMap(({ Plan }) => scansOf(Plan))
    .filter((node) => !POOL_GIVEN.test(conditionsOf(node)));
  const isInsert = /^\s*insert into "?\w+"?\s*\(/i.test(statement);
  const saysWhose = /^\s*insert into "?\w+"?\s*\(\s*"?pool_id"?/i.test(statement);
  return [
    ...scans.map((node) => `${node['Relation Name']}: ${conditionsOf(node) || 'all rows'}`),
    ...(isInsert && !saysWhose ? ['an insert without a pool'] : []),
  ];
}

/** A loan from the referral to its repayment and into its overdue days, what everyone may read of it, and the workers. */
async function story(): Promise<void> {
  city = await fundedCity(running, TODAY);
  const { loan } = (await lend(running, city, '1000000.00', TODAY)) as unknown as {
    readonly loan: { readonly id: string };
  };
  await disburse(running, city.bank, loan.id, TODAY);
  await repay(running, city.bank, loan.id, '100000.00', TODAY);
  await advance(running, city, '2026-06-20');
  const all = everything(createSchema(), 3);
  for (const user of [city.office, city.region.user, city.bank.user, city.guarantor.user])
    await running.ask(user, all);
}

describe('what goes over the wire', () => {
  beforeAll(story);

  test('is held to one pool, table by table', async () => {
    const asked = [...wire.statements].filter((text) =>
      /^\s*(select|insert|update|delete|with)\b/i.test(text),
    );
    const [hot, overAll] = [false, true].map((over) =>
      asked.filter((text) => OVER_ALL_POOLS.test(text) === over),
    );
    expect(hot?.length).toBeGreaterThan(150);
    const found: string[] = [];
    for (const text of hot ?? []) for (const one of await astray(text)) found.push(`${one} in ${text}`);
    expect(found).toEqual([]);
    // What looks over all pools only reads, and there is little of it.
    expect(overAll?.every((text) => /^\s*select\b/i.test(text))).toBe(true);
    expect(overAll?.length).toBeLessThan(12);
  });

  test('and one that is not is found', async () => {
    expect(await astray('select id from loan where id = $1')).toEqual(['loan: (id = $1)']);
    expect(await astray('update loan set version = 1')).toEqual(['loan: all rows']);
    expect(await astray('insert into numbering (series, year, last) values ($1, 1, 1)')).toEqual([
      'an insert without a pool',
    ]);
  });
});
