import 'reflect-metadata';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Actor } from './acts/actor.ts';
import { performAndSweep } from './acts/daily-sweep.ts';
import { Failure } from './acts/failures.ts';
import { check } from './acts/perform.ts';
import type { Ports } from './acts/ports.ts';
import { createBulk } from './bulk.ts';
import { checkpointRoutes } from './checkpoint-routes.ts';
import { createCheckpoints } from './checkpoints.ts';
import { type Config, ConfigError } from './config.ts';
import { type Database, DatabaseBusy, DatabaseLost } from './database/connection.ts';
import { actorsIn } from './database/tenants.ts';
import { stepsIn } from './database/version.ts';
import { aheadPlugin } from './graphql/ahead.ts';
import { createBudget } from './graphql/budget.ts';
import { type Acts, Reader, type RequestContext, readerPlugin } from './graphql/context.ts';
import { createEndpoint } from './graphql/endpoint.ts';
import { formatError, unauthenticated } from './graphql/errors.ts';
import { answerTo } from './graphql/file-errors.ts';
import { createSchema } from './graphql/schema.ts';
import { tracePlugin } from './graphql/trace.ts';
import { readClaimMapping } from './http/claim-file.ts';
import { type ClaimMapping, type Claims, PoolElsewhere, SignInRefused } from './http/claim-mapping.ts';
import { createDevelopmentIssuer, type DevelopmentIssuer } from './http/development-issuer.ts';
import { readExplorer } from './http/explorer.ts';
import { KEYS_CHECKS } from './http/key-set.ts';
import type { Log } from './http/log.ts';
import { createHttp } from './http/server.ts';
import { createSignIn, type SignIn, SignInBusy } from './http/sign-in.ts';
import { appOf, migrationsFolder, openDatabase, portsOn } from './opening.ts';
import { startOperation } from './operation.ts';
import { createReading } from './reading.ts';
import { reportRoutes } from './report-routes.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createSweeper } from './sweeper.ts';
import type { Tracing } from './tracing.ts';
import { createWebhooks } from './webhooks.ts';
import { limitsOf, subscriptionLimitsOf } from './worker-share.ts';
import type { Fellows } from './workers.ts';

/** With the second between two looks at who is connected: the 5 s within which a disabled tenant is out. */
const TENANTS_KEPT_MS = 4_000;

export interface Product {
  readonly port: number;
  /** Null where metrics are off. */
  readonly metricsPort: number | null;
  /** Null in production. */
  readonly issuer: DevelopmentIssuer | null;
  readonly database: Database;
  readonly ports: Ports;
  /** Begins with the daily sweep, unless the configuration says that another process does it. */
  sweepDaily(): void;
  stop(): Promise<void>;
}

/** What becomes of a sign-in that did not find the pool open here, or no database; any other error stays as it is. */
function signInFault(error: unknown): unknown {
  if (error instanceof DatabaseBusy || error instanceof DatabaseLost) return new SignInBusy();
  if (!(error instanceof Failure)) return error;
  if (error.wrong.kind === 'POOL_MOVING') return new SignInBusy();
  return error.wrong.kind === 'POOL_MOVED' ? new PoolElsewhere(error.wrong.address) : error;
}

function actsOf(ports: Ports, actor: Actor): Acts {
  return {
    perform: (deed, input, key) => performAndSweep(ports, actor, deed, input, key),
    check: (deed, input) => check(ports, actor, deed, input),
  };
}

/** What the configuration says of the claims. Throws ConfigError with every mistake in it. */
function mappingOf({ signIn }: Config): ClaimMapping | null {
  if (signIn.claims === null) return null;
  const read = readClaimMapping(signIn.claims);
  if ('problems' in read) throw new ConfigError(read.problems);
  return read.mapping;
}

