import { cancelLoan, disburse, giveDisbursementNotice, signContracts } from '../acts/contract.ts';
import { decideAsBank, decideAsGuarantor } from '../acts/decision.ts';
import { askTopUp, decideTopUp, placeFirstDeposit, placeTopUp } from '../acts/deposit.ts';
import { fileDueDiligence } from '../acts/diligence.ts';
import { listDishonest, registerEnterprise, unlistDishonest, updateEnterprise } from '../acts/enterprise.ts';
import { advanceClock, draftEdition, enactEdition, recordLpr } from '../acts/governance.ts';
import {
  appointFundManager,
  recogniseHardship,
  registerBank,
  registerGuarantor,
  registerRegion,
  signAgreement,
} from '../acts/partners.ts';
import type { Act, Sought } from '../acts/perform.ts';
import { creditInterest, pledge, recordContribution } from '../acts/pool.ts';
import {
  dropProposal,
  endorseProposal,
  proposeReferral,
  resubmitReferral,
  submitReferral,
} from '../acts/referral.ts';
import { askReversal, decideReversal } from '../acts/reversal.ts';
import {
  declineReferral,
  recommend,
  recordSiteVisit,
  returnReferral,
  withdrawReferral,
} from '../acts/screening.ts';
import { recordRepayment, sendMaturityReminder } from '../acts/servicing.ts';
import { answerWaiver, askWaiver } from '../acts/waiver.ts';
import { readAnyId, readId } from '../domain/ids.ts';
import type { Noun } from '../domain/words.ts';
import { PAYLOADS, type Payload } from './act.type.ts';
import type { AnyAct } from './context.ts';
import {
  AnswerWaiverInput,
  AskWaiverInput,
  DecideAsBankInput,
  DecideAsGuarantorInput,
  FileDueDiligenceInput,
} from './decision.input.ts';
import {
  CancelLoanInput,
  DisburseInput,
  GiveDisbursementNoticeInput,
  RecordRepaymentInput,
  SendMaturityReminderInput,
  SignContractsInput,
} from './loan.input.ts';
import {
  AdvanceClockInput,
  AppointFundManagerInput,
  AskReversalInput,
  AskTopUpInput,
  CreditInterestInput,
  DecideReversalInput,
  DecideTopUpInput,
  DraftEditionInput,
  EnactEditionInput,
  PlaceFirstDepositInput,
  PlaceTopUpInput,
  PledgeInput,
  RecogniseHardshipInput,
  RecordContributionInput,
  RecordLprInput,
  RegisterPartnerInput,
  RegisterRegionInput,
  SignAgreementInput,
} from './partner.input.ts';
import {
  DropProposalInput,
  EndorseProposalInput,
  EndReferralInput,
  ListDishonestInput,
  ProposeReferralInput,
  RecommendInput,
  RecordSiteVisitInput,
  RegisterEnterpriseInput,
  ResubmitReferralInput,
  SubmitReferralInput,
  UnlistDishonestInput,
  UpdateEnterpriseInput,
} from './referral.input.ts';

// The acts as the API offers them: one line an act. Each becomes a mutation, and, where rules are judged, a check.

type Ids = Readonly<Record<string, Noun | 'ANY'>>;

/** The input of an act as the client gave it: ids as opaque texts, absent values undefined. */
type Given<Input, I extends Ids> = {
  readonly [K in keyof Input]: K extends keyof I ? string | null : Input[K];
};

export interface OfferedAct {
  readonly name: string;
  readonly description: string;
  readonly input: new () => object;
  readonly payload: Payload;
  readonly judged: boolean;
  readonly deed: AnyAct;
  /** Reads the ids of an input; a text that is no id of ours is unknown, never absent. */
  readonly read: (given: object) => unknown;
}

/** The id that nothing has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

function reader(ids: Ids): (given: object) => unknown {
  return (given) =>
    Object.fromEntries(
      Object.entries(given).map(([field, value]) => {
        const noun = ids[field];
        if (noun === undefined || typeof value !== 'string') return [field, value ?? null];
        return [field, (noun === 'ANY' ? readAnyId(value)?.id : readId(noun, value)) ?? NOBODY];
      }),
    );
}

function offer<Input, S extends Record<string, Sought>, const I extends Ids>(
  deed: Act<Input, S>,
  input: new () => Given<Input, I> & object,
  payload: Payload,
  ids: I,
  description: string,
): OfferedAct {
  return {
    name: deed.name,
    description,
    input,
    payload,
    judged: false,
    deed: deed as unknown as AnyAct,
    read: reader(ids),
  };
}

/** An act that rules are judged for: it can be checked first. */
function judged(offered: OfferedAct): OfferedAct {
  return { ...offered, judged: true };
}

const {
  pool,
  edition,
  region,
  bank,
  guarantor,
  entry,
  topUp,
  reversal,
  enterprise,
  proposal,
  referral,
  loan,
  waiver,
} = PAYLOADS;

