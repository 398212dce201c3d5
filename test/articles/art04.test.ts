import { describe, expect, it } from 'vitest';
import { art04RegisteredInCity, art04Size } from '../../src/regulation/ch01-general.art01-05.ts';
import { table, verdictOf } from './facts.ts';

describe('第四条 Only micro, small and medium-sized firms registered in the city', () => {
  table(art04RegisteredInCity, [
    ['registered in the city', {}, 'PASS'],
    ['registered elsewhere', { firm: { registeredInCity: false } }, 'REFUSED'],
    ['the credit code of an institution', { firm: { creditCodeIsEnterprise: false } }, 'REFUSED'],
  ]);
  table(art04Size, [
    ['micro', { firm: { size: 'MICRO' } }, 'PASS'],
    ['small', { firm: { size: 'SMALL' } }, 'PASS'],
    ['medium', { firm: { size: 'MEDIUM' } }, 'PASS'],
    ['large', { firm: { size: 'LARGE' } }, 'REFUSED'],
    ['an industry outside the standard', { firm: { size: null } }, 'REFUSED'],
  ]);

  it('says which of the two reasons it is', () => {
    expect(verdictOf(art04Size, { firm: { size: null } })?.message.zh).toBe(
      '不符合《管理办法》第四条：该企业所属行业不在国家中小微企业划型标准之内。',
    );
    expect(verdictOf(art04Size, { firm: { size: 'LARGE' } })?.message.zh).toContain('（大型）');
    expect(
      verdictOf(art04RegisteredInCity, { firm: { creditCodeIsEnterprise: false } })?.message.zh,
    ).toContain('不是企业');
  });
});
