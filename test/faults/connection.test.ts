import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Context, type Database, type Param, type Tx, TxClosed } from '../../src/database/connection.ts';
import { Line } from '../../src/database/line.ts';
import { BEGIN_ACT, Transaction } from '../../src/database/transaction.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { quiet } from '../support/quiet.ts';

const bank: Context = {
  persona: 'zhubao_bank',
  poolId: '01970000-0000-7000-8000-00000000000a',
  tenantId: '01970000-0000-7000-8000-00000000000b',
  userId: 'u-bank',
};
const office: Context = { ...bank, persona: 'zhubao_office', tenantId: bank.poolId, userId: 'u-office' };

const busy = (reason: string) => ({ name: 'DatabaseBusy', reason });
const lost = (outcomeUnknown: boolean) => ({ name: 'DatabaseLost', outcomeUnknown });
const refused = (code: string) => ({ name: 'SqlError', code });

let fresh: FreshDatabase;
let database: Database;

/** Each test has settings of its own, on one database. */
async function open(options: Parameters<typeof freshDatabase>[0] = {}): Promise<void> {
  fresh = await freshDatabase(options);
  database = fresh.database;
  await fresh.owner('create table probe (id int primary key, n int not null)');
  await fresh.owner('insert into probe select i, 0 from generate_series(1, 3) i');
  await fresh.owner('grant select, insert, update on probe to zhubao_bank, zhubao_office');
}

afterEach(() => fresh.drop());

const add = (tx: Tx, id: number) => tx.query('update probe set n = n + 1 where id = $1', [String(id)]);
const sum = async () => Number((await fresh.owner('select sum(n) as n from probe'))[0]?.n);

async function isHealthy(calls = 30): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: calls }, (_, i) =>
      database.read(bank, (tx) => tx.query('select $1::int', [String(i)])),
    ),
  );
  expect(answers).toEqual(Array.from({ length: calls }, (_, i) => [[i]]));
}

describe('a transaction', () => {
  beforeEach(() => open({ poolSize: 1 }));

  it('refuses a query after it has ended, which would run in the next tenant’s', async () => {
    let kept: Tx | null = null;
    await database.act(bank, async (tx) => {
      kept = tx;
      await add(tx, 1);
    });
    await database.act(office, async (tx) => {
      await tx.query('select 1', []);
      await expect((kept as unknown as Tx).query('update probe set n = 100', [])).rejects.toThrow(TxClosed);
      await expect((kept as unknown as Tx).become('zhubao_office')).rejects.toThrow(TxClosed);
    });
    expect(await sum()).toBe(1);
  });

  it('refuses what the siblings of a failed query still send', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const work = (tx: Tx) => {
      late = pause(50).then(() => add(tx, 2));
      return Promise.all([tx.query('select 1/0', []), late]);
    };
    await expect(database.act(bank, work)).rejects.toMatchObject(refused('22012'));
    await expect(late).rejects.toThrow(TxClosed);
    expect(await sum()).toBe(0);
  });

  it('waits for a query that its work did not wait for', async () => {
    await database.act(bank, async (tx) => void add(tx, 1));
    expect(await sum()).toBe(1);
  });

  it.each([
    ['was swallowed', (tx: Tx) => tx.query('select 1/0', []).catch(() => undefined)],
    ['was not waited for', async (tx: Tx) => void tx.query('select 1/0', [])],
    ['could not be bound', (tx: Tx) => tx.query('select $1', [7 as unknown as Param]).catch(() => undefined)],
  ])('is rolled back when a failed statement %s', async (_, fail) => {
    const work = async (tx: Tx) => {
      await add(tx, 1);
      await fail(tx);
    };
    await expect(database.act(bank, work)).rejects.toThrow();
    expect(await sum()).toBe(0);
    await isHealthy();
  });

  it('is rolled back when its work rejects, with the work’s own error', async () => {
    const own = new Error('refused by a rule');
    const work = (tx: Tx) => add(tx, 1).then(() => Promise.reject(own));
    await expect(database.act(bank, work)).rejects.toBe(own);
    expect(await sum()).toBe(0);
  });

  it('tells a constraint by its name, and no SQL or value', async () => {
    const error: unknown = await database
      .act(bank, (tx) => tx.query('insert into probe values (1, 4711)', []))
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: '23505', constraint: 'probe_pkey', table: 'probe' });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/insert|4711/);
  });

  it('does not write when it reads', async () => {
    await expect(database.read(bank, (tx) => add(tx, 1))).rejects.toMatchObject(refused('25006'));
  });

  it('leaves neither persona nor tenant to the next one on the connection', async () => {
    const line = await Line.open(fresh.appUrl, {
      openTimeoutMs: 2000,
      queryTimeoutMs: 2000,
      statementTimeoutMs: 2000,
      lockTimeoutMs: 2000,
      idleInTransactionTimeoutMs: 2000,
    });
    const who =
      "select current_user::text, current_setting('app.pool'), current_setting('app.tenant'), current_setting('app.user')";
    for (const ending of ['commit', 'rollback', 'failure'] as const) {
      const tx = new Transaction(line, BEGIN_ACT, bank, quiet);
      const { persona, poolId, tenantId, userId } = bank;
      expect(await tx.query(who, [])).toEqual([[persona, poolId, tenantId, userId]]);
      await tx.become('zhubao_bank_act');
      expect(await tx.query('select current_user::text', [])).toEqual([['zhubao_bank_act']]);
      if (ending === 'failure')
        await expect(tx.query('select 1/0', [])).rejects.toMatchObject(refused('22012'));
      await (ending === 'commit' ? tx.commit() : tx.rollback());
      expect(await line.send(who, []), ending).toEqual([['zhubao_app', '', '', '']]);
    }
    await line.end();
  });

  it('takes on none but a persona', async () => {
    const call = (persona: string) => database.read({ ...bank, persona }, (tx) => tx.query('select 1', []));
    await expect(call('postgres')).rejects.toThrow('not a persona');
    await expect(call('zhubao_ledger')).rejects.toMatchObject(refused('42501'));
    await isHealthy();
  });
});

