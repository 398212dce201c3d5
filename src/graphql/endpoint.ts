import {
  ApolloServer,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  type BaseContext,
  HeaderMap,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Account } from './budget.ts';
import { costPlugin, PROGRESS, type Progress } from './cost.ts';
import { createExecutor } from './executor.ts';
import { DEFAULT_LIMITS, LimitExceeded, type Limits, RequestRefused, shapeRule } from './limits.ts';
import { subscriptionsElsewherePlugin } from './live-refusals.ts';

/** One request as a door to the network hands it over, its body already read from JSON. */
export interface EndpointRequest {
  readonly method: string;
  /** The query string with its question mark, or ''. */
  readonly search: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** How long the body was before it was read, in characters. */
  readonly bodyLength?: number;
  readonly requestId: string;
}

export interface EndpointAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Endpoint<Caller> {
  handle(request: EndpointRequest, caller: Caller): Promise<EndpointAnswer>;
  /** Waits for the requests that run, then refuses further ones. */
  close(): Promise<void>;
}

export interface EndpointSettings<Caller, Context extends BaseContext> {
  readonly schema: GraphQLSchema;
  /** Apollo copies the context field by field, so it must be a plain object. */
  readonly contextOf: (caller: Caller, request: EndpointRequest) => Promise<Context>;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  readonly plugins?: readonly ApolloServerPlugin<Context>[];
  readonly production: boolean;
  readonly introspection: boolean;
  /** True: messages of validation suggest no names ("Did you mean …"). As where introspection is off, or in production. */
  readonly hideSchemaDetails?: boolean;
  readonly limits?: Partial<Limits>;
  /** The account that pays for a caller's requests; without it nothing is counted. */
  readonly accountOf?: (caller: Caller) => Account;
  /** Ends what a query that took too long still does. */
  readonly abandon?: (context: Context) => void;
  readonly log?: { error(fields: object, message: string): void };
}

/** GraphQL over HTTP by Apollo Server, without any server of its own. */
export async function createEndpoint<Caller, Context extends BaseContext>(
  settings: EndpointSettings<Caller, Context>,
): Promise<Endpoint<Caller>> {
  const limits = { ...DEFAULT_LIMITS, ...settings.limits };
  const server = new ApolloServer<Context>({
    gateway: executedBy(settings.schema),
    introspection: settings.introspection,
    formatError: (formatted, error) =>
      limitAnswer(formatted, error, limits) ?? settings.formatError(formatted, error),
    validationRules: [shapeRule(limits)],
    // A document with a thousand mistakes is told of five.
    validationOptions: { maxErrors: 5 },
    parseOptions: { maxTokens: limits.tokensMax },
    hideSchemaDetailsFromClientErrors:
      settings.hideSchemaDetails ?? (settings.production || !settings.introspection),
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    // A browser sends cookies along unasked, and a forged request lives on that. Here only a bearer token counts,
    // which a page of another origin doesn't have; the check would only refuse honest GET requests.
    csrfPrevention: false,
    stopOnTerminationSignals: false,
    nodeEnv: settings.production ? 'production' : 'development',
    logger: loggerOn(settings.log),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      // Apollo reads its own environment variables; whatever they say, nothing leaves this server.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      costPlugin(limits),
      subscriptionsElsewherePlugin,
      legacyStatusPlugin,
      ...(settings.plugins ?? []),
    ],
  });
  await server.start();
  const running = new Set<Promise<unknown>>();

  async function answer(
    request: EndpointRequest,
    caller: Caller,
    progress: Progress & { context?: Context },
  ): Promise<EndpointAnswer> {
    const { status, headers, body } = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method,
        search: request.search,
        headers: new HeaderMap(Object.entries(request.headers)),
        body: request.body,
      },
      context: async () => {
        progress.context = await settings.contextOf(caller, request);
        return { ...progress.context, [PROGRESS]: progress };
      },
    });
    if (body.kind !== 'complete')
      throw new Error('an answer came in parts, though neither @defer nor @stream exists');
    return { status: status ?? 200, headers: Object.fromEntries(headers), body: body.string };
  }

  return {
    async handle(request, caller) {
      const account = settings.accountOf?.(caller);
      const refusal = refusedUnread(request, limits, account);
      if (refusal) return refusalAnswer(refusal, request);
      const progress: Progress & { context?: Context } = { account, isQuery: false };
      const answering = answer(request, caller, progress).finally(() => running.delete(answering));
      running.add(answering);
      return inTime(answering, limits.answerSecondsMax, () => {
        if (!progress.isQuery) return null;
        if (progress.context) settings.abandon?.(progress.context);
        return refusalAnswer(new AnswerTooSlow(limits.answerSecondsMax), request);
      });
    },
    async close() {
      await Promise.allSettled(running);
      await server.stop();
    },
  };
}

type Gateway = NonNullable<ApolloServerOptionsWithGateway<BaseContext>['gateway']>;
type Executor = Awaited<ReturnType<Gateway['load']>>['executor'];

