import { isAnsweredFor, isWholeSteps, readsEveryLimit, STEP } from '../acts/withholding.ts';
import { Yuan } from '../domain/money.ts';
import type { Verdict } from '../regulation/verdict.ts';
import type { RequestContext } from './context.ts';
import { badInput } from './errors.ts';

// Whoever may choose an amount and is told whether it fits can search for the limit by halving. Where the limit's figure
// is not the reader's to know, amounts go in steps, and so the search ends a step wide. docs/decisions/oracles.md says
// what is left to learn, and how fast.

/** Hypothetical loans in one question: of a reader who reads every limit, and of the others. */
export const LOANS_MAX = { everyLimit: 50, others: 20 } as const;

function notInSteps(field: string) {
  return badInput(
    field,
    `此处有不向贵单位提供数字的限额，假设的金额应为 ${STEP.toReadable()} 元的整数倍。`,
    `A limit applies here whose figure is not yours to know: a hypothetical amount is a whole multiple of ${STEP.toReadable()} yuan.`,
  );
}

/** How many loans a question may hold, and that its amounts go in steps where they have to. */
export function assertAskable({ actor }: RequestContext, loans: readonly { readonly amount: Yuan }[]): void {
  const most = readsEveryLimit(actor) ? LOANS_MAX.everyLimit : LOANS_MAX.others;
  if (loans.length > most)
    throw badInput(
      'input.loans',
      `至多可询问 ${most} 笔贷款，实际 ${loans.length} 笔。`,
      `At most ${most} loans may be asked about; these are ${loans.length}.`,
    );
  for (const [at, { amount }] of loans.entries()) {
    const field = `input.loans[${at}].amount`;
    if (!amount.isPositive()) throw badInput(field, '金额应大于零。', 'An amount above zero is needed.');
    if (!readsEveryLimit(actor) && !isWholeSteps(amount)) throw notInSteps(field);
  }
}

/** What a check is given that matters here: an amount to choose, and the referral that names one already. */
interface Checked {
  readonly amount?: unknown;
  readonly terms?: { readonly amount?: unknown } | null;
  readonly referralId?: unknown;
}

/**
 * A check that was judged by a cap whose figure is withheld is answered for amounts in steps, and for the amount of the
 * referral itself. Whether a figure is withheld does not hang on the amount, so the refusal tells nothing.
 */
export async function assertAnswerable(
  { reader }: RequestContext,
  input: Checked,
  verdicts: readonly Verdict[],
): Promise<void> {
  const [field, amount] = input.terms
    ? ['input.terms.amount', input.terms.amount]
    : ['input.amount', input.amount];
  if (!(amount instanceof Yuan) || isAnsweredFor(amount, verdicts)) return;
  const referral =
    typeof input.referralId === 'string'
      ? await reader.reads.one('referral', input.referralId as never)
      : null;
  if (referral?.amount.equals(amount)) return;
  throw notInSteps(field as string);
}
