import { Field, Int, ObjectType } from 'type-graphql';
import type { Yuan } from '../domain/money.ts';
import type { ExposureScope } from '../domain/words.ts';
import { ExposureScopeEnum } from './enums.ts';
import { HeadroomType } from './headroom.type.ts';
import { LossSharesType, OverdueBandsType } from './loan.type.ts';
import { PercentScalar, YuanScalar } from './scalars.ts';
import { VerdictType } from './verdict.type.ts';

@ObjectType('LoanCounts', {
  description: '各状态贷款笔数。Number of loans in each state on the business date.',
  simpleResolvers: true,
})
export class LoanCountsType {
  @Field(() => Int, { description: '已审批。Approved by bank and guarantor, no contract yet.' })
  readonly approved!: number;

  @Field(() => Int, { description: '已签约。Contracts signed, not disbursed.' })
  readonly contracted!: number;

  @Field(() => Int, { description: '正常。Disbursed, and nothing is past due.' })
  readonly active!: number;

  @Field(() => Int, { description: '逾期。Disbursed, with principal past due.' })
  readonly overdue!: number;

  @Field(() => Int, { description: '已代偿。Compensated by the pool, recovery runs.' })
  readonly compensated!: number;

  @Field(() => Int, { description: '已结清。Principal repaid in full.' })
  readonly repaid!: number;

  @Field(() => Int, { description: '已终结。Compensated, and the recovery is concluded.' })
  readonly closed!: number;

  @Field(() => Int, { description: '已取消。Cancelled before disbursement.' })
  readonly cancelled!: number;
}

@ObjectType('OverdueExposure', {
  description: '逾期敞口。Principal past due on the business date over all loans of a scope.',
  simpleResolvers: true,
})
export class OverdueExposureType {
  @Field(() => Int, { description: '逾期笔数。Number of loans with principal past due.' })
  readonly loans!: number;

  @Field(() => YuanScalar, { description: '逾期本金（元）。Principal past due, in yuan.' })
  readonly principal!: Yuan;

  @Field(() => OverdueBandsType, { description: '账龄。The same principal by age.' })
  readonly bands!: OverdueBandsType;
}

@ObjectType('TopUpRight', {
  description: '补充申请条件。Whether a bank may ask for a higher risk deposit now (Art. 16).',
  simpleResolvers: true,
})
export class TopUpRightType {
  @Field(() => Boolean, {
    description: '可否申请。True when the bank’s loans have passed the multiple of its deposit (Art. 16).',
  })
  readonly allowed!: boolean;

  @Field(() => VerdictType, {
    nullable: true,
    description: '审查意见。The rule of Art. 16 with its figures; null while no edition is in force.',
  })
  readonly verdict!: VerdictType | null;
}

@ObjectType('Exposure', {
  description:
    '敞口。What is committed and outstanding in one scope, what may still be lent, and how it stands: all of one moment, consistent with ledger and loans.',
  simpleResolvers: true,
})
export class ExposureType {
  @Field(() => ExposureScopeEnum, {
    description:
      '范围。Over whose loans it is summed. For a bank or guarantor an enterprise’s exposure counts its own loans only.',
  })
  readonly scope!: ExposureScope;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '授信额度（元）。Credit line in yuan: the limit that applies to the scope alone (Art. 9, 13, 16, 22). Null for a guarantor, which has none, and where it is not the reader’s to know.',
  })
  readonly creditLine!: Yuan | null;

  @Field(() => YuanScalar, {
    description: '已签约未发放（元）。Committed: contracts signed and not disbursed, in yuan.',
  })
  readonly committed!: Yuan;

  @Field(() => YuanScalar, { description: '贷款余额（元）。Outstanding principal, in yuan.' })
  readonly outstanding!: Yuan;

  @Field(() => YuanScalar, { description: '累计发放（元）。Disbursed since the beginning, in yuan.' })
  readonly disbursed!: Yuan;

  @Field(() => LossSharesType, {
    nullable: true,
    description:
      '余额的风险分担。Outstanding principal by who would bear its loss, split as one sum under the edition in force or the last one; null while the pool has none (Art. 20).',
  })
  readonly shares!: LossSharesType | null;

  @Field(() => HeadroomType, {
    description:
      '尚可发放。How much more may be lent in this scope: the smallest of the limits that apply (Art. 9, 13, 22).',
  })
  readonly headroom!: HeadroomType;

  @Field(() => PercentScalar, {
    nullable: true,
    description:
      '使用率（%）。Committed plus outstanding in percent of the credit line, cut after two places; null without a credit line.',
  })
  readonly utilisationPercent!: string | null;

  @Field(() => OverdueExposureType, { description: '逾期。Principal past due, by age (Art. 31, 32).' })
  readonly overdue!: OverdueExposureType;

  @Field(() => YuanScalar, {
    description:
      '代偿本金（元）。Principal of these loans for which compensation was claimed, whoever bears it, in yuan; no longer in `outstanding` (Art. 32).',
  })
  readonly compensatedPrincipal!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '追偿净额合计（元）。Recoveries less their costs from these loans, whoever gets them, in yuan (Art. 34).',
  })
  readonly recoveredInAll!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '资金池代偿（元）。The pool’s money taken from risk deposits for these loans, all sources together, in yuan (Art. 32).',
  })
  readonly compensated!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '退回资金池（元）。The pool’s money that came back from recoveries of these loans, in yuan (Art. 34).',
  })
  readonly recovered!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '代偿净额（元）。Compensated less recovered, in yuan; for the pool it equals the sum of its compensation accounts (Art. 37).',
  })
  readonly net!: Yuan;

  @Field(() => LoanCountsType, { description: '各状态笔数。Number of loans in each state.' })
  readonly loans!: LoanCountsType;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '风险补偿金（元）。Balance of the bank’s risk deposit, in yuan; null outside the scope BANK (Art. 16).',
  })
  readonly deposit!: Yuan | null;

  @Field(() => TopUpRightType, {
    nullable: true,
    description:
      '可否申请补充风险补偿金。Whether a top-up may be asked for; null outside the scope BANK (Art. 16).',
  })
  readonly mayAskTopUp!: TopUpRightType | null;
}
