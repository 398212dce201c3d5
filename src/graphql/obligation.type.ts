import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { ObligationKind } from '../domain/words.ts';
import { ObligationKindEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, YuanScalar } from './scalars.ts';

@ObjectType('Obligation', {
  implements: NodeType,
  description:
    '义务。A duty with a due date, its debtor, and how it was met. Shown to the office and the debtor; to a district also those about its region’s loans (read only).',
  simpleResolvers: true,
})
export class ObligationType extends NodeType {
  @Field(() => ObligationKindEnum, { description: '种类。What is owed by the due date.' })
  readonly kind!: ObligationKind;

  @Field(() => Int, { description: '条文号。Article of the measures from which it comes.' })
  readonly article!: number;

  @Field(() => String, {
    description:
      '期次。Which of the recurring duties of one subject it is: the day or year it stands for; empty for one that does not recur.',
  })
  readonly period!: string;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '金额（元）。What was owed in money when it arose, in yuan; null for a duty to do something.',
  })
  readonly amount!: Yuan | null;

  @Field(() => DateScalar, {
    description:
      '产生日。Day on which it arose. Days are counted from what caused it, that day not included.',
  })
  readonly aroseOn!: BusinessDate;

  @Field(() => DateScalar, { description: '到期日。Last day on which it is met in time.' })
  readonly dueOn!: BusinessDate;

  @Field(() => Boolean, {
    description:
      '到期日已确认。False when the due date rests on a year whose holiday notice is not out; it may then move.',
  })
  readonly dueConfirmed!: boolean;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      '逾期起日。Day from which it counted as late: the day after it was due; null where it never was, or the day has not been swept yet.',
  })
  readonly lateSince!: BusinessDate | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '履行日。Day on which it was met; null while it is open.',
  })
  readonly metOn!: BusinessDate | null;

  @Field(() => String, {
    nullable: true,
    description:
      '履行方式或终止原因。By what act or document it was met, or why it is no longer owed, such as 贷款已结清 (the loan was repaid); null while it is open.',
  })
  readonly metBy!: string | null;
}
