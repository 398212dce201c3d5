import { ApiError, type ErrorExtensions } from './errors.ts';
import type { Given, Operation } from './operation.ts';
import { saidIn } from './stream.ts';

export interface ClientSettings {
  /** The address of the API, ending in /graphql. */
  readonly url: string;
  /** Asked before every attempt, so that a token may be renewed meanwhile. */
  readonly token: () => string | Promise<string>;
  /** Another one than the platform's: through a proxy, or with a certificate of one's own. */
  readonly fetch?: typeof fetch;
  /** How often a request is sent before the client gives up; 5 unless said otherwise. */
  readonly attemptsMax?: number;
  /** For one attempt; 30 unless said otherwise. */
  readonly timeoutSeconds?: number;
  /** The longest wait between two attempts, also where the API asks for a longer one; 60 unless said otherwise. */
  readonly waitSecondsMax?: number;
}

export interface ExecuteOptions {
  /** For a mutation. Keep it where it outlives your process, and a retry after a crash does nothing twice. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export interface Client {
  /**
   * Asks or does. Tries again on 429, on 503, on an answer that says it is retryable, and when no answer comes: a
   * mutation keeps its key over all attempts, so it is done once at most. Throws ApiError for a request that was not
   * judged. A refusal by a rule is no error: `done` is false, and `mustBeDone` makes it one.
   */
  execute<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Given<Variables>,
    options?: ExecuteOptions,
  ): Promise<Data>;
  /** The nodes of a list, page after page; `listIn` says where in the answer the list is. */
  pages<Data, Variables extends { after?: string | null | undefined }, Node>(
    operation: Operation<Data, Variables>,
    variables: Given<Variables>,
    listIn: (data: Data) => Page<Node>,
    options?: ExecuteOptions,
  ): AsyncGenerator<Node, void, undefined>;
  /**
   * What comes, as it comes, over server-sent events. A connection that breaks is made again; with `cursorIn` the
   * subscription goes on behind the last cursor that came, so that nothing is missed and nothing comes twice. Ends when
   * the API ends it or `signal` is aborted, and throws ApiError when it is refused or can't be reached any more.
   */
  subscribe<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Given<Variables>,
    options?: SubscribeOptions<Data>,
  ): AsyncGenerator<Data, void, undefined>;
}

export interface SubscribeOptions<Data> {
  /** Where in what comes the cursor is, for an operation with a variable `after`. */
  readonly cursorIn?: (data: Data) => string;
  readonly signal?: AbortSignal;
}

export interface Page<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly Node[];
}

interface Reply<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: ErrorExtensions }[];
}

/** How an attempt ended: with data, or with an error that says whether another attempt makes sense, and when. */
type Attempt<Data> =
  | { readonly data: Data }
  | { readonly error: ApiError; readonly isRetryable: boolean; readonly waitSeconds: number | null };

const RETRIED = [429, 502, 503, 504];

