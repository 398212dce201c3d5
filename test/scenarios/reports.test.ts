import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTenThousands } from '../../src/documents/sheet-cells.ts';
import { Yuan } from '../../src/domain/money.ts';
import { bodyOf, errorIn, fetchPaper, type Grid, rowOf, sheetsIn, textsOf } from '../support/papers.ts';
import type { Running, User } from '../support/product.ts';
import { startTwins, type Twin } from '../support/twin.ts';
import { documentTests } from './documents.ts';

// Spreadsheets of a city with two sides that have nothing to do with one another, each with compensations, recoveries and
// running loans. Every figure is worked out a second time from the tables by SQL of the tests’ own, past every wall.

const TODAY = '2025-03-10';
const FIRST = '2024-01-01';
const PERIOD = `from=${FIRST}&to=${TODAY}`;
/** What an importer of a formula sheet would run. */
const FORMULA = '=HYPERLINK("http://example.org")';

let running: Running;
let twin: Twin;
let poolId: string;

beforeAll(async () => {
  ({ running, ours: twin } = await startTwins());
  poolId = twin.city.office.poolId;
  await running.act(
    twin.city.guarantor.user,
    'creditInterest',
    { onDeposit: true, bankId: twin.first.bank.id, amount: '0.07', valueDate: TODAY, document: FORMULA },
    'entry { id }',
  );
  await creditInterestAndReverse();
}, 60_000);
afterAll(() => running?.stop());

/** An entry that is cancelled on the day on which it was made. */
async function creditInterestAndReverse(): Promise<void> {
  const { user, second } = twin.city.guarantor;
  const { entry } = await running.act(
    user,
    'creditInterest',
    { onDeposit: false, bankId: null, amount: '12.34', valueDate: TODAY, document: '结息' },
    'entry { id }',
  );
  const { reversal } = await running.act(
    user,
    'askReversal',
    { entryId: entry.id, reason: '重复' },
    'reversal { id }',
  );
  await running.act(
    second,
    'decideReversal',
    { reversalId: reversal.id, approve: true, valueDate: TODAY, document: '冲销' },
    'reversal { id state }',
  );
}

const yuan = (fen: unknown) => Yuan.fromFen(BigInt(String(fen))).toString();
const wan = (fen: unknown) => inTenThousands(Yuan.fromFen(BigInt(String(fen))));
const sql = (text: string, ...params: unknown[]) => running.owner(text, [poolId, ...params]);

async function sheetsOf(user: User, path: string): Promise<ReadonlyMap<string, Grid>> {
  const got = await fetchPaper(running, user, path);
  if (got.status !== 200) throw new Error(got.bytes.toString('utf8'));
  return sheetsIn(got.bytes);
}
async function sheetOf(user: User, path: string, name: string): Promise<Grid> {
  const grid = (await sheetsOf(user, path)).get(name);
  if (!grid) throw new Error(`no sheet ${name}`);
  return grid;
}

const people = (): Readonly<Record<string, User>> => ({
  office: twin.city.office,
  district: twin.first.region.user,
  'other district': twin.second.region.user,
  bank: twin.first.bank.user,
  'other bank': twin.second.bank.user,
  fundManager: twin.first.guarantor.user,
  guarantor: twin.second.guarantor.user,
});

