import { registerEnumType } from 'type-graphql';
import {
  ACCOUNT_KINDS,
  AFTERCARE_KINDS,
  BANK_STATES,
  BREAKER_MEASURES,
  BREAKER_SCOPES,
  BREAKER_TURNS,
  COLLECTION_CHANNELS,
  COMPENSATION_KINDS,
  COOPERATION_DECISIONS,
  COST_KINDS,
  COUNTER_GUARANTEE_KINDS,
  DECISIONS,
  EDITION_STATES,
  ENTRY_KINDS,
  EXPOSURE_SCOPES,
  FEE_KINDS,
  INDUSTRIES,
  LEGAL_STAGES,
  LOAN_STATES,
  OBLIGATION_KINDS,
  OPINIONS,
  OUTCOMES,
  PARTIES,
  PERSONAS,
  PROPOSAL_STATES,
  PURPOSES,
  RECOVERY_DESTINATIONS,
  REFERRAL_STATES,
  REPAYMENT_METHODS,
  REVERSAL_STATES,
  ROLES,
  SIZES,
  SOURCES,
  STRENGTHS,
  SUPPLEMENT_GROUNDS,
  SUPPLEMENT_STATES,
  TENANT_KINDS,
  TOP_UP_STATES,
  WAIVER_STATES,
  WAIVER_SUBJECTS,
  type Word,
} from '../domain/words.ts';
import type { Unit } from '../regulation/measures.ts';

/** The values of an enum as type-graphql takes them: name in the schema to value inside. */
export type EnumValues = Readonly<Record<string, string>>;

export function described(
  name: string,
  zh: string,
  en: string,
  values: EnumValues,
  words: Readonly<Record<string, Word>>,
): EnumValues {
  const valuesConfig = Object.fromEntries(
    Object.entries(words).map(([word, said]) => [word, { description: `${said.zh}。${said.en}` }]),
  );
  registerEnumType(values, { name, description: `${zh}。${en}`, valuesConfig });
  return values;
}

/** A vocabulary as an enum of the schema: each value described in Chinese and English, as the vocabulary says it. */
export function enumOf(
  name: string,
  zh: string,
  en: string,
  vocabulary: Readonly<Record<string, Word>>,
): EnumValues {
  const values = Object.fromEntries(Object.keys(vocabulary).map((word) => [word, word]));
  return described(name, zh, en, values, vocabulary);
}

