import type { Row } from '../acts/ports.ts';
import type { OpenDuty } from '../acts/report-reads.ts';
import { daysBetween, earlier, yearOf } from '../domain/dates.ts';
import { articleInWords, dateInWords } from '../domain/money-words.ts';
import { COOPERATION_DECISIONS, OBLIGATION_KINDS, type TenantKind } from '../domain/words.ts';
import { readFigures, type YearFigures } from '../domain/year.ts';
import { headed, type Making, namesIn, onDay, pause, scopeNote } from './making.ts';
import type { Column } from './sheet.ts';
import type { Value } from './sheet-cells.ts';

// 义务期限清单 and 年度绩效自评表.

const DUTIES: readonly Column[] = [
  { zh: '序号', en: 'Number of the row.', kind: 'COUNT', width: 6 },
  { zh: '依据条款', en: 'Article that imposes the duty.', kind: 'CENTRED', width: 11 },
  { zh: '义务事项', en: 'What is to be done.', kind: 'TEXT', width: 20 },
  { zh: '责任单位', en: 'Who has to do it.', kind: 'TEXT', width: 30 },
  { zh: '涉及对象', en: 'The loan and firm, region, bank or year it is about.', kind: 'TEXT', width: 44 },
  { zh: '金额（元）', en: 'What is owed in money, in yuan.', kind: 'YUAN', width: 16 },
  { zh: '产生日期', en: 'Day on which the duty arose.', kind: 'DATE', width: 11 },
  { zh: '到期日期', en: 'Day by which it is due.', kind: 'DATE', width: 11 },
  { zh: '剩余天数', en: 'Calendar days left; below nought for one that is late.', kind: 'COUNT', width: 9 },
  {
    zh: '状态',
    en: '已逾期 late; 今日到期 due today; 未到期 still to come; 待确认: the due date waits for the year’s holiday notice.',
    kind: 'CENTRED',
    width: 16,
  },
];

function standing(left: number, confirmed: boolean): string {
  const state = left < 0 ? '已逾期' : left === 0 ? '今日到期' : '未到期';
  return confirmed ? state : `${state}（到期日待确认）`;
}

async function aboutOf(duty: OpenDuty, nameOf: (id: string | null) => Promise<string>): Promise<string> {
  const { loanNumber, firm, bankId, regionId, period } = duty;
  if (loanNumber !== null) return firm ? `${loanNumber} ${firm}` : loanNumber;
  const about = (await nameOf(bankId)) || (await nameOf(regionId));
  return [about, period].filter((part) => part !== '').join(' ');
}

export async function deadlines(making: Making): Promise<void> {
  const { reads, today } = making;
  const nameOf = namesIn(reads);
  const head = { name: '义务期限', title: '助保金贷款义务期限清单', middle: onDay(making), unit: '元' };
  const sheet = headed(making, head, DUTIES);
  const counts = { duties: 0, late: 0 };
  for await (const duties of reads.reports.openDuties()) {
    for (const duty of duties) {
      const left = daysBetween(today, duty.dueOn);
      counts.duties += 1;
      if (left < 0) counts.late += 1;
      sheet.row([
        counts.duties,
        articleInWords(duty.article),
        OBLIGATION_KINDS[duty.kind].zh,
        await nameOf(duty.debtorId),
        await aboutOf(duty, nameOf),
        duty.amount,
        duty.aroseOn,
        duty.dueOn,
        left,
        standing(left, duty.dueConfirmed),
      ]);
    }
    await pause(making, sheet);
  }
  const summary = `共 ${counts.duties} 项，其中逾期 ${counts.late} 项`;
  sheet.total([null, '合计', summary, null, null, null, null, null, null, null]);
  sheet.end(scopeNote(making));
}

const money = (zh: string, en: string, group: string): Column => ({
  zh,
  en: `${en}, in ten thousand yuan.`,
  group,
  kind: 'TEN_THOUSANDS',
  width: 12,
});
const count = (zh: string, en: string, group: string): Column => ({ zh, en, group, kind: 'COUNT', width: 7 });

