import { execute, type GraphQLSchema, parse, validate } from 'graphql';
import type { Actor } from '../../src/acts/actor.ts';
import type { Database } from '../../src/database/connection.ts';
import { openReadsOn } from '../../src/database/reads.ts';
import { instant } from '../../src/domain/dates.ts';
import type { Acts } from '../../src/graphql/context.ts';
import { Reader } from '../../src/graphql/context.ts';
import { bareSchema, createSchema } from '../../src/graphql/schema.ts';
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

export interface Walled {
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

export function walled(database: Database, owner: Owner): Walled {
  const schemas: Record<Way, GraphQLSchema> = {
    'both walls': createSchema(),
    'without shield': bareSchema(),
    'without row security': createSchema(),
  };
  let off = false;
  return {
    async ask(way, actor, document, variables = {}) {
      const wantsOff = way === 'without row security';
      if (wantsOff !== off) {
        await rowSecurity(owner, wantsOff ? 'disable' : 'enable');
        off = wantsOff;
      }
      const schema = schemas[way];
      const parsed = parse(document);
      const problems = validate(schema, parsed);
      if (problems.length > 0) throw problems[0];
      const reader = new Reader(actor, openReadsOn(database), instant(new Date()));
      try {
        const answer = await execute({
          schema,
          document: parsed,
          variableValues: variables,
          contextValue: { actor, reader, acts: noActs, requestId: 'test' },
        });
        // Plain JSON, as a client would get it.
        const data = JSON.parse(JSON.stringify(answer.data ?? null));
        const errors = (answer.errors ?? []).map(({ message, extensions, originalError }) => ({
          message: originalError?.stack && extensions.code === undefined ? originalError.stack : message,
          code: extensions.code,
          field: extensions.field,
        }));
        return { data, errors };
      } finally {
        await reader.end();
      }
    },
  };
}
