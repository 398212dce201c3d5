import { Agent } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { Bench, DataSet } from './bench.ts';
import { type Run, run, send, type Target } from './load.ts';
import { type Bar, type Figure, type Finding, finding, median } from './result.ts';

// How programs are measured against one another: one after the other within a round, the order turned around in every
// second round, so that what slows the machine for a while slows all of them.

/** Requests under way at once, unless the bench is told another number. */
export const CONNECTIONS = 32;
const WARM_UP_SECONDS = 2;
/** Fewer leave a program half compiled; on a busy machine they take longer than the seconds above. */
const WARM_UP_REQUESTS = 1_000;
const WARM_UPS_MAX = 10;
/** Requests over which statements are counted, one after the other; what a program does beside them is lost in rounding. */
const COUNTED = 40;

/** A target with the set it answers from and what it showed, round by round. */
export interface Measured {
  readonly target: Target;
  readonly set: DataSet;
  readonly runs: readonly Run[];
  /** For one request, BEGIN and COMMIT included; null where the server does not count. */
  readonly statements: number | null;
}

export interface Contender {
  readonly target: Target;
  readonly set: DataSet;
  /** Brings an answer's `data` into the product's shape, for comparing; null: it answers another question and is not compared. */
  readonly common?: ((data: never) => unknown) | null;
}

async function answerOf({ target, common }: Contender): Promise<unknown> {
  const agent = new Agent();
  const { data } = JSON.parse(await send(target, agent, 0)) as { data: never };
  agent.destroy();
  return common ? common(data) : data;
}

/** All that answer from the same set must answer the same; otherwise nothing is compared. */
async function mustAnswerAlike(contenders: readonly Contender[]): Promise<void> {
  const first = new Map<DataSet, { name: string; answer: unknown }>();
  for (const one of contenders) {
    if (one.common === null) continue;
    const answer = await answerOf(one);
    const known = first.get(one.set);
    if (!known) first.set(one.set, { name: one.target.name, answer });
    else if (!isDeepStrictEqual(known.answer, answer))
      throw new Error(
        `${known.name} and ${one.target.name} answer differently:\n${JSON.stringify(known.answer)}\n${JSON.stringify(answer)}`,
      );
  }
}

async function statementsOf(bench: Bench, { target, set }: Contender): Promise<number | null> {
  const sql = bench.sql(set);
  try {
    await sql`create extension if not exists pg_stat_statements`;
    await sql`select pg_stat_statements_reset()`;
  } catch {
    return null;
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let nth = 0; nth < COUNTED; nth += 1) target.check(await send(target, agent, nth));
  agent.destroy();
  const [counted] = await sql<{ calls: string }[]>`select sum(calls)::text as calls from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database()) and query not like '%pg_stat_statements%'`;
  return Math.round(Number(counted?.calls ?? 0) / COUNTED);
}

async function warmUp(target: Target, connections: number): Promise<void> {
  let asked = 0;
  for (let time = 0; time < WARM_UPS_MAX && asked < WARM_UP_REQUESTS; time += 1)
    asked += (await run(target, connections, WARM_UP_SECONDS)).perSecond * WARM_UP_SECONDS;
}

/** Compares the answers, counts statements, warms up, and measures in rounds. */
export async function measured(bench: Bench, contenders: readonly Contender[]): Promise<Measured[]> {
  const { rounds, seconds, connections } = bench.options;
  await mustAnswerAlike(contenders);
  for (const { target } of contenders) await warmUp(target, connections);
  const statements: (number | null)[] = [];
  for (const one of contenders) statements.push(await statementsOf(bench, one));
  const runs: Run[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    const order = contenders.map((_, at) => at);
    if (round % 2 === 1) order.reverse();
    for (const at of order) {
      const one = contenders[at];
      if (one) runs[at]?.push(await run(one.target, connections, seconds));
    }
  }
  return contenders.map(({ target, set }, at) => ({
    target,
    set,
    runs: runs[at] ?? [],
    statements: statements[at] ?? null,
  }));
}

export function figureOf(
  part: string,
  what: string,
  { target: { name }, set, runs, statements }: Measured,
): Figure {
  const of = (pick: (run: Run) => number | null) => median(runs.map((one) => pick(one) ?? Number.NaN));
  const cpu = of(({ cpuMs }) => cpuMs);
  const busy = runs.reduce((sum, one) => sum + one.busy, 0);
  return {
    part,
    what,
    who: name,
    loans: set.loans,
    values: {
      perSecond: of(({ perSecond }) => perSecond),
      p50Ms: of(({ p50 }) => p50),
      p99Ms: of(({ p99 }) => p99),
      ...(Number.isNaN(cpu) ? {} : { cpuMsPerRequest: cpu }),
      ...(statements === null ? {} : { statementsPerRequest: statements }),
      ...(busy > 0 ? { busyAnswers: busy } : {}),
    },
  };
}

/** A ratio of two that were measured together, taken round by round. */
export function ratioOf(
  about: Pick<Finding, 'part' | 'what' | 'loans'>,
  own: Measured,
  other: Measured,
  pick: (run: Run) => number,
  bar: Bar | null,
): Finding {
  const ratios = own.runs.map((one, round) => {
    const reference = other.runs[round];
    return reference ? pick(one) / pick(reference) : Number.NaN;
  });
  return finding(about, ratios, bar);
}
