import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

// Whether data is what an operation asks for: every name in it was asked for, everything that must be there is, and each
// value is of its type. Worked out from the schema and the document alone.

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly wrong: string[];
}

type Wanted = Map<
  string,
  { readonly type: GraphQLOutputType; readonly sets: SelectionSetNode[]; mayMiss: boolean }
>;

/** What an object of a type holds by a selection; what stands behind a directive may be missing. */
function collect(
  walk: Walk,
  typeName: string,
  set: SelectionSetNode,
  mayMiss: boolean,
  wanted: Wanted,
): void {
  const type = walk.schema.getType(typeName);
  if (!isObjectType(type)) return;
  for (const one of set.selections) {
    const maybe = mayMiss || (one.directives ?? []).length > 0;
    if (one.kind === Kind.FIELD) {
      const field = type.getFields()[one.name.value];
      const name = one.alias?.value ?? one.name.value;
      if (!field) continue;
      const known = wanted.get(name);
      if (known) {
        known.mayMiss &&= maybe;
        if (one.selectionSet) known.sets.push(one.selectionSet);
      } else
        wanted.set(name, {
          type: field.type,
          sets: one.selectionSet ? [one.selectionSet] : [],
          mayMiss: maybe,
        });
      continue;
    }
    const fragment = one.kind === Kind.INLINE_FRAGMENT ? one : walk.fragments.get(one.name.value);
    if (!fragment) continue;
    const on = fragment.typeCondition && walk.schema.getType(fragment.typeCondition.name.value);
    const fits = !on || on === type || (isAbstractType(on) && walk.schema.isSubType(on, type));
    if (fits) collect(walk, typeName, fragment.selectionSet, maybe, wanted);
  }
}

function compare(
  walk: Walk,
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  value: unknown,
  at: string,
): void {
  if (isNonNullType(type)) {
    if (value === null || value === undefined) walk.wrong.push(`${at} is null`);
    else compare(walk, type.ofType, sets, value, at);
    return;
  }
  if (value === null) return;
  if (isListType(type)) {
    if (!Array.isArray(value)) walk.wrong.push(`${at} is no list`);
    else for (const [index, one] of value.entries()) compare(walk, type.ofType, sets, one, `${at}[${index}]`);
    return;
  }
  if (isLeafType(type)) {
    if (isEnumType(type) && !type.getValues().some(({ name }) => name === value))
      walk.wrong.push(`${at} is ${String(value)}, no ${type.name}`);
    if (type.name !== 'JSON' && typeof value === 'object') walk.wrong.push(`${at} is an object`);
    return;
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    walk.wrong.push(`${at} is no object`);
    return;
  }
  compareObject(walk, isObjectType(type) ? type.name : null, sets, value as Record<string, unknown>, at);
}

function compareObject(
  walk: Walk,
  known: string | null,
  sets: readonly SelectionSetNode[],
  value: Record<string, unknown>,
  at: string,
): void {
  const name = known ?? String(value.__typename);
  const wanted: Wanted = new Map();
  for (const set of sets) collect(walk, name, set, false, wanted);
  for (const [field, { type, sets: below, mayMiss }] of wanted)
    if (field in value) compare(walk, type, below, value[field], `${at}.${field}`);
    else if (!mayMiss) walk.wrong.push(`${at}.${field} is missing`);
  for (const field of Object.keys(value))
    if (field !== '__typename' && !wanted.has(field)) walk.wrong.push(`${at}.${field} was not asked for`);
}

/** What is wrong with the data of an answer to a valid document of one operation; empty when all is well. */
export function unfit(schema: GraphQLSchema, document: DocumentNode, data: unknown): string[] {
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const walk: Walk = { schema, fragments, wrong: [] };
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const root = operation && schema.getRootType(operation.operation);
  if (!root) return ['no operation'];
  if (data === null) return [];
  if (typeof data !== 'object' || Array.isArray(data)) return ['data is no object'];
  compareObject(walk, root.name, [operation.selectionSet], data as Record<string, unknown>, 'data');
  return walk.wrong;
}
