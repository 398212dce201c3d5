import { type GraphQLSchema, getNamedType, isLeafType, isObjectType } from 'graphql';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import type { Noun } from '../../src/domain/words.ts';
import { type Foreign, type ForeignId, yuanOf } from './attack-foreign.ts';
import { type Leaf, type Place, selectionOf } from './attack-paths.ts';
import type { Attacker } from './attack-world.ts';
import { unknownId } from './dummies.ts';
import type { Walled, Way, Worded } from './walls.ts';

// One attack: a value that names a foreign thing stands where a value may stand, beside one that names nothing. Both
// must be answered alike to the byte, and neither answer may hold anything foreign.

/** What was wrong, in words for whoever has to look into it. */
export type Finding = string;

interface Value {
  readonly value: string;
  /** Name nothing, and are otherwise the same. */
  readonly unknown: readonly string[];
  /** False: the thing may be known of, so that only what is told of it is looked at. */
  readonly alike: boolean;
  /** Two that name nothing: where even these are answered differently, the answer follows from the number asked with. */
  readonly steady: readonly [string, string] | null;
}

const NOWHERE = '查无此名的事项';
const NO_CURSOR = 'nonsense';
/** How many values of a sort are tried at the top (of texts, one of every column), and further down where the same filters stand again. */
const MOST = { top: { ids: 4, texts: 1000, amounts: 16 }, below: { ids: 1, texts: 8, amounts: 4 } } as const;
const ALIASES_MAX = 60;

/** The document that asks a field many times over, each time with another value in one place. */
export function documentOf(
  schema: GraphQLSchema,
  { path, field, operation }: Place,
  leaf: Leaf,
  count: number,
  depth: number,
): string {
  const named = getNamedType(field.type);
  const selected = isLeafType(named) ? '' : ` ...F`;
  const fragment = isLeafType(named)
    ? ''
    : `fragment F on ${named.name} ${selectionOf(schema, named, depth)}`;
  const each = Array.from({ length: count }, (_, at) => {
    const inner = selected === '' ? '' : ` {${selected} }`;
    return `a${at}: ${field.name}${leaf.written(`$v${at}`)}${inner}`;
  });
  const type = leaf.scalar;
  const variables = each.map((_, at) => `$v${at}: ${type}!`).join(', ');
  const open = path.map((step) => `${step} {`).join(' ');
  return `${operation} (${variables}) { ${open} ${each.join(' ')} ${'}'.repeat(path.length)} } ${fragment}`;
}

/** What was answered under one alias, wherever in the answer it stands, and the errors on the way to it. */
export function answerUnder({ data, errors }: Worded, alias: string): string {
  const found: unknown[] = [];
  const walk = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    if (Array.isArray(value)) {
      for (const one of value) walk(one);
      return;
    }
    for (const [name, inner] of Object.entries(value)) {
      if (name === alias) found.push(inner);
      else if (!/^a\d+$/.test(name)) walk(inner);
    }
  };
  walk(data);
  const told = errors
    .filter(({ path }) => !path || path.includes(alias))
    .map(({ message, path, extensions }) => ({
      message,
      extensions,
      path: path?.map((step) => (step === alias ? 'a' : step)),
    }));
  return JSON.stringify({ found, told });
}

/** An answer without the value that was asked with, in whatever form it is said back. */
export function without(answer: string, value: string): string {
  const spoken = value.replace(/\B(?=(\d{3})+(?!\d)\.)/g, ',');
  const quoted = JSON.stringify(value).slice(1, -1);
  return answer.replaceAll(quoted, '…').replaceAll(spoken, '…');
}

const fenAway = (amount: string, fen: bigint): string =>
  yuanOf(Number(BigInt(amount.replace('.', '')) + fen));

export interface Attack {
  readonly schema: GraphQLSchema;
  readonly walls: Walled;
  readonly way: Way;
  readonly attacker: Attacker;
  readonly foreign: Foreign;
  /** The nouns whose ids mean something in a place, as the pools' own offices find. */
  readonly nounsIn: ReadonlyMap<string, ReadonlySet<Noun>>;
  /** Cursors of foreign lists, by the place's name. */
  readonly cursors: ReadonlyMap<string, readonly string[]>;
}

export const keyOf = (place: Place, leaf: Leaf): string => `${place.name}(${leaf.name})`;

/** Some of each noun that counts in a place, one of each other. */
function idsFor({ foreign, nounsIn }: Attack, place: Place, leaf: Leaf): ForeignId[] {
  const counting = nounsIn.get(keyOf(place, leaf));
  const most = mostOf(place);
  // Where an id means nothing of a kind, one of each kind shows that it means nothing.
  const others = place.operation === 'query' && place.path.length === 0 ? 1 : 0;
  const taken = new Map<string, number>();
  // From both ends: the first of a kind is as good as the last made one.
  const spread = foreign.ids.flatMap((_, at, all) => {
    const one = at % 2 === 0 ? all[at / 2] : all[all.length - 1 - (at - 1) / 2];
    return one ? [one] : [];
  });
  return spread.filter(({ noun, relation, known }) => {
    const kind = `${noun} ${relation} ${known}`;
    const count = (taken.get(kind) ?? 0) + 1;
    taken.set(kind, count);
    return count <= (counting?.has(noun) ? most.ids : others);
  });
}