describe('the ledger', () => {
  const path = `/reports/ledger.xlsx?${PERIOD}`;

  test('every line, in the order of the days, with its exact amount on its side', async () => {
    const grid = await sheetOf(twin.city.office, path, '分录簿');
    const lines = await sql(
      `select e.sequence, e.kind, t.amount from entry e join line t on t.pool_id = e.pool_id and t.entry_id = e.id
       where e.pool_id = $1 order by e.value_date, e.sequence, t.number`,
    );
    const body = bodyOf(grid, 4, 'C', '合计');
    expect(body.map((row) => textsOf(row, 'FG'))).toEqual(
      lines.map(({ kind, amount }) => {
        const onDebit = BigInt(String(amount)) > 0n !== (kind === 'REVERSAL');
        return onDebit ? [yuan(amount), ''] : ['', yuan(-BigInt(String(amount)))];
      }),
    );
    expect(body.map((row) => row.get('F') ?? row.get('G')).every((cell) => cell?.type === 'n')).toBe(true);
    expect(body.flatMap((row) => textsOf(row, 'FG')).filter((text) => text.startsWith('-'))).toEqual([
      '-12.34',
      '-12.34',
    ]);
    const [debits, credits] = textsOf(rowOf(grid, 'C', '合计'), 'FG');
    expect(debits).toBe(credits);
  });

  test('the balances of the accounts add up, and equal what the database keeps', async () => {
    const grid = await sheetOf(twin.city.office, path, '科目余额表');
    const [kept] = await sql(
      `select sum(balance) filter (where balance > 0) as debit, - sum(balance) filter (where balance < 0) as credit from account where pool_id = $1`,
    );
    const total = textsOf(rowOf(grid, 'A', '合计'), 'BCDEFG');
    expect(total.slice(0, 2)).toEqual(['0.00', '0.00']);
    expect(total[2]).toBe(total[3]);
    expect(total.slice(4)).toEqual([yuan(kept?.debit), yuan(kept?.credit)]);
    for (const row of bodyOf(grid, 4, 'A', '合计')) {
      const [b = '', c = '', d = '', e = '', f = '', g = ''] = textsOf(row, 'BCDEFG');
      const side = (plus: string, minus: string) => Yuan.parse(plus).minus(Yuan.parse(minus));
      expect(side(b, c).plus(side(d, e)).toString()).toBe(side(f, g).toString());
    }
  });

  test('a period that begins later opens with what came before', async () => {
    const grid = await sheetOf(
      twin.city.office,
      `/reports/ledger.xlsx?from=${TODAY}&to=${TODAY}`,
      '科目余额表',
    );
    const [before] = await sql(
      `select sum(s.balance) filter (where s.balance > 0) as debit from (select sum(amount) as balance from line
       where pool_id = $1 and value_date < $2::date group by code) s`,
      TODAY,
    );
    const [debit, credit] = textsOf(rowOf(grid, 'A', '合计'), 'BC');
    expect([debit, credit]).toEqual([yuan(before?.debit), yuan(before?.debit)]);
  });

  test('a text that would run as a formula is a text, with an apostrophe before it', async () => {
    const grid = await sheetOf(twin.city.office, path, '分录簿');
    const cells = grid.flatMap((row) => [...row.values()]).filter(({ text }) => text.includes('HYPERLINK'));
    expect(cells).toEqual([{ type: 'str', text: `'${FORMULA}` }]);
  });
});

describe('compensations', () => {
  const path = `/reports/compensations.xlsx?${PERIOD}`;

  test('row by row as the record has them, and in all what the accounts moved', async () => {
    const sheets = await sheetsOf(twin.city.office, path);
    const made = await sql(
      `select c.principal, c.deducted, c.region_part, c.parts from compensation c where c.pool_id = $1 and c.reversed_on is null order by c.deducted_on, c.id`,
    );
    const grid = sheets.get('代偿') ?? [];
    const body = bodyOf(grid, 4, 'B', '合计');
    expect(made.length).toBeGreaterThan(3);
    expect(body.map((row) => textsOf(row, 'KOP'))).toEqual(
      made.map(({ principal, deducted, region_part }) => [principal, deducted, region_part].map(yuan)),
    );
    const parts = made.map((row) => (row.parts as { amount: string }[]).map(({ amount }) => amount));
    expect(body.map((row) => textsOf(row, 'LMN'))).toEqual(parts);
    const [moved] = await sql(
      `select coalesce(sum(t.amount) filter (where e.kind = 'DEDUCTION'), 0) as paid, coalesce(- sum(t.amount) filter (where e.kind = 'RECOVERY'), 0) as back,
         sum(t.amount) as net from line t join account a on a.pool_id = t.pool_id and a.code = t.code and a.kind = 'COMPENSATION'
         join entry e on e.pool_id = t.pool_id and e.id = t.entry_id where t.pool_id = $1`,
    );
    const back = rowOf(sheets.get('追偿回款') ?? [], 'B', '合计');
    expect(textsOf(rowOf(grid, 'B', '合计'), 'O')).toEqual([yuan(moved?.paid)]);
    expect(textsOf(back, 'L')).toEqual([yuan(moved?.back)]);
    expect(BigInt(String(moved?.net))).toBe(BigInt(String(moved?.paid)) - BigInt(String(moved?.back)));
  });
});

