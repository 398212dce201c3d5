import type { Growth } from './breaker.ts';
import { type BusinessDate, later, plusDays } from './dates.ts';
import type { UnpaidInstalment } from './loan.ts';
import { type LossSharing, lossParts, partOf } from './loss.ts';
import { Yuan } from './money.ts';
import type { BreakerMeasure } from './words.ts';

/** An overdue loan, with what is unpaid of it. */
export interface LoanAtRisk {
  readonly loanId: string;
  readonly sharing: LossSharing;
  /** Days past due that must be exceeded before a deduction. */
  readonly graceDays: number;
  /** Principal for which compensation was claimed already. */
  readonly compensatedPrincipal: Yuan;
  readonly instalments: readonly UnpaidInstalment[];
}

/** What a loan would cost if nothing of it were paid until a day. */
export interface LoanForecast {
  readonly loanId: string;
  /** The first day on which its bank may deduct; it may lie in the past. */
  readonly deductibleFrom: BusinessDate;
  /** Principal that may be claimed by the last day of the forecast. */
  readonly principal: Yuan;
  /** The pool's part of it. */
  readonly poolBears: Yuan;
  /** By how much each day adds to what the measure compares. */
  readonly growth: readonly Growth<BusinessDate>[];
}

/** The pool's part of a loan's loss, when `claimed` comes on top of what was claimed before. */
function poolBearsOf({ sharing, compensatedPrincipal }: LoanAtRisk, claimed: Yuan): Yuan {
  const bears = (loss: Yuan) => partOf(lossParts(sharing, loss), 'POOL');
  return bears(compensatedPrincipal.plus(claimed)).minus(bears(compensatedPrincipal));
}

/** How one loan would go until the day `through`; null when none of it may be deducted by then (Art. 32). */
export function forecastOf(
  loan: LoanAtRisk,
  measure: BreakerMeasure,
  today: BusinessDate,
  through: BusinessDate,
): LoanForecast | null {
  const dated = [...loan.instalments]
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
    .map(({ dueOn, unpaid }) => ({ dueOn, unpaid, passesOn: plusDays(dueOn, loan.graceDays + 1) }));
  const passing = dated.filter(({ passesOn }) => passesOn <= through);
  const [first] = passing;
  if (!first) return null;
  let claimed = Yuan.ZERO;
  const claims = passing.map(({ unpaid, passesOn }) => {
    const before = poolBearsOf(loan, claimed);
    claimed = claimed.plus(unpaid);
    return { day: later(today, passesOn), unpaid, share: poolBearsOf(loan, claimed).minus(before) };
  });
  // What falls due from today on is past due the day after; what is past due today is in the figures already.
  const fallingDue = dated
    .filter(({ dueOn }) => today <= dueOn && dueOn < through)
    .map(({ dueOn, unpaid }) => ({ day: plusDays(dueOn, 1), amount: unpaid }));
  const growth: Readonly<Record<BreakerMeasure, readonly Growth<BusinessDate>[]>> = {
    NET_COMPENSATION_TO_FUNDS: claims.map(({ day, share }) => ({ day, amount: share })),
    COMPENSATED_TO_DISBURSED: claims.map(({ day, unpaid }) => ({ day, amount: unpaid })),
    OVERDUE_TO_OUTSTANDING: fallingDue,
  };
  return {
    loanId: loan.loanId,
    deductibleFrom: first.passesOn,
    principal: claimed,
    poolBears: poolBearsOf(loan, claimed),
    growth: growth[measure],
  };
}
