import fc from 'fast-check';
import { GraphQLError, type GraphQLScalarType, Kind } from 'graphql';
import { describe, expect, test } from 'vitest';
import { BadValue } from '../../src/graphql/errors.ts';
import * as scalars from '../../src/graphql/scalars.ts';
import { ODD_TEXTS } from './values.ts';

// The scalars by property: whatever is given to one, it is read or refused in words; what it has read and written, it reads
// again as the same; a literal is read as the same text in a variable.

const seed = Number(process.env.FUZZ_SEED ?? 20261124);
const numRuns = 400;

const digits = fc.stringMatching(/^-?\d{1,16}(\.\d{0,4})?$/);
const dates = fc.stringMatching(
  /^\d{4}-[01]\d-[0-3]\d(T[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,4})?(Z|[+-]\d\d:\d\d))?$/,
);
const codes = fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/);
const texts = fc.oneof(
  digits,
  dates,
  codes,
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(...ODD_TEXTS),
);
const anything = fc.oneof(
  { weight: 4, arbitrary: texts },
  { weight: 1, arbitrary: fc.anything({ maxDepth: 2 }) },
);

const given = Object.entries(scalars).filter(([name]) => name.endsWith('Scalar')) as [
  string,
  GraphQLScalarType,
][];

type End = { readonly read: unknown } | { readonly said: string };

/** What a scalar reads, or the words with which it refuses. Anything else that is thrown a client would see as an internal error. */
function endOf(read: () => unknown): End {
  try {
    return { read: read() };
  } catch (error) {
    if (error instanceof BadValue || error instanceof GraphQLError) return { said: error.message };
    throw error;
  }
}

const readBy = (scalar: GraphQLScalarType, value: unknown): End => endOf(() => scalar.parseValue(value));

describe.each(given)('%s', (_name, scalar) => {
  test('reads or refuses in words whatever it is given', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const end = readBy(scalar, value);
        if ('said' in end) expect(end.said.length).toBeGreaterThan(10);
      }),
      { seed, numRuns },
    );
  });

  test('reads again what it has written, as the same', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const end = readBy(scalar, value);
        if (!('read' in end)) return;
        const written = scalar.serialize(end.read);
        const again = readBy(scalar, written);
        expect('read' in again && scalar.serialize(again.read)).toEqual(written);
      }),
      { seed, numRuns },
    );
  });
});

// JSON reads literals by a grammar of its own.
describe.each(given.filter(([name]) => name !== 'JsonScalar'))('%s', (_name, scalar) => {
  test('reads a literal as it reads the same text in a variable', () => {
    fc.assert(
      fc.property(texts, (value) => {
        const asVariable = readBy(scalar, value);
        const asLiteral = endOf(() => scalar.parseLiteral({ kind: Kind.STRING, value }));
        expect('read' in asLiteral).toBe('read' in asVariable);
        if ('read' in asLiteral && 'read' in asVariable)
          expect(scalar.serialize(asLiteral.read)).toEqual(scalar.serialize(asVariable.read));
      }),
      { seed, numRuns },
    );
  });
});
