import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type Row, type TableName, tables } from '../../schema/tables/all.ts';
import type { Param } from './connection.ts';

/**
 * How rows of a table travel: Drizzle's table definitions give the names, the order and the coding of the columns;
 * the SQL that moves them is written once per shape and prepared by the server.
 */
export interface Shape<N extends TableName> {
  readonly table: string;
  readonly columns: readonly Column[];
  /** The columns as a select list, each qualified by the alias. */
  list(alias: string): string;
  /** One row of raw driver values, from `at` on, as a record. */
  decode(values: readonly unknown[], at?: number): Row<N>;
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

const shapes = new Map<TableName, Shape<TableName>>();

export function shapeOf<N extends TableName>(name: N): Shape<N> {
  const known = shapes.get(name);
  if (known) return known as unknown as Shape<N>;
  const columns = Object.entries(getTableColumns(tables[name])).map(([key, column]) =>
    columnOf(key, column as PgColumn),
  );
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const lists = new Map<string, string>();
  const shape: Shape<N> = {
    table: `"${getTableName(tables[name])}"`,
    columns,
    list(alias) {
      const list = lists.get(alias) ?? columns.map((column) => `${alias}.${column.name}`).join(', ');
      lists.set(alias, list);
      return list;
    },
    decode(values, at = 0) {
      const row: Record<string, unknown> = {};
      columns.forEach((column, offset) => {
        row[column.key] = column.decode(values[at + offset]);
      });
      return row as Row<N>;
    },
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
