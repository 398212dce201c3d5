import { type BusinessDate, businessDateOf, later, parseDate, plusMonths, yearOf } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import { type Deed, dueOn, meetings } from '../domain/obligation.ts';
import type { Id } from '../domain/words.ts';
import { editionOn } from '../regulation/edition.ts';
import type { Desk } from './desk.ts';
import { type Ground, groundsOf, type LoanRecord, nextDay, oldestUnpaid } from './duty-grounds.ts';
import { fundManagerId } from './gather.ts';
import { met, reopened } from './lateness.ts';
import { editionOfLoan } from './loss.ts';
import type { Row } from './ports.ts';

type Duty = Row<'obligation'>;

/**
 * Brings the duties about a loan into line with what is on record about it and with a day: those that have arisen stand,
 * each is met by what met it, or ended when its ground is gone, and open again when that is undone. The last step of every
 * act that changes the record, the first of one that comes before the sweep of its day, and the sweep's own.
 */
export async function settleLoanDuties(
  desk: Desk,
  loanId: Id<'loan'>,
  through: BusinessDate = desk.today,
): Promise<void> {
  await settleFile(desk, await fileOf(desk, loanId, desk.store.find('loan', { id: loanId })), through);
}

/** What is on record about a loan, as far as every settlement of its duties asks; read under the lock of its agenda. */
export interface LoanFile extends Pick<LoanRecord, 'loan' | 'instalments' | 'aftercare'> {
  readonly agenda: Row<'agenda'> | null;
  readonly standing: readonly Duty[];
}

async function fileOf(
  { store }: Desk,
  loanId: Id<'loan'>,
  asked: Promise<Row<'loan'> | null>,
): Promise<LoanFile> {
  // The agenda is locked before anything is read: whoever settles the same loan waits here, and then sees what was settled.
  const [agenda, loan, instalments, aftercare, standing] = await Promise.all([
    store.lock('agenda', { loanId }),
    asked,
    store.list('instalment', { loanId }),
    store.list('aftercare', { loanId }),
    store.list('obligation', { loanId }),
  ]);
  if (!loan) throw new Error('a loan is never deleted');
  return { agenda, loan, instalments, aftercare, standing };
}

/**
 * Locks a loan and its agenda, for an act that judges no cap, and reads its file; what the date has brought about it is
 * settled first.
 */
export async function takeFile(desk: Desk, loanId: Id<'loan'>): Promise<LoanFile> {
  const file = await fileOf(desk, loanId, desk.store.lock('loan', { id: loanId }));
  const { nextOn = null } = file.agenda ?? {};
  if (nextOn === null || nextOn > desk.today) return file;
  await settleFile(desk, file, desk.today);
  return fileOf(desk, loanId, desk.store.find('loan', { id: loanId }));
}

/** Brings the duties into line with a file that is at hand, and with what the act has written since it was read. */
export async function settleFile(
  desk: Desk,
  { agenda, loan, instalments, aftercare, standing }: LoanFile,
  through: BusinessDate = desk.today,
): Promise<void> {
  const record = await troublesOf(desk, { loan, instalments, aftercare }, standing, through);
  const terms = editionOfLoan(desk, loan).values;
  const grounds = groundsOf(record, terms, desk.calendar, through);
  const raised = await Promise.all(grounds.map((ground) => raise(desk, record, ground, standing)));
  const duties = [...standing, ...raised.flat()];
  for (const ground of grounds) await meetOrEnd(desk, ground, duties);
  await keepAgenda(desk, loan.id, agenda, nextDay(grounds));
}

/** Settles a loan whose day has come and to which the sweep has not: before an act changes anything about it. */
export async function bringUpToDate(desk: Desk, loanId: Id<'loan'>): Promise<void> {
  const agenda = await desk.store.find('agenda', { loanId });
  if (agenda?.nextOn && agenda.nextOn <= desk.today) await settleLoanDuties(desk, loanId);
}

const OF_TROUBLE: readonly Duty['kind'][] = ['OVERDUE_MEASURES', 'PURSUIT', 'RECOVERY_REPORT'];

/** Reads the rest of the record for a loan that has been in trouble; most never are, and their acts stay quick. */
async function troublesOf(
  desk: Desk,
  known: Pick<LoanRecord, 'loan' | 'instalments' | 'aftercare'>,
  standing: readonly Duty[],
  through: BusinessDate,
): Promise<LoanRecord> {
  const { store } = desk;
  const { id: loanId, nextDueOn, compensatedOn, guarantorId } = known.loan;
  const inTrouble = compensatedOn !== null || (nextDueOn !== null && nextDueOn < through);
  if (!inTrouble && !standing.some(({ kind }) => OF_TROUBLE.includes(kind)))
    return {
      ...known,
      repayments: [],
      legalActions: [],
      recoveries: [],
      reports: [],
      conclusion: null,
      managerId: null,
    };
  const [repayments, legalActions, recoveries, reports, conclusion, manager] = await Promise.all([
    store.list('repayment', { loanId, reversedOn: null }),
    store.list('legalAction', { loanId }),
    store.list('recovery', { loanId }),
    store.list('recoveryReport', { loanId }),
    store.find('conclusion', { loanId }),
    fundManagerId(desk),
  ]);
  const managerId = manager === guarantorId ? manager : null;
  return { ...known, repayments, legalActions, recoveries, reports, conclusion, managerId };
}

