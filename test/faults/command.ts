// npm run faults: a run of faults from a seed, then the checker over what it left. See docs/faults.md.
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { check, figuresOf } from './check/check.ts';
import { type Finding, gather } from './check/evidence.ts';
import { PLANTS, type PlantName, tryPlant, wasNoticed } from './check/plants.ts';
import { readLog } from './check/told.ts';
import { FAULT_KINDS, type Options } from './drive/plan.ts';
import { type Ran, runPlan } from './drive/run.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '3' },
    seconds: { type: 'string' },
    quiet: { type: 'string', default: '45' },
    processes: { type: 'string', default: '2' },
    clients: { type: 'string', default: '10' },
    pace: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '0' },
    kinds: { type: 'string', default: FAULT_KINDS.join() },
    plant: { type: 'string', default: '' },
    folder: { type: 'string' },
    from: { type: 'string', default: 'dist' },
    root: { type: 'string', default: resolve(import.meta.dirname, '../..') },
    keep: { type: 'boolean', default: false },
  },
});

const SHOWN_MAX = 40;
const say = (text: string) => process.stdout.write(`${text}\n`);
const seed = values.seed === undefined ? Math.floor(Date.now() / 1_000) % 1_000_000 : Number(values.seed);
const named =
  values.plant === 'all' ? Object.keys(PLANTS) : values.plant.split(',').filter((name) => name !== '');
const unknown = named.filter((name) => !(name in PLANTS));
if (unknown.length > 0)
  throw new Error(`no such plant: ${unknown.join()}; there are ${Object.keys(PLANTS).join(', ')}`);
const options: Options = {
  seed,
  seconds: values.seconds === undefined ? Number(values.minutes) * 60 : Number(values.seconds),
  quietSeconds: Number(values.quiet),
  processes: Number(values.processes),
  clients: Number(values.clients),
  pace: Number(values.pace),
  rounds: Number(values.rounds),
  kinds: FAULT_KINDS.filter((kind) => values.kinds.split(',').includes(kind)),
  folder: values.folder ?? join(tmpdir(), `zhubao-faults-${seed}`),
  from: values.from === 'src' ? 'src' : 'dist',
  root: values.root,
};

const plain = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));

function show(findings: readonly Finding[]): void {
  for (const { check: by, what } of findings.slice(0, SHOWN_MAX)) say(`  ${by}: ${what}`);
  if (findings.length > SHOWN_MAX) say(`  and ${findings.length - SHOWN_MAX} more`);
}

/** Checks what is there, then every plant; answers how many promises were not kept. */
async function judge(ran: Ran): Promise<number> {
  const sql = postgres(ran.cluster.url, { max: 1, onnotice: () => undefined });
  try {
    const log = await readLog(ran.log);
    const evidence = await gather(sql, log);
    const findings = check(evidence);
    const { rounds, operations, broken } = ran.rounds;
    for (const { initial, history } of broken)
      findings.push({ check: 'LINEAR', what: plain({ initial, history }) });
    const figures = {
      seed,
      ...figuresOf(evidence),
      rounds,
      operationsInRounds: operations,
      fell: ran.fell,
      untilQuietMs: ran.untilQuietMs,
    };
    await writeFile(
      join(options.folder, 'figures.json'),
      `${JSON.stringify({ figures, findings }, null, 2)}\n`,
    );
    say(JSON.stringify(figures, null, 1).replace(/\n\s*/g, ' '));
    say(`${findings.length} findings`);
    show(findings);
    let missed = 0;
    for (const name of named as PlantName[]) {
      const found = await tryPlant(sql, name, log);
      if (!found) {
        say(`plant ${name}: nothing there to plant it in`);
        continue;
      }
      // What is found without the plant as well says nothing of it.
      const beyond = found.filter(({ what }) => !findings.some((one) => one.what === what));
      const isNoticed = wasNoticed(name, beyond);
      if (!isNoticed) missed += 1;
      say(`plant ${name}: ${isNoticed ? 'noticed' : 'NOT NOTICED'}`);
      show(beyond.slice(0, 2));
    }
    return findings.length + missed;
  } finally {
    await sql.end();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
say(`seed ${seed}`);
const ran = await runPlan(options);
// What is kept outlives us, also where the checker itself fails.
if (values.keep) process.removeAllListeners('exit');
const failed = await judge(ran);
if (values.keep) {
  say(`kept: ${ran.cluster.url} ${options.folder}`);
} else await ran.cluster.stop();
// What there was to find is worth a look; what was found to be in order is not.
if (!values.keep && failed === 0 && values.folder === undefined)
  await rm(options.folder, { recursive: true });
process.exit(failed === 0 ? 0 : 1);
