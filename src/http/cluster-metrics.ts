import cluster from 'node:cluster';
import { AggregatorRegistry, Gauge, Registry } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** Where this process is one of several workers: lets the first process ask it for its part; for nothing, while it starts. */
export function tellCluster(registry = new Registry()): void {
  if (!cluster.isWorker) return;
  AggregatorRegistry.setRegistries([registry]);
  // It listens from here on.
  void new AggregatorRegistry();
}

/** The metrics of all workers in one: counters are summed, and each gauge says how it is put together. */
export function clusterMetrics(workers: {
  readonly configured: number;
  ready(): number;
}): Pick<Metrics, 'read'> {
  const all = new AggregatorRegistry();
  const own = new Registry();
  new Gauge({
    name: 'zhubao_workers',
    help: 'Workers on this machine’s one port: how many there should be, and how many serve.',
    labelNames: ['state'],
    registers: [own],
    collect() {
      this.set({ state: 'configured' }, workers.configured);
      this.set({ state: 'ready' }, workers.ready());
    },
  });
  return {
    async read() {
      const [theirs, ours] = await Promise.all([all.clusterMetrics(), own.metrics()]);
      return { type: own.contentType, text: `${theirs}\n${ours}` };
    },
  };
}
