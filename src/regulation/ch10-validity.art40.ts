import { DATE } from './measures.ts';
import { rule } from './verdict.ts';

/** 第四十条 New business needs an edition in force; its first and its last day both count. */
export const art40InForce = rule({
  code: 'ART40_IN_FORCE',
  strength: 'ABSOLUTE',
  shows: 'PUBLIC',
  needs: ['today'],
  reads: [],
  texts: {
    met: { zh: '政策版本在有效期内[（至{limit}）]', en: 'an edition is in force[ until {limit}]' },
    broken: {
      zh: '当日[{actual}]没有有效的政策版本，须待专项工作协调办公室发布新版本；其余依据政策参数的要求未予审查',
      en: 'no edition is in force[ on {actual}]; new business waits until the office enacts one, and the rules that read an edition were not judged',
    },
  },
  finds: ({ today }, _values, edition) => {
    const actual = DATE.figure(today);
    if (edition === null) return { met: false, actual };
    if (today < edition.validFrom)
      return {
        met: false,
        actual,
        limit: DATE.figure(edition.validFrom),
        text: {
          zh: '政策版本[自{limit}起]方才生效',
          en: 'the edition is not in force yet[; it starts on {limit}]',
        },
      };
    if (today > edition.validTo)
      return {
        met: false,
        actual,
        limit: DATE.figure(edition.validTo),
        text: {
          zh: '政策版本的有效期已[于{limit}]届满',
          en: 'the edition has expired[; its last day was {limit}]',
        },
      };
    return { met: true, actual, limit: DATE.figure(edition.validTo) };
  },
});
