import type { CorrectionState } from './words.ts';

/** Who of the two sides does it: the one that asked, or the one that is to answer. */
export type CorrectionSide = 'ASKER' | 'ANSWERER';

export type CorrectionStep = 'ACCEPT' | 'EXPLAIN' | 'INSIST' | 'WITHDRAW' | 'SETTLE';

interface CorrectionTransition {
  readonly from: CorrectionState;
  readonly to: CorrectionState;
  readonly step: CorrectionStep;
  readonly by: CorrectionSide;
}

/** Every step of the dialogue about a record (section 12). Nothing leads out of the last three states. */
// biome-ignore format: a table
export const CORRECTION_TRANSITIONS: readonly CorrectionTransition[] = [
  { from: 'ASKED',     to: 'ACCEPTED',  step: 'ACCEPT',   by: 'ANSWERER' },
  { from: 'ASKED',     to: 'EXPLAINED', step: 'EXPLAIN',  by: 'ANSWERER' },
  { from: 'ASKED',     to: 'WITHDRAWN', step: 'WITHDRAW', by: 'ASKER' },
  { from: 'EXPLAINED', to: 'INSISTED',  step: 'INSIST',   by: 'ASKER' },
  { from: 'EXPLAINED', to: 'SETTLED',   step: 'SETTLE',   by: 'ASKER' },
  { from: 'EXPLAINED', to: 'WITHDRAWN', step: 'WITHDRAW', by: 'ASKER' },
  { from: 'INSISTED',  to: 'ACCEPTED',  step: 'ACCEPT',   by: 'ANSWERER' },
  { from: 'INSISTED',  to: 'EXPLAINED', step: 'EXPLAIN',  by: 'ANSWERER' },
  { from: 'INSISTED',  to: 'WITHDRAWN', step: 'WITHDRAW', by: 'ASKER' },
];

/** Where a step leads; null where this state or this side does not allow it. */
export function stateAfterStep(
  from: CorrectionState,
  step: CorrectionStep,
  by: CorrectionSide,
): CorrectionState | null {
  const found = CORRECTION_TRANSITIONS.find((row) => row.from === from && row.step === step && row.by === by);
  return found?.to ?? null;
}

/** True for the states in which one of the two sides is still to say something. */
export function isOpen(state: CorrectionState): boolean {
  return CORRECTION_TRANSITIONS.some(({ from }) => from === state);
}
