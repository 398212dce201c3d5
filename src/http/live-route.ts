import { setMaxListeners } from 'node:events';
import type { FastifyInstance } from 'fastify';
import type { Brake } from './brake.ts';
import type { Claims } from './claim-mapping.ts';
import type { Gate } from './gate.ts';
import { addSockets } from './live-sockets.ts';
import { addStream } from './live-stream.ts';
import type { Log } from './log.ts';
import { type SignIn, SignInBusy } from './sign-in.ts';
import type { SignInHook } from './sign-in-hook.ts';
import type { Sockets } from './sockets.ts';

// Subscriptions come in by WebSocket at the address of the API, and as server-sent events beside it. Sign-in comes before
// anything else, and is asked again every second for as long as the connection lasts.

export interface Subscriber {
  readonly caller: Claims;
  readonly requestId: string;
  turn(): Promise<() => void>;
}

type Answers = AsyncGenerator<object, void, undefined>;

/** What speaks GraphQL on a connection that goes on; src/graphql/live.ts and live-socket.ts fit. */
export interface LiveDoor {
  /** Takes a socket in the protocol graphql-transport-ws; answers what is to be called when it has closed. */
  opened(
    socket: {
      readonly protocol: string;
      send(data: string): Promise<void>;
      close(code?: number, reason?: string): void;
      onMessage(heard: (data: string) => Promise<void>): void;
    },
    side: { signIn(authorization: string | undefined): Promise<Subscriber | null> },
  ): (code: number, reason: string) => Promise<void>;
  open(
    request: { readonly query: unknown; readonly variables?: unknown; readonly operationName?: unknown },
    subscriber: Subscriber,
  ): Promise<{ readonly refused: readonly object[] } | { readonly answers: Answers }>;
  /** The sign-in that is asked again while a connection lasts; nobody counts it. */
  readonly stillSignedIn: SignIn;
}

export interface LiveLimits {
  readonly bodyBytesMax: number;
  readonly jsonDepthMax: number;
  /** Connections for subscriptions, by WebSocket, of one tenant. */
  readonly liveSocketsPerTenantMax: number;
  /** How long a client may not read what it is sent, or not answer a ping. */
  readonly liveStallSecondsMax: number;
}

export interface LiveSettings {
  readonly door: LiveDoor;
  readonly gate: Gate;
  readonly signIn: SignIn;
  readonly signInHook: SignInHook;
  readonly brake: Brake;
  readonly sockets: Sockets;
  readonly trustsProxies: boolean;
  readonly limits: LiveLimits;
  readonly log: Log;
  isLeaving(): boolean;
}

export interface LiveRoute {
  /** Tells every client to come again elsewhere: nothing is lost, it goes on from its cursor. */
  stop(): void;
}

const CHECK_MS = 1_000;
const TURN_RETRY_MS = 500;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export function addLive(app: FastifyInstance, settings: LiveSettings): LiveRoute {
  const { door, gate, log } = settings;
  const stopping = new AbortController();
  // As many listen as there are connections.
  setMaxListeners(0, stopping.signal);

  /** A push has no client that could come again: it waits until there is a place. */
  async function turn({ poolId, tenantId }: Claims): Promise<() => void> {
    for (;;) {
      const leave = await gate.enter(`${poolId}/${tenantId}`);
      if (typeof leave !== 'string') return leave;
      await pause(TURN_RETRY_MS);
    }
  }
  const subscriberOf = (caller: Claims, requestId: string): Subscriber => ({
    caller,
    requestId,
    turn: () => turn(caller),
  });

  /** Calls `end` once the bearer is not let in any more. Where that can't be found out just now, it is asked again. */
  function watch(authorization: string | undefined, end: () => void): () => void {
    const timer = setInterval(async () => {
      await door.stillSignedIn.verify(authorization).catch((error: unknown) => {
        if (!(error instanceof SignInBusy)) end();
      });
    }, CHECK_MS);
    return () => clearInterval(timer);
  }

  addSockets(app, settings, { stopping: stopping.signal, subscriberOf, watch });
  addStream(app, settings, { stopping: stopping.signal, subscriberOf, watch });
  return {
    stop() {
      log.debug({}, 'subscriptions are ended');
      stopping.abort();
    },
  };
}

/** What both ways in share. */
export interface Shared {
  readonly stopping: AbortSignal;
  subscriberOf(caller: Claims, requestId: string): Subscriber;
  watch(authorization: string | undefined, end: () => void): () => void;
}
