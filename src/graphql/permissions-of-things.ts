import { grant, type Permissions } from './permission-grants.ts';
import { anyone, itselfOr, shownTo } from './permission-rules.ts';

// Wall 1, continued from permissions.ts: the facts inside the things of the scheme. A fact that a persona may not know is
// null without an error, so that the rest of the answer stands.

const shownToMoneyReaders = shownTo('shownToMoneyReaders', 'OFFICE', 'FUND_MANAGER');
// What a bank took beyond what was lawful is between it and the pool’s money (Art. 32).
const shownToTakers = shownTo('shownToTakers', 'OFFICE', 'BANK', 'FUND_MANAGER');
const shownToOffice = shownTo('shownToOffice', 'OFFICE');
const shownToOfficeAndDistrict = shownTo('shownToOfficeAndDistrict', 'OFFICE', 'DISTRICT');
const itselfOrMoneyReaders = itselfOr('itselfOrMoneyReaders', 'OFFICE', 'FUND_MANAGER');
const itselfOrOffice = itselfOr('itselfOrOffice', 'OFFICE');

// biome-ignore format: a table
export const OF_THINGS: Permissions = {
  Viewer: grant(anyone, 'tenant kind persona role userName pool openObligations fundManager'),
  TenantName: grant(anyone, 'kind nameZh nameEn'),
  Tenant: grant(anyone, 'id kind nameZh nameEn disabled'),
  DisabledUser: {
    ...grant(anyone, 'id tenant userId reason author disabledAt enabledAt enablingReason'),
    ...grant(shownToOffice, 'disabledBy enabledBy'),
  },
  RevokedToken: {
    ...grant(anyone, 'id tenant tokenId reason author revokedAt'),
    ...grant(shownToOffice, 'revokedBy'),
  },
  Import: grant(anyone, `id kind format state checkOnly columns progress openedAt startedAt endedAt userId rows`),
  ImportColumn: grant(anyone, 'heading field'),
  Report: grant(anyone, 'name title summary parameters path'),
  DocumentLink: grant(anyone, 'path fileName'),
  ImportProgress: grant(anyone, 'rows done refused invalid waiting'),
  ImportRow: grant(anyone, 'number state cells errors verdicts changed'),
  ImportError: grant(anyone, 'field message'),
  TakeOver: grant(anyone, 'id state takenOverOn document askedOn closedOn'),
  Webhook: grant(anyone, `id address description kinds state disabledFor failingSince createdBy createdAt oldSecretSignsUntil
    deliveries version`),
  WebhookSecret: grant(anyone, 'secret webhook issuedAt'),
  WebhookDelivery: grant(anyone, `id webhook kind subject event state attempts nextAttemptAt takenInAt lastAttemptAt
    lastStatus lastError deliveredAt`),
  Event: grant(anyone, 'id kind subject occurredOn recordedAt data node message'),
  Standing: grant(anyone, 'pool region bank guarantor'),
  Message: grant(anyone, 'zh en'),
  PageInfo: grant(anyone, 'hasNextPage hasPreviousPage startCursor endCursor'),

  Pool: {
    ...grant(anyone, `id nameZh nameEn city businessDate sandbox edition newBusiness breaker fundManager regions banks
      guarantors`),
    ...grant(shownToMoneyReaders, 'funds'),
    ...grant(anyone, 'holidayNotices'),
    ...grant(shownToOffice, 'exposure headroom sweptThrough'),
  },
  HolidayNotice: grant(anyone, 'year confirmed notice daysOff workingWeekends loadedOn'),
  DaysOff: grant(anyone, 'from to'),
  City: grant(anyone, 'code nameZh nameEn'),
  NewBusiness: grant(anyone, 'open verdicts'),
  // What stands behind the ratio is null to a reader who may not know it; the resolver asks under the reader's own eyes.
  Breaker: grant(anyone, `tripped measure scope thresholdPercent ratioPercent since warnings proof turns amounts
    forecast`),
  BreakerAmounts: grant(anyone, 'part whole netCompensation fundsTotal distance'),
  BreakerWarning: grant(anyone, 'percent crossed'),
  BreakerTurn: grant(anyone, `id kind measure thresholdPercent warningPercent ratioPercent occurredOn recordedAt entry`),
  BreakerForecast: grant(anyone, 'through loanCount principal poolBears trips tripsOn loans'),
  ForecastLoan: grant(anyone, 'loan deductibleFrom principal poolBears'),
  PoolFunds: grant(anyone, 'total available custody deposits interest bySource'),
  SourceFunds: grant(anyone, 'source region contributed compensation'),

  Edition: {
    ...grant(anyone, 'id number titleZh titleEn document validFrom validTo state enactedAt parameters parametersJson warnings version'),
    ...grant(shownToOffice, 'draftedBy enactedBy'),
  },
  EditionWarning: grant(anyone, 'code zh en'),
  EditionReplay: grant(anyone, `edition from to actsJudged refusalsJudged incomparable wouldBeRefused wouldBeAllowed
    limits compensations recoveries`),
  ReplayedCases: grant(anyone, 'count cases'),
  ReplayedCase: grant(anyone, 'act businessDate recordedAt subject tenant changes'),
  VerdictChange: grant(anyone, 'code before after'),
  LimitChange: grant(anyone, 'code article unit before after count'),
  LossReplay: grant(anyone, 'count amount parties sources differing'),
  ReplayedLoss: grant(anyone, 'loan day amount parties sources'),
  AmountChange: grant(anyone, 'name before after'),
  Parameter: grant(anyone, 'key article strength unit value zh en reading'),
  LprQuote: grant(anyone, 'date oneYear fiveYear confirmed'),

  Region: {
    ...grant(anyone, 'id nameZh nameEn divisionCode enterprises referrals loans obligations'),
    ...grant(itselfOrMoneyReaders, 'standing'),
    ...grant(itselfOrOffice, 'exposure headroom'),
  },
  RegionStanding: grant(anyone, `hardship minimumContribution pledged paidIn replenished replenishmentOwed fundBalance
    pledges replenishmentLetter`),
  Pledge: grant(anyone, 'id source region amount paid pledgedOn payInBy document version'),

  Bank: {
    ...grant(anyone, 'id nameZh nameEn loans referrals'),
    ...grant(itselfOrMoneyReaders, 'standing'),
    ...grant(itselfOrOffice, 'exposure headroom'),
  },
  BankStanding: grant(anyone, 'state leavingOn leavingReason leftOn specialAccount agreements deposit suspense topUps mayAskTopUp breaker reconciliation'),
  Agreement: grant(anyone, 'id bank signedOn endsOn document'),
  TopUp: grant(anyone, 'id bank state asked approved reason askedOn decidedOn decisionNote entry version'),
  TopUpRight: grant(anyone, 'allowed verdict'),

  Guarantor: {
    ...grant(anyone, 'id nameZh nameEn active fundManager loans referrals'),
    ...grant(itselfOrOffice, 'exposure'),
  },

  Enterprise: {
    ...grant(anyone, `id name creditCode divisionCode region industryCode industry size employees revenue assets
      figuresYear registeredOn exposure headroom referrals loans version`),
    ...grant(shownToOfficeAndDistrict, 'listed'),
  },
  Listing: grant(anyone, 'reason document listedOn removedOn removalReason'),

  Proposal: grant(anyone, `id state proposer region creditCode enterpriseName amount termMonths purpose note proposedOn
    decidedOn reason referral version`),
  Referral: grant(anyone, `id number state enterprise region amount termMonths purpose note submittedOn reason
    siteVisitedOn siteVisitNote formNumber recommendedOn bank guarantor bankDiligenceOn guarantorDiligenceOn bankDecision
    guarantorDecision dueDiligence decisions counterGuarantees waivers loan version recommendationForm`),
  DueDiligence: grant(anyone, 'id party opinion summary document filedOn'),
  Decision: grant(anyone, 'id party outcome reason decidedOn terms'),
  DecisionTerms: grant(anyone, 'amount termMonths rate basisPoints method instalments fees securities'),
  TermsInstalment: grant(anyone, 'month principal'),
  Fee: grant(anyone, 'kind amount description'),
  CounterGuarantee: grant(anyone, 'id kind description value'),

  Loan: grant(anyone, `disbursementNotice id number state enterprise region bank guarantor referral edition amount outstanding shares
    termMonths lprDate lpr basisPoints rate method approvedOn contractNumber guaranteeContractNumber signedOn
    lastDrawdownOn disbursedOn maturesOn nextDueOn noticeOn endedOn cancelReason instalments repayments obligations
    overdue acceleratedOn compensation aftercare compensations guarantorPayments legalActions recoveries recoveryReports
    conclusion dossier version`),
  Dossier: grant(anyone, 'asOf missing late items'),
  DossierItem: grant(anyone, `step article asked status dueOn doneOn lateDays by tenant userId document note amount
    reversedOn verdicts`),
  LossShares: grant(anyone, 'pool bank guarantor parts'),
  OverdueBands: grant(anyone, 'days1to25 days26to90 days91on'),
  LoanOverdue: grant(anyone, 'principal days bands'),
  Instalment: grant(anyone, 'number dueOn principal unpaid compensated'),
  Repayment: grant(anyone, 'id paidOn principal interest document recordedAt reversedOn'),

  Aftercare: {
    ...grant(anyone, 'id loan kind channel doneOn findings measures document author recordedAt'),
    ...grant(shownToOffice, 'person'),
  },
  PartOf: grant(anyone, 'party amount'),
  PartyLoss: grant(anyone, 'party share recovered loss'),
  Compensation: {
    ...grant(anyone, `id loan kind deductedOn deductionNotice principal parts deducted claimable regionPart entry excessEntry
    document noticeOn noticeDocument reversedOn recordedAt`),
    ...grant(shownToTakers, 'taken'),
  },
  LoanCompensation: grant(anyone, `compensatedOn compensatedPrincipal deducted claimable recovered returned unrecovered
    guarantorShare guarantorPaid parties`),
  GuarantorPayment: grant(anyone, 'id loan paidOn amount document recordedAt withdrawnOn withdrawalReason'),
  LegalAction: grant(anyone, 'id loan court caseNumber stage openedBy openedOn steps version'),
  LegalStep: {
    ...grant(anyone, 'number stage reachedOn note document author recordedAt'),
    ...grant(shownToOffice, 'person'),
  },
  Recovery: {
    ...grant(anyone, `id loan receivedOn gross costs costItems net parts returned regionPart destination entry document
      author reversedOn recordedAt`),
    ...grant(shownToOffice, 'person'),
  },
  RecoveryCost: grant(anyone, 'number kind amount note'),
  RecoveryReport: {
    ...grant(anyone, 'id loan reportedOn summary document author recordedAt'),
    ...grant(shownToOffice, 'person'),
  },
  Conclusion: {
    ...grant(anyone, 'concludedOn compensatedPrincipal recovered losses reason document recordedAt'),
    ...grant(shownToOffice, 'person'),
  },

  Evaluation: {
    ...grant(anyone, 'id year evaluatedOn document parts recordedAt'),
    ...grant(shownToOffice, 'person'),
  },
  EvaluationPart: grant(anyone, 'tenant conclusion decision figures'),
  EvaluationFigures: grant(anyone, `loansDisbursed disbursed firmsSupported repaid outstanding overdue compensations
    compensatedPrincipal deducted recoveries recovered returned guarantorPaid dutiesDue dutiesMetLate dutiesUnmet
    contributions replenishments supplements interest fundsTotal fundsAvailable netCompensation netCompensationPercent
    fundBalance deposit`),
  Supplement: {
    ...grant(anyone, 'id ground evaluation amount received decisionDocument reason state askedOn decidedOn version'),
    ...grant(shownToOffice, 'askedBy decidedBy'),
  },

  Waiver: {
    ...grant(anyone, `id ruleCode article subjectKind subjectId region bank guarantor reason newLimit validFrom validTo
    state asker askedOn consents version`),
    ...grant(shownToOffice, 'askedBy'),
  },
  WaiverConsent: {
    ...grant(anyone, 'tenantKind consented answeredOn note'),
    ...grant(shownToOffice, 'answeredBy'),
  },
  Obligation: grant(anyone, `id kind article state debtor loan region bank pledge topUp period amount aroseOn dueOn dueConfirmed
    daysLeft lateSince metOn metBy`),

  LedgerEntry: grant(anyone, `id sequence kind valueDate recordedAt document enteredBy bank region loan compensation
    recovery supplement lines reverses reversedBy`),
  LedgerLine: grant(anyone, 'number account bank region amount'),
  AccountBalance: grant(anyone, 'account kind source bank region balance'),
  Reversal: grant(anyone, 'id entry state reason asker askedBy askedOn decidedBy decidedOn postedEntry version'),

  Verdict: grant(anyone, 'code article strength outcome limit actual unit withheld message waiver'),
  WaiverHint: grant(anyone, 'consents newLimit'),
  Exposure: grant(anyone, `scope creditLine committed outstanding disbursed shares headroom utilisationPercent overdue
    compensatedPrincipal recoveredInAll compensated recovered net loans deposit mayAskTopUp`),
  OverdueExposure: grant(anyone, 'loans principal bands'),
  LoanCounts: grant(anyone, 'approved contracted active overdue compensated repaid closed cancelled'),
  Headroom: grant(anyone, 'amount withheld binding limits relief newBusiness loans'),
  HeadroomLimit: grant(anyone, 'code article caps limit used room withheld message'),
  Relief: grant(anyone, 'kind amount consents message'),
  HypotheticalLoan: grant(anyone, 'amount fits verdicts'),
};
