import { Field, ID, InputType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { CollectionChannel } from '../domain/words.ts';
import { CollectionChannelEnum } from './enums.ts';
import { DateScalar, NameScalar, TextScalar } from './scalars.ts';

// Inputs of looking after a loan, from the first visit to its being called.

@InputType({ description: '贷后走访。A visit to the borrower, within the interval (Art. 29, 30).' })
export class RecordVisitInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan, which has been paid out and runs.' })
  readonly loanId!: string;

  @Field(() => DateScalar, { description: '走访日期。The day of the visit.' })
  readonly visitedOn!: BusinessDate;

  @Field(() => TextScalar, { description: '走访情况。What was found.' })
  readonly findings!: string;

  @Field(() => TextScalar, {
    nullable: true,
    description: '应对措施。What is to be done about it; absent where nothing is.',
  })
  readonly measures!: string | null;

  @Field(() => NameScalar, { description: '走访记录编号。Number of the record of the visit.' })
  readonly document!: string;
}

@InputType({ description: '风险预警。A warning of risk, with the measures proposed (Art. 29, 30).' })
export class WarnOfRiskInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan, which has been paid out and runs.' })
  readonly loanId!: string;

  @Field(() => DateScalar, { description: '预警日期。The day of the warning.' })
  readonly warnedOn!: BusinessDate;

  @Field(() => TextScalar, { description: '风险情况。What the risk is.' })
  readonly findings!: string;

  @Field(() => TextScalar, { description: '应对措施。The measures proposed.' })
  readonly measures!: string;

  @Field(() => NameScalar, { description: '预警文号。Number of the warning.' })
  readonly document!: string;
}

@InputType({ description: '逾期应对措施。What is to be done after a missed payment (Art. 31 (2)).' })
export class PlanOverdueMeasuresInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan with principal past due.' })
  readonly loanId!: string;

  @Field(() => DateScalar, { description: '制定日期。The day the plan was made.' })
  readonly plannedOn!: BusinessDate;

  @Field(() => TextScalar, {
    description: '逾期原因及情况。Why the payment was missed, and how the firm stands.',
  })
  readonly findings!: string;

  @Field(() => TextScalar, { description: '应对措施。What is to be done.' })
  readonly measures!: string;

  @Field(() => NameScalar, { description: '文件编号。Number of the plan.' })
  readonly document!: string;
}

@InputType({
  description:
    '逾期催收。An attempt to collect what is past due; a deduction needs some of them first (Art. 31 (3)).',
})
export class RecordCollectionAttemptInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan with principal past due.' })
  readonly loanId!: string;

  @Field(() => DateScalar, { description: '催收日期。The day of the attempt.' })
  readonly attemptedOn!: BusinessDate;

  @Field(() => CollectionChannelEnum, { description: '催收方式。How it was tried (Art. 31 (3)).' })
  readonly channel!: CollectionChannel;

  @Field(() => TextScalar, { description: '催收情况。What the debtor answered.' })
  readonly findings!: string;

  @Field(() => NameScalar, { description: '催收记录编号。Number of the record of the attempt.' })
  readonly document!: string;
}

@InputType({ description: '宣布提前到期。The bank calls the whole loan: all principal falls due (Art. 32).' })
export class AccelerateInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan with principal outstanding.' })
  readonly loanId!: string;

  @Field(() => DateScalar, {
    description: '提前到期日。The day on which all principal falls due; the days past due count from it.',
  })
  readonly acceleratedOn!: BusinessDate;

  @Field(() => TextScalar, { description: '理由。Why the loan is called.' })
  readonly reason!: string;

  @Field(() => NameScalar, { description: '通知文号。Number of the notice to the firm.' })
  readonly document!: string;
}
