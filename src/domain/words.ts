/**
 * The closed vocabularies of the scheme. Each word carries its Chinese term and an English sentence; the schema's
 * enum descriptions, the database's CHECK constraints and the messages are all made from these tables.
 */
export interface Word {
  readonly zh: string;
  readonly en: string;
}
type Vocabulary = Readonly<Record<string, Word>>;

/** The words of a vocabulary, in the order in which they are written. */
export function wordsOf<V extends Vocabulary>(vocabulary: V): [keyof V & string, ...(keyof V & string)[]] {
  return Object.keys(vocabulary) as [keyof V & string, ...(keyof V & string)[]];
}

// ---- Who --------------------------------------------------------------------------------------------------

export const TENANT_KINDS = {
  OFFICE: {
    zh: '专项工作协调办公室',
    en: 'The coordination office: municipal manager of the scheme (Art. 6).',
  },
  DISTRICT: {
    zh: '地区中小企业管理部门',
    en: 'A district authority: one per region; refers firms (Art. 7).',
  },
  BANK: { zh: '合作银行', en: 'A cooperating bank: lends, and holds a risk deposit (Art. 16).' },
  GUARANTOR: {
    zh: '合作担保机构',
    en: 'A guarantor: bears its share of losses and takes counter-guarantees (Art. 20, 28).',
  },
} as const satisfies Vocabulary;
export type TenantKind = keyof typeof TENANT_KINDS;

/** What a request may see and do: the tenant's kind, and apart from it the guarantor entrusted with the money. */
export const PERSONAS = {
  ...TENANT_KINDS,
  FUND_MANAGER: { zh: '受托机构', en: 'The guarantor that is entrusted with the pool’s money (Art. 10).' },
} as const satisfies Vocabulary;
export type Persona = keyof typeof PERSONAS;

/** Where a pool stands while it is carried from one server to another. */
export const MOVE_STATES = {
  LEAVING: {
    zh: '迁出中',
    en: 'Closed for acts while it is carried to another server; it can still be read here.',
  },
  ARRIVING: { zh: '迁入中', en: 'Carried to this server, and not opened yet.' },
  MOVED: { zh: '已迁出', en: 'Served by another server; what is left here is of the past.' },
} as const satisfies Vocabulary;
export type MoveState = keyof typeof MOVE_STATES;

export const ROLES = {
  VIEWER: { zh: '查阅人员', en: 'Reads what its tenant may see.' },
  OPERATOR: { zh: '经办人员', en: 'Reads, and does its tenant’s daily acts.' },
  APPROVER: {
    zh: '审批人员',
    en: 'As an operator, and also decides: recommend, decide, waive, reverse, enact, list.',
  },
} as const satisfies Vocabulary;
export type Role = keyof typeof ROLES;

// ---- Rules ------------------------------------------------------------------------------------------------

export const STRENGTHS = {
  ABSOLUTE: { zh: '刚性要求', en: 'A request that breaks the rule is refused.' },
  IN_PRINCIPLE: { zh: '原则性要求', en: 'Refused unless a waiver is in force.' },
  TRIGGER: { zh: '触发事项', en: 'Allowed, and it creates a right or a duty.' },
} as const satisfies Vocabulary;
export type Strength = keyof typeof STRENGTHS;

export const OUTCOMES = {
  PASS: { zh: '符合', en: 'The rule is met.' },
  REFUSED: { zh: '不符合', en: 'The rule is broken; the request is refused.' },
  WAIVER_NEEDED: {
    zh: '需经同意放宽',
    en: 'The rule is broken in principle; the request is refused until a waiver is in force.',
  },
  WAIVED: { zh: '已同意放宽', en: 'The rule would be broken, but a waiver in force covers the request.' },
  TRIGGERS: { zh: '触发', en: 'The request is allowed and creates a right or a duty.' },
} as const satisfies Vocabulary;
export type Outcome = keyof typeof OUTCOMES;

export const WAIVER_SUBJECTS = {
  REGION: { zh: '地区', en: 'A region.' },
  ENTERPRISE: { zh: '企业', en: 'An enterprise, for a referral still to be made.' },
  REFERRAL: { zh: '推荐', en: 'A referral and the loan that comes of it.' },
  LOAN: { zh: '贷款', en: 'A loan.' },
} as const satisfies Vocabulary;
export type WaiverSubject = keyof typeof WAIVER_SUBJECTS;

export const WAIVER_STATES = {
  ASKED: { zh: '待同意', en: 'Asked for; at least one consent is missing.' },
  IN_FORCE: { zh: '已生效', en: 'Every party has consented; it counts within its validity.' },
  DECLINED: { zh: '未同意', en: 'One of the parties declined.' },
} as const satisfies Vocabulary;
export type WaiverState = keyof typeof WAIVER_STATES;

