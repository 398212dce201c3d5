// STUB by the lead, to be overwritten.
import { execFileSync } from 'node:child_process';
import postgres from 'postgres';
import { connect } from '../../src/database/connection.ts';
export async function freshDatabase() {
  const name = `t${process.pid}_${process.hrtime.bigint()}`;
  execFileSync('node', ['/tmp/pgdev/migrate.mjs', name]);
  const ownerUrl = `postgres://postgres@127.0.0.1:54999/${name}`;
  const appUrl = `postgres://zhubao_app@127.0.0.1:54999/${name}`;
  const sql = postgres(ownerUrl, { max: 2, onnotice() {} });
  return {
    ownerUrl,
    appUrl,
    database: connect(appUrl, { log: console as never }),
    owner: async (text: string, params: readonly unknown[] = []) =>
      (await sql.unsafe(text, params as never)) as unknown as Record<string, unknown>[],
    drop: async () => {
      await sql.end();
    },
  };
}
