import { mkdtempSync, writeFileSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appUrlOf } from '../../src/database/migrate.ts';
import { verifyDatabase } from '../../src/database/verify-run.ts';
import { instant } from '../../src/domain/dates.ts';
import { type City, joinBank, newCity, pay } from '../support/city.ts';
import { asPostgres, type PackagedServer, packaged, startIn, startPackaged } from '../support/packaged.ts';
import { type Running, startProduct } from '../support/product.ts';
import { quiet } from '../support/quiet.ts';

// 备份与恢复: as docs/operations.md says it, with PostgreSQL's own tools, while the product works; the backup is put into
// a new server, verified, and the product goes on there. The database's owner is no superuser. And back to a moment, by the
// scripts of docs/operations, from a base backup and the log that was archived since.

const TODAY = '2025-03-10';
const OWNER = 'owner_of_zhubao';
const BACKUP = 'zhubao_backup';
const PREPARE = [
  `create role ${OWNER} login createrole password '${OWNER}'`,
  `create database zhubao owner ${OWNER}`,
];
const BASE = 'zhubao_base';
const PREPARE_BACKUP = [
  `create role ${BASE} login replication password '${BASE}'`,
  `create role ${BACKUP} login bypassrls password '${BACKUP}'`,
  `grant pg_read_all_data to ${BACKUP}`,
];
/** Every row of the ledger up to an entry, in one hash. */
const ledgerUpTo = (sequence: number) => `
  select md5(string_agg(concat_ws('|', e.*::text, l.*::text), E'\\n' order by e.sequence, l.number)) as hash, count(distinct e.id) as entries
  from entry e join line l on l.pool_id = e.pool_id and l.entry_id = e.id where e.sequence <= ${sequence}`;

const folder = mkdtempSync(join(tmpdir(), 'zhubao-backup-'));
const [scripts, archive] = [join(folder, 'scripts'), join(folder, 'wal')];
let source: PackagedServer;
let target: PackagedServer;
let rewound: PackagedServer | undefined;
let running: Running;
let restored: Running | undefined;
let city: City;

function productOn(server: PackagedServer, dataFolder: string): Promise<Running> {
  return startProduct({ DATA_FOLDER: dataFolder, SWEEP: 'off' }, undefined, {
    ownerUrl: server.url(OWNER, 'zhubao'),
    owner: (text) => server.admin('zhubao', text),
    drop: async () => undefined,
  });
}

async function differencesOn(server: PackagedServer) {
  const verified = await verifyDatabase({
    databaseUrl: server.url(OWNER, 'zhubao'),
    databaseAppUrl: null,
    dataFolder: folder,
    poolId: null,
    now: instant(new Date()),
    log: quiet,
  });
  return verified.map(({ differences }) => differences);
}

async function pledgesOn(server: PackagedServer): Promise<number> {
  const [row] = await server.admin('zhubao', 'select count(*)::int as count from pledge');
  return Number(row?.count);
}

