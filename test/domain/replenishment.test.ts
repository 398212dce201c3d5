import { describe, expect, it } from 'vitest';
import { Yuan } from '../../src/domain/money.ts';
import { replenishmentOf } from '../../src/domain/replenishment.ts';

const yuan = Yuan.parse;

interface Told {
  readonly parts?: readonly [id: string, loan: string, part: string][];
  readonly recovered?: Readonly<Record<string, string>>;
  readonly replenished?: string;
  readonly pledged?: string;
}

const standing = ({ parts = [], recovered = {}, replenished = '0', pledged = '8000000' }: Told) => {
  const { owed, settled } = replenishmentOf({
    losses: parts.map(([compensationId, loanId, part]) => ({ compensationId, loanId, part: yuan(part) })),
    recovered: new Map(Object.entries(recovered).map(([loan, amount]) => [loan, yuan(amount)])),
    replenished: yuan(replenished),
    pledged: yuan(pledged),
    minimum: yuan('8000000'),
  });
  return [owed.toString(), [...settled].join(' ')];
};

const ONE: Told = { parts: [['c1', 'a', '1600000']] };
const TWO: Told = { parts: [...(ONE.parts ?? []), ['c2', 'b', '400000']] };

describe('what a region owes after compensations (Art. 13)', () => {
  it.each([
    ['nothing without a compensation', {}, ['0.00', '']],
    ['its share', ONE, ['1600000.00', '']],
    ['one fen short of its share', { ...ONE, replenished: '1599999.99' }, ['0.01', '']],
    ['its share paid', { ...ONE, replenished: '1600000' }, ['0.00', 'c1']],
    ['a recovery counts before money does', { ...ONE, recovered: { a: '600000' } }, ['1000000.00', '']],
    ['a recovery of all', { ...ONE, recovered: { a: '1600000' } }, ['0.00', 'c1']],
    ['the oldest is paid first', { ...TWO, replenished: '1600000' }, ['400000.00', 'c1']],
    [
      'a recovery on the later loan counts for that one',
      { ...TWO, recovered: { b: '400000' } },
      ['1600000.00', ''],
    ],
    [
      'both, one of them by recovery',
      { ...TWO, recovered: { b: '400000' }, replenished: '1600000' },
      ['0.00', 'c1 c2'],
    ],
    [
      'a region whose pledges lie below the minimum fills up to it',
      { ...ONE, pledged: '7000000' },
      ['2600000.00', ''],
    ],
    [
      'its share alone is then not enough',
      { ...ONE, pledged: '7000000', replenished: '1600000' },
      ['1000000.00', ''],
    ],
    ['the minimum is reached', { ...ONE, pledged: '7000000', replenished: '2600000' }, ['0.00', 'c1']],
    [
      'a region that pledged more owes its share all the same',
      { ...ONE, pledged: '20000000' },
      ['1600000.00', ''],
    ],
    [
      'with everything recovered, the minimum asks nothing of its own',
      { ...ONE, pledged: '7000000', recovered: { a: '1600000' } },
      ['0.00', 'c1'],
    ],
  ] as const)('%s', (_title, told, expected) => {
    expect(standing(told)).toEqual(expected);
  });
});
