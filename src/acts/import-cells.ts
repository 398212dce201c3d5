import { type BusinessDate, EARLIEST, isBusinessDate, LATEST, plusDays } from '../domain/dates.ts';
import { type CreditCode, type CreditCodeFault, parseCreditCode } from '../domain/enterprise.ts';
import { Yuan } from '../domain/money.ts';
import type { Message } from './failures.ts';

// The cells of an imported row as people write them, read into the types of the house. All that is wrong with a row is
// gathered, column by column, and told at once.

/** What is wrong with a row; the field is the column's, or null for the row as a whole. */
export interface RowError extends Message {
  readonly field: string | null;
}

type Vocabulary = Readonly<Record<string, { readonly zh: string }>>;

/** 2026-04-30, 2026/4/30, 2026.4.30, 2026年4月30日, 20260430. */
const DATE = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/;
/** A day that a sheet counts from the end of 1899, where the cell was not formatted as a date. */
const SERIAL = /^[3-7]\d{4}$/;
const MONEY = /^(-?)[¥￥]?\s*(\d{1,3}(?:,\d{3})+|\d{1,3}(?:，\d{3})+|\d+)(\.\d+)?\s*元?$/;
/** What is left of a long number that a spreadsheet has taken for a quantity. */
const ROUNDED = /^\d(?:\.\d+)?E\+?1\d$|^\d{15}0{3}$/i;
const UNFIT = /(?![\t\n])\p{Cc}|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const CODE_FAULTS: Readonly<Record<CreditCodeFault, Message>> = {
  EMPTY: { zh: '不得为空', en: 'must not be empty' },
  INVALID_LENGTH: { zh: '应为 18 位', en: 'has to have 18 characters' },
  INVALID_CHARACTER: {
    zh: '含有不允许的字符（不含字母 I、O、S、V、Z）',
    en: 'holds a character that no credit code has',
  },
  INVALID_CHECK: {
    zh: '校验位不正确，请核对',
    en: 'has a wrong check character; compare it with the licence',
  },
};

/** The day that a cell means; null for a text that means none. */
export function dateOf(text: string): BusinessDate | null {
  if (SERIAL.test(text)) {
    const day = plusDays('1899-12-30' as BusinessDate, Number(text));
    return day >= EARLIEST && day <= LATEST ? day : null;
  }
  const [, year, month, day, month2, day2] = DATE.exec(text) ?? [];
  if (!year) return null;
  const read = [year, (month ?? month2 ?? '').padStart(2, '0'), (day ?? day2 ?? '').padStart(2, '0')].join(
    '-',
  );
  return isBusinessDate(read) ? read : null;
}

/** The amount that a cell means, with or without commas; null for a text that means none. */
export function moneyOf(text: string): Yuan | null {
  const [, sign, whole, fraction = ''] = MONEY.exec(text) ?? [];
  if (!whole) return null;
  const digits = whole.replaceAll(/[,，]/g, '').replace(/^0+(?=\d)/, '');
  const plain = `${sign}${digits}${fraction.replace(/0+$/, '').replace(/^\.$/, '')}`;
  return Yuan.isYuan(plain) ? Yuan.parse(plain) : null;
}

/** Reads one row, column by column. What cannot be read is noted; the value answered in its place is never used. */
export class RowReader {
  readonly errors: RowError[] = [];

  constructor(
    private readonly texts: Readonly<Record<string, string>>,
    private readonly headingOf: (field: string) => string,
  ) {}

  has(field: string): boolean {
    return this.raw(field) !== '';
  }

  private raw(field: string): string {
    return this.texts[field] ?? '';
  }

  wrong(field: string, zh: string, en: string): void {
    const shown = this.raw(field).slice(0, 60);
    const heading = this.headingOf(field);
    const said = shown === '' ? '' : `“${shown}”`;
    this.errors.push({
      field,
      zh: `“${heading}”${said}${zh}。`,
      en: `${field}${shown === '' ? '' : ` "${shown}"`} ${en}.`,
    });
  }

  private present(field: string): string | null {
    const text = this.raw(field);
    if (text !== '') return text;
    this.wrong(field, '不得为空', 'must not be empty');
    return null;
  }

  /** One line of at most `most` characters. */
  text(field: string, most = 200): string {
    const text = this.present(field);
    if (text === null) return '';
    if (text.length > most)
      this.wrong(field, `不得超过 ${most} 个字符`, `may have ${most} characters at most`);
    else if (UNFIT.test(text) || /[\t\n]/.test(text))
      this.wrong(field, '含有换行或不可见字符', 'holds a line break or invisible characters');
    return text;
  }

  optionalText(field: string, instead: string, most = 2_000): string {
    return this.has(field) ? this.text(field, most) : instead;
  }

  money(field: string): Yuan {
    const text = this.present(field);
    const amount = text === null ? null : moneyOf(text);
    if (text !== null && !amount)
      this.wrong(
        field,
        '不是金额；应为以元为单位、至多两位小数的数，如 4,000,000.00',
        'is no amount; right would be yuan with at most two decimals, such as 4,000,000.00',
      );
    return amount ?? Yuan.ZERO;
  }

  date(field: string): BusinessDate {
    const text = this.present(field);
    const day = text === null ? null : dateOf(text);
    if (text !== null && !day)
      this.wrong(field, '不是日期；应如 2026-04-30', 'is no date; right would be 2026-04-30');
    return day ?? EARLIEST;
  }

  whole(field: string, signed = false): number {
    const text = this.present(field)?.replaceAll(',', '') ?? null;
    const isWhole = text !== null && (signed ? /^-?\d{1,9}$/ : /^\d{1,9}$/).test(text);
    if (text !== null && !isWhole) this.wrong(field, '应为整数', 'has to be a whole number');
    return isWhole ? Number(text) : 0;
  }

  word<W extends string>(
    field: string,
    vocabulary: Readonly<Record<W, { readonly zh: string }>> & Vocabulary,
  ): W {
    const text = this.present(field);
    const words = Object.keys(vocabulary) as W[];
    const found = words.find((word) => word === text?.toUpperCase() || vocabulary[word].zh === text);
    if (text !== null && !found) {
      const zh = words.map((word) => vocabulary[word].zh).join('、');
      this.wrong(field, `应为下列之一：${zh}`, `has to be one of ${words.join(', ')}`);
    }
    return found ?? (words[0] as W);
  }

  creditCode(field: string): CreditCode {
    const text = this.present(field);
    if (text === null) return '' as CreditCode;
    const reading = parseCreditCode(text);
    if (reading.ok) return reading.code;
    if (ROUNDED.test(text))
      this.wrong(
        field,
        '已被 Excel 转为数字而丢失位数；请将该列设为“文本”格式后重新填写',
        'was turned into a number by Excel and has lost digits; format the column as text and enter the code again',
      );
    else this.wrong(field, CODE_FAULTS[reading.reason].zh, CODE_FAULTS[reading.reason].en);
    return '' as CreditCode;
  }
}
