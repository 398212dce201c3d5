import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';

// The programs on the page for a bank's integrator are the very files that the tests run. UPDATE=1 puts them there anew.

const PAGES = ['docs/integration.md', 'docs/integration.zh-CN.md'];
const SHOWN = /<!-- (docs\/examples\/[\w.]+) -->\n\n```(\w+)\n([\s\S]*?)```/g;

/** A page with its programs as they are in their files. */
function withPrograms(page: string, textOf: (path: string) => string): string {
  return page.replace(
    SHOWN,
    (_, path: string, language: string) => `<!-- ${path} -->\n\n\`\`\`${language}\n${textOf(path)}\`\`\``,
  );
}

const textOf = (path: string) => readFileSync(path, 'utf8');
const shownOn = (page: string) => [...page.matchAll(SHOWN)].map(([, path]) => path);

it.each(PAGES)('%s shows the programs that the tests run', (path) => {
  const page = readFileSync(path, 'utf8');
  const right = withPrograms(page, textOf);
  if (process.env.UPDATE) writeFileSync(path, right);
  else expect(page).toBe(right);
  expect(shownOn(right)).toEqual([
    'docs/examples/bank.sh',
    'docs/examples/bank.py',
    'docs/examples/Bank.java',
  ]);
});

it('both pages say the same: the same headings, tables and codes', () => {
  const [english = '', chinese = ''] = PAGES.map((path) =>
    readFileSync(path, 'utf8').replaceAll(/```[\s\S]*?```/g, ''),
  );
  const shape = (page: string) =>
    page.split('\n').map((line) => /^(?:#+|\||- \*\*|\d\.)/.exec(line)?.[0] ?? '');
  expect(shape(chinese).filter(Boolean)).toEqual(shape(english).filter(Boolean));
  const codes = (page: string) => [...page.matchAll(/`([A-Z_]{4,})`/g)].map(([, code]) => code);
  expect(codes(chinese)).toEqual(codes(english));
});

it('finds a program that was changed on one side only', () => {
  const page = '<!-- docs/examples/a.py -->\n\n```python\nprint(1)\n```\n';
  expect(withPrograms(page, () => 'print(1)\n')).toBe(page);
  expect(withPrograms(page, () => 'print(2)\n')).not.toBe(page);
});
