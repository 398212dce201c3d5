import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compare, compareAsOf } from '../support/ledger-compare.ts';
import { type Draw, MILLION } from '../support/ledger-draw.ts';
import { type Ledger, newLedger, type Tally } from '../support/ledger-driver.ts';
import { LAWS, type Laws, shift, total } from '../support/ledger-laws.ts';
import { LENDING_STEPS } from '../support/ledger-steps-lending.ts';
import { LOSS_STEPS } from '../support/ledger-steps-loss.ts';
import { MONEY_STEPS } from '../support/ledger-steps-money.ts';
import { type Running, startProduct } from '../support/product.ts';

// Random histories of a pool, act by act, from the first contribution to the last recovery, against a small model that
// shares no code with the product. After every step the database is compared with the model whole; an act that must be
// refused is refused by the rules that the model names, and changes nothing.
// RUNS, STEPS and SEED make it longer, or other: a change is judged by the same histories wherever it is tried, and a long run
// with SEED=$RANDOM looks for new ones.

const RUNS = Number(process.env.RUNS ?? 25);
const LENGTH = Number(process.env.STEPS ?? 60);
const SEED = Number(process.env.SEED ?? 20261124);
const START = '2024-05-06';

const STEPS = { ...MONEY_STEPS, ...LENDING_STEPS, ...LOSS_STEPS };
type StepName = keyof typeof STEPS;
type Happening = readonly [StepName, Draw];

/** How many acts before a difference are told. */
const STORY = 40;

let running: Running;

beforeAll(async () => {
  running = await startProduct();
}, 60_000);
afterAll(() => running?.stop());

/** What happens often, and what seldom. */
// biome-ignore format: a table
const OFTEN: Readonly<Record<StepName, number>> = {
  signsAgreement: 1, pledges: 3, contributes: 5, creditsInterest: 2, placesFirst: 2, asksTopUp: 3, placesTopUp: 5,
  supplements: 3, receivesSupplement: 3, leaves: 1, returnsDeposit: 2, inHardship: 1, reverses: 6,
  approves: 1, signs: 2, lends: 9, paysOut: 3, repays: 5, cancels: 1, advances: 8,
  visits: 2, plansMeasures: 1, collects: 3, accelerates: 2, goesWrong: 8, deducts: 9, reportsDeduction: 4, givesNotice: 1,
  returnsExcess: 2, paysShare: 4, recovers: 12, replenishes: 3, concludes: 2,
};

const draws = fc.record({
  a: fc.nat(1000),
  b: fc.nat(1000),
  days: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.integer({ min: -1, max: 40 }) },
    { weight: 1, arbitrary: fc.integer({ min: 41, max: 75 }) },
  ),
  fen: fc.oneof(
    fc.bigInt(1n, 1000n),
    fc.bigInt(1n, MILLION / 3n),
    fc.bigInt(1n, MILLION),
    fc.bigInt(1n, 12n * MILLION),
  ),
  edge: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) },
  ),
});

const names = fc.oneof(
  ...Object.entries(OFTEN).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name as StepName) })),
);

const histories = fc.array(fc.tuple(names, draws), { minLength: LENGTH, maxLength: LENGTH });

const PLAIN: Draw = { a: 0, b: 1, days: 0, fen: 1n, edge: 0 };

/** Every history begins with two banks that have signed and hold a deposit, money of the city and both regions, and two loans. */
async function opening(ledger: Ledger): Promise<void> {
  for (const a of [0, 1]) await STEPS.signsAgreement(ledger, { ...PLAIN, a });
  for (const a of [0, 1, 2]) await STEPS.pledges(ledger, { ...PLAIN, a, fen: 9n * MILLION, days: 75 });
  // Ten times all of it is less than 25 times what both regions have paid in: the cap of either can bind.
  for (const [a, fen] of [MILLION / 5n + 1n, MILLION, MILLION - 33n].entries())
    await STEPS.contributes(ledger, { ...PLAIN, a, fen });
  for (const a of [0, 1]) await STEPS.placesFirst(ledger, { ...PLAIN, a });
  // One of each guarantor, one paid back in parts.
  for (const [at, fen] of [MILLION / 3n, MILLION * 2n + 1n].entries())
    await STEPS.lends(ledger, { ...PLAIN, a: 1 + at * 2, b: 2 - at, days: at, fen });
}

/** In so many steps each of these has happened many times, whatever the seed. */
const SEEN_OFTEN = [
  ...['pledge', 'recordContribution', 'creditInterest', 'askReversal', 'decideReversal', 'askTopUp'],
  ...['signContracts', 'disburse', 'recordRepayment', 'advanceClock', 'planOverdueMeasures', 'accelerate'],
  ...['recordCollectionAttempt', 'deduct', 'reportDeduction', 'recordRecovery', 'recordReplenishment'],
  ...[
    'submitReferral ART22_FIRM_CAP',
    'deduct ART31_COLLECTION',
    'deduct ART32_PAST_GRACE',
    'deduct ART32_ONCE',
  ],
  ...['deduct ART32_DEPOSIT', 'recordRecovery ART33_COMPENSATED', 'recordRecovery ART34_WITHIN_LOSS'],
  ...['recordContribution INVALID', 'recordRecovery INVALID', 'decideReversal CONFLICT'],
];

