import type { CheckCode } from '../acts/verify.ts';
import { NOUNS, type Noun } from '../domain/words.ts';

// What the statements of `verify` are made of. $1 is the pool.

/** A statement that answers where something does not hold: the row, what it has, and what the records give. */
export interface RowCheck {
  readonly code: CheckCode;
  /** The figures are fen. */
  readonly money?: boolean;
  readonly text: string;
}

/** The opaque id of a row, as it goes over the wire. */
export const wire = (noun: Noun, column: string) => `'${NOUNS[noun]}_' || replace(${column}::text, '-', '')`;
export const loanName = `l.number || ' ' || ${wire('loan', 'l.id')}`;
export const yuanOf = (json: string) =>
  `coalesce((select sum((p ->> 'amount')::numeric * 100) from jsonb_array_elements(${json}) p), 0)::bigint`;

/** Entries that stand: not reversals, and not reversed. */
export const STANDING = `select e.* from entry e where e.pool_id = $1 and e.kind <> 'REVERSAL'
  and not exists (select 1 from entry r where r.pool_id = e.pool_id and r.reverses_id = e.id)`;

/** What the entries that stand have brought to funds, summed by a column of the entry. */
export const received = (
  column: string,
  ...kinds: string[]
) => `(select e.${column} as id, -sum(n.amount) as amount from (${STANDING}) e
  join line n on n.pool_id = e.pool_id and n.entry_id = e.id and n.code like 'fund:%'
  where e.kind in (${kinds.map((kind) => `'${kind}'`).join(', ')}) and e.${column} is not null group by e.${column})`;

export const lineOf = (entry: string, code: string) =>
  `coalesce((select sum(n.amount) from line n where n.pool_id = $1 and n.entry_id = ${entry} and n.code = ${code}), 0)`;

export const figures = (of: string, names: readonly string[]) =>
  names.map((name) => `'${name}=' || coalesce(${of}.${name}, 0)`).join(` || ' ' || `);
export const differ = (names: readonly string[]) =>
  names.map((name) => `coalesce(k.${name}, 0) <> coalesce(s.${name}, 0)`).join(' or ');
export const pair = (...parts: [name: string, kept: string][]) =>
  parts.map(([name, kept]) => `'${name}=' || ${kept}`).join(` || ' ' || `);
