import type { ObligationKind, Persona, Word } from '../domain/words.ts';

/** One thing that the procedure asks for a loan. */
export interface Step {
  readonly article: number;
  /** What it is called, and what is asked, in our words. */
  readonly asked: Word;
  /** Who would see it if it were there: only to those is its absence told. */
  readonly toldTo: readonly Persona[];
}

const ALL = ['OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER'] as const;
const OFFICE_AND_DISTRICT = ['OFFICE', 'DISTRICT'] as const;
const NOT_GUARANTORS = ['OFFICE', 'DISTRICT', 'BANK'] as const;
const GUARANTORS = ['OFFICE', 'GUARANTOR', 'FUND_MANAGER'] as const;

/** Every step of a loan’s procedure, in the order of the articles and within one of the story. */
export const DOSSIER_STEPS = {
  REPLENISHMENT: {
    article: 13,
    asked: {
      zh: '代偿后，地区财政按分担比例补足资金池',
      en: 'After a compensation the region makes up for its share.',
    },
    toldTo: OFFICE_AND_DISTRICT,
  },
  GUARANTOR_PAYMENT: {
    article: 20,
    asked: {
      zh: '担保机构向银行支付其分担的代偿款',
      en: 'The guarantor pays the bank its share of the loss.',
    },
    toldTo: ALL,
  },
  REFERRAL: {
    article: 24,
    asked: { zh: '地区中小企业管理部门推荐企业', en: 'The district authority refers the firm.' },
    toldTo: ALL,
  },
  SITE_VISIT: {
    article: 25,
    asked: { zh: '办公室推荐前现场初审', en: 'Before it recommends, the office visits the firm.' },
    toldTo: ALL,
  },
  RECOMMENDATION: {
    article: 25,
    asked: {
      zh: '办公室出具推荐表，推荐给一家银行和一家担保机构',
      en: 'The office recommends the firm to one bank and one guarantor, on a numbered form.',
    },
    toldTo: ALL,
  },
  BANK_DILIGENCE: {
    article: 26,
    asked: { zh: '银行尽职调查并报备', en: 'The bank examines the firm and files its report.' },
    toldTo: ALL,
  },
  GUARANTOR_DILIGENCE: {
    article: 26,
    asked: { zh: '担保机构尽职调查并报备', en: 'The guarantor examines the firm and files its report.' },
    toldTo: ALL,
  },
  BANK_DECISION: {
    article: 26,
    asked: { zh: '银行审批', en: 'The bank decides, and fixes the terms.' },
    toldTo: ALL,
  },
  GUARANTOR_DECISION: {
    article: 26,
    asked: { zh: '担保机构审批', en: 'The guarantor decides.' },
    toldTo: ALL,
  },
  CONTRACT: {
    article: 27,
    asked: { zh: '签订借款合同和担保合同', en: 'The loan and the guarantee contracts are signed.' },
    toldTo: ALL,
  },
  DISBURSEMENT: {
    article: 27,
    asked: { zh: '在提款期内放款', en: 'The bank pays out, within the drawdown period.' },
    toldTo: ALL,
  },
  DISBURSEMENT_NOTICE: {
    article: 27,
    asked: { zh: '银行按期书面通知放款', en: 'The bank notifies the office of the disbursement in time.' },
    toldTo: NOT_GUARANTORS,
  },
  COUNTER_GUARANTEE: {
    article: 28,
    asked: { zh: '企业向担保机构提供反担保', en: 'The firm gives the guarantor a counter-guarantee.' },
    toldTo: GUARANTORS,
  },
  VISIT: {
    article: 29,
    asked: { zh: '贷后定期走访', en: 'The borrower is visited at intervals.' },
    toldTo: ALL,
  },
  RISK_WARNING: {
    article: 29,
    asked: { zh: '发现风险及时预警并提出措施', en: 'A risk that shows is warned of, with measures.' },
    toldTo: ALL,
  },
  MATURITY_REMINDER: {
    article: 31,
    asked: { zh: '到期前提醒企业还款', en: 'The firm is reminded ahead of maturity.' },
    toldTo: ALL,
  },
  OVERDUE_MEASURES: {
    article: 31,
    asked: { zh: '逾期后提出应对措施', en: 'After a missed payment there is a plan.' },
    toldTo: NOT_GUARANTORS,
  },
  COLLECTION_ATTEMPT: {
    article: 31,
    asked: { zh: '电话或实地催收', en: 'What is past due is collected, by telephone or on site.' },
    toldTo: ALL,
  },
  ACCELERATION: {
    article: 32,
    asked: { zh: '银行可宣布贷款提前到期', en: 'The bank may call the whole loan.' },
    toldTo: ALL,
  },
  DEDUCTION: {
    article: 32,
    asked: {
      zh: '逾期超过规定日数，银行划扣资金池应分担部分',
      en: 'Past the days of grace the bank deducts the pool’s share.',
    },
    toldTo: ALL,
  },
  DEDUCTION_NOTICE: {
    article: 32,
    asked: { zh: '银行按期书面告知划扣', en: 'The bank notifies the office of the deduction in time.' },
    toldTo: NOT_GUARANTORS,
  },
  EXCESS_RETURN: {
    article: 32,
    asked: { zh: '银行退回提前或超额划扣的资金', en: 'What was deducted early or in excess is returned.' },
    toldTo: NOT_GUARANTORS,
  },
  PURSUIT: {
    article: 33,
    asked: { zh: '代偿后向债务人追索', en: 'After a compensation the debtor is pursued.' },
    toldTo: NOT_GUARANTORS,
  },
  LEGAL_ACTION: {
    article: 33,
    asked: { zh: '必要时提起诉讼并执行', en: 'Where needed, an action at law is brought and enforced.' },
    toldTo: ALL,
  },
  RECOVERY: {
    article: 34,
    asked: {
      zh: '追偿所得扣除费用后按比例返还',
      en: 'What is recovered, less costs, goes back in the shares of the loss.',
    },
    toldTo: ALL,
  },
  RECOVERY_REPORT: {
    article: 35,
    asked: { zh: '定期报告追偿情况', en: 'The recovery is reported on at intervals.' },
    toldTo: ALL,
  },
  CONCLUSION: {
    article: 35,
    asked: {
      zh: '办公室终结追偿，确定最终损失',
      en: 'The office concludes the recovery and states the loss.',
    },
    toldTo: ALL,
  },
  DISHONEST_LISTING: {
    article: 36,
    asked: {
      zh: '对恶意逃废债务的企业列入失信企业名单',
      en: 'A firm that evades its debt is put on the dishonest list.',
    },
    toldTo: OFFICE_AND_DISTRICT,
  },
} as const satisfies Readonly<Record<string, Step>>;
export type DossierStep = keyof typeof DOSSIER_STEPS;

