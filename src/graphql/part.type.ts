import { Field, ObjectType } from 'type-graphql';
import type { Yuan } from '../domain/money.ts';
import { YuanScalar } from './scalars.ts';

const PARTY =
  '承担方：POOL 资金池、BANK 合作银行、GUARANTOR 担保机构，或政策版本另行指定的一方。POOL, BANK, GUARANTOR, or another party that the loan’s edition names (Art. 20).';

@ObjectType('PartOf', {
  description:
    '一方的份额。One party’s part of an amount, in the order of the loan’s edition; the parts sum to the amount (Art. 20).',
  simpleResolvers: true,
})
export class PartOfType {
  @Field(() => String, { description: PARTY })
  readonly party!: string;

  @Field(() => YuanScalar, { description: '份额（元）。The party’s part, in yuan, exact to the fen.' })
  readonly amount!: Yuan | string;
}

@ObjectType('PartyLoss', {
  description:
    '一方的损失。What one party bears of a loan’s principal in compensation, what recoveries have brought it, and what it has lost on balance (Art. 20, 34).',
  simpleResolvers: true,
})
export class PartyLossType {
  @Field(() => String, { description: PARTY })
  readonly party!: string;

  @Field(() => YuanScalar, {
    description: '应分担额（元）。Its share of the principal in compensation, in yuan (Art. 20).',
  })
  readonly share!: Yuan;

  @Field(() => YuanScalar, {
    description: '追偿所得（元）。Its part of all net recoveries so far, in yuan (Art. 34).',
  })
  readonly recovered!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '净损失（元）。Share less recovered, in yuan: what it has lost as things stand (Art. 34, 35).',
  })
  readonly loss!: Yuan;
}
