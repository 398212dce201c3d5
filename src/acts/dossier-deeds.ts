import type { BusinessDate } from '../domain/dates.ts';
import { writeId } from '../domain/ids.ts';
import { lossParts, partOf, recoveryParts } from '../domain/loss.ts';
import { Yuan } from '../domain/money.ts';
import { type AftercareKind, LEGAL_STAGES, type TenantKind } from '../domain/words.ts';
import { sharingOf } from '../regulation/edition.ts';
import type { DossierRows } from './dossier-rows.ts';
import type { DossierStep } from './dossier-steps.ts';
import type { Row } from './ports.ts';
import { editionOf } from './setting.ts';

// What the rows about a loan say was done, passage by passage.

/** Something done, as a row tells of it. */
export interface Deed {
  readonly step: DossierStep;
  readonly doneOn: BusinessDate | null;
  readonly by: TenantKind;
  readonly tenantId?: string | null;
  readonly document?: string | null;
  readonly note?: string | null;
  readonly amount?: Yuan | null;
  readonly reversedOn?: BusinessDate | null;
  readonly userId?: string | null;
  /** Where the audit trail tells of it: the subject, and which acts. */
  readonly told: { readonly subject: string; readonly acts: readonly string[]; readonly tenantId?: string };
}

/** Which of a loan’s parties a tenant is. */
export function kindOf({ regionId, bankId }: Row<'loan'>, tenantId: string): TenantKind {
  if (tenantId === (regionId as string)) return 'DISTRICT';
  return tenantId === (bankId as string) ? 'BANK' : 'GUARANTOR';
}

/** Everything done about a loan, in no order. */
export function deedsOf(rows: DossierRows): Deed[] {
  return [
    ...screening(rows),
    ...deciding(rows),
    ...lending(rows),
    ...aftercare(rows),
    ...losses(rows),
    ...pursuing(rows),
  ];
}

const SUBMITTING = ['submitReferral', 'endorseProposal', 'resubmitReferral'];

function screening({ referral }: DossierRows): Deed[] {
  const subject = writeId('referral', referral.id);
  const { regionId, submittedOn, number, note, siteVisitedOn, siteVisitNote, recommendedOn, formNumber } =
    referral;
  const deeds: Deed[] = [
    {
      step: 'REFERRAL',
      doneOn: submittedOn,
      by: 'DISTRICT',
      tenantId: regionId,
      document: number,
      note,
      amount: referral.amount,
      told: { subject, acts: SUBMITTING },
    },
  ];
  if (siteVisitedOn)
    deeds.push({
      step: 'SITE_VISIT',
      doneOn: siteVisitedOn,
      by: 'OFFICE',
      note: siteVisitNote,
      told: { subject, acts: ['recordSiteVisit'] },
    });
  if (recommendedOn)
    deeds.push({
      step: 'RECOMMENDATION',
      doneOn: recommendedOn,
      by: 'OFFICE',
      document: formNumber,
      told: { subject, acts: ['recommend'] },
    });
  return deeds;
}

const BOTH = ['BANK', 'GUARANTOR'] as const;

