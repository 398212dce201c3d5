import type { BusinessDate } from '../domain/dates.ts';
import type { SourcePart } from '../domain/ledger.ts';
import type { LossSharing } from '../domain/loss.ts';
import { split, splitCumulative, Yuan } from '../domain/money.ts';
import type {
  BreakerMeasure,
  BreakerScope,
  FeeKind,
  Id,
  Purpose,
  Source,
  TenantKind,
} from '../domain/words.ts';
import { WHOLE_PERCENT } from './editions/bounds.ts';

/** One party that bears a share of a loss: the pool, the bank, the guarantor, or whoever another city names. */
export interface LossShare {
  readonly party: 'POOL' | 'BANK' | 'GUARANTOR' | (string & {});
  /** Whole percent. */
  readonly weight: number;
}

/** One source that bears a share of the pool's part. */
export interface PoolShare {
  readonly source: Source;
  /** Whole percent. */
  readonly weight: number;
}

/** Shares that hold for loans up to an amount; larger loans go by the next tier, and above the last by `lossShares`. */
export interface LossTier {
  readonly upTo: Yuan;
  readonly shares: readonly LossShare[];
}

/** A party that bears a loss alone, up to a part of the loan, before the others bear anything. */
export interface FirstLoss {
  readonly party: LossShare['party'];
  /** Whole percent of the loan's amount. */
  readonly percentOfLoan: number;
}

/** When new business stops (Art. 37). */
export interface Breaker {
  readonly measure: BreakerMeasure;
  /** Whole percent; reaching it stops new business. */
  readonly thresholdPercent: number;
  readonly scope: BreakerScope;
  /** Parts of the line, in whole percent of it and rising, at which a warning is given once per crossing. */
  readonly warningPercents: readonly number[];
}

/** The rules in principle: those that a waiver may override, by code. */
export const WAIVABLE_RULES = [
  'ART08_MINIMUM_CONTRIBUTION',
  'ART13_REGION_LEVERAGE',
  'ART22_FIRM_CAP',
  'ART22_TERM_USUAL',
  'ART23_CONTINUITY',
] as const;
export type WaivableRule = (typeof WAIVABLE_RULES)[number];

export function isWaivableRule(code: string): code is WaivableRule {
  return (WAIVABLE_RULES as readonly string[]).includes(code);
}

/** The figures of an edition, in the order of the articles. What each means stands in `catalogue.ts`. */
export interface EditionValues {
  readonly allowedPurposes: readonly Purpose[];
  readonly contributionMinimum: Yuan;
  readonly contributionMinimumHardship: Yuan;
  readonly contributionPayInYears: number;
  readonly poolLeverageMultiple: number;
  readonly regionLeverageMultiple: number;
  readonly replenishmentDays: number;
  readonly firstDeposit: Yuan;
  readonly firstDepositDays: number;
  readonly depositLeverageMultiple: number;
  readonly topUpDays: number;
  readonly prohibitedFees: readonly FeeKind[];
  readonly depositReturnWorkingDays: number;
  readonly evaluationDueMonths: number;
  readonly lossShares: readonly LossShare[];
  readonly lossTiers: readonly LossTier[];
  readonly firstLoss: FirstLoss | null;
  readonly poolShares: readonly PoolShare[];
  readonly firmCap: Yuan;
  readonly termMonthsUsual: number;
  readonly termMonthsMax: number;
  readonly continuousSupportYears: number;
  readonly continuityGapDaysMax: number;
  readonly waiverConsents: Readonly<Record<WaivableRule, readonly TenantKind[]>>;
  readonly disbursementNoticeWorkingDays: number;
  readonly rollDueDates: boolean;
  readonly visitIntervalDays: number;
  readonly maturityReminderDays: number;
  readonly overdueMeasuresDays: number;
  readonly collectionAttemptsMin: number;
  readonly graceDaysMax: number;
  readonly deductionNoticeWorkingDays: number;
  readonly excessReturnWorkingDays: number;
  readonly pursuitDays: number;
  readonly recoveryReportMonths: number;
  readonly breaker: Breaker;
}

/** One edition of a pool's policy. Valid on both of its days and between them. */
export interface Edition {
  readonly number: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly validFrom: BusinessDate;
  readonly validTo: BusinessDate;
  readonly values: EditionValues;
}

type Validity = Pick<Edition, 'validFrom' | 'validTo'>;

/** The edition in force on a date (Art. 40), or null when none is. */
export function editionOn<E extends Validity>(editions: readonly E[], date: BusinessDate): E | null {
  return editions.find((edition) => edition.validFrom <= date && date <= edition.validTo) ?? null;
}

/** The editions whose validity shares at least one day with the candidate's; an edition may be enacted if there are none. */
export function editionOverlaps<E extends Validity>(editions: readonly E[], candidate: Validity): E[] {
  return editions.filter(
    (edition) => edition.validFrom <= candidate.validTo && candidate.validFrom <= edition.validTo,
  );
}

/** How the loss of a loan of this amount is shared out under an edition: the lowest tier that holds it (Art. 20). */
export function sharingOf(values: EditionValues, amount: Yuan): LossSharing {
  const { lossShares, lossTiers, firstLoss } = values;
  const [tier] = [...lossTiers]
    .filter(({ upTo }) => amount.atMost(upTo))
    .sort((a, b) => (a.upTo.lessThan(b.upTo) ? -1 : 1));
  return {
    shares: tier?.shares ?? lossShares,
    firstLoss: firstLoss && {
      party: firstLoss.party,
      most: split(amount, [firstLoss.percentOfLoan, WHOLE_PERCENT - firstLoss.percentOfLoan])[0] ?? Yuan.ZERO,
    },
  };
}

/**
 * The sources' parts of the pool's money that is paid or comes back about one loan, when `before` of it was shared out
 * already: the shares of the sum less the shares of what went before, so that many small amounts end where one large
 * one would (Art. 20, 34). Sources in the order of the edition; the region is the loan's. A source may get nought, or a
 * fen back, where the sum's remainders fall otherwise.
 */
export function sourceParts(
  { poolShares }: EditionValues,
  regionId: Id<'region'>,
  before: Yuan,
  amount: Yuan,
): SourcePart[] {
  const parts = splitCumulative(before, amount, weightsOf(poolShares));
  return poolShares.map(({ source }, at) => ({
    from: source === 'REGION' ? { source, regionId } : { source, regionId: null },
    amount: parts[at] ?? Yuan.ZERO,
  }));
}

/** The weights alone, in the order written, as `split()` takes them. */
export function weightsOf(shares: readonly { readonly weight: number }[]): number[] {
  return shares.map((share) => share.weight);
}

/** True for whole weights, none below zero, that share out exactly one whole (Art. 20). */
export function sharesOneWhole(shares: readonly { readonly weight: number }[]): boolean {
  const weights = weightsOf(shares);
  const proper = weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0);
  return proper && weights.reduce((sum, weight) => sum + weight, 0) === WHOLE_PERCENT;
}

/** True when every list of shares of an edition shares out one whole (Art. 20). */
export function everyShareWhole({
  lossShares,
  lossTiers,
  poolShares,
}: Pick<EditionValues, 'lossShares' | 'lossTiers' | 'poolShares'>): boolean {
  return [lossShares, poolShares, ...lossTiers.map(({ shares }) => shares)].every(sharesOneWhole);
}
