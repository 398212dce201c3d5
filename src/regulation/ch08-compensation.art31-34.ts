import type { Facts } from './facts.ts';
import { DAYS, TIMES, WORKING_DAYS, YUAN } from './measures.ts';
import { atLeast, atMost, holds, rule } from './verdict.ts';

/** 第三十一条第（一）项 Some days before a loan matures, bank and guarantor remind the firm to repay. */
export const art31Reminder = rule({
  code: 'ART31_REMINDER',
  item: { zh: '第（一）项', en: '(1)' },
  strength: 'TRIGGER',
  shows: 'PUBLIC',
  needs: [],
  reads: ['maturityReminderDays'],
  texts: {
    met: { zh: '无需提醒', en: 'no reminder is due' },
    broken: {
      zh: '合作担保机构、银行应在贷款到期前[{limit}]提醒企业负责人按时还款',
      en: 'the bank and the guarantor remind the firm[, {limit}] before the loan matures',
    },
  },
  finds: (_facts, { maturityReminderDays }) => ({ met: false, limit: DAYS.figure(maturityReminderDays) }),
});

/** Attempts to collect are asked about where principal is past due and a new claim is made of it. */
const nothingNew = ({ restOnly, pastDue }: Facts['deduction']): boolean => restOnly || !pastDue;

const COLLECTION = {
  met: { zh: '已催收[{actual}]', en: 'payment was demanded[ {actual}]' },
  broken: {
    zh: '逾期后仅催收[{actual}，]未达到划扣前的最低次数[{limit}]',
    en: 'payment was demanded[ only {actual}] since the loan fell past due; a deduction asks for more[, at least {limit}]',
  },
} as const;

/** 第三十一条第（三）项 Only when repeated attempts to collect have failed may the risk deposit be deducted from. */
export const art31Collection = rule({
  code: 'ART31_COLLECTION',
  item: { zh: '第（三）项', en: '(3)' },
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['deduction'],
  reads: ['collectionAttemptsMin'],
  texts: COLLECTION,
  finds: ({ deduction }, { collectionAttemptsMin }) =>
    nothingNew(deduction) ? null : atLeast(TIMES, deduction.attempts, collectionAttemptsMin),
});

/** 第三十一条第（三）项 A deduction that was made already is booked; that too little was done before it stays on record. */
export const art31CollectionReported = rule({
  code: 'ART31_COLLECTION',
  item: { zh: '第（三）项', en: '(3)' },
  strength: 'TRIGGER',
  shows: 'OWN',
  needs: ['deduction'],
  reads: ['collectionAttemptsMin'],
  texts: COLLECTION,
  finds: ({ deduction }, { collectionAttemptsMin }) =>
    nothingNew(deduction) ? null : atLeast(TIMES, deduction.attempts, collectionAttemptsMin),
});

/** 第三十二条 Principal must have been due and unpaid for more than the days of grace: not on the last, but the day after. */
export const art32PastGrace = rule({
  code: 'ART32_PAST_GRACE',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['deduction'],
  reads: ['graceDaysMax'],
  texts: {
    met: {
      zh: '贷款本金到期未足额清偿已[{actual}]，超过[{limit}]',
      en: 'principal has been due and unpaid for[ {actual},] more than the days of grace[, {limit}]',
    },
    broken: {
      zh: '贷款本金到期未足额清偿[{actual}，]未超过[{limit}]，不得划扣',
      en: 'principal has been due and unpaid for[ {actual},] not more than the days of grace[, {limit}]; nothing may be deducted yet',
    },
  },
  finds: ({ deduction }, { graceDaysMax }) =>
    deduction.restOnly
      ? null
      : {
          met: deduction.daysPastDue > graceDaysMax,
          actual: DAYS.figure(deduction.daysPastDue),
          limit: DAYS.figure(graceDaysMax),
        },
});

