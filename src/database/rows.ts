import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type Row, type TableName, tables } from '../../schema/tables/all.ts';
import type { Param } from './connection.ts';

/** Some columns of a table, or all of them, in a fixed order. */
export interface Selection<N extends TableName> {
  /** Tells one selection of the table from another. */
  readonly key: string;
  readonly columns: readonly Column[];
  /** The columns as a select list, each qualified by the alias. */
  list(alias: string): string;
  /** One row of raw driver values, from `at` on, as a record. A column that was not selected throws when it is read. */
  decode(values: readonly unknown[], at?: number): Row<N>;
}

/**
 * How rows of a table travel: Drizzle's table definitions give the names, the order and the coding of the columns;
 * the SQL that moves them is written once per shape and prepared by the server.
 */
export interface Shape<N extends TableName> extends Selection<N> {
  readonly table: string;
  column(key: string): Column;
}

interface Column {
  readonly key: string;
  readonly name: string;
  readonly json: boolean;
  encode(value: unknown): Param;
  decode(value: unknown): unknown;
}

const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function columnOf(key: string, column: PgColumn): Column {
  const json = column.getSQLType() === 'jsonb';
  return {
    key,
    name: `"${snake(key)}"`,
    json,
    encode(value) {
      if (value === null || value === undefined) return null;
      if (json) return JSON.stringify(value);
      const driven = column.mapToDriverValue(value);
      return typeof driven === 'boolean' ? driven : String(driven);
    },
    decode: (value) => (value === null || json ? value : column.mapFromDriverValue(value)),
  };
}

function selectionFrom<N extends TableName>(
  key: string,
  columns: readonly Column[],
  prototype: object,
): Selection<N> {
  const lists = new Map<string, string>();
  // Rows of one selection are made by one constructor, so that the engine knows their shape.
  function Blank() {}
  Blank.prototype = prototype;
  const Made = Blank as unknown as new () => Record<string, unknown>;
  return {
    key,
    columns,
    list(alias) {
      const list = lists.get(alias) ?? columns.map((column) => `${alias}.${column.name}`).join(', ');
      lists.set(alias, list);
      return list;
    },
    decode(values, at = 0) {
      const row = new Made();
      let place = at;
      for (const column of columns) row[column.key] = column.decode(values[place++]);
      return row as Row<N>;
    },
  };
}

const selections = new Map<string, Selection<TableName>>();
/** Each selection makes prepared statements of its own, so there are not any number of them; beyond, rows are read whole. */
const SELECTIONS_MAX = 300;

/** The columns of a table by their keys; all of them where no keys are given. */
export function selectionOf<N extends TableName>(name: N, keys: ReadonlySet<string> | null): Selection<N> {
  const shape = shapeOf(name);
  if (!keys) return shape;
  const columns = shape.columns.filter(({ key }) => keys.has(key));
  const key = columns.map((column) => column.key).join();
  const known = selections.get(`${name} ${key}`);
  if (known) return known as unknown as Selection<N>;
  for (const one of keys) shape.column(one);
  if (columns.length === shape.columns.length || selections.size >= SELECTIONS_MAX) return shape;
  const selection = selectionFrom<N>(key, columns, withoutOthers(name, shape, keys));
  selections.set(`${name} ${key}`, selection as unknown as Selection<TableName>);
  return selection;
}

/** What is read and was not selected is a defect that must not pass for an empty value. */
function withoutOthers(name: TableName, { columns }: Shape<TableName>, keys: ReadonlySet<string>): object {
  const missing = columns.filter(({ key }) => !keys.has(key));
  const properties = missing.map(({ key }): [string, PropertyDescriptor] => [
    key,
    {
      get() {
        throw new Error(`column ${key} of ${name} was not asked for: the field that reads it has to name it`);
      },
    },
  ]);
  return Object.create(Object.prototype, Object.fromEntries(properties)) as object;
}

const shapes = new Map<TableName, Shape<TableName>>();

export function shapeOf<N extends TableName>(name: N): Shape<N> {
  const known = shapes.get(name);
  if (known) return known as unknown as Shape<N>;
  const columns = Object.entries(getTableColumns(tables[name])).map(([key, column]) =>
    columnOf(key, column as PgColumn),
  );
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const shape: Shape<N> = {
    ...selectionFrom<N>('', columns, Object.prototype),
    table: `"${getTableName(tables[name])}"`,
    column(key) {
      const column = byKey.get(key);
      if (!column) throw new Error(`table ${name} has no column ${key}`);
      return column;
    },
  };
  shapes.set(name, shape as unknown as Shape<TableName>);
  return shape;
}

