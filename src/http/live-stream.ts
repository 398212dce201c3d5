import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LiveDoor, LiveSettings, Shared } from './live-route.ts';
import { refuse } from './reply.ts';

/** So long nothing may come before the client is told that the connection stands. */
const PING_MS = 12_000;

/**
 * Distinct connections of the graphql-sse protocol. The library's own handler reads on however slow the client is, and
 * keeps what it can't send; here the next answer is asked for when the one before has left.
 */
export function addStream(app: FastifyInstance, settings: LiveSettings, shared: Shared): void {
  const { door, signInHook, limits } = settings;
  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    await signInHook(request, reply);
    if (reply.sent) return reply;
    if (request.method !== 'POST')
      return refuse(request, reply.header('allow', 'POST'), 'METHOD_NOT_ALLOWED');
    const accepts = request.headers.accept ?? '*/*';
    return /text\/event-stream|\*\/\*/.test(accepts) ? undefined : refuse(request, reply, 'NOT_ACCEPTABLE');
  }
  app.all('/graphql/stream', { onRequest: admit }, async (request, reply) => {
    const { claims, headers, body } = request;
    if (!claims) throw new Error('a request passed sign-in without claims');
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      return refuse(request, reply, 'BAD_REQUEST');
    const opened = await door.open(
      body as Parameters<LiveDoor['open']>[0],
      shared.subscriberOf(claims, request.id),
    );
    const stream = Readable.from(linesOf(opened, headers.authorization, shared), {
      objectMode: false,
      highWaterMark: 1,
    });
    const stalled = () => reply.raw.destroy();
    reply.raw.setTimeout(limits.liveStallSecondsMax * 2_000, stalled);
    reply.raw.once('close', () => stream.destroy());
    return (
      reply
        .header('content-type', 'text/event-stream; charset=utf-8')
        .header('x-accel-buffering', 'no')
        // Nothing comes after a stream; a connection that is kept for it would hold up a stop.
        .header('connection', 'close')
        .send(stream)
    );
  });
}

const eventOf = (name: 'next' | 'complete', data: object | null) =>
  `event: ${name}\ndata: ${data === null ? '' : JSON.stringify(data)}\n\n`;
const KEEP_ALIVE = ':\n\n';
const NOT_SIGNED_IN = {
  errors: [
    {
      message: 'Not signed in, or the sign-in has expired; obtain a new access token.',
      extensions: {
        code: 'UNAUTHENTICATED',
        messages: {
          zh: '未登录，或登录已失效；请重新取得访问令牌。',
          en: 'Not signed in, or the sign-in has expired; obtain a new access token.',
        },
      },
    },
  ],
};

type Opened = Awaited<ReturnType<LiveDoor['open']>>;

async function* linesOf(
  opened: Opened,
  authorization: string | undefined,
  { stopping, watch }: Shared,
): AsyncGenerator<string> {
  // Something at once, so that the client knows it is connected.
  yield KEEP_ALIVE;
  if ('refused' in opened) {
    yield eventOf('next', { errors: opened.refused });
    yield eventOf('complete', null);
    return;
  }
  const { answers } = opened;
  let isSignedIn = true;
  const ended = new AbortController();
  const end = () => ended.abort();
  const unwatch = watch(authorization, () => {
    isSignedIn = false;
    end();
  });
  stopping.addEventListener('abort', end, { once: true });
  if (stopping.aborted) end();
  try {
    let next = answers.next();
    while (!ended.signal.aborted) {
      const step = await soonest(next, ended.signal);
      if (step === 'QUIET') yield KEEP_ALIVE;
      else if (step !== 'ENDED') {
        if (step.done) {
          yield eventOf('complete', null);
          return;
        }
        yield eventOf('next', step.value);
        next = answers.next();
      }
    }
    // A stop is told by nothing at all: the client sees a broken stream, and comes again.
    if (isSignedIn) return;
    yield eventOf('next', NOT_SIGNED_IN);
    yield eventOf('complete', null);
  } finally {
    unwatch();
    stopping.removeEventListener('abort', end);
    await answers.return();
  }
}

/** The next answer, or that none has come for a while, or that there will be none. */
function soonest<T>(next: Promise<T>, ended: AbortSignal): Promise<T | 'QUIET' | 'ENDED'> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(quiet);
      ended.removeEventListener('abort', end);
    };
    const end = () => {
      settle();
      resolve('ENDED');
    };
    const quiet = setTimeout(() => {
      settle();
      resolve('QUIET');
    }, PING_MS);
    ended.addEventListener('abort', end, { once: true });
    if (ended.aborted) end();
    next.then(
      (step) => {
        settle();
        resolve(step);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}
