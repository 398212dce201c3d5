import { art04RegisteredInCity, art04Size, art05Purpose } from './ch01-general.art01-05.ts';
import {
  art08HardshipMinimum,
  art08MinimumContribution,
  art08PaidInPeriod,
  art08PayInPeriod,
  art09PoolLeverage,
  art11CustodyCovers,
  art11SpecialAccount,
  art12InterestStays,
  art13Owed,
  art13RegionLeverage,
  art13Replenish,
} from './ch03-pool.art08-13.ts';
import {
  art16Cooperating,
  art16FirstDeposit,
  art16FirstDepositDue,
  art16TopUpAmount,
  art16TopUpAsk,
  art16TopUpRight,
  art17Fees,
  art18Leaving,
  art18Return,
  art18RunOff,
  art18WholeDeposit,
  art19EveryBank,
  art19YearEnded,
} from './ch04-partners.art14-19.ts';
import {
  art20GuarantorShare,
  art20Shares,
  art21NoSecurity,
  art22FirmCap,
  art22Plan,
  art22Rate,
  art22Repayment,
  art22TermMax,
  art22TermUsual,
  art23Continuity,
} from './ch05-business.art20-23.ts';
import {
  art24OwnRegion,
  art25Partners,
  art25SiteVisit,
  art26BothReports,
  art26Recommended,
  art27BothApproved,
  art27Drawdown,
  art27Notice,
  art28CounterGuarantee,
} from './ch06-procedure.art24-28.ts';
import { art29Visits, art30Running } from './ch07-aftercare.art29-30.ts';
import {
  art31Collection,
  art31CollectionReported,
  art31Reminder,
  art32Deposit,
  art32Excess,
  art32ExcessReturn,
  art32Notice,
  art32Once,
  art32OpenClaim,
  art32PastGrace,
  art33Compensated,
  art33Pursuit,
  art34Costs,
  art34WithinLoss,
} from './ch08-compensation.art31-34.ts';
import {
  art35InRecovery,
  art35Settled,
  art36NotListed,
  art37Breaker,
  art38Granted,
  art38Ground,
} from './ch09-risk.art35-39.ts';
import { art40InForce } from './ch10-validity.art40.ts';

// What is judged on which occasion, in article order. New business is judged by the edition in force (`ART40_IN_FORCE`
// is in the list); business that runs already is judged by the edition that it runs under.

/** What stops every piece of new business: a listed firm, a tripped breaker, no edition in force. */
const NEW_BUSINESS = [art36NotListed, art37Breaker, art40InForce] as const;

/** A bank or guarantor proposes a firm to a district; the firm may not be on record yet. */
export const PROPOSE = [art05Purpose, art37Breaker, art40InForce] as const;

/** A district refers a firm to the office. */
export const SUBMIT_REFERRAL = [
  art04RegisteredInCity,
  art04Size,
  art05Purpose,
  art22FirmCap,
  art22TermUsual,
  art22TermMax,
  art23Continuity,
  art24OwnRegion,
  ...NEW_BUSINESS,
] as const;

/** The office recommends a firm to one bank and one guarantor. */
export const RECOMMEND = [
  art16Cooperating,
  art18Leaving,
  art25SiteVisit,
  art25Partners,
  ...NEW_BUSINESS,
] as const;

/** A bank or guarantor files its due-diligence report. */
export const FILE_DILIGENCE = [art26Recommended, art37Breaker, art40InForce] as const;

/** The bank approves and fixes the terms; `asked` holds the amount and term that it fixes. */
export const BANK_DECIDES = [
  art17Fees,
  art18Leaving,
  art21NoSecurity,
  art22FirmCap,
  art22TermUsual,
  art22TermMax,
  art22Rate,
  art22Plan,
  art23Continuity,
  art26Recommended,
  art26BothReports,
  ...NEW_BUSINESS,
] as const;

/** The guarantor approves. */
export const GUARANTOR_DECIDES = [
  art26Recommended,
  art26BothReports,
  art28CounterGuarantee,
  ...NEW_BUSINESS,
] as const;

/** The bank or the guarantor declines; nothing that stops new business keeps it from that. */
export const DECIDE_AGAINST = [art26Recommended, art26BothReports] as const;

