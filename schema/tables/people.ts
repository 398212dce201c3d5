import { sql } from 'drizzle-orm';
import { foreignKey, index, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { idOf, moment, ours, poolId, walls } from './columns.ts';
import { tenant } from './pool.ts';

// Who may not come in, beside what the sign-in server says: of the office's making or of the tenant's own.

const OURS_BY_US = sql`${ours('tenant_id')} and ${ours('author_id')}`;

const READ = {
  OFFICE: 'ALL',
  DISTRICT: ours('tenant_id'),
  BANK: ours('tenant_id'),
  GUARANTOR: ours('tenant_id'),
  FUND_MANAGER: ours('tenant_id'),
} as const;

const WRITE = {
  OFFICE: 'ALL',
  DISTRICT: OURS_BY_US,
  BANK: OURS_BY_US,
  GUARANTOR: OURS_BY_US,
  FUND_MANAGER: OURS_BY_US,
} as const;

/** A person or system of a tenant that is not let in, until it is enabled again. */
export const disabledUser = pgTable(
  'disabled_user',
  {
    poolId: poolId(),
    id: idOf('disabledUser').notNull(),
    tenantId: idOf('tenant').notNull(),
    /** As sign-in names the person. */
    userId: text().notNull(),
    reason: text().notNull(),
    /** The tenant whose approver did it, and the approver. */
    authorId: idOf('tenant').notNull(),
    disabledBy: text().notNull(),
    disabledAt: moment().notNull(),
    enabledBy: text(),
    enabledAt: moment(),
    enablingReason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.tenantId], foreignColumns: [tenant.poolId, tenant.id] }),
    foreignKey({ columns: [t.poolId, t.authorId], foreignColumns: [tenant.poolId, tenant.id] }),
    uniqueIndex('disabled_user_now').on(t.poolId, t.tenantId, t.userId).where(sql`enabled_at is null`),
    index('disabled_user_tenant').on(t.poolId, t.tenantId, t.id),
    ...walls('disabled_user', { read: READ, write: WRITE, signIn: ours('tenant_id') }),
  ],
);

/** A token that is not good any more, whatever it says itself. For good: no token lives longer than a day. */
export const revokedToken = pgTable(
  'revoked_token',
  {
    poolId: poolId(),
    id: idOf('revokedToken').notNull(),
    tenantId: idOf('tenant').notNull(),
    /** The `jti` of the token; it counts for tokens of this tenant only. */
    tokenId: text().notNull(),
    reason: text().notNull(),
    authorId: idOf('tenant').notNull(),
    revokedBy: text().notNull(),
    revokedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.tenantId], foreignColumns: [tenant.poolId, tenant.id] }),
    foreignKey({ columns: [t.poolId, t.authorId], foreignColumns: [tenant.poolId, tenant.id] }),
    unique('revoked_token_once').on(t.poolId, t.tenantId, t.tokenId),
    ...walls('revoked_token', { read: READ, write: WRITE, update: {}, signIn: ours('tenant_id') }),
  ],
);
