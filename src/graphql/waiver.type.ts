import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { TenantKind, WaiverState, WaiverSubject } from '../domain/words.ts';
import { TenantKindEnum, WaiverStateEnum, WaiverSubjectEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar } from './scalars.ts';

@ObjectType('WaiverConsent', {
  description: '同意意见。One party’s consent to a waiver, asked for or given.',
  simpleResolvers: true,
})
export class WaiverConsentType {
  @Field(() => TenantKindEnum, { description: '同意方。Kind of the tenant whose consent is needed.' })
  readonly tenantKind!: TenantKind;

  @Field(() => Boolean, {
    nullable: true,
    description: '是否同意。Whether it consented; null until it has answered.',
  })
  readonly consented!: boolean | null;

  @Field(() => DateScalar, { nullable: true, description: '答复日。Day of the answer; null until then.' })
  readonly answeredOn!: BusinessDate | null;

  @Field(() => String, { nullable: true, description: '意见。Note given with the answer; null without one.' })
  readonly note!: string | null;
}

@ObjectType('Waiver', {
  implements: NodeType,
  description:
    '放宽事项。A consent to exceed one rule in principle, for one subject, up to a new limit, for a time. Shown to the office and those it names.',
  simpleResolvers: true,
})
export class WaiverType extends NodeType {
  @Field(() => String, {
    description: '规则代码。Code of the one rule that it overrides, such as ART22_FIRM_CAP.',
  })
  readonly ruleCode!: string;

  @Field(() => Int, { description: '条文号。Article of that rule.' })
  readonly article!: number;

  @Field(() => WaiverSubjectEnum, { description: '对象类别。What it is for.' })
  readonly subjectKind!: WaiverSubject;

  @Field(() => String, { description: '理由。Why it was asked for.' })
  readonly reason!: string;

  @Field(() => String, {
    description:
      '新限额，单位同该规则。The new limit in the rule’s unit: yuan as a string, or a whole number of months, years or times.',
  })
  readonly newLimit!: string;

  @Field(() => DateScalar, { description: '有效期起，含。First day on which it counts.' })
  readonly validFrom!: BusinessDate;

  @Field(() => DateScalar, { description: '有效期止，含。Last day on which it counts.' })
  readonly validTo!: BusinessDate;

  @Field(() => WaiverStateEnum, { description: '状态。In force once every party has consented.' })
  readonly state!: WaiverState;

  @Field(() => DateScalar, { description: '提出日。Day on which it was asked for.' })
  readonly askedOn!: BusinessDate;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}
