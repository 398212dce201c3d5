import { expect, test } from 'vitest';
import type { Word } from '../../src/domain/words.ts';
import { say } from '../../src/regulation/messages.ts';
import { findRules } from '../support/articles-doc.ts';

// A text of a rule is read by officials with its figures and, where they are withheld, without them.

/** What a sentence is left with when a figure in it falls away and the words around it stay. */
const TORN = [
  /在内/,
  /后内/,
  /于内/,
  /每走访/,
  /至方/,
  /为，/,
  /[，：；]$/,
  /^，/,
  /\s{2}|\s[,.;:]/,
  /\bbefore its last\b/,
];

const rules = await findRules();
const texts = rules.flatMap(({ rule }) =>
  Object.entries(rule.texts as Record<string, Word>).map(
    ([outcome, text]) => [rule.code, outcome, text] as const,
  ),
);

test.each(texts)('%s, %s: reads on without its figures', (_code, _outcome, text) => {
  const { zh, en } = say(text, { limit: null, actual: null });
  for (const sentence of [zh, en]) for (const tear of TORN) expect(sentence).not.toMatch(tear);
});
