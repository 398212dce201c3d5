import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  LOAN_STATES,
  type LoanState,
  REPAYMENT_METHODS,
  type RepaymentMethod,
} from '../../src/domain/words.ts';
import { BY_PARTY, day, fen, idOf, moment, oneOf, ours, poolId, walls } from './columns.ts';
import { askedByOwner } from './correcting.ts';
import { enterprise } from './enterprise.ts';
import { bank, guarantor, region } from './partners.ts';
import { referral } from './referral.ts';

/** The tenants that a loan belongs to; carried by everything that hangs on a loan, so that each row names its readers. */
export const parties = () => ({
  regionId: idOf('region').notNull(),
  bankId: idOf('bank').notNull(),
  guarantorId: idOf('guarantor').notNull(),
});

/**
 * A guaranteed loan. OVERDUE is never stored: an ACTIVE loan whose `nextDueOn` has passed is overdue on that date.
 */
export const loan = pgTable(
  'loan',
  {
    poolId: poolId(),
    id: idOf('loan').notNull(),
    number: text().notNull(),
    state: text().$type<LoanState>().notNull(),
    referralId: idOf('referral').notNull(),
    enterpriseId: idOf('enterprise').notNull(),
    firmKey: uuid().notNull(),
    ...parties(),
    editionNumber: text().notNull(),
    amount: fen().notNull(),
    outstanding: fen().notNull(),
    termMonths: integer().notNull(),
    lprDate: day().notNull(),
    lpr: text().notNull(),
    basisPoints: integer().notNull(),
    rate: text().notNull(),
    method: text().$type<RepaymentMethod>().notNull(),
    approvedOn: day().notNull(),
    contractNumber: text(),
    guaranteeContractNumber: text(),
    signedOn: day(),
    lastDrawdownOn: day(),
    disbursedOn: day(),
    maturesOn: day(),
    nextDueOn: day(),
    noticeOn: day(),
    endedOn: day(),
    cancelReason: text(),
    acceleratedOn: day(),
    /** The first compensation. */
    compensatedOn: day(),
    /** Principal for which compensation was claimed: it is no longer outstanding (Art. 32). */
    compensatedPrincipal: fen().notNull().default(sql`0`),
    /** What of the pool’s share was taken from the risk deposit. */
    deducted: fen().notNull().default(sql`0`),
    /** Net recoveries in all, whoever gets them (Art. 34). */
    recovered: fen().notNull().default(sql`0`),
    /** What of the recoveries went back to the pool. */
    returned: fen().notNull().default(sql`0`),
    guarantorPaid: fen().notNull().default(sql`0`),
    /** The day as of which a loan was taken over that had run before the pool was kept here. */
    takenOverOn: day(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('loan_number').on(t.poolId, t.number),
    // What hangs on a loan names it together with its parties: nobody hangs anything on a loan of others.
    unique('loan_parties').on(t.poolId, t.id, t.regionId, t.bankId, t.guarantorId),
    foreignKey({ columns: [t.poolId, t.referralId], foreignColumns: [referral.poolId, referral.id] }),
    foreignKey({ columns: [t.poolId, t.enterpriseId], foreignColumns: [enterprise.poolId, enterprise.id] }),
    foreignKey({ columns: [t.poolId, t.regionId], foreignColumns: [region.poolId, region.id] }),
    foreignKey({ columns: [t.poolId, t.bankId], foreignColumns: [bank.poolId, bank.id] }),
    foreignKey({ columns: [t.poolId, t.guarantorId], foreignColumns: [guarantor.poolId, guarantor.id] }),
    index('loan_region').on(t.poolId, t.regionId, t.id),
    index('loan_bank').on(t.poolId, t.bankId, t.id),
    index('loan_guarantor').on(t.poolId, t.guarantorId, t.id),
    index('loan_enterprise').on(t.poolId, t.enterpriseId, t.id),
    index('loan_firm').on(t.poolId, t.firmKey),
    // A loan that is taken over is known by its contract.
    index('loan_contract').on(t.poolId, t.bankId, t.contractNumber),
    index('loan_next_due').on(t.poolId, t.nextDueOn).where(sql`state = 'ACTIVE'`),
    // The figures of a year: what was paid out in it, and what ran at its end.
    index('loan_disbursed').on(t.poolId, t.disbursedOn).where(sql`disbursed_on is not null`),
    index('loan_ended').on(t.poolId, t.endedOn),
    index('loan_compensated').on(t.poolId, t.compensatedOn).where(sql`compensated_on is not null`),
    check('loan_outstanding', sql`outstanding >= 0 and outstanding + compensated_principal <= amount`),
    check(
      'loan_recovery',
      sql`deducted >= 0 and returned >= 0 and returned <= deducted and recovered >= 0 and recovered <= compensated_principal`,
    ),
    oneOf('loan_state', t.state, LOAN_STATES),
    oneOf('loan_method', t.method, REPAYMENT_METHODS),
    ...walls('loan', {
      read: BY_PARTY,
      write: {
        OFFICE: 'ALL',
        BANK: ours('bank_id'),
        GUARANTOR: ours('guarantor_id'),
        FUND_MANAGER: ours('guarantor_id'),
      },
    }),
  ],
);

type Hanging = Record<'poolId' | 'loanId' | 'regionId' | 'bankId' | 'guarantorId', AnyPgColumn>;

/** The loan that a row hangs on, which has the same parties as the row. */
export const onLoan = (table: string, t: Hanging) =>
  foreignKey({
    name: `${table}_on_loan`,
    columns: [t.poolId, t.loanId, t.regionId, t.bankId, t.guarantorId],
    foreignColumns: [loan.poolId, loan.id, loan.regionId, loan.bankId, loan.guarantorId],
  });

/** One principal instalment of a loan's schedule, and how much of it is still unpaid (Art. 22). */
export const instalment = pgTable(
  'instalment',
  {
    poolId: poolId(),
    loanId: idOf('loan').notNull(),
    number: integer().notNull(),
    ...parties(),
    dueOn: day().notNull(),
    principal: fen().notNull(),
    unpaid: fen().notNull(),
    /** The part of it for which compensation was claimed (Art. 32). */
    compensated: fen().notNull().default(sql`0`),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.loanId, t.number] }),
    onLoan('instalment', t),
    index('instalment_unpaid').on(t.poolId, t.dueOn).where(sql`unpaid > 0`),
    index('instalment_unpaid_bank').on(t.poolId, t.bankId, t.dueOn).where(sql`unpaid > 0`),
    check('instalment_amounts', sql`unpaid >= 0 and compensated >= 0 and unpaid + compensated <= principal`),
    ...walls('instalment', { read: BY_PARTY, write: { OFFICE: 'ALL', BANK: ours('bank_id') } }),
  ],
);

