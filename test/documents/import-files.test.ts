import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../src/acts/failures.ts';
import { specOf } from '../../src/acts/import-kinds.ts';
import { readRow } from '../../src/acts/import-row.ts';
import type { KeptRow } from '../../src/database/imports.ts';
import { Yuan } from '../../src/domain/money.ts';
import type { ImportFormat } from '../../src/domain/words.ts';
import { readFile } from '../../src/import-file.ts';
import { csv, workbook } from '../support/bulk.ts';
import { sheetXml, workbookParts, zip } from '../support/zip.ts';

// Files as they come from people and from machines that mean no good: read to the end, or refused with a word that helps.

const SPEC = specOf('REPAYMENTS');
const FIELDS = ['loanNumber', 'paidOn', 'principal', 'interest', 'document'];
const ROW = ['L2025-00001', '2025-03-10', '1000.00', '0', 'HK-1'];
let folder: string;
// A file of a hundred thousand rows takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhubao-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(file: string | Buffer, format: ImportFormat) {
  const path = join(folder, 'file');
  await writeFile(path, file);
  const { columns, rowCount, pages } = await readFile(folder, path, format, SPEC);
  const rows: KeptRow[] = [];
  for await (const page of pages()) rows.push(...page);
  return { columns, rowCount, rows };
}

/** The message of the refusal, in English. */
async function refusal(file: string | Buffer, format: ImportFormat): Promise<string> {
  const error = await read(file, format).then(
    () => null,
    (one: unknown) => one,
  );
  if (!(error instanceof Failure) || error.wrong.kind !== 'INVALID') throw error ?? new Error('it was taken');
  expect(error.wrong.message.zh).toMatch(/[\u4e00-\u9fff].*。$/);
  return error.wrong.message.en;
}

const packed = (sheet: string, more: Parameters<typeof workbookParts>[1] = []) =>
  zip(workbookParts(sheet, more));
const rowsOf = (count: number, row = ROW) => Array.from({ length: count }, () => row);

/** The same file with a stretch of its sheet overwritten. */
function broken(file: Buffer): Buffer {
  const at = file.indexOf('xl/worksheets/s.xml') + 40;
  return Buffer.concat([file.subarray(0, at), Buffer.alloc(60, 0xff), file.subarray(at + 60)]);
}

describe('headings', () => {
  it.each([
    ['an unknown one', [...FIELDS, 'colour'], 'unknown columns: colour'],
    ['a missing one', FIELDS.slice(1), 'missing columns: loanNumber'],
    ['one that stands twice', [...FIELDS, '本金'], 'columns that stand twice: principal'],
    [
      'all of it at once',
      ['x', 'interest', 'interest'],
      'unknown columns: x; columns that stand twice: interest; missing columns: loanNumber, paidOn, principal, document',
    ],
  ])('%s is named', async (_, headings, said) => {
    expect(await refusal(csv([headings, ROW]), 'CSV')).toContain(said);
  });

  it('are read in any order, width and case, with units and marks, below empty rows', async () => {
    const headings = ['凭证号', ' 利 息（元）', 'PRINCIPAL*', '还款日期', 'Loan Number'];
    const { columns, rows } = await read(csv([[''], headings, [...ROW].reverse()]), 'CSV');
    expect(columns.map(({ field }) => field)).toEqual([...FIELDS].reverse());
    expect(rows).toMatchObject([{ number: 3, state: 'WAITING' }]);
  });
});

