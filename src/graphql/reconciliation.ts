import type { OpenEntry, Row } from '../acts/ports.ts';
import { type BusinessDate, plusDays } from '../domain/dates.ts';
import type { RequestContext } from './context.ts';
import type { ReconciliationType } from './statement.type.ts';

// How far an account is reconciled, from its statements.

function standing(all: readonly Row<'statement'>[]): Row<'statement'>[] {
  return all
    .filter(({ state }) => state !== 'REPLACED')
    .sort((a, b) => (a.periodFrom < b.periodFrom ? -1 : 1));
}

/** Entries of an account up to a day that are not matched; none before its first statement. */
export async function openEntriesFor(
  { reader }: RequestContext,
  code: string,
  to: BusinessDate,
): Promise<OpenEntry[]> {
  const all = await reader.reads.hangingOn('statement', 'code', code, 'recordedAt');
  const [first] = standing(all);
  const [earliest] = all;
  if (!first || !earliest) return [];
  const since = { from: first.periodFrom, recordedAfter: earliest.recordedAt };
  return reader.reads.openEntries(code, since, to);
}

/** Null for an account without statements. */
export async function reconciliationOf(
  context: RequestContext,
  code: string,
): Promise<ReconciliationType | null> {
  const { reads } = context.reader;
  const statements = standing(await reads.hangingOn('statement', 'code', code, 'recordedAt'));
  const last = statements.at(-1);
  if (!last) return null;
  const open = statements.filter(({ state }) => state === 'OPEN');
  const [lines, entries] = await Promise.all([
    Promise.all(open.map(({ id }) => reads.hangingOn('statementLine', 'statementId', id, 'number'))),
    openEntriesFor(context, code, last.periodTo),
  ]);
  const unexplained = (one: { readonly explanationId: string | null }) => one.explanationId === null;
  const [firstOpen] = open;
  const reconciled = firstOpen ? plusDays(firstOpen.periodFrom, -1) : last.periodTo;
  return {
    reconciledThrough: firstOpen === statements[0] ? null : reconciled,
    openStatements: open.length,
    openLines: lines.flat().filter((line) => line.matchId === null && unexplained(line)).length,
    openEntries: entries.filter(unexplained).length,
  };
}
