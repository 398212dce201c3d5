import type { File } from 'unzipper';
import type { Message } from '../acts/failures.ts';
import { FILE_LIMITS, type FileRow, fileRow, tooManyColumns, tooManyRows } from './file-row.ts';
import { decimalText, isDateFormat, serialDate } from './sheet-values.ts';
import { type Attributes, openParts, partOf, readWhole, readXml } from './workbook-parts.ts';

const nothing = () => undefined;

/** The first sheet of the workbook that is not hidden, and whether its days are counted from 1904. */
async function firstSheet(parts: ReadonlyMap<string, File>): Promise<{ part: File; from1904: boolean }> {
  let relation: string | null = null;
  let from1904 = false;
  await readWhole(partOf(parts, 'xl/workbook.xml'), FILE_LIMITS.partBytes, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (name === 'sheet' && (attributes.state ?? 'visible') === 'visible')
        relation ??= Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? null;
    },
    text: nothing,
    close: nothing,
  });
  let target = 'worksheets/sheet1.xml';
  await readWhole(partOf(parts, 'xl/_rels/workbook.xml.rels'), FILE_LIMITS.partBytes, {
    open(name, { Id, Target }) {
      if (name === 'Relationship' && Id === relation && Target) target = Target;
    },
    text: nothing,
    close: nothing,
  });
  const name = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  return { part: partOf(parts, name), from1904 };
}

/** For each style of a cell, whether it shows its number as a date. */
async function dateStyles(part: File | undefined): Promise<boolean[]> {
  const custom = new Map<string, string>();
  const styles: boolean[] = [];
  let inCells = false;
  if (part)
    await readWhole(part, FILE_LIMITS.partBytes, {
      open(name, { numFmtId = '', formatCode = '' }) {
        if (name === 'numFmt') custom.set(numFmtId, formatCode);
        if (name === 'cellXfs') inCells = true;
        if (name === 'xf' && inCells) styles.push(isDateFormat(numFmtId, custom.get(numFmtId)));
      },
      text: nothing,
      close(name) {
        if (name === 'cellXfs') inCells = false;
      },
    });
  return styles;
}

/** Gathers the text of rich or plain runs, without the readings that are set above characters. */
class Runs {
  text = '';
  private inText = false;
  private phonetic = false;

  open(name: string): void {
    if (name === 'rPh') this.phonetic = true;
    if (name === 't') this.inText = !this.phonetic;
  }

  add(text: string): void {
    if (this.inText) this.text += text;
  }

  close(name: string): void {
    if (name === 'rPh') this.phonetic = false;
    if (name === 't') this.inText = false;
  }
}

/** The texts that cells refer to by number. */
async function sharedTexts(part: File | undefined): Promise<string[]> {
  const texts: string[] = [];
  let runs = new Runs();
  if (part)
    await readWhole(part, FILE_LIMITS.textsBytes, {
      open(name) {
        if (name === 'si') runs = new Runs();
        runs.open(name);
      },
      text: (text) => runs.add(text),
      close(name) {
        runs.close(name);
        if (name === 'si') texts.push(runs.text.slice(0, FILE_LIMITS.cellCharacters + 1));
      },
    });
  return texts;
}

/** "BC12" is column 54, counted from 0; null where the cell does not say where it stands. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (!letters) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

const NO_RESULT: Message = {
  zh: '含有未保存计算结果的公式；请在 Excel 中重新计算并保存，或粘贴为数值。',
  en: 'Holds a formula without its result; recalculate and save it in Excel, or paste it as a value.',
};

interface SheetSetting {
  readonly texts: readonly string[];
  readonly dates: readonly boolean[];
  readonly from1904: boolean;
}

/** Turns the events of a sheet's XML into rows. */
class SheetRows {
  readonly found: FileRow[] = [];
  private row = 0;
  private seen = 0;
  private column = -1;
  private cells: string[] = [];
  private problem: Message | null = null;
  private cell: Attributes | null = null;
  private value: string | null = null;
  private inValue = false;
  private hasFormula = false;
  private runs = new Runs();

  constructor(private readonly setting: SheetSetting) {}

  open(name: string, attributes: Attributes): void {
    if (name === 'row') {
      this.row = attributes.r ? Number(attributes.r) : this.row + 1;
      this.column = -1;
      this.cells = [];
      this.problem = null;
    } else if (name === 'c') {
      this.column = columnOf(attributes.r) ?? this.column + 1;
      this.cell = attributes;
      this.value = null;
      this.hasFormula = false;
      this.runs = new Runs();
    } else if (name === 'v') {
      this.inValue = true;
      this.value = '';
    } else if (name === 'f') this.hasFormula = true;
    else if (this.cell) this.runs.open(name);
  }

  text(text: string): void {
    if (this.inValue) this.value += text;
    else if (this.cell) this.runs.add(text);
  }

  close(name: string): void {
    if (name === 'v') this.inValue = false;
    else if (name === 'c') this.closeCell();
    else if (name === 'row') this.closeRow();
    else if (this.cell) this.runs.close(name);
  }

  private closeCell(): void {
    const { cell, value } = this;
    this.cell = null;
    if (!cell) return;
    if (this.hasFormula && value === null) this.problem = NO_RESULT;
    const text = this.textOf(cell, value);
    if (text === '') return;
    if (this.column >= FILE_LIMITS.columns) throw tooManyColumns(this.row);
    while (this.cells.length < this.column) this.cells.push('');
    this.cells[this.column] = text;
  }

  private textOf({ t: type = 'n', s: style = '' }: Attributes, value: string | null): string {
    const { texts, dates, from1904 } = this.setting;
    if (type === 'inlineStr') return this.runs.text;
    if (value === null) return '';
    if (type === 's') return texts[Number(value)] ?? '';
    if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
    if (type === 'd') return value.slice(0, 10);
    if (type !== 'n') return value;
    return (dates[Number(style)] && serialDate(value, from1904)) || decimalText(value);
  }

  private closeRow(): void {
    this.seen += 1;
    if (this.seen > FILE_LIMITS.sheetRows) throw tooManyRows();
    const row = fileRow(this.row, this.cells, this.problem);
    if (row) this.found.push(row);
  }
}

/** The rows of the first sheet, one after the other, whatever the size of the file. */
export async function* readXlsx(path: string): AsyncGenerator<FileRow> {
  const parts = await openParts(path);
  const { part, from1904 } = await firstSheet(parts);
  const texts = await sharedTexts(parts.get('xl/sharedStrings.xml'));
  const dates = await dateStyles(parts.get('xl/styles.xml'));
  const sheet = new SheetRows({ texts, dates, from1904 });
  const handlers = {
    open: (name: string, attributes: Attributes) => sheet.open(name, attributes),
    text: (text: string) => sheet.text(text),
    close: (name: string) => sheet.close(name),
  };
  for await (const _ of readXml(part, FILE_LIMITS.sheetBytes, handlers)) yield* sheet.found.splice(0);
}
