import type { OpenReads } from './acts/reads.ts';
import type { Config } from './config.ts';
import type { Database, Log } from './database/connection.ts';
import { openReadsOn } from './database/reads.ts';
import { openReplicas, type ReplicaFigures, replicaUrlOf } from './database/replicas.ts';
import type { Instant } from './domain/dates.ts';
import type { Acts } from './graphql/context.ts';
import type { GraphqlEndpoint } from './http/graphql-route.ts';
import type { Check } from './http/health.ts';

// Where queries are read: on a replica where there are any, and on the database itself whatever has to do with an act, with a
// subscription or with a file.

export interface ReadingSettings {
  readonly config: Pick<Config, 'readUrls' | 'replicaWaitMs' | 'poolSize' | 'databasePooler'>;
  readonly database: Database;
  /** The application's own connection to the database. */
  readonly appUrl: string;
  readonly now: () => Instant;
  readonly log: Log;
}

export interface Reading {
  /** The same endpoint; a query that a replica broke off is answered by the database itself. */
  endpoint(endpoint: GraphqlEndpoint): GraphqlEndpoint;
  /** Where the views of a request are opened, and its acts: once one was tried, all further views are the database's own. */
  of(request: object, acts: Acts): { readonly openReads: OpenReads; readonly acts: Acts };
  /** Null where there are no replicas. */
  readonly figures: (() => ReplicaFigures) | null;
  checks(): readonly Check[];
  stop(): Promise<void>;
}

export function createReading({ config, database, appUrl, now, log }: ReadingSettings): Reading {
  const openReads = openReadsOn(database, now);
  if (config.readUrls.length === 0)
    return {
      endpoint: (endpoint) => endpoint,
      of: (_request, acts) => ({ openReads, acts }),
      figures: null,
      checks: () => [],
      stop: async () => undefined,
    };
  const replicas = openReplicas(
    database,
    config.readUrls.map((url) => replicaUrlOf(url, appUrl)),
    { log, poolSize: config.poolSize, pooler: config.databasePooler, waitMs: config.replicaWaitMs },
  );
  /** Requests for which a replica will do, and what has become of them. */
  const underWay = new WeakMap<object, { hasActed: boolean; isBroken: boolean }>();

  return {
    endpoint: (endpoint) => ({
      async handle(request, caller) {
        const story = { hasActed: false, isBroken: false };
        underWay.set(request, story);
        const answer = await endpoint.handle(request, caller);
        underWay.delete(request);
        // A query changes nothing, so that it may be asked again; what an act has done is not to be done again.
        return story.isBroken && !story.hasActed ? endpoint.handle(request, caller) : answer;
      },
    }),
    of(request, acts) {
      const story = underWay.get(request);
      if (!story) return { openReads, acts };
      const snapshot: Database['snapshot'] = (context) =>
        story.hasActed
          ? database.snapshot(context)
          : replicas.snapshot(context, () => {
              story.isBroken = true;
            });
      return {
        openReads: openReadsOn({ ...database, snapshot }, now),
        acts: {
          perform(...given) {
            story.hasActed = true;
            return acts.perform(...given);
          },
          check: acts.check,
        },
      };
    },
    figures: replicas.figures,
    checks() {
      const { configured, used } = replicas.figures();
      return [
        used === configured
          ? { name: 'replicas', state: 'ok' }
          : {
              name: 'replicas',
              state: 'degraded',
              detail: `${configured - used} of ${configured} are left out`,
            },
      ];
    },
    stop: replicas.close,
  };
}
