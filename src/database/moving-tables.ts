import { createHash } from 'node:crypto';
import { Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import { DatabaseUnfit } from './migrate.ts';

// What carrying a pool from server to server has to know of the tables, asked of the database itself, so that a table that
// is added later is carried along.

export type Sql = postgres.Sql;
export type Work = postgres.TransactionSql;

/** A connection of the operator's for one piece of work: no hurry, and every text written the same on every server. */
export async function asOwner<T>(ownerUrl: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(ownerUrl, {
    max: 1,
    max_lifetime: null,
    connect_timeout: 10,
    fetch_types: false,
    onnotice: () => undefined,
    connection: {
      application_name: 'zhubao move',
      statement_timeout: 0,
      lock_timeout: 0,
      idle_in_transaction_session_timeout: 0,
      TimeZone: 'UTC',
      DateStyle: 'ISO, YMD',
      IntervalStyle: 'postgres',
      bytea_output: 'hex',
      extra_float_digits: 1,
    },
  });
  try {
    await mustSeeAll(sql);
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Throws DatabaseUnfit for a login that row security binds, or that is not the owner: it would carry half a pool. */
async function mustSeeAll(sql: Sql): Promise<void> {
  const [me] = await sql<{ name: string; past: boolean; owner: boolean }[]>`
    select current_user as name, rolsuper or rolbypassrls as past,
      pg_has_role((select relowner from pg_class where oid = 'public.pool'::regclass), 'MEMBER') as owner
    from pg_roles where rolname = current_user`;
  if (me?.past && me.owner) return;
  throw new DatabaseUnfit(
    `A pool is moved as the owner of the tables, past row security; as a superuser run ALTER ROLE "${me?.name}" BYPASSRLS, and NOBYPASSRLS afterwards.`,
  );
}

/** A table that holds rows of pools. */
export interface PoolTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** What its rows are sorted by: the primary key, texts byte by byte. */
  readonly order: readonly string[];
}

/** Columns that say where a pool stands between two servers: each server has its own. */
const OF_THE_SERVER: Readonly<Record<string, readonly string[]>> = {
  pool: ['move_state', 'move_since', 'moved_to', 'move_key'],
};

interface Found {
  readonly name: string;
  readonly columns: string[];
  readonly key: { readonly name: string; readonly is_text: boolean }[];
  readonly parents: string[];
}

/** All tables that hold rows of pools, each after those that it points to. */
export async function poolTables(sql: Sql | Work): Promise<PoolTable[]> {
  const found = await sql.unsafe<Found[]>(`
    select c.relname as name,
      (select jsonb_agg(a.attname order by a.attname) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select jsonb_agg(jsonb_build_object('name', a.attname, 'is_text', a.attcollation <> 0) order by k.place)
        from pg_index i, unnest(i.indkey) with ordinality k(attnum, place), pg_attribute a
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.attnum) as key,
      coalesce((select jsonb_agg(distinct p.relname) from pg_constraint f join pg_class p on p.oid = f.confrelid
        where f.contype = 'f' and f.conrelid = c.oid and p.oid <> c.oid), '[]') as parents
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'pool_id' and not a.attisdropped)
    order by c.relname`);
  const left = new Map(found.map((table) => [table.name, table]));
  const sorted: PoolTable[] = [];
  while (left.size > 0) {
    const next = [...left.values()].find(({ parents }) => !parents.some((parent) => left.has(parent)));
    if (!next)
      throw new DatabaseUnfit(`Tables point at each other in a circle: ${[...left.keys()].join(', ')}.`);
    left.delete(next.name);
    const own = OF_THE_SERVER[next.name] ?? [];
    sorted.push({
      name: next.name,
      columns: next.columns.filter((column) => !own.includes(column)),
      order: next.key.map(({ name, is_text }) => `"${name}"${is_text ? ' collate "C"' : ''}`),
    });
  }
  return sorted;
}

const listOf = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(', ');

/** COPY of one pool's rows of a table, in the order of its key; `poolId` is a UUID that was checked. */
export function copyOut({ name, columns, order }: PoolTable, poolId: string): string {
  return `copy (select ${listOf(columns)} from "${name}" where pool_id = '${poolId}' order by ${order.join(', ')}) to stdout`;
}

export function copyIn({ name, columns }: Pick<PoolTable, 'name' | 'columns'>): string {
  return `copy "${name}" (${listOf(columns)}) from stdin`;
}

/** Sends what a COPY gives through streams, to its end. */
export async function copied(work: Work, text: string, ...to: [...Transform[], Writable]): Promise<void> {
  const rows = await work.unsafe(text).readable();
  await pipeline([rows, ...to]);
  // The driver (postgres.js 3.4.9) stops reading its socket when a COPY comes faster than it goes, and where that was the last
  // of it nobody asks for more: the answer to the next statement would never be read.
  rows._read(0);
}

/** How many rows went by, and the hash over their bytes. */
export interface Sum {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

const NEW_LINE = 0x0a;
/** The driver hands out a COPY row by row; what comes after is cheaper by the batch. */
const BATCH_BYTES = 65_536;

/** Lets a COPY pass and reckons over it. A row is a line: a line break within a value is written as \n. */
export function summing(): { readonly through: Transform; sum(): Sum } {
  const hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;

  function take(): Buffer {
    const batch = Buffer.concat(held, heldBytes);
    held = [];
    heldBytes = 0;
    hash.update(batch);
    bytes += batch.length;
    for (let at = batch.indexOf(NEW_LINE); at !== -1; at = batch.indexOf(NEW_LINE, at + 1)) rows += 1;
    return batch;
  }

  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      held.push(chunk);
      heldBytes += chunk.length;
      if (heldBytes < BATCH_BYTES) done();
      else done(null, take());
    },
    flush(done) {
      if (heldBytes === 0) done();
      else done(null, take());
    },
  });
  return { through, sum: () => ({ rows, bytes, sha256: hash.digest('hex') }) };
}
