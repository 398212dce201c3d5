import type { BusinessDate } from '../domain/dates.ts';
import type { Line } from '../domain/ledger.ts';
import { nextDueOf } from '../domain/loan.ts';
import { leastUnrecovered } from '../domain/loss.ts';
import { Yuan } from '../domain/money.ts';
import { undoExcess } from './claims.ts';
import type { Desk } from './desk.ts';
import { settleLoanDuties } from './duties.ts';
import { conflict, invalid } from './failures.ts';
import type { Standings } from './gather.ts';
import { undoDepositReturn } from './leaving.ts';
import { lossMove, standingsOf } from './loss.ts';
import { movePaidIn, movePledged } from './pool.ts';
import type { Row } from './ports.ts';
import { settleReplenishments, undoReplenishment } from './replenishment.ts';
import { reopenReminders } from './servicing.ts';
import { undoSupplement } from './supplement.ts';

// What a reversal takes back beside the ledger: what an entry had changed elsewhere when it was made.

/** An entry that is being reversed. */
export interface Reversed {
  readonly entry: Row<'entry'>;
  /** The reversing lines. */
  readonly lines: readonly Line[];
  readonly valueDate: BusinessDate;
  /** The loan that the entry is about and the summaries it counts in, locked; null for an entry about no loan. */
  readonly about: { readonly loan: Row<'loan'>; readonly standings: Standings } | null;
}

/** How much the entry had moved, from the one line of an account kind. */
function movedOn({ lines }: Reversed, kind: 'FUND' | 'DEPOSIT' | 'CUSTODY'): Yuan {
  const found = lines.find(({ account }) => account.kind === kind);
  if (!found) throw new Error(`the entry has no line on ${kind}`);
  return found.amount.isNegative() ? found.amount.negated() : found.amount;
}

async function undoContribution(desk: Desk, reversed: Reversed): Promise<void> {
  const { pledgeId } = reversed.entry;
  const row = pledgeId && (await desk.store.lock('pledge', { id: pledgeId }));
  if (!row) throw new Error('a contribution has a pledge');
  await movePaidIn(desk, row, movedOn(reversed, 'FUND').negated());
  await desk.reopen('CONTRIBUTION', row.id);
}

/** What was taken for a contribution of before was never promised either. */
async function undoOpening(desk: Desk, reversed: Reversed): Promise<void> {
  const { pledgeId, bankId } = reversed.entry;
  const row = pledgeId && (await desk.store.lock('pledge', { id: pledgeId }));
  if (row) {
    const by = movedOn(reversed, 'FUND').negated();
    await movePaidIn(desk, row, by);
    await movePledged(desk, row, by);
  } else if (bankId) await desk.reopen('FIRST_DEPOSIT', bankId);
}

async function undoPlacement(desk: Desk, { entry }: Reversed): Promise<void> {
  if (!entry.bankId) throw new Error('a placement names its bank');
  if (!entry.topUpId) return desk.reopen('FIRST_DEPOSIT', entry.bankId);
  const row = await desk.store.lock('topUp', { id: entry.topUpId });
  if (!row) throw new Error('a top-up is never deleted');
  await desk.update('topUp', { id: row.id }, row, {
    state: 'APPROVED',
    entryId: null,
    version: row.version + 1,
  });
  await desk.reopen('TOP_UP', row.id);
}

/** The last of a loan's rows that stand: shares are cumulative, so that only the last can be taken back alone. */
function mustBeLast(rows: readonly { readonly id: string }[], id: string, zh: string, en: string): void {
  if (rows.some((row) => row.id > id)) throw conflict('STATE', zh, en);
}

/** Recoveries that were reversed stood until then: a compensation is not taken back from under them on an earlier day. */
async function mustCoverRecoveries(
  desk: Desk,
  loan: Row<'loan'>,
  compensationId: string,
  valueDate: BusinessDate,
): Promise<void> {
  const { compensated, recovered, deducted, returned } = await standingsOf(desk, loan.id);
  const without = (all: typeof compensated) =>
    all.map((one) => (one.id === compensationId ? { ...one, until: valueDate } : one));
  if (
    leastUnrecovered(valueDate, without(compensated), recovered).isNegative() ||
    leastUnrecovered(valueDate, without(deducted), returned).isNegative()
  )
    throw invalid(
      'valueDate',
      '该日该笔贷款尚有追偿回款未冲销；请填写追偿回款冲销之日或之后的日期。',
      'On that day recoveries of the loan still stood; give the day on which they were reversed, or later.',
    );
}

