import { type BusinessDate, plusDays } from '../domain/dates.ts';
import { compensation, deposit, fund, suspense } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import { dueInDays } from '../domain/obligation.ts';
import type { Id, TenantKind } from '../domain/words.ts';
import { SIGN_AGREEMENT } from '../regulation/occasions.ts';
import { endAgreement, isLapsed } from './agreement-end.ts';
import type { Desk } from './desk.ts';
import { conflict, invalid } from './failures.ts';
import { bankFacts, fundManagerId, lockStandings } from './gather.ts';
import { emptyExposure } from './governance.ts';
import { act, changed, sought } from './perform.ts';
import { settleReplenishments } from './replenishment.ts';

interface Names {
  readonly nameZh: string;
  readonly nameEn: string;
}

async function newTenant(desk: Desk, kind: TenantKind, { nameZh, nameEn }: Names): Promise<Id<'tenant'>> {
  const id = desk.newId('tenant');
  await desk.insert('tenant', { poolId: desk.actor.poolId, id, kind, nameZh, nameEn });
  return id;
}

/** 第七、八条 Registers a region, with its district authority as a tenant. */
export const registerRegion = act({
  name: 'registerRegion',
  by: { personas: ['OFFICE'], role: 'OPERATOR' },
  about: (_: Names & { divisionCode: string; hardship: boolean }) => ({}),
  async run(desk, input) {
    const { poolId } = desk.actor;
    if (input.divisionCode.slice(0, 4) !== desk.pool.cityCode.slice(0, 4))
      throw invalid(
        'divisionCode',
        `区划代码应属于${desk.pool.cityZh}，即以 ${desk.pool.cityCode.slice(0, 4)} 开头。`,
        `A region of ${desk.pool.cityEn} has a division code that starts with ${desk.pool.cityCode.slice(0, 4)}.`,
      );
    if (await desk.store.find('region', { divisionCode: input.divisionCode }))
      throw conflict(
        'DUPLICATE',
        '该地区已登记。',
        'A region with this division code is registered already.',
      );
    const tenantId = await newTenant(desk, 'DISTRICT', input);
    const id = tenantId as string as Id<'region'>;
    const { divisionCode, nameZh, nameEn, hardship } = input;
    await desk.insert('region', { poolId, id, divisionCode, nameZh, nameEn });
    await desk.insert('regionStanding', {
      poolId,
      regionId: id,
      hardship,
      pledged: Yuan.ZERO,
      paidIn: Yuan.ZERO,
      replenished: Yuan.ZERO,
    });
    await desk.store.insert('exposure', { poolId, ...emptyExposure('REGION', id, id) });
    const from = { source: 'REGION', regionId: id } as const;
    for (const account of [fund(from), compensation(from)])
      await desk.store.insert('account', { poolId, ...account });
    desk.tell('region.registered', { noun: 'region', id }, { regionId: id });
    return changed('region', id);
  },
});

/** 第八条 Recognises that a region has few firms or is in hardship, or that it no longer is. */
export const recogniseHardship = act({
  name: 'recogniseHardship',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: (input: { regionId: Id<'region'> | null; hardship: boolean; document: string }) => ({
    region: sought('region', input.regionId, 'regionId'),
  }),
  async run(desk, input, { region }) {
    await lockStandings(desk, { regionId: region.id });
    const standing = await desk.store.lock('regionStanding', { regionId: region.id });
    if (!standing || standing.hardship === input.hardship)
      throw conflict('STATE', '该地区认定状态无变化。', 'The region is recognised so already.');
    await desk.update('regionStanding', { regionId: region.id }, standing, { hardship: input.hardship });
    await settleReplenishments(desk, region.id, desk.today);
    desk.tell(
      'region.hardship',
      { noun: 'region', id: region.id },
      { regionId: region.id },
      {
        hardship: input.hardship,
        document: input.document,
      },
    );
    return changed('region', region.id);
  },
});

/** 第十四条 Registers a bank as a tenant, with its exposure and deposit account at nought. */
export const registerBank = act({
  name: 'registerBank',
  by: { personas: ['OFFICE'], role: 'OPERATOR' },
  about: (_: Names) => ({}),
  async run(desk, input) {
    const { poolId } = desk.actor;
    const id = (await newTenant(desk, 'BANK', input)) as string as Id<'bank'>;
    await desk.insert('bank', { poolId, id, nameZh: input.nameZh, nameEn: input.nameEn });
    await desk.insert('bankStanding', { poolId, bankId: id, state: 'REGISTERED', specialAccount: null });
    await desk.store.insert('exposure', { poolId, ...emptyExposure('BANK', id) });
    for (const account of [deposit(id), suspense(id)])
      await desk.store.insert('account', { poolId, ...account });
    desk.tell('bank.registered', { noun: 'bank', id }, { bankId: id });
    return changed('bank', id);
  },
});

/** 第十四条 Registers a guarantor as a tenant. */
export const registerGuarantor = act({
  name: 'registerGuarantor',
  by: { personas: ['OFFICE'], role: 'OPERATOR' },
  about: (_: Names) => ({}),
  async run(desk, input) {
    const { poolId } = desk.actor;
    const id = (await newTenant(desk, 'GUARANTOR', input)) as string as Id<'guarantor'>;
    await desk.insert('guarantor', { poolId, id, nameZh: input.nameZh, nameEn: input.nameEn, active: true });
    await desk.store.insert('exposure', { poolId, ...emptyExposure('GUARANTOR', id) });
    desk.tell('guarantor.registered', { noun: 'guarantor', id }, { guarantorId: id });
    return changed('guarantor', id);
  },
});

