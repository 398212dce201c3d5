import { sql } from 'drizzle-orm';
import {
  boolean,
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
  DUE_UNITS,
  type DueUnit,
  EXPOSURE_SCOPES,
  type ExposureScope,
  OBLIGATION_KINDS,
  type ObligationKind,
  TENANT_KINDS,
  type TenantKind,
  WAIVER_STATES,
  WAIVER_SUBJECTS,
  type WaiverState,
  type WaiverSubject,
} from '../../src/domain/words.ts';
import { day, fen, idOf, oneOf, ours, poolId, walls } from './columns.ts';
import { tenant } from './pool.ts';

const ownScope = (scope: ExposureScope) =>
  sql.raw(`scope = '${scope}' and scope_id = nullif(current_setting('app.tenant', true), '')::uuid`);

/**
 * What is committed and outstanding in one scope, kept in the transaction of the act that changes it: the row that
 * a cap locks, and the answer to "how much" at any size of the pool.
 */
export const exposure = pgTable(
  'exposure',
  {
    poolId: poolId(),
    scope: text().$type<ExposureScope>().notNull(),
    scopeId: uuid().notNull(),
    /** The region of a firm's record: whose district may read a FIRM row. */
    regionId: idOf('region'),
    committed: fen().notNull(),
    outstanding: fen().notNull(),
    disbursed: fen().notNull(),
    approvedLoans: integer().notNull(),
    contractedLoans: integer().notNull(),
    activeLoans: integer().notNull(),
    compensatedLoans: integer().notNull(),
    repaidLoans: integer().notNull(),
    closedLoans: integer().notNull(),
    cancelledLoans: integer().notNull(),
    /** Of the loans in scope: principal in compensation, the pool’s money taken, net recoveries, the pool’s money returned. */
    compensatedPrincipal: fen().notNull().default(sql`0`),
    deducted: fen().notNull().default(sql`0`),
    recovered: fen().notNull().default(sql`0`),
    returned: fen().notNull().default(sql`0`),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.scope, t.scopeId] }),
    oneOf('exposure_scope', t.scope, EXPOSURE_SCOPES),
    check('exposure_not_negative', sql`committed >= 0 and outstanding >= 0`),
    ...walls('exposure', {
      read: {
        OFFICE: 'ALL',
        DISTRICT: sql.raw(
          `(scope = 'REGION' and scope_id = nullif(current_setting('app.tenant', true), '')::uuid) or (scope = 'FIRM' and region_id = nullif(current_setting('app.tenant', true), '')::uuid)`,
        ),
        BANK: ownScope('BANK'),
        GUARANTOR: ownScope('GUARANTOR'),
        FUND_MANAGER: ownScope('GUARANTOR'),
      },
      write: 'ANY ACT',
    }),
  ],
);

/**
 * How many disbursed loans of a scope have their next principal due on a day; kept by the database from the loans. The
 * days before the business date sum to the loans overdue on it, at any size of the pool. Firms have few loans and no rows.
 */
export const dueDay = pgTable(
  'due_day',
  {
    poolId: poolId(),
    scope: text().$type<ExposureScope>().notNull(),
    scopeId: uuid().notNull(),
    day: day().notNull(),
    loans: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.scope, t.scopeId, t.day] }),
    index('due_day_open').on(t.poolId, t.scope, t.scopeId, t.day).where(sql`loans <> 0`),
    oneOf('due_day_scope', t.scope, EXPOSURE_SCOPES),
    ...walls('due_day', {
      read: {
        OFFICE: 'ALL',
        DISTRICT: ownScope('REGION'),
        BANK: ownScope('BANK'),
        GUARANTOR: ownScope('GUARANTOR'),
        FUND_MANAGER: ownScope('GUARANTOR'),
      },
      write: {},
      keeper: 'KEEPS',
    }),
  ],
);

/** Who a waiver is for and who consents: those it names may read it. */
const READ_BY_NAMED = {
  OFFICE: 'ALL',
  DISTRICT: ours('region_id'),
  BANK: ours('bank_id'),
  GUARANTOR: ours('guarantor_id'),
  FUND_MANAGER: ours('guarantor_id'),
} as const;

