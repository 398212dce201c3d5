import type { Row } from '../../schema/tables/all.ts';
import type { Actor } from '../acts/actor.ts';
import type { RowAnswer, WaitingRow } from '../acts/import-row.ts';
import type { Instant } from '../domain/dates.ts';
import type { ImportRowState } from '../domain/words.ts';
import { contextOf, writerOn } from './by-actor.ts';
import type { Database } from './connection.ts';
import { sweepRole } from './personas.ts';
import { shapeOf } from './rows.ts';

// The rows of imports, many at a time, and which process works on which import. A lease is counted by the database's own
// clock, so that it means the same to every process.

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What a process has to know of an import to go on with it; more of another tenant's file the sweep does not read. */
const OPEN_COLUMNS = [
  'poolId',
  'id',
  'tenantId',
  'userId',
  'userName',
  'role',
  'persona',
  'kind',
  'checkOnly',
  'columns',
] as const;
export type OpenImport = Pick<Row<'importJob'>, (typeof OPEN_COLUMNS)[number]>;

const OPEN_JOBS = () =>
  `select ${OPEN_COLUMNS.map((key) => `t.${shapeOf('importJob').column(key).name}`).join(', ')} from import_job t
    where t.state in ('WAITING', 'RUNNING')
      and (t.leased_until is null or t.leased_until < clock_timestamp() or t.lease_owner = $1)
      and not exists (select 1 from pool p where p.pool_id = t.pool_id and p.move_state is not null)
    order by t.id limit 20`;

const KEEP_ROWS = `insert into import_row (pool_id, import_id, tenant_id, number, cells, state, errors)
  select $1::uuid, $2::uuid, $3::uuid, r.number, r.cells, r.state, r.errors
    from jsonb_to_recordset($4::text::jsonb) as r(number int, cells jsonb, state text, errors jsonb)
  on conflict do nothing`;

const CLAIM = `update import_job set state = 'RUNNING', started_at = coalesce(started_at, $5::timestamptz), lease_owner = $3,
    leased_until = clock_timestamp() + $4::int * interval '1 second'
  where pool_id = $1::uuid and id = $2::uuid and state in ('WAITING', 'RUNNING')
    and (leased_until is null or leased_until < clock_timestamp() or lease_owner = $3) returning 1`;

const RENEW = `update import_job set leased_until = clock_timestamp() + $4::int * interval '1 second'
  where pool_id = $1::uuid and id = $2::uuid and lease_owner = $3 and state = 'RUNNING' returning 1`;

const LET_GO = `update import_job set leased_until = null
  where pool_id = $1::uuid and id = $2::uuid and lease_owner = $3 and state = 'RUNNING'`;

const ANSWER = `update import_row t set state = r.state, changed = r.changed, verdicts = r.verdicts, errors = r.errors
  from jsonb_to_recordset($3::text::jsonb) as r(number int, state text, changed text, verdicts jsonb, errors jsonb)
  where t.pool_id = $1::uuid and t.import_id = $2::uuid and t.number = r.number and t.state = 'WAITING'`;

/** A row of the file as it is first kept; one that cannot be read has its answer at once. */
export type KeptRow = WaitingRow & Pick<RowAnswer, 'state' | 'errors'>;

export type Progress = Readonly<Record<ImportRowState, number>>;

/** How long a process has an import to itself without telling that it goes on. */
const LEASE_SECONDS = 30;

export interface ImportStore {
  /** Keeps rows of a file; those that are kept already stay as they are. */
  keepRows(actor: Actor, importId: string, rows: readonly KeptRow[]): Promise<void>;
  /** All rows are kept: judging may begin. */
  release(actor: Actor, importId: string): Promise<void>;
  /** Imports of all pools on which this process works, or nobody. */
  open(owner: string): Promise<OpenImport[]>;
  /** Takes an import for a process; false where another one has it, or it has ended. */
  claim(actor: Actor, importId: string, owner: string, startedAt: Instant): Promise<boolean>;
  /** The next rows without an answer, in the order of the file. */
  waiting(actor: Actor, importId: string, limit: number): Promise<WaitingRow[]>;
  /** Writes answers down; false where the import is not this process's any more. */
  answer(actor: Actor, importId: string, owner: string, answers: readonly RowAnswer[]): Promise<boolean>;
  /** Leaves an import to whoever comes next. */
  letGo(actor: Actor, importId: string, owner: string): Promise<void>;
  progress(actor: Actor, importId: string): Promise<Progress>;
}

export function importsOn(database: Database): ImportStore {
  const write = writerOn(database);

  return {
    async keepRows(actor, importId, rows) {
      const { poolId, tenantId } = actor;
      await write(actor, (tx) => tx.query(KEEP_ROWS, [poolId, importId, tenantId, JSON.stringify(rows)]));
    },

    async release(actor, importId) {
      const text = `update import_job set state = 'WAITING' where pool_id = $1::uuid and id = $2::uuid and state = 'RECEIVING'`;
      await write(actor, (tx) => tx.query(text, [actor.poolId, importId]));
    },

    async open(owner) {
      const context = { persona: sweepRole, poolId: NOBODY, tenantId: NOBODY, userId: 'import' };
      const found = await database.read(context, (tx) => tx.query(OPEN_JOBS(), [owner]));
      const columns = OPEN_COLUMNS.map((key) => shapeOf('importJob').column(key));
      return found.map(
        (values) =>
          Object.fromEntries(columns.map(({ key, decode }, at) => [key, decode(values[at])])) as OpenImport,
      );
    },

    async claim(actor, importId, owner, startedAt) {
      const params = [actor.poolId, importId, owner, String(LEASE_SECONDS), startedAt];
      return (await write(actor, (tx) => tx.query(CLAIM, params))).length > 0;
    },

    async waiting(actor, importId, limit) {
      const text = `select t.number, t.cells from import_row t where t.pool_id = $1::uuid and t.tenant_id = $2::uuid
        and t.import_id = $3::uuid and t.state = 'WAITING' order by t.number limit $4`;
      const params = [actor.poolId, actor.tenantId, importId, String(limit)];
      const found = await database.read(contextOf(actor), (tx) => tx.query(text, params));
      return found.map(([number, cells]) => ({ number: Number(number), cells: cells as readonly string[] }));
    },

    answer(actor, importId, owner, answers) {
      return write(actor, async (tx) => {
        void tx.query(ANSWER, [actor.poolId, importId, JSON.stringify(answers)]);
        const renewed = await tx.query(RENEW, [actor.poolId, importId, owner, String(LEASE_SECONDS)]);
        return renewed.length > 0;
      });
    },

    async letGo(actor, importId, owner) {
      await write(actor, (tx) => tx.query(LET_GO, [actor.poolId, importId, owner]));
    },

    async progress(actor, importId) {
      const text = `select t.state, count(*) from import_row t where t.pool_id = $1::uuid and t.tenant_id = $2::uuid
        and t.import_id = $3::uuid group by t.state`;
      const params = [actor.poolId, actor.tenantId, importId];
      const found = await database.read(contextOf(actor), (tx) => tx.query(text, params));
      const counts = new Map(found.map(([state, count]) => [String(state), Number(count)]));
      const of = (state: ImportRowState) => counts.get(state) ?? 0;
      return { WAITING: of('WAITING'), DONE: of('DONE'), REFUSED: of('REFUSED'), INVALID: of('INVALID') };
    },
  };
}
