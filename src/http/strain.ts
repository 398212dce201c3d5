import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { refuse } from './reply.ts';

/** Whether this process still follows what comes in. */
export interface Strain {
  isStrained(): boolean;
  stop(): void;
}

/** When to come back to a process that can't follow. */
const STRAIN_RETRY_SECONDS = 2;

const LOOKED_AT_EVERY_MS = 500;
const RESOLUTION_MS = 20;
/** On the average of half a second. The gate keeps it far below: beyond it even refusing takes too long. */
const DELAY_MAX_MS = 1_000;

/** Looks at how late the event loop is, twice a second. */
export function watchStrain(delayMaxMs = DELAY_MAX_MS): Strain {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let strained = false;
  delay.enable();
  const looking = setInterval(() => {
    // In nanoseconds; no number where nothing was measured.
    strained = delay.count > 0 && delay.mean / 1e6 > delayMaxMs;
    delay.reset();
  }, LOOKED_AT_EVERY_MS);
  looking.unref();
  return {
    isStrained: () => strained,
    stop() {
      clearInterval(looking);
      delay.disable();
    },
  };
}

/** Refuses what comes while the process can't follow, before anything of it is read or verified; its health is still told. */
export function refuseUnderStrain(app: FastifyInstance, strain = watchStrain()): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!strain.isStrained() || request.url.startsWith('/health/')) return done();
    request.log.warn('refused: this process can hardly follow');
    reply.header('retry-after', String(STRAIN_RETRY_SECONDS));
    void refuse(request, reply, 'BUSY');
  });
  app.addHook('onClose', (_instance, done) => {
    strain.stop();
    done();
  });
}
