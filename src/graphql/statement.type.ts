import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import { MATCH_WAYS, type MatchWay, STATEMENT_STATES, type StatementState } from '../domain/words.ts';
import { enumOf } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, YuanScalar } from './scalars.ts';

export const StatementStateEnum = enumOf(
  'StatementState',
  '对账单状态',
  'How a statement stands.',
  STATEMENT_STATES,
);
const MatchWayEnum = enumOf('MatchWay', '勾对方式', 'How a match came about.', MATCH_WAYS);

@ObjectType('StatementMatch', {
  implements: NodeType,
  description: '勾对。Lines of statements and entries of the ledger that are the same movement of money.',
  simpleResolvers: true,
})
export class StatementMatchType extends NodeType {
  @Field(() => MatchWayEnum, { description: '方式。Automatic or by hand.' })
  readonly way!: MatchWay;

  @Field(() => DateScalar, { description: '勾对日。Day on which it was made.' })
  readonly matchedOn!: BusinessDate;

  @Field(() => DateScalar, {
    nullable: true,
    description: '取消日。Day on which it was taken apart; null for one that stands.',
  })
  readonly undoneOn!: BusinessDate | null;
}

@ObjectType('Explanation', {
  implements: NodeType,
  description: '差异说明。Why lines of a statement have no entry, or entries no line.',
  simpleResolvers: true,
})
export class ExplanationType extends NodeType {
  @Field(() => String, { description: '原因。Why, as it was given.' })
  readonly reason!: string;

  @Field(() => String, { nullable: true, description: '依据文件。Reference of a document.' })
  readonly document!: string | null;

  @Field(() => DateScalar, { description: '说明日。Day on which it was given.' })
  readonly explainedOn!: BusinessDate;

  @Field(() => DateScalar, {
    nullable: true,
    description: '撤回日。Day on which it was withdrawn; null for one that stands.',
  })
  readonly withdrawnOn!: BusinessDate | null;
}

@ObjectType('StatementLine', {
  implements: NodeType,
  description: '对账单明细。One line of a statement, as the bank wrote it.',
  simpleResolvers: true,
})
export class StatementLineType extends NodeType {
  @Field(() => Int, { description: '行号。Number of the line on its statement, from 1.' })
  readonly number!: number;

  @Field(() => DateScalar, { description: '记账日。Day on which the bank booked it.' })
  readonly bookedOn!: BusinessDate;

  @Field(() => YuanScalar, { description: '金额（元）。In yuan: money in above zero, money out below.' })
  readonly amount!: Yuan;

  @Field(() => String, { nullable: true, description: '对方户名。Who paid or was paid.' })
  readonly counterparty!: string | null;

  @Field(() => String, { nullable: true, description: '摘要。What the bank wrote.' })
  readonly text!: string | null;

  @Field(() => String, { nullable: true, description: '凭证号或流水号。Reference of the bank.' })
  readonly reference!: string | null;
}

@ObjectType('UnmatchedEntry', {
  description: '账面有、对账单无的分录。An entry of the ledger that no line of a statement is matched with.',
  simpleResolvers: true,
})
export class UnmatchedEntryType {
  @Field(() => ID, {
    description: '分录编号。Id of the ledger entry, to be named when it is matched or explained.',
  })
  readonly entryId!: string;

  @Field(() => DateScalar, { description: '起息日。Value date of the entry.' })
  readonly valueDate!: BusinessDate;

  @Field(() => YuanScalar, {
    description: '金额（元）。What it moved on this account, in yuan: in above zero, out below.',
  })
  readonly amount!: Yuan;

  @Field(() => String, { description: '凭证号。Reference of the document.' })
  readonly document!: string;
}

@ObjectType('Statement', {
  implements: NodeType,
  description:
    '对账单。A statement of a special account, held against the ledger: the bank’s of its risk deposit, or the fund manager’s of the pool’s own account (Art. 11). Shown to the bank, the office and the fund manager.',
  simpleResolvers: true,
})
export class StatementType extends NodeType {
  @Field(() => DateScalar, { description: '起始日。First day of the period.' })
  readonly periodFrom!: BusinessDate;

  @Field(() => DateScalar, { description: '截止日。Last day of the period.' })
  readonly periodTo!: BusinessDate;

  @Field(() => YuanScalar, { description: '期初余额（元）。Balance before the first day, by the bank.' })
  readonly opening!: Yuan;

  @Field(() => YuanScalar, { description: '期末余额（元）。Balance after the last day, by the bank.' })
  readonly closing!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '明细合计（元）。Sum of the lines so far; the statement is whole when opening and it make closing.',
  })
  readonly moved!: Yuan;

  @Field(() => Int, { description: '明细行数。Number of lines so far.' })
  readonly lineCount!: number;

  @Field(() => Int, {
    description:
      '日期容差（天）。How many days a line and its entry may lie apart to be matched automatically.',
  })
  readonly daysApartMax!: number;

  @Field(() => String, { description: '对账单编号。Reference of the statement.' })
  readonly document!: string;

  @Field(() => StatementStateEnum, { description: '状态。How the statement stands.' })
  readonly state!: StatementState;

  @Field(() => DateScalar, { description: '上传日。Day on which it was uploaded.' })
  readonly uploadedOn!: BusinessDate;

  @Field(() => DateScalar, {
    nullable: true,
    description: '对平日。Day on which it was closed; null until then.',
  })
  readonly closedOn!: BusinessDate | null;

  @Field(() => Int, { description: '记录版本。Version, to be named when it is closed.' })
  readonly version!: number;
}

@ObjectType('Reconciliation', {
  description: '对账情况。How far a special account is reconciled with the ledger (Art. 11).',
  simpleResolvers: true,
})
export class ReconciliationType {
  @Field(() => DateScalar, {
    nullable: true,
    description: '已对平至。Last day of the last statement that is reconciled; null for none.',
  })
  readonly reconciledThrough!: BusinessDate | null;

  @Field(() => Int, { description: '未对平的对账单数。Statements that are still open.' })
  readonly openStatements!: number;

  @Field(() => Int, {
    description: '未勾对且未说明的明细数。Lines of open statements that are neither matched nor explained.',
  })
  readonly openLines!: number;

  @Field(() => Int, {
    description:
      '未勾对且未说明的分录数。Entries up to the last day of the last statement that are neither matched nor explained.',
  })
  readonly openEntries!: number;
}
