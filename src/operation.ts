import { Failure } from './acts/failures.ts';
import type { Config } from './config.ts';
import type { Database } from './database/connection.ts';
import type { Step } from './database/version.ts';
import type { Instant } from './domain/dates.ts';
import type { Acts } from './graphql/context.ts';
import type { GraphqlEndpoint } from './http/graphql-route.ts';
import type { Log } from './http/log.ts';
import { createMetrics, type DeliveryFigures, type Metrics, type MetricsSources } from './http/metrics.ts';
import { type MetricsPort, openMetricsPort } from './http/metrics-port.ts';
import { type SignIn, SignInBusy } from './http/sign-in.ts';
import type { Tracing } from './tracing.ts';
import { createWatch, type Watch } from './watch.ts';

export interface OperationSettings {
  readonly config: Pick<Config, 'host' | 'metricsPort'>;
  readonly database: Database;
  readonly steps: readonly Step[];
  readonly delivery: (() => Promise<DeliveryFigures>) | null;
  /** Of the read replicas; null where there are none. */
  readonly reading: { readonly figures: MetricsSources['replicas'] };
  readonly now: () => Instant;
  readonly log: Log;
  readonly tracing: Tracing | null;
}

/** What whoever runs the product sees of it: health, metrics and traces, around the parts that do the work. */
export interface Operation {
  readonly watch: Watch;
  readonly metrics: Metrics;
  /** Null where metrics are off. */
  readonly metricsPort: number | null;
  acts(acts: Acts): Acts;
  signIn(signIn: SignIn): SignIn;
  endpoint(endpoint: GraphqlEndpoint): GraphqlEndpoint;
  stop(): Promise<void>;
}

export async function startOperation(settings: OperationSettings): Promise<Operation> {
  const { config, database, tracing, log } = settings;
  const watch = createWatch(settings);
  const metrics = createMetrics({
    databaseUse: database.use,
    replicas: settings.reading.figures,
    pools: watch.pools,
    delivery: watch.delivery,
  });
  const port: MetricsPort | null =
    config.metricsPort === null
      ? null
      : await openMetricsPort(metrics, { host: config.host, port: config.metricsPort });
  if (port) log.info({ port: port.port }, 'metrics are at /metrics');
  return {
    watch,
    metrics,
    metricsPort: port?.port ?? null,
    acts: (acts) => watchedActs(acts, metrics, tracing),
    signIn: (signIn) => watchedSignIn(signIn, metrics),
    endpoint: (endpoint) =>
      tracing
        ? { handle: (request, caller) => tracing.span('graphql', {}, () => endpoint.handle(request, caller)) }
        : endpoint,
    stop: async () => port?.close(),
  };
}

/** Counts every attempt at an act, and makes a span of it. */
function watchedActs(acts: Acts, metrics: Metrics, tracing: Tracing | null): Acts {
  async function counted(name: string, work: () => ReturnType<Acts['perform']>): ReturnType<Acts['perform']> {
    const begin = performance.now();
    const seconds = () => (performance.now() - begin) / 1_000;
    try {
      const outcome = await work();
      metrics.act(name, outcome, null, seconds());
      return outcome;
    } catch (error) {
      metrics.act(name, null, error instanceof Failure ? error.wrong.kind : 'DEFECT', seconds());
      throw error;
    }
  }
  const span = <T>(name: string, work: () => Promise<T>): Promise<T> =>
    tracing ? tracing.span(name, {}, work) : work();
  return {
    perform: (deed, input, key) =>
      span(`act ${deed.name}`, () => counted(deed.name, () => acts.perform(deed, input, key))),
    check: (deed, input) => span(`check ${deed.name}`, () => acts.check(deed, input)),
  };
}

function watchedSignIn(signIn: SignIn, metrics: Metrics): SignIn {
  return {
    async verify(authorization) {
      try {
        const claims = await signIn.verify(authorization);
        metrics.signIn('ok');
        return claims;
      } catch (error) {
        metrics.signIn(error instanceof SignInBusy ? 'busy' : 'refused');
        throw error;
      }
    },
  };
}
