import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Tx } from '../../src/database/connection.ts';
import { actingRole, personaRole } from '../../src/database/personas.ts';
import { CHAIN_START, chainHash } from '../../src/domain/audit.ts';
import { type BusinessDate, type Instant, parseDate } from '../../src/domain/dates.ts';
import { PERSONAS, wordsOf } from '../../src/domain/words.ts';
import { type City, joinBank, newCity, pay } from '../support/city.ts';
import { advance } from '../support/edges.ts';
import { type Running, startProduct, uuidOf } from '../support/product.ts';

// What the database itself holds, whatever the application does: tried with the application's own login, as every
// persona that reads and every persona that acts, and as the owner of the tables.

const READING = wordsOf(PERSONAS).map(personaRole);
const ACTING = wordsOf(PERSONAS).map(actingRole);
/** Those whose acts book entries: the fund manager's, and the office's that reverse them. */
const BOOKING = (['OFFICE', 'FUND_MANAGER'] as const).map(actingRole);
const NOT_BOOKING = ACTING.filter((role) => !BOOKING.includes(role));
const TODAY = '2025-03-12';

let running: Running;
let city: City;
let sequence = 1_000;

beforeAll(async () => {
  running = await startProduct();
  // Custody: 1,000.00 on 10 March and 1,000,000.00 more on the 12th, of which the bank then holds 1,000,000.00.
  city = await newCity(running, '2025-03-10');
  await pay(running, city, 'CITY', '1000.00', '2025-03-10');
  await advance(running, city, TODAY);
  await pay(running, city, 'CITY', '1000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
});
afterAll(() => running?.stop());

type Given = readonly [code: string, fen: number];

/** Does something in one transaction as a persona, in the pool, in the name of the office. */
function as(persona: string, work: (tx: Tx) => Promise<unknown>): Promise<unknown> {
  const { poolId, officeId } = city.pool;
  return running.product.database.act({ persona, poolId, tenantId: officeId, userId: 'intruder' }, work);
}

/** Writes an entry with its lines, each statement waited for: what fails then fails at its own statement. */
async function write(tx: Tx, lines: readonly Given[], valueDate = TODAY): Promise<void> {
  const { poolId, officeId } = city.pool;
  const id = randomUUID();
  sequence += 1;
  await tx.query(
    `insert into entry (pool_id, id, sequence, kind, value_date, recorded_at, tenant_id, user_id, document)
     values ($1, $2, $3, 'CONTRIBUTION', $4, '2025-03-12T01:00:00Z', $5, 'intruder', 'x')`,
    [poolId, id, String(sequence), valueDate, officeId],
  );
  for (const [at, [code, fen]] of lines.entries())
    await tx.query(
      `insert into line (pool_id, entry_id, number, code, amount, value_date, recorded_at)
       values ($1, $2, $3, $4, $5, $6, '2025-03-12T01:00:00Z')`,
      [poolId, id, String(at + 1), code, String(fen), valueDate],
    );
}

const balances = () =>
  running.owner(
    `select a.code, a.balance::text, (select sum(net) from account_day d where d.pool_id = a.pool_id and d.code = a.code)::text as days,
       (select sum(amount) from line l where l.pool_id = a.pool_id and l.code = a.code)::text as lines
     from account a where a.pool_id = $1 order by a.code`,
    [city.pool.poolId],
  );

describe.each(NOT_BOOKING)('%s', (persona) => {
  test('books nothing, however well it balances', async () => {
    const before = await balances();
    const balanced: Given[] = [
      ['custody', 1000],
      ['fund:CITY', -1000],
    ];
    await expect(as(persona, (tx) => write(tx, balanced))).rejects.toMatchObject({ code: '42501' });
    expect(await balances()).toEqual(before);
  });
});

describe.each(BOOKING)('%s', (persona) => {
  let before: unknown;
  beforeEach(async () => {
    before = await balances();
  });

  test.each<[string, Given[]]>([
    [
      'a fen too little',
      [
        ['custody', 1000],
        ['fund:CITY', -999],
      ],
    ],
    [
      'a fen too much',
      [
        ['custody', 1000],
        ['fund:CITY', -1001],
      ],
    ],
    ['one line', [['custody', 1000]]],
    ['no line', []],
  ])('an entry with %s is refused at commit, when its statements have passed', async (_name, lines) => {
    let passed = false;
    const attempt = as(persona, async (tx) => {
      await write(tx, lines);
      passed = true;
    });
    await expect(attempt).rejects.toMatchObject({ code: '23514', constraint: 'entry_balances' });
    expect(passed).toBe(true);
    expect(await balances()).toEqual(before);
  });

  test('a line later added to an entry that stands is refused at commit', async () => {
    const [stands] = await running.owner('select id from entry where pool_id = $1 limit 1', [
      city.pool.poolId,
    ]);
    const attempt = as(persona, (tx) =>
      tx.query(
        `insert into line (pool_id, entry_id, number, code, amount, value_date, recorded_at)
         values ($1, $2, 9, 'custody', 1, $3, '2025-03-12T01:00:00Z')`,
        [city.pool.poolId, String(stands?.id), TODAY],
      ),
    );
    await expect(attempt).rejects.toMatchObject({ code: '23514', constraint: 'entry_balances' });
    expect(await balances()).toEqual(before);
  });

  // Custody held 1,000.00 on the 10th and the 11th, and holds 1,000.00 today.
  test.each<[string, string, number]>([
    ['today', TODAY, 100_001],
    ['the day before money came in', '2025-03-11', 100_001],
    ['the day of the first money', '2025-03-10', 100_001],
    ['a day before there was any', '2025-03-09', 1],
  ])('custody cannot be overdrawn on %s', async (_name, valueDate, fen) => {
    const attempt = as(persona, (tx) =>
      write(
        tx,
        [
          ['custody', -fen],
          ['fund:CITY', fen],
        ],
        valueDate,
      ),
    );
    await expect(attempt).rejects.toMatchObject({ code: '23514', constraint: 'account_never_overdrawn' });
    expect(await balances()).toEqual(before);
  });

  test('a deposit cannot be overdrawn by a fen, nor can money be taken before it came', async () => {
    const code = `deposit:${uuidOf(city.bank.id)}`;
    const take = (fen: number, valueDate: string) =>
      as(persona, (tx) =>
        write(
          tx,
          [
            [code, -fen],
            ['custody', fen],
          ],
          valueDate,
        ),
      );
    const refusal = { code: '23514', constraint: 'account_never_overdrawn' };
    await expect(take(100_000_001, TODAY)).rejects.toMatchObject(refusal);
    await expect(take(1, '2025-03-11')).rejects.toMatchObject(refusal);
    expect(await balances()).toEqual(before);
  });

  test('a line of nothing is refused', async () => {
    const attempt = as(persona, (tx) =>
      write(tx, [
        ['custody', 0],
        ['fund:CITY', 0],
      ]),
    );
    await expect(attempt).rejects.toMatchObject({ code: '23514', constraint: 'line_amount' });
  });

  test('an entry of another pool is refused', async () => {
    const other = await newCity(running, TODAY);
    const attempt = as(persona, (tx) =>
      tx.query(
        `insert into entry (pool_id, id, sequence, kind, value_date, recorded_at, tenant_id, user_id, document)
         values ($1, $2, 1, 'CONTRIBUTION', $3, '2025-03-12T01:00:00Z', $4, 'intruder', 'x')`,
        [other.pool.poolId, randomUUID(), TODAY, other.pool.officeId],
      ),
    );
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });
});

const FORBIDDEN = [
  ...['entry', 'line', 'event', 'audit'].flatMap((table) => [
    `update ${table} set recorded_at = recorded_at`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ]),
  'update account set balance = balance + 1',
  'update account set balance = balance',
  `update account set code = code`,
  'delete from account',
  'update account_day set net = net',
  'delete from account_day',
  `insert into account_day (pool_id, code, day, net) select pool_id, code, '2025-03-01', 1 from account where code = 'custody'`,
  `insert into account (pool_id, code, kind, balance) select pool_id, 'deposit:x', 'DEPOSIT', 100 from pool`,
  'alter table line disable trigger all',
  'set session_replication_role = replica',
  'set role zhubao_ledger',
  'drop table line cascade',
  'create table mine (a int)',
];

describe.each([...READING, ...ACTING])('%s', (persona) => {
  test.each(FORBIDDEN)('may not: %s', async (statement) => {
    await expect(as(persona, (tx) => tx.query(statement, []))).rejects.toMatchObject({ code: '42501' });
  });
});

/** Statements sent together are one transaction. Such a session fires no trigger but those that fire always. */
const AS_REPLICA = "select set_config('session_replication_role', 'replica', true)";

describe('the owner of the tables', () => {
  test.each(['entry', 'line', 'event', 'audit'])('cannot change, delete or truncate %s', async (table) => {
    const before = await running.owner(`select * from ${table} order by 1, 2, 3`);
    for (const statement of [
      `update ${table} set recorded_at = recorded_at`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
      // The triggers fire always: also for whoever replays changes as a replica does.
      `${AS_REPLICA}; update ${table} set recorded_at = recorded_at`,
    ])
      await expect(running.owner(statement)).rejects.toMatchObject({
        code: '42501',
        message: expect.stringContaining('append-only'),
      });
    expect(await running.owner(`select * from ${table} order by 1, 2, 3`)).toEqual(before);
  });

  test('writing as a replica does, still keeps the balances and overdraws nothing', async () => {
    const line = (
      fen: number,
    ) => `insert into line (pool_id, entry_id, number, code, amount, value_date, recorded_at)
      select pool_id, id, 8, 'custody', ${fen}, value_date, recorded_at from entry where pool_id = '${city.pool.poolId}' and sequence = 1`;
    const inPool = `${AS_REPLICA}; select set_config('app.pool', '${city.pool.poolId}', true)`;
    await expect(running.owner(`${inPool}; ${line(-100_001)}`)).rejects.toMatchObject({
      code: '23514',
      constraint_name: 'account_never_overdrawn',
    });
    const told = `do $$ begin raise exception 'custody: %',
      (select balance from account where code = 'custody' and pool_id = '${city.pool.poolId}'); end $$`;
    await expect(running.owner(`${inPool}; ${line(5)}; ${told}`)).rejects.toThrow('custody: 100005');
  });
});

interface AuditRow {
  readonly sequence: string;
  readonly recordedAt: Instant;
  readonly businessDate: BusinessDate;
  readonly tenantId: string;
  readonly userId: string;
  readonly act: string;
  readonly content: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** The first sequence at which a pool's chain does not hold, by recomputing every hash; null for one that holds. */
async function firstWrong(poolId: string): Promise<number | null> {
  const rows = (await running.owner(
    `select sequence::text, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt",
       business_date::text as "businessDate", tenant_id::text as "tenantId", user_id as "userId", act, content,
       previous_hash as "previousHash", hash from audit where pool_id = $1 order by audit.sequence`,
    [poolId],
  )) as unknown as AuditRow[];
  let previous = CHAIN_START;
  for (const [at, row] of rows.entries()) {
    const sequence = at + 1;
    const { recordedAt, tenantId, userId, act, content } = row;
    const businessDate = parseDate(row.businessDate);
    const hash = chainHash(previous, { sequence, recordedAt, businessDate, tenantId, userId, act, content });
    if (Number(row.sequence) !== sequence || row.previousHash !== previous || row.hash !== hash)
      return sequence;
    previous = hash;
  }
  const [head] = await running.owner(
    'select audit_sequence::text, audit_hash from journal where pool_id = $1',
    [poolId],
  );
  const holds = head?.audit_sequence === String(rows.length) && head.audit_hash === previous;
  return holds ? null : rows.length + 1;
}

/** What only the owner of the tables can do: switch the guards off, and on again. */
const UNGUARD = 'alter table audit disable trigger user';
const GUARD = ['append_only_rows', 'append_only_table']
  .map((trigger) => `alter table audit enable always trigger ${trigger}`)
  .join('; ');

describe('the audit chain', () => {
  /** The first wrong record of a new pool after somebody who administers the server has changed it. */
  const tampered = async (statement: string) => {
    const { pool } = await newCity(running, TODAY);
    expect(await firstWrong(pool.poolId)).toBeNull();
    await running.owner([UNGUARD, statement.replaceAll('$pool', `'${pool.poolId}'`), GUARD].join('; '));
    return firstWrong(pool.poolId);
  };
  const at = 'where pool_id = $pool and sequence =';

  test('holds over everything that has been done here', async () => {
    expect(await firstWrong(city.pool.poolId)).toBeNull();
    const [count] = await running.owner('select count(*)::int as n from audit where pool_id = $1', [
      city.pool.poolId,
    ]);
    expect(count?.n).toBeGreaterThan(10);
  });

  test.each([
    ['content', `update audit set content = replace(content, '甲银行', '丙银行') ${at} 5`, 5],
    ['a user', `update audit set user_id = 'somebody' ${at} 3`, 3],
    ['a tenant', `update audit set tenant_id = pool_id ${at} 2`, 2],
    ['an act', `update audit set act = 'nothing' ${at} 1`, 1],
    ['a millisecond', `update audit set recorded_at = recorded_at + interval '1 millisecond' ${at} 4`, 4],
    ['a day', `update audit set business_date = business_date - 1 ${at} 4`, 4],
    ['a hash', `update audit set hash = repeat('0', 64) ${at} 2`, 2],
    ['a record that is missing', `delete from audit ${at} 3`, 3],
    [
      'the last record, missing',
      `delete from audit where pool_id = $pool and sequence = (select max(sequence) from audit where pool_id = $pool)`,
      7,
    ],
    [
      'two records, exchanged',
      `update audit set sequence = case sequence when 2 then -3 when 3 then -2 end where pool_id = $pool and sequence in (2, 3); update audit set sequence = -sequence where pool_id = $pool and sequence < 0`,
      2,
    ],
  ])('is broken by %s, at the first wrong record', async (_name, statement, wrong) => {
    expect(await tampered(statement)).toBe(wrong);
  });

  test('a record that is changed together with its own hash breaks the next one', async () => {
    const { pool } = await newCity(running, TODAY);
    const [row] = await running.owner(
      `select to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, business_date::text as day,
         tenant_id::text as tenant, act, content, previous_hash from audit where pool_id = $1 and sequence = 3`,
      [pool.poolId],
    );
    const forged = chainHash(String(row?.previous_hash), {
      sequence: 3,
      recordedAt: String(row?.at) as Instant,
      businessDate: parseDate(String(row?.day)),
      tenantId: String(row?.tenant),
      userId: 'somebody',
      act: String(row?.act),
      content: String(row?.content),
    });
    await running.owner(
      `${UNGUARD}; update audit set user_id = 'somebody', hash = '${forged}' where pool_id = '${pool.poolId}' and sequence = 3; ${GUARD}`,
    );
    expect(await firstWrong(pool.poolId)).toBe(4);
  });
});
