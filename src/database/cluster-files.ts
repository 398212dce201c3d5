// What the database in the box keeps on disk: its data, and beside them its port and the owner's password.
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Account, accountFor, isReachable, openPlaceAside, placeAside, runProgram } from './binaries.ts';

export interface ClusterState {
  /** 0: none chosen yet. */
  readonly port: number;
  readonly password: string;
}

export interface Places {
  readonly data: string;
  readonly account: Account;
  /** Where copies go when the account cannot reach our own folders. */
  readonly aside: string;
}

/** Where the data are or will be: in the folder, unless the account that PostgreSQL runs as cannot get there. */
export function placesOf(folder: string): Places {
  const aside = placeAside(folder);
  const near = join(folder, 'postgres');
  const far = join(aside, 'postgres');
  const isFar = !existsSync(near) && (existsSync(far) || !isReachable(folder, accountFor(near)));
  if (isFar) openPlaceAside(aside);
  const data = isFar ? far : near;
  return { data, account: accountFor(data), aside };
}

/** For the owner of the folder alone. */
export function keepState(folder: string, state: ClusterState): ClusterState {
  const file = join(folder, 'postgres.json');
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return state;
}

/** Null before the first start. */
export function readState(folder: string, data: string): ClusterState | null {
  const file = join(folder, 'postgres.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as ClusterState;
  if (existsSync(data)) throw new Error(`${file}, with the password of the database in ${data}, is missing`);
  return null;
}

/**
 * Makes an empty cluster: UTF-8, checksums, passwords only. Under another name first, since what a kill leaves half
 * made must never be taken for a database. `isSynced` false: for data that need not outlive the machine.
 */
export async function initialise(
  binaries: string,
  { data, account }: Places,
  password: string,
  isSynced: boolean,
): Promise<void> {
  const draft = `${data}.new`;
  const passwordFile = `${data}.password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [draft, passwordFile]) chownSync(path, account.uid, account.gid);
  const who = ['-D', draft, '-U', 'postgres', `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '-k'];
  // PostgreSQL's built-in locale sorts and folds the same on every machine, whatever is installed there.
  const how = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    await runProgram(join(binaries, 'initdb'), [...who, ...how, ...(isSynced ? [] : ['--no-sync'])], account);
  } finally {
    rmSync(passwordFile);
  }
  renameSync(draft, data);
}
