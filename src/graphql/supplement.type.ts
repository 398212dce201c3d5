import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { SupplementGround, SupplementState } from '../domain/words.ts';
import { SupplementGroundEnum, SupplementStateEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, YuanScalar } from './scalars.ts';

@ObjectType('Supplement', {
  implements: NodeType,
  description:
    '补充资金。Money that the city adds to the pool, by a decision that is named (Art. 38). Shown to the office and the fund manager.',
  simpleResolvers: true,
})
export class SupplementType extends NodeType {
  @Field(() => SupplementGroundEnum, { description: '事由。On what ground it is granted (Art. 38).' })
  readonly ground!: SupplementGround;

  @Field(() => YuanScalar, { description: '批准额度（元）。What is granted in all, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => YuanScalar, { description: '已到账（元）。What of it has come in, in yuan.' })
  readonly received!: Yuan;

  @Field(() => String, { description: '决定文件。Number of the document of the decision that grants it.' })
  readonly decisionDocument!: string;

  @Field(() => String, { description: '理由。Why it is needed.' })
  readonly reason!: string;

  @Field(() => SupplementStateEnum, { description: '状态。Whether it is approved and has come in.' })
  readonly state!: SupplementState;

  @Field(() => DateScalar, { description: '登记日。Day on which the office entered it.' })
  readonly askedOn!: BusinessDate;

  @Field(() => DateScalar, {
    nullable: true,
    description: '复核日。Day on which a second person approved or declined it; null until then.',
  })
  readonly decidedOn!: BusinessDate | null;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}