/** 第三十二条 The same principal is compensated once; what a short deposit left open stays claimable. */
export const art32Once = rule({
  code: 'ART32_ONCE',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['deduction'],
  reads: [],
  texts: {
    met: {
      zh: '资金池按比例应承担、尚未划扣的金额为[{actual}]',
      en: 'the pool’s share that has not been deducted yet[ is {actual}]',
    },
    broken: {
      zh: '该笔贷款没有资金池应承担而尚未划扣的本金，不得重复划扣',
      en: 'the loan has no principal whose share the pool still owes; nothing is deducted twice',
    },
  },
  // Where principal is not past the days of grace the rule above says so; this one is about what was taken before.
  finds: ({ deduction }) =>
    deduction.pastDue && !deduction.pastGrace
      ? null
      : { met: deduction.claimable.isPositive(), actual: YUAN.figure(deduction.claimable) },
});

/** 第三十二条 The money comes out of the risk deposit at that bank, and out of nothing else. */
export const art32Deposit = rule({
  code: 'ART32_DEPOSIT',
  strength: 'ABSOLUTE',
  shows: 'BANK',
  needs: ['deduction'],
  reads: [],
  texts: {
    met: {
      zh: '该行风险补偿金余额[{actual}]可供划扣',
      en: 'the risk deposit[, {actual},] can be deducted from',
    },
    broken: {
      zh: '该行风险补偿金已无余额可供划扣，待补充后再行划扣',
      en: 'nothing is left in the risk deposit; the claim stands until it is topped up',
    },
  },
  finds: ({ deduction }) => ({
    met: deduction.deposit.isPositive(),
    actual: YUAN.figure(deduction.deposit),
  }),
});

/**
 * 第三十二条 What a short deposit could not pay stays claimable: the bank may ask that the deposit be raised by as much, also
 * when it lends too little to ask otherwise, and when it is leaving.
 */
export const art32OpenClaim = rule({
  code: 'ART32_OPEN_CLAIM',
  strength: 'ABSOLUTE',
  shows: 'BANK',
  needs: ['claim'],
  reads: [],
  texts: {
    met: {
      zh: '金额[{actual}]不超过该行因风险补偿金不足尚未划扣的代偿款[{limit}]',
      en: 'the amount[, {actual},] is not more than the short deposit has left unpaid[, {limit}]',
    },
    broken: {
      zh: '金额[{actual}]超过该行因风险补偿金不足尚未划扣的代偿款[{limit}]',
      en: 'the amount[, {actual},] is more than the short deposit has left unpaid[, {limit}]',
    },
  },
  finds: ({ claim }) => atMost(YUAN, claim.amount, claim.open),
});

/** 第三十二条 The bank notifies the office in writing within some working days of the deduction. */
export const art32Notice = rule({
  code: 'ART32_NOTICE',
  strength: 'TRIGGER',
  shows: 'PUBLIC',
  needs: [],
  reads: ['deductionNoticeWorkingDays'],
  texts: {
    met: { zh: '无需告知', en: 'no notice is due' },
    broken: {
      zh: '合作银行应在划扣后[{limit}内]书面告知专项工作协调办公室',
      en: 'the bank notifies the office in writing[ within {limit}] of the deduction',
    },
  },
  finds: (_facts, { deductionNoticeWorkingDays }) => ({
    met: false,
    limit: WORKING_DAYS.figure(deductionNoticeWorkingDays),
  }),
});

/** 第三十二条 What a bank took too early or too much is not a compensation; it is owed back. */
export const art32Excess = rule({
  code: 'ART32_EXCESS',
  strength: 'TRIGGER',
  shows: 'BANK',
  needs: ['deduction'],
  reads: ['excessReturnWorkingDays'],
  texts: {
    met: {
      zh: '划扣金额[{actual}]未超过可划扣金额[{limit}]',
      en: 'what was taken[, {actual},] is not more than could be deducted[, {limit}]',
    },
    broken: {
      zh: '划扣金额[{actual}]超过可划扣金额[{limit}]，超出部分应退回风险补偿金专户',
      en: 'what was taken[, {actual},] is more than could be deducted[, {limit}]; the rest is to be returned to the risk deposit',
    },
  },
  finds: ({ deduction }) => atMost(YUAN, deduction.taken, deduction.claimable),
});

