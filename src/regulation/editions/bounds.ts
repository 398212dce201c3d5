/**
 * Bounds within which the figures of any edition must lie; beyond them a figure is a slip of the pen. They are no
 * provisions: no rule reads them.
 */
export const BOUNDS = {
  percent: { min: 1, max: 100 },
  days: { min: 0, max: 3660 },
  workingDays: { min: 0, max: 366 },
  months: { min: 1, max: 600 },
  years: { min: 1, max: 50 },
  multiple: { min: 1, max: 1000 },
  count: { min: 0, max: 1000 },
} as const;

/** Weights that share out a whole add up to this many percent. */
export const WHOLE_PERCENT = 100;