/** The values to attack a place with, each beside the one that names nothing. */
export function valuesFor(attack: Attack, place: Place, leaf: Leaf): Value[] {
  const { foreign, cursors } = attack;
  const most = mostOf(place);
  const some = <T>(all: readonly T[], count: number): T[] =>
    all.filter((_, at) => at % Math.ceil(all.length / count) === 0);
  const named = (value: string, unknown: string): Value => ({
    value,
    unknown: [unknown],
    alike: true,
    steady: null,
  });
  switch (leaf.scalar) {
    case 'ID':
      return idsFor(attack, place, leaf).map(({ wire, noun, known }) => ({
        ...named(wire, unknownId(noun)),
        alike: !known,
      }));
    case 'String':
      return (cursors.get(place.name) ?? []).map((value) => named(value, NO_CURSOR));
    case 'Yuan':
      // A list that has the amount in it changes at it, to one side or the other.
      return some(foreign.amounts, most.amounts).map((value) => {
        const [above, below, further] = [fenAway(value, 1n), fenAway(value, -1n), fenAway(value, 2n)];
        return { value, unknown: [above, below], alike: true, steady: [above, further] };
      });
    case 'CreditCode':
      return foreign.texts
        .filter((text) => /^91[0-9A-Z]{16}$/.test(text))
        .map((value) => named(value, makeCreditCode('150203', 'ZZZZ9999')));
    default:
      return some([...foreign.textOfColumn.values()], most.texts).map((value) => named(value, NOWHERE));
  }
}

const mostOf = ({ path }: Place) => (path.length === 0 ? MOST.top : MOST.below);

/** What is answered to each of some values in one place; by one document if none of them spoils the others' answers. */
async function answersTo(
  { schema, walls, way, attacker }: Pick<Attack, 'schema' | 'walls' | 'way' | 'attacker'>,
  place: Place,
  leaf: Leaf,
  values: readonly string[],
  depth: number,
): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  const ask = async (some: readonly string[]): Promise<void> => {
    const document = documentOf(schema, place, leaf, some.length, depth);
    const variables = Object.fromEntries(some.map((value, at) => [`v${at}`, value]));
    const answer = await walls.answer(way, attacker.actor, document, variables);
    // A field that may not be null takes its neighbours with it when it fails.
    if (some.length > 1 && answer.errors.length > 0) {
      for (const one of some) await ask([one]);
      return;
    }
    for (const [at, value] of some.entries())
      answers.set(value, without(answerUnder(answer, `a${at}`), value));
  };
  const all = [...new Set(values)];
  for (let from = 0; from < all.length; from += ALIASES_MAX) await ask(all.slice(from, from + ALIASES_MAX));
  return answers;
}

/** Attacks one place with every value there is for it. */
export async function attackLeaf(
  attack: Attack,
  place: Place,
  leaf: Leaf,
  depth: number,
): Promise<{ readonly tried: number; readonly findings: readonly Finding[] }> {
  const { way, attacker, foreign } = attack;
  const values = valuesFor(attack, place, leaf);
  const asked = values.flatMap(({ value, unknown, steady }) => [value, ...unknown, ...(steady ?? [])]);
  const answers = await answersTo(attack, place, leaf, asked, depth);
  const findings: Finding[] = [];
  for (const { value, unknown, alike, steady } of values) {
    const where = `${attacker.name}, ${way}: ${keyOf(place, leaf)} = ${value}`;
    const answer = answers.get(value) ?? '';
    for (const trespass of foreign.trespasses(answer)) findings.push(`${where} tells ${trespass}`);
    if (answer.includes('"INTERNAL"')) findings.push(`${where} meets a defect`);
    if (!alike || (steady && answers.get(steady[0]) !== answers.get(steady[1]))) continue;
    for (const nothing of unknown) {
      const wanted = answers.get(nothing) ?? '';
      if (answer !== wanted)
        findings.push(`${where} is answered ${cut(answer)} and ${nothing} is answered ${cut(wanted)}`);
    }
  }
  return { tried: values.length, findings };
}

const cut = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

/** For each place of an id, the nouns of which an own one is answered otherwise than an unknown one. */
export async function nounsFor(
  attack: Pick<Attack, 'schema' | 'walls' | 'way' | 'attacker'>,
  places: readonly Place[],
  own: ReadonlyMap<Noun, readonly string[]>,
): Promise<Map<string, Set<Noun>>> {
  const counting = new Map<string, Set<Noun>>();
  for (const place of places)
    for (const leaf of place.leaves) {
      if (leaf.scalar !== 'ID') continue;
      const asked = [...own].flatMap(([noun, ids]) => [unknownId(noun), ...ids]);
      const answers = await answersTo(attack, place, leaf, asked, isUncounted(place) ? 1 : 0);
      const counts = ([noun, ids]: [Noun, readonly string[]]): boolean =>
        ids.some((id) => answers.get(id) !== answers.get(unknownId(noun)));
      counting.set(keyOf(place, leaf), new Set([...own].filter(counts).map(([noun]) => noun)));
    }
  return counting;
}

/** A list that tells how many it holds only by holding them. */
function isUncounted({ field }: Place): boolean {
  const type = getNamedType(field.type);
  return (
    isObjectType(type) && type.getFields().nodes !== undefined && type.getFields().totalCount === undefined
  );
}

/** The cursors that a reader is given in each list, to be tried by somebody else. */
export async function cursorsOf({
  walls,
  actor,
  places,
}: {
  readonly walls: Walled;
  readonly actor: Attacker['actor'];
  readonly places: readonly Place[];
}): Promise<Map<string, string[]>> {
  const cursors = new Map<string, string[]>();
  for (const { name, path, field } of places) {
    const type = getNamedType(field.type);
    if (!isObjectType(type) || !type.getFields().pageInfo || path.length > 0) continue;
    const answer = await walls.answer(
      'both walls',
      actor,
      `{ ${field.name}(first: 1) { pageInfo { endCursor } } }`,
    );
    const found = JSON.stringify(answer.data).match(/(?<="endCursor":")[^"]+/g) ?? [];
    cursors.set(name, found);
  }
  return cursors;
}
