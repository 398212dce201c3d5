import { BANK_STATES, FEE_KINDS } from '../domain/words.ts';
import { DATE, LOANS, textsFigure, WORKING_DAYS, wordsFigure, YUAN } from './measures.ts';
import { atMost, holds, rule } from './verdict.ts';

/** 第十六条 New business needs a bank that has signed an agreement and is not on its way out. */
export const art16Cooperating = rule({
  code: 'ART16_COOPERATING',
  strength: 'ABSOLUTE',
  shows: 'BANK',
  needs: ['bank'],
  reads: [],
  texts: {
    met: { zh: '该行已签订合作协议', en: 'the bank has signed a cooperation agreement' },
    broken: {
      zh: '该行不在合作期内[（{actual}）]，不得新办业务',
      en: 'the bank is not in cooperation[ ({actual})] and takes no new business',
    },
  },
  finds: ({ bank }) => ({
    met: bank.state === 'COOPERATING',
    actual: wordsFigure(BANK_STATES, [bank.state]),
  }),
});

/** 第十六条 When a bank signs, the first risk deposit becomes due to it. */
export const art16FirstDepositDue = rule({
  code: 'ART16_FIRST_DEPOSIT',
  strength: 'TRIGGER',
  shows: 'PUBLIC',
  needs: ['bank'],
  reads: ['firstDeposit'],
  texts: {
    met: { zh: '该行已有风险补偿金', en: 'the bank holds a risk deposit already' },
    broken: {
      zh: '签订合作协议后，应向该行存入首笔风险补偿金[{limit}]',
      en: 'with the agreement signed, the first risk deposit[ of {limit}] is to be placed at the bank',
    },
  },
  finds: ({ bank }, { firstDeposit }) => ({
    met: bank.deposit.isPositive(),
    limit: YUAN.figure(firstDeposit),
  }),
});

/** 第十六条 The first risk deposit is exactly the amount that the edition names. */
export const art16FirstDeposit = rule({
  code: 'ART16_FIRST_DEPOSIT',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['placement'],
  reads: ['firstDeposit'],
  texts: {
    met: {
      zh: '首笔风险补偿金[{actual}]与规定金额一致',
      en: 'the first risk deposit[, {actual},] is the amount laid down',
    },
    broken: {
      zh: '首笔风险补偿金[{actual}]与规定金额[{limit}]不符',
      en: 'the first risk deposit[, {actual},] is not the amount laid down[, {limit}]',
    },
  },
  finds: ({ placement }, { firstDeposit }) => {
    if (!placement.first) return null;
    return {
      met: placement.amount.equals(firstDeposit),
      actual: YUAN.figure(placement.amount),
      limit: YUAN.figure(firstDeposit),
    };
  },
});

/** 第十六条 A bank may ask for a top-up only once its loans exceed the multiple of its risk deposit. */
export const art16TopUpAsk = rule({
  code: 'ART16_TOP_UP_ASK',
  strength: 'ABSOLUTE',
  shows: 'BANK',
  needs: ['bank'],
  reads: ['depositLeverageMultiple'],
  texts: {
    met: {
      zh: '该行贷款合计[{actual}，]已高于按风险补偿金核定的额度[{limit}]，可以申请补充',
      en: 'the bank’s loans[, {actual} in all,] exceed what its risk deposit carries[, {limit}]; it may ask for a top-up',
    },
    broken: {
      zh: '该行贷款合计[{actual}，]尚未高于按风险补偿金核定的额度[{limit}]，不能申请补充',
      en: 'the bank’s loans[, {actual} in all,] do not exceed what its risk deposit carries[, {limit}]; it may not ask for a top-up yet',
    },
  },
  finds: ({ bank }, { depositLeverageMultiple }) => {
    const limit = bank.deposit.times(depositLeverageMultiple);
    return {
      met: bank.exposure.moreThan(limit),
      actual: YUAN.figure(bank.exposure),
      limit: YUAN.figure(limit),
    };
  },
});

