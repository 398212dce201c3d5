import type { Row, TableName } from '../../schema/tables/all.ts';
import type { Actor } from '../acts/actor.ts';
import { Failure, poolMoving } from '../acts/failures.ts';
import type {
  Appended,
  ExposureKey,
  ExposureMove,
  Key,
  OpenEntry,
  OpenSince,
  Ports,
  Store,
} from '../acts/ports.ts';
import type { BusinessDate, Instant } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import { type AccountKind, EXPOSURE_SCOPES, type LoanState, wordsOf } from '../domain/words.ts';
import type { YearFigures } from '../domain/year.ts';
import { contextOf } from './by-actor.ts';
import { type Database, DatabaseBusy, DatabaseLost, SqlError, type Tx } from './connection.ts';
import { appendStatement, linesStatement } from './journal-append.ts';
import { openEntries } from './open-entries.ts';
import { actingRole } from './personas.ts';
import { insertOf, meeting, placeholder, selectOf, shapeOf, textOf, updateOf } from './rows.ts';
import { scopeOf } from './scopes.ts';
import { yearFigures } from './year-figures.ts';

const LOCK_NOT_AVAILABLE = '55P03';
/** What the guards of the tables say of a pool that is on its way to another server. */
const POOL_MOVING = 'ZB001';

/** The column of the exposure summary that counts loans in a state; overdue ones are counted as active. */
const COUNT_COLUMNS: Readonly<Record<LoanState, string>> = {
  APPROVED: 'approved_loans',
  CONTRACTED: 'contracted_loans',
  ACTIVE: 'active_loans',
  OVERDUE: 'active_loans',
  COMPENSATED: 'compensated_loans',
  REPAID: 'repaid_loans',
  CLOSED: 'closed_loans',
  CANCELLED: 'cancelled_loans',
};

/** The scopes in the order of their words: the order in which exposure rows are locked. */
const SCOPE_ORDER = `array_position(array[${wordsOf(EXPOSURE_SCOPES)
  .map((scope) => `'${scope}'`)
  .join(', ')}], scope)`;

/**
 * A transaction of the database as the acts see it. Every statement carries the pool. Writes are sent and not waited
 * for: PostgreSQL runs them in the order sent, a later read sees them, and a commit fails with the first that failed.
 */
class SqlStore implements Store {
  /** The act waited for the first use of its key, which did not end in time. */
  keyIsHeld = false;

  constructor(
    private readonly tx: Tx,
    private readonly actor: Actor,
  ) {}

  private async rows<N extends TableName>(table: N, key: Key<N>, tail: string): Promise<Row<N>[]> {
    const { text, params } = selectOf(table, { poolId: this.actor.poolId, ...key } as Key<N>, tail);
    const found = await this.tx.query(text, params);
    return found.map((values) => shapeOf(table).decode(values));
  }

  /** Behind both walls, like a read: the scope is said in the SQL, and row security says it again. */
  async see<N extends TableName>(table: N, key: Key<N>): Promise<Row<N> | null> {
    const { poolId, tenantId, persona } = this.actor;
    const shape = shapeOf(table);
    const columns = Object.keys(key).map(shape.column);
    const text = textOf(`see ${table} ${columns.map((column) => column.key).join()} by ${persona}`, () => {
      const named = columns.map((column, at) => `t.${column.name} = ${placeholder(column, at + 3)}`);
      return `select ${shape.list('t')} from ${shape.table} t where ${[scopeOf(table, persona), ...named].join(' and ')} limit 1`;
    });
    const values = columns.map((column) => column.encode((key as Record<string, unknown>)[column.key]));
    const [found] = await this.tx.query(text, [poolId, tenantId, ...values]);
    return found ? shape.decode(found) : null;
  }

  async openDesk(): Promise<void> {
    void this.tx.become(actingRole(this.actor.persona));
  }

  async find<N extends TableName>(table: N, key: Key<N>): Promise<Row<N> | null> {
    return (await this.rows(table, key, 'limit 1'))[0] ?? null;
  }

  list<N extends TableName>(table: N, key: Key<N>): Promise<Row<N>[]> {
    return this.rows(table, key, '');
  }

