import { pipeline, Readable, Transform } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Claims } from './claim-mapping.ts';
import type { Full, Leave } from './gate.ts';
import { refuse } from './reply.ts';
import type { SignInHook } from './sign-in-hook.ts';

// Files in and files out, beside GraphQL: a body is a stream both ways, so that its size costs time and not memory.

export interface RouteRequest {
  /** The parts of the path that the route names, such as `:id`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The raw body; fails with BodyTooLarge once it is longer than the route allows. Null for a GET. */
  readonly body: Readable | null;
  readonly requestId: string;
  /** Aborted when the client has gone or the answer has taken too long. */
  readonly signal: AbortSignal;
}

export interface RouteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | Readable;
}

/** An address for signed-in callers that is not GraphQL. Whatever it throws is worded by `answerTo`. */
export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** As fastify writes it: `/reports/:name`. */
  readonly path: string;
  /** The longest body that is taken; 0 unless given. */
  readonly bodyBytesMax?: number;
  handle(request: RouteRequest, caller: Claims): Promise<RouteAnswer>;
}

/** A body was longer than its route allows; answered 413. */
export class BodyTooLarge extends Error {
  constructor(readonly bytesMax: number) {
    super(`the body is longer than ${bytesMax} bytes`);
  }
}

export interface RouteSettings {
  readonly routes: readonly HttpRoute[];
  /** How long one answer may take from its first to its last byte. */
  readonly answerSecondsMax: number;
  readonly signIn: SignInHook;
  enter(claims: Claims): Promise<Leave | Full>;
  /** The answer to a request that failed; null for a defect. */
  answerTo(error: unknown): RouteAnswer | null;
}

/** Adds the routes in a corner of the server that leaves bodies as they come. */
export function addRoutes(app: FastifyInstance, settings: RouteSettings): void {
  app.register(async (corner) => {
    corner.removeAllContentTypeParsers();
    corner.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    for (const route of settings.routes) addRoute(corner, route, settings);
  });
}

function addRoute(corner: FastifyInstance, route: HttpRoute, settings: RouteSettings): void {
  const { signIn, enter, answerTo, answerSecondsMax } = settings;
  const bytesMax = route.bodyBytesMax ?? 0;
  corner.route({
    method: route.method,
    url: route.path,
    onRequest: async (request, reply) => {
      await signIn(request, reply);
      if (reply.sent) return reply;
      return Number(request.headers['content-length'] ?? 0) > bytesMax
        ? refuse(request, reply, 'BODY_TOO_LARGE', bytesMax)
        : undefined;
    },
    async handler(request, reply) {
      const { claims } = request;
      if (!claims) throw new Error('a request passed sign-in without claims');
      const leave = await enter(claims);
      if (typeof leave === 'string') {
        reply.header('retry-after', '5');
        return refuse(request, reply, leave === 'FULL' ? 'BUSY' : 'TOO_MANY_FILES');
      }
      const gone = new AbortController();
      const late = setTimeout(() => reply.raw.destroy(), answerSecondsMax * 1_000);
      reply.raw.once('close', () => {
        clearTimeout(late);
        gone.abort();
        leave();
      });
      const body = request.body instanceof Readable ? bounded(request.body, bytesMax) : null;
      try {
        const answer = await route.handle(
          {
            params: request.params as Record<string, string>,
            query: new URL(request.url, 'http://here').searchParams,
            headers: plainHeaders(request),
            body,
            requestId: request.id,
            signal: gone.signal,
          },
          claims,
        );
        return reply.code(answer.status).headers(answer.headers).send(answer.body);
      } catch (error) {
        if (error instanceof BodyTooLarge) return refuse(request, reply, 'BODY_TOO_LARGE', error.bytesMax);
        const answer = answerTo(error);
        if (!answer) throw error;
        return reply.code(answer.status).headers(answer.headers).send(answer.body);
      }
    },
  });
}

/** Passes bytes on and fails at the first one too many: a length that a client names, or leaves out, proves nothing. */
function bounded(body: Readable, bytesMax: number): Readable {
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > bytesMax) done(new BodyTooLarge(bytesMax));
      else done(null, chunk);
    },
  });
  // Whoever reads it meets the fault; there is nothing to do about it here.
  pipeline(body, counted, () => undefined);
  return counted;
}

function plainHeaders({ headers }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
