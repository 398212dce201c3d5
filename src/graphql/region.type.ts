import { Field, ObjectType } from 'type-graphql';
import type { Yuan } from '../domain/money.ts';
import { NodeType } from './node.type.ts';
import { YuanScalar } from './scalars.ts';

@ObjectType('Region', {
  implements: NodeType,
  description:
    '地区（旗县区、稀土高新区）。A banner, county, district or high-tech zone. The office and guarantors know all by name, a district its own, a bank those of its business.',
  simpleResolvers: true,
})
export class RegionType extends NodeType {
  @Field(() => String, { description: '中文名称。Name of the region in Chinese.' })
  readonly nameZh!: string;

  @Field(() => String, { description: '英文名称。Name of the region in English.' })
  readonly nameEn!: string;

  @Field(() => String, {
    description: '行政区划代码。Division code, six digits; ours for the high-tech zone.',
  })
  readonly divisionCode!: string;
}

@ObjectType('RegionStanding', {
  description:
    '地区出资情况。What a region owes the pool and has paid (Art. 8, 13). Shown to the office, the fund manager and the region’s district.',
  simpleResolvers: true,
})
export class RegionStandingType {
  @Field(() => Boolean, {
    description: '困难地区。True for a region recognised as in hardship, which may pay less (Art. 8).',
  })
  readonly hardship!: boolean;

  @Field(() => YuanScalar, { description: '认缴总额（元）。All it has pledged, in yuan (Art. 8).' })
  readonly pledged!: Yuan;

  @Field(() => YuanScalar, {
    description: '实缴总额（元）。All it has paid in, in yuan: the base of its lending limit (Art. 13).',
  })
  readonly paidIn!: Yuan;

  @Field(() => YuanScalar, {
    description: '已补充（元）。All it has paid to make up for compensations, in yuan (Art. 13).',
  })
  readonly replenished!: Yuan;
}
