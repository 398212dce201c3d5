import type { Row, TableName } from '../../schema/tables/all.ts';
import type { Actor } from '../acts/actor.ts';
import { Failure, invalid } from '../acts/failures.ts';
import type { OpenEntry, OpenSince } from '../acts/ports.ts';
import type {
  Ahead,
  AsOf,
  CapFigures,
  CapQuestion,
  Columns,
  ExposureFigures,
  NamedTenant,
  OpenReads,
  Page,
  PageRequest,
  Reads,
} from '../acts/reads.ts';
import { type BusinessDate, businessDateOf, type Instant } from '../domain/dates.ts';
import type { BreakerScope, ExposureScope, Persona } from '../domain/words.ts';
import { contextOf } from './by-actor.ts';
import { capFigures } from './cap-figures.ts';
import { type Database, type Param, type Snapshot, SqlError, TxClosed } from './connection.ts';
import { isOfTheDatabase } from './errors.ts';
import {
  balancesAt,
  keptExposure,
  overdueLoans,
  overdueSums,
  type Query,
  visibleExposure,
} from './figures.ts';
import { gathering, groupBy, shared } from './gathering.ts';
import { openEntries } from './open-entries.ts';
import { countStatement, keysOf, pageStatement, placeOf, sqlTypeOf } from './pages.ts';
import { actingRole, personaRole } from './personas.ts';
import { type Plan, planOf, wholeRows } from './plans.ts';
import { reportReads } from './report-figures.ts';
import { type Statement, shapeOf, textOf } from './rows.ts';
import { readsAll, scopeOf } from './scopes.ts';
import { yearFigures } from './year-figures.ts';

const BECOME = `select set_config('role', $1, true)`;

/** A bound text that is no value of its column's type: a cursor made up by a client. */
const DATA_EXCEPTION = /^22/;

/** One request's view: a repeatable-read, read-only transaction as the actor's persona, opened by the first read. */
class ReadView implements Reads {
  private readonly snapshot: Snapshot;
  private readonly gathered = gathering();
  /** Things that came with what names them, by table and id. */
  private readonly known = new Map<string, unknown>();
  private readonly caps = new Map<string, Promise<CapFigures>>();
  private readonly today: BusinessDate;
  private closed = false;

  constructor(
    database: Database,
    private readonly actor: Actor,
    now: Instant,
    private readonly ahead: Ahead | null,
  ) {
    this.snapshot = database.snapshot(contextOf(actor));
    this.today = businessDateOf(now);
  }

  private get persona(): Persona {
    return this.actor.persona;
  }

  private async send(text: string, params: readonly Param[]): Promise<unknown[][]> {
    if (this.closed) throw new TxClosed();
    try {
      return await this.snapshot.query(text, params);
    } catch (error) {
      // Also a connection that was lost in the middle, and tables that were migrated under the question: it may be asked again.
      throw isOfTheDatabase(error) ? new Failure({ kind: 'BUSY', retryAfterSeconds: 1 }) : error;
    }
  }

  /** Every statement that reads is bound to pool and tenant first. */
  private readonly query: Query = (text, params) =>
    this.send(text, [this.actor.poolId, this.actor.tenantId, ...params]);

  private async rows<N extends TableName>(plan: Plan<N>, { text, params }: Statement): Promise<Row<N>[]> {
    const found = await this.query(text, params);
    return found.map((values) => plan.decode(values, this.actor, this.known));
  }

  private plan<N extends TableName>(table: N, ...keys: string[]): Plan<N> {
    return planOf(this.ahead, this.persona, table, keys);
  }