/** Creates the duties of a kind that have arisen and do not stand yet, for each of its debtors. */
async function raise(
  desk: Desk,
  record: LoanRecord,
  { kind, debtorIds, arisen, periodOf, dueOf }: Ground,
  standing: readonly Duty[],
): Promise<Duty[]> {
  const { id: loanId, regionId, bankId } = record.loan;
  const known = new Set(standing.filter((duty) => duty.kind === kind).map(({ aroseOn }) => aroseOn));
  const made: Duty[] = [];
  for (const aroseOn of arisen.filter((day) => !known.has(day))) {
    const period = periodOf(aroseOn);
    if (kind === 'OVERDUE_MEASURES' && period === oldestUnpaid(record)) tellOverdue(desk, record, aroseOn);
    const about = { loanId, regionId, bankId, period, aroseOn };
    for (const debtorId of debtorIds)
      made.push(await desk.oblige(kind, debtorId, loanId, dueOf(aroseOn), about));
  }
  return made;
}

/** 第三十一条 The first day past due is told, once for every stretch of being overdue. */
function tellOverdue(desk: Desk, { loan, instalments }: LoanRecord, since: BusinessDate): void {
  const pastDue = instalments.filter(({ dueOn: day }) => day < since);
  const principal = Yuan.sum(pastDue.map(({ unpaid }) => unpaid)).toString();
  desk.tell('loan.overdue', { noun: 'loan', id: loan.id }, loan, { since, principal }, since);
}

async function meetOrEnd(desk: Desk, ground: Ground, duties: readonly Duty[]): Promise<void> {
  const ofKind = duties.filter(({ kind }) => kind === ground.kind);
  for (const debtorId of new Set(ofKind.map((duty) => duty.debtorId))) {
    const own = ofKind.filter((duty) => duty.debtorId === debtorId);
    const days = own.map(({ aroseOn }) => aroseOn);
    const metBy = meetings(days, ground.deedsOf(debtorId), ground.reach);
    for (const duty of own)
      await bringInto(desk, duty, metBy.get(duty.aroseOn) ?? null, ground.lostOf(duty.aroseOn));
  }
}

/** Writes how a duty stands, where that has changed. What is met or ended stays so once its ground is gone. */
async function bringInto(desk: Desk, duty: Duty, deed: Deed | null, lost: Deed | null): Promise<void> {
  if (duty.metOn && lost) return;
  if (deed) {
    if (duty.metOn !== deed.doneOn || duty.metBy !== deed.by) await met(desk, duty, deed.doneOn, deed.by);
    return;
  }
  if (lost) return met(desk, duty, later(lost.doneOn, duty.aroseOn), lost.by);
  if (duty.metOn) await reopened(desk, duty);
}

async function keepAgenda(
  desk: Desk,
  loanId: Id<'loan'>,
  agenda: Row<'agenda'> | null,
  nextOn: BusinessDate | null,
): Promise<void> {
  if (agenda && agenda.nextOn !== nextOn) await desk.store.update('agenda', { loanId }, { nextOn });
  if (!agenda && nextOn) await desk.store.insert('agenda', { poolId: desk.actor.poolId, loanId, nextOn });
}

/**
 * 第十九、三十八条 The office evaluates every year in which the pool had an edition: the duty arises when the year is over,
 * and is met by the evaluation. Called by the sweep of New Year's Day, and by the act that evaluates a year.
 */
export async function settleEvaluationDuty(desk: Desk, through: BusinessDate = desk.today): Promise<void> {
  const { store } = desk;
  const [enacted, evaluations, office] = await Promise.all([
    store.list('edition', { state: 'ENACTED' }),
    store.list('evaluation', {}),
    store.find('tenant', { kind: 'OFFICE' }),
  ]);
  if (!office) throw new Error('a pool has its office');
  const since = enacted.flatMap(({ enactedAt }) => (enactedAt ? yearOf(businessDateOf(enactedAt)) : []));
  const debtor = { kind: 'EVALUATION', debtorId: office.id } as const;
  const known = new Set((await store.list('obligation', debtor)).map(({ period }) => period));
  for (let year = Math.min(...since); year < yearOf(through); year += 1) {
    if (known.has(String(year))) continue;
    const aroseOn = parseDate(`${year + 1}-01-01`);
    const { values } = editionOn(desk.editions, aroseOn) ?? desk.editionInForceOrLast;
    const last = plusMonths(parseDate(`${year}-12-31`), values.evaluationDueMonths);
    const due = dueOn(desk.calendar, last, values.rollDueDates);
    await desk.oblige('EVALUATION', office.id, desk.actor.poolId, due, { period: String(year), aroseOn });
  }
  for (const { year, evaluatedOn, document } of evaluations) {
    const duty = await store.lock('obligation', { ...debtor, period: String(year), metOn: null });
    if (duty) await met(desk, duty, evaluatedOn, document);
  }
}
