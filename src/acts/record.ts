import { canonical, canonicalAround } from '../domain/audit.ts';
import { writeId } from '../domain/ids.ts';
import type { Id, Noun } from '../domain/words.ts';
import { judgeBreaker, movesBreaker } from './breaker.ts';
import type { Desk } from './desk.ts';
import type { Changed } from './perform.ts';
import type { Appended, Ports } from './ports.ts';

/**
 * Notes a request that rules refused, after all of it was rolled back. It is a note for later comparison and no part of
 * the answer: where it cannot be written, the refusal stands all the same.
 */
export async function noteRefusal(ports: Ports, desk: Desk, act: string, input: unknown): Promise<void> {
  const { actor, recordedAt, today, verdicts, judged } = desk;
  const { poolId, tenantId, userId } = actor;
  const content = canonical({ input, verdicts, judged });
  const note = { poolId, recordedAt, businessDate: today, tenantId, userId, act, content };
  const written = ports.transaction(actor, async (store) => {
    await store.openDesk();
    await store.insert('refusal', note);
  });
  await written.catch(() => undefined);
}

/** The entries that lie on the desk and are not in the ledger yet, with their lines; from now on they count as appended. */
function takeEntries({ actor, entries, appended }: Desk): Pick<Appended, 'entries' | 'lines'> {
  const taken = entries.slice(appended.count);
  appended.count = entries.length;
  const lines = taken.flatMap(({ id, valueDate, recordedAt, lines: amounts }) =>
    amounts.map(({ account, amount }, at) => ({
      poolId: actor.poolId,
      entryId: id,
      number: at + 1,
      code: account.code,
      amount,
      valueDate,
      recordedAt,
      bankId: account.bankId,
      regionId: account.regionId,
    })),
  );
  return { entries: taken, lines };
}

/**
 * Puts what lies on the desk into the ledger before the act ends, so that what follows in it is judged by the balances as
 * they then stand: a correction takes back first and records anew afterwards. The journal is the last lock of the other
 * acts; one that holds something else of these rows and waits for the journal loses to PostgreSQL’s deadlock check and is
 * run again.
 */
export async function appendNow(desk: Desk): Promise<void> {
  await desk.store.append({ ...takeEntries(desk), events: [], record: null });
}

/**
 * The last step of every act: ledger entries and events in order, then the audit record in its chain. Everything is known
 * before the journal is locked, and nothing is waited for afterwards but the commit.
 */
export async function record(desk: Desk, act: string, input: unknown, result: Changed | null): Promise<void> {
  const { store, actor, events } = desk;
  if (movesBreaker(desk)) await judgeBreaker(desk, desk.entries);
  const told = {
    input,
    result,
    verdicts: desk.verdicts,
    judged: desk.judged,
    changes: desk.changes,
    entries: desk.entries,
    events,
  };
  await store.append({
    ...takeEntries(desk),
    events,
    record: {
      recordedAt: desk.recordedAt,
      businessDate: desk.today,
      tenantId: actor.tenantId,
      userId: actor.userId,
      act,
      subject: result && writeId(result.noun, result.id as Id<Noun>),
      content: canonicalAround(told, 'firstEvent'),
    },
  });
}
