import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import {
  IMPORT_FORMATS,
  IMPORT_KINDS,
  IMPORT_ROW_STATES,
  IMPORT_STATES,
  type ImportFormat,
  type ImportKind,
  type ImportRowState,
  type ImportState,
  type Persona,
  type Role,
  TAKE_OVER_STATES,
  type TakeOverState,
} from '../../src/domain/words.ts';
import { day, idOf, moment, OWN_ROWS, oneOf, poolId, walls } from './columns.ts';
import { pool, tenant } from './pool.ts';

// Files that come in: one import a file, one row of it a row here, each judged and answered on its own (section 12).

/** An import, in the name and with the rights of the person who sent the file. */
export const importJob = pgTable(
  'import_job',
  {
    poolId: poolId(),
    id: idOf('importJob').notNull(),
    tenantId: idOf('tenant').notNull(),
    userId: text().notNull(),
    userName: text(),
    /** As they were when the file came; what they are when a row is judged is asked again. */
    role: text().$type<Role>().notNull(),
    persona: text().$type<Persona>().notNull(),
    kind: text().$type<ImportKind>().notNull(),
    format: text().$type<ImportFormat>().notNull(),
    /** A dry run: every row is judged and nothing is changed. */
    checkOnly: boolean().notNull(),
    /** SHA-256 of the file, so that the same file is not taken twice unnoticed. */
    fileHash: text().notNull(),
    /** The headings as the file has them, in its order, and the column that each means. */
    columns: jsonb().$type<readonly { readonly heading: string; readonly field: string }[]>().notNull(),
    rowCount: integer().notNull(),
    state: text().$type<ImportState>().notNull(),
    openedAt: moment().notNull(),
    startedAt: moment(),
    endedAt: moment(),
    endedBy: text(),
    /** Which process works on it, and until when nobody else does. Real time, also in a sandbox. */
    leaseOwner: text(),
    leasedUntil: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.tenantId], foreignColumns: [tenant.poolId, tenant.id] }),
    unique('import_job_of_tenant').on(t.poolId, t.tenantId, t.id),
    index('import_job_file').on(t.poolId, t.tenantId, t.fileHash),
    index('import_job_open').on(t.id).where(sql`state in ('WAITING', 'RUNNING')`),
    oneOf('import_job_kind', t.kind, IMPORT_KINDS),
    oneOf('import_job_format', t.format, IMPORT_FORMATS),
    oneOf('import_job_state', t.state, IMPORT_STATES),
    ...walls('import_job', { read: OWN_ROWS, write: 'OWN KEYS', sweep: 'ALL' }),
  ],
);

/** What is told about a row that could not be read or done. */
export interface KeptRowError {
  readonly field: string | null;
  readonly zh: string;
  readonly en: string;
}

/** One row of the file: its cells as they came, and what became of it. */
export const importRow = pgTable(
  'import_row',
  {
    poolId: poolId(),
    importId: idOf('importJob').notNull(),
    /** The number of the row in the file, as a spreadsheet shows it. */
    number: integer().notNull(),
    tenantId: idOf('tenant').notNull(),
    /** The texts of the cells, in the order of the file’s columns. */
    cells: jsonb().$type<readonly string[]>().notNull(),
    state: text().$type<ImportRowState>().notNull(),
    /** The thing that was made or changed, as an opaque id. */
    changed: text(),
    verdicts: jsonb().$type<readonly unknown[]>(),
    errors: jsonb().$type<readonly KeptRowError[]>(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.importId, t.number] }),
    // Named together with its tenant: nobody hangs rows on a file of others.
    foreignKey({
      columns: [t.poolId, t.tenantId, t.importId],
      foreignColumns: [importJob.poolId, importJob.tenantId, importJob.id],
    }),
    foreignKey({ columns: [t.poolId, t.tenantId], foreignColumns: [tenant.poolId, tenant.id] }),
    index('import_row_state').on(t.poolId, t.importId, t.state, t.number),
    oneOf('import_row_state', t.state, IMPORT_ROW_STATES),
    ...walls('import_row', { read: OWN_ROWS, write: 'OWN KEYS' }),
  ],
);

/** A time in which the office brings in what the pool had before it was kept here; opened and closed by two people. */
export const takeOver = pgTable(
  'take_over',
  {
    poolId: poolId(),
    id: idOf('takeOver').notNull(),
    state: text().$type<TakeOverState>().notNull(),
    /** The day as of which balances and loans are taken over. */
    takenOverOn: day().notNull(),
    document: text().notNull(),
    /** Who asked last for its beginning or its end, and who agreed to the beginning. */
    askedBy: text().notNull(),
    askedOn: day().notNull(),
    openedBy: text(),
    closedOn: day(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId], foreignColumns: [pool.poolId] }),
    uniqueIndex('take_over_now').on(t.poolId).where(sql`state <> 'CLOSED'`),
    oneOf('take_over_state', t.state, TAKE_OVER_STATES),
    ...walls('take_over', { read: { OFFICE: 'ALL' }, write: { OFFICE: 'ALL' } }),
  ],
);
