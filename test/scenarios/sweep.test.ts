import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweeperOf, sweepThrough } from '../../src/acts/daily-sweep.ts';
import { parseDate } from '../../src/domain/dates.ts';
import { addFirm, approvedLoan, type City } from '../support/city.ts';
import { advance, disburse, errorOf, fundedCity, repay, sign } from '../support/edges.ts';
import { type Running, startProduct, type User } from '../support/product.ts';

// What the date alone brings about, as the clients of a sandbox see it (sections 4 and 9).

let running: Running;
beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

async function lent(city: City, today: string, termMonths = 12): Promise<string> {
  const firm = await addFirm(running, city.region, '150203', { figuresYear: 2022 });
  const loanId = await approvedLoan(running, city, firm.id, { amount: '1000000.00', termMonths }, today);
  await sign(running, city.bank, loanId);
  await disburse(running, city.bank, loanId, today);
  return loanId;
}

interface Duty {
  readonly kind: string;
  readonly state: string;
  readonly period: string;
  readonly aroseOn: string;
  readonly dueOn: string;
  readonly dueConfirmed: boolean;
  readonly lateSince: string | null;
  readonly metOn: string | null;
  readonly metBy: string | null;
}

async function duties(user: User, kind: string): Promise<Duty[]> {
  const answer = await running.ask(
    user,
    `{ obligations(first: 50, filter: { kinds: [${kind}] }) { nodes {
      kind state period aroseOn dueOn dueConfirmed lateSince metOn metBy } } }`,
  );
  expect(answer.errors).toBeUndefined();
  return answer.data.obligations.nodes;
}

async function events(city: City, kind: string): Promise<{ day: string; data: Record<string, unknown> }[]> {
  const rows = await running.owner(
    'select occurred_on::text as day, data, bank_id, region_id, guarantor_id, to_all from event where pool_id = $1 and kind = $2 order by sequence',
    [city.pool.poolId, kind],
  );
  return rows as never;
}

const act = (user: User, name: string, input: object, select = 'done') =>
  running.act(user, name, input, select);

describe('a payment is missed', () => {
  test('the loan is overdue on the day after, and a plan is owed; once for each stretch', async () => {
    const city = await fundedCity(running, '2025-03-10');
    const loanId = await lent(city, '2025-03-10', 3);
    const bank = city.bank.user;
    await advance(running, city, '2025-06-10');
    expect(await duties(bank, 'OVERDUE_MEASURES')).toEqual([]);
    await advance(running, city, '2025-06-11');
    // Ten days from the 11th end on a Saturday; the day moves on to the Monday.
    const owed = { state: 'OPEN', period: '2025-06-10', aroseOn: '2025-06-11', dueOn: '2025-06-23' };
    expect(await duties(bank, 'OVERDUE_MEASURES')).toMatchObject([owed]);
    expect(await duties(city.guarantor.user, 'OVERDUE_MEASURES')).toMatchObject([owed]);
    await advance(running, city, '2025-06-20');
    expect(await events(city, 'loan.overdue')).toMatchObject([
      { day: '2025-06-11', data: { since: '2025-06-11', principal: '1000000.00' } },
    ]);
    const plan = {
      loanId,
      plannedOn: '2025-06-20',
      findings: '资金紧张',
      measures: '展期协商',
      document: '方案',
    };
    await act(bank, 'planOverdueMeasures', plan);
    expect(await duties(bank, 'OVERDUE_MEASURES')).toMatchObject([{ state: 'MET', metOn: '2025-06-20' }]);
    await advance(running, city, '2025-06-23');
    expect(await duties(city.guarantor.user, 'OVERDUE_MEASURES')).toMatchObject([{ lateSince: null }]);
    await advance(running, city, '2025-06-24');
    expect(await duties(city.guarantor.user, 'OVERDUE_MEASURES')).toMatchObject([
      { state: 'OVERDUE', lateSince: '2025-06-24' },
    ]);
    await repay(running, city.bank, loanId, '1000000.00', '2025-06-24');
    expect(await duties(city.guarantor.user, 'OVERDUE_MEASURES')).toMatchObject([
      { state: 'MET_LATE', metOn: '2025-06-24', metBy: '贷款已结清' },
    ]);
  });

  test('a payment on the due date, told on that day, leaves no trace; told on the day after, it came too late', async () => {
    const city = await fundedCity(running, '2025-03-10');
    const [inTime, late] = [await lent(city, '2025-03-10', 3), await lent(city, '2025-03-10', 3)];
    await advance(running, city, '2025-06-10');
    await repay(running, city.bank, inTime, '1000000.00', '2025-06-10');
    await advance(running, city, '2025-06-11');
    await repay(running, city.bank, late, '1000000.00', '2025-06-10');
    expect(await events(city, 'loan.overdue')).toHaveLength(1);
    expect(await duties(city.bank.user, 'OVERDUE_MEASURES')).toMatchObject([{ metBy: '贷款已结清' }]);
  });
});