/** Contracts are signed and the amount is committed; `asked` holds the loan's own amount and term. */
export const SIGN = [
  art09PoolLeverage,
  art13RegionLeverage,
  art16TopUpRight,
  art18Leaving,
  art22FirmCap,
  art23Continuity,
  art27BothApproved,
  ...NEW_BUSINESS,
] as const;

/** The bank pays out. */
export const DISBURSE = [art27Drawdown, art27Notice, art29Visits, art31Reminder] as const;

/** The firm repays. */
export const REPAY = [art22Repayment] as const;

/** A visit, a warning, measures or an attempt to collect is recorded. */
export const LOOK_AFTER = [art30Running] as const;

/** The bank takes the pool's share out of its risk deposit. */
export const DEDUCT = [
  art13Replenish,
  art31Collection,
  art32PastGrace,
  art32Once,
  art32Deposit,
  art32Notice,
  art33Pursuit,
] as const;

/** The bank reports a deduction that it has made already: nothing is refused, what is not lawful is owed back. */
export const REPORT_DEDUCTION = [art31CollectionReported, art32Excess] as const;

/** The same where some of it is lawful, and so a compensation. */
export const REPORT_COMPENSATION = [
  art13Replenish,
  art31CollectionReported,
  art32Excess,
  art33Pursuit,
] as const;

/** The bank returns what it had deducted in excess. */
export const RETURN_EXCESS = [art32ExcessReturn] as const;

/** The guarantor pays its share. */
export const PAY_GUARANTOR_SHARE = [art20GuarantorShare] as const;

/** A region replenishes. */
export const REPLENISH = [art13Owed] as const;

/** An action at law is opened. */
export const GO_TO_LAW = [art33Compensated] as const;

/** Money is got back from the debtor and shared out. */
export const RECOVER = [art33Compensated, art34Costs, art34WithinLoss] as const;

/** A report on the recovery. */
export const REPORT_RECOVERY = [art35InRecovery] as const;

/** The recovery is concluded. */
export const CONCLUDE = [art33Compensated, art35Settled] as const;

/** A region pledges a contribution. */
export const PLEDGE = [
  art08MinimumContribution,
  art08HardshipMinimum,
  art08PayInPeriod,
  art40InForce,
] as const;

/** The autonomous region or the city pledges; only a region has a minimum. */
export const PLEDGE_OF_OTHERS = [art08PayInPeriod, art40InForce] as const;

/** A contribution is received. */
export const CONTRIBUTE = [art08PaidInPeriod] as const;

/** A bank signs its cooperation agreement. */
export const SIGN_AGREEMENT = [art16FirstDepositDue, art40InForce] as const;

/** A first risk deposit or a top-up is placed at a bank. */
export const PLACE_DEPOSIT = [
  art11SpecialAccount,
  art11CustodyCovers,
  art16FirstDeposit,
  art16TopUpAmount,
  art18Leaving,
] as const;

/** A bank is to leave. */
export const LEAVE = [art18Return] as const;

/** A departed bank’s deposit goes back. */
export const RETURN_DEPOSIT = [art18RunOff, art18WholeDeposit] as const;

/** The office evaluates a year. */
export const EVALUATE = [art19YearEnded, art19EveryBank] as const;

/** The office asks for a supplement of the pool. */
export const ASK_SUPPLEMENT = [art38Ground] as const;

/** A supplement comes in. */
export const RECEIVE_SUPPLEMENT = [art38Granted] as const;

/** A bank asks for a top-up of its risk deposit. */
export const ASK_TOP_UP = [art16Cooperating, art16TopUpAsk] as const;

/** A bank whose claims on a short deposit stand open asks that it be raised, and the fund manager raises it. */
export const ASK_FOR_CLAIM = [art32OpenClaim] as const;
export const PLACE_FOR_CLAIM = [art11CustodyCovers, art16TopUpAmount, art32OpenClaim] as const;

/** Interest is credited. */
export const CREDIT_INTEREST = [art12InterestStays] as const;

/** The office enacts an edition, which is the one that is judged. */
export const ENACT = [art20Shares] as const;
