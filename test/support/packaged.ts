import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';

// A server of the PostgreSQL that the operating system packages, with its own tools: what an operator has, beside the
// one in the box. Without it the tests fail and say what to install; they are not passed over.

const run = promisify(execFile);
const PLACE = '/usr/lib/postgresql';

/** The oldest installed version's programs: what works there is what is promised. */
export function packagedBin(): { readonly version: number; readonly bin: string } {
  const versions = readVersions();
  const [version] = versions;
  if (version === undefined)
    throw new Error(`there is no PostgreSQL in ${PLACE}; apt-get install --no-install-recommends postgresql`);
  return { version, bin: join(PLACE, String(version), 'bin') };
}

function readVersions(): number[] {
  try {
    return readdirSync(PLACE)
      .map(Number)
      .filter((version) => version > 0)
      .sort((a, b) => a - b);
  } catch {
    return [];
  }
}

/** PostgreSQL refuses to run as root; Debian's package brings an account for it. */
function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Runs one of PostgreSQL's programs; rejects with what it said. Tells the exit code where one is wanted. */
export async function packaged(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { bin } = packagedBin();
  const { stdout } = await run(join(bin, program), args, {
    ...account(),
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C', ...env },
    maxBuffer: 50_000_000,
  });
  return stdout;
}

export interface PackagedServer {
  /** A connection of that role to that database; the password is the role's name. */
  url(role: string, database: string): string;
  /** Runs statements as the superuser, one connection a call. */
  admin(database: string, ...statements: string[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

/** A new, empty server in a folder. */
export async function startPackaged(folder: string): Promise<PackagedServer> {
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  const [data, password, log] = ['data', 'password', 'log'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(password, 'postgres\n');
  await packaged('initdb', [
    ...['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${password}`],
    ...['-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', '--data-checksums'],
  ]);
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  await packaged('pg_ctl', ['-D', data, '-l', log, '-o', options, '-w', '-s', 'start']);
  const url = (role: string, database: string) => `postgres://${role}:${role}@127.0.0.1:${port}/${database}`;
  return {
    url,
    async admin(database, ...statements) {
      const sql = postgres(url('postgres', database), { max: 1, onnotice: () => undefined });
      try {
        let rows: Record<string, unknown>[] = [];
        for (const statement of statements) rows = await sql.unsafe(statement);
        return rows;
      } finally {
        await sql.end({ timeout: 1 });
      }
    },
    async stop() {
      await packaged('pg_ctl', ['-D', data, '-m', 'immediate', '-w', '-s', 'stop']);
    },
  };
}
