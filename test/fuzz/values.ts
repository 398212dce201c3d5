import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { NOUNS, type Noun } from '../../src/domain/words.ts';
import type { Draw } from './draw.ts';

// Values for whatever the schema takes: of the right kind, at its edges, of a wrong kind, and what is none at all.

/** Letters that are traps somewhere: quotes, wildcards, half a pair, marks of direction, what JSON and SQL end at. */
export const ODD_TEXTS = [
  '',
  ' ',
  '甲',
  'x'.repeat(201),
  '甲\u0000',
  '甲\ud800',
  '\u202e乙',
  `'";--<b>%_\\{$1}`,
  "' or 1=1 --",
  '__proto__',
  'constructor',
  '{{7*7}}',
  '%',
  '\u{1f600}',
  'null',
  '-1',
  '1e309',
  'NaN',
  '..//..',
  '\r\nX: y',
] as const;

const ODD_NUMBERS = [0, -1, 1, 2_147_483_647, -2_147_483_648, 2_147_483_648, 1e21, -0, 0.1, 1e300] as const;

/** Of the right kind, and often at an edge of it. */
const SCALARS: Readonly<Record<string, (draw: Draw) => unknown>> = {
  Yuan: (draw) =>
    draw.one([
      '0.00',
      '0.01',
      '-0.01',
      '1',
      '1000000.00',
      '4000000.00',
      '9999999999999.99',
      '10000000000000',
    ]),
  Date: (draw) =>
    draw.one(['2025-03-10', '2025-03-11', '2024-02-29', '1990-01-01', '2099-12-31', '2025-12-31']),
  DateTime: (draw) =>
    draw.one(['2025-01-01T00:00:00Z', '2025-03-10T08:00:00.123+08:00', '1999-12-31T23:59:59Z']),
  Percent: (draw) => draw.one(['0', '3.45', '-0.000001', '100', '999999.999999']),
  Int: (draw) => draw.one([0, 1, 2, 12, 50, 100, -1, 101, 2_147_483_647, 2025, 2024]),
  Float: (draw) => draw.one([0, 0.5, -1.5, 1e300]),
  Boolean: (draw) => draw.chance(0.5),
  Text: (draw) => draw.one(['说明', '甲\n乙', '甲'.repeat(2_000), 'text']),
  Name: (draw) => draw.one(['某企业', '甲'.repeat(200), 'name']),
  String: (draw) => draw.one(['2025', '150203', 'C33', 'ART23_CONTINUITY', 'https://example.org/']),
  CreditCode: (draw) => makeCreditCode('150203', `MA0F${String(draw.below(10_000)).padStart(4, '0')}`),
  JSON: (draw) => draw.one([null, {}, [], { firmCap: '1.00' }, { a: { b: [1, 'x', null] } }, 'x', 1e300]),
};

const NONSENSE: readonly unknown[] = [null, true, {}, [], [[]], { a: 1 }, ...ODD_NUMBERS, ...ODD_TEXTS];

/** How many levels of inputs within inputs are filled; beyond it only what must be there. */
const DEPTH_MAX = 4;

export interface ValueSource {
  readonly draw: Draw;
  readonly ids: readonly string[];
  /** How often a value is none that the place takes, and how often one that hardly anybody would take, of one. */
  readonly wrong: number;
  readonly odd: number;
}

/** How often an id is of the kind that the place names. */
const FITTING_IDS = 0.9;

/** An id for a place: of the thing that its name says, or of any. */
function idFor({ draw, ids }: ValueSource, place: string): string {
  const noun = place.replace(/Ids?$/, '').replace(/s$/, '');
  const prefix = noun in NOUNS ? `${NOUNS[noun as Noun]}_` : null;
  const fitting = prefix && draw.chance(FITTING_IDS) ? ids.filter((id) => id.startsWith(prefix)) : [];
  return draw.one(fitting.length > 0 ? fitting : ids);
}

const TEXTS: readonly string[] = ['Text', 'Name', 'String', 'ID', 'CreditCode'];

/** A value for a place of an operation; the name of the place tells which ids are meant. */
export function valueFor(source: ValueSource, type: GraphQLInputType, place: string, depth = 0): unknown {
  const { draw, wrong, odd } = source;
  if (draw.chance(wrong)) return draw.one(NONSENSE);
  if (isNonNullType(type)) return valueFor({ ...source, wrong: 0 }, type.ofType, place, depth);
  if (draw.chance(0.05)) return null;
  if (isListType(type)) {
    const count = draw.one([0, 1, 1, 2, 3]);
    return Array.from({ length: count }, () => valueFor(source, type.ofType, place, depth + 1));
  }
  if (isEnumType(type)) return draw.one(type.getValues()).name;
  if (isInputObjectType(type)) {
    const taken = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || (depth < DEPTH_MAX && draw.chance(0.5)),
    );
    const filled = taken.map((field): [string, unknown] => [
      field.name,
      valueFor(source, field.type, field.name, depth + 1),
    ]);
    // Now and then one field less than must be there, or one that nobody knows.
    if (draw.chance(wrong)) filled.splice(draw.below(filled.length + 1), 1);
    if (draw.chance(wrong)) filled.push([draw.one(['unknown', '__proto__', 'id']), 1]);
    return Object.fromEntries(filled);
  }
  if (TEXTS.includes(type.name) && draw.chance(odd)) return draw.one(ODD_TEXTS);
  if (type.name === 'ID') return idFor(source, place);
  const scalar = SCALARS[type.name];
  if (!scalar) throw new Error(`no values to draw for ${type.name}`);
  return scalar(draw);
}
