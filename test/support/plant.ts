import type { FreshDatabase } from './database.ts';

type Owner = FreshDatabase['owner'];

/** Runs a change as the database's owner with every trigger off: past what PostgreSQL itself holds. */
async function force(owner: Owner, change: string): Promise<void> {
  await owner(`do $plant$
    declare
      guards text[] := array(select format('alter table %s %%s trigger %I', tgrelid::regclass, tgname) from pg_trigger where tgenabled = 'A');
      guard text;
    begin
      set local session_replication_role = replica;
      foreach guard in array guards loop execute format(guard, 'disable'); end loop;
      ${change};
      foreach guard in array guards loop execute format(guard, 'enable always'); end loop;
    end $plant$`);
}

/** Plants a fault in some tables for as long as `look` takes, and puts back what was there. */
export async function planted<T>(
  owner: Owner,
  tables: readonly string[],
  fault: string,
  look: () => Promise<T>,
): Promise<T> {
  for (const table of tables) await owner(`create table kept_${table} as table ${table}`);
  await force(owner, fault);
  try {
    return await look();
  } finally {
    const back = tables.map(
      (table) => `delete from ${table}; insert into ${table} select * from kept_${table}`,
    );
    await force(owner, back.join('; '));
    for (const table of tables) await owner(`drop table kept_${table}`);
  }
}
