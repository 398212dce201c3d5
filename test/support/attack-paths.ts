import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { dummy } from './dummies.ts';

// Reads a schema as an attacker would: which fields take something that could be a foreign thing's, how to get there,
// and everything that can be asked for from there. Nothing in it names a field or a type of ours.

/** One place in a field's arguments where a value of the attacker's choice can stand. */
export interface Leaf {
  /** "filter.bank" */
  readonly name: string;
  readonly scalar: string;
  /** The field's arguments as written in a document, with a value in this place. */
  written(value: string): string;
}

/** A field with arguments worth attacking. */
export interface Place {
  /** "Query.loans" */
  readonly name: string;
  readonly field: GraphQLField<unknown, unknown>;
  /** The fields above it, as written: none for a field of Query. */
  readonly path: readonly string[];
  readonly operation: 'query' | 'mutation';
  readonly leaves: readonly Leaf[];
  /** Enums and truth values, each with all that it may be. */
  readonly choices: readonly { readonly name: string; readonly written: readonly string[] }[];
}

/** Scalars in which nothing of a foreign thing can be named. */
const HARMLESS = new Set(['Int', 'Float', 'Date', 'DateTime', 'Percent', 'JSON']);
const NAMING = new Set(['ID', 'String', 'Name', 'Text', 'Yuan', 'CreditCode']);
const ARGUMENT_DEPTH_MAX = 4;

function literal(type: GraphQLInputType, value: unknown): string {
  const bare = getNullableType(type);
  if (value === null || value === undefined) return 'null';
  if (isListType(bare)) return `[${(value as unknown[]).map((one) => literal(bare.ofType, one)).join(', ')}]`;
  if (isInputObjectType(bare)) {
    const fields = bare.getFields();
    const parts = Object.entries(value).flatMap(([name, inner]) =>
      fields[name] ? [`${name}: ${literal(fields[name].type, inner)}`] : [],
    );
    return `{${parts.join(', ')}}`;
  }
  return isEnumType(bare) ? String(value) : JSON.stringify(value);
}

const isRequired = ({ type, defaultValue }: GraphQLArgument): boolean =>
  isNonNullType(type) && defaultValue === undefined;

/** What stands where something has to stand. */
export type Fill = (type: GraphQLInputType, name: string) => unknown;

/** The arguments that a field can't do without, but for one. */
function requiredArgs(field: GraphQLField<unknown, unknown>, fill: Fill, without?: string): string[] {
  return field.args.flatMap((arg) =>
    isRequired(arg) && arg.name !== without
      ? [`${arg.name}: ${literal(arg.type, fill(arg.type, arg.name))}`]
      : [],
  );
}

const inBrackets = (args: readonly string[]): string => (args.length > 0 ? `(${args.join(', ')})` : '');

/** A field as written when nothing is to be attacked in it: lists whole. */
function plainly(field: GraphQLField<unknown, unknown>): string {
  const first = field.args.some((arg) => arg.name === 'first') ? ['first: 100'] : [];
  return `${field.name}${inBrackets([...first, ...requiredArgs(field, dummy)])}`;
}

interface Spot {
  readonly name: string;
  readonly scalar: string;
  readonly choices: readonly string[] | null;
  written(value: string): string;
}

function spotsIn(type: GraphQLInputType, name: string, depth: number, fill: Fill): Spot[] {
  const bare = getNullableType(type);
  if (depth > ARGUMENT_DEPTH_MAX) return [];
  if (isListType(bare))
    return spotsIn(bare.ofType, name, depth + 1, fill).map((spot) => ({
      ...spot,
      written: (value) => `[${spot.written(value)}]`,
    }));
  if (isInputObjectType(bare)) {
    const fields = Object.values(bare.getFields());
    const needed = (but: string): string[] =>
      fields.flatMap((one) =>
        one.name !== but && isNonNullType(one.type) && one.defaultValue === undefined
          ? [`${one.name}: ${literal(one.type, fill(one.type, one.name))}`]
          : [],
      );
    return fields.flatMap((one) =>
      spotsIn(one.type, `${name}.${one.name}`, depth + 1, fill).map((spot) => ({
        ...spot,
        written: (value) => `{${[...needed(one.name), `${one.name}: ${spot.written(value)}`].join(', ')}}`,
      })),
    );
  }
  const plain = { name, scalar: String(bare), written: (value: string) => value };
  if (isEnumType(bare)) return [{ ...plain, choices: bare.getValues().map((value) => value.name) }];
  if (plain.scalar === 'Boolean') return [{ ...plain, choices: ['true', 'false'] }];
  if (HARMLESS.has(plain.scalar)) return [];
  if (!NAMING.has(plain.scalar))
    throw new Error(`${name}: decide whether a ${plain.scalar} can name a foreign thing`);
  return [{ ...plain, choices: null }];
}