  private rowsBy<N extends TableName>(
    table: N,
    column: Columns<N>,
    keys: readonly string[],
    orderBy: Columns<N> | null,
  ) {
    const shape = shapeOf(table);
    const plan = this.plan(table, column, ...(orderBy ? [orderBy] : []));
    const params: Param[] = [keys];
    const bind = (value: Param, type: string) => `$${params.push(value) + 2}::${type}`;
    const { columns, joins } = plan.joined(bind, this.today);
    const text = textOf(`by ${table} ${column} ${orderBy} ${this.persona} ${plan.key}`, () => {
      const tail = orderBy ? ` order by t.${shape.column(orderBy).name}` : '';
      return `select ${plan.selection.list('t')}${columns} from ${shape.table} t ${joins} where ${scopeOf(table, this.persona)}
        and t.${shape.column(column).name} = any($3::${sqlTypeOf(table, column)}[])${tail}`;
    });
    return this.rows(plan, { text, params });
  }

  async one<N extends TableName>(table: N, id: string, column = 'id' as Columns<N>): Promise<Row<N> | null> {
    const known = column === 'id' ? this.known.get(`${table} ${id}`) : undefined;
    if (known !== undefined) return known as Row<N> | null;
    return this.gathered(`one ${table} ${column}`, id, async (keys) => {
      const rows = await this.rowsBy(table, column, keys, null);
      return new Map(rows.map((row) => [String(row[column as keyof Row<N>]), row]));
    });
  }

  async hangingOn<N extends TableName>(
    table: N,
    column: Columns<N>,
    id: string,
    orderBy: Columns<N>,
  ): Promise<Row<N>[]> {
    const rows = await this.gathered(`on ${table} ${column} ${orderBy}`, id, async (keys) => {
      const found = await this.rowsBy(table, column, keys, orderBy);
      return groupBy(found, column);
    });
    return rows ?? [];
  }

  async all<N extends TableName>(table: N, orderBy: Columns<N>): Promise<Row<N>[]> {
    const rows = await this.gathered(`all ${table} ${orderBy}`, '', async () => {
      const shape = shapeOf(table);
      const text = textOf(
        `all ${table} ${orderBy} ${this.persona}`,
        () =>
          `select ${shape.list('t')} from ${shape.table} t where ${scopeOf(table, this.persona)} order by t.${shape.column(orderBy).name}`,
      );
      return new Map([['', await this.rows(wholeRows(table), { text, params: [] })]]);
    });
    return rows ?? [];
  }

  async page<N extends TableName>(request: PageRequest<N>): Promise<Page<N>> {
    try {
      return await this.pageWithin(request);
    } catch (error) {
      if (request.after && error instanceof SqlError && DATA_EXCEPTION.test(error.code))
        throw invalid('after', '游标无效。', 'Not a cursor of this list.');
      throw error;
    }
  }

  private async pageWithin<N extends TableName>(request: PageRequest<N>): Promise<Page<N>> {
    const { parent, table, first } = request;
    const cut = (rows: Row<N>[]): Page<N> => ({ rows: rows.slice(0, first), hasNext: rows.length > first });
    const plan = this.plan(table, ...keysOf(request));
    const read = (parents: readonly string[] | null) =>
      this.rows(plan, pageStatement(request, this.persona, parents, plan, this.today));
    if (!parent) return cut(await read(null));
    const rows = await this.gathered(`page ${shared(request)}`, parent.id, async (parents) =>
      groupBy(await read(parents), parent.column),
    );
    return cut(rows ?? []);
  }

  async count<N extends TableName>(request: PageRequest<N>): Promise<number> {
    const { parent } = request;
    const counts = async (parents: readonly string[] | null) => {
      const { text, params } = countStatement(request, this.persona, parents);
      const found = await this.query(text, params);
      return new Map(found.map(([key, count]) => [String(key), Number(count)]));
    };
    if (!parent) return [...(await counts(null)).values()][0] ?? 0;
    return (await this.gathered(`count ${shared(request)}`, parent.id, counts)) ?? 0;
  }

  place<N extends TableName>(request: PageRequest<N>, row: Row<N>) {
    return placeOf(request.table, request.order, row);
  }

