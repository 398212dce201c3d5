import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
export function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Runs a script as PostgreSQL's account, which finds PostgreSQL's programs; answers what it printed. */
export async function asPostgres(script: string, args: readonly string[]): Promise<string> {
  const { bin } = packagedBin();
  const env = { PATH: `${bin}:${process.env.PATH}`, LC_ALL: 'C' };
  const { stdout } = await run(script, args, { ...account(), cwd: '/', env });
  return stdout.trim();
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

async function untilGone(pid: string): Promise<void> {
  await run('tail', ['--pid', pid, '-s', '0.01', '-f', '/dev/null']);
}

export interface PackagedServer {
  readonly port: number;
  /** Where its data are. */
  readonly data: string;
  /** A connection of that role to that database; the password is the role's name. */
  url(role: string, database: string): string;
  /** Runs statements as the superuser, one connection a call. */
  admin(database: string, ...statements: string[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
  /** SIGKILL, and no shutdown. */
  crash(): Promise<void>;
  /** Starts it again after a crash or a stop, with the options it had. */
  startAgain(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

function emptyIn(folder: string): void {
  mkdirSync(folder);
  chmodSync(folder, 0o777);
}

/** A new, empty server in a folder, with settings of one's own such as `archive_mode=on`. */
export async function startPackaged(
  folder: string,
  settings: readonly string[] = [],
): Promise<PackagedServer> {
  emptyIn(folder);
  const [data, password] = [join(folder, 'data'), join(folder, 'password')];
  writeFileSync(password, 'postgres\n');
  await packaged('initdb', [
    ...['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${password}`],
    ...['-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', '--data-checksums'],
  ]);
  return startIn(folder, settings);
}

/** A server that follows another one, in a folder of its own. */
export async function startStandby(folder: string, primary: PackagedServer): Promise<PackagedServer> {
  emptyIn(folder);
  const from = `${primary.url('postgres', 'postgres')}?application_name=standby`;
  await packaged('pg_basebackup', ['-R', '--no-sync', '-c', 'fast', '-D', join(folder, 'data'), '-d', from]);
  return startIn(folder);
}

/** Starts the server whose data are in a folder, on a port of its own. */
export async function startIn(folder: string, settings: readonly string[] = []): Promise<PackagedServer> {
  const [data, log] = [join(folder, 'data'), join(folder, 'log')];
  const port = await freePort();
  const own = settings.map((setting) => ` -c '${setting}'`).join('');
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off${own}`;
  await packaged('pg_ctl', ['-D', data, '-l', log, '-o', options, '-w', '-s', 'start']);
  const url = (role: string, database: string) => `postgres://${role}:${role}@127.0.0.1:${port}/${database}`;
  return {
    port,
    data,
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
    async crash() {
      const [pid = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
      const { stdout } = await run('pgrep', ['-P', pid]);
      process.kill(Number(pid), 'SIGKILL');
      // Its processes hear of it one after the other, and until the last has gone no other may open the data.
      await Promise.all(stdout.trim().split('\n').map(untilGone));
    },
    async startAgain() {
      await packaged('pg_ctl', ['-D', data, '-l', log, '-o', options, '-w', '-s', 'start']);
    },
  };
}