/** Papers of the two parties: each sees its own, and of the other’s only that it is there. */
function deciding({ loan, referral, diligences, decisions, counterGuarantees }: DossierRows): Deed[] {
  const subject = writeId('referral', referral.id);
  const filedOn = { BANK: referral.bankDiligenceOn, GUARANTOR: referral.guarantorDiligenceOn };
  const outcome = { BANK: referral.bankDecision, GUARANTOR: referral.guarantorDecision };
  const deeds = BOTH.flatMap((party): Deed[] => {
    const tenantId: string = party === 'BANK' ? loan.bankId : loan.guarantorId;
    const report = diligences.find((row) => row.party === party);
    const decision = decisions.find((row) => row.party === party);
    const own = { by: party, tenantId } as const;
    const filed: Deed = {
      ...own,
      step: `${party}_DILIGENCE`,
      doneOn: filedOn[party],
      document: report?.document ?? null,
      note: report?.summary ?? null,
      told: { subject, acts: ['fileDueDiligence'], tenantId },
    };
    const decided: Deed = {
      ...own,
      step: `${party}_DECISION`,
      doneOn: decision?.decidedOn ?? null,
      note: decision?.reason ?? null,
      told: { subject, acts: ['decideAsBank', 'decideAsGuarantor'], tenantId },
    };
    return [...(filedOn[party] ? [filed] : []), ...(outcome[party] ? [decided] : [])];
  });
  const decidedOn = decisions.find((row) => row.party === 'GUARANTOR')?.decidedOn ?? null;
  for (const { description, value } of counterGuarantees)
    deeds.push({
      step: 'COUNTER_GUARANTEE',
      doneOn: decidedOn,
      by: 'GUARANTOR',
      tenantId: loan.guarantorId,
      note: description,
      amount: value,
      told: { subject, acts: ['decideAsGuarantor'] },
    });
  return deeds;
}

function lending({ loan }: DossierRows): Deed[] {
  const subject = writeId('loan', loan.id);
  const byBank = { by: 'BANK', tenantId: loan.bankId } as const;
  const { signedOn, disbursedOn, acceleratedOn, contractNumber, guaranteeContractNumber } = loan;
  const contracts = [contractNumber, guaranteeContractNumber].filter((number) => number !== null);
  const deed = (
    step: DossierStep,
    doneOn: BusinessDate | null,
    act: string,
    rest: Partial<Deed> = {},
  ): Deed[] => (doneOn ? [{ ...byBank, step, doneOn, told: { subject, acts: [act] }, ...rest }] : []);
  return [
    ...deed('CONTRACT', signedOn, 'signContracts', { document: contracts.join('、'), amount: loan.amount }),
    ...deed('DISBURSEMENT', disbursedOn, 'disburse', { amount: loan.amount }),
    ...deed('ACCELERATION', acceleratedOn, 'accelerate'),
  ];
}

const STEP_OF_AFTERCARE: Readonly<Record<AftercareKind, DossierStep>> = {
  VISIT: 'VISIT',
  RISK_WARNING: 'RISK_WARNING',
  OVERDUE_MEASURES: 'OVERDUE_MEASURES',
  COLLECTION_ATTEMPT: 'COLLECTION_ATTEMPT',
};
const AFTERCARE_ACTS = ['recordVisit', 'warnOfRisk', 'planOverdueMeasures', 'recordCollectionAttempt'];

function aftercare({ loan, aftercare: rows }: DossierRows): Deed[] {
  return rows.map(({ id, kind, doneOn, tenantId, userId, findings, measures, document }) => ({
    step: STEP_OF_AFTERCARE[kind],
    doneOn,
    by: kindOf(loan, tenantId),
    tenantId,
    userId,
    document,
    note: measures ? `${findings}；${measures}` : findings,
    told: { subject: writeId('aftercare', id), acts: AFTERCARE_ACTS },
  }));
}

function losses({ loan, compensations, guarantorPayments }: DossierRows): Deed[] {
  const taken = compensations.map(
    ({ id, deductedOn, document, deducted: amount, reversedOn }): Deed => ({
      step: 'DEDUCTION',
      doneOn: deductedOn,
      by: 'BANK',
      tenantId: loan.bankId,
      document,
      amount,
      reversedOn,
      told: { subject: writeId('compensation', id), acts: ['deduct', 'reportDeduction'] },
    }),
  );
  const paid = guarantorPayments.map(
    ({ id, paidOn, document, amount, withdrawnOn }): Deed => ({
      step: 'GUARANTOR_PAYMENT',
      doneOn: paidOn,
      by: 'GUARANTOR',
      tenantId: loan.guarantorId,
      document,
      amount,
      reversedOn: withdrawnOn,
      told: { subject: writeId('guarantorPayment', id), acts: ['payGuarantorShare'] },
    }),
  );
  return [...taken, ...paid];
}

