import type { BusinessDate } from '../domain/dates.ts';
import type { SourcePart } from '../domain/ledger.ts';
import { difference, type Part, poolPosition, recoveryParts, type Standing } from '../domain/loss.ts';
import { Yuan } from '../domain/money.ts';
import { type Edition, sharingOf } from '../regulation/edition.ts';
import type { Facts } from '../regulation/facts.ts';
import type { Desk } from './desk.ts';
import { invalid } from './failures.ts';
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

/** The region’s part of money of the pool; nought under an edition to which no region contributes. */
export function regionPartOf(sources: readonly SourcePart[]): Yuan {
  return sources.find(({ from }) => from.source === 'REGION')?.amount ?? Yuan.ZERO;
}

/** An act on a loan in recovery does not lie before its first compensation. */
export function checkSinceCompensation(loan: Row<'loan'>, day: BusinessDate, field: string): void {
  if (loan.compensatedOn && day < loan.compensatedOn)
    throw invalid(
      field,
      `不得早于代偿日 ${loan.compensatedOn}。`,
      `It lies before the compensation on ${loan.compensatedOn}.`,
    );
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

/** What was compensated and got back of a loan over time, in all and of the pool's money; reversed sums up to their reversal. */
export async function standingsOf(desk: Desk, loanId: Row<'loan'>['id']) {
  const [compensations, recoveries] = await Promise.all([
    desk.store.list('compensation', { loanId }),
    desk.store.list('recovery', { loanId }),
  ]);
  const paid = (amountOf: (row: Row<'compensation'>) => Yuan): (Standing & { id: string })[] =>
    compensations.map((row) => ({
      id: row.id,
      from: row.deductedOn,
      until: row.reversedOn,
      amount: amountOf(row),
    }));
  const back = (amountOf: (row: Row<'recovery'>) => Yuan): Standing[] =>
    recoveries.map((row) => ({ from: row.receivedOn, until: row.reversedOn, amount: amountOf(row) }));
  return {
    compensated: paid(({ principal }) => principal),
    recovered: back(({ net }) => net),
    deducted: paid(({ deducted }) => deducted),
    returned: back(({ returned }) => returned),
  };
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

/** What the pool still owes a bank on its loans, because the deposit there was too short (Art. 32). */
export async function openClaims(desk: Desk, bankId: Row<'loan'>['bankId']): Promise<Yuan> {
  const loans = await desk.store.list('loan', { bankId, state: 'COMPENSATED' });
  return Yuan.sum(loans.map((loan) => pursuitFacts(desk, loan).claimable));
}

/** A move of the summaries in which no state changes unless said. */
export function lossMove(
  by: Partial<Record<'outstanding' | 'compensatedPrincipal' | 'deducted' | 'recovered' | 'returned', Yuan>>,
  from: Row<'loan'>['state'] | null = null,
  to: Row<'loan'>['state'] | null = null,
) {
  return { committed: Yuan.ZERO, outstanding: Yuan.ZERO, disbursed: Yuan.ZERO, from, to, ...by };
}
