import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { abortMove, clearPool, closePool, leavePool, openPool } from '../../src/database/moving.ts';
import { dumpPool, loadPool } from '../../src/database/moving-copy.ts';
import { fileOf, type Manifest } from '../../src/database/moving-manifest.ts';
import type { Sum } from '../../src/database/moving-tables.ts';
import { commandHere } from '../support/command-here.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { seedPool } from '../support/seed.ts';

// 迁移资金池, step by step, with a pool that has rows in every table: what goes out comes in, what does not fit is refused
// with nothing done, and the pool is open in one place at most. Under load, between two servers: test/faults/moving.test.ts.

const folder = mkdtempSync(join(tmpdir(), 'zhubao-steps-'));
const ADDRESS = 'https://zhubao.other.example.gov.cn/graphql';
let source: FreshDatabase;
let target: FreshDatabase;
let poolId: string;
/** A pool that both servers go on having. */
let staying: string;

/** Rows of the tables in which the seed may have none. */
const MORE = [
  `insert into journal values ($1, 1, 1, 1, 'hash')`,
  `insert into numbering values ($1, 'LOAN', 2025, 7)`,
  `insert into agenda (pool_id, loan_id, next_on) select pool_id, id, '2025-04-01' from loan where pool_id = $1`,
  `insert into idempotency (pool_id, tenant_id, key, act, fingerprint, answer, recorded_at)
    select pool_id, id, 'a key\t' || id, 'act', 'print', '{"n": 12345678901234567890}', now() from tenant where pool_id = $1`,
  `insert into audit (pool_id, sequence, recorded_at, business_date, tenant_id, user_id, act, content, previous_hash, hash)
    select pool_id, 1, now(), '2025-03-10', id, 'user', 'act', E'{"a":"\\n\\\\"}\n\\.\n', 'before', 'hash'
    from tenant where pool_id = $1 limit 1`,
  `insert into log_tree values ($1, 1, 1, 1, 1)`,
  `insert into log_tile values ($1, 0, 0, '\\x00ff0a')`,
  `insert into log_leaf values ($1, 'AUDIT', 1, 0, 0, '\\x0001', 'leaf')`,
  `insert into checkpoint values ($1, 1, '2025-03-10', now(), 1, 'root', 'key', 'note')`,
];

async function fullPool(number: number): Promise<string> {
  const { poolId: id } = (await seedPool(source.owner, number)).actors.office;
  for (const text of MORE) await source.owner(`${text} on conflict do nothing`, [id]);
  return id;
}

beforeAll(async () => {
  [source, target] = await Promise.all([freshDatabase(), freshDatabase()]);
  poolId = await fullPool(1);
  staying = await fullPool(2);
  await seedPool(target.owner, 3);
});
afterAll(async () => {
  await Promise.all([source.drop(), target.drop()]);
  await rm(folder, { recursive: true, force: true });
});

const NOTHING_TOLD = () => undefined;
let made = 0;

async function dump(rehearsal = false): Promise<{ manifest: Manifest; at: string }> {
  made += 1;
  const at = join(folder, `dump-${made}`);
  const options = { folder: at, told: NOTHING_TOLD, webhookKey: null, rehearsal };
  return { manifest: await dumpPool(source.ownerUrl, poolId, options), at };
}

async function load(at: string, rehearsal = false, webhookKey: Uint8Array | null = null) {
  const sums = new Map<string, Sum>();
  const told = (table: string, sum: Sum) => void sums.set(table, sum);
  await loadPool(target.ownerUrl, { folder: at, told, webhookKey, rehearsal });
  return sums;
}

/** How many rows every table of a database has, by pool. */
async function countsOf(database: FreshDatabase): Promise<Map<string, number>> {
  const names = await database.owner(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'pool_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`,
  );
  const parts = names.map(
    ({ name }) => `select '${name}' as name, pool_id, count(*)::int as rows from "${name}" group by pool_id`,
  );
  const counts = new Map<string, number>();
  for (const { name, pool_id, rows } of await database.owner(parts.join(' union all ')))
    counts.set(`${pool_id} ${name}`, Number(rows));
  return counts;
}

