import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import exceljs, { type Worksheet } from 'exceljs';
import type { BusinessDate } from '../domain/dates.ts';
import { letter, linesOf, type Value, writeCell } from './sheet-cells.ts';
import { CELLS, type ColumnKind, HEADING, LINE, NOTE, TITLE, TOTALS } from './sheet-styles.ts';

// A workbook that is written row by row into a file, so that its length costs no memory.

export interface Column {
  readonly zh: string;
  /** What the column means, for an integrator who never saw the regulation. */
  readonly en: string;
  readonly kind: ColumnKind;
  /** In characters. */
  readonly width: number;
  /** The heading above several columns. */
  readonly group?: string;
}

export interface SheetHead {
  readonly name: string;
  readonly title: string;
  readonly left: string;
  readonly middle: string;
  readonly right: string;
}

/** More rows than a sheet holds, less what stands above and below them. */
export const SHEET_ROWS_MAX = 1_048_000;

const LINE_POINTS = 13.5;
const ROW_POINTS = 18;

/** Of the line under the title: who made it, and the unit. */
const LEFT_SHARE = 0.3;
const RIGHT_SHARE = 0.12;

/** One printed table: title, what it is about, headings, rows, totals, and the places to sign. */
export class Sheet {
  private readonly sheet: Worksheet;
  private next = 1;
  private since = 0;

  constructor(
    private readonly book: Book,
    readonly head: SheetHead,
    readonly columns: readonly Column[],
  ) {
    const grouped = columns.some(({ group }) => group !== undefined);
    const headingRows = grouped ? 2 : 1;
    this.sheet = book.writer.addWorksheet(head.name, {
      views: [{ state: 'frozen', ySplit: 2 + headingRows }],
      pageSetup: {
        paperSize: 9,
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
        horizontalCentered: true,
        printTitlesRow: `1:${2 + headingRows}`,
        margins: { left: 0.5, right: 0.5, top: 0.7, bottom: 0.7, header: 0.3, footer: 0.3 },
      },
      headerFooter: { oddFooter: '&C第 &P 页　共 &N 页' },
    });
    this.sheet.columns = columns.map(({ width }) => ({ width }));
    this.top();
    this.headings(grouped);
  }

  private top(): void {
    const { title, left, middle, right } = this.head;
    this.spread([[1, this.columns.length, title, TITLE]], 34);
    const count = this.columns.length;
    const leftEnds = this.columnAt(LEFT_SHARE);
    const rightBegins = this.columnAt(1 - RIGHT_SHARE) + 1;
    // A long name of an office on a narrow sheet takes two lines, and is not cut off.
    const lines = Math.max(
      linesOf(left, this.widthOf(1, leftEnds)),
      linesOf(middle, this.widthOf(leftEnds + 1, rightBegins - 1)),
    );
    this.spread(
      [
        [1, leftEnds, left, LINE('left')],
        [leftEnds + 1, rightBegins - 1, middle, LINE('center')],
        [Math.max(leftEnds + 1, rightBegins), count, right, LINE('right')],
      ],
      Math.max(20, lines * LINE_POINTS + 2),
    );
  }

  /** The width of the columns from one to another, in characters. */
  private widthOf(from: number, to: number): number {
    return this.columns.slice(from - 1, to).reduce((sum, { width }) => sum + width, 0);
  }

  /** The number of the column up to which the sheet has at least this part of its width; never the last one. */
  private columnAt(part: number): number {
    const sum = (columns: readonly Column[]) => columns.reduce((wide, { width }) => wide + width, 0);
    const wanted = part * sum(this.columns);
    const at = this.columns.findIndex((_, index) => sum(this.columns.slice(0, index + 1)) >= wanted);
    return Math.min(this.columns.length - 1, at + 1);
  }

  private headings(grouped: boolean): void {
    const { columns } = this;
    const first = this.next;
    if (!grouped) {
      this.plain(columns.map(({ zh }) => zh));
      return;
    }
    const above = this.sheet.getRow(first);
    const below = this.sheet.getRow(first + 1);
    above.height = below.height = 30;
    for (const [at, { zh, group }] of columns.entries()) {
      const previous = at > 0 ? columns[at - 1]?.group : undefined;
      const [top, bottom] = [above.getCell(at + 1), below.getCell(at + 1)];
      if (group === undefined || group !== previous) top.value = group ?? zh;
      if (group !== undefined) bottom.value = zh;
      top.style = HEADING;
      bottom.style = HEADING;
    }
    for (let at = 0; at < columns.length; ) {
      const group = columns[at]?.group;
      let end = at + 1;
      while (group !== undefined && columns[end]?.group === group) end += 1;
      if (group === undefined) this.sheet.mergeCells(first, at + 1, first + 1, at + 1);
      else if (end - at > 1) this.sheet.mergeCells(first, at + 1, first, end);
      at = end;
    }
    above.commit();
    below.commit();
    this.next += 2;
  }

  private plain(texts: readonly string[]): void {
    const row = this.sheet.getRow(this.next);
    row.height = 34;
    texts.forEach((text, at) => {
      const cell = row.getCell(at + 1);
      cell.value = text;
      cell.style = HEADING;
    });
    row.commit();
    this.next += 1;
  }

