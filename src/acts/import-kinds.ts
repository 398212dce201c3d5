import { type Id, IMPORT_KINDS, type ImportKind, PURPOSES } from '../domain/words.ts';
import { registerEnterprise } from './enterprise.ts';
import { invalid } from './failures.ts';
import { column, FIRM_COLUMNS, firmOf, type ImportKindSpec, type RowDeed } from './import-columns.ts';
import { OPENING_LOANS } from './import-opening.ts';
import { act } from './perform.ts';
import { submitReferral } from './referral.ts';
import { recordRepayment } from './servicing.ts';

type Firm = ReturnType<typeof firmOf>;

export function assertSameName(registered: string, { name }: Firm): void {
  if (name !== '' && name !== registered)
    throw invalid(
      'name',
      `该统一社会信用代码登记的企业名称为“${registered}”，与所填不一致；请核对，或先更新企业信息。`,
      `The firm with this credit code is registered as "${registered}"; compare them, or bring the firm up to date first.`,
    );
}

/** The referral of a row: the firm is registered on the way where the district does not know it yet. */
const referralOfRow = act({
  name: submitReferral.name,
  by: submitReferral.by,
  about: (_: { firm: Firm; asked: Omit<Parameters<typeof submitReferral.run>[1], 'enterpriseId'> }) => ({}),
  async run(desk, { firm, asked }) {
    const regionId = desk.actor.tenantId as string as Id<'region'>;
    const { creditCode, figures } = firm;
    const known = await desk.store.find('enterprise', { regionId, creditCode });
    if (known) assertSameName(known.name, firm);
    else if (!figures)
      throw invalid(
        'creditCode',
        '本地区尚未登记该企业；请填写企业名称、区划代码、行业代码、从业人员、营业收入、资产总额和数据年度。',
        'Your region has not registered this firm; fill in its name, division code, industry code, employees, revenue, assets and the year of the figures.',
      );
    else await registerEnterprise.run(desk, { creditCode, ...figures }, {});
    const enterprise = known ?? (await desk.store.find('enterprise', { regionId, creditCode }));
    if (!enterprise) throw new Error('the firm was registered a moment ago');
    return submitReferral.run(desk, { ...asked, enterpriseId: enterprise.id }, { enterprise });
  },
});

const REFERRALS: ImportKindSpec = {
  kind: 'REFERRALS',
  path: 'referrals',
  by: submitReferral.by,
  subject: 'creditCode',
  // biome-ignore format: a table
  columns: [
    ...FIRM_COLUMNS,
    column('amount', '申请金额', true, '4,000,000.00', '元，至多两位小数。', 'Yuan with at most two decimals.'),
    column('termMonths', '期限（月）', true, '12', '整月数。', 'Whole months.'),
    column('purpose', '用途', true, '采购原材料', `${Object.values(PURPOSES).map(({ zh }) => zh).join('、')}之一。`, `One of ${Object.keys(PURPOSES).join(', ')}.`),
    column('note', '说明', false, '订单增加，需采购钢材', '可不填。', 'May be left empty.'),
  ],
  deedOf(row) {
    const firm = firmOf(row);
    const asked = {
      amount: row.money('amount'),
      termMonths: row.whole('termMonths'),
      purpose: row.word('purpose', PURPOSES),
      note: row.optionalText('note', '批量导入'),
    };
    return { deed: referralOfRow as unknown as RowDeed['deed'], input: { firm, asked } };
  },
};

/** The repayment of a row: the loan is named by its number, as people do. */
const repaymentOfRow = act({
  name: recordRepayment.name,
  by: recordRepayment.by,
  about: ({
    loanNumber,
  }: Omit<Parameters<typeof recordRepayment.run>[1], 'loanId'> & { loanNumber: string }) => ({
    loan: { table: 'loan' as const, key: { number: loanNumber }, field: 'loanNumber' },
  }),
  run: (desk, { loanNumber: _, ...repayment }, { loan }) =>
    recordRepayment.run(desk, { ...repayment, loanId: loan.id }, { loan }),
});

const REPAYMENTS: ImportKindSpec = {
  kind: 'REPAYMENTS',
  path: 'repayments',
  by: recordRepayment.by,
  subject: 'loanNumber',
  // biome-ignore format: a table
  columns: [
    column('loanNumber', '贷款编号', true, 'L2026-00001', '本系统的贷款编号。', 'The number of the loan as it stands here.'),
    column('paidOn', '还款日期', true, '2026-04-30', '年-月-日。', 'Year, month and day.'),
    column('principal', '本金', true, '500,000.00', '元；只还利息时填 0。', 'Yuan; 0 where only interest was paid.'),
    column('interest', '利息', true, '12,500.00', '元；没有利息时填 0。', 'Yuan; 0 where there was none.'),
    column('document', '凭证号', true, 'HK-2026-0430-001', '银行还款凭证的编号。', 'Number of the bank’s voucher.'),
  ],
  deedOf(row) {
    const input = {
      loanNumber: row.text('loanNumber', 40),
      paidOn: row.date('paidOn'),
      principal: row.money('principal'),
      interest: row.money('interest'),
      document: row.text('document'),
    };
    return { deed: repaymentOfRow as unknown as RowDeed['deed'], input };
  },
};

export const IMPORT_SPECS: readonly ImportKindSpec[] = [REFERRALS, REPAYMENTS, OPENING_LOANS];

export function specOf(kind: ImportKind): ImportKindSpec {
  const found = IMPORT_SPECS.find((spec) => spec.kind === kind);
  if (!found) throw new Error(`no import of ${IMPORT_KINDS[kind].en}`);
  return found;
}
