import { canonical, chainHash } from '../domain/audit.ts';
import { writeId } from '../domain/ids.ts';
import type { Id, Noun } from '../domain/words.ts';
import { judgeBreaker, movesBreaker } from './breaker.ts';
import type { Desk } from './desk.ts';
import type { Changed } from './perform.ts';
import type { Ports } from './ports.ts';

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

/** Puts the entries that lie on the desk and are not there yet into the ledger; answers the running number of the last. */
async function append({ store, actor, entries, appended }: Desk, last: number): Promise<number> {
  let entrySequence = last;
  for (const { lines, ...entry } of entries.slice(appended.count)) {
    entrySequence += 1;
    await store.insert('entry', { ...entry, sequence: entrySequence });
    for (const [at, { account, amount }] of lines.entries())
      await store.insert('line', {
        poolId: actor.poolId,
        entryId: entry.id,
        number: at + 1,
        code: account.code,
        amount,
        valueDate: entry.valueDate,
        recordedAt: entry.recordedAt,
        bankId: account.bankId,
        regionId: account.regionId,
      });
  }
  appended.count = entries.length;
  return entrySequence;
}

/**
 * Puts what lies on the desk into the ledger before the act ends, so that what follows in it is judged by the balances as
 * they then stand: a correction takes back first and records anew afterwards. The journal is the last lock of the other
 * acts; one that holds something else of these rows and waits for the journal loses to PostgreSQL’s deadlock check and is
 * run again.
 */
export async function appendNow(desk: Desk): Promise<void> {
  const journal = await desk.store.lockJournal();
  const entrySequence = await append(desk, journal.entrySequence);
  await desk.store.update('journal', {}, { entrySequence });
}

/**
 * The last steps of every act, under the journal's lock, which is the last lock taken: ledger entries and events in
 * order, then the audit record in its chain.
 */
export async function record(desk: Desk, act: string, input: unknown, result: Changed | null): Promise<void> {
  const { store, actor } = desk;
  const journal = await store.lockJournal();
  const entrySequence = await append(desk, journal.entrySequence);
  let { eventSequence } = journal;
  // Only now are the entries in the balances; what the breaker has to tell goes out with the act's own events.
  if (movesBreaker(desk)) await judgeBreaker(desk, desk.entries);
  const firstEvent = eventSequence + 1;
  for (const event of desk.events) {
    eventSequence += 1;
    await store.insert('event', { ...event, sequence: eventSequence });
  }
  const auditRecord = {
    sequence: journal.auditSequence + 1,
    recordedAt: desk.recordedAt,
    businessDate: desk.today,
    tenantId: actor.tenantId,
    userId: actor.userId,
    act,
    content: canonical({
      input,
      result,
      verdicts: desk.verdicts,
      judged: desk.judged,
      changes: desk.changes,
      entries: desk.entries,
      firstEvent,
      events: desk.events,
    }),
  };
  const hash = chainHash(journal.auditHash, auditRecord);
  await store.insert('audit', {
    ...auditRecord,
    poolId: actor.poolId,
    subject: result && writeId(result.noun, result.id as Id<Noun>),
    previousHash: journal.auditHash,
    hash,
  });
  await store.update(
    'journal',
    {},
    { entrySequence, eventSequence, auditSequence: auditRecord.sequence, auditHash: hash },
  );
}