describe('a snapshot', () => {
  beforeEach(() => open({ poolSize: 1, acquireTimeoutMs: 300 }));

  it('is one view, takes a connection at its first query, and gives it back', async () => {
    const view = database.snapshot(bank);
    await database.act(bank, (tx) => add(tx, 1));
    const seen = () => view.query('select sum(n)::int from probe', []);
    expect(await Promise.all([seen(), seen()])).toEqual([[[1]], [[1]]]);
    await fresh.owner('update probe set n = n + 1');
    expect(await seen()).toEqual([[1]]);
    await expect(database.act(bank, (tx) => add(tx, 1))).rejects.toMatchObject(busy('acquire'));
    await view.close();
    await expect(seen()).rejects.toThrow(TxClosed);
    await database.act(bank, (tx) => add(tx, 1));
  });

  it('that was never asked takes nothing', async () => {
    const view = database.snapshot(bank);
    await view.close();
    await expect(view.query('select 1', [])).rejects.toThrow(TxClosed);
    await isHealthy();
  });
});

describe('the pool', () => {
  it('survives parameters that cannot be bound, and such that PostgreSQL refuses', async () => {
    await open({ poolSize: 3 });
    const unbindable = [
      undefined,
      7,
      {},
      new Date(0),
      [1],
      ['a', null],
      Symbol('s'),
      1n,
    ] as unknown as Param[];
    const failed = await Promise.allSettled([
      ...[...unbindable, ...unbindable, ...unbindable].map((value) =>
        database.read(bank, (tx) => tx.query('select $1::text', [value])),
      ),
      ...['x', '2026-02-30', 'Invalid Date', '\0'].map((value) =>
        database.act(bank, (tx) => tx.query('select $1::timestamptz', [value])),
      ),
      database.act(bank, (tx) => tx.query('select $1, $2', ['too few'])),
      database.act(bank, (tx) => tx.query('select 1', ['too many'])),
    ]);
    // What cannot be bound never reaches the driver, which would wait for ever; the rest PostgreSQL refuses by itself.
    const kinds = failed.map((call) => (call.status === 'rejected' ? call.reason.name : 'served'));
    expect(kinds).toEqual([...Array(24).fill('TypeError'), ...Array(6).fill('SqlError')]);
    await isHealthy();
  });

  it('refuses in time when no connection comes free, and at once when too many wait', async () => {
    await open({ poolSize: 1, acquireTimeoutMs: 200 });
    const long = database.act(bank, (tx) => tx.query('select pg_sleep(0.6)', []));
    await pause(100);
    const began = performance.now();
    const waiting = Array.from({ length: 100 }, () => database.read(bank, (tx) => tx.query('select 1', [])));
    const allRefused = Promise.all(
      waiting.map((call) => expect(call).rejects.toMatchObject(busy('acquire'))),
    ).then(() => performance.now() - began);
    await expect(database.read(bank, (tx) => tx.query('select 1', []))).rejects.toMatchObject(
      busy('acquire'),
    );
    expect(performance.now() - began).toBeLessThan(150);
    const took = await allRefused;
    expect(took).toBeGreaterThan(195);
    expect(took).toBeLessThan(500);
    await database.ping();
    await long;
    await isHealthy();
  });

  it('runs a work again after a deadlock', async () => {
    await open();
    let runs = 0;
    const both = (first: number, second: number) =>
      database.act(bank, async (tx) => {
        runs++;
        await add(tx, first);
        await pause(50);
        await add(tx, second);
      });
    await Promise.all([both(1, 2), both(2, 1)]);
    expect(runs).toBe(3);
    expect(await sum()).toBe(4);
  });

  it.each([
    [3, 'done', 4],
    [4, 'busy', 4],
  ])('after %i serialisation failures in a row the work is %s', async (failures, outcome, tries) => {
    await open();
    let runs = 0;
    const call = database.act(bank, async (tx) => {
      await add(tx, 1);
      if (runs++ < failures)
        await tx.query("do $$ begin raise exception 'again' using errcode = '40001'; end $$", []);
    });
    if (outcome === 'done') await call;
    else await expect(call).rejects.toMatchObject(busy('contention'));
    expect(runs).toBe(tries);
    expect(await sum()).toBe(outcome === 'done' ? 1 : 0);
  });

  it('tells a lock, and a statement, that took too long', async () => {
    await open({ lockTimeoutMs: 150, statementTimeoutMs: 400 });
    await database.act(bank, async (tx) => {
      await add(tx, 1);
      await expect(database.act(bank, (other) => add(other, 1))).rejects.toMatchObject(busy('lock'));
    });
    const began = performance.now();
    const slow = database.read(bank, (tx) => tx.query('select pg_sleep(5)', []));
    await expect(slow).rejects.toMatchObject(busy('statement'));
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await sum()).toBe(1);
    await isHealthy();
  });

  it('is healthy after twenty connections were terminated in the middle of a transaction', async () => {
    await open({ poolSize: 4 });
    const victim = async () => {
      const work = async (tx: Tx) => {
        await add(tx, 1);
        const [row] = await tx.query('select pg_backend_pid()::text', []);
        await fresh.owner('select pg_terminate_backend($1::int)', [String(row?.[0])]);
        await add(tx, 2);
      };
      await expect(database.act(bank, work)).rejects.toMatchObject(lost(false));
    };
    for (let round = 0; round < 5; round++)
      await Promise.all([victim(), isHealthy(5), victim(), isHealthy(5), victim(), victim()]);
    expect(await sum()).toBe(0);
    await isHealthy();
  });

  it('outlives a connection that goes while nobody waits for the change of persona', async () => {
    await open();
    // One rejection that nobody has handled ends the process; the runner of the tests hears of it too.
    const work = async (tx: Tx) => {
      const [row] = await tx.query('select pg_backend_pid()::text', []);
      void tx.query('select pg_sleep(1)', []);
      void tx.become('zhubao_bank_act');
      await fresh.owner('select pg_terminate_backend($1::int)', [String(row?.[0])]);
      await tx.query('select 1', []);
    };
    await expect(database.act(bank, work)).rejects.toMatchObject(lost(false));
    await isHealthy();
  });

  it('gives up a transaction in which nothing happens', async () => {
    await open({ poolSize: 1, idleInTransactionTimeoutMs: 100 });
    const idle = async (tx: Tx) => {
      await add(tx, 1);
      await pause(300);
      await add(tx, 2);
    };
    await expect(database.act(bank, idle)).rejects.toMatchObject(lost(false));
    expect(await sum()).toBe(0);
    await isHealthy();
  });

  it('goes on after the tables were migrated under it', async () => {
    await open({ poolSize: 2 });
    const all = () => database.read(bank, (tx) => tx.query('select * from probe where id = 1', []));
    expect(await Promise.all([all(), all()])).toEqual([[[1, 0]], [[1, 0]]]);
    await fresh.owner("alter table probe add column note text default 'new'");
    expect(await Promise.all([all(), all()])).toEqual([[[1, 0, 'new']], [[1, 0, 'new']]]);
  });

  it('takes a new connection after a thousand different statements, which the server keeps as long as the old one lives', async () => {
    await open({ poolSize: 1 });
    const pid = async () =>
      (await database.read(bank, (tx) => tx.query('select pg_backend_pid()', [])))[0]?.[0];
    const before = await pid();
    const ask = (from: number, count: number) =>
      database.read(bank, (tx) =>
        Promise.all(Array.from({ length: count }, (_, n) => tx.query(`select ${from + n}`, []))),
      );
    await ask(0, 900);
    expect(await pid()).toBe(before);
    await ask(900, 100);
    expect(await pid()).not.toBe(before);
  });

  it('lets what is under way end when it is closed, and takes nothing new', async () => {
    await open();
    const last = database.act(bank, async (tx) => {
      await tx.query('select pg_sleep(0.2)', []);
      await add(tx, 1);
    });
    await pause(50);
    const closed = database.close();
    await expect(database.read(bank, (tx) => tx.query('select 1', []))).rejects.toMatchObject(lost(false));
    await Promise.all([last, closed]);
    expect(await sum()).toBe(1);
  });
});
