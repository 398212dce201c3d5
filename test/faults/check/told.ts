import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

// The log of a run: what clients sent, when, and what they were told. One JSON object a line. Moments are milliseconds of
// the run's own clock, by which they come in the order of the lines.

/** A tenant of a pool, as its people sign in. */
export interface Party {
  readonly pool: string;
  readonly tenant: string;
  readonly kind: 'OFFICE' | 'DISTRICT' | 'BANK' | 'GUARANTOR' | 'FUND_MANAGER';
}

/** An attempt at an act is sent. Several attempts with one key are one request. */
export interface Sent {
  readonly line: 'SENT';
  readonly at: number;
  readonly attempt: number;
  readonly key: string;
  readonly pool: string;
  readonly tenant: string;
  readonly act: string;
  readonly input: unknown;
  readonly process: string;
}

/**
 * What came back: DONE, REFUSED, LOST (no answer, or half of one), or the code of an error. `undone`: the answer says for
 * certain that this attempt did nothing.
 */
export interface Told {
  readonly line: 'TOLD';
  readonly at: number;
  readonly attempt: number;
  readonly key: string;
  readonly end: string;
  readonly undone: boolean;
  readonly replayed: boolean | null;
  /** The opaque id of the thing that was made or changed, as the answer has it. */
  readonly subject: string | null;
  readonly message: string | null;
}

/** A page of a tenant's feed of events. */
export interface Fed {
  readonly line: 'FED';
  readonly at: number;
  readonly tenant: string;
  readonly pool: string;
  /** Opaque ids in the order in which they came. */
  readonly events: readonly string[];
}

/** A webhook that was made: from then on its tenant's events are to arrive. */
export interface Hooked {
  readonly line: 'HOOKED';
  readonly at: number;
  readonly pool: string;
  readonly tenant: string;
  readonly webhook: string;
}

/** A message that a receiver got. `taken`: it said so; else it failed on purpose. */
export interface Hook {
  readonly line: 'HOOK';
  readonly at: number;
  readonly pool: string;
  readonly tenant: string;
  readonly message: string;
  readonly event: string;
  readonly subject: string;
  readonly signed: boolean;
  readonly taken: boolean;
}

/** A fault that was made, or what came of it. */
export interface Struck {
  readonly line: 'STRUCK';
  readonly at: number;
  readonly fault: string;
  readonly note: string;
}

/** Who takes part. */
export interface Cast {
  readonly line: 'CAST';
  readonly at: number;
  readonly seed: number;
  readonly parties: readonly Party[];
}

export type Line = Sent | Told | Fed | Hooked | Hook | Struck | Cast;

/** Reads a log back. */
export async function readLog(file: string): Promise<Line[]> {
  const lines: Line[] = [];
  const reader = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const text of reader) if (text !== '') lines.push(JSON.parse(text) as Line);
  return lines;
}
