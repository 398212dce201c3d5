import { hasReached } from '../domain/breaker.ts';
import type { BreakerMeasure, Word } from '../domain/words.ts';
import { DATE, percentFigure, YUAN } from './measures.ts';
import { atMost, holds, rule } from './verdict.ts';

/** 第三十五条 Bank and guarantor report on the recovery while it runs. */
export const art35InRecovery = rule({
  code: 'ART35_IN_RECOVERY',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['pursuit'],
  reads: [],
  texts: {
    met: { zh: '该笔贷款正在追偿', en: 'the loan is in recovery' },
    broken: {
      zh: '该笔贷款尚未发生代偿或追偿已终结，无追偿情况可报告',
      en: 'the loan has not been compensated, or its recovery is concluded; there is no recovery to report on',
    },
  },
  finds: ({ pursuit }) => holds(pursuit.compensatedPrincipal.isPositive() && !pursuit.concluded),
});

/** 第三十五条 A recovery is concluded when nothing is left to compensate: no principal outstanding, no share unpaid. */
export const art35Settled = rule({
  code: 'ART35_SETTLED',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['pursuit'],
  reads: [],
  texts: {
    met: {
      zh: '该笔贷款没有未偿还的本金和未划扣的代偿款',
      en: 'nothing of the loan is outstanding, and nothing is left to deduct',
    },
    broken: {
      zh: '该笔贷款尚有未偿还本金或未划扣的代偿款[{actual}]，不能终结追偿',
      en: 'principal is outstanding or a compensation is not deducted in full[: {actual}]; the recovery cannot be concluded',
    },
  },
  finds: ({ pursuit }) => {
    const open = pursuit.outstanding.plus(pursuit.claimable);
    return { met: open.isZero(), actual: YUAN.figure(open) };
  },
});

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

/** What the breaker measures, as the subject of a sentence: of the pool, and of one bank. */
const MEASURED: Readonly<Record<BreakerMeasure, { readonly pool: Word; readonly bank: Word }>> = {
  NET_COMPENSATION_TO_FUNDS: {
    pool: {
      zh: '资金池代偿净额占资金池资金的比例[为{actual}，]',
      en: 'net compensation[, {actual} of the pool’s funds,]',
    },
    bank: {
      zh: '该行代偿净额占资金池资金的比例[为{actual}，]',
      en: 'the net compensation of the bank’s loans[, {actual} of the pool’s funds,]',
    },
  },
  OVERDUE_TO_OUTSTANDING: {
    pool: {
      zh: '全部贷款逾期本金占贷款余额的比例[为{actual}，]',
      en: 'principal past due[, {actual} of all principal outstanding,]',
    },
    bank: {
      zh: '该行逾期本金占贷款余额的比例[为{actual}，]',
      en: 'the bank’s principal past due[, {actual} of its principal outstanding,]',
    },
  },
  COMPENSATED_TO_DISBURSED: {
    pool: {
      zh: '全部贷款代偿本金（扣除追回）占累计发放的比例[为{actual}，]',
      en: 'principal compensated and not recovered[, {actual} of all that was disbursed,]',
    },
    bank: {
      zh: '该行代偿本金（扣除追回）占累计发放的比例[为{actual}，]',
      en: 'the bank’s principal compensated and not recovered[, {actual} of all that it disbursed,]',
    },
  },
};

/**
 * 第三十七条 New business stops while what the edition measures, in the pool or in one bank, stands at or above the line.
 * A base of nought stops it only if something is measured against it all the same.
 */