describe('what is carried', () => {
  test('is every row of every table of that pool, and of no other', async () => {
    const [hereBefore, thereBefore] = [await countsOf(source), await countsOf(target)];
    await closePool(source.ownerUrl, poolId);
    const { manifest, at } = await dump();
    // There are rows everywhere, so that no table is left out unnoticed.
    expect(manifest.tables.filter(({ rows }) => rows === 0).map(({ name }) => name)).toEqual([]);
    for (const { name, rows } of manifest.tables)
      expect([name, rows]).toEqual([name, hereBefore.get(`${poolId} ${name}`)]);
    const sums = await load(at);
    for (const { name, rows, sha256 } of manifest.tables)
      expect(sums.get(name)).toMatchObject({ rows, sha256 });
    const thereAfter = await countsOf(target);
    const carried = [...hereBefore].filter(([key]) => key.startsWith(poolId));
    expect(new Map([...thereBefore, ...carried])).toEqual(thereAfter);
    expect(await countsOf(source)).toEqual(hereBefore);

    // Cleared away, the new server is as before: also what is never deleted otherwise.
    await clearPool(target.ownerUrl, poolId);
    expect(await countsOf(target)).toEqual(thereBefore);
    await abortMove(source.ownerUrl, poolId);
  });

  test('in a rehearsal leaves the pool open, and nothing behind', async () => {
    const before = await countsOf(target);
    const { manifest, at } = await dump(true);
    expect(manifest.keyHash).toBeNull();
    expect((await load(at, true)).size).toBe(manifest.tables.length);
    expect(await countsOf(target)).toEqual(before);
    await expect(load(at)).rejects.toThrow('it can only be rehearsed');
  });
});

describe('what does not fit is refused, and nothing is done', () => {
  async function refused(at: string, why: string, webhookKey: Uint8Array | null = null): Promise<void> {
    const before = await countsOf(target);
    await expect(load(at, true, webhookKey)).rejects.toThrow(why);
    expect(await countsOf(target)).toEqual(before);
  }

  async function changed(at: string, change: (manifest: Manifest) => object): Promise<string> {
    const path = join(at, 'manifest.json');
    await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, 'utf8')))));
    return at;
  }

  test('a file of which a byte was changed', async () => {
    const { at } = await dump(true);
    const file = fileOf(at, 'audit');
    const bytes = gunzipSync(await readFile(file));
    bytes.write('9', bytes.indexOf('2025-03'));
    await writeFile(file, gzipSync(bytes));
    await refused(at, 'its hash differs');
  });

  test('a folder that was cut off', async () => {
    const { at } = await dump(true);
    await rm(join(at, 'manifest.json'));
    await refused(at, 'manifest.json is missing');
  });

  test('another version of the tables', async () => {
    const { at } = await dump(true);
    await refused(
      await changed(at, (manifest) => ({ ...manifest, migratedAt: manifest.migratedAt - 1 })),
      'different versions',
    );
    const { at: other } = await dump(true);
    const without = (manifest: Manifest) => ({ ...manifest, tables: manifest.tables.slice(0, -1) });
    await refused(await changed(other, without), 'different tables');
  });

  test('another key of webhooks', async () => {
    const { at } = await dump(true);
    const keyed = await changed(at, (manifest) => ({ ...manifest, webhookKeyHash: 'a'.repeat(64) }));
    await refused(keyed, 'WEBHOOK_KEY is not that of the source', Buffer.alloc(32));
  });

  test('a name that is none', async () => {
    const { at } = await dump(true);
    await changed(at, (manifest) => ({
      ...manifest,
      tables: manifest.tables.map((table) => ({ ...table, name: 'x"; drop table pool; --' })),
    }));
    await refused(at, 'of another version of this program');
  });

  test('a login that row security binds', async () => {
    const [me] = await source.owner('select current_user as name');
    const role = `bound_${process.pid}`;
    await source.owner(`create role ${role} login password 'bound' in role "${String(me?.name)}"`);
    const url = new URL(source.ownerUrl);
    url.username = role;
    url.password = 'bound';
    await expect(closePool(url.href, poolId)).rejects.toThrow(`ALTER ROLE "${role}" BYPASSRLS`);
    await source.owner(`drop role ${role}`);
  });
});

