import { foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { INDUSTRIES, type Industry, SIZES, type Size } from '../../src/domain/words.ts';
import { day, fen, idOf, oneOf, ours, poolId, shown, walls } from './columns.ts';
import { region } from './partners.ts';

/**
 * A firm as one district keeps it. `firmKey` is made from the credit code, so that loans of one firm are counted
 * together whoever keeps the record, and no unique key tells a district whether a code is known elsewhere.
 */
export const enterprise = pgTable(
  'enterprise',
  {
    poolId: poolId(),
    id: idOf('enterprise').notNull(),
    firmKey: uuid().notNull(),
    creditCode: text().notNull(),
    name: text().notNull(),
    regionId: idOf('region').notNull(),
    divisionCode: text().notNull(),
    industry: text().$type<Industry>(),
    industryCode: text().notNull(),
    employees: integer().notNull(),
    revenue: fen().notNull(),
    assets: fen().notNull(),
    figuresYear: integer().notNull(),
    size: text().$type<Size>(),
    registeredOn: day().notNull(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('enterprise_credit_code').on(t.poolId, t.regionId, t.creditCode),
    foreignKey({ columns: [t.poolId, t.regionId], foreignColumns: [region.poolId, region.id] }),
    index('enterprise_firm').on(t.poolId, t.firmKey),
    oneOf('enterprise_industry', t.industry, INDUSTRIES),
    oneOf('enterprise_size', t.size, SIZES),
    ...walls('enterprise', {
      read: {
        OFFICE: 'ALL',
        DISTRICT: ours('region_id'),
        BANK: shown('enterprise.id'),
        GUARANTOR: shown('enterprise.id'),
        FUND_MANAGER: shown('enterprise.id'),
      },
      write: { OFFICE: 'ALL', DISTRICT: ours('region_id') },
    }),
  ],
);

/** A firm's time on the dishonest list (Art. 36). */
export const listing = pgTable(
  'listing',
  {
    poolId: poolId(),
    id: idOf('listing').notNull(),
    firmKey: uuid().notNull(),
    enterpriseId: idOf('enterprise').notNull(),
    regionId: idOf('region').notNull(),
    reason: text().notNull(),
    document: text().notNull(),
    listedOn: day().notNull(),
    removedOn: day(),
    removalReason: text(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.regionId], foreignColumns: [region.poolId, region.id] }),
    index('listing_firm').on(t.poolId, t.firmKey),
    ...walls('listing', { read: { OFFICE: 'ALL', DISTRICT: ours('region_id') }, write: { OFFICE: 'ALL' } }),
  ],
);

/** What a bank or guarantor has been shown: the enterprises recommended to it, and their regions (section 10). */
export const access = pgTable(
  'access',
  { poolId: poolId(), tenantId: idOf('tenant').notNull(), objectId: uuid().notNull() },
  (t) => [
    primaryKey({ columns: [t.poolId, t.tenantId, t.objectId] }),
    ...walls('access', {
      read: { BANK: ours('tenant_id'), GUARANTOR: ours('tenant_id'), FUND_MANAGER: ours('tenant_id') },
      write: 'ANY ACT',
    }),
  ],
);
