// Before the database tests: a server, and on it one migrated database that every test's own is copied from.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { type Embedded, startEmbedded } from '../../src/database/embedded.ts';
import { appUrlOf, migrate } from '../../src/database/migrate.ts';
import { quiet } from './quiet.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The owner's connection to the migrated database that others are copied from. */
    templateUrl: string;
  }
}

const migrationsFolder = resolve(import.meta.dirname, '../../drizzle');

/** Nothing here outlives the run, so nothing need reach the disk. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  const throwaway = given ? null : await startThrowaway();
  const serverUrl = given ?? throwaway?.server.url;
  if (!serverUrl) throw new Error('no server');
  const template = `zhubao_test_${process.pid}_${Date.now()}`;
  const owner = postgres(serverUrl, { max: 1, onnotice: () => undefined });

  async function teardown(): Promise<void> {
    // A server of somebody else is left as it was found; one of ours goes as a whole.
    if (!throwaway) await dropAll(owner, template);
    await owner.end();
    await throwaway?.end();
  }

  try {
    await owner`create database ${owner(template)}`;
    const url = new URL(serverUrl);
    url.pathname = `/${template}`;
    await migrate(url.href, { migrationsFolder, appPassword: appUrlOf(url.href).password, log: quiet });
    project.provide('templateUrl', url.href);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}

async function dropAll(owner: postgres.Sql, template: string): Promise<void> {
  const left = await owner<{ name: string }[]>`
    select datname as name from pg_database where datname = ${template} or starts_with(datname, ${`${template}_`})`;
  for (const { name } of left) await owner`drop database if exists ${owner(name)} with (force)`;
}

async function startThrowaway(): Promise<{ server: Embedded; end(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'zhubao-cluster-'));
  // The account that PostgreSQL runs as must get in, when the tests run as root.
  await chmod(folder, 0o755);
  const server = await startEmbedded({ dataFolder: folder, log: quiet, settings });
  return {
    server,
    async end() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
