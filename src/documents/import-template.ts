import { stringify } from 'csv-stringify/sync';
import exceljs from 'exceljs';

/** A column of a template, as the one who fills it in reads it. */
export interface TemplateColumn {
  readonly field: string;
  readonly zh: string;
  readonly needed: boolean;
  readonly help: { readonly zh: string; readonly en: string };
  readonly sample: string;
}

/** The template as CSV: headings in Chinese, and one row as an example. */
export function csvTemplate(columns: readonly TemplateColumn[]): string {
  const rows = [columns.map(({ zh }) => zh), columns.map(({ sample }) => sample)];
  return `\ufeff${stringify(rows, { record_delimiter: '\r\n' })}`;
}

const ROWS_FORMATTED = 200;

/** The template as a workbook: a sheet to be filled in, all of it text, and one that explains the columns. */
export async function xlsxTemplate(columns: readonly TemplateColumn[]): Promise<Buffer> {
  const book = new exceljs.Workbook();
  const sheet = book.addWorksheet('数据', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(({ zh }) => ({
    width: Math.max(14, zh.length * 2 + 6),
    style: { numFmt: '@' },
  }));
  const heading = sheet.addRow(columns.map(({ zh }) => zh));
  for (const [at, { needed }] of columns.entries())
    heading.getCell(at + 1).font = { bold: true, color: { argb: needed ? 'FFC00000' : 'FF000000' } };
  sheet.addRow(columns.map(({ sample }) => sample)).font = { color: { argb: 'FF808080' } };
  for (let row = 3; row <= ROWS_FORMATTED; row++)
    for (let at = 1; at <= columns.length; at++) sheet.getCell(row, at).numFmt = '@';

  const help = book.addWorksheet('填写说明');
  help.columns = [{ width: 22 }, { width: 18 }, { width: 8 }, { width: 28 }, { width: 60 }, { width: 70 }];
  help.addRow(['列名', 'Column', '必需', '示例 Sample', '说明', 'What to write']).font = { bold: true };
  for (const { zh, field, needed, sample, help: text } of columns)
    help.addRow([zh, field, needed ? '是' : '', sample, text.zh, text.en]);
  help.addRow([]);
  help.addRow(['请删除示例行后填写；列的顺序可以调整，列名可用中文或英文。']);
  help.addRow([
    'Remove the sample row; columns may stand in any order, under their Chinese or English name.',
  ]);
  return Buffer.from(await book.xlsx.writeBuffer());
}
