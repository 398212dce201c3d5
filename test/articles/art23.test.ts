import { describe, expect, it } from 'vitest';
import { art23Continuity } from '../../src/regulation/ch05-business.art20-23.ts';
import { day, table, verdictOf } from './facts.ts';

const supported = (today: string, termMonths: number, ...periods: [from: string, to: string][]) => ({
  today: day(today),
  asked: { termMonths },
  firm: { support: periods.map(([from, to]) => ({ from: day(from), to: day(to) })) },
});

describe('第二十三条 At most three years of continuous support', () => {
  table(art23Continuity, [
    ['a first loan of a year', supported('2024-06-03', 12), 'PASS'],
    [
      'the third year ends on its last day',
      supported('2024-06-03', 12, ['2022-06-03', '2024-06-03']),
      'PASS',
    ],
    [
      'one day into a fourth year',
      supported('2024-06-03', 12, ['2022-06-02', '2024-06-02']),
      'WAIVER_NEEDED',
    ],
    ['one day within the third year', supported('2024-06-03', 12, ['2022-06-04', '2024-06-02']), 'PASS'],
    ['a gap of 89 days joins', supported('2024-06-03', 12, ['2021-06-03', '2024-03-06']), 'WAIVER_NEEDED'],
    [
      'a gap of 90 days still joins',
      supported('2024-06-03', 12, ['2021-06-03', '2024-03-05']),
      'WAIVER_NEEDED',
    ],
    ['a gap of 91 days breaks', supported('2024-06-03', 12, ['2021-06-03', '2024-03-04']), 'PASS'],
    [
      'joined through a loan in between',
      supported('2024-06-03', 12, ['2021-06-03', '2022-06-03'], ['2022-08-01', '2024-05-01']),
      'WAIVER_NEEDED',
    ],
    [
      'a loan that runs longer than the new one',
      supported('2024-06-03', 6, ['2022-01-03', '2025-01-04']),
      'WAIVER_NEEDED',
    ],
  ]);

  it('asks the three partners, and says into which year it would run', () => {
    const verdict = verdictOf(art23Continuity, supported('2024-06-03', 12, ['2021-06-03', '2024-06-03']));
    expect(verdict).toMatchObject({ actual: '4', limit: '3', unit: 'years' });
    expect(verdict?.waiver?.consents).toEqual(['OFFICE', 'BANK', 'GUARANTOR']);
    expect(verdict?.message.zh).toBe(
      '不符合《管理办法》第二十三条：该企业连续获得贷款支持将进入第 4 年，超过规定年限 3 年；须经专项工作协调办公室、合作银行和合作担保机构同意放宽。',
    );
  });
});
