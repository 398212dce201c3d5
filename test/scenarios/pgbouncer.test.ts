import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { connect } from '../../src/database/connection.ts';
import { appUrlOf, assertAppRole, lastAppliedBy, migrate } from '../../src/database/migrate.ts';
import { writeId } from '../../src/domain/ids.ts';
import { migrationsFolder } from '../../src/opening.ts';
import { type City, pay } from '../support/city.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { disburse, fundedCity, lend, repay } from '../support/edges.ts';
import { type Bouncer, startBouncer } from '../support/pgbouncer.ts';
import { type Running, startProduct } from '../support/product.ts';
import { quiet } from '../support/quiet.ts';

// Debian's PgBouncer between product and server, with a connection a transaction: fewer connections than the product opens,
// so that every transaction of one tenant is followed by another's on the same one.

const TODAY = '2025-03-10';
const ROUNDS = 6;

let fresh: FreshDatabase;
let bouncer: Bouncer;
let running: Running;
let cities: City[];

beforeAll(async () => {
  fresh = await freshDatabase();
  bouncer = await startBouncer(fresh.ownerUrl, [fresh.appUrl, fresh.ownerUrl]);
  running = await startProduct(
    { DATABASE_APP_URL: bouncer.through(fresh.appUrl), DATABASE_POOLER: 'transaction', POOL_SIZE: '10' },
    undefined,
    fresh,
  );
  cities = await Promise.all([fundedCity(running, TODAY), fundedCity(running, TODAY)]);
});
afterAll(async () => {
  await running?.stop();
  await bouncer?.stop();
});

const SEEN = '{ viewer { kind } pool { id } loans(first: 50) { nodes { id } totalCount } }';

test('acts and reads of two pools and all their tenants at once: each sees its own and nothing else', async () => {
  const loans = await Promise.all(
    cities.map(async (city) => {
      await lend(running, city, '1000000.00', TODAY);
      const seen = await running.ask(city.bank.user, SEEN);
      const [{ id }] = seen.data.loans.nodes;
      await disburse(running, city.bank, id, TODAY);
      return String(id);
    }),
  );
  const readers = cities.flatMap((city, at) =>
    (
      [
        [city.office, 'OFFICE'],
        [city.bank.user, 'BANK'],
        [city.guarantor.user, 'GUARANTOR'],
        [city.region.user, 'DISTRICT'],
      ] as const
    ).map(([user, kind]) => ({ user, kind, at })),
  );
  const act = async (city: City, loanId: string) => {
    for (let round = 0; round < ROUNDS; round++) {
      await repay(running, city.bank, loanId, '1000.00', TODAY);
      await pay(running, city, 'CITY', '10000.00', TODAY);
    }
  };
  const read = async ({ user, kind, at }: (typeof readers)[number]) => {
    for (let round = 0; round < ROUNDS; round++) {
      const { data, errors } = await running.ask(user, SEEN);
      expect(errors).toBeUndefined();
      expect(data.viewer.kind).toBe(kind);
      expect(data.pool.id).toBe(writeId('pool', user.poolId));
      expect(data.loans.nodes).toEqual([{ id: loans[at] }]);
    }
  };
  await Promise.all([...cities.map((city, at) => act(city, loans[at] ?? '')), ...readers.map(read)]);

  const unpaid = await running.owner('select outstanding::text from loan order by 1');
  // Whole fen: a million yuan less the repayments.
  const expected = String(100_000_000 - ROUNDS * 100_000);
  expect(unpaid.map(({ outstanding }) => outstanding)).toEqual([expected, expected]);
});

test('what a transaction sets ends with it, on whichever connection the next one comes', async () => {
  const database = connect(bouncer.through(fresh.appUrl), {
    log: quiet,
    pooler: 'transaction',
    statementTimeoutMs: 150,
  });
  const [city] = cities;
  const context = { persona: 'zhubao_bank', poolId: String(city?.pool.poolId), tenantId: '', userId: 'u' };
  const settings = `select current_user, coalesce(current_setting('app.pool', true), ''), current_setting('statement_timeout')`;
  await database.read(context, async (tx) => {
    expect(await tx.query(settings, [])).toEqual([['zhubao_bank', context.poolId, '150ms']]);
  });
  await expect(database.read(context, (tx) => tx.query('select pg_sleep(2)', []))).rejects.toThrow(
    'busy (statement)',
  );
  await database.close();
  // Whoever comes by itself, after all of that, finds nobody's name and nobody's limits.
  const others = connect(bouncer.through(fresh.appUrl), { log: quiet, pooler: 'transaction' });
  for (let n = 0; n < 6; n++) {
    const found = await others.outside(settings);
    expect(found).toEqual([['zhubao_app', '', '0']]);
  }
  await others.close();
});

test('a migration through the pooler is refused in words, and so is an application that was not told of it', async () => {
  const owner = bouncer.through(fresh.ownerUrl);
  const why = /DATABASE_URL leads through a connection pooler/;
  await expect(migrate(owner, { migrationsFolder, appPassword: null, log: quiet })).rejects.toThrow(why);
  await expect(lastAppliedBy(owner)).rejects.toThrow(why);
  const app = bouncer.through(appUrlOf(fresh.ownerUrl).url);
  await expect(assertAppRole(app)).rejects.toThrow(/DATABASE_POOLER=transaction/);
  await assertAppRole(app, 'transaction');

  // A pooler that was told to swallow what it does not know is found out all the same.
  const silent = await startBouncer(fresh.ownerUrl, [fresh.appUrl, fresh.ownerUrl], {
    ignore_startup_parameters: 'zhubao.direct, statement_timeout, lock_timeout, plan_cache_mode',
  });
  await expect(lastAppliedBy(silent.through(fresh.ownerUrl))).rejects.toThrow(why);
  await expect(assertAppRole(silent.through(fresh.appUrl))).rejects.toThrow(/DATABASE_POOLER=transaction/);
  await silent.stop();
});

test('the configuration wants to know where the pooler is', () => {
  const url = 'postgres://owner:x@db/zhubao';
  const read = (more: Readonly<Record<string, string>>) => () => readConfig({ DATABASE_URL: url, ...more });
  expect(read({ DATABASE_POOLER: 'transaction' })).toThrow(/DATABASE_APP_URL is missing/);
  expect(read({ DATABASE_POOLER: 'session', DATABASE_APP_URL: url })).toThrow(
    /DATABASE_POOLER is "session"; right would be: one of none, transaction, prepared/,
  );
  expect(read({ DATABASE_POOLER: 'prepared', DATABASE_APP_URL: url })().databasePooler).toBe('prepared');
});