/** The step that a duty about a loan belongs to; null for duties that no loan has. */
export const STEP_OF_DUTY: Readonly<Record<ObligationKind, DossierStep | null>> = {
  CONTRIBUTION: null,
  FIRST_DEPOSIT: null,
  TOP_UP: null,
  DISBURSEMENT_NOTICE: 'DISBURSEMENT_NOTICE',
  MATURITY_REMINDER: 'MATURITY_REMINDER',
  REPLENISHMENT: 'REPLENISHMENT',
  DEPOSIT_RETURN: null,
  EVALUATION: null,
  VISIT: 'VISIT',
  OVERDUE_MEASURES: 'OVERDUE_MEASURES',
  DEDUCTION_NOTICE: 'DEDUCTION_NOTICE',
  EXCESS_RETURN: 'EXCESS_RETURN',
  PURSUIT: 'PURSUIT',
  RECOVERY_REPORT: 'RECOVERY_REPORT',
};

/** Steps that every loan passes, once it gets that far; the others depend on what befalls it. */
export const STEPS_OF_EVERY_LOAN: ReadonlySet<DossierStep> = new Set([
  'REFERRAL',
  'SITE_VISIT',
  'RECOMMENDATION',
  'BANK_DILIGENCE',
  'GUARANTOR_DILIGENCE',
  'BANK_DECISION',
  'GUARANTOR_DECISION',
  'COUNTER_GUARANTEE',
  'CONTRACT',
  'DISBURSEMENT',
  'DISBURSEMENT_NOTICE',
  'VISIT',
  'MATURITY_REMINDER',
]);
