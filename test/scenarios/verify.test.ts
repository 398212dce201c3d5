import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Verification } from '../../src/acts/verify.ts';
import { reportOf } from '../../src/acts/verify.ts';
import { verifyDatabase } from '../../src/database/verify-run.ts';
import { createDemo } from '../../src/demo/create.ts';
import { chainHash } from '../../src/domain/audit.ts';
import { instant } from '../../src/domain/dates.ts';
import { portsOn } from '../../src/opening.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { planted } from '../support/plant.ts';
import { quiet } from '../support/quiet.ts';

// `verify` recomputes a pool from its records. The pool here is the demo's: built through the acts, with something of
// everything. It is whole; then one fault after another is planted by the database's owner, past every wall.

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  await createDemo(portsOn(fresh.database), { info: () => {} });
}, 120_000);
afterAll(() => fresh?.drop());

async function look(): Promise<Verification> {
  const [pool] = await verifyDatabase({
    databaseUrl: fresh.ownerUrl,
    databaseAppUrl: fresh.appUrl,
    dataFolder: '.',
    poolId: null,
    now: instant(new Date('2026-03-31T04:00:00Z')),
    log: quiet,
  });
  if (!pool) throw new Error('no pool');
  return pool;
}

test('the demo pool is whole', async () => {
  const start = performance.now();
  const found = await look();
  process.stdout.write(`${reportOf(found)}\n${Math.round(performance.now() - start)} ms\n`);
  expect(found.differences).toEqual([]);
});

const value = async (query: string): Promise<string> =>
  String(Object.values((await fresh.owner(query))[0] ?? {})[0]);

interface Fault {
  readonly what: string;
  readonly tables: readonly string[];
  readonly change: string;
  /** What is found, in any order: the code and the row. A row in braces is asked of the database first. */
  readonly found: readonly (readonly [code: string, row: string])[];
}

const ENTRY =
  "(select id from entry where kind = 'CONTRIBUTION' and region_id is not null order by sequence limit 1)";
const ENTRY_NAME = `{'entry#' || sequence from entry where id = ${ENTRY}}`;
const ENTRY_DAY = `(select value_date from entry where id = ${ENTRY})`;
const FUND = `(select code from line where entry_id = ${ENTRY} and amount < 0)`;
const ACTIVE = "(select id from loan where outstanding = amount and method = 'BULLET' order by id limit 1)";
const ACTIVE_NAME = `{number || ' ln_' || replace(id::text, '-', '') from loan where id = ${ACTIVE}}`;
const REPAID_ONCE =
  '(select loan_id from repayment group by loan_id having count(*) = 1 order by loan_id limit 1)';
const DUTY =
  "(select id from obligation where kind = 'DISBURSEMENT_NOTICE' and met_on < due_on order by id limit 1)";
const duty = (column: string) => `{${column} from obligation where id = ${DUTY}}`;

