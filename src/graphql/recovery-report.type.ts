import { Field, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import { NodeType } from './node.type.ts';
import { PartOfType } from './part.type.ts';
import { DateScalar, DateTimeScalar, YuanScalar } from './scalars.ts';

@ObjectType('RecoveryReport', {
  implements: NodeType,
  description:
    '追偿情况报告。A report to the office on how the recovery of a compensated loan goes (Art. 35). Shown to whoever may see the loan.',
  simpleResolvers: true,
})
export class RecoveryReportType extends NodeType {
  @Field(() => DateScalar, { description: '报告日。Day of the report.' })
  readonly reportedOn!: BusinessDate;

  @Field(() => String, { description: '报告摘要。Summary of the report.' })
  readonly summary!: string;

  @Field(() => String, { description: '报告编号。Number of the report.' })
  readonly document!: string;

  @Field(() => DateTimeScalar, { description: '登记时刻。When it was recorded.' })
  readonly recordedAt!: string;
}

@ObjectType('Conclusion', {
  description:
    '追偿终结。The end of a recovery, by the office: what was lost for good, by party (Art. 35). Shown to whoever may see the loan.',
  simpleResolvers: true,
})
export class ConclusionType {
  @Field(() => DateScalar, { description: '终结日。Day on which the office concluded it (Art. 35).' })
  readonly concludedOn!: BusinessDate;

  @Field(() => YuanScalar, {
    description: '代偿本金（元）。Principal that was compensated, in yuan (Art. 32).',
  })
  readonly compensatedPrincipal!: Yuan;

  @Field(() => YuanScalar, {
    description: '追偿净额（元）。Net recoveries of all parties, in yuan (Art. 34).',
  })
  readonly recovered!: Yuan;

  @Field(() => [PartOfType], {
    description: '最终损失。Final loss of every party, in the order of the loan’s edition (Art. 20, 35).',
  })
  readonly losses!: readonly PartOfType[];

  @Field(() => String, { description: '终结理由。Why the recovery ends.' })
  readonly reason!: string;

  @Field(() => String, { description: '文件编号。Reference of the office’s document.' })
  readonly document!: string;

  @Field(() => DateTimeScalar, { description: '登记时刻。When it was recorded.' })
  readonly recordedAt!: string;
}
