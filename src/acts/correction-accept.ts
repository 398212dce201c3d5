import { type BusinessDate, parseDate } from '../domain/dates.ts';
import type { Line } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import type { EntryKind, Id } from '../domain/words.ts';
import { payGuarantorShare, withdrawGuarantorPayment } from './claims.ts';
import { lockLoan } from './contract.ts';
import { APPROVERS, aboutCorrection, lockFor, reversalDateOf, say } from './correction.ts';
import { recordAgain } from './correction-record.ts';
import type { Corrected } from './correction-subject.ts';
import type { Desk } from './desk.ts';
import { conflict } from './failures.ts';
import { lockStandings } from './gather.ts';
import { act, type Changed, changed } from './perform.ts';
import type { Row } from './ports.ts';
import { appendNow } from './record.ts';
import { mustBeReversible, mustNotOverdraw, postReversal, reversingLines } from './reversal.ts';
import { bookRepayment } from './servicing.ts';
import { type Reversed, undo } from './undo.ts';
import { undoRepayment } from './undo-repayment.ts';

export interface AcceptCorrection {
  readonly correctionId: Id<'correction'> | null;
  readonly version: number;
  readonly text: string;
  /** The voucher of the reversing entry. */
  readonly document: string;
}

/**
 * The side that was asked accepts: the wrong record is taken back and the right one recorded, by the same act that
 * recorded the first, so that the rules judge it again; all of it or nothing (section 12). Whoever asked does not accept.
 */
export const acceptCorrection = act({
  name: 'acceptCorrection',
  by: APPROVERS,
  about: (input: AcceptCorrection) => aboutCorrection(input),
  async run(desk, { version, text, document }, { correction }) {
    const about = await lockAbout(desk, correction);
    const { row, to } = await lockFor(desk, correction.id, version, 'ACCEPT');
    if (row.askedBy === desk.actor.userId)
      throw conflict(
        'SECOND_PERSON',
        '申请人不得自行同意更正。',
        'Whoever asked for the correction may not accept it.',
      );
    const done = await correct(desk, row, about, document);
    await desk.update('correction', { id: row.id }, row, {
      state: to,
      acceptedBy: desk.actor.userId,
      endedOn: desk.today,
      reversalEntryId: done.reversal,
      excessReversalEntryId: done.excessReversal,
      madeNoun: done.made?.noun ?? null,
      madeId: done.made?.id ?? null,
      version: row.version + 1,
    });
    await say(desk, row, to, text, document);
    return changed('correction', row.id);
  },
});

type About = Reversed['about'];

/** Locks what the record counts in, in the order of the house, before the correction itself. */
async function lockAbout(desk: Desk, { loanId, entryId }: Row<'correction'>): Promise<About> {
  const loan = loanId && (await desk.store.find('loan', { id: loanId }));
  if (loan) return lockLoan(desk, loan);
  const entry = entryId && (await desk.store.find('entry', { id: entryId }));
  if (entry) await lockStandings(desk, { regionId: entry.regionId, bankId: entry.bankId });
  return null;
}

interface Done {
  readonly reversal: Id<'entry'> | null;
  readonly excessReversal: Id<'entry'> | null;
  readonly made: Changed | null;
}

async function correct(desk: Desk, row: Row<'correction'>, about: About, document: string): Promise<Done> {
  switch (row.subject) {
    case 'REPAYMENT':
      return { ...NO_ENTRIES, made: await correctRepayment(desk, row, about) };
    case 'GUARANTOR_PAYMENT':
      return { ...NO_ENTRIES, made: await correctPayment(desk, row, about) };
    case 'COMPENSATION':
    case 'RECOVERY':
    case 'ENTRY':
      return correctEntries(desk, row, about, document);
  }
}

const NO_ENTRIES = { reversal: null, excessReversal: null } as const;

