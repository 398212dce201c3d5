import { invalid } from './failures.ts';
import type { ImportColumn, ImportKindSpec } from './import-columns.ts';

/** A heading of a file, and the column of the template that it means. */
export interface FileColumn {
  readonly heading: string;
  readonly field: string;
}

/** The columns that answers add to a file; one that comes back with them is read as if they were not there. */
export const ANSWER_COLUMNS = [
  { field: 'result', heading: '结果' },
  { field: 'resultCode', heading: '结果代码' },
  { field: 'changed', heading: '办理编号' },
  { field: 'reason', heading: '原因' },
  { field: 'reasonEn', heading: 'reason' },
] as const;

/** The column of answers that is looked at: a row that says DONE was done by an earlier import, and is not done again. */
export const RESULT_CODE = ANSWER_COLUMNS[1];

/** The field of a column that is not read. */
export const NOT_READ = '-';

/** What of a heading counts: not its case, blanks, width, unit in brackets or mark of being needed. */
function bare(heading: string): string {
  return heading
    .normalize('NFKC')
    .replace(/\([^)]*\)/g, '')
    .replace(/[\s*_:-]/g, '')
    .toLowerCase();
}

function meant(columns: readonly ImportColumn[], heading: string): ImportColumn | undefined {
  const key = bare(heading);
  return columns.find(({ field, zh }) => bare(field) === key || bare(zh) === key);
}

const isAnswer = (heading: string) => ANSWER_COLUMNS.some((column) => column.heading === heading);

const shown = ({ field, zh }: ImportColumn) => `${zh}（${field}）`;

/** Reads the first row of a file: every column is to be known, none twice, and none of the needed ones missing. */
export function readHeadings(spec: ImportKindSpec, headings: readonly string[], row: number): FileColumn[] {
  const found = headings.map((heading) => ({ heading, column: meant(spec.columns, heading) }));
  const unknown = found
    .filter(({ column, heading }) => !column && !isAnswer(heading))
    .map(({ heading }) => heading.slice(0, 60));
  const fields = found.flatMap(({ column }) => (column ? [column.field] : []));
  const twice = spec.columns.filter(({ field }) => fields.filter((one) => one === field).length > 1);
  const missing = spec.columns.filter(({ field, needed }) => needed && !fields.includes(field));
  const zh = [
    ...(unknown.length > 0 ? [`不认识的列：${unknown.map((one) => one || '（空）').join('、')}`] : []),
    ...(twice.length > 0 ? [`重复的列：${twice.map(shown).join('、')}`] : []),
    ...(missing.length > 0 ? [`缺少的列：${missing.map(shown).join('、')}`] : []),
  ];
  const en = [
    ...(unknown.length > 0 ? [`unknown columns: ${unknown.map((one) => one || '(empty)').join(', ')}`] : []),
    ...(twice.length > 0 ? [`columns that stand twice: ${twice.map(({ field }) => field).join(', ')}`] : []),
    ...(missing.length > 0 ? [`missing columns: ${missing.map(({ field }) => field).join(', ')}`] : []),
  ];
  if (zh.length > 0)
    throw invalid(
      'columns',
      `第 ${row} 行（表头）有误。${zh.join('；')}。请使用 /imports/${spec.path}/template.xlsx 模板。`,
      `Row ${row}, the headings: ${en.join('; ')}. Use the template at /imports/${spec.path}/template.xlsx.`,
    );
  return found.map(({ heading, column }) => ({ heading, field: column?.field ?? NOT_READ }));
}
