import { DAYS } from './measures.ts';
import { holds, rule } from './verdict.ts';

/** 第二十九条 Once the money is paid out, bank and guarantor visit the firm at a regular interval. */
export const art29Visits = rule({
  code: 'ART29_VISITS',
  strength: 'TRIGGER',
  shows: 'PUBLIC',
  needs: [],
  reads: ['visitIntervalDays'],
  texts: {
    met: { zh: '无需走访', en: 'no visit is due' },
    broken: {
      zh: '放款后，合作担保机构、银行应定期走访企业[，至少每{limit}一次]',
      en: 'after the disbursement the bank and the guarantor visit the firm[ at least every {limit}]',
    },
  },
  finds: (_facts, { visitIntervalDays }) => ({ met: false, limit: DAYS.figure(visitIntervalDays) }),
});

/** 第三十条 The district helps with the loans of its region; it can record what it found while a loan runs. */
export const art30Running = rule({
  code: 'ART30_RUNNING',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['running'],
  reads: [],
  texts: {
    met: { zh: '该笔贷款在贷后管理期内', en: 'the loan is being looked after' },
    broken: {
      zh: '该笔贷款尚未放款或已终结，不在贷后管理期内',
      en: 'the loan is not paid out yet or has ended, and is not being looked after',
    },
  },
  finds: ({ running }) => holds(running.disbursed && !running.ended),
});
