import type { Socket } from 'node:net';
import postgres from 'postgres';
import { DatabaseBusy, DatabaseLost, faultOf } from './errors.ts';
import { connectSocket, type Destination, type PatientSocket } from './socket.ts';
import { encode, MOST_PARAMS, type Param, types } from './values.ts';

/**
 * Nothing; or a pooler that gives every transaction whichever connection is free, so that nothing of a session may be relied
 * on. `transaction`: no statement keeps a name between transactions. `prepared`: the pooler sees to the names itself.
 */
export type Pooler = 'none' | 'transaction' | 'prepared';

export interface LineOptions {
  readonly openTimeoutMs: number;
  readonly queryTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly idleInTransactionTimeoutMs: number;
  /** False: a commit does not wait for the disk. */
  readonly durable?: boolean;
  /** What stands between us and the server. */
  readonly pooler?: Pooler;
  /** Whether a server that follows another one will do as well; else it is as good as away. */
  readonly mayBeStandby?: boolean;
}

/** Rows as arrays, and the command that PostgreSQL says it ran ("COMMIT", "ROLLBACK", "SELECT", …). */
export type Answer = unknown[][] & { readonly command: string };

type Unsafe = (
  text: string,
  params: (string | null)[],
  options: object,
) => { values(): PromiseLike<unknown> };

/** One parameterised round trip gives a transaction its persona and its context; they end with it. */
const SETUP =
  "select set_config('role',$1,true), set_config('app.pool',$2,true), set_config('app.tenant',$3,true), set_config('app.user',$4,true)";

/** How long the server goes along with us, and how it writes what it answers. */
function settingsOf(options: LineOptions): Readonly<Record<string, string | number>> {
  return {
    // Statements are equality on keys, prepared once: planning each anew under row security costs more than running it.
    plan_cache_mode: 'force_generic_plan',
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    statement_timeout: options.statementTimeoutMs,
    lock_timeout: options.lockTimeoutMs,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs,
    ...(options.durable === false ? { synchronous_commit: 'off' } : {}),
  };
}

/** Lists are filtered, sorted and cut to columns in more ways than any client asks for; a server keeps what was asked. */
const STATEMENTS_MAX = 1_000;

const localSetting = ([name, value]: [string, string | number]) => `set_config('${name}','${value}',true)`;

/** Where PostgreSQL gives up waiting for its standby, because somebody told it to: then it warns, and says COMMIT. */
const SYNCHRONOUS_WAIT = 'SyncRepWaitForLSN';

/**
 * One connection to PostgreSQL: a client of the driver with room for one, and no second life. The driver's own pool
 * reconnects under a transaction's feet, sends BEGIN where it reserved nothing, and forgets queries when a
 * connection breaks. Here a line that broke rejects all it has under way, at once, and is thrown away.
 */
export class Line {
  readonly #client: postgres.Sql;
  readonly #queryTimeoutMs: number;
  readonly #pooler: Pooler;
  /** The statement that a transaction begins with: persona, pool, tenant, user. */
  readonly setup: string;
  readonly #underWay = new Set<(fault: Error) => void>();
  #socket: PatientSocket | null = null;
  #fault: Error | null = null;
  #onBroken: () => void = () => undefined;
  #isCommitDoubtful = false;
  readonly #statements = new Set<string>();

  private constructor(url: string, options: LineOptions) {
    this.#queryTimeoutMs = options.queryTimeoutMs;
    const { pooler = 'none' } = options;
    this.#pooler = pooler;
    // A pooler takes no settings for a session that is not ours alone: there each transaction brings them along.
    const isDirect = pooler === 'none';
    const ofSession = settingsOf(options);
    this.setup = isDirect ? SETUP : `${SETUP}, ${Object.entries(ofSession).map(localSetting).join(', ')}`;
    const settings = {
      max: 1,
      prepare: pooler !== 'transaction',
      fetch_types: false,
      // The driver would end a connection of a certain age after any statement, also in a transaction.
      max_lifetime: null,
      idle_timeout: null,
      connect_timeout: Math.ceil(options.openTimeoutMs / 1000),
      onnotice: ({ routine }: { routine?: string }) => {
        if (routine === SYNCHRONOUS_WAIT) this.#isCommitDoubtful = true;
      },
      onclose: () => this.break(new DatabaseLost(false)),
      socket: (destination: Destination) => this.#connect(destination, options.openTimeoutMs),
      types,
      connection: {
        application_name: 'zhubao',
        ...(isDirect ? ofSession : {}),
      },
    };
    this.#client = postgres(url, settings as unknown as postgres.Options<Record<string, never>>);
  }

  /** Connects, signs in and prepares the set-up of transactions. Rejects with one of our kinds of fault. */
  static async open(url: string, options: LineOptions): Promise<Line> {
    const line = new Line(url, options);
    try {
      const [[[isStandby] = []]] = await Promise.all([
        line.send('select pg_is_in_recovery()', [], options.openTimeoutMs),
        line.send(line.setup, ['none', '', '', ''], options.openTimeoutMs),
      ]);
      if (isStandby && !options.mayBeStandby) throw new DatabaseLost(false, new Error('it is a standby'));
      return line;
    } catch (error) {
      line.break(faultOf(error));
      throw error;
    }
  }

  get broken(): boolean {
    return this.#fault !== null;
  }

  /** True when a commit on this line was acknowledged without the standby that PostgreSQL was told to wait for. */
  get isCommitDoubtful(): boolean {
    return this.#isCommitDoubtful;
  }

  /** True when so many statements are prepared on it, each with a plan in the server’s memory, that a new one is cheaper. */
  get isWorn(): boolean {
    return this.#statements.size > STATEMENTS_MAX;
  }

  /** Calls `tell` once, when the line breaks, or now if it has. */
  whenBroken(tell: () => void): void {
    if (this.#fault) tell();
    else this.#onBroken = tell;
  }

  /**
   * Sends one statement behind those already under way. Rejects with one of our faults; throws a TypeError, at once, for a
   * parameter that cannot be bound.
   */
  send(text: string, params: readonly Param[], timeoutMs = this.#queryTimeoutMs): Promise<Answer> {
    if (params.length > MOST_PARAMS) throw new TypeError('too many values to bind');
    const bound = params.map(encode);
    if (this.#fault) return Promise.reject(this.#fault);
    return new Promise((resolve, reject) => {
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
      this.#statements.add(text);
      this.#socket?.gather();
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
    const query = unsafe(text, bound, { prepare: this.#pooler !== 'transaction', simple: false });
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
