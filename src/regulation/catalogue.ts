import type { Word } from '../domain/words.ts';
import type { EditionValues } from './edition.ts';
import type { Unit } from './measures.ts';
import { READINGS } from './readings.ts';

/** How strongly a parameter binds; null for one that only makes a vague passage computable. */
type ParameterStrength = 'ABSOLUTE' | 'IN_PRINCIPLE' | 'TRIGGER' | null;

/** One parameter of an edition: where it comes from, and how strongly it binds. */
export interface Parameter {
  readonly article: number;
  readonly strength: ParameterStrength;
  readonly unit: Unit;
  readonly zh: string;
  readonly en: string;
}

/** Every parameter that an edition must give, in the order of the articles. */
export const PARAMETERS = {
  allowedPurposes: {
    article: 5,
    strength: 'ABSOLUTE',
    unit: 'list',
    zh: '允许的贷款用途',
    en: 'Purposes for which a loan may be used',
  },
  contributionMinimum: {
    article: 8,
    strength: 'IN_PRINCIPLE',
    unit: 'yuan',
    zh: '地区注资最低额',
    en: 'Least contribution of a region',
  },
  contributionMinimumHardship: {
    article: 8,
    strength: 'ABSOLUTE',
    unit: 'yuan',
    zh: '困难地区注资最低额',
    en: 'Least contribution of a region in hardship',
  },
  contributionPayInYears: {
    article: 8,
    strength: 'ABSOLUTE',
    unit: 'years',
    zh: '注资缴付期限',
    en: 'Time to pay a contribution in',
  },
  poolLeverageMultiple: {
    article: 9,
    strength: 'ABSOLUTE',
    unit: 'multiple',
    zh: '资金池放大倍数',
    en: 'Loans as a multiple of the pool’s funds',
  },
  regionLeverageMultiple: {
    article: 13,
    strength: 'IN_PRINCIPLE',
    unit: 'multiple',
    zh: '地区贷款规模与注资之比',
    en: 'A region’s loans as a multiple of its contributions',
  },
  replenishmentDays: {
    article: 13,
    strength: 'TRIGGER',
    unit: 'days',
    zh: '代偿后地区补充资金期限',
    en: 'Time for a region to replenish after a compensation',
  },
  firstDeposit: {
    article: 16,
    strength: 'TRIGGER',
    unit: 'yuan',
    zh: '首笔风险补偿金',
    en: 'First risk deposit of a bank',
  },
  firstDepositDays: {
    article: 16,
    strength: 'TRIGGER',
    unit: 'days',
    zh: '首笔风险补偿金存入期限',
    en: 'Time to place the first risk deposit',
  },
  depositLeverageMultiple: {
    article: 16,
    strength: 'TRIGGER',
    unit: 'multiple',
    zh: '可申请补充风险补偿金的授信倍数',
    en: 'Multiple of its deposit above which a bank may ask for a top-up',
  },
  topUpDays: {
    article: 16,
    strength: 'TRIGGER',
    unit: 'days',
    zh: '补充风险补偿金期限',
    en: 'Time to place an approved top-up',
  },
  prohibitedFees: {
    article: 17,
    strength: 'ABSOLUTE',
    unit: 'list',
    zh: '禁止收取的费用',
    en: 'Fees that a bank may not charge',
  },
  depositReturnWorkingDays: {
    article: 18,
    strength: 'TRIGGER',
    unit: 'workingDays',
    zh: '银行退出后退回风险补偿金期限',
    en: 'Time for a departed bank to return its deposit',
  },
  evaluationDueMonths: {
    article: 19,
    strength: 'TRIGGER',
    unit: 'months',
    zh: '年度绩效自评期限（年度终了后）',
    en: 'Time after the end of a year for its evaluation',
  },
  lossShares: {
    article: 20,
    strength: 'ABSOLUTE',
    unit: 'percent',
    zh: '风险责任分担比例',
    en: 'Shares of a loss, in the order written',
  },
  lossTiers: {
    article: 20,
    strength: 'ABSOLUTE',
    unit: 'list',
    zh: '按贷款金额分档的风险分担比例（不分档则为空）',
    en: 'Shares of a loss by size of loan; empty where they are the same for all',
  },
  firstLoss: {
    article: 20,
    strength: 'ABSOLUTE',
    unit: 'list',
    zh: '先行承担损失的一方及其限额（没有则为空）',
    en: 'A party that bears losses first, up to a part of the loan; null where there is none',
  },
  poolShares: {
    article: 20,
    strength: 'ABSOLUTE',
    unit: 'percent',
    zh: '资金池部分的分担比例',
    en: 'Shares of the pool’s part, in the order written',
  },
  firmCap: {
    article: 22,
    strength: 'IN_PRINCIPLE',
    unit: 'yuan',
    zh: '单户贷款额度上限',
    en: 'Most that one firm may borrow',
  },
  termMonthsUsual: {
    article: 22,
    strength: 'IN_PRINCIPLE',
    unit: 'months',
    zh: '一般贷款期限',
    en: 'Usual longest term of a loan',
  },
  termMonthsMax: {
    article: 22,
    strength: 'ABSOLUTE',
    unit: 'months',
    zh: '放宽后的最长贷款期限',
    en: 'Longest term of a loan when relaxed',
  },
  continuousSupportYears: {
    article: 23,
    strength: 'IN_PRINCIPLE',
    unit: 'years',
    zh: '连续贷款支持年限',
    en: 'Years of continuous support of a firm',
  },
  continuityGapDaysMax: {
    article: 23,
    strength: null,
    unit: 'days',
    zh: '不中断连续性的最长间隔',
    en: 'Longest gap that does not break continuity',
  },
  waiverConsents: {
    article: 23,
    strength: null,
    unit: 'list',
    zh: '放宽各项原则性要求须同意的各方',
    en: 'Who must consent to waive each rule in principle',
  },
  disbursementNoticeWorkingDays: {
    article: 27,
    strength: 'TRIGGER',
    unit: 'workingDays',
    zh: '放款书面通知期限',
    en: 'Time to notify the office of a disbursement',
  },
  rollDueDates: {
    article: 27,
    strength: null,
    unit: 'count',
    zh: '按日历日计算的期限届满日顺延至工作日',
    en: 'Due dates counted in calendar days move to the next working day',
  },
  visitIntervalDays: {
    article: 29,
    strength: 'TRIGGER',
    unit: 'days',
    zh: '贷后走访间隔',
    en: 'Interval between visits to a borrower',
  },
  maturityReminderDays: {
    article: 31,
    strength: 'TRIGGER',
    unit: 'days',
    zh: '临期提醒提前日数',
    en: 'Days before maturity by which the firm is reminded',
  },
  overdueMeasuresDays: {
    article: 31,
    strength: 'TRIGGER',
    unit: 'days',
    zh: '逾期后提出应对措施期限',
    en: 'Time to say what is to be done after a missed payment',
  },
  collectionAttemptsMin: {
    article: 31,
    strength: 'ABSOLUTE',
    unit: 'count',
    zh: '划扣前的催收次数',
    en: 'Collection attempts before a deduction',
  },
  graceDaysMax: {
    article: 32,
    strength: 'ABSOLUTE',
    unit: 'days',
    zh: '划扣前的到期未清偿日数（须超过）',
    en: 'Days past due that must be exceeded before a deduction',
  },
  deductionNoticeWorkingDays: {
    article: 32,
    strength: 'TRIGGER',
    unit: 'workingDays',
    zh: '划扣书面告知期限',
    en: 'Time to notify the office of a deduction',
  },
  excessReturnWorkingDays: {
    article: 32,
    strength: 'TRIGGER',
    unit: 'workingDays',
    zh: '退回提前或超额划扣资金期限',
    en: 'Time to return what was deducted early or in excess',
  },
  pursuitDays: {
    article: 33,
    strength: 'TRIGGER',
    unit: 'days',
    zh: '代偿后开展追索期限',
    en: 'Time to pursue the debtor after a compensation',
  },
  recoveryReportMonths: {
    article: 35,
    strength: 'TRIGGER',
    unit: 'months',
    zh: '追偿情况报告间隔',
    en: 'Interval between reports on recovery',
  },
  breaker: {
    article: 37,
    strength: 'ABSOLUTE',
    unit: 'percent',
    zh: '暂停新增业务的警戒线',
    en: 'Line at which new business is suspended',
  },
} as const satisfies { readonly [Key in keyof EditionValues]: Parameter };

/** The name of a parameter. */
export type ParameterKey = keyof EditionValues;

/** The names of all parameters, in the order of the articles. */
export const PARAMETER_KEYS = Object.keys(PARAMETERS) as ParameterKey[];

/** One row of the catalogue, with our reading where the regulation is silent or vague. */
export function parameter(key: ParameterKey): Parameter & { readonly reading: Word | null } {
  return { ...PARAMETERS[key], reading: READINGS[key] ?? null };
}
