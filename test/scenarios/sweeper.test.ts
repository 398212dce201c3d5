import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { businessDateOf, type Instant, parseDate, plusDays } from '../../src/domain/dates.ts';
import { createSweeper, untilMidnight } from '../../src/sweeper.ts';
import { newPool, type Running, startProduct } from '../support/product.ts';
import { quiet } from '../support/quiet.ts';

// The product sweeps its pools itself: at the start, and soon after each midnight in Asia/Shanghai.

let running: Running;
beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

const sweptThrough = async (poolId: string) =>
  (await running.owner('select swept_through::text as day from sweep where pool_id = $1', [poolId]))[0]?.day;

/** Waits until a pool is swept through a day. */
const sweptUntil = (poolId: string, day: string) =>
  vi.waitFor(async () => expect(await sweptThrough(poolId)).toBe(day), { timeout: 20_000 });

test.each([
  ['2025-06-10T15:59:59.000Z', 1_000],
  ['2025-06-10T16:00:00.000Z', 86_400_000],
  ['2025-06-10T16:00:01.000Z', 86_399_000],
])('from %s it is %i ms to midnight', (now, expected) => {
  expect(untilMidnight(now as Instant)).toBe(expected);
});

test('every pool is swept at the start, a sandbox up to its own date; a second process does no harm', async () => {
  const { ports } = running.product;
  const [production, sandbox] = [await newPool(running, '2025-03-10'), await newPool(running, '2025-03-10')];
  await running.owner('update pool set sandbox_date = null where pool_id = $1', [production.poolId]);
  await running.owner(`update pool set sandbox_date = '2025-04-10' where pool_id = $1`, [sandbox.poolId]);
  const sweepers = [createSweeper(ports, quiet), createSweeper(ports, quiet)];
  for (const sweeper of sweepers) sweeper.start();
  await sweptUntil(sandbox.poolId, '2025-04-10');
  await sweptUntil(production.poolId, businessDateOf(ports.now()));
  // Stopping does not wait for midnight.
  await Promise.all(sweepers.map((sweeper) => sweeper.stop()));
});

test('a pool whose sweep fails does not hold up the others, and the failure is logged', async () => {
  const { ports } = running.product;
  const [first, second] = [await newPool(running, '2025-03-10'), await newPool(running, '2025-03-10')];
  const to = plusDays(parseDate('2025-03-10'), 3);
  await running.owner('update pool set sandbox_date = $1', [to]);
  const failing = [first.poolId, second.poolId].sort()[0];
  const other = failing === first.poolId ? second.poolId : first.poolId;
  const logged: unknown[] = [];
  const log = { error: (told: object) => logged.push(told) };
  const broken: typeof ports = {
    ...ports,
    transaction: (actor, work) =>
      actor.poolId === failing ? Promise.reject(new Error('planted')) : ports.transaction(actor, work),
  };
  const sweeper = createSweeper(broken, log);
  sweeper.start();
  await sweptUntil(other, to);
  await sweeper.stop();
  expect(await sweptThrough(failing ?? '')).toBe('2025-03-10');
  expect(logged).toEqual([expect.objectContaining({ pool: failing })]);
});