describe('visits', () => {
  test('are owed for every ninety days by bank and guarantor, and each meets the oldest that is open', async () => {
    const city = await fundedCity(running, '2025-03-10');
    const loanId = await lent(city, '2025-03-10', 12);
    const bank = city.bank.user;
    const visit = (user: User, visitedOn: string) =>
      act(user, 'recordVisit', {
        loanId,
        visitedOn,
        findings: '正常',
        measures: null,
        document: `走访 ${visitedOn}`,
      });
    const first = { period: '2025-03-10', aroseOn: '2025-03-10', dueOn: '2025-06-09' };
    expect(await duties(bank, 'VISIT')).toMatchObject([first]);
    await advance(running, city, '2025-06-07');
    expect(await duties(bank, 'VISIT')).toHaveLength(1);
    await advance(running, city, '2025-06-08');
    const second = { period: '2025-06-08', aroseOn: '2025-06-08', dueOn: '2025-09-08' };
    expect(await duties(bank, 'VISIT')).toMatchObject([first, second]);
    await advance(running, city, '2025-06-10');
    await visit(bank, '2025-06-10');
    await visit(city.region.user, '2025-06-10');
    expect(await duties(bank, 'VISIT')).toMatchObject([
      { ...first, state: 'MET_LATE', lateSince: '2025-06-10', metBy: '走访 2025-06-10' },
      { ...second, state: 'OPEN' },
    ]);
    expect(await duties(city.guarantor.user, 'VISIT')).toMatchObject([
      { ...first, state: 'OVERDUE' },
      { ...second, state: 'OPEN' },
    ]);
  });
});

describe('a duty that is late', () => {
  test('is told once, to its debtor, whatever happens to it afterwards', async () => {
    const city = await fundedCity(running, '2025-03-10');
    await lent(city, '2025-03-10');
    await advance(running, city, '2025-03-13');
    expect(await events(city, 'obligation.late')).toEqual([]);
    await advance(running, city, '2025-03-14');
    const told = await events(city, 'obligation.late');
    expect(told).toMatchObject([
      {
        day: '2025-03-14',
        data: { kind: 'DISBURSEMENT_NOTICE', dueOn: '2025-03-13' },
        guarantor_id: null,
        to_all: false,
      },
    ]);
    await advance(running, city, '2025-03-20');
    const office = sweeperOf({ poolId: city.pool.poolId, officeId: city.pool.officeId });
    await sweepThrough(running.product.ports, office, parseDate('2025-03-20'));
    expect(await events(city, 'obligation.late')).toEqual(told);
    const [duty] = await duties(city.bank.user, 'DISBURSEMENT_NOTICE');
    expect(duty).toMatchObject({ state: 'OVERDUE', lateSince: '2025-03-14' });
  });
});

