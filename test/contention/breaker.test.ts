import { afterAll, beforeAll, expect, test } from 'vitest';
import { addFirm, approvedLoan } from '../support/city.ts';
import { failed, sign } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';
import {
  collectBy,
  DAY_25,
  DAY_26,
  deduct,
  done,
  LENT,
  type Troubled,
  troubledCity,
} from '../support/recovery.ts';

// 第三十七条 Two compensations of four million, at the same moment, are together twenty percent of forty million; contracts
// are being signed while they come in.

let running: Running;
let city: Troubled;
let others: string[];
const waiting: string[] = [];

beforeAll(async () => {
  running = await startProduct();
  city = await troubledCity(running, '7000000.00');
  for (const _ of [1, 2, 3, 4, 5, 6, 7]) {
    const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
    waiting.push(await approvedLoan(running, city, firm.id, { amount: '1000.00' }, LENT));
  }
  const lent = await running.owner(
    `select id from loan where pool_id = $1 and state = 'ACTIVE' order by id`,
    [city.pool.poolId],
  );
  others = lent.map(({ id }) => `ln_${String(id).replaceAll('-', '')}`);
  for (const [at, loanId] of others.entries())
    await collectBy(running, { ...city, loanId }, [DAY_25, DAY_26][at] ?? DAY_26);
}, 120_000);
afterAll(() => running?.stop());

test('trips once, with the second of them; whatever was signed was signed before it', async () => {
  expect(others).toHaveLength(2);
  const signing = waiting.slice(0, 3).map((loanId) => sign(running, city.bank, loanId));
  const deducting = others.map((loanId) => done(deduct(running, city, DAY_26, loanId)));
  const late = waiting.slice(3, 6).map((loanId) => sign(running, city.bank, loanId));
  const answers = await Promise.all([...signing, ...late]);
  await Promise.all(deducting);

  const turns = await running.owner(
    'select kind, warning_percent, ratio_percent, entry_id from breaker_turn where pool_id = $1 order by id',
    [city.pool.poolId],
  );
  expect(turns.map(({ kind, warning_percent: percent }) => [kind, percent])).toEqual([
    ['WARNED', 50],
    ['WARNED', 75],
    ['WARNED', 90],
    ['TRIPPED', null],
  ]);
  expect(turns.map(({ ratio_percent: ratio }) => ratio)).toEqual([
    '10.0000',
    '20.0000',
    '20.0000',
    '20.0000',
  ]);

  const [row] = await running.owner(
    `select max(sequence) filter (where act = 'signContracts')::int as signed, max(sequence) filter (where act = 'deduct')::int as tripped,
       count(*) filter (where act = 'signContracts')::int as contracts from audit where pool_id = $1`,
    [city.pool.poolId],
  );
  const { signed, tripped, contracts } = row as { signed: number; tripped: number; contracts: number };
  expect(signed).toBeLessThan(tripped);
  // The two loans of before, and those of the six that came in time.
  expect(contracts).toBe(2 + answers.filter((answer) => answer.done).length);
  expect(failed(await sign(running, city.bank, waiting[6] ?? ''))).toEqual(['ART37_BREAKER']);
});
