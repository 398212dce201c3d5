import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweeperOf } from '../../src/acts/daily-sweep.ts';
import { contextOf } from '../../src/database/by-actor.ts';
import { type Made, makeCheckpoint, type Signer } from '../../src/database/checkpoints.ts';
import { publicBytes, publishedKey } from '../../src/domain/checkpoint.ts';
import { instant } from '../../src/domain/dates.ts';
import { PERSONAS, type Persona, wordsOf } from '../../src/domain/words.ts';
import {
  askCheckpoint,
  download,
  fetchFrom,
  keysOf,
  leavesOf,
  linesOf,
  recordsOf,
  verifierOn,
} from '../support/checkpoints.ts';
import { addBank, type City, joinBank, newCity, type Place, pay } from '../support/city.ts';
import { type Running, startProduct, type User } from '../support/product.ts';

// 检查点: what a tenant downloads, checks at home with the published verifier, and sees of others: nothing.

const TODAY = '2025-03-10';
const FEED = '{ events(first: 100) { nodes { id } } ledgerEntries(first: 100) { nodes { id } } }';
const LIST = '{ checkpoints(orderBy: OLDEST) { totalCount nodes { number day size root keyId note } } }';

const { privateKey } = generateKeyPairSync('ed25519');
let folder: string;
let running: Running;
let city: City;
let second: Place;
let keys: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhubao-checkpoint-'));
  const keyFile = join(folder, 'key.pem');
  await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  running = await startProduct({ CHECKPOINT_KEY: keyFile, CHECKPOINT_NAME: 'zhubao.example', SWEEP: 'on' });
  city = await newCity(running, TODAY);
  second = await addBank(running, city.pool, '丙银行');
  await pay(running, city, 'CITY', '30000000.00', TODAY);
  await askCheckpoint(running, city.office);
  await joinBank(running, city, city.bank, TODAY);
  await joinBank(running, city, second, TODAY);
  await askCheckpoint(running, city.office);
  await pay(running, city, city.region, '8000000.00', TODAY);
  keys = await keysOf(running, city.office);
});
afterAll(async () => {
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
});

const everybody = (): readonly (readonly [Persona, User])[] => [
  ['OFFICE', city.office],
  ['DISTRICT', city.region.user],
  ['BANK', city.bank.user],
  ['FUND_MANAGER', city.guarantor.user],
];
const idsOf = (leaves: readonly Record<string, unknown>[], kind: string) =>
  leaves.flatMap(({ leaf, id }) => (leaf === kind ? [String(id)] : [])).sort();

