import { plusYears } from '../domain/dates.ts';
import { DATE, DAYS, YUAN } from './measures.ts';
import { atLeast, atMost, holds, rule } from './verdict.ts';

/** 第八条 In principle a region pledges at least the minimum; a region in hardship has a lower one of its own. */
export const art08MinimumContribution = rule({
  code: 'ART08_MINIMUM_CONTRIBUTION',
  strength: 'IN_PRINCIPLE',
  shows: 'MONEY',
  needs: ['region', 'pledge'],
  reads: ['contributionMinimum'],
  texts: {
    met: {
      zh: '该地区认缴注资合计[{actual}，]不低于最低标准[{limit}]',
      en: 'what the region has pledged[, {actual} in all,] reaches the minimum[ of {limit}]',
    },
    broken: {
      zh: '该地区认缴注资合计[{actual}，]低于最低标准[{limit}]',
      en: 'what the region has pledged[, {actual} in all,] is below the minimum[ of {limit}]',
    },
  },
  finds: ({ region, pledge }, { contributionMinimum }) =>
    region.hardship ? null : atLeast(YUAN, region.pledged.plus(pledge.amount), contributionMinimum),
});

/** 第八条 A region with few firms or in hardship may pledge less, but never less than the lower minimum. */
export const art08HardshipMinimum = rule({
  code: 'ART08_HARDSHIP_MINIMUM',
  strength: 'ABSOLUTE',
  shows: 'MONEY',
  needs: ['region', 'pledge'],
  reads: ['contributionMinimumHardship'],
  texts: {
    met: {
      zh: '该地区认缴注资合计[{actual}，]不低于任何地区均须达到的最低额[{limit}]',
      en: 'what the region has pledged[, {actual} in all,] reaches the least that any region owes[, {limit}]',
    },
    broken: {
      zh: '该地区认缴注资合计[{actual}，]低于任何地区均须达到的最低额[{limit}]',
      en: 'what the region has pledged[, {actual} in all,] is below the least that any region owes[, {limit}]',
    },
  },
  finds: ({ region, pledge }, { contributionMinimumHardship }) =>
    atLeast(YUAN, region.pledged.plus(pledge.amount), contributionMinimumHardship),
});

/** 第八条 A pledge is to be paid in full, at once or in parts, within the period counted from the pledge. */
export const art08PayInPeriod = rule({
  code: 'ART08_PAY_IN_PERIOD',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['pledge'],
  reads: ['contributionPayInYears'],
  texts: {
    met: {
      zh: '约定的缴足日期[{actual}]不晚于注资期限届满日[{limit}]',
      en: 'the date by which the pledge is paid[, {actual},] is within the period[, which ends on {limit}]',
    },
    broken: {
      zh: '约定的缴足日期[{actual}]晚于注资期限届满日[{limit}]',
      en: 'the date by which the pledge is paid[, {actual},] lies after the end of the period[, {limit}]',
    },
  },
  finds: ({ pledge }, { contributionPayInYears }) =>
    atMost(DATE, pledge.payInBy, plusYears(pledge.pledgedOn, contributionPayInYears)),
});

/** 第八条 Money on a pledge is paid by the day agreed in the pledge. */
export const art08PaidInPeriod = rule({
  code: 'ART08_PAY_IN_PERIOD',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['pledge', 'contribution'],
  reads: [],
  texts: {
    met: {
      zh: '注资到账日期[{actual}]不晚于约定的缴足日期[{limit}]',
      en: 'the contribution was paid[ on {actual},] in time[, by {limit}]',
    },
    broken: {
      zh: '注资到账日期[{actual}]晚于约定的缴足日期[{limit}]，应另行认缴',
      en: 'the contribution was paid[ on {actual},] after the agreed date[, {limit}]; it needs a pledge of its own',
    },
  },
  finds: ({ pledge, contribution }) => atMost(DATE, contribution.paidOn, pledge.payInBy),
});

/** 第九条 All loans together stay within the multiple of the pool's funds available. */
export const art09PoolLeverage = rule({
  code: 'ART09_POOL_LEVERAGE',
  strength: 'ABSOLUTE',
  shows: 'POOL',
  needs: ['pool', 'asked'],
  reads: ['poolLeverageMultiple'],
  texts: {
    met: {
      zh: '全部贷款合计[将为{actual}，]不超过资金池可用资金放大后的额度[{limit}]',
      en: 'all loans together[, {actual},] stay within what the pool’s funds carry[, {limit}]',
    },
    broken: {
      zh: '全部贷款合计[将达{actual}，]超过资金池可用资金放大后的额度[{limit}]',
      en: 'all loans together[, {actual},] would exceed what the pool’s funds carry[, {limit}]',
    },
  },
  finds: ({ pool, asked }, { poolLeverageMultiple }) =>
    atMost(YUAN, pool.exposure.plus(asked.amount), pool.fundsAvailable.times(poolLeverageMultiple)),
});

