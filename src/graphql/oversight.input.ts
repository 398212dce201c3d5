import { Field, ID, InputType, Int } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { CooperationDecision, SupplementGround } from '../domain/words.ts';
import { CooperationDecisionEnum, SupplementGroundEnum } from './enums.ts';
import { DateScalar, NameScalar, TextScalar, YuanScalar } from './scalars.ts';

// Inputs of the acts by which a bank leaves, a year is evaluated and the pool is supplemented.

@InputType({ description: '银行退出。A bank whose cooperation ends (Art. 18).' })
export class LeaveBankInput {
  @Field(() => ID, { description: '银行编号。Id of the bank.' })
  readonly bankId!: string;

  @Field(() => DateScalar, {
    description: '退出日期。Day from which it takes no new business; today or earlier.',
  })
  readonly leavingOn!: BusinessDate;

  @Field(() => TextScalar, { description: '退出原因。Why the cooperation ends.' })
  readonly reason!: string;

  @Field(() => NameScalar, { description: '退出文件。Number of the document that ends it.' })
  readonly document!: string;
}

@InputType({ description: '转回风险补偿金。The whole deposit of a departed bank going back (Art. 18).' })
export class ReturnDepositInput {
  @Field(() => ID, { description: '银行编号。Id of the bank.' })
  readonly bankId!: string;

  @Field(() => DateScalar, {
    description: '转回日期。Value date of the transfer; not before the bank’s last loan had ended.',
  })
  readonly valueDate!: BusinessDate;

  @Field(() => NameScalar, { description: '划款凭证号。Number of the transfer voucher.' })
  readonly document!: string;
}

@InputType({ description: '对合作银行的评价。What an evaluation says of one bank (Art. 19).' })
export class BankConclusionInput {
  @Field(() => ID, { description: '银行编号。Id of the bank.' })
  readonly bankId!: string;

  @Field(() => TextScalar, { description: '评价结论。How the bank did in the year.' })
  readonly conclusion!: string;

  @Field(() => CooperationDecisionEnum, {
    description:
      '合作意见。What becomes of the cooperation. END does not make the bank leave: `leaveBank` does.',
  })
  readonly decision!: CooperationDecision;
}

@InputType({ description: '年度绩效自评。The evaluation of a year that is over (Art. 19, 38).' })
export class EvaluateYearInput {
  @Field(() => Int, { description: '评价年度。The calendar year, such as 2025.' })
  readonly year!: number;

  @Field(() => TextScalar, { description: '总体结论。The conclusion on the pool’s business of the year.' })
  readonly conclusion!: string;

  @Field(() => NameScalar, { description: '自评文件。Number of the document that holds the evaluation.' })
  readonly document!: string;

  @Field(() => [BankConclusionInput], {
    description:
      '各合作银行。One entry for every bank that cooperated or was leaving in the year; a bank that is left out is named in the refusal.',
  })
  readonly banks!: BankConclusionInput[];
}

@InputType({ description: '登记补充资金。A supplement by the city that has been decided on (Art. 38).' })
export class AskSupplementInput {
  @Field(() => SupplementGroundEnum, {
    description: '事由。After an evaluation, or because compensation has reached the line (Art. 38).',
  })
  readonly ground!: SupplementGround;

  @Field(() => ID, {
    nullable: true,
    description:
      '绩效自评编号，事由为绩效评价时必填。Id of the evaluation; needed when the ground is EVALUATION.',
  })
  readonly evaluationId!: string | null;

  @Field(() => YuanScalar, { description: '额度（元）。What is granted in all, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => NameScalar, {
    description: '决定文件。Number of the document of the decision that grants it.',
  })
  readonly decisionDocument!: string;

  @Field(() => TextScalar, { description: '理由。Why it is needed.' })
  readonly reason!: string;
}

@InputType({ description: '复核补充资金。A second person’s decision on a supplement (Art. 38).' })
export class DecideSupplementInput {
  @Field(() => ID, { description: '补充资金编号。Id of the supplement.' })
  readonly supplementId!: string;

  @Field(() => Boolean, { description: '是否同意。True to approve, false to decline.' })
  readonly approve!: boolean;

  @Field(() => Int, { description: '所见版本。Version of the record that was read before.' })
  readonly version!: number;
}

@InputType({ description: '收到补充资金。Money of a supplement that has come in (Art. 38).' })
export class RecordSupplementInput {
  @Field(() => ID, { description: '补充资金编号。Id of the supplement that it is part of.' })
  readonly supplementId!: string;

  @Field(() => YuanScalar, {
    description: '到账金额（元），可分次。Amount received, in yuan; at most what is still to come.',
  })
  readonly amount!: Yuan;

  @Field(() => DateScalar, { description: '到账日期。Value date: the day the money arrived.' })
  readonly valueDate!: BusinessDate;

  @Field(() => NameScalar, { description: '入账凭证号。Number of the bank voucher.' })
  readonly document!: string;
}