  /** A tenant by whichever of its names the reader may see: districts know banks by name, banks know no other bank. */
  tenant(id: string): Promise<NamedTenant | null> {
    return this.gathered('tenant', id, async (ids) => {
      const text = textOf(`tenant ${this.persona}`, () => {
        const part = (table: 'tenant' | 'region' | 'bank' | 'guarantor', kind: string) =>
          `select t.id, ${kind}, t.name_zh, t.name_en from ${table} t where ${scopeOf(table, this.persona)} and t.id = any($3::uuid[])`;
        return [
          part('tenant', 't.kind'),
          part('region', `'DISTRICT'`),
          part('bank', `'BANK'`),
          part('guarantor', `'GUARANTOR'`),
        ].join(' union all ');
      });
      const found = await this.query(text, [ids]);
      const named = found.map(([id, kind, nameZh, nameEn]) => ({ id, kind, nameZh, nameEn }) as NamedTenant);
      return new Map(named.reverse().map((tenant) => [tenant.id, tenant]));
    });
  }

  balances(asOf: AsOf) {
    return this.gathered(
      `balances ${asOf.valueDate} ${asOf.recordedAt}`,
      '',
      async () => new Map([['', await balancesAt(this.query, this.persona, asOf)]]),
    ).then((balances) => balances ?? []);
  }

  openEntries(code: string, { from, recordedAfter }: OpenSince, to: BusinessDate): Promise<OpenEntry[]> {
    return openEntries(this.query, scopeOf('line', this.persona, 'l'), code, from, recordedAfter, to);
  }

  async allBalances(asOf: AsOf) {
    return readsAll('account', this.persona) ? this.balances(asOf) : null;
  }

  async exposure(scope: ExposureScope, id: string) {
    const known = this.known.get(`exposure ${scope} ${id}`);
    if (known !== undefined) return known as ExposureFigures | null;
    return this.gathered(`exposure ${scope}`, id, (ids) =>
      keptExposure(this.query, this.actor, this.today, scope, ids),
    );
  }

  async visibleExposure(firmKey: string) {
    const found = await this.gathered('visible exposure', firmKey, (keys) =>
      visibleExposure(this.query, this.persona, this.today, keys),
    );
    if (!found) throw new Error('a firm that was asked for has an answer');
    return found;
  }

  async overdue(scope: ExposureScope, id: string, today: BusinessDate) {
    const found = await this.gathered(`overdue ${scope} ${today}`, id, (ids) =>
      overdueSums(this.query, this.persona, scope, ids, today),
    );
    if (!found) throw new Error('a scope that was asked for has an answer');
    return found;
  }

  overdueLoans(scope: BreakerScope, id: string, today: BusinessDate, dueBy: BusinessDate) {
    return overdueLoans(this.query, this.persona, scope, id, today, dueBy);
  }

  /**
   * The caps run across tenants, so their sums are read as an act reads them. Its statements are sent together, in one
   * turn, and run in the order in which they are sent: no statement of a sibling field comes between.
   */
  capFigures(about: CapQuestion): Promise<CapFigures> {
    const question = JSON.stringify(about);
    const asked = this.caps.get(question) ?? this.askCaps(about);
    this.caps.set(question, asked);
    return asked;
  }

  private askCaps(about: CapQuestion): Promise<CapFigures> {
    return capFigures(this.query, about, (role) => this.send(BECOME, [role]), {
      acting: actingRole(this.persona),
      reading: personaRole(this.persona),
    });
  }

  async yearFigures(year: number, today: BusinessDate) {
    const found = await this.gathered(`year ${year} ${today}`, '', async () => {
      const figures = await yearFigures(this.query, this.actor, year, today);
      return new Map([['', figures]]);
    });
    return found ?? new Map();
  }

  get reports() {
    return reportReads(this.query, this.actor);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.snapshot.close();
  }
}

export function openReadsOn(database: Database, clock: () => Instant): OpenReads {
  return (actor, operation) =>
    new ReadView(database, actor, operation?.now ?? clock(), operation?.ahead ?? null);
}