/** Starts the product on a database, listening; without the owner's connection, as one of several that another process started. */
export async function serve(
  config: Config,
  ownerUrl: string | null,
  log: Log,
  tracing: Tracing | null = null,
  fellows: Fellows | null = null,
): Promise<Product> {
  const mapping = mappingOf(config);
  const database = await openDatabase(config, ownerUrl, log, tracing?.span);
  const ports = portsOn(database);
  const { now } = ports;
  const appUrl = appOf(config, ownerUrl).url;
  const reading = createReading({ config, database, appUrl, now, log });
  const steps = stepsIn(migrationsFolder);
  const actorOf = actorsIn(database, TENANTS_KEPT_MS, Date.now);
  const webhooks = await createWebhooks({ config, database, ports, actorOf, log });
  const delivery = webhooks.standing;
  const operation = await startOperation({ config, database, steps, delivery, reading, now, log, tracing });
  const issuer =
    config.mode === 'development'
      ? await createDevelopmentIssuer({ mode: config.mode, folder: config.dataFolder, ...config.signIn })
      : null;
  const { keys } = config.signIn;
  const keySet = keys ?? (issuer && { jwks: issuer.jwks });
  if (!keySet) throw new Error('no keys to verify tokens by');
  const tokens = createSignIn({ ...config.signIn, mapping, keySet, log });
  // The keys are read before the first token comes.
  tokens.keys();
  async function mustBeActor(claims: Claims): Promise<Actor> {
    // Known at the sign-in a moment ago; asked again where that moment was long, and the database may have gone since.
    const actor = await actorOf(claims).catch((error: unknown) => {
      const isAway = error instanceof DatabaseBusy || error instanceof DatabaseLost;
      throw isAway ? new Failure({ kind: 'BUSY', retryAfterSeconds: 1 }) : error;
    });
    if (!actor) throw unauthenticated();
    return actor;
  }

  const budget = createBudget(config.budget, ports.now, fellows?.spent);
  fellows?.whenSpent(budget.charge);
  const schema = createSchema();
  const signIn: SignIn = {
    async verify(authorization) {
      const claims = await tokens.verify(authorization);
      const actor = await actorOf(claims).catch((error: unknown) => {
        throw signInFault(error);
      });
      if (!actor) throw new SignInRefused('tenant, person or token: unknown or disabled');
      return claims;
    },
  };
  const watchedActsOf = (actor: Actor) =>
    subscriptions.acts(operation.acts(webhooks.acts(actsOf(ports, actor))));
  async function contextOf(claims: Claims, request: { readonly requestId: string }) {
    const actor = await mustBeActor(claims);
    const { openReads, acts } = reading.of(request, watchedActsOf(actor));
    const reader = new Reader(actor, openReads, now());
    const { requestId } = request;
    const { secretText } = webhooks;
    return { actor, acts, requestId, reader, secretText, ...tracing?.here() };
  }
  const limits = subscriptionLimitsOf(config);
  const subscriptions = createSubscriptions({
    ...{ config, database, schema, budget, contextOf, signIn, log, limits },
  });
  const endpoint = await createEndpoint<Claims, RequestContext>({
    schema,
    production: config.mode === 'production',
    introspection: config.introspection,
    formatError,
    plugins: [aheadPlugin(), readerPlugin(log), ...(tracing ? [tracePlugin(tracing.rename)] : [])],
    log,
    accountOf: ({ poolId, tenantId }) => budget.accountOf(`${poolId}/${tenantId}`),
    abandon: ({ reader }) => void reader.end(),
    contextOf,
  });
  const bulk = createBulk({ database, ports, actsOf: watchedActsOf, actorOf, mustBeActor, log });
  const checkpoints = await createCheckpoints({ config, database, ports, log });
  const proofs = { database, name: config.checkpoints.name, checkpoints, mustBeActor, log };
  const http = createHttp({
    endpoint: operation.endpoint(reading.endpoint(endpoint)),
    metrics: operation.metrics,
    beginTrace: tracing?.begin ?? null,
    files: {
      routes: [
        ...bulk.routes,
        ...reportRoutes({ database, ports, mustBeActor }),
        ...checkpointRoutes(proofs),
      ],
      answerTo,
    },
    explorer: config.explorer === 'on' ? readExplorer(resolve(migrationsFolder, '..')) : null,
    log,
    trustedProxies: config.trustedProxies,
    limits: limitsOf(config),
    signIn: operation.signIn(signIn),
    live: subscriptions.door,
    health: async () => [
      ...(await operation.watch.checks()),
      ...reading.checks(),
      KEYS_CHECKS[tokens.keys()],
    ],
  });
  const port = await http.listen(config);
  if (config.imports === 'on') bulk.importer.start();
  webhooks.start();
  const sweeper = createSweeper(ports, log, checkpoints.afterSweep);
  return {
    port,
    metricsPort: operation.metricsPort,
    issuer,
    database,
    ports,
    sweepDaily() {
      if (config.sweep === 'on') sweeper.start();
    },
    async stop() {
      await http.close();
      subscriptions.stop();
      await Promise.all([sweeper.stop(), bulk.importer.stop(), webhooks.stop()]);
      await endpoint.close();
      await operation.stop();
      await reading.stop();
      await database.close();
    },
  };
}

// Not awaited here: the commands import this file, and would wait for it to end.
if (process.argv[1] === fileURLToPath(import.meta.url))
  void import('./commands/zhubao.ts').then(({ runCommand }) => runCommand(process.argv.slice(2)));
