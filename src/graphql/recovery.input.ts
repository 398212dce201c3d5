import { Field, ID, InputType, Int } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { CostKind, LegalStage, RecoveryDestination } from '../domain/words.ts';
import { CostKindEnum, LegalStageEnum, RecoveryDestinationEnum } from './enums.ts';
import { DateScalar, NameScalar, TextScalar, YuanScalar } from './scalars.ts';

// Inputs of the pursuit of a debtor, from going to law to the end of the recovery.

@InputType({ description: '提起诉讼。An action at law against the debtor of a compensated loan (Art. 33).' })
export class OpenLegalActionInput {
  @Field(() => ID, { description: '贷款编号。Id of the compensated loan.' })
  readonly loanId!: string;

  @Field(() => NameScalar, { description: '受理法院。Name of the court.' })
  readonly court!: string;

  @Field(() => NameScalar, {
    nullable: true,
    description: '案号。Number of the case; absent until the court has given one.',
  })
  readonly caseNumber!: string | null;

  @Field(() => DateScalar, { description: '起诉日期。The day it was filed with the court.' })
  readonly filedOn!: BusinessDate;

  @Field(() => TextScalar, { description: '说明。What is claimed, and against whom.' })
  readonly note!: string;

  @Field(() => NameScalar, { description: '起诉状编号。Number of the statement of claim.' })
  readonly document!: string;
}

@InputType({ description: '诉讼进展。A further step of an action at law (Art. 33).' })
export class AdvanceLegalActionInput {
  @Field(() => ID, { description: '诉讼编号。Id of the action at law.' })
  readonly legalActionId!: string;

  @Field(() => LegalStageEnum, { description: '阶段。The stage that is reached.' })
  readonly stage!: LegalStage;

  @Field(() => DateScalar, { description: '进入日期。The day it was reached.' })
  readonly reachedOn!: BusinessDate;

  @Field(() => NameScalar, {
    nullable: true,
    description: '案号。Number of the case, once the court has given one; absent to leave it as it is.',
  })
  readonly caseNumber!: string | null;

  @Field(() => TextScalar, { description: '说明。What happened, as the record will say it.' })
  readonly note!: string;

  @Field(() => NameScalar, { description: '文书编号。Number of the court’s document.' })
  readonly document!: string;

  @Field(() => Int, { description: '所见版本。Version of the record that was read before.' })
  readonly version!: number;
}

@InputType({ description: '追偿费用。One item of what a recovery cost (Art. 34).' })
export class RecoveryCostInput {
  @Field(() => CostKindEnum, { description: '费用种类。Kind of cost (Art. 34).' })
  readonly kind!: CostKind;

  @Field(() => YuanScalar, { description: '金额（元）。Amount of the item, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => TextScalar, { description: '说明。What it was paid for.' })
  readonly note!: string;
}

@InputType({
  description:
    '追偿回款。Money got back from the debtor; less its costs it is shared out by the loan’s edition (Art. 34).',
})
export class RecordRecoveryInput {
  @Field(() => ID, { description: '贷款编号。Id of the compensated loan.' })
  readonly loanId!: string;

  @Field(() => DateScalar, { description: '到账日期。Value date: the day the money came in.' })
  readonly receivedOn!: BusinessDate;

  @Field(() => YuanScalar, { description: '追偿所得（元）。What the debtor paid, in yuan, before costs.' })
  readonly gross!: Yuan;

  @Field(() => [RecoveryCostInput], {
    description: '费用明细；没有则为空。The costs item by item; empty when there were none (Art. 34).',
  })
  readonly costs!: RecoveryCostInput[];

  @Field(() => RecoveryDestinationEnum, {
    description:
      '退回去向。Where the pool’s part goes: the bank’s risk deposit, or the pool’s own account, whose money the fund manager records (Art. 10).',
  })
  readonly destination!: RecoveryDestination;

  @Field(() => NameScalar, { description: '回款凭证号。Number of the voucher.' })
  readonly document!: string;
}

@InputType({ description: '追偿情况报告。A report to the office on the recovery of a loan (Art. 35).' })
export class ReportRecoveryInput {
  @Field(() => ID, { description: '贷款编号。Id of the compensated loan.' })
  readonly loanId!: string;

  @Field(() => DateScalar, { description: '报告日期。The day of the report.' })
  readonly reportedOn!: BusinessDate;

  @Field(() => TextScalar, { description: '报告摘要。Summary of the report.' })
  readonly summary!: string;

  @Field(() => NameScalar, { description: '报告编号。Number of the report.' })
  readonly document!: string;
}

@InputType({ description: '终结追偿。The end of a recovery, with the final loss by party (Art. 35).' })
export class ConcludeRecoveryInput {
  @Field(() => ID, { description: '贷款编号。Id of the compensated loan.' })
  readonly loanId!: string;

  @Field(() => TextScalar, { description: '终结理由。Why nothing more is to be recovered.' })
  readonly reason!: string;

  @Field(() => NameScalar, { description: '终结文号。Number of the office’s document.' })
  readonly document!: string;
}
