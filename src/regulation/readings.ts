import type { Word } from '../domain/words.ts';
import type { EditionValues } from './edition.ts';

/**
 * Our readings of passages that are silent or vague, each beside the parameter that it makes computable. An official
 * can object to every one of them; `docs/readings.md` is made from this table.
 */
export const READINGS: { readonly [Key in keyof EditionValues]?: Word } = {
  allowedPurposes: {
    zh: '条文只写生产经营周转和流动资金贷款；我们将采购原材料、支付工资及日常费用、订单履约一并视为生产经营周转，固定资产、房地产、证券股权投资和归还其他债务不在其内。',
    en: 'The text names turnover and working capital only; we count raw materials, wages and running costs and the performance of orders as turnover, and leave out fixed assets, real estate, securities or equity, and repaying other debt.',
  },
  contributionPayInYears: {
    zh: '条文未写起算日；我们自认缴之日起算。',
    en: 'The text does not say from when; we count from the day of the pledge.',
  },
  poolLeverageMultiple: {
    zh: '条文未写基数；我们以可用资金（资金池专户余额加各合作银行风险补偿金）为基数，贷款按已签约未发放额加未偿还本金计。',
    en: 'The text does not name the base; we take the funds available (custody plus all risk deposits), and count committed plus outstanding principal.',
  },
  regionLeverageMultiple: {
    zh: '“注资金额”我们按已到账注资计，“贷款规模”按已签约未发放额加未偿还本金计。',
    en: 'We read the contributions as those paid in, and the loans as committed plus outstanding principal.',
  },
  replenishmentDays: {
    zh: '条文只写“及时”；我们定为自代偿之日起的日历日数。',
    en: 'The text says “in time” only; we set a number of calendar days from the compensation.',
  },
  firstDepositDays: {
    zh: '条文未写期限；我们自签订合作协议之日起算，比照补充期限。',
    en: 'The text sets no time; we count from the signing of the agreement, by analogy with the top-up.',
  },
  depositLeverageMultiple: {
    zh: '“授信金额”我们按该行已签约未发放额加未偿还本金计。',
    en: 'We read the credit granted as the bank’s committed plus outstanding principal.',
  },
  topUpDays: {
    zh: '我们自专项工作协调办公室同意之日起算。',
    en: 'We count from the office’s approval.',
  },
  prohibitedFees: {
    zh: '条文列举六类并以“等”收尾；我们按所列六类执行，法定收费不在其内。',
    en: 'The text lists six kinds and ends with “and the like”; we apply the six, and leave out fees that a law requires.',
  },
  evaluationDueMonths: {
    zh: '条文只写“按年”；我们定为年度终了后的月数。',
    en: 'The text says “yearly” only; we set a number of months after the end of the year.',
  },
  lossShares: {
    zh: '分摊精确到分，尾差归余数最大者，余数相同归列在前者。',
    en: 'Split exactly to the fen: what is left over goes to the largest remainder, and among equals to the party written first.',
  },
  firstLoss: {
    zh: '条文未设先行承担层；如版本设置，追偿所得先补足共同分担的部分，最后补足先行承担层。',
    en: 'The text has no first-loss layer; where an edition has one, recoveries make good the shared part first and the layer last.',
  },
  firmCap: {
    zh: '我们按该企业在各合作银行的已签约未发放额加未偿还本金合计。',
    en: 'We count the firm’s committed plus outstanding principal in all banks together.',
  },
  continuityGapDaysMax: {
    zh: '条文未定义“连续”；两笔贷款之间的间隔不超过此日数的视为连续。',
    en: 'The text does not define “continuous”; two loans with no more than this many days between them count as one stretch.',
  },
  waiverConsents: {
    zh: '第二十三条写明“合作各方”，我们理解为专项工作协调办公室、合作银行和合作担保机构；其余条文未写由谁同意，我们定为专项工作协调办公室。',
    en: 'Art. 23 names the cooperating parties, which we read as the office, the bank and the guarantor; where nobody is named we ask the office.',
  },
  rollDueDates: {
    zh: '条文未写；期限最后一日是法定休假日的，依《民法典》第二百零三条顺延至次一工作日。',
    en: 'The text is silent; as under Art. 203 of the Civil Code, a last day that is no working day moves to the next one.',
  },
  visitIntervalDays: {
    zh: '条文只写“定期”；我们定为日历日数。',
    en: 'The text says “regularly” only; we set a number of calendar days.',
  },
  overdueMeasuresDays: {
    zh: '条文只写“及时”；我们定为自逾期次日起的日历日数，由合作银行和（为该笔贷款担保的）受托机构各自提出。',
    en: 'The text says “in time” only; we set a number of calendar days from the day after the missed one, for the bank and, where it guarantees the loan, the fund manager.',
  },
  collectionAttemptsMin: {
    zh: '条文写“多次催收无果”；我们定为最低次数。',
    en: 'The text says “repeated” collection without result; we set a least number.',
  },
  graceDaysMax: {
    zh: '到期当日不计入；须超过此日数，满此日数当日不得划扣，次日起可以。',
    en: 'The due day itself is not counted: not on the last of these days, but from the day after.',
  },
  excessReturnWorkingDays: {
    zh: '条文未写；我们比照划扣告知期限，自专项工作协调办公室收到报告之日起算。',
    en: 'The text is silent; by analogy with the notice we count working days from the report.',
  },
  pursuitDays: {
    zh: '条文只写代偿发生后追索、无果后“及时”起诉；我们定为自代偿之日起须有追偿回款或提起诉讼的日历日数。',
    en: 'The text says to pursue after a compensation and to sue “in time” if that fails; we set a number of calendar days within which something is recovered or an action filed.',
  },
  recoveryReportMonths: {
    zh: '条文只写“定期”；我们定为月数。',
    en: 'The text says “regularly” only; we set a number of months.',
  },
  breaker: {
    zh: '“资金池资金”我们按累计注资、补充资金和利息之和计，不扣减代偿；恰好达到即暂停，低于即恢复。按单一银行设警戒线时，该行代偿净额仍与全部资金池资金比较；各项比例均自开办起累计，不分年度。',
    en: 'We take all contributions, supplements, replenishments and interest as the base, gross of losses; reaching the line suspends, falling below it reopens. Where the line is one bank’s, its net compensation is still measured against the whole pool’s funds; every ratio counts from the beginning, not by the year.',
  },
};