  /** A row of merged stretches of cells: from, to, text, style. */
  private spread(
    parts: readonly (readonly [number, number, string, Partial<exceljs.Style>])[],
    height: number,
  ): void {
    const row = this.sheet.getRow(this.next);
    row.height = height;
    for (const [from, to, text, style] of parts) {
      if (from > to) continue;
      row.getCell(from).value = text;
      for (let at = from; at <= to; at++) row.getCell(at).style = style;
      if (to > from) this.sheet.mergeCells(this.next, from, this.next, to);
    }
    row.commit();
    this.next += 1;
  }

  private add(values: readonly Value[], styles: typeof CELLS): void {
    const row = this.sheet.getRow(this.next);
    let lines = 1;
    for (const [at, { kind, width }] of this.columns.entries()) {
      const value = values[at] ?? null;
      // A remark that stands in a column of figures, such as in a row of sums.
      const isRemark = typeof value === 'string' && ['COUNT', 'YUAN', 'TEN_THOUSANDS', 'BOOK'].includes(kind);
      if (typeof value === 'string' && kind !== 'DATE') lines = Math.max(lines, linesOf(value, width));
      const cell = row.getCell(at + 1);
      cell.style = styles[isRemark ? 'CENTRED' : kind];
      writeCell(cell, kind, value);
    }
    row.height = Math.max(ROW_POINTS, lines * LINE_POINTS + 2);
    row.commit();
    this.next += 1;
  }

  row(values: readonly Value[]): void {
    this.add(values, CELLS);
  }

  /** A row of sums, in bold; a text stands over the columns that are not summed. */
  total(values: readonly Value[]): void {
    this.add(values, TOTALS);
  }

  /** Remarks below the table, and the places to sign. */
  end(notes: readonly string[]): void {
    const count = this.columns.length;
    const places = ['负责人：', '审核人：', '制表人：', `制表日期：${this.book.madeOn}`];
    const ends = places.map((_, at) =>
      at === places.length - 1 ? count : this.columnAt((at + 1) / places.length),
    );
    const areApart = places.every(
      (text, at) => linesOf(text, this.widthOf((ends[at - 1] ?? 0) + 1, ends[at] ?? count)) === 1,
    );
    this.spread(
      areApart
        ? places.map((text, at) => [(ends[at - 1] ?? 0) + 1, ends[at] ?? count, text, LINE('left')])
        : [[1, count, places.join('　　　　　　　　'), LINE('left')]],
      28,
    );
    const width = this.columns.reduce((sum, one) => sum + one.width, 0);
    for (const note of notes) {
      const lines = Math.ceil((note.length * 2) / width);
      this.spread([[1, count, note, NOTE]], 13 * Math.max(1, lines));
    }
    this.sheet.pageSetup.printArea = `A1:${letter(count)}${this.next - 1}`;
    this.sheet.commit();
  }

  /** True where another row would not fit. */
  get full(): boolean {
    return this.next >= SHEET_ROWS_MAX;
  }

  /** Waits, every thousand rows, until what is written has gone to the file. */
  async flush(): Promise<void> {
    if (this.next - this.since < 1_000) return;
    this.since = this.next;
    await this.book.drained();
  }
}

/** A workbook under way. */
export class Book {
  readonly writer: exceljs.stream.xlsx.WorkbookWriter;
  private readonly file: WriteStream;
  private readonly explained: Column[] = [];

  constructor(
    path: string,
    readonly madeOn: BusinessDate,
  ) {
    this.file = createWriteStream(path);
    this.writer = new exceljs.stream.xlsx.WorkbookWriter({
      stream: this.file,
      useStyles: true,
      useSharedStrings: false,
    });
  }

  sheet(head: SheetHead, columns: readonly Column[]): Sheet {
    for (const column of columns)
      if (!this.explained.some(({ zh, group }) => zh === column.zh && group === column.group))
        this.explained.push(column);
    return new Sheet(this, head, columns);
  }

  async drained(): Promise<void> {
    if (this.file.writableNeedDrain) await once(this.file, 'drain');
    // Packing goes on beside us; a row is not to be made before an earlier one has been packed.
    await new Promise((done) => setImmediate(done));
  }

  /** Ends the file, with a last sheet that explains the columns in English. */
  async end(): Promise<void> {
    const sheet = this.writer.addWorksheet('列说明 Columns', {
      pageSetup: { paperSize: 9, orientation: 'portrait', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    });
    sheet.columns = [{ width: 16 }, { width: 24 }, { width: 90 }];
    const titles = sheet.addRow(['分组 Group', '列名 Column', 'Meaning']);
    titles.font = { bold: true };
    titles.commit();
    for (const { group, zh, en } of this.explained) sheet.addRow([group ?? '', zh, en]).commit();
    sheet.commit();
    await this.writer.commit();
    await finished(this.file);
  }

  /** Lets go of a file that will not be finished. */
  abandon(): void {
    this.file.destroy();
  }
}
