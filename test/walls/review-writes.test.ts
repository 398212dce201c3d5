import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SqlError } from '../../src/database/connection.ts';
import { actingRole, sweepRole } from '../../src/database/personas.ts';
import type { Persona } from '../../src/domain/words.ts';
import { type Running, type User, uuidOf } from '../support/product.ts';
import { startTwins, type Twin } from '../support/twin.ts';

// Wall 2 for writes, where foreign keys and grants stand beside row security: what a tenant's acting role can hang on a
// loan of others, and which columns of what it has written before it can change.

let running: Running;
let ours: Twin;

beforeAll(async () => {
  ({ running, ours } = await startTwins());
}, 120_000);
afterAll(() => running?.stop());

class Undone extends Error {}

/** 'written', or the code with which the database refused; nothing stays either way. */
async function attempt(
  who: User,
  persona: Persona,
  text: string,
  params: readonly string[],
): Promise<string> {
  try {
    return await running.product.database.act({ ...who, persona: actingRole(persona) }, async (tx) => {
      const rows = await tx.query(text, params);
      throw new Undone(rows.length > 0 ? 'written' : 'no row');
    });
  } catch (error) {
    return error instanceof Undone ? error.message : (error as SqlError).code;
  }
}

const VIOLATES_FOREIGN_KEY = '23503';
const DENIED = '42501';

test('第三十二至三十五条 what hangs on a loan has the parties of the loan: no bank hangs anything on a loan of another bank', async () => {
  const { first, second, city } = ours;
  const { user } = second.bank;
  const hanging = [
    'instalment',
    'repayment',
    'aftercare',
    'compensation',
    'legal_action',
    'legal_step',
    'recovery',
    'recovery_cost',
    'recovery_report',
  ];
  for (const table of hanging) {
    const rows = await running.owner(
      `select to_jsonb(t)::text as row from ${table} t where pool_id = $1 and bank_id = any($2::uuid[]) order by bank_id = $3::uuid limit 20`,
      [city.pool.poolId, [first.bank.user.tenantId, user.tenantId], user.tenantId],
    );
    const all = rows.map(({ row }) => JSON.parse(String(row)) as Record<string, unknown>);
    const foreign = all.find(({ bank_id }) => bank_id !== user.tenantId);
    const own = all.find(({ bank_id }) => bank_id === user.tenantId);
    if (!foreign || !own) throw new Error(`both banks have something in ${table}`);
    const insert = (row: Record<string, unknown>) => {
      const fresh = {
        ...('id' in row ? { id: randomUUID() } : {}),
        ...('number' in row ? { number: 99 } : {}),
      };
      return attempt(
        user,
        'BANK',
        `insert into ${table} select * from jsonb_populate_record(null::public.${table}, $1::jsonb) returning 1`,
        [JSON.stringify({ ...row, ...fresh })],
      );
    };
    expect([table, await insert(own)]).toEqual([table, 'written']);
    const disguised = { ...foreign, bank_id: user.tenantId };
    expect([table, await insert(disguised)]).toEqual([table, VIOLATES_FOREIGN_KEY]);
    // Nor does it show what is its own to a district or a guarantor that have nothing to do with it.
    for (const party of ['region_id', 'guarantor_id'])
      expect([table, party, await insert({ ...own, [party]: foreign[party] })]).toEqual([
        table,
        party,
        VIOLATES_FOREIGN_KEY,
      ]);
  }
});

test('of what has been recorded about a loss only the columns change that an act changes, each by who does it', async () => {
  const { first, second, city } = ours;
  const asks: readonly [User, Persona, string, string][] = [
    [second.bank.user, 'BANK', 'compensation set deducted = 0', DENIED],
    [second.bank.user, 'BANK', 'compensation set principal = 0', DENIED],
    [second.bank.user, 'BANK', 'compensation set region_part = 0', DENIED],
    // The office has asked it about another of its loans only.
    [second.bank.user, 'BANK', 'compensation set reversed_on = current_date', DENIED],
    [second.bank.user, 'BANK', 'repayment set principal = 0', DENIED],
    [second.bank.user, 'BANK', `correction set asker_id = tenant_id`, DENIED],
    [second.bank.user, 'BANK', 'correction set entry_id = about_id', DENIED],
    [second.bank.user, 'BANK', `correction_message set text = 't'`, DENIED],
    [second.bank.user, 'BANK', 'statement set closing = 0', DENIED],
    [second.bank.user, 'BANK', 'statement_line set amount = -amount', DENIED],
    [second.bank.user, 'BANK', `explanation set reason = 'r'`, DENIED],
    [second.bank.user, 'BANK', `compensation set notice_document = 'd'`, 'written'],
    [city.office, 'OFFICE', 'compensation set reversed_on = null', 'written'],
    [city.office, 'OFFICE', 'compensation set taken = taken', DENIED],
    [city.office, 'OFFICE', 'recovery set net = net', DENIED],
    [second.bank.user, 'BANK', 'recovery set reversed_on = current_date', 'no row'],
    [second.bank.user, 'BANK', 'legal_action set opened_by = opened_by', DENIED],
    [first.guarantor.user, 'FUND_MANAGER', 'supplement set amount = amount', DENIED],
    [first.guarantor.user, 'FUND_MANAGER', `supplement set decided_by = 'u'`, DENIED],
    [first.guarantor.user, 'FUND_MANAGER', 'supplement set received = 0', 'written'],
    [city.office, 'OFFICE', 'supplement set asked_by = asked_by', DENIED],
    [second.region.user, 'DISTRICT', 'sweep set swept_through = swept_through', DENIED],
  ];
  for (const [who, persona, change, end] of asks)
    expect([persona, change, await attempt(who, persona, `update ${change} returning 1`, [])]).toEqual([
      persona,
      change,
      end,
    ]);
});

