import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { BreakerMeasure, BreakerScope, BreakerTurnKind } from '../domain/words.ts';
import { BreakerMeasureEnum, BreakerScopeEnum, BreakerTurnKindEnum } from './enums.ts';
import { LoanType } from './loan.type.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, DateTimeScalar, PercentScalar, YuanScalar } from './scalars.ts';

@ObjectType('BreakerAmounts', {
  description:
    '警戒线金额。The amounts behind the breaker. Money of the pool is shown to the office and the fund manager; figures of lending to the office and, of its own, to a bank.',
  simpleResolvers: true,
})
export class BreakerAmountsType {
  @Field(() => YuanScalar, {
    description:
      '分子（元）。What is measured, in yuan: net compensation, principal past due, or principal compensated and not recovered.',
  })
  readonly part!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '分母（元）。What it is measured against, in yuan: the pool’s funds, principal outstanding, or all that was disbursed.',
  })
  readonly whole!: Yuan;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '代偿净额（元）。Compensation paid by the pool less recoveries, in yuan (Art. 37); null where another measure is in use.',
  })
  readonly netCompensation!: Yuan | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '资金池资金总额（元）。Contributions, supplements, replenishments and interest, gross of losses, in yuan: the base (Art. 37); null where another measure is in use.',
  })
  readonly fundsTotal!: Yuan | null;

  @Field(() => YuanScalar, {
    description:
      '距警戒线（元）。What may still be added to the measured amount before it trips, in yuan, to the fen below the line; 0.00 once tripped.',
  })
  readonly distance!: Yuan;
}

@ObjectType('BreakerWarning', {
  description: '预警线。A part of the line at which a warning is given, once for each crossing upwards.',
  simpleResolvers: true,
})
export class BreakerWarningType {
  @Field(() => Int, { description: '占警戒线的百分比（%）。Part of the line, in whole percent of it.' })
  readonly percent!: number;

  @Field(() => Boolean, { description: '已越过。True while the ratio stands at or above it.' })
  readonly crossed!: boolean;
}

@ObjectType('BreakerTurn', {
  implements: NodeType,
  description: '熔断记录。One time that a breaker tripped, reopened or warned (Art. 37). Never changed.',
  simpleResolvers: true,
})
export class BreakerTurnType extends NodeType {
  @Field(() => BreakerTurnKindEnum, { description: '事项。Whether it tripped, reopened or warned.' })
  readonly kind!: BreakerTurnKind;

  @Field(() => BreakerMeasureEnum, { description: '指标。What was measured.' })
  readonly measure!: BreakerMeasure;

  @Field(() => Int, { description: '警戒线（%）。The line, in whole percent.' })
  readonly thresholdPercent!: number;

  @Field(() => Int, {
    nullable: true,
    description: '预警线（%）。For a warning, the part of the line that was crossed, in whole percent of it.',
  })
  readonly warningPercent!: number | null;

  @Field(() => PercentScalar, {
    nullable: true,
    description: '当时比例（%）。The ratio at that moment, cut after four places; null for a base of nought.',
  })
  readonly ratioPercent!: string | null;

  @Field(() => DateScalar, { description: '业务日期。Business date on which it happened.' })
  readonly occurredOn!: BusinessDate;

  @Field(() => DateTimeScalar, { description: '记录时刻。When it was recorded.' })
  readonly recordedAt!: string;
}

@ObjectType('ForecastLoan', {
  description:
    '可能代偿的贷款。An overdue loan that may be deducted by the last day of the forecast (Art. 32).',
  simpleResolvers: true,
})
export class ForecastLoanType {
  @Field(() => LoanType, { description: '贷款。The loan it is about.' })
  readonly loan!: LoanType;

  @Field(() => DateScalar, {
    description: '可划扣之日。First day on which the bank may deduct; it may lie in the past.',
  })
  readonly deductibleFrom!: BusinessDate;

  @Field(() => YuanScalar, {
    description: '本金（元）。Principal that may be claimed by the last day of the forecast, in yuan.',
  })
  readonly principal!: Yuan;

  @Field(() => YuanScalar, { description: '资金池承担（元）。The pool’s part of it, in yuan (Art. 20).' })
  readonly poolBears!: Yuan;
}

@ObjectType('BreakerForecast', {
  description:
    '熔断预测。What happens within some days if nothing is paid: which overdue loans may be deducted, what the pool would bear, and whether the line would be reached. It takes no account of how much a risk deposit holds.',
  simpleResolvers: true,
})
export class BreakerForecastType {
  @Field(() => DateScalar, { description: '截止日。Last day of the forecast, included.' })
  readonly through!: BusinessDate;

  @Field(() => Int, { description: '贷款笔数。Number of loans that may be deducted by then.' })
  readonly loanCount!: number;

  @Field(() => YuanScalar, { description: '本金合计（元）。Principal of all of them, in yuan.' })
  readonly principal!: Yuan;

  @Field(() => YuanScalar, { description: '资金池承担合计（元）。What the pool would bear in all, in yuan.' })
  readonly poolBears!: Yuan;

  @Field(() => Boolean, {
    description: '将触发。True when the line is reached within these days, or is already.',
  })
  readonly trips!: boolean;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      '触发日。First day on which the line would be reached; null when it would not, or is already.',
  })
  readonly tripsOn!: BusinessDate | null;

  @Field(() => [ForecastLoanType], {
    description:
      '贷款清单，最先可划扣的在前，至多 100 笔。The loans, those deductible first, at most 100; the sums are over all.',
  })
  readonly loans!: readonly ForecastLoanType[];
}

@ObjectType('Breaker', {
  description:
    '熔断。The line at which new business is suspended: of the whole pool, or of one bank where an edition says so (Art. 37).',
  simpleResolvers: true,
})
export class BreakerType {
  @Field(() => Boolean, {
    description: '已触发。True when the ratio has reached the threshold: new business is suspended.',
  })
  readonly tripped!: boolean;

  @Field(() => BreakerMeasureEnum, {
    nullable: true,
    description:
      '指标。What is measured, under the edition in force or the last one; null while the pool has none.',
  })
  readonly measure!: BreakerMeasure | null;

  @Field(() => BreakerScopeEnum, {
    nullable: true,
    description:
      '范围。Where it stops new business. Where it is one bank, the pool as a whole has no ratio: see each bank’s standing.',
  })
  readonly scope!: BreakerScope | null;

  @Field(() => PercentScalar, {
    nullable: true,
    description:
      '警戒线（%）。Threshold in percent under the edition in force or the last one; null while the pool has none.',
  })
  readonly thresholdPercent!: string | null;

  @Field(() => PercentScalar, {
    nullable: true,
    description: '当前比例（%）。The ratio in percent, cut after four places; null while its base is nought.',
  })
  readonly ratioPercent!: string | null;
}