/** A consent to exceed one rule by name, for one subject, up to a new limit, for a time (section 2). */
export const waiver = pgTable(
  'waiver',
  {
    poolId: poolId(),
    id: idOf('waiver').notNull(),
    ruleCode: text().notNull(),
    article: integer().notNull(),
    subjectKind: text().$type<WaiverSubject>().notNull(),
    subjectId: uuid().notNull(),
    regionId: idOf('region').notNull(),
    bankId: idOf('bank'),
    guarantorId: idOf('guarantor'),
    reason: text().notNull(),
    newLimit: text().notNull(),
    validFrom: day().notNull(),
    validTo: day().notNull(),
    state: text().$type<WaiverState>().notNull(),
    askedBy: text().notNull(),
    askedByTenant: idOf('tenant').notNull(),
    askedOn: day().notNull(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    index('waiver_subject').on(t.poolId, t.subjectId),
    oneOf('waiver_subject_kind', t.subjectKind, WAIVER_SUBJECTS),
    oneOf('waiver_state', t.state, WAIVER_STATES),
    ...walls('waiver', { read: READ_BY_NAMED, write: READ_BY_NAMED }),
  ],
);

/** One party's consent to a waiver, asked for or given. */
export const waiverConsent = pgTable(
  'waiver_consent',
  {
    poolId: poolId(),
    waiverId: idOf('waiver').notNull(),
    tenantId: idOf('tenant').notNull(),
    tenantKind: text().$type<TenantKind>().notNull(),
    regionId: idOf('region').notNull(),
    bankId: idOf('bank'),
    guarantorId: idOf('guarantor'),
    consented: boolean(),
    answeredBy: text(),
    answeredOn: day(),
    note: text(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.waiverId, t.tenantId] }),
    foreignKey({ columns: [t.poolId, t.waiverId], foreignColumns: [waiver.poolId, waiver.id] }),
    oneOf('waiver_consent_kind', t.tenantKind, TENANT_KINDS),
    ...walls('waiver_consent', {
      read: READ_BY_NAMED,
      write: READ_BY_NAMED,
      update: {
        OFFICE: ours('tenant_id'),
        DISTRICT: ours('tenant_id'),
        BANK: ours('tenant_id'),
        GUARANTOR: ours('tenant_id'),
        FUND_MANAGER: ours('tenant_id'),
      },
    }),
  ],
);

/** A duty with a due date, its debtor, and how it was met (section 9). */
export const obligation = pgTable(
  'obligation',
  {
    poolId: poolId(),
    id: idOf('obligation').notNull(),
    kind: text().$type<ObligationKind>().notNull(),
    article: integer().notNull(),
    debtorId: idOf('tenant').notNull(),
    subjectId: uuid().notNull(),
    loanId: idOf('loan'),
    regionId: idOf('region'),
    bankId: idOf('bank'),
    pledgeId: idOf('pledge'),
    topUpId: idOf('topUp'),
    /** Which of the recurring duties of one subject: the day or year it stands for; empty for one that does not recur. */
    period: text().notNull().default(''),
    /** What is owed in money when it arose; null for a duty to do something. */
    amount: fen(),
    aroseOn: day().notNull(),
    dueOn: day().notNull(),
    dueConfirmed: boolean().notNull(),
    /** How the due date was reckoned, so that it can be reckoned again when a holiday notice is out. */
    dueFrom: day(),
    dueCount: integer(),
    dueUnit: text().$type<DueUnit>(),
    metOn: day(),
    metBy: text(),
    late: boolean(),
    /** The business date on which its meeting was recorded. */
    settledOn: day(),
    /** The day on which the sweep found it late. */
    lateSince: day(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('obligation_once').on(t.poolId, t.kind, t.debtorId, t.subjectId, t.period),
    foreignKey({ columns: [t.poolId, t.debtorId], foreignColumns: [tenant.poolId, tenant.id] }),
    index('obligation_open').on(t.poolId, t.dueOn).where(sql`met_on is null`),
    index('obligation_not_told_late')
      .on(t.poolId, t.dueOn, t.id)
      .where(sql`met_on is null and late_since is null`),
    index('obligation_due').on(t.poolId, t.dueOn),
    index('obligation_debtor').on(t.poolId, t.debtorId, t.id),
    index('obligation_region').on(t.poolId, t.regionId, t.id),
    index('obligation_loan').on(t.poolId, t.loanId),
    index('obligation_unconfirmed')
      .on(t.poolId, t.dueFrom, t.dueCount, t.dueUnit, t.dueOn, t.id)
      .where(sql`not due_confirmed`),
    oneOf('obligation_kind', t.kind, OBLIGATION_KINDS),
    oneOf('obligation_due_unit', t.dueUnit, DUE_UNITS),
    ...walls('obligation', {
      read: {
        OFFICE: 'ALL',
        DISTRICT: ours('debtor_id', 'region_id'),
        BANK: ours('debtor_id'),
        GUARANTOR: ours('debtor_id'),
        FUND_MANAGER: ours('debtor_id'),
      },
      write: 'ANY ACT',
    }),
  ],
);
