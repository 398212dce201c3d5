import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linearization, type Model, type Operation } from './linear/linearizable.ts';
import {
  doneAlone,
  type PoolInput,
  type PoolOutput,
  type PoolState,
  poolModel,
} from './linear/pool-model.ts';

// The checker of linearizability itself: what it accepts could have come about one after another, and what could not, it
// rejects.

type Register = Model<number, number | 'READ', number>;
const register: Register = {
  initial: 0,
  step: (state, input, output) => {
    if (input !== 'READ') return input;
    return output === null || output === state ? state : null;
  },
  nameOf: String,
};
const at = <I, O>(invokedAt: number, answeredAt: number, input: I, output: O | null): Operation<I, O> => ({
  input,
  output,
  invokedAt,
  answeredAt,
});

describe('a register', () => {
  test.each([
    ['a read that overlaps a write may see it', [at(0, 10, 1, 1), at(5, 6, 'READ' as const, 1)], true],
    ['or not', [at(0, 10, 1, 1), at(5, 6, 'READ' as const, 0)], true],
    ['a read after a write sees it', [at(0, 1, 1, 1), at(2, 3, 'READ' as const, 0)], false],
    [
      'what one has seen, a later one sees',
      [at(0, 10, 1, 1), at(1, 2, 'READ' as const, 1), at(3, 4, 'READ' as const, 0)],
      false,
    ],
    [
      'a write that nobody answered may come late',
      [at(0, Number.POSITIVE_INFINITY, 1, null), at(1, 2, 'READ' as const, 0), at(3, 4, 'READ' as const, 1)],
      true,
    ],
    [
      'but is not taken back',
      [at(0, Number.POSITIVE_INFINITY, 1, null), at(1, 2, 'READ' as const, 1), at(3, 4, 'READ' as const, 0)],
      false,
    ],
  ] as const)('%s', (_, history, wanted) => {
    expect(linearization(register, history) !== null).toBe(wanted);
  });

  /** Every order of the operations, tried out one by one. */
  function byTrial(history: readonly Operation<number | 'READ', number>[]): boolean {
    function goesOn(state: number, left: readonly number[]): boolean {
      if (left.length === 0) return true;
      return left.some((one) => {
        const operation = history[one];
        if (!operation) return false;
        const isTooEarly = left.some((other) => (history[other]?.answeredAt ?? 0) < operation.invokedAt);
        const next = isTooEarly ? null : register.step(state, operation.input, operation.output);
        return (
          next !== null &&
          goesOn(
            next,
            left.filter((other) => other !== one),
          )
        );
      });
    }
    return goesOn(
      register.initial,
      history.map((_, one) => one),
    );
  }

  test('it says of any short history what trying out every order says', () => {
    const operation = fc
      .tuple(
        fc.nat(12),
        fc.nat(6),
        fc.oneof(fc.constant('READ' as const), fc.integer({ min: 1, max: 2 })),
        fc.nat(2),
      )
      .map(([from, lasts, input, read]) =>
        at(from, from + lasts + 0.5, input, input === 'READ' ? read : input),
      );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), (history) => {
        expect(linearization(register, history) !== null).toBe(byTrial(history));
      }),
      { seed: 20261124, numRuns: 400 },
    );
  });
});

const POOL: PoolState = {
  custody: 100n,
  deposits: { b: 100n },
  fundsTotal: 200n,
  netCompensation: 0n,
  paidIn: { r: 200n },
  loans: {
    one: { region: 'r', bank: 'b', amount: 1_200n, state: 'APPROVED', outstanding: 0n },
    two: { region: 'r', bank: 'b', amount: 900n, state: 'APPROVED', outstanding: 0n },
    old: { region: 'r', bank: 'b', amount: 100n, state: 'ACTIVE', outstanding: 100n },
  },
};
const DONE = { end: 'DONE' } as const;
const sign = (loan: string) => ({ act: 'SIGN', loan }) as const;
const over = { end: 'REFUSED', codes: ['ART09_POOL_LEVERAGE'] } as const;

describe('a pool', () => {
  test.each([
    [
      'of two contracts that do not both fit one is signed',
      [at(0, 9, sign('one'), DONE), at(1, 8, sign('two'), over)],
      true,
    ],
    ['both are not', [at(0, 9, sign('one'), DONE), at(1, 8, sign('two'), DONE)], false],
    ['nor neither', [at(0, 9, sign('one'), over), at(1, 8, sign('two'), over)], false],
    [
      'a contribution that came before makes room',
      [
        at(0, 1, { act: 'CONTRIBUTE', region: 'r', amount: 20n } as const, DONE),
        at(2, 9, sign('one'), DONE),
        at(2, 9, sign('two'), DONE),
      ],
      true,
    ],
    [
      'one that came after does not',
      [
        at(0, 1, sign('one'), DONE),
        at(2, 3, sign('two'), DONE),
        at(4, 9, { act: 'CONTRIBUTE', region: 'r', amount: 20n } as const, DONE),
      ],
      false,
    ],
    [
      'a deduction that trips the breaker stops what comes after it',
      [at(0, 1, { act: 'DEDUCT', loan: 'old' } as const, DONE), at(2, 3, sign('two'), DONE)],
      false,
    ],
    [
      'a balance that lost an acknowledged contribution',
      [
        at(0, 1, { act: 'CONTRIBUTE', region: 'r', amount: 7n } as const, DONE),
        at(2, 3, { act: 'READ' } as const, doneAlone(POOL, { act: 'READ' })[1]),
      ],
      false,
    ],
    [
      'interest that nobody answered may be there or not',
      [
        at(0, Number.POSITIVE_INFINITY, { act: 'INTEREST', bank: 'b', amount: 7n } as const, null),
        at(2, 3, { act: 'READ' } as const, doneAlone(POOL, { act: 'READ' })[1]),
      ],
      true,
    ],
  ] as const)('%s', (_, history, wanted) => {
    expect(
      linearization(poolModel(POOL), history as readonly Operation<PoolInput, PoolOutput>[]) !== null,
    ).toBe(wanted);
  });
});
