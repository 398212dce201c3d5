import type { Lending } from '../domain/breaker.ts';
import type { BusinessDate, Instant } from '../domain/dates.ts';
import type { UnpaidInstalment } from '../domain/loan.ts';
import type { Yuan } from '../domain/money.ts';
import type {
  AccountKind,
  BreakerScope,
  ExposureScope,
  Id,
  LoanState,
  Source,
  TenantKind,
} from '../domain/words.ts';
import type { YearFigures } from '../domain/year.ts';
import type { WaiverFact } from '../regulation/verdict.ts';
import type { Actor } from './actor.ts';
import type { OpenEntry, OpenSince, Row, TableName } from './ports.ts';
import type { ReportReads } from './report-reads.ts';

export type Columns<N extends TableName> = keyof Row<N> & string;

/** A condition on the rows of a list. The kinds are closed; none of them carries SQL. */
export type Filter<N extends TableName> =
  | { readonly kind: 'IN'; readonly column: Columns<N>; readonly values: readonly string[] }
  | { readonly kind: 'FROM' | 'TO'; readonly column: Columns<N>; readonly value: Yuan | string | number }
  | { readonly kind: 'CONTAINS'; readonly columns: readonly Columns<N>[]; readonly text: string }
  /** The firm of a loan or referral, by its name or credit code, where the reader may see that firm. */
  | { readonly kind: 'FIRM'; readonly text: string }
  /** States in which OVERDUE follows from the date. */
  | { readonly kind: 'LOAN_STATES'; readonly states: readonly LoanState[]; readonly today: BusinessDate }
  | { readonly kind: 'STANDINGS'; readonly standings: readonly DutyStanding[]; readonly today: BusinessDate }
  /** The account of a ledger entry's lines, where the reader may see those lines. */
  | { readonly kind: 'ACCOUNT'; readonly code: string };

export type DutyStanding = 'OPEN' | 'LATE' | 'MET' | 'MET_LATE';

export interface Order<N extends TableName> {
  readonly column: Columns<N>;
  readonly direction: 'ASC' | 'DESC';
  /** What breaks ties, unless the column is unique itself. */
  readonly unique?: Columns<N>;
}

export interface Place {
  readonly value: string | null;
  readonly key: string;
}

export interface PageRequest<N extends TableName> {
  readonly table: N;
  /** Only rows that hang on this thing. */
  readonly parent?: { readonly column: Columns<N>; readonly id: string };
  readonly filters: readonly Filter<N>[];
  readonly order: Order<N>;
  readonly first: number;
  readonly after: Place | null;
}

export interface Page<N extends TableName> {
  readonly rows: readonly Row<N>[];
  readonly hasNext: boolean;
}

/** An account's balance at a moment: debits less credits. */
export interface Balance {
  readonly code: string;
  readonly kind: AccountKind;
  readonly source: Source | null;
  readonly bankId: Id<'bank'> | null;
  readonly regionId: Id<'region'> | null;
  readonly balance: Yuan;
}

/** By value date and, apart from it, by when it was recorded; null for "no limit". */
export interface AsOf {
  readonly valueDate: BusinessDate | null;
  readonly recordedAt: string | null;
}

/** Principal that is past due, by age in days. */
export interface OverdueSums {
  readonly loans: number;
  readonly days1to25: Yuan;
  readonly days26to90: Yuan;
  readonly days91on: Yuan;
}

/** An overdue loan and its unpaid instalments that fall due by a day. */
export interface OverdueLoan {
  readonly loanId: string;
  readonly amount: Yuan;
  readonly editionNumber: string;
  readonly compensatedPrincipal: Yuan;
  readonly instalments: readonly UnpaidInstalment[];
}

/** The kept figures of one scope: see the table `exposure`. Loans that are overdue on the business date count as active too. */
export type ExposureFigures = Omit<Row<'exposure'>, 'poolId' | 'scope' | 'scopeId' | 'regionId'> & {
  readonly overdueLoans: number;
};

/** What will be read of a table's rows, where that can be told beforehand. */
export interface Wanted {
  readonly columns: ReadonlySet<string>;
  /** The rows that a column of these rows names, wanted together with them. */
  readonly named: readonly { readonly table: TableName; readonly by: string }[];
  /** The scope whose kept exposure is wanted together with each thing; null for none. */
  readonly exposure: ExposureScope | null;
}

/** What will be read in a view: tables that are not in it are read in whole rows. */
export interface Ahead {
  readonly tables: ReadonlyMap<TableName, Wanted>;
  /** The pool's row is wanted, for its date. */
  readonly pool: boolean;
}

