import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { EntryKind, ObligationKind } from '../domain/words.ts';

// What reports ask of the database beyond single rows and pages: sums of a period, and long lists a part at a time, so
// that a report of a hundred thousand loans takes no more memory than one of ten.

/** From one day to another, both included, by value date. */
export interface Period {
  readonly first: BusinessDate;
  readonly last: BusinessDate;
}

/** What happened in a period, and how things stood on its last day: in all, of one region, or of one bank. */
export interface BusinessSums {
  /** Referrals submitted in the period (Art. 24). */
  readonly referrals: number;
  readonly referred: Yuan;
  readonly loansDisbursed: number;
  readonly disbursed: Yuan;
  readonly firmsSupported: number;
  readonly repaid: Yuan;
  /** Loans with principal outstanding on the last day, the firms that owe it, and the principal. */
  readonly loans: number;
  readonly firms: number;
  readonly outstanding: Yuan;
  readonly overdueLoans: number;
  readonly overdue: Yuan;
  /** Deductions of the period that stood at its end; amounts are less what was reversed in it. */
  readonly compensations: number;
  readonly compensatedPrincipal: Yuan;
  readonly deducted: Yuan;
  readonly recoveries: number;
  readonly recovered: Yuan;
  readonly returned: Yuan;
}

/** A loan with principal outstanding on a day. */
export interface LoanOnDay {
  readonly id: string;
  readonly number: string;
  readonly regionId: string;
  readonly bankId: string;
  readonly guarantorId: string;
  readonly firm: string;
  readonly creditCode: string;
  readonly size: string | null;
  readonly contractNumber: string | null;
  readonly amount: Yuan;
  readonly rate: string;
  readonly disbursedOn: BusinessDate;
  readonly maturesOn: BusinessDate | null;
  readonly outstanding: Yuan;
  readonly overdue: Yuan;
  /** Since when principal has been past due; null where none is. */
  readonly overdueSince: BusinessDate | null;
}

/** A compensation or a recovery of a period; one that is reversed in it comes again with the opposite sign. */
export interface LossMove {
  readonly kind: 'COMPENSATION' | 'RECOVERY';
  readonly id: string;
  readonly reversing: boolean;
  readonly day: BusinessDate;
  readonly regionId: string;
  readonly bankId: string;
  readonly guarantorId: string;
  readonly firm: string;
  readonly creditCode: string;
  readonly loanNumber: string;
  readonly loanAmount: Yuan;
  readonly maturesOn: BusinessDate | null;
  /** Principal claimed, or what was recovered net of costs. */
  readonly principal: Yuan;
  /** The pool’s money paid, or what came back to it. */
  readonly pool: Yuan;
  /** The region’s part of the pool’s money. */
  readonly regionPart: Yuan;
  readonly parts: readonly { readonly party: string; readonly amount: Yuan }[];
  /** Of a recovery: all that was got back, and what that cost. */
  readonly gross: Yuan | null;
  readonly costs: Yuan | null;
  readonly document: string;
}

/** One line of an entry, where the reader may see it. */
export interface LedgerLine {
  readonly sequence: number;
  readonly valueDate: BusinessDate;
  readonly number: number;
  readonly kind: EntryKind;
  readonly document: string;
  readonly code: string;
  /** A debit above zero, a credit below. */
  readonly amount: Yuan;
  /** The number of the entry that this one reverses. */
  readonly reverses: number | null;
}

/** The movements of an account in a period; what a reversal cancels is taken off the side on which it stood. */
export interface Turnover {
  readonly code: string;
  readonly debit: Yuan;
  readonly credit: Yuan;
}

/** A duty that is not met. */
export interface OpenDuty {
  readonly id: string;
  readonly kind: ObligationKind;
  readonly article: number;
  readonly debtorId: string;
  readonly loanNumber: string | null;
  readonly firm: string | null;
  readonly regionId: string | null;
  readonly bankId: string | null;
  readonly period: string;
  readonly amount: Yuan | null;
  readonly aroseOn: BusinessDate;
  readonly dueOn: BusinessDate;
  readonly dueConfirmed: boolean;
}

export interface ReportReads {
  /** By the id of the region or bank, and under the pool’s id in all. */
  businessSums(period: Period): Promise<ReadonlyMap<string, BusinessSums>>;
  /** The loans of one region on a day, by id, a part at a time. */
  loansOn(day: BusinessDate, regionId: string): AsyncIterable<readonly LoanOnDay[]>;
  /** By day, a part at a time. */
  lossesIn(period: Period, kind: LossMove['kind']): AsyncIterable<readonly LossMove[]>;
  /** By value date and number, a part at a time. */
  ledgerLines(period: Period): AsyncIterable<readonly LedgerLine[]>;
  turnovers(period: Period): Promise<readonly Turnover[]>;
  /** By the day on which they are due, a part at a time. */
  openDuties(): AsyncIterable<readonly OpenDuty[]>;
}
