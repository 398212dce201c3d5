import { type BusinessDate, later, plusDays, plusMonths } from '../domain/dates.ts';
import { maturityOf, nextState, scheduleOf } from '../domain/loan.ts';
import { Yuan } from '../domain/money.ts';
import { dueInWorkingDays, dueOn } from '../domain/obligation.ts';
import type { Id, LoanState } from '../domain/words.ts';
import { DISBURSE, SIGN } from '../regulation/occasions.ts';
import { breakerFacts } from './breaker.ts';
import type { Desk } from './desk.ts';
import { bringUpToDate, settleLoanDuties } from './duties.ts';
import { conflict, invalid } from './failures.ts';
import {
  bankFacts,
  firmFacts,
  lockStandings,
  poolFacts,
  regionFacts,
  type Standings,
  waiversFor,
} from './gather.ts';
import { settleLeaving } from './leaving.ts';
import { editionOfLoan } from './loss.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

/**
 * Locks a loan, then what it counts in, in the order of the house (docs/decisions/the-last-lock.md); what the date has
 * brought about the loan is settled first.
 */
export async function lockLoan(
  desk: Desk,
  seen: Row<'loan'>,
): Promise<{ loan: Row<'loan'>; standings: Standings }> {
  const { regionId, bankId, guarantorId, firmKey } = seen;
  const [loan, standings] = await Promise.all([
    desk.store.lock('loan', { id: seen.id }),
    lockStandings(desk, { regionId, bankId, guarantorId, firmKey }),
    bringUpToDate(desk, seen.id),
  ]);
  if (!loan) throw new Error('a loan is never deleted');
  return { loan, standings };
}

/** The state an event leads to, or a conflict that names where the loan stands. */
export function stateAfter(loan: Row<'loan'>, event: Parameters<typeof nextState>[1]): LoanState {
  const to = nextState(loan.state, event);
  if (!to)
    throw conflict(
      'STATE',
      '贷款的当前状态不允许此项操作，请重新查阅。',
      `The loan’s state does not allow this (${loan.state}); read it again.`,
    );
  return to;
}

export interface SignContracts {
  readonly loanId: Id<'loan'> | null;
  readonly contractNumber: string;
  readonly guaranteeContractNumber: string;
  /** The last day on which the money may be paid out. */
  readonly lastDrawdownOn: BusinessDate;
}

/** 第二十七条 The contracts are signed: caps of pool, region and firm are judged again, and the amount is committed. */
export const signContracts = act({
  name: 'signContracts',
  by: { personas: ['BANK'], role: 'OPERATOR' },
  about: (input: SignContracts) => ({ loan: sought('loan', input.loanId, 'loanId') }),
  async run(desk, { contractNumber, guaranteeContractNumber, lastDrawdownOn }, found) {
    if (lastDrawdownOn < desk.today)
      throw invalid(
        'lastDrawdownOn',
        '最后提款日不得早于业务日期。',
        'The last drawdown day lies before the business date.',
      );
    const { loan, standings } = await lockLoan(desk, found.loan);
    const to = stateAfter(loan, 'SIGNED');
    const [firm, referral, pool, breaker, region, bank] = await Promise.all([
      desk.store.find('enterprise', { id: loan.enterpriseId }),
      desk.store.find('referral', { id: loan.referralId }),
      poolFacts(standings),
      breakerFacts(desk, standings, loan.bankId),
      regionFacts(desk, loan.regionId, standings),
      bankFacts(desk, loan.bankId, standings),
    ]);
    if (!firm || !referral) throw new Error('a loan names its firm and its referral');
    const { regionId, enterpriseId, bankId, guarantorId, referralId, id: loanId } = loan;
    const waivers = await waiversFor(desk, {
      regionId,
      enterpriseId,
      bankId,
      guarantorId,
      referralId,
      loanId,
    });
    desk.judge(
      SIGN,
      {
        firm: await firmFacts(desk, firm, standings),
        asked: { amount: loan.amount, termMonths: loan.termMonths, purpose: referral.purpose },
        pool,
        breaker,
        region,
        bank,
        approvals: {
          bank: referral.bankDecision === 'APPROVE',
          guarantor: referral.guarantorDecision === 'APPROVE',
        },
      },
      desk.edition,
      waivers,
    );
    await desk.update('loan', { id: loan.id }, loan, {
      state: to,
      contractNumber,
      guaranteeContractNumber,
      signedOn: desk.today,
      lastDrawdownOn,
      editionNumber: desk.edition?.number ?? loan.editionNumber,
      version: loan.version + 1,
    });
    await desk.store.moveExposure(standings.keys, {
      committed: loan.amount,
      outstanding: Yuan.ZERO,
      disbursed: Yuan.ZERO,
      from: loan.state,
      to,
    });
    desk.tell('loan.contracted', { noun: 'loan', id: loan.id }, loan, { amount: loan.amount.toString() });
    return changed('loan', loan.id);
  },
});

/** Cancels a loan that has not been paid out; what was committed is free again. */
export const cancelLoan = act({
  name: 'cancelLoan',
  by: { personas: ['BANK'], role: 'OPERATOR' },
  about: (input: { loanId: Id<'loan'> | null; reason: string }) => ({
    loan: sought('loan', input.loanId, 'loanId'),
  }),
  async run(desk, { reason }, found) {
    const { loan, standings } = await lockLoan(desk, found.loan);
    const to = stateAfter(loan, 'CANCELLED');
    await desk.update('loan', { id: loan.id }, loan, {
      state: to,
      cancelReason: reason,
      endedOn: desk.today,
      version: loan.version + 1,
    });
    await desk.store.moveExposure(standings.keys, {
      committed: loan.state === 'CONTRACTED' ? loan.amount.negated() : Yuan.ZERO,
      outstanding: Yuan.ZERO,
      disbursed: Yuan.ZERO,
      from: loan.state,
      to,
    });
    desk.tell('loan.cancelled', { noun: 'loan', id: loan.id }, loan);
    await settleLeaving(desk, loan.bankId);
    return changed('loan', loan.id);
  },
});

