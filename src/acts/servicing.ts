import type { BusinessDate } from '../domain/dates.ts';
import { applyPrincipal, nextDueOf } from '../domain/loan.ts';
import { Yuan } from '../domain/money.ts';
import type { Id } from '../domain/words.ts';
import { REPAY } from '../regulation/occasions.ts';
import { lockLoan, stateAfter } from './contract.ts';
import type { Desk } from './desk.ts';
import { settleFile, settleLoanDuties, takeFile } from './duties.ts';
import { conflict, invalid } from './failures.ts';
import { moveStandings } from './gather.ts';
import { reopened } from './lateness.ts';
import { settleLeaving } from './leaving.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

export interface RecordRepayment {
  readonly loanId: Id<'loan'> | null;
  readonly paidOn: BusinessDate;
  readonly principal: Yuan;
  readonly interest: Yuan;
  readonly document: string;
}

/** Books a repayment on a loan; answers its id. */
export async function bookRepayment(
  desk: Desk,
  seen: Row<'loan'>,
  { paidOn, principal, interest, document }: Omit<RecordRepayment, 'loanId'>,
): Promise<Id<'repayment'>> {
  desk.checkValueDate(paidOn, 'paidOn');
  for (const [field, amount] of Object.entries({ principal, interest }))
    if (amount.isNegative()) throw invalid(field, '金额不得为负。', 'An amount is not below zero.');
  if (principal.isZero() && interest.isZero())
    throw invalid('principal', '本金与利息不得同时为零。', 'Principal and interest cannot both be zero.');
  const [file, claims] = await Promise.all([
    takeFile(desk, seen.id),
    desk.store.list('compensation', { loanId: seen.id, reversedOn: null }),
  ]);
  const { loan } = file;
  if (!loan.disbursedOn || paidOn < loan.disbursedOn)
    throw invalid('paidOn', '还款日不得早于放款日。', 'A repayment cannot lie before the disbursement.');
  // What is left of a compensated loan, beside the principal that was compensated, is repaid like any other.
  if (loan.state !== 'ACTIVE' && !(loan.state === 'COMPENSATED' && loan.outstanding.isPositive()))
    throw conflict(
      'STATE',
      '该笔贷款没有未偿还本金；代偿后收回的款项请登记为追偿回款。',
      'Nothing of this loan is outstanding; what the debtor pays after a compensation is recorded as a recovery.',
    );
  if (principal.isPositive()) checkSinceClaims(claims, paidOn);
  desk.judge(REPAY, { repayment: { principal, outstanding: loan.outstanding } }, desk.editionInForceOrLast);
  const { poolId } = desk.actor;
  const { id: loanId, regionId, bankId, guarantorId } = loan;
  const id = desk.newId('repayment');
  await desk.insert('repayment', {
    poolId,
    id,
    loanId,
    regionId,
    bankId,
    guarantorId,
    paidOn,
    principal,
    interest,
    document,
    recordedAt: desk.recordedAt,
  });
  const instalments = [...file.instalments].sort((a, b) => a.number - b.number);
  const after = applyPrincipal(instalments, principal);
  for (const [at, instalment] of after.entries())
    if (!instalment.unpaid.equals(instalments[at]?.unpaid ?? Yuan.ZERO))
      await desk.store.update(
        'instalment',
        { loanId, number: instalment.number },
        { unpaid: instalment.unpaid },
      );
  const outstanding = loan.outstanding.minus(principal);
  const isRepaid = outstanding.isZero() && loan.state === 'ACTIVE';
  const to = isRepaid ? stateAfter(loan, 'PAID_IN_FULL') : loan.state;
  const now = {
    state: to,
    outstanding,
    nextDueOn: nextDueOf(after),
    endedOn: isRepaid ? paidOn : null,
    version: loan.version + 1,
  };
  await desk.update('loan', { id: loanId }, loan, now);
  if (outstanding.isZero()) await endReminders(desk, loan, paidOn, PAID_IN_FULL);
  desk.tell('loan.repaid', { noun: 'loan', id: loanId }, loan, {
    principal: principal.toString(),
    interest: interest.toString(),
    paidOn,
    outstanding: outstanding.toString(),
  });
  // The file is as it was read, but for what is written here; reminders that ended are read anew.
  if (outstanding.isZero()) await settleLoanDuties(desk, loanId);
  else await settleFile(desk, { ...file, loan: { ...loan, ...now }, instalments: after });
  // A repayment passes no cap. It waits for the sums, which everybody's acts move, when nothing else is left to wait for.
  const moved = { outstanding: principal.negated(), from: loan.state, to };
  if (principal.isPositive())
    await moveStandings(desk, loan, { committed: Yuan.ZERO, disbursed: Yuan.ZERO, ...moved });
  if (isRepaid) await settleLeaving(desk, bankId);
  return id;
}

