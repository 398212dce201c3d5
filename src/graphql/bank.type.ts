import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { BankState, TopUpState } from '../domain/words.ts';
import { BankStateEnum, TopUpStateEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, YuanScalar } from './scalars.ts';

@ObjectType('Bank', {
  implements: NodeType,
  description: '合作银行。A cooperating bank. A bank knows itself only; the others know all banks by name.',
  simpleResolvers: true,
})
export class BankType extends NodeType {
  @Field({ description: '中文名称。Name of the bank in Chinese.' })
  readonly nameZh!: string;

  @Field({ description: '英文名称。Name of the bank in English.' })
  readonly nameEn!: string;
}

@ObjectType('BankStanding', {
  description: '银行合作情况。How a bank stands with the pool (Art. 16, 18). Shown to the office, the fund manager and the bank itself.',
  simpleResolvers: true,
})
export class BankStandingType {
  @Field(() => BankStateEnum, { description: '合作状态。Whether new business is possible.' })
  readonly state!: BankState;

  @Field(() => String, { nullable: true, description: '风险补偿金专户账号。Number of the special account; null before it is opened (Art. 11, 16).' })
  readonly specialAccount!: string | null;
}

@ObjectType('Agreement', {
  implements: NodeType,
  description: '合作协议。A cooperation agreement between the pool and a bank (Art. 16). Shown to the office, the fund manager and the bank itself.',
  simpleResolvers: true,
})
export class AgreementType extends NodeType {
  @Field(() => DateScalar, { description: '签订日。Day of signing.' })
  readonly signedOn!: BusinessDate;

  @Field(() => DateScalar, { description: '终止日。Last day of its term.' })
  readonly endsOn!: BusinessDate;

  @Field({ description: '协议编号。Reference of the agreement.' })
  readonly document!: string;
}

@ObjectType('TopUp', {
  implements: NodeType,
  description: '补充风险补偿金申请。A bank’s request that its risk deposit be raised (Art. 16). Shown to the office, the fund manager and the bank itself.',
  simpleResolvers: true,
})
export class TopUpType extends NodeType {
  @Field(() => TopUpStateEnum, { description: '状态。How far the request has come.' })
  readonly state!: TopUpState;

  @Field(() => YuanScalar, { description: '申请金额（元）。Amount asked for, in yuan.' })
  readonly asked!: Yuan;

  @Field(() => YuanScalar, { nullable: true, description: '同意金额（元）。Amount approved, in yuan; null until the office approves.' })
  readonly approved!: Yuan | null;

  @Field({ description: '申请理由。Why the bank asks.' })
  readonly reason!: string;

  @Field(() => DateScalar, { description: '申请日。Day of the request.' })
  readonly askedOn!: BusinessDate;

  @Field(() => DateScalar, { nullable: true, description: '批复日。Day of the office’s decision; the time to place the money runs from it. Null until then (Art. 16).' })
  readonly decidedOn!: BusinessDate | null;

  @Field(() => String, { nullable: true, description: '批复意见。Note of the office’s decision; null until then.' })
  readonly decisionNote!: string | null;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}
