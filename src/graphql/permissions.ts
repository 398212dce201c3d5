import { grant, list, type Permissions, payload } from './permission-grants.ts';
import { actOf, anyone, only, signedIn } from './permission-rules.ts';
import { OF_RECONCILIATION } from './permissions-of-reconciliation.ts';
import { OF_THINGS } from './permissions-of-things.ts';

// Wall 1: who may ask for a field at all. One closed table; what is not in it is denied. Which rows stand behind a
// field is said in the SQL (wall 1) and again by row security (wall 2).
//
// A root field that a persona may never call is FORBIDDEN, an error. A fact inside a thing that the persona may know
// otherwise, such as a bank's standing, is null without an error: its type says so, and the rest of the answer stands.

export type { Permissions } from './permission-grants.ts';

const EVERYBODY = ['OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER'] as const;
const moneyReaders = only('moneyReaders', 'OFFICE', 'FUND_MANAGER');
const officeOperates = actOf('officeOperates', 'OPERATOR', 'OFFICE');
const officeApproves = actOf('officeApproves', 'APPROVER', 'OFFICE');
const officeOrDistrictOperates = actOf('officeOrDistrictOperates', 'OPERATOR', 'OFFICE', 'DISTRICT');
const districtOperates = actOf('districtOperates', 'OPERATOR', 'DISTRICT');
const bankOperates = actOf('bankOperates', 'OPERATOR', 'BANK');
const bankApproves = actOf('bankApproves', 'APPROVER', 'BANK');
const guarantorApproves = actOf('guarantorApproves', 'APPROVER', 'GUARANTOR', 'FUND_MANAGER');
const partnersOperate = actOf('partnersOperate', 'OPERATOR', 'BANK', 'GUARANTOR', 'FUND_MANAGER');
const watchersOperate = actOf('watchersOperate', 'OPERATOR', 'DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER');
const pursuersOperate = actOf('pursuersOperate', 'OPERATOR', 'BANK', 'FUND_MANAGER');
const guarantorOperates = actOf('guarantorOperates', 'OPERATOR', 'GUARANTOR', 'FUND_MANAGER');
const fundManagerOperates = actOf('fundManagerOperates', 'OPERATOR', 'FUND_MANAGER');
const moneyReadersOperate = actOf('moneyReadersOperate', 'OPERATOR', 'OFFICE', 'FUND_MANAGER');
const moneyReadersApprove = actOf('moneyReadersApprove', 'APPROVER', 'OFFICE', 'FUND_MANAGER');
// Any role of a tenant that may do an act may ask what the rules would say to it.
const officeAsks = only('officeAsks', 'OFFICE');
const officeOrDistrictAsks = only('officeOrDistrictAsks', 'OFFICE', 'DISTRICT');
const districtAsks = only('districtAsks', 'DISTRICT');
const bankAsks = only('bankAsks', 'BANK');
const guarantorAsks = only('guarantorAsks', 'GUARANTOR', 'FUND_MANAGER');
const partnersAsk = only('partnersAsk', 'BANK', 'GUARANTOR', 'FUND_MANAGER');
const pursuersAsk = only('pursuersAsk', 'BANK', 'FUND_MANAGER');
const fundManagerAsks = only('fundManagerAsks', 'FUND_MANAGER');
const everybodyOperates = actOf('everybodyOperates', 'OPERATOR', ...EVERYBODY);
// The two sides of a correction: the office, and the tenants that keep records of money.
const sidesOperate = actOf('sidesOperate', 'OPERATOR', 'OFFICE', 'BANK', 'GUARANTOR', 'FUND_MANAGER');
const sidesApprove = actOf('sidesApprove', 'APPROVER', 'OFFICE', 'BANK', 'GUARANTOR', 'FUND_MANAGER');
const sidesAsk = only('sidesAsk', 'OFFICE', 'BANK', 'GUARANTOR', 'FUND_MANAGER');
const accountReaders = only('accountReaders', 'OFFICE', 'BANK', 'FUND_MANAGER');
const accountReadersOperate = actOf('accountReadersOperate', 'OPERATOR', 'OFFICE', 'BANK', 'FUND_MANAGER');
const everybodyApproves = actOf('everybodyApproves', 'APPROVER', ...EVERYBODY);

