import type { ReportName } from '../acts/papers.ts';
import type { Making, Report } from './making.ts';
import { financingSummary, loansOutstanding } from './report-business.ts';
import { annualEvaluation, deadlines } from './report-duties.ts';
import { ledger } from './report-ledger.ts';
import { compensations } from './report-losses.ts';
import { Book } from './sheet.ts';

const MAKERS: Readonly<Record<ReportName, Report>> = {
  'financing-summary': financingSummary,
  compensations,
  'loans-outstanding': loansOutstanding,
  ledger,
  deadlines,
  'annual-evaluation': annualEvaluation,
};

/** Writes a report into a file. Where it fails, the file is not to be used. */
export async function writeReport(
  path: string,
  name: ReportName,
  making: Omit<Making, 'book'>,
): Promise<void> {
  const book = new Book(path, making.today);
  try {
    await MAKERS[name]({ ...making, book });
    await book.end();
  } catch (error) {
    book.abandon();
    throw error;
  }
}
