import { Field, ID, InputType, Int } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Percent } from '../domain/lpr.ts';
import type { Yuan } from '../domain/money.ts';
import type { Source } from '../domain/words.ts';
import { SourceEnum } from './enums.ts';
import { DateScalar, JsonScalar, NameScalar, PercentScalar, TextScalar, YuanScalar } from './scalars.ts';

// Inputs of the acts on the pool, its money and its partners.

@InputType({ description: '起草政策版本。A policy edition to be drafted; a second person enacts it.' })
export class DraftEditionInput {
  @Field(() => NameScalar, {
    description: '版本编号，资金池内唯一。Number of the edition, unique in the pool, such as "2026".',
  })
  readonly number!: string;

  @Field(() => NameScalar, { description: '中文名称。Title in Chinese.' })
  readonly titleZh!: string;

  @Field(() => NameScalar, { description: '英文名称。Title in English.' })
  readonly titleEn!: string;

  @Field(() => NameScalar, { description: '发文字号。Number of the document that issues it.' })
  readonly document!: string;

  @Field(() => DateScalar, { description: '有效期起始日（含）。First day of validity, inclusive (Art. 40).' })
  readonly validFrom!: BusinessDate;

  @Field(() => DateScalar, { description: '有效期截止日（含）。Last day of validity, inclusive (Art. 40).' })
  readonly validTo!: BusinessDate;

  @Field(() => JsonScalar, {
    description:
      '全部参数，键与 `Edition.parameters` 的 key 一致，金额为字符串。All parameters as one JSON object, keyed as `Edition.parameters` names them; money as strings. Take an enacted edition’s `parametersJson` and change what differs.',
  })
  readonly parameters!: unknown;
}

@InputType({ description: '发布政策版本。The draft to be enacted.' })
export class EnactEditionInput {
  @Field(() => ID, { description: '草案编号。Id of the draft.' })
  readonly editionId!: string;

  @Field(() => Int, {
    description: '查阅时的版次。The `version` of the draft that you read; another one is a conflict.',
  })
  readonly version!: number;
}

@InputType({ description: '登记贷款市场报价利率。A loan prime rate as published (Art. 22).' })
export class RecordLprInput {
  @Field(() => DateScalar, { description: '公布日期。Day of publication.' })
  readonly date!: BusinessDate;

  @Field(() => PercentScalar, {
    description: '一年期，百分比。One-year rate in percent per annum, such as "3.00".',
  })
  readonly oneYear!: Percent;

  @Field(() => PercentScalar, {
    description: '五年期以上，百分比。Rate for over five years in percent per annum.',
  })
  readonly fiveYear!: Percent;
}

@InputType({ description: '登记地区。A region with its district authority (Art. 7, 8).' })
export class RegisterRegionInput {
  @Field(() => NameScalar, { description: '中文名称。Name in Chinese.' })
  readonly nameZh!: string;

  @Field(() => NameScalar, { description: '英文名称。Name in English.' })
  readonly nameEn!: string;

  @Field(() => NameScalar, { description: '六位区划代码。Division code, six digits, of the pool’s city.' })
  readonly divisionCode!: string;

  @Field(() => Boolean, {
    description:
      '是否认定为企业较少、较困难地区。True for a region with few firms or in hardship, whose minimum contribution is lower (Art. 8).',
  })
  readonly hardship!: boolean;
}

@InputType({ description: '认定困难地区。Whether a region counts as in hardship (Art. 8).' })
export class RecogniseHardshipInput {
  @Field(() => ID, { description: '地区编号。Id of the region.' })
  readonly regionId!: string;

  @Field(() => Boolean, {
    description: '是否困难地区。True when it is to count as in hardship, false when no longer.',
  })
  readonly hardship!: boolean;

  @Field(() => NameScalar, { description: '认定文件。Number of the document that says so.' })
  readonly document!: string;
}

@InputType({ description: '登记合作机构。A bank or guarantor by its names (Art. 14).' })
export class RegisterPartnerInput {
  @Field(() => NameScalar, { description: '中文全称。Full name in Chinese.' })
  readonly nameZh!: string;

  @Field(() => NameScalar, { description: '英文名称。Name in English.' })
  readonly nameEn!: string;
}

@InputType({ description: '委托受托机构。The guarantor entrusted with the pool’s money (Art. 10).' })
export class AppointFundManagerInput {
  @Field(() => ID, { description: '担保机构编号。Id of the guarantor.' })
  readonly guarantorId!: string;

  @Field(() => DateScalar, {
    description: '委托起始日。First day of the appointment; an earlier one ends the day before.',
  })
  readonly appointedOn!: BusinessDate;

  @Field(() => NameScalar, { description: '委托协议编号。Number of the entrustment agreement.' })
  readonly document!: string;
}

@InputType({ description: '签订合作协议。A cooperation agreement with a bank (Art. 16).' })
export class SignAgreementInput {
  @Field(() => ID, { description: '银行编号。Id of the bank.' })
  readonly bankId!: string;

  @Field(() => DateScalar, { description: '签订日期。Day of signing; today or earlier.' })
  readonly signedOn!: BusinessDate;

  @Field(() => DateScalar, { description: '终止日期。Last day of the agreement.' })
  readonly endsOn!: BusinessDate;

  @Field(() => NameScalar, {
    description: '专户账号。Number of the special account in which the risk deposit is held (Art. 11).',
  })
  readonly specialAccount!: string;

  @Field(() => NameScalar, { description: '协议编号。Number of the agreement.' })
  readonly document!: string;
}

@InputType({ description: '承诺注资。A promise to pay into the pool (Art. 8).' })
export class PledgeInput {
  @Field(() => SourceEnum, { description: '资金来源。Who pays; a district gives REGION.' })
  readonly source!: Source;

