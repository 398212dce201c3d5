import { type BusinessDate, earlier, later, parseDate, plusDays, yearOf } from '../domain/dates.ts';
import type { Id } from '../domain/words.ts';
import { type Actor, mayAct } from './actor.ts';
import { judgeBreaker } from './breaker.ts';
import { reckonAgain } from './calendar.ts';
import { Desk } from './desk.ts';
import { settleEvaluationDuty, settleLoanDuties } from './duties.ts';
import { Failure } from './failures.ts';
import { lockStandings } from './gather.ts';
import { lockDuty, tellLate } from './lateness.ts';
import { settleLeaving } from './leaving.ts';
import { type Act, type Changed, changed, type Outcome, perform, type Sought } from './perform.ts';
import type { DutyPlace, Place, Ports, SweptPool } from './ports.ts';
import { record } from './record.ts';
import { datesOf } from './setting.ts';

// The daily sweep (section 9): what follows from the date alone. A few items at a time are one short transaction that locks
// what it touches, looks again and writes only what is not written yet, with a record for each; a day is marked as swept
// when all of it is done. So it may be killed at any point, run twice, or run by two processes at once. That it may also
// come late rests on the acts: one that finds a loan, a duty or an agreement which the sweep should have been at settles
// that first.

/** How many items are asked for at a time. */
const PAGE = 200;

/** How many of them are one transaction: enough to share its round trips, few enough that no act waits for long. */
const TOGETHER = 20;

/** In whose name a pool is swept: its office’s. */
export function sweeperOf({ poolId, officeId }: Pick<SweptPool, 'poolId' | 'officeId'>): Actor {
  return {
    poolId,
    tenantId: officeId,
    kind: 'OFFICE',
    persona: 'OFFICE',
    role: 'OPERATOR',
    userId: 'sweep',
    userName: null,
  };
}

/** Told between two items whether to stop; what is left is done by the next sweep. */
export type Stopping = () => boolean;
const NEVER: Stopping = () => false;

/** Thrown between two items of a sweep that is to stop. */
class Stopped extends Error {}

interface Sweep {
  readonly ports: Ports;
  readonly actor: Actor;
  readonly stopping: Stopping;
}

/** Sweeps a pool up to its business date. */
export async function sweepUpToDate(ports: Ports, actor: Actor, stopping = NEVER): Promise<void> {
  const today = await ports.transaction(actor, async (store) => {
    const pool = await store.see('pool', {});
    if (!pool) throw new Error(`pool ${actor.poolId} has no row`);
    return datesOf(pool, ports.now()).today;
  });
  await sweepThrough(ports, actor, today, stopping);
}

/**
 * Sweeps every day after the last that was swept, up to `to`, in order; days on which nothing is due are passed over. Also
 * takes up what an act has left that ran across midnight. Done already, it finds nothing to do.
 */
