import type { BusinessDate } from '../domain/dates.ts';
import {
  contributionReceived,
  custody,
  depositPlaced,
  type FundSource,
  interestCredited,
} from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import { dueInDays, dueOn } from '../domain/obligation.ts';
import type { Id, Source } from '../domain/words.ts';
import {
  ASK_TOP_UP,
  CONTRIBUTE,
  CREDIT_INTEREST,
  PLACE_DEPOSIT,
  PLEDGE,
  PLEDGE_OF_OTHERS,
} from '../regulation/occasions.ts';
import type { Desk } from './desk.ts';
import { conflict, invalid } from './failures.ts';
import { bankFacts, fundManagerId, lockStandings, poolFacts, regionFacts, waiversFor } from './gather.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

/** An amount that an act moves is above zero. */
export function mustBePositive(amount: Yuan, field: string): void {
  if (!amount.isPositive()) throw invalid(field, '金额应大于零。', 'An amount above zero is needed.');
}

export interface Pledge {
  readonly source: Source;
  /** The region, where the source is REGION. */
  readonly regionId: Id<'region'> | null;
  readonly amount: Yuan;
  /** The last day by which it is paid in full. */
  readonly payInBy: BusinessDate;
  readonly document: string;
}

/** 第八条 A source promises money to the pool, in one sum or in instalments, by a date. */
export const pledge = act({
  name: 'pledge',
  by: { personas: ['OFFICE', 'DISTRICT'], role: 'OPERATOR' },
  about: (input: Pledge) =>
    input.source === 'REGION' ? { region: sought('region', input.regionId, 'regionId') } : {},
  async run(desk, input, { region }) {
    const { source, amount, payInBy, document } = input;
    const { poolId } = desk.actor;
    mustBePositive(amount, 'amount');
    if (payInBy < desk.today)
      throw invalid('payInBy', '缴付期限不得早于业务日期。', 'The last day to pay lies in the past.');
    if (source !== 'REGION' && (input.regionId || desk.actor.kind !== 'OFFICE'))
      throw invalid(
        'source',
        '地区部门只能为本地区承诺注资。',
        'A district pledges for its own region only.',
      );
    const id = desk.newId('pledge');
    const row = {
      poolId,
      id,
      source,
      amount,
      paid: Yuan.ZERO,
      pledgedOn: desk.today,
      payInBy,
      document,
      version: 1,
    };
    const facts = { amount, pledgedOn: desk.today, payInBy, unpaid: amount };
    if (region) {
      const standings = await lockStandings(desk, { regionId: region.id });
      const standing = await lockRegionStanding(desk, region.id);
      const waivers = await waiversFor(desk, { regionId: region.id });
      desk.judge(
        PLEDGE,
        { region: await regionFacts(desk, region.id, standings), pledge: facts },
        desk.edition,
        waivers,
      );
      await desk.update('regionStanding', { regionId: region.id }, standing, {
        pledged: standing.pledged.plus(amount),
      });
    } else {
      desk.judge(PLEDGE_OF_OTHERS, { pledge: facts }, desk.edition);
    }
    await desk.insert('pledge', { ...row, regionId: region?.id ?? null });
    const debtor = region?.id ?? (await officeId(desk));
    const due = dueOn(desk.calendar, payInBy, false);
    await desk.oblige('CONTRIBUTION', debtor, id, due, { regionId: region?.id ?? null, pledgeId: id });
    desk.tell(
      'pledge.made',
      { noun: 'pledge', id },
      { regionId: region?.id ?? null },
      { amount: amount.toString(), payInBy },
    );
    return changed('pledge', id);
  },
});

async function officeId(desk: Desk): Promise<string> {
  const office = await desk.store.find('tenant', { kind: 'OFFICE' });
  if (!office) throw new Error('a pool has an office');
  return office.id;
}

async function lockRegionStanding(desk: Desk, regionId: Id<'region'>): Promise<Row<'regionStanding'>> {
  const standing = await desk.store.lock('regionStanding', { regionId });
  if (!standing) throw new Error('a region has a standing');
  return standing;
}

function sourceOf(row: Row<'pledge'>): FundSource {
  if (row.source !== 'REGION') return { source: row.source, regionId: null };
  if (!row.regionId) throw new Error('a region’s pledge names its region');
  return { source: 'REGION', regionId: row.regionId };
}

