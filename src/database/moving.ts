import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { MoveState } from '../domain/words.ts';
import { DatabaseUnfit } from './migrate.ts';
import { hashOf } from './moving-manifest.ts';
import { asOwner, poolTables, type Sql, type Work } from './moving-tables.ts';

// Where a pool stands between two servers. It is closed at the source, and opens again in one of two places only: here, if
// the move is given up, or there, with the key that the source gives away by giving up the pool for good.

/** How long to wait for what was under way when a pool was closed; a request takes seconds at most. */
const CLOSING_SECONDS_MAX = 60;
const LOOK_AGAIN_MS = 20;

interface Standing {
  readonly state: MoveState | null;
  readonly key: string | null;
  readonly movedTo: string | null;
}

async function standingOf(work: Sql | Work, poolId: string): Promise<Standing> {
  const [row] = await work<Standing[]>`
    select move_state as state, move_key as key, moved_to as "movedTo" from pool where pool_id = ${poolId} for update`;
  if (!row) throw new DatabaseUnfit(`There is no pool ${poolId}.`);
  return row;
}

const SAID: Readonly<Record<MoveState, string>> = {
  LEAVING: 'is closed and on its way to another server',
  ARRIVING: 'was loaded here and is not open yet',
  MOVED: 'has moved to another server',
};
const mismatch = (state: MoveState | null, wanted: string) =>
  new DatabaseUnfit(`The pool ${state ? SAID[state] : 'is open here'}; ${wanted}.`);

/** Waits until every transaction has ended that might have seen the pool open (see `refuse_while_moving`). */
async function settled(sql: Sql): Promise<void> {
  const [begin] = await sql`select pg_snapshot_xmax(pg_current_snapshot())::text as mark`;
  const until = performance.now() + CLOSING_SECONDS_MAX * 1_000;
  for (;;) {
    const [now] =
      await sql`select pg_snapshot_xmin(pg_current_snapshot()) >= ${begin?.mark}::text::xid8 as through`;
    if (now?.through) return;
    if (performance.now() > until)
      throw new DatabaseUnfit(
        `Something has been writing for ${CLOSING_SECONDS_MAX} s. The pool stays closed: end it and run this again, or open the pool again with zhubao move abort.`,
      );
    await pause(LOOK_AGAIN_MS);
  }
}

/** Closes a pool for acts; it can be read as before. Once this is through nothing more is written in it. Done again, waits again. */
export async function closePool(ownerUrl: string, poolId: string): Promise<void> {
  await asOwner(ownerUrl, async (sql) => {
    await sql.begin(async (work) => {
      const { state } = await standingOf(work, poolId);
      if (state === 'LEAVING') return;
      if (state) throw mismatch(state, 'only an open one can be closed');
      await work`update pool set move_state = 'LEAVING', move_since = now(), move_key = ${randomUUID()} where pool_id = ${poolId}`;
    });
    await settled(sql);
  });
}

/** Gives a move up: the pool takes acts again where it always was. What was loaded elsewhere can't be opened any more. */
export async function abortMove(ownerUrl: string, poolId: string): Promise<void> {
  await asOwner(ownerUrl, (sql) =>
    sql.begin(async (work) => {
      const { state } = await standingOf(work, poolId);
      if (state === null) return;
      if (state !== 'LEAVING') throw mismatch(state, 'only one that is closed can be opened again');
      await work`update pool set move_state = null, move_since = null, move_key = null where pool_id = ${poolId}`;
    }),
  );
}

/** Gives a pool up for good, naming the address where it is served from now on; answers with the key that opens it there. */
export async function leavePool(ownerUrl: string, poolId: string, address: string): Promise<string> {
  return asOwner(ownerUrl, (sql) =>
    sql.begin(async (work) => {
      const { state, key } = await standingOf(work, poolId);
      if ((state !== 'LEAVING' && state !== 'MOVED') || key === null)
        throw mismatch(state, 'only one that is closed can be given up');
      await work`update pool set move_state = 'MOVED', moved_to = ${address} where pool_id = ${poolId}`;
      return key;
    }),
  );
}

/** Opens a pool that was loaded here, with the key that the source gave away. */
export async function openPool(ownerUrl: string, poolId: string, key: string): Promise<void> {
  await asOwner(ownerUrl, (sql) =>
    sql.begin(async (work) => {
      const { state, key: keyHash } = await standingOf(work, poolId);
      if (state === null) return;
      if (state !== 'ARRIVING') throw mismatch(state, 'only one that was loaded here can be opened');
      if (keyHash !== hashOf(key))
        throw new DatabaseUnfit(
          'That is not the key of this dump: zhubao move leave prints it at the source, for the dump that was made since it was closed.',
        );
      await work`update pool set move_state = null, move_since = null, move_key = null where pool_id = ${poolId}`;
      // A process of the source that had taken on a webhook or a file when the pool was closed works on neither any more.
      for (const table of ['webhook', 'import_job'])
        await work`update ${work(table)} set leased_until = null where pool_id = ${poolId} and leased_until is not null`;
    }),
  );
}

const NOT_ALLOWED = '42501';

/**
 * Without the checks of foreign keys, where the server lets us: rows go in an order in which none is left pointing nowhere,
 * and each check would search a table. Where it does not, the checks are made.
 */
async function withoutChecks(work: Work): Promise<void> {
  await work
    .savepoint((inner) => inner.unsafe('set local session_replication_role = replica'))
    .catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === NOT_ALLOWED)) throw error;
    });
}

/** Removes what is left of a pool that has moved away, or that was loaded here in vain; answers with the number of rows. */
export async function clearPool(ownerUrl: string, poolId: string): Promise<number> {
  return asOwner(ownerUrl, (sql) =>
    sql.begin(async (work) => {
      const { state } = await standingOf(work, poolId);
      if (state !== 'MOVED' && state !== 'ARRIVING')
        throw mismatch(state, 'only one that has moved away, or is not open yet, can be cleared away');
      await withoutChecks(work);
      await work.unsafe(`set local zhubao.clears = '${poolId}'`);
      let rows = 0;
      for (const { name } of (await poolTables(work)).reverse())
        rows += (await work.unsafe(`delete from "${name}" where pool_id = '${poolId}'`)).count;
      return rows;
    }),
  );
}
