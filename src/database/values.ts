// How values cross to PostgreSQL and back. Everything is bound as text, since the driver's own serialisers throw in
// the middle of the protocol on a value they do not like, and then leave the connection waiting for ever.

/** What may be bound. The SQL casts where the type does not follow from the context: `$1::uuid[]`. */
export type Param = string | boolean | null | readonly string[];

/** Most values one statement can bind; the protocol counts them in 16 bits. */
export const MOST_PARAMS = 65_533;

/** The text that is bound for a value. Throws a TypeError for what only a cast could have smuggled in. */
export function encode(value: Param): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (!Array.isArray(value)) throw new TypeError(`cannot bind a ${typeof value}`);
  return `{${value.map(encodeElement).join(',')}}`;
}

function encodeElement(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`cannot bind a list with a ${typeof value}`);
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

/** '2026-04-30 01:02:03.004005+00' becomes '2026-04-30T01:02:03.004Z'; what is not such a moment stays as it is. */
function instantOf(text: string): string {
  if (!text.endsWith('+00') || text[10] !== ' ') return text;
  const milliseconds = text[19] === '.' ? text.slice(20, -3).padEnd(3, '0').slice(0, 3) : '000';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${milliseconds}Z`;
}

const ELEMENT = /"((?:[^"\\]|\\.)*)"|([^,{}"]+)/g;

/** A one-dimensional list as text: '{a,"b,c",NULL}'. */
function listOf(text: string): (string | null)[] {
  return Array.from(text.matchAll(ELEMENT), ([, quoted, plain]) => {
    if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1');
    return plain === undefined || plain === 'NULL' ? null : plain;
  });
}

const asIs = (value: unknown) => value;

/** PostgreSQL's numbers of types, and how each is read; a type that is not here arrives as PostgreSQL writes it. */
export const types = {
  text: { to: 25, from: [25, 1043, 20, 1700, 2950], serialize: asIs, parse: asIs },
  integer: { to: 23, from: [21, 23, 26, 700, 701], serialize: asIs, parse: Number },
  boolean: { to: 16, from: [16], serialize: asIs, parse: (text: string) => text === 't' },
  json: { to: 114, from: [114, 3802], serialize: asIs, parse: (text: string) => JSON.parse(text) as unknown },
  // A date stays text, so that no time zone can shift it.
  date: { to: 1082, from: [1082, 1114], serialize: asIs, parse: asIs },
  moment: { to: 1184, from: [1184], serialize: asIs, parse: instantOf },
  bytes: { to: 17, from: [17], serialize: asIs, parse: asIs },
  // The lists of the types above: text, varchar, bigint, uuid, date.
  list: { to: 1009, from: [1009, 1015, 1016, 2951, 1182], serialize: asIs, parse: listOf },
} as const;