const FIGURES: readonly (readonly [keyof YearFigures, Column])[] = [
  ['loansDisbursed', count('笔数', 'Loans paid out in the year.', '放款')],
  ['firmsSupported', count('户数', 'Firms that they were paid out to.', '放款')],
  ['disbursed', money('金额', 'Principal paid out', '放款')],
  ['repaid', money('收回本金', 'Principal repaid in the year', '贷款')],
  ['outstanding', money('年末余额', 'Principal outstanding on the last day', '贷款')],
  ['overdue', money('年末逾期', 'Principal past due on the last day', '贷款')],
  ['compensations', count('笔数', 'Deductions that stood at the end of the year.', '代偿')],
  ['compensatedPrincipal', money('代偿本金', 'Principal claimed (Art. 32)', '代偿')],
  ['deducted', money('资金池代偿', 'The pool’s money paid (Art. 20)', '代偿')],
  ['recovered', money('追偿净额', 'Recoveries net of costs (Art. 34)', '追偿')],
  ['returned', money('返还资金池', 'What came back to the pool (Art. 34)', '追偿')],
  ['guarantorPaid', money('担保机构付款', 'What guarantors paid (Art. 20)', '追偿')],
  ['dutiesDue', count('到期', 'Duties that fell due in the year.', '义务履行')],
  ['dutiesMetLate', count('逾期履行', 'Met after their day.', '义务履行')],
  ['dutiesUnmet', count('未履行', 'Not met by the end of the year.', '义务履行')],
];

const POOL_FIGURES: readonly (readonly [keyof YearFigures, string, string])[] = [
  ['contributions', '到账注资（第八条）', 'Contributions received in the year, in yuan (Art. 8).'],
  [
    'replenishments',
    '到账补充代偿资金（第十三条）',
    'Replenishments received in the year, in yuan (Art. 13).',
  ],
  ['supplements', '到账补充资金（第三十八条）', 'Supplements received in the year, in yuan (Art. 38).'],
  ['interest', '利息（第十二条）', 'Interest kept in the pool in the year, in yuan (Art. 12).'],
  ['fundsTotal', '年末资金总额（第三十七条）', 'Funds gross of losses on the last day, in yuan (Art. 37).'],
  ['fundsAvailable', '年末可用资金（第九条）', 'Custody and deposits on the last day, in yuan (Art. 9).'],
  ['netCompensation', '年末代偿净额（第三十七条）', 'Compensation less what came back, in yuan (Art. 37).'],
  [
    'netCompensationPercent',
    '年末代偿净额占资金总额（%）',
    'Net compensation in percent of the funds (Art. 37).',
  ],
];

interface Part {
  readonly name: string;
  readonly kind: TenantKind;
  readonly figures: YearFigures;
  readonly conclusion: string;
  readonly decision: string;
}