/** The figures that the caps ask, across tenants. Only sums; they leave the acts and doors as verdicts allow. */
export interface CapFigures {
  readonly balances: readonly { readonly kind: AccountKind; readonly balance: Yuan }[];
  readonly poolExposure: Yuan;
  readonly regions: ReadonlyMap<string, { readonly exposure: Yuan; readonly paidIn: Yuan }>;
  /** Each firm’s loans in all banks, and whether one of them is of another region than the reader’s. */
  readonly firms: ReadonlyMap<string, { readonly exposure: Yuan; readonly isElsewhere: boolean }>;
  /** Balance of each bank's risk deposit, and its committed plus outstanding principal. */
  readonly banks: ReadonlyMap<string, { readonly exposure: Yuan; readonly deposit: Yuan }>;
  /** What the breaker may ask, by scope: the pool's by its id, and each bank's that was asked about. */
  readonly lending: ReadonlyMap<string, Lending>;
  /** The waivers in force for the subjects asked about. */
  readonly waivers: readonly (WaiverFact & { readonly bankId: string | null })[];
}

/** About whom cap figures are asked; the pool's always come with them. */
export interface CapQuestion {
  readonly regionIds: readonly string[];
  readonly firmKeys: readonly string[];
  readonly bankIds: readonly string[];
  readonly waiverSubjects: readonly string[];
  /** The business date, where principal past due is asked for; without it, none is summed. */
  readonly overdueBefore?: BusinessDate | null;
}

export interface NamedTenant {
  readonly id: string;
  readonly kind: TenantKind;
  readonly nameZh: string;
  readonly nameEn: string;
}

/**
 * What a request reads: one consistent view, in which an actor's own rows exist and no others. Lookups by id are
 * gathered; nothing is kept beyond the request.
 */
export interface Reads {
  /** Null for unknown and foreign alike. `column` is the table's single key column, `id` unless said. */
  one<N extends TableName>(table: N, id: string, column?: Columns<N>): Promise<Row<N> | null>;
  /** The rows that hang on a thing, in a fixed order. */
  hangingOn<N extends TableName>(
    table: N,
    column: Columns<N>,
    id: string,
    orderBy: Columns<N>,
  ): Promise<Row<N>[]>;
  all<N extends TableName>(table: N, orderBy: Columns<N>): Promise<Row<N>[]>;
  page<N extends TableName>(request: PageRequest<N>): Promise<Page<N>>;
  count<N extends TableName>(request: PageRequest<N>): Promise<number>;
  /** Where a row stands in the order of a list. */
  place<N extends TableName>(request: PageRequest<N>, row: Row<N>): Place;
  /** The name of a tenant that the reader may know of. */
  tenant(id: string): Promise<NamedTenant | null>;

  balances(asOf: AsOf): Promise<Balance[]>;
  /** The same, or null for a reader who does not see every account, and so no sum of the pool. */
  allBalances(asOf: AsOf): Promise<Balance[] | null>;
  /** Entries on an account up to a day that no statement’s line is matched with, as far as the reader may see them. */
  openEntries(code: string, since: OpenSince, to: BusinessDate): Promise<OpenEntry[]>;
  /** The kept row of a scope; null where it is not the reader's to see. */
  exposure(scope: ExposureScope, id: string): Promise<ExposureFigures | null>;
  /** The same figures summed over those loans of a firm that the reader may see. */
  visibleExposure(firmKey: string): Promise<ExposureFigures>;
  overdue(scope: ExposureScope, id: string, today: BusinessDate): Promise<OverdueSums>;
  /** Of the reader's loans in a scope, those with principal past due, each with what falls due by `dueBy` and is unpaid. */
  overdueLoans(
    scope: BreakerScope,
    id: string,
    today: BusinessDate,
    dueBy: BusinessDate,
  ): Promise<OverdueLoan[]>;
  capFigures(about: CapQuestion): Promise<CapFigures>;
  /** The figures of a year by tenant, as far as the reader may see them; the pool’s under its office’s id. */
  yearFigures(year: number, today: BusinessDate): Promise<ReadonlyMap<string, YearFigures>>;
  /** What spreadsheets and documents read beside rows and pages. */
  readonly reports: ReportReads;
  close(): Promise<void>;
}

/**
 * Opens a view in the actor's name; nothing happens in the database before the first read. What `ahead` names is read in
 * fewer columns and statements; it changes no answer.
 */
export type OpenReads = (
  actor: Actor,
  operation?: { readonly now: Instant; readonly ahead: Ahead | null },
) => Reads;
