import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EmbeddedBusy, startEmbedded } from '../../src/database/embedded.ts';
import { quiet } from '../support/quiet.ts';

let folder: string;
const start = () => startEmbedded({ dataFolder: folder, log: quiet });
const postmaster = async () =>
  Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

async function ask(url: string, text: string): Promise<unknown> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const [row] = await sql.unsafe(text).values();
    return row?.[0];
  } finally {
    await sql.end();
  }
}

/** Starts the database in a process of its own, which is then killed without a warning. */
async function startAndDie(): Promise<void> {
  const child = fork(join(import.meta.dirname, '../support/start-embedded.ts'), [folder], {
    execArgv: ['--import', 'tsx'],
  });
  await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhubao-embedded-'));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('keeps its data and its address from one start to the next, behind a password, checked by sums', async () => {
  const first = await start();
  await ask(first.url, 'create table kept as select 7 as n');
  expect(await ask(first.url, 'show data_checksums')).toBe('on');
  expect(await ask(first.url, 'show listen_addresses')).toBe('127.0.0.1');
  expect(await ask(first.url, 'show server_encoding')).toBe('UTF8');
  const wrong = new URL(first.url);
  wrong.password = 'wrong';
  await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  expect((await stat(join(folder, 'postgres.json'))).mode & 0o777).toBe(0o600);
  await first.stop();

  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, 'select n from kept')).toBe(7);
  await second.stop();
});

it('is started once: the second is told by whom, in one line', async () => {
  const both = await Promise.allSettled([start(), start()]);
  const [second] = both.flatMap((call) => (call.status === 'rejected' ? [call.reason] : []));
  expect(second).toBeInstanceOf(EmbeddedBusy);
  expect(second.message).toMatch(
    new RegExp(`^The database in ${folder} is in use by process ${process.pid}; .*$`),
  );
  for (const call of both) if (call.status === 'fulfilled') await call.value.stop();
});

it('is taken over when the process that started it was killed, and its lock with it', async () => {
  await startAndDie();
  const pid = await postmaster();
  const again = await start();
  expect(await postmaster()).toBe(pid);
  expect(await ask(again.url, 'select n from kept')).toBe(7);
  await again.stop();
});

it('is started anew when the server was killed too', async () => {
  await startAndDie();
  const pid = await postmaster();
  process.kill(pid, 'SIGKILL');
  const again = await start();
  expect(await postmaster()).not.toBe(pid);
  expect(await ask(again.url, 'select n from kept')).toBe(7);
  await again.stop();
});
