import { type BusinessDate, dayOfWeek, yearOf } from '../domain/dates.ts';
import { reckon } from '../domain/obligation.ts';
import { type CalendarYear, calendarFaults } from '../domain/working-days.ts';
import type { Actor } from './actor.ts';
import { Desk } from './desk.ts';
import { conflict, invalid } from './failures.ts';
import { lockStandings } from './gather.ts';
import { concernedBy, lockDuty, tellLate } from './lateness.ts';
import { act, changed } from './perform.ts';
import type { DutyPlace, Ports, Row } from './ports.ts';
import { record } from './record.ts';

// The holiday notices (section 4): a year without one is reckoned from weekends alone, and reckoned again when it is out.

export interface LoadHolidayNotice {
  readonly year: number;
  /** The number of the notice. */
  readonly notice: string;
  readonly daysOff: readonly { readonly from: BusinessDate; readonly to: BusinessDate }[];
  readonly workingWeekends: readonly BusinessDate[];
}

/**
 * The office loads the State Council's notice of a year; a later one for the same year takes its place. Due dates that
 * rested on the year without it are reckoned again by the sweep that follows.
 */
export const loadHolidayNotice = act({
  name: 'loadHolidayNotice',
  by: { personas: ['OFFICE'], role: 'OPERATOR' },
  sweeps: 'AROUND',
  about: (_: LoadHolidayNotice) => ({}),
  async run(desk, { year, notice, daysOff, workingWeekends }) {
    const table: CalendarYear = {
      year,
      notice,
      daysOff: daysOff.map(({ from, to }) => [from, to] as const),
      workingWeekends,
    };
    mustBeSound(table);
    const { poolId } = desk.actor;
    await lockStandings(desk, {});
    const [sweep, before] = await Promise.all([
      desk.store.find('sweep', {}),
      desk.store.lock('holidayNotice', { year }),
    ]);
    // A duty that arose on a day which is still to be swept would be reckoned as if the notice had been out by then.
    if (!sweep || sweep.sweptThrough < desk.today)
      throw conflict(
        'STATE',
        '当日义务正在更新，请稍后再试。',
        'The duties of today are still being brought up to date; try again in a moment.',
      );
    const row = { notice, daysOff: table.daysOff, workingWeekends, loadedOn: desk.today };
    if (before) await desk.update('holidayNotice', { year }, before, row);
    else await desk.insert('holidayNotice', { poolId, year, ...row });
    desk.tell('calendar.loaded', { noun: 'pool', id: poolId }, { toAll: true }, { year, notice });
    return changed('pool', poolId);
  },
});

function mustBeSound(table: CalendarYear): void {
  const { year, daysOff, workingWeekends } = table;
  const belongs = (day: BusinessDate) => yearOf(day) === year || day.startsWith(`${year - 1}-12-`);
  const outside = (field: string, day: BusinessDate) =>
    invalid(
      field,
      `${day} 不属于 ${year} 年，也不在上一年 12 月；请填写该年度通知所列日期。`,
      `${day} lies neither in ${year} nor in the December before; give a day that the notice of ${year} names.`,
    );
  // Every notice names at least New Year's Day; an empty one would confirm due dates that nobody has looked at.
  if (daysOff.length === 0)
    throw invalid(
      'daysOff',
      `${year} 年的放假安排为空；请填写通知所列的全部假期。`,
      `The notice of ${year} has no holiday; give all that it names.`,
    );
  for (const [at, [first, last]] of daysOff.entries()) {
    if (!belongs(first)) throw outside(`daysOff.${at}.from`, first);
    if (!belongs(last)) throw outside(`daysOff.${at}.to`, last);
    if (last < first)
      throw invalid(
        `daysOff.${at}.to`,
        `假期截止日 ${last} 早于起始日 ${first}；截止日应为起始日或其后。`,
        `The holiday ends on ${last}, before it begins on ${first}; give that day or a later one.`,
      );
  }
  for (const [at, day] of workingWeekends.entries()) {
    const field = `workingWeekends.${at}`;
    if (!belongs(day)) throw outside(field, day);
    if (dayOfWeek(day) !== 0 && dayOfWeek(day) !== 6)
      throw invalid(
        field,
        `${day} 不是星期六或星期日；只填写调休上班的周末。`,
        `${day} is no Saturday or Sunday; give only weekend days that are worked.`,
      );
    if (daysOff.some(([first, last]) => first <= day && day <= last))
      throw invalid(
        field,
        `${day} 同时列为放假与上班；请删去其一。`,
        `${day} is given as a day off and as a working day; leave one of the two out.`,
      );
  }
  const [fault] = calendarFaults(table);
  if (fault) throw invalid('daysOff', '放假安排有误，请核对。', `The days do not make a calendar: ${fault}.`);
}

