import { type BusinessDate, plusMonths, plusYears } from '../domain/dates.ts';
import { continuousSupport } from '../domain/loan.ts';
import { Yuan } from '../domain/money.ts';
import type { Word } from '../domain/words.ts';
import { everyShareWhole, sharesOneWhole } from './edition.ts';
import type { Facts } from './facts.ts';
import { MONTHS, textsFigure, YEARS, YUAN } from './measures.ts';
import { atMost, holds, rule } from './verdict.ts';

/** 第二十条 Who bears a loss, of every size of loan, and who bears the pool's part, each add up to one whole. */
export const art20Shares = rule({
  code: 'ART20_SHARES',
  strength: 'ABSOLUTE',
  shows: 'PUBLIC',
  needs: [],
  reads: ['lossShares', 'lossTiers', 'poolShares'],
  texts: {
    met: { zh: '各项分担比例之和均为百分之百', en: 'each set of shares adds up to one whole' },
    broken: {
      zh: '风险责任分担比例应为整数，其和应为百分之百',
      en: 'the shares of a loss are whole percents and add up to one whole',
    },
  },
  finds: (_facts, values) => {
    if (everyShareWhole(values)) return holds(true);
    if (!sharesOneWhole(values.lossShares)) return holds(false);
    if (!sharesOneWhole(values.poolShares))
      return holds(false, {
        zh: '资金池部分的分担比例应为整数，其和应为百分之百',
        en: 'the shares of the pool’s part are whole percents and add up to one whole',
      });
    return holds(false, {
      zh: '每一档贷款规模的风险责任分担比例均应为整数，其和应为百分之百',
      en: 'the shares of a loss are whole percents and add up to one whole in every tier',
    });
  },
});

/** 第二十条 A guarantor pays its share of what was compensated, and no more. */
export const art20GuarantorShare = rule({
  code: 'ART20_GUARANTOR_SHARE',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['guarantorShare'],
  reads: [],
  texts: {
    met: {
      zh: '担保机构累计支付[{actual}]，不超过其应承担份额[{limit}]',
      en: 'the guarantor’s payments[, {actual} in all,] are not more than its share[, {limit}]',
    },
    broken: {
      zh: '担保机构累计支付[{actual}]，超过其应承担份额[{limit}]',
      en: 'the guarantor’s payments[, {actual} in all,] are more than its share[, {limit}]',
    },
  },
  finds: ({ guarantorShare }) =>
    atMost(YUAN, guarantorShare.paid.plus(guarantorShare.amount), guarantorShare.share),
});

/** 第二十一条 For the share of the risk that is its own, the bank asks no further security of the firm. */
export const art21NoSecurity = rule({
  code: 'ART21_NO_SECURITY',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['terms'],
  reads: [],
  texts: {
    met: {
      zh: '合作银行未就自担部分要求企业另行提供担保',
      en: 'the bank asks no security for its own share',
    },
    broken: {
      zh: '合作银行不得就自担部分要求企业另行提供风险缓释措施[：{actual}]',
      en: 'for its own share the bank may not ask further security of the firm[: {actual}]',
    },
  },
  finds: ({ terms }) =>
    terms.securities.length === 0 ? holds(true) : { met: false, actual: textsFigure(terms.securities) },
});

/** 第二十二条第（一）项 In principle one firm's loans, in all banks together, stay within the cap. */
export const art22FirmCap = rule({
  code: 'ART22_FIRM_CAP',
  item: { zh: '第（一）项', en: '(1)' },
  strength: 'IN_PRINCIPLE',
  shows: 'FIRM_TOTAL',
  needs: ['firm', 'asked'],
  reads: ['firmCap'],
  texts: {
    met: {
      zh: '该企业在各合作银行的贷款合计[将为{actual}，]不超过单户上限[{limit}]',
      en: 'the firm’s loans in all banks[, {actual} in all,] stay within the cap for one firm[, {limit}]',
    },
    broken: {
      zh: '该企业在各合作银行的贷款合计[将达{actual}，]超过单户上限[{limit}]',
      en: 'the firm’s loans in all banks[, {actual} in all,] would exceed the cap for one firm[, {limit}]',
    },
  },
  finds: ({ firm, asked }, { firmCap }) => atMost(YUAN, firm.exposure.plus(asked.amount), firmCap),
});

/** 第二十二条第（二）项 Usually a loan runs no longer than the usual term. */
export const art22TermUsual = rule({
  code: 'ART22_TERM_USUAL',
  item: { zh: '第（二）项', en: '(2)' },
  strength: 'IN_PRINCIPLE',
  shows: 'OWN',
  needs: ['asked'],
  reads: ['termMonthsUsual'],
  texts: {
    met: {
      zh: '贷款期限[{actual}]不超过一般期限[{limit}]',
      en: 'the term[ of {actual}] is within the usual one[, {limit}]',
    },
    broken: {
      zh: '贷款期限[{actual}]超过一般期限[{limit}]',
      en: 'the term[ of {actual}] is longer than the usual one[, {limit}]',
    },
  },
  finds: ({ asked }, { termMonthsUsual }) => atMost(MONTHS, asked.termMonths, termMonthsUsual),
});

