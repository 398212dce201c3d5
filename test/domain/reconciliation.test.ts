import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate, plusDays } from '../../src/domain/dates.ts';
import { Yuan } from '../../src/domain/money.ts';
import {
  agree,
  type BookedEntry,
  type Match,
  matchesOf,
  type StatementLine,
} from '../../src/domain/reconciliation.ts';

const yuan = Yuan.parse;
const DAY = parseDate('2025-01-10');
const SEED = Number(process.env.SEED ?? 20261124);

const line = (number: number, amount: string, days = 0, reference: string | null = null): StatementLine => ({
  id: `l${number}`,
  number,
  bookedOn: plusDays(DAY, days),
  amount: yuan(amount),
  reference,
  text: null,
});
const entry = (sequence: number, amount: string, days = 0, document = `凭证-${sequence}`): BookedEntry => ({
  id: `e${sequence}`,
  sequence,
  valueDate: plusDays(DAY, days),
  amount: yuan(amount),
  document,
  reversesId: null,
});
const said = (matches: readonly Match[]) =>
  matches.map(({ lineIds, entryIds }) => `${lineIds.join('+')}=${entryIds.join('+')}`).sort();

describe('matching a statement with the ledger (Art. 11)', () => {
  it.each([
    ['the same amount and day', [line(1, '5.00')], [entry(1, '5.00')], ['l1=e1']],
    ['a fen less', [line(1, '4.99')], [entry(1, '5.00')], []],
    ['the other sign', [line(1, '-5.00')], [entry(1, '5.00')], []],
    ['as many days apart as allowed', [line(1, '5.00', 5)], [entry(1, '5.00')], ['l1=e1']],
    ['before it, as many days', [line(1, '5.00', -5)], [entry(1, '5.00')], ['l1=e1']],
    ['one day more', [line(1, '5.00', 6)], [entry(1, '5.00')], []],
    ['the nearer day', [line(1, '5.00', 2)], [entry(1, '5.00'), entry(2, '5.00', 3)], ['l1=e2']],
    [
      'the one that names the document, though farther away',
      [line(1, '5.00', 3, '凭证-1')],
      [entry(1, '5.00'), entry(2, '5.00', 3)],
      ['l1=e1'],
    ],
    [
      'equally near: the earlier in the ledger',
      [line(1, '5.00')],
      [entry(2, '5.00'), entry(1, '5.00')],
      ['l1=e1'],
    ],
  ])('%s', (_, lines, entries, expected) => {
    expect(said(matchesOf(lines, entries, 5))).toEqual(expected);
  });

  it('sets an entry off against its reversal where neither is on the statement, and not where one is', () => {
    const wrong = entry(1, '9.00');
    const undone = { ...entry(2, '-9.00'), reversesId: 'e1' };
    expect(said(matchesOf([], [wrong, undone], 5))).toEqual(['=e1+e2']);
    expect(said(matchesOf([line(1, '9.00')], [wrong, undone], 5))).toEqual(['l1=e1']);
  });

  it('by hand wants two things at least, of one sum', () => {
    const parts = [line(1, '1.00'), line(2, '2.00')];
    expect(agree(parts, [entry(1, '3.00')])).toBe(true);
    expect(agree(parts, [entry(1, '3.01')])).toBe(false);
    expect(agree(parts, [entry(1, '2.99')])).toBe(false);
    expect(agree([line(1, '1.00'), line(2, '-1.00')], [])).toBe(true);
    expect(agree([line(1, '1.00')], [])).toBe(false);
    expect(agree([], [])).toBe(false);
  });

  const amounts = fc.constantFrom('1.00', '2.00', '-1.00', '0.01');
  const movements = fc.array(fc.record({ amount: amounts, days: fc.nat(12), named: fc.boolean() }), {
    maxLength: 12,
  });

  it('uses everything once, in equal sums, within the days, whatever the order it is given in', () => {
    fc.assert(
      fc.property(movements, movements, fc.nat(8), fc.nat(1000), (ours, theirs, daysApartMax, turn) => {
        const entries = ours.map(({ amount, days }, at) => entry(at + 1, amount, days));
        const lines = theirs.map(({ amount, days, named }, at) =>
          line(at + 1, amount, days, named ? `凭证-${at + 1}` : null),
        );
        const matches = matchesOf(lines, entries, daysApartMax);
        const used = matches.flatMap(({ lineIds, entryIds }) => [...lineIds, ...entryIds]);
        expect(new Set(used).size).toBe(used.length);
        for (const { lineIds, entryIds } of matches) {
          const one = lines.find(({ id }) => id === lineIds[0]);
          const other = entries.find(({ id }) => id === entryIds[0]);
          expect(one?.amount.toString()).toBe(other?.amount.toString());
          const [a, b] = [one?.bookedOn ?? '', other?.valueDate ?? ''].sort();
          expect(plusDays(parseDate(a ?? ''), daysApartMax) >= (b ?? '')).toBe(true);
        }
        // Nothing that could still be matched is left.
        const leftLines = lines.filter(({ id }) => !used.includes(id));
        const leftEntries = entries.filter(({ id }) => !used.includes(id));
        expect(matchesOf(leftLines, leftEntries, daysApartMax)).toEqual([]);
        const turned = <T>(all: readonly T[]) =>
          [...all.slice(turn % (all.length || 1)), ...all.slice(0, turn % (all.length || 1))].reverse();
        expect(said(matchesOf(turned(lines), turned(entries), daysApartMax))).toEqual(said(matches));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
