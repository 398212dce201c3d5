import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { Industry, Size } from '../domain/words.ts';
import { IndustryEnum, SizeEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, YuanScalar } from './scalars.ts';

@ObjectType('Listing', {
  description:
    '失信记录。A firm’s time on the dishonest list (Art. 36). Shown to the office and the district.',
  simpleResolvers: true,
})
export class ListingType {
  @Field(() => String, { description: '列入原因。Why the firm was listed.' })
  readonly reason!: string;

  @Field(() => String, { description: '文件。Reference of the document.' })
  readonly document!: string;

  @Field(() => DateScalar, { description: '列入日。Day from which it is listed (Art. 36).' })
  readonly listedOn!: BusinessDate;

  @Field(() => DateScalar, {
    nullable: true,
    description: '移出日。Day on which it was taken off; null while it is listed.',
  })
  readonly removedOn!: BusinessDate | null;

  @Field(() => String, {
    nullable: true,
    description: '移出原因。Why it was taken off; null while it is listed.',
  })
  readonly removalReason!: string | null;
}

@ObjectType('Enterprise', {
  implements: NodeType,
  description:
    '企业。A firm as its district keeps it. Shown to the office, its district, and the banks and guarantors that it was recommended to.',
  simpleResolvers: true,
})
export class EnterpriseType extends NodeType {
  @Field(() => String, { description: '企业名称。Registered name of the firm.' })
  readonly name!: string;

  @Field(() => String, {
    description: '统一社会信用代码。Unified social credit code (GB 32100), 18 characters.',
  })
  readonly creditCode!: string;

  @Field(() => String, {
    description: '登记地区划代码。Division code of its place of registration, six digits (Art. 4).',
  })
  readonly divisionCode!: string;

  @Field(() => String, { description: '行业代码。Code of its industry (GB/T 4754).' })
  readonly industryCode!: string;

  @Field(() => IndustryEnum, {
    nullable: true,
    description:
      '行业门类。Industry as the size standard groups it; null for an industry outside the standard.',
  })
  readonly industry!: Industry | null;

  @Field(() => SizeEnum, {
    nullable: true,
    description:
      '企业规模。Computed from the national standard, never typed in; null for an industry outside it. Large firms are not eligible (Art. 4).',
  })
  readonly size!: Size | null;

  @Field(() => Int, { description: '从业人员（人）。Employees, in persons.' })
  readonly employees!: number;

  @Field(() => YuanScalar, { description: '营业收入（元）。Revenue of the year, in yuan.' })
  readonly revenue!: Yuan;

  @Field(() => YuanScalar, { description: '资产总额（元）。Total assets, in yuan.' })
  readonly assets!: Yuan;

  @Field(() => Int, { description: '数据年度。Year of the figures.' })
  readonly figuresYear!: number;

  @Field(() => DateScalar, { description: '建档日。Day on which the district took the firm on record.' })
  readonly registeredOn!: BusinessDate;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}