/** Principal outstanding on the last day, by the tests’ own reckoning: what was lent less what was repaid and claimed. */
const STOCK = `select l.number, l.region_id, l.bank_id, l.firm_key, l.amount, l.amount
    - coalesce((select sum(r.principal) from repayment r where r.pool_id = l.pool_id and r.loan_id = l.id), 0)
    - coalesce((select sum(c.principal) from compensation c where c.pool_id = l.pool_id and c.loan_id = l.id and c.reversed_on is null), 0) as outstanding
  from loan l where l.pool_id = $1 and l.disbursed_on is not null`;

describe('loans outstanding', () => {
  const path = `/reports/loans-outstanding.xlsx?on=${TODAY}`;

  test('loan by loan, and equal to the exposure that the caps go by', async () => {
    const sheets = await sheetsOf(twin.city.office, path);
    const grid = sheets.get('明细') ?? [];
    const loans = await sql(`select * from (${STOCK}) s where s.outstanding > 0 order by s.number`);
    const rows = bodyOf(grid, 3, 'C', '合计').filter((row) => row.get('A')?.text);
    const told = rows.map((row) => textsOf(row, 'HJN')).sort();
    expect(told).toEqual(loans.map((row) => [row.number, wan(row.amount), wan(row.outstanding)]));
    const [kept] = await sql(`select outstanding from exposure where pool_id = $1 and scope = 'POOL'`);
    expect(textsOf(rowOf(grid, 'C', '合计'), 'N')).toEqual([wan(kept?.outstanding)]);
    for (const by of ['分地区', '分银行'])
      expect(textsOf(rowOf(sheets.get(by) ?? [], 'B', '合计'), 'CE')).toEqual([
        String(loans.length),
        wan(kept?.outstanding),
      ]);
  });

  test('a day before anything was lent has no loans', async () => {
    const grid = await sheetOf(twin.city.office, `/reports/loans-outstanding.xlsx?on=${FIRST}`, '明细');
    expect(textsOf(rowOf(grid, 'C', '合计'), 'CN')).toEqual(['合计（0 笔）', '0.000000']);
  });
});

test('the summary: sums by region and by bank, from the record', async () => {
  const sheets = await sheetsOf(twin.city.office, `/reports/financing-summary.xlsx?${PERIOD}`);
  const [all] = await sql(
    `select (select count(*) from referral where pool_id = $1) as referrals, (select sum(amount) from referral where pool_id = $1) as referred,
      count(*) as loans, count(distinct firm_key) as firms, sum(amount) as disbursed from loan where pool_id = $1 and disbursed_on is not null`,
  );
  const total = [
    String(all?.referrals),
    wan(all?.referred),
    String(all?.loans),
    String(all?.firms),
    wan(all?.disbursed),
  ];
  for (const by of ['分地区', '分银行']) {
    const grid = sheets.get(by) ?? [];
    expect(textsOf(rowOf(grid, 'B', '合计'), 'CDEFG')).toEqual(total);
    // The amounts of the rows add up to the total.
    const body = bodyOf(grid, 4, 'B', '合计');
    const sum = body.reduce((so, row) => so + BigInt((row.get('G')?.text ?? '').replace('.', '')), 0n);
    expect(sum).toBe(BigInt(total[4]?.replace('.', '') ?? ''));
  }
  const regions = await sql(
    `select g.name_zh, coalesce(sum(l.amount), 0) as disbursed from region g left join loan l on l.pool_id = g.pool_id
      and l.region_id = g.id and l.disbursed_on is not null where g.pool_id = $1 group by g.name_zh, g.division_code order by g.division_code`,
  );
  expect(bodyOf(sheets.get('分地区') ?? [], 4, 'B', '合计').map((row) => textsOf(row, 'BG'))).toEqual(
    regions.map(({ name_zh, disbursed }) => [name_zh, wan(disbursed)]),
  );
});

