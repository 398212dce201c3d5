import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { MATCH_WAYS, type MatchWay, STATEMENT_STATES, type StatementState } from '../../src/domain/words.ts';
import { day, fen, idOf, moment, oneOf, ours, poolId, walls } from './columns.ts';
import { account, entry } from './ledger.ts';
import { tenant } from './pool.ts';

// Statements of the special accounts, and how their lines and our entries agree (Art. 11). A bank keeps the account of its
// risk deposit, the fund manager the pool’s own; the latter names no bank.

/** The keeper of the account, the office, and the fund manager. */
const READ = { OFFICE: 'ALL', BANK: ours('bank_id'), FUND_MANAGER: 'ALL' } as const;
const BY_KEEPER = { BANK: ours('bank_id'), FUND_MANAGER: sql.raw('bank_id is null') } as const;
/** Whoever keeps the money’s books may explain a difference. */
const BY_READERS = { OFFICE: 'ALL', BANK: ours('bank_id'), FUND_MANAGER: 'ALL' } as const;

export const statement = pgTable(
  'statement',
  {
    poolId: poolId(),
    id: idOf('statement').notNull(),
    /** The account of the ledger that it is the counterpart of. */
    code: text().notNull(),
    bankId: idOf('bank'),
    tenantId: idOf('tenant').notNull(),
    userId: text().notNull(),
    periodFrom: day().notNull(),
    periodTo: day().notNull(),
    opening: fen().notNull(),
    closing: fen().notNull(),
    /** What its lines add up to so far, and how many there are. */
    moved: fen().notNull(),
    lineCount: integer().notNull(),
    /** How many days a line and its entry may lie apart to be matched automatically. */
    daysApartMax: integer().notNull(),
    document: text().notNull(),
    state: text().$type<StatementState>().notNull(),
    uploadedOn: day().notNull(),
    recordedAt: moment().notNull(),
    closedOn: day(),
    closedBy: text(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.code], foreignColumns: [account.poolId, account.code] }),
    foreignKey({ columns: [t.poolId, t.tenantId], foreignColumns: [tenant.poolId, tenant.id] }),
    uniqueIndex('statement_period').on(t.poolId, t.code, t.periodFrom).where(sql`state <> 'REPLACED'`),
    index('statement_bank').on(t.poolId, t.bankId, t.periodTo),
    check('statement_dates', sql`period_from <= period_to`),
    oneOf('statement_state', t.state, STATEMENT_STATES),
    ...walls('statement', { read: READ, write: BY_KEEPER }),
  ],
);

/** Lines and entries that agree: of equal sums, each of them in one match at most. */
export const statementMatch = pgTable(
  'statement_match',
  {
    poolId: poolId(),
    id: idOf('statementMatch').notNull(),
    code: text().notNull(),
    bankId: idOf('bank'),
    way: text().$type<MatchWay>().notNull(),
    userId: text().notNull(),
    matchedOn: day().notNull(),
    /** Set when it was taken apart again. */
    undoneOn: day(),
    undoneBy: text(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.code], foreignColumns: [account.poolId, account.code] }),
    oneOf('statement_match_way', t.way, MATCH_WAYS),
    ...walls('statement_match', { read: READ, write: BY_KEEPER }),
  ],
);

/** Why a line or an entry has no counterpart. */
export const explanation = pgTable(
  'explanation',
  {
    poolId: poolId(),
    id: idOf('explanation').notNull(),
    code: text().notNull(),
    bankId: idOf('bank'),
    tenantId: idOf('tenant').notNull(),
    userId: text().notNull(),
    reason: text().notNull(),
    document: text(),
    explainedOn: day().notNull(),
    withdrawnOn: day(),
    withdrawnBy: text(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.code], foreignColumns: [account.poolId, account.code] }),
    foreignKey({ columns: [t.poolId, t.tenantId], foreignColumns: [tenant.poolId, tenant.id] }),
    ...walls('explanation', { read: READ, write: BY_READERS }),
  ],
);

/** One line of a statement: money in above zero, money out below. */
export const statementLine = pgTable(
  'statement_line',
  {
    poolId: poolId(),
    id: idOf('statementLine').notNull(),
    statementId: idOf('statement').notNull(),
    code: text().notNull(),
    bankId: idOf('bank'),
    number: integer().notNull(),
    bookedOn: day().notNull(),
    amount: fen().notNull(),
    counterparty: text(),
    text: text(),
    reference: text(),
    matchId: idOf('statementMatch'),
    explanationId: idOf('explanation'),
    recordedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('statement_line_number').on(t.poolId, t.statementId, t.number),
    foreignKey({ columns: [t.poolId, t.statementId], foreignColumns: [statement.poolId, statement.id] }),
    foreignKey({
      columns: [t.poolId, t.matchId],
      foreignColumns: [statementMatch.poolId, statementMatch.id],
    }),
    foreignKey({
      columns: [t.poolId, t.explanationId],
      foreignColumns: [explanation.poolId, explanation.id],
    }),
    index('statement_line_match').on(t.poolId, t.matchId).where(sql`match_id is not null`),
    check('statement_line_amount', sql`amount <> 0`),
    ...walls('statement_line', { read: READ, write: BY_KEEPER, update: BY_READERS }),
  ],
);

/** What is known of an entry on an account that a statement is held against; no row where nothing is. */
export const statementEntry = pgTable(
  'statement_entry',
  {
    poolId: poolId(),
    code: text().notNull(),
    entryId: idOf('entry').notNull(),
    bankId: idOf('bank'),
    matchId: idOf('statementMatch'),
    explanationId: idOf('explanation'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.code, t.entryId] }),
    foreignKey({ columns: [t.poolId, t.code], foreignColumns: [account.poolId, account.code] }),
    foreignKey({ columns: [t.poolId, t.entryId], foreignColumns: [entry.poolId, entry.id] }),
    foreignKey({
      columns: [t.poolId, t.matchId],
      foreignColumns: [statementMatch.poolId, statementMatch.id],
    }),
    foreignKey({
      columns: [t.poolId, t.explanationId],
      foreignColumns: [explanation.poolId, explanation.id],
    }),
    index('statement_entry_match').on(t.poolId, t.matchId).where(sql`match_id is not null`),
    ...walls('statement_entry', { read: READ, write: BY_READERS }),
  ],
);
