import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { CostKind, RecoveryDestination } from '../domain/words.ts';
import { CostKindEnum, RecoveryDestinationEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { PartOfType } from './part.type.ts';
import { DateScalar, DateTimeScalar, YuanScalar } from './scalars.ts';

@ObjectType('RecoveryCost', {
  description: '追偿费用。One item of what a recovery cost (Art. 34).',
  simpleResolvers: true,
})
export class RecoveryCostType {
  @Field(() => Int, { description: '序号。Number of the item in its recovery, from 1.' })
  readonly number!: number;

  @Field(() => CostKindEnum, { description: '费用种类。Kind of cost (Art. 34).' })
  readonly kind!: CostKind;

  @Field(() => YuanScalar, { description: '金额（元）。Amount of the item, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => String, { description: '说明。What it was paid for.' })
  readonly note!: string;
}

@ObjectType('Recovery', {
  implements: NodeType,
  description:
    '追偿回款。Money got back from the debtor after a compensation: gross, less costs, shared out by the loan’s edition (Art. 34). Shown to whoever may see the loan.',
  simpleResolvers: true,
})
export class RecoveryType extends NodeType {
  @Field(() => DateScalar, { description: '到账日。Value date: the day the money came in.' })
  readonly receivedOn!: BusinessDate;

  @Field(() => YuanScalar, { description: '追偿所得（元）。What the debtor paid, in yuan, before costs.' })
  readonly gross!: Yuan;

  @Field(() => YuanScalar, { description: '追偿费用（元）。Its costs in all, in yuan (Art. 34).' })
  readonly costs!: Yuan;

  @Field(() => YuanScalar, { description: '追偿净额（元）。Gross less costs, in yuan: what is shared out.' })
  readonly net!: Yuan;

  @Field(() => [PartOfType], {
    description:
      '净额的分配。The net by who gets it; the parts sum to it. Split on the loan’s cumulative recoveries, so that many small ones end where one large one would (Art. 34).',
  })
  readonly parts!: readonly PartOfType[];

  @Field(() => YuanScalar, {
    description:
      '退回资金池（元）。What goes back to the pool, in yuan; less than its part where the deposit had been too short to pay it (Art. 34).',
  })
  readonly returned!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '地区应得（元）。The region’s part of what goes back, in yuan: it lowers what the region has to replenish (Art. 13, 34).',
  })
  readonly regionPart!: Yuan;

  @Field(() => RecoveryDestinationEnum, {
    description: '退回去向。Where the pool’s part goes: the bank’s risk deposit or the pool’s own account.',
  })
  readonly destination!: RecoveryDestination;

  @Field(() => String, { description: '凭证号。Reference of the document.' })
  readonly document!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: '冲销日。Day on which it was reversed; null while it stands.',
  })
  readonly reversedOn!: BusinessDate | null;

  @Field(() => DateTimeScalar, { description: '登记时刻。When it was recorded.' })
  readonly recordedAt!: string;
}
