import { planOverdueMeasures, recordCollectionAttempt, warnOfRisk } from '../acts/aftercare.ts';
import { payGuarantorShare } from '../acts/claims.ts';
import { deduct, giveDeductionNotice, reportDeduction } from '../acts/compensation.ts';
import { advanceLegalAction, openLegalAction } from '../acts/legal.ts';
import { concludeRecovery, recordRecovery, reportRecovery } from '../acts/recovery.ts';
import { recordReplenishment } from '../acts/replenishment.ts';
import { plusDays } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import type { CollectionChannel, CostKind, Id, LegalStage } from '../domain/words.ts';
import { tenantIdAt } from './cast.ts';
import { bank, fundManager, guarantor, office, type RunningLoan } from './story.ts';
import type { Teller } from './teller.ts';

// What happens to a loan that goes wrong, from the first missed day to the last recovery: one act or two each.

/** What happens to a loan some days after the payment that it misses. */
export interface Step {
  readonly after: number;
  does(teller: Teller, loan: Troubled): Promise<unknown>;
}

export interface Troubled extends RunningLoan {
  compensationId: Id<'compensation'> | null;
  legalActionId: Id<'legalAction'> | null;
  legalSteps: number;
}

const document = (kind: string, teller: Teller) => `${kind}${teller.acts}`;

export const warn: Step['does'] = (teller, { id, plan }) =>
  teller.does(guarantor(plan.guarantorAt).enters, warnOfRisk, {
    loanId: id,
    warnedOn: teller.date,
    findings: '下游回款放缓，账户流水下降。',
    measures: '提高走访频次，督促企业提前筹措还款资金。',
    document: document('预警', teller),
  });

export const measures: Step['does'] = (teller, { id, plan }) =>
  teller.does(bank(plan.bankAt).enters, planOverdueMeasures, {
    loanId: id,
    plannedOn: teller.date,
    findings: '到期未还，企业称应收账款尚未收回。',
    measures: '冻结授信，约谈实际控制人，落实应收账款回款。',
    document: document('措施', teller),
  });

export const collect =
  (channel: CollectionChannel): Step['does'] =>
  (teller, { id, plan }) =>
    teller.does(bank(plan.bankAt).enters, recordCollectionAttempt, {
      loanId: id,
      attemptedOn: teller.date,
      channel,
      findings: '企业承诺筹款，未能还款。',
      document: document('催收', teller),
    });

export const taken: Step['does'] = async (teller, loan) => {
  const { id } = await teller.does(bank(loan.plan.bankAt).enters, deduct, {
    loanId: loan.id,
    deductedOn: teller.date,
    document: document('划扣', teller),
  });
  loan.compensationId = id as Id<'compensation'>;
};

/** Taken by the bank first, and reported: so much of it is more than the pool’s share. */
export const takenFirst =
  (amount: string): Step['does'] =>
  (teller, loan) =>
    teller.does(bank(loan.plan.bankAt).enters, reportDeduction, {
      loanId: loan.id,
      deductedOn: plusDays(teller.date, -1),
      amount: Yuan.parse(amount),
      document: document('划扣报告', teller),
    });

export const noticed: Step['does'] = (teller, { compensationId, plan }) =>
  teller.does(bank(plan.bankAt).enters, giveDeductionNotice, {
    compensationId,
    document: document('划扣告知', teller),
  });

export const guaranteed =
  (amount: string): Step['does'] =>
  (teller, { id, plan }) =>
    teller.does(guarantor(plan.guarantorAt).enters, payGuarantorShare, {
      loanId: id,
      paidOn: teller.date,
      amount: Yuan.parse(amount),
      document: document('担保代偿', teller),
    });

export const sued: Step['does'] = async (teller, loan) => {
  const { id } = await teller.does(bank(loan.plan.bankAt).enters, openLegalAction, {
    loanId: loan.id,
    court: '包头市昆都仑区人民法院',
    caseNumber: null,
    filedOn: teller.date,
    note: '诉请偿还借款本息并实现反担保物权。',
    document: document('起诉状', teller),
  });
  loan.legalActionId = id as Id<'legalAction'>;
  loan.legalSteps = 1;
};

export const reached =
  (stage: LegalStage, caseNumber: string | null = null): Step['does'] =>
  async (teller, loan) => {
    await teller.does(bank(loan.plan.bankAt).enters, advanceLegalAction, {
      legalActionId: loan.legalActionId,
      stage,
      reachedOn: teller.date,
      caseNumber,
      note: '按程序推进。',
      document: document('法律文书', teller),
      version: loan.legalSteps,
    });
    loan.legalSteps += 1;
  };

export const recovered =
  (gross: string, ...costs: (readonly [CostKind, string])[]): Step['does'] =>
  (teller, { id, plan }) =>
    teller.does(bank(plan.bankAt).enters, recordRecovery, {
      loanId: id,
      receivedOn: teller.date,
      gross: Yuan.parse(gross),
      costs: costs.map(([kind, amount]) => ({ kind, amount: Yuan.parse(amount), note: '票据齐全' })),
      destination: 'DEPOSIT',
      document: document('追偿回款', teller),
    });

export const reported: Step['does'] = async (teller, { id, plan }) => {
  const report = {
    loanId: id,
    reportedOn: teller.date,
    summary: '已查封抵押物，处置程序进行中。',
    document: document('追偿报告', teller),
  };
  await teller.does(bank(plan.bankAt).enters, reportRecovery, report);
  await teller.does(guarantor(plan.guarantorAt).enters, reportRecovery, report);
};

export const replenished =
  (amount: string): Step['does'] =>
  (teller, { plan }) =>
    teller.does(fundManager.enters, recordReplenishment, {
      regionId: tenantIdAt.region(plan.firm.regionAt) as Id<'region'>,
      amount: Yuan.parse(amount),
      valueDate: teller.date,
      document: document('补充', teller),
    });

export const concluded: Step['does'] = (teller, { id }) =>
  teller.does(office.decides, concludeRecovery, {
    loanId: id,
    reason: '被执行人无其他可供执行财产，法院裁定终结。',
    document: document('终结', teller),
  });
