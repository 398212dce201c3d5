import {
  BREAK,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isScalarType,
  isSpecifiedScalarType,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';

// Queries that come again are compiled (graphql-jit), once they have come a few times: a compiled query answers as the
// executor of graphql-js does. Acts, and what is asked once, go through graphql-js itself.

/** What an execution is asked; Apollo's request to a gateway fits. */
export interface Execution {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode | undefined;
  readonly operationName: string | null;
  readonly request: {
    readonly operationName?: string;
    readonly variables?: Readonly<Record<string, unknown>>;
  };
  readonly context: unknown;
}

const COMPILED_MAX = 200;
const ASKED_BEFORE = 3;

interface Known {
  asked: number;
  /** Null: it can't be compiled. */
  compiled?: CompiledQuery | null;
}

/**
 * Whether the compiler does as graphql-js does. It would write a value of our own scalars, such as an amount, that stands in
 * the document into its code as plain JSON; in a variable it may stand. And it fails on answers of many possible types.
 */
function mayCompile(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let may = true;
  const refuse = () => {
    may = false;
    return BREAK;
  };
  const value = () => {
    const type = getNamedType(types.getInputType());
    return isScalarType(type) && !isSpecifiedScalarType(type) ? refuse() : undefined;
  };
  const field = () => (isAbstractType(getNamedType(types.getType())) ? refuse() : undefined);
  const values = {
    StringValue: value,
    IntValue: value,
    FloatValue: value,
    ObjectValue: value,
    ListValue: value,
  };
  visit(document, visitWithTypeInfo(types, { ...values, Field: field }));
  return may;
}

export function createExecutor(
  schema: GraphQLSchema,
  askedBefore = ASKED_BEFORE,
): (asked: Execution) => Promise<ExecutionResult> {
  const known = new LRUCache<OperationDefinitionNode, Known>({ max: COMPILED_MAX });

  function compiledOf({ document, operation, operationName }: Execution): CompiledQuery | null {
    if (operation?.operation !== 'query') return null;
    const one = known.get(operation) ?? { asked: 0 };
    known.set(operation, one);
    one.asked += 1;
    if (one.compiled === undefined && one.asked > askedBefore) {
      const compiled = mayCompile(schema, document)
        ? compileQuery(schema, document, operationName ?? undefined)
        : null;
      one.compiled = compiled && isCompiledQuery(compiled) ? compiled : null;
    }
    return one.compiled ?? null;
  }

  return async (asked) => {
    const { document, request, context } = asked;
    const usually = () =>
      execute({
        schema,
        document,
        contextValue: context,
        variableValues: request.variables ?? null,
        operationName: request.operationName ?? null,
      });
    const compiled = compiledOf(asked);
    if (!compiled) return usually();
    const result = (await compiled.query(undefined, context, request.variables ?? {})) as ExecutionResult;
    // Where each error stands, and what was wrong with a variable, graphql-js tells better. It reads in the same view again,
    // where little is left to be read, and changes nothing.
    return result.errors ? usually() : result;
  };
}
