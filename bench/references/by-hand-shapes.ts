// What the questions answered by hand have in common.

export interface Asked {
  readonly wanted: string;
  /** The row after which a page begins; null for the first. */
  readonly after?: string | null;
}

export interface Known {
  readonly pool: string;
  readonly tenant: string;
  readonly after?: string | null | undefined;
}

/** Rows of one statement; the driver hands whole numbers and truths over as what they are, all else as text. */
export type Rows = readonly (readonly (string | null)[])[];

export interface Statement {
  readonly text: string;
  readonly values: readonly (string | null)[];
}

export interface Question {
  readonly statements: (known: Known) => readonly Statement[];
  readonly shape: (known: Known, ...rows: Rows[]) => unknown;
}

export function yuan(fen: string | null | undefined): string {
  const digits = (fen ?? '0').replace('-', '').padStart(3, '0');
  return `${fen?.startsWith('-') ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export const idOf = (prefix: string, uuid: string | null | undefined) =>
  `${prefix}_${(uuid ?? '').replaceAll('-', '')}`;
