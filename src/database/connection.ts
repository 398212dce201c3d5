import type { Log } from './errors.ts';
import type { Param } from './line.ts';

export type { Log } from './errors.ts';
export { DatabaseBusy, DatabaseLost, SqlError, TxClosed } from './errors.ts';
export type { Param } from './line.ts';

/** In whose name a transaction runs: row security reads it. */
export interface Context {
  /** The database role the transaction takes on: zhubao_office, zhubao_district, zhubao_bank, zhubao_act, … */
  readonly persona: string;
  readonly poolId: string;
  readonly tenantId: string;
  readonly userId: string;
}

export interface Tx {
  /** Rows as arrays, in the order of the columns. Prepared; pipelined when not awaited one by one. */
  query(text: string, params: readonly Param[]): Promise<unknown[][]>;
  /** Changes the persona for what follows in this transaction. */
  become(persona: string): Promise<void>;
}

export interface Snapshot {
  query: Tx['query'];
  close(): Promise<void>;
}

export interface Database {
  /** One consistent view: REPEATABLE READ, READ ONLY. */
  read<T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** READ COMMITTED, read and write. The whole work is run again, at most three times, after a deadlock. */
  act<T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One view over many queries: opened by the first, ended by close(). */
  snapshot(context: Context): Snapshot;
  /** Rejects when the database does not answer. Runs on a connection of its own. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly log: Log;
  readonly poolSize?: number;
  readonly acquireTimeoutMs?: number;
  readonly queryTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
  readonly lockTimeoutMs?: number;
  readonly idleInTransactionTimeoutMs?: number;
}

export function connect(_url: string, _options: ConnectOptions): Database {
  throw new Error('not yet');
}
