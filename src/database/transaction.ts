import { DatabaseLost, isStandby, isUnanswered, type Log, TxClosed } from './errors.ts';
import type { Answer, Line } from './line.ts';
import type { Param } from './values.ts';

/** In whose name a transaction runs: row security reads it. */
export interface Context {
  /** The database role the transaction takes on: zhubao_office, zhubao_district, zhubao_bank, zhubao_act, … */
  readonly persona: string;
  readonly poolId: string;
  readonly tenantId: string;
  readonly userId: string;
}

export interface Tx {
  /** Rows as arrays, in the order of the columns. Prepared; pipelined when not awaited one by one. */
  query(text: string, params: readonly Param[]): Promise<unknown[][]>;
  /** Changes the persona for what follows in this transaction. */
  become(persona: string): Promise<void>;
}

export const BEGIN_READ = 'begin isolation level repeatable read read only';
export const BEGIN_ACT = 'begin isolation level read committed read write';

/** Runs `work` and tells somebody its name and how it went. */
export type Trace = <T>(
  name: string,
  kept: Readonly<Record<string, string>>,
  work: () => Promise<T>,
) => Promise<T>;

const STATEMENT =
  /^\s*(select|insert|update|delete|with)\b(?:[\s\S]*?\b(?:from|into|update)\s+"?([a-z_.]+))?/i;

/** What a trace calls a statement: its verb and its first table. The values are never in the text. */
export function nameOf(text: string): string {
  const first = text.replace(/^\s*with \w+ as \((?=update)/i, '');
  const [, verb = 'statement', table] = STATEMENT.exec(first) ?? [];
  const own = /^\s*update\s+"?([a-z_.]+)/i.exec(first)?.[1];
  const about = own ?? table;
  return about ? `${verb.toUpperCase()} ${about}` : verb.toUpperCase();
}

const PERSONA = /^zhubao_[a-z_]+$/;

/** Throws a TypeError for a role that is none of ours: a defect of the caller. */
export function assertPersona(persona: string): void {
  if (!PERSONA.test(persona)) throw new TypeError('not a persona');
}

/**
 * A transaction on one line. BEGIN and the context go out together with the first query. Once it has ended, a query
 * that comes late is refused: it would run in the next tenant's transaction.
 */
export class Transaction implements Tx {
  readonly #line: Line;
  readonly #log: Log;
  readonly #trace: Trace | null;
  readonly #underWay = new Set<Promise<unknown>>();
  #open = true;
  #fault: Error | null = null;
  #persona: string;

  constructor(line: Line, begin: string, context: Context, log: Log, trace: Trace | null = null) {
    this.#line = line;
    this.#log = log;
    this.#trace = trace;
    this.#persona = context.persona;
    void this.#send(begin, []);
    void this.#send(line.setup, [context.persona, context.poolId, context.tenantId, context.userId]);
  }

  /** The first fault of any statement so far; with it the transaction can only be rolled back. */
  get fault(): Error | null {
    return this.#fault;
  }

  query(text: string, params: readonly Param[]): Promise<unknown[][]> {
    // A plan made under one role's policies is thrown away under another's; each persona has prepared statements of its own.
    const send = () => this.#send(`${text} -- ${this.#persona}`, params);
    return this.#trace
      ? handled(this.#trace(nameOf(text), { 'db.system.name': 'postgresql' }, send))
      : send();
  }

  become(persona: string): Promise<void> {
    assertPersona(persona);
    this.#persona = persona;
    return handled(this.#send("select set_config('role',$1,true)", [persona]).then(() => undefined));
  }

  /**
   * Commits, behind all that was sent and without waiting for its answers: where any of it failed, PostgreSQL rolls back
   * instead. So locks that were taken last are held for as long as the server needs, and not for as long as we do.
   */
  async commit(): Promise<void> {
    // What we refused to send has left no trace in the server, which would commit the rest.
    if (this.#fault) {
      await this.rollback();
      throw this.#fault;
    }
    this.#open = false;
    const couldAsk = !this.#line.broken;
    const committing = this.#line.send('commit', []).catch((error: unknown) => {
      const unheard = error instanceof DatabaseLost || isUnanswered(error);
      throw couldAsk && unheard ? new DatabaseLost(true, error) : error;
    });
    await Promise.allSettled([committing, ...this.#underWay]);
    const { command } = await committing;
    // PostgreSQL answers the COMMIT of a failed transaction with a friendly ROLLBACK.
    if (command !== 'COMMIT') throw this.#fault ?? new Error(`COMMIT was answered with ${command}`);
    // An answer that could not be read failed here and not there: the key of the act will say what was done.
    if (this.#fault) throw isStandby(this.#fault) ? this.#fault : new DatabaseLost(true, this.#fault);
    // It is done here, and lost if this server is lost now: no promise to make to anybody.
    if (this.#line.isCommitDoubtful) {
      const doubt = new DatabaseLost(true, new Error('the wait for the standby was cut short'));
      this.#line.break(doubt);
      throw doubt;
    }
  }

  /** Waits for all that was sent, then rolls back. A line on which even that fails is thrown away. */
  async rollback(): Promise<void> {
    await this.#settle();
    await this.#line.send('rollback', []).catch((error: Error) => this.#line.break(error));
  }

  async #settle(): Promise<void> {
    this.#open = false;
    await Promise.allSettled([...this.#underWay]);
  }

  #send(text: string, params: readonly Param[]): Promise<Answer> {
    if (!this.#open) {
      this.#log.error({ code: 'TX_CLOSED', sql: text }, 'a query came after its transaction had ended');
      return handled(Promise.reject(new TxClosed()));
    }
    if (this.#fault) return handled(Promise.reject(this.#fault));
    const answer = this.#sent(text, params).catch((error: Error) => {
      this.#fault ??= error;
      throw this.#fault;
    });
    this.#underWay.add(answer);
    answer.then(
      () => this.#underWay.delete(answer),
      () => this.#underWay.delete(answer),
    );
    return handled(answer);
  }

  #sent(text: string, params: readonly Param[]): Promise<Answer> {
    try {
      return this.#line.send(text, params);
    } catch (error) {
      // At once, and not with the next answer: a commit may follow in the same turn.
      this.#fault ??= error as Error;
      return Promise.reject(error);
    }
  }
}

/** The transaction remembers the fault; a caller that did not wait for this query need not bring down the process. */
function handled<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}
