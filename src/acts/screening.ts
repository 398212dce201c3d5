import { type BusinessDate, yearOf } from '../domain/dates.ts';
import type { EventKind } from '../domain/events.ts';
import type { Id } from '../domain/words.ts';
import { RECOMMEND } from '../regulation/occasions.ts';
import { breakerFacts } from './breaker.ts';
import { invalid } from './failures.ts';
import { bankFacts, firmFacts, lockStandings } from './gather.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';
import { lockReferral } from './referral.ts';

const TOLD = {
  RETURNED: 'referral.returned',
  DECLINED: 'referral.declined',
  WITHDRAWN: 'referral.withdrawn',
} as const satisfies Partial<Record<Row<'referral'>['state'], EventKind>>;

function endingAct(
  name: 'returnReferral' | 'declineReferral' | 'withdrawReferral',
  state: 'RETURNED' | 'DECLINED' | 'WITHDRAWN',
) {
  const from: Row<'referral'>['state'][] =
    state === 'WITHDRAWN' ? ['SUBMITTED', 'RETURNED', 'RECOMMENDED'] : ['SUBMITTED'];
  return act({
    name,
    by: { personas: [state === 'WITHDRAWN' ? 'DISTRICT' : 'OFFICE'], role: 'OPERATOR' },
    about: (input: { referralId: Id<'referral'> | null; reason: string }) => ({
      referral: sought('referral', input.referralId, 'referralId'),
    }),
    async run(desk, { reason }, { referral }) {
      const row = await lockReferral(desk, referral.id, from);
      await desk.update('referral', { id: row.id }, row, { state, reason, version: row.version + 1 });
      desk.tell(TOLD[state], { noun: 'referral', id: row.id }, row);
      return changed('referral', row.id);
    },
  });
}

/** 第二十五条 The office returns a referral to be completed, and says why. */
export const returnReferral = endingAct('returnReferral', 'RETURNED');
/** 第二十五条 The office declines a referral, and says why. */
export const declineReferral = endingAct('declineReferral', 'DECLINED');
/** 第二十四条 The district withdraws a referral on which no loan stands yet, and says why. */
export const withdrawReferral = endingAct('withdrawReferral', 'WITHDRAWN');

/** 第二十五条 The office records its preliminary check on site. */
export const recordSiteVisit = act({
  name: 'recordSiteVisit',
  by: { personas: ['OFFICE'], role: 'OPERATOR' },
  about: (input: { referralId: Id<'referral'> | null; visitedOn: BusinessDate; note: string }) => ({
    referral: sought('referral', input.referralId, 'referralId'),
  }),
  async run(desk, { visitedOn, note }, { referral }) {
    if (visitedOn > desk.today)
      throw invalid(
        'visitedOn',
        '走访日期不得晚于业务日期。',
        'A visit lies on or before the business date.',
      );
    const row = await lockReferral(desk, referral.id, ['SUBMITTED']);
    await desk.update('referral', { id: row.id }, row, {
      siteVisitedOn: visitedOn,
      siteVisitNote: note,
      version: row.version + 1,
    });
    desk.tell('referral.site_visited', { noun: 'referral', id: row.id }, row, { visitedOn });
    return changed('referral', row.id);
  },
});

export interface Recommend {
  readonly referralId: Id<'referral'> | null;
  readonly bankId: Id<'bank'> | null;
  readonly guarantorId: Id<'guarantor'> | null;
}

/** 第二十五条 The office recommends a firm to one bank and one guarantor; the recommendation form gets its number. */
export const recommend = act({
  name: 'recommend',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: (input: Recommend) => ({
    referral: sought('referral', input.referralId, 'referralId'),
    bank: sought('bank', input.bankId, 'bankId'),
    guarantor: sought('guarantor', input.guarantorId, 'guarantorId'),
  }),
  async run(desk, _input, { referral, bank, guarantor }) {
    const standings = await lockStandings(desk, { bankId: bank.id, firmKey: referral.firmKey });
    const row = await lockReferral(desk, referral.id, ['SUBMITTED']);
    const firm = await desk.store.find('enterprise', { id: row.enterpriseId });
    if (!firm) throw new Error('a referral names its firm');
    const [facts, bankStands, breaker] = await Promise.all([
      firmFacts(desk, firm, standings),
      bankFacts(desk, bank.id, standings),
      breakerFacts(desk, standings, bank.id),
    ]);
    desk.judge(
      RECOMMEND,
      {
        firm: facts,
        bank: bankStands,
        breaker,
        guarantor: { active: guarantor.active },
        screening: { siteVisitedOn: row.siteVisitedOn },
      },
      desk.edition,
    );
    const year = yearOf(desk.today);
    const formNumber = `〔${year}〕${await desk.store.nextNumber('recommendation', year)}号`;
    const { poolId } = desk.actor;
    await desk.update('referral', { id: row.id }, row, {
      state: 'RECOMMENDED',
      bankId: bank.id,
      guarantorId: guarantor.id,
      formNumber,
      recommendedOn: desk.today,
      version: row.version + 1,
    });
    for (const tenant of [bank.id, guarantor.id])
      for (const objectId of [firm.id, firm.regionId])
        await desk.store.ensure('access', { poolId, tenantId: tenant as string as Id<'tenant'>, objectId });
    const concerned = { regionId: row.regionId, bankId: bank.id, guarantorId: guarantor.id };
    desk.tell('referral.recommended', { noun: 'referral', id: row.id }, concerned, { formNumber });
    return changed('referral', row.id);
  },
});
