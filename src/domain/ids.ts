import { type Id, NOUNS, type Noun } from './words.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HEX32 = /^[0-9a-f]{32}$/;
const nounByPrefix = new Map(Object.entries(NOUNS).map(([noun, prefix]) => [prefix as string, noun as Noun]));

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The opaque text of an id on the wire: "ln_0197…". */
export function writeId<N extends Noun>(noun: N, id: Id<N>): string {
  return `${NOUNS[noun]}_${id.replaceAll('-', '')}`;
}

/** Reads the opaque text of any kind of thing; null for a text that no id of ours looks like. */
export function readAnyId(text: string): { noun: Noun; id: string } | null {
  const noun = nounByPrefix.get(text.slice(0, 2));
  const hex = text.slice(3);
  if (!noun || text[2] !== '_' || !HEX32.test(hex)) return null;
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  );
  return { noun, id };
}

/** Reads the opaque text of one kind of thing; null for anything else, so that it is treated as unknown. */
export function readId<N extends Noun>(noun: N, text: string): Id<N> | null {
  const found = readAnyId(text);
  return found && found.noun === noun ? (found.id as Id<N>) : null;
}
