import { Field, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { CompensationKind } from '../domain/words.ts';
import { CompensationKindEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { PartOfType, PartyLossType } from './part.type.ts';
import { DateScalar, DateTimeScalar, YuanScalar } from './scalars.ts';

@ObjectType('Compensation', {
  implements: NodeType,
  description:
    '代偿。One deduction from the risk deposit at the loan’s bank: the pool pays its share of principal that was due and unpaid too long (Art. 32). Shown to whoever may see the loan.',
  simpleResolvers: true,
})
export class CompensationType extends NodeType {
  @Field(() => CompensationKindEnum, {
    description: '方式。Whether it was judged before the money was taken, or reported afterwards (Art. 32).',
  })
  readonly kind!: CompensationKind;

  @Field(() => DateScalar, { description: '划扣日。Value date: the day the bank took the money.' })
  readonly deductedOn!: BusinessDate;

  @Field(() => YuanScalar, {
    description:
      '代偿本金（元）。Principal claimed by it, in yuan; it is no longer outstanding. 0.00 where only the rest of an earlier claim was taken (Art. 32).',
  })
  readonly principal!: Yuan;

  @Field(() => [PartOfType], {
    description: '代偿本金的分担。The principal claimed by who bears it; the parts sum to it (Art. 20).',
  })
  readonly parts!: readonly PartOfType[];

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '实际划扣（元）。What the bank took out of the risk deposit in all, in yuan; more than `deducted` where it took early or too much (Art. 32). Null for the district and the guarantor.',
  })
  readonly taken!: Yuan | null;

  @Field(() => YuanScalar, {
    description: '合规划扣（元）。The lawful part: the pool’s money paid, in yuan (Art. 32).',
  })
  readonly deducted!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '尚可划扣（元）。What the pool still owed on the loan right after it, in yuan, because the deposit was short; what it owes now is `Loan.compensation.claimable` (Art. 32).',
  })
  readonly claimable!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '地区应分担（元）。The region’s part of the pool’s money paid, in yuan: what it has to replenish (Art. 13, 20).',
  })
  readonly regionPart!: Yuan;

  @Field(() => String, { description: '凭证号。Reference of the bank’s document.' })
  readonly document!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      '书面告知日。Day on which the bank notified the office in writing; null until then (Art. 32).',
  })
  readonly noticeOn!: BusinessDate | null;

  @Field(() => String, {
    nullable: true,
    description: '告知文号。Number of that notice; null until it is given (Art. 32).',
  })
  readonly noticeDocument!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '冲销日。Day on which the deduction was reversed; null while it stands.',
  })
  readonly reversedOn!: BusinessDate | null;

  @Field(() => DateTimeScalar, { description: '登记时刻。When it was recorded.' })
  readonly recordedAt!: string;
}

@ObjectType('LoanCompensation', {
  description:
    '代偿与追偿情况。How one loan stands since its first compensation: all figures are sums over its compensations and recoveries that stand (Art. 20, 32–35).',
  simpleResolvers: true,
})
export class LoanCompensationType {
  @Field(() => DateScalar, { description: '首次代偿日。Day of the first deduction (Art. 32).' })
  readonly compensatedOn!: BusinessDate;

  @Field(() => YuanScalar, {
    description: '代偿本金（元）。Principal for which compensation was claimed, in yuan (Art. 32).',
  })
  readonly compensatedPrincipal!: Yuan;

  @Field(() => YuanScalar, {
    description: '资金池已划扣（元）。The pool’s money taken from the risk deposit, in yuan (Art. 32).',
  })
  readonly deducted!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '尚可划扣（元）。What the bank may still take of the pool’s share, in yuan, because the deposit was short (Art. 32).',
  })
  readonly claimable!: Yuan;

  @Field(() => YuanScalar, {
    description: '追偿净额（元）。Recoveries less their costs, in yuan, whoever gets them (Art. 34).',
  })
  readonly recovered!: Yuan;

  @Field(() => YuanScalar, {
    description: '退回资金池（元）。What of the recoveries went back to the pool, in yuan (Art. 34).',
  })
  readonly returned!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '尚未追回（元）。Principal in compensation less recovered, in yuan: no recovery may be above it (Art. 34).',
  })
  readonly unrecovered!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '担保机构应分担（元）。The guarantor’s share of the principal in compensation, in yuan (Art. 20).',
  })
  readonly guarantorShare!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '担保机构已支付（元）。What the guarantor has paid the bank of its share, in yuan (Art. 20).',
  })
  readonly guarantorPaid!: Yuan;

  @Field(() => [PartyLossType], {
    description:
      '各方损失。Share, recovered and loss of every party, in the order of the loan’s edition (Art. 20, 34).',
  })
  readonly parties!: readonly PartyLossType[];
}
