import { DatabaseLost, isUnanswered, type Log, TxClosed } from './errors.ts';
import { type Answer, type Line, SETUP } from './line.ts';
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
  const [, verb = 'statement', table] = STATEMENT.exec(text) ?? [];
  const own = /^\s*update\s+"?([a-z_.]+)/i.exec(text)?.[1];
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
    void this.#send(SETUP, [context.persona, context.poolId, context.tenantId, context.userId]);
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

  async become(persona: string): Promise<void> {
    assertPersona(persona);
    this.#persona = persona;
    await this.#send("select set_config('role',$1,true)", [persona]);
  }

  /** Waits for all that was sent, then commits. Rejects, rolled back, when any of it failed. */
  async commit(): Promise<void> {
    await this.#settle();
    if (this.#fault) {
      await this.rollback();
      throw this.#fault;
    }
    const couldAsk = !this.#line.broken;
    const answer = await this.#line.send('commit', []).catch((error: unknown) => {
      const unheard = error instanceof DatabaseLost || isUnanswered(error);
      throw couldAsk && unheard ? new DatabaseLost(true, error) : error;
    });
    // PostgreSQL answers the COMMIT of a failed transaction with a friendly ROLLBACK.
    if (answer.command !== 'COMMIT') throw new Error(`COMMIT was answered with ${answer.command}`);
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
    const answer = this.#line.send(text, params).catch((error: Error) => {
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
}

/** The transaction remembers the fault; a caller that did not wait for this query need not bring down the process. */
function handled<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}
