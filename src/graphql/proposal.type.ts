import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { ProposalState, Purpose } from '../domain/words.ts';
import { ProposalStateEnum, PurposeEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, YuanScalar } from './scalars.ts';

@ObjectType('Proposal', {
  implements: NodeType,
  description:
    '荐举。A firm that a bank or guarantor puts forward to the district of the firm’s region (Art. 24). Shown to the proposer, the district and the office.',
  simpleResolvers: true,
})
export class ProposalType extends NodeType {
  @Field(() => ProposalStateEnum, { description: '状态。Whether the district has endorsed or dropped it.' })
  readonly state!: ProposalState;

  @Field(() => String, { description: '统一社会信用代码。Credit code of the firm (GB 32100).' })
  readonly creditCode!: string;

  @Field(() => String, { description: '企业名称。Name of the firm as the proposer gave it.' })
  readonly enterpriseName!: string;

  @Field(() => YuanScalar, { description: '拟贷金额（元）。Amount proposed, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => Int, { description: '期限（月）。Term proposed, in months.' })
  readonly termMonths!: number;

  @Field(() => PurposeEnum, { description: '用途。What the money is for (Art. 5).' })
  readonly purpose!: Purpose;

  @Field(() => String, { description: '说明。Note of the proposer; may be empty.' })
  readonly note!: string;

  @Field(() => DateScalar, { description: '提出日。Day on which it was put forward.' })
  readonly proposedOn!: BusinessDate;

  @Field(() => DateScalar, {
    nullable: true,
    description: '处理日。Day on which the district decided; null until then.',
  })
  readonly decidedOn!: BusinessDate | null;

  @Field(() => String, {
    nullable: true,
    description: '未采纳原因。Why the district dropped it; null unless it did.',
  })
  readonly reason!: string | null;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}
