import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getVariableValues,
  isCompositeType,
  isListType,
  isUnionType,
  type OperationDefinitionNode,
} from 'graphql';
import { type ComplexityEstimatorArgs, getComplexity } from 'graphql-query-complexity';
import { LimitExceeded, type Limits } from './limits.ts';

/** How many selections the calculation may visit; the shape's limits keep any honest document far below it. */
const NODES_MAX = 10_000;

/** How many times the cost of what is selected below a field has to be paid. */
function itemsOf({ field, args, type }: ComplexityEstimatorArgs, limits: Limits): number {
  if (field.args.some(({ name }) => name === 'first')) {
    const asked = [args.first, args.last].find((value) => typeof value === 'number');
    return Math.max(1, asked ?? limits.pageItemsAssumed);
  }
  if (!isListType(getNullableType(field.type)) || !isCompositeType(getNamedType(field.type))) return 1;
  // The page was charged at the field that took `first`; its edges are not charged a second time.
  if (!isUnionType(type) && 'pageInfo' in type.getFields()) return 1;
  return Array.isArray(args.ids) ? Math.max(1, args.ids.length) : limits.listItemsAssumed;
}

/** A field's own points: `extensions.complexity` where the schema sets it (type-graphql's option of that name). */
function pointsOf(field: GraphQLField<unknown, unknown>, isMutation: boolean, limits: Limits): number {
  const { complexity } = field.extensions;
  if (typeof complexity === 'number') return complexity;
  return isMutation ? limits.mutationCost : 1;
}

/**
 * The points of one operation, with the variables as they will be coerced: one for each value that the answer may
 * hold. Anything the calculation can't follow is refused, never passed uncounted.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  limits: Limits,
): number {
  const mutationType = schema.getMutationType();
  const estimate = (given: ComplexityEstimatorArgs): number => {
    if (given.field.name === '__schema') return limits.introspectionCost;
    if (given.field.name === '__type') return limits.introspectionCost / 10;
    const points = pointsOf(given.field, given.type === mutationType, limits);
    return points + itemsOf(given, limits) * given.childComplexity;
  };
  try {
    return getComplexity({
      schema,
      query: document,
      variables,
      estimators: [estimate],
      maxQueryNodes: NODES_MAX,
      ...(operation.name ? { operationName: operation.name.value } : {}),
    });
  } catch (error) {
    // Arguments that fail only now, such as a null variable where the default made it legal, are the client's; so
    // is a document too wide to walk. The library reports both as plain GraphQL errors.
    if (!(error instanceof GraphQLError)) throw error;
    if (!error.nodes) throw new LimitExceeded('QUERY_TOO_COSTLY', limits.costMax, Number.POSITIVE_INFINITY);
    throw new GraphQLError(error.message, {
      nodes: error.nodes,
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
    });
  }
}

/** The length of the longest list in a variable's value. */
function longestList(value: unknown): number {
  let longest = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const at = waiting.pop();
    if (Array.isArray(at)) longest = Math.max(longest, at.length);
    if (typeof at === 'object' && at !== null) for (const inner of Object.values(at)) waiting.push(inner);
  }
  return longest;
}

/** Refuses an operation that costs too much, and tells every client in `extensions.cost` what its query cost. */
export function costPlugin(limits: Limits): ApolloServerPlugin<BaseContext> {
  return {
    async requestDidStart() {
      let asked: number | null = null;
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          // Apollo calls this without an operation too, when the name fits none; execution then says so with a 400.
          if (!operation) return;
          const raw = request.variables ?? {};
          const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], raw, {
            maxErrors: 5,
          });
          // Bad variables are reported by the execution, with the place of each; a cost would hide them.
          if (coerced.errors) return;
          const longest = longestList(raw);
          if (longest > limits.listItemsMax)
            throw new LimitExceeded('LIST_TOO_LONG', limits.listItemsMax, longest);
          asked = Math.ceil(costOf(schema, document, operation, raw, limits));
          if (asked > limits.costMax) throw new LimitExceeded('QUERY_TOO_COSTLY', limits.costMax, asked);
        },
        async willSendResponse({ response: { body } }) {
          if (asked === null || body.kind !== 'single') return;
          const cost = { asked: Math.min(asked, Number.MAX_SAFE_INTEGER), limit: limits.costMax };
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
        },
      };
    },
  };
}
