import { type BusinessDate, EARLIEST, isBusinessDate, yearOf } from '../domain/dates.ts';
import { writeId } from '../domain/ids.ts';
import type { Id, Persona } from '../domain/words.ts';
import { yearSpan } from '../domain/year.ts';
import type { Actor } from './actor.ts';
import { invalid, type Message } from './failures.ts';
import type { Period } from './report-reads.ts';

// The papers that leave the office: which there are, who may have them, and where they are fetched. What stands in them
// is read under the reader’s own eyes; this table only keeps a paper from whom it would be empty for.

export const REPORT_PARAMETERS = {
  PERIOD: { zh: '期间（from、to）', en: 'Two days, both included: `from` and `to`.' },
  DAY: { zh: '截至日（on）', en: 'One day: `on`.' },
  YEAR: { zh: '年度（year）', en: 'A calendar year: `year`.' },
  NONE: { zh: '无', en: 'None: as things stand today.' },
} as const;
export type ReportParameters = keyof typeof REPORT_PARAMETERS;

export interface ReportSpec {
  readonly name: string;
  readonly title: Message;
  readonly summary: Message;
  readonly parameters: ReportParameters;
  readonly readers: readonly Persona[];
}

const EVERYBODY = ['OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER'] as const;
const LEDGER_READERS = ['OFFICE', 'DISTRICT', 'BANK', 'FUND_MANAGER'] as const;

export const REPORTS = [
  {
    name: 'financing-summary',
    title: { zh: '融资服务情况汇总表', en: 'Financing services summary' },
    summary: {
      zh: '期间推荐、放款、收回、代偿和期末贷款余额，分地区、分银行（第六条）',
      en: 'Referrals, loans paid out, repayments and compensations of a period and loans outstanding at its end, by region and by bank (Art. 6).',
    },
    parameters: 'PERIOD',
    readers: EVERYBODY,
  },
  {
    name: 'compensations',
    title: { zh: '代偿情况表', en: 'Compensations' },
    summary: {
      zh: '期间逐笔代偿和追偿回款，合计与总账一致（第三十二、三十四条）',
      en: 'Every compensation and recovery of a period; the totals equal the ledger (Art. 32, 34).',
    },
    parameters: 'PERIOD',
    readers: EVERYBODY,
  },
  {
    name: 'loans-outstanding',
    title: { zh: '在贷款情况表', en: 'Loans outstanding' },
    summary: {
      zh: '某日在贷余额和逾期，分地区、分银行并逐笔列示',
      en: 'Principal outstanding and past due on a day, by region, by bank and loan by loan.',
    },
    parameters: 'DAY',
    readers: EVERYBODY,
  },
  {
    name: 'ledger',
    title: { zh: '资金池账簿', en: 'Ledger' },
    summary: {
      zh: '期间科目余额表和分录簿（第十一条）',
      en: 'Balances of the accounts and every entry of a period (Art. 11).',
    },
    parameters: 'PERIOD',
    readers: LEDGER_READERS,
  },
  {
    name: 'deadlines',
    title: { zh: '义务期限清单', en: 'Deadlines' },
    summary: {
      zh: '尚未履行的各项义务、责任单位和到期日',
      en: 'Every duty that is not met: article, debtor, due date, days left.',
    },
    parameters: 'NONE',
    readers: EVERYBODY,
  },
  {
    name: 'annual-evaluation',
    title: { zh: '年度绩效自评表', en: 'Annual evaluation' },
    summary: {
      zh: '年度业务数据、评价结论和合作意见（第十九、三十八条）',
      en: 'Figures of a year, conclusions, and what becomes of the cooperation with each bank (Art. 19, 38).',
    },
    parameters: 'YEAR',
    readers: EVERYBODY,
  },
] as const satisfies readonly ReportSpec[];
export type ReportName = (typeof REPORTS)[number]['name'];

export const reportPath = ({ name }: Pick<ReportSpec, 'name'>) => `/reports/${name}.xlsx`;

export function reportsFor({ persona }: Actor): ReportSpec[] {
  return REPORTS.filter(({ readers }) => (readers as readonly Persona[]).includes(persona));
}

