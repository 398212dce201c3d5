import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FastifyError, type FastifyReply, type FastifyRequest, fastify, LogController } from 'fastify';
import { createBrake } from './brake.ts';
import { type Claims, SignInRefused } from './claim-mapping.ts';
import { createGate, type GateSettings } from './gate.ts';
import { addHealth, type Health } from './health.ts';
import type { Log } from './log.ts';
import {
  acceptedOf,
  answerBrokenRequest,
  GRAPHQL_TYPE,
  JSON_TYPE,
  mayWriteUtf8,
  nestingOf,
  REFUSALS,
  type RefusalCode,
  refusalBody,
} from './refusals.ts';
import { type SignIn, SignInBusy } from './sign-in.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by sign-in, before the body is read. */
    claims: Claims | null;
    /** In characters, set when it is read. */
    bodyLength: number;
  }
}

/** Whatever answers GraphQL; src/graphql/endpoint.ts fits. */
export interface GraphqlEndpoint {
  handle(
    request: {
      readonly method: string;
      readonly search: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: unknown;
      readonly bodyLength: number;
      readonly requestId: string;
    },
    caller: Claims,
  ): Promise<{
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }>;
}

export interface HttpLimits extends GateSettings {
  readonly bodyBytesMax: number;
  readonly jsonDepthMax: number;
  readonly connectionsMax: number;
  readonly failedSignInsPerSecondMax: number;
  /** From the first byte of a request to its last. */
  readonly requestSecondsMax: number;
  /** Silence on a connection, also while a request is worked on. */
  readonly silenceSecondsMax: number;
  /** Between "not ready" and closing the port, for the load balancer to notice. */
  readonly announceSeconds: number;
  /** How long running requests may go on after the port is closed. */
  readonly graceSeconds: number;
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  bodyBytesMax: 100 * 1024,
  jsonDepthMax: 50,
  connectionsMax: 1_000,
  perTenantMax: 6,
  inAllMax: 20,
  waitingPerTenantMax: 100,
  waitingSecondsMax: 5,
  failedSignInsPerSecondMax: 20,
  requestSecondsMax: 15,
  silenceSecondsMax: 30,
  announceSeconds: 0,
  graceSeconds: 10,
};

export interface HttpSettings {
  readonly endpoint: GraphqlEndpoint;
  readonly signIn: SignIn;
  readonly health: Health;
  readonly log: Log;
  readonly limits?: Partial<HttpLimits>;
  /** Addresses whose X-Forwarded-For is believed. */
  readonly trustedProxies?: readonly string[];
}

export interface Http {
  /** The port that was bound; 0 asks for any free one. */
  listen(address: { readonly host: string; readonly port: number }): Promise<number>;
  /** Not ready at once, then no new connections; running requests finish, up to the grace time. */
  close(): Promise<void>;
}

const GRAPHQL_PATH = '/graphql';
const REQUEST_ID = /^[\w.-]{8,64}$/;

const JSON_TOO_DEEP = 'JSON_TOO_DEEP';

