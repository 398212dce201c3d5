import type { Row, TableName } from '../../schema/tables/all.ts';
import type { BusinessDate, Instant } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { ExposureScope, LoanState } from '../domain/words.ts';
import type { Actor } from './actor.ts';

export type { Row, TableName };

/** Keys of a row: equality on each. */
export type Key<N extends TableName> = Partial<Row<N>>;

export interface ExposureKey {
  readonly scope: ExposureScope;
  readonly scopeId: string;
}

/** A change of a summary of loans: by how much, and from which state to which. */
export interface ExposureMove {
  readonly committed: Yuan;
  readonly outstanding: Yuan;
  readonly disbursed: Yuan;
  readonly compensatedPrincipal?: Yuan;
  readonly deducted?: Yuan;
  readonly recovered?: Yuan;
  readonly returned?: Yuan;
  readonly from: LoanState | null;
  readonly to: LoanState | null;
}

/** What the acts ask of a transaction of the database. Every method is of the actor's pool and no other. */
export interface Store {
  /** Under the actor's own eyes: null for unknown and foreign alike. Only before `openDesk`. */
  see<N extends TableName>(table: N, key: Key<N>): Promise<Row<N> | null>;
  /** From here on the act works with the pool's figures and writes. */
  openDesk(): Promise<void>;

  find<N extends TableName>(table: N, key: Key<N>): Promise<Row<N> | null>;
  list<N extends TableName>(table: N, key: Key<N>): Promise<Row<N>[]>;
  /** Reads and locks rows until the act ends. */
  lock<N extends TableName>(table: N, key: Key<N>): Promise<Row<N> | null>;
  insert<N extends TableName>(table: N, row: Partial<Row<N>>): Promise<void>;
  /** Inserts, or leaves the row that is there. */
  ensure<N extends TableName>(table: N, row: Partial<Row<N>>): Promise<void>;
  update<N extends TableName>(table: N, key: Key<N>, patch: Partial<Row<N>>): Promise<void>;

  /** Locks exposure rows in the one order of the house: pool, region, bank, guarantor, firm. */
  lockExposure(keys: readonly ExposureKey[]): Promise<Row<'exposure'>[]>;
  /** Moves amounts and counts of exposure rows that are locked. */
  moveExposure(keys: readonly ExposureKey[], by: ExposureMove): Promise<void>;
  /** The ledger's balances, an account each. */
  balances(): Promise<Pick<Row<'account'>, 'kind' | 'code' | 'balance'>[]>;
  /** The lowest balance that an account has had, or has, on any day from `from` on. */
  lowestBalance(code: string, from: BusinessDate): Promise<Yuan>;
  /** The next running number of a yearly series. */
  nextNumber(series: string, year: number): Promise<number>;

  /** Claims an idempotency key; null when it is ours now, else what its first use left. Waits while that one runs. */
  claimKey(key: string, act: string, fingerprint: string, at: Instant): Promise<Row<'idempotency'> | null>;
  keepAnswer(key: string, answer: unknown): Promise<void>;
  /** Locks the pool's journal: the last lock of every act. */
  lockJournal(): Promise<Row<'journal'>>;
}

/** Everything an act is handed from outside. */
export interface Ports {
  /** Runs `work` in one transaction of the actor's pool; rolled back when it throws; run again after a deadlock. */
  transaction<T>(actor: Actor, work: (store: Store) => Promise<T>): Promise<T>;
  now(): Instant;
  newId(): string;
}
