import type { BusinessDate } from '../domain/dates.ts';
import { excessReturned, suspense } from '../domain/ledger.ts';
import { lossParts, partOf } from '../domain/loss.ts';
import { Yuan } from '../domain/money.ts';
import type { Id } from '../domain/words.ts';
import { sharingOf } from '../regulation/edition.ts';
import { PAY_GUARANTOR_SHARE, RETURN_EXCESS } from '../regulation/occasions.ts';
import { lockLoan } from './contract.ts';
import type { Desk } from './desk.ts';
import { settleLoanDuties } from './duties.ts';
import { conflict, invalid, mustBePositive } from './failures.ts';
import { lockStandings } from './gather.ts';
import { checkSinceCompensation, editionOfLoan } from './loss.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

// What banks and guarantors owe about compensations, and pay.

async function owedBack(desk: Desk, bankId: Id<'bank'>): Promise<Yuan> {
  const account = await desk.store.find('account', { code: suspense(bankId).code });
  if (!account) throw new Error('a bank has an account for what it owes back');
  return account.balance;
}

/**
 * Meets a bank's duties to return what it took in excess, the oldest first, as far as what it still owes allows; opens
 * none again: money owed back once more is a new duty.
 */
export async function settleExcess(
  desk: Desk,
  bankId: Id<'bank'>,
  owed: Yuan,
  on: BusinessDate,
  document: string,
): Promise<void> {
  const duties = await desk.store.list('obligation', { kind: 'EXCESS_RETURN', bankId, metOn: null });
  const demanded = Yuan.sum(duties.map(({ amount }) => amount ?? Yuan.ZERO));
  let covered = demanded.minus(owed);
  for (const { subjectId, amount } of [...duties].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (!amount || amount.moreThan(covered)) return;
    covered = covered.minus(amount);
    await desk.meet('EXCESS_RETURN', subjectId, on, document);
  }
}

/** The compensations whose excess was booked by mistake and is taken back: nothing is owed for them. */
async function voidedExcesses(desk: Desk, bankId: Id<'bank'>): Promise<Set<string | null>> {
  const [booked, reversals] = await Promise.all([
    desk.store.list('entry', { bankId, kind: 'EXCESS_DEDUCTED' }),
    desk.store.list('entry', { bankId, kind: 'REVERSAL' }),
  ]);
  const reversed = new Set(reversals.map(({ reversesId }) => reversesId));
  return new Set(booked.filter(({ id }) => reversed.has(id)).map(({ compensationId }) => compensationId));
}

/** 第三十二条 What was owed back no longer is, or is again: an entry of one or the other is reversed. */
export async function undoExcess(desk: Desk, entry: Row<'entry'>, on: BusinessDate): Promise<void> {
  const { id: entryId, kind, bankId, compensationId } = entry;
  if (!bankId) throw new Error('money owed back names its bank');
  const { code } = suspense(bankId);
  const moved = Yuan.sum((await desk.store.list('line', { entryId, code })).map(({ amount }) => amount));
  const owed = (await owedBack(desk, bankId)).minus(moved);
  if (kind === 'EXCESS_DEDUCTED') {
    if (compensationId) await desk.meet('EXCESS_RETURN', compensationId, on, '超额划扣已冲销');
    return settleExcess(desk, bankId, owed, on, '超额划扣已冲销');
  }
  // A return that did not happen: the duties it met, the last first, are open again as far as money is owed.
  const [duties, voided] = await Promise.all([
    desk.store.list('obligation', { kind: 'EXCESS_RETURN', bankId }),
    voidedExcesses(desk, bankId),
  ]);
  let open = Yuan.sum(duties.filter(({ metOn }) => !metOn).map(({ amount }) => amount ?? Yuan.ZERO));
  for (const { subjectId, amount, metOn } of [...duties].sort((a, b) => (a.id < b.id ? 1 : -1))) {
    if (!metOn || voided.has(subjectId) || !open.lessThan(owed)) continue;
    await desk.reopen('EXCESS_RETURN', subjectId);
    open = open.plus(amount ?? Yuan.ZERO);
  }
}

export interface ReturnExcess {
  readonly bankId: Id<'bank'> | null;
  readonly amount: Yuan;
  readonly valueDate: BusinessDate;
  readonly document: string;
}