describe('the clock of a sandbox', () => {
  test('takes a date or days, exactly one of the two, and only forward', async () => {
    const city = await fundedCity(running, '2025-03-10');
    const wrong = (input: object) => errorOf(running, city.office, 'advanceClock', input);
    expect(await wrong({})).toEqual({ code: 'BAD_USER_INPUT', field: 'to' });
    expect(await wrong({ to: '2025-03-11', days: 1 })).toEqual({ code: 'BAD_USER_INPUT', field: 'days' });
    expect(await wrong({ days: 0 })).toEqual({ code: 'BAD_USER_INPUT', field: 'days' });
    expect(await wrong({ days: 100_000 })).toEqual({ code: 'BAD_USER_INPUT', field: 'days' });
    expect(await wrong({ to: '2025-03-10' })).toEqual({ code: 'BAD_USER_INPUT', field: 'to' });
    const pool = 'pool { businessDate sweptThrough }';
    const moved = await running.act(city.office, 'advanceClock', { days: 1 }, pool, 'clock-key-1');
    expect(moved.pool).toEqual({ businessDate: '2025-03-11', sweptThrough: '2025-03-11' });
    const by = await running.owner(
      `select distinct act, user_id from audit where pool_id = $1 and act in ('sweep', 'advanceClock') order by 1`,
      [city.pool.poolId],
    );
    expect(by).toEqual([{ act: 'advanceClock', user_id: city.office.userId }]);
    const again = await running.act(city.office, 'advanceClock', { days: 1 }, pool, 'clock-key-1');
    expect(again).toMatchObject({ replayed: true, pool: { businessDate: '2025-03-11' } });
  });

  test('asked again with the same key, it sweeps what was left', async () => {
    const city = await fundedCity(running, '2025-03-10');
    await running.act(city.office, 'advanceClock', { days: 40 }, 'done', 'clock-key-2');
    // As if the process had died between the two.
    await running.owner(`update sweep set swept_through = '2025-03-11' where pool_id = $1`, [
      city.pool.poolId,
    ]);
    const again = await running.act(
      city.office,
      'advanceClock',
      { days: 40 },
      'pool { sweptThrough }',
      'clock-key-2',
    );
    expect(again).toMatchObject({ replayed: true, pool: { sweptThrough: '2025-04-19' } });
  });

  test('tells how far it was swept to the office and to nobody else', async () => {
    const city = await fundedCity(running, '2025-03-10');
    for (const { user } of [city.region, city.bank, city.guarantor]) {
      const answer = await running.ask(user, '{ pool { sweptThrough holidayNotices { year } } }');
      expect(answer.errors).toBeUndefined();
      expect(answer.data.pool.sweptThrough).toBeNull();
      expect(answer.data.pool.holidayNotices.length).toBeGreaterThan(5);
    }
  });
});

