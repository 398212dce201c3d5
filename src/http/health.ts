import type { FastifyInstance } from 'fastify';

/** One thing that serving depends on. Degraded: reads go on, but somebody has to act; it keeps the service ready. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'degraded' | 'failing';
  /** Read by anyone who can reach the port: says what to do, and never how we are built. */
  readonly detail?: string;
}

export type Health = () => Promise<readonly Check[]>;

/** Each check bounds itself below this. */
const CHECK_MILLISECONDS_MAX = 1_900;

/** Live: the process answers. Ready: it may be sent requests. Neither needs a token. */
export function addHealth<App extends Pick<FastifyInstance, 'get'>>(
  app: App,
  health: Health,
  isLeaving: () => boolean,
): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const checks: readonly Check[] = isLeaving()
      ? [{ name: 'service', state: 'failing', detail: 'stopping' }]
      : await bounded(health);
    const isReady = checks.every(({ state }) => state !== 'failing');
    const isWhole = checks.every(({ state }) => state === 'ok');
    reply.code(isReady ? 200 : 503);
    return { status: isWhole ? 'ready' : isReady ? 'degraded' : 'not ready', checks };
  });
}

async function bounded(health: Health): Promise<readonly Check[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Check[]>((resolve) => {
    const answer: Check = { name: 'checks', state: 'failing', detail: 'no answer in time' };
    timer = setTimeout(() => resolve([answer]), CHECK_MILLISECONDS_MAX);
  });
  try {
    return await Promise.race([health(), late]);
  } catch {
    return [{ name: 'checks', state: 'failing', detail: 'the checks themselves failed' }];
  } finally {
    clearTimeout(timer);
  }
}
