import { Field, ID, InputType, Int } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type {
  CounterGuaranteeKind,
  DecisionOutcome,
  FeeKind,
  Opinion,
  RepaymentMethod,
  WaiverSubject,
} from '../domain/words.ts';
import {
  CounterGuaranteeKindEnum,
  DecisionOutcomeEnum,
  FeeKindEnum,
  OpinionEnum,
  RepaymentMethodEnum,
  WaiverSubjectEnum,
} from './enums.ts';
import { DateScalar, NameScalar, TextScalar, YuanScalar } from './scalars.ts';

// Inputs of the two parties' look and decision, and of waivers.

@InputType({ description: '报备尽职调查。A due-diligence report with its opinion (Art. 26).' })
export class FileDueDiligenceInput {
  @Field(() => ID, { description: '推荐编号。Id of the referral that was recommended to you.' })
  readonly referralId!: string;

  @Field(() => OpinionEnum, { description: '调查意见。Whether the report supports the loan.' })
  readonly opinion!: Opinion;

  @Field(() => TextScalar, { description: '调查摘要。Summary of the findings.' })
  readonly summary!: string;

  @Field(() => NameScalar, { description: '报告编号。Number of the report.' })
  readonly document!: string;
}

@InputType({ description: '还本计划中的一期。One instalment of principal.' })
export class PlannedInstalmentInput {
  @Field(() => Int, {
    description:
      '放款后第几个月到期。Months after disbursement at which it falls due; the last equals the term.',
  })
  readonly month!: number;

  @Field(() => YuanScalar, {
    description: '本金（元）。Principal in yuan; the instalments sum to the amount.',
  })
  readonly principal!: Yuan;
}

@InputType({ description: '收费申报。A fee that the bank charges the firm (Art. 17).' })
export class FeeInput {
  @Field(() => FeeKindEnum, {
    description: '收费种类，六类收费一律禁止。Kind of fee; six kinds are prohibited (Art. 17).',
  })
  readonly kind!: FeeKind;

  @Field(() => YuanScalar, { description: '金额（元）。Amount in yuan.' })
  readonly amount!: Yuan;

  @Field(() => TextScalar, { description: '说明。What the fee is charged for.' })
  readonly description!: string;
}

