import { DAYS } from './measures.ts';
import { rule } from './verdict.ts';

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