// ---- Money ------------------------------------------------------------------------------------------------

export const SOURCES = {
  AUTONOMOUS_REGION: { zh: '自治区引导资金', en: 'Guidance fund of the autonomous region (Art. 8).' },
  CITY: { zh: '市本级', en: 'The city’s own budget (Art. 8).' },
  REGION: { zh: '地区财政', en: 'The budget of a region (Art. 8).' },
} as const satisfies Vocabulary;
export type Source = keyof typeof SOURCES;

export const ENTRY_KINDS = {
  CONTRIBUTION: { zh: '注资', en: 'Money paid into the pool by a source (Art. 8).' },
  INTEREST: {
    zh: '利息',
    en: 'Interest credited on one of the pool’s accounts, kept in the pool (Art. 12).',
  },
  DEPOSIT_PLACED: { zh: '存入风险补偿金', en: 'Risk deposit placed in or topped up at a bank (Art. 16).' },
  DEPOSIT_RETURNED: {
    zh: '退回风险补偿金',
    en: 'The whole risk deposit returned by a departed bank (Art. 18).',
  },
  DEDUCTION: { zh: '划扣', en: 'The pool’s share of a compensation taken from a risk deposit (Art. 32).' },
  RECOVERY: { zh: '追偿回款', en: 'The pool’s share of a recovery returned to it (Art. 34).' },
  REPLENISHMENT: { zh: '补充代偿资金', en: 'Money by which a region makes up for a compensation (Art. 13).' },
  SUPPLEMENT: { zh: '补充资金', en: 'Money added by the city after an evaluation (Art. 38).' },
  EXCESS_DEDUCTED: {
    zh: '超额划扣',
    en: 'Money that a bank took from its risk deposit too early or too much; it is owed back (Art. 32).',
  },
  EXCESS_RETURNED: {
    zh: '退回超额划扣',
    en: 'Money deducted in excess, returned to the risk deposit (Art. 32).',
  },
  OPENING: {
    zh: '期初余额',
    en: 'What a pool had before it was kept here, as of the day it was taken over.',
  },
  REVERSAL: { zh: '红字冲销', en: 'An entry that cancels an earlier one line by line.' },
} as const satisfies Vocabulary;
export type EntryKind = keyof typeof ENTRY_KINDS;

export const ACCOUNT_KINDS = {
  CUSTODY: {
    zh: '资金池专户',
    en: 'The pool’s own special account, held by the fund manager. Never below zero.',
  },
  DEPOSIT: { zh: '风险补偿金专户', en: 'Risk deposit in a bank’s special account. Never below zero.' },
  FUND: { zh: '出资', en: 'What a source has put in. A credit balance, shown as a negative amount.' },
  INTEREST: {
    zh: '利息',
    en: 'Interest rolled into the pool. A credit balance, shown as a negative amount.',
  },
  COMPENSATION: { zh: '代偿支出', en: 'A source’s share of losses paid, less recoveries.' },
  SUSPENSE: {
    zh: '待清退款',
    en: 'What a bank has deducted early or in excess and owes back. Never below zero (Art. 32).',
  },
} as const satisfies Vocabulary;
export type AccountKind = keyof typeof ACCOUNT_KINDS;

export const TOP_UP_STATES = {
  ASKED: { zh: '已申请', en: 'Asked for by the bank.' },
  APPROVED: { zh: '已同意', en: 'Approved by the office; the money is due within the time limit.' },
  DECLINED: { zh: '未同意', en: 'Declined by the office.' },
  PLACED: { zh: '已补充', en: 'The money has been placed.' },
} as const satisfies Vocabulary;
export type TopUpState = keyof typeof TOP_UP_STATES;

export const EDITION_STATES = {
  DRAFT: { zh: '草案', en: 'Drafted; a second person has still to enact it.' },
  ENACTED: { zh: '已发布', en: 'Enacted; in force within its validity (Art. 40).' },
} as const satisfies Vocabulary;
export type EditionState = keyof typeof EDITION_STATES;

export const EXPOSURE_SCOPES = {
  POOL: { zh: '资金池', en: 'The whole pool.' },
  REGION: { zh: '地区', en: 'The loans of a region’s firms.' },
  BANK: { zh: '合作银行', en: 'The loans of a bank.' },
  GUARANTOR: { zh: '合作担保机构', en: 'The loans that a guarantor backs.' },
  FIRM: { zh: '企业', en: 'The loans of one firm in all banks.' },
} as const satisfies Vocabulary;
export type ExposureScope = keyof typeof EXPOSURE_SCOPES;