/** 第十六条 A loan that takes the bank above the multiple of its risk deposit gives it the right to ask for more. */
export const art16TopUpRight = rule({
  code: 'ART16_TOP_UP_RIGHT',
  strength: 'TRIGGER',
  shows: 'BANK',
  needs: ['bank', 'asked'],
  reads: ['depositLeverageMultiple'],
  texts: {
    met: {
      zh: '该行贷款合计[将为{actual}，]不高于按风险补偿金核定的额度[{limit}]',
      en: 'the bank’s loans[, {actual} in all,] stay within what its risk deposit carries[, {limit}]',
    },
    broken: {
      zh: '该行贷款合计[将达{actual}，]高于按风险补偿金核定的额度[{limit}]，该行可申请补充',
      en: 'the bank’s loans[, {actual} in all,] exceed what its risk deposit carries[, {limit}]; the bank may ask for a top-up',
    },
  },
  finds: ({ bank, asked }, { depositLeverageMultiple }) =>
    atMost(YUAN, bank.exposure.plus(asked.amount), bank.deposit.times(depositLeverageMultiple)),
});

/** 第十六条 A top-up is placed as the office approved it. */
export const art16TopUpAmount = rule({
  code: 'ART16_TOP_UP_AMOUNT',
  strength: 'ABSOLUTE',
  shows: 'BANK',
  needs: ['placement'],
  reads: [],
  texts: {
    met: {
      zh: '补充金额[{actual}]与专项工作协调办公室同意的金额一致',
      en: 'the top-up[, {actual},] is the amount that the office approved',
    },
    broken: {
      zh: '补充金额[{actual}]与专项工作协调办公室同意的金额[{limit}]不符',
      en: 'the top-up[, {actual},] is not the amount that the office approved[, {limit}]',
    },
  },
  finds: ({ placement }) => {
    const { amount, approvedTopUp } = placement;
    if (placement.first) return null;
    if (approvedTopUp === null)
      return holds(false, {
        zh: '该笔补充未经专项工作协调办公室同意',
        en: 'the office has approved no such top-up',
      });
    return {
      met: amount.equals(approvedTopUp),
      actual: YUAN.figure(amount),
      limit: YUAN.figure(approvedTopUp),
    };
  },
});

/** 第十七条 The bank charges the firm none of the fees that the measures forbid. */
export const art17Fees = rule({
  code: 'ART17_FEES',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['terms'],
  reads: ['prohibitedFees'],
  texts: {
    met: { zh: '未收取禁止收取的费用', en: 'none of the prohibited fees is charged' },
    broken: {
      zh: '不得向企业收取禁止收取的费用[：{actual}]',
      en: 'the firm may not be charged prohibited fees[: {actual}]',
    },
  },
  finds: ({ terms }, { prohibitedFees }) => {
    const charged = prohibitedFees.filter((kind) => terms.fees.includes(kind));
    if (charged.length === 0) return holds(true);
    return {
      met: false,
      actual: wordsFigure(FEE_KINDS, charged),
      limit: wordsFigure(FEE_KINDS, prohibitedFees),
    };
  },
});

/** 第十八条 A bank that is leaving or has left lets its loans run off and takes no new ones. */
export const art18Leaving = rule({
  code: 'ART18_LEAVING',
  strength: 'ABSOLUTE',
  shows: 'BANK',
  needs: ['bank'],
  reads: [],
  texts: {
    met: { zh: '该行未退出合作', en: 'the bank is not leaving' },
    broken: {
      zh: '该行正在退出或已退出合作，只办理存量业务',
      en: 'the bank is leaving or has left and only lets its existing loans run off',
    },
  },
  finds: ({ bank }) => holds(bank.state !== 'LEAVING' && bank.state !== 'LEFT'),
});

/** 第十八条 When a leaving bank’s last loan has ended, its deposit with the interest is to go back. */
export const art18Return = rule({
  code: 'ART18_RETURN',
  strength: 'TRIGGER',
  shows: 'BANK',
  needs: ['departure'],
  reads: ['depositReturnWorkingDays'],
  texts: {
    met: {
      zh: '该行没有应转回的风险补偿金',
      en: 'the bank holds no risk deposit that would have to go back',
    },
    broken: {
      zh: '存量业务履行完毕后，该行风险补偿金及利息应[在{limit}内]转回资金池专户',
      en: 'once its loans have ended, the bank’s risk deposit and its interest go back to the pool’s account[ within {limit}]',
    },
  },
  finds: ({ departure }, { depositReturnWorkingDays }) => ({
    met: departure.balance.isZero(),
    limit: WORKING_DAYS.figure(depositReturnWorkingDays),
  }),
});

