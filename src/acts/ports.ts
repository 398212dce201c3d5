import type { Row, TableName } from '../../schema/tables/all.ts';
import type { BusinessDate, Instant } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { BookedEntry } from '../domain/reconciliation.ts';
import type { DueUnit, EntryKind, ExposureScope, Id, LoanState } from '../domain/words.ts';
import type { YearFigures } from '../domain/year.ts';
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

/** An entry that no line of a statement is matched with. */
export interface OpenEntry extends BookedEntry {
  readonly kind: EntryKind;
  readonly explanationId: Id<'explanation'> | null;
}

/** From when on entries on an account are held against its statements: see `openEntries` of the database. */
export interface OpenSince {
  readonly from: BusinessDate;
  readonly recordedAfter: Instant;
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
  /** The ledger's balances, summed by kind of account. */
  balances(): Promise<Pick<Row<'account'>, 'kind' | 'balance'>[]>;
  /** Unpaid principal that fell due before a day, by bank; a bank without any is absent. */
  overduePrincipal(before: BusinessDate): Promise<Map<string, Yuan>>;
  /** The lowest balance that an account has had, or has, on any day from `from` on. */
  lowestBalance(code: string, from: BusinessDate): Promise<Yuan>;
  /** Entries on an account up to a day that no statement’s line is matched with, the oldest first. */
  openEntries(code: string, since: OpenSince, to: BusinessDate): Promise<OpenEntry[]>;
  /** The figures of a year by tenant, the pool’s under its office’s id; so far, where the year is not over. */
  yearFigures(year: number, today: BusinessDate): Promise<Map<string, YearFigures>>;
  /** The next running number of a yearly series. */
  nextNumber(series: string, year: number): Promise<number>;

  /** Claims an idempotency key; null when it is ours now, else what its first use left. Waits while that one runs. */
  claimKey(key: string, act: string, fingerprint: string, at: Instant): Promise<Row<'idempotency'> | null>;
  keepAnswer(key: string, answer: unknown): Promise<void>;
  /** What the first use of a key left, to be answered again once it is as safe as it was then; null: not used yet. */
  keptAnswer(key: string): Promise<Row<'idempotency'> | null>;
  /**
   * Appends to the pool's journal and takes its lock, the last of every act: entries and events in order, and behind them
   * the record of the act in its chain. A commit that follows in the same turn goes out with it.
   */
  append(written: Appended): Promise<void>;
  /** Locks the pool's journal, where an act reads its head. */
  lockJournal(): Promise<Row<'journal'>>;
}

/** What goes into the journal at once; running numbers and the hash are given to it there. */
export interface Appended {
  readonly entries: readonly Omit<Row<'entry'>, 'sequence'>[];
  readonly lines: readonly Row<'line'>[];
  readonly events: readonly Omit<Row<'event'>, 'sequence'>[];
  /** Null where the act is not over. */
  readonly record: RecordDraft | null;
}

/** An audit record before it has its number; between the parts of its content belongs the number of its first event. */
export interface RecordDraft
  extends Omit<Row<'audit'>, 'poolId' | 'sequence' | 'content' | 'previousHash' | 'hash'> {
  readonly content: { readonly before: string; readonly after: string };
}

/** A pool as the daily sweep finds it. */
export interface SweptPool {
  readonly poolId: Id<'pool'>;
  readonly officeId: Id<'tenant'>;
  /** The sandbox's own date; null for a production pool, which has the real one. */
  readonly sandboxDate: BusinessDate | null;
}

/** Where a list of what is due goes on: by day, then by id. */
export interface Place {
  readonly on: BusinessDate;
  readonly id: string;
}

export interface UnsettledLoan extends Place {
  readonly id: Id<'loan'>;
}

/** A duty, the loan it is about, and its due date. */
export interface DutyPlace extends Place {
  readonly id: Id<'obligation'>;
  readonly loanId: Id<'loan'> | null;
}

/** How due dates were reckoned that rest on a year without a notice, and what came of it. */
export interface ReckonedAs {
  readonly from: BusinessDate;
  readonly count: number;
  readonly unit: DueUnit;
  readonly date: BusinessDate;
}

/** What the daily sweep asks before it does anything. All but the first are of the actor's pool. */
export interface SweepQueries {
  /** Every pool of the deployment. */
  pools(): Promise<SweptPool[]>;
  /** The earliest day on which something is due that has not been done, be it long past; null for none. */
  nextDay(actor: Actor): Promise<BusinessDate | null>;
  /** Loans about which something follows from the date by that day. */
  unsettledLoans(
    actor: Actor,
    day: BusinessDate,
    after: Place | null,
    limit: number,
  ): Promise<UnsettledLoan[]>;
  /** Open duties that were due before that day and are not marked as late. */
  lateDuties(actor: Actor, day: BusinessDate, after: Place | null, limit: number): Promise<DutyPlace[]>;
  /** Cooperating banks without an agreement on that day. */
  banksWithoutAgreement(actor: Actor, day: BusinessDate): Promise<Id<'bank'>[]>;
  /** The ways in which unconfirmed due dates were reckoned, each once. */
  unconfirmed(actor: Actor): Promise<ReckonedAs[]>;
  dutiesReckonedAs(
    actor: Actor,
    basis: ReckonedAs,
    afterId: string | null,
    limit: number,
  ): Promise<DutyPlace[]>;
}

/** Everything an act is handed from outside. */
export interface Ports {
  /** Runs `work` in one transaction of the actor's pool; rolled back when it throws; run again after a deadlock. */
  transaction<T>(actor: Actor, work: (store: Store) => Promise<T>): Promise<T>;
  readonly sweep: SweepQueries;
  now(): Instant;
  newId(): string;
}
