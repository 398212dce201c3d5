import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { STRENGTHS } from '../../src/domain/words.ts';
import { type Article, citation } from '../../src/regulation/articles.ts';
import { PARAMETER_KEYS, parameter } from '../../src/regulation/catalogue.ts';
import { writeEditionValues } from '../../src/regulation/edition-json.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import { GENERAL_READINGS } from '../../src/regulation/readings.ts';
import { articleOf, type Rule } from '../../src/regulation/verdict.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const REGULATION = 'src/regulation';

/** A rule as it stands in a chapter file. */
export interface FoundRule {
  /** The exported name: `art22FirmCap`. */
  readonly name: string;
  /** "src/regulation/ch05-business.art20-23.ts". */
  readonly file: string;
  readonly rule: Rule;
}

/** The chapter files, in the order of the text. */
export function chapterFiles(): string[] {
  return readdirSync(join(ROOT, REGULATION))
    .filter((name) => /^ch\d\d-.*\.ts$/.test(name))
    .sort()
    .map((name) => `${REGULATION}/${name}`);
}

function isRule(value: unknown): value is Rule {
  return typeof value === 'object' && value !== null && 'code' in value && 'finds' in value;
}

/** Every rule that a chapter file exports, in the order of the text. */
export async function findRules(): Promise<FoundRule[]> {
  const found: FoundRule[] = [];
  for (const file of chapterFiles()) {
    const source = readFileSync(join(ROOT, file), 'utf8');
    const module: Record<string, unknown> = await import(pathToFileURL(join(ROOT, file)).href);
    const rules = Object.entries(module).flatMap(([name, rule]) =>
      isRule(rule) ? [{ name, file, rule }] : [],
    );
    const place = ({ name }: FoundRule) => source.indexOf(`export const ${name} `);
    found.push(...rules.sort((a, b) => place(a) - place(b)));
  }
  return found;
}

/** The test of an article, whether or not it exists: "test/articles/art22.test.ts". */
export function testFileOf(number: number): string {
  return `test/articles/art${String(number).padStart(2, '0')}.test.ts`;
}

/** The tests of articles that exist. */
export function articleTests(): string[] {
  return readdirSync(join(ROOT, 'test/articles'))
    .filter((name) => /^art\d\d\.test\.ts$/.test(name))
    .sort()
    .map((name) => `test/articles/${name}`);
}

/** What is wrong between the index, the rules and the tests; empty when every article is accounted for. */
export function articleFaults(
  articles: readonly Article[],
  found: readonly FoundRule[],
  tests: readonly string[],
): string[] {
  const faults: string[] = [];
  const numbers = articles.map((article) => article.number);
  for (let number = 1; number <= 40; number += 1) {
    const times = numbers.filter((each) => each === number).length;
    if (times !== 1) faults.push(`Art. ${number} stands ${times} times in the index`);
  }
  if (numbers.some((number, at) => number < (numbers[at - 1] ?? 0))) faults.push('the index is out of order');
  for (const { number, rules, why, served } of articles) {
    const own = found.filter(({ rule }) => articleOf(rule.code) === number);
    const codes = new Set(own.map(({ rule }) => rule.code as string));
    const tested = tests.includes(testFileOf(number));
    for (const code of rules) if (!codes.has(code)) faults.push(`${code} is indexed and no chapter has it`);
    for (const code of codes) if (!rules.includes(code)) faults.push(`${code} is missing from the index`);
    if (own.length > 0 && !tested) faults.push(`Art. ${number} has rules and no ${testFileOf(number)}`);
    if (own.length > 0 && why)
      faults.push(`Art. ${number} is excused and has rules: the excuse became untrue`);
    if (own.length === 0 && !why) faults.push(`Art. ${number} has no rule and no excuse`);
    if (own.length === 0 && tested && served?.test !== testFileOf(number))
      faults.push(`${testFileOf(number)} tests no rule`);
    for (const path of served ? [served.file, served.test] : [])
      if (!existsSync(join(ROOT, path)))
        faults.push(`Art. ${number} is served by ${path}, which is not there`);
  }
  for (const { name, rule, file } of found) {
    const number = articleOf(rule.code);
    const prefix = `art${String(number).padStart(2, '0')}`;
    const [, from, to] = /\.art(\d\d)(?:-(\d\d))?\.ts$/.exec(file) ?? [];
    if (!name.startsWith(prefix)) faults.push(`${name} in ${file} does not begin with ${prefix}`);
    if (number < Number(from) || number > Number(to ?? from))
      faults.push(`${name} stands in the wrong chapter, ${file}`);
  }
  return faults;
}