/** A reading that no parameter stands for: it is the same in every edition. */
export interface GeneralReading extends Word {
  readonly name: string;
}

export const GENERAL_READINGS: readonly GeneralReading[] = [
  {
    name: 'valueDate',
    zh: '起息日以及走访、催收、诉讼等事项的办理日，不得晚于业务日期，也不得早于上一个已结账月份；条文未写，因其报表已经报出。',
    en: 'A value date, and the day of a visit, an attempt to collect or a step at law, lies neither after the business date nor before the last closed month, whose reports have gone out; the text is silent.',
  },
  {
    name: 'days',
    zh: '“日”为日历日，起算当日不计入；“工作日”以国务院办公厅年度放假安排为准，尚无安排的年度仅按周末推算并标明未确认。',
    en: '“Days” are calendar days and the first is not counted; working days follow the State Council’s yearly notices, and a year without a notice is reckoned from weekends alone and marked unconfirmed.',
  },
  {
    name: 'departure',
    zh: '“存量业务履行完毕”我们理解为该行最后一笔贷款结清、取消或追偿终结；10 个工作日自该日起算，该行没有未了结贷款的自退出日起算；协议期满未续签的，视为自期满次日起退出。',
    en: 'We read the end of a departed bank’s business as the day on which its last loan was repaid, cancelled or concluded; the ten working days run from it, or from the leaving of a bank with no loan running. A bank whose agreement has run out and is not renewed leaves on the day after.',
  },
  {
    name: 'evaluation',
    zh: '应评价的银行为该年度终了前已签约且年初尚未退出完毕的银行；各项数据按起息日截至当年 12 月 31 日计算；“支持企业”指当年获得放款的企业。',
    en: 'The banks to be evaluated are those that had signed by the end of the year and had not left before it began. Figures are taken by value date up to 31 December; a firm is supported in the year in which a loan is paid out to it.',
  },
  {
    name: 'supplement',
    zh: '以代偿达到警戒线为由的补充资金，须登记时已达到警戒线，或者自上一次以此为由登记（未被否决）以来曾经达到；以绩效评价为由的，须指明已完成的年度绩效自评，同一自评可据以多次补充。',
    en: 'A supplement on the ground of compensation needs the line to be reached when it is entered, or to have been reached since one was last entered on that ground and not declined. One after an evaluation names the evaluation on record; several may rest on the same one.',
  },
];
