import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { LegalStage } from '../domain/words.ts';
import { LegalStageEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';

@ObjectType('LegalAction', {
  implements: NodeType,
  description:
    '诉讼。An action at law against the debtor of a compensated loan, by its bank or the fund manager (Art. 33). Shown to whoever may see the loan.',
  simpleResolvers: true,
})
export class LegalActionType extends NodeType {
  @Field(() => String, { description: '受理法院。The court with which it was filed.' })
  readonly court!: string;

  @Field(() => String, {
    nullable: true,
    description: '案号。Number of the case; null until the court has given one.',
  })
  readonly caseNumber!: string | null;

  @Field(() => LegalStageEnum, { description: '当前阶段。The stage reached last (Art. 33).' })
  readonly stage!: LegalStage;

  @Field(() => DateScalar, { description: '起诉日。Day on which it was filed with the court.' })
  readonly openedOn!: BusinessDate;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}

@ObjectType('LegalStep', {
  description: '诉讼进展。One step of an action at law, in the order recorded (Art. 33).',
  simpleResolvers: true,
})
export class LegalStepType {
  @Field(() => Int, { description: '序号。Number of the step in its action, from 1.' })
  readonly number!: number;

  @Field(() => LegalStageEnum, { description: '阶段。The stage that was reached.' })
  readonly stage!: LegalStage;

  @Field(() => DateScalar, { description: '进入日。Day on which it was reached.' })
  readonly reachedOn!: BusinessDate;

  @Field(() => String, { description: '说明。What happened, as its author wrote it.' })
  readonly note!: string;

  @Field(() => String, { description: '文书编号。Reference of the document that shows it.' })
  readonly document!: string;

  @Field(() => DateTimeScalar, { description: '登记时刻。When it was recorded.' })
  readonly recordedAt!: string;
}