// biome-ignore format: a table
export const PERMISSIONS: Permissions = {
  Query: {
    ...grant(signedIn, `viewer pool region regions bank banks guarantor guarantors enterprise enterprises proposals
      referral referrals loan loans waiver waivers obligation obligations ledgerEntry ledgerEntries balances editions
      aftercareRecords compensations recoveries edition evaluation evaluations yearFigures lpr lprHistory node nodes headroom`),
    ...grant(signedIn, 'tenants disabledUsers revokedTokens import imports reports'),
    ...grant(signedIn, 'webhook webhooks'),
    ...grant(moneyReaders, 'reversals supplements'),
    ...grant(sidesAsk, 'correction corrections'),
    ...grant(accountReaders, 'statement statements'),
    ...grant(officeAsks, 'replayEdition takeOvers'),
    ...grant(signedIn, 'check'),
    ...grant(signedIn, 'events checkpoints'),
  },

  Subscription: grant(signedIn, 'events standing'),


  Mutation: {
    ...grant(officeOperates, `draftEdition recordLpr advanceClock loadHolidayNotice registerRegion registerBank
      registerGuarantor signAgreement returnReferral declineReferral recordSiteVisit`),
    ...grant(officeApproves, `enactEdition recogniseHardship appointFundManager decideTopUp listDishonest unlistDishonest
      recommend concludeRecovery`),
    ...grant(officeOperates, 'askSupplement openTakeOver closeTakeOver'),
    ...grant(officeApproves, 'leaveBank evaluateYear decideSupplement confirmTakeOver recordOpeningBalance'),
    ...grant(fundManagerOperates, 'returnDeposit recordSupplement'),
    ...grant(officeOrDistrictOperates, 'pledge'),
    ...grant(fundManagerOperates, 'recordContribution creditInterest placeFirstDeposit placeTopUp recordReplenishment'),
    ...grant(moneyReadersOperate, 'askReversal'),
    ...grant(moneyReadersApprove, 'decideReversal'),
    ...grant(districtOperates, `registerEnterprise updateEnterprise submitReferral endorseProposal dropProposal
      resubmitReferral withdrawReferral`),
    ...grant(partnersOperate, 'proposeReferral fileDueDiligence sendMaturityReminder reportRecovery'),
    ...grant(watchersOperate, 'recordVisit warnOfRisk'),
    ...grant(pursuersOperate, `planOverdueMeasures recordCollectionAttempt returnExcess openLegalAction advanceLegalAction
      recordRecovery`),
    ...grant(guarantorOperates, 'payGuarantorShare'),
    ...grant(bankOperates, `askTopUp signContracts cancelLoan disburse giveDisbursementNotice recordRepayment accelerate
      deduct reportDeduction giveDeductionNotice`),
    ...grant(bankApproves, 'decideAsBank'),
    ...grant(guarantorApproves, 'decideAsGuarantor withdrawGuarantorPayment'),
    ...grant(everybodyOperates, 'askWaiver cancelImport'),
    ...grant(everybodyOperates, `createWebhook updateWebhook pauseWebhook resumeWebhook rotateWebhookSecret removeWebhook
      testWebhook redeliverWebhook`),
    ...grant(sidesOperate, 'askCorrection explainCorrection insistCorrection withdrawCorrection settleCorrection'),
    ...grant(sidesApprove, 'acceptCorrection'),
    ...grant(pursuersOperate, 'uploadStatement addStatementLines matchStatement matchLines unmatchLines closeStatement'),
    ...grant(accountReadersOperate, 'explainDifference withdrawExplanation'),
    ...grant(everybodyApproves, 'answerWaiver disableUser enableUser revokeToken'),
    ...grant(officeApproves, 'disableTenant enableTenant'),
  },

  ...OF_THINGS,
  ...OF_RECONCILIATION,

  ...list('Edition'), ...list('LprQuote'), ...list('Region'), ...list('Bank'), ...list('Guarantor'),
  ...list('Enterprise'), ...list('Proposal'), ...list('Referral'), ...list('Loan'), ...list('Waiver'),
  ...list('Obligation'), ...list('LedgerEntry'), ...list('Reversal'), ...list('Aftercare'), ...list('Compensation'),
  ...list('Recovery'),

  Checks: {
    ...grant(officeAsks, 'enactEdition signAgreement recommend concludeRecovery'),
    ...grant(officeAsks, 'leaveBank evaluateYear askSupplement'),
    ...grant(fundManagerAsks, 'returnDeposit recordSupplement'),
    ...grant(officeOrDistrictAsks, 'pledge'),
    ...grant(fundManagerAsks, 'recordContribution creditInterest placeFirstDeposit placeTopUp recordReplenishment'),
    ...grant(districtAsks, 'submitReferral endorseProposal resubmitReferral'),
    ...grant(bankAsks, 'askTopUp decideAsBank signContracts disburse recordRepayment deduct reportDeduction'),
    ...grant(guarantorAsks, 'decideAsGuarantor payGuarantorShare'),
    ...grant(partnersAsk, 'proposeReferral fileDueDiligence reportRecovery'),
    ...grant(pursuersAsk, 'returnExcess openLegalAction recordRecovery'),
    ...grant(sidesAsk, 'acceptCorrection'),
  },
  Check: grant(anyone, 'allowed verdicts'),
  ...list('Tenant'), ...list('DisabledUser'), ...list('RevokedToken'), ...payload('Tenant', 'tenant'),
  ...payload('DisabledUser', 'disabledUser'), ...payload('RevokedToken', 'revokedToken'),
  ...list('Import'), ...list('ImportRow'), ...payload('Import', 'import'), ...list('TakeOver'), ...payload('TakeOver', 'takeOver'),
  ...list('Webhook'), ...list('WebhookDelivery'), ...payload('Webhook', 'webhook'),
  ...payload('WebhookSecret', 'webhookSecret'),
  EventConnection: grant(anyone, 'edges nodes pageInfo latestCursor'), EventEdge: grant(anyone, 'cursor node'),
  ...list('Checkpoint'), Checkpoint: grant(anyone, 'number day madeAt size root keyId note'),
  ...list('Evaluation'), ...list('Supplement'), ...payload('Evaluation', 'evaluation'), ...payload('Supplement', 'supplement'),
  ...payload('Pool', 'pool'), ...payload('Edition', 'edition'), ...payload('Region', 'region'), ...payload('Bank', 'bank'),
  ...payload('Guarantor', 'guarantor'), ...payload('Pledge', 'pledge'), ...payload('LedgerEntry', 'entry'),
  ...payload('TopUp', 'topUp'), ...payload('Reversal', 'reversal'), ...payload('Enterprise', 'enterprise'),
  ...payload('Proposal', 'proposal'), ...payload('Referral', 'referral'), ...payload('Loan', 'loan'),
  ...payload('Waiver', 'waiver'), ...payload('Aftercare', 'aftercare'), ...payload('Compensation', 'compensation'),
  ...payload('GuarantorPayment', 'guarantorPayment'), ...payload('LegalAction', 'legalAction'),
  ...payload('Recovery', 'recovery'), ...payload('RecoveryReport', 'recoveryReport'),
};