export const REVERSAL_STATES = {
  ASKED: { zh: '待复核', en: 'Asked for; a second person has still to approve it.' },
  POSTED: { zh: '已冲销', en: 'Approved; the reversing entry stands in the ledger.' },
  DECLINED: { zh: '未同意', en: 'Declined by the second person.' },
} as const satisfies Vocabulary;
export type ReversalState = keyof typeof REVERSAL_STATES;

export const BANK_STATES = {
  REGISTERED: { zh: '已登记', en: 'Known to the pool; no cooperation agreement yet.' },
  COOPERATING: { zh: '合作中', en: 'An agreement is signed; new business is possible (Art. 16).' },
  LEAVING: { zh: '退出中', en: 'No new business; existing loans run off (Art. 18).' },
  LEFT: { zh: '已退出', en: 'All loans have ended and the deposit is returned (Art. 18).' },
} as const satisfies Vocabulary;
export type BankState = keyof typeof BANK_STATES;

// ---- Firms ------------------------------------------------------------------------------------------------

export const SIZES = {
  LARGE: { zh: '大型', en: 'Large: not eligible (Art. 4).' },
  MEDIUM: { zh: '中型', en: 'Medium.' },
  SMALL: { zh: '小型', en: 'Small.' },
  MICRO: { zh: '微型', en: 'Micro.' },
} as const satisfies Vocabulary;
export type Size = keyof typeof SIZES;

export const INDUSTRIES = {
  AGRICULTURE: { zh: '农、林、牧、渔业', en: 'Agriculture, forestry, animal husbandry and fishery.' },
  INDUSTRY: { zh: '工业', en: 'Mining, manufacturing, and supply of electricity, heat, gas and water.' },
  CONSTRUCTION: { zh: '建筑业', en: 'Construction.' },
  WHOLESALE: { zh: '批发业', en: 'Wholesale.' },
  RETAIL: { zh: '零售业', en: 'Retail.' },
  TRANSPORT: { zh: '交通运输业', en: 'Transport, without railways.' },
  WAREHOUSING: { zh: '仓储业', en: 'Warehousing.' },
  POST: { zh: '邮政业', en: 'Postal services.' },
  ACCOMMODATION: { zh: '住宿业', en: 'Accommodation.' },
  CATERING: { zh: '餐饮业', en: 'Catering.' },
  INFORMATION_TRANSMISSION: { zh: '信息传输业', en: 'Telecommunications and internet services.' },
  SOFTWARE: { zh: '软件和信息技术服务业', en: 'Software and information technology services.' },
  REAL_ESTATE: { zh: '房地产开发经营', en: 'Real-estate development and operation.' },
  PROPERTY_MANAGEMENT: { zh: '物业管理', en: 'Property management.' },
  LEASING_AND_BUSINESS: { zh: '租赁和商务服务业', en: 'Leasing and business services.' },
  OTHER: { zh: '其他未列明行业', en: 'Other industries that the standard does not list.' },
} as const satisfies Vocabulary;
export type Industry = keyof typeof INDUSTRIES;

export const PURPOSES = {
  PRODUCTION_TURNOVER: { zh: '生产经营周转', en: 'Turnover of production and operation (Art. 5).' },
  RAW_MATERIALS: { zh: '采购原材料', en: 'Buying raw materials or goods.' },
  WAGES_AND_RUNNING_COSTS: { zh: '支付工资及日常经营费用', en: 'Wages and running costs.' },
  ORDER_PERFORMANCE: { zh: '订单履约', en: 'Performing orders in hand.' },
  FIXED_ASSETS: { zh: '固定资产投资', en: 'Fixed assets: outside Art. 5.' },
  REAL_ESTATE: { zh: '房地产投资', en: 'Real estate: outside Art. 5.' },
  SECURITIES_OR_EQUITY: { zh: '证券或股权投资', en: 'Securities or shares: outside Art. 5.' },
  REPAYING_OTHER_DEBT: { zh: '偿还其他债务', en: 'Repaying other debt: outside Art. 5.' },
} as const satisfies Vocabulary;
export type Purpose = keyof typeof PURPOSES;

// ---- Procedure --------------------------------------------------------------------------------------------

export const PROPOSAL_STATES = {
  PROPOSED: { zh: '已提出', en: 'Proposed by a bank or guarantor; the district has not decided (Art. 24).' },
  ENDORSED: { zh: '已采纳', en: 'The district has made a referral of it (Art. 24).' },
  DROPPED: { zh: '未采纳', en: 'The district did not endorse it (Art. 24).' },
} as const satisfies Vocabulary;
export type ProposalState = keyof typeof PROPOSAL_STATES;

