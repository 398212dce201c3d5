import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyPool } from '../../src/database/verify.ts';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { writeId } from '../../src/domain/ids.ts';
import type { Id } from '../../src/domain/words.ts';
import { csv, imported } from '../support/bulk.ts';
import { addBank, type City, joinBank, newCity, signUp } from '../support/city.ts';
import { type Running, startProduct } from '../support/product.ts';

// A city that has run the scheme on paper brings its history in: balances and running loans, while two people of the
// office hold a take-over open, and everything that holds of the records holds afterwards.

const TODAY = '2025-07-01';
const AS_OF = '2025-06-30';
let running: Running;
let city: City;
let takeOverId: string;

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
  await signUp(running, city, city.bank, TODAY);
}, 60_000);
afterAll(() => running?.stop());

const verified = async () => {
  const { database, ports } = running.product;
  return (await verifyPool(database, city.pool.poolId, ports.now()))?.differences;
};

const HEADINGS = [
  '统一社会信用代码',
  '企业名称',
  '区划代码',
  '行业代码',
  '从业人员',
  '营业收入',
  '资产总额',
  '数据年度',
  '银行',
  '担保机构',
  '借款合同号',
  '保证合同号',
  '用途',
  '贷款金额',
  '贷款余额',
  '期限（月）',
  '加点（基点）',
  '签订日期',
  '放款日期',
  '到期日期',
  '剩余还款计划',
];
const loanRow = (at: number, changes: Record<string, string> = {}) => {
  const row: Record<string, string> = {
    统一社会信用代码: makeCreditCode('150203', `MA0P${String(at).padStart(4, '0')}`),
    企业名称: `期初企业${at}`,
    区划代码: '150203',
    行业代码: 'C33',
    从业人员: '60',
    营业收入: '30,000,000.00',
    资产总额: '20,000,000.00',
    数据年度: '2024',
    银行: '甲银行',
    担保机构: '乙担保',
    借款合同号: `JK-${at}`,
    保证合同号: `BZ-${at}`,
    用途: '采购原材料',
    贷款金额: '4,000,000.00',
    贷款余额: '4,000,000.00',
    '期限（月）': '12',
    '加点（基点）': '50',
    签订日期: '2024-10-08',
    放款日期: '2024-10-10',
    到期日期: '2025-10-10',
    剩余还款计划: '',
    ...changes,
  };
  return HEADINGS.map((heading) => row[heading] ?? '');
};
const bringIn = (rows: string[][]) =>
  imported(running, city.office, 'opening-loans', csv([HEADINGS, ...rows]));
const balance = (given: object) =>
  running.act(
    city.office,
    'recordOpeningBalance',
    { source: null, regionId: null, bankId: null, document: '期初-1', ...given },
    'entry { id kind valueDate }',
  );
const confirm = (user: City['office'], approve = true) =>
  running.act(user, 'confirmTakeOver', { takeOverId, approve }, 'takeOver { state closedOn }');

it('nothing of before comes in without a take-over, and one takes two people to open', async () => {
  await expect(balance({ balance: 'INTEREST', amount: '1.00' })).rejects.toThrow('No take-over is open');
  const refused = await bringIn([loanRow(0)]);
  expect(refused.rows.nodes[0].errors[0].message.zh).toContain('期初接管未开启');
  const asked = await running.act(
    city.office,
    'openTakeOver',
    { takenOverOn: AS_OF, document: '接管-1' },
    'takeOver { id state }',
  );
  expect(asked.takeOver.state).toBe('OPENING');
  takeOverId = asked.takeOver.id;
  await expect(confirm(city.office)).rejects.toThrow('SECOND_PERSON');
  await expect(balance({ balance: 'INTEREST', amount: '1.00' })).rejects.toThrow('No take-over is open');
  expect((await confirm(city.office2)).takeOver.state).toBe('OPEN');
});

