import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/domain/audit.ts';
import type { Edition } from '../../src/regulation/edition.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import { type Judgement, judgedAgain, judgementOf } from '../../src/regulation/judgement.ts';
import * as occasions from '../../src/regulation/occasions.ts';
import { judge, type Rule } from '../../src/regulation/verdict.ts';
import { anyEditionValues, anyFacts } from './any.ts';

const OCCASIONS = Object.entries(occasions as Readonly<Record<string, readonly Rule[]>>);
const read = (kept: Judgement) => JSON.parse(canonical(kept)) as Judgement;

describe('What was judged is judged again', () => {
  it.each(OCCASIONS.filter(([name]) => name !== 'ENACT'))(
    '%s: with the same verdicts under the same edition, whatever the facts',
    (name, rules) => {
      fc.assert(
        fc.property(anyFacts, anyEditionValues, (facts, values) => {
          const edition: Edition = { ...BAOTOU_2021, values };
          const kept = read(judgementOf(rules, facts, edition, []));
          expect(kept.occasion).toBe(name);
          expect(judgedAgain(kept, edition)).toEqual(judge(rules, facts, edition));
        }),
        { numRuns: 20 },
      );
    },
  );

  it('keeps the facts that the rules of the occasion need, and no others', () => {
    const [facts] = fc.sample(anyFacts, 1);
    if (!facts) throw new Error('one was asked for');
    const kept = judgementOf(occasions.REPAY, facts, BAOTOU_2021, []);
    expect(Object.keys(kept.facts as object).sort()).toEqual(['repayment', 'today']);
  });

  it('an edition’s own enactment, and an occasion that is no more, are not judged again', () => {
    const [facts] = fc.sample(anyFacts, 1);
    if (!facts) throw new Error('one was asked for');
    expect(judgedAgain(judgementOf(occasions.ENACT, facts, BAOTOU_2021, []), BAOTOU_2021)).toBeNull();
    const gone = { ...judgementOf(occasions.REPAY, facts, BAOTOU_2021, []), occasion: 'OF_OLD' };
    expect(judgedAgain(gone, BAOTOU_2021)).toBeNull();
  });
});
