import type { Param } from './connection.ts';

export const PART_ROWS = 1_000;

/** The parts of a list: `ask` reads one that begins after a place. */
export async function* partsOf<R>(
  ask: (after: readonly Param[]) => Promise<unknown[][]>,
  start: readonly Param[],
  read: (row: readonly unknown[]) => R,
  placeOf: (row: R) => readonly Param[],
): AsyncGenerator<R[]> {
  let after = start;
  for (;;) {
    const rows = (await ask(after)).map(read);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (rows.length < PART_ROWS) return;
    after = placeOf(last);
  }
}
