import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
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
  BREAKER_MEASURES,
  BREAKER_SCOPES,
  BREAKER_TURNS,
  type BreakerMeasure,
  type BreakerScope,
  type BreakerTurnKind,
  COOPERATION_DECISIONS,
  type CooperationDecision,
  type Id,
  SUPPLEMENT_GROUNDS,
  SUPPLEMENT_STATES,
  type SupplementGround,
  type SupplementState,
  TENANT_KINDS,
  type TenantKind,
} from '../../src/domain/words.ts';
import { day, EVERYONE, fen, idOf, moment, oneOf, ours, poolId, walls } from './columns.ts';
import { pool, tenant } from './pool.ts';

/** The breaker of the pool is everybody's to see, that of one bank the bank's. */
const BREAKER_READERS = {
  OFFICE: 'ALL',
  DISTRICT: sql`bank_id is null`,
  BANK: sql`bank_id is null or ${ours('bank_id')}`,
  GUARANTOR: sql`bank_id is null`,
  FUND_MANAGER: 'ALL',
} as const;

/** How a breaker stands: the pool's, or one bank's where an edition says so (Art. 37). `scopeId` is the pool's or the bank's id. */
export const breaker = pgTable(
  'breaker',
  {
    poolId: poolId(),
    scope: text().$type<BreakerScope>().notNull(),
    scopeId: uuid().notNull(),
    bankId: idOf('bank'),
    tripped: boolean().notNull(),
    /** The highest part of the line that is crossed now, in percent of it; nought below the first. */
    warnedPercent: integer().notNull(),
    /** The day of the last change. */
    since: day(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.scope, t.scopeId] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    oneOf('breaker_scope', t.scope, BREAKER_SCOPES),
    ...walls('breaker', { read: BREAKER_READERS, write: 'ANY ACT' }),
  ],
);

/** Each time a breaker tripped, reopened or warned, with the entry that did it. Append-only. */
export const breakerTurn = pgTable(
  'breaker_turn',
  {
    poolId: poolId(),
    id: idOf('breakerTurn').notNull(),
    scope: text().$type<BreakerScope>().notNull(),
    scopeId: uuid().notNull(),
    bankId: idOf('bank'),
    kind: text().$type<BreakerTurnKind>().notNull(),
    measure: text().$type<BreakerMeasure>().notNull(),
    thresholdPercent: integer().notNull(),
    /** For a warning, the part of the line that was crossed. */
    warningPercent: integer(),
    /** Four decimals, cut; null for a base of nought. */
    ratioPercent: text(),
    entryId: uuid().$type<Id<'entry'>>(),
    occurredOn: day().notNull(),
    recordedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    index('breaker_turn_scope').on(t.poolId, t.scope, t.scopeId, t.id),
    oneOf('breaker_turn_scope_kind', t.scope, BREAKER_SCOPES),
    oneOf('breaker_turn_kind', t.kind, BREAKER_TURNS),
    oneOf('breaker_turn_measure', t.measure, BREAKER_MEASURES),
    ...walls('breaker_turn', { read: BREAKER_READERS, write: 'ANY ACT' }),
  ],
);

/** The evaluation of one year (Art. 19, 38). */
export const evaluation = pgTable(
  'evaluation',
  {
    poolId: poolId(),
    id: idOf('evaluation').notNull(),
    year: integer().notNull(),
    evaluatedOn: day().notNull(),
    document: text().notNull(),
    userId: text().notNull(),
    recordedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('evaluation_year').on(t.poolId, t.year),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    ...walls('evaluation', { read: EVERYONE, write: { OFFICE: 'ALL' } }),
  ],
);

