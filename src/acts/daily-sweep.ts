import { type BusinessDate, earlier, later, parseDate, plusDays, yearOf } from '../domain/dates.ts';
import type { Id } from '../domain/words.ts';
import { type Actor, mayAct } from './actor.ts';
import { judgeBreaker } from './breaker.ts';
import { reckonAgain } from './calendar.ts';
import { Desk } from './desk.ts';
import { settleEvaluationDuty, settleLoanDuties } from './duties.ts';
import { lockStandings } from './gather.ts';
import { lockDuty, tellLate } from './lateness.ts';
import { settleLeaving } from './leaving.ts';
import { type Act, type Changed, changed, type Outcome, perform, type Sought } from './perform.ts';
import type { DutyPlace, Place, Ports, SweptPool } from './ports.ts';
import { record } from './record.ts';
import { datesOf } from './setting.ts';

// The daily sweep (section 9): what follows from the date alone. Every item is one short transaction that locks what it
// touches, looks again and writes only what is not written yet; a day is marked as swept when all of it is done. So it may
// be killed at any point, run twice, or run by two processes at once. That it may also come late rests on the acts: one
// that finds a loan, a duty or an agreement which the sweep should have been at settles that first.

/** How many items are asked for at a time. */
const PAGE = 200;

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
    ({ id }) => changed('loan', id),
    (desk, { id }) => settleLoan(desk, id),
  );
  await everyOne(
    sweep,
    day,
    (after) => ports.sweep.lateDuties(actor, day, after, PAGE),
    ({ id }) => changed('obligation', id),
    markLate,
  );
  const banks = await ports.sweep.banksWithoutAgreement(actor, day);
  const isNewYear = day.endsWith('-01-01');
  if (banks.length === 0 && !isNewYear && !turns) return;
  const setting = await settingOf(sweep, day);
  const pool = changed('pool', actor.poolId);
  for (const bankId of banks)
    await item(sweep, setting, changed('bank', bankId), (desk) => settleLeaving(desk, bankId));
  if (isNewYear) await item(sweep, setting, pool, newYear);
  if (turns) await item(sweep, setting, pool, turnBreaker);
}

/** Goes through a list that is asked for page by page. What is done drops out of it; the place keeps the rest from coming twice. */
async function everyOne<P extends Place>(
  sweep: Sweep,
  day: BusinessDate,
  ask: (after: Place | null) => Promise<readonly P[]>,
  aboutOf: (one: P) => Changed,
  work: (desk: Desk, one: P) => Promise<void>,
): Promise<void> {
  for (let page = await ask(null); page.length > 0; page = await ask(page.at(-1) ?? null)) {
    // One setting for a page: what an item goes by does not change from one to the next.
    const setting = await settingOf(sweep, day);
    for (const one of page) {
      if (sweep.stopping()) throw new Stopped();
      await item(sweep, setting, aboutOf(one), (desk) => work(desk, one));
    }
  }
}

function settingOf({ ports, actor }: Sweep, day: BusinessDate): Promise<Desk> {
  return ports.transaction(actor, async (store) => {
    await store.openDesk();
    return Desk.open(ports, actor, store, ports.now(), day);
  });
}

/** One item: a transaction of its own, recorded only where it changed something. */
async function item(
  { ports, actor }: Sweep,
  setting: Desk,
  about: Changed,
  work: (desk: Desk) => Promise<void>,
): Promise<void> {
  await ports.transaction(actor, async (store) => {
    await store.openDesk();
    const desk = Desk.like(setting, store);
    await work(desk);
    if (desk.changes.length + desk.events.length > 0) await record(desk, 'sweep', { day: desk.today }, about);
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
  if (deed.sweeps && outcome.kind === 'DONE') await sweepUpToDate(ports, sweeper);
  return outcome;
}