/** 第三十二条 A bank puts back into the risk deposit what it had deducted early or in excess. */
export const returnExcess = act({
  name: 'returnExcess',
  by: { personas: ['BANK', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: ReturnExcess) => ({ bank: sought('bank', input.bankId, 'bankId') }),
  async run(desk, { amount, valueDate, document }, { bank }) {
    mustBePositive(amount, 'amount');
    desk.checkValueDate(valueDate, 'valueDate');
    await lockStandings(desk, { bankId: bank.id });
    const [owed, lowest] = await Promise.all([
      owedBack(desk, bank.id),
      desk.store.lowestBalance(suspense(bank.id).code, valueDate),
    ]);
    desk.judge(RETURN_EXCESS, { excess: { amount, owed } }, desk.editionInForceOrLast);
    if (amount.moreThan(lowest))
      throw invalid(
        'valueDate',
        '该日尚未形成这笔应退回款；请填写划扣日或之后的日期。',
        'On that day this much was not owed back yet; give the day of the deduction or later.',
      );
    const entry = desk.post(excessReturned(bank.id, amount), { valueDate, document });
    await settleExcess(desk, bank.id, owed.minus(amount), valueDate, document);
    desk.tell(
      'excess.returned',
      { noun: 'bank', id: bank.id },
      { bankId: bank.id },
      { amount: amount.toString(), valueDate },
    );
    return changed('entry', entry);
  },
});

export interface PayGuarantorShare {
  readonly loanId: Id<'loan'> | null;
  readonly paidOn: BusinessDate;
  readonly amount: Yuan;
  readonly document: string;
}

/** 第二十条 The guarantor pays the bank its share of what was compensated. */
export const payGuarantorShare = act({
  name: 'payGuarantorShare',
  by: { personas: ['GUARANTOR', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: PayGuarantorShare) => ({ loan: sought('loan', input.loanId, 'loanId') }),
  async run(desk, { paidOn, amount, document }, found) {
    mustBePositive(amount, 'amount');
    desk.checkValueDate(paidOn, 'paidOn');
    const { loan } = await lockLoan(desk, found.loan);
    const edition = editionOfLoan(desk, loan);
    const share = partOf(
      lossParts(sharingOf(edition.values, loan.amount), loan.compensatedPrincipal),
      'GUARANTOR',
    );
    desk.judge(PAY_GUARANTOR_SHARE, { guarantorShare: { amount, paid: loan.guarantorPaid, share } }, edition);
    checkSinceCompensation(loan, paidOn, 'paidOn');
    const { id: loanId, regionId, bankId, guarantorId } = loan;
    const id = desk.newId('guarantorPayment');
    await desk.insert('guarantorPayment', {
      poolId: desk.actor.poolId,
      id,
      loanId,
      regionId,
      bankId,
      guarantorId,
      paidOn,
      amount,
      document,
      recordedAt: desk.recordedAt,
      withdrawnOn: null,
      withdrawalReason: null,
    });
    await desk.update('loan', { id: loanId }, loan, {
      guarantorPaid: loan.guarantorPaid.plus(amount),
      version: loan.version + 1,
    });
    desk.tell('loan.guarantor_paid', { noun: 'loan', id: loanId }, loan, {
      amount: amount.toString(),
      paidOn,
      document,
    });
    await settleLoanDuties(desk, loanId);
    return changed('guarantorPayment', id);
  },
});

export interface WithdrawGuarantorPayment {
  readonly guarantorPaymentId: Id<'guarantorPayment'> | null;
  readonly reason: string;
}

/** 第二十条 The guarantor takes back the record of a payment that was wrong; the row stays, and says so. */
export const withdrawGuarantorPayment = act({
  name: 'withdrawGuarantorPayment',
  by: { personas: ['GUARANTOR', 'FUND_MANAGER'], role: 'APPROVER' },
  about: (input: WithdrawGuarantorPayment) => ({
    payment: sought('guarantorPayment', input.guarantorPaymentId, 'guarantorPaymentId'),
  }),
  async run(desk, { reason }, { payment }) {
    const seen = await desk.store.find('loan', { id: payment.loanId });
    if (!seen) throw new Error('a payment names its loan');
    const { loan } = await lockLoan(desk, seen);
    const row = await desk.store.lock('guarantorPayment', { id: payment.id });
    if (!row) throw new Error('a payment is never deleted');
    if (row.withdrawnOn)
      throw conflict(
        'STATE',
        `该笔付款记录已于 ${row.withdrawnOn} 撤回。`,
        `This record was withdrawn on ${row.withdrawnOn}.`,
      );
    if (loan.state === 'CLOSED')
      throw conflict(
        'STATE',
        '该笔贷款追偿已终结，付款记录不能撤回。',
        'The recovery of this loan is concluded; its payments stay as they are.',
      );
    await desk.update('guarantorPayment', { id: row.id }, row, {
      withdrawnOn: desk.today,
      withdrawalReason: reason,
    });
    await desk.update('loan', { id: loan.id }, loan, {
      guarantorPaid: loan.guarantorPaid.minus(row.amount),
      version: loan.version + 1,
    });
    desk.tell('loan.guarantor_payment_withdrawn', { noun: 'loan', id: loan.id }, loan, {
      amount: row.amount.toString(),
      reason,
    });
    await settleLoanDuties(desk, loan.id);
    return changed('guarantorPayment', row.id);
  },
});