async function correctRepayment(desk: Desk, row: Row<'correction'>, about: About): Promise<Changed | null> {
  const repayment = await desk.store.lock('repayment', { id: row.aboutId as Id<'repayment'> });
  if (!repayment || !about) throw new Error('a repayment is never deleted');
  await undoRepayment(desk, repayment, about);
  const { proposed } = row;
  if (!proposed) return null;
  const loan = await desk.store.find('loan', { id: proposed.loanId as Id<'loan'> });
  if (!loan) throw new Error('a proposal names its loan');
  const id = await bookRepayment(desk, loan, {
    paidOn: parseDate(proposed.valueDate),
    principal: Yuan.parse(proposed.principal ?? '0.00'),
    interest: Yuan.parse(proposed.interest ?? '0.00'),
    document: proposed.document,
  });
  return changed('repayment', id);
}

async function correctPayment(desk: Desk, row: Row<'correction'>, about: About): Promise<Changed | null> {
  const guarantorPaymentId = row.aboutId as Id<'guarantorPayment'>;
  const payment = await desk.store.find('guarantorPayment', { id: guarantorPaymentId });
  if (!payment || !about) throw new Error('a payment is never deleted');
  await withdrawGuarantorPayment.run(desk, { guarantorPaymentId, reason: row.reason }, { payment });
  const { proposed } = row;
  if (!proposed) return null;
  const { loan } = about;
  const { valueDate, document, amount = '0.00' } = proposed;
  const paid = { loanId: loan.id, paidOn: parseDate(valueDate), amount: Yuan.parse(amount), document };
  return payGuarantorShare.run(desk, paid, { loan });
}

/**
 * Entries that bring money in: the new one is posted before the old one is reversed, so that only the difference has to
 * be there, and not the whole amount, which may long have been used.
 */
const BRINGS_MONEY: readonly EntryKind[] = [
  'CONTRIBUTION',
  'REPLENISHMENT',
  'SUPPLEMENT',
  'INTEREST',
  'RECOVERY',
];

interface Old {
  readonly entry: Row<'entry'>;
  readonly lines: readonly Line[];
  readonly valueDate: BusinessDate;
}

async function correctEntries(
  desk: Desk,
  row: Row<'correction'>,
  about: About,
  document: string,
): Promise<Done> {
  const [old, excess] = await Promise.all([
    oldOf(desk, row, row.entryId),
    oldOf(desk, row, row.excessEntryId),
  ]);
  const takeBack = async (one: Old): Promise<Id<'entry'>> => {
    await mustNotOverdraw(desk, one.lines, one.valueDate);
    const by = postReversal(desk, one.entry, one.lines, { valueDate: one.valueDate, document });
    const { entry, valueDate } = one;
    desk.tell('entry.reversed', { noun: 'entry', id: entry.id }, entry, { by, valueDate });
    return by;
  };
  const { proposed } = row;
  if (old && proposed && BRINGS_MONEY.includes(old.entry.kind)) {
    await undo(desk, { ...old, about });
    const made = await again(desk, row, proposed, about, old.entry);
    await appendNow(desk);
    const reversal = await takeBack(old);
    await appendNow(desk);
    return { reversal, excessReversal: null, made };
  }
  const excessReversal = excess && (await takeBack(excess));
  if (excess) await undo(desk, { ...excess, about });
  await appendNow(desk);
  const reversal = old && (await takeBack(old));
  if (old) await undo(desk, { ...old, about });
  await appendNow(desk);
  const entry = old?.entry ?? excess?.entry;
  if (!entry) throw new Error('what is corrected has an entry');
  const made = proposed && (await again(desk, row, proposed, about, entry));
  return { reversal, excessReversal, made };
}

/** The loan is read anew: what was taken back has changed it. */
async function again(
  desk: Desk,
  row: Row<'correction'>,
  values: Corrected,
  about: About,
  entry: Row<'entry'>,
): Promise<Changed> {
  return recordAgain(desk, row, values, { loan: about?.loan ?? null, entry });
}

async function oldOf(desk: Desk, row: Row<'correction'>, id: Id<'entry'> | null): Promise<Old | null> {
  const entry = id && (await desk.store.find('entry', { id }));
  if (!entry) return null;
  await mustBeReversible(desk, entry);
  const valueDate = row.reverseOn ?? reversalDateOf(desk.today, entry.valueDate);
  desk.checkValueDate(valueDate, 'reverseOn');
  return { entry, lines: await reversingLines(desk, entry), valueDate };
}
