import { sql } from 'drizzle-orm';
import {
  boolean,
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
  BANK_STATES,
  type BankState,
  type Id,
  SOURCES,
  type Source,
  TOP_UP_STATES,
  type TopUpState,
} from '../../src/domain/words.ts';
import { day, EVERYONE, fen, idOf, oneOf, ours, poolId, shown, walls } from './columns.ts';
import { tenant } from './pool.ts';

/** A region's name. Its id is its district authority's tenant id. */
export const region = pgTable(
  'region',
  {
    poolId: poolId(),
    id: idOf('region').notNull(),
    divisionCode: text().notNull(),
    nameZh: text().notNull(),
    nameEn: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('region_division').on(t.poolId, t.divisionCode),
    foreignKey({ columns: [t.poolId, t.id], foreignColumns: [tenant.poolId, tenant.id] }),
    ...walls('region', {
      read: {
        OFFICE: 'ALL',
        DISTRICT: ours('id'),
        BANK: shown('region.id'),
        GUARANTOR: 'ALL',
        FUND_MANAGER: 'ALL',
      },
      write: { OFFICE: 'ALL' },
    }),
  ],
);

/** What a region owes and has paid: not part of its name (Art. 8, 13). */
export const regionStanding = pgTable(
  'region_standing',
  {
    poolId: poolId(),
    regionId: idOf('region').notNull(),
    hardship: boolean().notNull(),
    pledged: fen().notNull(),
    paidIn: fen().notNull(),
    /** What it has replenished after compensations (Art. 13). */
    replenished: fen().notNull().default(sql`0`),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.regionId] }),
    foreignKey({ columns: [t.poolId, t.regionId], foreignColumns: [region.poolId, region.id] }),
    ...walls('region_standing', {
      read: { OFFICE: 'ALL', DISTRICT: ours('region_id'), FUND_MANAGER: 'ALL' },
      write: { OFFICE: 'ALL', DISTRICT: ours('region_id'), FUND_MANAGER: 'ALL' },
    }),
  ],
);

/** A promise to pay into the pool, in one sum or in instalments, by a date (Art. 8). */
export const pledge = pgTable(
  'pledge',
  {
    poolId: poolId(),
    id: idOf('pledge').notNull(),
    source: text().$type<Source>().notNull(),
    regionId: idOf('region'),
    amount: fen().notNull(),
    paid: fen().notNull(),
    pledgedOn: day().notNull(),
    payInBy: day().notNull(),
    document: text().notNull(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.regionId], foreignColumns: [region.poolId, region.id] }),
    index('pledge_region').on(t.poolId, t.regionId),
    oneOf('pledge_source', t.source, SOURCES),
    ...walls('pledge', {
      read: { OFFICE: 'ALL', DISTRICT: ours('region_id'), FUND_MANAGER: 'ALL' },
      write: { OFFICE: 'ALL', DISTRICT: ours('region_id'), FUND_MANAGER: 'ALL' },
    }),
  ],
);

/** A bank's name. Its id is its tenant's id. */
export const bank = pgTable(
  'bank',
  { poolId: poolId(), id: idOf('bank').notNull(), nameZh: text().notNull(), nameEn: text().notNull() },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.id], foreignColumns: [tenant.poolId, tenant.id] }),
    ...walls('bank', {
      read: { OFFICE: 'ALL', DISTRICT: 'ALL', BANK: ours('id'), GUARANTOR: 'ALL', FUND_MANAGER: 'ALL' },
      write: { OFFICE: 'ALL' },
    }),
  ],
);

/** How a bank stands with the pool: not part of its name (Art. 16, 18). */
export const bankStanding = pgTable(
  'bank_standing',
  {
    poolId: poolId(),
    bankId: idOf('bank').notNull(),
    state: text().$type<BankState>().notNull(),
    specialAccount: text(),
    /** Since when it takes no new business, and when its deposit was back (Art. 18). */
    leavingOn: day(),
    leavingReason: text(),
    leavingDocument: text(),
    leftOn: day(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.bankId] }),
    foreignKey({ columns: [t.poolId, t.bankId], foreignColumns: [bank.poolId, bank.id] }),
    oneOf('bank_standing_state', t.state, BANK_STATES),
    ...walls('bank_standing', {
      read: { OFFICE: 'ALL', BANK: ours('bank_id'), FUND_MANAGER: 'ALL' },
      write: { OFFICE: 'ALL' },
      // It has left when its last loan ends with nothing to return, or when the fund manager has its deposit back.
      update: { OFFICE: 'ALL', BANK: ours('bank_id'), FUND_MANAGER: 'ALL' },
    }),
  ],
);

/** A cooperation agreement between the pool and a bank (Art. 16). */
export const agreement = pgTable(
  'agreement',
  {
    poolId: poolId(),
    id: idOf('agreement').notNull(),
    bankId: idOf('bank').notNull(),
    signedOn: day().notNull(),
    endsOn: day().notNull(),
    document: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.bankId], foreignColumns: [bank.poolId, bank.id] }),
    index('agreement_bank').on(t.poolId, t.bankId),
    ...walls('agreement', {
      read: { OFFICE: 'ALL', BANK: ours('bank_id'), FUND_MANAGER: 'ALL' },
      write: { OFFICE: 'ALL' },
    }),
  ],
);

/** A bank's request that its risk deposit be raised (Art. 16). */
export const topUp = pgTable(
  'top_up',
  {
    poolId: poolId(),
    id: idOf('topUp').notNull(),
    bankId: idOf('bank').notNull(),
    state: text().$type<TopUpState>().notNull(),
    asked: fen().notNull(),
    approved: fen(),
    reason: text().notNull(),
    askedOn: day().notNull(),
    decidedOn: day(),
    decisionNote: text(),
    entryId: uuid().$type<Id<'entry'>>(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.bankId], foreignColumns: [bank.poolId, bank.id] }),
    index('top_up_bank').on(t.poolId, t.bankId),
    oneOf('top_up_state', t.state, TOP_UP_STATES),
    ...walls('top_up', {
      read: { OFFICE: 'ALL', BANK: ours('bank_id'), FUND_MANAGER: 'ALL' },
      write: { OFFICE: 'ALL', BANK: ours('bank_id'), FUND_MANAGER: 'ALL' },
    }),
  ],
);

/** A guarantor's name. Its id is its tenant's id. */
export const guarantor = pgTable(
  'guarantor',
  {
    poolId: poolId(),
    id: idOf('guarantor').notNull(),
    nameZh: text().notNull(),
    nameEn: text().notNull(),
    active: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.id], foreignColumns: [tenant.poolId, tenant.id] }),
    ...walls('guarantor', { read: { ...EVERYONE, GUARANTOR: ours('id') }, write: { OFFICE: 'ALL' } }),
  ],
);

/** The appointment of one guarantor as fund manager (Art. 10). */
export const appointment = pgTable(
  'appointment',
  {
    poolId: poolId(),
    id: idOf('appointment').notNull(),
    guarantorId: idOf('guarantor').notNull(),
    appointedOn: day().notNull(),
    endedOn: day(),
    document: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.guarantorId], foreignColumns: [guarantor.poolId, guarantor.id] }),
    ...walls('appointment', {
      read: { ...EVERYONE, GUARANTOR: ours('guarantor_id') },
      write: { OFFICE: 'ALL' },
      signIn: ours('guarantor_id'),
    }),
  ],
);