  @Field(() => ID, {
    nullable: true,
    description:
      '地区编号，来源为地区时必填。Id of the region; needed when the source is REGION, absent otherwise.',
  })
  readonly regionId!: string | null;

  @Field(() => YuanScalar, { description: '承诺金额（元）。Amount promised, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => DateScalar, {
    description:
      '缴清期限，自承诺之日起不超过 2 年。Last day by which it is paid in full; at most 2 years from today under the 2021 edition (Art. 8).',
  })
  readonly payInBy!: BusinessDate;

  @Field(() => NameScalar, { description: '承诺文件。Number of the document of the promise.' })
  readonly document!: string;
}

@InputType({ description: '收到注资。Money received against a pledge (Art. 8).' })
export class RecordContributionInput {
  @Field(() => ID, { description: '承诺编号。Id of the pledge that it is paid on.' })
  readonly pledgeId!: string;

  @Field(() => YuanScalar, {
    description:
      '到账金额（元），可分期。Amount received, in yuan; at most what is still unpaid of the pledge.',
  })
  readonly amount!: Yuan;

  @Field(() => DateScalar, {
    description: '到账日期。Value date: the day the money arrived, not before the last closed month.',
  })
  readonly valueDate!: BusinessDate;

  @Field(() => NameScalar, { description: '入账凭证号。Number of the bank voucher.' })
  readonly document!: string;
}

@InputType({ description: '记载利息。Interest credited on one of the pool’s accounts (Art. 12).' })
export class CreditInterestInput {
  @Field(() => Boolean, {
    description:
      '是否为银行风险补偿金专户的利息。True when it was earned on a bank’s risk deposit, false for the pool’s own account.',
  })
  readonly onDeposit!: boolean;

  @Field(() => ID, {
    nullable: true,
    description: '银行编号，利息来自风险补偿金专户时必填。Id of the bank; needed when `onDeposit` is true.',
  })
  readonly bankId!: string | null;

  @Field(() => YuanScalar, {
    description: '利息金额（元）。Interest in yuan; it stays in the account that earned it.',
  })
  readonly amount!: Yuan;

  @Field(() => DateScalar, { description: '入账日期。Value date of the credit.' })
  readonly valueDate!: BusinessDate;

  @Field(() => NameScalar, { description: '结息凭证号。Number of the interest voucher.' })
  readonly document!: string;
}

@InputType({ description: '存入首笔风险补偿金。The first risk deposit at a bank (Art. 16).' })
export class PlaceFirstDepositInput {
  @Field(() => ID, { description: '银行编号。Id of the bank, which must have signed an agreement.' })
  readonly bankId!: string;

  @Field(() => YuanScalar, {
    description: '金额（元）。Amount in yuan: 1,000,000.00 under the 2021 edition (Art. 16).',
  })
  readonly amount!: Yuan;

  @Field(() => DateScalar, { description: '存入日期。Value date of the transfer.' })
  readonly valueDate!: BusinessDate;

  @Field(() => NameScalar, { description: '划款凭证号。Number of the transfer voucher.' })
  readonly document!: string;
}

@InputType({ description: '申请补充风险补偿金。A bank’s request for a higher risk deposit (Art. 16).' })
export class AskTopUpInput {
  @Field(() => YuanScalar, { description: '申请补充金额（元）。Amount asked for, in yuan.' })
  readonly amount!: Yuan;

  @Field(() => TextScalar, { description: '申请理由。Why it is needed.' })
  readonly reason!: string;
}

@InputType({ description: '审定补充申请。The office’s decision on a top-up (Art. 16).' })
export class DecideTopUpInput {
  @Field(() => ID, { description: '申请编号。Id of the request.' })
  readonly topUpId!: string;

  @Field(() => YuanScalar, {
    nullable: true,
    description: '同意补充的金额（元）；不填为不同意。Amount approved, in yuan; absent to decline.',
  })
  readonly approved!: Yuan | null;

  @Field(() => TextScalar, { description: '审定意见。The office’s reasons.' })
  readonly note!: string;
}

@InputType({ description: '存入补充资金。An approved top-up being placed (Art. 16).' })
export class PlaceTopUpInput {
  @Field(() => ID, { description: '申请编号。Id of the approved request.' })
  readonly topUpId!: string;

  @Field(() => YuanScalar, {
    description: '金额（元），与审定金额一致。Amount in yuan, equal to what was approved.',
  })
  readonly amount!: Yuan;

  @Field(() => DateScalar, { description: '存入日期。Value date of the transfer.' })
  readonly valueDate!: BusinessDate;

  @Field(() => NameScalar, { description: '划款凭证号。Number of the transfer voucher.' })
  readonly document!: string;
}

@InputType({ description: '申请红字冲销。An entry to be reversed.' })
export class AskReversalInput {
  @Field(() => ID, { description: '分录编号。Id of the ledger entry.' })
  readonly entryId!: string;

  @Field(() => TextScalar, { description: '冲销原因。Why it was wrong.' })
  readonly reason!: string;
}

@InputType({ description: '复核冲销申请。A second person’s decision on a reversal.' })
export class DecideReversalInput {
  @Field(() => ID, { description: '冲销申请编号。Id of the request.' })
  readonly reversalId!: string;

  @Field(() => Boolean, { description: '是否同意。True posts the reversing entry, false declines.' })
  readonly approve!: boolean;

  @Field(() => DateScalar, {
    description:
      '冲销分录的起息日。Value date of the reversing entry; not before the entry that it reverses.',
  })
  readonly valueDate!: BusinessDate;

  @Field(() => NameScalar, { description: '冲销凭证号。Number of the voucher.' })
  readonly document!: string;
}
