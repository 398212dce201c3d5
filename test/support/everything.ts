import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/**
 * A query for everything: every field of every type that takes no required argument, to a depth. What a reader can
 * learn by reading at all is in its answer, so a field that somebody adds tomorrow is in it too.
 */
export function everything(schema: GraphQLSchema, depth: number): string {
  const query = schema.getQueryType();
  if (!query) throw new Error('a schema has a query type');
  return `{ ${selection(query, depth, NOT_FOR_ALL)} }`;
}

/** What some personas may not ask at all, which would be an error in their answer. */
const NOT_FOR_ALL = new Set(['check', 'reversals', 'supplements', 'corrections', 'statements', 'takeOvers']);

/** Lists are asked for whole; what is the same rows twice is left out. */
const SAME_ROWS_TWICE = new Set(['edges', 'pageInfo']);

function selection(type: GraphQLOutputType, depth: number, without: ReadonlySet<string>): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '__typename';
  const parts = Object.values(named.getFields()).flatMap((field) => {
    if (without.has(field.name) || SAME_ROWS_TWICE.has(field.name)) return [];
    if (field.args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined)) return [];
    const args = field.args.some((arg) => arg.name === 'first') ? '(first: 100)' : '';
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [`${field.name}${args}`];
    // A list's page is no step further away than the things in it.
    const cost = inner.name.endsWith('Connection') ? 0 : 1;
    if (depth - cost < 0) return [];
    return [`${field.name}${args} { __typename ${selection(field.type, depth - cost, new Set())} }`];
  });
  return parts.join(' ');
}
