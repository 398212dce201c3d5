import { Field, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, DateTimeScalar, YuanScalar } from './scalars.ts';

@ObjectType('GuarantorPayment', {
  implements: NodeType,
  description:
    '担保机构代偿付款。A payment of the guarantor to the bank for its share of a loss (Art. 20). Shown to whoever may see the loan.',
  simpleResolvers: true,
})
export class GuarantorPaymentType extends NodeType {
  @Field(() => DateScalar, { description: '付款日。Day on which the guarantor paid the bank.' })
  readonly paidOn!: BusinessDate;

  @Field(() => YuanScalar, { description: '付款金额（元）。Amount paid, in yuan (Art. 20).' })
  readonly amount!: Yuan;

  @Field(() => String, { description: '凭证号。Reference of the guarantor’s document.' })
  readonly document!: string;

  @Field(() => DateTimeScalar, { description: '登记时刻。When it was recorded.' })
  readonly recordedAt!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: '撤回日。Day on which the guarantor withdrew this record as wrong; null while it counts.',
  })
  readonly withdrawnOn!: BusinessDate | null;

  @Field(() => String, {
    nullable: true,
    description: '撤回原因。Why the record was withdrawn; null while it counts.',
  })
  readonly withdrawalReason!: string | null;
}
