import type { BusinessDate } from '../domain/dates.ts';
import { nextDueOf } from '../domain/loan.ts';
import { Yuan } from '../domain/money.ts';
import type { Desk } from './desk.ts';
import { settleLoanDuties } from './duties.ts';
import { conflict } from './failures.ts';
import type { Standings } from './gather.ts';
import type { Row } from './ports.ts';
import { PAID_IN_FULL, reopenReminders } from './servicing.ts';

/**
 * 第二十二条 Takes back the record of a repayment that was wrong: its principal is outstanding again, the last due first, as
 * if only the other repayments had been made. A repayment moves no money of the pool, so nothing is posted.
 */
export async function undoRepayment(
  desk: Desk,
  row: Row<'repayment'>,
  { loan, standings }: { readonly loan: Row<'loan'>; readonly standings: Standings },
): Promise<void> {
  if (row.reversedOn)
    throw conflict(
      'STATE',
      `该笔还款记录已于 ${row.reversedOn} 冲回。`,
      `This repayment was taken back on ${row.reversedOn} already.`,
    );
  const { principal } = row;
  if (principal.isPositive()) await mustBeFree(desk, loan, row.paidOn);
  await desk.update('repayment', { id: row.id }, row, { reversedOn: desk.today });
  const wasRepaid = loan.state === 'REPAID' && principal.isPositive();
  if (principal.isPositive()) {
    const nextDueOn = await giveBack(desk, loan, principal);
    const to = wasRepaid ? 'ACTIVE' : loan.state;
    await desk.update('loan', { id: loan.id }, loan, {
      state: to,
      outstanding: loan.outstanding.plus(principal),
      nextDueOn,
      endedOn: wasRepaid ? null : loan.endedOn,
      version: loan.version + 1,
    });
    await desk.store.moveExposure(standings.keys, {
      committed: Yuan.ZERO,
      outstanding: principal,
      disbursed: Yuan.ZERO,
      from: loan.state,
      to,
    });
  }
  if (wasRepaid) await reopenReminders(desk, loan, PAID_IN_FULL);
  desk.tell('loan.repayment_reversed', { noun: 'loan', id: loan.id }, loan, {
    principal: principal.toString(),
    interest: row.interest.toString(),
    paidOn: row.paidOn,
  });
  await settleLoanDuties(desk, loan.id);
}

/** Nothing that came later rests on the principal having been repaid; else a conflict that names it. */
async function mustBeFree(desk: Desk, loan: Row<'loan'>, paidOn: BusinessDate): Promise<void> {
  if (loan.state === 'CLOSED')
    throw conflict(
      'STATE',
      '该笔贷款追偿已终结，还款记录不能冲回。',
      'The recovery of this loan is concluded; its repayments stay as they are.',
    );
  const standing = await desk.store.list('compensation', { loanId: loan.id, reversedOn: null });
  const claim = standing.find(({ principal, deductedOn }) => principal.isPositive() && paidOn <= deductedOn);
  if (claim)
    throw conflict(
      'STATE',
      `该笔贷款其后已于 ${claim.deductedOn} 代偿（凭证 ${claim.document}），须先冲销该笔代偿，再冲回还款。`,
      `The loan was compensated later, on ${claim.deductedOn} (document ${claim.document}); that compensation is reversed first.`,
    );
  if (loan.state !== 'REPAID') return;
  const { bankId } = loan;
  const [bank, returning] = await Promise.all([
    desk.store.find('bankStanding', { bankId }),
    desk.store.find('obligation', { kind: 'DEPOSIT_RETURN', subjectId: bankId, metOn: null }),
  ]);
  if (bank?.state === 'LEFT' || returning)
    throw conflict(
      'STATE',
      '该行全部贷款已结清并进入风险补偿金转回程序，结清该笔贷款的还款不能冲回。',
      'The bank is leaving and its deposit goes back because this and all its loans have ended; the last repayment stays.',
    );
}

/** Makes repaid principal unpaid again, the last due first; answers the first day on which something is due. */
async function giveBack(desk: Desk, loan: Row<'loan'>, principal: Yuan): Promise<BusinessDate | null> {
  const { id: loanId } = loan;
  const instalments = await desk.store.list('instalment', { loanId });
  const lastFirst = [...instalments].sort((a, b) =>
    a.dueOn === b.dueOn ? b.number - a.number : a.dueOn < b.dueOn ? 1 : -1,
  );
  let left = principal;
  for (const { number, principal: whole, unpaid, compensated } of lastFirst) {
    const back = Yuan.min(left, whole.minus(unpaid).minus(compensated));
    left = left.minus(back);
    if (back.isPositive())
      await desk.store.update('instalment', { loanId, number }, { unpaid: unpaid.plus(back) });
  }
  if (left.isPositive()) throw new Error('what was repaid was repaid on an instalment');
  return nextDueOf(await desk.store.list('instalment', { loanId }));
}
