import { describe, expect, it } from 'vitest';
import { art40InForce } from '../../src/regulation/ch10-validity.art40.ts';
import { SUBMIT_REFERRAL } from '../../src/regulation/occasions.ts';
import { judge } from '../../src/regulation/verdict.ts';
import { day, factsWith, table, verdictOf } from './facts.ts';

describe('第四十条 The measures apply for five years, first and last day included', () => {
  table(art40InForce, [
    ['the day before', { today: day('2021-04-29') }, 'REFUSED'],
    ['the first day', { today: day('2021-04-30') }, 'PASS'],
    ['the last day but one', { today: day('2026-04-29') }, 'PASS'],
    ['the last day', { today: day('2026-04-30') }, 'PASS'],
    ['the day after', { today: day('2026-05-01') }, 'REFUSED'],
  ]);

  it('refuses without an edition, and says that the rest was not judged', () => {
    const verdict = verdictOf(art40InForce, { today: day('2026-05-01') }, null);
    expect(verdict?.outcome).toBe('REFUSED');
    expect(verdict?.message.zh).toContain('未予审查');
    expect(verdict?.message.en).toContain('were not judged');
  });

  it('leaves out exactly the rules that read an edition', () => {
    const codes = judge(SUBMIT_REFERRAL, factsWith({}), null).map((verdict) => verdict.code);
    expect(codes).toEqual(SUBMIT_REFERRAL.filter((rule) => rule.reads.length === 0).map((rule) => rule.code));
    expect(codes).toContain('ART40_IN_FORCE');
    expect(codes).not.toContain('ART22_FIRM_CAP');
  });
});
