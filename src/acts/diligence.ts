import type { Id, Opinion, Party } from '../domain/words.ts';
import type { Facts } from '../regulation/facts.ts';
import { FILE_DILIGENCE } from '../regulation/occasions.ts';
import { breakerFacts } from './breaker.ts';
import type { Desk } from './desk.ts';
import { conflict } from './failures.ts';
import { lockStandings } from './gather.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';
import { lockReferral } from './referral.ts';

/** Which of the two parties acts. */
export const partyOf = (desk: Desk): Party => (desk.actor.kind === 'BANK' ? 'BANK' : 'GUARANTOR');

export function diligenceFacts(desk: Desk, row: Row<'referral'>): Facts['diligence'] {
  const tenant: string = desk.actor.tenantId;
  return {
    filedByBank: row.bankDiligenceOn !== null,
    filedByGuarantor: row.guarantorDiligenceOn !== null,
    recommendedToActor: row.bankId === tenant || row.guarantorId === tenant,
  };
}

export interface FileDueDiligence {
  readonly referralId: Id<'referral'> | null;
  readonly opinion: Opinion;
  readonly summary: string;
  readonly document: string;
}

/** 第二十六条 A bank or guarantor files its due-diligence report, with its opinion, with the office. */
export const fileDueDiligence = act({
  name: 'fileDueDiligence',
  by: { personas: ['BANK', 'GUARANTOR', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: FileDueDiligence) => ({ referral: sought('referral', input.referralId, 'referralId') }),
  async run(desk, { opinion, summary, document }, { referral }) {
    const standings = await lockStandings(desk, {});
    const row = await lockReferral(desk, referral.id, ['RECOMMENDED']);
    const party = partyOf(desk);
    const filed = party === 'BANK' ? row.bankDiligenceOn : row.guarantorDiligenceOn;
    if (filed)
      throw conflict(
        'STATE',
        `尽职调查报告已于 ${filed} 报备。`,
        `The report was filed on ${filed} already.`,
      );
    const breaker = await breakerFacts(desk, standings, row.bankId);
    desk.judge(FILE_DILIGENCE, { diligence: diligenceFacts(desk, row), breaker }, desk.edition);
    const { poolId, tenantId } = desk.actor;
    await desk.insert('dueDiligence', {
      poolId,
      id: desk.newId('dueDiligence'),
      referralId: row.id,
      party,
      tenantId,
      opinion,
      summary,
      document,
      filedOn: desk.today,
    });
    await desk.update('referral', { id: row.id }, row, {
      ...(party === 'BANK' ? { bankDiligenceOn: desk.today } : { guarantorDiligenceOn: desk.today }),
      version: row.version + 1,
    });
    desk.tell('due_diligence.filed', { noun: 'referral', id: row.id }, row, { party });
    return changed('referral', row.id);
  },
});
