import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyDatabase } from '../../src/database/verify-run.ts';
import { instant } from '../../src/domain/dates.ts';
import { type Foreign, foreignTo, type Stored, storedIn } from '../support/attack-foreign.ts';
import { type Attacker, attackersOf, newWorld, type World } from '../support/attack-world.ts';
import { unknownId } from '../support/dummies.ts';
import { quiet } from '../support/quiet.ts';
import { type Fuzzer, fuzz, type Ran } from './run.ts';

// The whole schema by operations that nobody thought of, as every persona of two pools: no internal error, no hang, nothing
// foreign, and every answer of the shape that was asked for. `npm run fuzz` draws more of them, and others.

const SEED = Number(process.env.FUZZ_SEED ?? 20261124);
const OPERATIONS = Number(process.env.FUZZ_OPERATIONS ?? 1_200);
const AT_ONCE = 6;
/** Every thousand operations may take so long on a busy machine. */
const SECONDS_PER_THOUSAND = 120;
const TIMEOUT = 120_000 + OPERATIONS * SECONDS_PER_THOUSAND;

const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));

let world: World;
let stored: readonly Stored[];
let ids: readonly string[];

beforeAll(async () => {
  world = await newWorld();
  stored = await storedIn(world);
  const wires = (['A', 'B'] as const).flatMap((pool) => foreignOfPool(pool).ids.map(({ wire }) => wire));
  ids = [...wires, unknownId('loan'), unknownId('bank'), '', 'x', 'ln_', '\u0000'];
}, 240_000);
afterAll(() => world?.running.stop());

/** What is foreign to everybody in a pool: the other pool's. */
function foreignOfPool(pool: 'A' | 'B'): Foreign {
  const [office] = attackersOf(world, pool, ['APPROVER']);
  if (!office) throw new Error('a pool has an office');
  return foreignTo(world, stored, office);
}

function fuzzersBy(foreignOf: (attacker: Attacker) => (answer: string) => readonly string[]): Fuzzer[] {
  return (['A', 'B'] as const)
    .flatMap((pool) => attackersOf(world, pool, ['APPROVER', 'VIEWER']))
    .map((attacker) => ({ name: attacker.name, user: attacker.user, trespasses: foreignOf(attacker) }));
}

async function tell(what: string, run: () => Promise<Ran>): Promise<Ran> {
  const begin = performance.now();
  const ran = await run();
  const seconds = (performance.now() - begin) / 1_000;
  const codes = [...ran.codes]
    .sort(([, one], [, other]) => other - one)
    .map(([code, count]) => `${code} ${count}`);
  process.stdout.write(
    `fuzz: ${ran.operations} ${what} of seed ${SEED} in ${seconds.toFixed(0)} s, ${ran.answered} answered with data; ${codes.join(', ')}\n`,
  );
  return ran;
}

const progress = (done: number) => void process.stdout.write(`fuzz: ${done} …\n`);

test('queries of every shape tell nobody anything foreign, and are answered as asked', {
  timeout: TIMEOUT,
}, async () => {
  const fuzzers = fuzzersBy((attacker) => {
    const foreign = foreignTo(world, stored, attacker);
    return (answer) => foreign.trespasses(answer);
  });
  const operations = Math.ceil(OPERATIONS * 0.7);
  const ran = await tell('queries', () =>
    fuzz(world.running, schema, fuzzers, {
      seed: SEED,
      operations,
      mutations: 0,
      ids,
      atOnce: AT_ONCE,
      tell: progress,
    }),
  );
  expect(ran.findings).toEqual([]);
  expect(ran.answered).toBeGreaterThan(operations / 4);
});

test('mutations and queries among one another leave every figure whole, and nothing of the other pool is told', {
  timeout: TIMEOUT,
}, async () => {
  // Within a pool acts make things known that were not; amounts that are made up meet amounts that are there.
  const fuzzers = fuzzersBy(({ pool }) => {
    const foreign = foreignOfPool(pool);
    return (answer) => foreign.trespasses(answer).filter((told) => !told.startsWith('amount'));
  });
  const operations = Math.floor(OPERATIONS * 0.3);
  const ran = await tell('mutations and queries', () =>
    fuzz(world.running, schema, fuzzers, {
      seed: SEED + 1,
      operations,
      mutations: 0.7,
      ids,
      atOnce: AT_ONCE,
      tell: progress,
    }),
  );
  expect(ran.findings).toEqual([]);
  const pools = await verifyDatabase({
    databaseUrl: world.running.ownerUrl,
    databaseAppUrl: null,
    dataFolder: '.',
    poolId: null,
    now: instant(new Date()),
    log: quiet,
  });
  expect(pools.flatMap(({ differences }) => differences)).toEqual([]);
});
