import { difference, type Part, poolPosition, recoveryParts } from '../domain/loss.ts';
import { Yuan } from '../domain/money.ts';
import { type Edition, sharingOf } from '../regulation/edition.ts';
import type { Facts } from '../regulation/facts.ts';
import type { Desk } from './desk.ts';
import type { Row } from './ports.ts';

/** The edition that a loan was signed under, and keeps. */
export function editionOfLoan(desk: Desk, loan: Pick<Row<'loan'>, 'editionNumber'>): Edition {
  const edition = desk.editions.find(({ number }) => number === loan.editionNumber);
  if (!edition) throw new Error('a loan names an enacted edition');
  return edition;
}

/** The state of a loan on the business date, in which OVERDUE follows from what is unpaid. */
export function stateOn(desk: Desk, loan: Row<'loan'>): Row<'loan'>['state'] {
  const { state, nextDueOn } = loan;
  return state === 'ACTIVE' && nextDueOn && nextDueOn < desk.today ? 'OVERDUE' : state;
}

/** Parts as they are kept: money as text. */
export function written(parts: readonly Part[]): { party: string; amount: string }[] {
  return parts.map(({ party, amount }) => ({ party, amount: amount.toString() }));
}

/** How every party's part changes when recoveries of a loan grow from one sum to another. */
export function recoveredParts(edition: Edition, loan: Row<'loan'>, before: Yuan, after: Yuan): Part[] {
  const sharing = sharingOf(edition.values, loan.amount);
  const { compensatedPrincipal } = loan;
  return difference(
    recoveryParts(sharing, compensatedPrincipal, after),
    recoveryParts(sharing, compensatedPrincipal, before),
  );
}

/** What the rules ask about a loan in recovery. */
export function pursuitFacts(desk: Desk, loan: Row<'loan'>): Facts['pursuit'] {
  const { compensatedPrincipal, outstanding } = loan;
  const sharing = sharingOf(editionOfLoan(desk, loan).values, loan.amount);
  return {
    compensatedPrincipal,
    outstanding,
    concluded: loan.state === 'CLOSED',
    claimable: poolPosition(sharing, loan).claimable,
  };
}

/** A move of the summaries in which no state changes unless said. */
export function lossMove(
  by: Partial<Record<'outstanding' | 'compensatedPrincipal' | 'deducted' | 'recovered' | 'returned', Yuan>>,
  from: Row<'loan'>['state'] | null = null,
  to: Row<'loan'>['state'] | null = null,
) {
  return { committed: Yuan.ZERO, outstanding: Yuan.ZERO, disbursed: Yuan.ZERO, from, to, ...by };
}
