import { type EditionValues, everyShareWhole } from './edition.ts';
import { WHOLE_PERCENT } from './editions/bounds.ts';

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
  TIERS_NOT_RISING: {
    zh: '第二十条：按贷款规模分档的上限未从小到大排列；每笔贷款适用能容纳它的最低一档。',
    en: 'Art. 20: the tiers by size of loan are not written in rising order; a loan goes by the lowest tier that holds it.',
  },
  FIRST_LOSS_BEARS_ALL: {
    zh: '第二十条：先行承担方的限额为贷款全额，其余各方不承担任何损失。',
    en: 'Art. 20: the first-loss layer is the whole loan; the other parties bear nothing.',
  },
  POOL_BEARS_NOTHING: {
    zh: '第二十条、第三十二条：资金池不承担任何损失，不会发生划扣。',
    en: 'Art. 20, 32: the pool bears no loss; nothing will ever be deducted.',
  },
  WARNINGS_NOT_RISING: {
    zh: '第三十七条：预警线未从小到大排列，或者不低于警戒线。',
    en: 'Art. 37: the warnings are not written in rising order, or lie at the line itself.',
  },
  BANK_AGAINST_POOL: {
    zh: '第三十七条：以单一银行的代偿净额与全部资金池资金比较；各行风险比例之和为全池比例。',
    en: 'Art. 37: one bank’s net compensation is measured against the funds of the whole pool; the banks’ ratios add up to the pool’s.',
  },
} as const;

type Lists = readonly (readonly { readonly weight: number; readonly party?: string }[])[];

const lossLists = ({ lossShares, lossTiers }: EditionValues): Lists => [
  lossShares,
  ...lossTiers.map(({ shares }) => shares),
];

const poolWeight = (shares: Lists[number]): number =>
  shares.find(({ party }) => party === 'POOL')?.weight ?? 0;

function leveragesAgree(values: EditionValues): boolean {
  const region = values.poolShares.find((share) => share.source === 'REGION');
  // Where no region bears anything, nothing is measured by what a region has paid in.
  if (!region) return true;
  return values.poolLeverageMultiple * WHOLE_PERCENT === values.regionLeverageMultiple * region.weight;
}

function bearersAreWhole(values: EditionValues): boolean {
  const weights = lossLists(values).map(poolWeight);
  return values.poolShares.every((share) =>
    weights.every((pool) => (pool * share.weight) % WHOLE_PERCENT === 0),
  );
}

function poolBears(values: EditionValues): boolean {
  return values.firstLoss?.party === 'POOL' || lossLists(values).some((shares) => poolWeight(shares) > 0);
}

const rises = <V>(values: readonly V[], isLess: (a: V, b: V) => boolean): boolean =>
  values.every((value, at) => at === 0 || isLess(values[at - 1] as V, value));

/** The check on the arithmetic: which of an edition's numbers do not agree with one another. */
export function editionWarnings(values: EditionValues): EditionWarning[] {
  const { lossTiers, firstLoss, breaker } = values;
  const sound: Record<keyof typeof WARNINGS, boolean> = {
    SHARES_NOT_ONE_WHOLE: everyShareWhole(values),
    LEVERAGES_DISAGREE: leveragesAgree(values),
    DEPOSIT_LEVERAGE_DIFFERS: values.depositLeverageMultiple === values.poolLeverageMultiple,
    HARDSHIP_NOT_LOWER: values.contributionMinimumHardship.atMost(values.contributionMinimum),
    TERMS_CROSSED: values.termMonthsUsual <= values.termMonthsMax,
    BEARERS_NOT_WHOLE: bearersAreWhole(values),
    TIERS_NOT_RISING: rises(lossTiers, (a, b) => a.upTo.lessThan(b.upTo)),
    FIRST_LOSS_BEARS_ALL: firstLoss === null || firstLoss.percentOfLoan < WHOLE_PERCENT,
    POOL_BEARS_NOTHING: poolBears(values),
    WARNINGS_NOT_RISING: rises([...breaker.warningPercents, WHOLE_PERCENT], (a, b) => a < b),
    BANK_AGAINST_POOL: breaker.scope === 'POOL' || breaker.measure !== 'NET_COMPENSATION_TO_FUNDS',
  };
  const codes = Object.keys(WARNINGS) as (keyof typeof WARNINGS)[];
  return codes.filter((code) => !sound[code]).map((code) => ({ code, ...WARNINGS[code] }));
}
