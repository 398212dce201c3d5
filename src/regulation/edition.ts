import type { BusinessDate } from '../domain/dates.ts';
import type { LossSharing } from '../domain/loss.ts';
import { split, Yuan } from '../domain/money.ts';
import type { BreakerMeasure, BreakerScope, FeeKind, Purpose, Source, TenantKind } from '../domain/words.ts';
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

/** How the loss of a loan of this amount is shared out under an edition (Art. 20). */
export function sharingOf(values: EditionValues, amount: Yuan): LossSharing {
  const { lossShares, lossTiers, firstLoss } = values;
  const tier = lossTiers.find(({ upTo }) => amount.atMost(upTo));
  return {
    shares: tier?.shares ?? lossShares,
    firstLoss: firstLoss && {
      party: firstLoss.party,
      most: split(amount, [firstLoss.percentOfLoan, WHOLE_PERCENT - firstLoss.percentOfLoan])[0] ?? Yuan.ZERO,
    },
  };
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

/** Something about an edition's numbers that an official should look at before enacting it; it hinders nothing. */
export interface EditionWarning {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

const WARNINGS = {
  SHARES_NOT_ONE_WHOLE: {
    zh: '第二十条：分担比例之和不等于百分之百。',
    en: 'Art. 20: the shares do not add up to one whole.',
  },
  LEVERAGES_DISAGREE: {
    zh: '第九条、第十三条、第二十条：资金池放大倍数与地区贷款规模倍数不一致——地区倍数乘以地区在资金池中的分担比例，应等于资金池倍数。',
    en: 'Art. 9, 13, 20: the two leverages disagree; a region’s multiple times the region’s share of the pool’s part should equal the pool’s multiple.',
  },
  DEPOSIT_LEVERAGE_DIFFERS: {
    zh: '第九条、第十六条：可申请补充风险补偿金的授信倍数与资金池放大倍数不同。',
    en: 'Art. 9, 16: the multiple of a risk deposit differs from the pool’s multiple.',
  },
  HARDSHIP_NOT_LOWER: {
    zh: '第八条：困难地区的注资最低额高于一般地区。',
    en: 'Art. 8: the least contribution in hardship is above the general one.',
  },
  TERMS_CROSSED: {
    zh: '第二十二条：一般贷款期限长于放宽后的最长期限。',
    en: 'Art. 22: the usual term is longer than the longest term.',
  },
  BEARERS_NOT_WHOLE: {
    zh: '第二十条：资金池部分按来源再分担后，各最终承担方的比例不是整数。',
    en: 'Art. 20: the shares by final bearer are not whole percents.',
  },
} as const;

/** True when every list of shares of an edition shares out one whole. */
export function everyShareWhole({ lossShares, lossTiers, poolShares }: EditionValues): boolean {
  return [lossShares, poolShares, ...lossTiers.map(({ shares }) => shares)].every(sharesOneWhole);
}

function regionWeight(values: EditionValues): number {
  return values.poolShares.find((share) => share.source === 'REGION')?.weight ?? 0;
}

function leveragesAgree(values: EditionValues): boolean {
  return values.poolLeverageMultiple * WHOLE_PERCENT === values.regionLeverageMultiple * regionWeight(values);
}

function bearersAreWhole(values: EditionValues): boolean {
  const pool = values.lossShares.find((share) => share.party === 'POOL')?.weight ?? 0;
  return values.poolShares.every((share) => (pool * share.weight) % WHOLE_PERCENT === 0);
}

/** The check on the arithmetic: which of an edition's numbers do not agree with one another. */
export function editionWarnings(values: EditionValues): EditionWarning[] {
  const sound: Record<keyof typeof WARNINGS, boolean> = {
    SHARES_NOT_ONE_WHOLE: everyShareWhole(values),
    LEVERAGES_DISAGREE: leveragesAgree(values),
    DEPOSIT_LEVERAGE_DIFFERS: values.depositLeverageMultiple === values.poolLeverageMultiple,
    HARDSHIP_NOT_LOWER: values.contributionMinimumHardship.atMost(values.contributionMinimum),
    TERMS_CROSSED: values.termMonthsUsual <= values.termMonthsMax,
    BEARERS_NOT_WHOLE: bearersAreWhole(values),
  };
  const codes = Object.keys(WARNINGS) as (keyof typeof WARNINGS)[];
  return codes.filter((code) => !sound[code]).map((code) => ({ code, ...WARNINGS[code] }));
}