describe('a download', () => {
  test('of every tenant holds, says what is still open, and is its own records and nobody else’s', async () => {
    for (const [persona, user] of everybody()) {
      const file = await recordsOf(running, user);
      const judged = await verifierOn(keys, file);
      expect([persona, judged]).toEqual([
        persona,
        { exit: 0, codes: [], said: expect.stringContaining('全部相符') },
      ]);
      const open = linesOf(file).flatMap(({ open: text }) =>
        typeof text === 'string' ? [JSON.parse(text)] : [],
      );
      expect([persona, open.length > 0]).toEqual([persona, persona !== 'BANK']);
      expect(judged.said).toContain(`not covered yet: ${open.length}\n`);
      const { data } = await running.ask(user, FEED);
      const shown = (nodes: readonly { id: string }[]) => nodes.map(({ id }) => id).sort();
      const leaves = [...leavesOf(file), ...open];
      expect([persona, idsOf(leaves, 'EVENT')]).toEqual([persona, shown(data.events.nodes)]);
      expect([persona, idsOf(leaves, 'ENTRY')]).toEqual([persona, shown(data.ledgerEntries.nodes)]);
      const foreign = leaves.filter(({ account }) => String(account).includes(second.id));
      expect([persona, foreign.length > 0]).toEqual([
        persona,
        persona === 'OFFICE' || persona === 'FUND_MANAGER',
      ]);
      const kinds = new Set(leaves.map(({ leaf }) => leaf));
      expect([persona, kinds.has('AUDIT'), kinds.has('HEAD'), kinds.has('BALANCES')]).toEqual([
        persona,
        persona === 'OFFICE',
        persona === 'OFFICE',
        persona === 'OFFICE' || persona === 'FUND_MANAGER',
      ]);
    }
  });

  test('opens the leaves that row security lets its reader open, and no others', async () => {
    expect(wordsOf(PERSONAS).length).toBeGreaterThan(everybody().length);
    for (const [persona, user] of everybody()) {
      const actor = {
        ...user,
        kind: persona === 'FUND_MANAGER' ? 'GUARANTOR' : persona,
        persona,
        userName: null,
      };
      const rows = await running.product.database.read(contextOf(actor as never), (tx) =>
        tx.query('select position from log_leaf order by position', []),
      );
      const opened = linesOf(await recordsOf(running, user)).flatMap(({ index }) => index ?? []);
      expect([persona, opened.map(Number).sort((a, b) => a - b)]).toEqual([
        persona,
        rows.map(([at]) => Number(at)),
      ]);
    }
  });

  test('does not tell by its places what came between: records of one portion stand in the order of their hashes', async () => {
    const places = linesOf(await recordsOf(running, city.office)).flatMap(({ record, index }) =>
      typeof record === 'string' && record.includes('"leaf":"EVENT"') ? [Number(index)] : [],
    );
    expect(places.length).toBeGreaterThan(10);
    expect(places).not.toEqual([...places].sort((a, b) => a - b));
    const [{ blinds = 0, leaves = 1 } = {}] = await running.owner(
      'select count(distinct blind)::int as blinds, count(*)::int as leaves from log_leaf',
    );
    expect(blinds).toBe(leaves);
  });

  test('may begin at a checkpoint that one has; what came before is left out', async () => {
    const whole = await recordsOf(running, city.bank.user);
    const rest = await recordsOf(running, city.bank.user, '?since=1');
    expect(leavesOf(rest).length).toBeLessThan(leavesOf(whole).length);
    expect(leavesOf(rest).length).toBeGreaterThan(0);
    expect(await verifierOn(keys, rest, [whole])).toMatchObject({ exit: 0, codes: [] });
    const office = await recordsOf(running, city.office, '?since=1');
    expect(await verifierOn(keys, office)).toMatchObject({ exit: 0, codes: [] });
  });

  test('is judged alike by the second program, which was written apart from the first', async () => {
    const file = await recordsOf(running, city.office);
    expect(await verifierOn(keys, file, [], 'python')).toMatchObject({ exit: 0 });
    const changed = file.replace('"amount\\":\\"1000000.00', '"amount\\":\\"9000000.00');
    expect(changed).not.toBe(file);
    const judged = await verifierOn(keys, changed, [], 'python');
    expect([judged.exit, judged.said]).toEqual([1, expect.stringMatching(/^RECORD .*9000000\.00/)]);
    const other = generateKeyPairSync('ed25519');
    const origin = keys.split('+')[0] ?? '';
    const foreign = publishedKey(origin, publicBytes(other.publicKey));
    expect((await verifierOn(foreign, file, [], 'python')).said).toMatch(/^SIGNATURE checkpoint 1\n/);
  });

  test('that broke off, or was changed on its way, is found out', async () => {
    const lines = (await recordsOf(running, city.bank.user)).trimEnd().split('\n');
    expect(await verifierOn(keys, lines.slice(0, -2).join('\n'))).toMatchObject({ exit: 1, codes: ['FILE'] });
    const record = lines.findIndex((line) => line.includes('1000000.00'));
    const changed = lines.with(record, (lines[record] ?? '').replace('1000000.00', '9000000.00'));
    expect(await verifierOn(keys, changed.join('\n'))).toMatchObject({ exit: 1, codes: ['RECORD'] });
    const swapped = lines.filter((line) => !line.includes('number 1\n'.replace('\n', '\\n')));
    expect(swapped.length).toBe(lines.length - 1);
    expect(await verifierOn(keys, swapped.join('\n'))).toMatchObject({ exit: 1, codes: ['SEQUENCE'] });
  });
});

