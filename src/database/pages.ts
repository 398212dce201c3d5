import { getTableColumns } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type TableName, tables } from '../../schema/tables/all.ts';
import type { Filter, Order, PageRequest } from '../acts/reads.ts';
import type { BusinessDate } from '../domain/dates.ts';
import type { LoanState, Persona } from '../domain/words.ts';
import type { Param } from './connection.ts';
import type { Plan } from './plans.ts';
import { type Statement, shapeOf } from './rows.ts';
import { scopeOf } from './scopes.ts';

// Lists. Everything that shapes a statement comes from a closed set: tables and columns from the schema, filters by
// their kind, directions by word. What a client sends is only ever bound.

const FIRST_OWN_PARAMETER = 3;

/** A statement being written: its conditions, and the values bound to them after pool and tenant. */
class Draft {
  readonly conditions: string[] = [];
  readonly params: Param[] = [];

  bind(value: Param, type: string): string {
    this.params.push(value);
    return `$${FIRST_OWN_PARAMETER + this.params.length - 1}::${type}`;
  }
}

function columnOf(table: TableName, key: string): PgColumn {
  const column = getTableColumns(tables[table])[key as never] as PgColumn | undefined;
  if (!column) throw new Error(`table ${table} has no column ${key}`);
  return column;
}

export function sqlTypeOf(table: TableName, key: string): string {
  const type = columnOf(table, key).getSQLType();
  return type.startsWith('timestamp') ? 'timestamptz' : type;
}

const named = (table: TableName, key: string, alias = 't') => `${alias}.${shapeOf(table).column(key).name}`;

/** Sorts after every real value, so that rows without one come last in ascending order. */
const LAST_OF_TYPE: Readonly<Record<string, string>> = {
  date: `'9999-12-31'::date`,
  bigint: `9223372036854775807`,
  text: `'\uffff'`,
};

function sortExpression(table: TableName, key: string): string {
  const column = named(table, key);
  if (columnOf(table, key).notNull) return column;
  return `coalesce(${column}, ${LAST_OF_TYPE[sqlTypeOf(table, key)]})`;
}

function contains(columns: readonly string[], needle: string): string {
  return columns.map((column) => `strpos(lower(${column}), lower(${needle})) > 0`).join(' or ');
}

/** OVERDUE is never stored: an ACTIVE loan whose next due date has passed. */
function loanStates(states: readonly LoanState[], today: string, draft: Draft): string {
  const stored = states.filter((state) => state !== 'ACTIVE' && state !== 'OVERDUE');
  const parts = [`t.state = any(${draft.bind(stored, 'text[]')})`];
  if (states.includes('ACTIVE'))
    parts.push(
      `(t.state = 'ACTIVE' and (t.next_due_on is null or t.next_due_on >= ${draft.bind(today, 'date')}))`,
    );
  if (states.includes('OVERDUE'))
    parts.push(`(t.state = 'ACTIVE' and t.next_due_on < ${draft.bind(today, 'date')})`);
  return parts.join(' or ');
}

const STANDING = {
  OPEN: (today: string) => `(t.met_on is null and t.due_on >= ${today})`,
  LATE: (today: string) => `(t.met_on is null and t.due_on < ${today})`,
  MET: () => 't.met_on <= t.due_on',
  MET_LATE: () => 't.met_on > t.due_on',
};

function conditionOf<N extends TableName>(
  table: N,
  filter: Filter<N>,
  persona: Persona,
  draft: Draft,
): string {
  switch (filter.kind) {
    case 'IN':
      return `${named(table, filter.column)} = any(${draft.bind(filter.values, `${sqlTypeOf(table, filter.column)}[]`)})`;
    case 'FROM':
    case 'TO': {
      const bound = draft.bind(
        shapeOf(table).column(filter.column).encode(filter.value),
        sqlTypeOf(table, filter.column),
      );
      return `${named(table, filter.column)} ${filter.kind === 'FROM' ? '>=' : '<='} ${bound}`;
    }
    case 'CONTAINS':
      return contains(
        filter.columns.map((key) => named(table, key)),
        draft.bind(filter.text, 'text'),
      );
    case 'FIRM':
      return `exists (select 1 from enterprise e where e.id = t.enterprise_id and ${scopeOf('enterprise', persona, 'e')}
        and (${contains(['e.name', 'e.credit_code'], draft.bind(filter.text, 'text'))}))`;
    case 'LOAN_STATES':
      return loanStates(filter.states, filter.today, draft);
    case 'STANDINGS': {
      const today = draft.bind(filter.today, 'date');
      const any = filter.standings.map((standing) => STANDING[standing](today));
      return [`${today} is null`, ...any].join(' or ');
    }
    case 'ACCOUNT':
      return `exists (select 1 from line l where l.entry_id = t.id and ${scopeOf('line', persona, 'l')}
        and l.code = ${draft.bind(filter.code, 'text')})`;
  }
}

