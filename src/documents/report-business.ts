import type { BusinessSums, LoanOnDay } from '../acts/report-reads.ts';
import { daysBetween } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import { SIZES, type Size } from '../domain/words.ts';
import { headed, type Making, namesIn, onDay, pause, period, scopeNote } from './making.ts';
import type { Column, Sheet } from './sheet.ts';
import type { Value } from './sheet-cells.ts';

// 融资服务情况汇总表 and 在贷款情况表, as a municipal office sends them to the autonomous region.

const UNIT = '万元';

const count = (zh: string, en: string, group: string): Column => ({ zh, en, group, kind: 'COUNT', width: 8 });
const money = (zh: string, en: string, group: string): Column => ({
  zh,
  en: `${en}, in ten thousand yuan.`,
  group,
  kind: 'TEN_THOUSANDS',
  width: 13,
});
const number: Column = { zh: '序号', en: 'Number of the row.', kind: 'COUNT', width: 6 };
const named = (zh: string, en: string): Column => ({ zh, en, kind: 'TEXT', width: 24 });

const SUMMARY: readonly Column[] = [
  count('笔数', 'Referrals submitted in the period (Art. 24).', '推荐'),
  money('金额', 'Amount asked for in them', '推荐'),
  count('笔数', 'Loans paid out in the period (Art. 27).', '放款'),
  count('企业户数', 'Firms that they were paid out to; a firm counts once in each row.', '放款'),
  money('金额', 'Principal paid out', '放款'),
  money('收回本金', 'Principal repaid in the period (Art. 22)', '收回'),
  count('笔数', 'Loans with principal outstanding at the end of the period.', '期末在贷'),
  count('企业户数', 'Firms that owe it; a firm counts once in each row.', '期末在贷'),
  money('余额', 'Principal neither repaid nor compensated at the end of the period', '期末在贷'),
  money('其中逾期', 'The part of it that was past due (Art. 31)', '期末在贷'),
  count('笔数', 'Deductions of the period that stand at its end (Art. 32).', '代偿'),
  money('代偿本金', 'Principal claimed, less what was reversed in the period', '代偿'),
  money('资金池代偿', 'The pool’s money paid, less what was reversed in the period (Art. 20)', '代偿'),
  money('追偿净额', 'Recoveries of the period net of costs (Art. 34)', '追偿'),
  money('返还资金池', 'The part of them that came back to the pool (Art. 34)', '追偿'),
];

const summaryValues = (sums: BusinessSums): Value[] => [
  sums.referrals,
  sums.referred,
  sums.loansDisbursed,
  sums.firmsSupported,
  sums.disbursed,
  sums.repaid,
  sums.loans,
  sums.firms,
  sums.outstanding,
  sums.overdue,
  sums.compensations,
  sums.compensatedPrincipal,
  sums.deducted,
  sums.recovered,
  sums.returned,
];

const STOCK: readonly Column[] = [
  count('笔数', 'Loans with principal outstanding on the day.', '在贷'),
  count('企业户数', 'Firms that owe it; a firm counts once in each row.', '在贷'),
  money('贷款余额', 'Principal neither repaid nor compensated', '在贷'),
  count('笔数', 'Loans of which principal was past due (Art. 31).', '逾期'),
  money('逾期本金', 'Principal past due', '逾期'),
];

const stockValues = (sums: BusinessSums): Value[] => [
  sums.loans,
  sums.firms,
  sums.outstanding,
  sums.overdueLoans,
  sums.overdue,
];

export const NO_SUMS: BusinessSums = {
  referrals: 0,
  referred: Yuan.ZERO,
  loansDisbursed: 0,
  disbursed: Yuan.ZERO,
  firmsSupported: 0,
  repaid: Yuan.ZERO,
  loans: 0,
  firms: 0,
  outstanding: Yuan.ZERO,
  overdueLoans: 0,
  overdue: Yuan.ZERO,
  compensations: 0,
  compensatedPrincipal: Yuan.ZERO,
  deducted: Yuan.ZERO,
  recoveries: 0,
  recovered: Yuan.ZERO,
  returned: Yuan.ZERO,
};

interface Grouped {
  readonly title: string;
  readonly middle: string;
  readonly columns: readonly Column[];
  readonly values: (sums: BusinessSums) => Value[];
  readonly notes: readonly string[];
}

/** One sheet by region and one by bank, with the same columns and the same total. */
async function byRegionAndBank(making: Making, grouped: Grouped): Promise<void> {
  const { reads, actor, asked } = making;
  const { title, middle, columns, values, notes } = grouped;
  const [sums, regions, banks] = await Promise.all([
    reads.reports.businessSums(asked),
    reads.all('region', 'divisionCode'),
    reads.all('bank', 'id'),
  ]);
  const total = values(sums.get(actor.poolId) ?? NO_SUMS);
  for (const [by, heading, things] of [
    ['地区', named('地区', 'Region (banner, county, district or high-tech zone).'), regions],
    ['银行', named('合作银行', 'Cooperating bank.'), banks],
  ] as const) {
    const sheet = headed(making, { name: `分${by}`, title: `${title}（分${by}）`, middle, unit: UNIT }, [
      number,
      heading,
      ...columns,
    ]);
    for (const [at, { id, nameZh }] of things.entries())
      sheet.row([at + 1, nameZh, ...values(sums.get(id) ?? NO_SUMS)]);
    sheet.total([null, '合计', ...total]);
    sheet.end([...notes, ...scopeNote(making)]);
  }
}

