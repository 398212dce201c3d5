import { Readable } from 'node:stream';
import type { Actor } from './acts/actor.ts';
import type { RowActs } from './acts/import-row.ts';
import type { Ports } from './acts/ports.ts';
import type { Database } from './database/connection.ts';
import { importsOn } from './database/imports.ts';
import { openReadsOn } from './database/reads.ts';
import { exportRoutes } from './export-routes.ts';
import type { Claims } from './http/claim-mapping.ts';
import type { HttpRoute } from './http/routes.ts';
import { importRoutes } from './import-routes.ts';
import { createImporter, type Importer, type ImporterSettings } from './importer.ts';

// Files in and out, put together: the addresses, and what works on imports in the background.

export interface BulkSettings {
  readonly database: Database;
  readonly ports: Ports;
  readonly actsOf: (actor: Actor) => RowActs;
  readonly actorOf: (claims: Claims) => Promise<Actor | null>;
  /** The same; throws where the bearer is not let in any more. */
  readonly mustBeActor: (claims: Claims) => Promise<Actor>;
  readonly log: ImporterSettings['log'];
}

export function createBulk(settings: BulkSettings): {
  readonly routes: readonly HttpRoute[];
  readonly importer: Importer;
} {
  const { database, ports, actsOf, actorOf, mustBeActor, log } = settings;
  const store = importsOn(database);
  const openReads = openReadsOn(database, ports.now);
  const importer = createImporter({
    ports,
    actsOf,
    store,
    // The token of a sender is long over when its rows are judged: what counts is whether the sender is let in today.
    actorOf: ({ poolId, tenantId, role, userId, userName }) =>
      actorOf({ poolId, tenantId, role, userId, name: userName, tokenId: null }),
    newOwner: ports.newId,
    log,
  });
  const routes = [
    ...importRoutes({ actsOf, store, openReads, released: importer.wake }),
    ...exportRoutes({ ports, openReads }),
  ];
  return {
    routes: routes.map(({ handle, ...route }) => ({
      ...route,
      async handle(request, claims) {
        const answer = await handle(request, await mustBeActor(claims));
        // Its first bytes may be out: the client sees the file break off, and only here can it be said why.
        if (answer.body instanceof Readable)
          answer.body.once('error', (err) => {
            if (!request.signal.aborted) log.error({ err, path: route.path }, 'a file broke off');
          });
        return answer;
      },
    })),
    importer,
  };
}
