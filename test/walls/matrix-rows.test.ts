import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actingRoleOf, LEDGER_KEEPER, roleOf, SIGN_IN } from '../../schema/tables/columns.ts';
import type { SqlError } from '../../src/database/connection.ts';
import { PERSONAS, type Persona, wordsOf } from '../../src/domain/words.ts';
import type { Running, User } from '../support/product.ts';
import { startTwins, type Twin } from '../support/twin.ts';

// What the database does, tried as the application's login in every role: each command on each table, and the rows
// that each reads of a pool that is full. The first is held against matrix-tables.txt; the second is kept as text,
// reviewed as a diff. UPDATE=1 writes it anew.

const COMMANDS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'] as const;
type Command = (typeof COMMANDS)[number];
const NOT_ALLOWED = '42501';

let running: Running;
let ours: Twin;
let tables: string[];

beforeAll(async () => {
  const twins = await startTwins();
  ({ running, ours } = twins);
  const { theirs } = twins;
  for (const { city } of [ours, theirs]) {
    const { data } = await running.ask(city.office, '{ ledgerEntries { nodes { id } } }');
    const entryId = data.ledgerEntries.nodes[0].id;
    await running.act(city.office, 'askReversal', { entryId, reason: '误记' }, 'reversal { id }');
  }
  const rows = await running.owner(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  tables = rows.map(({ name }) => String(name));
});
afterAll(() => running?.stop());

const userOf = (persona: Persona): User =>
  ({
    OFFICE: ours.city.office,
    DISTRICT: ours.first.region.user,
    BANK: ours.first.bank.user,
    GUARANTOR: ours.second.guarantor.user,
    FUND_MANAGER: ours.first.guarantor.user,
  })[persona];

class Undone extends Error {}

/** Runs a statement in a role, undone afterwards: its rows, or the code with which it was refused. */
async function tried(
  role: string,
  persona: Persona,
  text: string,
  params: string[] = [],
): Promise<unknown[][] | string> {
  const { poolId, tenantId, userId } = userOf(persona);
  let rows: unknown[][] = [];
  try {
    await running.product.database.act({ persona: role, poolId, tenantId, userId }, async (tx) => {
      rows = await tx.query(text, params);
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) return (error as SqlError).code;
  }
  return rows;
}

const roles = (login: string): [string, Persona][] => [
  ...wordsOf(PERSONAS).flatMap((persona): [string, Persona][] => [
    [roleOf(persona), persona],
    [actingRoleOf(persona), persona],
  ]),
  [SIGN_IN, 'BANK'],
  [login, 'OFFICE'],
];

const STATEMENTS: Record<Command, (table: string, column: string) => string> = {
  SELECT: (table) => `select count(*) from public.${table}`,
  INSERT: (table) => `insert into public.${table} (pool_id) select null::uuid where false`,
  UPDATE: (table, column) => `update public.${table} set ${column} = ${column} where false`,
  DELETE: (table) => `delete from public.${table} where false`,
  TRUNCATE: (table) => `truncate public.${table} cascade`,
};

async function updatableColumns(role: string): Promise<Map<string, string>> {
  const rows = await running.owner(
    `select c.relname as name, min(a.attname::text) as column from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and has_column_privilege($1, c.oid, a.attnum, 'UPDATE')
      group by 1`,
    [role],
  );
  return new Map(rows.map(({ name, column }) => [String(name), String(column)]));
}

test('every role may try what matrix-tables.txt lists for it, and nothing else', async () => {
  const listed = readFileSync('test/walls/matrix-tables.txt', 'utf8');
  const login = (await tried(SIGN_IN, 'OFFICE', 'select session_user')).toString();
  for (const [role, persona] of roles(login)) {
    const columns = await updatableColumns(role);
    const may: string[] = [];
    for (const table of tables)
      for (const command of COMMANDS) {
        const answer = await tried(
          role,
          persona,
          STATEMENTS[command](table, columns.get(table) ?? 'pool_id'),
        );
        if (answer !== NOT_ALLOWED) may.push(`${table} ${role} ${command}`);
      }
    const granted = [...listed.matchAll(/^(\w+ (\w+) [A-Z]+):/gm)].filter(([, , who]) => who === role);
    expect([role, may]).toEqual([role, granted.map(([, line]) => line)]);
  }
});

test('nobody becomes the keeper of balances or an owner', async () => {
  for (const role of [LEDGER_KEEPER, 'zhubao_owner', 'postgres']) {
    const answer = await tried(SIGN_IN, 'OFFICE', 'select set_config($1, $2, true)', ['role', role]);
    expect([role, answer]).toEqual([role, expect.stringMatching(/^(42501|22023)$/)]);
  }
});

const COUNTED = `select count(*) filter (where pool_id = $1), count(*) filter (where pool_id <> $1) from `;

test('how many rows of a full pool each persona reads in each table, and none of another pool', async () => {
  const readers: [string, string, Persona][] = [
    ...wordsOf(PERSONAS).map((persona): [string, string, Persona] => [persona, roleOf(persona), persona]),
    ['an act', actingRoleOf('BANK'), 'BANK'],
    ['sign-in', SIGN_IN, 'BANK'],
  ];
  const lines: string[] = [];
  const { poolId } = ours.city.pool;
  for (const table of tables) {
    const [all] = await running.owner(
      `select count(*) filter (where pool_id = $1)::int as ours, count(*)::int as both from ${table}`,
      [poolId],
    );
    // Both pools were furnished alike, and no table is empty: a policy that hides nothing would show.
    expect([table, all?.both]).toEqual([table, Number(all?.ours) * 2]);
    expect([table, all?.ours]).toEqual([table, expect.toSatisfy((count: number) => count > 0)]);
    const cells: string[] = [];
    for (const [name, role, persona] of readers) {
      const answer = await tried(role, persona, COUNTED + table, [poolId]);
      if (typeof answer === 'string') {
        expect([table, role, answer]).toEqual([table, role, NOT_ALLOWED]);
        cells.push(`${name} –`);
        continue;
      }
      const [own, foreign] = (answer[0] ?? []).map(Number);
      expect([table, role, foreign]).toEqual([table, role, 0]);
      cells.push(`${name} ${own}`);
    }
    lines.push(`${table} (${all?.ours}): ${cells.join(', ')}`);
  }
  const text = `# table (rows in the pool): how many of them each persona’s role reads; – where it may not even ask.\n# The district, the bank and the fund manager are the first of two of their kind, the guarantor is the second.\n\n${lines.join('\n')}\n`;
  const path = 'test/walls/matrix-rows.txt';
  if (process.env.UPDATE) writeFileSync(path, text);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text);
});
