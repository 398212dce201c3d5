import { answerWaiver, askWaiver } from '../acts/waiver.ts';
import { plusMonths } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import type { Id } from '../domain/words.ts';
import type { WaivableRule } from '../regulation/edition.ts';
import { BAOTOU_2021 } from '../regulation/editions/baotou-2021.ts';
import { tenantIdAt } from './cast.ts';
import { LEAVING_BANK } from './oversight.ts';
import { bank, district, guarantor, type KnownFirm, type LoanPlan, office } from './story.ts';
import type { Teller } from './teller.ts';

// Which loans are made when. Steps are half months from January 2024.

const AMOUNTS = [
  '1500000.00',
  '3000000.00',
  '800000.00',
  '5000000.00',
  '2000000.00',
  '6500000.00',
  '1200000.00',
  '4000000.00',
  '500000.00',
];
const LEAST = '500000.00';

/** Bayan Obo: ten loans of ten million bring it to 25 times its four million (Art. 13). */
export const AT_ITS_LIMIT = { regionAt: 4, firstStep: 36, loans: 10 } as const;
/** One firm supported three years running, to the day (Art. 23): January 2024, 2025 and 2026. */
const SUPPORTED_FIRM = 30;
const SUPPORTED_STEPS = [0, 24, 48];
const ABOVE_THE_FIRM_CAP = { firm: 74, step: 40 } as const;
/** The one loan of the bank that leaves. */
const LENDS_ONCE = { firm: 5, step: 2 } as const;
const TWO_YEARS = { firm: 66, step: 30 } as const;
const WITH_A_STORY: readonly number[] = [SUPPORTED_FIRM, ABOVE_THE_FIRM_CAP.firm, TWO_YEARS.firm];
/** Every third of these borrows, in this order, and comes back after sixteen months. */
const BORROWERS = 198;
/** The step at which the seventh bank joins, and that from which on the loans become more. */
export const SEVENTH_BANK_JOINS = 12;
const MORE_LOANS_FROM = 24;

/** Whether the story of the loans leaves a firm alone, so that the end of the story has it. */
export function isKeptForTheEnd(firm: KnownFirm, index: number): boolean {
  return index % 3 === 1 && firm.regionAt !== AT_ITS_LIMIT.regionAt;
}

/** What a firm of its revenue may carry: at most half of a year's. */
function amountFor(firm: KnownFirm, number: number): string {
  const carried = AMOUNTS.filter((amount) => Yuan.parse(amount).times(2).atMost(firm.revenue));
  return carried[number % carried.length] ?? LEAST;
}

export const planFor = (firm: KnownFirm, number: number, changes: Partial<LoanPlan> = {}): LoanPlan => ({
  firm,
  bankAt: number % 6,
  guarantorAt: number % 4 === 3 ? 1 : 0,
  amount: amountFor(firm, number),
  termMonths: 12,
  basisPoints: 20 + ((number * 15) % 100),
  parts: number % 3 === 0 ? 2 : 1,
  ...changes,
});

export async function loansOn(
  teller: Teller,
  step: number,
  firms: readonly KnownFirm[],
): Promise<LoanPlan[]> {
  const at = (index: number): KnownFirm => {
    const firm = firms[index];
    if (!firm) throw new Error(`the story has no firm ${index}`);
    return firm;
  };
  const plans: LoanPlan[] = [];
  if (SUPPORTED_STEPS.includes(step))
    plans.push(planFor(at(SUPPORTED_FIRM), step, { amount: '3000000.00', parts: 1, bankAt: 0 }));
  // Two loans a half month, in the order of the firms, leaving out those with a story of their own.
  const banks = step > SEVENTH_BANK_JOINS ? 7 : 6;
  if (step < 53)
    for (const number of [step * 2, step * 2 + 1]) {
      const index = (number * 3) % BORROWERS;
      const firm = at(index);
      if (!WITH_A_STORY.includes(index) && firm.regionAt !== AT_ITS_LIMIT.regionAt)
        plans.push(planFor(firm, number, { bankAt: number % banks }));
    }
  if (step >= MORE_LOANS_FROM && step < 53 && step % 2 === 0) {
    const firm = at((step * 6 + 2) % BORROWERS);
    if (firm.regionAt !== AT_ITS_LIMIT.regionAt)
      plans.push(planFor(firm, step, { bankAt: (step / 2) % banks }));
  }
  if (step === LENDS_ONCE.step)
    plans.push(planFor(at(LENDS_ONCE.firm), step, { bankAt: LEAVING_BANK, guarantorAt: 0, parts: 1 }));
  const limited = firms.filter((firm) => firm.regionAt === AT_ITS_LIMIT.regionAt);
  const turn = step - AT_ITS_LIMIT.firstStep;
  const next = limited[turn];
  if (turn >= 0 && turn < AT_ITS_LIMIT.loans && next)
    plans.push(planFor(next, step, { amount: '10000000.00', parts: 1 }));
  if (step === ABOVE_THE_FIRM_CAP.step) {
    const firm = at(ABOVE_THE_FIRM_CAP.firm);
    await waive(teller, firm, 'ART22_FIRM_CAP', '12000000.00', 1, 0);
    plans.push(planFor(firm, 1, { amount: '12000000.00', parts: 1, bankAt: 1, guarantorAt: 0 }));
  }
  if (step === TWO_YEARS.step) {
    const firm = at(TWO_YEARS.firm);
    await waive(teller, firm, 'ART22_TERM_USUAL', '24', 2, 0);
    plans.push(planFor(firm, 2, { termMonths: 24, parts: 4, bankAt: 2, guarantorAt: 0 }));
  }
  return plans;
}

/** The district asks; every party that the edition names consents. */
export async function waive(
  teller: Teller,
  firm: KnownFirm,
  ruleCode: WaivableRule,
  newLimit: string,
  bankAt: number,
  guarantorAt: number,
) {
  const asked = await teller.does(district(firm.regionAt).enters, askWaiver, {
    ruleCode,
    subjectKind: 'ENTERPRISE',
    subjectId: firm.id,
    reason: '订单增长较快，现有额度不能满足周转需要。',
    newLimit,
    validFrom: teller.date,
    validTo: plusMonths(teller.date, 12),
    bankId: tenantIdAt.bank(bankAt) as Id<'bank'>,
    guarantorId: tenantIdAt.guarantor(guarantorAt) as Id<'guarantor'>,
  });
  const parties = {
    OFFICE: office.decides,
    DISTRICT: district(firm.regionAt).decides,
    BANK: bank(bankAt).decides,
    GUARANTOR: guarantor(guarantorAt).decides,
  };
  for (const kind of BAOTOU_2021.values.waiverConsents[ruleCode])
    await teller.does(parties[kind], answerWaiver, {
      waiverId: asked.id as Id<'waiver'>,
      consent: true,
      note: '同意。',
    });
}
