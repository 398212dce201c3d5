import { Field, ID, InputType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import { DateScalar, NameScalar, TextScalar, YuanScalar } from './scalars.ts';

// Inputs of compensation: what the bank takes and gives back, what guarantor and region pay.

@InputType({
  description:
    '划扣。A deduction to be judged before the money is taken; its amount follows from the loan, the edition and the risk deposit (Art. 32).',
})
export class DeductInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan with principal past due long enough.' })
  readonly loanId!: string;

  @Field(() => DateScalar, {
    description: '划扣日期。Value date: the day the money is taken; the days past due are counted to it.',
  })
  readonly deductedOn!: BusinessDate;

  @Field(() => NameScalar, { description: '划扣凭证号。Number of the deduction voucher.' })
  readonly document!: string;
}

@InputType({
  description:
    '划扣报告。A deduction that the bank has made already; its lawful part is booked as compensation, the rest is owed back (Art. 32).',
})
export class ReportDeductionInput {
  @Field(() => ID, { description: '贷款编号。Id of the loan for which the money was taken.' })
  readonly loanId!: string;

  @Field(() => DateScalar, { description: '划扣日期。Value date: the day the money was taken.' })
  readonly deductedOn!: BusinessDate;

  @Field(() => YuanScalar, {
    description: '划扣金额（元）。All that was taken from the risk deposit, in yuan.',
  })
  readonly amount!: Yuan;

  @Field(() => NameScalar, { description: '划扣凭证号。Number of the deduction voucher.' })
  readonly document!: string;
}

@InputType({
  description: '划扣书面告知。The written notice of a deduction, due within 3 working days (Art. 32).',
})
export class GiveDeductionNoticeInput {
  @Field(() => ID, { description: '代偿编号。Id of the compensation.' })
  readonly compensationId!: string;

  @Field(() => NameScalar, { description: '告知文号。Number of the notice.' })
  readonly document!: string;
}

@InputType({ description: '退回超额划扣。Money deducted early or too much, put back (Art. 32).' })
export class ReturnExcessInput {
  @Field(() => ID, { description: '银行编号。Id of the bank that owes it; a bank gives its own.' })
  readonly bankId!: string;

  @Field(() => YuanScalar, {
    description:
      '退回金额（元）。Amount put back into the risk deposit, in yuan; not above what is owed back.',
  })
  readonly amount!: Yuan;

  @Field(() => DateScalar, { description: '起息日。Value date: the day the money went back.' })
  readonly valueDate!: BusinessDate;

  @Field(() => NameScalar, { description: '凭证号。Number of the voucher.' })
  readonly document!: string;
}

@InputType({
  description: '担保机构付款。What the guarantor pays the bank of its share of a loss (Art. 20).',
})
export class PayGuarantorShareInput {
  @Field(() => ID, { description: '贷款编号。Id of the compensated loan that it backs.' })
  readonly loanId!: string;

  @Field(() => DateScalar, { description: '付款日期。The day the guarantor paid the bank.' })
  readonly paidOn!: BusinessDate;

  @Field(() => YuanScalar, {
    description:
      '付款金额（元）。Amount paid, in yuan; whole or in part, not above what is unpaid of its share.',
  })
  readonly amount!: Yuan;

  @Field(() => NameScalar, { description: '付款凭证号。Number of the payment voucher.' })
  readonly document!: string;
}

@InputType({
  description:
    '撤回付款记录。Takes back the record of a guarantor’s payment that was wrong; it no longer counts, and stays on record.',
})
export class WithdrawGuarantorPaymentInput {
  @Field(() => ID, { description: '付款记录编号。Id of the payment whose record was wrong.' })
  readonly guarantorPaymentId!: string;

  @Field(() => TextScalar, { description: '撤回原因。What was wrong with the record.' })
  readonly reason!: string;
}

@InputType({
  description: '地区补充资金到账。Money by which a region makes up for compensations, received (Art. 13).',
})
export class RecordReplenishmentInput {
  @Field(() => ID, { description: '地区编号。Id of the region that paid.' })
  readonly regionId!: string;

  @Field(() => YuanScalar, {
    description:
      '到账金额（元）。Amount received, in yuan; `RegionStanding.replenishmentOwed` says what is owed.',
  })
  readonly amount!: Yuan;

  @Field(() => DateScalar, { description: '起息日。Value date: the day the money came in.' })
  readonly valueDate!: BusinessDate;

  @Field(() => NameScalar, { description: '凭证号。Number of the voucher.' })
  readonly document!: string;
}