test('the deadlines: every duty that is not met, by the day on which it is due', async () => {
  for (const user of [twin.city.office, twin.first.bank.user]) {
    const grid = await sheetOf(user, '/reports/deadlines.xlsx', '义务期限');
    const duties = await sql(
      `select due_on::text, (due_on - $2::date)::text as left from obligation where pool_id = $1 and met_on is null
        and ($3::uuid is null or debtor_id = $3::uuid) order by due_on, id`,
      TODAY,
      user === twin.city.office ? null : user.tenantId,
    );
    expect(duties.length).toBeGreaterThan(0);
    const body = bodyOf(grid, 3, 'B', '合计');
    expect(body.map((row) => textsOf(row, 'I')[0])).toEqual(duties.map(({ left }) => left));
    const late = duties.filter(({ left }) => Number(left) < 0).length;
    expect(textsOf(rowOf(grid, 'B', '合计'), 'C')).toEqual([`共 ${duties.length} 项，其中逾期 ${late} 项`]);
  }
});

test('the annual evaluation: as it was made, with its conclusions', async () => {
  const sheets = await sheetsOf(twin.city.office, '/reports/annual-evaluation.xlsx?year=2024');
  const [part] = await sql(
    `select p.figures from evaluation_part p join tenant t on t.pool_id = p.pool_id and t.id = p.tenant_id where p.pool_id = $1 and t.kind = 'OFFICE'`,
  );
  const figures = part?.figures as Record<string, string>;
  const pool = rowOf(sheets.get('业务数据') ?? [], 'A', '资金池');
  expect(textsOf(pool, 'CEG')).toEqual([
    String(figures.loansDisbursed),
    ...[figures.disbursed, figures.outstanding].map((text) => inTenThousands(Yuan.parse(text ?? ''))),
  ]);
  expect(textsOf(rowOf(sheets.get('资金情况') ?? [], 'A', '年末可用资金'), 'B')).toEqual([
    figures.fundsAvailable,
  ]);
  expect(textsOf(rowOf(sheets.get('评价结论') ?? [], 'A', '资金池'), 'C')).toEqual(['总体平稳']);
  const own = await sheetsOf(twin.first.bank.user, '/reports/annual-evaluation.xlsx?year=2024');
  expect(bodyOf(own.get('业务数据') ?? [], 4, 'A', '负责人').map((row) => textsOf(row, 'A')[0])).toEqual([
    '合作银行',
  ]);
  expect(own.has('资金情况')).toBe(false);
});

describe('who may have what', () => {
  const REPORTS = {
    'financing-summary': PERIOD,
    compensations: PERIOD,
    'loans-outstanding': `on=${TODAY}`,
    ledger: PERIOD,
    deadlines: '',
    'annual-evaluation': 'year=2024',
  } as const;
  const names = Object.keys(REPORTS) as (keyof typeof REPORTS)[];

  test.each(['office', 'district', 'bank', 'fundManager', 'guarantor'])('%s', async (who) => {
    const user = people()[who] as User;
    const allowed = names.filter((name) => who !== 'guarantor' || name !== 'ledger');
    const { data } = await running.ask(user, '{ reports { name path parameters title { zh en } } }');
    expect(data.reports.map(({ name }: { name: string }) => name)).toEqual(allowed);
    for (const name of names) {
      const got = await fetchPaper(running, user, `/reports/${name}.xlsx?${REPORTS[name]}`);
      expect([name, got.status]).toEqual([name, allowed.includes(name) ? 200 : 404]);
      if (got.status !== 200) continue;
      const book = new exceljs.Workbook();
      await book.xlsx.load(got.bytes as never);
      for (const sheet of book.worksheets.slice(0, -1)) {
        expect(sheet.getCell('A1').text).toMatch(/助保金贷款|资金池/);
        expect(sheet.pageSetup).toMatchObject({ orientation: 'landscape', paperSize: 9, fitToWidth: 1 });
      }
    }
  });

  test.each([
    ['district', 'other district'],
    ['bank', 'other bank'],
  ])('nothing of the other side is in the files of a %s', async (own, other) => {
    const foreign = await sql(
      `select e.credit_code as text from enterprise e where e.pool_id = $1 and e.region_id = $2 union
       select l.number from loan l where l.pool_id = $1 and l.region_id = $2`,
      people()['other district']?.tenantId,
    );
    const found = async (who: string) => {
      const told: string[] = [];
      for (const name of names)
        for (const grid of (
          await sheetsOf(people()[who] as User, `/reports/${name}.xlsx?${REPORTS[name]}`)
        ).values())
          told.push(...grid.flatMap((row) => [...row.values()]).map(({ text }) => text));
      return foreign.filter(({ text }) => told.some((one) => one.includes(String(text)))).length;
    };
    expect(await found(own)).toBe(0);
    expect(await found(other)).toBeGreaterThan(2);
  });

  test('a bank sees of the ledger its own two accounts and no other', async () => {
    const grid = await sheetOf(twin.first.bank.user, `/reports/ledger.xlsx?${PERIOD}`, '科目余额表');
    const accounts = bodyOf(grid, 4, 'A', '合计').map((row) => row.get('A')?.text);
    expect(accounts).toEqual(['风险补偿金专户—甲银行', '待清退款—甲银行']);
  });
});