test('第十八条 a bank writes of its own standing only that it leaves and has left: no other account, and no way back in', async () => {
  const { second, first, city } = ours;
  const asks: readonly [User, Persona, string, string][] = [
    [second.bank.user, 'BANK', `special_account = '1'`, DENIED],
    [second.bank.user, 'BANK', 'pool_id = pool_id', DENIED],
    [second.bank.user, 'BANK', `state = 'COOPERATING'`, DENIED],
    [second.bank.user, 'BANK', `state = 'LEAVING', leaving_on = '2025-03-10'`, 'written'],
    [second.bank.user, 'BANK', `state = 'LEFT', left_on = '2025-03-10'`, 'written'],
    [first.guarantor.user, 'FUND_MANAGER', `special_account = '1'`, DENIED],
    [city.office, 'OFFICE', `special_account = '1', state = 'COOPERATING'`, 'written'],
  ];
  for (const [who, persona, change, end] of asks)
    expect([
      persona,
      change,
      await attempt(who, persona, `update bank_standing set ${change} where bank_id = $1 returning 1`, [
        second.bank.user.tenantId,
      ]),
    ]).toEqual([persona, change, end]);
  const foreign = await attempt(
    second.bank.user,
    'BANK',
    `update bank_standing set state = 'LEFT' where bank_id = $1 returning 1`,
    [first.bank.user.tenantId],
  );
  expect(foreign).toBe('no row');
});

test('第二十、三十二条 a bank books a region’s share of a loss on the region of its own loan, and of no other', async () => {
  const { first, second, city } = ours;
  const { user } = second.bank;
  const [own] = await running.owner(
    `select e.id, e.loan_id, l.region_id from entry e join loan l on l.pool_id = e.pool_id and l.id = e.loan_id
      where e.pool_id = $1 and e.bank_id = $2 and e.kind = 'DEDUCTION' limit 1`,
    [city.pool.poolId, user.tenantId],
  );
  if (!own) throw new Error('the second bank has deducted');
  const post = (code: string) =>
    attempt(
      user,
      'BANK',
      `insert into line (pool_id, entry_id, number, code, amount, value_date, recorded_at, region_id)
        values ($1, $2, 99, $3, 1, '2025-03-10', now(), null) returning 1`,
      [city.pool.poolId, String(own.id), code],
    );
  const ends: readonly [string, string][] = [
    [`compensation:REGION:${own.region_id}`, 'written'],
    ['compensation:CITY', 'written'],
    ['compensation:AUTONOMOUS_REGION', 'written'],
    [`deposit:${user.tenantId}`, 'written'],
    [`compensation:REGION:${uuidOf(first.region.id)}`, DENIED],
    [`deposit:${first.bank.user.tenantId}`, DENIED],
    ['custody', DENIED],
    ['interest', DENIED],
    ['fund:CITY', DENIED],
    [`fund:REGION:${own.region_id}`, DENIED],
  ];
  for (const [code, end] of ends) expect([code, await post(code)]).toEqual([code, end]);
});

test('the role of the sweep lists the pools with their dates and their offices, and reads nothing else', async () => {
  const { poolId } = ours.city.pool;
  const tables = await running.owner(`select tablename as name from pg_tables where schemaname = 'public'`);
  const read = async (what: string) => {
    try {
      const rows = await running.product.database.read(
        { persona: sweepRole, poolId, tenantId: '', userId: 'sweep' },
        (tx) => tx.query(`select ${what}`, []),
      );
      return rows.length;
    } catch (error) {
      return (error as SqlError).code;
    }
  };
  for (const { name } of tables) expect([name, await read(`* from ${name}`)]).toEqual([name, DENIED]);
  expect(await read('pool_id, sandbox_date from pool')).toBe(2);
  expect(await read('id, kind from tenant')).toBe(2);
  expect(await read('name_zh from tenant')).toBe(DENIED);
});
