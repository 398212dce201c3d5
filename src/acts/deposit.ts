import type { BusinessDate } from '../domain/dates.ts';
import { custody, depositPlaced } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import { dueInDays } from '../domain/obligation.ts';
import type { Id } from '../domain/words.ts';
import type { Facts } from '../regulation/facts.ts';
import { ASK_FOR_CLAIM, ASK_TOP_UP, PLACE_DEPOSIT, PLACE_FOR_CLAIM } from '../regulation/occasions.ts';
import type { Desk } from './desk.ts';
import { conflict, mustBePositive } from './failures.ts';
import { bankFacts, fundManagerId, lockStandings, poolFacts } from './gather.ts';
import { openClaims } from './loss.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

export interface PlaceDeposit {
  readonly amount: Yuan;
  readonly valueDate: BusinessDate;
  readonly document: string;
}

async function place(
  desk: Desk,
  bankId: Id<'bank'>,
  { amount, valueDate, document }: PlaceDeposit,
  topUp: Row<'topUp'> | null,
): Promise<Id<'entry'>> {
  mustBePositive(amount, 'amount');
  desk.checkValueDate(valueDate, 'valueDate');
  const standings = await lockStandings(desk, { bankId });
  const [bank, pool, lowest] = await Promise.all([
    bankFacts(desk, bankId, standings),
    poolFacts(standings),
    desk.store.lowestBalance(custody.code, valueDate),
  ]);
  const placement = { amount, first: topUp === null, approvedTopUp: topUp?.approved ?? null };
  const facts = { bank, pool: { ...pool, custody: lowest }, placement };
  const open = topUp && bank.state === 'LEAVING' ? await openClaims(desk, bankId) : Yuan.ZERO;
  if (open.isPositive())
    desk.judge(PLACE_FOR_CLAIM, { ...facts, claim: { amount, open } }, desk.editionInForceOrLast);
  else desk.judge(PLACE_DEPOSIT, facts, desk.editionInForceOrLast);
  return desk.post(depositPlaced(bankId, amount), { valueDate, document, topUpId: topUp?.id ?? null });
}

/** 第十六条 The fund manager places the first risk deposit at a bank that has signed. */
export const placeFirstDeposit = act({
  name: 'placeFirstDeposit',
  by: { personas: ['FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: PlaceDeposit & { bankId: Id<'bank'> | null }) => ({
    bank: sought('bank', input.bankId, 'bankId'),
  }),
  async run(desk, input, { bank }) {
    await lockStandings(desk, { bankId: bank.id });
    const [firsts, taken] = await Promise.all([
      desk.store.list('entry', { bankId: bank.id, kind: 'DEPOSIT_PLACED' }),
      desk.store.list('entry', { bankId: bank.id, kind: 'OPENING' }),
    ]);
    const placed = [...firsts, ...taken];
    const reversed = await desk.store.list('entry', { bankId: bank.id, kind: 'REVERSAL' });
    const undone = new Set(reversed.map((entry) => entry.reversesId));
    if (placed.some((entry) => entry.topUpId === null && !undone.has(entry.id)))
      throw conflict(
        'STATE',
        '该银行首笔风险补偿金已存入；追加请走补充程序。',
        'The first deposit stands already; more is placed as a top-up.',
      );
    const entry = await place(desk, bank.id, input, null);
    await desk.meet('FIRST_DEPOSIT', bank.id, input.valueDate, input.document);
    desk.tell(
      'deposit.placed',
      { noun: 'bank', id: bank.id },
      { bankId: bank.id },
      { amount: input.amount.toString(), first: true },
    );
    return changed('entry', entry);
  },
});

/** 第十六、三十二条 By what it lends a bank may ask for any amount; by what a short deposit left unpaid, for that. */
async function mayAsk(desk: Desk, bank: Facts['bank'], amount: Yuan): Promise<void> {
  const edition = desk.editionInForceOrLast;
  const bankId = desk.actor.tenantId as string as Id<'bank'>;
  const lendsEnough =
    bank.state === 'COOPERATING' &&
    bank.exposure.moreThan(bank.deposit.times(edition.values.depositLeverageMultiple));
  const open = lendsEnough ? Yuan.ZERO : await openClaims(desk, bankId);
  if (open.isPositive()) desk.judge(ASK_FOR_CLAIM, { claim: { amount, open } }, edition);
  else desk.judge(ASK_TOP_UP, { bank }, edition);
}

