import type { BusinessDate } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import type { Word } from '../domain/words.ts';

/** What a figure counts. */
export type Unit =
  | 'yuan'
  | 'percent'
  | 'days'
  | 'workingDays'
  | 'months'
  | 'years'
  | 'multiple'
  | 'count'
  | 'list'
  | 'date';

/** A figure as data (`text`: money and numbers plain, dates ISO, lists comma-separated) and as people read it. */
export interface Figure {
  readonly unit: Unit;
  readonly text: string;
  readonly zh: string;
  readonly en: string;
}

/** How one kind of figure is written, compared and read back from a waiver's new limit. */
export interface Measure<Value> {
  figure(value: Value): Figure;
  /** Below zero when `a` is less than `b`, zero when equal. */
  compare(a: Value, b: Value): number;
  /** Null for a text that is no such figure. */
  read(text: string): Value | null;
}

export const YUAN: Measure<Yuan> = {
  figure: (value) => ({
    unit: 'yuan',
    text: value.toString(),
    zh: ` ${value.toReadable()} 元`,
    en: `CNY ${value.toReadable()}`,
  }),
  compare: (a, b) => (a.equals(b) ? 0 : a.lessThan(b) ? -1 : 1),
  read: (text) => (Yuan.isYuan(text) ? Yuan.parse(text) : null),
};

const WHOLE_TEXT = /^(0|[1-9]\d*)$/;

function whole(unit: Unit, zh: string, one: string, many: string): Measure<number> {
  return {
    figure: (value) => ({
      unit,
      text: String(value),
      zh: ` ${value} ${zh}`,
      en: `${value} ${value === 1 ? one : many}`,
    }),
    compare: (a, b) => a - b,
    read: (text) => (WHOLE_TEXT.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null),
  };
}

export const DAYS = whole('days', '日', 'day', 'days');
export const WORKING_DAYS = whole('workingDays', '个工作日', 'working day', 'working days');
export const MONTHS = whole('months', '个月', 'month', 'months');
export const YEARS = whole('years', '年', 'year', 'years');
export const COUNT = whole('count', '项', 'item', 'items');
export const TIMES = whole('count', '次', 'time', 'times');
export const LOANS = whole('count', '笔', 'loan', 'loans');

export const DATE: Measure<BusinessDate> = {
  figure: (value) => {
    const [year, month, day] = value.split('-').map(Number);
    return { unit: 'date', text: value, zh: ` ${year} 年 ${month} 月 ${day} 日`, en: value };
  },
  compare: (a, b) => (a === b ? 0 : a < b ? -1 : 1),
  read: () => null,
};

/** A percentage that has already been cut to text. */
export function percentFigure(text: string): Figure {
  return { unit: 'percent', text, zh: ` ${text}%`, en: `${text}%` };
}

/** Words of a vocabulary, in the order given. */
export function wordsFigure<V extends Readonly<Record<string, Word>>>(
  vocabulary: V,
  codes: readonly (keyof V & string)[],
): Figure {
  return {
    unit: 'list',
    text: codes.join(','),
    zh: codes.map((code) => vocabulary[code]?.zh ?? code).join('、'),
    en: codes.map((code) => code.toLowerCase().replaceAll('_', ' ')).join(', '),
  };
}

/** Texts that somebody typed, in the order given. */
export function textsFigure(texts: readonly string[]): Figure {
  return { unit: 'list', text: texts.join(','), zh: texts.join('、'), en: texts.join(', ') };
}
