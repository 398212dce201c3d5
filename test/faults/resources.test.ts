import { afterAll, beforeAll, expect, test } from 'vitest';
import { DatabaseBusy } from '../../src/database/connection.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

// A server without disk or memory for a statement is busy: nothing was done, and trying again later is right.

const context = {
  persona: 'zhubao_bank',
  poolId: '01970000-0000-7000-8000-000000000001',
  tenantId: '01970000-0000-7000-8000-000000000002',
  userId: 'u',
};

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.owner(`create function fail_with(code text) returns int language plpgsql as
    'begin raise exception ''on purpose'' using errcode = code; end'`);
});
afterAll(() => fresh?.drop());

test.each([
  ['53100', 'disk_full'],
  ['53200', 'out_of_memory'],
  ['53400', 'configuration_limit_exceeded'],
])('%s, %s', async (code) => {
  const failing = fresh.database.act(context, (tx) => tx.query('select fail_with($1)', [code]));
  const error: unknown = await failing.catch((one: unknown) => one);
  expect(error).toBeInstanceOf(DatabaseBusy);
  expect(error).toMatchObject({ reason: 'resources' });
});
