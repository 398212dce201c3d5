import { freeze, type Keepable, thaw } from '../domain/frozen.ts';
import type { Edition } from './edition.ts';
import type { Facts } from './facts.ts';
import * as occasions from './occasions.ts';
import { judge, type Rule, type Verdict, type WaiverFact } from './verdict.ts';

/** What was judged once, as it is kept with the act or the refusal: enough to judge it again. */
export interface Judgement {
  /** The name of the occasion, which names the rules. */
  readonly occasion: string;
  /** The number of the edition that was judged by; null where none was in force. */
  readonly edition: string | null;
  /** Frozen: the groups of facts that the rules need, and the business date. */
  readonly facts: unknown;
  readonly waivers: readonly WaiverFact[];
}

const RULES_OF: ReadonlyMap<string, readonly Rule[]> = new Map(
  Object.entries(occasions as Readonly<Record<string, readonly Rule[]>>),
);
const NAME_OF = new Map([...RULES_OF].map(([name, rules]) => [rules, name]));

/** An edition is judged by itself when it is enacted; there is nothing to judge again under another. */
const OF_THE_EDITION_ITSELF = 'ENACT';

/** What is kept of a judgement. Facts that no rule of the occasion needs are left out, and so are waivers of other rules. */
export function judgementOf(
  rules: readonly Rule[],
  facts: Partial<Facts>,
  edition: Edition | null,
  waivers: readonly WaiverFact[],
): Judgement {
  const occasion = NAME_OF.get(rules);
  if (occasion === undefined) throw new Error('a list of rules is judged that is no occasion');
  const groups = [...new Set([...rules.flatMap(({ needs }) => needs), 'today' as const])];
  const codes = rules.map(({ code }): string => code);
  return {
    occasion,
    edition: edition?.number ?? null,
    facts: freeze(Object.fromEntries(groups.map((group) => [group, facts[group]])) as Keepable),
    waivers: waivers.filter(({ ruleCode }) => codes.includes(ruleCode)),
  };
}

/**
 * The verdicts on the same facts under another edition; null where there is none to give: an edition's own enactment, or
 * an occasion that is no more.
 */
export function judgedAgain(kept: Judgement, edition: Edition): Verdict[] | null {
  const rules = RULES_OF.get(kept.occasion);
  if (!rules || kept.occasion === OF_THE_EDITION_ITSELF) return null;
  const facts = thaw(kept.facts as never) as unknown as Facts;
  const askable = rules.filter(({ needs }) => needs.every((group) => facts[group] !== undefined));
  return judge(askable, facts, edition, kept.waivers);
}
