import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { EventData, EventKind } from '../../src/domain/events.ts';
import { day, idOf, moment, ours, poolId, walls } from './columns.ts';
import { pool } from './pool.ts';

const oursOrToAll = (column: string) => sql`${ours(column)} or to_all`;

/** What a guarantor was told as the fund manager it reads no more once another one is (Art. 10). */
const NOT_AS_FUND_MANAGER = sql.raw(`kind not like 'supplement.%' and kind not like 'reversal.%'`);

/** What happened, in order, for those it concerns (section 12). Append-only. */
export const event = pgTable(
  'event',
  {
    poolId: poolId(),
    sequence: bigint({ mode: 'number' }).notNull(),
    /** What clients know it by: its place in the feed, which says nothing of how many events others have. */
    id: idOf('event').notNull().default(sql`gen_random_uuid()`),
    kind: text().$type<EventKind>().notNull(),
    subject: text().notNull(),
    occurredOn: day().notNull(),
    recordedAt: moment().notNull(),
    regionId: idOf('region'),
    bankId: idOf('bank'),
    guarantorId: idOf('guarantor'),
    /** Of concern to everybody in the pool, such as the breaker. */
    toAll: boolean().notNull().default(false),
    data: jsonb().$type<EventData>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.sequence] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    uniqueIndex('event_id').on(t.poolId, t.id),
    index('event_region').on(t.poolId, t.regionId, t.sequence),
    index('event_bank').on(t.poolId, t.bankId, t.sequence),
    index('event_guarantor').on(t.poolId, t.guarantorId, t.sequence),
    ...walls('event', {
      read: {
        OFFICE: 'ALL',
        DISTRICT: oursOrToAll('region_id'),
        BANK: oursOrToAll('bank_id'),
        GUARANTOR: sql`(${ours('guarantor_id')} and ${NOT_AS_FUND_MANAGER}) or to_all`,
        FUND_MANAGER: oursOrToAll('guarantor_id'),
      },
      write: 'ANY ACT',
    }),
  ],
);

/** Who did what, when, on which figures; each record carries the hash of the one before (section 13). Append-only. */
export const audit = pgTable(
  'audit',
  {
    poolId: poolId(),
    sequence: bigint({ mode: 'number' }).notNull(),
    recordedAt: moment().notNull(),
    businessDate: day().notNull(),
    tenantId: idOf('tenant').notNull(),
    userId: text().notNull(),
    act: text().notNull(),
    /** The thing that the act made or changed, as an opaque id: where a dossier looks. Part of the content too. */
    subject: text(),
    /** Canonical text of input, verdicts and changes: what the hash is taken over, byte for byte. */
    content: text().notNull(),
    previousHash: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.sequence] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    index('audit_subject').on(t.poolId, t.subject, t.sequence),
    ...walls('audit', { read: { OFFICE: 'ALL' }, write: 'ANY ACT' }),
  ],
);

/** The running numbers of a pool and the head of its audit chain; locked last in every act. */
export const journal = pgTable(
  'journal',
  {
    poolId: poolId(),
    eventSequence: bigint({ mode: 'number' }).notNull(),
    entrySequence: bigint({ mode: 'number' }).notNull(),
    auditSequence: bigint({ mode: 'number' }).notNull(),
    auditHash: text().notNull(),
    /** The hash before the head's; null until the first act that was recorded in one statement. */
    previousHash: text(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    ...walls('journal', { read: {}, write: 'ANY ACT', sweep: 'ALL' }),
  ],
);

/** Yearly running numbers that people read: referrals, recommendation forms, loans. */
export const numbering = pgTable(
  'numbering',
  { poolId: poolId(), series: text().notNull(), year: integer().notNull(), last: integer().notNull() },
  (t) => [
    primaryKey({ columns: [t.poolId, t.series, t.year] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    ...walls('numbering', { read: {}, write: 'ANY ACT' }),
  ],
);

/** The first answer to an idempotency key, kept with the tenant (section 12). */
export const idempotency = pgTable(
  'idempotency',
  {
    poolId: poolId(),
    tenantId: idOf('tenant').notNull(),
    key: text().notNull(),
    act: text().notNull(),
    fingerprint: text().notNull(),
    answer: jsonb().$type<unknown>(),
    recordedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.tenantId, t.key] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    ...walls('idempotency', { read: {}, write: 'OWN KEYS' }),
  ],
);
