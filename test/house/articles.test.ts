import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ARTICLES, type Article, chineseNumeral } from '../../src/regulation/articles.ts';
import * as occasions from '../../src/regulation/occasions.ts';
import type { Rule } from '../../src/regulation/verdict.ts';
import {
  articleFaults,
  articleTests,
  chapterFiles,
  figuresIn,
  findRules,
  ROOT,
  renderArticles,
  renderReadings,
  uncitedRules,
} from '../support/articles-doc.ts';

const found = await findRules();
const tests = articleTests();
const source = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const without = (number: number) => ARTICLES.filter((article) => article.number !== number);
const changed = (number: number, change: Partial<Article>) =>
  ARTICLES.map((article) => (article.number === number ? { ...article, ...change } : article));

describe('every article is indexed once, and ruled and tested or excused', () => {
  it('holds for the forty', () => {
    expect(found.length).toBeGreaterThan(30);
    expect(articleFaults(ARTICLES, found, tests)).toEqual([]);
  });

  it.each([
    ['an article that is missing', without(9), found, tests, 'Art. 9 stands 0 times'],
    [
      'an article that stands twice',
      [...ARTICLES, ...ARTICLES.slice(39)],
      found,
      tests,
      'Art. 40 stands 2 times',
    ],
    ['an index out of order', [...ARTICLES].reverse(), found, tests, 'out of order'],
    [
      'an excuse that became untrue',
      changed(9, { why: { zh: '无', en: 'none' } }),
      found,
      tests,
      'became untrue',
    ],
    [
      'no rule and no excuse',
      changed(9, { rules: [] }),
      found.filter(({ name }) => !name.startsWith('art09')),
      [],
      'Art. 9 has no rule and no excuse',
    ],
    ['a rule that is not indexed', changed(9, { rules: [] }), found, tests, 'ART09_POOL_LEVERAGE is missing'],
    ['an indexed rule that is gone', ARTICLES, found.slice(1), tests, 'no chapter has it'],
    [
      'rules without a test',
      ARTICLES,
      found,
      tests.filter((file) => !file.includes('art22')),
      'Art. 22 has rules and no',
    ],
    [
      'a test without rules',
      ARTICLES,
      found,
      [...tests, 'test/articles/art14.test.ts'],
      'art14.test.ts tests no rule',
    ],
    [
      'a place that is not there',
      changed(39, { served: { file: 'src/acts/nowhere.ts', test: 'test/articles/art39.test.ts' } }),
      found,
      tests,
      'nowhere.ts, which is not there',
    ],
    [
      'a rule in the wrong chapter',
      ARTICLES,
      found.map((each) => ({ ...each, file: 'src/regulation/ch10-validity.art40.ts' })),
      tests,
      'wrong chapter',
    ],
    [
      'a rule under a wrong name',
      ARTICLES,
      found.map((each) => ({ ...each, name: `x${each.name}` })),
      tests,
      'does not begin with art04',
    ],
  ])('finds %s', (_title, articles, rules, files, fault) => {
    expect(articleFaults(articles, rules, files).join('\n')).toContain(fault);
  });
});

describe('chapter files', () => {
  it('hold no figure but 0 and 1', () => {
    for (const file of chapterFiles()) expect([file, ...figuresIn(source(file))]).toEqual([file]);
  });

  it('would be caught with a planted figure, and not for one in a text or comment', () => {
    expect(figuresIn('const cap = amount.times(25); // 10')).toEqual(['25']);
    expect(figuresIn('if (months > 1_2) return 0.5;')).toEqual(['1_2', '0.5']);
    expect(figuresIn("/** 第22条 */ const art22 = '24 months' + 0 + 1;")).toEqual([]);
  });

  it('cite the article in Chinese above every rule', () => {
    for (const file of chapterFiles())
      expect(
        uncitedRules(
          source(file),
          found.filter((each) => each.file === file),
        ),
      ).toEqual([]);
  });

  it('would be caught with a planted citation of another article', () => {
    const file = 'src/regulation/ch10-validity.art40.ts';
    const rules = found.filter((each) => each.file === file);
    expect(uncitedRules(source(file).replaceAll('第四十条', '第三十九条'), rules)).toEqual(['art40InForce']);
  });
});

describe('occasions', () => {
  const lists = Object.entries(occasions) as [string, readonly Rule[]][];

  it('use every rule at least once', () => {
    const used = new Set<unknown>(lists.flatMap(([, rules]) => rules));
    expect(found.filter(({ rule }) => !used.has(rule)).map(({ name }) => name)).toEqual([]);
  });

  it.each(lists)('%s lists each code once', (_name, rules) => {
    const codes = rules.map((rule) => rule.code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('the generated documents are current', () => {
  const committed = {
    'docs/articles.md': renderArticles(ARTICLES, found),
    'docs/readings.md': renderReadings(),
  };

  it.each(Object.entries(committed))('%s', (file, rendered) => {
    if (process.env.UPDATE === '1') writeFileSync(join(ROOT, file), rendered);
    expect(source(file)).toBe(rendered);
  });

  it('would differ if a rule went', () => {
    expect(renderArticles(ARTICLES, found.slice(1))).not.toBe(committed['docs/articles.md']);
  });
});

describe('Chinese numerals', () => {
  it.each([
    [1, '一'],
    [9, '九'],
    [10, '十'],
    [11, '十一'],
    [19, '十九'],
    [20, '二十'],
    [21, '二十一'],
    [32, '三十二'],
    [40, '四十'],
    [99, '九十九'],
  ])('%i is %s', (number, numeral) => {
    expect(chineseNumeral(number)).toBe(numeral);
  });

  it.each([0, 100, 1.5, -1])('there is none for %d', (number) => {
    expect(() => chineseNumeral(number)).toThrow(RangeError);
  });
});
