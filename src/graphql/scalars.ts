import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { type BusinessDate, isBusinessDate } from '../domain/dates.ts';
import { type CreditCode, parseCreditCode } from '../domain/enterprise.ts';
import { Yuan } from '../domain/money.ts';
import { BadValue } from './errors.ts';

// The border: what a client sends is read once, here, and trusted inside. Each scalar takes strings only; a number
// would have been a binary float before we see it.

interface Border<T> {
  readonly name: string;
  readonly description: string;
  /** Null for a text that is no such value. */
  readonly read: (text: string) => T | null;
  readonly write: (value: T) => string;
  readonly wanted: { readonly zh: string; readonly en: string };
}

function bordered<T>({ name, description, read, write, wanted }: Border<T>): GraphQLScalarType<T, string> {
  const parse = (given: unknown): T => {
    const value = typeof given === 'string' ? read(given) : null;
    if (value === null) throw new BadValue(wanted);
    return value;
  };
  return new GraphQLScalarType<T, string>({
    name,
    description,
    serialize: (value) => write(value as T),
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : null),
  });
}

export const YuanScalar = bordered<Yuan>({
  name: 'Yuan',
  description:
    '金额（元）。Money in yuan, exact to the fen, as a string with two decimals: "4000000.00". Input takes at most two decimals, no exponent, no separators, no sign except a leading minus where a field says so; a JSON number is refused, since it would be a binary float.',
  read: (text) => (Yuan.isYuan(text) ? Yuan.parse(text) : null),
  write: (amount) => amount.toString(),
  wanted: {
    zh: '金额应为字符串，单位元，最多两位小数，如 "4000000.00"；不得为数字、科学计数法或带分隔符。',
    en: 'Money is a string in yuan with at most two decimals, such as "4000000.00"; no number, exponent or separators.',
  },
});

export const DateScalar = bordered<BusinessDate>({
  name: 'Date',
  description:
    '日期（北京时间）。A calendar date in Asia/Shanghai as "2026-04-30"; never shifted by a time zone. Dates from 1990-01-01 to 2099-12-31 are accepted.',
  read: (text) => (isBusinessDate(text) ? text : null),
  write: (date) => date,
  wanted: {
    zh: '日期应为真实存在的日历日，格式为 YYYY-MM-DD，范围 1990-01-01 至 2099-12-31。',
    en: 'A date is a real calendar day as YYYY-MM-DD, from 1990-01-01 to 2099-12-31.',
  },
});

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;

function readMoment(text: string): string | null {
  if (!MOMENT.test(text) || !isBusinessDate(text.slice(0, 10))) return null;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

export const DateTimeScalar = bordered<string>({
  name: 'DateTime',
  description:
    '时刻（协调世界时）。A moment as ISO 8601 in UTC with milliseconds: "2026-04-30T01:02:03.004Z". Input may carry another offset.',
  read: readMoment,
  // The database writes a moment in its own way.
  write: (moment) => new Date(moment).toISOString(),
  wanted: {
    zh: '时刻应为 ISO 8601 格式并带时区，如 "2026-04-30T01:02:03Z"。',
    en: 'A moment is ISO 8601 with an offset, such as "2026-04-30T01:02:03Z".',
  },
});

const PERCENT = /^-?(0|[1-9]\d{0,5})(\.\d{1,6})?$/;

export const PercentScalar = bordered<string>({
  name: 'Percent',
  description:
    '百分数。A percentage as a string without the sign: "3.45" means 3.45 %. Ratios are cut, not rounded, so that none looks as if it had reached a line that it has not.',
  read: (text) => (PERCENT.test(text) ? text : null),
  write: (percent) => percent,
  wanted: {
    zh: '百分数应为字符串，不带百分号，最多六位小数，如 "3.45"。',
    en: 'A percentage is a string without the sign and with at most six decimals, such as "3.45".',
  },
});

/**
 * Controls, invisible and direction-changing characters, and halves of surrogate pairs: they are stored badly, hide what
 * a person reads, or break a hash. A line feed and a tab are text.
 */
const UNFIT = /(?![\t\n])\p{Cc}|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const BREAKS = /[\t\n]/;

function readText(most: number, oneLine: boolean): (text: string) => string | null {
  return (text) => {
    // The cut keeps a huge text from being normalised before it is refused.
    if (text.length > most * 4) return null;
    const normal = text.replaceAll('\r\n', '\n').normalize('NFC').trim();
    if (normal === '' || normal.length > most || UNFIT.test(normal)) return null;
    if (oneLine && BREAKS.test(normal)) return null;
    return normal;
  };
}

const TEXT_MOST = 2000;
const NAME_MOST = 200;

export const TextScalar = bordered<string>({
  name: 'Text',
  description:
    '文字说明。A text that people wrote: 1 to 2,000 characters after trimming, stored in Unicode normal form C. Control, zero-width and direction-changing characters are refused.',
  read: readText(TEXT_MOST, false),
  write: (text) => text,
  wanted: {
    zh: `文字应为 1 至 ${TEXT_MOST} 个字符，不得含控制字符、零宽字符或改变文字方向的字符。`,
    en: `A text has 1 to ${TEXT_MOST} characters, without control, zero-width or direction-changing ones.`,
  },
});

export const NameScalar = bordered<string>({
  name: 'Name',
  description:
    '名称或编号。A name, number or code on one line: 1 to 200 characters after trimming, stored in Unicode normal form C. Control, zero-width and direction-changing characters are refused.',
  read: readText(NAME_MOST, true),
  write: (text) => text,
  wanted: {
    zh: `名称应为一行、1 至 ${NAME_MOST} 个字符，不得含控制字符、零宽字符或改变文字方向的字符。`,
    en: `A name is one line of 1 to ${NAME_MOST} characters, without control, zero-width or direction-changing ones.`,
  },
});

const CREDIT_CODE_WANTED = {
  zh: '统一社会信用代码应为 18 位，校验位须正确，且不含字母 I、O、S、V、Z。',
  en: 'A unified social credit code has 18 characters with a correct check character, and no I, O, S, V or Z',
};

export const CreditCodeScalar = bordered<CreditCode>({
  name: 'CreditCode',
  description:
    '统一社会信用代码。A unified social credit code (GB 32100): 18 characters, the last of which checks the others. Lower case and spaces around it are mended on input.',
  read: (text) => {
    const reading = parseCreditCode(text);
    return reading.ok ? reading.code : null;
  },
  write: (code) => code,
  wanted: CREDIT_CODE_WANTED,
});

/** A literal of the document as the value that JSON would have given. */
function jsonOf(node: ValueNode, variables: Readonly<Record<string, unknown>> | null | undefined): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, jsonOf(value, variables)]));
    case Kind.LIST:
      return node.values.map((value) => jsonOf(value, variables));
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
    case Kind.INT:
      return Number.parseInt(node.value, 10);
    case Kind.VARIABLE:
      return variables?.[node.name.value];
    case Kind.NULL:
      return null;
    default:
      throw new BadValue({
        zh: '金额须为字符串，数字须为整数。',
        en: 'Numbers are whole; money is a string.',
      });
  }
}

export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description:
    '结构化数据。A JSON value whose shape its field describes; money in it is a string, other numbers are whole.',
  parseValue: (given: unknown) => given,
  parseLiteral: jsonOf,
});
