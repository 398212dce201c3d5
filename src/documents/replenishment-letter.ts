import { conflict, notFound } from '../acts/failures.ts';
import { editionOf } from '../acts/setting.ts';
import { Yuan } from '../domain/money.ts';
import { dateInWords } from '../domain/money-words.ts';
import { replenishmentOf } from '../domain/replenishment.ts';
import { editionOn } from '../regulation/edition.ts';
import { inBoth, type MadePaper, type PaperMaking } from './paper-making.ts';

/** 补充代偿资金函 The office asks a region for what it has to replenish (Art. 13). */
export async function replenishmentLetter(making: PaperMaking, id: string): Promise<MadePaper> {
  const { reads, today, pool, office } = making;
  const [region, standing, editions, balances] = await Promise.all([
    reads.one('region', id),
    reads.one('regionStanding', id, 'regionId'),
    reads.all('edition', 'validFrom'),
    reads.balances({ valueDate: null, recordedAt: null }),
  ]);
  if (!region || !standing) throw notFound('id');
  const enacted = editions.filter(({ state }) => state === 'ENACTED').map(editionOf);
  const applied = editionOn(enacted, today) ?? enacted.at(-1);
  if (!applied) throw conflict('STATE', '资金池尚无政策版本。', 'The pool has no edition yet.');
  const minimum = standing.hardship
    ? applied.values.contributionMinimumHardship
    : applied.values.contributionMinimum;
  const sumOf = (kind: 'FUND' | 'COMPENSATION') =>
    Yuan.sum(
      balances.filter((one) => one.kind === kind && one.regionId === id).map(({ balance }) => balance),
    );
  const part = sumOf('COMPENSATION');
  const { replenished, pledged } = standing;
  const losses = [{ compensationId: id, loanId: id, part }];
  const { owed } = replenishmentOf({ losses, recovered: new Map(), replenished, pledged, minimum });
  if (!owed.isPositive())
    throw conflict(
      'STATE',
      '该地区没有应补充的代偿资金（第十三条）。',
      'The region has nothing to replenish (Art. 13).',
    );
  const left = sumOf('FUND').negated().minus(part);
  return {
    about: region.nameZh,
    paper: {
      head: office,
      title: `关于补充助保金贷款资金池代偿资金的函`,
      number: `〔${today.slice(0, 4)}〕　　号`,
      to: `${region.nameZh}人民政府（管委会）`,
      paragraphs: [
        `按照《办法》第十三条、第二十条规定，发生代偿的地区应当按照代偿责任分摊比例及时补充资金池代偿资金，补充后不低于地区最低注资标准。`,
        `截至${dateInWords(today)}，${pool.nameZh}账面反映，贵地区承担代偿净额${inBoth(part)}，已补充${inBoth(replenished)}，尚应补充${inBoth(owed)}。有关情况如下：`,
      ],
      form: [
        [
          ['累计注资', `${standing.paidIn.toReadable()} 元`],
          ['最低注资标准', `${minimum.toReadable()} 元`],
        ],
        [
          ['承担代偿净额', `${part.toReadable()} 元`],
          ['已补充', `${replenished.toReadable()} 元`],
        ],
        [
          ['地区资金余额', `${left.toReadable()} 元`],
          ['尚应补充', `${owed.toReadable()} 元`],
        ],
      ],
      after: ['请贵地区尽快安排资金，将上述款项拨入资金池专户，并将拨款凭证函告我办。', '特此函告。'],
      signed: { by: office, on: today },
    },
  };
}
