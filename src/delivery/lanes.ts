import type { DeliveryStore } from '../acts/delivery.ts';

/** So many at once and no more; the others wait their turn. */
export interface Lanes {
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createLanes(count: number): Lanes {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    async run(work) {
      if (free > 0) free -= 1;
      // Whoever ends hands its lane over, so that nobody who comes later slips in between.
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}

/** The same store, which has so many questions under way and no more: people need the other connections. */
export function inLanes(store: DeliveryStore, lanes: Lanes): DeliveryStore {
  return {
    ready: (...given) => lanes.run(() => store.ready(...given)),
    claim: (...given) => lanes.run(() => store.claim(...given)),
    letGo: (...given) => lanes.run(() => store.letGo(...given)),
    secrets: (...given) => lanes.run(() => store.secrets(...given)),
    takeIn: (...given) => lanes.run(() => store.takeIn(...given)),
    due: (...given) => lanes.run(() => store.due(...given)),
    settle: (...given) => lanes.run(() => store.settle(...given)),
    standing: (...given) => lanes.run(() => store.standing(...given)),
  };
}
