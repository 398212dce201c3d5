import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import type { Message } from '../acts/failures.ts';

/** What one document may ask. Counts go through fragments, as often as they are spread. */
export interface Limits {
  readonly tokensMax: number;
  readonly operationsMax: number;
  readonly depthMax: number;
  /** Below __schema and __type, where the tools nest `ofType` nine times. */
  readonly introspectionDepthMax: number;
  readonly fieldsMax: number;
  readonly rootFieldsMax: number;
  readonly rootMutationFieldsMax: number;
  readonly aliasesMax: number;
  readonly directivesMax: number;
  /** Items of one list, written in the document or sent in a variable. */
  readonly listItemsMax: number;
  /** Points; one point is one value that the answer may hold. */
  readonly costMax: number;
  /** Items charged for a page whose `first` is left out and has no default. */
  readonly pageItemsAssumed: number;
  /** Items charged for a list that isn't paged. */
  readonly listItemsAssumed: number;
  readonly mutationCost: number;
  readonly introspectionCost: number;
  /** For each yes or no about an amount: a hypothetical loan, a check. Besides what its answer costs. */
  readonly questionCost: number;
  /** For every request, also one that turns out to be nonsense. */
  readonly requestCost: number;
  /** Of a request's text for one point more: reading and checking it takes its time, also when it is refused. */
  readonly charactersPerPoint: number;
  /** From the document's arrival to its answer; a query that takes longer is answered as busy. */
  readonly answerSecondsMax: number;
}

export const DEFAULT_LIMITS: Limits = {
  tokensMax: 2_000,
  operationsMax: 10,
  depthMax: 12,
  introspectionDepthMax: 20,
  fieldsMax: 500,
  rootFieldsMax: 20,
  rootMutationFieldsMax: 5,
  aliasesMax: 30,
  directivesMax: 20,
  listItemsMax: 250,
  costMax: 10_000,
  pageItemsAssumed: 20,
  listItemsAssumed: 10,
  mutationCost: 50,
  introspectionCost: 2_500,
  questionCost: 20,
  requestCost: 10,
  charactersPerPoint: 20,
  answerSecondsMax: 15,
};

type Say = (limit: number, actual: number) => Message;

const REFUSALS = {
  QUERY_TOO_LONG: (limit) => ({
    zh: `查询文本过长：词法单元最多 ${limit} 个。`,
    en: `The document is too long: at most ${limit} tokens are allowed.`,
  }),
  TOO_MANY_OPERATIONS: (limit, actual) => ({
    zh: `一份文档最多含 ${limit} 个操作，实际 ${actual} 个。`,
    en: `A document may hold ${limit} operations; this one holds ${actual}.`,
  }),
  QUERY_TOO_DEEP: (limit, actual) => ({
    zh: `查询嵌套过深：最多 ${limit} 层，实际 ${actual} 层。`,
    en: `The query is nested too deeply: at most ${limit} levels are allowed, this one has ${actual}.`,
  }),
  TOO_MANY_FIELDS: (limit, actual) => ({
    zh: `查询字段过多：最多 ${limit} 个，实际 ${actual} 个。`,
    en: `The query selects too many fields: at most ${limit} are allowed, this one selects ${actual}.`,
  }),
  TOO_MANY_ROOT_FIELDS: (limit, actual) => ({
    zh: `顶层查询字段过多：最多 ${limit} 个，实际 ${actual} 个。`,
    en: `Too many fields at the root: at most ${limit} are allowed, this operation has ${actual}.`,
  }),
  TOO_MANY_MUTATIONS: (limit, actual) => ({
    zh: `一次请求最多办理 ${limit} 项变更，实际 ${actual} 项。`,
    en: `One request may carry ${limit} mutations; this one carries ${actual}.`,
  }),
  TOO_MANY_ALIASES: (limit, actual) => ({
    zh: `别名过多：最多 ${limit} 个，实际 ${actual} 个。`,
    en: `Too many aliases: at most ${limit} are allowed, this document uses ${actual}.`,
  }),
  TOO_MANY_DIRECTIVES: (limit, actual) => ({
    zh: `指令过多：最多 ${limit} 个，实际 ${actual} 个。`,
    en: `Too many directives: at most ${limit} are allowed, this document uses ${actual}.`,
  }),
  LIST_TOO_LONG: (limit, actual) => ({
    zh: `列表过长：最多 ${limit} 项，实际 ${actual} 项；请分批提交。`,
    en: `A list is too long: at most ${limit} items are allowed, this one has ${actual}; send it in parts.`,
  }),
  BATCH_NOT_ALLOWED: (limit, actual) => ({
    zh: `一份正文只能含 ${limit} 个请求，不得为请求的数组（现含 ${actual} 个）；请逐个提交。`,
    en: `A body carries ${limit} request and is no list of them; this list holds ${actual}. Send them one by one.`,
  }),
  QUERY_TOO_COSTLY: (limit, actual) => ({
    zh: `查询开销过大：上限 ${limit}，实际 ${actual}；请减小分页或减少嵌套。`,
    en: `The query costs too much: the limit is ${limit}, this one asks ${actual}; ask for smaller pages or nest less.`,
  }),
} as const satisfies Record<string, Say>;
export type LimitCode = keyof typeof REFUSALS;

/** Doubling through fragments reaches numbers that say nothing more; they are reported as this one. */
const ACTUAL_REPORTED_MAX = 1_000_000_000;

/** A request that is refused before anything runs, in our words and with a status of its own. */
export class RequestRefused extends GraphQLError {
  constructor(messages: Message, extensions: Readonly<Record<string, unknown>>) {
    super(messages.en, { extensions: { ...extensions, messages } });
  }
}

