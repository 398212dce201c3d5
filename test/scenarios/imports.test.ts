import { parse } from 'csv-parse/sync';
import exceljs from 'exceljs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { Yuan } from '../../src/domain/money.ts';
import { csv, ended, fetchFile, imported, send, workbook } from '../support/bulk.ts';
import { addFirm, approvedLoan, type City, joinBank, newCity, pay, signing } from '../support/city.ts';
import { type Running, startProduct, type User } from '../support/product.ts';

// Files that come in: every row judged and answered on its own, by the acts that a person would use.

const TODAY = '2025-03-10';
let running: Running;
let city: City;
let loan: { id: string; number: string };

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
  await pay(running, city, 'CITY', '20000000.00', TODAY);
  await pay(running, city, city.region, '8000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
  const firm = await addFirm(running, city.region);
  const id = await approvedLoan(running, city, firm.id, { amount: '3000000.00' }, TODAY);
  await running.act(city.bank.user, 'signContracts', signing(id, '2025-04-10'), 'loan { id }');
  const paid = await running.act(
    city.bank.user,
    'disburse',
    { loanId: id, disbursedOn: TODAY, document: '放款-1' },
    'loan { id number }',
  );
  loan = paid.loan;
}, 60_000);
afterAll(() => running?.stop());

const outstanding = async () =>
  (await running.ask(city.bank.user, 'query ($id: ID!) { loan(id: $id) { outstanding } }', { id: loan.id }))
    .data.loan.outstanding;

const HEADINGS = ['贷款编号', '还款日期', '本金', '利息', '凭证号'];
let vouchers = 0;
const repayment = (changes: Partial<Record<string, string>> = {}) => {
  vouchers += 1;
  const row = { number: loan.number, paidOn: TODAY, principal: '1,000.00', interest: '10', ...changes };
  return [row.number, row.paidOn, row.principal, row.interest, `HK-${vouchers}`];
};

it('takes a CSV of repayments: good rows are done, bad ones are answered, and nothing else is touched', async () => {
  const before = await outstanding();
  const done = await imported(
    running,
    city.bank.user,
    'repayments',
    csv([
      HEADINGS,
      repayment(),
      repayment({ number: 'L2099-00001' }),
      repayment({ principal: '9,000,000.00' }),
      repayment({ paidOn: '2025-02-30', principal: '1.234' }),
      repayment({ paidOn: '2025年3月10日', principal: '2,000.50' }),
    ]),
  );
  expect(done).toMatchObject({
    kind: 'REPAYMENTS',
    state: 'DONE',
    progress: { rows: 5, done: 2, refused: 1, invalid: 2, waiting: 0 },
  });
  const [first, unknown, tooMuch, unread, last] = done.rows.nodes;
  expect(first).toMatchObject({ number: 2, state: 'DONE', changed: loan.id, errors: [] });
  expect(unknown.errors).toEqual([
    { field: 'loanNumber', message: { zh: '没有此项记录，或不属于贵单位。', en: expect.any(String) } },
  ]);
  expect(tooMuch).toMatchObject({ state: 'REFUSED', verdicts: [{ article: 22, outcome: 'REFUSED' }] });
  expect(unread.errors.map(({ field }: { field: string }) => field)).toEqual(['paidOn', 'principal']);
  expect(unread.errors[0].message.zh).toBe('“还款日期”“2025-02-30”不是日期；应如 2026-04-30。');
  expect(last).toMatchObject({ number: 6, state: 'DONE' });
  expect([before, await outstanding()]).toEqual(['3000000.00', '2996999.50']);
});

it('takes the same rows from a workbook, from GB18030, with a mark, and from JSON lines', async () => {
  const before = await outstanding();
  const date = new Date('2025-03-10T00:00:00Z');
  const sheet = await workbook([
    HEADINGS,
    [loan.number, date, 1000.1, { formula: '1+1', result: 2 }, '凭证-x'],
  ]);
  // 贷款编号… in GB18030, as Excel in China saves a CSV.
  const gb = Buffer.concat([
    Buffer.from('b4fbbfeeb1e0bac52cbbb9bfeec8d5c6da2cb1bebdf02cc0fbcfa22cc6bed6a4bac50d0a', 'hex'),
    Buffer.from(`${loan.number},2025/3/10,100,0,gb-1\r\n`),
  ]);
  const line = {
    document: 'j-1',
    interest: '0',
    loanNumber: loan.number,
    paidOn: TODAY,
    principal: '100.00',
  };
  const files: [string, string | Buffer][] = [
    ['xlsx', sheet],
    ['csv', gb],
    ['csv', `\ufeffdocument,Loan Number, paidOn ,principal（元）,interest\nm-1,${loan.number},45726,100,0\n`],
    ['jsonl', `${JSON.stringify(line)}\n\nnot json\n`],
  ];
  for (const [format, file] of files) {
    const done = await imported(running, city.bank.user, 'repayments', file, { format });
    expect([format, done.progress.done, done.rows.nodes]).toMatchObject([
      format,
      1,
      [{ state: 'DONE' }, ...(format === 'jsonl' ? [{ number: 3, state: 'INVALID' }] : [])],
    ]);
  }
  expect([before, await outstanding()]).toEqual(['2996999.50', '2995699.40']);
});

