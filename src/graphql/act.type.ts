import { Field, ObjectType } from 'type-graphql';
import type { TableName } from '../acts/ports.ts';
import type { Noun } from '../domain/words.ts';
import { AftercareType } from './aftercare.type.ts';
import { BankType } from './bank.type.ts';
import { CompensationType } from './compensation.type.ts';
import { CorrectionType } from './correction.type.ts';
import { EditionType } from './edition.type.ts';
import { EnterpriseType } from './enterprise.type.ts';
import { EvaluationType } from './evaluation.type.ts';
import { GuarantorType } from './guarantor.type.ts';
import { GuarantorPaymentType } from './guarantor-payment.type.ts';
import { ImportType } from './import.type.ts';
import { LedgerEntryType } from './ledger.type.ts';
import { LegalActionType } from './legal-action.type.ts';
import { LoanType } from './loan.type.ts';
import { NODES } from './node.type.ts';
import { DisabledUserType, RevokedTokenType, TenantType } from './people.type.ts';
import { PledgeType } from './pledge.type.ts';
import { PoolType } from './pool.type.ts';
import { ProposalType } from './proposal.type.ts';
import { RecoveryType } from './recovery.type.ts';
import { RecoveryReportType } from './recovery-report.type.ts';
import { ReferralType } from './referral.type.ts';
import { RegionType } from './region.type.ts';
import { ReversalType } from './reversal.type.ts';
import { StatementType } from './statement.type.ts';
import { SupplementType } from './supplement.type.ts';
import { TakeOverType } from './take-over.type.ts';
import { TopUpType } from './top-up.type.ts';
import { VerdictType } from './verdict.type.ts';
import { WaiverType } from './waiver.type.ts';
import { WebhookSecretType, WebhookType } from './webhook.type.ts';

/** What every act answers, beside the thing it made or changed. */
@ObjectType({ simpleResolvers: true })
abstract class ActAnswer {
  @Field(() => Boolean, {
    description:
      '是否已办理。True when the act was done; false when rules refused it, and then nothing was changed.',
  })
  readonly done!: boolean;

  @Field(() => Boolean, {
    description:
      '是否为重复请求的首次答复。True when the same key and input had been used before: this is the first answer again, and nothing was done twice.',
  })
  readonly replayed!: boolean;

  @Field(() => [VerdictType], {
    description:
      '审查意见，按条文顺序。Every rule that was judged, in the order of the articles; on a refusal, all that failed are among them.',
  })
  readonly verdicts!: VerdictType[];
}

/** The class of an answer, the field of it that holds the thing, and the noun that the acts say. */
export interface Payload {
  readonly type: new () => ActAnswer;
  readonly field: string;
  readonly table: TableName;
  readonly noun: Noun;
}

function payload(
  typeName: string,
  field: string,
  of: () => object,
  zh: string,
  en: string,
  /** Where the thing is kept that can't be fetched again by its id. */
  kept: Pick<Payload, 'noun' | 'table'> | undefined = NODES[typeName],
): Payload {
  @ObjectType(`${typeName}Payload`, { description: `${zh}。${en}`, simpleResolvers: true })
  class Answer extends ActAnswer {}
  const description =
    '办理的对象；未办理时为空。The thing that the act made or changed, as it is now; null when refused.';
  Field(of as () => never, { nullable: true, description })(Answer.prototype, field);
  if (!kept) throw new Error(`${typeName} is not a node`);
  return { type: Answer, field, ...kept };
}

