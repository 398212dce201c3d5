import { DATE, percentFigure } from './measures.ts';
import { holds, rule } from './verdict.ts';

/** 第三十六条 A firm on the dishonest list gets no new loan. */
export const art36NotListed = rule({
  code: 'ART36_NOT_LISTED',
  strength: 'ABSOLUTE',
  shows: 'FIRM_TOTAL',
  needs: ['firm'],
  reads: [],
  texts: {
    met: { zh: '该企业未被列入失信企业名单', en: 'the firm is not on the dishonest list' },
    broken: {
      zh: '该企业[自{actual}起]被列入失信企业名单，不得新办业务',
      en: 'the firm stands on the dishonest list[ since {actual}] and gets no new loan',
    },
  },
  finds: ({ firm }) =>
    firm.listedOn === null ? holds(true) : { met: false, actual: DATE.figure(firm.listedOn) },
});

/**
 * 第三十七条 New business stops while net compensation stands at or above the line, measured against the pool's total
 * funds. A pool without funds stops only if it has compensated all the same.
 */
export const art37Breaker = rule({
  code: 'ART37_BREAKER',
  strength: 'ABSOLUTE',
  // Everybody in the pool sees the breaker; the ratio tells no amount.
  shows: 'PUBLIC',
  needs: ['pool'],
  reads: ['breaker'],
  texts: {
    met: {
      zh: '资金池代偿净额占资金池资金的比例[{actual}]低于警戒线[{limit}]',
      en: 'net compensation[, {actual} of the pool’s funds,] is below the line[ of {limit}]',
    },
    broken: {
      zh: '资金池代偿净额占资金池资金的比例[{actual}]已达到警戒线[{limit}]，除存量业务外暂停新增业务',
      en: 'net compensation[, {actual} of the pool’s funds,] has reached the line[ of {limit}]; new business is suspended',
    },
  },
  finds: ({ pool }, { breaker }) => {
    const threshold = String(breaker.thresholdPercent);
    const ratio = pool.netCompensation.percentOf(pool.fundsTotal);
    const tripped =
      pool.netCompensation.isPositive() && pool.netCompensation.reaches(threshold, pool.fundsTotal);
    return {
      met: !tripped,
      limit: percentFigure(threshold),
      actual: ratio === null ? null : percentFigure(ratio),
    };
  },
});
