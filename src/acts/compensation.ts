import { type BusinessDate, daysBetween, earlier } from '../domain/dates.ts';
import { deducted, deposit, excessDeducted } from '../domain/ledger.ts';
import { nextDueOf } from '../domain/loan.ts';
import { difference, lossParts, poolPosition } from '../domain/loss.ts';
import { Yuan } from '../domain/money.ts';
import { dueInDays, dueInWorkingDays } from '../domain/obligation.ts';
import type { CompensationKind, Id } from '../domain/words.ts';
import { type Edition, sharingOf, sourceParts } from '../regulation/edition.ts';
import type { Facts } from '../regulation/facts.ts';
import { DEDUCT, REPORT_COMPENSATION, REPORT_DEDUCTION } from '../regulation/occasions.ts';
import { lockLoan, stateAfter } from './contract.ts';
import type { Desk } from './desk.ts';
import { settleLoanDuties } from './duties.ts';
import { conflict, invalid, mustBePositive } from './failures.ts';
import type { Standings } from './gather.ts';
import { editionOfLoan, lossMove, regionPartOf, stateOn, written } from './loss.ts';
import { act, type Changed, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';
import { settleReplenishments } from './replenishment.ts';
import { endReminders, IN_COMPENSATION } from './servicing.ts';

/** What a deduction on a day would claim and take. */
interface Claim {
  readonly loan: Row<'loan'>;
  readonly standings: Standings;
  readonly edition: Edition;
  /** All instalments, and those whose unpaid principal is past the days of grace. */
  readonly all: readonly Row<'instalment'>[];
  readonly instalments: readonly Row<'instalment'>[];
  readonly principal: Yuan;
  readonly facts: Facts['deduction'];
}

/** 第三十二条 Finds what the pool owes on a loan on a day: principal past the days of grace, once, and what was left open. */
async function claimOn(desk: Desk, seen: Row<'loan'>, day: BusinessDate): Promise<Claim> {
  const { id: loanId, bankId } = seen;
  const [{ loan, standings }, all, attempts, lowest] = await Promise.all([
    lockLoan(desk, seen),
    desk.store.list('instalment', { loanId }),
    desk.store.list('aftercare', { loanId, kind: 'COLLECTION_ATTEMPT' }),
    desk.store.lowestBalance(deposit(bankId).code, day),
  ]);
  if (!loan.disbursedOn || day < loan.disbursedOn)
    throw invalid('deductedOn', '划扣日不得早于放款日。', 'A deduction cannot lie before the disbursement.');
  if (loan.state === 'CLOSED')
    throw conflict(
      'STATE',
      '该笔贷款追偿已终结，不再划扣。',
      'The recovery of this loan is concluded; nothing more is deducted.',
    );
  const edition = editionOfLoan(desk, loan);
  const pastDue = all.filter(({ unpaid, dueOn }) => unpaid.isPositive() && dueOn < day);
  const instalments = pastDue.filter(({ dueOn }) => daysBetween(dueOn, day) > edition.values.graceDaysMax);
  const principal = Yuan.sum(instalments.map(({ unpaid }) => unpaid));
  const daysPastDue = pastDue.reduce((most, { dueOn }) => Math.max(most, daysBetween(dueOn, day)), 0);
  const fellDueOn = pastDue.reduce((least, { dueOn }) => earlier(least, dueOn), day);
  const sharing = sharingOf(edition.values, loan.amount);
  const compensatedPrincipal = loan.compensatedPrincipal.plus(principal);
  const { claimable } = poolPosition(sharing, { ...loan, compensatedPrincipal });
  const facts = {
    pastDue: pastDue.length > 0,
    pastGrace: instalments.length > 0,
    daysPastDue,
    restOnly: principal.isZero() && claimable.isPositive(),
    attempts: attempts.filter(({ doneOn }) => doneOn > fellDueOn && doneOn <= day).length,
    claimable,
    deposit: lowest,
    taken: Yuan.min(claimable, lowest),
  };
  return { loan, standings, edition, all, instalments, principal, facts };
}

interface Booked {
  readonly kind: CompensationKind;
  readonly deductedOn: BusinessDate;
  readonly document: string;
  /** What the bank took in all. */
  readonly taken: Yuan;
}

/** Books what is lawful of a claim as compensation, and what the bank took beyond it as owed back. */
async function book(
  desk: Desk,
  claim: Claim,
  { kind, deductedOn, document, taken }: Booked,
): Promise<Changed> {
  const { edition, facts } = claim;
  const before = claim.loan;
  const { id: loanId, regionId, bankId, guarantorId } = before;
  const lawful = Yuan.min(taken, facts.claimable);
  const excess = taken.minus(lawful);
  const principal = lawful.isPositive() ? claim.principal : Yuan.ZERO;
  const sharing = sharingOf(edition.values, before.amount);
  const compensatedPrincipal = before.compensatedPrincipal.plus(principal);
  const parts = difference(
    lossParts(sharing, compensatedPrincipal),
    lossParts(sharing, before.compensatedPrincipal),
  );
  const id = desk.newId('compensation');
  const sources = sourceParts(edition.values, regionId, before.deducted, lawful);
  const regionPart = regionPartOf(sources);
  const about = { valueDate: deductedOn, document, loanId, compensationId: id };
  const entryId = lawful.isPositive() ? desk.post(deducted(bankId, sources), about) : null;
  const excessEntryId = excess.isPositive() ? desk.post(excessDeducted(bankId, excess), about) : null;
  await desk.insert('compensation', {
    poolId: desk.actor.poolId,
    id,
    loanId,
    regionId,
    bankId,
    guarantorId,
    kind,
    deductedOn,
    principal,
    taken,
    deducted: lawful,
    claimable: lawful.isPositive() ? facts.claimable.minus(lawful) : Yuan.ZERO,
    parts: written(parts),
    regionPart,
    entryId,
    excessEntryId,
    document,
    noticeOn: null,
    noticeDocument: null,
    recordedAt: desk.recordedAt,
    reversedOn: null,
  });
  const told = {
    deducted: lawful.toString(),
    principal: principal.toString(),
    deductedOn,
  };
  if (lawful.isPositive()) {
    await compensate(desk, claim, principal, lawful, deductedOn);
    await endReminders(desk, before, deductedOn, IN_COMPENSATION);
    await obligeRegion(desk, id, before, edition, regionPart, deductedOn);
    desk.tell('loan.compensated', { noun: 'loan', id: loanId }, before, told);
  }
  await obligeBank(desk, id, before, edition, deductedOn, excess);
  desk.tell('compensation.deducted', { noun: 'compensation', id }, before, told);
  // What a bank took in excess is between it and the pool.
  if (excess.isPositive())
    desk.tell(
      'excess.deducted',
      { noun: 'compensation', id },
      { bankId },
      { excess: excess.toString(), deductedOn },
    );
  // Duties of the region about its compensations, and duties about this loan: none is both.
  await Promise.all([settleReplenishments(desk, regionId, deductedOn), settleLoanDuties(desk, loanId)]);
  return changed('compensation', id);
}

/** What a compensation changes on the loan: claimed principal is no longer outstanding. */
async function compensate(
  desk: Desk,
  { loan, standings, all, instalments }: Claim,
  principal: Yuan,
  lawful: Yuan,
  deductedOn: BusinessDate,
): Promise<void> {
  for (const { number, unpaid, compensated } of instalments)
    await desk.store.update(
      'instalment',
      { loanId: loan.id, number },
      { unpaid: Yuan.ZERO, compensated: compensated.plus(unpaid) },
    );
  const nextDueOn = nextDueOf(all.filter((instalment) => !instalments.includes(instalment)));
  const to = stateAfter({ ...loan, state: stateOn(desk, loan) }, 'DEDUCTED');
  await desk.update('loan', { id: loan.id }, loan, {
    state: to,
    outstanding: loan.outstanding.minus(principal),
    compensatedPrincipal: loan.compensatedPrincipal.plus(principal),
    deducted: loan.deducted.plus(lawful),
    compensatedOn: loan.compensatedOn ?? deductedOn,
    nextDueOn,
    version: loan.version + 1,
  });
  await desk.store.moveExposure(
    standings.keys,
    lossMove(
      { outstanding: principal.negated(), compensatedPrincipal: principal, deducted: lawful },
      loan.state,
      to,
    ),
  );
}

async function obligeBank(
  desk: Desk,
  id: Id<'compensation'>,
  { id: loanId, regionId, bankId }: Row<'loan'>,
  { values }: Edition,
  deductedOn: BusinessDate,
  excess: Yuan,
): Promise<void> {
  const concerned = { loanId, regionId, bankId };
  const notice = dueInWorkingDays(desk.calendar, deductedOn, values.deductionNoticeWorkingDays);
  await desk.oblige('DEDUCTION_NOTICE', bankId, id, notice, concerned);
  if (excess.isZero()) return;
  const back = dueInWorkingDays(desk.calendar, desk.today, values.excessReturnWorkingDays);
  await desk.oblige('EXCESS_RETURN', bankId, id, back, { ...concerned, amount: excess });
}

/** 第十三条 The region has to make up for its part. */
async function obligeRegion(
  desk: Desk,
  id: Id<'compensation'>,
  { id: loanId, regionId }: Row<'loan'>,
  { values }: Edition,
  amount: Yuan,
  deductedOn: BusinessDate,
): Promise<void> {
  if (!amount.isPositive()) return;
  const due = dueInDays(desk.calendar, deductedOn, values.replenishmentDays, values.rollDueDates);
  await desk.oblige('REPLENISHMENT', regionId, id, due, { loanId, regionId, amount });
}

export interface Deduct {
  readonly loanId: Id<'loan'> | null;
  readonly deductedOn: BusinessDate;
  readonly document: string;
}

/** 第三十二条 The bank takes the pool's share of what is due and unpaid too long out of its risk deposit. */
export const deduct = act({
  name: 'deduct',
  by: { personas: ['BANK'], role: 'OPERATOR' },
  about: (input: Deduct) => ({ loan: sought('loan', input.loanId, 'loanId') }),
  async run(desk, { deductedOn, document }, found) {
    desk.checkValueDate(deductedOn, 'deductedOn');
    const claim = await claimOn(desk, found.loan, deductedOn);
    desk.judge(DEDUCT, { deduction: claim.facts }, claim.edition);
    return book(desk, claim, { kind: 'DEDUCTED', deductedOn, document, taken: claim.facts.taken });
  },
});

export interface ReportDeduction extends Deduct {
  readonly amount: Yuan;
}

/** 第三十二条 The bank reports a deduction that it made first: the lawful part is booked, the rest is owed back. */
export const reportDeduction = act({
  name: 'reportDeduction',
  by: { personas: ['BANK'], role: 'OPERATOR' },
  about: (input: ReportDeduction) => ({ loan: sought('loan', input.loanId, 'loanId') }),
  async run(desk, { deductedOn, amount, document }, found) {
    mustBePositive(amount, 'amount');
    desk.checkValueDate(deductedOn, 'deductedOn');
    const claim = await claimOn(desk, found.loan, deductedOn);
    if (amount.moreThan(claim.facts.deposit))
      throw invalid(
        'amount',
        `该行风险补偿金自 ${deductedOn} 起最低余额为 ${claim.facts.deposit.toReadable()} 元，不可能划扣此金额；请核对。`,
        `At its lowest since ${deductedOn} the risk deposit held ${claim.facts.deposit.toReadable()} yuan; this amount cannot have been taken, check it.`,
      );
    const taken = { ...claim.facts, taken: amount };
    if (claim.facts.claimable.isPositive())
      desk.judge(REPORT_COMPENSATION, { deduction: taken }, claim.edition);
    else desk.judge(REPORT_DEDUCTION, { deduction: taken }, claim.edition);
    const made = await book(desk, claim, { kind: 'REPORTED', deductedOn, document, taken: amount });
    await notice(desk, made.id as Id<'compensation'>, document);
    return made;
  },
});

/** Notes the notice on the compensation, and meets the duty to give it. */
async function notice(desk: Desk, id: Id<'compensation'>, document: string): Promise<void> {
  const row = await desk.store.lock('compensation', { id });
  if (!row) throw new Error('a compensation is never deleted');
  if (row.reversedOn)
    throw conflict(
      'STATE',
      `该笔代偿已于 ${row.reversedOn} 冲销，无须告知。`,
      `This compensation was reversed on ${row.reversedOn}; no notice is due.`,
    );
  if (row.noticeOn)
    throw conflict('STATE', `已于 ${row.noticeOn} 告知。`, `Notice was given on ${row.noticeOn}.`);
  await desk.update('compensation', { id }, row, { noticeOn: desk.today, noticeDocument: document });
  await desk.meet('DEDUCTION_NOTICE', id, desk.today, document);
}

/** 第三十二条 The bank notifies the office in writing of a deduction. */
export const giveDeductionNotice = act({
  name: 'giveDeductionNotice',
  by: { personas: ['BANK'], role: 'OPERATOR' },
  about: (input: { compensationId: Id<'compensation'> | null; document: string }) => ({
    compensation: sought('compensation', input.compensationId, 'compensationId'),
  }),
  async run(desk, { document }, { compensation }) {
    await notice(desk, compensation.id, document);
    desk.tell('compensation.noticed', { noun: 'compensation', id: compensation.id }, compensation, {
      document,
    });
    return changed('compensation', compensation.id);
  },
});