  async lock<N extends TableName>(table: N, key: Key<N>): Promise<Row<N> | null> {
    return (await this.rows(table, key, 'for update'))[0] ?? null;
  }

  async insert<N extends TableName>(table: N, row: Partial<Row<N>>): Promise<void> {
    const { text, params } = insertOf(table, row);
    void this.tx.query(text, params);
  }

  async ensure<N extends TableName>(table: N, row: Partial<Row<N>>): Promise<void> {
    const { text, params } = insertOf(table, row, 'on conflict do nothing');
    void this.tx.query(text, params);
  }

  async update<N extends TableName>(table: N, key: Key<N>, patch: Partial<Row<N>>): Promise<void> {
    const { text, params } = updateOf(table, { poolId: this.actor.poolId, ...key } as Key<N>, patch);
    void this.tx.query(meeting(text), params);
  }

  async lockExposure(keys: readonly ExposureKey[]): Promise<Row<'exposure'>[]> {
    const shape = shapeOf('exposure');
    const text = `select ${shape.list('t')} from exposure t
      where t.pool_id = $1 and (t.scope, t.scope_id) in (select unnest($2::text[]), unnest($3::uuid[]))
      order by ${SCOPE_ORDER}, t.scope_id for update`;
    const found = await this.tx.query(text, [
      this.actor.poolId,
      keys.map((key) => key.scope),
      keys.map((key) => key.scopeId),
    ]);
    return found.map((values) => shape.decode(values));
  }

  async moveExposure(keys: readonly ExposureKey[], by: ExposureMove): Promise<void> {
    const from = by.from && COUNT_COLUMNS[by.from];
    const to = by.to && COUNT_COLUMNS[by.to];
    const counts =
      from === to ? '' : `${from ? `, ${from} = ${from} - 1` : ''}${to ? `, ${to} = ${to} + 1` : ''}`;
    const text = meeting(
      `update exposure set committed = committed + $4, outstanding = outstanding + $5, disbursed = disbursed + $6,
      compensated_principal = compensated_principal + $7, deducted = deducted + $8, recovered = recovered + $9, returned = returned + $10${counts}
      where pool_id = $1 and (scope, scope_id) in (select unnest($2::text[]), unnest($3::uuid[]))`,
      'count(*) = cardinality($2::text[])',
    );
    void this.tx.query(text, [
      this.actor.poolId,
      keys.map((key) => key.scope),
      keys.map((key) => key.scopeId),
      ...[
        by.committed,
        by.outstanding,
        by.disbursed,
        by.compensatedPrincipal,
        by.deducted,
        by.recovered,
        by.returned,
      ].map((amount) => (amount ?? Yuan.ZERO).toFen().toString()),
    ]);
  }

  async balances(): Promise<{ kind: AccountKind; balance: Yuan }[]> {
    const found = await this.tx.query(
      'select kind, sum(balance)::bigint from account where pool_id = $1 group by kind',
      [this.actor.poolId],
    );
    return found.map(([kind, sum]) => ({
      kind: kind as AccountKind,
      balance: Yuan.fromFen(BigInt(String(sum))),
    }));
  }

  async overduePrincipal(before: string): Promise<Map<string, Yuan>> {
    const found = await this.tx.query(
      `select bank_id, sum(unpaid)::text from instalment where pool_id = $1 and unpaid > 0 and due_on < $2::date group by bank_id`,
      [this.actor.poolId, before],
    );
    return new Map(found.map(([bankId, fen]) => [String(bankId), Yuan.fromFen(BigInt(String(fen)))]));
  }

  async lowestBalance(code: string, from: string): Promise<Yuan> {
    const [row] = await this.tx.query(
      `select min(a.balance - d.later) from account a, (
         select 0::bigint as later
         union all
         select sum(net) over (order by day desc)::bigint from account_day where pool_id = $1 and code = $2 and day > $3
       ) d where a.pool_id = $1 and a.code = $2`,
      [this.actor.poolId, code, from],
    );
    return Yuan.fromFen(BigInt(String(row?.[0] ?? '0')));
  }