/** The evaluation as it was made; before it is made, the figures as they are now. */
async function partsOf(
  { reads, asked, today }: Making,
  evaluation: Row<'evaluation'> | undefined,
): Promise<Part[]> {
  const nameOf = async (id: string) => (await reads.tenant(id)) ?? null;
  const rows = evaluation
    ? (await reads.hangingOn('evaluationPart', 'evaluationId', evaluation.id, 'tenantId')).map((row) => ({
        tenantId: row.tenantId as string,
        figures: readFigures(row.figures),
        conclusion: row.conclusion ?? '',
        decision: row.decision ? COOPERATION_DECISIONS[row.decision].zh : '',
      }))
    : [...(await reads.yearFigures(yearOf(asked.first), today))].map(([tenantId, figures]) => ({
        tenantId,
        figures,
        conclusion: '',
        decision: '',
      }));
  const parts = await Promise.all(
    rows.map(async ({ tenantId, ...part }) => {
      const tenant = await nameOf(tenantId);
      return tenant && { ...part, name: tenant.nameZh, kind: tenant.kind };
    }),
  );
  return parts.filter((part) => part !== null).sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

const ORDER: readonly TenantKind[] = ['OFFICE', 'BANK', 'DISTRICT', 'GUARANTOR'];
const KINDS: Readonly<Record<TenantKind, string>> = {
  OFFICE: '资金池',
  BANK: '合作银行',
  DISTRICT: '地区',
  GUARANTOR: '担保机构',
};

/** 年度绩效自评表 What the year was for the pool, each bank, region and guarantor, and what was concluded (Art. 19, 38). */
export async function annualEvaluation(making: Making): Promise<void> {
  const { reads, asked } = making;
  const year = yearOf(asked.first);
  const evaluation = (await reads.all('evaluation', 'year')).find((one) => one.year === year);
  const parts = await partsOf(making, evaluation);
  const title = `${year}年度助保金贷款业务绩效自评表${evaluation ? '' : '（试算）'}`;
  const middle = evaluation
    ? `评价日期：${dateInWords(evaluation.evaluatedOn)}　文号：${evaluation.document}`
    : `尚未自评，数据截至${dateInWords(earlier(making.today, asked.last))}`;
  const sheet = headed(making, { name: '业务数据', title, middle, unit: '万元' }, [
    { zh: '类别', en: 'Whose figures: the pool, a bank, a region, a guarantor.', kind: 'CENTRED', width: 10 },
    { zh: '单位名称', en: 'Its name.', kind: 'TEXT', width: 30 },
    ...FIGURES.map(([, column]) => column),
  ]);
  for (const { kind, name, figures } of parts)
    sheet.row([
      KINDS[kind],
      kind === 'OFFICE' ? '全部业务' : name,
      ...FIGURES.map(([figure]): Value => figures[figure] ?? null),
    ]);
  sheet.end(['注：各类别分别统计同一批业务，不得相加。', ...scopeNote(making)]);
  poolSheet(making, parts, title, middle);
  conclusions(making, parts, title, middle);
}

/** The money of the pool; for whoever is shown the pool’s part. */
function poolSheet(making: Making, parts: readonly Part[], title: string, middle: string): void {
  const pool = parts.find(({ kind }) => kind === 'OFFICE');
  if (!pool) return;
  const sheet = headed(making, { name: '资金情况', title: `${title}—资金情况`, middle, unit: '元' }, [
    { zh: '项目', en: POOL_FIGURES.map(([, zh, en]) => `${zh}: ${en}`).join(' '), kind: 'TEXT', width: 50 },
    { zh: '金额', en: 'In yuan; the last row in percent.', kind: 'YUAN', width: 50 },
    { zh: '备注', en: 'For remarks.', kind: 'TEXT', width: 40 },
  ]);
  for (const [figure, zh] of POOL_FIGURES) sheet.row([zh, pool.figures[figure] ?? null, null]);
  sheet.end([]);
}

function conclusions(making: Making, parts: readonly Part[], title: string, middle: string): void {
  const told = parts.filter(
    ({ kind, conclusion }) => conclusion !== '' || kind === 'BANK' || kind === 'OFFICE',
  );
  if (told.length === 0) return;
  const sheet = headed(making, { name: '评价结论', title: `${title}—评价结论`, middle, unit: '' }, [
    { zh: '类别', en: 'The pool or a bank.', kind: 'CENTRED', width: 12 },
    { zh: '单位名称', en: 'Its name.', kind: 'TEXT', width: 30 },
    { zh: '评价结论', en: 'What the office concludes (Art. 19).', kind: 'TEXT', width: 80 },
    {
      zh: '合作意见',
      en: 'What becomes of the cooperation with a bank (Art. 18, 19).',
      kind: 'CENTRED',
      width: 16,
    },
  ]);
  for (const { kind, name, conclusion, decision } of told)
    sheet.row([KINDS[kind], kind === 'OFFICE' ? '全部业务' : name, conclusion, decision]);
  sheet.end([]);
}
