import { setTimeout as pause } from 'node:timers/promises';
import { type ConnectOptions, type Context, connect, type Database, type Snapshot } from './connection.ts';
import { DatabaseBusy, DatabaseLost, SqlError, TxClosed } from './errors.ts';
import { assertAppRole } from './migrate.ts';

// Servers that follow the database and answer its queries. A query asks one only when that has everything which was
// committed before the query came, whoever committed it and through whichever process: see docs/decisions/read-your-writes.md.

export interface ReplicasOptions extends Omit<ConnectOptions, 'mayBeStandby'> {
  /** How long a query waits for a replica to have everything, before it asks the database itself. */
  readonly waitMs: number;
}

/** How many views were opened on which server, and how many replicas there are and are used. */
export interface ReplicaFigures {
  readonly onReplica: number;
  readonly onDatabase: number;
  /** Of those on a replica, the ones that it broke off. */
  readonly brokenOff: number;
  readonly configured: number;
  readonly used: number;
}

export interface Replicas {
  /**
   * A view like that of the database, on a replica where one has everything. What befalls the replica is told to `broke`,
   * and the query fails as busy: the same, asked of the database itself, will be answered.
   */
  snapshot(context: Context, broke: () => void): Snapshot;
  figures(): ReplicaFigures;
  close(): Promise<void>;
}

/** Up to where the log is that everything committed is in; an asynchronous commit is acknowledged before it is flushed. */
const COMMITTED = `select (case current_setting('synchronous_commit') when 'off' then pg_current_wal_insert_lsn()
  else pg_current_wal_flush_lsn() end - '0/0')::text`;
/** Up to where a replica has replayed that log; null for one that follows nobody any more. */
const REPLAYED = `select case when pg_is_in_recovery() then (pg_last_wal_replay_lsn() - '0/0')::text end`;
const WHICH = 'select system_identifier::text from pg_control_system()';

const LOOK_AGAIN_MS = 2;
const PROBE_MS = 500;
/** A replica that does not answer costs one query so much, and is then left out. */
const OPEN_MS = 500;
/** Errors of the values that a client sent; the database itself would say the same. */
const DATA_EXCEPTION = /^22/;

class Behind extends Error {}

/** A replica, and whether it is used at the moment. */
class Replica {
  readonly database: Database;
  readonly #name: string;
  readonly #url: string;
  readonly #options: ReplicasOptions;
  #isFit = false;
  #isUsed = false;
  /** The log knows that it is not used, and why. */
  #isTold = false;
  /** Up to where it had replayed when that was last asked. */
  seen = 0n;

  constructor(url: string, options: ReplicasOptions) {
    this.#url = url;
    this.#name = new URL(url).host;
    this.#options = options;
    this.database = connect(url, { ...options, acquireTimeoutMs: OPEN_MS, mayBeStandby: true });
  }

  get isUsed(): boolean {
    return this.#isUsed;
  }

