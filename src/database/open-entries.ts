import type { OpenEntry } from '../acts/ports.ts';
import { Yuan } from '../domain/money.ts';
import type { EntryKind } from '../domain/words.ts';
import type { Query } from './figures.ts';

/**
 * Entries on an account that no line of a statement is matched with: those with a value date from a day on, and those
 * that were recorded after it was first reconciled. `scope` says which lines the reader sees; $1 is the pool, $2 the tenant.
 */
export async function openEntries(
  query: Query,
  scope: string,
  code: string,
  from: string,
  recordedAfter: string,
  to: string,
): Promise<OpenEntry[]> {
  const found = await query(
    `select e.id, e.sequence::text, e.kind, e.value_date::text, e.document, e.reverses_id, sum(l.amount)::text, m.explanation_id
      from line l join entry e on e.pool_id = l.pool_id and e.id = l.entry_id
      left join statement_entry m on m.pool_id = l.pool_id and m.code = l.code and m.entry_id = l.entry_id
      where ${scope} and l.code = $3 and (l.value_date >= $4::date or l.recorded_at > $5::timestamptz) and l.value_date <= $6::date
        and m.match_id is null
      group by e.id, e.sequence, e.kind, e.value_date, e.document, e.reverses_id, m.explanation_id
      order by e.value_date, e.sequence`,
    [code, from, recordedAfter, to],
  );
  return found.map(([id, sequence, kind, valueDate, document, reversesId, amount, explanationId]) => ({
    id: String(id),
    sequence: Number(sequence),
    kind: kind as EntryKind,
    valueDate: valueDate as OpenEntry['valueDate'],
    document: String(document),
    reversesId: reversesId === null ? null : String(reversesId),
    amount: Yuan.fromFen(BigInt(String(amount))),
    explanationId: explanationId as OpenEntry['explanationId'],
  }));
}
