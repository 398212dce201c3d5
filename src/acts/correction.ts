import { type CorrectionSide, type CorrectionStep, stateAfterStep } from '../domain/correction.ts';
import { type BusinessDate, earliestValueDate } from '../domain/dates.ts';
import type { CorrectionState, Id } from '../domain/words.ts';
import {
  ofCompensation,
  ofEntry,
  ofGuarantorPayment,
  ofRecovery,
  ofRepayment,
  type Proposal,
  proposedFor,
  type Subject,
} from './correction-subject.ts';
import type { Desk } from './desk.ts';
import { conflict, invalid, notFound } from './failures.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

// The dialogue about a record that may be wrong: one side asks, the other accepts or explains (section 12). Nothing moves
// before it is accepted; see correction-accept.ts.

const SIDES = ['OFFICE', 'BANK', 'GUARANTOR', 'FUND_MANAGER'] as const;
export const OPERATORS = { personas: SIDES, role: 'OPERATOR' } as const;
export const APPROVERS = { personas: SIDES, role: 'APPROVER' } as const;

export interface AskCorrection {
  /** The record that is wrong: exactly one of these. */
  readonly repaymentId: Id<'repayment'> | null;
  readonly compensationId: Id<'compensation'> | null;
  readonly guarantorPaymentId: Id<'guarantorPayment'> | null;
  readonly recoveryId: Id<'recovery'> | null;
  readonly entryId: Id<'entry'> | null;
  readonly reason: string;
  /** What is to stand in its place; null to take it back only. */
  readonly proposed: Proposal | null;
  /** The loan on which a repayment belongs, where it was recorded on another. */
  readonly loanId: Id<'loan'> | null;
  /** The value date of the reversing entry. */
  readonly reverseOn: BusinessDate | null;
}

const RECORDS = ['repaymentId', 'compensationId', 'guarantorPaymentId', 'recoveryId', 'entryId'] as const;

/** The office asks a tenant, or a tenant the office about its own, that a record be corrected. */
export const askCorrection = act({
  name: 'askCorrection',
  by: OPERATORS,
  about: (input: AskCorrection) => {
    if (RECORDS.filter((field) => input[field] !== null && input[field] !== undefined).length !== 1)
      throw invalid(
        'entryId',
        '请填写且只填写一项：还款、代偿、担保机构付款、追偿回款或分录的编号。',
        'Give exactly one: the id of a repayment, compensation, guarantor payment, recovery or ledger entry.',
      );
    return input.repaymentId
      ? { repayment: sought('repayment', input.repaymentId, 'repaymentId') }
      : input.compensationId
        ? { compensation: sought('compensation', input.compensationId, 'compensationId') }
        : input.guarantorPaymentId
          ? { payment: sought('guarantorPayment', input.guarantorPaymentId, 'guarantorPaymentId') }
          : input.recoveryId
            ? { recovery: sought('recovery', input.recoveryId, 'recoveryId') }
            : { entry: sought('entry', input.entryId, 'entryId') };
  },
  async run(desk, input, found) {
    const { repayment, compensation, payment, recovery, entry } = found;
    const subject = repayment
      ? ofRepayment(repayment)
      : compensation
        ? ofCompensation(compensation)
        : payment
          ? ofGuarantorPayment(payment)
          : recovery
            ? await ofRecovery(desk, recovery)
            : await ofEntry(desk, entry);
    return changed('correction', await ask(desk, input, subject));
  },
});

async function ask(desk: Desk, input: AskCorrection, subject: Subject): Promise<Id<'correction'>> {
  const { poolId, tenantId: askerId, userId, persona } = desk.actor;
  const { ownerId, fields, ...about } = subject;
  if (persona !== 'OFFICE' && ownerId !== askerId)
    throw conflict(
      'STATE',
      '只能申请更正本单位登记的记录；其他记录请告知协调办公室。',
      'A tenant asks about its own records only; tell the office about others.',
    );
  await mustBeFree(desk, subject);
  const { proposed, loanId, reverseOn, reason } = input;
  if (loanId) await mustBeOfSameBank(desk, subject, loanId);
  if (loanId && !proposed)
    throw invalid(
      'proposed',
      '改记到另一笔贷款时请填写更正内容，可留空不变的各项。',
      'To move a record to another loan, give what is proposed; its fields may be left open.',
    );
  if (reverseOn) mustFit(desk, subject, reverseOn);
  const id = desk.newId('correction');
  await desk.insert('correction', {
    poolId,
    id,
    tenantId: ownerId,
    askerId,
    askedBy: userId,
    askedOn: desk.today,
    ...about,
    reason,
    proposed: proposed && proposedFor(subject, proposed, loanId),
    reverseOn,
    state: 'ASKED',
    version: 1,
  });
  await say(desk, { id, tenantId: ownerId, version: 0 }, 'ASKED', reason, null);
  return id;
}

async function mustBeFree(desk: Desk, { aboutId }: Subject): Promise<void> {
  if (await desk.store.find('correction', { aboutId, endedOn: null }))
    throw conflict(
      'DUPLICATE',
      '该记录已有更正申请在办；请在原申请中继续。',
      'A correction of this record is under way already; go on there.',
    );
}

/** A loan that is another bank's, or nobody's, is unknown. */
async function mustBeOfSameBank(desk: Desk, { loanId }: Subject, toId: Id<'loan'>): Promise<void> {
  const [from, to] = await Promise.all([
    loanId && desk.store.find('loan', { id: loanId }),
    desk.store.find('loan', { id: toId }),
  ]);
  if (!from || from.bankId !== to?.bankId) throw notFound('loanId');
}

