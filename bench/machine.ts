import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Options } from './bench.ts';

const SETTINGS = ['shared_buffers', 'fsync', 'synchronous_commit', 'max_connections', 'random_page_cost'];

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
}

const read = (path: string): PackageFile => JSON.parse(readFileSync(path, 'utf8')) as PackageFile;

function commit(): string | null {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? ' and changes' : '');
  } catch {
    return null;
  }
}

/** On what the figures were taken: machine, versions, and what the bench was told. */
export async function settingOf(serverUrl: string, { loans, seconds, rounds, connections }: Options) {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  const [{ version } = { version: '' }] = await sql<{ version: string }[]>`select version()`;
  const server = await sql<{ name: string; setting: string; unit: string | null }[]>`
    select name, setting, unit from pg_settings where name in ${sql(SETTINGS)} order by name`;
  await sql.end();
  const { dependencies } = read('package.json');
  const chosen = ['@apollo/server', 'graphql', 'graphql-jit', 'fastify', 'postgres'];
  return {
    takenAt: new Date().toISOString(),
    machine: { cpu: cpus()[0]?.model ?? null, cores: cpus().length, memoryBytes: totalmem() },
    versions: {
      product: commit(),
      node: process.version,
      postgresql: version,
      packages: Object.fromEntries(chosen.map((name) => [name, dependencies[name]])),
      references: read(join(import.meta.dirname, 'references/package.json')).dependencies,
    },
    server: Object.fromEntries(server.map(({ name, setting, unit }) => [name, `${setting}${unit ?? ''}`])),
    settings: { loans, seconds, rounds, connections },
  };
}
