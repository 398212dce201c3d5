import { foreignKey, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import {
  AFTERCARE_KINDS,
  type AftercareKind,
  COLLECTION_CHANNELS,
  type CollectionChannel,
  LEGAL_STAGES,
  type LegalStage,
} from '../../src/domain/words.ts';
import { BY_PARTY, day, idOf, moment, oneOf, ours, poolId, walls } from './columns.ts';
import { onLoan, parties } from './loan.ts';

/** Who keeps an eye on a loan: its bank, its guarantor, and its region's district that helps them (Art. 29, 30). */
const BY_WATCHERS = {
  DISTRICT: ours('region_id'),
  BANK: ours('bank_id'),
  GUARANTOR: ours('guarantor_id'),
  FUND_MANAGER: ours('guarantor_id'),
} as const;

/** A visit, a warning of risk, measures after a missed payment, or an attempt to collect (Art. 29–31). */
export const aftercare = pgTable(
  'aftercare',
  {
    poolId: poolId(),
    id: idOf('aftercare').notNull(),
    loanId: idOf('loan').notNull(),
    ...parties(),
    kind: text().$type<AftercareKind>().notNull(),
    /** How it was collected; for collection attempts only. */
    channel: text().$type<CollectionChannel>(),
    doneOn: day().notNull(),
    tenantId: idOf('tenant').notNull(),
    userId: text().notNull(),
    findings: text().notNull(),
    /** What is to be done about it; null for a mere visit or attempt. */
    measures: text(),
    document: text().notNull(),
    recordedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    onLoan('aftercare', t),
    index('aftercare_loan').on(t.poolId, t.loanId, t.id),
    oneOf('aftercare_kind', t.kind, AFTERCARE_KINDS),
    oneOf('aftercare_channel', t.channel, COLLECTION_CHANNELS),
    ...walls('aftercare', { read: BY_PARTY, write: BY_WATCHERS }),
  ],
);

const BY_PURSUERS = { BANK: ours('bank_id'), FUND_MANAGER: ours('guarantor_id') } as const;

/** An action at law against the debtor of a compensated loan (Art. 33). */
export const legalAction = pgTable(
  'legal_action',
  {
    poolId: poolId(),
    id: idOf('legalAction').notNull(),
    loanId: idOf('loan').notNull(),
    ...parties(),
    court: text().notNull(),
    caseNumber: text(),
    stage: text().$type<LegalStage>().notNull(),
    openedBy: idOf('tenant').notNull(),
    openedOn: day().notNull(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    onLoan('legal_action', t),
    index('legal_action_loan').on(t.poolId, t.loanId, t.id),
    unique('legal_action_parties').on(t.poolId, t.id, t.regionId, t.bankId, t.guarantorId),
    oneOf('legal_action_stage', t.stage, LEGAL_STAGES),
    ...walls('legal_action', { read: BY_PARTY, write: BY_PURSUERS }),
  ],
);

/** One step of an action at law, in order. */
export const legalStep = pgTable(
  'legal_step',
  {
    poolId: poolId(),
    legalActionId: idOf('legalAction').notNull(),
    number: integer().notNull(),
    ...parties(),
    stage: text().$type<LegalStage>().notNull(),
    reachedOn: day().notNull(),
    note: text().notNull(),
    document: text().notNull(),
    tenantId: idOf('tenant').notNull(),
    userId: text().notNull(),
    recordedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.legalActionId, t.number] }),
    foreignKey({
      name: 'legal_step_of_action',
      columns: [t.poolId, t.legalActionId, t.regionId, t.bankId, t.guarantorId],
      foreignColumns: [
        legalAction.poolId,
        legalAction.id,
        legalAction.regionId,
        legalAction.bankId,
        legalAction.guarantorId,
      ],
    }),
    oneOf('legal_step_stage', t.stage, LEGAL_STAGES),
    ...walls('legal_step', { read: BY_PARTY, write: BY_PURSUERS }),
  ],
);

/** A report on how the recovery of a compensated loan goes (Art. 35). */
export const recoveryReport = pgTable(
  'recovery_report',
  {
    poolId: poolId(),
    id: idOf('recoveryReport').notNull(),
    loanId: idOf('loan').notNull(),
    ...parties(),
    tenantId: idOf('tenant').notNull(),
    userId: text().notNull(),
    reportedOn: day().notNull(),
    summary: text().notNull(),
    document: text().notNull(),
    recordedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    onLoan('recovery_report', t),
    index('recovery_report_loan').on(t.poolId, t.loanId, t.id),
    ...walls('recovery_report', {
      read: BY_PARTY,
      write: {
        BANK: ours('bank_id'),
        GUARANTOR: ours('guarantor_id'),
        FUND_MANAGER: ours('guarantor_id'),
      },
    }),
  ],
);
