import { resolve } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { appUrlOf, assertAppRole, DatabaseUnfit, migrate, poolCount } from '../../src/database/migrate.ts';
import { quiet } from '../support/quiet.ts';

const migrationsFolder = resolve(import.meta.dirname, '../../drizzle');

let admin: postgres.Sql;
const names = [1, 2].map((n) => `${new URL(inject('templateUrl')).pathname.slice(1)}_m${process.pid}_${n}`);
const urlOf = (name: string) => new URL(`/${name}`, inject('templateUrl')).href;
const update = (name: string) =>
  migrate(urlOf(name), { migrationsFolder, appPassword: appUrlOf(urlOf(name)).password, log: quiet });

beforeAll(async () => {
  admin = postgres(urlOf('postgres'), { max: 1, onnotice: () => undefined });
  for (const name of names) await admin`create database ${admin(name)}`;
});

afterAll(async () => {
  for (const name of names) await admin`drop database if exists ${admin(name)} with (force)`;
  await admin.end();
});

it('three at once on each of two databases of one server: each migration is applied once', async () => {
  const results = await Promise.all(names.flatMap((name) => [update(name), update(name), update(name)]));
  const applied = results.map((result) => result.applied);
  const all = Math.max(...applied);
  expect(all).toBeGreaterThan(0);
  expect(applied.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, all, all]);
  expect(await poolCount(urlOf(names[0] ?? ''))).toBe(0);
});

it('the application’s login is accepted; the owner’s and a stranger’s are not', async () => {
  const [name = ''] = names;
  await assertAppRole(appUrlOf(urlOf(name)).url);
  await expect(assertAppRole(urlOf(name))).rejects.toThrow(
    /must not connect as "postgres": it is a superuser/,
  );
  const stranger = `stranger_${process.pid}`;
  await admin.unsafe(`create role ${stranger} login password 'p'`);
  try {
    const url = new URL(urlOf(name));
    [url.username, url.password] = [stranger, 'p'];
    await expect(assertAppRole(url.href)).rejects.toThrow(/cannot take on .*zhubao_bank.*GRANT/);
    await admin.unsafe(`grant zhubao_ledger to ${stranger}`);
    await expect(assertAppRole(url.href)).rejects.toThrow(/may act as zhubao_ledger/);
  } finally {
    await admin.unsafe(`drop role ${stranger}`);
  }
});

it('the derived password follows from the owner’s, and from nothing else there is none', () => {
  const of = (url: string) => appUrlOf(url);
  const one = of('postgres://owner:secret@db:5432/city?sslmode=require');
  expect(one.url).toBe(`postgres://zhubao_app:${one.password}@db:5432/city?sslmode=require`);
  expect(of('postgres://other:secret@elsewhere/x').password).toBe(one.password);
  expect(of('postgres://owner:secreT@db/city').password).not.toBe(one.password);
  expect(() => of('postgres://owner@db/city')).toThrow(DatabaseUnfit);
});