test.each([
  ['ledger.xlsx', 'from'],
  ['ledger.xlsx?from=2024-01-01', 'to'],
  ['ledger.xlsx?from=2024-02-30&to=2024-03-01', 'from'],
  ['ledger.xlsx?from=2025-03-10&to=2025-03-09', 'from'],
  [`ledger.xlsx?from=2025-03-10&to=2025-03-11`, 'to'],
  ['ledger.xlsx?from=2025-03-10&to=2025-03-10&on=2025-03-10', 'on'],
  ['loans-outstanding.xlsx?on=gestern', 'on'],
  ['annual-evaluation.xlsx?year=2026', 'year'],
  ['annual-evaluation.xlsx?year=24', 'year'],
  ['deadlines.xlsx?on=2025-03-10', 'on'],
])('%s is refused, and %s is named', async (path, field) => {
  const got = await fetchPaper(running, twin.city.office, `/reports/${path}`);
  expect(got.status).toBe(400);
  expect(errorIn(got)).toMatchObject({ code: 'BAD_USER_INPUT', field });
});

test('what is no report is not found, for everyone alike', async () => {
  const told = new Set<string>();
  for (const user of Object.values(people()))
    for (const path of [
      '/reports/secrets.xlsx',
      '/reports/ledger.csv',
      '/reports/ledger',
      '/reports/a.b.xlsx',
    ]) {
      const got = await fetchPaper(running, user, path);
      expect(got.status).toBe(404);
      told.add(got.bytes.toString('utf8'));
    }
  expect(told.size).toBe(1);
});

test('the file comes under its Chinese name', async () => {
  const { headers } = await fetchPaper(running, twin.city.office, `/reports/ledger.xlsx?${PERIOD}`);
  expect(headers.get('content-disposition')).toBe(
    `attachment; filename="ledger.xlsx"; filename*=UTF-8''${encodeURIComponent(`资金池账簿-${FIRST}至${TODAY}.xlsx`)}`,
  );
  expect(headers.get('content-type')).toContain('spreadsheetml');
  expect(headers.get('cache-control')).toBe('no-store');
});

describe('documents', () => documentTests(() => ({ running, twin })));

test('a compensation that was reversed in the period stands in it twice, and in the sum not at all', async () => {
  const path = `/reports/compensations.xlsx?${PERIOD}`;
  const [made] = await sql(
    `select id, deducted from compensation where pool_id = $1 and deducted > 0 order by id limit 1`,
  );
  const totalOf = async () =>
    textsOf(rowOf(await sheetOf(twin.city.office, path, '代偿'), 'B', '合计'), 'O')[0];
  const before = Yuan.parse((await totalOf()) ?? '');
  // Nothing takes this back: it stands at the end.
  await sql(`update compensation set reversed_on = $2::date where pool_id = $1 and id = $3`, TODAY, made?.id);
  const grid = await sheetOf(twin.city.office, path, '代偿');
  const reversals = grid.filter((row) => row.get('Q')?.text.startsWith('冲销'));
  const deducted = Yuan.fromFen(BigInt(String(made?.deducted)));
  expect(reversals.map((row) => textsOf(row, 'O')[0])).toEqual([deducted.negated().toString()]);
  expect(await totalOf()).toBe(before.minus(deducted).toString());
});
