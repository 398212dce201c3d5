import { later, plusDays } from '../domain/dates.ts';
import { type Match, matchesOf } from '../domain/reconciliation.ts';
import type { Id, MatchWay } from '../domain/words.ts';
import type { Desk } from './desk.ts';
import type { OpenEntry, OpenSince, Row } from './ports.ts';

// How a match of statement lines and entries is made and taken apart; the account's keeper does either.

/** From when on entries are held against an account's statements: since its first one. */
export async function openSince({ store }: Desk, code: string): Promise<OpenSince> {
  const all = await store.list('statement', { code });
  const [first] = all
    .filter(({ state }) => state !== 'REPLACED')
    .sort((a, b) => (a.periodFrom < b.periodFrom ? -1 : 1));
  if (!first) throw new Error('an account is reconciled by its statements');
  const [earliest = first] = [...all].sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1));
  return { from: first.periodFrom, recordedAfter: earliest.recordedAt };
}

/** The entries on a statement's account that are not matched, up to its last day and the days beyond it that may match. */
export async function openEntriesOf(
  desk: Desk,
  { code, periodTo }: Row<'statement'>,
  daysBeyond = 0,
): Promise<OpenEntry[]> {
  return desk.store.openEntries(code, await openSince(desk, code), plusDays(periodTo, daysBeyond));
}

/** Matches what can be matched without a doubt. */
export async function matchAutomatically(desk: Desk, statement: Row<'statement'>): Promise<void> {
  const [lines, entries] = await Promise.all([
    desk.store.list('statementLine', { statementId: statement.id, matchId: null }),
    openEntriesOf(desk, statement, statement.daysApartMax),
  ]);
  for (const match of matchesOf(lines, entries, statement.daysApartMax))
    await makeMatch(desk, statement, match, 'AUTOMATIC');
}

export async function makeMatch(
  desk: Desk,
  { code, bankId }: Pick<Row<'statement'>, 'code' | 'bankId'>,
  { lineIds, entryIds }: Match,
  way: MatchWay,
): Promise<void> {
  const { poolId, userId } = desk.actor;
  const matchId = desk.newId('statementMatch');
  await desk.insert('statementMatch', {
    poolId,
    id: matchId,
    code,
    bankId,
    way,
    userId,
    matchedOn: desk.today,
    undoneOn: null,
    undoneBy: null,
  });
  for (const id of lineIds as readonly Id<'statementLine'>[])
    await desk.store.update('statementLine', { id }, { matchId });
  for (const entryId of entryIds as readonly Id<'entry'>[]) {
    await desk.store.ensure('statementEntry', { poolId, code, entryId, bankId });
    await desk.store.update('statementEntry', { code, entryId }, { matchId });
  }
}

/** Takes a match apart: its lines and entries are open again. */
export async function takeApart(desk: Desk, matchId: Id<'statementMatch'>): Promise<void> {
  const { store } = desk;
  const [match, lines, entries] = await Promise.all([
    store.lock('statementMatch', { id: matchId }),
    store.list('statementLine', { matchId }),
    store.list('statementEntry', { matchId }),
  ]);
  if (!match) throw new Error('a match is never deleted');
  for (const { id } of lines) await store.update('statementLine', { id }, { matchId: null });
  for (const { code, entryId } of entries)
    await store.update('statementEntry', { code, entryId }, { matchId: null });
  await desk.update('statementMatch', { id: matchId }, match, {
    undoneOn: later(desk.today, match.matchedOn),
    undoneBy: desk.actor.userId,
  });
}
