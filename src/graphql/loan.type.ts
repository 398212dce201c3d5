import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { RepaymentMethod } from '../domain/words.ts';
import { RepaymentMethodEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { PartOfType } from './part.type.ts';
import { DateScalar, DateTimeScalar, PercentScalar, YuanScalar } from './scalars.ts';

@ObjectType('LossShares', {
  description:
    '风险分担。How an amount is borne by pool, bank and guarantor, exact to the fen; the parts sum to the whole (Art. 20).',
  simpleResolvers: true,
})
export class LossSharesType {
  @Field(() => YuanScalar, { description: '资金池承担（元）。Part of the pool in yuan (Art. 20).' })
  readonly pool!: Yuan;

  @Field(() => YuanScalar, { description: '银行承担（元）。Part of the bank in yuan (Art. 20).' })
  readonly bank!: Yuan;

  @Field(() => YuanScalar, { description: '担保机构承担（元）。Part of the guarantor in yuan (Art. 20).' })
  readonly guarantor!: Yuan;

  @Field(() => [PartOfType], {
    description:
      '各方承担。The same and whoever else an edition names, in its order; they sum to the whole (Art. 20).',
  })
  readonly parts!: readonly PartOfType[];
}

@ObjectType('OverdueBands', {
  description: '逾期本金账龄。Principal past due, by calendar days since it fell due.',
  simpleResolvers: true,
})
export class OverdueBandsType {
  @Field(() => YuanScalar, {
    description: '逾期 1 至 25 日（元）。1 to 25 days past due, in yuan: no deduction yet (Art. 32).',
  })
  readonly days1to25!: Yuan;

  @Field(() => YuanScalar, { description: '逾期 26 至 90 日（元）。26 to 90 days past due, in yuan.' })
  readonly days26to90!: Yuan;

  @Field(() => YuanScalar, { description: '逾期 91 日以上（元）。91 days past due and more, in yuan.' })
  readonly days91on!: Yuan;
}

@ObjectType('LoanOverdue', {
  description: '逾期情况。What of one loan is past due on the business date (Art. 31, 32).',
  simpleResolvers: true,
})
export class LoanOverdueType {
  @Field(() => YuanScalar, { description: '逾期本金（元）。Principal past due, in yuan.' })
  readonly principal!: Yuan;

  @Field(() => Int, {
    description:
      '最长逾期日数。Calendar days since the oldest unpaid instalment fell due; 0 when nothing is.',
  })
  readonly days!: number;

  @Field(() => OverdueBandsType, { description: '账龄。The same principal by age.' })
  readonly bands!: OverdueBandsType;
}

@ObjectType('Instalment', {
  description: '还本计划的一期。One instalment of principal of a loan’s schedule (Art. 22).',
  simpleResolvers: true,
})
export class InstalmentType {
  @Field(() => Int, { description: '期次。Number of the instalment, from 1.' })
  readonly number!: number;

  @Field(() => DateScalar, { description: '应还日。Day on which it falls due.' })
  readonly dueOn!: BusinessDate;

  @Field(() => YuanScalar, { description: '应还本金（元）。Principal that falls due, in yuan.' })
  readonly principal!: Yuan;

  @Field(() => YuanScalar, {
    description: '未还本金（元）。Principal of it that is neither repaid nor compensated, in yuan.',
  })
  readonly unpaid!: Yuan;

  @Field(() => YuanScalar, {
    description: '已代偿本金（元）。Principal of it for which compensation was claimed, in yuan (Art. 32).',
  })
  readonly compensated!: Yuan;
}

@ObjectType('Repayment', {
  implements: NodeType,
  description: '还款。A repayment that the bank has reported (Art. 22).',
  simpleResolvers: true,
})
export class RepaymentType extends NodeType {
  @Field(() => DateScalar, { description: '还款日。Day on which the firm paid.' })
  readonly paidOn!: BusinessDate;

  @Field(() => YuanScalar, { description: '归还本金（元）。Principal repaid, in yuan.' })
  readonly principal!: Yuan;

  @Field(() => YuanScalar, {
    description: '支付利息（元）。Interest paid, in yuan; it does not lower the principal.',
  })
  readonly interest!: Yuan;

  @Field(() => String, { description: '凭证号。Reference of the bank’s document.' })
  readonly document!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: '冲回日。Day on which the record was taken back as wrong; null for one that stands.',
  })
  readonly reversedOn!: BusinessDate | null;

  @Field(() => DateTimeScalar, { description: '登记时刻。When the bank reported it.' })
  readonly recordedAt!: string;
}

