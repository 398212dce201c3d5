import type { ImportKind } from '../domain/words.ts';
import type { Permission } from './actor.ts';
import type { Message } from './failures.ts';
import type { RowReader } from './import-cells.ts';
import type { Act, Sought } from './perform.ts';

/** One column of a template: its names, whether every file must have it, and what is to be written there. */
export interface ImportColumn {
  /** Its English heading, and the name of the field in JSON lines. */
  readonly field: string;
  /** Its Chinese heading. */
  readonly zh: string;
  readonly needed: boolean;
  readonly help: Message;
  readonly sample: string;
}

/** One act that a row asks for, ready to be done or checked. */
export interface RowDeed {
  readonly deed: Act<never, Record<string, Sought>>;
  readonly input: unknown;
}

/** A kind of file: who may send it, its columns, and the act that a row of it asks for. */
export interface ImportKindSpec {
  readonly kind: ImportKind;
  /** As it stands in addresses: /imports/referrals. */
  readonly path: string;
  readonly by: Permission;
  readonly columns: readonly ImportColumn[];
  /** The column whose rows are done one after the other, since they are about one thing. */
  readonly subject: string;
  readonly deedOf: (row: RowReader) => RowDeed;
}

export const column = (
  field: string,
  zh: string,
  needed: boolean,
  sample: string,
  helpZh: string,
  helpEn: string,
): ImportColumn => ({ field, zh, needed, sample, help: { zh: helpZh, en: helpEn } });

/** What identifies a firm and says how large it is. */
// biome-ignore format: a table
export const FIRM_COLUMNS: readonly ImportColumn[] = [
  column('creditCode', '统一社会信用代码', true, '91150203MA0T00010A', '18 位，单元格设为文本格式。', '18 characters, in a cell formatted as text.'),
  column('name', '企业名称', false, '包头某某机械有限公司', '企业尚未登记时必填；已登记的须与登记一致。', 'Needed where the firm is not registered yet; of a registered one it must be the registered name.'),
  column('divisionCode', '区划代码', false, '150203', '注册地六位区划代码；企业尚未登记时必填。', 'Six digits of the place of registration; needed for a new firm.'),
  column('industryCode', '行业代码', false, 'C33', '国民经济行业分类代码（GB/T 4754）；企业尚未登记时必填。', 'GB/T 4754 code; needed for a new firm.'),
  column('employees', '从业人员', false, '60', '人；企业尚未登记时必填。', 'People; needed for a new firm.'),
  column('revenue', '营业收入', false, '30,000,000.00', '元；企业尚未登记时必填。', 'Yuan; needed for a new firm.'),
  column('assets', '资产总额', false, '20,000,000.00', '元；企业尚未登记时必填。', 'Yuan; needed for a new firm.'),
  column('figuresYear', '数据年度', false, '2025', '上述数据所属年度；企业尚未登记时必填。', 'The year of these figures; needed for a new firm.'),
];

/** The firm of a row: its code alone, or with everything that registering it takes. */
export function firmOf(row: RowReader) {
  const creditCode = row.creditCode('creditCode');
  // The place alone says nothing new about a firm: an opening loan names it to find the region.
  const known = ['industryCode', 'employees', 'revenue', 'assets', 'figuresYear'];
  if (!known.some((field) => row.has(field)))
    return { creditCode, name: row.optionalText('name', ''), figures: null };
  const name = row.text('name');
  const figures = {
    name,
    divisionCode: row.text('divisionCode', 6),
    industryCode: row.text('industryCode', 10),
    employees: row.whole('employees'),
    revenue: row.money('revenue'),
    assets: row.money('assets'),
    figuresYear: row.whole('figuresYear'),
  };
  return { creditCode, name, figures };
}
