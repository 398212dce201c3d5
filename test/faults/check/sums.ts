import { createHash } from 'node:crypto';

// The checker's own arithmetic and its own reading of what is published: nothing here comes from the product.

/** Fen of an amount in yuan as the product writes it, "4000000.00". */
export function fenOf(text: unknown): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(text));
  if (!match) throw new Error(`not an amount: ${String(text)}`);
  const fen = BigInt(match[2] ?? '0') * 100n + BigInt((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -fen : fen;
}

export const yuanOf = (fen: bigint): string => {
  const whole = fen < 0n ? -fen : fen;
  return `${fen < 0n ? '-' : ''}${whole / 100n}.${String(whole % 100n).padStart(2, '0')}`;
};

export const sumOf = (amounts: Iterable<bigint>): bigint => {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
};

/** Parts by weight that sum to the whole: what is left over goes to the largest remainders, among equals to the earlier. */
export function shared(amount: bigint, weights: readonly bigint[]): bigint[] {
  const all = sumOf(weights);
  const parts = weights.map((weight) => (amount * weight) / all);
  const byRemainder = weights
    .map((weight, at) => ({ at, left: (amount * weight) % all }))
    .sort((a, b) => (a.left === b.left ? a.at - b.at : a.left > b.left ? -1 : 1));
  let short = amount - sumOf(parts);
  for (const { at } of byRemainder) {
    if (short === 0n) break;
    parts[at] = (parts[at] ?? 0n) + 1n;
    short -= 1n;
  }
  return parts;
}

/** What falls to each when `next` comes on top of `before`, by the split of the sum. */
export function sharedNext(before: bigint, next: bigint, weights: readonly bigint[]): bigint[] {
  const earlier = shared(before, weights);
  return shared(before + next, weights).map((part, at) => part - (earlier[at] ?? 0n));
}

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** JSON with sorted keys and nothing left out but what is undefined: what the fingerprint of a request is taken over. */
export function canonical(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

/** An input without what it leaves open. */
export function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, said(inner)]])),
  );
}

/** The opaque id of a row on the wire. */
export const wireId = (prefix: string, id: string): string => `${prefix}_${id.replaceAll('-', '')}`;

/** A list by a key, each key with all that have it. */
export function grouped<T>(list: Iterable<T>, keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
