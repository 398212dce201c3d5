// STUB by the lead, to be overwritten by the engineer of the connection layer (exports wanted by main.ts).

import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as run } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
export async function migrate(
  url: string,
  o: { migrationsFolder: string; appPassword: string | null; log: unknown },
): Promise<{ applied: number }> {
  const sql = postgres(url, { max: 1, onnotice() {} });
  await run(drizzle(sql), { migrationsFolder: o.migrationsFolder });
  await sql.end();
  return { applied: 0 };
}
export function appUrlOf(owner: string): { url: string; password: string } {
  return { url: owner.replace('postgres@', 'zhubao_app@'), password: '' };
}
export async function assertAppRole(_: string): Promise<void> {}
export async function poolCount(url: string): Promise<number> {
  const sql = postgres(url, { max: 1 });
  const [row] = await sql`select count(*)::int as n from pool`;
  await sql.end();
  return Number(row?.n);
}
