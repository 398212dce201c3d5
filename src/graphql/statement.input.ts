import { Field, ID, InputType, Int } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import { DAYS_APART_DEFAULT, DAYS_APART_MAX } from '../domain/reconciliation.ts';
import { DateScalar, NameScalar, TextScalar, YuanScalar } from './scalars.ts';

const STATEMENT = '对账单编号。Id of the statement.';
const LINES = '明细编号。Ids of lines of statements.';
const ENTRIES = '分录编号。Ids of ledger entries.';

@InputType({ description: '对账单明细。One line of a statement.' })
export class StatementLineInput {
  @Field(() => DateScalar, { description: '记账日。Day on which the bank booked it, within the period.' })
  readonly bookedOn!: BusinessDate;

  @Field(() => YuanScalar, {
    description: '金额（元），收入为正，支出为负。In yuan: money in above zero, money out below.',
  })
  readonly amount!: Yuan;

  @Field(() => NameScalar, { nullable: true, description: '对方户名。Who paid or was paid.' })
  readonly counterparty!: string | null;

  @Field(() => TextScalar, { nullable: true, description: '摘要。What the bank wrote.' })
  readonly text!: string | null;

  @Field(() => NameScalar, {
    nullable: true,
    description: '凭证号或流水号。Reference; the document number of our entry, where the bank has it.',
  })
  readonly reference!: string | null;
}

@InputType({
  description:
    '上传对账单。A statement of the special account that the tenant keeps; it goes on where the last one ended. More than 250 lines come in parts (`addStatementLines`).',
})
export class UploadStatementInput {
  @Field(() => DateScalar, {
    description: '起始日。First day of the period; the day after the last statement’s.',
  })
  readonly periodFrom!: BusinessDate;

  @Field(() => DateScalar, { description: '截止日。Last day of the period; today or earlier.' })
  readonly periodTo!: BusinessDate;

  @Field(() => YuanScalar, { description: '期初余额（元）。Balance before the first day, in yuan.' })
  readonly opening!: Yuan;

  @Field(() => YuanScalar, { description: '期末余额（元）。Balance after the last day, in yuan.' })
  readonly closing!: Yuan;

  @Field(() => Int, {
    nullable: true,
    description: `日期容差（天），0 至 ${DAYS_APART_MAX}。How many days a line and its entry may lie apart to be matched automatically, 0 to ${DAYS_APART_MAX}; ${DAYS_APART_DEFAULT} when absent.`,
  })
  readonly daysApartMax!: number | null;

  @Field(() => NameScalar, { description: '对账单编号。Reference of the statement.' })
  readonly document!: string;

  @Field(() => [StatementLineInput], { description: '明细。Its lines, or the first of them, in order.' })
  readonly lines!: StatementLineInput[];
}

@InputType({ description: '补传明细。More lines of a statement that comes in parts.' })
export class AddStatementLinesInput {
  @Field(() => ID, { description: STATEMENT })
  readonly statementId!: string;

  @Field(() => [StatementLineInput], { description: '明细。The next lines, in order.' })
  readonly lines!: StatementLineInput[];
}

@InputType({ description: '自动勾对。A statement that is matched anew.' })
export class MatchStatementInput {
  @Field(() => ID, { description: STATEMENT })
  readonly statementId!: string;
}

@InputType({ description: '人工勾对。Lines and entries of equal sums, to the fen.' })
export class MatchLinesInput {
  @Field(() => ID, { description: STATEMENT })
  readonly statementId!: string;

  @Field(() => [ID], {
    description: `${LINES} Of any statement of the account; none where entries cancel each other.`,
  })
  readonly lineIds!: string[];

  @Field(() => [ID], { description: `${ENTRIES} None where lines cancel each other.` })
  readonly entryIds!: string[];
}

@InputType({ description: '取消勾对。A match that was wrong.' })
export class UnmatchLinesInput {
  @Field(() => ID, { description: STATEMENT })
  readonly statementId!: string;

  @Field(() => ID, { description: '勾对编号。Id of the match.' })
  readonly matchId!: string;
}

@InputType({ description: '说明差异。Why lines have no entry, or entries no line.' })
export class ExplainDifferenceInput {
  @Field(() => ID, { description: STATEMENT })
  readonly statementId!: string;

  @Field(() => [ID], { description: LINES })
  readonly lineIds!: string[];

  @Field(() => [ID], { description: ENTRIES })
  readonly entryIds!: string[];

  @Field(() => TextScalar, { description: '原因。Why, as the other readers of the account will read it.' })
  readonly reason!: string;

  @Field(() => NameScalar, { nullable: true, description: '依据文件。Reference of a document.' })
  readonly document!: string | null;
}

@InputType({ description: '撤回差异说明。An explanation that was wrong.' })
export class WithdrawExplanationInput {
  @Field(() => ID, { description: STATEMENT })
  readonly statementId!: string;

  @Field(() => ID, { description: '说明编号。Id of the explanation.' })
  readonly explanationId!: string;
}

@InputType({ description: '对平。A statement of which every line and entry is matched or explained.' })
export class CloseStatementInput {
  @Field(() => ID, { description: STATEMENT })
  readonly statementId!: string;

  @Field(() => Int, { description: '记录版本。The version that was read.' })
  readonly version!: number;
}
