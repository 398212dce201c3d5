import { sql } from 'drizzle-orm';
import { boolean, foreignKey, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import {
  EDITION_STATES,
  type EditionState,
  MOVE_STATES,
  type MoveState,
  TENANT_KINDS,
  type TenantKind,
} from '../../src/domain/words.ts';
import { day, EVERYONE, idOf, moment, oneOf, ours, poolId, walls } from './columns.ts';

/** A city's scheme. A sandbox pool has a clock of its own. */
export const pool = pgTable(
  'pool',
  {
    poolId: poolId(),
    nameZh: text().notNull(),
    nameEn: text().notNull(),
    cityCode: text().notNull(),
    cityZh: text().notNull(),
    cityEn: text().notNull(),
    sandboxDate: day(),
    createdAt: moment().notNull(),
    /** Where the pool stands between two servers; null for one that is simply here. Only the operator's commands write these four. */
    moveState: text().$type<MoveState>(),
    moveSince: moment(),
    /** The address at which a pool that has moved is served now. */
    movedTo: text(),
    /** What the old server gives away only when it gives up the pool; on the new one its hash. */
    moveKey: text(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId] }),
    oneOf('pool_move_state', t.moveState, MOVE_STATES),
    ...walls('pool', { read: EVERYONE, write: { OFFICE: 'ALL' }, signIn: sql`true`, sweep: 'ALL' }),
  ],
);

/** A tenant: the office, a district, a bank or a guarantor. A region, bank or guarantor has its tenant's id. */
export const tenant = pgTable(
  'tenant',
  {
    poolId: poolId(),
    id: idOf('tenant').notNull(),
    kind: text().$type<TenantKind>().notNull(),
    nameZh: text().notNull(),
    nameEn: text().notNull(),
    disabled: boolean().notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    oneOf('tenant_kind', t.kind, TENANT_KINDS),
    ...walls('tenant', {
      read: {
        OFFICE: 'ALL',
        DISTRICT: ours('id'),
        BANK: ours('id'),
        GUARANTOR: ours('id'),
        FUND_MANAGER: ours('id'),
      },
      write: { OFFICE: 'ALL' },
      signIn: ours('id'),
      sweep: sql`kind = 'OFFICE'`,
    }),
  ],
);

/** A policy edition: what binds this pool between two dates (Art. 40). */
export const edition = pgTable(
  'edition',
  {
    poolId: poolId(),
    id: idOf('edition').notNull(),
    number: text().notNull(),
    titleZh: text().notNull(),
    titleEn: text().notNull(),
    document: text().notNull(),
    validFrom: day().notNull(),
    validTo: day().notNull(),
    parameters: jsonb().$type<unknown>().notNull(),
    state: text().$type<EditionState>().notNull(),
    draftedBy: text().notNull(),
    enactedBy: text(),
    enactedAt: moment(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('edition_number').on(t.poolId, t.number),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    oneOf('edition_state', t.state, EDITION_STATES),
    ...walls('edition', { read: EVERYONE, write: { OFFICE: 'ALL' } }),
  ],
);

/** A loan prime rate as published, percent per annum (Art. 22). */
export const lprQuote = pgTable(
  'lpr_quote',
  {
    poolId: poolId(),
    date: day().notNull(),
    oneYear: text().notNull(),
    fiveYear: text().notNull(),
    confirmed: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.date] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    ...walls('lpr_quote', { read: EVERYONE, write: { OFFICE: 'ALL' } }),
  ],
);
