import type { BusinessDate } from '../domain/dates.ts';
import { earlier } from '../domain/dates.ts';
import type { EventKind } from '../domain/events.ts';
import type { AftercareKind, CollectionChannel, Id } from '../domain/words.ts';
import { LOOK_AFTER } from '../regulation/occasions.ts';
import { lockLoan } from './contract.ts';
import type { Desk } from './desk.ts';
import { settleLoanDuties } from './duties.ts';
import { conflict, invalid } from './failures.ts';
import { act, type Changed, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

/** What every record of looking after a loan says. */
interface Looked {
  readonly loanId: Id<'loan'> | null;
  readonly findings: string;
  readonly document: string;
}

interface Record {
  readonly kind: AftercareKind;
  readonly doneOn: BusinessDate;
  /** The input field that gives the day. */
  readonly field: string;
  readonly channel?: CollectionChannel;
  readonly measures?: string | null;
}

const TOLD = {
  VISIT: 'loan.visit',
  RISK_WARNING: 'loan.risk_warning',
  OVERDUE_MEASURES: 'loan.overdue_measures',
  COLLECTION_ATTEMPT: 'loan.collection_attempt',
} as const satisfies { readonly [K in AftercareKind]: EventKind };

/** Compensated loans are still looked after: what is left of them runs on, and the debtor is pursued. */
const ENDED: readonly Row<'loan'>['state'][] = ['REPAID', 'CLOSED', 'CANCELLED'];

async function lookAfter(
  desk: Desk,
  seen: Row<'loan'>,
  { findings, document }: Looked,
  { kind, doneOn, field, channel, measures }: Record,
): Promise<Changed> {
  desk.checkValueDate(doneOn, field);
  // A district looks after a loan that is not its own to change, and so cannot lock it.
  const loan = desk.actor.persona === 'DISTRICT' ? seen : (await lockLoan(desk, seen)).loan;
  const running = { disbursed: loan.disbursedOn !== null, ended: ENDED.includes(loan.state) };
  desk.judge(LOOK_AFTER, { running }, desk.editionInForceOrLast);
  if (loan.disbursedOn && doneOn < loan.disbursedOn)
    throw invalid(
      field,
      `不得早于放款日 ${loan.disbursedOn}。`,
      `It lies before the disbursement on ${loan.disbursedOn}.`,
    );
  const { id: loanId, regionId, bankId, guarantorId } = loan;
  const { poolId, tenantId, userId } = desk.actor;
  const id = desk.newId('aftercare');
  await desk.insert('aftercare', {
    poolId,
    id,
    loanId,
    regionId,
    bankId,
    guarantorId,
    kind,
    channel: channel ?? null,
    doneOn,
    tenantId,
    userId,
    findings,
    measures: measures ?? null,
    document,
    recordedAt: desk.recordedAt,
  });
  desk.tell(TOLD[kind], { noun: 'loan', id: loanId }, loan, { doneOn, document });
  await settleLoanDuties(desk, loanId);
  return changed('aftercare', id);
}

const about = (input: { loanId: Id<'loan'> | null }) => ({ loan: sought('loan', input.loanId, 'loanId') });

export interface RecordVisit extends Looked {
  readonly visitedOn: BusinessDate;
  readonly measures: string | null;
}

/** 第二十九、三十条 Bank, guarantor or district has visited the firm. */
export const recordVisit = act({
  name: 'recordVisit',
  by: { personas: ['DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: RecordVisit) => about(input),
  run: (desk, input, { loan }) =>
    lookAfter(desk, loan, input, {
      kind: 'VISIT',
      doneOn: input.visitedOn,
      field: 'visitedOn',
      measures: input.measures,
    }),
});

export interface WarnOfRisk extends Looked {
  readonly warnedOn: BusinessDate;
  readonly measures: string;
}

/** 第二十九、三十条 Bank, guarantor or district warns of a risk and proposes measures. */
export const warnOfRisk = act({
  name: 'warnOfRisk',
  by: { personas: ['DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: WarnOfRisk) => about(input),
  run: (desk, input, { loan }) =>
    lookAfter(desk, loan, input, {
      kind: 'RISK_WARNING',
      doneOn: input.warnedOn,
      field: 'warnedOn',
      measures: input.measures,
    }),
});

export interface PlanOverdueMeasures extends Looked {
  readonly plannedOn: BusinessDate;
  readonly measures: string;
}

/** 第三十一条第（二）项 After a missed payment, bank and fund manager say what is to be done. */
export const planOverdueMeasures = act({
  name: 'planOverdueMeasures',
  by: { personas: ['BANK', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: PlanOverdueMeasures) => about(input),
  run: (desk, input, { loan }) =>
    lookAfter(desk, loan, input, {
      kind: 'OVERDUE_MEASURES',
      doneOn: input.plannedOn,
      field: 'plannedOn',
      measures: input.measures,
    }),
});

export interface RecordCollectionAttempt extends Looked {
  readonly attemptedOn: BusinessDate;
  readonly channel: CollectionChannel;
}

/** 第三十一条第（三）项 Bank or fund manager has tried to collect what is past due. */
export const recordCollectionAttempt = act({
  name: 'recordCollectionAttempt',
  by: { personas: ['BANK', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: RecordCollectionAttempt) => about(input),
  run: (desk, input, { loan }) =>
    lookAfter(desk, loan, input, {
      kind: 'COLLECTION_ATTEMPT',
      doneOn: input.attemptedOn,
      field: 'attemptedOn',
      channel: input.channel,
    }),
});

export interface Accelerate {
  readonly loanId: Id<'loan'> | null;
  readonly acceleratedOn: BusinessDate;
  readonly reason: string;
  readonly document: string;
}

/** 第三十二条 The bank calls the whole loan: all principal that is still to come falls due on that day. */
export const accelerate = act({
  name: 'accelerate',
  by: { personas: ['BANK'], role: 'OPERATOR' },
  about: (input: Accelerate) => about(input),
  async run(desk, { acceleratedOn, reason, document }, found) {
    // A day in the past would take the days of grace away with one stroke (Art. 32).
    if (acceleratedOn !== desk.today)
      throw invalid(
        'acceleratedOn',
        `提前到期自宣布之日起生效，不得倒签；请填写业务日期 ${desk.today}。`,
        `A loan is called on the day on which that is declared, never back-dated; give the business date, ${desk.today}.`,
      );
    const { loan } = await lockLoan(desk, found.loan);
    if (!loan.outstanding.isPositive())
      throw conflict('STATE', '该笔贷款没有未偿还本金。', 'Nothing of this loan is outstanding.');
    if (loan.acceleratedOn)
      throw conflict(
        'STATE',
        `该笔贷款已于 ${loan.acceleratedOn} 宣布提前到期。`,
        `The loan was called on ${loan.acceleratedOn} already.`,
      );
    if (loan.disbursedOn && acceleratedOn < loan.disbursedOn)
      throw invalid(
        'acceleratedOn',
        '提前到期日不得早于放款日。',
        'It lies before the disbursement of the loan.',
      );
    const instalments = await desk.store.list('instalment', { loanId: loan.id });
    for (const { number, unpaid, dueOn } of instalments)
      if (unpaid.isPositive() && dueOn > acceleratedOn)
        await desk.store.update('instalment', { loanId: loan.id, number }, { dueOn: acceleratedOn });
    const { nextDueOn } = loan;
    await desk.update('loan', { id: loan.id }, loan, {
      acceleratedOn,
      nextDueOn: nextDueOn && earlier(nextDueOn, acceleratedOn),
      version: loan.version + 1,
    });
    desk.tell('loan.accelerated', { noun: 'loan', id: loan.id }, loan, { acceleratedOn, reason, document });
    await settleLoanDuties(desk, loan.id);
    return changed('loan', loan.id);
  },
});
