import {
  createSourceEventStream,
  execute,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { Failure } from '../acts/failures.ts';
import { type Account, BudgetSpent } from './budget.ts';
import type { RequestContext } from './context.ts';
import { costOf, longestList } from './cost.ts';
import { limitAnswer } from './endpoint.ts';
import { badInput, formatError, isDefect } from './errors.ts';
import { DEFAULT_LIMITS, LimitExceeded, type Limits, shapeRule } from './limits.ts';
import { type Feed, type Live, type Push, pauseMs } from './live-context.ts';
import { OnlySubscriptions, TooManySubscriptions } from './live-refusals.ts';
import { type Answers, stoppable } from './stoppable.ts';

// Subscriptions, whichever way they come: the same document limits, the same two walls and the same budget as for queries.
// While nothing happens a subscription holds no connection to the database and no place among the requests.

export interface LiveRequest {
  readonly query: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

/** Who subscribes, as the door to the network knows it. */
export interface Subscriber<Caller> {
  readonly caller: Caller;
  readonly requestId: string;
  /** Waits for a place among the tenant’s requests; answers what gives it back. */
  turn(): Promise<() => void>;
}

export type Opened =
  | { readonly refused: readonly GraphQLFormattedError[] }
  | { readonly answers: Answers<FormattedExecutionResult> };

export interface LiveServer<Caller> {
  open(request: LiveRequest, subscriber: Subscriber<Caller>): Promise<Opened>;
}

export interface LiveSettings<Caller> {
  readonly schema: GraphQLSchema;
  readonly feed: Feed;
  /** Throws once the caller is not let in any more. */
  readonly contextOf: (caller: Caller, request: { readonly requestId: string }) => Promise<RequestContext>;
  readonly tenantOf: (caller: Caller) => string;
  readonly accountOf: (caller: Caller) => Account;
  readonly introspection: boolean;
  readonly hideSuggestions: boolean;
  readonly limits?: Partial<Limits>;
  /** Of one tenant, in this process. */
  readonly perTenantMax: number;
  readonly log: { error(fields: object, message: string): void };
}

/** A fault that may pass is tried again so often, once a second; then the client is told, and goes on from its cursor. */
const TRIES_MAX = 20;
const RETRY_MS = 1_000;

/** What a document asks, read and found to be within the limits. */
function readRequest<Caller>(settings: LiveSettings<Caller>, limits: Limits, request: LiveRequest) {
  const { schema, introspection, hideSuggestions } = settings;
  const { query, variables, operationName } = request;
  if (typeof query !== 'string')
    throw badInput('query', '缺少查询文本。', 'The text of the query is missing.');
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables)))
    throw badInput('variables', 'variables 应为对象。', 'Variables are an object.');
  const document = parse(query, { maxTokens: limits.tokensMax });
  const rules = [
    ...specifiedRules,
    shapeRule(limits),
    ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
  ];
  const wrong = validate(schema, document, rules, { maxErrors: 5, hideSuggestions });
  if (wrong.length > 0) return { wrong };
  const name = typeof operationName === 'string' ? operationName : null;
  const operation = getOperationAST(document, name);
  if (!operation)
    throw badInput('operationName', '文档中没有此操作。', 'The document has no such operation.');
  if (operation.operation !== 'subscription') throw new OnlySubscriptions();
  const raw = (variables ?? {}) as Record<string, unknown>;
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], raw, { maxErrors: 5 });
  if (errors) return { wrong: errors };
  const longest = longestList(raw);
  if (longest > limits.listItemsMax) throw new LimitExceeded('LIST_TOO_LONG', limits.listItemsMax, longest);
  const { points, questions } = costOf(schema, document, operation, raw, limits);
  if (points > limits.costMax) throw new LimitExceeded('QUERY_TOO_COSTLY', limits.costMax, points);
  const parts = { schema, document, variableValues: raw, operationName: name };
  return { parts, points, questions, textLength: query.length };
}

/** Whether trying again may help: the database was busy or away, or something unforeseen went wrong. */
function mayPass(error: unknown): boolean {
  if (error instanceof Failure) return error.wrong.kind === 'BUSY';
  return !(error instanceof GraphQLError);
}

