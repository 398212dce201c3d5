import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

// A reader of the two walls who looks for a hole in what talks to other systems: webhooks, imports, statements. Foreign
// keys look past row security, so a row that only its tenant may see has to be named together with its tenant: else
// another tenant could hang something on it, take a number or a place from it, and learn that it is there.

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh?.drop());

/** Tables whose rows any act reads only for its own tenant. */
const OWN_TABLES = `select tablename as name from pg_policies
  where schemaname = 'public' and policyname = tablename || '_act_reads' and qual like '%tenant_id = %'`;

test('what hangs on a row of a tenant’s own is held to the same tenant by PostgreSQL', async () => {
  const own = await fresh.owner(OWN_TABLES);
  expect(own.length).toBeGreaterThan(1);
  const loose = await fresh.owner(`
    select conrelid::regclass || ' -> ' || confrelid::regclass as key
    from pg_constraint c
    where contype = 'f' and confrelid::regclass::text in (${OWN_TABLES}) and conrelid::regclass::text in (${OWN_TABLES})
      and not exists (select 1 from pg_attribute a where a.attrelid = c.conrelid and a.attname = 'tenant_id' and a.attnum = any(c.conkey))
    order by 1`);
  expect(loose.map(({ key }) => key)).toEqual([]);
});

test('the sweep, which sees all pools at once, reads named columns of a tenant’s own tables and never whole rows', async () => {
  const whole = await fresh.owner(`
    select table_name as name from information_schema.role_table_grants
    where grantee = 'zhubao_sweep' and privilege_type = 'SELECT' and table_schema = 'public' order by 1`);
  expect(whole.map(({ name }) => name)).toEqual([]);
});
