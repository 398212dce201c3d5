import 'reflect-metadata';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { startEmbedded } from '../../src/database/embedded.ts';
import type * as Cities from '../../test/support/city.ts';
import type * as Processes from '../../test/support/process.ts';
import type * as Products from '../../test/support/product.ts';
import { quiet } from '../../test/support/quiet.ts';
import { furnish } from './furnish.ts';
import { differencesIn, feltOf, lostAndDoubled } from './judge.ts';
import { startLoad } from './load.ts';
import { HERE } from './older.ts';

// Two processes of the older code serve clients of all four tenants; this code migrates under them, once killed in the
// middle; then its processes stand beside the old ones, and at last alone. Ends with 1 when an act was lost or done twice,
// `verify` differs, or a client of the new processes alone met an internal error.

const TODAY = '2025-03-10';
const PHASE_MS = 8_000;

const say = (line: string) => process.stdout.write(`${line}\n`);
/** Where the older code is. */
const tree = process.cwd();

function migration(ownerUrl: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', join(HERE, 'src/commands/zhubao.ts'), 'migrate'], {
    cwd: HERE,
    env: { PATH: process.env.PATH, DATABASE_URL: ownerUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Migrates; with `killAfter`, ends it without a warning so long after its first statement. */
async function migrate(running: Products.Running, killAfter: number | null): Promise<number> {
  const child = migration(running.ownerUrl);
  const gone = once(child, 'exit');
  const began = performance.now();
  if (killAfter !== null) {
    const sees = "select 1 from pg_stat_activity where application_name = 'zhubao migrate'";
    while ((await running.owner(sees)).length === 0) await pause(5);
    await pause(killAfter);
    child.kill('SIGKILL');
  }
  const [exit] = await gone;
  const isAsMeant = killAfter === null ? exit === 0 : exit !== 0;
  if (!isAsMeant) throw new Error(`the migration ended with ${exit}`);
  return performance.now() - began;
}

const applied = async (running: Products.Running) => {
  const [row] = await running.owner('select count(*)::int as count from drizzle.__drizzle_migrations');
  return Number(row?.count);
};

const folder = mkdtempSync(join(tmpdir(), 'zhubao-upgrade-'));
chmodSync(folder, 0o755);
const server = await startEmbedded({ dataFolder: folder, log: quiet });
// The processes of the product end by themselves when this one does.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void server.stop().then(() => process.exit(1)));
let running: Products.Running | undefined;
const old: Processes.ProductProcess[] = [];
const young: Processes.ProductProcess[] = [];
try {
  // The older code makes the pool, in the older tables; no other code of the API may be in this process.
  const { startProduct } = (await import(join(tree, 'test/support/product.ts'))) as typeof Products;
  const cities = (await import(join(tree, 'test/support/city.ts'))) as typeof Cities;
  const { startProcess } = (await import(join(tree, 'test/support/process.ts'))) as typeof Processes;
  const newScript = relative(join(tree, 'test/support'), join(HERE, 'test/support/serve-product.ts'));
  const sql = postgres(server.url, { max: 2, onnotice: () => undefined });
  running = await startProduct({ DATA_FOLDER: folder }, undefined, {
    ownerUrl: server.url,
    owner: async (text, params = []) => sql.unsafe(text, params as never[]),
    drop: () => sql.end(),
  });
  const made = await furnish(running, cities, TODAY);
  for (let n = 0; n < 2; n += 1) old.push(await startProcess(running));
  const serving = [...old];
  const load = startLoad(serving, made.city, made.loanId, TODAY);
  const began = performance.now();
  const since = () => performance.now() - began;
  const marks: [string, number][] = [];
  const mark = (name: string) => {
    marks.push([name, since()]);
    say(`${(since() / 1_000).toFixed(1)} s: ${name}`);
  };
  mark('old alone');
  await pause(PHASE_MS);

  const before = await applied(running);
  mark('migration killed');
  await migrate(running, 150);
  say(`killed in the middle: ${(await applied(running)) - before} migrations were made`);
  mark('migration');
  const took = await migrate(running, null);
  say(
    `migrated under load in ${(took / 1_000).toFixed(1)} s: ${(await applied(running)) - before} migrations`,
  );
  mark('old on the new tables');
  await pause(PHASE_MS);

  mark('old beside new');
  for (let n = 0; n < 2; n += 1)
    young.push(await startProcess(running, { TSX_TSCONFIG_PATH: join(HERE, 'tsconfig.json') }, newScript));
  serving.push(...young);
  await pause(PHASE_MS);

  mark('new alone');
  serving.splice(0, serving.length, ...young);
  await Promise.all(old.splice(0).map((one) => one.stop()));
  await pause(PHASE_MS);
  await load.stop();

  const found = await lostAndDoubled(server.url, load.acts);
  let isBad = found.lost.length + found.doubled.length > 0;
  for (const [at, [name, from]] of marks.entries()) {
    const felt = feltOf(name, load, from, found, marks[at + 1]?.[1]);
    say(
      `${name.padEnd(22)} ${felt.actsDone} acts done, acts away ${felt.actsAwayMs} ms, queries away ${felt.readsAwayMs} ms, ${JSON.stringify(felt.said)}`,
    );
    // What older code answers under a migration can't be mended any more.
    if (name === 'new alone') isBad ||= Object.keys(felt.said).some((code) => code.includes('INTERNAL'));
  }
  const differences = await differencesIn(server.url, folder);
  say(
    `${load.acts.length} acts; lost ${found.lost.length}, done twice ${found.doubled.length}; verify finds ${differences.length} differences`,
  );
  if (isBad || differences.length > 0) process.exitCode = 1;
} finally {
  await Promise.all([...old, ...young].map((one) => one.stop()));
  await running?.stop();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
