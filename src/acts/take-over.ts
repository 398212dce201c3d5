import type { BusinessDate } from '../domain/dates.ts';
import {
  custody,
  type FundSource,
  openingCompensation,
  openingContribution,
  openingDeposit,
  openingInterest,
  type Posting,
} from '../domain/ledger.ts';
import type { Yuan } from '../domain/money.ts';
import type { Id, OpeningBalance, Source } from '../domain/words.ts';
import type { Desk } from './desk.ts';
import { conflict, invalid, mustBePositive } from './failures.ts';
import { lockStandings } from './gather.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

// A city that has run the scheme on paper brings its history in: while a take-over is open, and at no other time. What
// comes in is a fact and no new business; the figures count from then on as if they had arisen here.

const BY_OFFICE = { personas: ['OFFICE'], role: 'OPERATOR' } as const;

export interface OpenTakeOver {
  /** The day as of which balances and loans are taken over. */
  readonly takenOverOn: BusinessDate;
  readonly document: string;
}

/** Asks that history may be brought in, as of a day; a second person of the office opens it. */
export const openTakeOver = act({
  name: 'openTakeOver',
  by: BY_OFFICE,
  about: (_: OpenTakeOver) => ({}),
  async run(desk, { takenOverOn, document }) {
    desk.checkValueDate(takenOverOn, 'takenOverOn');
    await lockStandings(desk, {});
    const all = await desk.store.list('takeOver', {});
    if (all.some(({ state }) => state !== 'CLOSED'))
      throw conflict('STATE', '已有期初接管在办。', 'A take-over is under way already.');
    const { poolId, userId } = desk.actor;
    const id = desk.newId('takeOver');
    await desk.insert('takeOver', {
      poolId,
      id,
      state: 'OPENING',
      takenOverOn,
      document,
      askedBy: userId,
      askedOn: desk.today,
    });
    desk.tell('take_over.asked', { noun: 'takeOver', id }, {}, { takenOverOn });
    return changed('takeOver', id);
  },
});

async function lockTakeOver(
  desk: Desk,
  id: Id<'takeOver'>,
  states: readonly Row<'takeOver'>['state'][],
): Promise<Row<'takeOver'>> {
  await lockStandings(desk, {});
  const row = await desk.store.lock('takeOver', { id });
  if (!row || !states.includes(row.state))
    throw conflict(
      'STATE',
      '期初接管的当前状态不允许此项操作，请重新查阅。',
      'The state of the take-over does not allow this; read it again.',
    );
  return row;
}

export interface CloseTakeOver {
  readonly takeOverId: Id<'takeOver'> | null;
  readonly document: string;
}

/** Asks that a take-over end; nothing more comes in, and a second person closes it. */
export const closeTakeOver = act({
  name: 'closeTakeOver',
  by: BY_OFFICE,
  about: ({ takeOverId }: CloseTakeOver) => ({ takeOver: sought('takeOver', takeOverId, 'takeOverId') }),
  async run(desk, { document }, { takeOver }) {
    const row = await lockTakeOver(desk, takeOver.id, ['OPEN']);
    const asked = { state: 'CLOSING', document, askedBy: desk.actor.userId, askedOn: desk.today } as const;
    await desk.update('takeOver', { id: row.id }, row, asked);
    desk.tell('take_over.closing', { noun: 'takeOver', id: row.id }, {});
    return changed('takeOver', row.id);
  },
});

export interface ConfirmTakeOver {
  readonly takeOverId: Id<'takeOver'> | null;
  readonly approve: boolean;
}

/** A second person of the office opens a take-over that was asked for, or closes it; or does neither. */
export const confirmTakeOver = act({
  name: 'confirmTakeOver',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: ({ takeOverId }: ConfirmTakeOver) => ({ takeOver: sought('takeOver', takeOverId, 'takeOverId') }),
  async run(desk, { approve }, { takeOver }) {
    const row = await lockTakeOver(desk, takeOver.id, ['OPENING', 'CLOSING']);
    const { userId } = desk.actor;
    if (row.askedBy === userId)
      throw conflict(
        'SECOND_PERSON',
        '申请人不得复核自己的申请；请由另一名审批人员办理。',
        'Nobody agrees to what they asked for themselves; another approver must.',
      );
    const opens = (row.state === 'OPENING') === approve;
    await desk.update('takeOver', { id: row.id }, row, {
      ...(opens ? { state: 'OPEN' as const } : { state: 'CLOSED' as const, closedOn: desk.today }),
      ...(row.state === 'OPENING' && approve ? { openedBy: userId } : {}),
    });
    desk.tell(opens ? 'take_over.opened' : 'take_over.closed', { noun: 'takeOver', id: row.id }, {});
    return changed('takeOver', row.id);
  },
});