const firmRow = (organisation: string, changes: Record<string, string> = {}) => {
  const row: Record<string, string> = {
    统一社会信用代码: makeCreditCode('150203', organisation),
    企业名称: `批量企业${organisation}`,
    区划代码: '150203',
    行业代码: 'C33',
    从业人员: '60',
    营业收入: '30,000,000.00',
    资产总额: '20,000,000.00',
    数据年度: '2024',
    申请金额: '1,000,000.00',
    '期限（月）': '12',
    用途: '采购原材料',
    说明: '',
    ...changes,
  };
  return row;
};

const referralFile = (rows: Record<string, string>[]) =>
  csv([Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]);

it('registers the firm of a referral on the way, refers a known one, and leaves no firm behind where the referral fails', async () => {
  const rows = [
    firmRow('MA0B0001'),
    firmRow('MA0B0001', { 申请金额: '500000' }),
    firmRow('MA0B0001', { 企业名称: '别的企业' }),
    firmRow('MA0B0002', { 用途: '房地产投资' }),
    firmRow('MA0B0003', { 统一社会信用代码: '9.1150203MA0B+17' }),
    firmRow('MA0B0004', { 统一社会信用代码: '9.11502E+17' }),
  ];
  const done = await imported(running, city.region.user, 'referrals', referralFile(rows));
  expect(done.rows.nodes.map(({ state }: { state: string }) => state)).toEqual([
    'DONE',
    'DONE',
    'INVALID',
    'REFUSED',
    'INVALID',
    'INVALID',
  ]);
  expect(done.rows.nodes[2].errors[0]).toMatchObject({ field: 'name' });
  expect(done.rows.nodes[3].verdicts[0]).toMatchObject({ article: 5 });
  expect(done.rows.nodes[5].errors[0].message.zh).toContain('已被 Excel 转为数字');
  const firms = await running.ask(
    city.region.user,
    '{ enterprises(first: 50) { nodes { name referrals { nodes { amount } } } } }',
  );
  const ours = firms.data.enterprises.nodes.filter(({ name }: { name: string }) =>
    name.startsWith('批量企业'),
  );
  expect(ours).toHaveLength(1);
});

it('a dry run judges every row and changes nothing', async () => {
  const rows = [firmRow('MA0B0101'), firmRow('MA0B0102', { 用途: '房地产投资' })];
  const count = async () =>
    (await running.ask(city.region.user, '{ referrals { totalCount } enterprises { totalCount } }')).data;
  const before = await count();
  const done = await imported(running, city.region.user, 'referrals', referralFile(rows), { check: true });
  expect(done).toMatchObject({ checkOnly: true, progress: { done: 1, refused: 1 } });
  expect(done.rows.nodes[0].changed).toBeNull();
  expect(await count()).toEqual(before);
});

