import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SqlError, Tx } from '../../src/database/connection.ts';
import { actingRole } from '../../src/database/personas.ts';
import type { Persona } from '../../src/domain/words.ts';
import type { Running, User } from '../support/product.ts';
import { startTwins, type Twin } from '../support/twin.ts';

// Wall 2 for writes, with no act and no shield in front of it: as the login of the application, in the role in which a
// tenant's acts write, every row of the other side and of the other pool is written again, and refused.

/** What follows from an act of any tenant: duties of others, counters, sums, records. The pool alone limits them. */
const ANY_ACT = [
  'access',
  'account',
  'agenda',
  'audit',
  'breaker',
  'breaker_turn',
  'event',
  'exposure',
  'journal',
  'numbering',
  'obligation',
  'refusal',
];

let running: Running;
let ours: Twin;
let theirs: Twin;

beforeAll(async () => {
  ({ running, ours, theirs } = await startTwins());
});
afterAll(() => running?.stop());

class Undone extends Error {}

/** 'written', or the code with which the database refused; nothing stays either way. */
async function attempt(
  who: User,
  persona: Persona,
  write: (tx: Tx) => Promise<unknown[][]>,
): Promise<string> {
  const context = { ...who, persona: actingRole(persona) };
  try {
    return await running.product.database.act(context, async (tx) => {
      const rows = await write(tx);
      throw Object.assign(new Undone(), { rows: rows.length });
    });
  } catch (error) {
    if (error instanceof Undone) return 'rows' in error && error.rows === 0 ? 'no row' : 'written';
    return (error as SqlError).code;
  }
}

interface Stored {
  readonly table: string;
  readonly row: string;
}

async function rowsOf(where: string, params: readonly unknown[]): Promise<Stored[]> {
  const tables = await running.owner(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const all: Stored[] = [];
  for (const { name } of tables) {
    const found = await running.owner(
      `select distinct on (md5(t::text)) to_jsonb(t)::text as row from ${name} t where ${where} limit 6`,
      params,
    );
    all.push(...found.map(({ row }) => ({ table: String(name), row: String(row) })));
  }
  return all;
}

async function columnsUpdatable(role: string): Promise<Map<string, string>> {
  const rows = await running.owner(
    `select t.tablename as name, min(a.attname::text) as column from pg_tables t
       join pg_attribute a on a.attrelid = t.tablename::regclass and a.attnum > 0 and not a.attisdropped
      where t.schemaname = 'public' and has_column_privilege($1, t.tablename::regclass, a.attnum, 'UPDATE')
      group by 1`,
    [role],
  );
  return new Map(rows.map(({ name, column }) => [String(name), String(column)]));
}

/** What a role could write of some rows: the tables, with how. */
async function written(who: User, persona: Persona, rows: readonly Stored[]): Promise<string[]> {
  const updatable = await columnsUpdatable(actingRole(persona));
  const ends = new Set<string>();
  for (const { table, row } of rows) {
    const inserted = await attempt(who, persona, (tx) =>
      tx.query(
        `insert into ${table} overriding system value select * from jsonb_populate_record(null::public.${table}, $1::jsonb) returning 1`,
        [row],
      ),
    );
    if (inserted !== '42501') ends.add(`${table} insert ${inserted}`);
    const column = updatable.get(table);
    if (!column) continue;
    const updated = await attempt(who, persona, (tx) =>
      tx.query(`update ${table} as t set ${column} = ${column} where to_jsonb(t) = $1::jsonb returning 1`, [
        row,
      ]),
    );
    if (updated !== '42501' && updated !== 'no row') ends.add(`${table} update ${updated}`);
  }
  return [...ends].sort();
}

function people(): [Persona, User][] {
  const { city, first, second } = ours;
  return [
    ['OFFICE', city.office],
    ['DISTRICT', first.region.user],
    ['BANK', first.bank.user],
    ['FUND_MANAGER', first.guarantor.user],
    ['GUARANTOR', second.guarantor.user],
  ];
}

test('no acting role writes a row of another pool', async () => {
  const rows = await rowsOf('t.pool_id = $1', [theirs.city.pool.poolId]);
  expect(new Set(rows.map(({ table }) => table)).size).toBeGreaterThan(25);
  for (const [persona, who] of people())
    expect([persona, await written(who, persona, rows)]).toEqual([persona, []]);
});

test('an acting role writes no row of the other side of its pool, but for what follows from any act', async () => {
  const { first, second, city } = ours;
  const ids = (side: Twin['first']) =>
    [side.region, side.bank, side.guarantor].map(({ user }) => user.tenantId);
  const sides = { DISTRICT: [first, second], BANK: [first, second], GUARANTOR: [second, first] } as const;
  for (const [persona, who] of people()) {
    if (persona === 'OFFICE' || persona === 'FUND_MANAGER') continue;
    const [mine, other] = sides[persona];
    const rows = await rowsOf(
      `t.pool_id = $1 and exists (select 1 from unnest($2::text[]) id where t::text like '%' || id || '%')
         and not exists (select 1 from unnest($3::text[]) id where t::text like '%' || id || '%')`,
      [city.pool.poolId, ids(other), ids(mine)],
    );
    expect(rows.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['loan', 'referral', 'waiver', 'top_up']),
    );
    const open = (await written(who, persona, rows)).filter(
      (end) => !ANY_ACT.includes(end.split(' ')[0] ?? ''),
    );
    expect([persona, open]).toEqual([persona, []]);
  }
});