export function createClient(settings: ClientSettings): Client {
  const { attemptsMax = 5, timeoutSeconds = 30, waitSecondsMax = 60 } = settings;
  const send = settings.fetch ?? fetch;

  async function attempt<Data>(
    body: string,
    idempotencyKey: string | null,
    signal: AbortSignal | undefined,
  ): Promise<Attempt<Data>> {
    const authorization = `Bearer ${await settings.token()}`;
    const late = AbortSignal.timeout(timeoutSeconds * 1_000);
    let status: number | null = null;
    try {
      const response = await send(settings.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', authorization },
        body,
        signal: signal ? AbortSignal.any([signal, late]) : late,
      });
      status = response.status;
      const reply = (await response.json()) as Reply<Data>;
      if (!reply.errors?.length && reply.data) return { data: reply.data };
      const error = errorIn(reply, response, idempotencyKey);
      const waitSeconds =
        secondsIn(response.headers.get('retry-after')) ?? error.extensions.retryAfterSeconds ?? null;
      const isRetryable = RETRIED.includes(status) || error.extensions.retryable === true;
      return { error, isRetryable, waitSeconds };
    } catch (cause) {
      signal?.throwIfAborted();
      const error = unreachable(status, idempotencyKey, cause);
      // What is not JSON comes from something in between: a proxy that is late says so with 5xx.
      return { error, isRetryable: status === null || RETRIED.includes(status), waitSeconds: null };
    }
  }

  async function execute<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Given<Variables>,
    { idempotencyKey, signal }: ExecuteOptions = {},
  ): Promise<Data> {
    const key = operation.kind === 'mutation' ? (idempotencyKey ?? crypto.randomUUID()) : null;
    const body = JSON.stringify({
      operationName: operation.name,
      query: operation.text,
      variables: key === null ? variables : { ...variables, key },
    });
    for (let count = 1; ; count += 1) {
      signal?.throwIfAborted();
      const ended = await attempt<Data>(body, key, signal);
      if ('data' in ended) return ended.data;
      if (!ended.isRetryable || count >= attemptsMax) throw ended.error;
      await pause(Math.min(ended.waitSeconds ?? backOff(count), waitSecondsMax), signal);
    }
  }

  async function* subscribe<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Given<Variables>,
    { cursorIn, signal }: SubscribeOptions<Data> = {},
  ): AsyncGenerator<Data, void, undefined> {
    let given = { ...(variables as object) };
    for (let failed = 0; ; failed += 1) {
      let problem: unknown;
      try {
        const response = await send(`${settings.url}/stream`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'text/event-stream',
            authorization: `Bearer ${await settings.token()}`,
          },
          body: JSON.stringify({ operationName: operation.name, query: operation.text, variables: given }),
          ...(signal ? { signal } : {}),
        });
        const { status } = response;
        if (!response.ok || !response.body) {
          const refused = errorIn((await response.json()) as Reply<Data>, response, null);
          if (!RETRIED.includes(status)) throw refused;
          problem = refused;
        } else
          for await (const { event, data } of saidIn(response.body)) {
            if (event === 'complete') return;
            const reply = data as Reply<Data>;
            if (!reply.data) throw errorIn(reply, response, null);
            failed = 0;
            if (cursorIn) given = { ...given, after: cursorIn(reply.data) };
            yield reply.data;
          }
      } catch (error) {
        if (signal?.aborted) return;
        if (error instanceof ApiError && error.extensions.retryable !== true) throw error;
        problem = error;
      }
      if (failed + 1 >= attemptsMax)
        throw problem instanceof ApiError ? problem : unreachable(null, null, problem);
      await pause(Math.min(backOff(failed + 1), waitSecondsMax), signal).catch(() => undefined);
      if (signal?.aborted) return;
    }
  }

  return {
    execute,
    subscribe,
    async *pages(operation, variables, listIn, options) {
      let after: string | null | undefined = (variables as { after?: string | null }).after;
      for (;;) {
        const { nodes, pageInfo } = listIn(await execute(operation, { ...variables, after }, options));
        yield* nodes;
        if (!pageInfo.hasNextPage) return;
        after = pageInfo.endCursor;
      }
    },
  };
}

function errorIn(
  reply: Reply<unknown>,
  { status, headers }: Response,
  idempotencyKey: string | null,
): ApiError {
  const [first] = reply.errors ?? [];
  const message = first?.message ?? 'The answer holds neither data nor an error.';
  const requestId = headers.get('x-request-id');
  return new ApiError(message, first?.extensions ?? {}, { status, requestId, idempotencyKey });
}

function unreachable(status: number | null, idempotencyKey: string | null, cause: unknown): ApiError {
  const about = { status, requestId: null, idempotencyKey, cause };
  return new ApiError('No answer came that could be read.', {}, about);
}

/** Doubles with every attempt, and a random half of it, so that many clients do not come back at once. */
function backOff(count: number): number {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return 0.25 * 2 ** (count - 1) * (0.5 + random / 2 ** 33);
}

function secondsIn(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1_000);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
