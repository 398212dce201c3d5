import { Field, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { BankState } from '../domain/words.ts';
import { BankStateEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar } from './scalars.ts';

@ObjectType('Bank', {
  implements: NodeType,
  description: '合作银行。A cooperating bank. A bank knows itself only; the others know all banks by name.',
  simpleResolvers: true,
})
export class BankType extends NodeType {
  @Field(() => String, { description: '中文名称。Name of the bank in Chinese.' })
  readonly nameZh!: string;

  @Field(() => String, { description: '英文名称。Name of the bank in English.' })
  readonly nameEn!: string;
}

@ObjectType('BankStanding', {
  description:
    '银行合作情况。How a bank stands with the pool (Art. 16, 18). Shown to the office, the fund manager and the bank itself.',
  simpleResolvers: true,
})
export class BankStandingType {
  @Field(() => BankStateEnum, { description: '合作状态。Whether new business is possible.' })
  readonly state!: BankState;

  @Field(() => String, {
    nullable: true,
    description: '风险补偿金专户账号。Number of the special account; null before it is opened (Art. 11, 16).',
  })
  readonly specialAccount!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '退出日。Day from which it takes no new business; null for a bank that stays (Art. 18).',
  })
  readonly leavingOn!: BusinessDate | null;

  @Field(() => String, {
    nullable: true,
    description: '退出原因。Why the cooperation ended; null for a bank that stays.',
  })
  readonly leavingReason!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '退出完毕日。Day on which its deposit was back and it had left; null until then (Art. 18).',
  })
  readonly leftOn!: BusinessDate | null;
}

@ObjectType('Agreement', {
  implements: NodeType,
  description:
    '合作协议。A cooperation agreement between the pool and a bank (Art. 16). Shown to the office, the fund manager and the bank itself.',
  simpleResolvers: true,
})
export class AgreementType extends NodeType {
  @Field(() => DateScalar, { description: '签订日。Day on which it was signed (Art. 16).' })
  readonly signedOn!: BusinessDate;

  @Field(() => DateScalar, { description: '终止日。Last day of its term.' })
  readonly endsOn!: BusinessDate;

  @Field(() => String, { description: '协议编号。Reference of the agreement.' })
  readonly document!: string;
}
