import type { BusinessDate } from '../domain/dates.ts';
import { writeId } from '../domain/ids.ts';
import { type AccountCode, type Line, reversalOf } from '../domain/ledger.ts';
import type { Yuan } from '../domain/money.ts';
import { ENTRY_KINDS, type Id } from '../domain/words.ts';
import { lockLoan } from './contract.ts';
import type { Desk } from './desk.ts';
import { conflict, invalid, type Message } from './failures.ts';
import { fundManagerId, lockStandings } from './gather.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';
import { undo } from './undo.ts';

/** Asks that an entry be reversed (红字冲销); a second person decides. Nothing moves yet. */
export const askReversal = act({
  name: 'askReversal',
  by: { personas: ['OFFICE', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: { entryId: Id<'entry'> | null; reason: string }) => ({
    entry: sought('entry', input.entryId, 'entryId'),
  }),
  async run(desk, { reason }, { entry }) {
    await lockStandings(desk, {});
    await mustBeReversible(desk, entry);
    if (await desk.store.find('reversal', { entryId: entry.id, state: 'ASKED' }))
      throw conflict(
        'STATE',
        '该分录已有冲销申请待复核。',
        'A reversal of this entry is waiting for approval already.',
      );
    const id = desk.newId('reversal');
    const { poolId, userId, tenantId } = desk.actor;
    await desk.insert('reversal', {
      poolId,
      id,
      entryId: entry.id,
      state: 'ASKED',
      reason,
      askedBy: userId,
      askedByTenant: tenantId,
      askedOn: desk.today,
      version: 1,
    });
    // A request is the office’s and the fund manager’s to see; those whose entry it is are told when it is posted.
    desk.tell('reversal.asked', { noun: 'reversal', id }, { guarantorId: await fundManagerId(desk) });
    return changed('reversal', id);
  },
});

/** What an entry about a loan had changed on the loan is taken back by the office alone. */
function mustBeOffices(desk: Desk, { loanId }: Row<'entry'>): void {
  if (loanId && desk.actor.persona !== 'OFFICE')
    throw conflict(
      'STATE',
      '涉及代偿或追偿的冲销由专项工作协调办公室复核。',
      'A reversal of a compensation or a recovery is approved by the office.',
    );
}

export async function mustBeReversible(desk: Desk, entry: Row<'entry'>): Promise<void> {
  if (entry.kind === 'REVERSAL')
    throw conflict(
      'STATE',
      '冲销分录不能再冲销；请重新记账。',
      'A reversal cannot be reversed; record the entry anew.',
    );
  if (await desk.store.find('entry', { reversesId: entry.id }))
    throw conflict('STATE', '该分录已被冲销。', 'This entry has been reversed already.');
}

export interface DecideReversal {
  readonly reversalId: Id<'reversal'> | null;
  readonly approve: boolean;
  /** The value date of the reversing entry; not before the entry that it reverses. */
  readonly valueDate: BusinessDate;
  readonly document: string;
}

/** A second person approves a reversal, which is then posted, or declines it. */
export const decideReversal = act({
  name: 'decideReversal',
  by: { personas: ['OFFICE', 'FUND_MANAGER'], role: 'APPROVER' },
  about: (input: DecideReversal) => ({ reversal: sought('reversal', input.reversalId, 'reversalId') }),
  async run(desk, { approve, valueDate, document }, found) {
    const entry = await desk.store.find('entry', { id: found.reversal.entryId });
    if (!entry) throw new Error('an entry is never deleted');
    mustBeOffices(desk, entry);
    const loan = entry.loanId && (await desk.store.find('loan', { id: entry.loanId }));
    const about = loan ? await lockLoan(desk, loan) : null;
    if (!about) await lockStandings(desk, { regionId: entry.regionId, bankId: entry.bankId });
    const row = await desk.store.lock('reversal', { id: found.reversal.id });
    if (row?.state !== 'ASKED')
      throw conflict('STATE', '该申请已办结。', 'This request has been decided already.');
    if (row.askedBy === desk.actor.userId)
      throw conflict(
        'SECOND_PERSON',
        '申请人不得自行复核。',
        'Whoever asked for the reversal may not approve it.',
      );
    const decided = { decidedBy: desk.actor.userId, decidedOn: desk.today, version: row.version + 1 };
    if (!approve) {
      await desk.update('reversal', { id: row.id }, row, { ...decided, state: 'DECLINED' });
      desk.tell(
        'reversal.declined',
        { noun: 'reversal', id: row.id },
        { guarantorId: await fundManagerId(desk) },
      );
      return changed('reversal', row.id);
    }
    desk.checkValueDate(valueDate, 'valueDate');
    if (valueDate < entry.valueDate)
      throw invalid(
        'valueDate',
        '不得早于被冲销分录的起息日。',
        'It lies before the value date of the entry that is reversed.',
      );
    await mustBeReversible(desk, entry);
    const lines = await reversingLines(desk, entry);
    await mustNotOverdraw(desk, lines, valueDate);
    const postedEntryId = postReversal(desk, entry, lines, { valueDate, document });
    await undo(desk, { entry, lines, valueDate, about });
    await desk.update('reversal', { id: row.id }, row, { ...decided, state: 'POSTED', postedEntryId });
    desk.tell('entry.reversed', { noun: 'entry', id: entry.id }, entry, {
      by: writeId('entry', postedEntryId),
      valueDate,
    });
    return changed('reversal', row.id);
  },
});

/** Lays the reversing entry of an entry on the desk. */
export function postReversal(
  desk: Desk,
  entry: Row<'entry'>,
  lines: readonly Line[],
  { valueDate, document }: { readonly valueDate: BusinessDate; readonly document: string },
): Id<'entry'> {
  return desk.post(
    { kind: 'REVERSAL', lines },
    {
      valueDate,
      document,
      pledgeId: entry.pledgeId,
      topUpId: entry.topUpId,
      loanId: entry.loanId,
      compensationId: entry.compensationId,
      recoveryId: entry.recoveryId,
      supplementId: entry.supplementId,
      reversesId: entry.id,
    },
  );
}

/** The lines by which an entry is reversed. */
export async function reversingLines(desk: Desk, entry: Row<'entry'>): Promise<readonly Line[]> {
  return reversalOf(await linesOf(desk, entry)).lines;
}

async function linesOf(desk: Desk, entry: Row<'entry'>): Promise<Line[]> {
  const [lines, accounts] = await Promise.all([
    desk.store.list('line', { entryId: entry.id }),
    desk.store.list('account', {}),
  ]);
  const byCode = new Map(accounts.map((account) => [account.code, account]));
  return lines.map((line) => {
    const account = byCode.get(line.code);
    if (!account) throw new Error('a line names its account');
    const { kind, source, bankId, regionId } = account;
    return {
      account: { code: account.code as AccountCode, kind, source, bankId, regionId },
      amount: line.amount,
    };
  });
}

/** Accounts that never stand below zero, on any day. */
const GUARDED: readonly string[] = ['CUSTODY', 'DEPOSIT', 'SUSPENSE'];

export async function mustNotOverdraw(
  desk: Desk,
  lines: readonly Line[],
  valueDate: BusinessDate,
): Promise<void> {
  for (const { account, amount } of lines) {
    if (!amount.isNegative() || !GUARDED.includes(account.kind)) continue;
    const lowest: Yuan = await desk.store.lowestBalance(account.code, valueDate);
    if (!lowest.plus(amount).isNegative()) continue;
    const since = await spentSince(desk, account.code, valueDate);
    throw conflict(
      'STATE',
      `冲销后专户余额将在某日为负，不能冲销；该笔资金其后已被使用${since.zh}。`,
      `After the reversal an account would stand below zero on some day; its money has been used since${since.en}.`,
    );
  }
}

/** How many of the entries that used the money are named. */
const NAMED_MAX = 3;

/** The entries that took money from an account on a day or later, the latest first: those that would have to go first. */
async function spentSince(desk: Desk, code: string, from: BusinessDate): Promise<Message> {
  const lines = await desk.store.list('line', { code });
  const spent = lines.filter(({ amount, valueDate }) => amount.isNegative() && valueDate >= from);
  const entries = await Promise.all(spent.map(({ entryId }) => desk.store.find('entry', { id: entryId })));
  const named = entries
    .flatMap((entry) => (entry ? [entry] : []))
    .sort((a, b) => b.sequence - a.sequence)
    .slice(0, NAMED_MAX);
  if (named.length === 0) return { zh: '', en: '' };
  const zh = named.map(
    (one) => `${one.sequence}（${one.valueDate} ${ENTRY_KINDS[one.kind].zh}，凭证 ${one.document}）`,
  );
  const en = named.map((one) => `${one.sequence} (${one.valueDate}, ${one.kind}, document ${one.document})`);
  return { zh: `，如分录 ${zh.join('、')}`, en: `, such as by entry ${en.join(', ')}` };
}
