import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type {
  BankState,
  BreakerMeasure,
  BreakerScope,
  FeeKind,
  Purpose,
  RepaymentMethod,
  Size,
  SupplementGround,
} from '../domain/words.ts';

/** A stretch of time in which a firm had a loan under the scheme: from disbursement to the day it ended or will end. */
export interface SupportPeriod {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** One instalment of principal of a repayment plan. */
export interface PlannedInstalment {
  readonly dueMonth?: number;
  readonly dueOn: BusinessDate;
  readonly principal: Yuan;
}

/**
 * Everything a rule may ask, in groups. A rule names the groups it needs, so that `judge()` can't be called without
 * them. Figures are those from *before* the act; a rule adds the amount that the act would add.
 */
export interface Facts {
  /** The business date on which the act is judged. */
  readonly today: BusinessDate;

  readonly firm: {
    /** Registered in the city of this pool (Art. 4, 5). */
    readonly registeredInCity: boolean;
    /** Computed from the national standard; null when the firm's industry is outside the standard. */
    readonly size: Size | null;
    /** The kind letters of the credit code belong to an enterprise, not to an institution or association. */
    readonly creditCodeIsEnterprise: boolean;
    /** Since when it stands on the dishonest list; null when it does not (Art. 36). */
    readonly listedOn: BusinessDate | null;
    /** Committed plus outstanding principal in all banks of the pool (Art. 22). */
    readonly exposure: Yuan;
    /** Earlier loans and running ones, in any order (Art. 23). */
    readonly support: readonly SupportPeriod[];
    /** The firm's region is the region of the district that acts (Art. 24). */
    readonly ofActingRegion: boolean;
  };

  /** What is put forward now: the request at the referral, the loan's own amount and term at signing. */
  readonly asked: {
    readonly amount: Yuan;
    readonly termMonths: number;
    readonly purpose: Purpose;
  };

  readonly pool: {
    /** Contributions, supplements, replenishments and interest, gross of losses: the base of the breaker. */
    readonly fundsTotal: Yuan;
    /** Custody plus all deposits: the base of leverage. */
    readonly fundsAvailable: Yuan;
    /** Compensation paid by the pool less recoveries returned to it. */
    readonly netCompensation: Yuan;
    /** Committed plus outstanding principal of all loans. */
    readonly exposure: Yuan;
    /** Balance of the pool's own special account, from which deposits are placed. */
    readonly custody: Yuan;
  };

  /** What the breaker compares (Art. 37); null where it is a bank's and no bank is chosen yet. */
  readonly breaker: {
    readonly measure: BreakerMeasure;
    readonly scope: BreakerScope;
    readonly part: Yuan;
    readonly whole: Yuan;
  } | null;

  readonly region: {
    /** Recognised as having few firms or being in hardship (Art. 8). */
    readonly hardship: boolean;
    /** All it had pledged before this act. */
    readonly pledged: Yuan;
    /** All it has paid in. */
    readonly paidIn: Yuan;
    /** Committed plus outstanding principal of the loans of its firms. */
    readonly exposure: Yuan;
  };

  readonly pledge: {
    readonly amount: Yuan;
    readonly pledgedOn: BusinessDate;
    /** The day by which it is to be paid in full. */
    readonly payInBy: BusinessDate;
    /** What is still to be paid, before this act. */
    readonly unpaid: Yuan;
  };

  readonly contribution: {
    readonly amount: Yuan;
    readonly paidOn: BusinessDate;
  };

  readonly bank: {
    readonly state: BankState;
    /** Balance of the risk deposit held there. */
    readonly deposit: Yuan;
    /** Committed plus outstanding principal of its loans. */
    readonly exposure: Yuan;
    readonly hasSpecialAccount: boolean;
  };

  /** A bank on its way out (Art. 18). */
  readonly departure: {
    /** Its loans that have not ended: from approval to the end of their recovery. */
    readonly runningLoans: number;
    /** The day on which the last of them ended, or its leaving where that came later; null while some run. */
    readonly endedOn: BusinessDate | null;
    /** The day on which the deposit goes back. */
    readonly valueDate: BusinessDate;
    /** What the deposit holds, interest included. */
    readonly balance: Yuan;
    /** The least that it has held since the value date. */
    readonly lowest: Yuan;
    /** What the bank deducted in excess and still owes back. */
    readonly suspense: Yuan;
  };

  readonly evaluation: {
    /** The last day of the year that is evaluated. */
    readonly lastDay: BusinessDate;
    /** The names of the banks of that year of which the evaluation says nothing. */
    readonly banksMissing: readonly string[];
  };

