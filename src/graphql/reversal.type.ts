import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { ReversalState } from '../domain/words.ts';
import { ReversalStateEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar } from './scalars.ts';

@ObjectType('Reversal', {
  implements: NodeType,
  description:
    '冲销申请。A request to reverse an entry; a second person approves it. Shown to the office and the fund manager.',
  simpleResolvers: true,
})
export class ReversalType extends NodeType {
  @Field(() => ReversalStateEnum, { description: '状态。How the request stands.' })
  readonly state!: ReversalState;

  @Field(() => String, { description: '原因。Why the entry is to be reversed.' })
  readonly reason!: string;

  @Field(() => String, {
    description: '申请人。User id of the person who asked; another person must approve.',
  })
  readonly askedBy!: string;

  @Field(() => DateScalar, { description: '申请日。Day of the request.' })
  readonly askedOn!: BusinessDate;

  @Field(() => String, {
    nullable: true,
    description: '复核人。User id of the second person; null until then.',
  })
  readonly decidedBy!: string | null;

  @Field(() => DateScalar, { nullable: true, description: '复核日。Day of the decision; null until then.' })
  readonly decidedOn!: BusinessDate | null;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}
