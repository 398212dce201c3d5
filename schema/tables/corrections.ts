import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  CORRECTION_STATES,
  CORRECTION_SUBJECTS,
  type CorrectionState,
  type CorrectionSubject,
  type CostKind,
  type Noun,
  type RecoveryDestination,
} from '../../src/domain/words.ts';
import { day, idOf, moment, oneOf, ours, poolId, walls } from './columns.ts';
import { tenant } from './pool.ts';

// The dialogue about a record that may be wrong: between the office and the tenant whose record it is (section 12).

/** What is to stand in the place of a record; money and dates as text, only what this kind of record has. */
export interface CorrectedValues {
  readonly loanId?: string;
  readonly valueDate: string;
  readonly document: string;
  readonly amount?: string;
  readonly principal?: string;
  readonly interest?: string;
  readonly gross?: string;
  readonly costs?: readonly { readonly kind: CostKind; readonly amount: string; readonly note: string }[];
  readonly destination?: RecoveryDestination;
}

const SIDES = {
  OFFICE: 'ALL',
  BANK: ours('tenant_id'),
  GUARANTOR: ours('tenant_id'),
  FUND_MANAGER: ours('tenant_id'),
} as const;
const ASKED_BY_US = sql`${ours('tenant_id')} and ${ours('asker_id')}`;
const WRITTEN_BY_US = sql`${ours('tenant_id')} and ${ours('author_id')}`;

export const correction = pgTable(
  'correction',
  {
    poolId: poolId(),
    id: idOf('correction').notNull(),
    /** The side beside the office: the tenant whose record it is. */
    tenantId: idOf('tenant').notNull(),
    /** Which of the two asks: that tenant or the office. */
    askerId: idOf('tenant').notNull(),
    askedBy: text().notNull(),
    askedOn: day().notNull(),
    subject: text().$type<CorrectionSubject>().notNull(),
    /** The id of the repayment, compensation, payment, recovery or entry. */
    aboutId: uuid().notNull(),
    loanId: idOf('loan'),
    /** The entries to be reversed, where the record has any. */
    entryId: idOf('entry'),
    excessEntryId: idOf('entry'),
    reason: text().notNull(),
    /** What is on record, and what is to stand in its place; null to take it back only. */
    recorded: jsonb().$type<CorrectedValues>().notNull(),
    proposed: jsonb().$type<CorrectedValues>(),
    /** The value date asked for the reversing entry; null for the day of the record, or the first day still open. */
    reverseOn: day(),
    state: text().$type<CorrectionState>().notNull(),
    acceptedBy: text(),
    endedOn: day(),
    reversalEntryId: idOf('entry'),
    excessReversalEntryId: idOf('entry'),
    madeNoun: text().$type<Noun>(),
    madeId: uuid(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.tenantId], foreignColumns: [tenant.poolId, tenant.id] }),
    foreignKey({ columns: [t.poolId, t.askerId], foreignColumns: [tenant.poolId, tenant.id] }),
    uniqueIndex('correction_open')
      .on(t.poolId, t.aboutId)
      .where(sql`state in ('ASKED', 'EXPLAINED', 'INSISTED')`),
    index('correction_tenant').on(t.poolId, t.tenantId, t.id),
    index('correction_loan').on(t.poolId, t.loanId).where(sql`loan_id is not null`),
    oneOf('correction_subject', t.subject, CORRECTION_SUBJECTS),
    oneOf('correction_state', t.state, CORRECTION_STATES),
    ...walls('correction', {
      read: SIDES,
      write: {
        OFFICE: ours('asker_id'),
        BANK: ASKED_BY_US,
        GUARANTOR: ASKED_BY_US,
        FUND_MANAGER: ASKED_BY_US,
      },
      update: SIDES,
    }),
  ],
);

/** What was said, in order; append-only. */
export const correctionMessage = pgTable(
  'correction_message',
  {
    poolId: poolId(),
    correctionId: idOf('correction').notNull(),
    number: integer().notNull(),
    tenantId: idOf('tenant').notNull(),
    authorId: idOf('tenant').notNull(),
    userId: text().notNull(),
    /** The state that it led to. */
    state: text().$type<CorrectionState>().notNull(),
    text: text().notNull(),
    document: text(),
    writtenOn: day().notNull(),
    recordedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.correctionId, t.number] }),
    foreignKey({ columns: [t.poolId, t.correctionId], foreignColumns: [correction.poolId, correction.id] }),
    oneOf('correction_message_state', t.state, CORRECTION_STATES),
    ...walls('correction_message', {
      read: SIDES,
      write: {
        OFFICE: ours('author_id'),
        BANK: WRITTEN_BY_US,
        GUARANTOR: WRITTEN_BY_US,
        FUND_MANAGER: WRITTEN_BY_US,
      },
      update: {},
    }),
  ],
);
