import postgres from 'postgres';
import { verifyDatabase } from '../../src/database/verify-run.ts';
import { instant } from '../../src/domain/dates.ts';
import { quiet } from '../../test/support/quiet.ts';
import type { Asked, Attempt, Load } from './load.ts';

// What clients were told, beside what the database holds afterwards.

/** What was felt of one fault, from the moment it struck. */
export interface Felt {
  readonly fault: string;
  readonly actsDone: number;
  /** Between two acts that were said to be done, the longest time in which none was. */
  readonly actsAwayMs: number;
  readonly readsAwayMs: number;
  readonly longestRequestMs: number;
  /** How often each answer was given, to acts and to queries. */
  readonly said: Readonly<Record<string, number>>;
  /** Acts that needed more than one request, and the most requests that one needed. */
  readonly actsRepeated: number;
  readonly attemptsMost: number;
  readonly givenUp: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
}

/** What each act leaves behind that bears its key. */
const LEFT_BEHIND: Readonly<Record<string, string>> = {
  registerEnterprise: 'select name as key from enterprise',
  pledge: 'select document as key from pledge',
  recordRepayment: 'select document as key from repayment',
  creditInterest: 'select document as key from entry',
};

function longestWithout(moments: readonly number[]): number {
  const sorted = [...moments].sort((a, b) => a - b);
  return sorted.reduce((most, moment, at) => Math.max(most, moment - (sorted[at - 1] ?? moment)), 0);
}

function counted(said: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of said) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

/** Finds what was said to be done and is not there once, with its key and its effect; as the superuser, past every wall. */
export async function lostAndDoubled(superUrl: string, acts: readonly Asked[]) {
  const sql = postgres(superUrl, { max: 1, onnotice: () => undefined });
  try {
    const lost: string[] = [];
    const doubled: string[] = [];
    const keys = new Set((await sql<{ key: string }[]>`select key from idempotency`).map(({ key }) => key));
    for (const [name, text] of Object.entries(LEFT_BEHIND)) {
      const effects = counted((await sql.unsafe<{ key: string }[]>(text)).map(({ key }) => key));
      for (const act of acts) {
        if (act.name !== name) continue;
        const count = effects[act.key] ?? 0;
        const what = `${name} ${act.key}`;
        if (count > 1) doubled.push(what);
        // The key and the effect stand or fall together, also where no client was told of them.
        if (keys.has(act.key) !== count > 0) lost.push(`${what}: half of it`);
        if (act.doneAt !== null && count === 0) lost.push(what);
      }
    }
    return { lost, doubled };
  } finally {
    await sql.end();
  }
}

/** What the clients of a load felt from a moment to another; in milliseconds since the load began. */
export function feltOf(
  fault: string,
  load: Load,
  from: number,
  found: { readonly lost: readonly string[]; readonly doubled: readonly string[] },
  to = Number.POSITIVE_INFINITY,
): Felt {
  const isWithin = (moment: number) => moment >= from && moment < to;
  const isMeant = ({ at, tookMs }: Attempt) => isWithin(at + tookMs);
  const acts = load.acts.filter(({ attempts }) => attempts.some(isMeant));
  const attempts = acts.flatMap((act) => act.attempts.filter(isMeant));
  const reads = load.reads.filter(isMeant);
  const done = acts.flatMap(({ doneAt }) => (doneAt !== null && isWithin(doneAt) ? doneAt : []));
  const read = reads.filter(({ said }) => said === 'DONE').map(({ at, tookMs }) => at + tookMs);
  return {
    fault,
    actsDone: done.length,
    actsAwayMs: Math.round(longestWithout([from, ...done])),
    readsAwayMs: Math.round(longestWithout([from, ...read])),
    longestRequestMs: Math.round(Math.max(...[...attempts, ...reads].map(({ tookMs }) => tookMs))),
    said: {
      ...counted(attempts.map(({ said }) => said)),
      ...counted(reads.flatMap(({ said }) => (said === 'DONE' ? [] : `read ${said}`))),
    },
    actsRepeated: acts.filter((act) => act.attempts.length > 1).length,
    attemptsMost: Math.max(...acts.map((act) => act.attempts.length)),
    givenUp: acts.filter(({ doneAt }) => doneAt === null).length,
    ...found,
  };
}

/** The differences that `verify` finds. */
export async function differencesIn(ownerUrl: string, dataFolder: string): Promise<readonly unknown[]> {
  const verified = await verifyDatabase({
    databaseUrl: ownerUrl,
    databaseAppUrl: null,
    dataFolder,
    poolId: null,
    now: instant(new Date()),
    log: quiet,
  });
  return verified.flatMap(({ differences }) => differences);
}
