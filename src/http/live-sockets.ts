import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { PoolElsewhere, SignInRefused } from './claim-mapping.ts';
import type { LiveSettings, Shared, Subscriber } from './live-route.ts';
import { nestingOf } from './refusals.ts';
import { SignInBusy } from './sign-in.ts';

const PROTOCOL = 'graphql-transport-ws';
const PING_MS = 12_000;
const GOOD_BYE_MS = 2_000;
/** What may wait to be sent on one socket, in bytes. */
const BUFFERED_MAX = 1_000_000;
/** Close codes of the protocol, and of WebSocket itself. */
const UNAUTHORIZED = 4401;
const BAD_REQUEST = 4400;
const TOO_MANY = 4429;
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;
const INTERNAL = 4500;

/** Takes WebSockets at the address of the API. */
export function addSockets(app: FastifyInstance, settings: LiveSettings, shared: Shared): void {
  const { limits } = settings;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.bodyBytesMax,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  const perTenant = new Map<string, number>();
  app.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const path = (request.url ?? '').split('?', 1)[0];
    const status = settings.isLeaving()
      ? '503 Service Unavailable'
      : path === '/graphql'
        ? null
        : '404 Not Found';
    if (status !== null) {
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    server.handleUpgrade(request, socket, head, (opened) =>
      converse(opened, request, perTenant, settings, shared),
    );
  });
}

/** Hands a socket to the protocol, and closes it when it has to be. */
function converse(
  socket: WebSocket,
  request: IncomingMessage,
  perTenant: Map<string, number>,
  { door, signIn, brake, sockets, limits, log, trustsProxies }: LiveSettings,
  { stopping, subscriberOf, watch }: Shared,
): void {
  const requestId = randomUUID();
  const address = request.socket.remoteAddress ?? '';
  const endings: (() => void)[] = [];
  const close = (code: number, reason: string) => socket.close(code, reason);

  async function signedIn(given: string | undefined): Promise<Subscriber | null> {
    const authorization = given ?? request.headers.authorization;
    try {
      const caller = await signIn.verify(authorization);
      const tenant = `${caller.poolId}/${caller.tenantId}`;
      const others = perTenant.get(tenant) ?? 0;
      if (others >= limits.liveSocketsPerTenantMax) {
        close(TOO_MANY, `At most ${limits.liveSocketsPerTenantMax} connections of one organisation`);
        return null;
      }
      if (socket.readyState !== socket.OPEN) return null;
      perTenant.set(tenant, others + 1);
      endings.push(() => perTenant.set(tenant, (perTenant.get(tenant) ?? 1) - 1));
      sockets.know(request.socket);
      endings.push(watch(authorization, () => close(UNAUTHORIZED, 'Unauthorized')));
      log.info({ requestId, poolId: caller.poolId, tenantId: caller.tenantId }, 'a socket is signed in');
      return subscriberOf(caller, requestId);
    } catch (error) {
      if (error instanceof SignInBusy) close(TRY_AGAIN_LATER, 'Try again later');
      else {
        if (!(error instanceof SignInRefused)) log.error({ err: error, requestId }, 'a socket met a defect');
        // Behind trusted proxies the address is theirs, and they count their clients themselves.
        else if (!trustsProxies && !(error instanceof PoolElsewhere)) brake.failed(address);
        log.warn({ requestId, address }, 'sign-in refused on a socket');
        close(UNAUTHORIZED, 'Unauthorized');
      }
      return null;
    }
  }

  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const pinging = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    return socket.ping();
  }, PING_MS);
  const leave = () => {
    close(GOING_AWAY, 'Going away');
    // A client that does not say good-bye does not hold up the stop.
    setTimeout(() => socket.terminate(), GOOD_BYE_MS).unref();
  };
  stopping.addEventListener('abort', leave);
  socket.on('error', (error) => log.debug({ err: error, requestId }, 'a socket failed'));

  const closed = door.opened(
    {
      protocol: socket.protocol,
      send: (text) => sendOn(socket, text, limits.liveStallSecondsMax),
      close: (code, reason) => socket.close(code, reason),
      onMessage(heard) {
        socket.on('message', async (data) => {
          const text = String(data);
          // Who asks without end and reads nothing is not kept.
          if (socket.bufferedAmount > BUFFERED_MAX) return socket.terminate();
          if (nestingOf(text) > limits.jsonDepthMax) return close(BAD_REQUEST, 'Nested too deeply');
          return heard(text).catch((error: unknown) => {
            if (socket.readyState !== socket.OPEN) return;
            log.error({ err: error, requestId }, 'a socket met a defect');
            close(INTERNAL, 'Internal error');
          });
        });
      },
    },
    { signIn: signedIn },
  );
  socket.once('close', (code, reason) => {
    clearInterval(pinging);
    stopping.removeEventListener('abort', leave);
    for (const end of endings) end();
    closed(code, String(reason)).catch((error: unknown) =>
      log.error({ err: error, requestId }, 'a socket met a defect'),
    );
  });
}

/** Resolves when the text has left for the network, so that a slow reader slows down what is written for it. */
function sendOn(socket: WebSocket, text: string, stallSecondsMax: number): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stalled = setTimeout(() => socket.terminate(), stallSecondsMax * 1_000);
    socket.send(text, (error) => {
      clearTimeout(stalled);
      if (error && socket.readyState === socket.OPEN) reject(error);
      else resolve();
    });
  });
}