/** A document was refused for its size, not for its meaning; always answered with status 400. */
export class LimitExceeded extends RequestRefused {
  constructor(code: LimitCode, limit: number, actual: number) {
    const reported = Math.min(Math.ceil(actual), ACTUAL_REPORTED_MAX);
    super(REFUSALS[code](limit, reported), { code, limit, actual: reported, http: { status: 400 } });
  }
}

// ---- The shape of a document ------------------------------------------------------------------------------

interface Measure {
  readonly depth: number;
  readonly introspectionDepth: number;
  readonly rootFields: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
}
const NOTHING: Measure = {
  depth: 0,
  introspectionDepth: 0,
  rootFields: 0,
  fields: 0,
  aliases: 0,
  directives: 0,
};

/** Depths never add up, they only lie beside each other; how counts combine is said by the caller. */
function combined(one: Measure, other: Measure, count: (a: number, b: number) => number): Measure {
  return {
    depth: Math.max(one.depth, other.depth),
    introspectionDepth: Math.max(one.introspectionDepth, other.introspectionDepth),
    rootFields: count(one.rootFields, other.rootFields),
    fields: count(one.fields, other.fields),
    aliases: count(one.aliases, other.aliases),
    directives: count(one.directives, other.directives),
  };
}
const beside = (one: Measure, other: Measure) => combined(one, other, (a, b) => a + b);
const worse = (one: Measure, other: Measure) => combined(one, other, Math.max);

type Definition = OperationDefinitionNode | FragmentDefinitionNode;

/**
 * Measures definitions. A fragment is measured once and the result kept: twelve fragments that each spread the next
 * one twice would otherwise make the counter do the very work it is there to refuse.
 */
function measurer(document: DocumentNode): (definition: Definition) => Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, Measure>();

  function ofFragment(name: string): Measure {
    const before = known.get(name);
    if (before) return before;
    // Zero while it is being measured: a circle ends here, and graphql's own rule reports it.
    known.set(name, NOTHING);
    const fragment = fragments.get(name);
    const measure = fragment ? ofDefinition(fragment) : NOTHING;
    known.set(name, measure);
    return measure;
  }

  function ofSelections({ selections }: SelectionSetNode): Measure {
    let total = NOTHING;
    for (const selection of selections) {
      const own = { ...NOTHING, directives: selection.directives?.length ?? 0 };
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        total = beside(total, beside(own, ofFragment(selection.name.value)));
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        total = beside(total, beside(own, ofSelections(selection.selectionSet)));
      } else {
        const below = selection.selectionSet ? ofSelections(selection.selectionSet) : NOTHING;
        const introspects = selection.name.value === '__schema' || selection.name.value === '__type';
        total = beside(total, {
          depth: introspects ? 1 : 1 + below.depth,
          introspectionDepth: introspects ? 1 + below.depth : below.introspectionDepth,
          rootFields: 1,
          fields: 1 + below.fields,
          aliases: (selection.alias ? 1 : 0) + below.aliases,
          directives: own.directives + below.directives,
        });
      }
    }
    return total;
  }

  function ofDefinition(definition: Definition): Measure {
    const variables = definition.variableDefinitions ?? [];
    const directives = [definition, ...variables].reduce(
      (sum, node) => sum + (node.directives?.length ?? 0),
      0,
    );
    return beside({ ...NOTHING, directives }, ofSelections(definition.selectionSet));
  }

  return (definition) =>
    definition.kind === Kind.FRAGMENT_DEFINITION
      ? ofFragment(definition.name.value)
      : ofDefinition(definition);
}

/** The validation rule: refuses a document by its shape, each limit once with the worst value found. */
export function shapeRule(limits: Limits): ValidationRule {
  return (context) => ({
    Document(document) {
      const measureOf = measurer(document);
      let worst = NOTHING;
      let operations = 0;
      let mutations = 0;
      let rootFields = 0;
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION)
          continue;
        // Fragments that nothing spreads are counted too: other rules spend time on them. How deep one lies shows
        // only where it is spread; those of introspection are deeper than a query may be.
        const isFragment = definition.kind === Kind.FRAGMENT_DEFINITION;
        const measure = {
          ...measureOf(definition),
          ...(isFragment ? { depth: 0, introspectionDepth: 0 } : {}),
        };
        worst = worse(worst, measure);
        if (isFragment) continue;
        operations += 1;
        if (definition.operation === 'mutation') mutations = Math.max(mutations, measure.rootFields);
        else rootFields = Math.max(rootFields, measure.rootFields);
      }
      const check = (code: LimitCode, limit: number, actual: number) => {
        if (actual > limit) context.reportError(new LimitExceeded(code, limit, actual));
      };
      check('TOO_MANY_OPERATIONS', limits.operationsMax, operations);
      check('QUERY_TOO_DEEP', limits.depthMax, worst.depth);
      check('QUERY_TOO_DEEP', limits.introspectionDepthMax, worst.introspectionDepth);
      check('TOO_MANY_FIELDS', limits.fieldsMax, worst.fields);
      check('TOO_MANY_ROOT_FIELDS', limits.rootFieldsMax, rootFields);
      check('TOO_MANY_MUTATIONS', limits.rootMutationFieldsMax, mutations);
      check('TOO_MANY_ALIASES', limits.aliasesMax, worst.aliases);
      check('TOO_MANY_DIRECTIVES', limits.directivesMax, worst.directives);
    },
    ListValue({ values }) {
      if (values.length > limits.listItemsMax)
        context.reportError(new LimitExceeded('LIST_TOO_LONG', limits.listItemsMax, values.length));
    },
  });
}
