import type { TableName } from '../../schema/tables/all.ts';
import type { Appended } from '../acts/ports.ts';
import { signatureOf } from '../domain/audit.ts';
import type { Param } from './connection.ts';
import { recordset, type Statement, shapeOf, textOf } from './rows.ts';

// The journal of a pool is one row that every act of the pool changes, so whoever holds it holds up all others. It is
// changed here and only here, in one statement, sent as the last before the commit: nobody waits for us meanwhile. The
// hash of a record is made by PostgreSQL, since the one before it is known only there; `verify` makes it anew from
// `chainHash`. See docs/decisions/the-last-lock.md.

const HASHED = `previous_hash = audit_hash, audit_sequence = audit_sequence + 1,
    audit_hash = encode(sha256(convert_to(concat_ws(E'\\n', audit_hash, audit_sequence + 1, $4::text, concat($5::text, event_sequence + 1, $6::text)), 'UTF8')), 'hex')`;

const columnsOf = (table: TableName, prefix: string) =>
  shapeOf(table)
    .columns.filter(({ key }) => key !== 'sequence')
    .map(({ name }) => `${prefix}${name}`)
    .join(', ');

/** Inserts the rows of a parameter, numbered on from what the head says. `line` alone is a type of geometry. */
const numbered = (table: 'entry' | 'event', head: string, at: string) =>
  `insert into ${table} (sequence, ${columnsOf(table, '')}) select head.${head} + r.ordinality, ${columnsOf(table, 'r.')}
    from head, jsonb_populate_recordset(null::public.${table}, ${at}::text::jsonb) with ordinality as r`;

function makeText(parts: {
  readonly entries: boolean;
  readonly events: boolean;
  readonly record: boolean;
}): string {
  // Parameters that every form binds come first: pool and counts; then those of the record; then the rows.
  let bound = parts.record ? 12 : 3;
  const next = () => {
    bound += 1;
    return `$${bound}`;
  };
  const ctes = [
    `head as (update journal set entry_sequence = entry_sequence + $2::int, event_sequence = event_sequence + $3::int${
      parts.record ? `, ${HASHED}` : ''
    } where pool_id = $1::uuid
    returning entry_sequence - $2::int as entries, event_sequence - $3::int as events, audit_sequence, audit_hash, previous_hash)`,
  ];
  if (parts.entries) ctes.push(`entries as (${numbered('entry', 'entries', next())})`);
  if (parts.events) ctes.push(`events as (${numbered('event', 'events', next())})`);
  if (parts.record)
    ctes.push(
      `record as (insert into audit (pool_id, sequence, recorded_at, business_date, tenant_id, user_id, act, subject, content, previous_hash, hash)
    select $1::uuid, audit_sequence, $7::timestamptz, $8::date, $9::uuid, $10::text, $11::text, $12::text,
      concat($5::text, events + 1, $6::text), previous_hash, audit_hash from head)`,
    );
  return `with ${ctes.join(', ')} select 1 / count(*)::int from head`;
}

/** The statement that appends all but the lines of entries. Fails where the pool has no journal. */
export function appendStatement(
  poolId: string,
  { entries, events, record }: Omit<Appended, 'lines'>,
): Statement {
  const parts = { entries: entries.length > 0, events: events.length > 0, record: record !== null };
  const text = textOf(`append ${parts.entries} ${parts.events} ${parts.record}`, () => makeText(parts));
  const params: Param[] = [poolId, String(entries.length), String(events.length)];
  if (record) {
    const { recordedAt, businessDate, tenantId, userId, act, subject, content } = record;
    params.push(signatureOf(record), content.before, content.after);
    params.push(recordedAt, businessDate, tenantId, userId, act, subject);
  }
  if (parts.entries) params.push(recordset('entry', entries));
  if (parts.events) params.push(recordset('event', events));
  return { text, params };
}

/** The lines of entries that were appended just before: a bank may write only lines of entries that it sees. */
export function linesStatement(lines: Appended['lines']): Statement {
  const text = textOf(
    'append lines',
    () => `insert into line (${columnsOf('line', '')}) select ${columnsOf('line', 'r.')}
      from jsonb_populate_recordset(null::public.line, $1::text::jsonb) as r`,
  );
  return { text, params: [recordset('line', lines)] };
}