  readonly supplement: {
    readonly ground: SupplementGround;
    /** The evaluation that it names is on record. */
    readonly evaluated: boolean;
    /** A breaker stands tripped, or has tripped since the last supplement on that ground. */
    readonly tripped: boolean;
    readonly amount: Yuan;
    /** Granted, and not received before this act. */
    readonly toCome: Yuan;
  };

  readonly guarantor: {
    readonly active: boolean;
  };

  readonly placement: {
    readonly amount: Yuan;
    /** The first deposit at this bank, not a top-up. */
    readonly first: boolean;
    /** What the office approved as a top-up and has not been placed; null when nothing was approved. */
    readonly approvedTopUp: Yuan | null;
  };

  readonly interest: {
    readonly amount: Yuan;
    /** Credited on the pool's own account or on a risk deposit. */
    readonly onPoolAccount: boolean;
  };

  readonly screening: {
    readonly siteVisitedOn: BusinessDate | null;
  };

  readonly diligence: {
    readonly filedByBank: boolean;
    readonly filedByGuarantor: boolean;
    /** The office recommended this firm to the bank or guarantor that acts. */
    readonly recommendedToActor: boolean;
  };

  /** What the bank decides. */
  readonly terms: {
    readonly amount: Yuan;
    readonly termMonths: number;
    /** A published LPR of the day stands behind the rate. */
    readonly lprKnown: boolean;
    readonly rateIsPositive: boolean;
    readonly method: RepaymentMethod;
    readonly instalments: readonly PlannedInstalment[];
    readonly start: BusinessDate;
    readonly maturity: BusinessDate;
    readonly fees: readonly FeeKind[];
    /** What the bank asks of the firm to cover its own share of the risk, in words. */
    readonly securities: readonly string[];
  };

  readonly counterGuarantees: {
    readonly count: number;
  };

  readonly approvals: {
    readonly bank: boolean;
    readonly guarantor: boolean;
  };

  readonly contract: {
    readonly signedOn: BusinessDate | null;
    readonly lastDrawdownOn: BusinessDate | null;
    /** The day on which the money is paid out by this act. */
    readonly drawdownOn: BusinessDate | null;
  };

  /** A loan that is looked after (Art. 29, 30). */
  readonly running: {
    readonly disbursed: boolean;
    readonly ended: boolean;
  };

  /** What a deduction on a day would rest on (Art. 31, 32). */
  readonly deduction: {
    /** Some principal is past due. */
    readonly pastDue: boolean;
    /** Some principal is past due for more than the days of grace. */
    readonly pastGrace: boolean;
    /** Calendar days since the oldest unpaid principal fell due. */
    readonly daysPastDue: number;
    /** No new principal is claimed: only what an earlier deduction could not take. */
    readonly restOnly: boolean;
    /** Collection attempts since the loan fell past due. */
    readonly attempts: number;
    /** The pool's share that is not deducted yet. */
    readonly claimable: Yuan;
    /** The least that the risk deposit held on that day and since. */
    readonly deposit: Yuan;
    /** What the bank took already, or would take by this act. */
    readonly taken: Yuan;
  };

  /** What a deposit is asked for, or raised by, because claims on it stand open (Art. 32). */
  readonly claim: {
    readonly amount: Yuan;
    /** What the pool still owes the bank on its loans. */
    readonly open: Yuan;
  };

  readonly excess: {
    readonly amount: Yuan;
    /** What the bank owes back. */
    readonly owed: Yuan;
  };

  readonly guarantorShare: {
    readonly amount: Yuan;
    /** Paid before this act. */
    readonly paid: Yuan;
    /** The guarantor's part of what was compensated. */
    readonly share: Yuan;
  };

  readonly replenishment: {
    readonly amount: Yuan;
    readonly owed: Yuan;
  };

  /** A loan in recovery (Art. 33, 35). */
  readonly pursuit: {
    readonly compensatedPrincipal: Yuan;
    readonly concluded: boolean;
    readonly outstanding: Yuan;
    /** The pool's share that is not deducted yet. */
    readonly claimable: Yuan;
  };

  readonly recovery: {
    readonly gross: Yuan;
    readonly costs: Yuan;
    readonly net: Yuan;
    /** Compensated and not recovered before this act. */
    readonly unrecovered: Yuan;
  };

  readonly repayment: {
    readonly principal: Yuan;
    /** Outstanding principal before this repayment. */
    readonly outstanding: Yuan;
  };
}

/** The name of a group of facts. */
export type FactGroup = keyof Facts;
