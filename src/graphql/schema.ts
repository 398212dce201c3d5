import 'reflect-metadata';
import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import type { Id, Noun } from '../domain/words.ts';
import { writeId } from '../domain/ids.ts';
import type { RequestContext } from './context.ts';
import { NODES } from './node.type.ts';
import { guard } from './permissions.ts';
import { EditionResolver } from './edition.resolver.ts';

/** Every resolver of the API; an act's resolvers join here. */
const RESOLVERS: NonEmptyArray<Function> = [EditionResolver];

type Source = Readonly<Record<string, unknown>>;

/** `id` of a thing with an identity is made from its row's id and its kind. */
function writeIds(type: GraphQLObjectType): void {
  const node = NODES[type.name];
  const field = type.getFields().id;
  if (!node || !field) return;
  const { noun, table } = node;
  const key = table === 'pool' ? 'poolId' : 'id';
  field.resolve = (row: Source) => writeId(noun as Noun, row[key] as Id<Noun>);
}

/** An act holds no view open while it runs, and its answer is read in a view opened after it. */
function renewAround(mutation: GraphQLObjectType): void {
  for (const field of Object.values(mutation.getFields())) {
    const { resolve } = field;
    if (!resolve) continue;
    field.resolve = async (source, args, context: RequestContext, info) => {
      await context.reader.renew();
      const answer: unknown = await resolve(source, args, context, info);
      await context.reader.renew();
      return answer;
    };
  }
}

/** The whole API without its permissions: for printing, and for the proof that the other wall suffices alone. */
export function bareSchema(): GraphQLSchema {
  const schema = buildSchemaSync({ resolvers: RESOLVERS, validate: false, emitSchemaFile: false });
  for (const type of Object.values(schema.getTypeMap())) if (isObjectType(type)) writeIds(type);
  const mutation = schema.getMutationType();
  if (mutation) renewAround(mutation);
  return schema;
}

/** The API as it is served. */
export function createSchema(): GraphQLSchema {
  return guard(bareSchema());
}

