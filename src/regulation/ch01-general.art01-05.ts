import { PURPOSES, SIZES } from '../domain/words.ts';
import { wordsFigure } from './measures.ts';
import { holds, rule } from './verdict.ts';

/** 第四条 The firm is an enterprise, and it is registered in the pool's own city. */
export const art04RegisteredInCity = rule({
  code: 'ART04_REGISTERED_IN_CITY',
  strength: 'ABSOLUTE',
  shows: 'FIRM',
  needs: ['firm'],
  reads: [],
  texts: {
    met: { zh: '该企业在本市登记注册', en: 'the firm is registered in this city' },
    broken: { zh: '该企业未在本市登记注册', en: 'the firm is not registered in this city' },
  },
  finds: ({ firm }) => {
    if (firm.creditCodeIsEnterprise) return holds(firm.registeredInCity);
    return holds(false, {
      zh: '统一社会信用代码所示主体不是企业',
      en: 'the credit code does not belong to an enterprise',
    });
  },
});

/** 第四条 By the national standard for its industry the firm is medium, small or micro. */
export const art04Size = rule({
  code: 'ART04_SIZE',
  strength: 'ABSOLUTE',
  shows: 'FIRM',
  needs: ['firm'],
  reads: [],
  texts: {
    met: {
      zh: '该企业符合国家中小微企业划型标准[（{actual}）]',
      en: 'by the national standard the firm is of an eligible size[ ({actual})]',
    },
    broken: {
      zh: '该企业按国家划型标准不属于中小微企业[（{actual}）]',
      en: 'by the national standard the firm is not medium, small or micro[ ({actual})]',
    },
  },
  finds: ({ firm }) => {
    if (firm.size === null)
      return holds(false, {
        zh: '该企业所属行业不在国家中小微企业划型标准之内',
        en: 'the national standard of sizes does not cover the firm’s industry',
      });
    return { met: firm.size !== 'LARGE', actual: wordsFigure(SIZES, [firm.size]) };
  },
});

/** 第五条 A loan serves turnover and working capital, and nothing else. */
export const art05Purpose = rule({
  code: 'ART05_PURPOSE',
  strength: 'ABSOLUTE',
  shows: 'OWN',
  needs: ['asked'],
  reads: ['allowedPurposes'],
  texts: {
    met: {
      zh: '贷款用途[“{actual}”]属于生产经营周转',
      en: 'the purpose[ ({actual})] is turnover of production and operation',
    },
    broken: {
      zh: '贷款用途[“{actual}”]不属于生产经营周转；允许的用途[为{limit}]以本办法现行版本为准',
      en: 'the purpose[ ({actual})] is not turnover of production and operation; the edition in force names the purposes allowed[ ({limit})]',
    },
  },
  finds: ({ asked }, { allowedPurposes }) => ({
    met: allowedPurposes.includes(asked.purpose),
    actual: wordsFigure(PURPOSES, [asked.purpose]),
    limit: wordsFigure(PURPOSES, allowedPurposes),
  }),
});
