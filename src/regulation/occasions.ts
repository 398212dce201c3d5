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
  art13RegionLeverage,
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
} from './ch04-partners.art14-19.ts';
import {
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
import { art31Reminder } from './ch08-compensation.art31-34.ts';
import { art36NotListed, art37Breaker } from './ch09-risk.art35-39.ts';
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
export const DISBURSE = [art27Drawdown, art27Notice, art31Reminder] as const;

/** The firm repays. */
export const REPAY = [art22Repayment] as const;

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
] as const;

/** A bank asks for a top-up of its risk deposit. */
export const ASK_TOP_UP = [art16Cooperating, art16TopUpAsk] as const;

/** Interest is credited. */
export const CREDIT_INTEREST = [art12InterestStays] as const;

/** The office enacts an edition, which is the one that is judged. */
export const ENACT = [art20Shares] as const;