export function createHttp(settings: HttpSettings): Http {
  const limits = { ...DEFAULT_HTTP_LIMITS, ...settings.limits };
  const brake = createBrake(limits.failedSignInsPerSecondMax);
  const gate = createGate(limits);
  let leaving = false;
  let closing = false;

  const app = fastify({
    loggerInstance: settings.log,
    // fastify's own lines hold the whole URL, and a GET request has its query and variables there.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    requestIdHeader: false,
    genReqId: requestIdOf,
    trustProxy: settings.trustedProxies?.length ? [...settings.trustedProxies] : false,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: limits.requestSecondsMax * 1_000,
    connectionTimeout: limits.silenceSecondsMax * 1_000,
    // Node looks for late requests only every 30 s unless told otherwise.
    http: { headersTimeout: (limits.requestSecondsMax * 1_000) / 2, connectionsCheckingInterval: 1_000 },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (_error, request, reply) => void refuse(request, reply as FastifyReply, 'BAD_REQUEST'),
  });
  app.server.maxConnections = limits.connectionsMax;
  app.decorateRequest('claims', null);
  app.decorateRequest('bodyLength', 0);

  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    request.bodyLength = body.length;
    if (nestingOf(body) > limits.jsonDepthMax) done(tooDeep());
    else parseJson(request, body, done);
  });

  app.addHook('onRequest', async (request, reply) => {
    // Only a connection that was busy when the port closed can still bring one.
    if (!closing || request.url.startsWith('/health/')) return;
    request.log.info('refused: stopping');
    return refuse(request, reply, 'STOPPING');
  });
  app.addHook('onSend', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });
  app.addHook('onResponse', async (request, reply) => {
    const path = request.url.split('?', 1)[0]?.slice(0, 200) ?? '';
    const { poolId, tenantId } = request.claims ?? {};
    request.log[path.startsWith('/health/') ? 'debug' : 'info'](
      {
        method: request.method,
        path,
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
        address: request.ip,
        ...(poolId ? { poolId, tenantId } : {}),
      },
      'request',
    );
  });

  /** Before the body is read and the document parsed: whoever isn't signed in learns nothing and costs little. */
  async function authenticate(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    try {
      request.claims = await settings.signIn.verify(request.headers.authorization);
    } catch (error) {
      if (error instanceof SignInBusy) return refuse(request, reply.header('retry-after', '1'), 'BUSY');
      if (!(error instanceof SignInRefused)) throw error;
      const waitSeconds = brake.failed(request.ip);
      request.log.warn(
        { reason: error.reason, address: request.ip, slowed: waitSeconds !== null },
        'sign-in refused',
      );
      if (waitSeconds === null)
        return refuse(request, reply.header('www-authenticate', 'Bearer'), 'UNAUTHENTICATED');
      return refuse(request, reply.header('retry-after', String(waitSeconds)), 'TOO_MANY_FAILURES');
    }
    if (request.method !== 'GET' && request.method !== 'POST')
      return refuse(request, reply.header('allow', 'GET, POST'), 'METHOD_NOT_ALLOWED');
    if (acceptedOf(request.headers.accept) === null) return refuse(request, reply, 'NOT_ACCEPTABLE');
    const charset = /;\s*charset=([^;]*)/i.exec(request.headers['content-type'] ?? '')?.[1]?.trim();
    if (request.headers['content-encoding'] !== undefined || !mayWriteUtf8(charset))
      return refuse(request, reply, 'UNSUPPORTED_MEDIA_TYPE');
    return undefined;
  }

  app.all(GRAPHQL_PATH, { onRequest: authenticate }, async (request, reply) => {
    const { claims, headers, method, raw } = request;
    if (!claims) throw new Error('a request passed sign-in without claims');
    // Only now that the body is here: who sends slowly holds no place.
    const leave = await gate.enter(`${claims.poolId}/${claims.tenantId}`);
    if (typeof leave === 'string') {
      request.log.warn({ tenantId: claims.tenantId, reason: leave }, 'refused: too many requests at once');
      reply.header('retry-after', '1');
      return leave === 'FULL'
        ? refuse(request, reply, 'BUSY')
        : refuse(request, reply, 'TOO_MANY_AT_ONCE', limits.perTenantMax);
    }
    try {
      const answer = await settings.endpoint.handle(
        {
          method,
          search: searchOf(raw.url ?? ''),
          headers: {
            accept: acceptedOf(headers.accept) ?? JSON_TYPE,
            ...(headers['content-type'] ? { 'content-type': headers['content-type'] } : {}),
          },
          body: request.body,
          bodyLength: request.bodyLength,
          requestId: request.id,
        },
        claims,
      );
      return reply.code(answer.status).headers(answer.headers).send(answer.body);
    } finally {
      leave();
    }
  });

  addHealth(app, settings.health, () => leaving);
  app.setNotFoundHandler((request, reply) => refuse(request, reply, 'NOT_FOUND'));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
      return refuse(request, reply, 'BODY_TOO_LARGE', limits.bodyBytesMax);
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
      return refuse(request, reply, 'UNSUPPORTED_MEDIA_TYPE');
    if (error.code === JSON_TOO_DEEP) return refuse(request, reply, 'JSON_TOO_DEEP', limits.jsonDepthMax);
    if ((error.statusCode ?? 500) < 500) return refuse(request, reply, 'BAD_REQUEST');
    request.log.error({ err: error }, 'a request met a defect');
    return refuse(request, reply, 'INTERNAL');
  });

  return {
    async listen({ host, port }) {
      await app.listen({ host, port });
      return (app.server.address() as AddressInfo).port;
    },
    async close() {
      leaving = true;
      await new Promise((resolve) => setTimeout(resolve, limits.announceSeconds * 1_000));
      closing = true;
      const cut = setTimeout(() => app.server.closeAllConnections(), limits.graceSeconds * 1_000);
      await app.close();
      clearTimeout(cut);
    },
  };
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  code: RefusalCode,
  limit?: number,
): FastifyReply {
  const type = acceptedOf(request.headers.accept) === GRAPHQL_TYPE ? GRAPHQL_TYPE : JSON_TYPE;
  return reply.code(REFUSALS[code].status).type(`${type}; charset=utf-8`).send(refusalBody(code, limit));
}

/** The caller's own id if it can't break a log line or a header, else a new one. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

function searchOf(url: string): string {
  const at = url.indexOf('?');
  return at === -1 ? '' : url.slice(at);
}

function tooDeep(): Error {
  return Object.assign(new Error('the JSON is nested too deeply'), { statusCode: 400, code: JSON_TOO_DEEP });
}
