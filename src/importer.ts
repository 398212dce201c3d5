import { setTimeout as pause } from 'node:timers/promises';
import type { Actor } from './acts/actor.ts';
import { Failure } from './acts/failures.ts';
import type { RowDeed } from './acts/import-columns.ts';
import {
  invalidRow,
  judgeRow,
  type RowActs,
  type RowAnswer,
  subjectOf,
  type WaitingRow,
} from './acts/import-row.ts';
import { endImport } from './acts/imports.ts';
import type { Ports } from './acts/ports.ts';
import { datesOf } from './acts/setting.ts';
import type { ImportStore, OpenImport } from './database/imports.ts';

type Job = OpenImport;

/** Rows that a process judges at once, of all imports: two of ten connections, so that people do not wait for files. */
const AT_ONCE = 2;
/** Rows between two notes of what was done. After a crash, as many are asked about again and replay their answers. */
const CHUNK = 40;
const IDLE_MS = 1_000;
const BUSY_MS = 500;
/** A row that finds the system busy this often in a row is left for later. */
const BUSY_MAX = 20;

interface Complaints {
  error(told: object, message: string): void;
  info(told: object, message: string): void;
}

export interface ImporterSettings {
  readonly ports: Pick<Ports, 'transaction' | 'now'>;
  readonly actsOf: (actor: Actor) => RowActs;
  readonly store: ImportStore;
  /** The sender of a file as it stands today; null for one that is not let in any more. */
  readonly actorOf: (job: Job) => Promise<Actor | null>;
  readonly newOwner: () => string;
  readonly log: Complaints;
}

export interface Importer {
  start(): void;
  /** Something has come in: whoever waits need not wait for the next look. */
  wake(): void;
  /** Lets the rows under way end, and leaves the rest to the next start or to another process. */
  stop(): Promise<void>;
}

/** The sender as it was when the file came: in its name an import ends whose sender is gone. */
function senderOf({ poolId, tenantId, persona, role, userId, userName }: Job): Actor {
  const kind = persona === 'FUND_MANAGER' ? 'GUARANTOR' : persona;
  return { poolId, tenantId, kind, persona, role, userId, userName };
}

/** Not the row's fault and not a defect: the system is busy, and the row waits. */
const isBusy = (error: unknown) =>
  error instanceof Failure && (error.wrong.kind === 'BUSY' || error.wrong.kind === 'POOL_MOVING');
const isForbidden = (error: unknown) => error instanceof Failure && error.wrong.kind === 'FORBIDDEN';

const DEFECT = {
  field: null,
  zh: '系统内部错误，本行未办理；请与管理员联系。',
  en: 'An internal error; nothing was done for this row. Tell the operator.',
} as const;

/**
 * Works on imports, row by row, in the name of whoever sent them. Any number of processes may run one: an import is
 * leased to one of them, and a row that was done by a process that died is not done twice, since its key is its own.
 */
export function createImporter({ ports, actsOf, store, actorOf, newOwner, log }: ImporterSettings): Importer {
  const stopped = new AbortController();
  const owner = newOwner();
  let running: Promise<void> | null = null;
  let wake = () => {};

  /** Waits for the next look, or for what comes in through this process. */
  async function idle(): Promise<void> {
    const awake = new AbortController();
    wake = () => awake.abort();
    const signal = AbortSignal.any([stopped.signal, awake.signal]);
    await pause(IDLE_MS, null, { signal }).catch(() => undefined);
  }

  async function judge(acts: RowActs, job: Job, row: WaitingRow): Promise<RowAnswer | null> {
    for (let attempt = 0; attempt < BUSY_MAX && !stopped.signal.aborted; attempt++)
      try {
        return await judgeRow(acts, job, row);
      } catch (error) {
        if (isForbidden(error)) throw error;
        if (!isBusy(error)) {
          log.error({ err: error, import: job.id, row: row.number }, 'a row of an import met a defect');
          return invalidRow(row.number, [DEFECT]);
        }
        await pause(BUSY_MS, null, { signal: stopped.signal }).catch(() => undefined);
      }
    return null;
  }

  /** Rows about the same thing come one after the other, in the order of the file; a busy one holds up those after it. */
  async function judgeChunk(acts: RowActs, job: Job, rows: readonly WaitingRow[]): Promise<RowAnswer[]> {
    const lanes: WaitingRow[][] = Array.from({ length: AT_ONCE }, () => []);
    for (const row of rows) lanes[laneOf(subjectOf(job, row))]?.push(row);
    const answers: RowAnswer[] = [];
    await Promise.all(
      lanes.map(async (lane) => {
        for (const row of lane) {
          if (stopped.signal.aborted) return;
          const answer = await judge(acts, job, row);
          if (!answer) return;
          answers.push(answer);
        }
      }),
    );
    return answers;
  }

  async function end(actor: Actor, job: Job, state: 'DONE' | 'STOPPED'): Promise<void> {
    const { DONE: done, REFUSED: refused, INVALID: invalid } = await store.progress(actor, job.id);
    const input = { importId: job.id, state, done, refused, invalid };
    await actsOf(actor).perform(endImport as unknown as RowDeed['deed'], input, `import-end-${job.id}`);
    log.info({ import: job.id, state, done, refused, invalid }, 'an import has ended');
  }

  async function claim(sender: Actor, job: Job): Promise<boolean> {
    const pool = await ports.transaction(sender, (tx) => tx.see('pool', {}));
    if (!pool) throw new Error('an import is of a pool');
    return store.claim(sender, job.id, owner, datesOf(pool, ports.now()).recordedAt);
  }

  /** Works on an import for a moment; true where anything was done. */
  async function turn(job: Job): Promise<boolean> {
    const sender = senderOf(job);
    if (!(await claim(sender, job))) return false;
    const actor = await actorOf(job);
    const rows = actor ? await store.waiting(actor, job.id, CHUNK) : [];
    if (!actor || rows.length === 0) {
      await end(sender, job, actor ? 'DONE' : 'STOPPED');
      return true;
    }
    try {
      const answers = await judgeChunk(actsOf(actor), job, rows);
      await store.answer(actor, job.id, owner, answers);
      return answers.length > 0;
    } catch (error) {
      if (!isForbidden(error)) throw error;
      await end(sender, job, 'STOPPED');
      return true;
    } finally {
      if (stopped.signal.aborted) await store.letGo(sender, job.id, owner).catch(() => undefined);
    }
  }

  /** A turn for each import, so that a long one does not hold up a short one. What fails is tried again. */
  async function turns(): Promise<boolean> {
    let any = false;
    const failed = (job: string | null) => (error: unknown) => {
      log.error({ err: error, import: job }, 'an import was interrupted; it will be taken up again');
      return null;
    };
    const jobs = await store.open(owner).catch(failed(null));
    for (const job of jobs ?? []) {
      if (stopped.signal.aborted) return true;
      any = (await turn(job).catch(failed(job.id))) === true || any;
    }
    return any;
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const any = await turns();
      if (!any) await idle();
    }
  }

  return {
    start() {
      running ??= run();
    },
    wake: () => wake(),
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

/** The same subject has always the same lane. */
function laneOf(subject: string): number {
  let sum = 0;
  for (const character of subject) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % AT_ONCE;
}
