/** A named operation of the API with the types of its answer and its variables. */
export interface Operation<Data, Variables> {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string;
  /** What is sent. */
  readonly text: string;
  /** Never set: carries the types only. */
  readonly types?: (variables: Variables) => Data;
}

export function operation<Data, Variables>(
  kind: Operation<Data, Variables>['kind'],
  name: string,
  text: string,
): Operation<Data, Variables> {
  return { kind, name, text };
}

/** What a caller gives: the client makes the idempotency key of a mutation itself. */
export type Given<Variables> = Variables extends { key: string } ? Omit<Variables, 'key'> : Variables;