function placeOf(
  type: string,
  field: GraphQLField<unknown, unknown>,
  {
    path = [],
    operation = 'query',
    fill = dummy,
  }: Partial<Pick<Place, 'path' | 'operation'>> & { fill?: Fill },
): Place | null {
  const spots = field.args.flatMap((arg) =>
    spotsIn(arg.type, arg.name, 0, fill).map((spot) => ({
      ...spot,
      written: (value: string) =>
        inBrackets([...requiredArgs(field, fill, arg.name), `${arg.name}: ${spot.written(value)}`]),
    })),
  );
  if (spots.length === 0) return null;
  return {
    name: `${type}.${field.name}`,
    field,
    path,
    operation,
    leaves: spots.filter(({ choices }) => choices === null),
    choices: spots.flatMap(({ name, choices, written }) =>
      choices ? [{ name, written: choices.map((choice) => written(choice)) }] : [],
    ),
  };
}

/** A page of a list is no step further away than the things in it. */
const stepTo = (type: GraphQLNamedOutputType): number => (type.name.endsWith('Connection') ? 0 : 1);

/** Every field that takes a thing's id, text, amount or cursor, by the shortest way to it. */
export function placesOf(schema: GraphQLSchema, stepsMax: number, without: ReadonlySet<string>): Place[] {
  const query = schema.getQueryType();
  if (!query) throw new Error('a schema has a query type');
  const places: Place[] = [];
  const seen = new Set<string>([query.name]);
  let front: { type: GraphQLNamedOutputType; path: readonly string[]; steps: number }[] = [
    { type: query, path: [], steps: 0 },
  ];
  while (front.length > 0) {
    const next: typeof front = [];
    for (const { type, path, steps } of front) {
      if (!isObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (without.has(`${type.name}.${field.name}`)) continue;
        const place = placeOf(type.name, field, { path });
        if (place) places.push(place);
        const inner = getNamedType(field.type);
        if (isLeafType(inner) || seen.has(inner.name) || steps + stepTo(inner) > stepsMax) continue;
        // By the id of nothing there is no way on.
        if (field.args.some(isRequired)) continue;
        seen.add(inner.name);
        next.push({ type: inner, path: [...path, plainly(field)], steps: steps + stepTo(inner) });
      }
    }
    // A list is the better way to a type than what some balance or figure happens to name.
    front = next.sort((one, other) => stepTo(one.type) - stepTo(other.type));
  }
  return places;
}

/** The acts and their dry runs: the fields of Mutation, and those behind Query.check. */
export function actPlacesOf(schema: GraphQLSchema, fill: Fill): Place[] {
  const checks = schema.getQueryType()?.getFields().check?.type;
  const roots = [
    [schema.getMutationType(), { operation: 'mutation', path: [] }],
    [checks && getNamedType(checks), { operation: 'query', path: ['check'] }],
  ] as const;
  return roots.flatMap(([type, how]) =>
    type && isObjectType(type)
      ? Object.values(type.getFields()).flatMap((field) => placeOf(type.name, field, { ...how, fill }) ?? [])
      : [],
  );
}

/** Everything that can be asked of a type down to a depth; empty for a scalar. Lists are asked for whole. */
export function selectionOf(
  schema: GraphQLSchema,
  named: GraphQLNamedOutputType,
  depth: number,
  alias = '',
): string {
  if (isLeafType(named)) return '';
  if (isAbstractType(named)) {
    // Fields of one name have other types in other kinds of things: each kind's go by a name of their own.
    const kinds = schema
      .getPossibleTypes(named)
      .map((kind) => `... on ${kind.name} ${selectionOf(schema, kind, depth, `${kind.name}_`)}`);
    return `{ __typename ${kinds.join(' ')} }`;
  }
  if (!isObjectType(named)) throw new Error(`${String(named)} can't be selected from`);
  const parts = Object.values(named.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    const written = alias === '' ? plainly(field) : `${alias}${field.name}: ${plainly(field)}`;
    if (isLeafType(inner)) return [written];
    // The same rows twice.
    if (field.name === 'edges') return [];
    if (depth - stepTo(inner) < 0) return [];
    return [`${written} ${selectionOf(schema, inner, depth - stepTo(inner))}`];
  });
  return `{ __typename ${parts.join(' ')} }`;
}

/** The fields of Query with all that lies behind each, one document a field. */
export function walksOf(
  schema: GraphQLSchema,
  depth: number,
  without: ReadonlySet<string>,
): Map<string, string> {
  const walks = new Map<string, string>();
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {}))
    if (!without.has(`Query.${field.name}`) && !field.args.some(isRequired))
      walks.set(
        field.name,
        `{ ${plainly(field)} ${selectionOf(schema, getNamedType(field.type), depth - 1)} }`,
      );
  return walks;
}