/** A repayment that a bank reports: principal and interest, on a value date (Art. 22). */
export const repayment = pgTable(
  'repayment',
  {
    poolId: poolId(),
    id: idOf('repayment').notNull(),
    loanId: idOf('loan').notNull(),
    ...parties(),
    paidOn: day().notNull(),
    principal: fen().notNull(),
    interest: fen().notNull(),
    document: text().notNull(),
    recordedAt: moment().notNull(),
    /** Set when the record was taken back as wrong: it counts nowhere, as if it had not been made. */
    reversedOn: day(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    onLoan('repayment', t),
    index('repayment_loan').on(t.poolId, t.loanId, t.id),
    index('repayment_paid').on(t.poolId, t.paidOn),
    // The office brings in what was repaid of a loan before it was taken over.
    ...walls('repayment', {
      read: BY_PARTY,
      write: {
        OFFICE: sql`exists (select 1 from loan l where l.pool_id = repayment.pool_id and l.id = repayment.loan_id and l.taken_over_on is not null) or ${askedByOwner('repayment', 'REPAYMENT', 'bank_id')}`,
        BANK: ours('bank_id'),
      },
      update: { OFFICE: 'ALL', BANK: ours('bank_id') },
    }),
  ],
);

/**
 * The next day on which something about a loan follows from the date alone: a missed payment, a visit or report that
 * becomes due again. Kept by whatever settles the loan's duties; what the daily sweep goes by.
 */
export const agenda = pgTable(
  'agenda',
  { poolId: poolId(), loanId: idOf('loan').notNull(), nextOn: day() },
  (t) => [
    primaryKey({ columns: [t.poolId, t.loanId] }),
    foreignKey({ columns: [t.poolId, t.loanId], foreignColumns: [loan.poolId, loan.id] }),
    index('agenda_next').on(t.poolId, t.nextOn, t.loanId).where(sql`next_on is not null`),
    ...walls('agenda', { read: {}, write: 'ANY ACT' }),
  ],
);