export interface Disburse {
  readonly loanId: Id<'loan'> | null;
  readonly disbursedOn: BusinessDate;
  readonly document: string;
}

/** 第二十七条 The bank pays out; notice to the office and the reminder before maturity become duties. */
export const disburse = act({
  name: 'disburse',
  by: { personas: ['BANK'], role: 'OPERATOR' },
  about: (input: Disburse) => ({ loan: sought('loan', input.loanId, 'loanId') }),
  async run(desk, { disbursedOn, document }, found) {
    desk.checkValueDate(disbursedOn, 'disbursedOn');
    const { loan, standings } = await lockLoan(desk, found.loan);
    const to = stateAfter(loan, 'DISBURSED');
    if (loan.signedOn && disbursedOn < loan.signedOn)
      throw invalid(
        'disbursedOn',
        `放款日不得早于合同签订日 ${loan.signedOn}。`,
        `The money cannot have been paid out before the contracts were signed on ${loan.signedOn}.`,
      );
    const { signedOn, lastDrawdownOn } = loan;
    desk.judge(
      DISBURSE,
      { contract: { signedOn, lastDrawdownOn, drawdownOn: disbursedOn } },
      desk.editionInForceOrLast,
    );
    const maturesOn = maturityOf(disbursedOn, loan.termMonths);
    const nextDueOn = await writeSchedule(desk, loan, disbursedOn);
    await desk.update('loan', { id: loan.id }, loan, {
      state: to,
      outstanding: loan.amount,
      disbursedOn,
      maturesOn,
      nextDueOn,
      version: loan.version + 1,
    });
    await desk.store.moveExposure(standings.keys, {
      committed: loan.amount.negated(),
      outstanding: loan.amount,
      disbursed: loan.amount,
      from: loan.state,
      to,
    });
    await obligeAfterDisbursement(desk, loan, disbursedOn, maturesOn);
    await settleLoanDuties(desk, loan.id);
    desk.tell('loan.disbursed', { noun: 'loan', id: loan.id }, loan, {
      amount: loan.amount.toString(),
      disbursedOn,
      maturesOn,
      document,
    });
    return changed('loan', loan.id);
  },
});

/** Writes the instalments, dated from the day the money was paid out; answers the first day on which one is due. */
async function writeSchedule(desk: Desk, loan: Row<'loan'>, start: BusinessDate): Promise<BusinessDate> {
  const decision = await desk.store.find('decision', { referralId: loan.referralId, party: 'BANK' });
  const planned = decision?.terms?.instalments.map(({ month, principal }) => ({
    dueOn: plusMonths(start, month),
    principal: Yuan.parse(principal),
  }));
  const { method, amount, termMonths, regionId, bankId, guarantorId, id: loanId } = loan;
  const schedule = scheduleOf({ method, amount, start, termMonths, instalments: planned });
  for (const [at, { dueOn: day, principal }] of schedule.entries())
    await desk.store.insert('instalment', {
      poolId: desk.actor.poolId,
      loanId,
      number: at + 1,
      regionId,
      bankId,
      guarantorId,
      dueOn: day,
      principal,
      unpaid: principal,
    });
  const [first] = schedule;
  if (!first) throw new Error('a schedule has an instalment');
  return first.dueOn;
}

async function obligeAfterDisbursement(
  desk: Desk,
  loan: Row<'loan'>,
  disbursedOn: BusinessDate,
  maturesOn: BusinessDate,
): Promise<void> {
  const { disbursementNoticeWorkingDays, maturityReminderDays } = editionOfLoan(desk, loan).values;
  const concerned = { loanId: loan.id, regionId: loan.regionId, bankId: loan.bankId };
  const notice = dueInWorkingDays(desk.calendar, disbursedOn, disbursementNoticeWorkingDays);
  await desk.oblige('DISBURSEMENT_NOTICE', loan.bankId, loan.id, notice, concerned);
  // The firm is to know at least so many days ahead: a day off work does not move this day on.
  const day = later(disbursedOn, plusDays(maturesOn, -maturityReminderDays));
  for (const debtor of [loan.bankId, loan.guarantorId])
    await desk.oblige('MATURITY_REMINDER', debtor, loan.id, dueOn(desk.calendar, day, false), concerned);
}

/** 第二十七条 The bank notifies the office in writing of a disbursement. */
export const giveDisbursementNotice = act({
  name: 'giveDisbursementNotice',
  by: { personas: ['BANK'], role: 'OPERATOR' },
  about: (input: { loanId: Id<'loan'> | null; document: string }) => ({
    loan: sought('loan', input.loanId, 'loanId'),
  }),
  async run(desk, { document }, found) {
    const { loan } = await lockLoan(desk, found.loan);
    if (!loan.disbursedOn) throw conflict('STATE', '该笔贷款尚未放款。', 'The loan has not been paid out.');
    if (loan.noticeOn)
      throw conflict('STATE', `已于 ${loan.noticeOn} 通知。`, `Notice was given on ${loan.noticeOn}.`);
    await desk.update('loan', { id: loan.id }, loan, { noticeOn: desk.today, version: loan.version + 1 });
    await desk.meet('DISBURSEMENT_NOTICE', loan.id, desk.today, document);
    desk.tell('loan.disbursement_noticed', { noun: 'loan', id: loan.id }, loan, { document });
    return changed('loan', loan.id);
  },
});
