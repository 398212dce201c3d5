import {
  accelerate,
  planOverdueMeasures,
  recordCollectionAttempt,
  recordVisit,
  warnOfRisk,
} from '../acts/aftercare.ts';
import { loadHolidayNotice } from '../acts/calendar.ts';
import { payGuarantorShare, returnExcess, withdrawGuarantorPayment } from '../acts/claims.ts';
import { deduct, giveDeductionNotice, reportDeduction } from '../acts/compensation.ts';
import { cancelLoan, disburse, giveDisbursementNotice, signContracts } from '../acts/contract.ts';
import { decideAsBank, decideAsGuarantor } from '../acts/decision.ts';
import { askTopUp, decideTopUp, placeFirstDeposit, placeTopUp } from '../acts/deposit.ts';
import { fileDueDiligence } from '../acts/diligence.ts';
import { listDishonest, registerEnterprise, unlistDishonest, updateEnterprise } from '../acts/enterprise.ts';
import { evaluateYear } from '../acts/evaluation.ts';
import { advanceClock, draftEdition, enactEdition, recordLpr } from '../acts/governance.ts';
import { cancelImport } from '../acts/imports.ts';
import { leaveBank, returnDeposit } from '../acts/leaving.ts';
import { advanceLegalAction, openLegalAction } from '../acts/legal.ts';
import {
  appointFundManager,
  recogniseHardship,
  registerBank,
  registerGuarantor,
  registerRegion,
  signAgreement,
} from '../acts/partners.ts';
import { disableTenant, disableUser, enableTenant, enableUser, revokeToken } from '../acts/people.ts';
import { creditInterest, pledge, recordContribution } from '../acts/pool.ts';
import { concludeRecovery, recordRecovery, reportRecovery } from '../acts/recovery.ts';
import {
  dropProposal,
  endorseProposal,
  proposeReferral,
  resubmitReferral,
  submitReferral,
} from '../acts/referral.ts';
import { recordReplenishment } from '../acts/replenishment.ts';
import { askReversal, decideReversal } from '../acts/reversal.ts';
import {
  declineReferral,
  recommend,
  recordSiteVisit,
  returnReferral,
  withdrawReferral,
} from '../acts/screening.ts';
import { recordRepayment, sendMaturityReminder } from '../acts/servicing.ts';
import { askSupplement, decideSupplement, recordSupplement } from '../acts/supplement.ts';
import { closeTakeOver, confirmTakeOver, openTakeOver, recordOpeningBalance } from '../acts/take-over.ts';
import { answerWaiver, askWaiver } from '../acts/waiver.ts';
import { judged, type OfferedAct, offer } from './act.offer.ts';
import { PAYLOADS } from './act.type.ts';
import {
  AccelerateInput,
  PlanOverdueMeasuresInput,
  RecordCollectionAttemptInput,
  RecordVisitInput,
  WarnOfRiskInput,
} from './aftercare.input.ts';
import { AdvanceClockInput, LoadHolidayNoticeInput } from './calendar.input.ts';
import {
  DeductInput,
  GiveDeductionNoticeInput,
  PayGuarantorShareInput,
  RecordReplenishmentInput,
  ReportDeductionInput,
  ReturnExcessInput,
  WithdrawGuarantorPaymentInput,
} from './compensation.input.ts';
import { CORRECTION_ACTS } from './correction.acts.ts';
import {
  AnswerWaiverInput,
  AskWaiverInput,
  DecideAsBankInput,
  DecideAsGuarantorInput,
  FileDueDiligenceInput,
} from './decision.input.ts';
import { CancelImportInput } from './import.type.ts';
import {
  CancelLoanInput,
  DisburseInput,
  GiveDisbursementNoticeInput,
  RecordRepaymentInput,
  SendMaturityReminderInput,
  SignContractsInput,
} from './loan.input.ts';
import {
  AskSupplementInput,
  DecideSupplementInput,
  EvaluateYearInput,
  LeaveBankInput,
  RecordSupplementInput,
  ReturnDepositInput,
} from './oversight.input.ts';
import {
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
import { DisableUserInput, EnableUserInput, RevokeTokenInput, TurnTenantInput } from './people.input.ts';
import {
  AdvanceLegalActionInput,
  ConcludeRecoveryInput,
  OpenLegalActionInput,
  RecordRecoveryInput,
  ReportRecoveryInput,
} from './recovery.input.ts';
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
import { STATEMENT_ACTS } from './statement.acts.ts';
import {
  CloseTakeOverInput,
  ConfirmTakeOverInput,
  OpenTakeOverInput,
  RecordOpeningBalanceInput,
} from './take-over.type.ts';
import { WEBHOOK_ACTS } from './webhook.acts.ts';

// The acts as the API offers them: one line an act. Each becomes a mutation, and, where rules are judged, a check.

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
  aftercare,
  compensation,
  guarantorPayment,
  legalAction,
  recovery,
  recoveryReport,
  evaluation,
  supplement,
  waiver,
  tenant,
  disabledUser,
  revokedToken,
  importJob,
  takeOver,
} = PAYLOADS;

