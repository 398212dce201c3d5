import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { DatabaseUnfit, lastAppliedBy } from './migrate.ts';
import {
  type CarriedTable,
  FOR_US_ONLY,
  fileOf,
  hashOf,
  type Manifest,
  readManifest,
  writeManifest,
} from './moving-manifest.ts';
import {
  asOwner,
  copied,
  copyIn,
  copyOut,
  type PoolTable,
  poolTables,
  type Sum,
  summing,
  type Work,
} from './moving-tables.ts';

// One pool out of a server, into a folder, and into another server.

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Told of every table when it is through. */
export type Told = (table: string, sum: Sum) => void;

export interface DumpOptions {
  readonly folder: string;
  readonly told: Told;
  /** What webhook secrets are derived from, where it is known here. */
  readonly webhookKey: Uint8Array | null;
  /** A dump to try with: the pool goes on working, and what is loaded from it is rolled back. */
  readonly rehearsal: boolean;
}

/** Writes a pool into a new folder as it stands at one moment. Throws DatabaseUnfit for one that is not closed. */
export async function dumpPool(ownerUrl: string, poolId: string, options: DumpOptions): Promise<Manifest> {
  const { folder, told, webhookKey, rehearsal } = options;
  const migratedAt = (await lastAppliedBy(ownerUrl)) ?? 0;
  await mkdir(folder, { mode: 0o700 }).catch(() => {
    throw new DatabaseUnfit(`${folder} can't be made, or is there already; give the name of a new folder.`);
  });
  return asOwner(ownerUrl, (sql) =>
    sql.begin('isolation level repeatable read read only', async (work) => {
      const [pool] = await work`
        select name_zh, name_en, move_state, move_key, now()::text as at from pool where pool_id = ${poolId}`;
      if (!pool) throw new DatabaseUnfit(`There is no pool ${poolId}.`);
      if (!rehearsal && pool.move_state !== 'LEAVING')
        throw new DatabaseUnfit(
          'The pool is not closed, and would go on changing; run zhubao move close first.',
        );
      const tables: CarriedTable[] = [];
      for (const table of await poolTables(work)) {
        const { through, sum } = summing();
        const file = createWriteStream(fileOf(folder, table.name), FOR_US_ONLY);
        await copied(work, copyOut(table, poolId), through, createGzip({ level: 1 }), file);
        const carried = { name: table.name, columns: table.columns, ...sum() };
        told(table.name, carried);
        tables.push(carried);
      }
      const manifest: Manifest = {
        format: 1,
        poolId,
        nameZh: pool.name_zh,
        nameEn: pool.name_en,
        migratedAt,
        takenAt: pool.at,
        keyHash: rehearsal ? null : hashOf(String(pool.move_key)),
        webhookKeyHash: webhookKey && hashOf(webhookKey),
        tables,
      };
      await writeManifest(folder, manifest);
      return manifest;
    }),
  );
}

/** Thrown to roll a rehearsal back. */
class Rehearsed extends Error {}

async function mustFit(work: Work, manifest: Manifest, webhookKey: Uint8Array | null): Promise<PoolTable[]> {
  const { poolId } = manifest;
  const [there] = await work`select move_state from pool where pool_id = ${poolId}`;
  if (there)
    throw new DatabaseUnfit(
      there.move_state
        ? 'What an earlier move of this pool left is still here; zhubao move clear removes it.'
        : 'This server has the pool already.',
    );
  const tables = await poolTables(work);
  const shape = (table: Pick<PoolTable, 'name' | 'columns'>) => `${table.name}(${table.columns.join()})`;
  const [ours, theirs] = [tables, manifest.tables].map((given) => given.map(shape).sort().join());
  if (ours !== theirs)
    throw new DatabaseUnfit('The two databases have different tables; bring both up to the same version.');
  const hasWebhooks = manifest.tables.some(({ name, rows }) => name === 'webhook_secret' && rows > 0);
  const keys = [manifest.webhookKeyHash, webhookKey && hashOf(webhookKey)];
  if (hasWebhooks && keys.every((key) => key !== null) && keys[0] !== keys[1])
    throw new DatabaseUnfit(
      'WEBHOOK_KEY is not that of the source: receivers would not know our signatures any more.',
    );
  return tables;
}

/** Sends a file into a table; the hash says whether it is the file that was written. */
async function load(work: Work, folder: string, table: CarriedTable): Promise<void> {
  const { through, sum } = summing();
  const rows = await work.unsafe(copyIn(table)).writable();
  await pipeline(createReadStream(fileOf(folder, table.name)), createGunzip(), through, rows);
  if (sum().sha256 !== table.sha256)
    throw new DatabaseUnfit(`${fileOf(folder, table.name)} is not what was written: its hash differs.`);
}

/**
 * Puts a pool from a folder into this server, all in one transaction, and holds every table against what it was at the
 * source. Foreign keys and checks are kept; balances come along and are not reckoned anew. The pool is not open yet. Throws
 * DatabaseUnfit, with nothing loaded, where anything does not fit.
 */
export async function loadPool(
  ownerUrl: string,
  options: Omit<DumpOptions, 'rehearsal'> & { readonly rehearsal: boolean },
): Promise<Manifest> {
  const { folder, told, webhookKey, rehearsal } = options;
  const manifest = await readManifest(folder);
  const { poolId, keyHash } = manifest;
  if (keyHash === null && !rehearsal)
    throw new DatabaseUnfit(
      'This dump was made for a rehearsal, while the pool went on; it can only be rehearsed.',
    );
  if ((await lastAppliedBy(ownerUrl)) !== manifest.migratedAt)
    throw new DatabaseUnfit('The two databases are of different versions; run zhubao migrate on both.');
  await asOwner(ownerUrl, async (sql) => {
    const loading = sql.begin(async (work) => {
      await work.unsafe(`set local zhubao.carries = '${poolId}'`);
      const tables = await mustFit(work, manifest, webhookKey);
      for (const table of manifest.tables) if (table.rows > 0) await load(work, folder, table);
      // Whatever waits for the commit would come too late to be noticed below.
      await work.unsafe('set constraints all immediate');
      const sums = new Map(manifest.tables.map((table) => [table.name, table]));
      for (const table of tables) {
        const { through, sum } = summing();
        await copied(work, copyOut(table, poolId), through, nowhere());
        const there = sum();
        told(table.name, there);
        if (there.sha256 !== sums.get(table.name)?.sha256)
          throw new DatabaseUnfit(
            `The rows of ${table.name} are not those of the source; nothing was loaded.`,
          );
      }
      await work`update pool set move_state = 'ARRIVING', move_since = now(), move_key = ${keyHash} where pool_id = ${poolId}`;
      if (rehearsal) throw new Rehearsed();
    });
    await loading.catch((error: unknown) => {
      if (!(error instanceof Rehearsed)) throw error;
    });
    const filled = manifest.tables.filter(({ rows }) => rows > 0).map(({ name }) => `"${name}"`);
    if (!rehearsal) await sql.unsafe(`analyze ${filled.join(', ')}`);
  });
  return manifest;
}
