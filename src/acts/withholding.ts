import { Yuan } from '../domain/money.ts';
import type { Persona } from '../domain/words.ts';
import { type Audience, type Verdict, withhold } from '../regulation/verdict.ts';
import type { Actor } from './actor.ts';

/**
 * Whose figures each persona may read in a verdict (section 2, 10). A bank asking about a firm's loans elsewhere learns
 * the outcome and no figure.
 */
const READABLE: Readonly<Record<Persona, readonly Audience[]>> = {
  OFFICE: ['OWN', 'PUBLIC', 'FIRM', 'FIRM_TOTAL', 'POOL', 'REGION', 'BANK', 'MONEY'],
  DISTRICT: ['OWN', 'PUBLIC', 'FIRM', 'FIRM_TOTAL', 'REGION', 'MONEY'],
  BANK: ['OWN', 'PUBLIC', 'BANK'],
  GUARANTOR: ['OWN', 'PUBLIC'],
  FUND_MANAGER: ['OWN', 'PUBLIC', 'MONEY'],
};

/**
 * The verdicts as this actor may read them. A district reads a firm's loans in all banks while all of them are of its
 * region; where one was made through another region's record of the firm, the figures are withheld.
 */
export function readable(actor: Actor, verdicts: readonly Verdict[], firmIsElsewhere = false): Verdict[] {
  const hidden = actor.persona === 'DISTRICT' && firmIsElsewhere;
  return withhold(
    verdicts,
    (audience) => READABLE[actor.persona].includes(audience) && !(hidden && audience === 'FIRM_TOTAL'),
  );
}

/** Whose figures the limits on lending show: of the pool, a region, a firm in all banks. */
const OF_LIMITS = ['POOL', 'REGION', 'FIRM_TOTAL'] as const satisfies readonly Audience[];

/**
 * True for a reader to whom no limit's figure is withheld. To all others an answer about an amount of their choice tells
 * something of a figure that is not theirs; see docs/decisions/oracles.md.
 */
export function readsEveryLimit({ persona }: Actor): boolean {
  return OF_LIMITS.every((audience) => READABLE[persona].includes(audience));
}

/** The step of hypothetical amounts for readers to whom some limit is withheld; see docs/decisions/oracles.md. */
export const STEP = Yuan.parse('100000.00');

export function isWholeSteps(amount: Yuan): boolean {
  return amount.toFen() % STEP.toFen() === 0n;
}

/** The rules that compare an amount with what is lent already. */
const CAPS: readonly string[] = ['ART09_POOL_LEVERAGE', 'ART13_REGION_LEVERAGE', 'ART22_FIRM_CAP'];

/** Whether a dry run with this amount may be answered: where a cap's figure is withheld, amounts go in steps. */
export function isAnsweredFor(amount: Yuan, verdicts: readonly Verdict[]): boolean {
  return isWholeSteps(amount) || !verdicts.some(({ code, withheld }) => withheld && CAPS.includes(code));
}