test('第三十二条 a bank posts in entries that are its own and of a bank’s kinds, on its own deposit, and on no other account of money', async () => {
  const { first, second, city } = ours;
  const { user } = first.bank;
  const own = user.tenantId;
  const other = second.bank.user.tenantId;
  const entries = await running.owner(
    `select id::text, kind, bank_id::text as bank, tenant_id::text as tenant from entry where pool_id = $1`,
    [city.pool.poolId],
  );
  const entryOf = (kind: string, bank: string | null) => {
    const found = entries.find((entry) => entry.kind === kind && entry.bank === bank);
    if (!found) throw new Error(`no ${kind} of ${bank}`);
    return String(found.id);
  };
  const post = (kind: string, bankId: string | null, tenantId: string) =>
    attempt(user, 'BANK', (tx) =>
      tx.query(
        `insert into entry (pool_id, id, sequence, kind, value_date, recorded_at, tenant_id, user_id, document, bank_id)
         values ($1, gen_random_uuid(), 999999, $2, '2025-03-10', now(), $3, 'u', 'd', $4::uuid) returning 1`,
        [city.pool.poolId, kind, tenantId, bankId],
      ),
    );
  const line = (entryId: string, code: string) =>
    attempt(user, 'BANK', (tx) =>
      tx.query(
        `insert into line (pool_id, entry_id, number, code, amount, value_date, recorded_at)
         values ($1, $2::uuid, 99, $3, 1, '2025-03-10', now()) returning 1`,
        [city.pool.poolId, entryId, code],
      ),
    );
  for (const kind of ['DEDUCTION', 'RECOVERY', 'EXCESS_DEDUCTED', 'EXCESS_RETURNED'])
    expect([kind, await post(kind, own, own)]).toEqual([kind, 'written']);
  for (const kind of [
    'CONTRIBUTION',
    'INTEREST',
    'DEPOSIT_PLACED',
    'DEPOSIT_RETURNED',
    'REPLENISHMENT',
    'SUPPLEMENT',
    'REVERSAL',
  ])
    expect([kind, await post(kind, own, own)]).toEqual([kind, '42501']);
  expect(await post('DEDUCTION', other, own)).toBe('42501');
  expect(await post('DEDUCTION', null, own)).toBe('42501');
  expect(await post('DEDUCTION', own, other)).toBe('42501');

  const deduction = entryOf('DEDUCTION', own);
  const sources = await running.owner(
    `select code from account where pool_id = $1 and kind = 'COMPENSATION'`,
    [city.pool.poolId],
  );
  const codes = sources.map((account) => String(account.code));
  // Of the regions' accounts, that of the region of the loan that the entry is about.
  const elsewhere = codes.filter(
    (code) => code.startsWith('compensation:REGION') && !code.endsWith(first.region.user.tenantId),
  );
  expect(elsewhere.length).toBeGreaterThan(0);
  const ofAll = codes.filter((code) => !elsewhere.includes(code));
  for (const code of [`deposit:${own}`, `suspense:${own}`, ...ofAll])
    expect([code, await line(deduction, code)]).toEqual([code, 'written']);
  for (const code of elsewhere) expect([code, await line(deduction, code)]).toEqual([code, '42501']);
  for (const code of [`deposit:${other}`, `suspense:${other}`, 'custody', 'interest', 'fund:CITY'])
    expect([code, await line(deduction, code)]).toEqual([code, '42501']);
  // Entries on its deposit that the fund manager made, and those of another bank.
  for (const entry of [
    entryOf('DEPOSIT_PLACED', own),
    entryOf('DEDUCTION', other),
    entryOf('CONTRIBUTION', null),
  ])
    expect(await line(entry, `deposit:${own}`)).toBe('42501');
});

test('the tables that any act writes are those, and no more than those', async () => {
  const rows = await running.owner(
    `select distinct tablename as name from pg_policies
      where schemaname = 'public' and roles = array['zhubao_act']::name[] and cmd in ('INSERT', 'UPDATE')
        and coalesce(with_check, '') not like '%app.tenant%' order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(ANY_ACT);
});
