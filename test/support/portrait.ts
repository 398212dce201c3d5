import { writeId } from '../../src/domain/ids.ts';
import type { Id, Noun } from '../../src/domain/words.ts';
import type { World } from './worlds.ts';

const byText = (lines: readonly unknown[]): string[] => lines.map((line) => JSON.stringify(line)).sort();

/** Everything that a world’s sweep may have a hand in, in names and sorted: duties, events, loans, banks. */
export async function portrait({ running, city, names }: World) {
  const { poolId } = city.pool;
  const wireNames = new Map<string, string>();
  const nouns: readonly Noun[] = ['pool', 'loan', 'bank', 'guarantor', 'region'];
  for (const [id, name] of names)
    for (const noun of nouns) wireNames.set(writeId(noun, id as Id<Noun>), name);
  // A compensation is known by its loan and by which of its deductions it is.
  const compensations = await running.owner(
    `select id, loan_id, row_number() over (partition by loan_id order by id) as number from compensation where pool_id = $1`,
    [poolId],
  );
  const all = new Map(names);
  for (const { id, loan_id: loanId, number } of compensations)
    all.set(String(id), `${names.get(String(loanId))} compensation ${number}`);
  const nameOf = (id: unknown) => (id === null ? null : (all.get(String(id)) ?? 'another'));

  const duties = await running.owner(
    `select id, kind, debtor_id, subject_id, loan_id, region_id, bank_id, period, amount::text, arose_on::text, due_on::text,
      due_confirmed, due_from::text, due_count, due_unit, met_on::text, met_by, late, settled_on::text, late_since::text
      from obligation where pool_id = $1`,
    [poolId],
  );
  for (const { id, kind, debtor_id: debtor, subject_id: subject, period } of duties)
    wireNames.set(
      writeId('obligation', String(id) as Id<'obligation'>),
      `${kind} ${nameOf(debtor)} ${nameOf(subject)} ${period}`,
    );
  const events = await running.owner(
    `select kind, subject, occurred_on::text, region_id, bank_id, guarantor_id, to_all, data from event where pool_id = $1
      and kind <> 'clock.advanced'`,
    [poolId],
  );
  const loans = await running.owner(
    `select id, state, outstanding::text, next_due_on::text, compensated_principal::text, recovered::text, ended_on::text,
      (select next_on::text from agenda a where a.pool_id = l.pool_id and a.loan_id = l.id) as next_on
      from loan l where pool_id = $1`,
    [poolId],
  );
  const banks = await running.owner(
    'select bank_id, state, leaving_on::text, leaving_reason, left_on::text from bank_standing where pool_id = $1',
    [poolId],
  );
  const swept = await running.owner('select swept_through::text from sweep where pool_id = $1', [poolId]);
  const renamed = (row: Record<string, unknown>, ...columns: string[]) => ({
    ...row,
    ...Object.fromEntries(columns.map((column) => [column, nameOf(row[column])])),
  });
  return {
    duties: byText(
      duties.map(({ id: _, ...row }) =>
        renamed(row, 'debtor_id', 'subject_id', 'loan_id', 'region_id', 'bank_id'),
      ),
    ),
    events: byText(
      events.map((row) => ({
        ...renamed(row, 'region_id', 'bank_id', 'guarantor_id'),
        subject: wireNames.get(String(row.subject)) ?? String(row.subject).slice(0, 2),
        data: Object.fromEntries(Object.entries(row.data as object).filter(([name]) => name !== 'by')),
      })),
    ),
    loans: byText(loans.map((row) => renamed(row, 'id'))),
    banks: byText(banks.map((row) => renamed(row, 'bank_id'))),
    swept,
  };
}
