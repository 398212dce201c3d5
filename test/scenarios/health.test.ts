import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { foundPool } from '../../src/acts/governance.ts';
import { watched } from '../../src/acts/watch.ts';
import { connect } from '../../src/database/connection.ts';
import { appUrlOf } from '../../src/database/migrate.ts';
import { standingOf, stepsIn } from '../../src/database/version.ts';
import { type BusinessDate, type Instant, instant, parseDate } from '../../src/domain/dates.ts';
import { BAOTOU } from '../../src/domain/divisions.data.ts';
import { LPR_QUOTES } from '../../src/domain/lpr.data.ts';
import { Yuan } from '../../src/domain/money.ts';
import type { Id } from '../../src/domain/words.ts';
import { portsOn } from '../../src/opening.ts';
import { createWatch, isBehind } from '../../src/watch.ts';
import { type City, newCity } from '../support/city.ts';
import { type Running, startProduct } from '../support/product.ts';
import { startProxy } from '../support/proxy.ts';
import { quiet } from '../support/quiet.ts';

// What an operator's load balancer and alarms read: each check, made true and false on a real database.

let running: Running;
let city: City;
const steps = stepsIn(resolve(import.meta.dirname, '../../drizzle'));
/** The edition of 2021 is in force, and the year's notice is known. */
const IN_FORCE = '2025-03-10T02:00:00.000Z' as Instant;

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, '2025-03-10');
});
afterAll(() => running?.stop());

/** Looks anew, at a moment. */
async function checksAt(now: Instant, database = running.product.database) {
  const watch = createWatch({ database, steps, delivery: null, now: () => now, log: quiet });
  const checks = await watch.checks();
  return Object.fromEntries(
    checks.map(({ name, state, detail }) => [name, detail ? [state, detail] : state]),
  );
}

test('a service that is well says so, check by check, and nothing of any tenant', async () => {
  const response = await fetch(running.url.replace('/graphql', '/health/ready'));
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(JSON.parse(text)).toEqual({
    status: 'ready',
    checks: ['database', 'migrations', 'calendar', 'edition', 'sweep', 'webhooks', 'sign-in'].map((name) => ({
      name,
      state: 'ok',
    })),
  });
  expect(text).not.toContain(city.pool.poolId);
});

describe('a pool that goes by the real date', () => {
  const poolId = randomUUID() as Id<'pool'>;
  beforeAll(async () => {
    const ports = { ...portsOn(running.product.database), now: () => IN_FORCE };
    await foundPool(
      ports,
      {
        poolId,
        tenantId: randomUUID() as Id<'tenant'>,
        kind: 'OFFICE',
        persona: 'OFFICE',
        role: 'APPROVER',
        userId: 'founder',
        userName: null,
      },
      {
        nameZh: '真实资金池',
        nameEn: 'A real pool',
        cityCode: BAOTOU.code,
        cityZh: BAOTOU.zh,
        cityEn: BAOTOU.en,
        officeZh: '办公室',
        officeEn: 'Office',
        sandboxDate: null,
        lprQuotes: LPR_QUOTES,
      },
    );
    // Its edition is the other pool's, copied past the walls: how one is enacted is tested elsewhere.
    await running.owner(
      `insert into edition select '${poolId}', gen_random_uuid(), number, title_zh, title_en, document, valid_from, valid_to,
        parameters, state, drafted_by, enacted_by, enacted_at, version from edition where pool_id = '${city.pool.poolId}'`,
    );
  });

  it('is well on a day in its edition', async () => {
    expect(await checksAt(IN_FORCE)).toMatchObject({ calendar: 'ok', edition: 'ok', sweep: 'ok' });
  });

  it.each([
    ['2026-04-30T15:59:59.999Z', 'ok'],
    ['2026-04-30T16:00:00.000Z', 'degraded'],
  ])('第四十条 at %s its edition is %s', async (now, state) => {
    const { edition } = await checksAt(now as Instant);
    expect(Array.isArray(edition) ? edition[0] : edition).toBe(state);
    if (state === 'degraded')
      expect(edition?.[1]).toBe(
        '1 of 1 pools: the policy edition has lapsed (Art. 40); no new business until another is enacted',
      );
  });

  it('whose sweep stands still is degraded two days later', async () => {
    const { sweep } = await checksAt('2025-03-12T02:00:00.000Z' as Instant);
    expect(sweep?.[0]).toBe('degraded');
  });

  it('in a year without a holiday notice is degraded', async () => {
    const { calendar } = await checksAt('2090-06-01T02:00:00.000Z' as Instant);
    expect(calendar).toEqual([
      'degraded',
      '1 of 1 pools: load the State Council’s holiday notice of the year (loadHolidayNotice)',
    ]);
  });
});

