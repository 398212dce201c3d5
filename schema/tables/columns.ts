import { type SQL, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  type CheckBuilder,
  check,
  customType,
  date,
  pgPolicy,
  pgRole,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { BusinessDate, Instant } from '../../src/domain/dates.ts';
import { Yuan } from '../../src/domain/money.ts';
import { type Id, type Noun, PERSONAS, type Persona, wordsOf } from '../../src/domain/words.ts';

// ---- Columns ----------------------------------------------------------------------------------------------

/** Money: whole fen in a bigint column, a Yuan everywhere else. */
export const fen = customType<{ data: Yuan; driverData: string }>({
  dataType: () => 'bigint',
  toDriver: (amount) => amount.toFen().toString(),
  fromDriver: (stored) => Yuan.fromFen(BigInt(stored)),
});

/** Every table's first key: the pool. A row cannot point into another pool. */
export const poolId = () => uuid().$type<Id<'pool'>>().notNull();

export const idOf = <N extends Noun>(_noun: N) => uuid().$type<Id<N>>();

export const day = () => date({ mode: 'string' }).$type<BusinessDate>();

export const moment = () => timestamp({ withTimezone: true, mode: 'string', precision: 3 }).$type<Instant>();

/** A text column that holds a word of a closed vocabulary. */
export function oneOf(
  name: string,
  column: AnyPgColumn,
  vocabulary: Readonly<Record<string, unknown>>,
): CheckBuilder {
  const words = wordsOf(vocabulary as never)
    .map((word) => `'${word}'`)
    .join(', ');
  return check(name, sql`${column} in (${sql.raw(words)})`);
}

// ---- Wall 2: row policies ---------------------------------------------------------------------------------
//
// A request reads as its persona: a role that may select the rows its policy names and write nothing. An act,
// once it has found what it is about under that persona, becomes the persona's acting role: that one sees the pool
// (the caps of a pool, a region and a firm run across tenants) and writes only rows that its policy names.

const POOL_IS_OURS = sql.raw(`pool_id = nullif(current_setting('app.pool', true), '')::uuid`);
const OUR_TENANT = `nullif(current_setting('app.tenant', true), '')::uuid`;

export const roleOf = (persona: Persona) => `zhubao_${persona.toLowerCase()}`;
export const actingRoleOf = (persona: Persona) => `${roleOf(persona)}_act`;
/** The group of all acting roles. */
export const ACTING = 'zhubao_act';
/** Looks up who is signing in, before a persona is known. */
export const SIGN_IN = 'zhubao_sign_in';
/** Lists the pools that the daily sweep goes through; sees each pool’s date and its office’s id, and nothing else. */
export const SWEEP = 'zhubao_sweep';
/** Owns the trigger functions that keep balances; nobody logs in as it and nobody becomes it. */
export const LEDGER_KEEPER = 'zhubao_ledger';

/** Which rows: all of the pool's, or those for which a condition on the row holds. */
export type Rows = SQL | 'ALL';

/** Rows whose given columns name the requesting tenant. */
export function ours(...columns: string[]): SQL {
  return sql.raw(columns.map((column) => `${column} = ${OUR_TENANT}`).join(' or '));
}

/** Rows of things that the requesting tenant has been shown: recommended to it, or borrowing from it. */
export function shown(column: string): SQL {
  return sql.raw(
    `exists (select 1 from access a where a.pool_id = nullif(current_setting('app.pool', true), '')::uuid and a.tenant_id = ${OUR_TENANT} and a.object_id = ${column})`,
  );
}

export interface Walls {
  /** Per persona, which rows it reads; a persona that is not named reads none. */
  readonly read: Partial<Record<Persona, Rows>>;
  /**
   * Per persona, which rows its acts write; 'ANY ACT' where a row follows from an act of any tenant (a duty of
   * another tenant, a counter, a record); 'OWN KEYS' where any act reads and writes only its tenant's rows.
   */
  readonly write: Partial<Record<Persona, Rows>> | 'ANY ACT' | 'OWN KEYS';
  /** Where rows may be changed by others than may add them. */
  readonly update?: Partial<Record<Persona, Rows>>;
  readonly signIn?: SQL;
  /** What the daily sweep sees of all pools at once. */
  readonly sweep?: Rows;
  /** What the keeper of balances may do: look at the lines, or keep the balances. */
  readonly keeper?: 'LOOKS' | 'KEEPS';
}

const existing = (name: string) => pgRole(name).existing();
const within = (rows: Rows) => (rows === 'ALL' ? POOL_IS_OURS : sql`${POOL_IS_OURS} and (${rows})`);

/** The row policies of one table, one per role and command, none of them by "role = … or …". */
export function walls(table: string, { read, write, update, signIn, sweep, keeper }: Walls) {
  const policies = wordsOf(PERSONAS).flatMap((persona) => {
    const rows = read[persona];
    if (!rows) return [];
    return [
      pgPolicy(`${table}_${persona.toLowerCase()}_reads`, {
        for: 'select',
        to: existing(roleOf(persona)),
        using: within(rows),
      }),
    ];
  });
  const anyAct: Rows = write === 'OWN KEYS' ? ours('tenant_id') : 'ALL';
  policies.push(
    pgPolicy(`${table}_act_reads`, { for: 'select', to: existing(ACTING), using: within(anyAct) }),
  );
  if (signIn)
    policies.push(
      pgPolicy(`${table}_sign_in_reads`, { for: 'select', to: existing(SIGN_IN), using: within(signIn) }),
    );
  if (sweep)
    policies.push(
      pgPolicy(`${table}_sweep_reads`, {
        for: 'select',
        to: existing(SWEEP),
        using: sweep === 'ALL' ? sql`true` : sweep,
      }),
    );
  if (keeper)
    policies.push(
      pgPolicy(`${table}_keeper`, {
        for: keeper === 'LOOKS' ? 'select' : 'all',
        to: existing(LEDGER_KEEPER),
        using: POOL_IS_OURS,
        ...(keeper === 'KEEPS' ? { withCheck: POOL_IS_OURS } : {}),
      }),
    );
  const byPersona = (named: Partial<Record<Persona, Rows>>) =>
    wordsOf(PERSONAS).flatMap((persona): [string, Rows][] => {
      const rows = named[persona];
      return rows ? [[actingRoleOf(persona), rows]] : [];
    });
  const writers: [string, Rows][] =
    write === 'ANY ACT' || write === 'OWN KEYS' ? [[ACTING, anyAct]] : byPersona(write);
  for (const [role, rows] of writers) {
    policies.push(
      pgPolicy(`${table}_${role.replace('zhubao_', '')}_inserts`, {
        for: 'insert',
        to: existing(role),
        withCheck: within(rows),
      }),
    );
  }
  for (const [role, rows] of update ? byPersona(update) : writers)
    policies.push(
      pgPolicy(`${table}_${role.replace('zhubao_', '')}_updates`, {
        for: 'update',
        to: existing(role),
        using: within(rows),
        withCheck: within(rows),
      }),
    );
  return policies;
}

/** Everyone of the pool reads these rows. */
export const EVERYONE = {
  OFFICE: 'ALL',
  DISTRICT: 'ALL',
  BANK: 'ALL',
  GUARANTOR: 'ALL',
  FUND_MANAGER: 'ALL',
} as const;

/** What a tenant has by itself, such as files that it sent: its own rows and nobody else's, the office's neither. */
export const OWN_ROWS = {
  OFFICE: ours('tenant_id'),
  DISTRICT: ours('tenant_id'),
  BANK: ours('tenant_id'),
  GUARANTOR: ours('tenant_id'),
  FUND_MANAGER: ours('tenant_id'),
} as const satisfies Walls['read'];

/** The rows of referrals, loans and what hangs on them: each tenant its own (section 10). */
export const BY_PARTY = {
  OFFICE: 'ALL',
  DISTRICT: ours('region_id'),
  BANK: ours('bank_id'),
  GUARANTOR: ours('guarantor_id'),
  FUND_MANAGER: ours('guarantor_id'),
} as const satisfies Walls['read'];

/** The rows of the pool's money: the office and the fund manager all, a district and a bank their own (section 10). */
export const BY_MONEY = {
  OFFICE: 'ALL',
  DISTRICT: ours('region_id'),
  BANK: ours('bank_id'),
  FUND_MANAGER: 'ALL',
} as const satisfies Walls['read'];
