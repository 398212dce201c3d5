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
import { LRUCache } from 'lru-cache';
import type { Account } from './budget.ts';
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

/** Values of these types are summed up or judged anew for each thing that they stand on: about a millisecond each. */
const POINTS_BY_TYPE: Readonly<Record<string, number>> = { Headroom: 25, Exposure: 25, Dossier: 25 };

/** A field's own points: `extensions.complexity` where the schema sets it (type-graphql's option of that name). */
function pointsOf(field: GraphQLField<unknown, unknown>, isMutation: boolean, limits: Limits): number {
  const { complexity } = field.extensions;
  if (typeof complexity === 'number') return complexity;
  return isMutation ? limits.mutationCost : (POINTS_BY_TYPE[getNamedType(field.type).name] ?? 1);
}

/** A field whose answer is a yes or no about an amount says in its extensions how many of them it gives. */
export type QuestionsOf = (args: Readonly<Record<string, unknown>>) => number;

function questionsIn({ field, args }: ComplexityEstimatorArgs): number {
  const questions = field.extensions.questions as QuestionsOf | undefined;
  return questions ? questions(args) : 0;
}

/** What an operation asks of its tenant's budget. */
interface Cost {
  readonly points: number;
  readonly questions: number;
}

/** A client that polls asks the same with the same variables; walking its document each time cost more than reading a row. */
const COSTS_KEPT_MAX = 2_000;
const KEY_CHARACTERS_MAX = 500;

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
): Cost {
  const mutationType = schema.getMutationType();
  const points = (given: ComplexityEstimatorArgs): number => {
    if (given.field.name === '__schema') return limits.introspectionCost;
    if (given.field.name === '__type') return limits.introspectionCost / 10;
    const own = pointsOf(given.field, given.type === mutationType, limits);
    return own + limits.questionCost * questionsIn(given) + itemsOf(given, limits) * given.childComplexity;
  };
  const questions = (given: ComplexityEstimatorArgs): number =>
    questionsIn(given) + itemsOf(given, limits) * given.childComplexity;
  const sumBy = (estimate: (given: ComplexityEstimatorArgs) => number) =>
    getComplexity({
      schema,
      query: document,
      variables,
      estimators: [estimate],
      maxQueryNodes: NODES_MAX,
      ...(operation.name ? { operationName: operation.name.value } : {}),
    });
  try {
    return { points: Math.ceil(sumBy(points)), questions: sumBy(questions) };
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
export function longestList(value: unknown): number {
  let longest = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const at = waiting.pop();
    if (Array.isArray(at)) longest = Math.max(longest, at.length);
    if (typeof at === 'object' && at !== null) for (const inner of Object.values(at)) waiting.push(inner);
  }
  return longest;
}

/** What an account says of itself in `extensions.cost`; nothing where no budget is kept. */
function standingOf(account: Account | undefined, questions: number) {
  if (!account) return {};
  return { ...account.points(), questions: { asked: questions, ...account.questions() } };
}

/** What is known of a request while it runs; endpoint.ts puts it into the context. */
export interface Progress {
  readonly account: Account | undefined;
  /** True once it is known to be a query: it may be cut off at any moment, an act may not. */
  isQuery: boolean;
}
export const PROGRESS = Symbol('progress');
export type Progressing = BaseContext & { readonly [PROGRESS]?: Progress };

/**
 * Refuses an operation that costs too much, or more than its tenant has left, and tells every client in
 * `extensions.cost` what its query cost and how its tenant stands.
 */
export function costPlugin(limits: Limits): ApolloServerPlugin<Progressing> {
  const known = new LRUCache<string, Cost>({ max: COSTS_KEPT_MAX });
  return {
    async requestDidStart() {
      let asked: Cost | null = null;
      return {
        async didResolveOperation({ schema, document, operation, queryHash, request, contextValue }) {
          // Apollo calls this without an operation too, when the name fits none; execution then says so with a 400.
          if (!operation) return;
          const progress = contextValue[PROGRESS];
          if (progress) progress.isQuery = operation.operation === 'query';
          const raw = request.variables ?? {};
          const key = `${queryHash} ${operation.name?.value} ${JSON.stringify(raw)}`;
          asked = known.get(key) ?? null;
          if (!asked) {
            const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], raw, {
              maxErrors: 5,
            });
            // Bad variables are reported by the execution, with the place of each; a cost would hide them.
            if (coerced.errors) return;
            const longest = longestList(raw);
            if (longest > limits.listItemsMax)
              throw new LimitExceeded('LIST_TOO_LONG', limits.listItemsMax, longest);
            asked = costOf(schema, document, operation, raw, limits);
            if (key.length <= KEY_CHARACTERS_MAX) known.set(key, asked);
          }
          if (asked.points > limits.costMax)
            throw new LimitExceeded('QUERY_TOO_COSTLY', limits.costMax, asked.points);
          progress?.account?.take(asked.points, asked.questions);
        },
        async willSendResponse({ response: { body }, contextValue }) {
          if (body.kind !== 'single') return;
          const account = contextValue?.[PROGRESS]?.account;
          if (!asked && !account) return;
          const cost = {
            asked: Math.min(asked?.points ?? 0, Number.MAX_SAFE_INTEGER),
            limit: limits.costMax,
            ...standingOf(account, asked?.questions ?? 0),
          };
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
        },
      };
    },
  };
}