/** 第十条 Entrusts the pool’s money to one guarantor; an earlier appointment ends the day before. */
export const appointFundManager = act({
  name: 'appointFundManager',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  // Who manages the fund decides who owes what arises; what arose before is to stand first.
  sweeps: 'AROUND',
  about: (input: { guarantorId: Id<'guarantor'> | null; appointedOn: BusinessDate; document: string }) => ({
    guarantor: sought('guarantor', input.guarantorId, 'guarantorId'),
  }),
  async run(desk, { appointedOn, document }, { guarantor }) {
    const { poolId } = desk.actor;
    desk.checkValueDate(appointedOn, 'appointedOn');
    await lockStandings(desk, {});
    const earlier = await desk.store.lock('appointment', { endedOn: null });
    if (earlier?.guarantorId === guarantor.id)
      throw conflict('STATE', '该机构已是受托机构。', 'This guarantor is the fund manager already.');
    if (earlier && earlier.appointedOn >= appointedOn)
      throw invalid(
        'appointedOn',
        `应晚于现任受托机构的受托日期 ${earlier.appointedOn}。`,
        `Give a day after the present appointment’s first day, ${earlier.appointedOn}.`,
      );
    if (earlier)
      await desk.update('appointment', { id: earlier.id }, earlier, { endedOn: plusDays(appointedOn, -1) });
    if (earlier) await handOver(desk, earlier.guarantorId, guarantor.id);
    const id = desk.newId('appointment');
    await desk.insert('appointment', { poolId, id, guarantorId: guarantor.id, appointedOn, document });
    desk.tell(
      'fund_manager.appointed',
      { noun: 'guarantor', id: guarantor.id },
      { guarantorId: guarantor.id },
    );
    return changed('guarantor', guarantor.id);
  },
});

/** Deposits that the former fund manager still owed are placed by the new one. */
async function handOver(desk: Desk, from: Id<'guarantor'>, to: Id<'guarantor'>): Promise<void> {
  const open = await desk.store.list('obligation', { debtorId: from as string as Id<'tenant'>, metOn: null });
  for (const duty of open)
    if (duty.kind === 'FIRST_DEPOSIT' || duty.kind === 'TOP_UP')
      await desk.update('obligation', { id: duty.id }, duty, { debtorId: to as string as Id<'tenant'> });
}

export interface SignAgreement {
  readonly bankId: Id<'bank'> | null;
  readonly signedOn: BusinessDate;
  readonly endsOn: BusinessDate;
  readonly specialAccount: string;
  readonly document: string;
}

/** 第十六条 Signs a cooperation agreement with a bank; the first risk deposit falls due. */
export const signAgreement = act({
  name: 'signAgreement',
  by: { personas: ['OFFICE'], role: 'OPERATOR' },
  about: (input: SignAgreement) => ({ bank: sought('bank', input.bankId, 'bankId') }),
  async run(desk, input, { bank }) {
    const { signedOn, endsOn, specialAccount, document } = input;
    desk.checkValueDate(signedOn, 'signedOn');
    if (endsOn <= signedOn || endsOn < desk.today)
      throw invalid('endsOn', '协议终止日应晚于签订日。', 'The agreement ends before it begins.');
    const standings = await lockStandings(desk, { bankId: bank.id });
    await endAgreement(desk, bank.id);
    const standing = await desk.store.lock('bankStanding', { bankId: bank.id });
    const manager = await fundManagerId(desk);
    if (!standing || standing.state === 'LEFT' || (standing.state === 'LEAVING' && !isLapsed(standing)))
      throw conflict('STATE', '该银行正在退出或已退出合作。', 'The bank is leaving or has left.');
    if (!manager)
      throw conflict(
        'STATE',
        '尚未委托受托机构，首笔风险补偿金无人存入。',
        'No fund manager is appointed to place the first deposit.',
      );
    const facts = await bankFacts(desk, bank.id, standings);
    desk.judge(SIGN_AGREEMENT, { bank: facts }, desk.edition);
    const id = desk.newId('agreement');
    await desk.insert('agreement', {
      poolId: desk.actor.poolId,
      id,
      bankId: bank.id,
      signedOn,
      endsOn,
      document,
    });
    await desk.update('bankStanding', { bankId: bank.id }, standing, {
      state: 'COOPERATING',
      specialAccount,
      leavingOn: null,
      leavingReason: null,
      leavingDocument: null,
    });
    // It stays after all: what it was to return on leaving it keeps.
    if (isLapsed(standing)) await desk.meet('DEPOSIT_RETURN', bank.id, signedOn, '合作协议已续签');
    if (facts.deposit.isZero() && standing.state === 'REGISTERED') {
      const { firstDepositDays, rollDueDates } = desk.editionInForceOrLast.values;
      const due = dueInDays(desk.calendar, signedOn, firstDepositDays, rollDueDates);
      await desk.oblige('FIRST_DEPOSIT', manager, bank.id, due, { bankId: bank.id });
    }
    desk.tell(
      'bank.agreement_signed',
      { noun: 'bank', id: bank.id },
      { bankId: bank.id },
      { signedOn, endsOn },
    );
    return changed('bank', bank.id);
  },
});