/** 第三十二条 A bank returns what it owes back, and no more. */
export const art32ExcessReturn = rule({
  code: 'ART32_EXCESS_RETURN',
  strength: 'ABSOLUTE',
  shows: 'BANK',
  needs: ['excess'],
  reads: [],
  texts: {
    met: {
      zh: '退回金额[{actual}]不超过应退回的余额[{limit}]',
      en: 'what is returned[, {actual},] is not more than is owed back[, {limit}]',
    },
    broken: {
      zh: '退回金额[{actual}]超过应退回的余额[{limit}]',
      en: 'what is returned[, {actual},] is more than is owed back[, {limit}]',
    },
  },
  finds: ({ excess }) => atMost(YUAN, excess.amount, excess.owed),
});

/** 第三十三条 The debtor is pursued once there has been a compensation. */
export const art33Compensated = rule({
  code: 'ART33_COMPENSATED',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['pursuit'],
  reads: [],
  texts: {
    met: { zh: '该笔贷款已发生代偿', en: 'the loan has been compensated' },
    broken: {
      zh: '该笔贷款尚未发生代偿或追偿已终结，不进入追偿程序',
      en: 'the loan has not been compensated, or its recovery is concluded; there is nothing to recover',
    },
  },
  finds: ({ pursuit }) => holds(pursuit.compensatedPrincipal.isPositive() && !pursuit.concluded),
});

/** 第三十三条 After a compensation, fund manager and bank pursue the debtor, at law if need be. */
export const art33Pursuit = rule({
  code: 'ART33_PURSUIT',
  strength: 'TRIGGER',
  shows: 'PUBLIC',
  needs: [],
  reads: ['pursuitDays'],
  texts: {
    met: { zh: '无需追索', en: 'nobody need be pursued' },
    broken: {
      zh: '代偿发生后，受托机构、合作银行应[在{limit}内]追偿或依法提起诉讼',
      en: 'after the compensation, the fund manager and the bank recover something or go to law[ within {limit}]',
    },
  },
  finds: (_facts, { pursuitDays }) => ({ met: false, limit: DAYS.figure(pursuitDays) }),
});

/** 第三十四条 Costs are taken off what was got; they cannot be more than that. */
export const art34Costs = rule({
  code: 'ART34_COSTS',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['recovery'],
  reads: [],
  texts: {
    met: {
      zh: '追偿费用[{actual}]不超过追偿所得[{limit}]',
      en: 'the costs[, {actual},] are not more than was got[, {limit}]',
    },
    broken: {
      zh: '追偿费用[{actual}]超过追偿所得[{limit}]，无可分配',
      en: 'the costs[, {actual},] are more than was got[, {limit}]; nothing is left to share',
    },
  },
  finds: ({ recovery }) => atMost(YUAN, recovery.costs, recovery.gross),
});

/** 第三十四条 What is shared out never exceeds what was compensated and not recovered before. */
export const art34WithinLoss = rule({
  code: 'ART34_WITHIN_LOSS',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['recovery'],
  reads: [],
  texts: {
    met: {
      zh: '本次分配净额[{actual}]不超过已代偿而未追回的本金[{limit}]',
      en: 'what is shared out[, {actual},] is not more than was compensated and not recovered yet[, {limit}]',
    },
    broken: {
      zh: '本次分配净额[{actual}]超过已代偿而未追回的本金[{limit}]',
      en: 'what is shared out[, {actual},] is more than was compensated and not recovered yet[, {limit}]',
    },
  },
  finds: ({ recovery }) => atMost(YUAN, recovery.net, recovery.unrecovered),
});