/** Adds to what a pledge and its region have paid in; below zero for a contribution that is reversed. */
export async function movePaidIn(desk: Desk, row: Row<'pledge'>, by: Yuan): Promise<void> {
  await desk.update('pledge', { id: row.id }, row, { paid: row.paid.plus(by), version: row.version + 1 });
  if (!row.regionId) return;
  const standing = await lockRegionStanding(desk, row.regionId);
  await desk.update('regionStanding', { regionId: row.regionId }, standing, {
    paidIn: standing.paidIn.plus(by),
  });
}

export interface RecordContribution {
  readonly pledgeId: Id<'pledge'> | null;
  readonly amount: Yuan;
  readonly valueDate: BusinessDate;
  readonly document: string;
}

/** 第八、十条 The fund manager records money received against a pledge; instalments are allowed. */
export const recordContribution = act({
  name: 'recordContribution',
  by: { personas: ['FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: RecordContribution) => ({ pledge: sought('pledge', input.pledgeId, 'pledgeId') }),
  async run(desk, { amount, valueDate, document }, found) {
    mustBePositive(amount, 'amount');
    desk.checkValueDate(valueDate, 'valueDate');
    await lockStandings(desk, { regionId: found.pledge.regionId });
    const row = await desk.store.lock('pledge', { id: found.pledge.id });
    if (!row) throw new Error('a pledge is never deleted');
    const unpaid = row.amount.minus(row.paid);
    if (amount.moreThan(unpaid))
      throw invalid(
        'amount',
        `该笔承诺尚余 ${unpaid.toReadable()} 元未缴；超出部分请另行承诺。`,
        `Of this pledge ${unpaid.toReadable()} yuan are still unpaid; what is more needs a pledge of its own.`,
      );
    const { pledgedOn, payInBy } = row;
    desk.judge(
      CONTRIBUTE,
      {
        pledge: { amount: row.amount, pledgedOn, payInBy, unpaid },
        contribution: { amount, paidOn: valueDate },
      },
      desk.editionInForceOrLast,
    );
    await movePaidIn(desk, row, amount);
    const entry = desk.post(contributionReceived(sourceOf(row), amount), {
      valueDate,
      document,
      pledgeId: row.id,
    });
    if (amount.equals(unpaid)) await desk.meet('CONTRIBUTION', row.id, valueDate, document);
    desk.tell(
      'contribution.received',
      { noun: 'entry', id: entry },
      { regionId: row.regionId },
      { amount: amount.toString(), valueDate },
    );
    return changed('entry', entry);
  },
});

export interface CreditInterest {
  /** The bank on whose risk deposit it was earned; null for the pool’s own account. */
  readonly bankId: Id<'bank'> | null;
  readonly onDeposit: boolean;
  readonly amount: Yuan;
  readonly valueDate: BusinessDate;
  readonly document: string;
}

/** 第十二条 The fund manager records interest; it stays in the account that earned it. */
export const creditInterest = act({
  name: 'creditInterest',
  by: { personas: ['FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: CreditInterest) => (input.onDeposit ? { bank: sought('bank', input.bankId, 'bankId') } : {}),
  async run(desk, { amount, valueDate, document }, { bank }) {
    desk.checkValueDate(valueDate, 'valueDate');
    await lockStandings(desk, { bankId: bank?.id ?? null });
    const onPoolAccount =
      !bank || (await desk.store.find('bankStanding', { bankId: bank.id }))?.specialAccount != null;
    desk.judge(CREDIT_INTEREST, { interest: { amount, onPoolAccount } }, desk.editionInForceOrLast);
    const entry = desk.post(interestCredited(bank?.id ?? null, amount), { valueDate, document });
    desk.tell(
      'interest.credited',
      { noun: 'entry', id: entry },
      { bankId: bank?.id ?? null },
      { amount: amount.toString(), valueDate },
    );
    return changed('entry', entry);
  },
});

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
    poolFacts(desk, standings),
    desk.store.lowestBalance(custody.code, valueDate),
  ]);
  const placement = { amount, first: topUp === null, approvedTopUp: topUp?.approved ?? null };
  desk.judge(
    PLACE_DEPOSIT,
    { bank, pool: { ...pool, custody: lowest }, placement },
    desk.editionInForceOrLast,
  );
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
    const placed = await desk.store.list('entry', { bankId: bank.id, kind: 'DEPOSIT_PLACED' });
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

/** 第十六条 A bank whose loans exceed the multiple of its risk deposit asks for a top-up. */
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
    desk.judge(ASK_TOP_UP, { bank: await bankFacts(desk, bankId, standings) }, desk.editionInForceOrLast);
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
