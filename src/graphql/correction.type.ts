import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { CorrectionState, CorrectionSubject, CostKind, RecoveryDestination } from '../domain/words.ts';
import { CorrectionStateEnum, CorrectionSubjectEnum } from './correction.enums.ts';
import { CostKindEnum, RecoveryDestinationEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, DateTimeScalar, YuanScalar } from './scalars.ts';

@ObjectType('CorrectedCost', {
  description: '费用。One cost of a recovery (Art. 34).',
  simpleResolvers: true,
})
export class CorrectedCostType {
  @Field(() => CostKindEnum, { description: '类别。What kind of cost it is.' })
  readonly kind!: CostKind;

  @Field(() => YuanScalar, { description: '金额（元）。What it cost, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => String, { description: '说明。What it was paid for.' })
  readonly note!: string;
}

@ObjectType('CorrectedValues', {
  description:
    '记录内容。The values of a record, as they are or as they are to be; those that such a record does not have are null.',
  simpleResolvers: true,
})
export class CorrectedValuesType {
  @Field(() => DateScalar, { description: '日期。The day it happened: value date, or day of the payment.' })
  readonly valueDate!: BusinessDate;

  @Field(() => String, { description: '凭证号。Reference of the document.' })
  readonly document!: string;

  @Field(() => YuanScalar, { nullable: true, description: '金额（元）。Amount in yuan.' })
  readonly amount!: Yuan | null;

  @Field(() => YuanScalar, { nullable: true, description: '本金（元）。Principal in yuan; of a repayment.' })
  readonly principal!: Yuan | null;

  @Field(() => YuanScalar, { nullable: true, description: '利息（元）。Interest in yuan; of a repayment.' })
  readonly interest!: Yuan | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description: '回款总额（元）。Gross amount in yuan; of a recovery (Art. 34).',
  })
  readonly gross!: Yuan | null;

  @Field(() => [CorrectedCostType], {
    nullable: true,
    description: '费用。Its costs; of a recovery (Art. 34).',
  })
  readonly costs!: readonly CorrectedCostType[] | null;

  @Field(() => RecoveryDestinationEnum, {
    nullable: true,
    description: '退回账户。Where the pool’s part went; of a recovery (Art. 34).',
  })
  readonly destination!: RecoveryDestination | null;
}

@ObjectType('CorrectionMessage', {
  description: '往来记录。What one side said, and where it led.',
  simpleResolvers: true,
})
export class CorrectionMessageType {
  @Field(() => Int, { description: '序号。Number of the message, from 1.' })
  readonly number!: number;

  @Field(() => CorrectionStateEnum, { description: '其后的状态。The state that it led to.' })
  readonly state!: CorrectionState;

  @Field(() => String, { description: '内容。What was said, word for word.' })
  readonly text!: string;

  @Field(() => String, {
    nullable: true,
    description: '附件文号。Reference of a document, where one was named.',
  })
  readonly document!: string | null;

  @Field(() => DateScalar, { description: '日期。Business date on which it was said.' })
  readonly writtenOn!: BusinessDate;

  @Field(() => DateTimeScalar, { description: '登记时刻。When it was recorded.' })
  readonly recordedAt!: string;
}

@ObjectType('Correction', {
  implements: NodeType,
  description:
    '更正申请。A dialogue between the office and a tenant about a record of that tenant’s that may be wrong: one side asks, the other accepts or explains. Shown to the two sides.',
  simpleResolvers: true,
})
export class CorrectionType extends NodeType {
  @Field(() => CorrectionSubjectEnum, { description: '更正对象。What kind of record it is about.' })
  readonly subject!: CorrectionSubject;

  @Field(() => CorrectionStateEnum, { description: '状态。How the request stands.' })
  readonly state!: CorrectionState;

  @Field(() => String, { description: '申请原因。Why the record is wrong.' })
  readonly reason!: string;

  @Field(() => DateScalar, { description: '申请日。Day on which it was asked for.' })
  readonly askedOn!: BusinessDate;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      '冲销起息日。The value date asked for the reversing entry; null for the day of the record, or the first day that is still open.',
  })
  readonly reverseOn!: BusinessDate | null;

  @Field(() => DateScalar, { nullable: true, description: '办结日。Day on which it ended; null until then.' })
  readonly endedOn!: BusinessDate | null;

  @Field(() => Int, { description: '记录版本。Version, to be named by the next step.' })
  readonly version!: number;
}