export const TenantKindEnum = enumOf(
  'TenantKind',
  '参与方类别',
  'The four kinds of tenant of a pool.',
  TENANT_KINDS,
);
export const PersonaEnum = enumOf(
  'Persona',
  '访问身份',
  'What a request may see: the tenant’s kind, or the fund manager.',
  PERSONAS,
);
export const RoleEnum = enumOf('Role', '人员角色', 'What a person may do inside the tenant.', ROLES);
export const StrengthEnum = enumOf('Strength', '要求的强度', 'How strongly a rule binds.', STRENGTHS);
export const OutcomeEnum = enumOf('Outcome', '审查结果', 'What a rule found.', OUTCOMES);
export const SourceEnum = enumOf('Source', '资金来源', 'Who funds the pool.', SOURCES);
export const EntryKindEnum = enumOf(
  'EntryKind',
  '分录种类',
  'The events that move the pool’s money; there is no withdrawal (Art. 11).',
  ENTRY_KINDS,
);
export const AccountKindEnum = enumOf(
  'AccountKind',
  '科目种类',
  'The kinds of account in the pool’s ledger.',
  ACCOUNT_KINDS,
);
export const TopUpStateEnum = enumOf(
  'TopUpState',
  '补充申请状态',
  'How a request for a higher risk deposit stands.',
  TOP_UP_STATES,
);
export const EditionStateEnum = enumOf(
  'EditionState',
  '政策版本状态',
  'Whether a policy edition is a draft or enacted.',
  EDITION_STATES,
);
export const ExposureScopeEnum = enumOf(
  'ExposureScope',
  '敞口范围',
  'Over whose loans an exposure is summed.',
  EXPOSURE_SCOPES,
);
export const ReversalStateEnum = enumOf(
  'ReversalState',
  '冲销申请状态',
  'How a request to reverse an entry stands.',
  REVERSAL_STATES,
);
export const BankStateEnum = enumOf(
  'BankState',
  '银行合作状态',
  'How a bank stands with the pool.',
  BANK_STATES,
);
export const SizeEnum = enumOf(
  'Size',
  '企业规模',
  'Size by the national standard (工信部联企业〔2011〕300号).',
  SIZES,
);
export const IndustryEnum = enumOf(
  'Industry',
  '行业门类',
  'Industries as the size standard groups them.',
  INDUSTRIES,
);
export const PurposeEnum = enumOf(
  'Purpose',
  '贷款用途',
  'What the money of a loan is for (Art. 5).',
  PURPOSES,
);
export const ProposalStateEnum = enumOf(
  'ProposalState',
  '荐举状态',
  'How a proposal to a district stands.',
  PROPOSAL_STATES,
);
export const ReferralStateEnum = enumOf(
  'ReferralState',
  '推荐状态',
  'How a referral stands on its way to a decision.',
  REFERRAL_STATES,
);
export const PartyEnum = enumOf('Party', '合作方', 'The two parties that decide on a referral.', PARTIES);
export const OpinionEnum = enumOf('Opinion', '尽调意见', 'The opinion of a due-diligence report.', OPINIONS);
export const DecisionOutcomeEnum = enumOf('DecisionOutcome', '审批结论', 'What a party decided.', DECISIONS);
export const RepaymentMethodEnum = enumOf(
  'RepaymentMethod',
  '还本方式',
  'How the principal is repaid.',
  REPAYMENT_METHODS,
);
export const FeeKindEnum = enumOf(
  'FeeKind',
  '收费种类',
  'Kinds of fee that a bank declares (Art. 17).',
  FEE_KINDS,
);
export const CounterGuaranteeKindEnum = enumOf(
  'CounterGuaranteeKind',
  '反担保方式',
  'Kinds of counter-guarantee (Art. 28).',
  COUNTER_GUARANTEE_KINDS,
);
export const LoanStateEnum = enumOf(
  'LoanState',
  '贷款状态',
  'How a loan stands on the business date.',
  LOAN_STATES,
);
export const AftercareKindEnum = enumOf(
  'AftercareKind',
  '贷后管理种类',
  'What is done about a loan after it is paid out (Art. 29–31).',
  AFTERCARE_KINDS,
);
export const CollectionChannelEnum = enumOf(
  'CollectionChannel',
  '催收方式',
  'How it is tried to collect what is past due (Art. 31).',
  COLLECTION_CHANNELS,
);
export const CompensationKindEnum = enumOf(
  'CompensationKind',
  '代偿方式',
  'Whether a deduction was judged before or reported after (Art. 32).',
  COMPENSATION_KINDS,
);
export const LegalStageEnum = enumOf(
  'LegalStage',
  '诉讼阶段',
  'How far an action at law has come (Art. 33).',
  LEGAL_STAGES,
);
export const CostKindEnum = enumOf('CostKind', '追偿费用种类', 'What a recovery cost (Art. 34).', COST_KINDS);
export const RecoveryDestinationEnum = enumOf(
  'RecoveryDestination',
  '追偿回款去向',
  'Where the pool’s part of a recovery goes (Art. 34).',
  RECOVERY_DESTINATIONS,
);
export const CooperationDecisionEnum = enumOf(
  'CooperationDecision',
  '合作意见',
  'What becomes of the cooperation with a bank after an evaluation (Art. 19).',
  COOPERATION_DECISIONS,
);
export const SupplementGroundEnum = enumOf(
  'SupplementGround',
  '补充资金事由',
  'On what ground the city adds to the pool (Art. 38).',
  SUPPLEMENT_GROUNDS,
);
export const SupplementStateEnum = enumOf(
  'SupplementState',
  '补充资金状态',
  'How a supplement stands.',
  SUPPLEMENT_STATES,
);
export const ObligationKindEnum = enumOf(
  'ObligationKind',
  '义务种类',
  'What a tenant owes by a date.',
  OBLIGATION_KINDS,
);
export const BreakerMeasureEnum = enumOf(
  'BreakerMeasure',
  '熔断指标',
  'What the breaker measures (Art. 37).',
  BREAKER_MEASURES,
);
export const BreakerScopeEnum = enumOf(
  'BreakerScope',
  '熔断范围',
  'Where a breaker stops new business (Art. 37).',
  BREAKER_SCOPES,
);
export const BreakerTurnKindEnum = enumOf(
  'BreakerTurnKind',
  '熔断事项',
  'What a breaker has done (Art. 37).',
  BREAKER_TURNS,
);
export const WaiverSubjectEnum = enumOf(
  'WaiverSubject',
  '放宽对象',
  'What a waiver is for.',
  WAIVER_SUBJECTS,
);
export const WaiverStateEnum = enumOf(
  'WaiverState',
  '放宽状态',
  'Whether a waiver has the consents it needs.',
  WAIVER_STATES,
);

export const ObligationStateEnum = enumOf(
  'ObligationState',
  '义务履行状态',
  'How a duty stands on the business date.',
  {
    OPEN: { zh: '待履行', en: 'Not met, and not past its due date.' },
    OVERDUE: { zh: '逾期未履行', en: 'Not met, and past its due date.' },
    MET: { zh: '按期履行', en: 'Met on or before its due date.' },
    MET_LATE: {
      zh: '逾期履行',
      en: 'Met after its due date, or no longer owed by then; `metBy` tells which.',
    },
  },
);

const UNIT_VALUES = {
  YUAN: 'yuan',
  PERCENT: 'percent',
  DAYS: 'days',
  WORKING_DAYS: 'workingDays',
  MONTHS: 'months',
  YEARS: 'years',
  MULTIPLE: 'multiple',
  COUNT: 'count',
  LIST: 'list',
  DATE: 'date',
} as const satisfies Record<string, Unit>;

export const UnitEnum = described('Unit', '计量单位', 'What a figure counts.', UNIT_VALUES, {
  YUAN: { zh: '元', en: 'Yuan, as a string with two decimals.' },
  PERCENT: { zh: '百分比', en: 'Percent, as a string without the sign.' },
  DAYS: { zh: '日历日', en: 'Calendar days.' },
  WORKING_DAYS: { zh: '工作日', en: 'Working days of the State Council’s notices.' },
  MONTHS: { zh: '月', en: 'Months.' },
  YEARS: { zh: '年', en: 'Years.' },
  MULTIPLE: { zh: '倍', en: 'A multiple of another figure.' },
  COUNT: { zh: '项', en: 'A plain count.' },
  LIST: { zh: '清单', en: 'A comma-separated list of words.' },
  DATE: { zh: '日期', en: 'A calendar date.' },
} satisfies Record<keyof typeof UNIT_VALUES, Word>);
