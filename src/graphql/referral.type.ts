import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type {
  CounterGuaranteeKind,
  DecisionOutcome,
  FeeKind,
  Opinion,
  Party,
  Purpose,
  ReferralState,
  RepaymentMethod,
} from '../domain/words.ts';
import {
  CounterGuaranteeKindEnum,
  DecisionOutcomeEnum,
  FeeKindEnum,
  OpinionEnum,
  PartyEnum,
  PurposeEnum,
  ReferralStateEnum,
  RepaymentMethodEnum,
} from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, PercentScalar, YuanScalar } from './scalars.ts';

@ObjectType('DueDiligence', {
  implements: NodeType,
  description:
    '尽职调查报告。A due-diligence report (Art. 26). Each party sees its own; the office sees both.',
  simpleResolvers: true,
})
export class DueDiligenceType extends NodeType {
  @Field(() => PartyEnum, { description: '调查方。Whose report it is.' })
  readonly party!: Party;

  @Field(() => OpinionEnum, { description: '意见。Whether the report supports the loan.' })
  readonly opinion!: Opinion;

  @Field(() => String, { description: '摘要。Summary of what was found.' })
  readonly summary!: string;

  @Field(() => String, { description: '报告编号。Reference of the report.' })
  readonly document!: string;

  @Field(() => DateScalar, { description: '提交日。Day on which it was filed.' })
  readonly filedOn!: BusinessDate;
}

@ObjectType('TermsInstalment', {
  description: '约定的还本期次。One instalment of principal as the bank fixed it.',
  simpleResolvers: true,
})
export class TermsInstalmentType {
  @Field(() => Int, { description: '放款后第几个月。Month after disbursement in which it falls due.' })
  readonly month!: number;

  @Field(() => String, { description: '本金（元）。Principal in yuan, as a string with two decimals.' })
  readonly principal!: string;
}

@ObjectType('Fee', {
  description: '收费申报。A fee that the bank declares; six kinds are prohibited (Art. 17).',
  simpleResolvers: true,
})
export class FeeType {
  @Field(() => FeeKindEnum, { description: '收费种类。What kind of fee it is.' })
  readonly kind!: FeeKind;

  @Field(() => String, { description: '金额（元）。Amount in yuan, as a string with two decimals.' })
  readonly amount!: string;

  @Field(() => String, { description: '说明。What the fee is for.' })
  readonly description!: string;
}

@ObjectType('DecisionTerms', {
  description: '银行核定条件。What the bank fixes with its approval (Art. 17, 21, 22).',
  simpleResolvers: true,
})
export class DecisionTermsType {
  @Field(() => String, { description: '金额（元）。Amount in yuan, as a string with two decimals.' })
  readonly amount!: string;

  @Field(() => Int, { description: '期限（月）。Term in months (Art. 22).' })
  readonly termMonths!: number;

  @Field(() => PercentScalar, { description: '执行利率。Rate, percent per annum.' })
  readonly rate!: string;

  @Field(() => Int, { description: '加减基点。Basis points above (or below) the LPR of the day.' })
  readonly basisPoints!: number;

  @Field(() => RepaymentMethodEnum, { description: '还本方式。How the principal is repaid (Art. 22).' })
  readonly method!: RepaymentMethod;

  @Field(() => [TermsInstalmentType], { description: '还本期次。The instalments; empty for a bullet loan.' })
  readonly instalments!: readonly TermsInstalmentType[];

  @Field(() => [FeeType], { description: '收费申报。Every fee that the bank declares (Art. 17).' })
  readonly fees!: readonly FeeType[];

  @Field(() => [String], {
    description: '追加担保。Securities that the bank takes; none may cover its own share (Art. 21).',
  })
  readonly securities!: readonly string[];
}

@ObjectType('Decision', {
  implements: NodeType,
  description:
    '审批。A party’s decision on a referral (Art. 26). Each party sees its own; the office sees both.',
  simpleResolvers: true,
})
export class DecisionType extends NodeType {
  @Field(() => PartyEnum, { description: '审批方。Whose decision it is.' })
  readonly party!: Party;

