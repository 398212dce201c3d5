import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { Source } from '../domain/words.ts';
import { SourceEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, YuanScalar } from './scalars.ts';

@ObjectType('Pledge', {
  implements: NodeType,
  description:
    '注资承诺。A promise to pay into the pool by a date (Art. 8). Shown to the office, the fund manager and the region’s district.',
  simpleResolvers: true,
})
export class PledgeType extends NodeType {
  @Field(() => SourceEnum, { description: '资金来源。Who promises the money (Art. 8).' })
  readonly source!: Source;

  @Field(() => YuanScalar, { description: '承诺金额（元）。Amount promised, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => YuanScalar, { description: '已缴金额（元）。Paid of it so far, in yuan.' })
  readonly paid!: Yuan;

  @Field(() => DateScalar, { description: '承诺日。Day of the promise.' })
  readonly pledgedOn!: BusinessDate;

  @Field(() => DateScalar, { description: '缴付期限。Last day by which it is paid in full (Art. 8).' })
  readonly payInBy!: BusinessDate;

  @Field(() => String, { description: '文件。Reference of the document.' })
  readonly document!: string;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}
