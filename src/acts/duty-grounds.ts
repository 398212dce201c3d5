import { type BusinessDate, earlier, later, plusDays } from '../domain/dates.ts';
import {
  type Deed,
  type DueDate,
  dueInDays,
  dueOn,
  type Interval,
  type Reach,
  termStart,
  termsBegun,
} from '../domain/obligation.ts';
import type { ObligationKind } from '../domain/words.ts';
import type { Calendar } from '../domain/working-days.ts';
import type { EditionValues } from '../regulation/edition.ts';
import type { Row } from './ports.ts';

// What duties a loan has by what is on record about it: pure, so that it makes no difference when it is asked.

/** What is on record about a loan, as far as its duties depend on it. */
export interface LoanRecord {
  readonly loan: Row<'loan'>;
  readonly instalments: readonly Row<'instalment'>[];
  readonly repayments: readonly Row<'repayment'>[];
  readonly aftercare: readonly Row<'aftercare'>[];
  readonly legalActions: readonly Row<'legalAction'>[];
  readonly recoveries: readonly Row<'recovery'>[];
  readonly reports: readonly Row<'recoveryReport'>[];
  readonly conclusion: Row<'conclusion'> | null;
  /** The guarantor, where it holds the pool’s money too (Art. 10). */
  readonly managerId: string | null;
}

/** One kind of duty about a loan. */
export interface Ground {
  readonly kind: ObligationKind;
  readonly debtorIds: readonly string[];
  /** The first days of the duties that have arisen by the day asked about; those that stand already count as well. */
  readonly arisen: readonly BusinessDate[];
  /** The next day on which one arises by the date alone; null where none does. */
  readonly next: BusinessDate | null;
  /** What a duty that arose on a day is told apart by. */
  readonly periodOf: (aroseOn: BusinessDate) => string;
  readonly dueOf: (aroseOn: BusinessDate) => DueDate;
  readonly deedsOf: (debtorId: string) => readonly Deed[];
  readonly reach: Reach;
  /** Why a duty that arose on a day has no ground any more, and since when; null while it has. */
  readonly lostOf: (aroseOn: BusinessDate) => Deed | null;
}

type Terms = Pick<
  EditionValues,
  'visitIntervalDays' | 'overdueMeasuresDays' | 'pursuitDays' | 'recoveryReportMonths' | 'rollDueDates'
>;

const byRecording = <R extends { readonly recordedAt: string; readonly id: string }>(
  rows: readonly R[],
): R[] => [...rows].sort((a, b) => (a.recordedAt + a.id < b.recordedAt + b.id ? -1 : 1));

function aftercareBy(record: LoanRecord, kind: Row<'aftercare'>['kind']): Ground['deedsOf'] {
  const rows = byRecording(record.aftercare.filter((row) => row.kind === kind));
  return (debtorId) =>
    rows
      .filter(({ tenantId }) => tenantId === debtorId)
      .map(({ doneOn, document }) => ({ doneOn, by: document }));
}

/** How a loan has ended, or passed into compensation; null while it runs. */
function endOf({ loan }: LoanRecord, today: BusinessDate): Deed | null {
  if (loan.state === 'ACTIVE') return null;
  if (loan.compensatedOn) return { doneOn: loan.compensatedOn, by: '贷款已代偿' };
  return { doneOn: loan.endedOn ?? today, by: '贷款已结清' };
}

/** 第二十九条 While the loan runs, bank and guarantor each visit the borrower once in every interval. */
function visits(record: LoanRecord, terms: Terms, calendar: Calendar, through: BusinessDate): Ground | null {
  const { loan } = record;
  if (!loan.disbursedOn) return null;
  const interval: Interval = { every: terms.visitIntervalDays, unit: 'DAYS' };
  const runs = loan.state === 'ACTIVE';
  // Of a loan that was taken over, what was to be done before is not asked here.
  const since = loan.takenOverOn ?? loan.disbursedOn;
  const { begun, next } = termsBegun(since, interval, through);
  return {
    kind: 'VISIT',
    debtorIds: [loan.bankId, loan.guarantorId],
    arisen: runs ? begun : [],
    next: runs ? next : null,
    periodOf: (aroseOn) => aroseOn,
    dueOf: (aroseOn) => dueInDays(calendar, aroseOn, terms.visitIntervalDays, terms.rollDueDates),
    deedsOf: aftercareBy(record, 'VISIT'),
    reach: 'ONE',
    lostOf: () => endOf(record, through),
  };
}

/** The days on which principal fell due that is unpaid, oldest first. */
function unpaidDueDates({ instalments }: LoanRecord): BusinessDate[] {
  const unpaid = instalments.filter((one) => one.unpaid.isPositive()).map(({ dueOn: day }) => day);
  return [...new Set(unpaid)].sort();
}

