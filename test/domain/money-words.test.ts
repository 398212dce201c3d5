import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Yuan } from '../../src/domain/money.ts';
import { amountInWords, articleInWords, dateInWords } from '../../src/domain/money-words.ts';

describe('amounts in capital numerals', () => {
  test.each([
    ['0.00', '零元整'],
    ['0.01', '壹分'],
    ['0.10', '壹角整'],
    ['0.11', '壹角壹分'],
    ['1.00', '壹元整'],
    ['1.01', '壹元零壹分'],
    ['1.10', '壹元壹角整'],
    ['2.56', '贰元伍角陆分'],
    ['10.00', '壹拾元整'],
    ['11.00', '壹拾壹元整'],
    ['100.03', '壹佰元零叁分'],
    ['101.00', '壹佰零壹元整'],
    ['110.00', '壹佰壹拾元整'],
    ['1001.00', '壹仟零壹元整'],
    ['1010.00', '壹仟零壹拾元整'],
    ['9999.99', '玖仟玖佰玖拾玖元玖角玖分'],
    ['10000.00', '壹万元整'],
    ['10001.00', '壹万零壹元整'],
    ['10100.00', '壹万零壹佰元整'],
    ['11000.00', '壹万壹仟元整'],
    ['100000.00', '壹拾万元整'],
    ['101000.00', '壹拾万壹仟元整'],
    ['100100.00', '壹拾万零壹佰元整'],
    ['4000000.00', '肆佰万元整'],
    ['4000000.50', '肆佰万元伍角整'],
    ['1600012.08', '壹佰陆拾万零壹拾贰元零捌分'],
    ['99999999.99', '玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
    ['100000000.00', '壹亿元整'],
    ['100000001.00', '壹亿零壹元整'],
    ['100010000.00', '壹亿零壹万元整'],
    ['110000000.00', '壹亿壹仟万元整'],
    ['1234567890.12', '壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分'],
    ['1000000000000.00', '壹万亿元整'],
    ['1200000000000.00', '壹万贰仟亿元整'],
    ['99999999999999.99', '玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
    ['-12.30', '负壹拾贰元叁角整'],
  ])('%s is %s', (amount, words) => {
    expect(amountInWords(Yuan.parse(amount))).toBe(words);
  });

  /** Reads the words back, by place and not by how they were made. */
  function readBack(words: string): bigint {
    const digits = '零壹贰叁肆伍陆柒捌玖';
    const places: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1000n };
    let [total, hundredMillions, section, last] = [0n, 0n, 0n, 0n];
    let fen = 0n;
    for (const word of words.replace('负', '').replace('整', '')) {
      const value = digits.indexOf(word);
      if (value >= 0) last = BigInt(value);
      else if (word in places) [section, last] = [section + last * (places[word] ?? 0n), 0n];
      else if (word === '万') [total, section, last] = [total + (section + last) * 10_000n, 0n, 0n];
      else if (word === '亿') {
        hundredMillions = (total + section + last) * 100_000_000n;
        [total, section, last] = [0n, 0n, 0n];
      } else if (word === '元') {
        fen += (hundredMillions + total + section + last) * 100n;
        [total, section, last] = [0n, 0n, 0n];
      } else if (word === '角') [fen, last] = [fen + last * 10n, 0n];
      else if (word === '分') [fen, last] = [fen + last, 0n];
    }
    return words.startsWith('负') ? -fen : fen;
  }

  test('any amount is read back to the fen, without two noughts in a row', () => {
    fc.assert(
      fc.property(
        fc
          .oneof(fc.bigInt(-(10n ** 6n), 10n ** 6n), fc.bigInt(-(10n ** 16n) + 1n, 10n ** 16n - 1n))
          .filter((fen) => fen !== 0n),
        (fen) => {
          const words = amountInWords(Yuan.fromFen(fen));
          expect(readBack(words)).toBe(fen);
          expect(words).not.toMatch(/零零|零元.|零万|零亿/);
          expect(words).toMatch(fen % 10n === 0n ? /整$/ : /分$/);
        },
      ),
      { seed: 20261124, numRuns: 2_000 },
    );
  });
});

test('dates and articles in words', () => {
  expect(dateInWords('2026-11-04')).toBe('2026年11月4日');
  expect([4, 10, 13, 20, 32, 40].map(articleInWords)).toEqual([
    '第四条',
    '第十条',
    '第十三条',
    '第二十条',
    '第三十二条',
    '第四十条',
  ]);
});
