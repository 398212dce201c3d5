import { sql } from 'drizzle-orm';
import {
  bigint,
  customType,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { LEAF_KINDS, type LeafKind } from '../../src/domain/checkpoint.ts';
import { day, EVERYONE, moment, oneOf, poolId, walls } from './columns.ts';
import { pool } from './pool.ts';

// The tree over a pool's records, and the checkpoints that were signed of it (docs/decisions/checkpoints.md). Written by
// whoever sweeps, in the office's name; nothing here is changed once it is written, but for what still grows.

/** Bytes, in hexadecimal digits everywhere but in the database. */
const bytes = customType<{ data: string; driverData: string }>({
  dataType: () => 'bytea',
  toDriver: (hex) => `\\x${hex}`,
  fromDriver: (stored) => stored.replace(/^\\x/, ''),
});

/** How far a pool's tree has come. Whoever makes it grow locks this row. */
export const logTree = pgTable(
  'log_tree',
  {
    poolId: poolId(),
    size: bigint({ mode: 'number' }).notNull(),
    auditSequence: bigint({ mode: 'number' }).notNull(),
    eventSequence: bigint({ mode: 'number' }).notNull(),
    entrySequence: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    ...walls('log_tree', { read: {}, write: { OFFICE: 'ALL' } }),
  ],
);

/** Hashes of the tree, 256 a tile (domain/merkle.ts). They say nothing to anybody: what they are taken over is blinded. */
export const logTile = pgTable(
  'log_tile',
  {
    poolId: poolId(),
    tier: integer().notNull(),
    index: bigint({ mode: 'number' }).notNull(),
    hashes: bytes().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.tier, t.index] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    ...walls('log_tile', { read: EVERYONE, write: { OFFICE: 'ALL' } }),
  ],
);

const seen = (kind: LeafKind, table: string, on: string) =>
  `(kind = '${kind}' and exists (select 1 from ${table} r where r.pool_id = log_leaf.pool_id and ${on}))`;

/** Whoever sees a record opens its leaf, and nobody else: the subqueries run behind the reader's own walls. */
const OF_RECORDS_SEEN = [
  seen('EVENT', 'event', 'r.sequence = log_leaf.sequence'),
  seen('ENTRY', 'entry', 'r.sequence = log_leaf.sequence'),
  `(kind = 'LINE' and exists (select 1 from entry e join line r on r.pool_id = e.pool_id and r.entry_id = e.id where e.pool_id = log_leaf.pool_id and e.sequence = log_leaf.sequence and r.number = log_leaf.part))`,
].join(' or ');
const OF_RECORDS = sql.raw(OF_RECORDS_SEEN);

/** Where a record stands in the tree, and the random bytes that its hash is taken over together with it. */
export const logLeaf = pgTable(
  'log_leaf',
  {
    poolId: poolId(),
    kind: text().$type<LeafKind>().notNull(),
    /** The sequence of the record, of a line that of its entry; of HEAD and BALANCES the number of the checkpoint. */
    sequence: bigint({ mode: 'number' }).notNull(),
    /** The number of a line in its entry; 0 for all else. */
    part: integer().notNull(),
    position: bigint({ mode: 'number' }).notNull(),
    blind: bytes().notNull(),
    /** What HEAD and BALANCES say; null where a record of its own says it. */
    text: text(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.kind, t.sequence, t.part] }),
    unique('log_leaf_position').on(t.poolId, t.position),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    oneOf('log_leaf_kind', t.kind, LEAF_KINDS),
    ...walls('log_leaf', {
      read: {
        OFFICE: 'ALL',
        DISTRICT: OF_RECORDS,
        BANK: OF_RECORDS,
        GUARANTOR: OF_RECORDS,
        FUND_MANAGER: sql`${OF_RECORDS} or kind = 'BALANCES'`,
      },
      write: { OFFICE: 'ALL' },
    }),
  ],
);

/** A signed checkpoint: everybody's to read, download and keep. */
export const checkpoint = pgTable(
  'checkpoint',
  {
    poolId: poolId(),
    number: integer().notNull(),
    day: day().notNull(),
    madeAt: moment().notNull(),
    size: bigint({ mode: 'number' }).notNull(),
    /** In base64, as in the note. */
    root: text().notNull(),
    /** Which key signed it: eight hexadecimal digits. */
    keyId: text().notNull(),
    note: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.number] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    ...walls('checkpoint', { read: EVERYONE, write: { OFFICE: 'ALL' } }),
  ],
);