/** What an evaluation says of one tenant: the office's part is the pool's, a district's its region's. */
export const evaluationPart = pgTable(
  'evaluation_part',
  {
    poolId: poolId(),
    evaluationId: idOf('evaluation').notNull(),
    tenantId: idOf('tenant').notNull(),
    tenantKind: text().$type<TenantKind>().notNull(),
    /** The computed figures: names to yuan as text or whole numbers. */
    figures: jsonb().$type<Readonly<Record<string, string | number>>>().notNull(),
    conclusion: text(),
    decision: text().$type<CooperationDecision>(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.evaluationId, t.tenantId] }),
    foreignKey({ columns: [t.poolId, t.evaluationId], foreignColumns: [evaluation.poolId, evaluation.id] }),
    foreignKey({ columns: [t.poolId, t.tenantId], foreignColumns: [tenant.poolId, tenant.id] }),
    oneOf('evaluation_part_kind', t.tenantKind, TENANT_KINDS),
    oneOf('evaluation_part_decision', t.decision, COOPERATION_DECISIONS),
    ...walls('evaluation_part', {
      read: {
        OFFICE: 'ALL',
        DISTRICT: ours('tenant_id'),
        BANK: ours('tenant_id'),
        GUARANTOR: ours('tenant_id'),
        FUND_MANAGER: ours('tenant_id'),
      },
      write: { OFFICE: 'ALL' },
    }),
  ],
);

/** Money that the city adds to the pool, named by the decision that grants it (Art. 38). */
export const supplement = pgTable(
  'supplement',
  {
    poolId: poolId(),
    id: idOf('supplement').notNull(),
    ground: text().$type<SupplementGround>().notNull(),
    evaluationId: idOf('evaluation'),
    amount: fen().notNull(),
    received: fen().notNull(),
    /** The document of the decision that grants it. */
    decisionDocument: text().notNull(),
    reason: text().notNull(),
    state: text().$type<SupplementState>().notNull(),
    askedBy: text().notNull(),
    askedOn: day().notNull(),
    decidedBy: text(),
    decidedOn: day(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.evaluationId], foreignColumns: [evaluation.poolId, evaluation.id] }),
    oneOf('supplement_ground', t.ground, SUPPLEMENT_GROUNDS),
    oneOf('supplement_state', t.state, SUPPLEMENT_STATES),
    check('supplement_amounts', sql`amount > 0 and received >= 0 and received <= amount`),
    ...walls('supplement', {
      read: { OFFICE: 'ALL', FUND_MANAGER: 'ALL' },
      write: { OFFICE: 'ALL' },
      update: { OFFICE: 'ALL', FUND_MANAGER: 'ALL' },
    }),
  ],
);

/** The last day that the daily sweep has been through (section 9). */
export const sweep = pgTable('sweep', { poolId: poolId(), sweptThrough: day().notNull() }, (t) => [
  primaryKey({ columns: [t.poolId] }),
  foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
  ...walls('sweep', { read: { OFFICE: 'ALL' }, write: { OFFICE: 'ALL' } }),
]);

/** A year's holiday notice that the office has loaded; it counts before the one that the product brings along (section 4). */
export const holidayNotice = pgTable(
  'holiday_notice',
  {
    poolId: poolId(),
    year: integer().notNull(),
    notice: text().notNull(),
    daysOff: jsonb().$type<readonly (readonly [string, string])[]>().notNull(),
    workingWeekends: jsonb().$type<readonly string[]>().notNull(),
    loadedOn: day().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.year] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    ...walls('holiday_notice', { read: EVERYONE, write: { OFFICE: 'ALL' } }),
  ],
);

/** A request that rules refused, with the facts it was judged on: what a draft edition is replayed over. Append-only. */
export const refusal = pgTable(
  'refusal',
  {
    poolId: poolId(),
    /** Microseconds of the database's clock (its default, in 0018): pools share no counter, and two at once are told apart by trying again. */
    sequence: bigint({ mode: 'number' }).notNull(),
    recordedAt: moment().notNull(),
    businessDate: day().notNull(),
    tenantId: idOf('tenant').notNull(),
    userId: text().notNull(),
    act: text().notNull(),
    /** Canonical text of input, verdicts and the facts judged. */
    content: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.sequence] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    index('refusal_date').on(t.poolId, t.businessDate),
    ...walls('refusal', { read: { OFFICE: 'ALL' }, write: 'ANY ACT' }),
  ],
);
