import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { EditionState, Strength } from '../domain/words.ts';
import type { Unit } from '../regulation/measures.ts';
import { EditionStateEnum, StrengthEnum, UnitEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, DateTimeScalar, PercentScalar } from './scalars.ts';
import { MessageType } from './verdict.type.ts';

@ObjectType('Parameter', {
  description: '政策参数。One figure of a policy edition, with the article that it comes from.',
  simpleResolvers: true,
})
export class ParameterType {
  @Field(() => String, { description: '参数代码。Stable key of the parameter, such as firmCap.' })
  readonly key!: string;

  @Field(() => Int, { description: '条文号。The article of the measures that sets it, 1 to 40.' })
  readonly article!: number;

  @Field(() => StrengthEnum, {
    nullable: true,
    description:
      '要求的强度。How strongly it binds; null for a parameter that only makes a vague passage computable.',
  })
  readonly strength!: Strength | null;

  @Field(() => UnitEnum, { description: '单位。What the value counts.' })
  readonly unit!: Unit;

  @Field(() => String, {
    description:
      '参数值。The value as JSON text, in the unit given: money as a string in yuan, lists and shares as JSON.',
  })
  readonly value!: string;

  @Field(() => String, { description: '中文名称。What the parameter means, in Chinese.' })
  readonly zh!: string;

  @Field(() => String, { description: '英文名称。What the parameter means, in English.' })
  readonly en!: string;

  @Field(() => MessageType, {
    nullable: true,
    description:
      '解读。How we read a passage that is silent or vague; null where the text is plain. An official may object to it.',
  })
  readonly reading!: MessageType | null;
}

@ObjectType('EditionWarning', {
  description:
    '版本提示。Something about an edition’s numbers that does not agree, to be looked at before it is enacted; it hinders nothing.',
  simpleResolvers: true,
})
export class EditionWarningType {
  @Field(() => String, { description: '提示代码。Stable code, such as LEVERAGES_DISAGREE.' })
  readonly code!: string;

  @Field(() => String, { description: '中文。What does not agree, in Chinese, with the article.' })
  readonly zh!: string;

  @Field(() => String, { description: '英文。The same in English.' })
  readonly en!: string;
}

@ObjectType('Edition', {
  implements: NodeType,
  description:
    '政策版本。A policy edition of the pool: what binds new business within its validity (Art. 40). Loans keep the edition under which they were contracted.',
  simpleResolvers: true,
})
export class EditionType extends NodeType {
  @Field(() => String, { description: '文号。Number of the document, unique in the pool.' })
  readonly number!: string;

  @Field(() => String, { description: '中文标题。Title in Chinese.' })
  readonly titleZh!: string;

  @Field(() => String, { description: '英文标题。Title in English, ours where the document has none.' })
  readonly titleEn!: string;

  @Field(() => String, { description: '文件。Reference of the document by which it was issued.' })
  readonly document!: string;

  @Field(() => DateScalar, { description: '生效日。First day on which it is in force (Art. 40).' })
  readonly validFrom!: BusinessDate;

  @Field(() => DateScalar, { description: '失效日。Last day on which it is in force, included (Art. 40).' })
  readonly validTo!: BusinessDate;

  @Field(() => EditionStateEnum, { description: '版本状态。Draft, or enacted by a second person.' })
  readonly state!: EditionState;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '发布时刻。When it was enacted; null for a draft.',
  })
  readonly enactedAt!: string | null;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}

@ObjectType('LprQuote', {
  description:
    '贷款市场报价利率。A loan prime rate as published, percent per annum; a loan’s rate is the LPR of the day plus basis points (Art. 22).',
  simpleResolvers: true,
})
export class LprQuoteType {
  @Field(() => DateScalar, {
    description: '公布日。Day on which it was published; it counts from this day until the next one.',
  })
  readonly date!: BusinessDate;

  @Field(() => PercentScalar, { description: '一年期。One-year rate in percent per annum.' })
  readonly oneYear!: string;

  @Field(() => PercentScalar, {
    description: '五年期以上。Rate for five years and more in percent per annum.',
  })
  readonly fiveYear!: string;

  @Field(() => Boolean, {
    description: '已核对。False for a quote that nobody has yet checked against the publication.',
  })
  readonly confirmed!: boolean;
}
