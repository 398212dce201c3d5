import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { Extensions } from 'type-graphql';
import type { Row, TableName } from '../acts/ports.ts';
import type { Ahead, Columns, Wanted } from '../acts/reads.ts';
import type { ExposureScope } from '../domain/words.ts';
import type { RequestContext } from './context.ts';
import { NODES } from './node.type.ts';

// Lookahead: before an operation runs, its document tells which columns of which tables it will read, and which things it
// will ask for along with those that name them. A field that nothing is said of may read anything: with one of those in it,
// an operation reads whole rows, each thing when it is asked for. Saying more of a field makes it faster, never different.

interface Told {
  /** The columns of its own row that the field reads. */
  readonly columns?: readonly string[];
  /** The thing that its row names in a column, which is what the field answers with. */
  readonly named?: { readonly table: TableName; readonly by: string };
  /** The scope of the kept exposure that the field answers with. */
  readonly exposure?: ExposureScope;
  /** It needs the business date. */
  readonly pool?: boolean;
}

const told = (ahead: Told) => Extensions({ ahead });

/** A field that reads these columns of its row, and nothing else but what is selected below it. */
export const Reads = <N extends TableName>(...columns: (keyof Row<N> & string)[]) => told({ columns });

/** The same, with the business date. */
export const ReadsToday = <N extends TableName>(...columns: (keyof Row<N> & string)[]) =>
  told({ columns, pool: true });

/** A field that answers with the thing that a column of its row names, by the thing’s id. */
export const Names = <N extends TableName>(table: TableName, by: Columns<N>) =>
  told({ columns: [by], named: { table, by } });

/** A field that answers with the kept exposure of its own thing. */
export const Exposes = (scope: ExposureScope) => told({ exposure: scope });

/** The tables whose rows are read in parts: wide ones, in long lists. All others are read whole. */
const IN_PARTS = new Set<TableName>(['loan', 'enterprise', 'region', 'bank', 'referral', 'obligation']);

/** To be called before anything else gives fields a resolver: those that have one, and say nothing, may read anything. */
export function markUntold(type: GraphQLObjectType): void {
  for (const field of Object.values(type.getFields()))
    if (field.resolve && !field.extensions.ahead) field.extensions = { ...field.extensions, untold: true };
}

class Untold extends Error {}

interface Gathered {
  readonly columns: Set<string>;
  readonly named: Map<string, Wanted['named'][number]>;
  exposure: ExposureScope | null;
}

class Walk {
  readonly tables = new Map<TableName, Gathered>();
  pool = false;

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  /** Throws Untold where something in it may read anything. */
  selections({ selections }: SelectionSetNode, type: GraphQLObjectType): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value.startsWith('__')) continue;
        const field = type.getFields()[selection.name.value];
        if (!field) throw new Untold();
        this.field(field, type);
        if (selection.selectionSet) this.selections(selection.selectionSet, this.objectType(field.type));
        else if (!isLeafType(getNamedType(field.type))) throw new Untold();
        continue;
      }
      const part =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
      if (!part || (part.typeCondition && part.typeCondition.name.value !== type.name)) throw new Untold();
      this.selections(part.selectionSet, type);
    }
  }

  private objectType(of: GraphQLField<unknown, unknown>['type']): GraphQLObjectType {
    const type = getNamedType(of);
    if (!isObjectType(type)) throw new Untold();
    return type;
  }

  private field(field: GraphQLField<unknown, unknown>, type: GraphQLObjectType): void {
    if (field.extensions.untold) throw new Untold();
    const { columns, named, exposure, pool } = (field.extensions.ahead ?? {}) as Told;
    if (pool) this.pool = true;
    const table = NODES[type.name]?.table;
    if (!table || !IN_PARTS.has(table)) return;
    const gathered = this.tables.get(table) ?? { columns: new Set(), named: new Map(), exposure: null };
    this.tables.set(table, gathered);
    for (const column of field.extensions.ahead ? (columns ?? []) : [field.name])
      gathered.columns.add(column);
    if (named && IN_PARTS.has(named.table)) gathered.named.set(`${named.table} ${named.by}`, named);
    if (exposure) gathered.exposure = exposure;
  }
}

/** What an operation will read; null where that can't be told. */
export function aheadOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Ahead | null {
  const root = schema.getRootType(operation.operation);
  if (!root || operation.operation !== 'query') return null;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const walk = new Walk(fragments);
  try {
    walk.selections(operation.selectionSet, root);
  } catch (error) {
    if (error instanceof Untold) return null;
    throw error;
  }
  const tables = [...walk.tables].map(([table, { columns, named, exposure }]): [TableName, Wanted] => [
    table,
    { columns, named: [...named.values()], exposure },
  ]);
  return { tables: new Map(tables), pool: walk.pool };
}

/** Tells the reader of each operation what it will read; worked out once per document. */
export function aheadPlugin(): ApolloServerPlugin<RequestContext> {
  const known = new WeakMap<OperationDefinitionNode, Ahead | null>();
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, contextValue }) {
          // Apollo calls this without an operation too, when the name fits none.
          if (!operation) return;
          if (!known.has(operation)) known.set(operation, aheadOf(schema, document, operation));
          contextValue.reader.expect(known.get(operation) ?? null);
        },
      };
    },
  };
}