  @Field(() => DecisionOutcomeEnum, { description: '结论。What was decided.' })
  readonly outcome!: DecisionOutcome;

  @Field(() => String, { description: '理由。Reason that was given.' })
  readonly reason!: string;

  @Field(() => DateScalar, { description: '审批日。Day of the decision.' })
  readonly decidedOn!: BusinessDate;

  @Field(() => DecisionTermsType, {
    nullable: true,
    description: '核定条件。Terms of the bank’s approval; null for the guarantor and for a refusal.',
  })
  readonly terms!: DecisionTermsType | null;
}

@ObjectType('CounterGuarantee', {
  implements: NodeType,
  description:
    '反担保。What the firm pledges to the guarantor (Art. 28). Shown to the guarantor that took it and to the office.',
  simpleResolvers: true,
})
export class CounterGuaranteeType extends NodeType {
  @Field(() => CounterGuaranteeKindEnum, {
    description: '方式。What kind of counter-guarantee it is (Art. 28).',
  })
  readonly kind!: CounterGuaranteeKind;

  @Field(() => String, { description: '说明。What exactly the firm pledges (Art. 28).' })
  readonly description!: string;

  @Field(() => YuanScalar, {
    nullable: true,
    description: '价值（元）。Value in yuan; null where none was put on it.',
  })
  readonly value!: Yuan | null;
}

@ObjectType('Referral', {
  implements: NodeType,
  description:
    '推荐。A district’s referral of a firm, on its way to a decision (Art. 24–26). Shown to the office, the district, and once recommended to the bank and the guarantor.',
  simpleResolvers: true,
})
export class ReferralType extends NodeType {
  @Field(() => String, { description: '推荐编号。Number that people quote; unique in the pool.' })
  readonly number!: string;

  @Field(() => ReferralStateEnum, { description: '状态。How far it has come.' })
  readonly state!: ReferralState;

  @Field(() => YuanScalar, { description: '申请金额（元）。Amount asked for, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => Int, { description: '申请期限（月）。Term asked for, in months.' })
  readonly termMonths!: number;

  @Field(() => PurposeEnum, { description: '用途。What the money is for (Art. 5).' })
  readonly purpose!: Purpose;

  @Field(() => String, { description: '说明。Note of the district; may be empty.' })
  readonly note!: string;

  @Field(() => DateScalar, { description: '推荐日。Day on which the district submitted it (Art. 24).' })
  readonly submittedOn!: BusinessDate;

  @Field(() => String, {
    nullable: true,
    description:
      '退回、未通过或撤回的原因。Why it was returned, declined or withdrawn; null otherwise (Art. 25).',
  })
  readonly reason!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '实地走访日。Day of the office’s site visit; null until it is recorded (Art. 25).',
  })
  readonly siteVisitedOn!: BusinessDate | null;

  @Field(() => String, {
    nullable: true,
    description: '走访记录。What the office saw; null until the visit is recorded (Art. 25).',
  })
  readonly siteVisitNote!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '推荐表编号。Number of the recommendation form; null until it is recommended (Art. 25).',
  })
  readonly formNumber!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '出具推荐表日。Day of the recommendation; null until then (Art. 25).',
  })
  readonly recommendedOn!: BusinessDate | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '银行尽调提交日。Day on which the bank filed its report; null until then (Art. 26).',
  })
  readonly bankDiligenceOn!: BusinessDate | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      '担保机构尽调提交日。Day on which the guarantor filed its report; null until then (Art. 26).',
  })
  readonly guarantorDiligenceOn!: BusinessDate | null;

  @Field(() => DecisionOutcomeEnum, {
    nullable: true,
    description: '银行结论。What the bank decided; null until then (Art. 26).',
  })
  readonly bankDecision!: DecisionOutcome | null;

  @Field(() => DecisionOutcomeEnum, {
    nullable: true,
    description: '担保机构结论。What the guarantor decided; null until then (Art. 26).',
  })
  readonly guarantorDecision!: DecisionOutcome | null;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}