export const REFERRAL_STATES = {
  SUBMITTED: { zh: '已推荐', en: 'Submitted by the district to the office (Art. 24).' },
  RETURNED: {
    zh: '已退回',
    en: 'Returned by the office to be completed; the district may submit it again (Art. 25).',
  },
  DECLINED: { zh: '未通过筛选', en: 'Declined by the office (Art. 25).' },
  WITHDRAWN: { zh: '已撤回', en: 'Withdrawn by the district.' },
  RECOMMENDED: { zh: '已出具推荐表', en: 'Recommended to one bank and one guarantor (Art. 25).' },
  APPROVED: { zh: '已批准', en: 'Approved by the bank and the guarantor; a loan exists (Art. 26).' },
  REJECTED: { zh: '未获批准', en: 'The bank or the guarantor decided against it (Art. 26).' },
} as const satisfies Vocabulary;
export type ReferralState = keyof typeof REFERRAL_STATES;

export const PARTIES = {
  BANK: { zh: '合作银行', en: 'The bank.' },
  GUARANTOR: { zh: '担保机构', en: 'The guarantor.' },
} as const satisfies Vocabulary;
export type Party = keyof typeof PARTIES;

export const OPINIONS = {
  SUPPORT: { zh: '建议办理', en: 'The report supports the loan.' },
  OPPOSE: { zh: '不建议办理', en: 'The report advises against the loan.' },
} as const satisfies Vocabulary;
export type Opinion = keyof typeof OPINIONS;

export const DECISIONS = {
  APPROVE: { zh: '同意', en: 'Approved.' },
  DECLINE: { zh: '不同意', en: 'Declined.' },
} as const satisfies Vocabulary;
export type DecisionOutcome = keyof typeof DECISIONS;

export const REPAYMENT_METHODS = {
  BULLET: { zh: '到期一次性还本', en: 'The whole principal at maturity (Art. 22).' },
  INSTALMENTS: { zh: '分期还本', en: 'The principal in instalments (Art. 22).' },
} as const satisfies Vocabulary;
export type RepaymentMethod = keyof typeof REPAYMENT_METHODS;

export const FEE_KINDS = {
  MARGIN: { zh: '保证金', en: 'Margin or deposit money: prohibited (Art. 17).' },
  COMMITMENT: { zh: '承诺费', en: 'Commitment fee: prohibited (Art. 17).' },
  CONSULTING: { zh: '咨询费', en: 'Consulting fee: prohibited (Art. 17).' },
  ADVISORY: { zh: '顾问费', en: 'Advisory fee: prohibited (Art. 17).' },
  REGISTRATION: { zh: '注册费', en: 'Registration fee: prohibited (Art. 17).' },
  DOCUMENTATION: { zh: '资料费', en: 'Documentation fee: prohibited (Art. 17).' },
  STATUTORY: { zh: '法定收费', en: 'A fee that a law requires, such as a registry’s.' },
} as const satisfies Vocabulary;
export type FeeKind = keyof typeof FEE_KINDS;

export const COUNTER_GUARANTEE_KINDS = {
  REAL_ESTATE_MORTGAGE: { zh: '不动产抵押', en: 'Mortgage of real estate (Art. 28).' },
  MOVABLES_MORTGAGE: { zh: '动产抵（质）押', en: 'Mortgage or pledge of movables (Art. 28).' },
  RIGHTS_PLEDGE: { zh: '权利质押', en: 'Pledge of rights (Art. 28).' },
  RECEIVABLES: { zh: '应收账款质押', en: 'Pledge of receivables (Art. 28).' },
  INTELLECTUAL_PROPERTY: { zh: '知识产权质押', en: 'Pledge of intellectual property (Art. 28).' },
  SURETY: { zh: '保证担保', en: 'Surety of a person or firm (Art. 28).' },
} as const satisfies Vocabulary;
export type CounterGuaranteeKind = keyof typeof COUNTER_GUARANTEE_KINDS;

export const LOAN_STATES = {
  APPROVED: { zh: '已审批', en: 'Approved by bank and guarantor; no contract yet (Art. 26).' },
  CONTRACTED: { zh: '已签约', en: 'Contracts signed; the amount is committed (Art. 27).' },
  ACTIVE: { zh: '正常', en: 'Disbursed, and nothing is past due.' },
  OVERDUE: { zh: '逾期', en: 'Principal is past due on the business date (Art. 31).' },
  COMPENSATED: { zh: '已代偿', en: 'The pool has compensated the bank; recovery runs (Art. 32, 33).' },
  REPAID: { zh: '已结清', en: 'The principal is repaid in full.' },
  CLOSED: { zh: '已终结', en: 'Compensated, and the recovery is concluded (Art. 35).' },
  CANCELLED: { zh: '已取消', en: 'Cancelled before disbursement.' },
} as const satisfies Vocabulary;
export type LoanState = keyof typeof LOAN_STATES;

