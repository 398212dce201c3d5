import { describe, expect, it } from 'vitest';
import { art19EveryBank, art19YearEnded } from '../../src/regulation/ch04-partners.art14-19.ts';
import { day, table, verdictOf } from './facts.ts';

const on = (today: string) => ({ today: day(today), evaluation: { lastDay: day('2023-12-31') } });

describe('第十九条 A year is evaluated once it is over', () => {
  table(art19YearEnded, [
    ['the day before its last', on('2023-12-30'), 'REFUSED'],
    ['on its last day', on('2023-12-31'), 'REFUSED'],
    ['the day after', on('2024-01-01'), 'PASS'],
  ]);
});

describe('第十九条 Every bank of the year is evaluated', () => {
  table(art19EveryBank, [
    ['none is missing', { evaluation: { banksMissing: [] } }, 'PASS'],
    ['one is missing', { evaluation: { banksMissing: ['甲银行'] } }, 'REFUSED'],
  ]);

  it('and the refusal names those that are missing', () => {
    const verdict = verdictOf(art19EveryBank, { evaluation: { banksMissing: ['甲银行', '丙银行'] } });
    expect(verdict?.message.zh).toContain('甲银行、丙银行');
    expect(verdict?.message.en).toContain('甲银行, 丙银行');
  });
});
