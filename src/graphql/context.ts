import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import type { Actor } from '../acts/actor.ts';
import type { Act, Outcome, Sought } from '../acts/perform.ts';
import type { Row } from '../acts/ports.ts';
import type { Ahead, OpenReads, Reads } from '../acts/reads.ts';
import { datesOf } from '../acts/setting.ts';
import type { BusinessDate, Instant } from '../domain/dates.ts';
import type { Verdict } from '../regulation/verdict.ts';
import { isDefect } from './errors.ts';
import type { Live } from './live-context.ts';

/** Where text about the running program goes; pino fits. */
interface Log {
  error(fields: object, message: string): void;
}

/**
 * The reads of one GraphQL operation: all in one consistent view, opened by the first and ended with the operation.
 * Around every mutation field the view is renewed, so that an act holds no view open and its answer is read after it.
 */
export class Reader {
  private view: Reads | null = null;
  private knownPool: Promise<Row<'pool'>> | null = null;
  private knownToday: Promise<BusinessDate> | null = null;
  private ended = false;
  private ahead: Ahead | null = null;

  constructor(
    private readonly actor: Actor,
    private readonly open: OpenReads,
    private readonly now: Instant,
  ) {}

  /** Told, before the first read, what the operation will read. */
  expect(ahead: Ahead | null): void {
    this.ahead = ahead;
  }

  get reads(): Reads {
    if (!this.view) {
      this.view = this.open(this.actor, { now: this.now, ahead: this.ahead });
      // Sent along with the first read, and not after it. Whoever asks for the pool is told if it failed.
      if (this.ahead?.pool) this.pool().catch(() => undefined);
    }
    // A resolver may outlive its operation, when a sibling has failed. It must not open a view that nobody ends: a
    // closed one refuses its reads. Nothing is thrown here, beside promises that are under way and not yet awaited.
    if (this.ended) void this.view.close();
    return this.view;
  }

  pool(): Promise<Row<'pool'>> {
    this.knownPool ??= this.reads.one('pool', this.actor.poolId, 'poolId').then((pool) => {
      if (!pool) throw new Error(`pool ${this.actor.poolId} has no row`);
      return pool;
    });
    return this.knownPool;
  }

  /** The business date: that of the sandbox, else today in Asia/Shanghai. */
  today(): Promise<BusinessDate> {
    this.knownToday ??= this.pool().then((pool) => datesOf(pool, this.now).today);
    return this.knownToday;
  }

  async renew(): Promise<void> {
    const { view } = this;
    this.view = null;
    this.knownPool = null;
    this.knownToday = null;
    await view?.close();
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.renew();
  }
}

/** The acts, done and checked in the name of the request's actor. */
export interface Acts {
  perform(deed: AnyAct, input: unknown, key: string): Promise<Outcome>;
  check(
    deed: AnyAct,
    input: unknown,
  ): Promise<{ readonly allowed: boolean; readonly verdicts: readonly Verdict[] }>;
}
export type AnyAct = Act<unknown, Record<string, Sought>>;

export interface RequestContext {
  readonly actor: Actor;
  readonly acts: Acts;
  readonly requestId: string;
  /** Where traces are made. */
  readonly traceId?: string;
  readonly reader: Reader;
  /** In a subscription only. */
  readonly live?: Live;
  /** The text of a webhook’s secret by its id, for the answer that issues it. */
  readonly secretText?: (secretId: string) => string;
}

/** How long a client is to wait that is told to send the same again; the longest that any error names. */
function retryAfterSeconds(body: GraphQLResponse['body']): number | null {
  if (body.kind !== 'single') return null;
  const waits = (body.singleResult.errors ?? []).flatMap(({ extensions }) => {
    const seconds = extensions?.retryAfterSeconds;
    return typeof seconds === 'number' ? [seconds] : [];
  });
  return waits.length > 0 ? Math.max(...waits) : null;
}

/** Ends an operation's reads when its answer is ready, stamps its errors with the request's id, and logs defects. */
export function readerPlugin(log: Log): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors)
            if (isDefect(error))
              log.error({ err: error, requestId: contextValue.requestId }, 'a request met a defect');
        },
        async willSendResponse({ response, contextValue }) {
          if (response.body.kind === 'single')
            for (const error of response.body.singleResult.errors ?? [])
              Object.assign(error, {
                extensions: {
                  ...error.extensions,
                  requestId: contextValue.requestId,
                  ...(contextValue.traceId ? { traceId: contextValue.traceId } : {}),
                },
              });
          const waits = retryAfterSeconds(response.body);
          if (waits !== null) response.http.headers.set('retry-after', String(waits));
          // The view changed nothing: whoever waits for the answer need not wait for its end.
          void contextValue.reader.end();
        },
      };
    },
  };
}