// ---- After the loan ---------------------------------------------------------------------------------------

export const AFTERCARE_KINDS = {
  VISIT: { zh: '贷后走访', en: 'A visit to the borrower (Art. 29, 30).' },
  RISK_WARNING: { zh: '风险预警', en: 'A warning of risk, with the measures proposed (Art. 29).' },
  OVERDUE_MEASURES: { zh: '逾期应对措施', en: 'What is to be done after a missed payment (Art. 31).' },
  COLLECTION_ATTEMPT: { zh: '逾期催收', en: 'An attempt to collect what is past due (Art. 31).' },
} as const satisfies Vocabulary;
export type AftercareKind = keyof typeof AFTERCARE_KINDS;

export const COLLECTION_CHANNELS = {
  TELEPHONE: { zh: '电话通知', en: 'By telephone (Art. 31).' },
  ON_SITE: { zh: '实地催收', en: 'On site (Art. 31).' },
  LETTER: { zh: '书面催收', en: 'By letter.' },
  OTHER: { zh: '其他方式', en: 'In another way.' },
} as const satisfies Vocabulary;
export type CollectionChannel = keyof typeof COLLECTION_CHANNELS;

export const COMPENSATION_KINDS = {
  DEDUCTED: { zh: '经系统划扣', en: 'Judged before the money was taken (Art. 32).' },
  REPORTED: { zh: '划扣后报告', en: 'Taken by the bank first and reported afterwards (Art. 32).' },
} as const satisfies Vocabulary;
export type CompensationKind = keyof typeof COMPENSATION_KINDS;

export const LEGAL_STAGES = {
  FILED: { zh: '起诉', en: 'The action is filed with the court (Art. 33).' },
  ACCEPTED: { zh: '立案', en: 'The court has accepted the case.' },
  HEARD: { zh: '开庭审理', en: 'The case has been heard.' },
  JUDGED: { zh: '判决或调解', en: 'A judgment or a settlement before the court.' },
  ENFORCEMENT: { zh: '强制执行', en: 'Enforcement runs.' },
  ENFORCEMENT_ENDED: { zh: '终结本次执行', en: 'This enforcement has ended without full satisfaction.' },
  CLOSED: { zh: '结案', en: 'The action is closed.' },
} as const satisfies Vocabulary;
export type LegalStage = keyof typeof LEGAL_STAGES;

export const COST_KINDS = {
  LITIGATION: { zh: '诉讼费', en: 'Court fees (Art. 34).' },
  ENFORCEMENT: { zh: '执行费', en: 'Enforcement fees (Art. 34).' },
  APPRAISAL: { zh: '评估费', en: 'Appraisal fees (Art. 34).' },
  AGENCY: { zh: '委托费', en: 'Fees of lawyers and agents (Art. 34).' },
  OTHER: { zh: '其他费用', en: 'Other costs of the recovery (Art. 34).' },
} as const satisfies Vocabulary;
export type CostKind = keyof typeof COST_KINDS;

export const RECOVERY_DESTINATIONS = {
  DEPOSIT: { zh: '风险补偿金专户', en: 'The pool’s part goes back to the risk deposit at the loan’s bank.' },
  CUSTODY: { zh: '资金池专户', en: 'The pool’s part goes to the pool’s own special account.' },
} as const satisfies Vocabulary;
export type RecoveryDestination = keyof typeof RECOVERY_DESTINATIONS;

// ---- Oversight --------------------------------------------------------------------------------------------

export const BREAKER_MEASURES = {
  NET_COMPENSATION_TO_FUNDS: {
    zh: '代偿净额占资金池资金',
    en: 'Net compensation as a share of the pool’s total funds (Art. 37).',
  },
  OVERDUE_TO_OUTSTANDING: {
    zh: '逾期本金占贷款余额',
    en: 'Principal past due as a share of outstanding principal.',
  },
  COMPENSATED_TO_DISBURSED: {
    zh: '代偿本金占累计发放',
    en: 'Principal in compensation, less recoveries, as a share of all that was disbursed.',
  },
} as const satisfies Vocabulary;
export type BreakerMeasure = keyof typeof BREAKER_MEASURES;

