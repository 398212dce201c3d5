import { COUNT, DATE, WORKING_DAYS } from './measures.ts';
import { atLeast, atMost, holds, rule } from './verdict.ts';

/** 第二十四条 A firm is referred by the authority of the region in which it is registered. */
export const art24OwnRegion = rule({
  code: 'ART24_OWN_REGION',
  strength: 'ABSOLUTE',
  shows: 'PUBLIC',
  needs: ['firm'],
  reads: [],
  texts: {
    met: { zh: '该企业在推荐地区登记注册', en: 'the firm is registered in the region that refers it' },
    broken: {
      zh: '该企业不在推荐地区登记注册，应由其属地部门推荐',
      en: 'the firm is registered in another region, whose authority refers it',
    },
  },
  finds: ({ firm }) => holds(firm.ofActingRegion),
});

/** 第二十五条 The office has looked at the firm on site before it recommends it. */
export const art25SiteVisit = rule({
  code: 'ART25_SITE_VISIT',
  strength: 'ABSOLUTE',
  shows: 'PUBLIC',
  needs: ['today', 'screening'],
  reads: [],
  texts: {
    met: { zh: '已实地初步调查[（{actual}）]', en: 'the firm was visited[ on {actual}]' },
    broken: {
      zh: '出具推荐表前应先登记实地初步调查情况',
      en: 'a site visit is recorded before the firm is recommended',
    },
  },
  finds: ({ today, screening }) => {
    const { siteVisitedOn } = screening;
    if (siteVisitedOn === null) return holds(false);
    const actual = DATE.figure(siteVisitedOn);
    const text = { zh: '实地调查日期[{actual}]晚于今日', en: 'the visit lies in the future[, {actual}]' };
    return siteVisitedOn <= today ? { met: true, actual } : { met: false, actual, text };
  },
});

/** 第二十五条 A firm is recommended to one cooperating bank and one active guarantor. */
export const art25Partners = rule({
  code: 'ART25_PARTNERS',
  strength: 'ABSOLUTE',
  shows: 'PUBLIC',
  needs: ['bank', 'guarantor'],
  reads: [],
  texts: {
    met: {
      zh: '所推荐的银行和担保机构均在合作期内',
      en: 'the bank and the guarantor recommended to both cooperate',
    },
    broken: {
      zh: '只能推荐给合作期内的银行和担保机构',
      en: 'a firm is recommended only to a bank and a guarantor that cooperate',
    },
  },
  finds: ({ bank, guarantor }) => holds(bank.state === 'COOPERATING' && guarantor.active),
});

/** 第二十六条 Only who received the office's recommendation looks into the firm and decides. */
export const art26Recommended = rule({
  code: 'ART26_RECOMMENDED',
  strength: 'ABSOLUTE',
  shows: 'PUBLIC',
  needs: ['diligence'],
  reads: [],
  texts: {
    met: {
      zh: '该企业已由专项工作协调办公室推荐给本机构',
      en: 'the office recommended the firm to this institution',
    },
    broken: {
      zh: '该企业未由专项工作协调办公室推荐给本机构',
      en: 'the office did not recommend the firm to this institution',
    },
  },
  finds: ({ diligence }) => holds(diligence.recommendedToActor),
});

/** 第二十六条 Both reports are with the office before either institution decides. */
export const art26BothReports = rule({
  code: 'ART26_BOTH_REPORTS',
  strength: 'ABSOLUTE',
  shows: 'PUBLIC',
  needs: ['diligence'],
  reads: [],
  texts: {
    met: {
      zh: '合作银行和担保机构的尽职调查情况均已报备',
      en: 'the due-diligence reports of the bank and the guarantor are both filed',
    },
    broken: {
      zh: '合作银行和担保机构的尽职调查情况均报备后方可审批',
      en: 'a decision waits for the due-diligence reports of both the bank and the guarantor',
    },
  },
  finds: ({ diligence }) => holds(diligence.filedByBank && diligence.filedByGuarantor),
});

/** 第二十七条 Contracts follow the approval of both, never of one. */
export const art27BothApproved = rule({
  code: 'ART27_BOTH_APPROVED',
  strength: 'ABSOLUTE',
  shows: 'PUBLIC',
  needs: ['approvals'],
  reads: [],
  texts: {
    met: { zh: '合作银行和担保机构均已审批同意', en: 'the bank and the guarantor have both approved' },
    broken: {
      zh: '合作银行和担保机构均审批同意后方可签订合同',
      en: 'contracts wait for the approval of both the bank and the guarantor',
    },
  },
  finds: ({ approvals }) => holds(approvals.bank && approvals.guarantor),
});

/** 第二十七条 Money is paid out under a signed contract, and no later than its last drawdown day. */
export const art27Drawdown = rule({
  code: 'ART27_DRAWDOWN',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['contract'],
  reads: [],
  texts: {
    met: {
      zh: '放款日期[{actual}]不晚于合同约定的最后提款日[{limit}]',
      en: 'the money is paid out[ on {actual},] by the last drawdown day[, {limit}]',
    },
    broken: {
      zh: '放款日期[{actual}]晚于合同约定的最后提款日[{limit}]',
      en: 'the money is paid out[ on {actual},] after the last drawdown day[, {limit}]',
    },
  },
  finds: ({ contract }) => {
    const { signedOn, lastDrawdownOn, drawdownOn } = contract;
    if (signedOn === null || lastDrawdownOn === null || drawdownOn === null)
      return holds(false, { zh: '尚未签订合同，不得放款', en: 'no contract is signed yet' });
    if (drawdownOn >= signedOn) return atMost(DATE, drawdownOn, lastDrawdownOn);
    return {
      met: false,
      actual: DATE.figure(drawdownOn),
      limit: DATE.figure(signedOn),
      text: {
        zh: '放款日期[{actual}]早于合同签订日期[{limit}]',
        en: 'the money is paid out[ on {actual},] before the contract is signed[, {limit}]',
      },
    };
  },
});

/** 第二十七条 Having paid out, the bank tells the office in writing within some working days. */
export const art27Notice = rule({
  code: 'ART27_NOTICE',
  strength: 'TRIGGER',
  shows: 'PUBLIC',
  needs: [],
  reads: ['disbursementNoticeWorkingDays'],
  texts: {
    met: { zh: '无需通知', en: 'no notice is due' },
    broken: {
      zh: '合作银行放款后应[于{limit}内]书面通知专项工作协调办公室',
      en: 'having paid out, the bank notifies the office in writing[ within {limit}]',
    },
  },
  finds: (_facts, { disbursementNoticeWorkingDays }) => ({
    met: false,
    limit: WORKING_DAYS.figure(disbursementNoticeWorkingDays),
  }),
});

/** 第二十八条 The firm gives the guarantor a counter-guarantee, of whatever kind. */
export const art28CounterGuarantee = rule({
  code: 'ART28_COUNTER_GUARANTEE',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['counterGuarantees'],
  reads: [],
  texts: {
    met: { zh: '已提供反担保措施[{actual}]', en: 'counter-guarantees are given[: {actual}]' },
    broken: {
      zh: '企业应向担保机构提供反担保措施[，至少{limit}]',
      en: 'the firm gives the guarantor a counter-guarantee[, at least {limit}]',
    },
  },
  finds: ({ counterGuarantees }) => atLeast(COUNT, counterGuarantees.count, 1),
});