// biome-ignore format: a table
const FAULTS: readonly Fault[] = [
  { what: 'a changed line amount', tables: ['line'],
    change: `update line set amount = amount + 1 where entry_id = ${ENTRY} and amount > 0`,
    found: [['ENTRY_UNBALANCED', ENTRY_NAME], ['ACCOUNT_BALANCE', 'custody'], ['ACCOUNT_DAY', `{'custody ' || ${ENTRY_DAY}}`], ['ENTRY_RECORD', ENTRY_NAME]] },
  { what: 'an entry of another amount, balanced', tables: ['line'],
    change: `update line set amount = amount * 2 where entry_id = ${ENTRY}`,
    found: [['ACCOUNT_BALANCE', 'custody'], ['ACCOUNT_BALANCE', `{${FUND}}`], ['ACCOUNT_DAY', `{'custody ' || ${ENTRY_DAY}}`],
      ['ACCOUNT_DAY', `{${FUND} || ' ' || ${ENTRY_DAY}}`], ['ENTRY_RECORD', ENTRY_NAME],
      ['PLEDGE_PAID', `{'pg_' || replace(pledge_id::text, '-', '') from entry where id = ${ENTRY}}`]] },
  { what: 'a line of another day', tables: ['line'],
    change: `update line set value_date = value_date + 1 where entry_id = ${ENTRY} and amount < 0`,
    found: [['LINE_DATE', `{'entry#' || e.sequence || '.' || l.number from entry e join line l on l.entry_id = e.id and l.amount < 0 where e.id = ${ENTRY}}`],
      ['ACCOUNT_DAY', `{${FUND} || ' ' || ${ENTRY_DAY}}`], ['ACCOUNT_DAY', `{${FUND} || ' ' || (${ENTRY_DAY} + 1)}`]] },
  { what: 'a changed entry document', tables: ['entry'],
    change: `update entry set document = document || '改' where id = ${ENTRY}`, found: [['ENTRY_RECORD', ENTRY_NAME]] },
  { what: 'a stolen entry', tables: ['entry', 'line'],
    change: `delete from line where entry_id = (select id from entry where sequence = 1); delete from entry where sequence = 1`,
    found: [['ENTRY_MISSING', 'entry#1'], ['ACCOUNT_BALANCE', 'custody'], ['ACCOUNT_BALANCE', '{code from line where entry_id = (select id from entry where sequence = 1) and amount < 0}'],
      ['ACCOUNT_DAY', "{'custody ' || value_date from entry where sequence = 1}"],
      ['ACCOUNT_DAY', '{code || \' \' || value_date from line where entry_id = (select id from entry where sequence = 1) and amount < 0}'],
      ['PLEDGE_PAID', "{'pg_' || replace(pledge_id::text, '-', '') from entry where sequence = 1}"]] },
  { what: 'an entry that no act made', tables: ['entry', 'line', 'account', 'account_day', 'journal'],
    change: `insert into entry select * from jsonb_populate_record(null::entry, (select to_jsonb(e) || '{"id": "00000000-0000-4000-8000-000000000001", "pledge_id": null}' || jsonb_build_object('sequence', (select entry_sequence + 1 from journal)) from entry e where id = ${ENTRY}));
      insert into line select pool_id, '00000000-0000-4000-8000-000000000001', number, code, amount, value_date, recorded_at, bank_id, region_id from line where entry_id = ${ENTRY};
      update account a set balance = a.balance + n.amount from line n where n.entry_id = ${ENTRY} and n.code = a.code;
      update account_day a set net = a.net + n.amount from line n where n.entry_id = ${ENTRY} and n.code = a.code and n.value_date = a.day;
      update journal set entry_sequence = entry_sequence + 1`,
    found: [['ENTRY_UNRECORDED', "{'entry#' || (entry_sequence + 1) from journal}"]] },
  { what: 'a reversal of another amount', tables: ['line', 'account', 'account_day'],
    change: `update line set amount = amount * 2 where entry_id = (select id from entry where kind = 'REVERSAL' order by sequence limit 1);
      update account a set balance = (select sum(amount) from line n where n.code = a.code) where exists (select 1 from line n where n.code = a.code);
      update account_day a set net = (select sum(amount) from line n where n.code = a.code and n.value_date = a.day)`,
    found: [['REVERSAL_MIRROR', "{'entry#' || e.sequence || ' ' || n.code from entry e join line n on n.entry_id = e.id and n.number = 1 where kind = 'REVERSAL' order by sequence limit 1}"],
      ['REVERSAL_MIRROR', "{'entry#' || e.sequence || ' ' || n.code from entry e join line n on n.entry_id = e.id and n.number = 2 where kind = 'REVERSAL' order by sequence limit 1}"],
      ['ENTRY_RECORD', "{'entry#' || sequence from entry where kind = 'REVERSAL' order by sequence limit 1}"]] },
  { what: 'a wrong account balance', tables: ['account'],
    change: "update account set balance = balance + 1 where code = 'custody'", found: [['ACCOUNT_BALANCE', 'custody']] },
  { what: 'a wrong movement of a day', tables: ['account_day'],
    change: `update account_day set net = net - 1 where code = 'custody' and day = ${ENTRY_DAY}`,
    found: [['ACCOUNT_DAY', `{'custody ' || ${ENTRY_DAY}}`]] },
  { what: 'money moved to a day before it was there', tables: ['entry', 'line', 'account_day'],
    change: `update entry set value_date = '2021-01-01' where kind = 'DEPOSIT_PLACED';
      update line set value_date = '2021-01-01' where entry_id in (select id from entry where kind = 'DEPOSIT_PLACED');
      delete from account_day; insert into account_day select n.pool_id, n.code, n.value_date, a.bank_id, a.region_id, sum(n.amount) from line n join account a using (pool_id, code) group by 1, 2, 3, 4, 5`,
    found: [['ACCOUNT_OVERDRAWN', 'custody 2021-01-01'], ['ENTRY_RECORD', "{{'entry#' || sequence from entry where kind = 'DEPOSIT_PLACED'}}"]] },
  { what: 'a deleted audit record', tables: ['audit'],
    change: 'delete from audit where sequence = 700',
    found: [['AUDIT_SEQUENCE', 'audit#700'], ['EVENT_UNRECORDED', "{{'event#' || sequence from event where sequence >= (select (content::jsonb ->> 'firstEvent')::bigint from audit where sequence = 700) and sequence < (select (content::jsonb ->> 'firstEvent')::bigint from audit where sequence = 701)}}"]] },
  { what: 'the last audit record deleted', tables: ['audit'],
    change: 'delete from audit where sequence = (select max(sequence) from audit)',
    found: [['AUDIT_SEQUENCE', "{'audit#' || max(sequence) from audit}"], ['EVENT_UNRECORDED', "{{'event#' || sequence from event where sequence >= (select (content::jsonb ->> 'firstEvent')::bigint from audit order by sequence desc limit 1)}}"]] },
  { what: 'a changed audit record', tables: ['audit'],
    change: "update audit set user_id = 'somebody else' where sequence = 700", found: [['AUDIT_HASH', 'audit#700']] },
  { what: 'a changed subject of a record', tables: ['audit'],
    change: "update audit set subject = 'ln_00000000000000000000000000000000' where sequence = 700", found: [['AUDIT_SUBJECT', 'audit#700']] },
  { what: 'a stolen event', tables: ['event'],
    change: 'delete from event where sequence = 900', found: [['EVENT_MISSING', 'event#900']] },
  { what: 'the last event stolen', tables: ['event'],
    change: 'delete from event where sequence = (select event_sequence from journal)', found: [['EVENT_MISSING', "{'event#' || event_sequence from journal}"]] },
  { what: 'a changed event', tables: ['event'],
    change: `update event set data = data || '{"x": 1}' where sequence = 900`, found: [['EVENT_RECORD', 'event#900']] },
  { what: 'an event that is kept from a bank', tables: ['event'],
    change: `update event set bank_id = null where sequence = (select max(sequence) from event where bank_id is not null)`,
    found: [['EVENT_RECORD', "{'event#' || max(sequence) from event where bank_id is not null}"]] },
  { what: 'an event that no act told', tables: ['event'],
    change: `insert into event (pool_id, sequence, kind, subject, occurred_on, recorded_at, data) select pool_id, (select event_sequence + 1 from journal), kind, subject, occurred_on, recorded_at, data from event where sequence = 900`,
    found: [['EVENT_UNRECORDED', "{'event#' || (event_sequence + 1) from journal}"]] },
  { what: 'a repayment removed', tables: ['repayment'],
    change: `delete from repayment where id = (select min(id::text)::uuid from repayment where loan_id = ${REPAID_ONCE})`,
    found: [['LOAN_OUTSTANDING', `{number || ' ln_' || replace(id::text, '-', '') from loan where id = ${REPAID_ONCE}}`],
      ['INSTALMENT_UNPAID', `{{number || ' ln_' || replace(id::text, '-', '') || ' #' || n from loan, (select number as n from instalment where loan_id = ${REPAID_ONCE} and unpaid < principal) i where id = ${REPAID_ONCE}}}`],
      ['ROW_MISSING', `{'repayment:' || r.id || ' (audit#' || a.sequence || ')' from repayment r join audit a on a.act = 'recordRepayment' and a.content like '%' || r.id || '%' where r.loan_id = ${REPAID_ONCE}}`]] },
  { what: 'an instalment’s unpaid changed', tables: ['instalment'],
    change: `update instalment set unpaid = unpaid - 1 where loan_id = ${ACTIVE} and number = 1`,
    found: [['INSTALMENT_UNPAID', `{number || ' ln_' || replace(id::text, '-', '') || ' #1' from loan where id = ${ACTIVE}}`]] },
  { what: 'an instalment removed', tables: ['instalment'],
    change: `delete from instalment where loan_id = ${ACTIVE}`,
    found: [['INSTALMENT_TOTAL', ACTIVE_NAME], ['LOAN_NEXT_DUE', ACTIVE_NAME]] },
  { what: 'a loan’s outstanding changed, and the summaries with it', tables: ['loan', 'exposure'],
    change: `update exposure x set outstanding = x.outstanding - 1 where scope_id in (select unnest(array[pool_id, region_id, bank_id, guarantor_id, firm_key]) from loan where state = 'ACTIVE' and id = (select id from loan where state = 'ACTIVE' order by id limit 1));
      update loan set outstanding = outstanding - 1 where id = (select id from loan where state = 'ACTIVE' order by id limit 1)`,
    found: [['LOAN_OUTSTANDING', "{number || ' ln_' || replace(id::text, '-', '') from loan where state = 'ACTIVE' order by id limit 1}"]] },
  { what: 'a loan in a state it did not come to', tables: ['loan'],
    change: "update loan set state = 'CANCELLED' where id = (select id from loan where state = 'APPROVED' order by id limit 1)",
    found: [['LOAN_STATE', "{number || ' ln_' || replace(id::text, '-', '') from loan where state = 'APPROVED' order by id limit 1}"],
      ['EXPOSURE', "{{scope || ' ' || scope_id from exposure x where scope_id in (select unnest(array[pool_id, region_id, bank_id, guarantor_id, firm_key]) from loan where id = (select id from loan where state = 'APPROVED' order by id limit 1))}}"]] },
  { what: 'a wrong exposure', tables: ['exposure'],
    change: "update exposure set outstanding = outstanding + 1 where scope = 'POOL'",
    found: [['EXPOSURE', "{'POOL ' || pool_id from pool}"]] },
  { what: 'a wrong count of loans', tables: ['exposure'],
    change: "update exposure set active_loans = active_loans + 1 where scope = 'POOL'",
    found: [['EXPOSURE', "{'POOL ' || pool_id from pool}"]] },
  { what: 'a wrong pledge', tables: ['pledge'],
    change: "update pledge set paid = paid - 1 where id = (select id from pledge where region_id is null and paid > 0 order by id limit 1)",
    found: [['PLEDGE_PAID', "{'pg_' || replace(id::text, '-', '') from pledge where region_id is null and paid > 0 order by id limit 1}"]] },
  { what: 'a region that has paid more than it did', tables: ['region_standing'],
    change: 'update region_standing set paid_in = paid_in + 1 where region_id = (select min(region_id::text)::uuid from region_standing)',
    found: [['REGION_STANDING', "{'rg_' || replace(min(region_id::text), '-', '') from region_standing}"]] },
  { what: 'a top-up that was not placed', tables: ['top_up'],
    change: "update top_up set state = 'APPROVED' where id = (select id from top_up where state = 'PLACED' order by id limit 1)",
    found: [['TOP_UP_STATE', "{'tu_' || replace(id::text, '-', '') from top_up where state = 'PLACED' order by id limit 1}"]] },
  { what: 'a decision on other terms', tables: ['decision'],
    change: `update decision set terms = terms || '{"basisPoints": 1}' where id = (select id from decision where party = 'BANK' and outcome = 'APPROVE' order by id limit 1)`,
    found: [['ROW_RECORD', "{'decision:' || d.id || ' (audit#' || a.sequence || ')' from decision d join audit a on a.act = 'decideAsBank' and a.content like '%' || d.id || '%' where d.party = 'BANK' and d.outcome = 'APPROVE' order by d.id limit 1}"]] },
  { what: 'a duty’s met date changed', tables: ['obligation'],
    change: `update obligation set met_on = met_on + 1 where id = ${DUTY}`,
    found: [['ROW_RECORD', duty("'obligation:' || id || ' (audit#' || (select sequence from audit where act = 'giveDisbursementNotice' and content like '%' || obligation.id || '%') || ')'")]] },
  { what: 'a duty called timely that was late', tables: ['obligation'],
    change: `update obligation set late = not late where id = ${DUTY}`,
    found: [['OBLIGATION_LATE', duty("'ob_' || replace(id::text, '-', '') || ' ' || kind")]] },
  { what: 'a due date moved', tables: ['obligation'],
    change: `update obligation set due_on = due_on + 1 where id = ${DUTY}`,
    found: [['OBLIGATION_DUE', duty("kind || ' ' || id")]] },
  { what: 'a missing duty', tables: ['obligation'],
    change: `delete from obligation where id = ${DUTY}`,
    found: [['OBLIGATION_MISSING', `{'DISBURSEMENT_NOTICE ' || l.number || ' ln_' || replace(l.id::text, '-', '') from loan l join obligation o on o.subject_id = l.id where o.id = ${DUTY}}`],
      ['ROW_MISSING', `{{'obligation:' || o.id || ' (audit#' || a.sequence || ')' from obligation o join audit a on a.act in ('disburse', 'giveDisbursementNotice') and a.content like '%' || o.id || '%' where o.id = ${DUTY}}}`]] },
  { what: 'a breaker that is said to have tripped', tables: ['breaker'],
    change: 'update breaker set tripped = not tripped', found: [['BREAKER', 'breaker POOL']] },
];