// biome-ignore format: a table
export const OFFERED_ACTS: readonly OfferedAct[] = [
  offer(draftEdition, DraftEditionInput, edition, {}, '起草政策版本（第四十条）。Drafts a policy edition; it binds nobody until a second person enacts it (Art. 40). Office.'),
  judged(offer(enactEdition, EnactEditionInput, edition, { editionId: 'edition' }, '发布政策版本（第四十条）。Enacts a draft that somebody else wrote; its validity may not overlap another’s (Art. 40). Office approver.')),
  offer(recordLpr, RecordLprInput, pool, {}, '登记 LPR（第二十二条）。Records a loan prime rate as published (Art. 22). Office.'),
  offer(advanceClock, AdvanceClockInput, pool, {}, '推进沙箱日期。Advances the clock of a sandbox pool, to a date or by days; every day is swept before the answer. A production pool has the real date. Office.'),
  offer(loadHolidayNotice, LoadHolidayNoticeInput, pool, {}, '录入节假日安排。Loads the State Council’s holiday notice of a year; due dates that rested on the year without it are reckoned again. Office.'),
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
  offer(decideReversal, DecideReversalInput, reversal, { reversalId: 'reversal' }, '复核冲销申请。Approves a reversal that somebody else asked for, and posts it, or declines it; of a loan’s recoveries the last goes first, and only then its compensation. Office approver, and except for those two the fund manager’s approver.'),
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
  offer(recordVisit, RecordVisitInput, aftercare, { loanId: 'loan' }, '贷后走访（第二十九、三十条）。Records a visit to the borrower, which the interval asks for (Art. 29, 30). District, bank, guarantor.'),
  offer(warnOfRisk, WarnOfRiskInput, aftercare, { loanId: 'loan' }, '风险预警（第二十九、三十条）。Warns of a risk and proposes measures; it shows on the loan (Art. 29, 30). District, bank, guarantor.'),
  offer(planOverdueMeasures, PlanOverdueMeasuresInput, aftercare, { loanId: 'loan' }, '逾期应对措施（第三十一条）。Says what is to be done after a missed payment (Art. 31). Bank, fund manager.'),
  offer(recordCollectionAttempt, RecordCollectionAttemptInput, aftercare, { loanId: 'loan' }, '逾期催收（第三十一条）。Records an attempt to collect; a deduction needs some of them first (Art. 31). Bank, fund manager.'),
  offer(accelerate, AccelerateInput, loan, { loanId: 'loan' }, '宣布提前到期（第三十二条）。Calls the whole loan: all principal falls due on that day (Art. 32). Bank.'),
  judged(offer(deduct, DeductInput, compensation, { loanId: 'loan' }, '划扣（第三十二条）。Takes the pool’s share of principal that was due and unpaid for more than 25 days out of the bank’s risk deposit, as far as it goes (Art. 13, 20, 31, 32). Bank.')),
  judged(offer(reportDeduction, ReportDeductionInput, compensation, { loanId: 'loan' }, '报告已作划扣（第三十二条）。Reports a deduction that was made first; the lawful part is booked, what is early or too much is owed back; the report is the written notice too (Art. 32). Bank.')),
  offer(giveDeductionNotice, GiveDeductionNoticeInput, compensation, { compensationId: 'compensation' }, '划扣书面告知（第三十二条）。Notifies the office of a deduction in writing (Art. 32). Bank.'),
  judged(offer(returnExcess, ReturnExcessInput, entry, { bankId: 'bank' }, '退回超额划扣（第三十二条）。Puts back what was deducted early or too much (Art. 32). Bank for itself, fund manager.')),
  judged(offer(payGuarantorShare, PayGuarantorShareInput, guarantorPayment, { loanId: 'loan' }, '担保机构代偿付款（第二十条）。Records what the guarantor paid the bank of its share of a loss (Art. 20). Guarantor.')),
  offer(withdrawGuarantorPayment, WithdrawGuarantorPaymentInput, guarantorPayment, { guarantorPaymentId: 'guarantorPayment' }, '撤回付款记录（第二十条）。Takes back the record of a payment of the guarantor that was wrong (Art. 20). Guarantor’s approver.'),
  judged(offer(recordReplenishment, RecordReplenishmentInput, entry, { regionId: 'region' }, '记载地区补充资金（第十三条）。Records money by which a region makes up for compensations (Art. 13). Fund manager.')),
  judged(offer(openLegalAction, OpenLegalActionInput, legalAction, { loanId: 'loan' }, '提起诉讼（第三十三条）。Opens an action at law against the debtor of a compensated loan (Art. 33). Bank, fund manager.')),
  offer(advanceLegalAction, AdvanceLegalActionInput, legalAction, { legalActionId: 'legalAction' }, '登记诉讼进展（第三十三条）。Records a further step of an action at law (Art. 33). Bank, fund manager.'),
  judged(offer(recordRecovery, RecordRecoveryInput, recovery, { loanId: 'loan' }, '记载追偿回款（第三十四条）。Records money got back from the debtor; less its costs it is shared out, and the pool’s part goes back to it (Art. 33, 34). Bank, fund manager.')),
  judged(offer(reportRecovery, ReportRecoveryInput, recoveryReport, { loanId: 'loan' }, '报告追偿情况（第三十五条）。Reports to the office on the recovery of a loan (Art. 35). Bank, guarantor.')),
  judged(offer(concludeRecovery, ConcludeRecoveryInput, loan, { loanId: 'loan' }, '终结追偿（第三十五条）。Ends a recovery; the loan closes with its final loss by party (Art. 35). Office approver.')),
  judged(offer(leaveBank, LeaveBankInput, bank, { bankId: 'bank' }, '银行退出（第十八条）。Ends the cooperation with a bank: no new business from now on; once its last loan has ended, its deposit is due back within 10 working days (Art. 18). Office approver.')),
  judged(offer(returnDeposit, ReturnDepositInput, entry, { bankId: 'bank' }, '转回风险补偿金（第十八条）。Records that the whole deposit of a departed bank, interest included, went back to the pool’s own account (Art. 18). Fund manager.')),
  judged(offer(evaluateYear, EvaluateYearInput, evaluation, { bankId: 'bank' }, '年度绩效自评（第十九、三十八条）。Evaluates a year that is over: the figures are computed, the conclusions and the decisions on every bank are given (Art. 19, 38). Office approver.')),
  judged(offer(askSupplement, AskSupplementInput, supplement, { evaluationId: 'evaluation' }, '登记补充资金（第三十八条）。Enters a supplement by the city that has been decided on, with its ground; a second person approves it (Art. 38). Office.')),
  offer(decideSupplement, DecideSupplementInput, supplement, { supplementId: 'supplement' }, '复核补充资金（第三十八条）。Approves a supplement that somebody else entered, or declines it (Art. 38). Office approver.'),
  judged(offer(recordSupplement, RecordSupplementInput, entry, { supplementId: 'supplement' }, '记载补充资金到账（第三十八条）。Records what the city has paid of a supplement, in one sum or in parts (Art. 38). Fund manager.')),
  offer(disableUser, DisableUserInput, disabledUser, { tenantId: 'ANY' }, '停用人员。Shuts a person or system of a tenant out, within seconds and whatever the sign-in server says. An approver: of its own tenant, of the office for any.'),
  offer(enableUser, EnableUserInput, disabledUser, { disabledUserId: 'disabledUser' }, '恢复人员。Lets a disabled person or system in again; whom the office disabled, only the office. An approver: of its own tenant, of the office for any.'),
  offer(revokeToken, RevokeTokenInput, revokedToken, { tenantId: 'ANY' }, '作废令牌。Revokes one token by its `jti`, within seconds and for good. An approver: of its own tenant, of the office for any.'),
  offer(cancelImport, CancelImportInput, importJob, { importId: 'importJob' }, '取消导入。Stops an import; rows that were done stand, and the others are not judged. An operator of the tenant that sent the file.'),
  offer(openTakeOver, OpenTakeOverInput, takeOver, {}, '申请期初接管。Asks that what the pool had before may be brought in, as of a day; nothing comes in until a second person agrees. Office.'),
  offer(closeTakeOver, CloseTakeOverInput, takeOver, { takeOverId: 'takeOver' }, '申请结束期初接管。Asks that a take-over end; from here on nothing more comes in, and a second person agrees. Office.'),
  offer(confirmTakeOver, ConfirmTakeOverInput, takeOver, { takeOverId: 'takeOver' }, '复核期初接管。Agrees to the beginning or the end of a take-over that somebody else asked for, or does not. Office approver.'),
  offer(recordOpeningBalance, RecordOpeningBalanceInput, entry, { regionId: 'region', bankId: 'bank' }, '录入期初余额（第八、十二、十六、二十条）。Records one balance of the day of the take-over: contributions and interest first, then deposits and compensations. Office approver.'),
  offer(disableTenant, TurnTenantInput, tenant, { tenantId: 'ANY' }, '停用参与方。Shuts out everybody of a tenant, within seconds; the office itself can’t be. Its loans and duties stand. Office approver.'),
  offer(enableTenant, TurnTenantInput, tenant, { tenantId: 'ANY' }, '恢复参与方。Lets a tenant in again. Office approver.'),
  offer(askWaiver, AskWaiverInput, waiver, { subjectId: 'ANY', bankId: 'bank', guarantorId: 'guarantor' }, '申请放宽。Asks that a rule in principle be waived for one subject; in force once every named party has consented. Any tenant.'),
  offer(answerWaiver, AnswerWaiverInput, waiver, { waiverId: 'waiver' }, '答复放宽申请。Consents to a waiver that somebody else asked for, or declines it. An approver of a named party.'),
  ...WEBHOOK_ACTS,
  ...CORRECTION_ACTS,
  ...STATEMENT_ACTS,
];
