import { Field, Int, ObjectType } from 'type-graphql';
import type { Outcome, Strength, TenantKind } from '../domain/words.ts';
import type { Unit } from '../regulation/measures.ts';
import { OutcomeEnum, StrengthEnum, TenantKindEnum, UnitEnum } from './enums.ts';

@ObjectType('Message', {
  description: '双语文字。A sentence in both languages of the product.',
  simpleResolvers: true,
})
export class MessageType {
  @Field(() => String, { description: '中文。The sentence in Chinese, as an official would write it.' })
  readonly zh!: string;

  @Field(() => String, { description: '英文。The same sentence in English.' })
  readonly en!: string;
}

@ObjectType('WaiverHint', {
  description: '放宽途径。How a broken rule in principle could be waived.',
  simpleResolvers: true,
})
export class WaiverHintType {
  @Field(() => [TenantKindEnum], { description: '须同意的各方。Every party that would have to consent.' })
  readonly consents!: readonly TenantKind[];

  @Field(() => String, {
    nullable: true,
    description:
      '所需或已获的新限额，单位同 unit。The limit that is needed or has been granted, in the verdict’s unit; null when withheld.',
  })
  readonly newLimit!: string | null;
}

@ObjectType('Verdict', {
  description:
    '审查意见。What one rule of the measures found, as data: all rules are judged at once, in the order of the articles.',
  simpleResolvers: true,
})
export class VerdictType {
  @Field(() => String, {
    description:
      '规则代码。Code of the rule, such as ART22_FIRM_CAP: its article, then what it asks. Stable.',
  })
  readonly code!: string;

  @Field(() => Int, { description: '条文号。Number of the article of the measures, 1 to 40.' })
  readonly article!: number;

  @Field(() => StrengthEnum, { description: '要求的强度。How strongly the rule binds.' })
  readonly strength!: Strength;

  @Field(() => OutcomeEnum, { description: '审查结果。What the rule found.' })
  readonly outcome!: Outcome;

  @Field(() => String, {
    nullable: true,
    description: '限额，单位见 unit。The limit; null where the rule has none or it is withheld.',
  })
  readonly limit!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '实际值，单位见 unit。The figure that was judged; null where the rule has none or it is withheld.',
  })
  readonly actual!: string | null;

  @Field(() => UnitEnum, {
    nullable: true,
    description: '单位。Unit of limit and actual; null for a rule without figures.',
  })
  readonly unit!: Unit | null;

  @Field(() => Boolean, {
    description:
      '数字未提供。True when the figures belong to somebody else: the outcome stands, the figures are withheld (Art. 22 for a firm’s loans elsewhere).',
  })
  readonly withheld!: boolean;

  @Field(() => MessageType, {
    description: '说明。The verdict in words, with its article, in Chinese and English.',
  })
  readonly message!: MessageType;

  @Field(() => WaiverHintType, {
    nullable: true,
    description: '放宽途径。For a broken rule in principle, who may waive it; null for every other.',
  })
  readonly waiver!: WaiverHintType | null;
}