@ObjectType('Loan', {
  implements: NodeType,
  description:
    '助保金贷款。A guaranteed loan: shown to the office, its region’s district, its bank and its guarantor.',
  simpleResolvers: true,
})
export class LoanType extends NodeType {
  @Field(() => String, { description: '贷款编号。Number that people quote; unique in the pool.' })
  readonly number!: string;

  @Field(() => YuanScalar, { description: '贷款金额（元）。Amount approved, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => YuanScalar, {
    description:
      '贷款余额（元）。Outstanding principal, neither repaid nor compensated, in yuan; 0.00 before disbursement.',
  })
  readonly outstanding!: Yuan;

  @Field(() => Int, { description: '期限（月）。Term in months (Art. 22).' })
  readonly termMonths!: number;

  @Field(() => DateScalar, { description: '定价基准日。Day whose LPR the rate is built on (Art. 22).' })
  readonly lprDate!: BusinessDate;

  @Field(() => PercentScalar, { description: '定价基准利率。The LPR used, percent per annum.' })
  readonly lpr!: string;

  @Field(() => Int, { description: '加减基点。Basis points above (or below) the LPR.' })
  readonly basisPoints!: number;

  @Field(() => PercentScalar, { description: '执行利率。Rate of the loan, percent per annum.' })
  readonly rate!: string;

  @Field(() => RepaymentMethodEnum, { description: '还本方式。How the principal is repaid (Art. 22).' })
  readonly method!: RepaymentMethod;

  @Field(() => DateScalar, {
    description: '审批日。Day on which the second of the two parties approved (Art. 26).',
  })
  readonly approvedOn!: BusinessDate;

  @Field(() => String, {
    nullable: true,
    description: '借款合同编号。Number of the loan contract; null before signing (Art. 27).',
  })
  readonly contractNumber!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '担保合同编号。Number of the guarantee contract; null before signing (Art. 27).',
  })
  readonly guaranteeContractNumber!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '签约日。Day of signing; null before it (Art. 27).',
  })
  readonly signedOn!: BusinessDate | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '最后提款日。Last day on which it may be disbursed; null before signing (Art. 27).',
  })
  readonly lastDrawdownOn!: BusinessDate | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '放款日。Day of disbursement; null before it (Art. 27).',
  })
  readonly disbursedOn!: BusinessDate | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '到期日。Day of maturity; null before disbursement.',
  })
  readonly maturesOn!: BusinessDate | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      '下次还本日。Due date of the oldest unpaid instalment; null before disbursement and when nothing is left to pay.',
  })
  readonly nextDueOn!: BusinessDate | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      '放款通知日。Day on which the bank notified the office of the disbursement; null until then (Art. 27).',
  })
  readonly noticeOn!: BusinessDate | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      '提前到期日。Day on which the bank declared the whole principal due; null unless it did (Art. 32).',
  })
  readonly acceleratedOn!: BusinessDate | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '终结日。Day on which the loan ended; null while it runs.',
  })
  readonly endedOn!: BusinessDate | null;

  @Field(() => String, { nullable: true, description: '取消原因。Why it was cancelled; null unless it was.' })
  readonly cancelReason!: string | null;

  @Field(() => Int, { description: '记录版本。Version of the record, to be named by a change to it.' })
  readonly version!: number;
}
