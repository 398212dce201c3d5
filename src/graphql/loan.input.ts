import { Field, ID, InputType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import { DateScalar, NameScalar, TextScalar, YuanScalar } from './scalars.ts';

// Inputs of the acts on a loan, from the contracts to the last repayment.

@InputType({ description: '签订合同。The contracts of a loan (Art. 27).' })
export class SignContractsInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan, approved by both sides.' })
  readonly loanId!: string;

  @Field(() => NameScalar, { description: '借款合同编号。Number of the loan contract.' })
  readonly contractNumber!: string;

  @Field(() => NameScalar, { description: '保证合同编号。Number of the guarantee contract.' })
  readonly guaranteeContractNumber!: string;

  @Field(() => DateScalar, { description: '最后提款日。Last day on which the money may be paid out.' })
  readonly lastDrawdownOn!: BusinessDate;
}

@InputType({ description: '取消贷款。A loan that will not be paid out.' })
export class CancelLoanInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan.' })
  readonly loanId!: string;

  @Field(() => TextScalar, { description: '原因。Why, as the other side will read it.' })
  readonly reason!: string;
}

@InputType({ description: '放款。The disbursement of a loan (Art. 27).' })
export class DisburseInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan, with its contracts signed.' })
  readonly loanId!: string;

  @Field(() => DateScalar, {
    description: '放款日期。Value date: the day the money was paid out; on or before the last drawdown day.',
  })
  readonly disbursedOn!: BusinessDate;

  @Field(() => NameScalar, { description: '放款凭证号。Number of the disbursement voucher.' })
  readonly document!: string;
}

@InputType({
  description: '放款书面通知。The written notice of a disbursement, due within 3 working days (Art. 27).',
})
export class GiveDisbursementNoticeInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan.' })
  readonly loanId!: string;

  @Field(() => NameScalar, { description: '通知文号。Number of the notice.' })
  readonly document!: string;
}

@InputType({ description: '还款。A repayment that a bank reports (Art. 22).' })
export class RecordRepaymentInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan.' })
  readonly loanId!: string;

  @Field(() => DateScalar, { description: '还款日期。Value date: the day it was paid.' })
  readonly paidOn!: BusinessDate;

  @Field(() => YuanScalar, {
    description:
      '本金（元）；不超过未偿本金。Principal in yuan, at most what is outstanding; "0.00" when only interest was paid.',
  })
  readonly principal!: Yuan;

  @Field(() => YuanScalar, {
    description: '利息（元）。Interest in yuan; "0.00" when only principal was paid.',
  })
  readonly interest!: Yuan;

  @Field(() => NameScalar, { description: '还款凭证号。Number of the voucher.' })
  readonly document!: string;
}

@InputType({
  description: '临期提醒。A reminder to the firm before its loan matures, due 60 days ahead (Art. 31).',
})
export class SendMaturityReminderInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan.' })
  readonly loanId!: string;

  @Field(() => DateScalar, { description: '提醒日期。Day on which the firm was reminded; today or earlier.' })
  readonly sentOn!: BusinessDate;

  @Field(() => NameScalar, { description: '提醒函编号。Number of the reminder.' })
  readonly document!: string;
}