export const art37Breaker = rule({
  code: 'ART37_BREAKER',
  strength: 'ABSOLUTE',
  // Everybody in the pool sees the pool's breaker; the ratio tells no amount. One bank's is told to those who see the bank.
  shows: 'PUBLIC',
  needs: ['breaker'],
  reads: ['breaker'],
  texts: {
    met: {
      zh: '风险比例[为{actual}，]低于警戒线[{limit}]',
      en: 'the ratio of losses[, {actual},] is below the line[ of {limit}]',
    },
    broken: {
      zh: '风险比例[为{actual}，]已达到警戒线[{limit}]，除存量业务外暂停新增业务',
      en: 'the ratio of losses[, {actual},] has reached the line[ of {limit}]; new business is suspended',
    },
  },
  finds: (facts, values) => {
    const { measure, scope, thresholdPercent } = values.breaker;
    const figures = facts.breaker;
    // Nothing to say where no bank is chosen yet, or where figures of another measure were recorded (a replay).
    if (figures === null || figures.measure !== measure || figures.scope !== scope) return null;
    const tripped = hasReached(figures, thresholdPercent);
    const subject = scope === 'POOL' ? MEASURED[measure].pool : MEASURED[measure].bank;
    const text = tripped
      ? {
          zh: `${subject.zh}已达到警戒线[{limit}]，除存量业务外暂停新增业务`,
          en: `${subject.en} has reached the line[ of {limit}]; new business is suspended`,
        }
      : { zh: `${subject.zh}低于警戒线[{limit}]`, en: `${subject.en} is below the line[ of {limit}]` };
    const ratio = figures.part.percentOf(figures.whole);
    return {
      met: !tripped,
      limit: percentFigure(String(thresholdPercent)),
      actual: ratio === null ? null : percentFigure(ratio),
      text,
      shows: scope === 'POOL' ? 'PUBLIC' : 'BANK',
    };
  },
});

/** 第三十八条 The pool is supplemented after an evaluation, or because compensation has reached the line. */
export const art38Ground = rule({
  code: 'ART38_GROUND',
  strength: 'ABSOLUTE',
  shows: 'PUBLIC',
  needs: ['breaker', 'supplement'],
  reads: ['breaker'],
  texts: {
    met: { zh: '符合补充资金的条件', en: 'there is a ground for a supplement' },
    broken: { zh: '不符合补充资金的条件', en: 'there is no ground for a supplement' },
  },
  finds: ({ breaker, supplement }, values) => {
    if (supplement.ground === 'EVALUATION')
      return holds(
        supplement.evaluated,
        supplement.evaluated
          ? { zh: '已有年度绩效自评', en: 'the evaluation of a year is on record' }
          : {
              zh: '以绩效评价为由补充资金的，应指明已完成的年度绩效自评',
              en: 'a supplement after an evaluation names the evaluation that is on record',
            },
      );
    const { measure, scope, thresholdPercent } = values.breaker;
    const own = breaker !== null && breaker.measure === measure && breaker.scope === scope ? breaker : null;
    const ratio = own?.part.percentOf(own.whole) ?? null;
    const reached = own !== null && hasReached(own, thresholdPercent);
    return {
      met: reached || supplement.tripped,
      limit: percentFigure(String(thresholdPercent)),
      actual: ratio === null ? null : percentFigure(ratio),
      text:
        reached || !supplement.tripped
          ? reached
            ? {
                zh: '代偿比例[为{actual}，]已达到警戒线[{limit}]',
                en: 'the ratio of losses[, {actual},] has reached the line[ of {limit}]',
              }
            : {
                zh: '代偿比例[为{actual}，]未达到警戒线[{limit}]，自上次补充以来也未曾达到',
                en: 'the ratio of losses[, {actual},] is below the line[ of {limit}] and has not reached it since the last supplement',
              }
          : {
              zh: '自上次补充以来，代偿比例曾达到警戒线[{limit}]',
              en: 'the ratio of losses has reached the line[ of {limit}] since the last supplement',
            },
    };
  },
});

/** 第三十八条 What comes in stays within what was granted. */
export const art38Granted = rule({
  code: 'ART38_GRANTED',
  strength: 'ABSOLUTE',
  shows: 'MONEY',
  needs: ['supplement'],
  reads: [],
  texts: {
    met: {
      zh: '到账金额[{actual}]在已批准而未到账的额度[{limit}]之内',
      en: 'what came in[, {actual},] is within what was granted and is still to come[, {limit}]',
    },
    broken: {
      zh: '到账金额[{actual}]超出已批准而未到账的额度[{limit}]',
      en: 'what came in[, {actual},] exceeds what was granted and is still to come[, {limit}]',
    },
  },
  finds: ({ supplement }) => atMost(YUAN, supplement.amount, supplement.toCome),
});