/** 第十八条 The deposit stays while a single loan of the bank runs. */
export const art18RunOff = rule({
  code: 'ART18_RUN_OFF',
  strength: 'ABSOLUTE',
  shows: 'BANK',
  needs: ['departure'],
  reads: [],
  texts: {
    met: { zh: '该行存量业务已履行完毕', en: 'the bank’s loans have all ended' },
    broken: {
      zh: '该行尚有未了结的贷款[（{actual}）]，风险补偿金不得转回',
      en: 'loans of the bank are still running[ ({actual})]; its risk deposit stays',
    },
  },
  finds: ({ departure: { runningLoans, endedOn, valueDate } }) => {
    if (runningLoans > 0) return { met: false, actual: LOANS.figure(runningLoans) };
    if (endedOn === null || valueDate >= endedOn) return holds(true);
    return {
      met: false,
      limit: DATE.figure(endedOn),
      actual: DATE.figure(valueDate),
      shows: 'MONEY',
      text: {
        zh: '该行存量业务履行完毕之日[（{limit}）]前，风险补偿金不得转回',
        en: 'the deposit cannot have gone back[ on {actual},] before the last loan had ended[ on {limit}]',
      },
    };
  },
});

/** 第十八条 What goes back is the whole balance, interest included: nothing stays, and nothing that is owed is left out. */
export const art18WholeDeposit = rule({
  code: 'ART18_WHOLE_DEPOSIT',
  strength: 'ABSOLUTE',
  shows: 'MONEY',
  needs: ['departure'],
  reads: [],
  texts: {
    met: {
      zh: '转回金额[{actual}]为该行风险补偿金及利息的全部余额',
      en: 'what goes back[, {actual},] is the whole balance with its interest',
    },
    broken: {
      zh: '起息日起该行风险补偿金余额最低[为{actual}]，少于应转回的全部余额[{limit}]，请改用其后的起息日',
      en: 'since the value date the deposit has stood lower[, at {actual},] than the whole balance[, {limit}]; give a later day',
    },
  },
  finds: ({ departure: { balance, lowest, suspense } }) => {
    if (suspense.isPositive())
      return {
        met: false,
        limit: YUAN.figure(balance.plus(suspense)),
        actual: YUAN.figure(balance),
        text: {
          zh: '该行尚有超额划扣未退回，应先退回，再转回全部风险补偿金[{limit}]',
          en: 'the bank still owes back what it deducted in excess; that comes first, then the whole deposit[, {limit}] goes back',
        },
      };
    return {
      met: balance.isPositive() && lowest.equals(balance),
      limit: YUAN.figure(balance),
      actual: YUAN.figure(lowest),
    };
  },
});

/** 第十九条 A year is evaluated when it is over. */
export const art19YearEnded = rule({
  code: 'ART19_YEAR_ENDED',
  strength: 'ABSOLUTE',
  shows: 'PUBLIC',
  needs: ['today', 'evaluation'],
  reads: [],
  texts: {
    met: { zh: '该年度已终了', en: 'the year is over' },
    broken: {
      zh: '该年度尚未终了[（至{limit}）]，终了后方可进行绩效自评',
      en: 'the year is not over yet[: its last day is {limit}]; it is evaluated after that',
    },
  },
  finds: ({ today, evaluation: { lastDay } }) => ({ met: lastDay < today, limit: DATE.figure(lastDay) }),
});

/** 第十九条 The evaluation says of every bank of the year how it did and what becomes of the cooperation. */
export const art19EveryBank = rule({
  code: 'ART19_EVERY_BANK',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['evaluation'],
  reads: [],
  texts: {
    met: {
      zh: '对该年度各合作银行均有评价结论和合作意见',
      en: 'every bank of the year has its conclusion and a decision on the cooperation',
    },
    broken: {
      zh: '缺少下列合作银行的评价结论和合作意见[：{actual}]',
      en: 'banks of the year are without a conclusion and a decision on the cooperation[: {actual}]',
    },
  },
  finds: ({ evaluation: { banksMissing } }) =>
    banksMissing.length === 0 ? holds(true) : { met: false, actual: textsFigure(banksMissing) },
});
