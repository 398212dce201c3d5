import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failed } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';
import {
  balancesOf,
  collectBy,
  DAY_25,
  DAY_26,
  deduct,
  done,
  recover,
  type Troubled,
  troubledCity,
} from '../support/recovery.ts';
import { mustBeWhole } from '../support/whole.ts';

// Deductions against one short deposit, recoveries against one remainder, the sweep against both: what fits stands, the
// rest is refused, and no deadlock comes to be.

let running: Running;
let city: Troubled;
let loans: string[];

beforeAll(async () => {
  running = await startProduct();
  // Five million on deposit; two loans of ten million, of which the pool bears four each.
  city = await troubledCity(running);
  const lent = await running.owner('select id from loan where pool_id = $1 order by id', [city.pool.poolId]);
  loans = lent.map(({ id }) => `ln_${String(id).replaceAll('-', '')}`);
  for (const [at, loanId] of loans.entries())
    await collectBy(running, { ...city, loanId }, [DAY_25, DAY_26][at] ?? DAY_26);
}, 120_000);
afterAll(() => running?.stop());

const AT_ONCE = 6;
const times = (count: number) => Array.from({ length: count }, (_, at) => at);

test('the deposit is taken to the fen and no further, every loan’s principal once', async () => {
  const asked = times(AT_ONCE).flatMap(() => loans.map((loanId) => deduct(running, city, DAY_26, loanId)));
  const answers = await Promise.all(asked);
  const made = answers.filter((answer) => answer.done).map(({ compensation }) => compensation);
  expect(made.map(({ deducted }) => deducted).sort()).toEqual(['1000000.00', '4000000.00']);
  expect(made.map(({ principal }) => principal)).toEqual(['10000000.00', '10000000.00']);
  // Whatever came too late met an empty deposit, or a loan of which nothing is left to claim.
  const codes = answers.filter((answer) => !answer.done).flatMap(failed);
  expect([...new Set(codes)].sort()).toEqual(['ART32_DEPOSIT', 'ART32_ONCE', 'ART32_PAST_GRACE']);
  expect(await balancesOf(running, city)).toMatchObject({
    DEPOSIT: '0.00',
    'COMPENSATION:REGION': '2000000.00',
  });
  await mustBeWhole(running, city, DAY_26);
});

test('of recoveries against one remainder those stand that fit', async () => {
  const whole = loans[0] ?? '';
  const asked = times(AT_ONCE).map(() =>
    recover(running, { ...city, loanId: whole }, { gross: '3000000.00' }, DAY_26),
  );
  const answers = await Promise.all(asked);
  expect(answers.filter((answer) => answer.done)).toHaveLength(3);
  expect(new Set(answers.filter((answer) => !answer.done).flatMap(failed))).toEqual(
    new Set(['ART34_WITHIN_LOSS']),
  );
  const rest = times(AT_ONCE).map(() =>
    recover(running, { ...city, loanId: whole }, { gross: '1000000.00' }, DAY_26),
  );
  expect((await Promise.all(rest)).filter((answer) => answer.done)).toHaveLength(1);
  await mustBeWhole(running, city, DAY_26);
});

test('one key sent several times at once makes one recovery', async () => {
  const input = {
    loanId: loans[1],
    receivedOn: DAY_26,
    gross: '33.33',
    costs: [],
    destination: 'DEPOSIT',
    document: '回款-2',
  };
  const key = randomUUID();
  const answers = await Promise.all(
    times(AT_ONCE).map(() =>
      running.act(city.bank.user, 'recordRecovery', input, 'recovery { id net }', key),
    ),
  );
  expect(new Set(answers.map(({ recovery }) => recovery.id)).size).toBe(1);
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
});

test('acts of every tenant beside the sweep of forty days, and none of them meets a deadlock', async () => {
  const { bank, guarantor, region, office, office2 } = city;
  const reports = await running.owner(`select id from compensation where pool_id = $1 order by id`, [
    city.pool.poolId,
  ]);
  const [first, second] = reports.map(({ id }) => `cp_${String(id).replaceAll('-', '')}`);
  const dated = { document: '文件-1' };
  const beside = (loanId: string) => [
    recover(running, { ...city, loanId }, { gross: '0.07' }, DAY_26),
    running.act(
      bank.user,
      'reportRecovery',
      { loanId, reportedOn: DAY_26, summary: '进行中', ...dated },
      'done',
    ),
    running.act(
      guarantor.user,
      'reportRecovery',
      { loanId, reportedOn: DAY_26, summary: '进行中', ...dated },
      'done',
    ),
    running.act(
      guarantor.user,
      'payGuarantorShare',
      { loanId, paidOn: DAY_26, amount: '0.01', ...dated },
      'done',
    ),
    running.act(
      region.user,
      'recordVisit',
      { loanId, visitedOn: DAY_26, findings: '停产', measures: null, ...dated },
      'done',
    ),
  ];
  const sweeping = done(running.act(office, 'advanceClock', { days: 40 }, 'pool { id }'));
  const acts = [
    ...beside(loans[1] ?? ''),
    running.act(bank.user, 'giveDeductionNotice', { compensationId: first, ...dated }, 'done'),
    running.act(bank.user, 'giveDeductionNotice', { compensationId: second, ...dated }, 'done'),
    running.act(
      guarantor.user,
      'recordReplenishment',
      { regionId: region.id, amount: '1.00', valueDate: DAY_26, ...dated },
      'done',
    ),
    running.act(
      office2,
      'evaluateYear',
      {
        year: 2024,
        conclusion: '正常',
        banks: [{ bankId: bank.id, conclusion: '正常', decision: 'CONTINUE' }],
        ...dated,
      },
      'done',
    ),
    ...beside(loans[1] ?? ''),
  ];
  const answers = await Promise.all(acts);
  expect(answers.filter((answer) => !answer.done)).toEqual([]);
  await sweeping;
  await mustBeWhole(running, city, '2025-08-08');
});
