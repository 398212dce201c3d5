import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cellText, plainText } from '../../src/documents/cell-text.ts';
import { Book, type Column } from '../../src/documents/sheet.ts';
import { inTenThousands, linesOf, type Value } from '../../src/documents/sheet-cells.ts';
import { parseDate } from '../../src/domain/dates.ts';
import { Yuan } from '../../src/domain/money.ts';
import { sheetsIn, textsOf } from '../support/papers.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhubao-cells-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const COLUMNS: readonly Column[] = [
  { zh: '金额', en: 'Amount.', kind: 'YUAN', width: 20, group: '元' },
  { zh: '金额', en: 'Amount.', kind: 'TEN_THOUSANDS', width: 20, group: '万元' },
  { zh: '日期', en: 'Day.', kind: 'DATE', width: 12 },
  { zh: '名称', en: 'Name.', kind: 'TEXT', width: 30 },
];

async function written(rows: readonly Value[][]): Promise<Buffer> {
  const path = join(folder, 'book.xlsx');
  const book = new Book(path, parseDate('2026-03-31'));
  const head = { name: '表', title: '测试表', left: '编制单位：甲', middle: '期间', right: '单位：元' };
  const sheet = book.sheet(head, COLUMNS);
  for (const row of rows) sheet.row(row);
  sheet.total([null, null, null, '合计']);
  sheet.end(['注：试写。']);
  await book.end();
  return readFile(path);
}

const HEADINGS = 4;

describe('amounts in cells', () => {
  test('are numbers, and their XML is the decimal text of the amount', async () => {
    const amounts = [
      '0.00',
      '0.01',
      '0.10',
      '0.30',
      '-0.07',
      '4000000.00',
      '1234567.89',
      '99999999999999.99',
    ];
    const rows = amounts.map((text): Value[] => [Yuan.parse(text), Yuan.parse(text), '2024-02-29', text]);
    const grid = (await sheetsIn(await written(rows))).get('表') ?? [];
    const cells = grid.slice(HEADINGS, HEADINGS + amounts.length);
    expect(cells.map((row) => [row.get('A')?.type, row.get('A')?.text])).toEqual(
      amounts.map((text) => ['n', text]),
    );
    expect(cells.map((row) => textsOf(row, 'B')[0])).toEqual([
      '0.000000',
      '0.000001',
      '0.000010',
      '0.000030',
      '-0.000007',
      '400.000000',
      '123.456789',
      '9999999999.999999',
    ]);
    expect(cells.every((row) => row.get('C')?.text === '45351')).toBe(true);
  });

  test('any amount in ten thousands is the same to the fen', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 16n) + 1n, 10n ** 16n - 1n), (fen) => {
        const text = inTenThousands(Yuan.fromFen(fen));
        expect(text).toMatch(/^-?(0|[1-9]\d*)\.\d{6}$/);
        expect(BigInt(text.replace('.', ''))).toBe(fen);
      }),
      { seed: 20261124, numRuns: 2_000 },
    );
  });

  test('a spreadsheet reads the file: title, merged headings, days as days', async () => {
    const book = new exceljs.Workbook();
    await book.xlsx.load(
      (await written([[Yuan.parse('1.10'), Yuan.parse('1.10'), '2024-02-29', '甲']])) as never,
    );
    const sheet = book.getWorksheet('表');
    expect(sheet?.getCell('A1').text).toBe('测试表');
    expect(sheet?.getCell('D1').master.address).toBe('A1');
    expect(sheet?.getCell('C4').master.address).toBe('C3');
    expect(sheet?.getCell('A5').value).toBe(1.1);
    expect(sheet?.getCell('C5').value).toEqual(new Date('2024-02-29T00:00:00Z'));
    expect(sheet?.pageSetup.printTitlesRow).toBe('1:4');
    expect(sheet?.headerFooter.oddFooter).toBe('&C第 &P 页　共 &N 页');
  });
});

describe('texts in cells', () => {
  const sign = (code: number) => String.fromCharCode(code);
  test.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    `${sign(9)}=1`,
    `${sign(13)}=1`,
    '＝1+1',
    '＋1',
    '－1',
    '＠A1',
  ])('%j would run, and is a text with an apostrophe', async (text) => {
    expect(cellText(text)).toBe(`'${text}`);
    const row: Value[] = [null, null, null, text];
    const grid = (await sheetsIn(await written([row]))).get('表') ?? [];
    const cell = grid[HEADINGS]?.get('D');
    expect(cell?.type).toBe('str');
    expect(cell?.text.startsWith("'")).toBe(true);
  });

  test.each(['包头市甲有限公司', 'A=1', '1-2', '-12.50', ''])('%j is left as it is', (text) => {
    expect(cellText(text)).toBe(text);
  });
});

test('rows are as high as their longest text needs', () => {
  expect([
    linesOf('甲', 10),
    linesOf('甲乙丙丁', 9),
    linesOf('甲乙丙丁戊', 9),
    linesOf('abcdefgh', 9),
  ]).toEqual([1, 1, 2, 1]);
});

test('a narrow sheet cuts off neither the name of who made it nor the places to sign', async () => {
  const path = join(folder, 'narrow.xlsx');
  const book = new Book(path, parseDate('2026-03-31'));
  const head = {
    name: '甲',
    title: '表',
    left: `编制单位：${'长'.repeat(20)}`,
    middle: '截至今日',
    right: '单位：元',
  };
  const column = { en: '', kind: 'TEXT', width: 12 } as const;
  const sheet = book.sheet(
    head,
    ['一', '二', '三', '四', '五'].map((zh) => ({ ...column, zh })),
  );
  sheet.end([]);
  await book.end();
  const read = new exceljs.Workbook();
  await read.xlsx.readFile(path);
  const found = read.worksheets[0];
  // 50 wide in 24 columns of text: three lines.
  expect(found?.getRow(2).height).toBeGreaterThan(40);
  expect(found?.getCell('A2').alignment?.wrapText).toBe(true);
  expect(found?.getCell('A4').text).toContain('制表日期：2026-03-31');
});

test.each([
  ["'=1+1", '=1+1'],
  ["'－壹", '－壹'],
  ["'abc", "'abc"],
  ["'-1", "'-1"],
  ["''=1", "''=1"],
  ['=1', '=1'],
])('%s comes back as %s', (cell, text) => {
  expect(plainText(cell)).toBe(text);
});