describe('files that are not taken', () => {
  it.each<[string, () => string | Buffer, ImportFormat, string]>([
    ['no rows', () => csv([FIELDS]), 'CSV', 'holds no row'],
    ['a quotation mark left open', () => `${csv([FIELDS])}"L1,2\nx`, 'CSV', 'quotation marks near line'],
    [
      'a quotation mark in the middle',
      () => `${csv([FIELDS])}a"b,2,3,4,5\n`,
      'CSV',
      'quotation marks near line',
    ],
    ['UTF-16', () => Buffer.from(`\ufeff${csv([FIELDS, ROW])}`, 'utf16le'), 'CSV', 'encoding'],
    ['a workbook said to be CSV', () => packed(sheetXml([FIELDS, ROW])), 'CSV', 'set format to xlsx'],
    ['CSV said to be a workbook', () => csv([FIELDS, ROW]), 'XLSX', 'is none'],
    ['an old .xls', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'XLSX', 'Old .xls'],
    ['half a workbook', () => packed(sheetXml([FIELDS, ROW])).subarray(0, 300), 'XLSX', 'damaged'],
    ['a workbook without a sheet', () => zip([{ name: 'a.txt', bytes: 'a' }]), 'XLSX', 'damaged'],
    [
      'macros',
      () => packed(sheetXml([FIELDS, ROW]), [{ name: 'xl/vbaProject.bin', bytes: 'x' }]),
      'XLSX',
      'macros',
    ],
    [
      'encryption',
      () => zip(workbookParts(sheetXml([FIELDS, ROW])).map((part) => ({ ...part, flags: 1 }))),
      'XLSX',
      'encrypted',
    ],
    [
      'a document type',
      () => packed(sheetXml([FIELDS], '<!DOCTYPE a [<!ENTITY b "c">]>')),
      'XLSX',
      'document type',
    ],
    ['an unknown entity', () => packed(sheetXml([['&lol;']])), 'XLSX', 'damaged'],
    ['bytes that do not unpack', () => broken(packed(sheetXml([FIELDS, ...rowsOf(500)]))), 'XLSX', 'damaged'],
    ['XML that breaks off', () => packed(sheetXml([FIELDS, ROW]).slice(0, -20)), 'XLSX', 'damaged'],
    [
      'a part twice',
      () => packed(sheetXml([FIELDS]), [{ name: 'xl/workbook.xml', bytes: '<a/>' }]),
      'XLSX',
      'damaged',
    ],
    [
      'too many parts',
      () =>
        packed(
          sheetXml([FIELDS]),
          Array.from({ length: 2_001 }, (_, at) => ({ name: `p${at}`, bytes: '' })),
        ),
      'XLSX',
      'too large',
    ],
    [
      'a part that says it is huge',
      () =>
        zip(
          workbookParts(sheetXml([FIELDS, ROW])).map((part) =>
            part.name.endsWith('s.xml') ? { ...part, told: 400_000_000 } : part,
          ),
        ),
      'XLSX',
      'too large',
    ],
    [
      'one text of two million characters',
      () => packed(sheetXml([FIELDS, ['x'.repeat(2_000_000)]])),
      'XLSX',
      'too large',
    ],
    [
      'a row of 100,000 columns',
      () => packed(sheetXml([FIELDS, Array.from({ length: 100_000 }, () => 'x')])),
      'XLSX',
      'Row 2 has more than 60 columns',
    ],
    [
      'a row of 61 columns',
      () => csv([FIELDS, Array.from({ length: 61 }, () => 'x')]),
      'CSV',
      'Row 2 has more than 60 columns',
    ],
    ['100,001 rows', () => csv([FIELDS, ...rowsOf(100_001)]), 'CSV', 'more than 100,000 rows'],
  ])('%s', async (_, file, format, said) => {
    expect(await refusal(file(), format)).toContain(said);
  });

  it.each([
    ['empty rows', '<row></row>', 'more than 100,000 rows', 300_000],
    ['elements without end', `<a b="${' '.repeat(990)}"/>`, 'too large', 60_000],
  ])(
    'what unpacks to far more than it says is refused before it fills the memory: %s',
    async (_, piece, said, count) => {
      const bomb = zip(
        workbookParts(`<worksheet><sheetData>${piece.repeat(count)}`).map((part) =>
          part.name.endsWith('s.xml') ? { ...part, told: 1_000 } : part,
        ),
      );
      expect(bomb.length).toBeLessThan(1_000_000);
      const before = process.memoryUsage().rss;
      expect(await refusal(bomb, 'XLSX')).toContain(said);
      expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    },
  );

  it('100,000 rows and 60 columns are taken', async () => {
    expect((await read(csv([FIELDS, ...rowsOf(100_000)]), 'CSV')).rowCount).toBe(100_000);
    const wide = [...ROW, ...Array.from({ length: 54 }, () => ''), 'x'];
    expect((await read(csv([FIELDS, wide]), 'CSV')).rows[0]?.cells).toHaveLength(60);
  });
});

it('a cell that a spreadsheet has spoilt is told by its row alone', async () => {
  const file = await workbook([FIELDS, [...ROW.slice(0, 4), { formula: 'A1' } as never], ROW]);
  const { rows } = await read(file, 'XLSX');
  expect(rows.map(({ state }) => state)).toEqual(['INVALID', 'WAITING']);
  expect(rows[0]?.errors[0]?.en).toContain('formula without its result');
});