const COMMENT_OR_TEXT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g;
const NUMERAL = /(?<![\w$])\d[\d_]*(?:\.\d+)?/g;

/** The figures written into a chapter file other than 0 and 1: they belong into an edition. */
export function figuresIn(source: string): string[] {
  const numerals = source.replace(COMMENT_OR_TEXT, ' ').match(NUMERAL) ?? [];
  return numerals.filter((numeral) => numeral !== '0' && numeral !== '1');
}

/** The rules whose comment does not begin with the article's number in Chinese. */
export function uncitedRules(source: string, rules: readonly FoundRule[]): string[] {
  return rules
    .filter(({ name, rule }) => {
      const before = source.slice(0, source.indexOf(`export const ${name} `));
      const comment = before.slice(before.lastIndexOf('/**'));
      return !comment.includes(citation(articleOf(rule.code), rule.item).zh);
    })
    .map(({ name }) => name);
}

const NATURES: Readonly<Record<Article['nature'], string>> = {
  RULE: '审查规则 rule',
  POSTING: '记账 posting',
  OBLIGATION: '事项 obligation',
  PERMISSION: '权限 permission',
  STRUCTURE: '结构 structure',
  NO_EFFECT: '无 none',
};

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (...cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
const readingsOf = (number: number) =>
  PARAMETER_KEYS.filter((key) => parameter(key).article === number && parameter(key).reading !== null)
    .map((key) => `[${key}](readings.md#${key.toLowerCase()})`)
    .join(', ');

/** `docs/articles.md`: article → rule → file → test → reading. */
export function renderArticles(articles: readonly Article[], found: readonly FoundRule[]): string {
  const lines = [
    '# 条文与实现 Articles and where they stand',
    '',
    '<!-- Generated by test/support/articles-doc.ts; refresh with UPDATE=1 (see test/house/articles.test.ts). -->',
    '',
    '每条规定对应哪条规则、在哪个文件、由哪项测试核对、采用了何种解读。标题为本项目自拟。',
    'Which rule applies each article, where it stands, which test checks it, and which readings it rests on. Titles are ours.',
    '',
    row(
      '条 Article',
      '内容 Subject',
      '性质 Nature',
      '规则 Rules',
      '文件与测试 File and test',
      '解读 Readings',
    ),
    row('---', '---', '---', '---', '---', '---'),
  ];
  for (const { number, titleZh, titleEn, nature, why, served } of articles) {
    const own = found.filter(({ rule }) => articleOf(rule.code) === number);
    const rules = own.map(
      ({ name, rule }) => `\`${rule.code}\` ${STRENGTHS[rule.strength].zh} (\`${name}\`)`,
    );
    const [first] = own;
    const [file, test] = first ? [first.file, testFileOf(number)] : [served?.file, served?.test];
    const places = file ? `[${file.replace(`${REGULATION}/`, '')}](../${file})<br>[${test}](../${test})` : '';
    lines.push(
      row(
        `${citation(number).zh}<br>${citation(number).en}`,
        `${titleZh}<br>${titleEn}`,
        NATURES[nature],
        own.length > 0 ? rules.join('<br>') : why ? `${why.zh}<br>${why.en}` : '',
        places,
        readingsOf(number),
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** `docs/readings.md`: every reading of a silent or vague passage, with the value of the 2021 template. */
export function renderReadings(): string {
  const values = writeEditionValues(BAOTOU_2021.values);
  const lines = [
    '# 对条文的解读 Readings',
    '',
    '<!-- Generated by test/support/articles-doc.ts; refresh with UPDATE=1 (see test/house/articles.test.ts). -->',
    '',
    '条文未写明或写得不够具体之处，本系统如何理解。每一项列在它所说明的政策参数之下，参数值由专项工作协调办公室随政策版本确定；如有异议，请指出名称。',
    'How the software reads what the measures leave open. Each stands under the parameter that it explains, whose value the office sets with the edition; to object, name it.',
    '',
  ];
  for (const key of PARAMETER_KEYS) {
    const { article, zh, en, unit, reading } = parameter(key);
    if (!reading) continue;
    lines.push(
      `## ${key}`,
      '',
      `${citation(article).zh} · ${zh} · ${citation(article).en} · ${en}`,
      '',
      `- ${reading.zh}`,
      `- ${reading.en}`,
      `- 2021: \`${JSON.stringify(values[key])}\` (${unit})`,
      '',
    );
  }
  for (const { name, zh, en } of GENERAL_READINGS) lines.push(`## ${name}`, '', `- ${zh}`, `- ${en}`, '');
  return `${lines.join('\n').trimEnd()}\n`;
}