export const BREAKER_SCOPES = {
  POOL: { zh: '全池', en: 'New business of the whole pool stops.' },
  BANK: { zh: '单一银行', en: 'New business of the one bank stops.' },
} as const satisfies Vocabulary;
export type BreakerScope = keyof typeof BREAKER_SCOPES;

export const BREAKER_TURNS = {
  TRIPPED: { zh: '暂停新增业务', en: 'The line was reached; new business stops (Art. 37).' },
  REOPENED: {
    zh: '恢复新增业务',
    en: 'The ratio fell below the line; new business is possible again (Art. 37).',
  },
  WARNED: { zh: '预警', en: 'A part of the line was crossed upwards: a warning, nothing stops.' },
} as const satisfies Vocabulary;
export type BreakerTurnKind = keyof typeof BREAKER_TURNS;

export const SUPPLEMENT_GROUNDS = {
  EVALUATION: { zh: '绩效评价', en: 'Granted after an evaluation (Art. 38 (1)).' },
  BREAKER: { zh: '代偿达到警戒线', en: 'Granted because compensation has reached the line (Art. 38 (2)).' },
} as const satisfies Vocabulary;
export type SupplementGround = keyof typeof SUPPLEMENT_GROUNDS;

export const SUPPLEMENT_STATES = {
  ASKED: { zh: '待复核', en: 'Entered; a second person has still to approve it.' },
  GRANTED: { zh: '已批准', en: 'Approved; the money has not come in full.' },
  DECLINED: { zh: '未同意', en: 'Declined by the second person.' },
  RECEIVED: { zh: '已到账', en: 'Received in full.' },
} as const satisfies Vocabulary;
export type SupplementState = keyof typeof SUPPLEMENT_STATES;

export const COOPERATION_DECISIONS = {
  CONTINUE: { zh: '继续合作', en: 'Cooperation goes on (Art. 19).' },
  CONTINUE_WITH_CONDITIONS: { zh: '限期整改', en: 'Cooperation goes on under conditions (Art. 19).' },
  END: { zh: '终止合作', en: 'Cooperation is to end (Art. 18, 19).' },
} as const satisfies Vocabulary;
export type CooperationDecision = keyof typeof COOPERATION_DECISIONS;

// ---- Duties -----------------------------------------------------------------------------------------------

export const OBLIGATION_KINDS = {
  CONTRIBUTION: { zh: '缴付注资', en: 'Pay a pledged contribution in full (Art. 8).' },
  FIRST_DEPOSIT: { zh: '存入首笔风险补偿金', en: 'Place the first risk deposit at a bank (Art. 16).' },
  TOP_UP: { zh: '补充风险补偿金', en: 'Place an approved top-up of a risk deposit (Art. 16).' },
  DISBURSEMENT_NOTICE: {
    zh: '放款书面通知',
    en: 'Notify the office in writing of a disbursement (Art. 27).',
  },
  MATURITY_REMINDER: { zh: '临期提醒', en: 'Remind the firm before the loan matures (Art. 31).' },
  REPLENISHMENT: {
    zh: '补充代偿资金',
    en: 'Replenish the pool for the region’s share of a compensation (Art. 13).',
  },
  DEPOSIT_RETURN: {
    zh: '退回风险补偿金',
    en: 'Return the whole risk deposit after a departed bank’s last loan (Art. 18).',
  },
  EVALUATION: { zh: '年度绩效自评', en: 'Evaluate the year’s business (Art. 19, 38).' },
  VISIT: { zh: '定期走访', en: 'Visit the borrower within the interval (Art. 29).' },
  OVERDUE_MEASURES: {
    zh: '提出逾期应对措施',
    en: 'Say what is to be done after a missed payment (Art. 31).',
  },
  DEDUCTION_NOTICE: { zh: '划扣书面告知', en: 'Notify the office in writing of a deduction (Art. 32).' },
  EXCESS_RETURN: { zh: '退回超额划扣', en: 'Return what was deducted early or in excess (Art. 32).' },
  PURSUIT: { zh: '债权追索', en: 'Pursue the debtor after a compensation (Art. 33).' },
  RECOVERY_REPORT: { zh: '追偿情况报告', en: 'Report on the recovery to the office (Art. 35).' },
} as const satisfies Vocabulary;
export type ObligationKind = keyof typeof OBLIGATION_KINDS;

export const DUE_UNITS = {
  WORKING_DAYS: { zh: '工作日', en: 'Working days, the first not counted.' },
  DAYS: { zh: '日历日', en: 'Calendar days, rolled on to a working day.' },
  DATE: { zh: '指定日', en: 'The day itself.' },
} as const satisfies Vocabulary;
export type DueUnit = keyof typeof DUE_UNITS;

// ---- Evidence ---------------------------------------------------------------------------------------------

