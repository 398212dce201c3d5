import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome } from '../acts/perform.ts';
import type { WatchedPool } from '../acts/watch.ts';
import { daysBetween } from '../domain/dates.ts';
import { writeId } from '../domain/ids.ts';
import { tellCluster } from './cluster-metrics.ts';
import type { GateWatch } from './gate.ts';

/** What the operator's monitoring reads. No label holds a tenant, a person or anything that a client wrote. */
export interface Metrics {
  request(route: string, status: number, seconds: number): void;
  signIn(outcome: 'ok' | 'refused' | 'busy'): void;
  gate(name: 'requests' | 'files'): GateWatch;
  /** One attempt at an act; `failed` names the kind of failure where there is no outcome. */
  act(name: string, outcome: Outcome | null, failed: string | null, seconds: number): void;
  /** Everything, in Prometheus' text format. */
  read(): Promise<{ readonly type: string; readonly text: string }>;
}

export interface MetricsSources {
  databaseUse(): {
    readonly size: number;
    readonly open: number;
    readonly idle: number;
    readonly waiting: number;
  };
  /** Null where there are no read replicas. */
  readonly replicas:
    | (() => {
        readonly onReplica: number;
        readonly onDatabase: number;
        readonly brokenOff: number;
        readonly configured: number;
        readonly used: number;
      })
    | null;
  /** Null where it is not known. */
  pools(): Promise<readonly WatchedPool[] | null>;
  /** Of events on their way to webhooks; null where there are none or it is not known. */
  delivery(): Promise<DeliveryFigures | null>;
}

export interface DeliveryFigures {
  /** Age of the oldest delivery that is due and has not arrived. */
  readonly oldestSeconds: number;
  readonly byState: Readonly<Record<string, number>>;
}

const DAY_SECONDS = 86_400;

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  tellCluster(registry);
  // Gauges under the name of a counter; Prometheus' own check refuses them, and the parts they sum up stay.
  for (const what of ['handles', 'requests', 'resources'])
    registry.removeSingleMetric(`nodejs_active_${what}_total`);

  const requests = new Counter({
    name: 'zhubao_http_requests_total',
    help: 'Requests that were answered, by route and HTTP status.',
    labelNames: ['route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'zhubao_http_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer, by route.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  });
  const signIns = new Counter({
    name: 'zhubao_sign_ins_total',
    help: 'Access tokens looked at: taken (ok), refused, or not looked at because something did not answer (busy).',
    labelNames: ['outcome'],
    registers,
  });
  const waits = new Histogram({
    name: 'zhubao_gate_wait_seconds',
    help: 'How long a request waited for its turn among those worked on at once.',
    labelNames: ['gate'],
    buckets: SECONDS,
    registers,
  });
  const turnedAway = new Counter({
    name: 'zhubao_gate_refusals_total',
    help: 'Requests that waited in vain: their tenant had too many at once (tenant_full), or all together (full).',
    labelNames: ['gate', 'reason'],
    registers,
  });
  const acts = new Counter({
    name: 'zhubao_acts_total',
    help: 'Acts that were tried, by name and outcome: done, replayed, refused, or the kind of failure.',
    labelNames: ['act', 'outcome'],
    registers,
  });
  const actDurations = new Histogram({
    name: 'zhubao_act_duration_seconds',
    help: 'How long acts took, commit included.',
    buckets: SECONDS,
    registers,
  });
  const refusals = new Counter({
    name: 'zhubao_refusals_total',
    help: 'Rules that refused an act, or asked for a waiver, by article of the regulation.',
    labelNames: ['article'],
    registers,
  });
  addDatabase(registry, sources);
  if (sources.replicas) addReplicas(registry, sources.replicas);
  addPools(registry, sources);
  addDelivery(registry, sources);

  return {
    request(route, status, seconds) {
      requests.inc({ route, status: String(status) });
      durations.observe({ route }, seconds);
    },
    signIn: (outcome) => signIns.inc({ outcome }),
    gate: (gate) => ({
      waited: (seconds) => waits.observe({ gate }, seconds),
      refused: (why) => turnedAway.inc({ gate, reason: why.toLowerCase() }),
    }),
    act(act, outcome, failed, seconds) {
      actDurations.observe(seconds);
      const done = outcome?.kind === 'DONE' ? (outcome.replayed ? 'replayed' : 'done') : 'refused';
      acts.inc({ act, outcome: outcome ? done : (failed ?? 'defect').toLowerCase() });
      if (outcome?.kind !== 'REFUSED') return;
      for (const verdict of outcome.verdicts)
        if (verdict.outcome === 'REFUSED' || verdict.outcome === 'WAIVER_NEEDED')
          refusals.inc({ article: String(verdict.article) });
    },
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}

function addDatabase(registry: Registry, { databaseUse }: MetricsSources): void {
  new Gauge({
    name: 'zhubao_database_connections',
    help: 'Connections to the database for tenants: in use, idle, and the most there may be (max).',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { size, open, idle } = databaseUse();
      this.set({ state: 'used' }, open - idle);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'max' }, size);
    },
  });
  new Gauge({
    name: 'zhubao_database_waiting',
    help: 'Transactions that wait for a connection.',
    registers: [registry],
    collect() {
      this.set(databaseUse().waiting);
    },
  });
}