describe('the checkpoints', () => {
  test('are the same for everybody, over GraphQL too, and a proof leads from any one to any other', async () => {
    const lists = await Promise.all(
      everybody().map(async ([, user]) => (await running.ask(user, LIST)).data),
    );
    const [list] = lists;
    for (const other of lists) expect(other).toEqual(list);
    const { nodes, totalCount } = list.checkpoints;
    expect(totalCount).toBe(nodes.length);
    expect(nodes.map(({ number }: { number: number }) => number).slice(0, 2)).toEqual([1, 2]);
    expect(nodes[0].note.startsWith(`zhubao.example/pl_${city.pool.poolId.replaceAll('-', '')}\n`)).toBe(
      true,
    );
    const proof = JSON.parse(
      await download(running, city.bank.user, '/checkpoints/consistency.json?from=1&to=2'),
    );
    expect([proof.from, proof.to]).toEqual([nodes[0].note, nodes[1].note]);
    expect(proof.consistency.length).toBeGreaterThan(0);
  });

  test('are asked for by the office, of which only those who operate; without anything new there is none', async () => {
    for (const user of [
      city.bank.user,
      city.guarantor.user,
      city.pool.person(city.pool.officeId, 'v', 'VIEWER'),
    ])
      expect(await fetchFrom(running, user, '/checkpoints', 'POST')).toMatchObject({ status: 403 });
    expect(await askCheckpoint(running, city.office)).toMatchObject({ status: 200, made: true, number: 3 });
    expect(await askCheckpoint(running, city.office)).toMatchObject({ made: false, because: 'NOTHING_NEW' });
  });

  test.each([
    ['/checkpoints/records.jsonl?since=99', 404],
    ['/checkpoints/records.jsonl?since=-1', 400],
    ['/checkpoints/consistency.json?from=1', 400],
    ['/checkpoints/consistency.json?from=2&to=1', 400],
    ['/checkpoints/consistency.json?from=1&to=99', 404],
    ['/checkpoints/other.txt', 404],
  ])('%s is answered %i', async (path, status) => {
    expect(await fetchFrom(running, city.bank.user, path)).toMatchObject({ status });
  });

  test('are made by whoever sweeps, once the pool has another day', async () => {
    const before = (await running.ask(city.office, LIST)).data.checkpoints.totalCount;
    await running.act(city.office, 'advanceClock', { to: '2025-03-11' }, 'pool { id }');
    running.product.sweepDaily();
    const days = async () =>
      (await running.ask(city.office, LIST)).data.checkpoints.nodes
        .slice(before)
        .map(({ day }: { day: string }) => day);
    await expect.poll(days, { timeout: 20_000 }).toEqual(['2025-03-11']);
    expect(await verifierOn(keys, await recordsOf(running, city.bank.user))).toMatchObject({ exit: 0 });
  });

  test('are signed by another key after a change of keys, and all of them hold with both', async () => {
    await pay(running, city, 'CITY', '10000.00', '2025-03-11');
    const next = generateKeyPairSync('ed25519');
    const [before, now] = [publicBytes(privateKey), publicBytes(next.privateKey)];
    const make = (signer: Signer): Promise<Made> =>
      makeCheckpoint(running.product.database, sweeperOf(city.pool), signer, {
        now: instant(new Date()),
        everyHours: 24,
        isAskedFor: true,
      });
    const name = 'zhubao.example';
    await expect(make({ name, key: next.privateKey, known: [now] })).rejects.toThrow(/not signed by a key/);
    expect(await make({ name, key: next.privateKey, known: [now, before] })).toMatchObject({ kind: 'MADE' });
    const file = await recordsOf(running, city.bank.user);
    expect(await verifierOn(keys, file)).toMatchObject({ exit: 1, codes: ['SIGNATURE'] });
    const origin = `${name}/pl_${city.pool.poolId.replaceAll('-', '')}`;
    expect(await verifierOn(`${keys}${publishedKey(origin, now)}\n`, file)).toMatchObject({ exit: 0 });
  });
});