/**
 * Recoveries of which nothing went back to the pool have no entry to be reversed by; as shares are cumulative, those that
 * came later are taken back together with what is reversed. Answers their net sum.
 */
async function takeAlong(
  desk: Desk,
  recoveries: readonly Row<'recovery'>[],
  valueDate: BusinessDate,
): Promise<Yuan> {
  for (const row of recoveries) await desk.update('recovery', { id: row.id }, row, { reversedOn: valueDate });
  return Yuan.sum(recoveries.map(({ net }) => net));
}

/** 第三十二条 Takes a compensation back: its principal is outstanding again. */
async function undoDeduction(desk: Desk, { entry, valueDate, about }: Reversed): Promise<void> {
  if (!about || !entry.compensationId) throw new Error('a deduction names its loan');
  const { loan, standings } = about;
  const [standing, recoveries] = await Promise.all([
    desk.store.list('compensation', { loanId: loan.id, reversedOn: null }),
    desk.store.list('recovery', { loanId: loan.id, reversedOn: null }),
  ]);
  if (loan.state === 'CLOSED')
    throw conflict(
      'STATE',
      '该笔贷款追偿已终结，不能冲销代偿。',
      'The recovery of this loan is concluded; its compensation is no longer reversed.',
    );
  const booked = recoveries.filter(({ entryId }) => entryId !== null);
  if (booked.length > 0)
    throw conflict(
      'STATE',
      `该笔贷款已登记 ${booked.length} 笔追偿回款，须先冲销追偿回款，再冲销代偿。`,
      `Recoveries stand on this loan (${booked.length}); reverse them first, the last one first.`,
    );
  if (loan.guarantorPaid.isPositive())
    throw conflict(
      'STATE',
      '担保机构已就该笔代偿付款，须先由其撤回付款记录，再冲销代偿。',
      'The guarantor has paid on this compensation; it withdraws the record of its payment first.',
    );
  const lawful = standing.filter(({ deducted }) => deducted.isPositive());
  mustBeLast(
    lawful,
    entry.compensationId,
    '该笔贷款其后另有代偿，须先冲销最近一笔。',
    'The loan was compensated again later; reverse the last compensation first.',
  );
  const row = lawful.find(({ id }) => id === entry.compensationId);
  if (!row) throw new Error('a deduction that stands has its compensation');
  await mustCoverRecoveries(desk, loan, row.id, valueDate);
  await desk.update('compensation', { id: row.id }, row, { reversedOn: valueDate });
  const unbooked = await takeAlong(
    desk,
    recoveries.filter((one) => String(one.id) > row.id),
    valueDate,
  );
  const nextDueOn = await giveBack(desk, loan, row.principal);
  const isLast = lawful.length === 1;
  const to = isLast ? 'ACTIVE' : loan.state;
  await desk.update('loan', { id: loan.id }, loan, {
    state: to,
    outstanding: loan.outstanding.plus(row.principal),
    compensatedPrincipal: loan.compensatedPrincipal.minus(row.principal),
    deducted: loan.deducted.minus(row.deducted),
    recovered: loan.recovered.minus(unbooked),
    compensatedOn: isLast ? null : loan.compensatedOn,
    nextDueOn,
    version: loan.version + 1,
  });
  await desk.store.moveExposure(
    standings.keys,
    lossMove(
      {
        outstanding: row.principal,
        compensatedPrincipal: row.principal.negated(),
        deducted: row.deducted.negated(),
        recovered: unbooked.negated(),
      },
      loan.state,
      to,
    ),
  );
  if (isLast) await reopenReminders(desk, loan);
  await desk.meet('DEDUCTION_NOTICE', row.id, desk.today, '代偿已冲销');
  await desk.meet('REPLENISHMENT', row.id, valueDate, '代偿已冲销');
  await settleReplenishments(desk, loan.regionId, valueDate);
  await settleLoanDuties(desk, loan.id);
}

