import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/domain/audit.ts';
import { freeze, type Keepable, thaw } from '../../src/domain/frozen.ts';
import { Yuan } from '../../src/domain/money.ts';
import { yuan } from '../articles/facts.ts';

const anyFen = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(Yuan.fromFen);
const { kept } = fc.letrec<{ kept: Keepable }>((tie) => ({
  kept: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    // A text that looks like money is still a text.
    fc.constantFrom('1.00', '¥', '{"¥":"1.00"}'),
    anyFen,
    fc.array(tie('kept'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ maxLength: 6 }).filter((key) => key !== '¥' && key !== '__proto__'),
      tie('kept'),
      { maxKeys: 4 },
    ),
  ),
}));

/** Money by its fen, so that equality is by value and a text is told from an amount. */
function plain(value: Keepable | undefined): unknown {
  if (value instanceof Yuan) return { fen: value.toFen() };
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return value;
}

describe('Facts as they are kept', () => {
  it('are read back exactly, from the text of a record', () => {
    fc.assert(
      fc.property(kept, (value) => {
        const text = canonical(freeze(value));
        expect(plain(thaw(JSON.parse(text)))).toEqual(plain(value));
      }),
      { numRuns: 500 },
    );
  });

  it('tag money and leave out what is undefined', () => {
    expect(freeze({ amount: yuan('1'), days: 3, none: undefined })).toEqual({
      amount: { '¥': '1.00' },
      days: 3,
    });
  });

  it('refuse a field that would read as money', () => {
    expect(() => freeze({ '¥': 'x' })).toThrow(RangeError);
  });
});
