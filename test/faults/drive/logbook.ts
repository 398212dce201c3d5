import { closeSync, openSync, writeSync } from 'node:fs';
import type { Line } from '../check/told.ts';

type Draft<L> = L extends Line ? Omit<L, 'at'> : never;

/** The log of a run: written as it happens, so that it is there whatever becomes of the run. */
export interface Logbook {
  readonly file: string;
  write(line: Draft<Line>): void;
  close(): void;
}

export function openLogbook(file: string): Logbook {
  const handle = openSync(file, 'w');
  const began = performance.now();
  return {
    file,
    write(line) {
      const at = Math.round((performance.now() - began) * 1_000) / 1_000;
      writeSync(handle, `${JSON.stringify({ ...line, at })}\n`);
    },
    close: () => closeSync(handle),
  };
}