function mustFit(desk: Desk, { entryId, recorded }: Subject, reverseOn: BusinessDate): void {
  if (!entryId)
    throw invalid(
      'reverseOn',
      '该记录没有分录，无须冲销起息日。',
      'This record has no entry of the ledger, and so no value date of a reversal.',
    );
  desk.checkValueDate(reverseOn, 'reverseOn');
  if (reverseOn < recorded.valueDate)
    throw invalid(
      'reverseOn',
      '不得早于被冲销分录的起息日。',
      'It lies before the value date of the entry that is reversed.',
    );
}

/** The value date of a reversal where none is asked for: the record's own, or the first day that is still open. */
export function reversalDateOf(today: BusinessDate, recordedOn: BusinessDate): BusinessDate {
  const earliest = earliestValueDate(today);
  return recordedOn < earliest ? earliest : recordedOn;
}

/** What one side says in a dialogue, and the version of it that it has read. */
export interface Answer {
  readonly correctionId: Id<'correction'> | null;
  readonly version: number;
  readonly text: string;
  readonly document: string | null;
}

export const aboutCorrection = ({ correctionId }: { readonly correctionId: Id<'correction'> | null }) => ({
  correction: sought('correction', correctionId, 'correctionId'),
});

/** Locks a correction as the actor has read it, for a step that its side may take now. */
export async function lockFor(
  desk: Desk,
  id: Id<'correction'>,
  version: number,
  step: CorrectionStep,
): Promise<{ readonly row: Row<'correction'>; readonly to: CorrectionState }> {
  const row = await desk.store.lock('correction', { id });
  if (!row) throw new Error('a correction is never deleted');
  const side: CorrectionSide = row.askerId === desk.actor.tenantId ? 'ASKER' : 'ANSWERER';
  const to = stateAfterStep(row.state, step, side);
  if (!to)
    throw conflict(
      'STATE',
      '该更正申请的当前状态不允许本单位办理此项操作，请重新查阅。',
      `The correction does not allow your side to do this now (${row.state}); read it again.`,
    );
  if (row.version !== version)
    throw conflict(
      'VERSION',
      '该更正申请已有新的往来，请重新查阅。',
      'Something has been said since you read it; read it again.',
    );
  return { row, to };
}

/** Adds to what was said, and tells both sides. */
export async function say(
  desk: Desk,
  { id, tenantId, version }: Pick<Row<'correction'>, 'id' | 'tenantId' | 'version'>,
  state: CorrectionState,
  text: string,
  document: string | null,
): Promise<void> {
  const { poolId, tenantId: authorId, userId } = desk.actor;
  await desk.insert('correctionMessage', {
    poolId,
    correctionId: id,
    number: version + 1,
    tenantId,
    authorId,
    userId,
    state,
    text,
    document,
    writtenOn: desk.today,
    recordedAt: desk.recordedAt,
  });
  const owner = await desk.store.find('tenant', { id: tenantId });
  const bankId = owner?.kind === 'BANK' ? (tenantId as string as Id<'bank'>) : null;
  const guarantorId = owner?.kind === 'GUARANTOR' ? (tenantId as string as Id<'guarantor'>) : null;
  desk.tell(EVENTS[state], { noun: 'correction', id }, { bankId, guarantorId });
}

const EVENTS = {
  ASKED: 'correction.asked',
  EXPLAINED: 'correction.explained',
  INSISTED: 'correction.insisted',
  ACCEPTED: 'correction.accepted',
  WITHDRAWN: 'correction.withdrawn',
  SETTLED: 'correction.settled',
} as const satisfies Record<CorrectionState, string>;

/** A step of the dialogue that only says something, and perhaps ends it. */
async function go(
  desk: Desk,
  { version, text, document }: Answer,
  seen: Row<'correction'>,
  step: Exclude<CorrectionStep, 'ACCEPT'>,
) {
  const { row, to } = await lockFor(desk, seen.id, version, step);
  const ended = to === 'WITHDRAWN' || to === 'SETTLED';
  await desk.update('correction', { id: row.id }, row, {
    state: to,
    endedOn: ended ? desk.today : null,
    version: row.version + 1,
  });
  await say(desk, row, to, text, document);
  return changed('correction', row.id);
}

/** The side that was asked says why the record is right as it is. */
export const explainCorrection = act({
  name: 'explainCorrection',
  by: OPERATORS,
  about: (input: Answer) => aboutCorrection(input),
  run: (desk, input, { correction }) => go(desk, input, correction, 'EXPLAIN'),
});

/** The side that asked keeps asking, with a reply to the explanation. */
export const insistCorrection = act({
  name: 'insistCorrection',
  by: OPERATORS,
  about: (input: Answer) => aboutCorrection(input),
  run: (desk, input, { correction }) => go(desk, input, correction, 'INSIST'),
});

/** The side that asked withdraws; nothing was changed. */
export const withdrawCorrection = act({
  name: 'withdrawCorrection',
  by: OPERATORS,
  about: (input: Answer) => aboutCorrection(input),
  run: (desk, input, { correction }) => go(desk, input, correction, 'WITHDRAW'),
});

/** The side that asked accepts the explanation; nothing was changed. */
export const settleCorrection = act({
  name: 'settleCorrection',
  by: OPERATORS,
  about: (input: Answer) => aboutCorrection(input),
  run: (desk, input, { correction }) => go(desk, input, correction, 'SETTLE'),
});
