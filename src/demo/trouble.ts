import { type BusinessDate, parseDate, plusDays } from '../domain/dates.ts';
import type { RunningLoan } from './story.ts';
import type { Teller } from './teller.ts';
import {
  collect,
  concluded,
  guaranteed,
  measures,
  noticed,
  reached,
  recovered,
  replenished,
  reported,
  type Step,
  sued,
  type Troubled,
  taken,
  takenFirst,
  warn,
} from './trouble-steps.ts';

// Loans that go wrong, each in a way of its own.

interface Trouble {
  /** By which the loan is known: what it lends, and the payment that it misses. */
  readonly amount: string;
  readonly missed: string;
  readonly steps: readonly Step[];
}

const BEFORE: readonly Step[] = [
  { after: 4, does: measures },
  { after: 7, does: collect('TELEPHONE') },
  { after: 16, does: collect('ON_SITE') },
];

/** In the order of the payments that are missed. */
const TROUBLES: readonly Trouble[] = [
  {
    amount: '3000000.00',
    missed: '2025-05-16',
    steps: [
      { after: -30, does: warn },
      ...BEFORE,
      { after: 26, does: taken },
      { after: 27, does: noticed },
      { after: 34, does: guaranteed('1200000.00') },
      { after: 45, does: sued },
      { after: 60, does: reached('ACCEPTED', '（2025）内0203民初2107号') },
      { after: 75, does: replenished('480000.00') },
      { after: 110, does: reported },
      { after: 120, does: reached('JUDGED') },
      { after: 150, does: reached('ENFORCEMENT') },
      { after: 180, does: recovered('1500000.00', ['LITIGATION', '18600.00'], ['ENFORCEMENT', '41400.00']) },
      { after: 200, does: reported },
      { after: 240, does: reached('ENFORCEMENT_ENDED') },
      { after: 245, does: concluded },
    ],
  },
  {
    // The deposit is too short: the rest stays claimable, and the notice comes late.
    amount: '6500000.00',
    missed: '2025-06-16',
    steps: [
      ...BEFORE,
      { after: 26, does: taken },
      { after: 40, does: noticed },
      { after: 41, does: guaranteed('2600000.00') },
      { after: 60, does: sued },
      { after: 90, does: reached('ACCEPTED', '（2025）内0203民初3380号') },
    ],
  },
  {
    amount: '4000000.00',
    missed: '2025-07-02',
    steps: [
      ...BEFORE,
      { after: 26, does: taken },
      { after: 27, does: noticed },
      { after: 35, does: guaranteed('1600000.00') },
      { after: 80, does: sued },
      { after: 110, does: reached('ACCEPTED', '（2025）内0203民初4102号') },
      { after: 115, does: replenished('640000.00') },
      { after: 140, does: recovered('512000.00', ['AGENCY', '12000.00']) },
      { after: 170, does: reached('JUDGED') },
    ],
  },
  {
    amount: '3000000.00',
    missed: '2025-08-02',
    steps: [
      ...BEFORE,
      { after: 26, does: taken },
      { after: 28, does: noticed },
      { after: 60, does: guaranteed('700000.00') },
    ],
  },
  {
    amount: '5000000.00',
    missed: '2025-08-16',
    steps: [...BEFORE, { after: 26, does: taken }, { after: 27, does: noticed }],
  },
  {
    amount: '6500000.00',
    missed: '2025-09-02',
    steps: [
      { after: -20, does: warn },
      ...BEFORE,
      { after: 26, does: taken },
      { after: 29, does: noticed },
      { after: 75, does: sued },
      { after: 95, does: reached('ACCEPTED', '（2025）内0204民初5518号') },
    ],
  },
  {
    amount: '4000000.00',
    missed: '2025-11-16',
    steps: [...BEFORE, { after: 26, does: taken }, { after: 27, does: noticed }],
  },
  {
    amount: '4000000.00',
    missed: '2025-12-16',
    steps: [...BEFORE, { after: 27, does: takenFirst('1650000.00') }],
  },
  {
    amount: '5000000.00',
    missed: '2026-01-02',
    steps: [...BEFORE, { after: 26, does: taken }, { after: 27, does: noticed }],
  },
];

/** Payments that are missed without more: principal past due of every age at the end of the story. */
const LEFT_UNPAID: readonly (readonly [amount: string, missed: string])[] = [
  ['800000.00', '2025-12-16'],
  ['3000000.00', '2026-01-02'],
  ['4000000.00', '2026-02-02'],
  ['2000000.00', '2026-03-02'],
  ['2000000.00', '2026-03-16'],
];

const dayOf = ({ missed }: Trouble, { after }: Step): BusinessDate => plusDays(parseDate(missed), after);

/** The days on which something happens to a loan that goes wrong. */
export const TROUBLE_DAYS: readonly BusinessDate[] = TROUBLES.flatMap((trouble) =>
  trouble.steps.map((step) => dayOf(trouble, step)),
);

const misses = ({ plan, dues: [next] }: RunningLoan, amount: string, missed: string): boolean =>
  plan.amount === amount && next?.on === missed;

/** Whether the firm does not make the loan’s next payment. */
export function isMissed(loan: RunningLoan): boolean {
  return (
    TROUBLES.some(({ amount, missed }) => misses(loan, amount, missed)) ||
    LEFT_UNPAID.some(([amount, missed]) => misses(loan, amount, missed))
  );
}

/** The loans that go wrong, as the story comes to know them. */
export class Troubles {
  private readonly known = new Map<Trouble, Troubled>();

  /** What happens on a day, in the order in which the payments were missed. */
  async on(teller: Teller, loans: readonly RunningLoan[]): Promise<void> {
    for (const trouble of TROUBLES)
      for (const step of trouble.steps)
        if (dayOf(trouble, step) === teller.date) await step.does(teller, this.loanOf(trouble, loans));
  }

  private loanOf(trouble: Trouble, loans: readonly RunningLoan[]): Troubled {
    const known = this.known.get(trouble);
    if (known) return known;
    const found = loans.find((loan) => goesWrong(loan, trouble));
    if (!found) throw new Error(`the story has no loan that misses ${trouble.missed}`);
    const troubled = { ...found, compensationId: null, legalActionId: null, legalSteps: 0 };
    this.known.set(trouble, troubled);
    return troubled;
  }
}

/** Whether the trouble is this loan’s, also before its earlier payments are made. */
function goesWrong({ plan, dues }: RunningLoan, { amount, missed }: Trouble): boolean {
  return plan.amount === amount && dues.at(-1)?.on === missed;
}

/** The loan whose compensation the deposit could not cover; its firm has disappeared. */
export function worstLoan(loans: readonly RunningLoan[]): RunningLoan {
  const worst = TROUBLES[1];
  const found = worst && loans.find((loan) => goesWrong(loan, worst));
  if (!found) throw new Error('the story has a loan that went wrong');
  return found;
}

/** The firms that get no new loan in the story, because one of theirs goes wrong. */
export function firmsInTrouble(loans: readonly RunningLoan[]): ReadonlySet<string> {
  const troubled = loans.filter((loan) => TROUBLES.some((trouble) => goesWrong(loan, trouble)));
  return new Set(troubled.map(({ plan }) => plan.firm.id));
}
