import type { Bench } from './bench.ts';
import { bankExposure, bankLoans, districtReferrals, openingPage, poolPages } from './reads.ts';
import type { Result } from './result.ts';
import { dailySweep, memory, startUp, verification } from './running.ts';
import { bookedRepayments, submittedReferrals } from './writes.ts';

/** One piece of work that `npm run bench -- --parts <name>` measures by itself. */
export interface Part {
  readonly name: string;
  readonly what: string;
  readonly run: (bench: Bench) => Promise<Result>;
}

/** In the order in which they run: those that only read come first. A further part is a function and a line here. */
export const PARTS: readonly Part[] = [
  { name: 'a', what: 'a bank’s exposure', run: bankExposure },
  { name: 'b', what: 'its exposure and first 50 loans with firm and region', run: bankLoans },
  { name: 'c', what: 'the opening page of a city’s dashboard', run: openingPage },
  { name: 'd', what: 'a district’s referrals with filters', run: districtReferrals },
  { name: 'e', what: 'page 1, page 100 and the last page of all loans', run: poolPages },
  { name: 'i', what: 'verify', run: verification },
  { name: 'j', what: 'start-up', run: startUp },
  { name: 'k', what: 'memory at rest and under ten minutes of (b)', run: memory },
  { name: 'f', what: 'a referral is submitted', run: submittedReferrals },
  { name: 'g', what: 'repayments, spread over loans and all in one pool', run: bookedRepayments },
  { name: 'h', what: 'a day of the daily sweep', run: dailySweep },
];
