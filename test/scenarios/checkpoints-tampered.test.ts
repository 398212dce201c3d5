import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweeperOf } from '../../src/acts/daily-sweep.ts';
import { makeCheckpoint } from '../../src/database/checkpoints.ts';
import { verifyPool } from '../../src/database/verify.ts';
import { CHAIN_START, chainHash } from '../../src/domain/audit.ts';
import { publicBytes } from '../../src/domain/checkpoint.ts';
import { instant } from '../../src/domain/dates.ts';
import { askCheckpoint, keysOf, recordsOf, verifierOn } from '../support/checkpoints.ts';
import { addBank, type City, joinBank, newCity, type Place, pay } from '../support/city.ts';
import { type Running, startProduct } from '../support/product.ts';

// 篡改: somebody with every right in the database, the superuser's, changes records and makes all else agree with them. What
// he has not got is the key, and the files that the tenants have kept.

const TODAY = '2025-03-10';
/** In the order in which they can be filled again. */
const TABLES = [
  'audit',
  'event',
  'entry',
  'line',
  'journal',
  'log_tree',
  'log_tile',
  'log_leaf',
  'checkpoint',
];

let running: Running;
let city: City;
let second: Place;
let keys: string;
let kept: { readonly office: string; readonly bank: string; readonly second: string };

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
  second = await addBank(running, city.pool, '丙银行');
  await pay(running, city, 'CITY', '30000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
  await askCheckpoint(running, city.office);
  await joinBank(running, city, second, TODAY);
  await askCheckpoint(running, city.office);
  keys = await keysOf(running, city.office);
  kept = await files();
  await running.owner('create schema kept');
  for (const table of TABLES) {
    await running.owner(`create table kept.${table} as table public.${table}`);
    await running.owner(`alter table ${table} disable trigger user`);
  }
});
afterAll(() => running?.stop());

async function files() {
  const [office = '', bank = '', other = ''] = await Promise.all(
    [city.office, city.bank.user, second.user].map((user) => recordsOf(running, user)),
  );
  return { office, bank, second: other };
}

/** Looks at what the tampering has left, and puts everything back. */
async function afterTampering(tamper: () => Promise<unknown>, keptToo = false) {
  try {
    await tamper();
    const now = await files();
    const judge = async (whose: keyof typeof now, withKept: boolean) => {
      const { exit, codes } = await verifierOn(keys, now[whose], withKept ? [kept[whose]] : []);
      expect(exit).toBe(codes.length === 0 ? 0 : 1);
      return codes;
    };
    const all = async (withKept: boolean) => ({
      office: await judge('office', withKept),
      bank: await judge('bank', withKept),
      second: await judge('second', withKept),
    });
    const alone = await all(false);
    return { alone, withKept: keptToo ? await all(true) : null, verify: await verified() };
  } finally {
    for (const table of [...TABLES].reverse()) await running.owner(`delete from ${table}`);
    for (const table of TABLES) await running.owner(`insert into ${table} select * from kept.${table}`);
  }
}

/** What `zhubao verify` finds, as far as checkpoints are concerned. */
async function verified(): Promise<string[]> {
  const key = Buffer.from(keys.trim().split('+').slice(2).join('+'), 'base64').subarray(1);
  const now = instant(new Date());
  const believed = { name: 'zhubao', known: [key] };
  const found = await verifyPool(running.product.database, city.pool.poolId, now, believed);
  const codes =
    found?.differences.map(({ code }) => code).filter((code) => code.startsWith('CHECKPOINT')) ?? [];
  return [...new Set(codes)].sort();
}

/** Reckons the whole audit chain anew, so that it agrees with its records. */
async function chainAnew(): Promise<void> {
  const rows = await running.owner(
    `select sequence, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as recorded_at, business_date::text,
      tenant_id, user_id, act, content from audit order by sequence`,
  );
  let previous = CHAIN_START;
  for (const row of rows) {
    const record = {
      sequence: Number(row.sequence),
      recordedAt: String(row.recorded_at),
      businessDate: String(row.business_date),
      tenantId: String(row.tenant_id),
      userId: String(row.user_id),
      act: String(row.act),
      content: String(row.content),
    };
    const hash = chainHash(previous, record as never);
    await running.owner('update audit set previous_hash = $1, hash = $2 where sequence = $3', [
      previous,
      hash,
      record.sequence,
    ]);
    previous = hash;
  }
  await running.owner('update journal set audit_hash = $1', [previous]);
}

const forgetLog = async () => {
  for (const table of ['checkpoint', 'log_leaf', 'log_tile', 'log_tree'])
    await running.owner(`delete from ${table}`);
};