it('balances come in as entries of their own kind, and the pool’s figures follow', async () => {
  const region = { source: 'REGION', regionId: city.region.id };
  await balance({ balance: 'CONTRIBUTION', source: 'CITY', amount: '3000000.00' });
  await balance({ balance: 'CONTRIBUTION', ...region, amount: '4000000.00' });
  await balance({ balance: 'INTEREST', amount: '100000.00' });
  await expect(balance({ balance: 'DEPOSIT', bankId: city.bank.id, amount: '7100000.01' })).rejects.toThrow(
    'amount',
  );
  const placed = await balance({ balance: 'DEPOSIT', bankId: city.bank.id, amount: '1000000.00' });
  expect(placed.entry).toMatchObject({ kind: 'OPENING', valueDate: AS_OF });
  await balance({ balance: 'COMPENSATION', source: 'CITY', amount: '30000.00' });
  await balance({ balance: 'COMPENSATION', ...region, amount: '40000.00' });
  const { data } = await running.ask(
    city.office,
    `{ pool { funds { total available custody deposits interest } } regions { nodes { standing { paidIn } } }
      obligations(filter: { kinds: [FIRST_DEPOSIT] }) { nodes { metOn } } }`,
  );
  expect(data.pool.funds).toEqual({
    total: '7100000.00',
    available: '7030000.00',
    custody: '6030000.00',
    deposits: '1000000.00',
    interest: '100000.00',
  });
  expect(data.regions.nodes[0].standing.paidIn).toBe('4000000.00');
  expect(data.obligations.nodes).toEqual([{ metOn: AS_OF }]);
  // The first deposit stands already.
  await expect(joinBank(running, city, city.bank, TODAY)).rejects.toThrow();
  expect(await verified()).toEqual([]);
});

it('a balance that was wrong is reversed by two people, and leaves nothing behind', async () => {
  const region = { source: 'REGION', regionId: city.region.id };
  const figures = async () =>
    (
      await running.ask(
        city.office,
        `{ pool { funds { total available custody deposits interest } breaker { amounts { netCompensation } } } regions { nodes { standing { pledged paidIn fundBalance } } }
          obligations(filter: { kinds: [FIRST_DEPOSIT, CONTRIBUTION] }) { nodes { kind metOn } } }`,
      )
    ).data;
  const before = await figures();
  expect(before.regions.nodes[0].standing).toMatchObject({ pledged: '4000000.00', paidIn: '4000000.00' });
  for (const given of [
    { balance: 'CONTRIBUTION', ...region, amount: '700000.00' },
    { balance: 'INTEREST', amount: '0.01' },
    { balance: 'COMPENSATION', ...region, amount: '5000.00' },
  ]) {
    const { entry } = await balance(given);
    expect(await figures()).not.toEqual(before);
    const asked = await running.act(
      city.office,
      'askReversal',
      { entryId: entry.id, reason: '期初数有误' },
      'reversal { id }',
    );
    const decision = { reversalId: asked.reversal.id, approve: true, valueDate: AS_OF, document: '冲销-1' };
    await expect(running.act(city.office, 'decideReversal', decision, 'reversal { state }')).rejects.toThrow(
      'SECOND_PERSON',
    );
    const decided = await running.act(city.office2, 'decideReversal', decision, 'reversal { state }');
    expect([given.balance, decided.reversal.state]).toEqual([given.balance, 'POSTED']);
    expect(await figures()).toEqual(before);
  }
  expect(await verified()).toEqual([]);
});

it('a first deposit that was reversed is owed again, until it is recorded anew', async () => {
  const deposits = async () =>
    (
      await running.ask(
        city.office,
        '{ pool { funds { deposits } } obligations(filter: { kinds: [FIRST_DEPOSIT] }) { nodes { metOn } } }',
      )
    ).data;
  const before = await deposits();
  const [found] = await running.owner(
    `select e.id from entry e join line t on t.entry_id = e.id where t.code like 'deposit:%' and e.kind = 'OPENING'`,
  );
  const { reversal } = await running.act(
    city.office,
    'askReversal',
    { entryId: writeId('entry', found?.id as Id<'entry'>), reason: '期初数有误' },
    'reversal { id }',
  );
  const decision = { reversalId: reversal.id, approve: true, valueDate: AS_OF, document: '冲销-2' };
  await running.act(city.office2, 'decideReversal', decision, 'reversal { state }');
  expect(await deposits()).toEqual({
    pool: { funds: { deposits: '0.00' } },
    obligations: { nodes: [{ metOn: null }] },
  });
  expect(await verified()).toEqual([]);
  await balance({ balance: 'DEPOSIT', bankId: city.bank.id, amount: '1000000.00' });
  expect(await deposits()).toEqual(before);
  expect(await verified()).toEqual([]);
});

