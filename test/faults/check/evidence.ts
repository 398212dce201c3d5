import type postgres from 'postgres';
import { type Line, readLog } from './told.ts';

// What the checker goes by: what clients were told, and what the database holds, read by SQL of its own.

/** Something that is not as it was promised. */
export interface Finding {
  /** Which promise. */
  readonly check: string;
  readonly what: string;
}

/** A row as it lies there; money as whole fen. */
export type Row = Readonly<Record<string, unknown>>;

/** What an audit record says was done. */
export interface Content {
  readonly input: unknown;
  readonly result: { readonly noun: string; readonly id: string } | null;
  readonly changes: readonly {
    readonly table: string;
    readonly key: Readonly<Record<string, unknown>> | null;
    readonly before?: Readonly<Record<string, unknown>>;
    readonly after: Readonly<Record<string, unknown>>;
  }[];
  readonly entries: readonly (Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly lines: readonly {
      readonly account: { readonly code: string; readonly kind: string };
      readonly amount: string;
    }[];
  })[];
  readonly firstEvent: number;
  readonly events: readonly (Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly kind: string;
  })[];
}

export interface Audit {
  readonly pool: string;
  readonly sequence: number;
  readonly recordedAt: string;
  readonly businessDate: string;
  readonly tenant: string;
  readonly user: string;
  readonly act: string;
  readonly content: string;
  readonly previousHash: string;
  readonly hash: string;
  readonly said: Content;
}

/** Every table that the checker reads, in an order that is the same at every reading. */
const TABLES = {
  journal: 'pool_id',
  idempotency: 'pool_id, tenant_id, key',
  event: 'pool_id, sequence',
  entry: 'pool_id, sequence',
  line: 'pool_id, entry_id, number',
  account: 'pool_id, code',
  account_day: 'pool_id, code, day',
  exposure: 'pool_id, scope, scope_id',
  breaker: 'pool_id, scope, scope_id',
  breaker_turn: 'pool_id, id',
  loan: 'pool_id, id',
  instalment: 'pool_id, loan_id, number',
  repayment: 'pool_id, id',
  compensation: 'pool_id, id',
  recovery: 'pool_id, id',
  conclusion: 'pool_id, loan_id',
  guarantor_payment: 'pool_id, id',
  pledge: 'pool_id, id',
  region_standing: 'pool_id, region_id',
  supplement: 'pool_id, id',
  top_up: 'pool_id, id',
  reversal: 'pool_id, id',
  referral: 'pool_id, id',
  enterprise: 'pool_id, id',
  aftercare: 'pool_id, id',
  legal_action: 'pool_id, id',
  recovery_report: 'pool_id, id',
  agreement: 'pool_id, id',
  webhook: 'pool_id, id',
  webhook_delivery: 'pool_id, webhook_id, event_sequence',
} as const;

export type TableName = keyof typeof TABLES;

export interface Evidence {
  readonly log: readonly Line[];
  readonly audits: readonly Audit[];
  readonly tables: Readonly<Record<TableName, readonly Row[]>>;
}

/** Reads all of it in one view of the database; `sql` may be within a transaction of its own. */
export async function gather(
  sql: Pick<postgres.Sql, 'unsafe'>,
  log: string | readonly Line[],
): Promise<Evidence> {
  const tables: Partial<Record<TableName, readonly Row[]>> = {};
  for (const [name, order] of Object.entries(TABLES)) {
    // Every number as text, so that none passes through a binary one.
    const asText = `select jsonb_object_agg(key, case jsonb_typeof(value) when 'number' then to_jsonb(value #>> '{}') else value end)::text from jsonb_each(to_jsonb(t))`;
    const rows = await sql.unsafe<{ row: string }[]>(
      `select (${asText}) as row from ${name} t order by ${order}`,
    );
    tables[name as TableName] = rows.map(({ row }) => JSON.parse(row) as Row);
  }
  const audits = await sql.unsafe<Row[]>(
    `select pool_id, sequence::int as sequence, business_date::text as business_date, tenant_id, user_id, act, content,
       previous_hash, hash, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as recorded_at
     from audit order by pool_id, sequence`,
  );
  return {
    log: typeof log === 'string' ? await readLog(log) : log,
    audits: audits.map((row) => ({
      pool: String(row.pool_id),
      sequence: Number(row.sequence),
      recordedAt: String(row.recorded_at),
      businessDate: String(row.business_date),
      tenant: String(row.tenant_id),
      user: String(row.user_id),
      act: String(row.act),
      content: String(row.content),
      previousHash: String(row.previous_hash),
      hash: String(row.hash),
      said: JSON.parse(String(row.content)) as Content,
    })),
    tables: tables as Evidence['tables'],
  };
}

/** Whole fen of a column. */
export const fen = (row: Row, column: string): bigint => BigInt(String(row[column] ?? 0));

export const text = (row: Row, column: string): string => String(row[column] ?? '');
