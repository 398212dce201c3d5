import type { BusinessDate } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import type { CorrectionSubject, CostKind, EntryKind, Id, RecoveryDestination } from '../domain/words.ts';
import type { Desk } from './desk.ts';
import { conflict, invalid, notFound } from './failures.ts';
import { fundManagerId } from './gather.ts';
import type { Row } from './ports.ts';

// What a correction is about: the record, whose it is, and the values on it.

export type Corrected = Row<'correction'>['recorded'];

/** A record that may be wrong, with the entries by which it is in the ledger. */
export interface Subject {
  readonly subject: CorrectionSubject;
  readonly aboutId: string;
  /** The tenant whose record it is. */
  readonly ownerId: Id<'tenant'>;
  readonly loanId: Id<'loan'> | null;
  readonly entryId: Id<'entry'> | null;
  readonly excessEntryId: Id<'entry'> | null;
  readonly recorded: Corrected;
  /** Which values may be corrected, beside day and document; none where the record can only be taken back. */
  readonly fields: readonly (keyof Corrected)[] | null;
}

const owner = (id: string) => id as Id<'tenant'>;

export function ofRepayment(row: Row<'repayment'>): Subject {
  if (row.reversedOn) throw gone(row.reversedOn);
  return {
    subject: 'REPAYMENT',
    aboutId: row.id,
    ownerId: owner(row.bankId),
    loanId: row.loanId,
    entryId: null,
    excessEntryId: null,
    recorded: {
      loanId: row.loanId,
      valueDate: row.paidOn,
      document: row.document,
      principal: row.principal.toString(),
      interest: row.interest.toString(),
    },
    fields: ['loanId', 'principal', 'interest'],
  };
}

export function ofGuarantorPayment(row: Row<'guarantorPayment'>): Subject {
  if (row.withdrawnOn) throw gone(row.withdrawnOn);
  return {
    subject: 'GUARANTOR_PAYMENT',
    aboutId: row.id,
    ownerId: owner(row.guarantorId),
    loanId: row.loanId,
    entryId: null,
    excessEntryId: null,
    recorded: { valueDate: row.paidOn, document: row.document, amount: row.amount.toString() },
    fields: ['amount'],
  };
}

export function ofCompensation(row: Row<'compensation'>): Subject {
  if (row.reversedOn) throw gone(row.reversedOn);
  return {
    subject: 'COMPENSATION',
    aboutId: row.id,
    ownerId: owner(row.bankId),
    loanId: row.loanId,
    entryId: row.entryId,
    excessEntryId: row.excessEntryId,
    recorded: { valueDate: row.deductedOn, document: row.document, amount: row.taken.toString() },
    // What is deducted after having been judged follows from the loan; only a bank’s own report names an amount.
    fields: row.kind === 'REPORTED' ? ['amount'] : [],
  };
}

export async function ofRecovery(desk: Desk, row: Row<'recovery'>): Promise<Subject> {
  if (row.reversedOn) throw gone(row.reversedOn);
  if (!row.entryId)
    throw conflict(
      'STATE',
      '该笔追偿回款未退回资金池，没有分录可冲销；其随同代偿一并冲回。',
      'Nothing of this recovery went back to the pool, so it has no entry to be reversed; it is taken back with its compensation.',
    );
  const costs = await desk.store.list('recoveryCost', { recoveryId: row.id });
  return {
    subject: 'RECOVERY',
    aboutId: row.id,
    ownerId: recoveredBy(row),
    loanId: row.loanId,
    entryId: row.entryId,
    excessEntryId: null,
    recorded: {
      valueDate: row.receivedOn,
      document: row.document,
      gross: row.gross.toString(),
      costs: costs
        .sort((a, b) => a.number - b.number)
        .map(({ kind, amount, note }) => ({ kind, amount: amount.toString(), note })),
      destination: row.destination,
    },
    fields: ['gross', 'costs', 'destination'],
  };
}

/** Whoever recorded it; of one that the office recorded anew, whose account it went to. */
function recoveredBy({ tenantId, bankId, guarantorId, destination }: Row<'recovery'>): Id<'tenant'> {
  if (tenantId === owner(bankId) || tenantId === owner(guarantorId)) return tenantId;
  return owner(destination === 'CUSTODY' ? guarantorId : bankId);
}