/** The take-over that is open: without one no history comes in. */
export async function takeOverNow(desk: Desk): Promise<Row<'takeOver'>> {
  const found = await desk.store.find('takeOver', { state: 'OPEN' });
  if (!found)
    throw conflict(
      'STATE',
      '期初接管未开启，或已结束；期初数据只能在接管期间录入。',
      'No take-over is open; history comes in only while one is.',
    );
  return found;
}

export interface RecordOpeningBalance {
  readonly balance: OpeningBalance;
  /** Whose it is, for a contribution or a compensation. */
  readonly source: Source | null;
  readonly regionId: Id<'region'> | null;
  /** Where it stands, for a deposit. */
  readonly bankId: Id<'bank'> | null;
  readonly amount: Yuan;
  readonly document: string;
}

function sourceOf({ balance, source, regionId }: RecordOpeningBalance): FundSource | null {
  if (balance === 'INTEREST' || balance === 'DEPOSIT') return null;
  if (!source) throw invalid('source', '请填写资金来源。', 'The source is needed.');
  if (source !== 'REGION') return { source, regionId: null };
  if (!regionId) throw invalid('regionId', '请填写地区。', 'The region is needed.');
  return { source, regionId };
}

function postingOf({ balance, amount, bankId }: RecordOpeningBalance, from: FundSource | null): Posting {
  if (balance === 'INTEREST') return openingInterest(amount);
  if (balance === 'DEPOSIT') {
    if (!bankId) throw invalid('bankId', '请填写银行。', 'The bank is needed.');
    return openingDeposit(bankId, amount);
  }
  if (!from) throw new Error('a contribution and a compensation have a source');
  return balance === 'CONTRIBUTION' ? openingContribution(from, amount) : openingCompensation(from, amount);
}

/** What the money was taken from is to be there: contributions and interest come first. */
async function mustBeInCustody(
  desk: Desk,
  { amount }: RecordOpeningBalance,
  day: BusinessDate,
): Promise<void> {
  const there = await desk.store.lowestBalance(custody.code, day);
  if (amount.atMost(there)) return;
  throw invalid(
    'amount',
    `资金池专户期初余额为 ${there.toReadable()} 元，不足以列支；请先录入累计注资和利息。`,
    `Only ${there.toReadable()} yuan stand on the pool’s own account; record contributions and interest first.`,
  );
}

/** A contribution of before counts as promised and paid. */
async function pledged(desk: Desk, { source, regionId }: FundSource, amount: Yuan, row: Row<'takeOver'>) {
  const { poolId } = desk.actor;
  const id = desk.newId('pledge');
  const day = row.takenOverOn;
  const facts = { poolId, id, source, regionId, amount, paid: amount, pledgedOn: day, payInBy: day };
  await desk.insert('pledge', { ...facts, document: row.document, version: 1 });
  if (!regionId) return id;
  const standing = await desk.store.lock('regionStanding', { regionId });
  if (!standing) throw new Error('a region has a standing');
  await desk.update('regionStanding', { regionId }, standing, {
    pledged: standing.pledged.plus(amount),
    paidIn: standing.paidIn.plus(amount),
  });
  return id;
}

/** Records one balance that the pool had on the day it was taken over. */
export const recordOpeningBalance = act({
  name: 'recordOpeningBalance',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: ({ regionId, bankId }: RecordOpeningBalance) => ({
    ...(regionId ? { region: sought('region', regionId, 'regionId') } : {}),
    ...(bankId ? { bank: sought('bank', bankId, 'bankId') } : {}),
  }),
  async run(desk, input) {
    const { balance, amount, document, bankId } = input;
    mustBePositive(amount, 'amount');
    const from = sourceOf(input);
    const posting = postingOf(input, from);
    await lockStandings(desk, { regionId: from?.regionId ?? null, bankId });
    const takeOver = await takeOverNow(desk);
    const { takenOverOn: valueDate } = takeOver;
    if (balance === 'DEPOSIT' || balance === 'COMPENSATION') await mustBeInCustody(desk, input, valueDate);
    const pledgeId = balance === 'CONTRIBUTION' && from ? await pledged(desk, from, amount, takeOver) : null;
    const entry = desk.post(posting, { valueDate, document, pledgeId });
    if (balance === 'DEPOSIT' && bankId) await desk.meet('FIRST_DEPOSIT', bankId, valueDate, document);
    desk.tell(
      'opening.recorded',
      { noun: 'entry', id: entry },
      { regionId: from?.regionId ?? null, bankId },
      { balance, amount: amount.toString(), valueDate },
    );
    return changed('entry', entry);
  },
});
