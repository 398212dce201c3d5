import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseBusy, DatabaseLost, type Log, SqlError } from './errors.ts';
import { Line, type LineOptions } from './line.ts';

/** How long to wait before knocking again at a server that is down or starting. */
const KNOCK_AGAIN_MS = 50;

/** How many may wait for each line; beyond it a caller is refused at once. */
const WAITERS_PER_LINE = 100;

interface Waiter {
  hand(line: Line): void;
  refuse(fault: Error): void;
}

/** How the lines of a pool are used at the moment. */
export interface PoolUse {
  readonly size: number;
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
}

/** A bounded number of lines to one database, and a bounded queue, in length and in time, before them. */
export class Pool {
  readonly #url: string;
  readonly #size: number;
  readonly #acquireTimeoutMs: number;
  readonly #options: LineOptions;
  readonly #log: Log;
  readonly #lines = new Set<Line>();
  readonly #idle: Line[] = [];
  readonly #waiters = new Set<Waiter>();
  #stale = new WeakSet<Line>();
  #opening = 0;
  #closed = false;

  constructor(url: string, size: number, acquireTimeoutMs: number, options: LineOptions, log: Log) {
    this.#url = url;
    this.#size = size;
    this.#acquireTimeoutMs = acquireTimeoutMs;
    this.#options = options;
    this.#log = log;
  }

  get use(): PoolUse {
    return {
      size: this.#size,
      open: this.#lines.size,
      idle: this.#idle.length,
      waiting: this.#waiters.size,
    };
  }

  /** A line of one's own until it is released. Rejects with DatabaseBusy when none comes free in time. */
  acquire(): Promise<Line> {
    if (this.#closed) return Promise.reject(new DatabaseLost(false));
    const line = this.#idle.pop();
    if (line) return Promise.resolve(line);
    if (this.#waiters.size >= this.#size * WAITERS_PER_LINE)
      return Promise.reject(new DatabaseBusy('acquire'));
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        hand: (free) => {
          done();
          resolve(free);
        },
        refuse: (fault) => {
          done();
          reject(fault);
        },
      };
      const timer = setTimeout(() => waiter.refuse(new DatabaseBusy('acquire')), this.#acquireTimeoutMs);
      this.#waiters.add(waiter);
      this.#openMore();
    });
  }

  release(line: Line): void {
    if (line.broken) return;
    if (this.#closed || line.isWorn || this.#stale.has(line)) {
      this.#retire(line);
      return;
    }
    const [waiter] = this.#waiters;
    if (waiter) waiter.hand(line);
    else this.#idle.push(line);
  }

  /** After a time-out nobody knows what state the lines are in: the idle ones go now, the others when released. */
  renew(reason: string): void {
    this.#log.warn({ reason, lines: this.#lines.size }, 'the database connections are renewed');
    for (const line of this.#lines) this.#stale.add(line);
    for (const line of this.#idle.splice(0)) this.#retire(line);
  }

  /** Refuses newcomers, waits for what is under way until `graceMs` have passed, and then cuts it off. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    for (const waiter of [...this.#waiters]) waiter.refuse(new DatabaseLost(false));
    await Promise.all(this.#idle.splice(0).map((line) => this.#retire(line)));
    const end = performance.now() + graceMs;
    while ((this.#lines.size > 0 || this.#opening > 0) && performance.now() < end) await pause(5);
    for (const line of [...this.#lines]) line.break(new DatabaseLost(false));
  }

  #retire(line: Line): Promise<void> {
    return line.end().finally(() => this.#forget(line));
  }

  #forget(line: Line): void {
    this.#lines.delete(line);
    const index = this.#idle.indexOf(line);
    if (index >= 0) this.#idle.splice(index, 1);
    this.#openMore();
  }

  #openMore(): void {
    if (this.#closed) return;
    const wanted = Math.min(
      this.#waiters.size - this.#opening,
      this.#size - this.#lines.size - this.#opening,
    );
    for (let n = 0; n < wanted; n++) void this.#open();
  }

  async #open(): Promise<void> {
    this.#opening += 1;
    try {
      const line = await Line.open(this.#url, this.#options);
      this.#lines.add(line);
      line.whenBroken(() => this.#forget(line));
      this.release(line);
    } catch (error) {
      await this.#explain(error);
    } finally {
      this.#opening -= 1;
      this.#openMore();
    }
  }

  /** A server that refuses our name or password will not change its mind; one that is away may be back in a moment. */
  async #explain(error: unknown): Promise<void> {
    if (error instanceof SqlError) {
      this.#log.error({ code: error.code }, 'the database refuses to let us in');
      for (const waiter of [...this.#waiters]) waiter.refuse(error);
      return;
    }
    await pause(KNOCK_AGAIN_MS);
  }
}