/** What takes the pool's money away may leave less than the loans were made on; nothing else passes a cap. */
const TAKES_MONEY: readonly StepName[] = ['reverses', 'deducts', 'reportsDeduction'];

/** Whose cap is passed that was kept before. */
function passed(before: ReturnType<Ledger['model']['room']>, after: typeof before): string[] {
  return [
    ...(after.pool < 0n && before.pool >= 0n ? ['the pool’s'] : []),
    ...after.regions.flatMap((room, at) =>
      room < 0n && (before.regions[at] ?? 0n) >= 0n ? [`region ${at}’s`] : [],
    ),
    ...[...after.firms].flatMap(([firm, room]) =>
      room < 0n && (before.firms.get(firm) ?? 0n) >= 0n ? [`firm ${firm}’s`] : [],
    ),
  ];
}

/** A difference is told with the acts that led to it. */
const withStory = (ledger: Ledger) => (error: unknown) => {
  throw new Error(`${ledger.story.slice(-STORY).join('\n')}\n${error}`, { cause: error });
};

/** One history, compared after every step. */
async function live(ledger: Ledger, history: readonly Happening[], pasts: Iterator<number>): Promise<void> {
  const { model } = ledger;
  await opening(ledger);
  await compare(ledger);
  for (const [name, draw] of history) {
    const before = model.room();
    await STEPS[name](ledger, draw);
    await compare(ledger);
    if (!TAKES_MONEY.includes(name)) expect(passed(before, model.room())).toEqual([]);
    if (draw.b % 3 > 0) continue;
    const [back, known] = [pasts.next().value, pasts.next().value];
    await compareAsOf(ledger, shift(model.today, 1 - back), shift(model.today, -known));
  }
}

test('random histories end, step by step, as a model of the measures says', {
  timeout: 3_600_000,
}, async () => {
  const tally: Tally = new Map();
  await fc.assert(
    fc.asyncProperty(histories, fc.infiniteStream(fc.nat(90)), async (history, pasts) => {
      const ledger = await newLedger(running, START, tally);
      await live(ledger, history, pasts).catch(withStory(ledger));
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
  if (process.env.TALLY)
    for (const [name, times] of [...tally].sort()) process.stderr.write(`${name} ${times}\n`);
  // The histories are not idle: the acts were done, and the rules were run into.
  const missing = SEEN_OFTEN.filter((name) => !tally.has(name));
  if (RUNS * LENGTH >= 1500) expect(missing).toEqual([]);
});

// ---- The comparison notices a wrong model -----------------------------------------------------------------

/** A short history in which every law decides something to the fen or to the day. */
const TELLING: readonly Happening[] = [
  // The funds come to 2,200,000.00.
  ['creditsInterest', { ...PLAIN, fen: 31n }],
  // The first loan is called; nothing can be deducted on day 25, something on day 26.
  ['goesWrong', PLAIN],
  ['deducts', { ...PLAIN, b: 5, edge: 1 }],
  ['advances', { ...PLAIN, days: 1 }],
  ['deducts', PLAIN],
  // It is recovered in two odd sums, which settles its region's duty.
  ['recovers', { ...PLAIN, a: 2, fen: 12_345_679n }],
  ['recovers', { ...PLAIN, a: 2, edge: 1, fen: 7n }],
  // The second goes wrong, and just 20 % of the funds are taken.
  ['goesWrong', { ...PLAIN, a: 3, edge: 1 }],
  ['reportsDeduction', { ...PLAIN, a: 1, b: 10, fen: 44_000_000n }],
];

async function tell(laws: Laws): Promise<void> {
  const ledger = await newLedger(running, START, new Map(), laws);
  await opening(ledger);
  for (const [name, draw] of TELLING) {
    await STEPS[name](ledger, draw);
    await compare(ledger);
  }
  // The history did tell: it came to its end as written.
  expect(ledger.model.breaker().tripped).toBe(true);
  expect(ledger.compensations).toHaveLength(2);
  expect(ledger.model.compensations[0]?.replenished).toBe(true);
}

test('a short history ends as the model says', () => tell(LAWS), 60_000);

/** The fen left over are given to the first, wherever they belong. */
const toTheFirst: Laws['share'] = (fen, weights) => {
  const parts = weights.map((weight) => (fen * weight) / total(weights));
  return parts.map((part, at) => (at === 0 ? part + fen - total(parts) : part));
};

// biome-ignore format: a table
test.each<[fault: string, laws: Partial<Laws>, noticed: RegExp]>([
  ['fen left over go to the first party', { share: toTheFirst }, /compensations/],
  ['day 25 is past the days of grace', { isPastGrace: (days) => days >= 25 }, /deduct/],
  ['the breaker trips above the line, not at it', { reaches: (losses, funds, percent) => losses * 10_000n > funds * 20n * percent }, /breaker/],
  ['recoveries do not lower what the pool bears', { toBear: (compensated) => LAWS.toBear(compensated, 0n) }, /balances/],
  ['the region gets no credit for a recovery', { creditOf: () => 0n }, /compensations/],
])('a model in which %s is found out', async (_, laws, noticed) => {
  await expect(tell({ ...LAWS, ...laws })).rejects.toThrow(noticed);
}, 60_000);
