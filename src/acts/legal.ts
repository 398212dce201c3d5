import { type BusinessDate, later } from '../domain/dates.ts';
import type { Id, LegalStage } from '../domain/words.ts';
import { GO_TO_LAW } from '../regulation/occasions.ts';
import { lockLoan } from './contract.ts';
import type { Desk } from './desk.ts';
import { settleLoanDuties } from './duties.ts';
import { conflict, invalid } from './failures.ts';
import { checkSinceCompensation, editionOfLoan, pursuitFacts } from './loss.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

interface Step {
  readonly stage: LegalStage;
  readonly reachedOn: BusinessDate;
  readonly note: string;
  readonly document: string;
}

async function addStep(
  desk: Desk,
  {
    id: legalActionId,
    regionId,
    bankId,
    guarantorId,
  }: Pick<Row<'legalAction'>, 'id' | 'regionId' | 'bankId' | 'guarantorId'>,
  number: number,
  step: Step,
): Promise<void> {
  const { poolId, tenantId, userId } = desk.actor;
  await desk.insert('legalStep', {
    poolId,
    legalActionId,
    number,
    regionId,
    bankId,
    guarantorId,
    ...step,
    tenantId,
    userId,
    recordedAt: desk.recordedAt,
  });
}

export interface OpenLegalAction {
  readonly loanId: Id<'loan'> | null;
  readonly court: string;
  /** Null until the court has given one. */
  readonly caseNumber: string | null;
  readonly filedOn: BusinessDate;
  readonly note: string;
  readonly document: string;
}

/** 第三十三条 Bank or fund manager goes to law against the debtor of a compensated loan. */
export const openLegalAction = act({
  name: 'openLegalAction',
  by: { personas: ['BANK', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: OpenLegalAction) => ({ loan: sought('loan', input.loanId, 'loanId') }),
  async run(desk, { court, caseNumber, filedOn, note, document }, found) {
    desk.checkValueDate(filedOn, 'filedOn');
    const { loan } = await lockLoan(desk, found.loan);
    desk.judge(GO_TO_LAW, { pursuit: pursuitFacts(desk, loan) }, editionOfLoan(desk, loan));
    checkSinceCompensation(loan, filedOn, 'filedOn');
    const { id: loanId, regionId, bankId, guarantorId } = loan;
    const id = desk.newId('legalAction');
    const parties = { id, regionId, bankId, guarantorId };
    await desk.insert('legalAction', {
      poolId: desk.actor.poolId,
      ...parties,
      loanId,
      court,
      caseNumber,
      stage: 'FILED',
      openedBy: desk.actor.tenantId,
      openedOn: filedOn,
      version: 1,
    });
    await addStep(desk, parties, 1, { stage: 'FILED', reachedOn: filedOn, note, document });
    desk.tell('legal_action.opened', { noun: 'legalAction', id }, loan, { court, filedOn });
    await settleLoanDuties(desk, loanId);
    return changed('legalAction', id);
  },
});

export interface AdvanceLegalAction extends Step {
  readonly legalActionId: Id<'legalAction'> | null;
  readonly caseNumber: string | null;
  readonly version: number;
}

/** 第三十三条 A legal action reaches a stage; stages may be skipped and may come again, as at law. */
export const advanceLegalAction = act({
  name: 'advanceLegalAction',
  by: { personas: ['BANK', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: AdvanceLegalAction) => ({
    legalAction: sought('legalAction', input.legalActionId, 'legalActionId'),
  }),
  async run(desk, { stage, reachedOn, caseNumber, note, document, version }, found) {
    desk.checkValueDate(reachedOn, 'reachedOn');
    const { id } = found.legalAction;
    const row = await desk.store.lock('legalAction', { id });
    if (!row) throw new Error('a legal action is never deleted');
    if (row.version !== version)
      throw conflict(
        'VERSION',
        '该案件记录已被更新，请重新查阅后再登记。',
        'The record of this action has changed; read it again first.',
      );
    if (row.stage === 'CLOSED') throw conflict('STATE', '该案件已结案。', 'This action is closed already.');
    const steps = await desk.store.list('legalStep', { legalActionId: id });
    const last = steps.reduce((most, one) => later(most, one.reachedOn), row.openedOn);
    if (reachedOn < last)
      throw invalid(
        'reachedOn',
        `不得早于上一阶段日期 ${last}。`,
        `It lies before the last step, on ${last}.`,
      );
    await addStep(desk, row, steps.length + 1, { stage, reachedOn, note, document });
    await desk.update('legalAction', { id }, row, {
      stage,
      caseNumber: caseNumber ?? row.caseNumber,
      version: row.version + 1,
    });
    desk.tell('legal_action.advanced', { noun: 'legalAction', id }, row, { stage, reachedOn });
    return changed('legalAction', id);
  },
});