export async function sweepThrough(
  ports: Ports,
  actor: Actor,
  to: BusinessDate,
  stopping = NEVER,
): Promise<void> {
  const sweep = { ports, actor, stopping };
  try {
    await reckonAgain(ports, actor, to);
    const { swept, turnsDaily, turnsOn } = await outset(sweep);
    for (let day = swept; ; ) {
      const next = turnsDaily ? plusDays(day, 1) : await nextDay(sweep, day, turnsOn);
      day = earlier(to, later(next, plusDays(day, 1)));
      await sweepDay(sweep, day, turnsDaily || turnsOn.includes(day));
      await markSwept(sweep, day);
      if (day >= to) return;
    }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
}

interface Outset {
  readonly swept: BusinessDate;
  /** The breaker’s ratio changes from day to day without an act: it counts what is past due (Art. 37). */
  readonly turnsDaily: boolean;
  /** The days on which another edition’s line begins to count. */
  readonly turnsOn: readonly BusinessDate[];
}

function outset({ ports, actor }: Sweep): Promise<Outset> {
  return ports.transaction(actor, async (store) => {
    await store.openDesk();
    const [desk, row] = await Promise.all([
      Desk.open(ports, actor, store, ports.now()),
      store.find('sweep', {}),
    ]);
    if (!row) throw new Error(`pool ${actor.poolId} has no day to sweep from`);
    return {
      swept: row.sweptThrough,
      turnsDaily: countsOverdue(desk),
      turnsOn: desk.editions.map(({ validFrom }) => validFrom),
    };
  });
}

/** The next day that has something to do, which may be past already where something was left. */
async function nextDay(
  { ports, actor }: Sweep,
  swept: BusinessDate,
  turnsOn: readonly BusinessDate[],
): Promise<BusinessDate> {
  const newYear = parseDate(`${yearOf(swept) + 1}-01-01`);
  const ahead = turnsOn.filter((day) => day > swept);
  return [newYear, ...ahead].reduce(earlier, (await ports.sweep.nextDay(actor)) ?? newYear);
}

function countsOverdue(desk: Desk): boolean {
  if (desk.editions.length === 0) return false;
  return desk.editionInForceOrLast.values.breaker.measure === 'OVERDUE_TO_OUTSTANDING';
}

async function sweepDay(sweep: Sweep, day: BusinessDate, turns: boolean): Promise<void> {
  const { ports, actor } = sweep;
  await everyOne(
    sweep,
    day,
    (after) => ports.sweep.unsettledLoans(actor, day, after, PAGE),
    ({ id }) => ({ loanId: id, about: changed('loan', id) }),
    (desk, { id }) => settleLoan(desk, id),
  );
  await everyOne(
    sweep,
    day,
    (after) => ports.sweep.lateDuties(actor, day, after, PAGE),
    ({ id, loanId }) => ({ loanId, about: changed('obligation', id) }),
    markLate,
  );
  const banks = await ports.sweep.banksWithoutAgreement(actor, day);
  const isNewYear = day.endsWith('-01-01');
  if (banks.length === 0 && !isNewYear && !turns) return;
  const setting = await settingOf(sweep, day);
  const pool = changed('pool', actor.poolId);
  for (const bankId of banks)
    await together(sweep, setting, [
      { about: changed('bank', bankId), work: (desk) => settleLeaving(desk, bankId) },
    ]);
  if (isNewYear) await together(sweep, setting, [{ about: pool, work: newYear }]);
  if (turns) await together(sweep, setting, [{ about: pool, work: turnBreaker }]);
}

/** Something to do, and the thing that it is about. */
interface Item {
  readonly about: Changed;
  readonly work: (desk: Desk) => Promise<void>;
}

/** Goes through a list that is asked for page by page. What is done drops out of it; the place keeps the rest from coming twice. */
async function everyOne<P extends Place>(
  sweep: Sweep,
  day: BusinessDate,
  ask: (after: Place | null) => Promise<readonly P[]>,
  onOf: (one: P) => { readonly loanId: Id<'loan'> | null; readonly about: Changed },
  work: (desk: Desk, one: P) => Promise<void>,
): Promise<void> {
  for (let page = await ask(null); page.length > 0; page = await ask(page.at(-1) ?? null)) {
    // One setting for a page: what an item goes by does not change from one to the next.
    const setting = await settingOf(sweep, day);
    for (let from = 0; from < page.length; from += TOGETHER) {
      if (sweep.stopping()) throw new Stopped();
      // Loans are locked in the order of their ids, so that two sweeps at once do not wait for each other in a circle.
      const items = page
        .slice(from, from + TOGETHER)
        .map((one) => ({ ...onOf(one), work: (desk: Desk) => work(desk, one) }))
        .sort((a, b) => ((a.loanId ?? '') < (b.loanId ?? '') ? -1 : 1));
      await together(sweep, setting, items);
    }
  }
}

function settingOf({ ports, actor }: Sweep, day: BusinessDate): Promise<Desk> {
  return ports.transaction(actor, async (store) => {
    await store.openDesk();
    return Desk.open(ports, actor, store, ports.now(), day);
  });
}

/** Does items side by side in one transaction; each has a desk and a record of its own, where it changed something. */
async function together({ ports, actor }: Sweep, setting: Desk, items: readonly Item[]): Promise<void> {
  await ports.transaction(actor, async (store) => {
    await store.openDesk();
    const done = items.map(async ({ about, work }) => {
      const desk = Desk.like(setting, store);
      await work(desk);
      return { desk, about };
    });
    // One that fails undoes them all, once none has anything under way.
    await Promise.allSettled(done);
    // Only now the journal, which all acts of the pool wait for: none of the items has anything left to wait for.
    for (const { desk, about } of await Promise.all(done))
      if (desk.changes.length + desk.events.length > 0)
        await record(desk, 'sweep', { day: desk.today }, about);
  });
}

async function settleLoan(desk: Desk, loanId: Id<'loan'>): Promise<void> {
  await Promise.all([desk.store.lock('loan', { id: loanId }), settleLoanDuties(desk, loanId)]);
}

/** Looks again under the lock: an act may have met the duty in the meantime. */
async function markLate(desk: Desk, { id, loanId }: DutyPlace): Promise<void> {
  const duty = await lockDuty(desk, id, loanId);
  if (duty) await tellLate(desk, duty);
}

async function newYear(desk: Desk): Promise<void> {
  await lockStandings(desk, {});
  await settleEvaluationDuty(desk);
}

async function turnBreaker(desk: Desk): Promise<void> {
  await lockStandings(desk, {});
  await judgeBreaker(desk);
}

/** Never backwards: another process may have come further. */
async function markSwept({ ports, actor }: Sweep, day: BusinessDate): Promise<void> {
  await ports.transaction(actor, async (store) => {
    await store.openDesk();
    const row = await store.lock('sweep', {});
    if (row && row.sweptThrough < day) await store.update('sweep', {}, { sweptThrough: day });
  });
}

/**
 * Does an act as a client asks for it. Where it moves the date, every day is swept before the answer is given; asked for
 * again with the same key, it sweeps what was left.
 */
export async function performAndSweep<Input, S extends Record<string, Sought>>(
  ports: Ports,
  actor: Actor,
  deed: Act<Input, S>,
  input: Input,
  key: string,
): Promise<Outcome> {
  // Acts that sweep are the office’s: its id is at hand.
  const sweeper = sweeperOf({ poolId: actor.poolId, officeId: actor.tenantId });
  if (deed.sweeps === 'AROUND' && mayAct(actor, deed.by)) await sweepUpToDate(ports, sweeper);
  const outcome = await perform(ports, actor, deed, input, key);
  if (deed.sweeps && outcome.kind === 'DONE')
    await sweepUpToDate(ports, sweeper).catch((error: unknown) => {
      throw afterDone(error);
    });
  return outcome;
}

/** The act is done and the sweep behind it is not: nobody may be told that nothing was done, and the same key goes on. */
function afterDone(error: unknown): unknown {
  const mayPass = error instanceof Failure && 'retryAfterSeconds' in error.wrong;
  return mayPass ? new Failure({ kind: 'OUTCOME_UNKNOWN', retryAfterSeconds: 1 }) : error;
}