/** 第三十一条第（二）项 The day after a payment was missed, bank and fund manager each owe a plan. */
function overdueMeasures(
  record: LoanRecord,
  terms: Terms,
  calendar: Calendar,
  through: BusinessDate,
): Ground | null {
  const { loan, managerId } = record;
  if (!loan.disbursedOn) return null;
  const missed = loan.state === 'ACTIVE' ? unpaidDueDates(record).map((day) => plusDays(day, 1)) : [];
  const lastPaid = byRecording(record.repayments).at(-1)?.paidOn;
  return {
    kind: 'OVERDUE_MEASURES',
    debtorIds: managerId ? [loan.bankId, managerId] : [loan.bankId],
    arisen: missed.filter((day) => day <= through),
    next: missed.find((day) => day > through) ?? null,
    periodOf: (aroseOn) => plusDays(aroseOn, -1),
    dueOf: (aroseOn) => dueInDays(calendar, aroseOn, terms.overdueMeasuresDays, terms.rollDueDates),
    deedsOf: aftercareBy(record, 'OVERDUE_MEASURES'),
    reach: 'ALL',
    lostOf: (aroseOn) =>
      endOf(record, through) ??
      (missed.includes(aroseOn) ? null : { doneOn: lastPaid ?? through, by: '欠款已还清' }),
  };
}

/** How the duties about a recovery end; null while it goes on. */
function recoveryEnd({ loan, conclusion }: LoanRecord, today: BusinessDate): Deed | null {
  if (loan.state === 'COMPENSATED') return null;
  if (conclusion) return { doneOn: conclusion.concludedOn, by: '追偿已终结' };
  return { doneOn: today, by: '代偿已冲销' };
}

/** 第三十三条 After a compensation, bank and fund manager pursue the debtor: a recovery, an action at law, or the end of it. */
function pursuit(record: LoanRecord, terms: Terms, calendar: Calendar, through: BusinessDate): Ground | null {
  const { loan, managerId, legalActions, recoveries } = record;
  const since = loan.compensatedOn;
  const deeds = [
    ...recoveries
      .filter(({ reversedOn }) => reversedOn === null)
      .map(({ receivedOn, document }) => ({ doneOn: receivedOn, by: document })),
    // An action that was brought before the compensation pursues the same debtor.
    ...legalActions.map(({ openedOn, court }) => ({ doneOn: later(openedOn, since ?? openedOn), by: court })),
  ].sort((a, b) => (a.doneOn < b.doneOn ? -1 : 1));
  return {
    kind: 'PURSUIT',
    debtorIds: managerId ? [loan.bankId, managerId] : [loan.bankId],
    arisen: since && loan.state === 'COMPENSATED' ? [since] : [],
    next: null,
    periodOf: (aroseOn) => aroseOn,
    dueOf: (aroseOn) => dueInDays(calendar, aroseOn, terms.pursuitDays, terms.rollDueDates),
    deedsOf: () => deeds,
    reach: 'ALL',
    lostOf: (aroseOn) =>
      aroseOn === since ? recoveryEnd(record, through) : { doneOn: through, by: '代偿已冲销' },
  };
}

const NO_TERMS: { readonly begun: readonly BusinessDate[]; readonly next: null } = { begun: [], next: null };

/** 第三十五条 While a recovery goes on, bank and guarantor each report on it once in every interval. */
function reports(record: LoanRecord, terms: Terms, calendar: Calendar, through: BusinessDate): Ground | null {
  const { loan } = record;
  const interval: Interval = { every: terms.recoveryReportMonths, unit: 'MONTHS' };
  const since = loan.compensatedOn;
  const { begun, next } = since ? termsBegun(since, interval, through) : NO_TERMS;
  const goesOn = loan.state === 'COMPENSATED';
  const rows = byRecording(record.reports);
  return {
    kind: 'RECOVERY_REPORT',
    debtorIds: [loan.bankId, loan.guarantorId],
    arisen: goesOn ? begun : [],
    next: goesOn ? next : null,
    periodOf: (aroseOn) => aroseOn,
    // A term of months ends where the next begins, which for the end of a month depends on where the first began.
    dueOf: (aroseOn) => {
      const count = begun.indexOf(aroseOn) + 1;
      return dueOn(calendar, since ? termStart(since, interval, count) : aroseOn, terms.rollDueDates);
    },
    deedsOf: (debtorId) =>
      rows
        .filter(({ tenantId }) => tenantId === debtorId)
        .map(({ reportedOn, document }) => ({ doneOn: reportedOn, by: document })),
    reach: 'ONE',
    lostOf: (aroseOn) =>
      begun.includes(aroseOn) ? recoveryEnd(record, through) : { doneOn: through, by: '代偿已冲销' },
  };
}

/** Every kind of duty that a loan has had, or has, by a day. */
export function groundsOf(
  record: LoanRecord,
  terms: Terms,
  calendar: Calendar,
  through: BusinessDate,
): Ground[] {
  return [visits, overdueMeasures, pursuit, reports]
    .map((ground) => ground(record, terms, calendar, through))
    .filter((ground) => ground !== null);
}

/** The oldest unpaid due date: the one with which a stretch of being overdue begins. */
export function oldestUnpaid(record: LoanRecord): BusinessDate | null {
  return unpaidDueDates(record)[0] ?? null;
}

/** The next day on which the date alone changes something; null where it never does. */
export function nextDay(grounds: readonly Ground[]): BusinessDate | null {
  return grounds.reduce<BusinessDate | null>(
    (soonest, { next }) => (next && soonest ? earlier(next, soonest) : (next ?? soonest)),
    null,
  );
}