/** How many duties are reckoned again in one transaction. */
const BATCH = 50;

/**
 * Reckons due dates again that rested on a year without a notice, where the notice is out by now: one that the office has
 * loaded, or that a newer product brings along. Batch by batch, so that it goes on where it was cut off.
 */
export async function reckonAgain(ports: Ports, actor: Actor, today: BusinessDate): Promise<void> {
  const ways = await ports.sweep.unconfirmed(actor);
  if (ways.length === 0) return;
  const calendar = await atDesk(ports, actor, today, async (desk) => desk.calendar);
  for (const basis of ways) {
    const found = reckon(calendar, basis.from, basis.count, basis.unit);
    if (!found.confirmed && found.date === basis.date) continue;
    let after: string | null = null;
    for (;;) {
      const batch: DutyPlace[] = await ports.sweep.dutiesReckonedAs(actor, basis, after, BATCH);
      if (batch.length === 0) break;
      await atDesk(ports, actor, today, async (desk) => {
        for (const duty of batch) await reckonOne(desk, duty);
        if (desk.changes.length > 0) await record(desk, 'reckonAgain', basis, null);
      });
      after = batch.at(-1)?.id ?? null;
    }
  }
}

function atDesk<T>(
  ports: Ports,
  actor: Actor,
  today: BusinessDate,
  work: (desk: Desk) => Promise<T>,
): Promise<T> {
  return ports.transaction(actor, async (store) => {
    await store.openDesk();
    return work(await Desk.open(ports, actor, store, ports.now(), today));
  });
}

/** Looks again under the lock, and writes what is new about a due date and about being late by it. */
async function reckonOne(desk: Desk, { id, loanId }: DutyPlace): Promise<void> {
  const { calendar } = desk;
  const duty = await lockDuty(desk, id, loanId);
  if (!duty || duty.dueConfirmed || !duty.dueFrom || duty.dueCount === null || !duty.dueUnit) return;
  const { date: dueOn, confirmed: dueConfirmed } = reckon(
    calendar,
    duty.dueFrom,
    duty.dueCount,
    duty.dueUnit,
  );
  if (dueOn === duty.dueOn && dueConfirmed === duty.dueConfirmed) return;
  // Late by the old day, it has been told as such before the day moves.
  await tellLate(desk, duty);
  const isLate = (duty.metOn ? (duty.settledOn ?? duty.metOn) : desk.today) > dueOn;
  const patch: Partial<Row<'obligation'>> = {
    dueOn,
    dueConfirmed,
    late: duty.metOn && duty.metOn > dueOn,
    ...(isLate ? {} : { lateSince: null }),
  };
  await desk.update('obligation', { id }, duty, patch);
  if (dueOn === duty.dueOn) return;
  const told = { kind: duty.kind, from: duty.dueOn, to: dueOn };
  desk.tell('obligation.rescheduled', { noun: 'obligation', id }, await concernedBy(desk, duty), told);
  const isToldLate = duty.lateSince !== null || duty.dueOn < desk.today;
  if (isLate && !isToldLate) await tellLate(desk, { ...duty, dueOn, lateSince: null }, desk.today);
}
