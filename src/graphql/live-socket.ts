import { GraphQLError, type GraphQLFormattedError, GraphQLSchema, parse } from 'graphql';
import { makeServer, type ServerOptions, type WebSocket } from 'graphql-ws';
import type { LiveServer, Subscriber } from './live.ts';
import { TooManySubscriptions } from './live-refusals.ts';

/** Stand-ins for what the library looks at before it asks for a stream: live.ts has read the real ones. */
const ANY_SUBSCRIPTION = parse('subscription { any }');
const NO_SCHEMA = new GraphQLSchema({});

// The protocol graphql-transport-ws over whatever socket the door to the network has opened.

/** What the door gives along with a socket. */
export interface SocketSide<Caller> {
  /** Signs in by the header of the upgrade or what the client sends first; null: refused, and the door has closed it. */
  signIn(authorization: string | undefined): Promise<Subscriber<Caller> | null>;
}

export interface LiveSockets<Caller> {
  /** Speaks with a client; to be called when the socket has closed. */
  opened(socket: WebSocket, side: SocketSide<Caller>): (code: number, reason: string) => Promise<void>;
}

type Context<Caller> = { side: SocketSide<Caller>; subscriber?: Subscriber<Caller> };
type Options<Caller> = ServerOptions<Record<string, unknown>, Context<Caller>>;

/** Refusals on their way through the library, which wants errors of GraphQL’s own class. */
class Worded extends GraphQLError {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super('refused');
  }
}

export function createLiveSockets<Caller>(
  live: LiveServer<Caller>,
  perConnectionMax: number,
): LiveSockets<Caller> {
  const options: Options<Caller> = {
    connectionInitWaitTimeout: 3_000,
    async onConnect({ connectionParams, extra }) {
      const given = connectionParams?.authorization ?? connectionParams?.Authorization;
      const subscriber = await extra.side.signIn(typeof given === 'string' ? given : undefined);
      if (!subscriber) return false;
      extra.subscriber = subscriber;
      return true;
    },
    async onSubscribe({ extra, subscriptions }, _id, payload) {
      const { subscriber } = extra;
      if (!subscriber) throw new Error('nobody is signed in on this socket');
      if (Object.keys(subscriptions).length > perConnectionMax)
        return [new TooManySubscriptions('TOO_MANY_SUBSCRIPTIONS_ON_CONNECTION', perConnectionMax)];
      const opened = await live.open(payload, subscriber);
      if ('refused' in opened) return [new Worded(opened.refused)];
      return { schema: NO_SCHEMA, document: ANY_SUBSCRIPTION, contextValue: opened.answers };
    },
    subscribe: ({ contextValue }) => contextValue as never,
    onNext: (_context, _id, _payload, _args, result) => result as never,
    onError: (_context, _id, _payload, errors) =>
      errors.flatMap((error) => (error instanceof Worded ? error.errors : [error.toJSON()])),
  };
  const server = makeServer(options);
  return { opened: (socket, side) => server.opened(socket, { side }) };
}
