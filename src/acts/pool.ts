import type { BusinessDate } from '../domain/dates.ts';
import { contributionReceived, type FundSource, interestCredited } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import { dueOn } from '../domain/obligation.ts';
import type { Id, Source } from '../domain/words.ts';
import { CONTRIBUTE, CREDIT_INTEREST, PLEDGE, PLEDGE_OF_OTHERS } from '../regulation/occasions.ts';
import type { Desk } from './desk.ts';
import { conflict, invalid, mustBePositive } from './failures.ts';
import { lockStandings, regionFacts, waiversFor } from './gather.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';
import { settleReplenishments } from './replenishment.ts';

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
    if (region) await settleReplenishments(desk, region.id, desk.today);
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

/** Changes how much was promised, of a pledge whose paid part has just been changed in the same act. */
export async function movePledged(desk: Desk, { id, regionId }: Row<'pledge'>, by: Yuan): Promise<void> {
  const row = await desk.store.lock('pledge', { id });
  if (!row) throw new Error('a pledge is never deleted');
  await desk.update('pledge', { id }, row, { amount: row.amount.plus(by), version: row.version + 1 });
  if (!regionId) return;
  const standing = await lockRegionStanding(desk, regionId);
  await desk.update('regionStanding', { regionId }, standing, { pledged: standing.pledged.plus(by) });
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
    const standing = bank && (await desk.store.find('bankStanding', { bankId: bank.id }));
    if (standing?.state === 'LEFT')
      throw conflict(
        'STATE',
        '该银行已退出，风险补偿金专户已全部转回；其后的利息请计入资金池专户。',
        'The bank has left and its deposit is back with the pool; interest that comes later is recorded on the pool’s own account.',
      );
    const onPoolAccount = !bank || standing?.specialAccount != null;
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
