import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { TopUpState } from '../domain/words.ts';
import { TopUpStateEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, YuanScalar } from './scalars.ts';

@ObjectType('TopUp', {
  implements: NodeType,
  description:
    '补充风险补偿金申请。A bank’s request that its risk deposit be raised (Art. 16). Shown to the office, the fund manager and the bank itself.',
  simpleResolvers: true,
})
export class TopUpType extends NodeType {
  @Field(() => TopUpStateEnum, { description: '状态。How far the request has come.' })
  readonly state!: TopUpState;

  @Field(() => YuanScalar, { description: '申请金额（元）。Amount asked for, in yuan.' })
  readonly asked!: Yuan;

  @Field(() => YuanScalar, {
    nullable: true,
    description: '同意金额（元）。Amount approved, in yuan; null until the office approves.',
  })
  readonly approved!: Yuan | null;

  @Field(() => String, { description: '申请理由。Why the bank asks.' })
  readonly reason!: string;

  @Field(() => DateScalar, { description: '申请日。Day of the request.' })
  readonly askedOn!: BusinessDate;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      '批复日。Day of the office’s decision; the time to place the money runs from it. Null until then (Art. 16).',
  })
  readonly decidedOn!: BusinessDate | null;

  @Field(() => String, {
    nullable: true,
    description: '批复意见。Note of the office’s decision; null until then.',
  })
  readonly decisionNote!: string | null;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}
