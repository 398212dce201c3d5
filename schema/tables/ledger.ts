import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import {
  ACCOUNT_KINDS,
  type AccountKind,
  ENTRY_KINDS,
  type EntryKind,
  REVERSAL_STATES,
  type ReversalState,
  type Source,
} from '../../src/domain/words.ts';
import { BY_MONEY, day, fen, idOf, moment, oneOf, ours, poolId, walls } from './columns.ts';
import { ASKED_TO_REVERSE } from './correcting.ts';

/** An account of a pool's ledger, with its balance (debits less credits) kept by the database itself. */
export const account = pgTable(
  'account',
  {
    poolId: poolId(),
    code: text().notNull(),
    kind: text().$type<AccountKind>().notNull(),
    source: text().$type<Source>(),
    bankId: idOf('bank'),
    regionId: idOf('region'),
    balance: fen().notNull().default(sql`0`),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.code] }),
    oneOf('account_kind', t.kind, ACCOUNT_KINDS),
    check('account_never_overdrawn', sql`kind not in ('CUSTODY', 'DEPOSIT', 'SUSPENSE') or balance >= 0`),
    ...walls('account', { read: BY_MONEY, write: 'ANY ACT', keeper: 'KEEPS' }),
  ],
);

/** Net movement of an account on a value date: what figures "as of" a date are summed from. */
export const accountDay = pgTable(
  'account_day',
  {
    poolId: poolId(),
    code: text().notNull(),
    day: day().notNull(),
    bankId: idOf('bank'),
    regionId: idOf('region'),
    net: fen().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.code, t.day] }),
    foreignKey({ columns: [t.poolId, t.code], foreignColumns: [account.poolId, account.code] }),
    ...walls('account_day', { read: BY_MONEY, write: {}, keeper: 'KEEPS' }),
  ],
);

const US = `nullif(current_setting('app.tenant', true), '')`;

/**
 * Who posts: the fund manager records money, the office or the fund manager approves a reversal, and a bank deducts from
 * its own risk deposit, puts back what it took too much, and reports recoveries to it: in entries that it makes itself,
 * on no account of money but its own two, and of the regions' shares only on that of the region of its own loan. It
 * reverses such an entry where the office has asked it to, and no other.
 */
const BY_BOOKKEEPERS = {
  OFFICE: 'ALL',
  BANK: sql`${ours('bank_id')} and ${ours('tenant_id')} and (kind in ('DEDUCTION', 'RECOVERY', 'EXCESS_DEDUCTED', 'EXCESS_RETURNED') or (kind = 'REVERSAL' and ${sql.raw(ASKED_TO_REVERSE)}))`,
  FUND_MANAGER: 'ALL',
} as const;
const ENTRY_OF_OURS = `from entry e where e.pool_id = line.pool_id and e.id = line.entry_id and e.bank_id = ${US}::uuid and e.tenant_id = ${US}::uuid`;
const REGION_OF_OUR_LOAN = `select 'compensation:REGION:' || l.region_id from loan l where l.pool_id = line.pool_id and l.bank_id = ${US}::uuid and l.id = (select e.loan_id ${ENTRY_OF_OURS})`;
const LINES_BY_BOOKKEEPERS = {
  OFFICE: 'ALL',
  BANK: sql.raw(
    `(code in ('deposit:' || ${US}, 'suspense:' || ${US}, 'compensation:AUTONOMOUS_REGION', 'compensation:CITY') or code = (${REGION_OF_OUR_LOAN})) and exists (select 1 ${ENTRY_OF_OURS})`,
  ),
  FUND_MANAGER: 'ALL',
} as const;

/** A ledger entry: append-only; corrected only by a reversing entry. */
export const entry = pgTable(
  'entry',
  {
    poolId: poolId(),
    id: idOf('entry').notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
    kind: text().$type<EntryKind>().notNull(),
    valueDate: day().notNull(),
    recordedAt: moment().notNull(),
    tenantId: idOf('tenant').notNull(),
    userId: text().notNull(),
    document: text().notNull(),
    bankId: idOf('bank'),
    regionId: idOf('region'),
    loanId: idOf('loan'),
    pledgeId: idOf('pledge'),
    topUpId: idOf('topUp'),
    compensationId: idOf('compensation'),
    recoveryId: idOf('recovery'),
    supplementId: idOf('supplement'),
    reversesId: idOf('entry'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('entry_sequence').on(t.poolId, t.sequence),
    unique('entry_reversed_once').on(t.poolId, t.reversesId),
    foreignKey({ columns: [t.poolId, t.reversesId], foreignColumns: [t.poolId, t.id] }),
    // The ledger of a period, in the order in which it is written out.
    index('entry_value_date').on(t.poolId, t.valueDate, t.sequence),
    index('entry_bank').on(t.poolId, t.bankId, t.sequence),
    index('entry_loan').on(t.poolId, t.loanId).where(sql`loan_id is not null`),
    index('entry_region').on(t.poolId, t.regionId, t.sequence),
    oneOf('entry_kind', t.kind, ENTRY_KINDS),
    ...walls('entry', { read: BY_MONEY, write: BY_BOOKKEEPERS, keeper: 'LOOKS' }),
  ],
);

/** One line of an entry: a debit above zero, a credit below. The lines of an entry sum to zero. */
export const line = pgTable(
  'line',
  {
    poolId: poolId(),
    entryId: idOf('entry').notNull(),
    number: integer().notNull(),
    code: text().notNull(),
    amount: fen().notNull(),
    valueDate: day().notNull(),
    recordedAt: moment().notNull(),
    bankId: idOf('bank'),
    regionId: idOf('region'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.entryId, t.number] }),
    foreignKey({ columns: [t.poolId, t.entryId], foreignColumns: [entry.poolId, entry.id] }),
    foreignKey({ columns: [t.poolId, t.code], foreignColumns: [account.poolId, account.code] }),
    index('line_account').on(t.poolId, t.code, t.valueDate),
    check('line_amount', sql`amount <> 0`),
    ...walls('line', { read: BY_MONEY, write: LINES_BY_BOOKKEEPERS, keeper: 'LOOKS' }),
  ],
);

/** A request to reverse an entry; a second person approves it (section 10). */
export const reversal = pgTable(
  'reversal',
  {
    poolId: poolId(),
    id: idOf('reversal').notNull(),
    entryId: idOf('entry').notNull(),
    state: text().$type<ReversalState>().notNull(),
    reason: text().notNull(),
    askedBy: text().notNull(),
    askedByTenant: idOf('tenant').notNull(),
    askedOn: day().notNull(),
    decidedBy: text(),
    decidedOn: day(),
    postedEntryId: idOf('entry'),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.entryId], foreignColumns: [entry.poolId, entry.id] }),
    oneOf('reversal_state', t.state, REVERSAL_STATES),
    ...walls('reversal', {
      read: { OFFICE: 'ALL', FUND_MANAGER: 'ALL' },
      write: { OFFICE: 'ALL', FUND_MANAGER: 'ALL' },
    }),
  ],
);