/** 第十六条 A bank whose loans exceed the multiple of its risk deposit, or whose claims it left unpaid, asks for a top-up. */
export const askTopUp = act({
  name: 'askTopUp',
  by: { personas: ['BANK'], role: 'OPERATOR' },
  about: (_: { amount: Yuan; reason: string }) => ({}),
  async run(desk, { amount, reason }) {
    mustBePositive(amount, 'amount');
    const bankId = desk.actor.tenantId as string as Id<'bank'>;
    const standings = await lockStandings(desk, { bankId });
    const open = (await desk.store.list('topUp', { bankId })).find(
      ({ state }) => state === 'ASKED' || state === 'APPROVED',
    );
    if (open)
      throw conflict('STATE', '已有一笔补充申请在办。', 'A request for a top-up is under way already.');
    await mayAsk(desk, await bankFacts(desk, bankId, standings), amount);
    const id = desk.newId('topUp');
    const { poolId } = desk.actor;
    await desk.insert('topUp', {
      poolId,
      id,
      bankId,
      state: 'ASKED',
      asked: amount,
      reason,
      askedOn: desk.today,
      version: 1,
    });
    desk.tell('top_up.asked', { noun: 'topUp', id }, { bankId }, { amount: amount.toString() });
    return changed('topUp', id);
  },
});

export interface DecideTopUp {
  readonly topUpId: Id<'topUp'> | null;
  /** What is approved; null declines. */
  readonly approved: Yuan | null;
  readonly note: string;
}

/** 第十六条 The office approves a top-up, which then falls due, or declines it. */
export const decideTopUp = act({
  name: 'decideTopUp',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: (input: DecideTopUp) => ({ topUp: sought('topUp', input.topUpId, 'topUpId') }),
  async run(desk, { approved, note }, found) {
    if (approved) mustBePositive(approved, 'approved');
    const row = await desk.store.lock('topUp', { id: found.topUp.id });
    if (row?.state !== 'ASKED')
      throw conflict('STATE', '该申请已办结。', 'This request has been decided already.');
    await desk.update('topUp', { id: row.id }, row, {
      state: approved ? 'APPROVED' : 'DECLINED',
      approved,
      decidedOn: desk.today,
      decisionNote: note,
      version: row.version + 1,
    });
    if (approved) {
      const manager = await fundManagerId(desk);
      if (!manager) throw conflict('STATE', '尚未委托受托机构。', 'No fund manager is appointed.');
      const { topUpDays, rollDueDates } = desk.editionInForceOrLast.values;
      const due = dueInDays(desk.calendar, desk.today, topUpDays, rollDueDates);
      await desk.oblige('TOP_UP', manager, row.id, due, { bankId: row.bankId, topUpId: row.id });
    }
    const kind = approved ? 'top_up.approved' : 'top_up.declined';
    desk.tell(
      kind,
      { noun: 'topUp', id: row.id },
      { bankId: row.bankId },
      { amount: approved?.toString() ?? null },
    );
    return changed('topUp', row.id);
  },
});

/** 第十六条 The fund manager places an approved top-up. */
export const placeTopUp = act({
  name: 'placeTopUp',
  by: { personas: ['FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: PlaceDeposit & { topUpId: Id<'topUp'> | null }) => ({
    topUp: sought('topUp', input.topUpId, 'topUpId'),
  }),
  async run(desk, input, found) {
    const { bankId } = found.topUp;
    await lockStandings(desk, { bankId });
    const row = await desk.store.lock('topUp', { id: found.topUp.id });
    if (row?.state !== 'APPROVED')
      throw conflict(
        'STATE',
        '该申请未经同意或已存入。',
        'This top-up is not approved, or is placed already.',
      );
    const entry = await place(desk, bankId, input, row);
    await desk.update('topUp', { id: row.id }, row, {
      state: 'PLACED',
      entryId: entry,
      version: row.version + 1,
    });
    await desk.meet('TOP_UP', row.id, input.valueDate, input.document);
    desk.tell(
      'deposit.placed',
      { noun: 'bank', id: bankId },
      { bankId },
      { amount: input.amount.toString(), first: false },
    );
    return changed('entry', entry);
  },
});