/** What a report is asked about; days and periods end with the business date at the latest. */
export interface ReportAsked extends Period {
  /** For the name of the file: "2026-01-01至2026-03-31". */
  readonly label: string;
}

/** The wording of a day that is missing or wrong. */
function dayIn(query: URLSearchParams, name: string, today: BusinessDate): BusinessDate {
  const text = query.get(name);
  if (text === null)
    throw invalid(
      name,
      `缺少日期；请填写 ${name}=${today} 这样的日期。`,
      `The day is missing; write ${name}=${today}.`,
    );
  if (!isBusinessDate(text))
    throw invalid(name, '不是日期；应如 2026-04-30。', 'Not a date; right would be 2026-04-30.');
  if (text > today)
    throw invalid(name, `不能晚于业务日期 ${today}。`, `Not later than the business date, ${today}.`);
  return text;
}

const NAMES: Readonly<Record<ReportParameters, readonly string[]>> = {
  PERIOD: ['from', 'to'],
  DAY: ['on'],
  YEAR: ['year'],
  NONE: [],
};

/** Reads what an address asks of a report. Throws INVALID, naming the parameter. */
export function reportAsked(
  { parameters }: ReportSpec,
  query: URLSearchParams,
  today: BusinessDate,
): ReportAsked {
  const known = NAMES[parameters];
  const odd = [...query.keys()].find((name) => !known.includes(name));
  if (odd !== undefined)
    throw invalid(
      odd.slice(0, 40),
      `没有此参数；可用：${known.join('、') || '无'}。`,
      `There is no such parameter; known here: ${known.join(', ') || 'none'}.`,
    );
  switch (parameters) {
    case 'PERIOD': {
      const [first, last] = [dayIn(query, 'from', today), dayIn(query, 'to', today)];
      if (first > last) throw invalid('from', '起始日期晚于截止日期。', 'The period begins after it ends.');
      return { first, last, label: `${first}至${last}` };
    }
    case 'DAY': {
      const on = dayIn(query, 'on', today);
      return { first: on, last: on, label: on };
    }
    case 'YEAR': {
      const text = query.get('year') ?? '';
      const year = /^\d{4}$/.test(text) ? Number(text) : 0;
      if (year < yearOf(EARLIEST) || year > yearOf(today))
        throw invalid('year', '请填写已开始的年度，如 2025。', 'Give a year that has begun, such as 2025.');
      return { ...yearSpan(year), label: `${year}年度` };
    }
    case 'NONE':
      return { first: today, last: today, label: today };
  }
}

export interface DocumentSpec {
  readonly title: Message;
  readonly noun: 'referral' | 'loan' | 'compensation' | 'region';
  readonly readers: readonly Persona[];
}

export const DOCUMENTS = {
  'recommendation-form': {
    title: { zh: '推荐表', en: 'Recommendation form' },
    noun: 'referral',
    readers: EVERYBODY,
  },
  'disbursement-notice': {
    title: { zh: '放款通知书', en: 'Notice of disbursement' },
    noun: 'loan',
    readers: ['OFFICE', 'BANK'],
  },
  'deduction-notice': {
    title: { zh: '代偿扣款通知书', en: 'Notice of deduction' },
    noun: 'compensation',
    readers: ['OFFICE', 'BANK'],
  },
  'replenishment-letter': {
    title: { zh: '补充代偿资金函', en: 'Letter on replenishment' },
    noun: 'region',
    readers: ['OFFICE', 'DISTRICT', 'FUND_MANAGER'],
  },
} as const satisfies Readonly<Record<string, DocumentSpec>>;
export type DocumentKind = keyof typeof DOCUMENTS;

/** Where a paper is fetched, and the name it is kept under. */
export interface PaperLink {
  readonly path: string;
  readonly fileName: string;
}

/** The link to a document; null for a reader that may not have it. `about` tells one file from another. */
export function documentLink(
  { persona }: Actor,
  kind: DocumentKind,
  id: string,
  about: string,
): PaperLink | null {
  const { noun, readers, title }: DocumentSpec = DOCUMENTS[kind];
  if (!readers.includes(persona)) return null;
  return {
    path: `/documents/${kind}/${writeId(noun, id as Id<typeof noun>)}.docx`,
    fileName: `${title.zh}-${about}.docx`,
  };
}