// biome-ignore format: a table
export const OFFERED_ACTS: readonly OfferedAct[] = [
  offer(draftEdition, DraftEditionInput, edition, {}, '起草政策版本（第四十条）。Drafts a policy edition; it binds nobody until a second person enacts it (Art. 40). Office.'),
  judged(offer(enactEdition, EnactEditionInput, edition, { editionId: 'edition' }, '发布政策版本（第四十条）。Enacts a draft that somebody else wrote; its validity may not overlap another’s (Art. 40). Office approver.')),
  offer(recordLpr, RecordLprInput, pool, {}, '登记 LPR（第二十二条）。Records a loan prime rate as published (Art. 22). Office.'),
  offer(advanceClock, AdvanceClockInput, pool, {}, '推进沙箱日期。Advances the clock of a sandbox pool; a production pool has the real date. Office.'),
  offer(registerRegion, RegisterRegionInput, region, {}, '登记地区（第七、八条）。Registers a region with its district authority (Art. 7, 8). Office.'),
  offer(recogniseHardship, RecogniseHardshipInput, region, { regionId: 'region' }, '认定困难地区（第八条）。Says whether a region counts as in hardship, which lowers its minimum contribution (Art. 8). Office approver.'),
  offer(registerBank, RegisterPartnerInput, bank, {}, '登记银行（第十四条）。Registers a bank as a tenant (Art. 14). Office.'),
  offer(registerGuarantor, RegisterPartnerInput, guarantor, {}, '登记担保机构（第十四条）。Registers a guarantor as a tenant (Art. 14). Office.'),
  offer(appointFundManager, AppointFundManagerInput, guarantor, { guarantorId: 'guarantor' }, '委托受托机构（第十条）。Entrusts the pool’s money to one guarantor (Art. 10). Office approver.'),
  judged(offer(signAgreement, SignAgreementInput, bank, { bankId: 'bank' }, '签订合作协议（第十六条）。Signs a cooperation agreement with a bank; placing its first risk deposit becomes a duty (Art. 16). Office.')),
  judged(offer(pledge, PledgeInput, PAYLOADS.pledge, { regionId: 'region' }, '承诺注资（第八条）。Promises money to the pool by a date; paying it in becomes a duty (Art. 8). District for its region, office for any source.')),
  judged(offer(recordContribution, RecordContributionInput, entry, { pledgeId: 'pledge' }, '记载注资到账（第八、十条）。Records money received on a pledge, in one sum or in instalments (Art. 8, 10). Fund manager.')),
  judged(offer(creditInterest, CreditInterestInput, entry, { bankId: 'bank' }, '记载利息（第十二条）。Records interest, which stays in the account that earned it (Art. 12). Fund manager.')),
  judged(offer(placeFirstDeposit, PlaceFirstDepositInput, entry, { bankId: 'bank' }, '存入首笔风险补偿金（第十一、十六条）。Places the first risk deposit at a bank that has signed (Art. 11, 16). Fund manager.')),
  judged(offer(askTopUp, AskTopUpInput, topUp, {}, '申请补充风险补偿金（第十六条）。Asks for a higher risk deposit, once the bank’s loans exceed the multiple of it (Art. 16). Bank.')),
  offer(decideTopUp, DecideTopUpInput, topUp, { topUpId: 'topUp' }, '审定补充申请（第十六条）。Approves a top-up, which is then due within 30 days, or declines it (Art. 16). Office approver.'),
  judged(offer(placeTopUp, PlaceTopUpInput, entry, { topUpId: 'topUp' }, '存入补充资金（第十六条）。Places an approved top-up (Art. 16). Fund manager.')),
  offer(askReversal, AskReversalInput, reversal, { entryId: 'entry' }, '申请红字冲销。Asks that a ledger entry be reversed; nothing moves until a second person approves. Office, fund manager.'),
  offer(decideReversal, DecideReversalInput, reversal, { reversalId: 'reversal' }, '复核冲销申请。Approves a reversal that somebody else asked for, and posts it, or declines it. Office approver, fund manager’s approver.'),
  offer(registerEnterprise, RegisterEnterpriseInput, enterprise, {}, '登记企业（第四、七条）。Registers a firm of the district’s region; its size is computed (Art. 4, 7). District.'),
  offer(updateEnterprise, UpdateEnterpriseInput, enterprise, { enterpriseId: 'enterprise' }, '更新企业信息（第四条）。Brings a firm’s figures up to date; its size is computed again (Art. 4). District.'),
  offer(listDishonest, ListDishonestInput, enterprise, { enterpriseId: 'enterprise' }, '列入失信企业名单（第三十六条）。Puts a firm on the dishonest list; it cannot be referred while it stands there (Art. 36). Office approver.'),
  offer(unlistDishonest, UnlistDishonestInput, enterprise, { enterpriseId: 'enterprise' }, '移出失信企业名单（第三十六条）。Takes a firm off the dishonest list (Art. 36). Office approver.'),
  judged(offer(proposeReferral, ProposeReferralInput, proposal, {}, '荐举企业（第二十四条）。Puts a firm forward to the district where it is registered (Art. 24). Bank, guarantor.')),
  judged(offer(endorseProposal, EndorseProposalInput, referral, { proposalId: 'proposal', enterpriseId: 'enterprise' }, '采纳荐举（第二十四条）。Makes a referral of a proposal; it is judged like any referral (Art. 24). District.')),
  offer(dropProposal, DropProposalInput, proposal, { proposalId: 'proposal' }, '不予采纳荐举（第二十四条）。Does not endorse a proposal, and says why (Art. 24). District.'),
  judged(offer(submitReferral, SubmitReferralInput, referral, { enterpriseId: 'enterprise' }, '推荐企业（第二十四条）。Refers a firm of the district’s region to the office (Art. 4, 5, 22–24, 36, 37, 40). District.')),
  judged(offer(resubmitReferral, ResubmitReferralInput, referral, { referralId: 'referral' }, '重新提交推荐（第二十五条）。Submits a returned referral again; it is judged anew (Art. 25). District.')),
  offer(returnReferral, EndReferralInput, referral, { referralId: 'referral' }, '退回推荐（第二十五条）。Returns a referral to the district to be completed (Art. 25). Office.'),
  offer(declineReferral, EndReferralInput, referral, { referralId: 'referral' }, '不予推荐（第二十五条）。Declines a referral (Art. 25). Office.'),
  offer(withdrawReferral, EndReferralInput, referral, { referralId: 'referral' }, '撤回推荐（第二十四条）。Withdraws a referral on which no loan stands yet (Art. 24). District.'),
  offer(recordSiteVisit, RecordSiteVisitInput, referral, { referralId: 'referral' }, '记录实地调查（第二十五条）。Records the office’s preliminary check on site (Art. 25). Office.'),
  judged(offer(recommend, RecommendInput, referral, { referralId: 'referral', bankId: 'bank', guarantorId: 'guarantor' }, '出具推荐表（第二十五条）。Recommends a firm to one bank and one guarantor and numbers the form (Art. 25). Office approver.')),
  judged(offer(fileDueDiligence, FileDueDiligenceInput, referral, { referralId: 'referral' }, '报备尽职调查（第二十六条）。Files the due-diligence report and its opinion with the office (Art. 26). Bank, guarantor.')),
  judged(offer(decideAsBank, DecideAsBankInput, referral, { referralId: 'referral' }, '银行审批（第十七、二十一、二十二、二十六条）。The bank approves and fixes the terms, or declines (Art. 17, 21, 22, 26). Bank approver.')),
  judged(offer(decideAsGuarantor, DecideAsGuarantorInput, referral, { referralId: 'referral' }, '担保机构审批（第二十六、二十八条）。The guarantor approves and records the counter-guarantees, or declines (Art. 26, 28). Guarantor’s approver.')),
  judged(offer(signContracts, SignContractsInput, loan, { loanId: 'loan' }, '签订合同（第二十七条）。Records the signed contracts; the caps of pool, region and firm are judged again and the amount is committed (Art. 9, 13, 22, 27). Bank.')),
  offer(cancelLoan, CancelLoanInput, loan, { loanId: 'loan' }, '取消贷款。Cancels a loan that has not been paid out; what was committed is free again. Bank.'),
  judged(offer(disburse, DisburseInput, loan, { loanId: 'loan' }, '放款（第二十七条）。Records the disbursement; notice within 3 working days and the reminder before maturity become duties (Art. 27, 31). Bank.')),
  offer(giveDisbursementNotice, GiveDisbursementNoticeInput, loan, { loanId: 'loan' }, '放款书面通知（第二十七条）。Notifies the office of a disbursement in writing (Art. 27). Bank.'),
  judged(offer(recordRepayment, RecordRepaymentInput, loan, { loanId: 'loan' }, '还款（第二十二条）。Reports a repayment; principal goes to the oldest unpaid instalment first (Art. 22). Bank.')),
  offer(sendMaturityReminder, SendMaturityReminderInput, loan, { loanId: 'loan' }, '临期提醒（第三十一条）。Records that the firm was reminded before its loan matures; bank and guarantor each owe it (Art. 31). Bank, guarantor.'),
  offer(askWaiver, AskWaiverInput, waiver, { subjectId: 'ANY', bankId: 'bank', guarantorId: 'guarantor' }, '申请放宽。Asks that a rule in principle be waived for one subject; in force once every named party has consented. Any tenant.'),
  offer(answerWaiver, AnswerWaiverInput, waiver, { waiverId: 'waiver' }, '答复放宽申请。Consents to a waiver that somebody else asked for, or declines it. An approver of a named party.'),
];
