import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { deny, shield } from 'graphql-shield';
import { forbiddenError } from './errors.ts';
import { anyone, Hidden } from './permission-rules.ts';
import { PERMISSIONS, type Permissions } from './permissions.ts';

type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Middleware = (resolve: Resolve, ...call: Parameters<Resolve>) => Promise<unknown>;

const guards = new WeakSet<Resolve>();

/** True for a resolver that stands behind a rule. */
export function isGuarded(resolve: Resolve | undefined): boolean {
  return resolve !== undefined && guards.has(resolve);
}

function guarded(middleware: Middleware, resolve: Resolve): Resolve {
  const guard: Resolve = async (...call) => {
    const answer = await middleware(resolve, ...call);
    return answer instanceof Hidden ? null : answer;
  };
  guards.add(guard);
  return guard;
}

/**
 * Puts graphql-shield, by the table of permissions, in front of the resolvers. Fields that anyone may read keep their
 * bare resolver; a field that the table does not name is denied to all.
 */
export function guard(schema: GraphQLSchema, permissions: Permissions = PERMISSIONS): GraphQLSchema {
  const generated = shield(permissions, {
    fallbackRule: deny,
    // Without this every failure of an act would read "Not Authorised!"; errors are masked by errors.ts instead.
    allowExternalErrors: true,
    fallbackError: () => forbiddenError(),
  }).generate(schema) as Readonly<Record<string, Readonly<Record<string, Middleware>>>>;
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (permissions[type.name]?.[field.name] === anyone) continue;
      const middleware = generated[type.name]?.[field.name];
      if (!middleware) throw new Error(`${type.name}.${field.name} has no guard`);
      field.resolve = guarded(middleware, field.resolve ?? defaultFieldResolver);
      // A subscription is opened before anything is resolved: its rule is asked then, and again at each push.
      if (field.subscribe) field.subscribe = guarded(middleware, field.subscribe);
    }
  }
  return schema;
}
