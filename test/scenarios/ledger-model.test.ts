import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compare, compareAsOf, type Ledger, newLedger } from '../support/ledger-driver.ts';
import { shift } from '../support/ledger-model.ts';
import { MILLION, STEPS, type StepName } from '../support/ledger-steps.ts';
import { type Running, startProduct } from '../support/product.ts';

// Random histories of a pool, act by act, against a small model that shares no code with the product. After every step
// the database is compared with the model whole; an act that must be refused is refused by the rules that the model
// names, and changes nothing.

const RUNS = 30;
const LENGTH = 40;
const START = '2025-03-10';

let running: Running;

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

/** What happens often, and what seldom. */
// biome-ignore format: a table
const OFTEN: Readonly<Record<StepName, number>> = {
  signsAgreement: 1, pledges: 3, contributes: 6, creditsInterest: 3, placesFirst: 3, asksTopUp: 3, placesTopUp: 3,
  reverses: 4, approves: 1, signs: 2, lends: 8, paysOut: 5, repays: 6, cancels: 1, advances: 4,
};

const draws = fc.record({
  a: fc.nat(1000),
  b: fc.nat(1000),
  days: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.integer({ min: -1, max: 40 }) },
    { weight: 1, arbitrary: fc.integer({ min: 41, max: 75 }) },
  ),
  fen: fc.oneof(fc.bigInt(1n, 1000n), fc.bigInt(1n, 12n * MILLION)),
  edge: fc.integer({ min: 0, max: 3 }),
});

const names = fc.oneof(
  ...Object.entries(OFTEN).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name as StepName) })),
);

const histories = fc.array(fc.tuple(names, draws), { minLength: LENGTH, maxLength: LENGTH });

/** Every history begins with banks that have signed, with money of the city and of both regions, and with a deposit. */
async function opening(ledger: Ledger): Promise<void> {
  const plain = { a: 0, b: 1, days: 0, fen: 1n, edge: 0 };
  for (const a of [0, 1]) await STEPS.signsAgreement(ledger, { ...plain, a });
  for (const a of [0, 1, 2]) await STEPS.pledges(ledger, { ...plain, a, fen: 9n * MILLION, days: 75 });
  // Ten times all of it is less than 25 times what both regions have paid in: the cap of either can bind.
  for (const [a, fen] of [MILLION / 5n + 1n, MILLION, MILLION - 33n].entries())
    await STEPS.contributes(ledger, { ...plain, a, fen });
  await STEPS.placesFirst(ledger, plain);
}

const SEEN_OFTEN = [
  ...['pledge', 'recordContribution', 'creditInterest', 'askReversal', 'decideReversal', 'signContracts'],
  ...['disburse', 'recordRepayment', 'advanceClock'],
  ...[
    'signContracts ART09_POOL_LEVERAGE',
    'signContracts ART13_REGION_LEVERAGE',
    'submitReferral ART22_FIRM_CAP',
  ],
  ...['decideReversal CONFLICT', 'recordContribution INVALID'],
];

/** No cap is passed that was kept before; only a reversal, which takes away what loans were made on, may do that. */
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

test('random histories end, step by step, as a model of the measures says', {
  timeout: 300_000,
}, async () => {
  const ended = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(histories, fc.infiniteStream(fc.nat(90)), async (history, pasts) => {
      const ledger = await newLedger(running, START, ended);
      const { model } = ledger;
      await opening(ledger);
      await compare(ledger);
      for (const [name, draw] of history) {
        const before = model.room();
        await STEPS[name](ledger, draw);
        await compare(ledger);
        if (name !== 'reverses') expect(passed(before, model.room())).toEqual([]);
        const [back = 0, known = 0] = [pasts.next().value, pasts.next().value];
        await compareAsOf(ledger, shift(model.today, 1 - back), shift(model.today, -known));
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  // The histories are not idle: every act was done, and the caps were run into.
  const often = [...ended].filter(([, times]) => times > 0).map(([name]) => name);
  expect(often).toEqual(expect.arrayContaining(SEEN_OFTEN));
});