/** The rows that a fault is to be found in: asked of the database while it is still whole. */
async function namesOf(row: string): Promise<string[]> {
  if (!row.startsWith('{')) return [row];
  const query = row.startsWith('{{') ? row.slice(2, -2) : `${row.slice(1, -1)}`;
  const rows = await fresh.owner(`select ${query}`);
  const names = rows.map((one) => String(Object.values(one)[0]));
  if (!row.startsWith('{{') && names.length !== 1) throw new Error(`not one row: ${row}`);
  return names;
}

test.each(FAULTS)('$what is found and named', async ({ tables, change, found }) => {
  const expected: string[] = [];
  for (const [code, row] of found) expected.push(...(await namesOf(row)).map((name) => `${code} ${name}`));
  const { differences, more } = await planted(fresh.owner, tables, change, look);
  expect(differences.map(({ code, row }) => `${code} ${row}`).sort()).toEqual(expected.sort());
  expect(more).toBe(false);
});

/** Forges the content of a record, and hashes it anew as it should be. */
async function forged(sequence: string) {
  const [row] = await fresh.owner(
    `select to_jsonb(a) as a, recorded_at as at from audit a where sequence = ${sequence}`,
  );
  const { a, at } = row as { a: Record<string, string>; at: Date };
  const content = String(a.content).replace('"input":{', '"input":{"forged":"yes",');
  const record = {
    sequence: Number(a.sequence),
    recordedAt: instant(at),
    businessDate: a.business_date as never,
    tenantId: String(a.tenant_id),
    userId: String(a.user_id),
    act: String(a.act),
    content,
  };
  const hash = chainHash(String(a.previous_hash), record);
  const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
  return `update audit set content = ${quote(content)}, hash = ${quote(hash)} where sequence = ${record.sequence}`;
}

