import { describe, expect, it } from 'vitest';
import { art38Granted, art38Ground } from '../../src/regulation/ch09-risk.art35-39.ts';
import { table, verdictOf, yuan } from './facts.ts';

const measured = (part: string, tripped = false) => ({
  breaker: { part: yuan(part), whole: yuan('10000000') },
  supplement: { ground: 'BREAKER' as const, evaluated: false, tripped },
});

describe('第三十八条 The ground of a supplement', () => {
  table(art38Ground, [
    ['an evaluation on record', { supplement: { ground: 'EVALUATION', evaluated: true } }, 'PASS'],
    ['no evaluation', { supplement: { ground: 'EVALUATION', evaluated: false } }, 'REFUSED'],
    [
      'no evaluation, though compensation has reached the line',
      { ...measured('2000000'), supplement: { ground: 'EVALUATION', evaluated: false, tripped: true } },
      'REFUSED',
    ],
    ['compensation one fen below the line', measured('1999999.99'), 'REFUSED'],
    ['at the line', measured('2000000'), 'PASS'],
    ['one fen above', measured('2000000.01'), 'PASS'],
    ['below, but it has been reached since the last supplement', measured('1999999.99', true), 'PASS'],
    [
      'a bank’s breaker has tripped, and the pool has none',
      { breaker: null as never, supplement: { ground: 'BREAKER', evaluated: false, tripped: true } },
      'PASS',
    ],
  ]);

  it('says how far it is from the line', () => {
    const verdict = verdictOf(art38Ground, measured('1999999.99'));
    expect([verdict?.actual, verdict?.limit]).toEqual(['19.9999', '20']);
    expect(verdict?.message.zh).toContain('19.9999%');
  });
});

describe('第三十八条 What comes in stays within what was granted', () => {
  const coming = (amount: string) => ({ supplement: { amount: yuan(amount), toCome: yuan('3000000') } });
  table(art38Granted, [
    ['one fen below', coming('2999999.99'), 'PASS'],
    ['all of it', coming('3000000'), 'PASS'],
    ['one fen above', coming('3000000.01'), 'REFUSED'],
  ]);
});