export const DOSSIER_STATUSES = {
  DONE: { zh: '已办', en: 'Done, and where there was a time limit, in time.' },
  LATE: { zh: '逾期办理', en: 'Done after its time limit.' },
  MISSING: { zh: '缺失', en: 'Was to be done by now and was not.' },
  NOT_YET: { zh: '未到期', en: 'Still to come; its time limit has not passed.' },
  NOT_APPLICABLE: { zh: '不适用', en: 'Not asked of this loan, or no longer.' },
} as const satisfies Vocabulary;
export type DossierStatus = keyof typeof DOSSIER_STATUSES;

export const TAKE_OVER_STATES = {
  OPENING: { zh: '待复核开启', en: 'Asked for; a second person has still to open it.' },
  OPEN: { zh: '进行中', en: 'History may be brought in.' },
  CLOSING: {
    zh: '待复核结束',
    en: 'Its end is asked for; a second person has still to agree. No history comes in.',
  },
  CLOSED: { zh: '已结束', en: 'Over; history is no longer brought in.' },
} as const satisfies Vocabulary;
export type TakeOverState = keyof typeof TAKE_OVER_STATES;

export const OPENING_BALANCES = {
  CONTRIBUTION: { zh: '累计注资', en: 'All that a source has paid in, gross of losses (Art. 8, 13, 38).' },
  INTEREST: { zh: '累计利息', en: 'All interest rolled into the pool (Art. 12).' },
  DEPOSIT: { zh: '风险补偿金余额', en: 'What stands in a bank’s special account (Art. 16).' },
  COMPENSATION: {
    zh: '代偿净额',
    en: 'A source’s share of compensations so far, less recoveries (Art. 20, 34).',
  },
} as const satisfies Vocabulary;
export type OpeningBalance = keyof typeof OPENING_BALANCES;

// ---- Files that come in -----------------------------------------------------------------------------------

export const IMPORT_KINDS = {
  REFERRALS: {
    zh: '推荐',
    en: 'Referrals of a district, with the firm where it is not registered yet (Art. 24).',
  },
  REPAYMENTS: { zh: '还款', en: 'Repayments that a bank reports (Art. 22).' },
  OPENING_LOANS: {
    zh: '期初贷款',
    en: 'Loans that ran before the pool was kept here; office, while it takes over.',
  },
} as const satisfies Vocabulary;
export type ImportKind = keyof typeof IMPORT_KINDS;

export const IMPORT_FORMATS = {
  XLSX: { zh: 'Excel 工作簿', en: 'A workbook (.xlsx); its first sheet is read.' },
  CSV: { zh: 'CSV 文件', en: 'Comma-separated text in UTF-8 or GB18030.' },
  JSONL: { zh: 'JSON 行文件', en: 'One JSON object a line, in UTF-8.' },
} as const satisfies Vocabulary;
export type ImportFormat = keyof typeof IMPORT_FORMATS;

export const IMPORT_STATES = {
  RECEIVING: { zh: '接收中', en: 'The file is being read; nothing is judged yet.' },
  WAITING: { zh: '待处理', en: 'All rows are kept; judging has not begun.' },
  RUNNING: { zh: '处理中', en: 'Rows are being judged, each on its own.' },
  DONE: { zh: '已完成', en: 'Every row has its answer.' },
  CANCELLED: { zh: '已取消', en: 'Stopped by the tenant; rows that were done stand.' },
  STOPPED: {
    zh: '已停止',
    en: 'Stopped because the person who sent it may not do this any more; rows that were done stand.',
  },
} as const satisfies Vocabulary;
export type ImportState = keyof typeof IMPORT_STATES;

export const IMPORT_ROW_STATES = {
  WAITING: { zh: '待处理', en: 'Not judged yet.' },
  DONE: { zh: '已办理', en: 'Done; in a dry run: would be done.' },
  REFUSED: { zh: '不符合规定', en: 'Refused by rules; the verdicts say which.' },
  INVALID: { zh: '内容有误', en: 'Could not be judged; the errors say why.' },
} as const satisfies Vocabulary;
export type ImportRowState = keyof typeof IMPORT_ROW_STATES;

// ---- Webhooks ---------------------------------------------------------------------------------------------

export const WEBHOOK_STATES = {
  ACTIVE: { zh: '启用', en: 'Events are sent.' },
  PAUSED: { zh: '暂停', en: 'Paused by the tenant; events wait until it is resumed.' },
  DISABLED: {
    zh: '已停用',
    en: 'Stopped by the system: the address failed for days, or answered 410 Gone. Events wait until it is resumed.',
  },
  REMOVED: { zh: '已删除', en: 'Removed by the tenant; nothing is sent any more.' },
} as const satisfies Vocabulary;
export type WebhookState = keyof typeof WEBHOOK_STATES;

