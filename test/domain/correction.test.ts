import { expect, test } from 'vitest';
import {
  CORRECTION_TRANSITIONS,
  type CorrectionSide,
  type CorrectionStep,
  isOpen,
  stateAfterStep,
} from '../../src/domain/correction.ts';
import { CORRECTION_STATES, wordsOf } from '../../src/domain/words.ts';

const STEPS: readonly CorrectionStep[] = ['ACCEPT', 'EXPLAIN', 'INSIST', 'WITHDRAW', 'SETTLE'];
const SIDES: readonly CorrectionSide[] = ['ASKER', 'ANSWERER'];

/** A, accept; E, explain; I, insist; W, withdraw; S, settle: small where the asker does it. */
// biome-ignore format: a table
test.each([
  ['ASKED',     'w',   'AE'],
  ['EXPLAINED', 'iws', ''],
  ['INSISTED',  'w',   'AE'],
  ['ACCEPTED',  '',    ''],
  ['WITHDRAWN', '',    ''],
  ['SETTLED',   '',    ''],
] as const)('who may do what to a correction that is %s', (state, asker, answerer) => {
  const open = (side: CorrectionSide) =>
    STEPS.filter((step) => stateAfterStep(state, step, side)).map((step) => step.slice(0, 1)).join('');
  expect([open('ASKER').toLowerCase(), open('ANSWERER')]).toEqual([asker, answerer]);
  expect(isOpen(state)).toBe(asker + answerer !== '');
});

test('every state is reached, and from every open one an end', () => {
  const reached = new Set(['ASKED', ...CORRECTION_TRANSITIONS.map(({ to }) => to)]);
  expect([...reached].sort()).toEqual([...wordsOf(CORRECTION_STATES)].sort());
  for (const state of wordsOf(CORRECTION_STATES).filter(isOpen))
    expect(SIDES.some((side) => stateAfterStep(state, 'WITHDRAW', side))).toBe(true);
});
