import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Yuan } from '../domain/money.ts';
import type { TenantKind } from '../domain/words.ts';
import { enumOf, TenantKindEnum } from './enums.ts';
import { YuanScalar } from './scalars.ts';
import { MessageType, VerdictType } from './verdict.type.ts';

export const ReliefKindEnum = enumOf('ReliefKind', '缓解途径', 'What would make room under a limit.', {
  PAY_INTO_POOL: {
    zh: '资金池增加资金',
    en: 'Money paid into the pool by any source raises its leverage limit (Art. 9).',
  },
  REGION_PAYS_IN: {
    zh: '地区增加注资',
    en: 'The region pays in more, which raises its own limit and the pool’s (Art. 8, 13).',
  },
  WAIVER: { zh: '经同意放宽', en: 'A waiver with the consents named (Art. 13, 22).' },
  DEPOSIT_RISES: { zh: '补充风险补偿金', en: 'The bank’s risk deposit rises (Art. 16).' },
  EDITION: { zh: '发布政策版本', en: 'The office enacts an edition that is in force (Art. 40).' },
  NET_COMPENSATION_FALLS: {
    zh: '代偿净额下降',
    en: 'Recoveries or supplements bring the breaker’s ratio below its threshold (Art. 37).',
  },
  BREAKER_RATIO_FALLS: {
    zh: '风险比例下降',
    en: 'Repayments or recoveries bring the breaker’s ratio below its threshold, where another measure is in use (Art. 37).',
  },
});

@ObjectType('Relief', {
  description: '缓解途径。What would make room, and how much of it is needed.',
  simpleResolvers: true,
})
export class ReliefType {
  @Field(() => ReliefKindEnum, { description: '途径。What kind of relief it is.' })
  readonly kind!: string;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '所需金额（元）。Least amount in yuan that makes room for the loans asked about; null when nothing is missing, when no amount would help, and when withheld.',
  })
  readonly amount!: Yuan | null;

  @Field(() => [TenantKindEnum], {
    description: '须同意的各方。For a waiver, every party that would have to consent; empty otherwise.',
  })
  readonly consents!: readonly TenantKind[];

  @Field(() => MessageType, { description: '说明。The relief in words.' })
  readonly message!: MessageType;
}

@ObjectType('HeadroomLimit', {
  description: '限额。One limit on lending, how much of it is used and how much is left.',
  simpleResolvers: true,
})
export class HeadroomLimitType {
  @Field(() => String, { description: '规则代码。Code of the rule that sets the limit.' })
  readonly code!: string;

  @Field(() => Int, { description: '条文号。Article that sets it.' })
  readonly article!: number;

  @Field(() => Boolean, {
    description:
      '是否构成上限。False for the bank’s multiple of its deposit, which stops nothing and only lets it ask for a top-up (Art. 16).',
  })
  readonly caps!: boolean;

  @Field(() => YuanScalar, {
    nullable: true,
    description: '限额（元）。The limit in yuan; null when withheld.',
  })
  readonly limit!: Yuan | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '已用（元）。Committed plus outstanding that counts against it, in yuan; null when withheld.',
  })
  readonly used!: Yuan | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description: '余额（元）。What is left of it, in yuan, never below zero; null when withheld.',
  })
  readonly room!: Yuan | null;

  @Field(() => Boolean, { description: '数字未提供。True when the figures are not the reader’s to know.' })
  readonly withheld!: boolean;

  @Field(() => MessageType, { description: '说明。The limit in words, with its article.' })
  readonly message!: MessageType;
}

