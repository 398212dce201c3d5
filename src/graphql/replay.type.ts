import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { Unit } from '../regulation/measures.ts';
import { EditionType } from './edition.type.ts';
import { UnitEnum } from './enums.ts';
import { LoanType } from './loan.type.ts';
import { DateScalar, DateTimeScalar, YuanScalar } from './scalars.ts';
import { TenantNameType } from './tenant.type.ts';
import { VerdictType } from './verdict.type.ts';

@ObjectType('VerdictChange', {
  description: '审查意见之变化。What one rule found then, and what it would find under the edition replayed.',
  simpleResolvers: true,
})
export class VerdictChangeType {
  @Field(() => String, { description: '规则代码。Code of the rule.' })
  readonly code!: string;

  @Field(() => VerdictType, {
    nullable: true,
    description: '当时的意见。The verdict then; null where the rule had nothing to say.',
  })
  readonly before!: VerdictType | null;

  @Field(() => VerdictType, {
    nullable: true,
    description:
      '回放的意见。The verdict under the edition replayed; null where the rule has nothing to say.',
  })
  readonly after!: VerdictType | null;
}

@ObjectType('ReplayedCase', {
  description: '结果不同的申请。One request that would have ended otherwise.',
  simpleResolvers: true,
})
export class ReplayedCaseType {
  @Field(() => String, { description: '操作。Name of the act that was asked for.' })
  readonly act!: string;

  @Field(() => DateScalar, { description: '业务日期。Business date of the request.' })
  readonly businessDate!: BusinessDate;

  @Field(() => DateTimeScalar, { description: '记录时刻。When it was recorded.' })
  readonly recordedAt!: string;

  @Field(() => String, {
    nullable: true,
    description: '对象编号。Opaque id of what the act made or changed; null for a refusal.',
  })
  readonly subject!: string | null;

  @Field(() => TenantNameType, { nullable: true, description: '办理单位。Tenant that asked.' })
  readonly tenant!: TenantNameType | null;

  @Field(() => [VerdictChangeType], { description: '不同的意见。The rules whose outcome would differ.' })
  readonly changes!: readonly VerdictChangeType[];
}

@ObjectType('ReplayedCases', {
  description: '结果不同的申请清单。Requests that would have ended otherwise.',
  simpleResolvers: true,
})
export class ReplayedCasesType {
  @Field(() => Int, { description: '件数。How many there are in all.' })
  readonly count!: number;

  @Field(() => [ReplayedCaseType], {
    description: '清单，按发生先后，至多 200 件。The requests in the order made, at most 200.',
  })
  readonly cases!: readonly ReplayedCaseType[];
}

@ObjectType('LimitChange', {
  description: '限额之变化。A limit that would have been another.',
  simpleResolvers: true,
})
export class LimitChangeType {
  @Field(() => String, { description: '规则代码。Code of the rule.' })
  readonly code!: string;

  @Field(() => Int, { description: '条文号。Number of its article.' })
  readonly article!: number;

  @Field(() => UnitEnum, { nullable: true, description: '单位。What the limits count.' })
  readonly unit!: Unit | null;

  @Field(() => String, { nullable: true, description: '当时限额。The limit then.' })
  readonly before!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '回放限额。The limit under the edition replayed.',
  })
  readonly after!: string | null;

  @Field(() => Int, { description: '涉及件数。At how many requests it would have been so.' })
  readonly count!: number;
}

@ObjectType('AmountChange', {
  description: '金额之变化。What a party or source bears or gets: as it was, and as it would be.',
  simpleResolvers: true,
})
export class AmountChangeType {
  @Field(() => String, {
    description:
      '承担方或资金来源代码。Code of the party, such as POOL or BANK, or of the source, such as CITY.',
  })
  readonly name!: string;

  @Field(() => YuanScalar, { description: '当时金额（元）。As it was, in yuan.' })
  readonly before!: Yuan;