it('answers as the same file, with the result and the reason beside each row', async () => {
  const rows = [HEADINGS, repayment(), repayment({ number: '=1+1' })];
  const done = await imported(running, city.bank.user, 'repayments', csv(rows));
  const { status, bytes } = await fetchFile(running, city.bank.user, `/imports/${done.id}/result.csv`);
  expect(status).toBe(200);
  const lines = bytes.toString('utf8').split('\r\n');
  expect(lines[0]).toBe(`\ufeff${HEADINGS.join(',')},结果,结果代码,办理编号,原因,reason`);
  expect(lines[1]).toMatch(
    new RegExp(`^${loan.number},${TODAY},"1,000.00",10,HK-\\d+,已办理,DONE,${loan.id},`),
  );
  expect(lines[2]).toMatch(/^'=1\+1,.*,内容有误,INVALID,,/);
});

it.each(['csv', 'xlsx', 'jsonl'])(
  'answers as %s, put right and sent again, do what was not done, and nothing twice',
  async (format) => {
    const before = await outstanding();
    const good = repayment({ principal: '1.00' });
    const wrong = repayment({ principal: 'zwei' });
    const done = await imported(running, city.bank.user, 'repayments', csv([HEADINGS, good, wrong]));
    const dry = await imported(running, city.bank.user, 'repayments', csv([HEADINGS, good]), { check: true });
    const answersOf = async ({ id }: { id: string }) =>
      (await fetchFile(running, city.bank.user, `/imports/${id}/result.${format}`)).bytes;
    let bytes: Buffer;
    if (format === 'xlsx') {
      const book = new exceljs.Workbook();
      await book.xlsx.load(new Uint8Array(await answersOf(done)).buffer);
      const cell = book.worksheets[0]?.getRow(3).getCell(3);
      if (cell) cell.value = 2;
      bytes = Buffer.from(await book.xlsx.writeBuffer());
    } else bytes = Buffer.from((await answersOf(done)).toString('utf8').replace(/zwei(?=[",])/, '2.00'));
    const sent = await send(running, city.bank.user, 'repayments', bytes, { format });
    expect(sent).toMatchObject({ status: 202, body: { rows: 2, doneBefore: 1 } });
    const again = await ended(running, city.bank.user, sent.body.id);
    expect(again.rows.nodes).toMatchObject([
      { state: 'DONE', changed: null, errors: [{ message: { zh: expect.stringContaining('此前已办理') } }] },
      { state: 'DONE', changed: loan.id, errors: [] },
    ]);
    expect(await outstanding()).toBe(Yuan.parse(before).minus(Yuan.parse('3.00')).toString());
    // Its own answers have nothing left to do; a dry run's rows were not done, and say so.
    const third = await send(running, city.bank.user, 'repayments', await answersOf(sent.body), { format });
    expect(third.body).toMatchObject({ rows: 2, doneBefore: 2 });
    await ended(running, city.bank.user, third.body.id);
    expect(await outstanding()).toBe(Yuan.parse(before).minus(Yuan.parse('3.00')).toString());
    const meant = await send(running, city.bank.user, 'repayments', await answersOf(dry), { format });
    expect(meant.body).toMatchObject({ rows: 1, doneBefore: 0 });
    expect((await ended(running, city.bank.user, meant.body.id)).rows.nodes[0].changed).toBe(loan.id);
  },
);

it('a text that was kept from running comes back as it was meant', async () => {
  const row = repayment({ principal: 'zwei' });
  row[4] = '=HK-1';
  const done = await imported(running, city.bank.user, 'repayments', csv([HEADINGS, row]));
  for (const format of ['csv', 'xlsx', 'jsonl']) {
    const { bytes } = await fetchFile(running, city.bank.user, `/imports/${done.id}/result.${format}`);
    const again = await imported(running, city.bank.user, 'repayments', bytes, { format, check: true });
    expect(again.rows.nodes[0].cells[4]).toBe('=HK-1');
  }
});

it('the same key gives the same import, the same file a second time is noticed, and another file under the key is refused', async () => {
  const file = csv([HEADINGS, repayment({ principal: '1.00' })]);
  const key = 'bulk-key-1';
  const before = await outstanding();
  const first = await send(running, city.bank.user, 'repayments', file, { key });
  const second = await send(running, city.bank.user, 'repayments', file, { key });
  expect([first.status, second.status, second.body.replayed]).toEqual([202, 202, true]);
  expect(second.body.id).toBe(first.body.id);
  const other = await send(running, city.bank.user, 'repayments', `${file}\r\n`, { key });
  expect(other).toMatchObject({
    status: 409,
    body: { errors: [{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }] },
  });
  const anew = await send(running, city.bank.user, 'repayments', file);
  expect(anew).toMatchObject({
    status: 409,
    // The day of the pool, also in the eight hours in which it is the day before in London.
    body: { errors: [{ message: expect.stringContaining(TODAY), extensions: { reason: 'DUPLICATE' } }] },
  });
  const twins = await Promise.all(
    [1, 2, 3].map(() =>
      send(running, city.bank.user, 'repayments', csv([HEADINGS, ['x', 'y', '1', '1', 'z']])),
    ),
  );
  expect(twins.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
  const meant = await imported(running, city.bank.user, 'repayments', file, { again: true });
  expect(meant.progress.done).toBe(1);
  expect(await outstanding()).toBe(Yuan.parse(before).minus(Yuan.parse('2.00')).toString());
});

const table = (bytes: Buffer): string[][] => parse(bytes, { bom: true });
const exported = (user: User, file: string) => fetchFile(running, user, `/exports/${file}`);

it('lists go out as CSV, JSON lines and workbook: the same rows, what the reader may see, and nothing that runs', async () => {
  const rows = [firmRow('MA0B0901', { 说明: '=HYPERLINK("http://a.example","点击")' })];
  await imported(running, city.region.user, 'referrals', referralFile(rows));
  const [asCsv, asJson, asXlsx] = await Promise.all(
    ['csv', 'jsonl', 'xlsx'].map(async (format) => exported(city.office, `referrals.${format}`)),
  );
  const [headings, ...lines] = table(asCsv?.bytes ?? Buffer.alloc(0));
  const note = headings?.indexOf('说明') ?? -1;
  expect(lines.map((line) => line[note])).toContain(`'=HYPERLINK("http://a.example","点击")`);
  const objects = (asJson?.bytes.toString() ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(objects.map(({ number }) => number)).toEqual(lines.map(([number]) => number));
  expect(objects.at(-1)).toMatchObject({
    amount: '1000000.00',
    note: '=HYPERLINK("http://a.example","点击")',
  });
  const book = new exceljs.Workbook();
  await book.xlsx.load(new Uint8Array(asXlsx?.bytes ?? []).buffer);
  const sheet = book.worksheets[0];
  expect(sheet?.rowCount).toBe(lines.length + 1);
  // An amount is a number that can be summed; all else is text.
  const amount = headings?.indexOf('申请金额（元）') ?? -1;
  expect(sheet?.getRow(lines.length + 1).getCell(amount + 1).value).toBe(1_000_000);
  expect(sheet?.getRow(lines.length + 1).getCell(note + 1).value).toBe(
    `'=HYPERLINK("http://a.example","点击")`,
  );
});

it.each(['loans', 'referrals', 'repayments', 'entries', 'obligations', 'events'])(
  'the export of %s holds for each reader what its own lists hold',
  async (kind) => {
    const counts = await Promise.all(
      [city.office, city.region.user, city.bank.user, city.guarantor.user].map(async (user) => {
        const { status, bytes } = await exported(user, `${kind}.csv`);
        expect(status).toBe(200);
        return table(bytes).length - 1;
      }),
    );
    const lists: Record<string, string> = {
      loans: '{ loans { totalCount } }',
      referrals: '{ referrals { totalCount } }',
      obligations: '{ obligations { totalCount } }',
    };
    const query = lists[kind];
    if (query)
      for (const [at, user] of [city.office, city.region.user, city.bank.user, city.guarantor.user].entries())
        expect(counts[at]).toBe((await running.ask(user, query)).data[kind].totalCount);
    const [office = 0, district = 0, bank = 0, guarantor = 0] = counts;
    expect(office).toBeGreaterThan(0);
    for (const part of [district, bank]) expect(part).toBeLessThanOrEqual(office);
    // The fund manager reads all of the pool’s money.
    if (kind === 'entries') expect(guarantor).toBe(office);
  },
);

it('the entries that go out balance, and days narrow an export', async () => {
  const { bytes } = await exported(city.office, 'entries.jsonl');
  const lines = bytes
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const sum = (side: 'debit' | 'credit') =>
    Yuan.sum(lines.map((line) => Yuan.parse(line[side] ?? '0'))).toString();
  expect(sum('debit')).toBe(sum('credit'));
  const within = async (query: string) =>
    table((await exported(city.office, `repayments.csv${query}`)).bytes).length;
  expect(await within(`?from=${TODAY}&to=${TODAY}`)).toBe(await within(''));
  expect(await within('?from=2025-03-11')).toBe(1);
  const wrong = await exported(city.office, 'repayments.csv?from=yesterday');
  expect([wrong.status, wrong.bytes.toString()]).toEqual([400, expect.stringContaining('2026-04-30')]);
  for (const query of ['since=1', 'from=2025-03-11&to=2025-03-10'])
    expect((await exported(city.office, `repayments.csv?${query}`)).status).toBe(400);
});

it.each(['referrals', 'repayments', 'opening-loans'])(
  'the template of %s can be filled in and sent as it is',
  async (kind) => {
    const user = { referrals: city.region.user, repayments: city.bank.user, 'opening-loans': city.office }[
      kind
    ];
    if (!user) throw new Error(kind);
    for (const format of ['xlsx', 'csv']) {
      const { status, bytes } = await fetchFile(running, user, `/imports/${kind}/template.${format}`);
      expect(status).toBe(200);
      const sent = await send(running, user, kind, bytes, { format, check: true });
      expect(sent).toMatchObject({ status: 202, body: { rows: 1 } });
      // The sample is no row that could be done by mistake.
      expect((await ended(running, user, sent.body.id)).progress.done).toBe(0);
    }
  },
);