describe('the version of the database', () => {
  const table = 'drizzle.__drizzle_migrations';

  it('newer than the program: degraded, as in the middle of an upgrade', async () => {
    await running.owner(
      `insert into ${table} (hash, created_at) select 'later', max(created_at) + 1 from ${table}`,
    );
    const { migrations } = await checksAt(IN_FORCE);
    await running.owner(`delete from ${table} where hash = 'later'`);
    expect(migrations).toEqual(['degraded', 'the database is newer than the program; finish the upgrade']);
  });

  it('older than the program: failing', async () => {
    const latest = Math.max(...steps.map(({ when }) => when));
    await running.owner(`update ${table} set created_at = created_at - 1 where created_at = ${latest}`);
    const { migrations } = await checksAt(IN_FORCE);
    await running.owner(`update ${table} set created_at = created_at + 1 where created_at = ${latest} - 1`);
    expect(migrations).toEqual(['failing', 'the database is older than the program; run zhubao migrate']);
  });

  it('names what is pending, in order', () => {
    expect(standingOf(steps, null).pending).toEqual(steps.map(({ tag }) => tag));
    expect(standingOf(steps, steps.at(-2)?.when ?? 0)).toEqual({
      standing: 'OLDER',
      pending: [steps.at(-1)?.tag],
    });
  });
});

test('a database that hangs is told of within two seconds', async () => {
  const wire = await startProxy(appUrlOf(running.ownerUrl).url);
  const database = connect(wire.url, { log: quiet });
  await database.ping();
  wire.freeze();
  const begin = performance.now();
  const checks = await checksAt(IN_FORCE, database);
  expect(performance.now() - begin).toBeLessThan(2_000);
  expect(checks).toMatchObject({
    database: ['failing', 'no answer'],
    migrations: ['failing', 'not known: the database did not answer in time'],
    edition: ['degraded', 'not known: the database did not answer in time'],
  });
  wire.mend();
  await Promise.all([database.close(), wire.close()]);
});

test('webhooks that are late degrade it, and a deployment without them has no such check', async () => {
  const at = async (oldestSeconds: number) => {
    const { database } = running.product;
    const delivery = async () => ({ oldestSeconds, byState: {} });
    const watch = createWatch({ database, steps, delivery, now: () => IN_FORCE, log: quiet });
    return (await watch.checks()).find(({ name }) => name === 'webhooks')?.state;
  };
  expect([await at(899), await at(900), await at(901)]).toEqual(['ok', 'ok', 'degraded']);
  expect(await checksAt(IN_FORCE)).not.toHaveProperty('webhooks');
});

// ---- The edges, without a database ----

const date = (text: string) => parseDate(text);
const poolOn = (today: string, noticeYears: number[] = []) =>
  watched(
    {
      pool: { poolId: randomUUID(), sandboxDate: date(today) } as never,
      sweep: null,
      editions: [],
      notices: noticeYears.map((year) => ({ year })) as never,
      accounts: [],
      exposure: null,
      overduePrincipal: Yuan.ZERO,
      lateDuties: 0,
    },
    instant(new Date('2025-01-01T00:00:00Z')),
  );

test.each([
  ['2088-11-30', [2088], []],
  ['2088-12-01', [2088], [2089]],
  ['2088-12-31', [2088, 2089], []],
  ['2089-01-01', [2088], [2089]],
  ['2088-12-01', [], [2088, 2089]],
])('on %s with the notices of %j, the notices of %j are missing', (today, known, missing) => {
  expect(poolOn(today, known).yearsWithoutNotice).toEqual(missing);
});

test.each([
  ['2025-03-09', '2025-03-09T16:15:00.000Z', false],
  ['2025-03-09', '2025-03-09T16:15:00.001Z', true],
  ['2025-03-10', '2025-03-10T15:59:59.999Z', false],
  ['2025-03-08', '2025-03-09T16:00:00.000Z', true],
])('a sweep through %s at %s is behind: %s', (swept, now, behind) => {
  const pool = { ...poolOn('2025-03-10'), sweptThrough: swept as BusinessDate };
  expect(isBehind(pool, now as Instant)).toBe(behind);
});
