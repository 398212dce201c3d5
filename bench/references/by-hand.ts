import postgres from 'postgres';
import { QUESTIONS } from './by-hand-questions.ts';
import type { Asked } from './by-hand-shapes.ts';
import { serveJson } from './serve-json.ts';

// The ceiling: one handler, written by hand for the questions of the bench, on the same tables under the same row
// security. It signs nobody in and checks nothing; pool, tenant and role come in headers.

const [url = '', port = '0'] = process.argv.slice(2);
const sql = postgres(url, { max: 10, prepare: true, onnotice: () => undefined });

async function answer(pool: string, tenant: string, role: string, asked: Asked): Promise<unknown> {
  const question = QUESTIONS[asked.wanted];
  if (!question) throw new Error(`nobody wrote an answer to ${asked.wanted}`);
  const known = { pool, tenant, after: asked.after };
  // All statements are sent at once; none waits for the answer of the one before.
  const [, ...rows] = await sql.begin('isolation level repeatable read read only', (tx) => [
    tx`select set_config('role', ${role}, true), set_config('app.pool', ${pool}, true), set_config('app.tenant', ${tenant}, true)`,
    ...question
      .statements(known)
      .map(({ text, values }) => tx.unsafe(text, [...values], { prepare: true }).values()),
  ]);
  return { data: question.shape(known, ...(rows as unknown as (string | null)[][][])) };
}

serveJson(Number(port), (asked, headers) =>
  answer(String(headers['x-pool']), String(headers['x-tenant']), String(headers['x-role']), asked as Asked),
);
process.once('SIGTERM', () => process.exit());
