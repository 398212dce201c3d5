import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addBank, addFirm, approvedLoan, type Place, signUp } from '../support/city.ts';
import { advance, disburse, errorOf, failed, fundedCity, repay, sign } from '../support/edges.ts';
import { type Running, startProduct, type User } from '../support/product.ts';
import {
  collectBy,
  DAY_26,
  deduct,
  done,
  LENT,
  recover,
  type Troubled,
  troubledCity,
} from '../support/recovery.ts';

// The annual evaluation over HTTP (Art. 19, 38): figures by value date, conclusions on every bank, one a year.

let running: Running;
let city: Troubled;
let second: string;

const FIGURES = `loansDisbursed disbursed firmsSupported repaid outstanding overdue compensations compensatedPrincipal
  deducted recoveries recovered returned guarantorPaid dutiesDue dutiesMetLate dutiesUnmet contributions replenishments
  supplements interest fundsTotal fundsAvailable netCompensation netCompensationPercent fundBalance deposit`;
const PART = `tenant { kind nameZh } conclusion decision figures { ${FIGURES} }`;

type Figures = Readonly<Record<string, string | number | null>>;
interface Part {
  readonly tenant: { readonly kind: string; readonly nameZh: string };
  readonly conclusion: string | null;
  readonly decision: string | null;
  readonly figures: Figures;
}

async function preview(by: User, year: number): Promise<Part[]> {
  const { data, errors } = await running.ask(by, `query ($y: Int!) { yearFigures(year: $y) { ${PART} } }`, {
    y: year,
  });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.yearFigures;
}