export const PAYLOADS = {
  pool: payload('Pool', 'pool', () => PoolType, '资金池事项的答复', 'Answer of an act on the pool.'),
  edition: payload(
    'Edition',
    'edition',
    () => EditionType,
    '政策版本事项的答复',
    'Answer of an act on a policy edition.',
  ),
  region: payload('Region', 'region', () => RegionType, '地区事项的答复', 'Answer of an act on a region.'),
  bank: payload('Bank', 'bank', () => BankType, '银行事项的答复', 'Answer of an act on a bank.'),
  guarantor: payload(
    'Guarantor',
    'guarantor',
    () => GuarantorType,
    '担保机构事项的答复',
    'Answer of an act on a guarantor.',
  ),
  pledge: payload('Pledge', 'pledge', () => PledgeType, '承诺注资的答复', 'Answer of an act on a pledge.'),
  entry: payload(
    'LedgerEntry',
    'entry',
    () => LedgerEntryType,
    '记账的答复',
    'Answer of an act that posts to the ledger.',
  ),
  topUp: payload('TopUp', 'topUp', () => TopUpType, '补充申请的答复', 'Answer of an act on a top-up.'),
  reversal: payload(
    'Reversal',
    'reversal',
    () => ReversalType,
    '冲销申请的答复',
    'Answer of an act on a reversal.',
  ),
  enterprise: payload(
    'Enterprise',
    'enterprise',
    () => EnterpriseType,
    '企业事项的答复',
    'Answer of an act on a firm.',
  ),
  proposal: payload(
    'Proposal',
    'proposal',
    () => ProposalType,
    '荐举的答复',
    'Answer of an act on a proposal.',
  ),
  referral: payload(
    'Referral',
    'referral',
    () => ReferralType,
    '推荐的答复',
    'Answer of an act on a referral.',
  ),
  loan: payload('Loan', 'loan', () => LoanType, '贷款事项的答复', 'Answer of an act on a loan.'),
  aftercare: payload(
    'Aftercare',
    'aftercare',
    () => AftercareType,
    '贷后管理的答复',
    'Answer of an act of looking after a loan.',
  ),
  compensation: payload(
    'Compensation',
    'compensation',
    () => CompensationType,
    '代偿的答复',
    'Answer of an act on a compensation.',
  ),
  guarantorPayment: payload(
    'GuarantorPayment',
    'guarantorPayment',
    () => GuarantorPaymentType,
    '担保机构付款的答复',
    'Answer of a guarantor’s payment.',
  ),
  legalAction: payload(
    'LegalAction',
    'legalAction',
    () => LegalActionType,
    '诉讼的答复',
    'Answer of an act on an action at law.',
  ),
  recovery: payload(
    'Recovery',
    'recovery',
    () => RecoveryType,
    '追偿回款的答复',
    'Answer of an act on a recovery.',
  ),
  recoveryReport: payload(
    'RecoveryReport',
    'recoveryReport',
    () => RecoveryReportType,
    '追偿情况报告的答复',
    'Answer of a report on a recovery.',
  ),
  evaluation: payload(
    'Evaluation',
    'evaluation',
    () => EvaluationType,
    '年度绩效自评的答复',
    'Answer of an evaluation of a year.',
  ),
  supplement: payload(
    'Supplement',
    'supplement',
    () => SupplementType,
    '补充资金的答复',
    'Answer of an act on a supplement.',
  ),
  tenant: payload('Tenant', 'tenant', () => TenantType, '参与方事项的答复', 'Answer of an act on a tenant.'),
  disabledUser: payload(
    'DisabledUser',
    'disabledUser',
    () => DisabledUserType,
    '停用、恢复人员的答复',
    'Answer of an act that shuts a person out or lets it in again.',
  ),
  revokedToken: payload(
    'RevokedToken',
    'revokedToken',
    () => RevokedTokenType,
    '作废令牌的答复',
    'Answer of an act that revokes a token.',
  ),
  importJob: payload('Import', 'import', () => ImportType, '导入的答复', 'Answer of an act on an import.'),
  takeOver: payload(
    'TakeOver',
    'takeOver',
    () => TakeOverType,
    '期初接管的答复',
    'Answer of an act on a take-over.',
  ),
  webhook: payload(
    'Webhook',
    'webhook',
    () => WebhookType,
    '推送地址的答复',
    'Answer of an act on a webhook.',
  ),
  webhookSecret: payload(
    'WebhookSecret',
    'webhookSecret',
    () => WebhookSecretType,
    '签发密钥的答复',
    'Answer of an act that issues a secret: the only place where it is shown.',
    { noun: 'webhookSecret', table: 'webhookSecret' },
  ),
  correction: payload(
    'Correction',
    'correction',
    () => CorrectionType,
    '更正申请的答复',
    'Answer of an act on a correction.',
  ),
  statement: payload(
    'Statement',
    'statement',
    () => StatementType,
    '对账单的答复',
    'Answer of an act on a statement.',
  ),
  waiver: payload('Waiver', 'waiver', () => WaiverType, '放宽申请的答复', 'Answer of an act on a waiver.'),
} as const satisfies Record<string, Payload>;

@ObjectType('Check', {
  description: '试审答复。What the rules would say if the act were done now; nothing is changed.',
  simpleResolvers: true,
})
export class CheckType {
  @Field(() => Boolean, { description: '是否可以办理。True when no rule would refuse it now.' })
  readonly allowed!: boolean;

  @Field(() => [VerdictType], {
    description: '审查意见，按条文顺序。Every rule that was judged, in the order of the articles.',
  })
  readonly verdicts!: VerdictType[];
}