test('a forged record that is hashed anew breaks the chain behind it', async () => {
  const { differences } = await planted(fresh.owner, ['audit'], await forged('700'), look);
  expect(differences).toEqual([expect.objectContaining({ code: 'AUDIT_CHAIN', row: 'audit#701' })]);
});

test('the last record forged and hashed anew is not the head of the chain', async () => {
  const { differences } = await planted(
    fresh.owner,
    ['audit'],
    await forged('(select max(sequence) from audit)'),
    look,
  );
  const last = await value('select audit_sequence from journal');
  expect(differences).toEqual([expect.objectContaining({ code: 'AUDIT_HEAD', row: `audit#${last}` })]);
});

/** The command as an operator runs it: what it prints, and how it ends. */
async function command(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const env = { ...process.env, DATABASE_URL: fresh.ownerUrl };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', 'verify', ...args], { env });
  const [out, err, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { exit, out, err };
}

test('the command ends with 0 for a whole pool, 1 where something differs, 2 where it could not look', async () => {
  const whole = await command('--json');
  expect([whole.exit, whole.err]).toEqual([0, '']);
  expect(JSON.parse(whole.out)).toMatchObject({ whole: true, pools: [{ whole: true, differences: [] }] });

  const change = "update account set balance = balance + 1 where code = 'custody'";
  const wrong = await planted(fresh.owner, ['account'], change, () => command());
  expect(wrong.exit).toBe(1);
  expect(wrong.out).toContain('ACCOUNT_BALANCE');
  expect(wrong.out).toContain('科目余额与分录行合计不符：custody，现为');

  const unknown = await command('--pool', 'pl_00000000000000000000000000000000');
  expect([unknown.exit, unknown.out]).toEqual([2, '']);
  expect(unknown.err).toContain('There is no pool');
});

test('and afterwards the pool is whole again', async () => {
  expect((await look()).differences).toEqual([]);
});