it('loans come in as they stood: they count in exposure, have their plan and their duties, and a cap refuses none', async () => {
  const done = await bringIn([
    loanRow(1),
    loanRow(2, { 贷款余额: '1,500,000.00', 剩余还款计划: '2025-08-31:500000；2025-10-10：1000000.00' }),
    loanRow(3, { 到期日期: '2025-06-20', 贷款金额: '20,000,000.00', 贷款余额: '20,000,000.00' }),
    loanRow(4, { 剩余还款计划: '2025-08-31:1' }),
    loanRow(5, { 银行: '没有的银行' }),
    loanRow(1, { 统一社会信用代码: makeCreditCode('150203', 'MA0P0009'), 企业名称: '别的企业' }),
    loanRow(6, { 放款日期: TODAY, 签订日期: TODAY, 到期日期: '2026-07-01' }),
  ]);
  expect(done.progress).toMatchObject({ done: 3, refused: 0, invalid: 4 });
  const [, , big, plan, bank, twice, late] = done.rows.nodes;
  expect(
    big.verdicts.map(({ article, outcome }: { article: number; outcome: string }) => [article, outcome]),
  ).toEqual(expect.arrayContaining([[22, 'TRIGGERS']]));
  expect([plan, bank, late].map((row) => row.errors[0].field)).toEqual([
    'remaining',
    'bankName',
    'disbursedOn',
  ]);
  expect(twice.errors[0].message.zh).toBe('该银行的此合同号已登记。');
  const { data } = await running.ask(
    city.bank.user,
    `{ loans(orderBy: OUTSTANDING_DESC) { nodes { state amount outstanding enterprise { name } instalments { dueOn principal unpaid }
      obligations { kind dueOn debtor { nameZh } } } } bank(id: "${city.bank.id}") { exposure { outstanding overdue { principal } } } }`,
  );
  expect(
    data.loans.nodes.map(({ state, outstanding }: Record<string, string>) => [state, outstanding]),
  ).toEqual([
    ['OVERDUE', '20000000.00'],
    ['ACTIVE', '4000000.00'],
    ['ACTIVE', '1500000.00'],
  ]);
  expect(data.loans.nodes[2].instalments).toEqual([
    { dueOn: AS_OF, principal: '2500000.00', unpaid: '0.00' },
    { dueOn: '2025-08-31', principal: '500000.00', unpaid: '500000.00' },
    { dueOn: '2025-10-10', principal: '1000000.00', unpaid: '1000000.00' },
  ]);
  expect(data.bank.exposure).toEqual({ outstanding: '25500000.00', overdue: { principal: '20000000.00' } });
  const dutiesOf = (at: number) =>
    data.loans.nodes[at].obligations
      .map(({ kind, dueOn }: Record<string, string>) => `${kind} ${dueOn}`)
      .filter((duty: string) => !duty.startsWith('OVERDUE_MEASURES'))
      .sort();
  // Visits are asked from the take-over on, reminders where they are still to come, and notices of before not at all.
  expect(dutiesOf(1)).toEqual(['MATURITY_REMINDER 2025-08-11', 'VISIT 2025-09-28']);
  expect(dutiesOf(0)).toEqual(['VISIT 2025-09-28']);
  expect(await verified()).toEqual([]);
});

it('a contract comes in once, also where the rows that name it are judged at the same moment', async () => {
  const small = { 贷款金额: '1,000.00', 贷款余额: '1,000.00', 借款合同号: 'JK-same' };
  const done = await bringIn(
    Array.from({ length: 12 }, (_, at) => loanRow(20 + at, { ...small, 企业名称: `同号企业${at}` })),
  );
  expect(done.progress).toMatchObject({ done: 1, invalid: 11 });
  expect(await verified()).toEqual([]);
});

it('a loan that was taken over is repaid like any other, and closing the take-over ends the bringing in', async () => {
  const { data } = await running.ask(city.bank.user, '{ loans(orderBy: OUTSTANDING_DESC) { nodes { id } } }');
  const paid = await running.act(
    city.bank.user,
    'recordRepayment',
    {
      loanId: data.loans.nodes[2].id,
      paidOn: TODAY,
      principal: '1500000.00',
      interest: '0.00',
      document: '还-1',
    },
    'loan { state }',
  );
  expect(paid.loan.state).toBe('REPAID');
  await running.act(city.office2, 'closeTakeOver', { takeOverId, document: '接管-2' }, 'takeOver { state }');
  await expect(balance({ balance: 'INTEREST', amount: '1.00' })).rejects.toThrow('No take-over is open');
  expect((await confirm(city.office)).takeOver).toEqual({ state: 'CLOSED', closedOn: TODAY });
  expect((await bringIn([loanRow(7)])).progress.invalid).toBe(1);
  // New business goes on on top of what was taken over.
  const other = await addBank(running, city.pool, '丙银行');
  await joinBank(running, city, other, TODAY);
  await running.act(city.office, 'advanceClock', { days: 120 }, 'pool { businessDate }');
  expect(await verified()).toEqual([]);
});