/** 第二十二条 The bank reports a repayment; principal goes to the oldest unpaid instalment first. */
export const recordRepayment = act({
  name: 'recordRepayment',
  by: { personas: ['BANK'], role: 'OPERATOR' },
  about: (input: RecordRepayment) => ({ loan: sought('loan', input.loanId, 'loanId') }),
  async run(desk, input, { loan }) {
    await bookRepayment(desk, loan, input);
    return changed('loan', loan.id);
  },
});

/** Principal that was paid before a deduction was not unpaid then: the deduction claimed too much and has to go first. */
function checkSinceClaims(claims: readonly Row<'compensation'>[], paidOn: BusinessDate): void {
  const claim = claims.find(({ principal, deductedOn }) => principal.isPositive() && paidOn < deductedOn);
  if (claim)
    throw invalid(
      'paidOn',
      `该笔贷款于 ${claim.deductedOn} 已按未偿本金划扣；此前收到的还款须先冲销代偿，再登记还款并重新划扣。`,
      `Principal was compensated as unpaid on ${claim.deductedOn}. To record a payment from before that day, have the compensation reversed, record the payment, and deduct anew.`,
    );
}

/** A loan that has ended needs no reminding: duties still open end with it, late if it came after their day. */
export async function endReminders(
  desk: Desk,
  loan: Row<'loan'>,
  on: BusinessDate,
  because: string,
): Promise<void> {
  await Promise.all(
    [loan.bankId, loan.guarantorId].map((debtor) =>
      desk.meet('MATURITY_REMINDER', loan.id, on, because, debtor),
    ),
  );
}

/** Why a reminder ends with a compensation. */
export const IN_COMPENSATION = '已进入代偿程序';

/** Why a reminder ends with the last repayment. */
export const PAID_IN_FULL = '贷款已结清';

/** Opens again the reminders that ended with a compensation, or with a last repayment, which is taken back. */
export async function reopenReminders(
  desk: Desk,
  loan: Row<'loan'>,
  because: typeof IN_COMPENSATION | typeof PAID_IN_FULL = IN_COMPENSATION,
): Promise<void> {
  const ended = await desk.store.list('obligation', { kind: 'MATURITY_REMINDER', subjectId: loan.id });
  for (const duty of ended.filter(({ metBy }) => metBy === because)) await reopened(desk, duty);
}

/** 第三十一条第（一）项 The bank or the guarantor reminds the firm, ahead of maturity, to repay in time. */
export const sendMaturityReminder = act({
  name: 'sendMaturityReminder',
  by: { personas: ['BANK', 'GUARANTOR', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: { loanId: Id<'loan'> | null; sentOn: BusinessDate; document: string }) => ({
    loan: sought('loan', input.loanId, 'loanId'),
  }),
  async run(desk, { sentOn, document }, found) {
    desk.checkValueDate(sentOn, 'sentOn');
    const { loan } = await lockLoan(desk, found.loan);
    if (loan.state !== 'ACTIVE' || !loan.disbursedOn)
      throw conflict(
        'STATE',
        '该笔贷款未放款或已结清，无须提醒。',
        'The loan has not been paid out, or has ended; nothing to remind of.',
      );
    if (sentOn < loan.disbursedOn)
      throw invalid('sentOn', '提醒日期不得早于放款日。', 'A reminder cannot lie before the disbursement.');
    await desk.meet('MATURITY_REMINDER', loan.id, sentOn, document, desk.actor.tenantId);
    desk.tell('loan.reminded', { noun: 'loan', id: loan.id }, loan, { sentOn, document });
    return changed('loan', loan.id);
  },
});
