import type { Row, TableName } from '../../schema/tables/all.ts';
import type { Actor } from '../acts/actor.ts';
import type { Ahead, Wanted } from '../acts/reads.ts';
import type { BusinessDate } from '../domain/dates.ts';
import type { Persona } from '../domain/words.ts';
import type { Param } from './connection.ts';
import { emptyExposure, keptColumns, keptFrom } from './figures.ts';
import { type Selection, selectionOf, shapeOf } from './rows.ts';
import { namedScopeOf, scopeOf } from './scopes.ts';

// Lookahead, as far as the database is concerned: which columns of a table are read, and what is joined to its rows
// because it will be asked for too. What came along is kept by its name, so that nobody asks the database for it again.

/** Binds a value to a statement that is being written; answers with its placeholder. */
export type Bind = (value: Param, type: string) => string;

/** How rows `t` of a table are read in one view. */
export interface Plan<N extends TableName> {
  readonly selection: Selection<N>;
  /** Tells this plan from others of the table. */
  readonly key: string;
  /** What is joined to rows `t`: columns, each after a comma, and joins. */
  joined(bind: Bind, today: BusinessDate): Joined;
  decode(values: readonly unknown[], actor: Actor, known: Map<string, unknown>): Row<N>;
}

interface Joined {
  readonly columns: string;
  readonly joins: string;
}

export function wholeRows<N extends TableName>(table: N): Plan<N> {
  const shape = shapeOf(table);
  return {
    selection: shape,
    key: '',
    joined: () => ({ columns: '', joins: '' }),
    decode: (values) => shape.decode(values),
  };
}

/** The columns of a table that are wanted, and its key; null for all of them. */
function columnsOf(ahead: Ahead, table: TableName, keys: readonly string[]): ReadonlySet<string> | null {
  const wanted = ahead.tables.get(table);
  return wanted ? new Set([...wanted.columns, ...keys]) : null;
}

const plans = new WeakMap<Ahead, Map<string, Plan<TableName>>>();

/** How rows of a table are read with what is known ahead; `keys` are columns that the reading itself needs. */
export function planOf<N extends TableName>(
  ahead: Ahead | null,
  persona: Persona,
  table: N,
  keys: readonly string[],
): Plan<N> {
  const wanted = ahead?.tables.get(table);
  if (!ahead || !wanted) return wholeRows(table);
  const ofThis = plans.get(ahead) ?? new Map<string, Plan<TableName>>();
  plans.set(ahead, ofThis);
  const key = `${persona} ${table} ${keys.join()}`;
  const plan = ofThis.get(key) ?? makePlan(ahead, wanted, persona, table, keys);
  ofThis.set(key, plan);
  return plan as unknown as Plan<N>;
}

function makePlan(
  ahead: Ahead,
  wanted: Wanted,
  persona: Persona,
  table: TableName,
  keys: readonly string[],
): Plan<TableName> {
  const selection = selectionOf(table, columnsOf(ahead, table, ['id', ...keys]));
  const shape = shapeOf(table);
  const named = wanted.named.map((one, at) => {
    const named = selectionOf(one.table, columnsOf(ahead, one.table, ['id']));
    const alias = `n${at}`;
    const join = `left join ${shapeOf(one.table).table} ${alias} on ${alias}.id = t.${shape.column(one.by).name}
      and ${namedScopeOf(one.table, persona, alias)}`;
    return { ...one, selection: named, alias, join };
  });
  const { exposure: scope } = wanted;
  const texts = new Map<string, Joined>();
  const textWith = (today: string): Joined => ({
    columns: [
      ...named.map((one) => `, ${one.selection.list(one.alias)}`),
      ...(scope ? [`, ${keptColumns(persona, today)}`] : []),
    ].join(''),
    joins: [
      ...named.map((one) => one.join),
      ...(scope
        ? [
            `left join exposure x on x.scope = '${scope}' and x.scope_id = t.id and ${scopeOf('exposure', persona, 'x')}`,
          ]
        : []),
    ].join(' '),
  });
  return {
    selection,
    key: [selection.key, ...named.map((one) => `${one.table} ${one.by} ${one.selection.key}`), scope].join(
      '|',
    ),
    joined(bind, today) {
      const placeholder = scope ? bind(today, 'date') : '';
      const text = texts.get(placeholder) ?? textWith(placeholder);
      texts.set(placeholder, text);
      return text;
    },
    decode(values, actor, known) {
      const row = selection.decode(values);
      let at = selection.columns.length;
      for (const one of named) {
        const id = (row as Record<string, unknown>)[one.by];
        const key = `${one.table} ${id}`;
        // One that is not there is not said to be unknown: it is asked for by itself.
        if (!known.has(key) && values[at] !== null) known.set(key, one.selection.decode(values, at));
        at += one.selection.columns.length;
      }
      if (scope) {
        const { id } = row as { readonly id: string };
        known.set(`exposure ${scope} ${id}`, keptFrom(values, at) ?? emptyExposure(actor, scope, id));
      }
      return row;
    },
  };
}
