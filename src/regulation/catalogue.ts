import type { Word } from '../domain/words.ts';
import type { EditionValues } from './edition.ts';
import type { Unit } from './measures.ts';

/** How strongly a parameter binds; null for one that only makes a vague passage computable. */
type ParameterStrength = 'ABSOLUTE' | 'IN_PRINCIPLE' | 'TRIGGER' | null;

/** One parameter of an edition: where it comes from, how strongly it binds, and our reading if the text is silent. */
export interface Parameter {
  readonly article: number;
  readonly strength: ParameterStrength;
  readonly unit: Unit;
  readonly zh: string;
  readonly en: string;
  readonly reading?: Word;
}

/** Every parameter that an edition must give, in the order of the articles. */
export const PARAMETERS = {
  allowedPurposes: {
    article: 5,
    strength: 'ABSOLUTE',
    unit: 'list',
    zh: '允许的贷款用途',
    en: 'Purposes for which a loan may be used',
    reading: {
      zh: '条文只写生产经营周转和流动资金贷款；我们将采购原材料、支付工资及日常费用、订单履约一并视为生产经营周转，固定资产、房地产、证券股权投资和归还其他债务不在其内。',
      en: 'The text names turnover and working capital only; we count raw materials, wages and running costs and the performance of orders as turnover, and leave out fixed assets, real estate, securities or equity, and repaying other debt.',
    },
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
    reading: {
      zh: '条文未写起算日；我们自认缴之日起算。',
      en: 'The text does not say from when; we count from the day of the pledge.',
    },
  },
  poolLeverageMultiple: {
    article: 9,
    strength: 'ABSOLUTE',
    unit: 'multiple',
    zh: '资金池放大倍数',
    en: 'Loans as a multiple of the pool’s funds',
    reading: {
      zh: '条文未写基数；我们以可用资金（资金池专户余额加各合作银行风险补偿金）为基数，贷款按已签约未发放额加未偿还本金计。',
      en: 'The text does not name the base; we take the funds available (custody plus all risk deposits), and count committed plus outstanding principal.',
    },
  },
  regionLeverageMultiple: {
    article: 13,
    strength: 'IN_PRINCIPLE',
    unit: 'multiple',
    zh: '地区贷款规模与注资之比',
    en: 'A region’s loans as a multiple of its contributions',
    reading: {
      zh: '“注资金额”我们按已到账注资计，“贷款规模”按已签约未发放额加未偿还本金计。',
      en: 'We read the contributions as those paid in, and the loans as committed plus outstanding principal.',
    },
  },
  replenishmentDays: {
    article: 13,
    strength: 'TRIGGER',
    unit: 'days',
    zh: '代偿后地区补充资金期限',
    en: 'Time for a region to replenish after a compensation',
    reading: {
      zh: '条文只写“及时”；我们定为自代偿之日起的日历日数。',
      en: 'The text says “in time” only; we set a number of calendar days from the compensation.',
    },
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
    reading: {
      zh: '条文未写期限；我们自签订合作协议之日起算，比照补充期限。',
      en: 'The text sets no time; we count from the signing of the agreement, by analogy with the top-up.',
    },
  },
  depositLeverageMultiple: {
    article: 16,
    strength: 'TRIGGER',
    unit: 'multiple',
    zh: '可申请补充风险补偿金的授信倍数',
    en: 'Multiple of its deposit above which a bank may ask for a top-up',
    reading: {
      zh: '“授信金额”我们按该行已签约未发放额加未偿还本金计。',
      en: 'We read the credit granted as the bank’s committed plus outstanding principal.',
    },
  },
  topUpDays: {
    article: 16,
    strength: 'TRIGGER',
    unit: 'days',
    zh: '补充风险补偿金期限',
    en: 'Time to place an approved top-up',
    reading: {
      zh: '我们自专项工作协调办公室同意之日起算。',
      en: 'We count from the office’s approval.',
    },
  },
  prohibitedFees: {
    article: 17,
    strength: 'ABSOLUTE',
    unit: 'list',
    zh: '禁止收取的费用',
    en: 'Fees that a bank may not charge',
    reading: {
      zh: '条文列举六类并以“等”收尾；我们按所列六类执行，法定收费不在其内。',
      en: 'The text lists six kinds and ends with “and the like”; we apply the six, and leave out fees that a law requires.',
    },
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
    reading: {
      zh: '条文只写“按年”；我们定为年度终了后的月数。',
      en: 'The text says “yearly” only; we set a number of months after the end of the year.',
    },
  },
  lossShares: {
    article: 20,
    strength: 'ABSOLUTE',
    unit: 'percent',
    zh: '风险责任分担比例',
    en: 'Shares of a loss, in the order written',
    reading: {
      zh: '分摊精确到分，尾差归余数最大者，余数相同归列在前者。',
      en: 'Split exactly to the fen: what is left over goes to the largest remainder, and among equals to the party written first.',
    },
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
    reading: {
      zh: '我们按该企业在各合作银行的已签约未发放额加未偿还本金合计。',
      en: 'We count the firm’s committed plus outstanding principal in all banks together.',
    },
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
    reading: {
      zh: '条文未定义“连续”；两笔贷款之间的间隔不超过此日数的视为连续。',
      en: 'The text does not define “continuous”; two loans with no more than this many days between them count as one stretch.',
    },
  },
  waiverConsents: {
    article: 23,
    strength: null,
    unit: 'list',
    zh: '放宽各项原则性要求须同意的各方',
    en: 'Who must consent to waive each rule in principle',
    reading: {
      zh: '第二十三条写明“合作各方”，我们理解为专项工作协调办公室、合作银行和合作担保机构；其余条文未写由谁同意，我们定为专项工作协调办公室。',
      en: 'Art. 23 names the cooperating parties, which we read as the office, the bank and the guarantor; where nobody is named we ask the office.',
    },
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
    reading: {
      zh: '条文未写；期限最后一日是法定休假日的，依《民法典》第二百零三条顺延至次一工作日。',
      en: 'The text is silent; as under Art. 203 of the Civil Code, a last day that is no working day moves to the next one.',
    },
  },
  visitIntervalDays: {
    article: 29,
    strength: 'TRIGGER',
    unit: 'days',
    zh: '贷后走访间隔',
    en: 'Interval between visits to a borrower',
    reading: {
      zh: '条文只写“定期”；我们定为日历日数。',
      en: 'The text says “regularly” only; we set a number of calendar days.',
    },
  },
  maturityReminderDays: {
    article: 31,
    strength: 'TRIGGER',
    unit: 'days',
    zh: '临期提醒提前日数',
    en: 'Days before maturity by which the firm is reminded',
  },
  collectionAttemptsMin: {
    article: 31,
    strength: 'ABSOLUTE',
    unit: 'count',
    zh: '划扣前的催收次数',
    en: 'Collection attempts before a deduction',
    reading: {
      zh: '条文写“多次催收无果”；我们定为最低次数。',
      en: 'The text says “repeated” collection without result; we set a least number.',
    },
  },
  graceDaysMax: {
    article: 32,
    strength: 'ABSOLUTE',
    unit: 'days',
    zh: '划扣前的到期未清偿日数（须超过）',
    en: 'Days past due that must be exceeded before a deduction',
    reading: {
      zh: '到期当日不计入；第二十五日不得划扣，第二十六日起可以。',
      en: 'The due day itself is not counted: not on the last of these days, but from the day after.',
    },
  },
  deductionNoticeWorkingDays: {
    article: 32,
    strength: 'TRIGGER',
    unit: 'workingDays',
    zh: '划扣书面告知期限',
    en: 'Time to notify the office of a deduction',
  },
  recoveryReportMonths: {
    article: 35,
    strength: 'TRIGGER',
    unit: 'months',
    zh: '追偿情况报告间隔',
    en: 'Interval between reports on recovery',
    reading: {
      zh: '条文只写“定期”；我们定为月数。',
      en: 'The text says “regularly” only; we set a number of months.',
    },
  },
  breaker: {
    article: 37,
    strength: 'ABSOLUTE',
    unit: 'percent',
    zh: '暂停新增业务的警戒线',
    en: 'Line at which new business is suspended',
    reading: {
      zh: '“资金池资金”我们按累计注资、补充资金和利息之和计，不扣减代偿；恰好达到即暂停，低于即恢复。',
      en: 'We take all contributions, supplements, replenishments and interest as the base, gross of losses; reaching the line suspends, falling below it reopens.',
    },
  },
} as const satisfies { readonly [Key in keyof EditionValues]: Parameter };

/** The name of a parameter. */
export type ParameterKey = keyof EditionValues;

/** The names of all parameters, in the order of the articles. */
export const PARAMETER_KEYS = Object.keys(PARAMETERS) as ParameterKey[];

/** One row of the catalogue, with its optional reading in sight. */
export function parameter(key: ParameterKey): Parameter {
  return PARAMETERS[key];
}
