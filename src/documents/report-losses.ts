import type { LossMove } from '../acts/report-reads.ts';
import { Yuan } from '../domain/money.ts';
import { headed, type Making, namesIn, pause, period, scopeNote } from './making.ts';
import type { Column } from './sheet.ts';
import type { Value } from './sheet-cells.ts';

// 代偿情况表: exact to the fen, and equal to what the accounts moved.

const UNIT = '元';

const yuan = (zh: string, en: string, group?: string): Column => ({
  zh,
  en: `${en}, in yuan.`,
  kind: 'YUAN',
  width: 14.5,
  ...(group ? { group } : {}),
});
const text = (zh: string, en: string, width: number): Column => ({ zh, en, kind: 'TEXT', width });
const day = (zh: string, en: string): Column => ({ zh, en, kind: 'DATE', width: 11 });

const WHO: readonly Column[] = [
  { zh: '序号', en: 'Number of the row.', kind: 'COUNT', width: 6 },
  text('地区', 'Region that referred the firm.', 10),
  text('合作银行', 'The bank that lent.', 14),
  text('担保机构', 'The guarantor.', 14),
  text('企业名称', 'The firm.', 18),
  { zh: '统一社会信用代码', en: 'Its unified social credit code.', kind: 'CENTRED', width: 20 },
  { zh: '贷款编号', en: 'Number of the loan here.', kind: 'CENTRED', width: 12 },
];

const PARTS = '按风险责任分担';
const COMPENSATIONS: readonly Column[] = [
  ...WHO,
  yuan('贷款金额', 'Principal that was paid out'),
  day('到期日期', 'Maturity.'),
  day('代偿日期', 'Day of the deduction, or of its reversal.'),
  yuan('代偿本金', 'Principal claimed (Art. 32)'),
  yuan('资金池', 'The pool’s part of it (Art. 20)', PARTS),
  yuan('合作银行', 'The bank’s part of it (Art. 20)', PARTS),
  yuan('担保机构', 'The guarantor’s part of it (Art. 20)', PARTS),
  yuan('资金池实际代偿', 'The pool’s money taken from the risk deposit', '实际划扣'),
  yuan('其中地区承担', 'The region’s part of that, which it has to replenish (Art. 13)', '实际划扣'),
  text('凭证、备注', 'Document; 冲销 marks a reversal.', 12),
];

const RECOVERIES: readonly Column[] = [
  ...WHO,
  day('回款日期', 'Day on which it was received, or of its reversal.'),
  yuan('追偿回款', 'All that was got back from the debtor'),
  yuan('追偿费用', 'What that cost (Art. 34)'),
  yuan('追偿净额', 'What is shared out (Art. 34)'),
  yuan('返还资金池', 'What came back to the pool (Art. 34)'),
  yuan('其中地区', 'The region’s part of that', undefined),
  text('凭证、备注', 'Document; 冲销 marks a reversal.', 12),
];

const NAMED_PARTIES = ['POOL', 'BANK', 'GUARANTOR'] as const;
const partOf = ({ parts }: LossMove, party: string): Yuan =>
  Yuan.sum(parts.filter((one) => one.party === party).map(({ amount }) => amount));

const compensationSums = (move: LossMove): Yuan[] => [
  move.principal,
  ...NAMED_PARTIES.map((party) => partOf(move, party)),
  move.pool,
  move.regionPart,
];
const recoverySums = (move: LossMove): Yuan[] => [
  move.gross ?? Yuan.ZERO,
  move.costs ?? Yuan.ZERO,
  move.principal,
  move.pool,
  move.regionPart,
];

interface Losses {
  readonly kind: LossMove['kind'];
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly lead: (move: LossMove) => Value[];
  readonly sums: (move: LossMove) => Yuan[];
  readonly notes: readonly string[];
}

/** One sheet of moves with their sums; answers what the pool’s money moved by. */
async function lossSheet(making: Making, losses: Losses): Promise<Yuan> {
  const { reads, asked } = making;
  const { kind, name, title, columns, lead, sums, notes } = losses;
  const nameOf = namesIn(reads);
  const sheet = headed(making, { name, title, middle: period(making), unit: UNIT }, columns);
  const blanks = columns.findIndex(({ zh }) => zh === (kind === 'COMPENSATION' ? '代偿本金' : '追偿回款'));
  let totals = columns.slice(blanks, -1).map(() => Yuan.ZERO);
  let pool = Yuan.ZERO;
  let rows = 0;
  for await (const moves of reads.reports.lossesIn(asked, kind)) {
    for (const move of moves) {
      rows += 1;
      const own = sums(move);
      totals = totals.map((total, at) => total.plus(own[at] ?? Yuan.ZERO));
      pool = pool.plus(move.pool);
      const { regionId, bankId, guarantorId, firm, creditCode, loanNumber, document, reversing } = move;
      const [region, bank, guarantor] = await Promise.all([regionId, bankId, guarantorId].map(nameOf));
      sheet.row([
        rows,
        region ?? '',
        bank ?? '',
        guarantor ?? '',
        firm,
        creditCode,
        loanNumber,
        ...lead(move),
        ...own,
        reversing ? `冲销 ${document}` : document,
      ]);
    }
    await pause(making, sheet);
  }
  const before: Value[] = [null, '合计', ...Array.from({ length: blanks - 2 }, () => null)];
  sheet.total([...before, ...totals, null]);
  sheet.end([...notes, ...scopeNote(making)]);
  return pool;
}

export async function compensations(making: Making): Promise<void> {
  const title = '中小微企业助保金贷款代偿情况表';
  await lossSheet(making, {
    kind: 'COMPENSATION',
    name: '代偿',
    title,
    columns: COMPENSATIONS,
    lead: ({ loanAmount, maturesOn, day: on }) => [loanAmount, maturesOn ?? '', on],
    sums: compensationSums,
    notes: [
      '注：依据《办法》第二十条、第三十二条。“资金池实际代偿”与总账划扣科目一致；风险补偿金不足的，实际代偿小于应承担部分。期间冲销的以负数列示。',
    ],
  });
  await lossSheet(making, {
    kind: 'RECOVERY',
    name: '追偿回款',
    title: `${title}（追偿回款）`,
    columns: RECOVERIES,
    lead: ({ day: on }) => [on],
    sums: recoverySums,
    notes: ['注：依据《办法》第三十四条，追偿回款扣除费用后按风险分担比例分配。期间冲销的以负数列示。'],
  });
}
