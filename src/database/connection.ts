// The one place that opens connections to PostgreSQL. Every query runs in a transaction that carries the persona and
// the tenant; callers see transactions, never connections.
import { setTimeout as pause } from 'node:timers/promises';
import {
  DatabaseBusy,
  isContention,
  isDuplicate,
  isOfTheDatabase,
  isStalePlan,
  isStandby,
  isUnanswered,
  type Log,
  TxClosed,
} from './errors.ts';
import type { Line, Pooler } from './line.ts';
import { Pool, type PoolUse } from './pool.ts';
import {
  assertPersona,
  BEGIN_ACT,
  BEGIN_READ,
  type Context,
  type Trace,
  Transaction,
  type Tx,
} from './transaction.ts';

export type { Log } from './errors.ts';
export { DatabaseBusy, DatabaseLost, SqlError, TxClosed } from './errors.ts';
export type { Pooler } from './line.ts';
export type { PoolUse } from './pool.ts';
export type { Context, Trace, Tx } from './transaction.ts';
export type { Param } from './values.ts';

export interface Snapshot {
  /** Opens it now, where else the first query would. Rejects where that can't be done. */
  open(): Promise<void>;
  query: Tx['query'];
  close(): Promise<void>;
}

export interface Database {
  /** One consistent view: REPEATABLE READ, READ ONLY. Run again like an act. */
  read<T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * READ COMMITTED, read and write; commits when `work` resolves and none of its statements failed. After a deadlock
   * or a serialisation failure the whole work is run again, at most three times.
   */
  act<T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * One view over many queries: opened by the first, ended by close(). Occupies a connection in between. `before` may ask on
   * that connection before the view is taken; where it throws, none is.
   */
  snapshot(context: Context, before?: (ask: Database['outside']) => Promise<void>): Snapshot;
  /** How the connections for tenants are used at the moment. */
  use(): PoolUse;
  /** One statement about the server, by itself: on a connection of its own, outside any transaction, in nobody's name. */
  outside(text: string): Promise<unknown[][]>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Lets what is under way end, for at most five seconds. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly log: Log;
  readonly poolSize?: number;
  /** How long to wait for a free connection. */
  readonly acquireTimeoutMs?: number;
  /** How long to wait, on our side, for the answer to one statement. */
  readonly queryTimeoutMs?: number;
  /** How long PostgreSQL may work on one statement, wait for one lock, or see a transaction do nothing. */
  readonly statementTimeoutMs?: number;
  readonly lockTimeoutMs?: number;
  readonly idleInTransactionTimeoutMs?: number;
  /** False: a commit does not wait for the disk. Only for data that can be made again. */
  readonly durable?: boolean;
  /** What stands between us and the server; nothing unless given. */
  readonly pooler?: Pooler;
  /** Whether a server that follows another one will do as well. */
  readonly mayBeStandby?: boolean;
  /** Told of every transaction and statement, by name and without its values; null or absent: nothing is told. */
  readonly trace?: Trace | null;
}

const RETRIES_MAX = 3;
const CLOSE_GRACE_MS = 5000;

export function connect(url: string, options: ConnectOptions): Database {
  const { log, acquireTimeoutMs = 1500, queryTimeoutMs = 7000, trace = null } = options;
  const lineOptions = {
    openTimeoutMs: acquireTimeoutMs,
    queryTimeoutMs,
    statementTimeoutMs: options.statementTimeoutMs ?? 5000,
    lockTimeoutMs: options.lockTimeoutMs ?? 2000,
    idleInTransactionTimeoutMs: options.idleInTransactionTimeoutMs ?? 4000,
    durable: options.durable ?? true,
    pooler: options.pooler ?? 'none',
    mayBeStandby: options.mayBeStandby ?? false,
  };
  const pool = new Pool(url, options.poolSize ?? 10, acquireTimeoutMs, lineOptions, log);
  const health = new Pool(url, 1, acquireTimeoutMs, lineOptions, log);

  /** Ends the work on a line and gives it back. What ran out of time, or fits no longer, renews the connections. */
  async function conclude<T>(line: Line, ending: () => Promise<T>): Promise<T> {
    try {
      return await ending();
    } catch (error) {
      if (isStalePlan(error)) pool.renew('the tables changed');
      if (isUnanswered(error)) pool.renew('no answer in time');
      if (isStandby(error)) pool.renew('the server takes no writes');
      throw error;
    } finally {
      pool.release(line);
    }
  }

  function transact<T>(begin: string, context: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
    assertPersona(context.persona);
    const run = () => runTransaction(begin, context, work);
    return trace ? trace('transaction', { 'zhubao.persona': context.persona }, run) : run();
  }

  async function runTransaction<T>(
    begin: string,
    context: Context,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const line = await pool.acquire();
    return conclude(line, async () => {
      const tx = new Transaction(line, begin, context, log, trace);
      let result: T;
      try {
        result = await work(tx);
      } catch (error) {
        await tx.rollback();
        // What befell the database comes before what the work made of it.
        throw isOfTheDatabase(tx.fault) ? tx.fault : error;
      }
      await tx.commit();
      return result;
    });
  }

  /** Runs the whole work again when nothing but bad luck undid it. */
  async function insist<T>(begin: string, context: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await transact(begin, context, work);
      } catch (error) {
        // What a rival has just inserted is found the second time, and then told in the words of the act.
        const beaten = attempt === 0 && isDuplicate(error);
        if (!beaten && !isContention(error) && !isStalePlan(error)) throw error;
        if (attempt === RETRIES_MAX) throw new DatabaseBusy('contention', error);
        await pause(Math.random() * 20 * 2 ** attempt);
      }
    }
  }

  async function outside(text: string): Promise<unknown[][]> {
    const line = await health.acquire();
    return line.send(text, []).finally(() => health.release(line));
  }

  return {
    read: (context, work) => insist(BEGIN_READ, context, work),
    act: (context, work) => insist(BEGIN_ACT, context, work),

    snapshot(context, before) {
      assertPersona(context.persona);
      let opened: Promise<{ line: Line; tx: Transaction }> | null = null;
      let closed: Promise<void> | null = null;
      const open = async () => {
        const line = await pool.acquire();
        await before?.((text) => line.send(text, [])).catch((error: unknown) => {
          pool.release(line);
          throw error;
        });
        return { line, tx: new Transaction(line, BEGIN_READ, context, log, trace) };
      };
      const end = async () => {
        const it = await opened?.catch(() => null);
        // Whoever asked has been told by the query that failed.
        if (it) await conclude(it.line, () => it.tx.commit()).catch(() => undefined);
      };
      const view = () => {
        if (!closed) opened ??= open();
        if (!opened) throw new TxClosed();
        return opened;
      };
      return {
        async open() {
          await view();
        },
        async query(text, params) {
          return (await view()).tx.query(text, params);
        },
        close() {
          closed ??= end();
          return closed;
        },
      };
    },

    use: () => pool.use,

    outside,
    async ping() {
      await outside('select 1');
    },

    async close() {
      await Promise.all([pool.close(CLOSE_GRACE_MS), health.close(CLOSE_GRACE_MS)]);
    },
  };
}