// ---- Whatever people write ----------------------------------------------------------------------------------------

const SEED = Number(process.env.SEED ?? 20_250_310);

const yuanOf = (fen: number) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
const grouped = (text: string) => text.replace(/\B(?=(\d{3})+(?!\d))(?=.*\.)/g, ',');

/** An amount in fen, and one of the ways in which people write it. */
const money = fc.tuple(
  fc.integer({ min: 1, max: 99_999_999_999 }),
  fc.constantFrom(
    (text: string) => text,
    grouped,
    (text: string) => `￥${grouped(text)}`,
    (text: string) => ` ${text}元 `,
    (text: string) => text.replace(/\.?0+$/, ''),
  ),
);
const date = fc.tuple(
  fc
    .date({ min: new Date('2021-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
  fc.constantFrom(
    (text: string) => text,
    (text: string) => text.replaceAll('-', '/'),
    (text: string) => text.replace(/-0?(\d+)-0?(\d+)/, '年$1月$2日'),
    (text: string) => text.replaceAll('-', ''),
    (text: string) => String(Math.round((Date.parse(text) - Date.parse('1899-12-30')) / 86_400_000)),
  ),
);
/** Texts that mean no amount and no day. */
const rubbish = fc.constantFrom(
  '一百',
  '1.234',
  '1e5',
  '12,34',
  '2025-02-30',
  '--1',
  '1 000',
  '0x10',
  '#REF!',
  'null',
  '1/2',
);

const written = fc.record({
  principal: money,
  paidOn: date,
  spoilt: fc.option(fc.tuple(fc.constantFrom('principal', 'paidOn'), rubbish), { freq: 4 }),
  format: fc.constantFrom<ImportFormat>('CSV', 'XLSX', 'JSONL'),
});

it('amounts and days are read as they were meant, in every format, and rubbish is named by its column', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 8 }), async (given) => {
      const rows = given.map(({ principal: [fen, style], paidOn: [day, dayStyle], spoilt }) => {
        const cells: Record<string, string> = {
          loanNumber: 'L1',
          paidOn: dayStyle(day),
          principal: style(yuanOf(fen)),
          interest: '0',
          document: 'd',
        };
        if (spoilt) cells[spoilt[0]] = spoilt[1];
        return cells;
      });
      const format = given[0]?.format ?? 'CSV';
      const table = [FIELDS, ...rows.map((cells) => FIELDS.map((field) => cells[field] ?? ''))];
      const file =
        format === 'JSONL'
          ? rows.map((cells) => JSON.stringify(cells)).join('\n')
          : format === 'CSV'
            ? csv(table)
            : await workbook(table);
      const { columns, rows: kept } = await read(file, format);
      expect(kept).toHaveLength(given.length);
      for (const [
        at,
        {
          principal: [fen],
          paidOn: [day],
          spoilt,
        },
      ] of given.entries()) {
        const result = readRow(SPEC, columns, kept[at]?.cells ?? []);
        if (spoilt) expect(result).toMatchObject([{ field: spoilt[0] }]);
        else expect(result).toMatchObject({ input: { principal: Yuan.fromFen(BigInt(fen)), paidOn: day } });
      }
    }),
    { seed: SEED, numRuns: 150 },
  );
});

it('numbers in a sheet are what the sheet shows: exact to the fen, whatever their binary image', async () => {
  const fens = [1, 10, 29, 100, 123_456_789, 99_999_999_999, 4_000_000_07, 57, 58, 115];
  const images = fens.map((fen) => `${fen / 100 + 0}`);
  const long = ['0.28999999999999998', '1234.5600000000002', '4000000.0700000003'];
  const cells = [...images, ...long].map(
    (text) =>
      `<row><c t="inlineStr"><is><t>L1</t></is></c><c><v>45726</v></c><c><v>${text}</v></c><c><v>0</v></c><c t="inlineStr"><is><t>d</t></is></c></row>`,
  );
  const sheet = sheetXml([FIELDS]).replace('</sheetData>', `${cells.join('')}</sheetData>`);
  const { columns, rows } = await read(packed(sheet), 'XLSX');
  const amounts = rows.map(({ cells: texts }) => {
    const read = readRow(SPEC, columns, texts);
    return 'deed' in read ? String((read.input as { principal: Yuan }).principal) : read;
  });
  expect(amounts).toEqual([...fens.map(yuanOf), '0.29', '1234.56', '4000000.07']);
});
