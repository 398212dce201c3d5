import type { Row } from '../acts/ports.ts';
import { lossParts, partOf, poolPosition, recoveryParts } from '../domain/loss.ts';
import { type Edition, sharingOf } from '../regulation/edition.ts';
import type { LoanCompensationType } from './compensation.type.ts';

/** How a loan stands since its first compensation, under its own edition; null before it (Art. 20, 32–35). */
export function loanCompensation(loan: Row<'loan'>, { values }: Edition): LoanCompensationType | null {
  const { compensatedOn, compensatedPrincipal, deducted, recovered, returned, guarantorPaid } = loan;
  if (compensatedOn === null) return null;
  const sharing = sharingOf(values, loan.amount);
  const shares = lossParts(sharing, compensatedPrincipal);
  const gotBack = recoveryParts(sharing, compensatedPrincipal, recovered);
  return {
    compensatedOn,
    compensatedPrincipal,
    deducted,
    claimable: poolPosition(sharing, loan).claimable,
    recovered,
    returned,
    unrecovered: compensatedPrincipal.minus(recovered),
    guarantorShare: partOf(shares, 'GUARANTOR'),
    guarantorPaid,
    parties: shares.map(({ party, amount }) => {
      const got = partOf(gotBack, party);
      return { party, share: amount, recovered: got, loss: amount.minus(got) };
    }),
  };
}