  openEntries(code: string, { from, recordedAfter }: OpenSince, to: BusinessDate): Promise<OpenEntry[]> {
    const { poolId, tenantId } = this.actor;
    return openEntries(
      (text, params) => this.tx.query(text, [poolId, tenantId, ...params]),
      'l.pool_id = $1::uuid and $2::uuid is not null',
      code,
      from,
      recordedAfter,
      to,
    );
  }

  yearFigures(year: number, today: BusinessDate): Promise<Map<string, YearFigures>> {
    const { poolId, tenantId } = this.actor;
    return yearFigures(
      (text, params) => this.tx.query(text, [poolId, tenantId, ...params]),
      this.actor,
      year,
      today,
    );
  }

  async nextNumber(series: string, year: number): Promise<number> {
    const [row] = await this.tx.query(
      `insert into numbering (pool_id, series, year, last) values ($1, $2, $3, 1)
       on conflict (pool_id, series, year) do update set last = numbering.last + 1 returning last`,
      [this.actor.poolId, series, String(year)],
    );
    return Number(row?.[0]);
  }

  async claimKey(
    key: string,
    act: string,
    fingerprint: string,
    at: Instant,
  ): Promise<Row<'idempotency'> | null> {
    const { poolId, tenantId } = this.actor;
    const claim = insertOf(
      'idempotency',
      { poolId, tenantId, key, act, fingerprint, recordedAt: at },
      'on conflict do nothing returning 1',
    );
    const claimed = await this.tx.query(claim.text, claim.params).catch((error: unknown) => {
      this.keyIsHeld = error instanceof DatabaseBusy && error.reason === 'lock';
      throw error;
    });
    return claimed.length > 0 ? null : this.keptAnswer(key);
  }

  async keptAnswer(key: string): Promise<Row<'idempotency'> | null> {
    const kept = await this.find('idempotency', { tenantId: this.actor.tenantId, key });
    // A server that came back from a crash shows what its standby may not have yet. A transaction that leaves a mark in the
    // log waits for all before it, as the first answer did; one that only reads would repeat a promise nobody keeps.
    if (kept) void this.tx.query("select pg_logical_emit_message(true, 'zhubao', 'answered again')", []);
    return kept;
  }

  async keepAnswer(key: string, answer: unknown): Promise<void> {
    await this.update('idempotency', { tenantId: this.actor.tenantId, key }, { answer });
  }

  async append(written: Appended): Promise<void> {
    const { text, params } = appendStatement(this.actor.poolId, written);
    void this.tx.query(text, params);
    if (written.lines.length === 0) return;
    const lines = linesStatement(written.lines);
    void this.tx.query(lines.text, lines.params);
  }

  async lockJournal(): Promise<Row<'journal'>> {
    const journal = await this.lock('journal', {});
    if (!journal) throw new Error(`pool ${this.actor.poolId} has no journal`);
    return journal;
  }
}

/** What an act is told of a fault of the database, all of which may be retried; a defect stays what it is. */
export function failureOf(error: unknown, keyIsHeld: boolean): unknown {
  if (error instanceof SqlError && error.code === POOL_MOVING) return poolMoving();
  const kindOf = () => {
    if (error instanceof DatabaseLost) return error.outcomeUnknown ? 'OUTCOME_UNKNOWN' : 'BUSY';
    if (error instanceof DatabaseBusy) return keyIsHeld ? 'KEY_RUNNING' : 'BUSY';
    return error instanceof SqlError && error.code === LOCK_NOT_AVAILABLE ? 'BUSY' : null;
  };
  const kind = kindOf();
  return kind === null ? error : new Failure({ kind, retryAfterSeconds: 1 });
}

/** The acts' way to the database: one transaction an act, busy and lost locks told as a failure that may be retried. */
export function transactionsOn(database: Database): Ports['transaction'] {
  return async (actor, work) => {
    let store: SqlStore | null = null;
    try {
      return await database.act(contextOf(actor), async (tx) => {
        store = new SqlStore(tx, actor);
        return work(store);
      });
    } catch (error) {
      throw failureOf(error, (store as SqlStore | null)?.keyIsHeld ?? false);
    }
  };
}