/** Apollo leaves the execution to a gateway; ours is at home. */
function executedBy(schema: GraphQLSchema): Gateway {
  const executor = createExecutor(schema) as unknown as Executor;
  return {
    load: async () => ({ executor }),
    onSchemaLoadOrUpdate(tell) {
      tell({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: async () => undefined,
  };
}

/** What is refused before the document is looked at. */
function refusedUnread(
  { body, bodyLength = 0, search }: EndpointRequest,
  limits: Limits,
  account: Account | undefined,
): RequestRefused | null {
  try {
    const forReading = Math.floor((bodyLength + search.length) / limits.charactersPerPoint);
    account?.take(limits.requestCost + forReading, 0);
    if (Array.isArray(body)) throw new LimitExceeded('BATCH_NOT_ALLOWED', 1, body.length);
    return null;
  } catch (error) {
    if (error instanceof RequestRefused) return error;
    throw error;
  }
}

const GRAPHQL_TYPE = 'application/graphql-response+json';

/** A refusal as an answer, written as Apollo would write it. */
function refusalAnswer(refusal: RequestRefused, { headers: { accept } }: EndpointRequest): EndpointAnswer {
  const { http, ...extensions } = refusal.extensions as {
    http: { status: number; headers?: ReadonlyMap<string, string> };
  };
  const type = accept === GRAPHQL_TYPE ? GRAPHQL_TYPE : 'application/json';
  return {
    status: http.status,
    headers: { 'content-type': `${type}; charset=utf-8`, ...Object.fromEntries(http.headers ?? []) },
    body: JSON.stringify({ errors: [{ message: refusal.message, extensions }] }),
  };
}

/**
 * A query took too long. Nothing of it is lost, since it changes nothing. An act is never cut off: whether it was
 * done would be unknown; its statements have time-outs of their own.
 */
class AnswerTooSlow extends RequestRefused {
  constructor(seconds: number) {
    super(
      {
        zh: `查询未能在 ${seconds} 秒内完成，已停止；请稍后重试，或减少所查内容。`,
        en: `The query was not answered within ${seconds} seconds and was stopped; try again shortly, or ask for less.`,
      },
      {
        code: 'BUSY',
        limit: seconds,
        retryable: true,
        retryAfterSeconds: 1,
        http: { status: 503, headers: new HeaderMap([['retry-after', '1']]) },
      },
    );
  }
}

/** The answer, or another one when it does not come in time and `late` gives one. */
async function inTime(
  answering: Promise<EndpointAnswer>,
  seconds: number,
  late: () => EndpointAnswer | null,
): Promise<EndpointAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const cut = new Promise<EndpointAnswer>((resolve) => {
    timer = setTimeout(() => {
      const instead = late();
      if (instead) resolve(instead);
    }, seconds * 1_000);
  });
  try {
    return await Promise.race([answering, cut]);
  } finally {
    clearTimeout(timer);
  }
}

/** Refusals of ours keep their code, which Apollo overwrites; all other errors are the caller's to word. */
export function limitAnswer(
  formatted: GraphQLFormattedError,
  error: unknown,
  limits: Limits,
): GraphQLFormattedError | undefined {
  const refusal = limitIn(error) ?? tokensIn(formatted, limits);
  if (!refusal) return undefined;
  const { http: _, ...extensions } = refusal.extensions;
  return {
    message: refusal.message,
    ...(formatted.locations ? { locations: formatted.locations } : {}),
    extensions,
  };
}

function limitIn(error: unknown): RequestRefused | undefined {
  for (let at = error; at instanceof GraphQLError; at = at.originalError)
    if (at instanceof RequestRefused) return at;
  return undefined;
}

/** The parser reports its limit only by a sentence. */
function tokensIn(formatted: GraphQLFormattedError, limits: Limits): LimitExceeded | undefined {
  const isParser = formatted.extensions?.code === 'GRAPHQL_PARSE_FAILED';
  if (!isParser || !/contains more tha[nt] \d+ tokens/.test(formatted.message)) return undefined;
  return new LimitExceeded('QUERY_TOO_LONG', limits.tokensMax, limits.tokensMax + 1);
}

const LEGACY_CODES = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
]);

/**
 * GraphQL over HTTP asks for status 200 when a client insists on `application/json` and its document or variables
 * are wrong: such clients take any other status for a failing gateway. All others, and every refused limit, get 400.
 */
const legacyStatusPlugin: ApolloServerPlugin<BaseContext> = {
  async requestDidStart({ request }) {
    return {
      async willSendResponse({ response }) {
        if (request.http?.headers.get('accept') !== 'application/json' || response.body.kind !== 'single')
          return;
        const { data, errors } = response.body.singleResult;
        if (data !== undefined || !errors) return;
        if (errors.every(({ extensions }) => LEGACY_CODES.has(extensions?.code))) response.http.status = 200;
      },
    };
  },
};

function loggerOn(log: EndpointSettings<never, BaseContext>['log']) {
  const drop = () => {};
  const keep = (message?: unknown) => log?.error({ from: '@apollo/server' }, String(message));
  return { debug: drop, info: drop, warn: keep, error: keep };
}