function orderBy<N extends TableName>(table: N, order: Order<N>): string {
  const main = `${sortExpression(table, order.column)} ${order.direction}`;
  const unique = order.unique ?? 'id';
  return unique === order.column ? main : `${main}, ${named(table, unique)} ${order.direction}`;
}

function afterPlace<N extends TableName>({ table, order, after }: PageRequest<N>, draft: Draft): string {
  if (!after) return 'true';
  const unique = order.unique ?? 'id';
  const beyond = order.direction === 'ASC' ? '>' : '<';
  const type = sqlTypeOf(table, order.column);
  if (unique === order.column) return `${named(table, unique)} ${beyond} ${draft.bind(after.key, type)}`;
  const value = `coalesce(${draft.bind(after.value, type)}, ${LAST_OF_TYPE[type] ?? 'null'})`;
  const key = draft.bind(after.key, sqlTypeOf(table, unique));
  return `(${sortExpression(table, order.column)}, ${named(table, unique)}) ${beyond} (${value}, ${key})`;
}

/** The columns that a page is cut and put together by, besides those that are asked for. */
export function keysOf<N extends TableName>({ order, parent }: PageRequest<N>): string[] {
  return [order.column, order.unique ?? 'id', ...(parent ? [parent.column] : [])];
}

/** One page, or where `parents` are given the page of each of them, all in one statement. */
export function pageStatement<N extends TableName>(
  request: PageRequest<N>,
  persona: Persona,
  parents: readonly string[] | null,
  { selection, joined }: Plan<N>,
  today: BusinessDate,
): Statement {
  const { table, parent, order } = request;
  const shape = shapeOf(table);
  const draft = new Draft();
  const from = parents && parent ? `unnest(${draft.bind(parents, 'uuid[]')}) p(id)` : null;
  const conditions = [
    scopeOf(table, persona),
    ...(from && parent ? [`${named(table, parent.column)} = p.id`] : []),
    ...request.filters.map((filter) => conditionOf(table, filter, persona, draft)),
    afterPlace(request, draft),
  ];
  const inner = `select ${selection.list('t')} from ${shape.table} t where ${conditions.map((c) => `(${c})`).join(' and ')}
    order by ${orderBy(table, order)} limit ${draft.bind(String(request.first + 1), 'bigint')}`;
  const { columns, joins } = joined((value, type) => draft.bind(value, type), today);
  if (!from && !joins) return { text: inner, params: draft.params };
  const source = from ? `${from} cross join lateral (${inner}) t` : `(${inner}) t`;
  const text = `select ${selection.list('t')}${columns} from ${source} ${joins} order by ${orderBy(table, order)}`;
  return { text, params: draft.params };
}

/** How many rows there are on all pages; for parents, by parent. */
export function countStatement<N extends TableName>(
  request: PageRequest<N>,
  persona: Persona,
  parents: readonly string[] | null,
): Statement {
  const { table, parent } = request;
  const draft = new Draft();
  const conditions = [
    scopeOf(table, persona),
    ...(parents && parent ? [`${named(table, parent.column)} = any(${draft.bind(parents, 'uuid[]')})`] : []),
    ...request.filters.map((filter) => conditionOf(table, filter, persona, draft)),
  ];
  const where = conditions.map((c) => `(${c})`).join(' and ');
  const by = parents && parent ? named(table, parent.column) : null;
  const text = by
    ? `select ${by}, count(*) from ${shapeOf(table).table} t where ${where} group by 1`
    : `select null, count(*) from ${shapeOf(table).table} t where ${where}`;
  return { text, params: draft.params };
}

/** The place of a row in an order, as text; what a cursor carries. */
export function placeOf<N extends TableName>(
  table: N,
  order: Order<N>,
  row: object,
): { value: string | null; key: string } {
  const text = (key: string) => {
    const encoded = shapeOf(table)
      .column(key)
      .encode((row as Record<string, unknown>)[key]);
    return encoded === null ? null : String(encoded);
  };
  return { value: text(order.column), key: String(text(order.unique ?? 'id')) };
}
