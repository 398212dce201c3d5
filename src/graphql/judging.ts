import type { CapFigures, CapQuestion } from '../acts/reads.ts';
import { readable } from '../acts/withholding.ts';
import { measured } from '../domain/breaker.ts';
import type { BusinessDate } from '../domain/dates.ts';
import { poolFigures } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import { art37Breaker } from '../regulation/ch09-risk.art35-39.ts';
import { art40InForce } from '../regulation/ch10-validity.art40.ts';
import type { Edition } from '../regulation/edition.ts';
import type { Facts } from '../regulation/facts.ts';
import { ASK_TOP_UP } from '../regulation/occasions.ts';
import { allowed, judge } from '../regulation/verdict.ts';
import type { RequestContext } from './context.ts';
import { editionsFor } from './editions.ts';

// Questions that the rules answer without an act. The figures run across tenants; every verdict passes `readable`
// before it leaves, which withholds what is not the reader's to know.

/** What stops all new business, whoever the borrower is. */
export const NEW_BUSINESS = [art37Breaker, art40InForce] as const;

/** What all of one answer is judged by. */
export interface Setting {
  readonly context: RequestContext;
  readonly today: BusinessDate;
  readonly edition: Edition | null;
  /** The edition in force, or the last one. */
  readonly applied: Edition | null;
  readonly figures: CapFigures;
}

export async function settingOf(context: RequestContext, about: CapQuestion): Promise<Setting> {
  const { reader } = context;
  const [today, { inForce, applied }] = await Promise.all([reader.today(), editionsFor(context)]);
  // Principal past due is summed only where a breaker asks for it.
  const asksOverdue = applied?.values.breaker.measure === 'OVERDUE_TO_OUTSTANDING';
  const figures = await reader.reads.capFigures({ ...about, overdueBefore: asksOverdue ? today : null });
  return { context, today, edition: inForce, applied, figures };
}

/** The waivers that count for these subjects; one that a bank consented to counts with that bank only. */
export function waiversFor({ figures }: Setting, subjects: readonly string[], bankId: string | undefined) {
  return figures.waivers.filter(
    (waiver) =>
      subjects.includes(waiver.subjectId) && (!bankId || !waiver.bankId || waiver.bankId === bankId),
  );
}

export function poolFacts({ figures }: Setting, added = Yuan.ZERO): Facts['pool'] {
  const { fundsTotal, fundsAvailable, netCompensation, custody } = poolFigures(figures.balances);
  return { fundsTotal, fundsAvailable, netCompensation, custody, exposure: figures.poolExposure.plus(added) };
}

/** What the breaker compares: in the pool, or in the bank asked about; null where it is a bank's and none is asked about. */
export function breakerFacts(
  { figures, applied, context }: Setting,
  bankId: string | undefined,
): Facts['breaker'] {
  if (!applied) return null;
  const { measure, scope } = applied.values.breaker;
  const lending = figures.lending.get((scope === 'POOL' ? context.actor.poolId : bankId) ?? '');
  if (!lending) return null;
  return { measure, scope, ...measured({ measure, scope }, poolFigures(figures.balances), lending) };
}

// ---- New business -----------------------------------------------------------------------------------------

const NOBODY: CapQuestion = { regionIds: [], firmKeys: [], bankIds: [], waiverSubjects: [] };

/** Whether new business is possible at all (Art. 37, 40). */
export async function newBusinessOf(context: RequestContext) {
  const setting = await settingOf(context, NOBODY);
  const breaker = breakerFacts(setting, undefined);
  const verdicts = judge(NEW_BUSINESS, { today: setting.today, breaker }, setting.edition);
  return { open: allowed(verdicts), verdicts: readable(context.actor, verdicts) };
}

/** What a breaker compares now, and the edition that it is measured by; the pool's, or one bank's. */
export async function breakerNow(context: RequestContext, bankId: string | undefined) {
  const setting = await settingOf(context, { ...NOBODY, bankIds: bankId ? [bankId] : [] });
  return { figures: breakerFacts(setting, bankId), edition: setting.applied, today: setting.today };
}

/** Whether a bank may ask for a top-up now; null for a reader who may not see how the bank stands (Art. 16). */
export async function topUpRight(context: RequestContext, bankId: string) {
  return topUpRightIn(await settingOf(context, { ...NOBODY, bankIds: [bankId] }), bankId);
}

/** The same, where the figures of the bank are at hand. */
export async function topUpRightIn({ context, today, edition, figures }: Setting, bankId: string) {
  const standing = await context.reader.reads.one('bankStanding', bankId, 'bankId');
  const sums = figures.banks.get(bankId);
  if (!standing || !sums) return null;
  if (!edition) return { allowed: false, verdict: null };
  const bank = { state: standing.state, hasSpecialAccount: standing.specialAccount !== null, ...sums };
  const verdicts = judge(ASK_TOP_UP, { today, bank }, edition);
  const shown = readable(context.actor, verdicts).find(({ code }) => code === 'ART16_TOP_UP_ASK');
  return { allowed: allowed(verdicts), verdict: shown ?? null };
}
