import { type BusinessDate, daysBetween } from './dates.ts';
import { Yuan } from './money.ts';

// Which line of a bank's statement and which entry of ours are the same movement of money. Nothing is posted by it.

/** How many days a line and its entry may lie apart unless the statement says otherwise: banks book late, and on holidays not at all. */
export const DAYS_APART_DEFAULT = 5;
/** More than a month apart is no coincidence of dates any more. */
export const DAYS_APART_MAX = 31;

export interface StatementLine {
  readonly id: string;
  /** Its place on the statement, from 1. */
  readonly number: number;
  readonly bookedOn: BusinessDate;
  /** Money in above zero, money out below. */
  readonly amount: Yuan;
  readonly reference: string | null;
  readonly text: string | null;
}

export interface BookedEntry {
  readonly id: string;
  readonly sequence: number;
  readonly valueDate: BusinessDate;
  /** What it moved on the account: in above zero, out below. */
  readonly amount: Yuan;
  readonly document: string;
  readonly reversesId: string | null;
}

/** Lines and entries of equal sums. Without lines: entries of ours that cancel each other and never reached the bank. */
export interface Match {
  readonly lineIds: readonly string[];
  readonly entryIds: readonly string[];
}

/** A shorter document number is found in too many texts by chance. */
const TELLING_LENGTH = 4;

function namesDocument({ reference, text }: StatementLine, { document }: BookedEntry): boolean {
  if (reference !== null && reference.trim() === document.trim()) return true;
  return document.length >= TELLING_LENGTH && [reference, text].some((said) => said?.includes(document));
}

interface Candidate {
  readonly line: StatementLine;
  readonly entry: BookedEntry;
  readonly named: boolean;
  readonly daysApart: number;
}

/** Those that name the document first, then the nearest in time; ties in the order of the statement and of the ledger. */
function byLikelihood(a: Candidate, b: Candidate): number {
  return (
    Number(b.named) - Number(a.named) ||
    a.daysApart - b.daysApart ||
    a.line.number - b.line.number ||
    a.entry.sequence - b.entry.sequence
  );
}

/**
 * Matches lines and entries one to one, of exactly the same amount and at most so many days apart, and then our own
 * entries with their reversals where neither reached the bank. Each is used once; the order in which they are given does
 * not matter.
 */
export function matchesOf(
  lines: readonly StatementLine[],
  entries: readonly BookedEntry[],
  daysApartMax: number,
): Match[] {
  const byAmount = new Map<string, BookedEntry[]>();
  for (const entry of entries) {
    const same = byAmount.get(entry.amount.toString());
    if (same) same.push(entry);
    else byAmount.set(entry.amount.toString(), [entry]);
  }
  const candidates = lines.flatMap((line) =>
    (byAmount.get(line.amount.toString()) ?? []).flatMap((entry): Candidate[] => {
      const daysApart = Math.abs(daysBetween(line.bookedOn, entry.valueDate));
      return daysApart > daysApartMax ? [] : [{ line, entry, named: namesDocument(line, entry), daysApart }];
    }),
  );
  const used = new Set<string>();
  const matches: Match[] = [];
  for (const { line, entry } of candidates.sort(byLikelihood)) {
    if (used.has(line.id) || used.has(entry.id)) continue;
    used.add(line.id).add(entry.id);
    matches.push({ lineIds: [line.id], entryIds: [entry.id] });
  }
  return [...matches, ...cancelling(entries, used)];
}

/** Entries that were reversed before the bank ever knew of them. */
function cancelling(entries: readonly BookedEntry[], used: ReadonlySet<string>): Match[] {
  const open = new Map(entries.filter(({ id }) => !used.has(id)).map((entry) => [entry.id, entry]));
  return [...open.values()]
    .sort((a, b) => a.sequence - b.sequence)
    .flatMap(({ id, amount, reversesId }) => {
      const reversed = reversesId === null ? undefined : open.get(reversesId);
      if (!reversed?.amount.plus(amount).isZero()) return [];
      return [{ lineIds: [], entryIds: [reversed.id, id] }];
    });
}

/** True where lines and entries chosen by hand are at least two things of the same sum, to the fen. */
export function agree(
  lines: readonly Pick<StatementLine, 'amount'>[],
  entries: readonly Pick<BookedEntry, 'amount'>[],
): boolean {
  const sum = (all: readonly { readonly amount: Yuan }[]) => Yuan.sum(all.map(({ amount }) => amount));
  return lines.length + entries.length > 1 && sum(lines).equals(sum(entries));
}