function pursuing(rows: DossierRows): Deed[] {
  const { loan, legalActions, legalSteps, recoveries, reports, conclusion, listings } = rows;
  const court = (step: Row<'legalStep'>) =>
    legalActions.find(({ id }) => id === step.legalActionId)?.court ?? '';
  const atLaw = legalSteps.map((step): Deed => {
    const { legalActionId, reachedOn, tenantId, userId, note, document } = step;
    const acts = step.number === 1 ? ['openLegalAction'] : ['advanceLegalAction'];
    const told = { subject: writeId('legalAction', legalActionId), acts };
    const by = kindOf(loan, tenantId);
    return {
      step: 'LEGAL_ACTION',
      doneOn: reachedOn,
      by,
      tenantId,
      userId,
      document,
      note: `${court(step)} ${LEGAL_STAGES[step.stage].zh}：${note}`,
      told,
    };
  });
  const recovered = recoveries.map(
    ({ id, receivedOn, net, tenantId, userId, document, reversedOn }): Deed => ({
      step: 'RECOVERY',
      doneOn: receivedOn,
      by: kindOf(loan, tenantId),
      tenantId,
      userId,
      document,
      amount: net,
      reversedOn,
      told: { subject: writeId('recovery', id), acts: ['recordRecovery'] },
    }),
  );
  const reported = reports.map(
    ({ id, reportedOn, tenantId, userId, summary, document }): Deed => ({
      step: 'RECOVERY_REPORT',
      doneOn: reportedOn,
      by: kindOf(loan, tenantId),
      tenantId,
      userId,
      document,
      note: summary,
      told: { subject: writeId('recoveryReport', id), acts: ['reportRecovery'] },
    }),
  );
  const concluded: Deed[] = conclusion
    ? [
        {
          step: 'CONCLUSION',
          doneOn: conclusion.concludedOn,
          by: 'OFFICE',
          userId: conclusion.userId,
          document: conclusion.document,
          note: conclusion.reason,
          amount: conclusion.compensatedPrincipal.minus(conclusion.recovered),
          told: { subject: writeId('loan', loan.id), acts: ['concludeRecovery'] },
        },
      ]
    : [];
  const listed = listings
    .filter(({ listedOn, removedOn }) => concerns(loan, listedOn, removedOn))
    .map(
      ({ enterpriseId, listedOn, document, reason }): Deed => ({
        step: 'DISHONEST_LISTING',
        doneOn: listedOn,
        by: 'OFFICE',
        document,
        note: reason,
        told: { subject: writeId('enterprise', enterpriseId), acts: ['listDishonest'] },
      }),
    );
  return [...atLaw, ...recovered, ...reported, ...concluded, ...listed];
}

/** A listing from before the loan was paid out, and lifted before it, has nothing to do with it. */
function concerns(
  { disbursedOn }: Row<'loan'>,
  listedOn: BusinessDate,
  removedOn: BusinessDate | null,
): boolean {
  return disbursedOn !== null && (listedOn >= disbursedOn || removedOn === null || removedOn > disbursedOn);
}

/** 第二十条 What the guarantor has still to pay the bank, after what it paid and got back; nought where nothing. */
export function guarantorOwes({ loan, edition }: DossierRows): Yuan {
  if (!edition || !loan.compensatedPrincipal.isPositive()) return Yuan.ZERO;
  const sharing = sharingOf(editionOf(edition).values, loan.amount);
  const share = partOf(lossParts(sharing, loan.compensatedPrincipal), 'GUARANTOR');
  const back = partOf(recoveryParts(sharing, loan.compensatedPrincipal, loan.recovered), 'GUARANTOR');
  return Yuan.max(Yuan.ZERO, share.minus(back).minus(loan.guarantorPaid));
}