  leaveOut(why: unknown): void {
    if (!this.#isUsed) return;
    this.#isUsed = false;
    this.#isTold = true;
    this.#options.log.warn({ replica: this.#name, err: why }, 'a read replica is left out');
  }

  /** Waits until it has replayed up to `wanted`. Throws Behind when that takes too long, or it follows nobody. */
  async caughtUp(ask: (text: string) => Promise<unknown[][]>, wanted: bigint): Promise<void> {
    const end = performance.now() + this.#options.waitMs;
    for (;;) {
      const [[replayed = null] = []] = await ask(REPLAYED);
      if (replayed === null) throw new Behind('it follows no other server');
      this.seen = BigInt(String(replayed));
      if (this.seen >= wanted) return;
      if (performance.now() >= end) throw new Behind(`it is ${wanted - this.seen} bytes of the log behind`);
      await pause(LOOK_AGAIN_MS);
    }
  }

  /** Uses it again once it is what it should be: of this database, with a login that row security binds, and not behind. */
  async probe(primary: Database, committed: () => Promise<bigint>): Promise<void> {
    if (this.#isUsed) return;
    try {
      const [[here] = [], [there] = []] = [
        await primary.outside(WHICH),
        await this.database.outside(WHICH),
      ].map(([row]) => row ?? []);
      if (here !== there) throw new Behind('it is a server of another database');
      if (!this.#isFit) await assertAppRole(this.#url, this.#options.pooler);
      this.#isFit = true;
      const [[replayed = '0'] = []] = await this.database.outside(REPLAYED);
      const wanted = await committed();
      if (BigInt(String(replayed ?? '0')) > wanted) throw new Behind('it is ahead of the database');
      await this.caughtUp((text) => this.database.outside(text), wanted);
      this.#isUsed = true;
      this.#isTold = false;
      this.#options.log.info({ replica: this.#name }, 'a read replica is used');
    } catch (error) {
      if (this.#isTold) return;
      this.#isTold = true;
      const mayPass = [Behind, DatabaseBusy, DatabaseLost].some((kind) => error instanceof kind);
      this.#options.log[mayPass ? 'warn' : 'error'](
        { replica: this.#name, err: error },
        'a read replica is not used',
      );
    }
  }
}

/** Asks one question at a time. Whoever comes in the middle of one waits for the next: its answer may already be too old. */
function inTurn<T>(ask: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  let next: Promise<T> | null = null;
  const start = () => {
    const asking = ask().finally(() => {
      running = null;
    });
    running = asking;
    return asking;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return running ?? start();
      });
    return next;
  };
}

/** Opens replicas beside their database; each is used as soon as it has shown to be fit. */
export function openReplicas(primary: Database, urls: readonly string[], options: ReplicasOptions): Replicas {
  const replicas = urls.map((url) => new Replica(url, options));
  const counts = { onReplica: 0, onDatabase: 0, brokenOff: 0 };
  let turn = 0;
  let isClosed = false;

  const committed = inTurn(async () => {
    const [[position] = []] = await primary.outside(COMMITTED);
    return BigInt(String(position));
  });

  async function probeAll(): Promise<void> {
    await Promise.all(replicas.map((replica) => replica.probe(primary, committed)));
    if (!isClosed) probing = setTimeout(() => void probeAll(), PROBE_MS).unref();
  }
  let probing = setTimeout(() => void probeAll(), 0);

  /** A view of a replica that has everything; null where none is at hand. */
  async function onReplica(context: Context): Promise<{ replica: Replica; view: Snapshot } | null> {
    const used = replicas.filter(({ isUsed }) => isUsed);
    const replica = used[turn++ % Math.max(1, used.length)];
    if (!replica) return null;
    const seenBefore = replica.seen;
    try {
      const wanted = await committed();
      // A replica can't have what the database has not: after a change of primary it holds what was lost with the old one.
      if (seenBefore > wanted) throw new Behind('it is ahead of the database');
      const view = replica.database.snapshot(context, (ask) => replica.caughtUp(ask, wanted));
      await view.open();
      return { replica, view };
    } catch (error) {
      if (!isCrowded(error, replica)) replica.leaveOut(error);
      return null;
    }
  }

  /** All of its connections are at work: no fault of the replica, and the next query may find one free. */
  function isCrowded(error: unknown, { database }: Replica): boolean {
    return error instanceof DatabaseBusy && error.reason === 'acquire' && database.use().open > 0;
  }

  return {
    snapshot(context, broke) {
      let chosen: Promise<{ replica: Replica | null; view: Snapshot }> | null = null;
      let isEnded = false;
      let isBroken = false;
      async function choose() {
        const found = await onReplica(context);
        counts[found ? 'onReplica' : 'onDatabase'] += 1;
        return found ?? { replica: null, view: primary.snapshot(context) };
      }
      const choice = () => {
        if (!chosen && isEnded) throw new TxClosed();
        chosen ??= choose();
        return chosen;
      };
      return {
        async open() {
          await (await choice()).view.open();
        },
        async query(text, params) {
          const { replica, view } = await choice();
          if (!replica) return view.query(text, params);
          return view.query(text, params).catch((error: unknown) => {
            if (error instanceof TxClosed) throw error;
            if (error instanceof SqlError && DATA_EXCEPTION.test(error.code)) throw error;
            if (!isBroken) counts.brokenOff += 1;
            isBroken = true;
            // Replaying the log goes before a query that is in its way; that says nothing against the replica.
            if (!(error instanceof SqlError)) replica.leaveOut(error);
            broke();
            throw new DatabaseBusy('replica', error);
          });
        },
        async close() {
          isEnded = true;
          const made = await chosen?.catch(() => null);
          await made?.view.close();
        },
      };
    },
    figures: () => ({
      ...counts,
      configured: replicas.length,
      used: replicas.filter(({ isUsed }) => isUsed).length,
    }),
    async close() {
      isClosed = true;
      clearTimeout(probing);
      await Promise.all(replicas.map(({ database }) => database.close()));
    },
  };
}

/** A replica's address as the application's login, where it names no other. */
export function replicaUrlOf(url: string, appUrl: string): string {
  const address = new URL(url);
  const app = new URL(appUrl);
  if (address.username !== '') return url;
  address.username = app.username;
  address.password = app.password;
  if (address.pathname === '' || address.pathname === '/') address.pathname = app.pathname;
  return address.href;
}