describe('a year without a holiday notice', () => {
  const notice = (changes: object = {}) => ({
    year: 2027,
    notice: '国办发明电〔2026〕9号',
    daysOff: [{ from: '2027-01-01', to: '2027-01-05' }],
    workingWeekends: ['2027-01-09'],
    ...changes,
  });

  test('gives due dates that are not confirmed; the notice moves them, and lateness with them', async () => {
    const city = await fundedCity(running, '2025-03-10');
    const successor = await running.ask(city.office, '{ editions { nodes { parametersJson } } }');
    const drafted = await running.act(
      city.office,
      'draftEdition',
      {
        number: '2026',
        titleZh: '新办法',
        titleEn: 'Successor',
        document: '新办法',
        validFrom: '2026-05-01',
        validTo: '2031-04-30',
        parameters: successor.data.editions.nodes[0].parametersJson,
      },
      'edition { id version }',
    );
    await running.act(
      city.office2,
      'enactEdition',
      { editionId: drafted.edition.id, version: drafted.edition.version },
      'done',
    );
    await advance(running, city, '2026-12-30');
    const other = await lent(city, '2026-12-30');
    const loanId = await lent(city, '2026-12-30');
    const bank = city.bank.user;
    // The 31st, then the 4th and 5th of January: by weekends alone, the 1st is a working day.
    const notices = () => duties(bank, 'DISBURSEMENT_NOTICE');
    expect(await notices()).toMatchObject([
      { dueOn: '2027-01-04', dueConfirmed: false },
      { dueOn: '2027-01-04', dueConfirmed: false },
    ]);
    await act(bank, 'giveDisbursementNotice', { loanId: other, document: '函' });
    await advance(running, city, '2027-01-05');
    expect((await notices()).filter(({ state }) => state === 'OVERDUE')).toMatchObject([
      { lateSince: '2027-01-05' },
    ]);
    await act(city.office, 'loadHolidayNotice', notice());
    // Off until the 5th: the 6th and 7th follow the 31st.
    expect(await notices()).toMatchObject([
      { dueOn: '2027-01-07', dueConfirmed: true, lateSince: null, state: 'MET' },
      { dueOn: '2027-01-07', dueConfirmed: true, lateSince: null, state: 'OPEN' },
    ]);
    expect(
      (await events(city, 'obligation.rescheduled')).filter(
        ({ data }) => data.kind === 'DISBURSEMENT_NOTICE',
      ),
    ).toHaveLength(2);
    await act(bank, 'giveDisbursementNotice', { loanId, document: '函' });
    expect((await notices()).map(({ state }) => state)).toEqual(['MET', 'MET']);
    const known = await running.ask(bank, '{ pool { holidayNotices { year confirmed loadedOn } } }');
    expect(known.data.pool.holidayNotices.slice(-2)).toEqual([
      { year: 2027, confirmed: true, loadedOn: '2027-01-05' },
      { year: 2028, confirmed: false, loadedOn: null },
    ]);
    // A later notice of the same year takes the place of the first.
    await act(city.office, 'loadHolidayNotice', notice({ notice: '更正', workingWeekends: [] }));
    const [row] = await running.owner('select notice from holiday_notice where pool_id = $1', [
      city.pool.poolId,
    ]);
    expect(row?.notice).toBe('更正');
  });

  test.each([
    ['a day outside the year', { daysOff: [{ from: '2027-01-01', to: '2028-01-01' }] }, 'daysOff.0.to'],
    ['a day of November before', { daysOff: [{ from: '2026-11-30', to: '2027-01-01' }] }, 'daysOff.0.from'],
    ['a notice without a holiday', { daysOff: [] }, 'daysOff'],
    ['a holiday reversed', { daysOff: [{ from: '2027-01-05', to: '2027-01-04' }] }, 'daysOff.0.to'],
    ['a working day that is no weekend', { workingWeekends: ['2027-01-08'] }, 'workingWeekends.0'],
    ['a day both off and worked', { workingWeekends: ['2027-01-09', '2027-01-02'] }, 'workingWeekends.1'],
  ])('%s is refused, and the field named', async (_, changes, field) => {
    const city = await fundedCity(running, '2026-03-10');
    expect(await errorOf(running, city.office, 'loadHolidayNotice', notice(changes))).toEqual({
      code: 'BAD_USER_INPUT',
      field,
    });
  });

  test('a holiday may begin in the December before', async () => {
    const city = await fundedCity(running, '2026-03-10');
    const input = notice({ daysOff: [{ from: '2026-12-31', to: '2027-01-03' }] });
    expect((await act(city.office, 'loadHolidayNotice', input)).done).toBe(true);
  });
});

describe('the year turns', () => {
  test('and its evaluation is owed, for every year since the pool has had an edition', async () => {
    const city = await fundedCity(running, '2023-03-10');
    await advance(running, city, '2023-12-31');
    expect(await duties(city.office, 'EVALUATION')).toEqual([]);
    await advance(running, city, '2025-04-02');
    const swept = await running.owner(
      `select user_id, business_date::text as day, tenant_id from audit where pool_id = $1 and act = 'sweep' order by sequence limit 1`,
      [city.pool.poolId],
    );
    expect(swept).toEqual([{ user_id: 'sweep', day: '2024-01-01', tenant_id: city.pool.officeId }]);
    expect(await duties(city.office, 'EVALUATION')).toMatchObject([
      { period: '2023', aroseOn: '2024-01-01', dueOn: '2024-04-01', lateSince: '2024-04-02' },
      { period: '2024', aroseOn: '2025-01-01', dueOn: '2025-03-31', lateSince: '2025-04-01' },
    ]);
  });
});

