import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { OpeningBalance, Source, TakeOverState } from '../domain/words.ts';
import { OPENING_BALANCES, TAKE_OVER_STATES } from '../domain/words.ts';
import { enumOf, SourceEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, NameScalar, TextScalar, YuanScalar } from './scalars.ts';

const TakeOverStateEnum = enumOf(
  'TakeOverState',
  '期初接管状态',
  'How a take-over stands.',
  TAKE_OVER_STATES,
);
const OpeningBalanceEnum = enumOf(
  'OpeningBalance',
  '期初余额类别',
  'What the pool had before it was kept here.',
  OPENING_BALANCES,
);

@ObjectType('TakeOver', {
  implements: NodeType,
  description:
    '期初接管。A time in which the office brings in what the pool had before it was kept here: balances and running loans. Seen by the office.',
  simpleResolvers: true,
})
export class TakeOverType extends NodeType {
  @Field(() => TakeOverStateEnum, {
    description: '接管状态。How far the take-over has come: asked for, open, or over.',
  })
  readonly state!: TakeOverState;

  @Field(() => DateScalar, { description: '接管日。The day as of which everything is taken over.' })
  readonly takenOverOn!: BusinessDate;

  @Field(() => String, { description: '依据文件。The document that it rests on.' })
  readonly document!: string;

  @Field(() => DateScalar, { description: '申请日期。When its beginning or its end was asked for last.' })
  readonly askedOn!: BusinessDate;

  @Field(() => DateScalar, { nullable: true, description: '结束日期。When it was closed; null before.' })
  readonly closedOn!: BusinessDate | null;
}

const DOCUMENT = '依据文件。Number or name of the document that it rests on.';
const TAKE_OVER = '期初接管编号。Id of the take-over.';

@InputType({ description: '申请期初接管。A time in which history comes in, which is asked for.' })
export class OpenTakeOverInput {
  @Field(() => DateScalar, {
    description:
      '接管日。The day as of which everything is taken over: today or earlier, not before the last closed month.',
  })
  readonly takenOverOn!: BusinessDate;

  @Field(() => NameScalar, { description: DOCUMENT })
  readonly document!: string;
}

@InputType({ description: '申请结束期初接管。A take-over whose end is asked for.' })
export class CloseTakeOverInput {
  @Field(() => ID, { description: TAKE_OVER })
  readonly takeOverId!: string;

  @Field(() => NameScalar, { description: DOCUMENT })
  readonly document!: string;
}

@InputType({
  description: '复核期初接管。The second person’s word on the beginning or the end of a take-over.',
})
export class ConfirmTakeOverInput {
  @Field(() => ID, { description: TAKE_OVER })
  readonly takeOverId!: string;

  @Field(() => Boolean, { description: '是否同意。True to agree; false leaves it closed, or open.' })
  readonly approve!: boolean;
}

@InputType({ description: '期初余额。One balance that the pool had on the day of the take-over.' })
export class RecordOpeningBalanceInput {
  @Field(() => OpeningBalanceEnum, { description: '类别。What kind of balance it is.' })
  readonly balance!: OpeningBalance;

  @Field(() => SourceEnum, {
    nullable: true,
    description: '资金来源。Whose it is; for a contribution or a compensation.',
  })
  readonly source!: Source | null;

  @Field(() => ID, {
    nullable: true,
    description: '地区编号。Id of the region, where the source is a region.',
  })
  readonly regionId!: string | null;

  @Field(() => ID, { nullable: true, description: '银行编号。Id of the bank; for a deposit.' })
  readonly bankId!: string | null;

  @Field(() => YuanScalar, { description: '金额（元）。Yuan, above zero.' })
  readonly amount!: Yuan;

  @Field(() => TextScalar, { description: '凭证。The document that proves it.' })
  readonly document!: string;
}