  @Field(() => YuanScalar, { description: '回放金额（元）。As it would be, in yuan.' })
  readonly after!: Yuan;
}

@ObjectType('ReplayedLoss', {
  description:
    '金额不同的代偿或追偿回款。One compensation or recovery that would have been shared out otherwise.',
  simpleResolvers: true,
})
export class ReplayedLossType {
  @Field(() => LoanType, { description: '贷款。The loan it is about.' })
  readonly loan!: LoanType;

  @Field(() => DateScalar, { description: '日期。Day of the deduction or recovery.' })
  readonly day!: BusinessDate;

  @Field(() => YuanScalar, {
    description: '金额（元）。Principal claimed, or net amount recovered, in yuan.',
  })
  readonly amount!: Yuan;

  @Field(() => [AmountChangeType], { description: '各方。Every party’s part (Art. 20, 34).' })
  readonly parties!: readonly AmountChangeType[];

  @Field(() => [AmountChangeType], {
    description: '资金池部分按来源。The pool’s part by source (Art. 20).',
  })
  readonly sources!: readonly AmountChangeType[];
}

@ObjectType('LossReplay', {
  description: '代偿或追偿回款的回放。The compensations or the recoveries of the period, shared out again.',
  simpleResolvers: true,
})
export class LossReplayType {
  @Field(() => Int, { description: '笔数。How many there are.' })
  readonly count!: number;

  @Field(() => YuanScalar, { description: '合计（元）。Their sum, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => [AmountChangeType], { description: '各方合计。Every party’s sum.' })
  readonly parties!: readonly AmountChangeType[];

  @Field(() => [AmountChangeType], { description: '各来源合计。Every source’s sum of the pool’s part.' })
  readonly sources!: readonly AmountChangeType[];

  @Field(() => [ReplayedLossType], {
    description: '分担不同的各笔，至多 200 笔。Those that would differ, at most 200; the sums are over all.',
  })
  readonly differing!: readonly ReplayedLossType[];
}

@ObjectType('EditionReplay', {
  description:
    '政策版本回放。What would have differed in a period under another edition. Each request is judged by itself on the facts recorded then; what would have followed from another answer is not guessed.',
  simpleResolvers: true,
})
export class EditionReplayType {
  @Field(() => EditionType, { description: '回放的版本。The edition replayed.' })
  readonly edition!: EditionType;

  @Field(() => DateScalar, { description: '起始日。First business date, included.' })
  readonly from!: BusinessDate;

  @Field(() => DateScalar, { description: '截止日。Last business date, included.' })
  readonly to!: BusinessDate;

  @Field(() => Int, { description: '已办事项件数。Acts that were judged again.' })
  readonly actsJudged!: number;

  @Field(() => Int, { description: '被拒申请件数。Refusals that were judged again.' })
  readonly refusalsJudged!: number;

  @Field(() => Int, {
    description:
      '无法完整比较的件数。Requests at which some rule could not be judged again, because the edition measures what was not recorded then.',
  })
  readonly incomparable!: number;

  @Field(() => ReplayedCasesType, {
    description: '原已办理而将被拒绝的。Acts that would have been refused.',
  })
  readonly wouldBeRefused!: ReplayedCasesType;

  @Field(() => ReplayedCasesType, {
    description: '原被拒绝而将获允许的。Refusals that would have been allowed.',
  })
  readonly wouldBeAllowed!: ReplayedCasesType;

  @Field(() => [LimitChangeType], {
    description: '限额之变化，至多 200 项。Limits that would have been others, at most 200.',
  })
  readonly limits!: readonly LimitChangeType[];

  @Field(() => LossReplayType, {
    description: '代偿。Compensations of the period that stand, by every party and source (Art. 20, 32).',
  })
  readonly compensations!: LossReplayType;

  @Field(() => LossReplayType, {
    description: '追偿回款。Recoveries of the period that stand, by every party and source (Art. 34).',
  })
  readonly recoveries!: LossReplayType;
}