@ObjectType('HypotheticalLoan', {
  description:
    '假设贷款的答复。What the limits say to one of the loans asked about, those before it that fit being counted.',
  simpleResolvers: true,
})
export class HypotheticalLoanType {
  @Field(() => YuanScalar, { description: '金额（元）。The amount asked about, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => Boolean, { description: '可否容纳。True when no limit would refuse it at this moment.' })
  readonly fits!: boolean;

  @Field(() => [VerdictType], {
    description: '审查意见。What each rule found, in the order of the articles.',
  })
  readonly verdicts!: readonly VerdictType[];
}

@ObjectType('Headroom', {
  description:
    '尚可发放额度。How much more may be lent: the smallest of the limits that apply, which one binds, and what would relieve it. Where a figure is not the reader’s to know the outcome stands and the figure is withheld.',
  simpleResolvers: true,
})
export class HeadroomType {
  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '尚可发放（元）。In yuan, after the hypothetical loans that fit; null when withheld, or when no limit applies.',
  })
  readonly amount!: Yuan | null;

  @Field(() => Boolean, {
    description:
      '数字未提供。True when the limit that binds is not the reader’s to know: then neither the amount nor which limit it is is told.',
  })
  readonly withheld!: boolean;

  @Field(() => HeadroomLimitType, {
    nullable: true,
    description:
      '起约束作用的限额。The limit that binds, before the hypothetical loans; null when withheld, or when no limit applies.',
  })
  readonly binding!: HeadroomLimitType | null;

  @Field(() => [HeadroomLimitType], {
    description: '适用的限额。Every limit that applies, in the order of the articles.',
  })
  readonly limits!: readonly HeadroomLimitType[];

  @Field(() => [ReliefType], {
    description:
      '缓解途径。What would relieve every limit that is too small for the loans asked about, by how much; when none is, the one that binds. Not for limits that are withheld.',
  })
  readonly relief!: readonly ReliefType[];

  @Field(() => [VerdictType], {
    description:
      '新增业务条件。Whether new business is possible at all: breaker and edition (Art. 37, 40). When it is not, nothing fits.',
  })
  readonly newBusiness!: readonly VerdictType[];

  @Field(() => [HypotheticalLoanType], {
    description: '假设贷款。The answer to each loan asked about, in the order given; empty when none was.',
  })
  readonly loans!: readonly HypotheticalLoanType[];
}

@InputType('HypotheticalLoanInput', { description: '假设贷款。A loan that might be made.' })
export class HypotheticalLoanInput {
  @Field(() => YuanScalar, {
    description:
      '金额（元），大于零；除协调办公室外，应为 100,000 元的整数倍。Amount in yuan, above zero; a whole multiple of 100,000 yuan for everyone but the office, since limits apply whose figures are withheld.',
  })
  readonly amount!: Yuan;

  @Field(() => ID, {
    nullable: true,
    description: '企业。The firm; its cap counts (Art. 22). The query’s enterprise when absent.',
  })
  readonly enterprise!: string | null | undefined;

  @Field(() => ID, {
    nullable: true,
    description:
      '地区。The region; its limit counts (Art. 13). The firm’s region, or the query’s, when absent.',
  })
  readonly region!: string | null | undefined;

  @Field(() => Int, {
    nullable: true,
    description:
      '期限（月），1 至 600。Term in months; when given, the limits on the term are judged too (Art. 22).',
  })
  readonly termMonths!: number | null | undefined;
}

@InputType('HeadroomInput', {
  description: '尚可发放额度的查询条件。Whose limits are asked about; the pool’s always apply.',
})
export class HeadroomInput {
  @Field(() => ID, { nullable: true, description: '合作银行。The bank that would lend.' })
  readonly bank!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '地区。The region whose limit applies (Art. 13).' })
  readonly region!: string | null | undefined;

  @Field(() => ID, {
    nullable: true,
    description: '企业。The firm whose cap applies (Art. 22); its region’s limit applies with it.',
  })
  readonly enterprise!: string | null | undefined;

  @Field(() => [HypotheticalLoanInput], {
    nullable: true,
    description:
      '假设贷款，协调办公室至多 50 笔，其他单位至多 20 笔。Loans that might be made, at most 50 for the office and 20 for others; each is answered with those before it that fit being counted.',
  })
  readonly loans!: readonly HypotheticalLoanInput[] | null | undefined;
}
