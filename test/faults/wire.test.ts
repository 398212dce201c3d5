import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Context, connect, type Database, type Tx } from '../../src/database/connection.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { startProxy, type Wire } from '../support/proxy.ts';
import { quiet } from '../support/quiet.ts';

const bank: Context = {
  persona: 'zhubao_bank',
  poolId: '01970000-0000-7000-8000-00000000000a',
  tenantId: '01970000-0000-7000-8000-00000000000b',
  userId: 'u-bank',
};

let fresh: FreshDatabase;
let proxy: Wire;
let database: Database;

beforeEach(async () => {
  fresh = await freshDatabase();
  proxy = await startProxy(fresh.appUrl);
  database = connect(proxy.url, { log: quiet, poolSize: 3, acquireTimeoutMs: 300, queryTimeoutMs: 400 });
  await fresh.owner('create table probe (id text primary key)');
  await fresh.owner('grant select, insert on probe to zhubao_bank');
});

afterEach(async () => {
  await database.close();
  await proxy.close();
  await fresh.drop();
});

const put = (tx: Tx, id: string) => tx.query('insert into probe values ($1)', [id]);
const ids = async () => (await fresh.owner('select id from probe order by id')).map(({ id }) => id);
const one = () => database.read(bank, (tx) => tx.query('select 1', []));

describe('the wire to the database', () => {
  it('goes dead in a transaction: refused in time, nothing done, served again once it is mended', async () => {
    const work = async (tx: Tx) => {
      await put(tx, 'half');
      proxy.freeze();
      await put(tx, 'other half');
    };
    const began = performance.now();
    await expect(database.act(bank, work)).rejects.toMatchObject({ name: 'DatabaseBusy', reason: 'query' });
    // Nobody gets a new connection either.
    await expect(one()).rejects.toMatchObject({ name: 'DatabaseBusy', reason: 'acquire' });
    await expect(database.ping()).rejects.toMatchObject({ name: 'DatabaseBusy', reason: 'acquire' });
    expect(performance.now() - began).toBeLessThan(1500);
    proxy.mend();
    await pause(350);
    expect(await Promise.all([one(), one(), one(), one()])).toEqual([[[1]], [[1]], [[1]], [[1]]]);
    expect(await ids()).toEqual([]);
  });

  it('loses the answer to COMMIT: the outcome is unknown, and said to be', async () => {
    const work = async (tx: Tx) => {
      await put(tx, 'kept');
      proxy.muteServer();
    };
    const answer = database.act(bank, work);
    await expect(answer).rejects.toMatchObject({ name: 'DatabaseLost', outcomeUnknown: true });
    expect(await ids()).toEqual(['kept']);
    proxy.mend();
    await pause(350);
    expect(await one()).toEqual([[1]]);
  });

  it('is cut again and again under load: every call ends, and afterwards all is well', async () => {
    let running = true;
    const outcomes = new Map<string, number>();
    const count = (name: string) => outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
    const load = Array.from({ length: 12 }, async () => {
      while (running)
        await one().then(
          () => count('served'),
          (error: Error) => {
            count('reason' in error ? `${error.name} ${error.reason}` : error.name);
            return pause(1);
          },
        );
    });
    for (let cut = 0; cut < 20; cut++) {
      await pause(40);
      proxy.mend();
    }
    running = false;
    await Promise.all(load);
    expect(outcomes.get('served')).toBeGreaterThan(0);
    expect(outcomes.get('DatabaseLost')).toBeGreaterThan(0);
    // A call that hung would have run into its time-out.
    expect(outcomes.get('DatabaseBusy query')).toBeUndefined();
    expect(await one()).toEqual([[1]]);
  });
});