@InputType({ description: '贷款条件。The terms that a bank fixes with its approval (Art. 17, 21, 22).' })
export class BankTermsInput {
  @Field(() => YuanScalar, { description: '贷款金额（元）。Amount of the loan, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => Int, { description: '期限（月）。Term in whole months (Art. 22).' })
  readonly termMonths!: number;

  @Field(() => Int, {
    description:
      '在当期 LPR 基础上加减的基点。Basis points above (or, negative, below) the LPR of the day (Art. 22).',
  })
  readonly basisPoints!: number;

  @Field(() => RepaymentMethodEnum, { description: '还本方式。Bullet or instalments (Art. 22).' })
  readonly method!: RepaymentMethod;

  @Field(() => [PlannedInstalmentInput], {
    description: '分期还本计划；到期一次性还本时为空。The plan of instalments; empty for a bullet loan.',
  })
  readonly instalments!: PlannedInstalmentInput[];

  @Field(() => [FeeInput], {
    description: '收费申报；没有则为空。All fees charged to the firm; empty when there are none.',
  })
  readonly fees!: FeeInput[];

  @Field(() => [TextScalar], {
    description:
      '银行就自身 20% 风险责任要求的额外担保；第二十一条不允许。Securities asked for the bank’s own 20 %; Art. 21 allows none, so this is to be empty.',
  })
  readonly securities!: string[];
}

@InputType({ description: '银行审批。The bank’s decision on a recommended firm (Art. 26).' })
export class DecideAsBankInput {
  @Field(() => ID, {
    description: '推荐编号。Id of the referral; both due-diligence reports must be on record.',
  })
  readonly referralId!: string;

  @Field(() => DecisionOutcomeEnum, { description: '审批结论。Approve or decline.' })
  readonly outcome!: DecisionOutcome;

  @Field(() => TextScalar, { description: '审批意见。The reasons for the decision.' })
  readonly reason!: string;

  @Field(() => BankTermsInput, {
    nullable: true,
    description: '贷款条件；同意时必填。Terms of the loan; needed to approve.',
  })
  readonly terms!: BankTermsInput | null;
}

@InputType({ description: '反担保措施。What the firm pledges to the guarantor (Art. 28).' })
export class CounterGuaranteeInput {
  @Field(() => CounterGuaranteeKindEnum, { description: '反担保方式。Kind of counter-guarantee.' })
  readonly kind!: CounterGuaranteeKind;

  @Field(() => TextScalar, { description: '内容。What is pledged, and by whom.' })
  readonly description!: string;

  @Field(() => YuanScalar, {
    nullable: true,
    description: '评估价值（元）。Appraised value in yuan; absent when it has none.',
  })
  readonly value!: Yuan | null;
}

@InputType({ description: '担保机构审批。The guarantor’s decision on a recommended firm (Art. 26, 28).' })
export class DecideAsGuarantorInput {
  @Field(() => ID, {
    description: '推荐编号。Id of the referral; both due-diligence reports must be on record.',
  })
  readonly referralId!: string;

  @Field(() => DecisionOutcomeEnum, { description: '审批结论。Approve or decline.' })
  readonly outcome!: DecisionOutcome;

  @Field(() => TextScalar, { description: '审批意见。The reasons for the decision.' })
  readonly reason!: string;

  @Field(() => [CounterGuaranteeInput], {
    description: '反担保措施，同意时至少一项。Counter-guarantees; at least one to approve (Art. 28).',
  })
  readonly counterGuarantees!: CounterGuaranteeInput[];
}

@InputType({ description: '申请放宽。A rule in principle that is to be waived for one subject.' })
export class AskWaiverInput {
  @Field(() => NameScalar, {
    description:
      '规则代码，如 "ART22_FIRM_CAP"。Code of the rule, as a verdict names it; only rules in principle can be waived.',
  })
  readonly ruleCode!: string;

  @Field(() => WaiverSubjectEnum, { description: '放宽对象类别。What the waiver is for.' })
  readonly subjectKind!: WaiverSubject;

  @Field(() => ID, { description: '放宽对象编号。Id of the region, enterprise, referral or loan.' })
  readonly subjectId!: string;

  @Field(() => TextScalar, { description: '理由。Why the rule should be waived.' })
  readonly reason!: string;

  @Field(() => NameScalar, {
    description:
      '新的限额：金额（元），或整月数、整年数。The new limit, in the rule’s own unit: yuan such as "12000000.00", or a whole number of months or years.',
  })
  readonly newLimit!: string;

  @Field(() => DateScalar, { description: '生效日（含）。First day of validity.' })
  readonly validFrom!: BusinessDate;

  @Field(() => DateScalar, { description: '失效日（含）。Last day of validity.' })
  readonly validTo!: BusinessDate;

  @Field(() => ID, {
    nullable: true,
    description:
      '须征得同意的银行。The bank that is to consent, where the rule needs it and the subject does not name one.',
  })
  readonly bankId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      '须征得同意的担保机构。The guarantor that is to consent, where the rule needs it and the subject does not name one.',
  })
  readonly guarantorId!: string | null;
}

@InputType({ description: '答复放宽申请。A party’s answer to a waiver that names it.' })
export class AnswerWaiverInput {
  @Field(() => ID, { description: '放宽申请编号。Id of the waiver.' })
  readonly waiverId!: string;

  @Field(() => Boolean, {
    description: '是否同意。True consents, false declines; one refusal ends the request.',
  })
  readonly consent!: boolean;

  @Field(() => TextScalar, { description: '意见。The reasons for the answer.' })
  readonly note!: string;
}