/** The kinds of entry that are corrected as they are, and whether a new one can be recorded in their place. */
const KINDS: Partial<Record<EntryKind, 'AGAIN' | 'TAKE_BACK'>> = {
  CONTRIBUTION: 'AGAIN',
  INTEREST: 'AGAIN',
  DEPOSIT_PLACED: 'AGAIN',
  REPLENISHMENT: 'AGAIN',
  SUPPLEMENT: 'AGAIN',
  EXCESS_RETURNED: 'AGAIN',
  DEPOSIT_RETURNED: 'TAKE_BACK',
};

/** An entry, or the compensation or recovery that it books. */
export async function ofEntry(desk: Desk, entry: Row<'entry'>): Promise<Subject> {
  const { store } = desk;
  if (await store.find('entry', { reversesId: entry.id }))
    throw conflict('STATE', '该分录已被冲销。', 'This entry has been reversed already.');
  const compensation =
    entry.compensationId && (await store.find('compensation', { id: entry.compensationId }));
  if (compensation) return ofCompensation(compensation);
  const recovery = entry.recoveryId && (await store.find('recovery', { id: entry.recoveryId }));
  if (recovery) return ofRecovery(desk, recovery);
  const how = KINDS[entry.kind];
  if (!how)
    throw invalid(
      'entryId',
      '此类分录不经更正程序；冲销分录不能再冲销，期初余额由协调办公室另行冲销。',
      'Entries of this kind are not corrected here: a reversal is not reversed, and an opening balance is reversed by the office.',
    );
  const lines = await store.list('line', { entryId: entry.id });
  const amount = Yuan.sum(lines.filter(({ amount }) => amount.isPositive()).map(({ amount }) => amount));
  const managerId = await fundManagerId(desk);
  const byBank =
    entry.kind === 'EXCESS_RETURNED' && entry.tenantId !== (managerId as string | null) && entry.bankId;
  const ownerId = byBank ? owner(byBank) : managerId && owner(managerId);
  if (!ownerId) throw notFound('entryId');
  return {
    subject: 'ENTRY',
    aboutId: entry.id,
    ownerId,
    loanId: null,
    entryId: entry.id,
    excessEntryId: null,
    recorded: { valueDate: entry.valueDate, document: entry.document, amount: amount.toString() },
    fields: how === 'AGAIN' ? ['amount'] : null,
  };
}

function gone(on: BusinessDate) {
  return conflict('STATE', `该记录已于 ${on} 冲回。`, `This record was taken back on ${on} already.`);
}

/** What is to stand in the place of a record, as it is asked for; what is left open stays as it is. */
export interface Proposal {
  readonly valueDate: BusinessDate | null;
  readonly document: string | null;
  readonly amount: Yuan | null;
  readonly principal: Yuan | null;
  readonly interest: Yuan | null;
  readonly gross: Yuan | null;
  readonly costs: readonly { readonly kind: CostKind; readonly amount: Yuan; readonly note: string }[] | null;
  readonly destination: RecoveryDestination | null;
}

/** The recorded values with the proposed ones in their place. Fails on a value that such a record does not have. */
export function proposedFor(
  { recorded, fields }: Subject,
  proposal: Proposal,
  loanId: Id<'loan'> | null,
): Corrected {
  if (!fields)
    throw invalid(
      'proposed',
      '此类记录只能冲销，不能同时重新记账；请不填更正内容。',
      'Such a record can only be taken back; leave out what is to stand in its place.',
    );
  const { valueDate, document, costs, ...others } = proposal;
  const given = Object.entries({ ...others, costs, loanId }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  for (const [field] of given)
    if (!(fields as readonly string[]).includes(field))
      throw invalid(
        field === 'loanId' ? 'loanId' : `proposed.${field}`,
        '此类记录没有该项内容，请勿填写。',
        'A record of this kind has no such value; leave it out.',
      );
  const texts = Object.fromEntries(
    given.map(([field, value]) => [
      field,
      Array.isArray(value)
        ? value.map((cost) => ({ kind: cost.kind, amount: cost.amount.toString(), note: cost.note }))
        : String(value),
    ]),
  );
  const corrected = {
    ...recorded,
    ...texts,
    valueDate: valueDate ?? recorded.valueDate,
    document: document ?? recorded.document,
  };
  if (JSON.stringify(corrected) === JSON.stringify(recorded))
    throw invalid(
      'proposed',
      '更正内容与现有记录相同；请填写应更正的内容，或只申请冲销。',
      'What is proposed is what is on record; give what is to be different, or ask to take it back only.',
    );
  return corrected;
}
