import { Yuan } from './money.ts';

// Facts as they are kept in a record, so that they can be judged again to the fen: money is tagged, everything else
// is what JSON can hold.

/** The tag of an amount of money: a text of digits alone would be read back as a text. */
const MONEY = '¥';

/** A value that can be kept: JSON, and money in it. Undefined fields are left out. */
export type Keepable =
  | null
  | boolean
  | number
  | string
  | Yuan
  | readonly Keepable[]
  | { readonly [key: string]: Keepable | undefined };

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The same value as plain JSON. */
export function freeze(value: Keepable): Json {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Yuan) return { [MONEY]: value.toString() };
  if (Array.isArray(value)) return value.map(freeze);
  const pairs = Object.entries(value as Readonly<Record<string, Keepable | undefined>>);
  if (pairs.some(([key]) => key === MONEY))
    throw new RangeError(`no field is named ${MONEY}: it means money`);
  return Object.fromEntries(
    pairs.flatMap(([key, inner]) => (inner === undefined ? [] : [[key, freeze(inner)]])),
  );
}

/** The value that was frozen. */
export function thaw(json: Json): Keepable {
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map(thaw);
  const pairs = Object.entries(json as Readonly<Record<string, Json>>);
  const [first] = pairs;
  if (pairs.length === 1 && first?.[0] === MONEY) return Yuan.parse(String(first[1]));
  return Object.fromEntries(pairs.map(([key, inner]) => [key, thaw(inner)]));
}
