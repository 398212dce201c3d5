import { describe, expect, it } from 'vitest';
import { art33Compensated, art33Pursuit } from '../../src/regulation/ch08-compensation.art31-34.ts';
import { table, verdictOf, yuan } from './facts.ts';

describe('第三十三条 The debtor is pursued after a compensation', () => {
  table(art33Compensated, [
    ['compensated', {}, 'PASS'],
    ['one fen compensated', { pursuit: { compensatedPrincipal: yuan('0.01') } }, 'PASS'],
    ['never compensated', { pursuit: { compensatedPrincipal: yuan('0') } }, 'REFUSED'],
    ['concluded', { pursuit: { concluded: true } }, 'REFUSED'],
  ]);
  table(art33Pursuit, [['always follows from a deduction', {}, 'TRIGGERS']]);

  it('names ninety days', () => {
    expect(verdictOf(art33Pursuit, {})).toMatchObject({ limit: '90', unit: 'days' });
  });
});
