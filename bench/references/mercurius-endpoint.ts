import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type DocumentNode, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import type { Endpoint, EndpointSettings } from '../../src/graphql/endpoint.ts';

// The product with Mercurius and its JIT where Apollo stands: the same schema, guard, resolvers and data layer, the same
// sign-in and gate in front of it. What Apollo's plugins of the product do for a query is called here as Apollo calls it;
// limits on documents and the cost of queries are left out, in favour of Mercurius.

interface Execution {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
}
interface App {
  register(plugin: unknown, options: object): void;
  ready(): Promise<void>;
  close(): Promise<void>;
  readonly graphql: (
    source: string,
    context: object,
    variables?: object,
    name?: string,
  ) => Promise<Execution>;
}

const load = createRequire(join(process.env.REFERENCES ?? '', 'package.json'));
const fastify = load('fastify') as (options: object) => App;
const mercurius = load('mercurius') as unknown;

interface Body {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

/** Parsed once for the plugins; Mercurius keeps its own. */
function documentsOf(): (query: string) => DocumentNode {
  const known = new Map<string, DocumentNode>();
  return (query) => {
    const document = known.get(query) ?? parse(query);
    known.set(query, document);
    return document;
  };
}

async function appOn(schema: GraphQLSchema): Promise<App> {
  const app = fastify({});
  app.register(mercurius, { schema, jit: 1, routes: false, graphiql: false });
  await app.ready();
  return app;
}

export async function createEndpoint<Caller, Context extends object>({
  schema,
  contextOf,
  plugins = [],
}: EndpointSettings<Caller, Context>): Promise<Endpoint<Caller>> {
  const app = await appOn(schema);
  const documentOf = documentsOf();
  return {
    async handle(request, caller) {
      const { query, variables = {}, operationName } = request.body as Body;
      const contextValue = await contextOf(caller, request);
      const document = documentOf(query);
      const operation = getOperationAST(document, operationName);
      const about = {
        schema,
        document,
        operation,
        contextValue,
        request: { query, variables, http: request },
      };
      const listeners = await Promise.all(plugins.map((plugin) => plugin.requestDidStart?.(about as never)));
      for (const listener of listeners) await listener?.didResolveOperation?.(about as never);
      const singleResult = await app.graphql(query, contextValue, variables, operationName);
      const response = { body: { kind: 'single', singleResult }, http: { headers: new Map() } };
      for (const listener of listeners) await listener?.willSendResponse?.({ ...about, response } as never);
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      return { status: 200, headers, body: JSON.stringify(singleResult) };
    },
    close: () => app.close(),
  };
}