const of = (parts: readonly Part[], kind: string): Figures => {
  const found = parts.filter(({ tenant }) => tenant.kind === kind);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} parts of ${kind}`);
  return found[0].figures;
};

const saying = (bank: Place, decision = 'CONTINUE') => ({
  bankId: bank.id,
  conclusion: '业务规范，风险可控',
  decision,
});

const evaluation = (year: number, banks: readonly object[]) => ({
  year,
  conclusion: '总体运行平稳',
  document: '自评-1',
  banks,
});

const evaluate = (year: number, banks: readonly object[], by = city.office) =>
  running.act(by, 'evaluateYear', evaluation(year, banks), `evaluation { id year parts { ${PART} } }`);

async function evaluationDuties() {
  const { data } = await running.ask(
    city.office,
    '{ obligations(first: 50, filter: { kinds: [EVALUATION] }) { nodes { period state dueOn metOn } } }',
  );
  return data.obligations.nodes;
}

/** Two loans of ten million, lent in 2024; one million repaid in it, and one on the second day of the next year. */
beforeAll(async () => {
  running = await startProduct();
  city = await troubledCity(running);
  const { data } = await running.ask(city.office, '{ loans(first: 10) { nodes { id } } }');
  second = data.loans.nodes.map(({ id }: { id: string }) => id).find((id: string) => id !== city.loanId);
  await advance(running, city, '2024-12-31');
  await done(repay(running, city.bank, second, '1000000.00', '2024-12-31'));
  const interest = {
    onDeposit: true,
    bankId: city.bank.id,
    amount: '12.34',
    valueDate: '2024-12-31',
    document: '结息',
  };
  await done(running.act(city.guarantor.user, 'creditInterest', interest, 'entry { id }'));
});
afterAll(() => running?.stop());

const AT_END_OF_2024 = {
  loansDisbursed: 2,
  disbursed: '20000000.00',
  firmsSupported: 2,
  repaid: '1000000.00',
  outstanding: '19000000.00',
  overdue: '0.00',
  compensations: 0,
  compensatedPrincipal: '0.00',
  deducted: '0.00',
  recoveries: 0,
  recovered: '0.00',
  returned: '0.00',
  guarantorPaid: '0.00',
};

const LEDGER_OF_2024 = {
  contributions: '40000000.00',
  replenishments: '0.00',
  supplements: '0.00',
  interest: '12.34',
  fundsTotal: '40000012.34',
  fundsAvailable: '40000012.34',
  netCompensation: '0.00',
  netCompensationPercent: '0.0000',
  fundBalance: null,
  deposit: null,
};

describe('第十九条 Art. 19: when, and of whom', () => {
  test('on the last day of the year it is not over; the figures so far can be seen', async () => {
    expect(failed(await evaluate(2024, [saying(city.bank)]))).toEqual(['ART19_YEAR_ENDED']);
    expect(of(await preview(city.office, 2024), 'OFFICE')).toMatchObject({
      ...AT_END_OF_2024,
      ...LEDGER_OF_2024,
    });
    expect(await evaluationDuties()).toEqual([]);
  });

  test('on the day after, the duty has arisen; a bank that is left out is named', async () => {
    await advance(running, city, '2025-01-01');
    expect(await evaluationDuties()).toEqual([
      { period: '2024', state: 'OPEN', dueOn: '2025-03-31', metOn: null },
    ]);
    const refused = await evaluate(2024, []);
    expect(failed(refused)).toEqual(['ART19_EVERY_BANK']);
    expect(refused.verdicts.at(-1).message.zh).toContain('甲银行');
  });

  test.each([
    [
      'a bank that has not signed',
      async () => [saying(city.bank), saying(await addBank(running, city.pool, '丁银行'))],
      { code: 'BAD_USER_INPUT', field: 'banks.1.bankId' },
    ],
    [
      'a bank twice',
      async () => [saying(city.bank), saying(city.bank)],
      { code: 'BAD_USER_INPUT', field: 'banks' },
    ],
    [
      'no bank at all by that id',
      async () => [{ ...saying(city.bank), bankId: city.region.id }],
      { code: 'NOT_FOUND', field: 'banks.0.bankId' },
    ],
  ])('%s is an error', async (_title, banks, error) => {
    const input = evaluation(2024, await banks());
    expect(await errorOf(running, city.office, 'evaluateYear', input)).toEqual(error);
  });

  test.each([2023, 2026, 1900, 99999])('there is nothing to evaluate in %i', async (year) => {
    const input = evaluation(year, [saying(city.bank)]);
    expect(await errorOf(running, city.office, 'evaluateYear', input)).toEqual({
      code: 'BAD_USER_INPUT',
      field: 'year',
    });
  });

  test('a future year has no figures', async () => {
    const { errors } = await running.ask(city.office, '{ yearFigures(year: 2026) { conclusion } }');
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('only an approver of the office, and a check changes nothing', async () => {
    const input = evaluation(2024, [saying(city.bank)]);
    const operator = city.pool.person(city.pool.officeId, 'office-c', 'OPERATOR');
    for (const user of [operator, city.bank.user, city.region.user, city.guarantor.user])
      expect(await errorOf(running, user, 'evaluateYear', input)).toEqual({ code: 'FORBIDDEN' });
    const { data } = await running.ask(
      city.office,
      'query ($i: EvaluateYearInput!) { check { evaluateYear(input: $i) { allowed verdicts { code } } } evaluations { totalCount } }',
      { i: input },
    );
    expect(data.check.evaluateYear.allowed).toBe(true);
    expect(data.evaluations.totalCount).toBe(0);
  });
});

describe('第十九条 Art. 19: the figures are those of the year, whenever it is evaluated', () => {
  /** All that happens in 2025 and in the first weeks of 2026, before either year is evaluated. */
  beforeAll(async () => {
    await advance(running, city, '2025-01-02');
    await done(repay(running, city.bank, second, '1000000.00', '2025-01-02'));
    await collectBy(running, city, DAY_26);
    await done(deduct(running, city, DAY_26));
    await done(repay(running, city.bank, second, '7500000.00', DAY_26));
    await done(
      recover(
        running,
        city,
        { gross: '1000.00', costs: [{ kind: 'LITIGATION', amount: '100.00', note: '诉讼费' }] },
        DAY_26,
      ),
    );
    const paid = { loanId: city.loanId, paidOn: DAY_26, amount: '1000000.00', document: '代偿款' };
    await done(running.act(city.guarantor.user, 'payGuarantorShare', paid, 'guarantorPayment { id }'));
    const replenished = {
      regionId: city.region.id,
      amount: '100000.00',
      valueDate: DAY_26,
      document: '补充',
    };
    await done(running.act(city.guarantor.user, 'recordReplenishment', replenished, 'entry { id }'));
    await advance(running, city, '2026-01-05');
    await done(repay(running, city.bank, second, '500000.00', '2026-01-05'));
    const more = {
      loanId: city.loanId,
      receivedOn: '2026-01-05',
      gross: '10.00',
      costs: [],
      destination: 'CUSTODY',
    };
    const recorded = { ...more, document: '回款-2' };
    await done(running.act(city.guarantor.user, 'recordRecovery', recorded, 'recovery { id }'));
    const firm = await addFirm(running, city.region);
    const loanId = await approvedLoan(running, city, firm.id, { amount: '3000000.00' }, '2026-01-05');
    await done(sign(running, city.bank, loanId));
    await done(disburse(running, city.bank, loanId, '2026-01-05'));
  });

  test('2024 is as it was, though its loans have gone bad since', async () => {
    const parts = await preview(city.office, 2024);
    expect(of(parts, 'OFFICE')).toMatchObject({ ...AT_END_OF_2024, ...LEDGER_OF_2024 });
    expect(of(parts, 'GUARANTOR')).toMatchObject(AT_END_OF_2024);
    expect(of(parts, 'DISTRICT')).toMatchObject({
      ...AT_END_OF_2024,
      contributions: '16000000.00',
      fundBalance: '16000000.00',
      fundsTotal: null,
    });
    const ofBanks = parts.filter(({ tenant }) => tenant.nameZh === '甲银行');
    expect(ofBanks[0]?.figures).toMatchObject({
      ...AT_END_OF_2024,
      deposit: '5000012.34',
      contributions: null,
    });
  });

  const IN_2025 = {
    loansDisbursed: 0,
    disbursed: '0.00',
    firmsSupported: 0,
    repaid: '8500000.00',
    outstanding: '500000.00',
    overdue: '500000.00',
    compensations: 1,
    compensatedPrincipal: '10000000.00',
    deducted: '4000000.00',
    recoveries: 1,
    recovered: '900.00',
    returned: '360.00',
    guarantorPaid: '1000000.00',
  };

  test('2025 ends with half a million past due, which was repaid in January', async () => {
    const parts = await preview(city.office, 2025);
    expect(of(parts, 'OFFICE')).toMatchObject({
      ...IN_2025,
      contributions: '0.00',
      replenishments: '100000.00',
      interest: '0.00',
      fundsTotal: '40100012.34',
      fundsAvailable: '36100372.34',
      netCompensation: '3999640.00',
      netCompensationPercent: '9.9741',
    });
    expect(of(parts, 'DISTRICT')).toMatchObject({
      ...IN_2025,
      replenishments: '100000.00',
      fundBalance: '14500144.00',
    });
    const bank = parts.find(({ tenant }) => tenant.nameZh === '甲银行');
    expect(bank?.figures).toMatchObject({ ...IN_2025, deposit: '1000372.34' });
  });

  test('the ledger says the same on the last day of each year', async () => {
    for (const year of [2024, 2025, 2026]) {
      const { data } = await running.ask(
        city.office,
        `query ($on: Date!, $region: ID!, $bank: ID!) {
          balances(asOf: $on) { kind balance }
          region(id: $region) { standing { fundBalance(asOf: $on) } } bank(id: $bank) { standing { deposit(asOf: $on) } } }`,
        { on: `${year}-12-31`, region: city.region.id, bank: city.bank.id },
      );
      const parts = await preview(city.office, year);
      const pool = of(parts, 'OFFICE');
      const fen = (...kinds: string[]) =>
        data.balances
          .filter(({ kind }: { kind: string }) => kinds.includes(kind))
          .reduce(
            (sum: bigint, { balance }: { balance: string }) => sum + BigInt(balance.replace('.', '')),
            0n,
          );
      const inFen = (figure: unknown) => BigInt(String(figure).replace('.', ''));
      expect(inFen(pool.fundsTotal)).toBe(-fen('FUND', 'INTEREST'));
      expect(inFen(pool.fundsAvailable)).toBe(fen('CUSTODY', 'DEPOSIT'));
      expect(inFen(pool.netCompensation)).toBe(fen('COMPENSATION'));
      expect(of(parts, 'DISTRICT').fundBalance).toBe(data.region.standing.fundBalance);
      const bank = parts.find(({ tenant }) => tenant.nameZh === '甲银行');
      expect(bank?.figures.deposit).toBe(data.bank.standing.deposit);
    }
  });

  test('the duties of a year are those of the records, by debtor and in all', async () => {
    const rows = await running.owner(
      `select coalesce(t.kind, 'OFFICE') as kind, coalesce(t.name_zh, '') as name, count(*)::int as due,
          (count(*) filter (where met_on > due_on and met_on <= '2025-12-31' and not lapsed))::int as late,
          (count(*) filter (where met_on is null or met_on > '2025-12-31' or (met_on > due_on and lapsed)))::int as unmet
        from (select *, met_by in ('贷款已结清', '贷款已代偿', '已进入代偿程序', '欠款已还清', '追偿已终结') as lapsed from obligation) o
        left join tenant t on t.pool_id = o.pool_id and t.id = o.debtor_id and t.kind <> 'OFFICE'
        where o.pool_id = $1 and due_on between '2025-01-01' and '2025-12-31'
        group by rollup ((t.kind, t.name_zh)) order by due desc`,
      [city.pool.poolId],
    );
    const parts = await preview(city.office, 2025);
    const [all] = rows;
    expect(Number(all?.due)).toBeGreaterThan(3);
    const counted = (figures: Figures) => [figures.dutiesDue, figures.dutiesMetLate, figures.dutiesUnmet];
    expect(counted(of(parts, 'OFFICE'))).toEqual([all?.due, all?.late, all?.unmet]);
    for (const { tenant, figures } of parts.filter(({ tenant: { kind } }) => kind !== 'OFFICE')) {
      const row = rows.find(({ name }) => name === tenant.nameZh);
      expect([tenant.nameZh, ...counted(figures)]).toEqual([
        tenant.nameZh,
        row?.due ?? 0,
        row?.late ?? 0,
        row?.unmet ?? 0,
      ]);
    }
  });

  test('the parts of all regions, of all banks, and of all guarantors each sum up to the pool’s', async () => {
    const sums = [
      'disbursed',
      'repaid',
      'outstanding',
      'overdue',
      'compensatedPrincipal',
      'deducted',
      'recovered',
      'returned',
      'guarantorPaid',
    ];
    const fen = (figure: unknown) => BigInt(String(figure).replace('.', ''));
    for (const year of [2024, 2025, 2026]) {
      const parts = await preview(city.office, year);
      for (const kind of ['DISTRICT', 'BANK', 'GUARANTOR'])
        for (const name of sums) {
          const own = parts
            .filter(({ tenant }) => tenant.kind === kind)
            .map(({ figures }) => fen(figures[name]));
          const total = own.reduce((sum, one) => sum + one, 0n);
          expect([year, kind, name, total]).toEqual([year, kind, name, fen(of(parts, 'OFFICE')[name])]);
        }
    }
  });

  test('others see their own figures, and no others', async () => {
    const all = await preview(city.office, 2025);
    const cases = [
      [city.bank.user, '甲银行'],
      [city.region.user, '地区150203'],
      [city.guarantor.user, '乙担保'],
    ] as const;
    for (const [user, name] of cases)
      expect(await preview(user, 2025)).toEqual(all.filter(({ tenant }) => tenant.nameZh === name));
  });

  test('what is evaluated late is met late; the figures are kept, and each reads its own part', async () => {
    const made = await evaluate(2024, [saying(city.bank, 'CONTINUE_WITH_CONDITIONS')]);
    expect(failed(made)).toEqual([]);
    const pool = made.evaluation.parts.find(({ tenant }: Part) => tenant.kind === 'OFFICE');
    expect(pool).toMatchObject({ conclusion: '总体运行平稳', decision: null });
    expect(pool.figures).toMatchObject({ ...AT_END_OF_2024, ...LEDGER_OF_2024 });
    expect(await evaluationDuties()).toEqual([
      { period: '2024', state: 'MET_LATE', dueOn: '2025-03-31', metOn: '2026-01-05' },
      { period: '2025', state: 'OPEN', dueOn: '2026-03-31', metOn: null },
    ]);
    expect(failed(await evaluate(2025, [saying(city.bank, 'END')]))).toEqual([]);
    const asked = `{ evaluations { nodes { year evaluatedOn person parts { ${PART} } } } }`;
    const { data } = await running.ask(city.bank.user, asked);
    expect(data.evaluations.nodes.map(({ year }: { year: number }) => year)).toEqual([2025, 2024]);
    const [latest] = data.evaluations.nodes;
    expect(latest.person).toBeNull();
    expect(latest.parts).toHaveLength(1);
    expect(latest.parts[0]).toMatchObject({
      tenant: { kind: 'BANK', nameZh: '甲银行' },
      decision: 'END',
      figures: { ...IN_2025, deposit: '1000372.34' },
    });
    for (const { user } of [city.region, city.guarantor]) {
      const { data: own } = await running.ask(user, asked);
      expect(own.evaluations.nodes[0].parts).toMatchObject([{ conclusion: null, decision: null }]);
    }
  });

  test('a recovery that is reversed in January was one of the year before all the same', async () => {
    const { data } = await running.ask(
      city.office,
      '{ ledgerEntries(first: 50, filter: { kinds: [RECOVERY] }) { nodes { id valueDate } } }',
    );
    const before = of(await preview(city.office, 2025), 'OFFICE');
    // A duty that a recovery had met is open again: as is known now, it was not met in its year.
    const { dutiesMetLate, dutiesUnmet, ...kept } = before;
    for (const { id } of data.ledgerEntries.nodes.sort(
      (a: { valueDate: string }, b: { valueDate: string }) => (a.valueDate < b.valueDate ? 1 : -1),
    )) {
      const { reversal } = await done(
        running.act(city.office, 'askReversal', { entryId: id, reason: '误记' }, 'reversal { id }'),
      );
      const decided = { reversalId: reversal.id, approve: true, valueDate: '2026-01-05', document: '红字' };
      await done(running.act(city.office2, 'decideReversal', decided, 'reversal { id }'));
    }
    const after = of(await preview(city.office, 2025), 'OFFICE');
    expect(after).toMatchObject(kept);
    expect(Number(after.dutiesUnmet)).toBeGreaterThanOrEqual(Number(dutiesUnmet));
    expect(Number(after.dutiesMetLate)).toBeLessThanOrEqual(Number(dutiesMetLate));
    expect(of(await preview(city.office, 2026), 'OFFICE')).toMatchObject({
      recoveries: 0,
      recovered: '-900.00',
      returned: '-360.00',
      netCompensation: '4000000.00',
    });
  });

  test('once a year; and the end of a cooperation is still to be carried out', async () => {
    const input = evaluation(2025, [saying(city.bank)]);
    expect(await errorOf(running, city.office2, 'evaluateYear', input)).toEqual({
      code: 'CONFLICT',
      reason: 'DUPLICATE',
    });
    const { data } = await running.ask(
      city.office,
      'query ($id: ID!) { bank(id: $id) { standing { state } } }',
      {
        id: city.bank.id,
      },
    );
    expect(data.bank.standing.state).toBe('COOPERATING');
  });
});

test('a bank that had left before the year began is not evaluated any more; one that left in it is', async () => {
  const other = await fundedCity(running, LENT);
  const bank = await addBank(running, other.pool, '丙银行');
  await signUp(running, other, bank, LENT);
  await advance(running, other, '2025-02-03');
  const leaving = { bankId: bank.id, leavingOn: '2025-02-03', reason: '不再合作', document: '退出' };
  await done(running.act(other.office, 'leaveBank', leaving, 'bank { id }'));
  await advance(running, other, '2027-01-04');
  const by = (year: number, ...banks: Place[]) =>
    running.act(
      other.office,
      'evaluateYear',
      evaluation(
        year,
        banks.map((one) => saying(one)),
      ),
      'evaluation { id }',
    );
  expect(failed(await by(2025, other.bank))).toEqual(['ART19_EVERY_BANK']);
  expect(failed(await by(2025, other.bank, bank))).toEqual([]);
  expect(failed(await by(2026, other.bank))).toEqual([]);
});
