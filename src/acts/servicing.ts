import type { BusinessDate } from '../domain/dates.ts';
import { applyPrincipal } from '../domain/loan.ts';
import { Yuan } from '../domain/money.ts';
import type { Id } from '../domain/words.ts';
import { REPAY } from '../regulation/occasions.ts';
import { lockLoan, stateAfter } from './contract.ts';
import { conflict, invalid } from './failures.ts';
import { act, changed, sought } from './perform.ts';

export interface RecordRepayment {
  readonly loanId: Id<'loan'> | null;
  readonly paidOn: BusinessDate;
  readonly principal: Yuan;
  readonly interest: Yuan;
  readonly document: string;
}

/** 第二十二条 The bank reports a repayment; principal goes to the oldest unpaid instalment first. */
export const recordRepayment = act({
  name: 'recordRepayment',
  by: { personas: ['BANK'], role: 'OPERATOR' },
  about: (input: RecordRepayment) => ({ loan: sought('loan', input.loanId, 'loanId') }),
  async run(desk, { paidOn, principal, interest, document }, found) {
    desk.checkValueDate(paidOn, 'paidOn');
    for (const [field, amount] of Object.entries({ principal, interest }))
      if (amount.isNegative()) throw invalid(field, '金额不得为负。', 'An amount is not below zero.');
    if (principal.isZero() && interest.isZero())
      throw invalid('principal', '本金与利息不得同时为零。', 'Principal and interest cannot both be zero.');
    const { loan, standings } = await lockLoan(desk, found.loan);
    if (!loan.disbursedOn || paidOn < loan.disbursedOn)
      throw invalid('paidOn', '还款日不得早于放款日。', 'A repayment cannot lie before the disbursement.');
    if (loan.state !== 'ACTIVE')
      throw conflict('STATE', '该笔贷款已结清或未放款。', 'Nothing of this loan is outstanding.');
    desk.judge(REPAY, { repayment: { principal, outstanding: loan.outstanding } }, desk.editionInForceOrLast);
    const { poolId } = desk.actor;
    const { id: loanId, regionId, bankId, guarantorId } = loan;
    await desk.insert('repayment', {
      poolId,
      id: desk.newId('repayment'),
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
    const instalments = (await desk.store.list('instalment', { loanId })).sort((a, b) => a.number - b.number);
    const after = applyPrincipal(instalments, principal);
    for (const [at, instalment] of after.entries())
      if (!instalment.unpaid.equals(instalments[at]?.unpaid ?? Yuan.ZERO))
        await desk.store.update(
          'instalment',
          { loanId, number: instalment.number },
          { unpaid: instalment.unpaid },
        );
    const outstanding = loan.outstanding.minus(principal);
    const to = outstanding.isZero() ? stateAfter(loan, 'PAID_IN_FULL') : loan.state;
    await desk.update('loan', { id: loanId }, loan, {
      state: to,
      outstanding,
      nextDueOn: after.find(({ unpaid }) => unpaid.isPositive())?.dueOn ?? null,
      endedOn: outstanding.isZero() ? paidOn : null,
      version: loan.version + 1,
    });
    await desk.store.moveExposure(standings.keys, {
      committed: Yuan.ZERO,
      outstanding: principal.negated(),
      disbursed: Yuan.ZERO,
      from: loan.state,
      to,
    });
    desk.tell('loan.repaid', { noun: 'loan', id: loanId }, loan, {
      principal: principal.toString(),
      interest: interest.toString(),
      paidOn,
      outstanding: outstanding.toString(),
    });
    return changed('loan', loanId);
  },
});
