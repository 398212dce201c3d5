import { Field, ID, InputType, Int } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { CreditCode } from '../domain/enterprise.ts';
import type { Yuan } from '../domain/money.ts';
import type { Purpose } from '../domain/words.ts';
import { PurposeEnum } from './enums.ts';
import { CreditCodeScalar, DateScalar, NameScalar, TextScalar, YuanScalar } from './scalars.ts';

// Inputs of the acts on a firm’s way from registration to two decisions, and of waivers.

@InputType()
abstract class EnterpriseFiguresInput {
  @Field(() => NameScalar, { description: '企业名称。Name as registered.' })
  readonly name!: string;

  @Field(() => NameScalar, {
    description:
      '登记地六位区划代码。Division code of the place of registration, six digits; it is not read from the credit code.',
  })
  readonly divisionCode!: string;

  @Field(() => NameScalar, {
    description:
      '国民经济行业代码。Industry code of GB/T 4754, such as "C26" or "5174"; the size standard follows from it (Art. 4).',
  })
  readonly industryCode!: string;

  @Field(() => Int, { description: '期末从业人员数。Employees at the end of the year.' })
  readonly employees!: number;

  @Field(() => YuanScalar, { description: '营业收入（元）。Revenue of the year in yuan, not in 万元.' })
  readonly revenue!: Yuan;

  @Field(() => YuanScalar, { description: '资产总额（元）。Total assets in yuan, not in 万元.' })
  readonly assets!: Yuan;

  @Field(() => Int, { description: '数据年度。The year of these figures.' })
  readonly figuresYear!: number;
}

@InputType({
  description: '登记企业。A firm of the district’s region; its size is computed, never typed in (Art. 4).',
})
export class RegisterEnterpriseInput extends EnterpriseFiguresInput {
  @Field(() => CreditCodeScalar, {
    description: '统一社会信用代码。Unified social credit code, 18 characters with a check character.',
  })
  readonly creditCode!: CreditCode;
}

@InputType({ description: '更新企业信息。New figures of a firm; its size is computed again (Art. 4).' })
export class UpdateEnterpriseInput extends EnterpriseFiguresInput {
  @Field(() => ID, { description: '企业编号。Id of the enterprise.' })
  readonly enterpriseId!: string;

  @Field(() => Int, { description: '查阅时的版次。The `version` that you read; another one is a conflict.' })
  readonly version!: number;
}

@InputType({ description: '列入失信企业名单。A firm to be put on the dishonest list (Art. 36).' })
export class ListDishonestInput {
  @Field(() => ID, { description: '企业编号。Id of the enterprise.' })
  readonly enterpriseId!: string;

  @Field(() => TextScalar, { description: '列入原因。Why it is listed.' })
  readonly reason!: string;

  @Field(() => NameScalar, { description: '依据文件。Number of the document behind it.' })
  readonly document!: string;
}

@InputType({ description: '移出失信企业名单。A firm to be taken off the dishonest list (Art. 36).' })
export class UnlistDishonestInput {
  @Field(() => ID, { description: '企业编号。Id of the enterprise.' })
  readonly enterpriseId!: string;

  @Field(() => TextScalar, { description: '移出原因。Why it is taken off.' })
  readonly reason!: string;
}

@InputType()
abstract class AskedInput {
  @Field(() => YuanScalar, {
    description:
      '申请金额（元）。Amount asked for, in yuan; one firm’s loans in all banks are at most 10,000,000.00 in principle (Art. 22).',
  })
  readonly amount!: Yuan;

  @Field(() => Int, {
    description:
      '期限（月）。Term in whole months: 12 at most in principle, 24 at most in any case (Art. 22).',
  })
  readonly termMonths!: number;

  @Field(() => PurposeEnum, {
    description: '贷款用途。What the money is for; only working capital is allowed (Art. 5).',
  })
  readonly purpose!: Purpose;

  @Field(() => TextScalar, {
    description: '情况说明。What the office should know about the firm and the loan.',
  })
  readonly note!: string;
}

@InputType({
  description: '荐举企业。A firm that a bank or guarantor puts forward to the district (Art. 24).',
})
export class ProposeReferralInput extends AskedInput {
  @Field(() => CreditCodeScalar, { description: '统一社会信用代码。Unified social credit code of the firm.' })
  readonly creditCode!: CreditCode;

  @Field(() => NameScalar, { description: '企业名称。Name of the firm.' })
  readonly enterpriseName!: string;

  @Field(() => NameScalar, {
    description:
      '登记地六位区划代码，决定由哪个地区办理。Division code of the place of registration; decides which district receives the proposal.',
  })
  readonly divisionCode!: string;
}

@InputType({ description: '采纳荐举。A proposal that becomes a referral (Art. 24).' })
export class EndorseProposalInput {
  @Field(() => ID, { description: '荐举编号。Id of the proposal.' })
  readonly proposalId!: string;

  @Field(() => ID, {
    description:
      '本地区登记的企业编号，信用代码须一致。Id of the firm as the district has registered it; the credit code must be the proposed one.',
  })
  readonly enterpriseId!: string;

  @Field(() => TextScalar, { description: '情况说明。What the office should know.' })
  readonly note!: string;
}

@InputType({ description: '不予采纳荐举。A proposal that the district does not endorse (Art. 24).' })
export class DropProposalInput {
  @Field(() => ID, { description: '荐举编号。Id of the proposal.' })
  readonly proposalId!: string;

  @Field(() => TextScalar, { description: '原因。Why, as the other side will read it.' })
  readonly reason!: string;
}

@InputType({ description: '推荐企业。A district’s referral of a firm to the office (Art. 24).' })
export class SubmitReferralInput extends AskedInput {
  @Field(() => ID, { description: '企业编号。Id of the enterprise, registered in the district’s region.' })
  readonly enterpriseId!: string;
}

@InputType({ description: '重新提交推荐。A returned referral, completed (Art. 25).' })
export class ResubmitReferralInput extends AskedInput {
  @Field(() => ID, { description: '推荐编号。Id of the referral.' })
  readonly referralId!: string;

  @Field(() => Int, { description: '查阅时的版次。The `version` that you read; another one is a conflict.' })
  readonly version!: number;
}

@InputType({ description: '推荐及原因。A referral, and why it is returned, declined or withdrawn.' })
export class EndReferralInput {
  @Field(() => ID, { description: '推荐编号。Id of the referral.' })
  readonly referralId!: string;

  @Field(() => TextScalar, { description: '原因。The reason, which the other side reads.' })
  readonly reason!: string;
}

@InputType({ description: '记录实地调查。The office’s preliminary check on site (Art. 25).' })
export class RecordSiteVisitInput {
  @Field(() => ID, { description: '推荐编号。Id of the referral.' })
  readonly referralId!: string;

  @Field(() => DateScalar, { description: '走访日期。Day of the visit; today or earlier.' })
  readonly visitedOn!: BusinessDate;

  @Field(() => TextScalar, { description: '走访情况。What was found.' })
  readonly note!: string;
}

@InputType({ description: '出具推荐表。A firm to be recommended to one bank and one guarantor (Art. 25).' })
export class RecommendInput {
  @Field(() => ID, { description: '推荐编号。Id of the referral; a site visit must be on record.' })
  readonly referralId!: string;

  @Field(() => ID, { description: '合作银行编号。Id of the bank, which must be cooperating.' })
  readonly bankId!: string;

  @Field(() => ID, { description: '担保机构编号。Id of the guarantor.' })
  readonly guarantorId!: string;
}
