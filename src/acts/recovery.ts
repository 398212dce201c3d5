import type { BusinessDate } from '../domain/dates.ts';
import { recoveryReturned } from '../domain/ledger.ts';
import { leastUnrecovered, lossParts, poolPosition, recoveryParts } from '../domain/loss.ts';
import { Yuan } from '../domain/money.ts';
import type { CostKind, Id, RecoveryDestination } from '../domain/words.ts';
import { sharingOf, sourceParts } from '../regulation/edition.ts';
import { CONCLUDE, RECOVER, REPORT_RECOVERY } from '../regulation/occasions.ts';
import { lockLoan, stateAfter } from './contract.ts';
import type { Desk } from './desk.ts';
import { settleLoanDuties } from './duties.ts';
import { conflict, invalid, mustBePositive } from './failures.ts';
import { settleLeaving } from './leaving.ts';
import {
  checkSinceCompensation,
  editionOfLoan,
  lossMove,
  pursuitFacts,
  recoveredParts,
  regionPartOf,
  standingsOf,
  written,
} from './loss.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';
import { settleReplenishments } from './replenishment.ts';

export interface Cost {
  readonly kind: CostKind;
  readonly amount: Yuan;
  readonly note: string;
}

export interface RecordRecovery {
  readonly loanId: Id<'loan'> | null;
  readonly receivedOn: BusinessDate;
  /** All that was got back. */
  readonly gross: Yuan;
  readonly costs: readonly Cost[];
  /** Where the pool's part goes. */
  readonly destination: RecoveryDestination;
  readonly document: string;
}

