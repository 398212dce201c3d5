import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, canonicalAround } from '../../src/domain/audit.ts';

const KEY = 'firstEvent';

test('a record in two parts, with the number between them, is the canonical text of the whole', () => {
  const key = fc.oneof(
    fc.string(),
    fc.constantFrom('a', 'z', 'events', 'firstEven', 'firstEventual', 'input', '__proto__'),
  );
  const record = fc.dictionary(key, fc.jsonValue()).map(({ [KEY]: _, ...rest }) => rest);
  fc.assert(
    fc.property(record, fc.nat(), (rest, number) => {
      const { before, after } = canonicalAround(rest, KEY);
      expect(`${before}${number}${after}`).toBe(canonical({ ...rest, [KEY]: number }));
    }),
    { seed: 20261124 },
  );
});

test('what is left out stays left out, on either side', () => {
  expect(canonicalAround({ events: undefined, input: undefined }, KEY)).toEqual({
    before: '{"firstEvent":',
    after: '}',
  });
});
