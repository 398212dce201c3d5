import { describe, expect, it } from 'vitest';
import { art17Fees } from '../../src/regulation/ch04-partners.art14-19.ts';
import { table, verdictOf } from './facts.ts';

describe('第十七条 Fees that a firm may not be charged', () => {
  table(art17Fees, [
    ['no fee at all', { terms: { fees: [] } }, 'PASS'],
    ['a fee that a law requires', { terms: { fees: ['STATUTORY'] } }, 'PASS'],
    ['margin', { terms: { fees: ['MARGIN'] } }, 'REFUSED'],
    ['commitment fee', { terms: { fees: ['COMMITMENT'] } }, 'REFUSED'],
    ['consulting fee', { terms: { fees: ['CONSULTING'] } }, 'REFUSED'],
    ['advisory fee', { terms: { fees: ['ADVISORY'] } }, 'REFUSED'],
    ['registration fee', { terms: { fees: ['REGISTRATION'] } }, 'REFUSED'],
    ['documentation fee', { terms: { fees: ['DOCUMENTATION'] } }, 'REFUSED'],
  ]);

  it('names every prohibited fee among those charged, and no other', () => {
    const verdict = verdictOf(art17Fees, { terms: { fees: ['STATUTORY', 'ADVISORY', 'MARGIN'] } });
    expect(verdict?.actual).toBe('MARGIN,ADVISORY');
    expect(verdict?.message.zh).toContain('保证金、顾问费');
    expect(verdict?.message.zh).not.toContain('法定收费');
  });
});
