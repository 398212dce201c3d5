import { Yuan } from '../domain/money.ts';
import {
  BREAKER_MEASURES,
  BREAKER_SCOPES,
  FEE_KINDS,
  PURPOSES,
  SOURCES,
  TENANT_KINDS,
  wordsOf,
} from '../domain/words.ts';
import { PARAMETER_KEYS, PARAMETERS, type ParameterKey } from './catalogue.ts';
import { type EditionValues, WAIVABLE_RULES } from './edition.ts';
import { BOUNDS } from './editions/bounds.ts';

/** What is wrong with one place of an edition's JSON. */
export interface EditionProblem {
  /** "lossShares[0].weight": where it is. */
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}

export type ParsedEdition =
  | { readonly ok: true; readonly values: EditionValues }
  | { readonly ok: false; readonly problems: readonly EditionProblem[] };

/** Reads one place; what it can't read it reports, and then its result is never used. */
type Reader<Value> = (json: unknown, path: string, report: Report) => Value;
type Report = (path: string, zh: string, en: string) => void;
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

const money: Reader<Yuan> = (json, path, report) => {
  if (typeof json === 'string' && Yuan.isYuan(json) && !Yuan.parse(json).isNegative())
    return Yuan.parse(json);
  report(
    path,
    '应为金额文本，如 "8000000.00"，且不为负。',
    'A text of money such as "8000000.00", not below zero.',
  );
  return Yuan.ZERO;
};

/** A whole number within the bounds of the parameter's unit. */
function whole(unit: keyof typeof BOUNDS): Reader<number> {
  const { min, max } = BOUNDS[unit];
  return (json, path, report) => {
    if (typeof json === 'number' && Number.isSafeInteger(json) && json >= min && json <= max) return json;
    report(path, `应为 ${min} 至 ${max} 之间的整数。`, `A whole number from ${min} to ${max}.`);
    return min;
  };
}

/** A weight may be zero: a party that is named and bears nothing. */
const weight: Reader<number> = (json, path, report) =>
  json === 0 ? 0 : whole('percent')(json, path, report);

const flag: Reader<boolean> = (json, path, report) => {
  if (typeof json === 'boolean') return json;
  report(path, '应为 true 或 false。', 'True or false.');
  return false;
};

function oneOf<W extends string>(words: readonly W[]): Reader<W | ''> {
  return (json, path, report) => {
    const found = words.find((word) => word === json);
    if (found !== undefined) return found;
    report(path, `应为下列之一：${words.join('、')}。`, `One of: ${words.join(', ')}.`);
    return '';
  };
}

const partyName: Reader<string> = (json, path, report) => {
  if (typeof json === 'string' && /^[A-Z][A-Z_]*$/.test(json)) return json;
  report(path, '应为大写英文代码，如 POOL。', 'A code in capital letters, such as POOL.');
  return '';
};

/** A list; what `same` gives may not come twice. */
function list<Item>(
  item: Reader<Item>,
  same: (item: Item) => unknown,
  least: 0 | 1,
): Reader<readonly Item[]> {
  return (json, path, report) => {
    if (!Array.isArray(json) || json.length < least) {
      report(
        path,
        least ? '应为至少一项的列表。' : '应为列表。',
        least ? 'A list of at least one item.' : 'A list.',
      );
      return [];
    }
    const items = json.map((each, at) => item(each, `${path}[${at}]`, report));
    if (new Set(items.map(same)).size < items.length)
      report(path, '同一项不得出现两次。', 'Nothing may come twice.');
    return items;
  };
}

/** An object with exactly these keys. */
function shape<Value extends object>(
  fields: { readonly [Key in keyof Value]: Reader<unknown> },
): Reader<Value> {
  const names = Object.keys(fields) as (keyof Value & string)[];
  return (json, path, report) => {
    const given = isObject(json) ? json : {};
    if (!isObject(json)) report(path, '应为对象。', 'An object.');
    const at = (name: string) => (path === '' ? name : `${path}.${name}`);
    for (const name of Object.keys(given))
      if (!Object.hasOwn(fields, name)) report(at(name), '没有这一项。', 'There is no such field.');
    return Object.fromEntries(
      names.map((name) => {
        const value = Object.hasOwn(given, name) ? given[name] : undefined;
        return [name, fields[name](value, at(name), report)];
      }),
    ) as Value;
  };
}

const itself = (item: unknown) => item;
const shares = list(
  shape<{ party: string; weight: number }>({ party: partyName, weight }),
  (share) => share.party,
  1,
);

/** Null, where an edition has no such thing. */
function orNull<Value>(reader: Reader<Value>): Reader<Value | null> {
  return (json, path, report) => (json === null ? null : reader(json, path, report));
}

const consents = list(oneOf(wordsOf(TENANT_KINDS)), itself, 1);

/** Parameters that are no plain amount or whole number; every other one is read by its unit in the catalogue. */
const SPECIAL: { readonly [Key in ParameterKey]?: Reader<unknown> } = {
  allowedPurposes: list(oneOf(wordsOf(PURPOSES)), itself, 1),
  prohibitedFees: list(oneOf(wordsOf(FEE_KINDS)), itself, 0),
  lossShares: shares,
  lossTiers: list(
    shape<{ upTo: Yuan; shares: readonly { party: string; weight: number }[] }>({ upTo: money, shares }),
    (tier) => tier.upTo.toString(),
    0,
  ),
  firstLoss: orNull(
    shape<{ party: string; percentOfLoan: number }>({
      party: partyName,
      percentOfLoan: whole('percent'),
    }),
  ),
  poolShares: list(
    shape<{ source: string; weight: number }>({ source: oneOf(wordsOf(SOURCES)), weight }),
    (share) => share.source,
    1,
  ),
  waiverConsents: shape(Object.fromEntries(WAIVABLE_RULES.map((code) => [code, consents]))),
  rollDueDates: flag,
  breaker: shape({
    measure: oneOf(wordsOf(BREAKER_MEASURES)),
    thresholdPercent: whole('percent'),
    scope: oneOf(wordsOf(BREAKER_SCOPES)),
    warningPercents: list(whole('percent'), itself, 0),
  }),
};

function readerOf(key: ParameterKey): Reader<unknown> {
  const special = SPECIAL[key];
  if (special) return special;
  const { unit } = PARAMETERS[key];
  if (unit === 'yuan') return money;
  if (unit === 'list') throw new Error(`no reader for the parameter ${key}`);
  return whole(unit);
}

const readValues = shape<EditionValues>(
  Object.fromEntries(PARAMETER_KEYS.map((key) => [key, readerOf(key)])) as Record<
    ParameterKey,
    Reader<unknown>
  >,
);

/** Reads the figures of an edition from JSON: all of them, or every place that is wrong. */
export function parseEditionValues(json: unknown): ParsedEdition {
  const problems: EditionProblem[] = [];
  const values = readValues(json, '', (path, zh, en) => problems.push({ path, zh, en }));
  return problems.length === 0 ? { ok: true, values } : { ok: false, problems };
}

function write(value: unknown): Json {
  if (value instanceof Yuan) return value.toString();
  if (Array.isArray(value)) return value.map(write);
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, write(each)]));
  return value as Json;
}

/** The figures of an edition as plain JSON, in the order of the articles; money as text. */
export function writeEditionValues(values: EditionValues): { readonly [key: string]: Json } {
  return Object.fromEntries(PARAMETER_KEYS.map((key) => [key, write(values[key])]));
}
