import type { Actor } from '../acts/actor.ts';
import type { ReportAsked } from '../acts/papers.ts';
import type { Reads } from '../acts/reads.ts';
import type { BusinessDate } from '../domain/dates.ts';
import { dateInWords } from '../domain/money-words.ts';
import type { Book, Column, Sheet, SheetHead } from './sheet.ts';

/** What a report is made from: one view of the reader’s, and the workbook it goes into. */
export interface Making {
  readonly reads: Reads;
  readonly actor: Actor;
  readonly book: Book;
  readonly asked: ReportAsked;
  readonly today: BusinessDate;
  /** The reader’s tenant: who makes the table up. */
  readonly madeBy: string;
  readonly signal: AbortSignal;
}

export type Report = (making: Making) => Promise<void>;

/** The client has gone while its report was being made. */
export class Abandoned extends Error {}

/** After every part of a list: the file keeps up, and nobody waits for a report that nobody fetches. */
export async function pause({ signal }: Making, sheet: Sheet): Promise<void> {
  if (signal.aborted) throw new Abandoned();
  await sheet.flush();
}

export const period = ({ asked: { first, last } }: Making): string =>
  `统计期间：${dateInWords(first)}至${dateInWords(last)}`;

export const onDay = ({ asked: { last } }: Making): string => `截至日期：${dateInWords(last)}`;

/** The line under the title: who made it, about when, in what unit. */
export function headed(
  { book, madeBy }: Making,
  head: Pick<SheetHead, 'name' | 'title' | 'middle'> & { readonly unit: string },
  columns: readonly Column[],
): Sheet {
  const { name, title, middle, unit } = head;
  return book.sheet(
    { name, title, middle, left: `编制单位：${madeBy}`, right: unit === '' ? '' : `单位：${unit}` },
    columns,
  );
}

/** Names by id, asked once each; a tenant that the reader may not know by name has none. */
export function namesIn(reads: Reads): (id: string | null) => Promise<string> {
  const known = new Map<string, string>();
  return async (id) => {
    if (id === null) return '';
    const name = known.get(id) ?? (await reads.tenant(id))?.nameZh ?? '';
    known.set(id, name);
    return name;
  };
}

/** What the table holds for a reader that does not see the whole pool. */
export const scopeNote = ({ actor: { persona } }: Making): string[] =>
  persona === 'OFFICE' ? [] : ['注：本表仅含编制单位有权查阅的业务，不代表资金池整体情况。'];
