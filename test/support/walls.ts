import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import type { Actor } from '../../src/acts/actor.ts';
import type { Database } from '../../src/database/connection.ts';
import { openReadsOn } from '../../src/database/reads.ts';
import { instant } from '../../src/domain/dates.ts';
import { aheadOf } from '../../src/graphql/ahead.ts';
import type { Acts } from '../../src/graphql/context.ts';
import { Reader } from '../../src/graphql/context.ts';
import { formatError } from '../../src/graphql/errors.ts';
import { createExecutor } from '../../src/graphql/executor.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { theBareSchema } from './bare-schema.ts';
import type { Owner } from './seed.ts';

/**
 * The ways in which the two walls are tried: both up; without graphql-shield; without row security. In the last one the
 * tables' policies are switched off for this database, which is what a login that bypasses them would see: a request
 * takes on a persona's role, and that role alone bypasses nothing.
 */
export const WAYS = ['both walls', 'without shield', 'without row security'] as const;
export type Way = (typeof WAYS)[number];

export interface Answered {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers
  readonly data: any;
  readonly errors: readonly { message: string; code: unknown; field: unknown }[];
}

/** An answer as a client gets it, its errors worded as they are over HTTP. */
export interface Worded {
  readonly data: unknown;
  readonly errors: readonly GraphQLFormattedError[];
}

export interface Walled {
  /** The same as `ask`, with all that an error tells a client. */
  answer(way: Way, actor: Actor, document: string, variables?: Record<string, unknown>): Promise<Worded>;
  /** Runs an operation as an actor, behind the walls that stand. Answers as GraphQL does. */
  ask(way: Way, actor: Actor, document: string, variables?: Record<string, unknown>): Promise<Answered>;
}

const TABLES_WITH_POLICIES = `select tablename from pg_tables where schemaname = 'public'`;

async function rowSecurity(owner: Owner, state: 'enable' | 'disable'): Promise<void> {
  await owner(`do $$ declare t text; begin for t in ${TABLES_WITH_POLICIES} loop
    execute format('alter table %I ${state} row level security', t); end loop; end $$`);
}

const noActs: Acts = {
  perform: () => Promise.reject(new Error('these tests only read')),
  check: () => Promise.reject(new Error('these tests only read')),
};

export interface WalledOptions {
  /** The acts that mutations and checks reach; none by default. */
  readonly actsOf?: (actor: Actor) => Acts;
  /** Changes a schema before it is asked, as for a hole that is planted. */
  readonly alter?: (schema: GraphQLSchema) => GraphQLSchema;
}

export function walled(
  database: Database,
  owner: Owner,
  { actsOf = () => noActs, alter = (schema) => schema }: WalledOptions = {},
): Walled {
  const schemas: Record<Way, GraphQLSchema> = {
    'both walls': alter(createSchema()),
    'without shield': alter(theBareSchema()),
    'without row security': alter(createSchema()),
  };
  // Plainly: what is compiled answers alike (ahead.test), and thousands of documents are asked here.
  const executors: Record<Way, ReturnType<typeof createExecutor>> = {
    'both walls': createExecutor(schemas['both walls'], Number.POSITIVE_INFINITY),
    'without shield': createExecutor(schemas['without shield'], Number.POSITIVE_INFINITY),
    'without row security': createExecutor(schemas['without row security'], Number.POSITIVE_INFINITY),
  };
  let off = false;
  const known = new Map<string, DocumentNode>();

  /** Whether a document is valid does not depend on who asks, nor on the shield. */
  function documentOf(schema: GraphQLSchema, document: string): DocumentNode {
    const parsed = known.get(document) ?? parse(document);
    if (!known.has(document)) {
      const problems = validate(schema, parsed);
      if (problems[0]) throw problems[0];
      known.set(document, parsed);
    }
    return parsed;
  }

  async function run(
    way: Way,
    actor: Actor,
    document: string,
    variables: Record<string, unknown>,
  ): Promise<{ data: unknown; errors: readonly GraphQLError[] }> {
    const wantsOff = way === 'without row security';
    if (wantsOff !== off) {
      await rowSecurity(owner, wantsOff ? 'disable' : 'enable');
      off = wantsOff;
    }
    const schema = schemas[way];
    const parsed = documentOf(schema, document);
    const reader = new Reader(
      actor,
      openReadsOn(database, () => instant(new Date())),
      instant(new Date()),
    );
    try {
      const operation = getOperationAST(parsed) ?? undefined;
      if (operation) reader.expect(aheadOf(schema, parsed, operation));
      const answer = await executors[way]({
        document: parsed,
        operation,
        operationName: null,
        request: { variables },
        context: { actor, reader, acts: actsOf(actor), requestId: 'test' },
      });
      // Plain JSON, as a client would get it.
      return { data: JSON.parse(JSON.stringify(answer.data ?? null)), errors: answer.errors ?? [] };
    } finally {
      await reader.end();
    }
  }

  return {
    async ask(way, actor, document, variables = {}) {
      const { data, errors } = await run(way, actor, document, variables);
      return {
        data,
        errors: errors.map(({ message, extensions, originalError }) => ({
          message: originalError?.stack && extensions.code === undefined ? originalError.stack : message,
          code: extensions.code,
          field: extensions.field,
        })),
      };
    },
    async answer(way, actor, document, variables = {}) {
      const { data, errors } = await run(way, actor, document, variables);
      return { data, errors: errors.map((error) => formatError(error.toJSON(), error)) };
    },
  };
}