/** Makes claimed principal unpaid again, the last due first; answers the first day on which something is due. */
async function giveBack(desk: Desk, loan: Row<'loan'>, principal: Yuan): Promise<BusinessDate | null> {
  const instalments = await desk.store.list('instalment', { loanId: loan.id });
  let left = principal;
  for (const { number, unpaid, compensated } of [...instalments].sort((a, b) => b.number - a.number)) {
    const back = Yuan.min(left, compensated);
    left = left.minus(back);
    if (back.isPositive())
      await desk.store.update(
        'instalment',
        { loanId: loan.id, number },
        { unpaid: unpaid.plus(back), compensated: compensated.minus(back) },
      );
  }
  return nextDueOf(await desk.store.list('instalment', { loanId: loan.id }));
}

/** 第三十四条 Takes a recovery back: what was shared out is unrecovered again. */
async function undoRecovery(desk: Desk, { entry, valueDate, about }: Reversed): Promise<void> {
  if (!about || !entry.recoveryId) throw new Error('a recovery names its loan');
  const { loan, standings } = about;
  if (loan.state === 'CLOSED')
    throw conflict(
      'STATE',
      '该笔贷款追偿已终结，不能冲销。',
      'The recovery of this loan is concluded; nothing of it is reversed any more.',
    );
  const standing = await desk.store.list('recovery', { loanId: loan.id, reversedOn: null });
  const { recoveryId } = entry;
  mustBeLast(
    standing.filter(({ entryId }) => entryId !== null),
    recoveryId,
    '该笔贷款其后另有追偿回款，须先冲销最近一笔。',
    'More was recovered on this loan later; reverse the last recovery first.',
  );
  const row = standing.find(({ id }) => id === recoveryId);
  if (!row) throw new Error('a recovery entry that stands has its recovery');
  await desk.update('recovery', { id: row.id }, row, { reversedOn: valueDate });
  const unbooked = await takeAlong(
    desk,
    standing.filter(({ id }) => id > recoveryId),
    valueDate,
  );
  const net = row.net.plus(unbooked);
  await desk.update('loan', { id: loan.id }, loan, {
    recovered: loan.recovered.minus(net),
    returned: loan.returned.minus(row.returned),
    version: loan.version + 1,
  });
  const move = lossMove({ recovered: net.negated(), returned: row.returned.negated() });
  await desk.store.moveExposure(standings.keys, move);
  await settleReplenishments(desk, loan.regionId, valueDate);
  await settleLoanDuties(desk, loan.id);
}

/** Takes back what the entry had changed beside the ledger. */
export async function undo(desk: Desk, reversed: Reversed): Promise<void> {
  const { entry, valueDate } = reversed;
  switch (entry.kind) {
    case 'CONTRIBUTION':
      return undoContribution(desk, reversed);
    case 'DEPOSIT_PLACED':
      return undoPlacement(desk, reversed);
    case 'DEDUCTION':
      return undoDeduction(desk, reversed);
    case 'RECOVERY':
      return undoRecovery(desk, reversed);
    case 'EXCESS_DEDUCTED':
    case 'EXCESS_RETURNED':
      return undoExcess(desk, entry, valueDate);
    case 'REPLENISHMENT':
      if (!entry.regionId) throw new Error('a replenishment names its region');
      return undoReplenishment(desk, entry.regionId, movedOn(reversed, 'FUND'), valueDate);
    case 'INTEREST':
      return;
    case 'DEPOSIT_RETURNED':
      return undoDepositReturn(desk, entry);
    case 'OPENING':
      return undoOpening(desk, reversed);
    case 'SUPPLEMENT':
      return undoSupplement(desk, entry, movedOn(reversed, 'FUND'));
    case 'REVERSAL':
      throw new Error('a reversal is not reversed');
  }
}