export function createLive<Caller>(settings: LiveSettings<Caller>): LiveServer<Caller> {
  const limits = { ...DEFAULT_LIMITS, ...settings.limits };
  const running = new Map<string, number>();

  function worded(error: unknown, requestId: string): GraphQLFormattedError {
    const at =
      error instanceof GraphQLError ? error : new GraphQLError('failed', { originalError: error as Error });
    if (isDefect(at)) settings.log.error({ err: error, requestId }, 'a subscription met a defect');
    const given = at.toJSON();
    // The code that Apollo gives to whatever the parser or the validation finds.
    const code = at.extensions.code ?? (at.originalError ? undefined : codeOf(at));
    const coded = { ...given, extensions: { ...given.extensions, ...(code ? { code } : {}) } };
    const { message, extensions, ...place } = limitAnswer(coded, at, limits) ?? formatError(coded, at);
    return { message, ...place, extensions: { ...extensions, requestId } };
  }

  async function open(request: LiveRequest, subscriber: Subscriber<Caller>): Promise<Opened> {
    const { caller, requestId } = subscriber;
    const tenant = settings.tenantOf(caller);
    const before = running.get(tenant) ?? 0;
    const stop = new AbortController();
    let entered = false;
    const leave = () => {
      stop.abort();
      if (entered) running.set(tenant, (running.get(tenant) ?? 1) - 1);
      entered = false;
    };
    try {
      if (before >= settings.perTenantMax)
        throw new TooManySubscriptions('TOO_MANY_SUBSCRIPTIONS', settings.perTenantMax);
      running.set(tenant, before + 1);
      entered = true;
      const account = settings.accountOf(caller);
      const text = typeof request.query === 'string' ? request.query.length : 0;
      account.take(limits.requestCost + Math.floor(text / limits.charactersPerPoint), 0);
      const read = readRequest(settings, limits, request);
      if ('wrong' in read) {
        leave();
        return { refused: (read.wrong ?? []).map((error) => worded(error, requestId)) };
      }
      const live: Live = {
        feed: settings.feed,
        signal: stop.signal,
        look: lookerOf(subscriber, stop.signal),
      };
      const context = await settings.contextOf(caller, { requestId });
      await context.reader.end();
      const source = await createSourceEventStream({ ...read.parts, contextValue: { ...context, live } });
      if ('errors' in source) {
        leave();
        return { refused: (source.errors ?? []).map((error) => worded(error, requestId)) };
      }
      const answering = answersOf(source as AsyncIterable<Push>, read, live, account, requestId);
      return { answers: stoppable(answering, leave) };
    } catch (error) {
      leave();
      return { refused: [worded(error, requestId)] };
    }
  }

  /** Each look is a turn of its own among the tenant’s requests, in a context of its own. */
  function lookerOf({ caller, requestId, turn }: Subscriber<Caller>, signal: AbortSignal): Live['look'] {
    return async (work) => {
      for (let tries = 1; ; tries++) {
        const giveBack = await turn();
        try {
          const context = await settings.contextOf(caller, { requestId });
          try {
            return await work(context);
          } finally {
            await context.reader.end();
          }
        } catch (error) {
          if (!mayPass(error) || tries === TRIES_MAX || signal.aborted) throw error;
          if (tries === 1) settings.log.error({ err: error, requestId }, 'a subscription tries again');
        } finally {
          giveBack();
        }
        await pauseMs(RETRY_MS, signal);
      }
    };
  }

  type Read = Extract<ReturnType<typeof readRequest<Caller>>, { points: number }>;

  async function* answersOf(
    source: AsyncIterable<Push>,
    { parts, points, questions }: Read,
    { look, signal }: Live,
    account: Account,
    requestId: string,
  ): AsyncGenerator<FormattedExecutionResult> {
    const picture = (push: Push) =>
      look(async (contextValue) => {
        const result = await execute({ ...parts, rootValue: push, contextValue });
        const passing = result.errors?.find((error) => mayPassIn(error));
        if (passing) throw passing.originalError ?? passing;
        return {
          ...(result.data === undefined ? {} : { data: result.data as Record<string, unknown> | null }),
          ...(result.errors ? { errors: result.errors.map((error) => worded(error, requestId)) } : {}),
        };
      });
    let sent: string | null = null;
    try {
      for await (const push of source) {
        let result = await picture(push);
        if (push.onlyIfChanged && sent === JSON.stringify(result.data)) continue;
        // Only what is sent is paid for: the budget, too, tells nobody what others do. While it is spent a push waits.
        for (let wait = secondsUntilPaid(account, points, questions); wait > 0; ) {
          await pauseMs(wait * 1_000, signal);
          if (signal.aborted) return;
          wait = secondsUntilPaid(account, points, questions);
          if (wait === 0 && push.onlyIfChanged) result = await picture(push);
        }
        sent = push.onlyIfChanged ? JSON.stringify(result.data) : null;
        yield result;
      }
    } catch (error) {
      if (!signal.aborted) yield { errors: [worded(error, requestId)] };
    }
  }

  return { open };
}

function mayPassIn(error: GraphQLError): boolean {
  const { originalError } = error;
  return originalError instanceof Failure && originalError.wrong.kind === 'BUSY';
}

function secondsUntilPaid(account: Account, points: number, questions: number): number {
  try {
    account.take(points, questions);
    return 0;
  } catch (error) {
    if (error instanceof BudgetSpent) return Number(error.extensions.retryAfterSeconds);
    throw error;
  }
}

function codeOf(error: GraphQLError): string {
  if (error.message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  return error.message.startsWith('Variable "$') ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED';
}
