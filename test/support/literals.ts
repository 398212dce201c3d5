import { type GraphQLInputType, getNullableType, isEnumType, isInputObjectType, isListType } from 'graphql';

/** A copy of an input with one place replaced. */
export function withValue(input: unknown, path: string, value: unknown): Record<string, unknown> {
  const copy = structuredClone(input) as Record<string, unknown>;
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  let at: Record<string, unknown> = copy;
  for (const step of steps.slice(0, -1)) at = at[step] as Record<string, unknown>;
  at[steps.at(-1) ?? ''] = value;
  return copy;
}

/** A value as a literal of the language; what is no enum's word is written as JSON writes it. */
export function literal(value: unknown, type: GraphQLInputType | undefined): string {
  const bare = type && getNullableType(type);
  if (Array.isArray(value)) {
    const item = isListType(bare) ? bare.ofType : undefined;
    return `[${value.map((one) => literal(one, item)).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = isInputObjectType(bare) ? bare.getFields() : {};
    const inner = Object.entries(value).map(([name, one]) => `${name}: ${literal(one, fields[name]?.type)}`);
    return `{ ${inner.join(', ')} }`;
  }
  const isWord = isEnumType(bare) && bare.getValues().some(({ name }) => name === value);
  return isWord ? String(value) : JSON.stringify(value);
}