describe('an agreement runs out', () => {
  test('the day after, the bank is leaving', async () => {
    const city = await fundedCity(running, '2025-03-10');
    await running.owner(`update agreement set ends_on = '2025-05-31' where pool_id = $1`, [city.pool.poolId]);
    await lent(city, '2025-03-10');
    const state = async () =>
      (await running.ask(city.office, '{ banks { nodes { standing { state } } } }')).data.banks.nodes[0]
        .standing.state;
    await advance(running, city, '2025-05-31');
    expect(await state()).toBe('COOPERATING');
    await advance(running, city, '2025-06-01');
    expect(await state()).toBe('LEAVING');
    expect(await events(city, 'bank.leaving')).toMatchObject([
      { day: '2025-06-01', data: { leavingOn: '2025-06-01' } },
    ]);
  });
});

test('a sandbox walks from disbursement to closure', { timeout: 120_000 }, async () => {
  const city = await fundedCity(running, '2024-03-11');
  const loanId = await lent(city, '2024-03-11', 3);
  const bank = city.bank.user;
  const today = async () => (await running.ask(bank, '{ pool { businessDate } }')).data.pool.businessDate;
  const on = async () => ({ loanId, document: '凭证', findings: '无力偿还', day: await today() });
  // Due on 11 June; 26 days later the bank may deduct.
  await advance(running, city, '2024-06-12');
  const { findings, document } = await on();
  for (const channel of ['TELEPHONE', 'ON_SITE'])
    await act(bank, 'recordCollectionAttempt', {
      loanId,
      attemptedOn: '2024-06-12',
      channel,
      findings,
      document,
    });
  await advance(running, city, '2024-07-06');
  const early = await act(bank, 'deduct', { loanId, deductedOn: '2024-07-06', document });
  expect(early.done).toBe(false);
  await advance(running, city, '2024-07-07');
  expect((await act(bank, 'deduct', { loanId, deductedOn: '2024-07-07', document })).done).toBe(true);
  expect(await duties(bank, 'PURSUIT')).toMatchObject([{ aroseOn: '2024-07-07', state: 'OPEN' }]);
  expect(await duties(bank, 'RECOVERY_REPORT')).toMatchObject([
    { period: '2024-07-07', dueOn: '2024-10-08', state: 'OPEN' },
  ]);
  expect((await duties(bank, 'VISIT')).at(-1)).toMatchObject({ metBy: '贷款已代偿' });
  await act(bank, 'openLegalAction', {
    loanId,
    court: '法院',
    caseNumber: null,
    filedOn: '2024-07-07',
    note: '起诉',
    document,
  });
  expect(await duties(city.guarantor.user, 'PURSUIT')).toMatchObject([{ state: 'MET' }]);
  await advance(running, city, '2024-10-10');
  expect(await duties(bank, 'RECOVERY_REPORT')).toMatchObject([
    { state: 'OVERDUE', lateSince: '2024-10-09' },
    { period: '2024-10-07', dueOn: '2025-01-07', state: 'OPEN' },
  ]);
  await act(bank, 'reportRecovery', { loanId, reportedOn: '2024-10-10', summary: '执行中', document });
  expect((await duties(bank, 'RECOVERY_REPORT')).map(({ state }) => state)).toEqual(['MET_LATE', 'OPEN']);
  await act(bank, 'recordRecovery', {
    loanId,
    receivedOn: '2024-10-10',
    gross: '500000.00',
    costs: [],
    destination: 'DEPOSIT',
    document,
  });
  expect(
    (await act(city.office, 'concludeRecovery', { loanId, reason: '无可执行财产', document })).done,
  ).toBe(true);
  for (const { user } of [city.bank, city.guarantor])
    for (const kind of ['VISIT', 'OVERDUE_MEASURES', 'PURSUIT', 'RECOVERY_REPORT'])
      for (const duty of await duties(user, kind)) expect([kind, duty.metOn]).not.toEqual([kind, null]);
  await advance(running, city, '2025-12-31');
  expect(await duties(bank, 'RECOVERY_REPORT')).toHaveLength(2);
});