/** 第三十四条 Money got back from the debtor, less costs, is shared out as the loss was; the pool's part returns to it. */
export const recordRecovery = act({
  name: 'recordRecovery',
  by: { personas: ['BANK', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: RecordRecovery) => ({ loan: sought('loan', input.loanId, 'loanId') }),
  async run(desk, { receivedOn, gross, costs, destination, document }, found) {
    mustBePositive(gross, 'gross');
    for (const [at, { amount }] of costs.entries()) mustBePositive(amount, `costs.${at}.amount`);
    if (destination === 'CUSTODY' && desk.actor.persona === 'BANK')
      throw invalid(
        'destination',
        '合作银行收回的款项退回本行风险补偿金专户（DEPOSIT）；进入资金池专户的由受托机构登记。',
        'A bank returns the pool’s part to its own risk deposit (DEPOSIT); what goes to the pool’s own account is recorded by the fund manager.',
      );
    desk.checkValueDate(receivedOn, 'receivedOn');
    const { loan, standings } = await lockLoan(desk, found.loan);
    const edition = editionOfLoan(desk, loan);
    const spent = Yuan.sum(costs.map(({ amount }) => amount));
    const net = gross.minus(spent);
    const before = await standingsOf(desk, loan.id);
    const unrecovered = Yuan.max(
      Yuan.ZERO,
      leastUnrecovered(receivedOn, before.compensated, before.recovered),
    );
    desk.judge(
      RECOVER,
      { pursuit: pursuitFacts(desk, loan), recovery: { gross, costs: spent, net, unrecovered } },
      edition,
    );
    checkSinceCompensation(loan, receivedOn, 'receivedOn');
    const { id: loanId, regionId, bankId, guarantorId } = loan;
    const recovered = loan.recovered.plus(net);
    const sharing = sharingOf(edition.values, loan.amount);
    const returned = poolPosition(sharing, { ...loan, recovered }).toReturn;
    if (
      returned.moreThan(Yuan.max(Yuan.ZERO, leastUnrecovered(receivedOn, before.deducted, before.returned)))
    )
      throw invalid(
        'receivedOn',
        `退回资金池的 ${returned.toReadable()} 元超过该日已划扣而未退回的金额；请先冲销其后的划扣，登记回款后重新划扣。`,
        `The ${returned.toReadable()} yuan that go back to the pool are more than it had paid by that day. Have the deductions after it reversed, record the recovery, and deduct anew.`,
      );
    const sources = sourceParts(edition.values, regionId, loan.returned, returned);
    const regionPart = regionPartOf(sources);
    const id = desk.newId('recovery');
    const to = destination === 'DEPOSIT' ? bankId : null;
    const about = { valueDate: receivedOn, document, loanId, recoveryId: id };
    const entryId = returned.isPositive() ? desk.post(recoveryReturned(to, sources), about) : null;
    const { poolId, tenantId, userId } = desk.actor;
    const parties = { poolId, regionId, bankId, guarantorId };
    await desk.insert('recovery', {
      ...parties,
      id,
      loanId,
      receivedOn,
      gross,
      costs: spent,
      net,
      parts: written(recoveredParts(edition, loan, loan.recovered, recovered)),
      returned,
      regionPart,
      destination,
      entryId,
      document,
      tenantId,
      userId,
      recordedAt: desk.recordedAt,
      reversedOn: null,
    });
    for (const [at, cost] of costs.entries())
      await desk.insert('recoveryCost', { ...parties, recoveryId: id, number: at + 1, ...cost });
    await desk.update('loan', { id: loanId }, loan, {
      recovered,
      returned: loan.returned.plus(returned),
      version: loan.version + 1,
    });
    await desk.store.moveExposure(standings.keys, lossMove({ recovered: net, returned }));
    await settleReplenishments(desk, regionId, receivedOn);
    desk.tell('loan.recovered', { noun: 'loan', id: loanId }, loan, {
      gross: gross.toString(),
      net: net.toString(),
      returned: returned.toString(),
      receivedOn,
    });
    await settleLoanDuties(desk, loanId);
    return changed('recovery', id);
  },
});

export interface ReportRecovery {
  readonly loanId: Id<'loan'> | null;
  readonly reportedOn: BusinessDate;
  readonly summary: string;
  readonly document: string;
}

/** 第三十五条 Bank and guarantor report to the office how a recovery goes. */
export const reportRecovery = act({
  name: 'reportRecovery',
  by: { personas: ['BANK', 'GUARANTOR', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: ReportRecovery) => ({ loan: sought('loan', input.loanId, 'loanId') }),
  async run(desk, { reportedOn, summary, document }, found) {
    desk.checkValueDate(reportedOn, 'reportedOn');
    const { loan } = await lockLoan(desk, found.loan);
    desk.judge(REPORT_RECOVERY, { pursuit: pursuitFacts(desk, loan) }, editionOfLoan(desk, loan));
    checkSinceCompensation(loan, reportedOn, 'reportedOn');
    const { id: loanId, regionId, bankId, guarantorId } = loan;
    const { poolId, tenantId, userId } = desk.actor;
    const id = desk.newId('recoveryReport');
    await desk.insert('recoveryReport', {
      poolId,
      id,
      loanId,
      regionId,
      bankId,
      guarantorId,
      tenantId,
      userId,
      reportedOn,
      summary,
      document,
      recordedAt: desk.recordedAt,
    });
    desk.tell('loan.recovery_reported', { noun: 'loan', id: loanId }, loan, { reportedOn, document });
    await settleLoanDuties(desk, loanId);
    return changed('recoveryReport', id);
  },
});

export interface ConcludeRecovery {
  readonly loanId: Id<'loan'> | null;
  readonly reason: string;
  readonly document: string;
}

/** 第三十五条 The office concludes a recovery: the loan closes with its final loss by party. */
export const concludeRecovery = act({
  name: 'concludeRecovery',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: (input: ConcludeRecovery) => ({ loan: sought('loan', input.loanId, 'loanId') }),
  async run(desk, { reason, document }, found) {
    const { loan, standings } = await lockLoan(desk, found.loan);
    const edition = editionOfLoan(desk, loan);
    desk.judge(CONCLUDE, { pursuit: pursuitFacts(desk, loan) }, edition);
    await mustHaveNoReversalWaiting(desk, loan.id);
    const to = stateAfter(loan, 'RECOVERY_CONCLUDED');
    const { id: loanId, regionId, bankId, guarantorId, compensatedPrincipal, recovered } = loan;
    await desk.insert('conclusion', {
      poolId: desk.actor.poolId,
      loanId,
      regionId,
      bankId,
      guarantorId,
      concludedOn: desk.today,
      compensatedPrincipal,
      recovered,
      losses: written(finalLosses(edition, loan)),
      reason,
      document,
      userId: desk.actor.userId,
      recordedAt: desk.recordedAt,
    });
    await desk.update('loan', { id: loanId }, loan, {
      state: to,
      endedOn: desk.today,
      version: loan.version + 1,
    });
    await desk.store.moveExposure(standings.keys, lossMove({}, loan.state, to));
    desk.tell('loan.closed', { noun: 'loan', id: loanId }, loan, {
      loss: compensatedPrincipal.minus(recovered).toString(),
      document,
    });
    await settleLoanDuties(desk, loanId);
    await settleLeaving(desk, bankId);
    return changed('loan', loanId);
  },
});

/** A reversal or correction that somebody has asked for is ended first: of a closed loan nothing is taken back any more. */
async function mustHaveNoReversalWaiting(desk: Desk, loanId: Row<'loan'>['id']): Promise<void> {
  const [entries, waiting, corrections] = await Promise.all([
    desk.store.list('entry', { loanId }),
    desk.store.list('reversal', { state: 'ASKED' }),
    desk.store.list('correction', { loanId, endedOn: null }),
  ]);
  if (corrections.length > 0)
    throw conflict(
      'STATE',
      '该笔贷款有更正申请未办结，请先办结后再终结追偿。',
      'A correction of a record of this loan is under way; end it first.',
    );
  const own = new Set(entries.map(({ id }) => id));
  if (waiting.some(({ entryId }) => own.has(entryId)))
    throw conflict(
      'STATE',
      '该笔贷款有冲销申请待复核，请先复核后再终结追偿。',
      'A reversal of an entry of this loan waits for approval; decide it first.',
    );
}

/** What every party has lost for good: its part of the loss less its part of what was recovered. */
function finalLosses(edition: ReturnType<typeof editionOfLoan>, loan: Row<'loan'>) {
  const sharing = sharingOf(edition.values, loan.amount);
  const got = recoveryParts(sharing, loan.compensatedPrincipal, loan.recovered);
  return lossParts(sharing, loan.compensatedPrincipal).map(({ party, amount }, at) => ({
    party,
    amount: amount.minus(got[at]?.amount ?? Yuan.ZERO),
  }));
}
