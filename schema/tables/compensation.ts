import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  COMPENSATION_KINDS,
  COST_KINDS,
  type CompensationKind,
  type CostKind,
  type Id,
  RECOVERY_DESTINATIONS,
  type RecoveryDestination,
} from '../../src/domain/words.ts';
import { BY_PARTY, day, fen, idOf, moment, oneOf, ours, poolId, walls } from './columns.ts';
import { askedAboutLoan, askedByOwner } from './correcting.ts';
import { onLoan, parties } from './loan.ts';

/** One party's part of an amount, in the order of the edition; money as text. */
export interface PartOf {
  readonly party: string;
  readonly amount: string;
}

const entryId = () => uuid().$type<Id<'entry'>>();

/** One deduction from a risk deposit, or the report of one: principal claimed, the pool's share, what was taken (Art. 32). */
export const compensation = pgTable(
  'compensation',
  {
    poolId: poolId(),
    id: idOf('compensation').notNull(),
    loanId: idOf('loan').notNull(),
    ...parties(),
    kind: text().$type<CompensationKind>().notNull(),
    deductedOn: day().notNull(),
    /** Principal claimed by this deduction; nought where only the rest of an earlier one was taken. */
    principal: fen().notNull(),
    /** What the bank took in all; more than `deducted` where it took early or too much. */
    taken: fen().notNull(),
    /** The lawful part: the pool's money paid. */
    deducted: fen().notNull(),
    /** What the pool still owes on the loan afterwards, because the deposit was short. */
    claimable: fen().notNull(),
    /** Every party's part of the principal claimed. */
    parts: jsonb().$type<readonly PartOf[]>().notNull(),
    /** The region's part of the pool's money paid: what it has to replenish (Art. 13). */
    regionPart: fen().notNull(),
    entryId: entryId(),
    excessEntryId: entryId(),
    document: text().notNull(),
    noticeOn: day(),
    noticeDocument: text(),
    recordedAt: moment().notNull(),
    /** Set when the deduction was reversed. */
    reversedOn: day(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    onLoan('compensation', t),
    index('compensation_loan').on(t.poolId, t.loanId, t.id),
    index('compensation_region').on(t.poolId, t.regionId, t.id),
    index('compensation_deducted').on(t.poolId, t.deductedOn),
    index('compensation_reversed').on(t.poolId, t.reversedOn).where(sql`reversed_on is not null`),
    oneOf('compensation_kind', t.kind, COMPENSATION_KINDS),
    check('compensation_amounts', sql`principal >= 0 and deducted >= 0 and taken >= deducted and taken > 0`),
    ...walls('compensation', {
      read: BY_PARTY,
      write: { OFFICE: askedByOwner('compensation', 'COMPENSATION', 'bank_id'), BANK: ours('bank_id') },
      update: { OFFICE: 'ALL', BANK: ours('bank_id') },
    }),
  ],
);

/** A payment of the guarantor to the bank for its share of a loss (Art. 20). */
export const guarantorPayment = pgTable(
  'guarantor_payment',
  {
    poolId: poolId(),
    id: idOf('guarantorPayment').notNull(),
    loanId: idOf('loan').notNull(),
    ...parties(),
    paidOn: day().notNull(),
    amount: fen().notNull(),
    document: text().notNull(),
    recordedAt: moment().notNull(),
    /** Set when the guarantor took the record back, because it was wrong. */
    withdrawnOn: day(),
    withdrawalReason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    onLoan('guarantor_payment', t),
    index('guarantor_payment_loan').on(t.poolId, t.loanId, t.id),
    index('guarantor_payment_paid').on(t.poolId, t.paidOn),
    check('guarantor_payment_amount', sql`amount > 0`),
    ...walls('guarantor_payment', {
      read: BY_PARTY,
      write: {
        OFFICE: askedByOwner('guarantor_payment', 'GUARANTOR_PAYMENT', 'guarantor_id'),
        GUARANTOR: ours('guarantor_id'),
        FUND_MANAGER: ours('guarantor_id'),
      },
    }),
  ],
);

/** Money got back from the debtor after a compensation: gross, less costs, shared out (Art. 34). */
export const recovery = pgTable(
  'recovery',
  {
    poolId: poolId(),
    id: idOf('recovery').notNull(),
    loanId: idOf('loan').notNull(),
    ...parties(),
    receivedOn: day().notNull(),
    gross: fen().notNull(),
    costs: fen().notNull(),
    net: fen().notNull(),
    /** Every party's part of the net. */
    parts: jsonb().$type<readonly PartOf[]>().notNull(),
    /** What goes back to the pool; less than its part where the deposit had been too short to pay it. */
    returned: fen().notNull(),
    /** The region's part of what goes back: it lowers what the region has to replenish. */
    regionPart: fen().notNull(),
    destination: text().$type<RecoveryDestination>().notNull(),
    entryId: entryId(),
    document: text().notNull(),
    tenantId: idOf('tenant').notNull(),
    userId: text().notNull(),
    recordedAt: moment().notNull(),
    reversedOn: day(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    onLoan('recovery', t),
    index('recovery_loan').on(t.poolId, t.loanId, t.id),
    unique('recovery_parties').on(t.poolId, t.id, t.regionId, t.bankId, t.guarantorId),
    index('recovery_region').on(t.poolId, t.regionId, t.id),
    index('recovery_received').on(t.poolId, t.receivedOn),
    index('recovery_reversed').on(t.poolId, t.reversedOn).where(sql`reversed_on is not null`),
    oneOf('recovery_destination', t.destination, RECOVERY_DESTINATIONS),
    check(
      'recovery_amounts',
      sql`gross > 0 and costs >= 0 and net >= 0 and net = gross - costs and returned >= 0 and returned <= net`,
    ),
    ...walls('recovery', {
      read: BY_PARTY,
      write: {
        OFFICE: askedByOwner('recovery', 'RECOVERY', 'bank_id', 'guarantor_id'),
        BANK: ours('bank_id'),
        FUND_MANAGER: ours('guarantor_id'),
      },
      // A bank and a fund manager take a recovery back only where the office has asked them to.
      update: {
        OFFICE: 'ALL',
        BANK: sql.raw(askedAboutLoan('recovery')),
        FUND_MANAGER: sql.raw(askedAboutLoan('recovery')),
      },
    }),
  ],
);

/** One item of what a recovery cost (Art. 34). */
export const recoveryCost = pgTable(
  'recovery_cost',
  {
    poolId: poolId(),
    recoveryId: idOf('recovery').notNull(),
    number: integer().notNull(),
    ...parties(),
    kind: text().$type<CostKind>().notNull(),
    amount: fen().notNull(),
    note: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.recoveryId, t.number] }),
    foreignKey({
      name: 'recovery_cost_of_recovery',
      columns: [t.poolId, t.recoveryId, t.regionId, t.bankId, t.guarantorId],
      foreignColumns: [
        recovery.poolId,
        recovery.id,
        recovery.regionId,
        recovery.bankId,
        recovery.guarantorId,
      ],
    }),
    oneOf('recovery_cost_kind', t.kind, COST_KINDS),
    check('recovery_cost_amount', sql`amount > 0`),
    ...walls('recovery_cost', {
      read: BY_PARTY,
      write: {
        OFFICE: askedByOwner('recovery_cost', 'RECOVERY', 'bank_id', 'guarantor_id'),
        BANK: ours('bank_id'),
        FUND_MANAGER: ours('guarantor_id'),
      },
    }),
  ],
);

/** The end of a recovery: what was lost for good, by party (Art. 35). */
export const conclusion = pgTable(
  'conclusion',
  {
    poolId: poolId(),
    loanId: idOf('loan').notNull(),
    ...parties(),
    concludedOn: day().notNull(),
    compensatedPrincipal: fen().notNull(),
    recovered: fen().notNull(),
    /** Every party's final loss. */
    losses: jsonb().$type<readonly PartOf[]>().notNull(),
    reason: text().notNull(),
    document: text().notNull(),
    userId: text().notNull(),
    recordedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.loanId] }),
    onLoan('conclusion', t),
    ...walls('conclusion', { read: BY_PARTY, write: { OFFICE: 'ALL' } }),
  ],
);