/** 第二十二条第（二）项 Even when relaxed, a loan runs no longer than the longest term. */
export const art22TermMax = rule({
  code: 'ART22_TERM_MAX',
  item: { zh: '第（二）项', en: '(2)' },
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['asked'],
  reads: ['termMonthsMax'],
  texts: {
    met: {
      zh: '贷款期限[{actual}]不超过可放宽的最长期限[{limit}]',
      en: 'the term[ of {actual}] is within the longest one[, {limit}]',
    },
    broken: {
      zh: '贷款期限[{actual}]超过可放宽的最长期限[{limit}]',
      en: 'the term[ of {actual}] is longer than the longest one[, {limit}]',
    },
  },
  finds: ({ asked }, { termMonthsMax }) => atMost(MONTHS, asked.termMonths, termMonthsMax),
});

/** 第二十二条第（三）项 The rate starts from the published LPR of the day and remains a rate. */
export const art22Rate = rule({
  code: 'ART22_RATE',
  item: { zh: '第（三）项', en: '(3)' },
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['terms'],
  reads: [],
  texts: {
    met: {
      zh: '贷款利率以当期贷款市场报价利率为基础确定',
      en: 'the rate is set from the loan prime rate of the day',
    },
    broken: { zh: '浮动后的贷款利率应大于零', en: 'the rate after its margin is above zero' },
  },
  finds: ({ terms }) => {
    if (terms.lprKnown) return holds(terms.rateIsPositive);
    return holds(false, {
      zh: '系统尚无当期贷款市场报价利率，应先录入',
      en: 'no loan prime rate of the day is on record; it has to be recorded first',
    });
  },
});

const PLAN_MET: Word = { zh: '还款计划完整', en: 'the repayment plan is complete' };

/** What is wrong with a repayment plan, the first thing first; null when nothing is. */
function planFault({ terms }: Pick<Facts, 'terms'>): Word | null {
  const { instalments, amount, maturity, method, start } = terms;
  const ascending = instalments.every((each, at) => each.dueOn > (instalments[at - 1]?.dueOn ?? start));
  if (method === 'BULLET' && instalments.length !== 1)
    return { zh: '到期一次性还本的，只能有一期', en: 'a loan repaid at maturity has one instalment' };
  if (!ascending)
    return {
      zh: '各期还款日应晚于起始日并依次递增',
      en: 'the due dates come one after another, after the start',
    };
  if (!instalments.every((each) => each.principal.isPositive()))
    return { zh: '各期还本金额均应大于零', en: 'every instalment is above zero' };
  if (!Yuan.sum(instalments.map((each) => each.principal)).equals(amount))
    return { zh: '各期还本金额之和应等于贷款金额', en: 'the instalments add up to the amount of the loan' };
  if (instalments.at(-1)?.dueOn !== maturity)
    return { zh: '最后一期还款日应为贷款到期日', en: 'the last instalment is due at maturity' };
  return null;
}

/** 第二十二条第（四）项 The plan repays the whole amount, in one sum or in parts, the last of them at maturity. */
export const art22Plan = rule({
  code: 'ART22_PLAN',
  item: { zh: '第（四）项', en: '(4)' },
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['terms'],
  reads: [],
  texts: {
    met: PLAN_MET,
    broken: { zh: '还款计划不完整', en: 'the repayment plan is not complete' },
  },
  finds: (facts) => {
    const fault = planFault(facts);
    return fault === null ? holds(true) : holds(false, fault);
  },
});

/** 第二十二条第（四）项 A repayment lowers the outstanding principal and never takes it below zero. */
export const art22Repayment = rule({
  code: 'ART22_REPAYMENT',
  item: { zh: '第（四）项', en: '(4)' },
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['repayment'],
  reads: [],
  texts: {
    met: {
      zh: '归还本金[{actual}]不超过未偿还本金[{limit}]',
      en: 'the principal repaid[, {actual},] is within what is outstanding[, {limit}]',
    },
    broken: {
      zh: '归还本金[{actual}]超过未偿还本金[{limit}]',
      en: 'the principal repaid[, {actual},] is more than what is outstanding[, {limit}]',
    },
  },
  finds: ({ repayment }) => {
    if (repayment.principal.isNegative())
      return holds(false, { zh: '归还本金不得为负', en: 'the principal repaid is not below zero' });
    return atMost(YUAN, repayment.principal, repayment.outstanding);
  },
});

/** The least number of whole years, counted from `from`, that reach `to`. */
function wholeYears(from: BusinessDate, to: BusinessDate): number {
  let years = 0;
  while (plusYears(from, years) < to) years += 1;
  return years;
}

/** 第二十三条 At most a firm is supported without a break for the years laid down; the partners may agree to more. */
export const art23Continuity = rule({
  code: 'ART23_CONTINUITY',
  strength: 'IN_PRINCIPLE',
  shows: 'FIRM_TOTAL',
  needs: ['today', 'firm', 'asked'],
  reads: ['continuousSupportYears', 'continuityGapDaysMax'],
  texts: {
    met: {
      zh: '该企业连续获得贷款支持[至第{actual}，]不超过规定年限[{limit}]',
      en: 'the firm’s continuous support[, counted up to {actual},] stays within the years laid down[, {limit}]',
    },
    broken: {
      zh: '该企业连续获得贷款支持[将进入第{actual}，]超过规定年限[{limit}]',
      en: 'the firm’s continuous support[, counted up to {actual},] would exceed the years laid down[, {limit}]',
    },
  },
  finds: ({ today, firm, asked }, { continuousSupportYears, continuityGapDaysMax }) => {
    const until = plusMonths(today, asked.termMonths);
    const stretch = continuousSupport(firm.support, today, until, continuityGapDaysMax);
    return atMost(YEARS, wholeYears(stretch.from, stretch.to), continuousSupportYears);
  },
});
