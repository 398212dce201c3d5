import type { Bench, DataSet } from './bench.ts';
import { growthOf, ran } from './commands.ts';
import { run } from './load.ts';
import { CONNECTIONS } from './measure.ts';
import { type Figure, type Finding, finding, type Result } from './result.ts';
import { EXPOSURE_AND_LOANS, productOn } from './works.ts';

// (h) to (k): what runs without anybody asking for it, and what a process needs to be there.

const smallAndLarge = ({ options: { loans } }: Bench): number[] =>
  [...new Set([loans.at(-2) ?? 0, loans.at(-1) ?? 0])].filter((one) => one > 0);

const environmentOf = (bench: Bench, { ownerUrl }: DataSet) => ({
  DATABASE_URL: ownerUrl,
  DATA_FOLDER: bench.options.folder,
});

/** Memory may breathe by so much and still counts as flat. */
const FLAT = 1.15;
/** A shorter run is little more than its own start, which tells nothing of how memory grows. */
const LONG_SECONDS = 20;
/** Of all loans, the part about which something is due on the day that is swept. */
const DUE_SHARE = 0.01;

/**
 * (h) A day on which something is due about one loan in a hundred. The pool's clock is put there, and what is due about
 * the other loans until then is put off: the sweep finds its work by these days alone.
 */
async function swept(
  bench: Bench,
  loans: number,
): Promise<{ figure: Figure; seconds: number; growth: number; due: number }> {
  const set = await bench.copy(loans, 'swept');
  const sql = bench.sql(set);
  const [row] = await sql<{ day: string }[]>`select max(next_on)::text as day from (select next_on from agenda
    where next_on is not null order by next_on limit ${Math.ceil(loans * DUE_SHARE)}) due`;
  const day = row?.day ?? set.askers.today;
  await sql`update agenda set next_on = next_on + 60 where (pool_id, loan_id) in
    (select pool_id, loan_id from agenda where next_on <= ${day}::date order by next_on, loan_id offset ${Math.ceil(loans * DUE_SHARE)})`;
  await sql`update obligation set late_since = ${day}::date where met_on is null and late_since is null and due_on < ${day}::date`;
  await sql`update pool set sandbox_date = ${day}::date`;
  await sql`vacuum analyze agenda`;
  const [due] = await sql<
    { count: number }[]
  >`select count(*)::int as count from agenda where next_on <= ${day}::date`;
  await ran(['migrate'], environmentOf(bench, set));
  const { seconds, megabytes } = await ran(['sweep'], environmentOf(bench, set));
  const [left] = await sql<
    { count: number }[]
  >`select count(*)::int as count from agenda where next_on <= ${day}::date`;
  if (left?.count !== 0) throw new Error(`${left?.count} loans are still due on ${day}`);
  const growth = growthOf(megabytes);
  const values = { seconds, due: due?.count ?? 0, megabytes: Math.max(...megabytes), growth };
  return {
    figure: { part: 'h', what: 'a day of the daily sweep', who: 'zhubao', loans, values },
    seconds,
    growth,
    due: due?.count ?? 0,
  };
}

export async function dailySweep(bench: Bench): Promise<Result> {
  const sizes = [];
  for (const loans of smallAndLarge(bench)) sizes.push({ loans, ...(await swept(bench, loans)) });
  const large = sizes.at(-1);
  const small = sizes[0];
  if (!large || !small) throw new Error('a set was swept');
  const about = (what: string) => ({ part: 'h', what, loans: large.loans });
  const findings: Finding[] = [
    finding(about('the sweep of a day, one loan in a hundred due'), [large.seconds], { atMost: 60 }, 's'),
    finding(
      about('memory at its end / after its start'),
      [large.growth],
      large.seconds > LONG_SECONDS ? { atMost: FLAT } : null,
    ),
  ];
  if (small !== large)
    findings.push(
      finding(
        about(`time a loan that is due / the same of ${small.loans} loans`),
        [large.seconds / large.due / (small.seconds / small.due)],
        { atMost: 1.3 },
      ),
    );
  return { figures: sizes.map(({ figure }) => figure), findings };
}

/** (i) */
export async function verification(bench: Bench): Promise<Result> {
  const figures: Figure[] = [];
  const findings: Finding[] = [];
  const sizes = smallAndLarge(bench);
  for (const loans of sizes) {
    const environment = environmentOf(bench, await bench.set(loans));
    await ran(['migrate'], environment);
    const { seconds, megabytes } = await ran(['verify'], environment);
    const most = Math.max(...megabytes);
    figures.push({ part: 'i', what: 'verify', who: 'zhubao', loans, values: { seconds, megabytes: most } });
    if (loans !== sizes.at(-1)) continue;
    const about = (what: string) => ({ part: 'i', what, loans });
    findings.push(finding(about('verify of the whole pool'), [seconds], { atMost: 120 }, 's'));
    const before = figures[0]?.values.megabytes;
    if (before !== undefined && sizes.length > 1)
      findings.push(
        finding(about(`its memory / the same of ${sizes[0]} loans`), [most / before], { atMost: 1.3 }),
      );
  }
  return { figures, findings };
}

/** (j) From the start of the process, on a database that is up and migrated, to the first answer. */
export async function startUp(bench: Bench): Promise<Result> {
  const loans = bench.options.loans.at(-1) ?? 0;
  const set = await bench.set(loans);
  const { target } = await productOn(bench, set, EXPOSURE_AND_LOANS);
  const seconds: number[] = [];
  for (let round = 0; round < bench.options.rounds; round += 1) {
    const began = performance.now();
    const program = await bench.newProduct(set);
    await run({ ...target, program }, 1, 0.001);
    seconds.push((performance.now() - began) / 1_000);
    await program.stop();
  }
  const found = finding({ part: 'j', what: 'from start to the first answer', loans }, seconds, null, 's');
  const figure = { part: 'j', what: 'start-up', who: 'zhubao', loans, values: { seconds: found.median } };
  return { figures: [figure], findings: [found] };
}

const LOAD_MINUTES = 10;
const LOOKS_A_MINUTE = 6;

/** (k) At rest, and under ten minutes of (b). `BENCH_MEMORY_MINUTES` shortens it, for trying the bench itself. */
export async function memory(bench: Bench): Promise<Result> {
  const loans = bench.options.loans.at(-1) ?? 0;
  const set = await bench.set(loans);
  const program = await bench.newProduct(set);
  const { target } = await productOn(bench, set, EXPOSURE_AND_LOANS);
  const own = { ...target, program };
  await run(own, 1, 0.001);
  const atRest = await program.memoryMegabytes();
  const minutes = Number(process.env.BENCH_MEMORY_MINUTES ?? LOAD_MINUTES);
  const looks: number[] = [];
  for (let look = 0; look < minutes * LOOKS_A_MINUTE; look += 1) {
    await run(own, CONNECTIONS, 60 / LOOKS_A_MINUTE);
    looks.push(await program.memoryMegabytes());
  }
  await program.stop();
  // The first fifth, two of ten minutes, warms up: code is compiled and caches fill.
  const growth = growthOf(looks);
  const about = (what: string) => ({ part: 'k', what, loans });
  const values = { atRest, underLoad: Math.max(...looks), minutes };
  return {
    figures: [{ part: 'k', what: 'memory in megabytes', who: 'zhubao', loans, values }],
    findings: [
      finding(about('memory at rest'), [atRest], null, 'MB'),
      finding(about('memory under load'), looks, null, 'MB'),
      finding(about('memory at the end / after the warm-up'), [growth], { atMost: FLAT }),
    ],
  };
}
