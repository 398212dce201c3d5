import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import exceljs from 'exceljs';
import { describe, expect, it } from 'vitest';
import { cellText } from '../../src/documents/cell-text.ts';
import { type OutFormat, type OutRow, writeTable } from '../../src/documents/table-writer.ts';

// Files that go out: made as they are read, exact to the fen, and with nothing in them that a spreadsheet would run.

const COLUMNS = [
  { field: 'name', heading: '名称' },
  { field: 'amount', heading: '金额（元）', isAmount: true },
];

async function whole(format: OutFormat, rows: OutRow[]): Promise<Buffer> {
  async function* pages() {
    yield rows;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of writeTable(format, COLUMNS, pages())) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

describe('text that a spreadsheet would run', () => {
  it.each([
    ['=1+1', `'=1+1`],
    ['+cmd|a', `'+cmd|a`],
    ['-2+3', `'-2+3`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\t=1', `'\t=1`],
    ['＝1', `'＝1`],
    ['-12.50', '-12.50'],
    ['包头', '包头'],
    ['a=1', 'a=1'],
    ['', ''],
  ])('%j goes out as %j', (text, out) => expect(cellText(text)).toBe(out));

  it('is neutral in CSV, between quotes and commas too, and untouched in JSON', async () => {
    const rows: OutRow[] = [
      ['=HYPERLINK("http://a","b"),c', '-1.00'],
      ['a\r\n=b', null],
    ];
    expect((await whole('csv', rows)).toString()).toBe(
      `\ufeff名称,金额（元）\r\n"'=HYPERLINK(""http://a"",""b""),c",-1.00\r\n"a\r\n=b",\r\n`,
    );
    expect((await whole('jsonl', rows)).toString()).toBe(
      `${JSON.stringify({ name: rows[0]?.[0], amount: '-1.00' })}\n${JSON.stringify({ name: 'a\r\n=b', amount: null })}\n`,
    );
  });
});

it('an amount stands in a sheet as a number, to the last fen of the largest', async () => {
  const amounts = ['0.01', '-99999999.99', '90071992547409.93'];
  const bytes = await whole(
    'xlsx',
    amounts.map((amount) => ['a', amount]),
  );
  const book = new exceljs.Workbook();
  await book.xlsx.load(new Uint8Array(bytes).buffer);
  const cells = amounts.map((_, at) => book.worksheets[0]?.getCell(at + 2, 2));
  expect(cells.map((cell) => cell?.type)).toEqual(amounts.map(() => exceljs.ValueType.Number));
  expect(cells.map((cell) => cell?.value)).toEqual(amounts.map(Number));
});

it.each<OutFormat>(['csv', 'jsonl', 'xlsx'])(
  '%s: pages are read only as fast as the file is taken',
  async (format) => {
    const last = 1_000;
    let read = 0;
    async function* pages() {
      for (; read < last; read++)
        yield Array.from(
          { length: 500 },
          (_, at): OutRow => [`${read}-${at}-${(read * 7_919 + at) % 104_729}`, '1.00'],
        );
    }
    const file = writeTable(format, COLUMNS, pages());
    await once(file, 'readable');
    // Nobody reads on: after as many turns as it would take to read everything, next to nothing has been read.
    for (let at = 0; at < 20_000; at++) await turn();
    expect(read).toBeLessThan(100);
    file.destroy();
  },
);
