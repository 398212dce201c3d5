import { type BusinessDate, later } from '../domain/dates.ts';
import { deposit, depositReturned, suspense } from '../domain/ledger.ts';
import type { Yuan } from '../domain/money.ts';
import { dueInWorkingDays } from '../domain/obligation.ts';
import type { Id } from '../domain/words.ts';
import { LEAVE, RETURN_DEPOSIT } from '../regulation/occasions.ts';
import { endAgreement } from './agreement-end.ts';
import type { Desk } from './desk.ts';
import { conflict } from './failures.ts';
import { lockStandings } from './gather.ts';
import { reopened } from './lateness.ts';
import { openClaims } from './loss.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

// A bank leaves: no new business from that day, its loans run off, and the deposit goes back after the last of them.

interface Departure {
  readonly standing: Row<'bankStanding'>;
  /** The first day of its leaving; null for a bank that stays. */
  readonly since: BusinessDate | null;
  readonly runningLoans: number;
  readonly balance: Yuan;
  readonly suspense: Yuan;
}

async function balanceOf(desk: Desk, code: string): Promise<Yuan> {
  const account = await desk.store.find('account', { code });
  if (!account) throw new Error('a bank has an account for its deposit and one for what it owes back');
  return account.balance;
}

/** How far a bank’s leaving has come. */
async function departureOf(desk: Desk, bankId: Id<'bank'>): Promise<Departure> {
  const standing = await desk.store.lock('bankStanding', { bankId });
  const exposure = await desk.store.find('exposure', { scope: 'BANK', scopeId: bankId });
  if (!standing || !exposure) throw new Error('a bank has a standing and an exposure row');
  const { approvedLoans, contractedLoans, activeLoans, compensatedLoans } = exposure;
  const [balance, owed] = await Promise.all([
    balanceOf(desk, deposit(bankId).code),
    balanceOf(desk, suspense(bankId).code),
  ]);
  return {
    standing,
    since: standing.state === 'LEAVING' ? standing.leavingOn : null,
    runningLoans: approvedLoans + contractedLoans + activeLoans + compensatedLoans,
    balance,
    suspense: owed,
  };
}

/** The day on which a leaving bank had nothing running any more. */
async function runOffEndedOn(
  desk: Desk,
  bankId: Id<'bank'>,
  { since, runningLoans }: Departure,
): Promise<BusinessDate | null> {
  if (!since || runningLoans > 0) return null;
  const loans = await desk.store.list('loan', { bankId });
  return loans.reduce((last, { endedOn }) => (endedOn ? later(last, endedOn) : last), since);
}

/**
 * 第十八条 Once a leaving bank’s last loan has ended, its deposit and the interest are due back; a bank with nothing to
 * return has left. Called where a loan ends, where a bank leaves, and where an agreement runs out, which it puts on record.
 * Does nothing for a bank that stays, or twice.
 */
export async function settleLeaving(desk: Desk, bankId: Id<'bank'>): Promise<void> {
  await endAgreement(desk, bankId);
  if ((await desk.store.find('bankStanding', { bankId }))?.state !== 'LEAVING') return;
  await endPlacements(desk, bankId);
  const departure = await departureOf(desk, bankId);
  const endedOn = await runOffEndedOn(desk, bankId, departure);
  if (!endedOn || !departure.since) return;
  const amount = departure.balance.plus(departure.suspense);
  if (amount.isZero()) {
    await leave(desk, departure.standing, endedOn);
    return;
  }
  const period = departure.since;
  const debtorId = bankId as string as Id<'tenant'>;
  const key = { kind: 'DEPOSIT_RETURN', debtorId, subjectId: bankId, period } as const;
  if (await desk.store.find('obligation', key)) return;
  const { depositReturnWorkingDays } = desk.editionInForceOrLast.values;
  const due = dueInWorkingDays(desk.calendar, endedOn, depositReturnWorkingDays);
  await desk.oblige('DEPOSIT_RETURN', bankId, bankId, due, {
    bankId,
    period,
    amount,
    aroseOn: endedOn,
  });
  desk.tell(
    'bank.run_off',
    { noun: 'bank', id: bankId },
    { bankId },
    { endedOn, amount: amount.toString(), dueOn: due.date },
    endedOn,
  );
}

async function leave(desk: Desk, standing: Row<'bankStanding'>, leftOn: BusinessDate): Promise<void> {
  const { bankId } = standing;
  await desk.update('bankStanding', { bankId }, standing, { state: 'LEFT', leftOn });
  desk.tell('bank.left', { noun: 'bank', id: bankId }, { bankId }, { leftOn });
}

export interface LeaveBank {
  readonly bankId: Id<'bank'> | null;
  readonly leavingOn: BusinessDate;
  readonly reason: string;
  readonly document: string;
}