const FIRMS_NOTE = '注：企业户数按户去重，同一企业在多个地区或银行有业务的，合计只计一户。';

export function financingSummary(making: Making): Promise<void> {
  return byRegionAndBank(making, {
    title: '中小微企业助保金贷款融资服务情况汇总表',
    middle: period(making),
    columns: SUMMARY,
    values: summaryValues,
    notes: [
      FIRMS_NOTE,
      '注：推荐含尚未推荐至银行的申请，分银行表各行之和可小于合计。代偿、追偿为期间净额，已冲销的相应扣减。',
    ],
  });
}

const LOANS: readonly Column[] = [
  number,
  { zh: '地区', en: 'Region that referred the firm.', kind: 'TEXT', width: 14 },
  { zh: '企业名称', en: 'The firm that borrows.', kind: 'TEXT', width: 26 },
  { zh: '统一社会信用代码', en: 'Its unified social credit code.', kind: 'CENTRED', width: 21 },
  { zh: '企业规模', en: 'Size by the national standard.', kind: 'CENTRED', width: 6 },
  { zh: '合作银行', en: 'The bank that lends.', kind: 'TEXT', width: 18 },
  { zh: '担保机构', en: 'The guarantor.', kind: 'TEXT', width: 18 },
  { zh: '贷款编号', en: 'Number of the loan here.', kind: 'CENTRED', width: 14 },
  { zh: '借款合同号', en: 'Number of the loan contract.', kind: 'CENTRED', width: 14 },
  { zh: '贷款金额', en: 'Principal paid out, in ten thousand yuan.', kind: 'TEN_THOUSANDS', width: 12 },
  { zh: '年利率（%）', en: 'Rate in percent per annum.', kind: 'PERCENT', width: 8 },
  { zh: '放款日期', en: 'Day on which it was paid out.', kind: 'DATE', width: 11 },
  { zh: '到期日期', en: 'Maturity.', kind: 'DATE', width: 11 },
  { zh: '贷款余额', en: 'Principal outstanding, in ten thousand yuan.', kind: 'TEN_THOUSANDS', width: 13 },
  { zh: '逾期本金', en: 'Principal past due, in ten thousand yuan.', kind: 'TEN_THOUSANDS', width: 13 },
  { zh: '逾期天数', en: 'Days since the oldest unpaid instalment fell due.', kind: 'COUNT', width: 6 },
];

/** 在贷款情况表 By region and by bank, and loan by loan with a sum for every region. */
export async function loansOutstanding(making: Making): Promise<void> {
  const { reads, asked } = making;
  const day = asked.last;
  const title = '中小微企业助保金贷款在贷款情况表';
  await byRegionAndBank(making, {
    title,
    middle: onDay(making),
    columns: STOCK,
    values: stockValues,
    notes: [FIRMS_NOTE],
  });
  const nameOf = namesIn(reads);
  const details = (part: number): Sheet =>
    headed(
      making,
      {
        name: part === 1 ? '明细' : `明细${part}`,
        title: `${title}（明细）`,
        middle: onDay(making),
        unit: UNIT,
      },
      LOANS,
    );
  let parts = 1;
  let sheet = details(parts);
  let rows = 0;
  const all = new Total();
  for (const { id, nameZh } of await reads.all('region', 'divisionCode')) {
    const own = new Total();
    for await (const loans of reads.reports.loansOn(day, id)) {
      for (const loan of loans) {
        if (sheet.full) {
          sheet.end([]);
          parts += 1;
          sheet = details(parts);
        }
        rows += 1;
        own.add(loan);
        sheet.row([
          rows,
          nameZh,
          loan.firm,
          loan.creditCode,
          loan.size ? SIZES[loan.size as Size].zh : '',
          await nameOf(loan.bankId),
          await nameOf(loan.guarantorId),
          loan.number,
          loan.contractNumber ?? '',
          loan.amount,
          loan.rate,
          loan.disbursedOn,
          loan.maturesOn ?? '',
          loan.outstanding,
          loan.overdue,
          loan.overdueSince ? daysBetween(loan.overdueSince, day) : null,
        ]);
      }
      await pause(making, sheet);
    }
    if (own.loans > 0) sheet.total(own.values('小计', nameZh));
    all.join(own);
  }
  sheet.total(all.values('合计', ''));
  sheet.end(scopeNote(making));
}

/** Sums of the loans of a region, or of all. */
class Total {
  loans = 0;
  private amount = Yuan.ZERO;
  private outstanding = Yuan.ZERO;
  private overdue = Yuan.ZERO;

  add({ amount, outstanding, overdue }: Pick<LoanOnDay, 'amount' | 'outstanding' | 'overdue'>): void {
    this.loans += 1;
    this.amount = this.amount.plus(amount);
    this.outstanding = this.outstanding.plus(outstanding);
    this.overdue = this.overdue.plus(overdue);
  }

  join({ loans, amount, outstanding, overdue }: Total): void {
    this.loans += loans;
    this.amount = this.amount.plus(amount);
    this.outstanding = this.outstanding.plus(outstanding);
    this.overdue = this.overdue.plus(overdue);
  }

  values(label: string, region: string): Value[] {
    const { loans, amount, outstanding, overdue } = this;
    const before = [null, region, `${label}（${loans} 笔）`, null, null, null, null, null, null];
    return [...before, amount, null, null, null, outstanding, overdue, null];
  }
}
