import { type BusinessDate, parseDate } from './dates.ts';
import { Yuan } from './money.ts';

// The figures of one year, as an annual evaluation keeps them (Art. 19, 38). All of them are computed, by value date.

/** The first and the last day of a year. */
export function yearSpan(year: number): { readonly first: BusinessDate; readonly last: BusinessDate } {
  return { first: parseDate(`${year}-01-01`), last: parseDate(`${year}-12-31`) };
}

/** What each figure is: an amount in yuan, a count, or a percentage; and whose it is. */
export const YEAR_FIGURES = {
  /** Loans paid out in the year, and to how many firms. */
  loansDisbursed: { kind: 'COUNT', of: 'ALL' },
  disbursed: { kind: 'YUAN', of: 'ALL' },
  firmsSupported: { kind: 'COUNT', of: 'ALL' },
  /** Principal repaid in the year. */
  repaid: { kind: 'YUAN', of: 'ALL' },
  /** Principal neither repaid nor compensated on the last day, and the part of it that was past due. */
  outstanding: { kind: 'YUAN', of: 'ALL' },
  overdue: { kind: 'YUAN', of: 'ALL' },
  /** Deductions of the year that stood on its last day; principal claimed and the pool’s money paid, less what was reversed. */
  compensations: { kind: 'COUNT', of: 'ALL' },
  compensatedPrincipal: { kind: 'YUAN', of: 'ALL' },
  deducted: { kind: 'YUAN', of: 'ALL' },
  /** Recoveries of the year, net of costs, and the part of them that came back to the pool. */
  recoveries: { kind: 'COUNT', of: 'ALL' },
  recovered: { kind: 'YUAN', of: 'ALL' },
  returned: { kind: 'YUAN', of: 'ALL' },
  guarantorPaid: { kind: 'YUAN', of: 'ALL' },
  /** Duties that fell due in the year; met after their day; not met on the year’s last day. */
  dutiesDue: { kind: 'COUNT', of: 'ALL' },
  dutiesMetLate: { kind: 'COUNT', of: 'ALL' },
  dutiesUnmet: { kind: 'COUNT', of: 'ALL' },
  /** Money that came in during the year. */
  contributions: { kind: 'YUAN', of: 'POOL AND REGION' },
  replenishments: { kind: 'YUAN', of: 'POOL AND REGION' },
  supplements: { kind: 'YUAN', of: 'POOL' },
  interest: { kind: 'YUAN', of: 'POOL' },
  /** How the ledger stood on the last day. */
  fundsTotal: { kind: 'YUAN', of: 'POOL' },
  fundsAvailable: { kind: 'YUAN', of: 'POOL' },
  netCompensation: { kind: 'YUAN', of: 'POOL' },
  netCompensationPercent: { kind: 'PERCENT', of: 'POOL' },
  fundBalance: { kind: 'YUAN', of: 'REGION' },
  deposit: { kind: 'YUAN', of: 'BANK' },
} as const satisfies Readonly<Record<string, { readonly kind: FigureKind; readonly of: string }>>;

type FigureKind = 'YUAN' | 'COUNT' | 'PERCENT';
export type YearFigure = keyof typeof YEAR_FIGURES;

interface Values {
  readonly YUAN: Yuan;
  readonly COUNT: number;
  readonly PERCENT: string;
}

/** Figures by name. One that is not about this tenant is absent; a percentage of nothing is absent too. */
export type YearFigures = {
  readonly [Name in YearFigure]?: Values[(typeof YEAR_FIGURES)[Name]['kind']];
};

/** The figures as an evaluation stores them: yuan as text, counts as numbers. */
export type WrittenFigures = Readonly<Record<string, string | number>>;

export function writeFigures(figures: YearFigures): WrittenFigures {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, typeof value === 'number' ? value : String(value)]),
  );
}

/** Reads stored figures. Throws for a name or a value that no version of the product has written. */
export function readFigures(written: WrittenFigures): YearFigures {
  return Object.fromEntries(
    Object.entries(written).map(([name, value]) => [name, readOne(name as YearFigure, value)]),
  );
}

function readOne(name: YearFigure, value: string | number): Yuan | string | number {
  const { kind } = YEAR_FIGURES[name];
  if (kind === 'YUAN' && typeof value === 'string') return Yuan.parse(value);
  if (kind === 'COUNT' ? typeof value === 'number' : kind === 'PERCENT' && typeof value === 'string')
    return value;
  throw new TypeError(`${name} is no figure of a year`);
}