/** 第十八条 A bank’s cooperation ends: from now on it takes no new business, and its loans run off. */
export const leaveBank = act({
  name: 'leaveBank',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: (input: LeaveBank) => ({ bank: sought('bank', input.bankId, 'bankId') }),
  async run(desk, { leavingOn, reason, document }, { bank }) {
    desk.checkValueDate(leavingOn, 'leavingOn');
    const bankId = bank.id;
    await lockStandings(desk, { bankId });
    await endAgreement(desk, bankId);
    const { standing, runningLoans, balance, suspense: owed } = await departureOf(desk, bankId);
    if (standing.state !== 'COOPERATING')
      throw conflict(
        'STATE',
        standing.state === 'REGISTERED' ? '该银行尚未签订合作协议。' : '该银行已在退出或已退出合作。',
        standing.state === 'REGISTERED'
          ? 'The bank has signed no agreement yet.'
          : 'The bank is leaving already, or has left.',
      );
    const departure = {
      runningLoans,
      endedOn: null,
      valueDate: leavingOn,
      balance: balance.plus(owed),
      lowest: balance,
      suspense: owed,
    };
    desk.judge(LEAVE, { departure }, desk.editionInForceOrLast);
    await desk.update('bankStanding', { bankId }, standing, {
      state: 'LEAVING',
      leavingOn,
      leavingReason: reason,
      leavingDocument: document,
    });
    desk.tell('bank.leaving', { noun: 'bank', id: bankId }, { bankId }, { leavingOn, reason, document });
    await settleLeaving(desk, bankId);
    return changed('bank', bankId);
  },
});

/** Nothing more is placed at a leaving bank: what was still to be placed no longer is. */
async function endPlacements(desk: Desk, bankId: Id<'bank'>): Promise<void> {
  await desk.meet('FIRST_DEPOSIT', bankId, desk.today, '银行退出合作');
  // What it is owed it may still ask for, and get.
  if ((await openClaims(desk, bankId)).isPositive()) return;
  for (const row of await desk.store.list('topUp', { bankId })) {
    if (row.state !== 'ASKED' && row.state !== 'APPROVED') continue;
    await desk.update('topUp', { id: row.id }, row, {
      state: 'DECLINED',
      decidedOn: desk.today,
      decisionNote: '银行退出合作',
      version: row.version + 1,
    });
    await desk.meet('TOP_UP', row.id, desk.today, '银行退出合作');
  }
}

export interface ReturnDeposit {
  readonly bankId: Id<'bank'> | null;
  readonly valueDate: BusinessDate;
  readonly document: string;
}

/** 第十八条 The whole deposit of a departed bank, interest included, goes back to the pool’s own account. */
export const returnDeposit = act({
  name: 'returnDeposit',
  by: { personas: ['FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: ReturnDeposit) => ({ bank: sought('bank', input.bankId, 'bankId') }),
  async run(desk, { valueDate, document }, { bank }) {
    desk.checkValueDate(valueDate, 'valueDate');
    const bankId = bank.id;
    await lockStandings(desk, { bankId });
    await settleLeaving(desk, bankId);
    const departure = await departureOf(desk, bankId);
    const { standing, balance } = departure;
    if (!departure.since)
      throw conflict(
        'STATE',
        '该银行合作未到期且未退出，或已退出完毕，不得转回风险补偿金。',
        'The bank is not leaving, or has left already; no deposit goes back.',
      );
    if (balance.isZero() && departure.suspense.isZero())
      throw conflict(
        'STATE',
        '该行没有可转回的风险补偿金。',
        'The bank holds no deposit that could go back.',
      );
    const [endedOn, lowest] = await Promise.all([
      runOffEndedOn(desk, bankId, departure),
      desk.store.lowestBalance(deposit(bankId).code, valueDate),
    ]);
    desk.judge(
      RETURN_DEPOSIT,
      { departure: { ...departure, endedOn, valueDate, lowest } },
      desk.editionInForceOrLast,
    );
    const entry = desk.post(depositReturned(bankId, balance), { valueDate, document });
    await desk.meet('DEPOSIT_RETURN', bankId, valueDate, document);
    await leave(desk, standing, valueDate);
    desk.tell(
      'deposit.returned',
      { noun: 'bank', id: bankId },
      { bankId },
      { amount: balance.toString(), valueDate },
    );
    return changed('entry', entry);
  },
});

/** Takes back what a return had changed beside the ledger: the bank has not left, and its duty is open again. */
export async function undoDepositReturn(desk: Desk, { bankId }: Row<'entry'>): Promise<void> {
  const standing = bankId && (await desk.store.lock('bankStanding', { bankId }));
  if (!standing) throw new Error('a returned deposit names its bank');
  await desk.update('bankStanding', { bankId }, standing, { state: 'LEAVING', leftOn: null });
  const period = standing.leavingOn ?? '';
  const duty = await desk.store.lock('obligation', { kind: 'DEPOSIT_RETURN', subjectId: bankId, period });
  if (duty?.metOn) await reopened(desk, duty);
  desk.tell('bank.return_reversed', { noun: 'bank', id: bankId }, { bankId });
}
