import type { GraphQLSchema } from 'graphql';
import { bareSchema } from '../../src/graphql/schema.ts';

let made: GraphQLSchema | undefined;

/** The API without its permissions, to read from: made once, since it takes a quarter of a second each time. */
export function theBareSchema(): GraphQLSchema {
  made ??= bareSchema();
  return made;
}