beforeAll(async () => {
  await chmod(folder, 0o777);
  // PostgreSQL's account may not be let into the folder of the project.
  await cp(resolve('docs/operations'), scripts, { recursive: true });
  await mkdir(archive);
  await chmod(archive, 0o777);
  [source, target] = await Promise.all([
    startPackaged(join(folder, 'source'), [
      'archive_mode=on',
      `archive_command=${scripts}/archive-wal.sh "%p" %f ${archive}`,
    ]),
    startPackaged(join(folder, 'target')),
  ]);
  await source.admin('postgres', ...PREPARE);
  running = await productOn(source, join(folder, 'data'));
  // After the first start, as an operator would: a role that is named like ours is nevertheless none of ours.
  await source.admin('postgres', ...PREPARE_BACKUP);
  city = await newCity(running, TODAY);
  await pay(running, city, 'CITY', '30000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
});
afterAll(async () => {
  await running?.stop();
  await restored?.stop();
  await Promise.all([source?.stop(), target?.stop(), rewound?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

test('neither the application’s login nor the owner can make a backup: an error, and no empty file', async () => {
  const owner = source.url(OWNER, 'zhubao');
  for (const url of [appUrlOf(owner).url, owner]) {
    const dumping = packaged('pg_dump', ['-Fc', '-f', join(folder, 'no.dump'), '-d', url]);
    await expect(dumping).rejects.toThrow(/permission denied|row-level security/);
  }
});

test('a backup made under load is whole, keeps all that was acknowledged, and the product goes on from it', async () => {
  let acknowledged = 0;
  let working = true;
  const work = (async () => {
    while (working) {
      await pay(running, city, 'CITY', '10000.00', TODAY);
      acknowledged += 1;
    }
  })();
  await expect.poll(() => acknowledged, { timeout: 20_000 }).toBeGreaterThan(5);

  const before = acknowledged;
  const dump = join(folder, 'zhubao.dump');
  const backupUrl = source.url(BACKUP, 'zhubao');
  await packaged('pg_dump', ['-Fc', '-f', dump, '-d', backupUrl]);
  const roles = await packaged('pg_dumpall', ['--roles-only', '--no-role-passwords', '-d', backupUrl]);
  const after = acknowledged;
  working = false;
  await work;
  expect(after).toBeGreaterThan(before);
  expect((await readFile(dump)).length).toBeGreaterThan(100_000);

  // The new server: its superuser there already is the one thing that the list of roles says twice.
  const rolesFile = join(folder, 'roles.sql');
  writeFileSync(rolesFile, roles.replace(/^(?:CREATE|ALTER) ROLE postgres\b.*$/gm, ''));
  const superUrl = target.url('postgres', 'postgres');
  await packaged('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-f', rolesFile, '-d', superUrl]);
  await target.admin(
    'postgres',
    `alter role ${OWNER} password '${OWNER}'`,
    `create database zhubao owner ${OWNER}`,
  );
  await packaged('pg_restore', ['--exit-on-error', '-d', target.url('postgres', 'zhubao'), dump]);

  const [last] = await target.admin('zhubao', 'select max(sequence)::int as sequence from entry');
  const sequence = Number(last?.sequence);
  const [there] = await target.admin('zhubao', ledgerUpTo(sequence));
  const [here] = await source.admin('zhubao', ledgerUpTo(sequence));
  expect(there).toEqual(here);
  const [paid] = await target.admin('zhubao', 'select count(*)::int as count from pledge');
  // The first pledge was before the load.
  expect(Number(paid?.count) - 1).toBeGreaterThanOrEqual(before);

  restored = await productOn(target, join(folder, 'data'));
  expect(await differencesOn(target)).toEqual([[]]);
  const ready = await fetch(restored.url.replace('/graphql', '/health/ready'));
  expect(await ready.json()).toMatchObject({ status: 'ready' });
  await pay(restored, city, 'CITY', '20000.00', TODAY);
  const [next] = await target.admin('zhubao', 'select max(sequence)::int as sequence from entry');
  expect(next?.sequence).toBe(sequence + 1);
});

test('back to a moment: what was acknowledged by then is there, what was begun later is not, and all of it verifies', async () => {
  const base = await asPostgres(join(scripts, 'base-backup.sh'), [source.url(BASE, 'postgres'), folder]);
  let [begun, acknowledged] = [0, 0];
  let working = true;
  const before = await pledgesOn(source);
  const work = (async () => {
    while (working) {
      begun += 1;
      await pay(running, city, 'CITY', '10000.00', TODAY);
      acknowledged += 1;
    }
  })();
  await expect.poll(() => acknowledged, { timeout: 20_000 }).toBeGreaterThan(3);
  const atLeast = acknowledged;
  const [now] = await source.admin('postgres', 'select clock_timestamp()::text as moment');
  const atMost = begun;
  await expect.poll(() => acknowledged, { timeout: 20_000 }).toBeGreaterThan(atMost + 3);
  working = false;
  await work;
  const [written] = await source.admin('postgres', 'select pg_walfile_name(pg_switch_wal()) as file');
  const isArchived = async () => {
    const [seen] = await source.admin('postgres', 'select last_archived_wal as file from pg_stat_archiver');
    return String(seen?.file) >= String(written?.file);
  };
  await expect.poll(isArchived, { timeout: 20_000 }).toBe(true);

  const place = join(folder, 'rewound');
  await mkdir(place);
  await chmod(place, 0o777);
  const arguments_ = [base, archive, join(place, 'data'), String(now?.moment)];
  await asPostgres(join(scripts, 'restore-to-moment.sh'), arguments_);
  await expect(asPostgres(join(scripts, 'restore-to-moment.sh'), arguments_)).rejects.toThrow(
    'there already',
  );
  const server = await startIn(place);
  rewound = server;
  const isOpen = async () =>
    (await server.admin('postgres', 'select not pg_is_in_recovery() as open'))[0]?.open;
  await expect.poll(isOpen, { timeout: 20_000 }).toBe(true);

  const kept = (await pledgesOn(server)) - before;
  expect(kept).toBeGreaterThanOrEqual(atLeast);
  expect(kept).toBeLessThanOrEqual(atMost);
  const [last] = await server.admin('zhubao', 'select max(sequence)::int as sequence from entry');
  const [there] = await server.admin('zhubao', ledgerUpTo(Number(last?.sequence)));
  expect(await source.admin('zhubao', ledgerUpTo(Number(last?.sequence)))).toEqual([there]);
  expect(await differencesOn(server)).toEqual([[]]);
});

test('the role that makes backups writes nothing, and the application is not given it', async () => {
  const env = { PGOPTIONS: '-c default_transaction_read_only=off' };
  for (const statement of ['delete from entry', "update pool set name_zh = ''", 'create table mine (a int)'])
    await expect(
      packaged('psql', ['-v', 'ON_ERROR_STOP=1', '-c', statement, '-d', source.url(BACKUP, 'zhubao')], env),
    ).rejects.toThrow('permission denied');
  for (const server of [source, target]) {
    const [row] = await server.admin(
      'zhubao',
      `select pg_has_role('zhubao_app', '${BACKUP}', 'member') as may`,
    );
    expect(row?.may).toBe(false);
  }
});