describe('somebody with every right in the database is found out', () => {
  test('nobody is, where nobody was there', async () => {
    const nothing = { office: [], bank: [], second: [] };
    expect(await afterTampering(async () => undefined, true)).toEqual({
      alone: nothing,
      withKept: nothing,
      verify: [],
    });
    await chainAnew();
    const [same] = await running.owner(
      'select count(*)::int as n from (table audit except table kept.audit) x',
    );
    expect(same?.n).toBe(0);
  });

  test('who changes an amount, in the ledger and the audit record, and reckons the whole chain anew', async () => {
    const found = await afterTampering(async () => {
      await running.owner(
        'update line set amount = sign(amount) * 90000000 where abs(amount) = 100000000 and entry_id in (select entry_id from line where bank_id = $1)',
        [city.bank.user.tenantId],
      );
      await running.owner(
        `update audit set content = replace(content, '1000000.00', '900000.00') where act = 'placeFirstDeposit' and content like $1`,
        [`%${city.bank.user.tenantId}%`],
      );
      await chainAnew();
    }, true);
    expect(found.alone.bank).toEqual(['RECORD']);
    expect(found.alone.office).toEqual(['BALANCES', 'CHAIN', 'RECORD']);
    expect(found.alone.second).toEqual([]);
    expect(found.withKept?.bank).toEqual(['KEPT', 'RECORD']);
    expect(found.verify).toEqual(['CHECKPOINT_BALANCES', 'CHECKPOINT_HEAD', 'CHECKPOINT_RECORD']);
  });

  test('who drops the last record, from the log and the journal too', async () => {
    const found = await afterTampering(async () => {
      await running.owner('delete from audit where sequence = (select max(sequence) from audit)');
      const [{ last } = {}] = await running.owner(
        'select max(sequence)::int as last from event where bank_id = $1',
        [second.user.tenantId],
      );
      await running.owner('delete from event where sequence = $1', [last]);
      await running.owner(
        `delete from log_leaf where (kind = 'EVENT' and sequence = $1) or (kind = 'AUDIT' and sequence = (select audit_sequence from journal))`,
        [last],
      );
      await running.owner('update journal set audit_sequence = audit_sequence - 1');
      await chainAnew();
    }, true);
    expect(found.alone.office).toEqual(['CHAIN', 'MISSING']);
    expect(found.withKept?.second).toEqual(['KEPT']);
    expect(found.alone.bank).toEqual([]);
    expect(found.verify).toEqual(['CHECKPOINT_HEAD', 'CHECKPOINT_MISSING']);
  });

  test('who swaps two records', async () => {
    const found = await afterTampering(async () => {
      const [{ first, last } = {}] = await running.owner(
        'select min(sequence)::int as first, max(sequence)::int as last from event where bank_id = $1',
        [second.user.tenantId],
      );
      for (const [from, to] of [
        [first, -1],
        [last, first],
        [-1, last],
      ])
        await running.owner('update event set sequence = $2 where sequence = $1', [from, to]);
    });
    expect(found.alone.second).toEqual(['RECORD']);
    expect(found.alone.office).toEqual(['RECORD']);
    expect(found.verify).toEqual(['CHECKPOINT_RECORD']);
  });

  test('who puts a record in and dates it back, behind the checkpoints or into the next one', async () => {
    const back = (sequence: string) =>
      running.owner(
        `insert into event (pool_id, sequence, kind, subject, occurred_on, recorded_at, bank_id, data)
          select pool_id, ${sequence}, kind, subject, '2025-03-01', '2025-03-01T02:00:00Z', bank_id, data from event where bank_id = $1 limit 1`,
        [city.bank.user.tenantId],
      );
    const behind = await afterTampering(() => back('0'));
    expect([behind.alone.bank, behind.alone.office]).toEqual([['UNCOVERED'], ['UNCOVERED']]);
    expect(behind.alone.second).toEqual([]);
    expect(behind.verify).toEqual(['CHECKPOINT_EXTRA']);
    const next = await afterTampering(async () => {
      await back('(select event_sequence + 1 from journal)');
      await running.owner('update journal set event_sequence = event_sequence + 1');
      expect(await askCheckpoint(running, city.office)).toMatchObject({ made: true });
    });
    expect([next.alone.bank, next.alone.office]).toEqual([['DATED_BACK'], ['DATED_BACK']]);
  });

  test('who rewrites the log and the checkpoints under a key of his own', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const signer = { name: 'zhubao', key: privateKey, known: [publicBytes(privateKey)] };
    const found = await afterTampering(async () => {
      await running.owner('update line set amount = amount * 2');
      await forgetLog();
      const wish = { now: instant(new Date()), everyHours: 24, isAskedFor: true };
      const made = await makeCheckpoint(running.product.database, sweeperOf(city.pool), signer, wish);
      expect(made).toMatchObject({ kind: 'MADE' });
    });
    expect(found.alone).toEqual({ office: ['SIGNATURE'], bank: ['SIGNATURE'], second: ['SIGNATURE'] });
    expect(found.verify).toEqual(['CHECKPOINT_SIGNATURE']);
  });

  test('who forgets the log, so that the product itself signs another history: by any file that was kept', async () => {
    const found = await afterTampering(async () => {
      await running.owner('update line set amount = amount * 2');
      await forgetLog();
      expect(await askCheckpoint(running, city.office)).toMatchObject({ made: true, number: 1 });
    }, true);
    // Whoever has kept nothing has nothing to hold it against: docs/checkpoints.md says so.
    expect(found.alone).toEqual({ office: [], bank: [], second: [] });
    expect(found.withKept).toEqual({ office: ['KEPT'], bank: ['KEPT'], second: ['KEPT'] });
  });

  test('and the product signs nothing over a tree or a checkpoint that was changed', async () => {
    const REFUSED = { status: 409 };
    await afterTampering(async () => {
      await running.owner(`update log_tile set hashes = set_byte(hashes, 5, 1 + get_byte(hashes, 5) % 255)`);
      await running.owner('update journal set event_sequence = event_sequence + 1');
      expect(await askCheckpoint(running, city.office)).toMatchObject(REFUSED);
    });
    const found = await afterTampering(async () => {
      await running.owner(`update checkpoint set note = replace(note, 'day 2025-03-10', 'day 2025-03-09')`);
      await running.owner('update journal set event_sequence = event_sequence + 1');
      expect(await askCheckpoint(running, city.office)).toMatchObject(REFUSED);
    });
    expect(found.alone.bank).toEqual(['SEQUENCE', 'SIGNATURE']);
    expect(found.verify).toEqual(['CHECKPOINT_SEQUENCE', 'CHECKPOINT_SIGNATURE']);
  });
});
