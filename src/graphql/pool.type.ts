import { Field, ObjectType } from 'type-graphql';
import type { Yuan } from '../domain/money.ts';
import type { Source } from '../domain/words.ts';
import { SourceEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { RegionType } from './region.type.ts';
import { YuanScalar } from './scalars.ts';
import { VerdictType } from './verdict.type.ts';

@ObjectType('Pool', {
  implements: NodeType,
  description:
    '资金池。A city’s scheme and its fund. Its state, breaker and edition are known to everyone in it, its money to the office and the fund manager.',
  simpleResolvers: true,
})
export class PoolType extends NodeType {
  @Field(() => String, { description: '中文名称。Name of the pool in Chinese.' })
  readonly nameZh!: string;

  @Field(() => String, { description: '英文名称。Name of the pool in English.' })
  readonly nameEn!: string;
}

@ObjectType('City', {
  description: '城市。The city whose scheme it is; firms registered elsewhere are not eligible (Art. 4).',
  simpleResolvers: true,
})
export class CityType {
  @Field(() => String, { description: '行政区划代码。Division code of the city, six digits.' })
  readonly code!: string;

  @Field(() => String, { description: '中文名称。Name of the city in Chinese.' })
  readonly nameZh!: string;

  @Field(() => String, { description: '英文名称。Name of the city in English.' })
  readonly nameEn!: string;
}

@ObjectType('NewBusiness', {
  description: '新增业务。Whether new business is possible at all on the business date (Art. 37, 40).',
  simpleResolvers: true,
})
export class NewBusinessType {
  @Field(() => Boolean, {
    description: '可否新增业务。True when an edition is in force and the breaker has not tripped.',
  })
  readonly open!: boolean;

  @Field(() => [VerdictType], { description: '审查意见。The verdicts of Art. 37 and Art. 40.' })
  readonly verdicts!: readonly VerdictType[];
}

@ObjectType('SourceFunds', {
  description: '分来源资金。What one source has put in, and its share of losses.',
})
export class SourceFundsType {
  @Field(() => SourceEnum, { description: '资金来源。Who put the money in (Art. 8).' })
  readonly source!: Source;

  @Field(() => YuanScalar, {
    description: '已到账（元）。Contributions, supplements and replenishments received, in yuan.',
  })
  readonly contributed!: Yuan;

  @Field(() => YuanScalar, {
    description: '承担代偿（元）。Its share of losses paid, less recoveries, in yuan (Art. 20).',
  })
  readonly compensation!: Yuan;

  @Field(() => RegionType, {
    nullable: true,
    description: '地区。The region, where the source is REGION; null for the others.',
  })
  readonly region!: RegionType | null;
}

@ObjectType('PoolFunds', {
  description: '资金池资金。The pool’s money by where it is and who put it in; from the ledger.',
  simpleResolvers: true,
})
export class PoolFundsType {
  @Field(() => YuanScalar, {
    description:
      '资金总额（元）。Contributions, supplements, replenishments and interest, gross of losses, in yuan.',
  })
  readonly total!: Yuan;

  @Field(() => YuanScalar, {
    description: '可用资金（元）。Custody plus all risk deposits, in yuan: the base of leverage (Art. 9).',
  })
  readonly available!: Yuan;

  @Field(() => YuanScalar, {
    description: '资金池专户（元）。Balance of the pool’s own special account, in yuan (Art. 11).',
  })
  readonly custody!: Yuan;

  @Field(() => YuanScalar, {
    description: '风险补偿金合计（元）。Sum of all risk deposits, in yuan (Art. 16).',
  })
  readonly deposits!: Yuan;

  @Field(() => YuanScalar, { description: '利息（元）。Interest rolled into the pool, in yuan (Art. 12).' })
  readonly interest!: Yuan;

  @Field(() => [SourceFundsType], { description: '分来源。The same money by who put it in.' })
  readonly bySource!: readonly SourceFundsType[];
}
