// PostgreSQL in the box: the real server, from the installed package, on a folder of ours. For development, the demo
// and the tests; production names a server of its own by DATABASE_URL.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { binariesFor } from './binaries.ts';
import {
  type ClusterState,
  initialise,
  keepState,
  type Places,
  placesOf,
  readState,
} from './cluster-files.ts';
import type { Log } from './errors.ts';
import { Line } from './line.ts';
import { LockHeld, takeLock } from './lock-file.ts';
import { freePort, isAlive, postmasterOf, removeMistakenPid, stopPostmaster } from './postmaster.ts';

/** Another process runs the database of this folder. */
export class EmbeddedBusy extends Error {
  override readonly name = 'EmbeddedBusy';

  constructor(folder: string, pid: number) {
    super(
      `The database in ${folder} is in use by process ${pid}; stop that one, or name another DATA_FOLDER.`,
    );
  }
}

export interface EmbeddedOptions {
  readonly dataFolder: string;
  readonly log: Log;
  /** Default: a free one, the same at every start as long as it is free. */
  readonly port?: number;
  /** Settings of the server beyond its defaults, as postgresql.conf names them. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Embedded {
  /** The owner's connection. */
  readonly url: string;
  /** Ends open connections, writes all out and stops. */
  stop(): Promise<void>;
}

const START_MAX_MS = 30_000;
const ADOPT_MAX_MS = 10_000;
const LOG_FILE_MAX = 16_000_000;
const DATABASE = 'zhubao';
const LINE_OPTIONS = {
  openTimeoutMs: 2000,
  queryTimeoutMs: 10_000,
  statementTimeoutMs: 10_000,
  lockTimeoutMs: 10_000,
  idleInTransactionTimeoutMs: 10_000,
};

/** Starts the folder's database, or takes over the server that a killed process left behind. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const folder = resolve(options.dataFolder);
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    const server = new Server(folder, options);
    await server.start();
    return {
      url: server.url(DATABASE),
      stop: () => server.stop().finally(unlock),
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** The owner's connection to the folder's database while some process runs it; null when none does. */
export function runningEmbedded(dataFolder: string): string | null {
  const folder = resolve(dataFolder);
  const { data } = placesOf(folder);
  const there = postmasterOf(data);
  const state = readState(folder, data);
  return there && state && isAlive(there.pid) ? urlOf({ ...state, port: there.port }, DATABASE) : null;
}

function urlOf({ port, password }: ClusterState, database: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
}

function lockFolder(folder: string): () => void {
  try {
    return takeLock(join(folder, 'postgres.lock'));
  } catch (error) {
    throw error instanceof LockHeld ? new EmbeddedBusy(folder, error.pid) : error;
  }
}

class Server {
  readonly #folder: string;
  readonly #options: EmbeddedOptions;
  readonly #places: Places;
  #state: ClusterState;
  /** Why the server we started is not there any more. */
  #ended: string | null = null;

  constructor(folder: string, options: EmbeddedOptions) {
    this.#folder = folder;
    this.#options = options;
    this.#places = placesOf(folder);
    this.#state =
      readState(folder, this.#places.data) ??
      keepState(folder, { port: 0, password: randomBytes(24).toString('base64url') });
  }

  url(database: string): string {
    return urlOf(this.#state, database);
  }

  async start(): Promise<void> {
    const began = performance.now();
    const { data, account, aside } = this.#places;
    const found = await this.#adopt();
    if (!found) {
      const binaries = binariesFor(account, aside);
      const isSynced = this.#options.settings?.fsync !== 'off';
      if (!existsSync(data)) await initialise(binaries, this.#places, this.#state.password, isSynced);
      await this.#choosePort();
      this.#spawn(binaries);
      await this.#untilReady();
    }
    await this.#ensureDatabase();
    this.#options.log.info(
      { data, port: this.#state.port, ms: Math.round(performance.now() - began) },
      found ? 'the database was still running' : 'the database runs',
    );
  }

  stop(): Promise<void> {
    return stopPostmaster(this.#places.data);
  }

  /**
   * A server that is still there and knows our password is ours. One that was killed may take a moment to be gone. What
   * does not answer in the end is left to PostgreSQL's own judgement: it refuses to start beside a living server.
   */
  async #adopt(): Promise<boolean> {
    const { data } = this.#places;
    removeMistakenPid(data);
    const there = postmasterOf(data);
    if (!there) return false;
    const kept = this.#state;
    this.#state = { ...kept, port: there.port };
    const end = performance.now() + ADOPT_MAX_MS;
    for (; performance.now() < end && isAlive(there.pid); await pause(20)) {
      if (!(await this.#isOpen())) continue;
      keepState(this.#folder, this.#state);
      return true;
    }
    this.#state = kept;
    return false;
  }

  async #isOpen(): Promise<boolean> {
    try {
      const line = await Line.open(this.url('postgres'), LINE_OPTIONS);
      await line.end();
      return true;
    } catch {
      return false;
    }
  }

  async #choosePort(): Promise<void> {
    const wanted = this.#options.port ?? this.#state.port;
    const port = (await freePort(wanted)) ?? (this.#options.port ? null : await freePort(0));
    if (port === null) throw new Error(`port ${wanted} is in use`);
    if (port !== this.#state.port) this.#state = keepState(this.#folder, { ...this.#state, port });
  }

  /** Apart from our own process group, so that a Ctrl-C reaches only us and we stop it in order. */
  #spawn(binaries: string): void {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(this.#state.port),
      unix_socket_directories: '',
      timezone: 'UTC',
      log_timezone: 'UTC',
      ...this.#options.settings,
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const isLong = (statSync(this.#logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_FILE_MAX;
    const output = openSync(this.#logFile, isLong ? 'w' : 'a', 0o600);
    const child = spawn(join(binaries, 'postgres'), ['-D', this.#places.data, ...args], {
      ...this.#places.account,
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output],
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    });
    closeSync(output);
    child.on('error', (error) => {
      this.#ended = error.message;
    });
    child.on('exit', (code, signal) => {
      this.#ended = `it ended with ${code ?? signal}`;
    });
    child.unref();
  }

  get #logFile(): string {
    return join(this.#folder, 'postgres.log');
  }

  async #untilReady(): Promise<void> {
    const end = performance.now() + START_MAX_MS;
    while (performance.now() < end && !this.#ended) {
      if (await this.#isOpen()) return;
      await pause(10);
    }
    const said = readFileSync(this.#logFile, 'utf8').trim().split('\n').slice(-3).join(' | ');
    throw new Error(
      `the database in ${this.#places.data} does not start: ${this.#ended ?? 'no answer'}: ${said}`,
    );
  }

  async #ensureDatabase(): Promise<void> {
    const line = await Line.open(this.url('postgres'), LINE_OPTIONS);
    try {
      const found = await line.send('select 1 from pg_database where datname = $1', [DATABASE]);
      if (found.length === 0) await line.send(`create database ${DATABASE}`, []);
    } finally {
      await line.end();
    }
  }
}
