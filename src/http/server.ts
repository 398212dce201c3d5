import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FastifyError, type FastifyReply, fastify, LogController } from 'fastify';
import { createBrake } from './brake.ts';
import type { Claims } from './claim-mapping.ts';
import { addExplorer, type Explorer } from './explorer.ts';
import { createGate, type GateSettings, type GateWatch, watchedGate } from './gate.ts';
import { addGraphql, type GraphqlEndpoint } from './graphql-route.ts';
import { addHealth, type Health } from './health.ts';
import { addLive, type LiveDoor, type LiveLimits } from './live-route.ts';
import type { Log } from './log.ts';
import { answerBrokenRequest, nestingOf } from './refusals.ts';
import { refuse } from './reply.ts';
import { addRoutes, type HttpRoute, type RouteAnswer } from './routes.ts';
import type { SignIn } from './sign-in.ts';
import { createSignInHook } from './sign-in-hook.ts';
import { guardSockets } from './sockets.ts';
import { refuseUnderStrain } from './strain.ts';
import { addTraces, type BeginTrace } from './traces.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by sign-in, before the body is read. */
    claims: Claims | null;
    /** In characters, set when it is read. */
    bodyLength: number;
  }
}

export interface HttpLimits extends GateSettings, LiveLimits {
  readonly bodyBytesMax: number;
  readonly jsonDepthMax: number;
  readonly connectionsMax: number;
  /** Of them, those of one address; and those on which nobody has signed in yet. */
  readonly perAddressMax: number;
  readonly unsignedPerAddressMax: number;
  readonly failedSignInsPerSecondMax: number;
  /** From the first byte of a request to its last; of one that brings a file; and of an answer that is one. */
  readonly requestSecondsMax: number;
  readonly uploadSecondsMax: number;
  readonly downloadSecondsMax: number;
  /** Files that are sent or fetched at once, of one tenant and of all: they have places of their own. */
  readonly filesPerTenantMax: number;
  readonly filesInAllMax: number;
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
  perAddressMax: 500,
  unsignedPerAddressMax: 250,
  perTenantMax: 6,
  inAllMax: 20,
  waitingPerTenantMax: 100,
  waitingInAllMax: 400,
  waitingSecondsMax: 5,
  failedSignInsPerSecondMax: 20,
  requestSecondsMax: 15,
  uploadSecondsMax: 300,
  downloadSecondsMax: 600,
  filesPerTenantMax: 2,
  filesInAllMax: 8,
  silenceSecondsMax: 30,
  liveSocketsPerTenantMax: 20,
  liveStallSecondsMax: 15,
  announceSeconds: 0,
  graceSeconds: 10,
};

export interface HttpSettings {
  readonly endpoint: GraphqlEndpoint;
  readonly signIn: SignIn;
  readonly health: Health;
  /** Files in and out, and how a request for one that failed is answered. */
  readonly files?: { readonly routes: readonly HttpRoute[]; answerTo(error: unknown): RouteAnswer | null };
  /** A page for trying the API out; null or absent: there is none. */
  readonly explorer?: Explorer | null;
  /** Subscriptions; absent: none are taken. */
  readonly live?: LiveDoor;
  readonly log: Log;
  /** Told of every request that was answered, and of those that waited. */
  readonly metrics?: {
    request(route: string, status: number, seconds: number): void;
    gate(name: 'requests' | 'files'): GateWatch;
  };
  /** Begins the trace of a request; null or absent: nothing is traced. */
  readonly beginTrace?: BeginTrace | null;
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

const NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'";

const REQUEST_ID = /^[\w.-]{8,64}$/;

const JSON_TOO_DEEP = 'JSON_TOO_DEEP';

export function createHttp(settings: HttpSettings): Http {
  const limits = { ...DEFAULT_HTTP_LIMITS, ...settings.limits };
  const brake = createBrake(limits.failedSignInsPerSecondMax);
  const { metrics } = settings;
  const gateOf = (name: 'requests' | 'files', limitsOfIt: GateSettings) =>
    metrics ? watchedGate(createGate(limitsOfIt), metrics.gate(name)) : createGate(limitsOfIt);
  const gate = gateOf('requests', limits);
  const fileGate = gateOf('files', {
    ...limits,
    perTenantMax: limits.filesPerTenantMax,
    inAllMax: limits.filesInAllMax,
  });
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
    requestTimeout: limits.uploadSecondsMax * 1_000,
    connectionTimeout: limits.silenceSecondsMax * 1_000,
    // Node looks for late requests only every 30 s unless told otherwise.
    http: { headersTimeout: (limits.requestSecondsMax * 1_000) / 2, connectionsCheckingInterval: 1_000 },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (_error, request, reply) => void refuse(request, reply as FastifyReply, 'BAD_REQUEST'),
  });
  app.server.maxConnections = limits.connectionsMax;
  const sockets = guardSockets(app.server, limits, settings.trustedProxies ?? [], settings.log);
  app.decorateRequest('claims', null);
  app.decorateRequest('bodyLength', 0);

  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    request.bodyLength = body.length;
    if (nestingOf(body) > limits.jsonDepthMax) done(tooDeep());
    else parseJson(request, body, done);
  });

  if (settings.beginTrace) addTraces(app, settings.beginTrace);
  refuseUnderStrain(app);
  app.addHook('onRequest', (request, reply, done) => {
    // Only a connection that was busy when the port closed can still bring one.
    if (!closing || request.url.startsWith('/health/')) return done();
    request.log.info('refused: stopping');
    void refuse(request, reply, 'STOPPING');
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    // An answer that was begun before the port closed is the last on its connection: a stop need not wait for the client.
    if (closing) reply.header('connection', 'close');
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'content-security-policy': reply.getHeader('content-security-policy') ?? NOTHING_RUNS,
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { url: route = 'none' } = request.routeOptions;
    // A path that is no address of ours is made up by whoever calls: no log and no label keeps it.
    const path = route === 'none' ? route : (request.url.split('?', 1)[0] ?? '').slice(0, 200);
    const { poolId, tenantId } = request.claims ?? {};
    metrics?.request(route, reply.statusCode, reply.elapsedTime / 1_000);
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
    done();
  });

  const signIn = createSignInHook(settings.signIn, brake, sockets);
  addGraphql(app, { endpoint: settings.endpoint, gate, signIn, limits });
  const live =
    settings.live &&
    addLive(app, {
      door: settings.live,
      gate,
      signIn: settings.signIn,
      signInHook: signIn,
      brake,
      sockets,
      trustsProxies: (settings.trustedProxies ?? []).length > 0,
      limits,
      log: settings.log,
      isLeaving: () => leaving,
    });
  if (settings.files)
    addRoutes(app, {
      ...settings.files,
      answerSecondsMax: limits.downloadSecondsMax,
      signIn,
      enter: ({ poolId, tenantId }) => fileGate.enter(`${poolId}/${tenantId}`),
    });
  addHealth(app, settings.health, () => leaving);
  if (settings.explorer) addExplorer(app, settings.explorer);
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
      live?.stop();
      const cut = setTimeout(() => app.server.closeAllConnections(), limits.graceSeconds * 1_000);
      // A client that keeps its connection after a download that was under way is not waited for.
      const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_CLOSED_EVERY_MS);
      await app.close();
      clearInterval(idle);
      clearTimeout(cut);
    },
  };
}

const IDLE_CLOSED_EVERY_MS = 100;

/** The caller's own id if it can't break a log line or a header, else a new one. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

function tooDeep(): Error {
  return Object.assign(new Error('the JSON is nested too deeply'), { statusCode: 400, code: JSON_TOO_DEEP });
}
