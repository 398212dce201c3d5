import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { Source } from '../domain/words.ts';
import { SourceEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, YuanScalar } from './scalars.ts';

@ObjectType('Region', {
  implements: NodeType,
  description: '地区（旗县区、稀土高新区）。A banner, county, district or high-tech zone. The office and guarantors know all by name, a district its own, a bank those of its business.',
  simpleResolvers: true,
})
export class RegionType extends NodeType {
  @Field({ description: '中文名称。Name of the region in Chinese.' })
  readonly nameZh!: string;

  @Field({ description: '英文名称。Name of the region in English.' })
  readonly nameEn!: string;

  @Field({ description: '行政区划代码。Division code, six digits; ours for the high-tech zone.' })
  readonly divisionCode!: string;
}

@ObjectType('RegionStanding', {
  description: '地区出资情况。What a region owes the pool and has paid (Art. 8, 13). Shown to the office, the fund manager and the region’s district.',
  simpleResolvers: true,
})
export class RegionStandingType {
  @Field({ description: '困难地区。True for a region recognised as in hardship, which may pay less (Art. 8).' })
  readonly hardship!: boolean;

  @Field(() => YuanScalar, { description: '认缴总额（元）。All it has pledged, in yuan (Art. 8).' })
  readonly pledged!: Yuan;

  @Field(() => YuanScalar, { description: '实缴总额（元）。All it has paid in, in yuan: the base of its lending limit (Art. 13).' })
  readonly paidIn!: Yuan;
}

@ObjectType('Pledge', {
  implements: NodeType,
  description: '注资承诺。A promise to pay into the pool by a date (Art. 8). Shown to the office, the fund manager and the region’s district.',
  simpleResolvers: true,
})
export class PledgeType extends NodeType {
  @Field(() => SourceEnum, { description: '资金来源。Who promises.' })
  readonly source!: Source;

  @Field(() => YuanScalar, { description: '承诺金额（元）。Amount promised, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => YuanScalar, { description: '已缴金额（元）。Paid of it so far, in yuan.' })
  readonly paid!: Yuan;

  @Field(() => DateScalar, { description: '承诺日。Day of the promise.' })
  readonly pledgedOn!: BusinessDate;

  @Field(() => DateScalar, { description: '缴付期限。Last day by which it is paid in full (Art. 8).' })
  readonly payInBy!: BusinessDate;

  @Field({ description: '文件。Reference of the document.' })
  readonly document!: string;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}
