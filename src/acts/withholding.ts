import type { Persona } from '../domain/words.ts';
import { type Audience, type Verdict, withhold } from '../regulation/verdict.ts';
import type { Actor } from './actor.ts';

/**
 * Whose figures each persona may read in a verdict (section 2, 10). A bank asking about a firm's loans elsewhere learns
 * the outcome and no figure.
 */
const READABLE: Readonly<Record<Persona, readonly Audience[]>> = {
  OFFICE: ['OWN', 'PUBLIC', 'FIRM', 'POOL', 'REGION', 'BANK'],
  DISTRICT: ['OWN', 'PUBLIC', 'FIRM', 'REGION'],
  BANK: ['OWN', 'PUBLIC', 'BANK'],
  GUARANTOR: ['OWN', 'PUBLIC'],
  FUND_MANAGER: ['OWN', 'PUBLIC', 'POOL', 'REGION', 'BANK'],
};

/** The verdicts as this actor may read them. */
export function readable(actor: Actor, verdicts: readonly Verdict[]): Verdict[] {
  return withhold(verdicts, (audience) => READABLE[actor.persona].includes(audience));
}
