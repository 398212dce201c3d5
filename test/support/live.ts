import { createClient as createStreamClient } from 'graphql-sse';
import { type Client, createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Running, User } from './product.ts';

// Subscriptions as clients have them, through the published client libraries.

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers
type Data = any;

/** What has come in on one subscription. */
export interface Heard {
  readonly data: Data[];
  readonly errors: Data[];
  /** Waits until so many have come, or fails after a while with those that have. */
  until(count: number, seconds?: number): Promise<Data[]>;
  /** The end: null for a complete one, or what it ended with. */
  readonly ended: Promise<unknown>;
  stop(): void;
}

export interface Subscribing {
  subscribe(query: string, variables?: Record<string, unknown>): Heard;
  close(): Promise<void>;
}

interface Sink {
  next(value: { data?: Data; errors?: readonly unknown[] | undefined }): void;
  error(error: unknown): void;
  complete(): void;
}

function heardOn(start: (sink: Sink) => () => void): Heard {
  const data: Data[] = [];
  const errors: Data[] = [];
  const waiting = new Set<() => void>();
  const tell = () => {
    for (const one of waiting) one();
  };
  let end: (how: unknown) => void = () => undefined;
  const ended = new Promise<unknown>((resolve) => {
    end = resolve;
  });
  const stop = start({
    next(value) {
      if (value.errors) errors.push(...value.errors);
      if (value.data) data.push(value.data);
      tell();
    },
    error(error) {
      end(error);
      tell();
    },
    complete() {
      end(null);
      tell();
    },
  });
  return {
    data,
    errors,
    ended,
    stop,
    until: (count, seconds = 8) =>
      new Promise((resolve, reject) => {
        const late = AbortSignal.timeout(seconds * 1_000);
        const look = () => {
          if (data.length < count) return;
          waiting.delete(look);
          resolve(data.slice(0, count));
        };
        late.addEventListener('abort', () =>
          reject(new Error(`${data.length} of ${count} came: ${JSON.stringify({ data, errors })}`)),
        );
        waiting.add(look);
        look();
      }),
  };
}

/** A client on a WebSocket. `hears` is told how its socket closed. */
export async function onSocket(
  url: string,
  token: string | null,
  hears: (code: number) => void = () => undefined,
): Promise<Subscribing> {
  const client: Client = createSocketClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: true,
    ...(token === null ? {} : { connectionParams: { authorization: `Bearer ${token}` } }),
    on: { closed: (event) => hears((event as { code: number }).code) },
  });
  return {
    subscribe: (query, variables = {}) =>
      heardOn((sink) => client.subscribe({ query, variables }, sink as never)),
    close: async () => client.dispose(),
  };
}

/** A client on server-sent events, in distinct connections. */
export async function onStream(url: string, token: string): Promise<Subscribing> {
  const client = createStreamClient({
    url: `${url}/stream`,
    retryAttempts: 0,
    headers: { authorization: `Bearer ${token}` },
  });
  return {
    subscribe: (query, variables = {}) =>
      heardOn((sink) => client.subscribe({ query, variables }, sink as never)),
    close: async () => client.dispose(),
  };
}

export const socketOf = async (running: Running, user: User, hears?: (code: number) => void) =>
  onSocket(running.url, await running.tokenOf(user), hears);
export const streamOf = async (running: Running, user: User) =>
  onStream(running.url, await running.tokenOf(user));

export const EVENTS = `subscription ($after: String, $kinds: [EventKind!]) {
  events(after: $after, kinds: $kinds) { cursor node { id kind subject data message { zh en } } } }`;

export const FEED = `query ($after: String, $first: Int!, $kinds: [EventKind!]) {
  events(after: $after, first: $first, kinds: $kinds) {
    nodes { id kind subject occurredOn data node { id } message { zh en } }
    pageInfo { endCursor hasNextPage } latestCursor } }`;
