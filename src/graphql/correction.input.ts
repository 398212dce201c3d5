import { Field, ID, InputType, Int } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { RecoveryDestination } from '../domain/words.ts';
import { RecoveryDestinationEnum } from './enums.ts';
import { RecoveryCostInput } from './recovery.input.ts';
import { DateScalar, NameScalar, TextScalar, YuanScalar } from './scalars.ts';

@InputType({
  description:
    '更正内容。What is to stand in the place of a record. What is left open stays as it is; a value that such a record does not have is refused.',
})
export class ProposedValuesInput {
  @Field(() => DateScalar, {
    nullable: true,
    description: '日期。The day it happened; not before the last closed month.',
  })
  readonly valueDate!: BusinessDate | null;

  @Field(() => NameScalar, { nullable: true, description: '凭证号。Number of the voucher.' })
  readonly document!: string | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '金额（元）。Of a ledger entry, a guarantor’s payment, or a deduction that the bank reported itself.',
  })
  readonly amount!: Yuan | null;

  @Field(() => YuanScalar, { nullable: true, description: '本金（元）。Of a repayment.' })
  readonly principal!: Yuan | null;

  @Field(() => YuanScalar, { nullable: true, description: '利息（元）。Of a repayment.' })
  readonly interest!: Yuan | null;

  @Field(() => YuanScalar, { nullable: true, description: '回款总额（元）。Of a recovery.' })
  readonly gross!: Yuan | null;

  @Field(() => [RecoveryCostInput], { nullable: true, description: '费用。All costs of a recovery.' })
  readonly costs!: RecoveryCostInput[] | null;

  @Field(() => RecoveryDestinationEnum, {
    nullable: true,
    description: '退回账户。Where the pool’s part of a recovery goes.',
  })
  readonly destination!: RecoveryDestination | null;
}

@InputType({
  description:
    '申请更正。A record that is wrong, exactly one of five kinds, and what is to stand in its place. The office asks the tenant whose record it is; a tenant asks the office about its own.',
})
export class AskCorrectionInput {
  @Field(() => ID, { nullable: true, description: '还款编号。Id of a repayment.' })
  readonly repaymentId!: string | null;

  @Field(() => ID, { nullable: true, description: '代偿编号。Id of a compensation.' })
  readonly compensationId!: string | null;

  @Field(() => ID, { nullable: true, description: '担保机构付款编号。Id of a guarantor’s payment.' })
  readonly guarantorPaymentId!: string | null;

  @Field(() => ID, { nullable: true, description: '追偿回款编号。Id of a recovery.' })
  readonly recoveryId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: '分录编号。Id of a ledger entry; that of a deduction or a recovery stands for it.',
  })
  readonly entryId!: string | null;

  @Field(() => TextScalar, { description: '原因。What is wrong, as the other side will read it.' })
  readonly reason!: string;

  @Field(() => ProposedValuesInput, {
    nullable: true,
    description: '更正内容。What is to stand in its place; null to take the record back only.',
  })
  readonly proposed!: ProposedValuesInput | null;

  @Field(() => ID, {
    nullable: true,
    description:
      '正确的贷款编号。Id of the loan on which a repayment belongs, where it was recorded on another of the same bank.',
  })
  readonly loanId!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      '冲销起息日。Value date of the reversing entry; when absent the day of the record, or the first day still open.',
  })
  readonly reverseOn!: BusinessDate | null;
}

@InputType({ description: '答复更正申请。What one side says, and the version that it has read.' })
export class AnswerCorrectionInput {
  @Field(() => ID, { description: '更正申请编号。Id of the correction.' })
  readonly correctionId!: string;

  @Field(() => Int, { description: '记录版本。The version that was read.' })
  readonly version!: number;

  @Field(() => TextScalar, { description: '内容。What is said, as the other side will read it.' })
  readonly text!: string;

  @Field(() => NameScalar, { nullable: true, description: '附件文号。Reference of a document.' })
  readonly document!: string | null;
}

@InputType({
  description: '同意更正。The consent by which a record is taken back and the right one recorded.',
})
export class AcceptCorrectionInput {
  @Field(() => ID, { description: '更正申请编号。Id of the correction.' })
  readonly correctionId!: string;

  @Field(() => Int, { description: '记录版本。The version that was read.' })
  readonly version!: number;

  @Field(() => TextScalar, { description: '意见。What is said, as the other side will read it.' })
  readonly text!: string;

  @Field(() => NameScalar, { description: '冲销凭证号。Number of the voucher of the reversing entry.' })
  readonly document!: string;
}
