import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import { PURPOSES } from '../domain/words.ts';
import { dateOf, moneyOf, type RowReader } from './import-cells.ts';
import { column, FIRM_COLUMNS, firmOf, type ImportKindSpec, type RowDeed } from './import-columns.ts';
import { type RecordOpeningLoan, recordOpeningLoan } from './opening-loan.ts';

const PLAN = '2026-06-30:500000.00;2026-09-30:500000.00';

/** The remaining plan in one cell: days and amounts, with colons and semicolons between. */
function planOf(row: RowReader): RecordOpeningLoan['remaining'] {
  const text = row.optionalText('remaining', '').replaceAll('；', ';').replaceAll('：', ':');
  if (text === '') return [];
  const parts = text
    .split(';')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [day = '', amount = ''] = part.split(':');
      return { dueOn: dateOf(day.trim()), principal: moneyOf(amount.trim()) };
    });
  const read = parts.flatMap(({ dueOn, principal }): { dueOn: BusinessDate; principal: Yuan }[] =>
    dueOn && principal ? [{ dueOn, principal }] : [],
  );
  if (read.length < parts.length) row.wrong('remaining', `应如 ${PLAN}`, `has to look like ${PLAN}`);
  return read;
}

/** Loans that ran before the pool was kept here; the office, while a take-over is open. */
export const OPENING_LOANS: ImportKindSpec = {
  kind: 'OPENING_LOANS',
  path: 'opening-loans',
  by: recordOpeningLoan.by,
  subject: 'creditCode',
  // biome-ignore format: a table
  columns: [
    ...FIRM_COLUMNS.map((one) => (one.field === 'divisionCode' ? { ...one, needed: true } : one)),
    column('bankName', '银行', true, '甲银行', '本系统登记的中文名称。', 'The Chinese name under which it is registered here.'),
    column('guarantorName', '担保机构', true, '乙担保', '本系统登记的中文名称。', 'The Chinese name under which it is registered here.'),
    column('contractNumber', '借款合同号', true, 'JK-2025-001', '同一银行内不得重复。', 'Not twice with one bank.'),
    column('guaranteeContractNumber', '保证合同号', true, 'BZ-2025-001', '担保合同的编号。', 'Number of the guarantee contract.'),
    column('purpose', '用途', true, '采购原材料', `${Object.values(PURPOSES).map(({ zh }) => zh).join('、')}之一。`, `One of ${Object.keys(PURPOSES).join(', ')}.`),
    column('amount', '贷款金额', true, '4,000,000.00', '元，合同金额。', 'Yuan, as contracted.'),
    column('outstanding', '贷款余额', true, '1,000,000.00', '元，接管日尚未归还的本金。', 'Yuan of principal unpaid on the day of the take-over.'),
    column('termMonths', '期限（月）', true, '12', '整月数。', 'Whole months.'),
    column('basisPoints', '加点（基点）', true, '50', '在 LPR 之上的加点，可为负。', 'Added to the LPR; may be negative.'),
    column('signedOn', '签订日期', true, '2025-09-28', '年-月-日。', 'Year, month and day.'),
    column('disbursedOn', '放款日期', true, '2025-09-30', '年-月-日。', 'Year, month and day.'),
    column('maturesOn', '到期日期', true, '2026-09-30', '年-月-日。', 'Year, month and day.'),
    column('remaining', '剩余还款计划', false, PLAN, '日期:金额，分号隔开，合计等于余额；到期一次还本的不填。', 'Day:amount with semicolons between, adding up to what is outstanding; empty for one payment at maturity.'),
  ],
  deedOf(row) {
    const { creditCode, name, figures } = firmOf(row);
    const input: RecordOpeningLoan = {
      creditCode,
      firmName: name,
      figures,
      divisionCode: row.text('divisionCode', 6),
      bankName: row.text('bankName'),
      guarantorName: row.text('guarantorName'),
      contractNumber: row.text('contractNumber'),
      guaranteeContractNumber: row.text('guaranteeContractNumber'),
      purpose: row.word('purpose', PURPOSES),
      amount: row.money('amount'),
      outstanding: row.money('outstanding'),
      termMonths: row.whole('termMonths'),
      basisPoints: row.whole('basisPoints', true),
      signedOn: row.date('signedOn'),
      disbursedOn: row.date('disbursedOn'),
      maturesOn: row.date('maturesOn'),
      remaining: planOf(row),
    };
    return { deed: recordOpeningLoan as unknown as RowDeed['deed'], input };
  },
};
