import type { Socket } from 'node:net';
import postgres from 'postgres';
import { DatabaseBusy, DatabaseLost, faultOf } from './errors.ts';
import { connectSocket, type Destination } from './socket.ts';
import { encode, MOST_PARAMS, type Param, types } from './values.ts';

export interface LineOptions {
  readonly openTimeoutMs: number;
  readonly queryTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly idleInTransactionTimeoutMs: number;
  /** False: a commit does not wait for the disk. */
  readonly durable?: boolean;
}

/** Rows as arrays, and the command that PostgreSQL says it ran ("COMMIT", "ROLLBACK", "SELECT", …). */
export type Answer = unknown[][] & { readonly command: string };

type Unsafe = (
  text: string,
  params: (string | null)[],
  options: object,
) => { values(): PromiseLike<unknown> };

/** One parameterised round trip gives a transaction its persona and its context; they end with it. */
export const SETUP =
  "select set_config('role',$1,true), set_config('app.pool',$2,true), set_config('app.tenant',$3,true), set_config('app.user',$4,true)";

/**
 * One connection to PostgreSQL: a client of the driver with room for one, and no second life. The driver's own pool
 * reconnects under a transaction's feet, sends BEGIN where it reserved nothing, and forgets queries when a
 * connection breaks. Here a line that broke rejects all it has under way, at once, and is thrown away.
 */
export class Line {
  readonly #client: postgres.Sql;
  readonly #queryTimeoutMs: number;
  readonly #underWay = new Set<(fault: Error) => void>();
  #socket: Socket | null = null;
  #fault: Error | null = null;
  #onBroken: () => void = () => undefined;

  private constructor(url: string, options: LineOptions) {
    this.#queryTimeoutMs = options.queryTimeoutMs;
    const settings = {
      max: 1,
      prepare: true,
      fetch_types: false,
      // The driver would end a connection of a certain age after any statement, also in a transaction.
      max_lifetime: null,
      idle_timeout: null,
      connect_timeout: Math.ceil(options.openTimeoutMs / 1000),
      onnotice: () => undefined,
      onclose: () => this.break(new DatabaseLost(false)),
      socket: (destination: Destination) => this.#connect(destination, options.openTimeoutMs),
      types,
      connection: {
        application_name: 'zhubao',
        // Statements are equality on keys, prepared once: planning each anew under row security costs more than running it.
        plan_cache_mode: 'force_generic_plan',
        TimeZone: 'UTC',
        DateStyle: 'ISO',
        statement_timeout: options.statementTimeoutMs,
        lock_timeout: options.lockTimeoutMs,
        idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs,
        ...(options.durable === false ? { synchronous_commit: 'off' } : {}),
      },
    };
    this.#client = postgres(url, settings as unknown as postgres.Options<Record<string, never>>);
  }

  /** Connects, signs in and prepares the set-up of transactions. Rejects with one of our kinds of fault. */
  static async open(url: string, options: LineOptions): Promise<Line> {
    const line = new Line(url, options);
    try {
      await line.send(SETUP, ['none', '', '', ''], options.openTimeoutMs);
      return line;
    } catch (error) {
      line.break(faultOf(error));
      throw error;
    }
  }

  get broken(): boolean {
    return this.#fault !== null;
  }

  /** Calls `tell` once, when the line breaks, or now if it has. */
  whenBroken(tell: () => void): void {
    if (this.#fault) tell();
    else this.#onBroken = tell;
  }

  /** Sends one statement behind those already under way. Rejects with one of our faults, or a TypeError for a parameter. */
  send(text: string, params: readonly Param[], timeoutMs = this.#queryTimeoutMs): Promise<Answer> {
    if (this.#fault) return Promise.reject(this.#fault);
    if (params.length > MOST_PARAMS) return Promise.reject(new TypeError('too many values to bind'));
    return new Promise((resolve, reject) => {
      const bound = params.map(encode);
      const settled = () => {
        clearTimeout(timer);
        this.#underWay.delete(fail);
      };
      const fail = (fault: Error) => {
        settled();
        reject(fault);
      };
      const timer = setTimeout(() => this.break(new DatabaseBusy('query')), timeoutMs);
      this.#underWay.add(fail);
      this.#query(text, bound).then(
        (answer) => {
          settled();
          resolve(answer as Answer);
        },
        (error: unknown) => {
          const fault = faultOf(error);
          fail(fault);
          if (fault instanceof DatabaseLost) this.break(fault);
        },
      );
    });
  }

  /** Ends the line at once; all that is under way is rejected with `fault`. */
  break(fault: Error): void {
    if (this.#fault) return;
    this.#fault = fault;
    for (const fail of [...this.#underWay]) fail(fault);
    this.#socket?.destroy();
    this.#client.end({ timeout: 0 }).catch(() => undefined);
    this.#onBroken();
  }

  /** Says good-bye to the server. */
  async end(): Promise<void> {
    if (this.#fault) return;
    this.#fault = new DatabaseLost(false);
    await this.#client.end({ timeout: 1 });
    this.#socket?.destroy();
  }

  #query(text: string, bound: (string | null)[]): PromiseLike<unknown> {
    const unsafe = this.#client.unsafe as unknown as Unsafe;
    const query = unsafe(text, bound, { prepare: true, simple: false });
    // The driver keeps an entry for each failed query that has no origin, for as long as the process lives.
    Object.defineProperty(query, 'origin', { value: '' });
    return query.values();
  }

  async #connect(destination: Destination, timeoutMs: number): Promise<Socket> {
    if (this.#socket || this.#fault) throw new Error('a line connects once');
    const socket = await connectSocket(destination, timeoutMs);
    if (this.#fault) {
      socket.destroy();
      throw this.#fault;
    }
    this.#socket = socket;
    return socket;
  }
}