describe('a pool is open in one place', () => {
  const at = { source: () => source.ownerUrl, target: () => target.ownerUrl };

  test('an open one is not dumped, given up, opened or cleared', async () => {
    await expect(dump()).rejects.toThrow('run zhubao move close first');
    await expect(leavePool(at.source(), poolId, ADDRESS)).rejects.toThrow('is open here');
    await expect(clearPool(at.source(), poolId)).rejects.toThrow('is open here');
    await openPool(at.source(), poolId, 'any');
    await abortMove(at.source(), poolId);
    await expect(closePool(at.source(), '00000000-0000-0000-0000-000000000001')).rejects.toThrow(
      'There is no pool',
    );
  });

  test('the key of a move that was given up opens nothing', async () => {
    await closePool(at.source(), poolId);
    const first = await dump();
    await load(first.at);
    await expect(openPool(at.target(), poolId, 'a guess')).rejects.toThrow('not the key of this dump');
    await abortMove(at.source(), poolId);
    await expect(leavePool(at.source(), poolId, ADDRESS)).rejects.toThrow('is open here');
    // Closed again, the old server gives away another key: what was loaded before is out of date and stays shut.
    await closePool(at.source(), poolId);
    const key = await leavePool(at.source(), poolId, ADDRESS);
    expect(await leavePool(at.source(), poolId, ADDRESS)).toBe(key);
    await expect(openPool(at.target(), poolId, key)).rejects.toThrow('not the key of this dump');
    await expect(abortMove(at.source(), poolId)).rejects.toThrow('has moved to another server');
    await expect(load(first.at)).rejects.toThrow('zhubao move clear removes it');
  });

  test('there and back again', async () => {
    // As it was left above, but for the rows at the new server.
    await clearPool(at.target(), poolId);
    await source.owner(`update pool set move_state = 'LEAVING' where pool_id = $1`, [poolId]);
    const out = await dump();
    await load(out.at);
    await openPool(at.target(), poolId, await leavePool(at.source(), poolId, ADDRESS));
    await clearPool(at.source(), poolId);
    const left = [...(await countsOf(source)).keys()].map((key) => key.split(' ')[0]);
    expect(new Set(left)).toEqual(new Set([staying]));

    await closePool(at.target(), poolId);
    const back = join(folder, 'back');
    const options = { folder: back, told: NOTHING_TOLD, webhookKey: null, rehearsal: false };
    const { tables } = await dumpPool(at.target(), poolId, options);
    const brief = (given: Manifest['tables']) =>
      given.map(({ name, rows, sha256 }) => `${name} ${rows} ${sha256}`).sort();
    expect(brief(tables)).toEqual(brief(out.manifest.tables));
    await loadPool(at.source(), options);
    await openPool(at.source(), poolId, await leavePool(at.target(), poolId, ADDRESS));
    const [row] = await source.owner('select move_state, move_key from pool where pool_id = $1', [poolId]);
    expect(row).toEqual({ move_state: null, move_key: null });
  });

  test('while it is closed the database itself takes no act, of any process', async () => {
    await closePool(at.source(), poolId);
    const context = { persona: 'zhubao_office_act', poolId, tenantId: poolId, userId: 'x' };
    for (const text of [
      'update journal set audit_sequence = audit_sequence where pool_id = $1',
      'update sweep set swept_through = swept_through where pool_id = $1',
      `update import_job set leased_until = null where pool_id = $1`,
      `update webhook set leased_until = null where pool_id = $1`,
    ]) {
      const writing = source.database.act(context, (tx) => tx.query(text, [poolId]));
      await expect(writing).rejects.toMatchObject({ code: 'ZB001' });
    }
    // Nor does any act open it again.
    const opening = source.database.act(context, (tx) =>
      tx.query('update pool set move_state = null where pool_id = $1', [poolId]),
    );
    await expect(opening).rejects.toMatchObject({ code: '42501' });
    await abortMove(at.source(), poolId);
    const context2 = { ...context, poolId: staying };
    await source.database.act(context2, (tx) =>
      tx.query('update journal set audit_sequence = audit_sequence where pool_id = $1', [staying]),
    );
  });

  test('closing waits for whoever saw it open', async () => {
    const context = { persona: 'zhubao_office_act', poolId, tenantId: poolId, userId: 'x' };
    const order: string[] = [];
    let closing: Promise<void> | null = null;
    await source.database.act(context, async (tx) => {
      await tx.query('update journal set audit_sequence = audit_sequence where pool_id = $1', [poolId]);
      closing = closePool(at.source(), poolId).then(() => void order.push('closed'));
      const isClosing = async () =>
        (await source.owner('select move_state from pool where pool_id = $1', [poolId]))[0]?.move_state;
      await expect.poll(isClosing).toBe('LEAVING');
      order.push('committed');
    });
    await closing;
    expect(order).toEqual(['committed', 'closed']);
    await abortMove(at.source(), poolId);
  });
});

test('the command says what is missing, and what would be right', async () => {
  const env = { DATABASE_URL: source.ownerUrl };
  const said = async (...args: string[]) => {
    const { exit, err } = await commandHere(['move', ...args], env);
    expect(exit).toBe(2);
    return err;
  };
  expect(await said('shove')).toContain(
    '"shove" is no step; right would be: one of close, dump, load, leave',
  );
  expect(await said('close')).toContain('--pool is missing');
  expect(await said('leave', '--pool', poolId, '--to', 'somewhere')).toContain('"somewhere" is no address');
  expect(await said('dump', '--pool', poolId, '--folder', folder)).toContain('is there already');
});
