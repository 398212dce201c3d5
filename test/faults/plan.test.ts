import { expect, test } from 'vitest';
import { FAULT_KINDS, faultsOf } from './drive/plan.ts';
import { randomOf } from './drive/random.ts';

// What a fault run does follows from its seed.

const long = { seconds: 3_600, kinds: FAULT_KINDS, pace: 1 };

test('a seed has one plan, another seed another one, and an hour has every kind of fault', () => {
  const plan = faultsOf({ ...long, seed: 7 });
  expect(faultsOf({ ...long, seed: 7 })).toEqual(plan);
  expect(faultsOf({ ...long, seed: 8 })).not.toEqual(plan);
  expect(new Set(plan.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  expect(plan.every(({ atMs }, at) => atMs >= (plan[at - 1]?.atMs ?? 0) && atMs < 3_600_000)).toBe(true);
});

test('clients draw from sources of their own, the same at every run', () => {
  const drawn = (seed: number, name: string) => {
    const random = randomOf(seed, name);
    return Array.from({ length: 20 }, () => [random.below(1_000), random.uuid(), random.fen(1n, 10n ** 12n)]);
  };
  expect(drawn(7, 'client 1')).toEqual(drawn(7, 'client 1'));
  expect(drawn(7, 'client 1')).not.toEqual(drawn(7, 'client 2'));
  expect(drawn(7, 'client 1')).not.toEqual(drawn(8, 'client 1'));
});