/** 第十一条 The pool's money lies only in special accounts at cooperating banks. */
export const art11SpecialAccount = rule({
  code: 'ART11_SPECIAL_ACCOUNT',
  strength: 'ABSOLUTE',
  shows: 'BANK',
  needs: ['bank'],
  reads: [],
  texts: {
    met: {
      zh: '该行为合作银行，并已开设资金池专户',
      en: 'the bank cooperates and holds a special account for the pool',
    },
    broken: {
      zh: '该行尚未开设资金池专户',
      en: 'the bank holds no special account for the pool',
    },
  },
  finds: ({ bank }) => {
    if (bank.state === 'COOPERATING') return holds(bank.hasSpecialAccount);
    return holds(false, {
      zh: '该行不是合作中的银行，资金池资金不得存入',
      en: 'the bank is not cooperating, and the pool’s money may not be placed with it',
    });
  },
});

/** 第十一条 Only money that lies in the pool's own account can be placed. */
export const art11CustodyCovers = rule({
  code: 'ART11_CUSTODY_COVERS',
  strength: 'ABSOLUTE',
  shows: 'MONEY',
  needs: ['pool', 'placement'],
  reads: [],
  texts: {
    met: {
      zh: '拟存入金额[{actual}]不超过资金池专户余额[{limit}]',
      en: 'the amount to be placed[, {actual},] is covered by the pool’s own account[, {limit}]',
    },
    broken: {
      zh: '拟存入金额[{actual}]超过资金池专户余额[{limit}]',
      en: 'the amount to be placed[, {actual},] is more than the pool’s own account holds[, {limit}]',
    },
  },
  finds: ({ pool, placement }) => atMost(YUAN, placement.amount, pool.custody),
});

/** 第十二条 Interest is earned on the pool's accounts and stays in them. */
export const art12InterestStays = rule({
  code: 'ART12_INTEREST_STAYS',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['interest'],
  reads: [],
  texts: {
    met: {
      zh: '利息[{actual}]转入资金池账户',
      en: 'the interest[, {actual},] stays in an account of the pool',
    },
    broken: {
      zh: '利息须转入资金池账户，不得转入其他账户',
      en: 'interest stays in an account of the pool and goes to no other',
    },
  },
  finds: ({ interest }) => {
    const actual = YUAN.figure(interest.amount);
    if (!interest.onPoolAccount) return { met: false, actual };
    if (interest.amount.isPositive()) return { met: true, actual };
    const text = {
      zh: '利息金额[{actual}]须大于零',
      en: 'an amount of interest is above zero[; {actual} is not]',
    };
    return { met: false, actual, text };
  },
});

/** 第十三条 In principle the loans of a region's firms stay within the multiple of what the region has paid in. */
export const art13RegionLeverage = rule({
  code: 'ART13_REGION_LEVERAGE',
  strength: 'IN_PRINCIPLE',
  shows: 'REGION',
  needs: ['region', 'asked'],
  reads: ['regionLeverageMultiple', 'poolShares'],
  texts: {
    met: {
      zh: '该地区贷款规模[将为{actual}，]不超过按到账注资核定的规模[{limit}]',
      en: 'the region’s loans[, {actual} in all,] stay within what its contributions carry[, {limit}]',
    },
    broken: {
      zh: '该地区贷款规模[将达{actual}，]超过按到账注资核定的规模[{limit}]',
      en: 'the region’s loans[, {actual} in all,] would exceed what its contributions carry[, {limit}]',
    },
  },
  finds: ({ region, asked }, { regionLeverageMultiple, poolShares }) => {
    // Where no region puts money into the pool, none is measured by what it has put in.
    if (!poolShares.some(({ source }) => source === 'REGION')) return null;
    return atMost(YUAN, region.exposure.plus(asked.amount), region.paidIn.times(regionLeverageMultiple));
  },
});

/** 第十三条 A region makes up for its part of a compensation within a time. */
export const art13Replenish = rule({
  code: 'ART13_REPLENISH',
  strength: 'TRIGGER',
  shows: 'PUBLIC',
  needs: [],
  reads: ['replenishmentDays'],
  texts: {
    met: { zh: '无需补充代偿资金', en: 'nothing is to be replenished' },
    broken: {
      zh: '发生代偿的地区应[在{limit}内]按分担比例补充资金池代偿资金',
      en: 'the region replenishes its part of the compensation[ within {limit}]',
    },
  },
  finds: (_facts, { replenishmentDays }) => ({ met: false, limit: DAYS.figure(replenishmentDays) }),
});

/** 第十三条 A region replenishes when it owes something; other money is a contribution and is pledged first. */
export const art13Owed = rule({
  code: 'ART13_OWED',
  strength: 'ABSOLUTE',
  shows: 'MONEY',
  needs: ['replenishment'],
  reads: [],
  texts: {
    met: {
      zh: '该地区应补充代偿资金[{actual}]',
      en: 'the region has something to replenish[: {actual}]',
    },
    broken: {
      zh: '该地区没有应补充的代偿资金；其他出资请按注资办理',
      en: 'the region has nothing to replenish; other money is pledged and paid in as a contribution',
    },
  },
  finds: ({ replenishment }) => ({
    met: replenishment.owed.isPositive(),
    actual: YUAN.figure(replenishment.owed),
  }),
});