export const DELIVERY_STATES = {
  WAITING: { zh: '待投递', en: 'Not arrived yet; will be tried, or tried again.' },
  DELIVERED: { zh: '已送达', en: 'The receiver answered with a status of 200 to 299.' },
  DEAD: { zh: '投递失败', en: 'Given up after the last attempt; sent again only when asked for.' },
} as const satisfies Vocabulary;
export type DeliveryState = keyof typeof DELIVERY_STATES;

// ---- Statements and corrections --------------------------------------------------------------------------

export const STATEMENT_STATES = {
  OPEN: { zh: '对账中', en: 'Uploaded; lines are matched and differences explained.' },
  RECONCILED: { zh: '已对平', en: 'Closed: every line and entry is matched or explained.' },
  REPLACED: { zh: '已被替换', en: 'Another statement of the same period was uploaded in its place.' },
} as const satisfies Vocabulary;
export type StatementState = keyof typeof STATEMENT_STATES;

export const MATCH_WAYS = {
  AUTOMATIC: { zh: '自动勾对', en: 'By amount, date and reference, without anybody’s doing.' },
  BY_HAND: { zh: '人工勾对', en: 'By a person.' },
} as const satisfies Vocabulary;
export type MatchWay = keyof typeof MATCH_WAYS;

export const CORRECTION_SUBJECTS = {
  REPAYMENT: { zh: '还款', en: 'A repayment that a bank reported (Art. 22).' },
  COMPENSATION: { zh: '代偿', en: 'A deduction, with what was taken in excess (Art. 32).' },
  GUARANTOR_PAYMENT: { zh: '担保机构付款', en: 'A payment of the guarantor’s share (Art. 20).' },
  RECOVERY: { zh: '追偿回款', en: 'A recovery (Art. 34).' },
  ENTRY: {
    zh: '记账分录',
    en: 'Another entry of the ledger: money in, a deposit, interest, excess returned.',
  },
} as const satisfies Vocabulary;
export type CorrectionSubject = keyof typeof CORRECTION_SUBJECTS;

export const CORRECTION_STATES = {
  ASKED: { zh: '待答复', en: 'Asked for; the other side has still to accept or explain.' },
  EXPLAINED: {
    zh: '已说明',
    en: 'The other side has explained why the record is right; the asker is to answer.',
  },
  INSISTED: { zh: '坚持更正', en: 'The asker keeps asking; the other side has still to accept or explain.' },
  ACCEPTED: { zh: '已更正', en: 'Accepted: what was wrong is reversed and what is right recorded.' },
  WITHDRAWN: { zh: '已撤回', en: 'The asker has withdrawn it; nothing changed.' },
  SETTLED: { zh: '接受说明', en: 'The asker has accepted the explanation; nothing changed.' },
} as const satisfies Vocabulary;
export type CorrectionState = keyof typeof CORRECTION_STATES;

/** Kinds of thing that have an identity of their own; the prefix of an opaque id tells them apart. */
export const NOUNS = {
  pool: 'pl',
  tenant: 'tn',
  edition: 'ed',
  region: 'rg',
  bank: 'bk',
  guarantor: 'gr',
  appointment: 'ap',
  pledge: 'pg',
  agreement: 'ag',
  topUp: 'tu',
  enterprise: 'en',
  listing: 'ls',
  proposal: 'pr',
  referral: 'rf',
  dueDiligence: 'dd',
  decision: 'dc',
  counterGuarantee: 'cg',
  loan: 'ln',
  repayment: 'rp',
  waiver: 'wv',
  obligation: 'ob',
  entry: 'le',
  reversal: 'rv',
  aftercare: 'ac',
  compensation: 'cp',
  guarantorPayment: 'gp',
  legalAction: 'la',
  recovery: 'rc',
  recoveryReport: 'rr',
  supplement: 'sp',
  evaluation: 'ev',
  breakerTurn: 'bt',
  disabledUser: 'du',
  revokedToken: 'rt',
  importJob: 'im',
  takeOver: 'to',
  statement: 'st',
  statementLine: 'sl',
  statementMatch: 'sm',
  explanation: 'xp',
  correction: 'co',
  webhook: 'wh',
  webhookSecret: 'ws',
  webhookDelivery: 'wd',
  event: 'et',
} as const;
export type Noun = keyof typeof NOUNS;

/** The id of one thing of a kind: a UUID inside, an opaque prefixed text on the wire. */
export type Id<N extends Noun> = string & { readonly __noun: N };