function addReplicas(registry: Registry, figures: NonNullable<MetricsSources['replicas']>): void {
  new Gauge({
    name: 'zhubao_replicas',
    help: 'Read replicas that are configured, and of them those in use.',
    labelNames: ['state'],
    registers: [registry],
    aggregator: 'min',
    collect() {
      const { configured, used } = figures();
      this.set({ state: 'configured' }, configured);
      this.set({ state: 'used' }, used);
    },
  });
  new Counter({
    name: 'zhubao_query_views_total',
    help: 'Views that queries were answered from: on a replica, on the database itself, or begun on a replica that broke them off.',
    labelNames: ['on'],
    registers: [registry],
    collect() {
      const { onReplica, onDatabase, brokenOff } = figures();
      this.reset();
      this.inc({ on: 'replica' }, onReplica - brokenOff);
      this.inc({ on: 'database' }, onDatabase);
      this.inc({ on: 'broken_off' }, brokenOff);
    },
  });
}

/** One gauge with a value for each pool; a pool without one is absent. */
function perPool(
  registry: Registry,
  { pools }: MetricsSources,
  name: string,
  help: string,
  /** Which of the answers of several workers counts, each of which may be some seconds old: the graver one. */
  graver: 'min' | 'max',
  figureOf: (pool: WatchedPool) => number | null,
): void {
  new Gauge({
    name,
    help,
    labelNames: ['pool'],
    registers: [registry],
    aggregator: graver,
    async collect() {
      this.reset();
      for (const pool of (await pools()) ?? []) {
        const value = figureOf(pool);
        if (value !== null) this.set({ pool: writeId('pool', pool.poolId) }, value);
      }
    },
  });
}

function addPools(registry: Registry, sources: MetricsSources): void {
  // Prometheus knows no other numbers than doubles. Whole yuan below 2^53 are exact in them, fen are not always; and
  // these are for alarms: what an official reads is the decimal text of the API. Cut, so that it looks no farther off.
  perPool(
    registry,
    sources,
    'zhubao_breaker_distance_yuan',
    'What may be added before the line of Art. 37 is reached, in whole yuan, cut. Absent where each bank has its own line.',
    'min',
    ({ breaker }) => breaker && Number(breaker.distance.toFen() / 100n),
  );
  perPool(
    registry,
    sources,
    'zhubao_breaker_used_percent',
    'How much of the line of Art. 37 is used up, in percent of it.',
    'max',
    ({ breaker }) => (breaker?.usedPercent ? Number(breaker.usedPercent) : null),
  );
  perPool(
    registry,
    sources,
    'zhubao_late_duties',
    'Duties past their due date that have not been met.',
    'max',
    ({ lateDuties }) => lateDuties,
  );
  perPool(
    registry,
    sources,
    'zhubao_sweep_behind_seconds',
    'How far the daily sweep is behind the pool’s date, in whole days of 86,400 seconds.',
    'max',
    ({ sweptThrough, today }) =>
      sweptThrough ? Math.max(0, daysBetween(sweptThrough, today)) * DAY_SECONDS : null,
  );
  perPool(
    registry,
    sources,
    'zhubao_edition_in_force',
    'Whether a policy edition is in force (Art. 40): 1, or 0.',
    'min',
    ({ edition }) => (edition === 'IN_FORCE' ? 1 : 0),
  );
}

function addDelivery(registry: Registry, { delivery }: MetricsSources): void {
  new Gauge({
    name: 'zhubao_webhook_lag_seconds',
    help: 'Age of the oldest webhook delivery that is due and has not arrived; 0 for none.',
    registers: [registry],
    aggregator: 'max',
    async collect() {
      this.reset();
      const figures = await delivery();
      if (figures) this.set(figures.oldestSeconds);
    },
  });
  new Gauge({
    name: 'zhubao_webhook_deliveries',
    help: 'Webhook deliveries, by state.',
    labelNames: ['state'],
    registers: [registry],
    aggregator: 'max',
    async collect() {
      this.reset();
      const figures = await delivery();
      for (const [state, count] of Object.entries(figures?.byState ?? {}))
        this.set({ state: state.toLowerCase() }, count);
    },
  });
}