/** A placeholder for a column's value; JSON is bound as text, so that the driver leaves it alone. */
export function placeholder(column: Column, number: number): string {
  return column.json ? `$${number}::text::jsonb` : `$${number}`;
}

export interface Statement {
  readonly text: string;
  readonly params: readonly Param[];
}

const texts = new Map<string, string>();

/** The text of a statement, made once per shape of the request. */
export function textOf(key: string, make: () => string): string {
  const known = texts.get(key);
  if (known) return known;
  const made = make();
  texts.set(key, made);
  return made;
}

export function insertOf<N extends TableName>(name: N, row: Partial<Row<N>>, onConflict = ''): Statement {
  const shape = shapeOf(name);
  const columns = shape.columns.filter(
    (column) => (row as Record<string, unknown>)[column.key] !== undefined,
  );
  const text = textOf(`insert ${name} ${columns.map((column) => column.key).join()} ${onConflict}`, () => {
    const names = columns.map((column) => column.name).join(', ');
    const places = columns.map((column, at) => placeholder(column, at + 1)).join(', ');
    return `insert into ${shape.table} (${names}) values (${places}) ${onConflict}`.trim();
  });
  return {
    text,
    params: columns.map((column) => column.encode((row as Record<string, unknown>)[column.key])),
  };
}

export function updateOf<N extends TableName>(
  name: N,
  key: Partial<Row<N>>,
  patch: Partial<Row<N>>,
): Statement {
  const shape = shapeOf(name);
  const set = Object.keys(patch).map(shape.column);
  const where = Object.keys(key).map(shape.column);
  const text = textOf(
    `update ${name} ${set.map((c) => c.key).join()} by ${where.map((c) => c.key).join()}`,
    () => {
      const sets = set.map((column, at) => `${column.name} = ${placeholder(column, at + 1)}`).join(', ');
      const wheres = where
        .map((column, at) => `${column.name} = ${placeholder(column, set.length + at + 1)}`)
        .join(' and ');
      return `update ${shape.table} set ${sets} where ${wheres}`;
    },
  );
  const value = (from: object, column: Column) =>
    column.encode((from as Record<string, unknown>)[column.key]);
  return {
    text,
    params: [...set.map((column) => value(patch, column)), ...where.map((column) => value(key, column))],
  };
}

/**
 * An update that fails in the server where it does not meet the rows that it must, in SQL: row security hides what an acting
 * role may not change, and to meet nothing is a defect and not a success. Its failure, a division by zero, undoes the
 * transaction without anybody having waited for the answer.
 */
export function meeting(update: string, must = 'count(*) > 0'): string {
  return `with met as (${update} returning 1) select 1 / (${must})::int from met`;
}

/** Many rows of a table as one value to bind, each as the record that PostgreSQL's `jsonb_populate_recordset` reads. */
export function recordset<N extends TableName>(name: N, rows: readonly Partial<Row<N>>[]): string {
  const { columns } = shapeOf(name);
  return JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        columns.map((column) => {
          const value = (row as Record<string, unknown>)[column.key];
          return [column.name.slice(1, -1), column.json ? (value ?? null) : column.encode(value)];
        }),
      ),
    ),
  );
}

/** Selects by equality on the given keys; null asks for `is null`. `tail` is fixed SQL such as an order or a lock. */
export function selectOf<N extends TableName>(name: N, key: Partial<Row<N>>, tail = ''): Statement {
  const shape = shapeOf(name);
  const values = Object.entries(key as Record<string, unknown>);
  const text = textOf(
    `select ${name} ${values.map(([k, v]) => (v === null ? `${k} null` : k)).join()} ${tail}`,
    () => {
      let bound = 0;
      const wheres = values.map(([k, v]) => {
        const column = shape.column(k);
        if (v === null) return `t.${column.name} is null`;
        bound += 1;
        return `t.${column.name} = ${placeholder(column, bound)}`;
      });
      return `select ${shape.list('t')} from ${shape.table} t where ${wheres.join(' and ')} ${tail}`.trim();
    },
  );
  return { text, params: values.filter(([, v]) => v !== null).map(([k, v]) => shape.column(k).encode(v)) };
}
