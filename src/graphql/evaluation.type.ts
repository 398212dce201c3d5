import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Percent } from '../domain/lpr.ts';
import type { Yuan } from '../domain/money.ts';
import type { CooperationDecision } from '../domain/words.ts';
import { CooperationDecisionEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, DateTimeScalar, PercentScalar, YuanScalar } from './scalars.ts';

@ObjectType('Evaluation', {
  implements: NodeType,
  description:
    '年度绩效自评。The office’s evaluation of one year (Art. 19, 38). Everybody knows of it; each tenant reads its own part, the office all of them.',
  simpleResolvers: true,
})
export class EvaluationType extends NodeType {
  @Field(() => Int, { description: '评价年度。The calendar year that is evaluated.' })
  readonly year!: number;

  @Field(() => DateScalar, { description: '评价日。Day on which it was made.' })
  readonly evaluatedOn!: BusinessDate;

  @Field(() => String, { description: '自评文件。Number of the document that holds it.' })
  readonly document!: string;

  @Field(() => DateTimeScalar, { description: '登记时刻。When it was recorded.' })
  readonly recordedAt!: string;
}

@ObjectType('EvaluationPart', {
  description:
    '绩效自评分项。What an evaluation says of one tenant: the office’s part is the pool’s, a district’s its region’s.',
})
export class EvaluationPartType {
  @Field(() => String, {
    nullable: true,
    description:
      '评价结论。The conclusion on the pool, or on a bank; null for the others and before the evaluation is made (Art. 19).',
  })
  readonly conclusion!: string | null;

  @Field(() => CooperationDecisionEnum, {
    nullable: true,
    description:
      '合作意见。What becomes of the cooperation with a bank; null for the others. An end is carried out by `leaveBank` (Art. 18, 19).',
  })
  readonly decision!: CooperationDecision | null;
}

@ObjectType('EvaluationFigures', {
  description:
    '年度数据。Figures of one year, computed by value date, never typed: of the pool, or of the loans of one region, bank or guarantor. For a year that is not over, those so far. A figure that is not about this tenant is null.',
  simpleResolvers: true,
})
export class EvaluationFiguresType {
  @Field(() => Int, { description: '放款笔数。Number of loans paid out in the year.' })
  readonly loansDisbursed!: number;

  @Field(() => YuanScalar, { description: '放款金额（元）。Principal paid out in the year, in yuan.' })
  readonly disbursed!: Yuan;

  @Field(() => Int, {
    description: '支持企业户数。Number of firms to which a loan was paid out in the year.',
  })
  readonly firmsSupported!: number;

  @Field(() => YuanScalar, {
    description: '收回本金（元）。Principal repaid in the year, in yuan (Art. 22).',
  })
  readonly repaid!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '年末贷款余额（元）。Principal neither repaid nor compensated on the last day of the year, in yuan.',
  })
  readonly outstanding!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '年末逾期本金（元）。Principal past due on the last day of the year by schedule and repayments, in yuan (Art. 31).',
  })
  readonly overdue!: Yuan;

  @Field(() => Int, {
    description: '代偿笔数。Number of deductions of the year that were not reversed by its end (Art. 32).',
  })
  readonly compensations!: number;

  @Field(() => YuanScalar, {
    description:
      '代偿本金（元）。Principal for which compensation was claimed in the year, less what was reversed in it, in yuan (Art. 32).',
  })
  readonly compensatedPrincipal!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '资金池代偿（元）。The pool’s money paid as compensation in the year, less what was reversed in it, in yuan (Art. 20, 32).',
  })
  readonly deducted!: Yuan;

  @Field(() => Int, {
    description:
      '追偿回款笔数。Number of recoveries of the year that were not reversed by its end (Art. 34).',
  })
  readonly recoveries!: number;

  @Field(() => YuanScalar, {
    description:
      '追偿净额（元）。Recoveries of the year net of their costs, whoever got them, in yuan (Art. 34).',
  })
  readonly recovered!: Yuan;

  @Field(() => YuanScalar, {
    description: '追偿返还资金池（元）。The part of them that came back to the pool, in yuan (Art. 34).',
  })
  readonly returned!: Yuan;

  @Field(() => YuanScalar, {
    description: '担保机构付款（元）。What guarantors paid of their share in the year, in yuan (Art. 20).',
  })
  readonly guarantorPaid!: Yuan;

  @Field(() => Int, {
    description: '到期义务。Number of duties that fell due in the year: the tenant’s own, for the pool all.',
  })
  readonly dutiesDue!: number;

  @Field(() => Int, { description: '逾期履行。How many of them were met after their day, within the year.' })
  readonly dutiesMetLate!: number;

  @Field(() => Int, {
    description:
      '年末未履行。How many of them were not met by the end of the year, with those whose ground went away after their day, such as a visit to a firm that has since repaid.',
  })
  readonly dutiesUnmet!: number;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '到账注资（元）。Contributions received in the year, in yuan; of the pool or a region (Art. 8).',
  })
  readonly contributions!: Yuan | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '到账补充代偿资金（元）。Replenishments received in the year, in yuan; of the pool or a region (Art. 13).',
  })
  readonly replenishments!: Yuan | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description: '到账补充资金（元）。Supplements received in the year, in yuan; of the pool (Art. 38).',
  })
  readonly supplements!: Yuan | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description: '利息（元）。Interest of the year kept in the pool, in yuan; of the pool (Art. 12).',
  })
  readonly interest!: Yuan | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '年末资金总额（元）。The pool’s funds gross of losses on the last day of the year, in yuan; of the pool (Art. 37).',
  })
  readonly fundsTotal!: Yuan | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description: '年末可用资金（元）。Custody plus deposits on the last day, in yuan; of the pool (Art. 9).',
  })
  readonly fundsAvailable!: Yuan | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '年末代偿净额（元）。Compensation less recoveries returned up to the last day, in yuan; of the pool (Art. 37).',
  })
  readonly netCompensation!: Yuan | null;

  @Field(() => PercentScalar, {
    nullable: true,
    description:
      '年末代偿净额占资金总额（%）。Net compensation as a share of the funds on the last day, in percent, cut to four decimals; of the pool; null without funds (Art. 37).',
  })
  readonly netCompensationPercent!: Percent | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description:
      '年末地区资金余额（元）。What the region has put in less its share of losses up to the last day, in yuan; of a region.',
  })
  readonly fundBalance!: Yuan | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description: '年末风险补偿金（元）。The risk deposit on the last day, in yuan; of a bank (Art. 16).',
  })
  readonly deposit!: Yuan | null;
}
