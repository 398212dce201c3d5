import { parseDate } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import type { Id } from '../domain/words.ts';
import { returnExcess } from './claims.ts';
import { deduct, reportDeduction } from './compensation.ts';
import type { Corrected } from './correction-subject.ts';
import { placeFirstDeposit, placeTopUp } from './deposit.ts';
import type { Desk } from './desk.ts';
import type { Changed } from './perform.ts';
import { creditInterest, recordContribution } from './pool.ts';
import type { Row } from './ports.ts';
import { recordRecovery } from './recovery.ts';
import { recordReplenishment } from './replenishment.ts';
import { recordSupplement } from './supplement.ts';

/** What the record that was taken back was about. */
export interface Was {
  readonly loan: Row<'loan'> | null;
  readonly entry: Row<'entry'>;
}

function there<T>(row: T | null): T {
  if (!row) throw new Error('what an entry names is never deleted');
  return row;
}

/** Records what is right in the place of what was taken back, by the act that recorded the first. */
export async function recordAgain(
  desk: Desk,
  { subject, aboutId }: Row<'correction'>,
  values: Corrected,
  { loan, entry }: Was,
): Promise<Changed> {
  const { store } = desk;
  const { document } = values;
  const valueDate = parseDate(values.valueDate);
  const amount = Yuan.parse(values.amount ?? '0.00');
  if (subject === 'RECOVERY') {
    const costs = (values.costs ?? []).map((cost) => ({ ...cost, amount: Yuan.parse(cost.amount) }));
    const gross = Yuan.parse(values.gross ?? '0.00');
    const destination = values.destination ?? 'DEPOSIT';
    const about = there(loan);
    const recovered = { loanId: about.id, receivedOn: valueDate, gross, costs, destination, document };
    return recordRecovery.run(desk, recovered, { loan: about });
  }
  if (subject === 'COMPENSATION') {
    const about = there(loan);
    const before = there(await store.find('compensation', { id: aboutId as Id<'compensation'> }));
    const made = { loanId: about.id, deductedOn: valueDate, document };
    if (before.kind === 'REPORTED') return reportDeduction.run(desk, { ...made, amount }, { loan: about });
    return deduct.run(desk, made, { loan: about });
  }
  const { bankId, regionId, pledgeId, topUpId, supplementId } = entry;
  const money = { amount, valueDate, document };
  switch (entry.kind) {
    case 'CONTRIBUTION': {
      const pledge = there(pledgeId && (await store.find('pledge', { id: pledgeId })));
      return recordContribution.run(desk, { ...money, pledgeId }, { pledge });
    }
    case 'INTEREST': {
      const bank = bankId && (await store.find('bank', { id: bankId }));
      const input = { ...money, bankId, onDeposit: bankId !== null };
      return creditInterest.run(desk, input, bank ? { bank } : {});
    }
    case 'DEPOSIT_PLACED': {
      if (topUpId) {
        const topUp = there(await store.find('topUp', { id: topUpId }));
        return placeTopUp.run(desk, { ...money, topUpId }, { topUp });
      }
      const bank = there(bankId && (await store.find('bank', { id: bankId })));
      return placeFirstDeposit.run(desk, { ...money, bankId }, { bank });
    }
    case 'REPLENISHMENT': {
      const region = there(regionId && (await store.find('region', { id: regionId })));
      return recordReplenishment.run(desk, { ...money, regionId }, { region });
    }
    case 'SUPPLEMENT': {
      const supplement = there(supplementId && (await store.find('supplement', { id: supplementId })));
      return recordSupplement.run(desk, { ...money, supplementId }, { supplement });
    }
    case 'EXCESS_RETURNED': {
      const bank = there(bankId && (await store.find('bank', { id: bankId })));
      return returnExcess.run(desk, { ...money, bankId }, { bank });
    }
    default:
      throw new Error(`an entry of the kind ${entry.kind} is only taken back`);
  }
}
