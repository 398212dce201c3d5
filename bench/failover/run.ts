import 'reflect-metadata';
import { chmod, cp, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import * as cities from '../../test/support/city.ts';
import { type ProductProcess, startProcess } from '../../test/support/process.ts';
import { type Running, startProduct } from '../../test/support/product.ts';
import { FAULTS, type Strike } from './faults.ts';
import { furnish } from './furnish.ts';
import { differencesIn, type Felt, feltOf, lostAndDoubled } from './judge.ts';
import { type Asked, startLoad } from './load.ts';
import { layOut, NODES, startProxy } from './nodes.ts';
import { superUrlAt, untilWhole } from './patroni.ts';

// `npm run failover [-- --faults switchover,crash --ttl 20 --loop-wait 3 --retry-timeout 5 --store etcd --out file.json --logs folder]`, as root:
// three nodes of PostgreSQL under Patroni, the product in two processes behind HAProxy, clients of all four tenants,
// and one fault after the other. Ends with 1 when anything acknowledged was lost or done twice.

const TODAY = '2025-03-10';
const BEFORE_MS = 5_000;
const AFTER_MS = 8_000;
const OWNER = 'owner_of_zhubao';

const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: FAULTS.map(({ name }) => name).join(',') },
    ttl: { type: 'string', default: '20' },
    'loop-wait': { type: 'string', default: '3' },
    'retry-timeout': { type: 'string', default: '5' },
    store: { type: 'string', default: 'etcd' },
    out: { type: 'string' },
    logs: { type: 'string' },
  },
});
const settings = {
  ttl: Number(values.ttl),
  loopWait: Number(values['loop-wait']),
  retryTimeout: Number(values['retry-timeout']),
  strict: true,
  store: values.store === 'etcd3' ? 'etcd3' : 'etcd',
} as const;
const say = (line: string) => process.stdout.write(`${line}\n`);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

async function asSuperuser(url: string, ...statements: readonly string[]) {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    for (const statement of statements) await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

function lineOf(felt: Felt, newPrimary: string): string {
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const said = Object.entries(felt.said).map(([code, count]) => `${code} ${count}`);
  return [
    `${felt.fault.padEnd(14)} ${newPrimary}  acts away ${seconds(felt.actsAwayMs)}, queries away ${seconds(felt.readsAwayMs)},`,
    `longest request ${seconds(felt.longestRequestMs)}; ${said.join(', ')}; ${felt.actsRepeated} acts sent again, at most ${felt.attemptsMost} times;`,
    `given up ${felt.givenUp}, lost ${felt.lost.length}, done twice ${felt.doubled.length}`,
  ].join('\n  ');
}

const folder = await mkdtemp(join(tmpdir(), 'zhubao-failover-'));
await chmod(folder, 0o755);
const port = await freePort();
const nodes = await layOut(folder, settings, port);
const proxy = startProxy(folder, port);
const superUrl = superUrlAt('127.0.0.1', port, 'zhubao');
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    proxy.kill('SIGKILL');
    void nodes.clear().then(() => process.exit(1));
  });
let running: Running | undefined;
let processes: ProductProcess[] = [];
const felt: (Felt & { readonly primary: string })[] = [];
const everything: Asked[] = [];

async function underLoad(strike: Strike, city: cities.City, loanId: string): Promise<void> {
  const load = startLoad(processes, city, loanId, TODAY);
  const began = performance.now();
  await pause(BEFORE_MS);
  const from = performance.now() - began;
  const primaries = await strike.run(nodes);
  await untilWhole();
  await pause(AFTER_MS);
  await load.stop();
  everything.push(...load.acts);
  const found = await lostAndDoubled(superUrl, everything);
  const one = { ...feltOf(strike.name, load, from, found), primary: primaries };
  felt.push(one);
  say(lineOf(one, primaries));
}

try {
  for (const node of NODES) nodes.start(node);
  await untilWhole();
  await asSuperuser(
    superUrlAt('127.0.0.1', port, 'postgres'),
    `create role ${OWNER} login createrole password '${OWNER}'`,
    `create database zhubao owner ${OWNER}`,
    'create table straight (key text primary key)',
  );
  running = await startProduct({ DATA_FOLDER: folder }, undefined, {
    ownerUrl: `postgres://${OWNER}:${OWNER}@127.0.0.1:${port}/zhubao`,
    owner: async () => [],
    drop: async () => undefined,
  });
  const { city, loanId } = await furnish(running, cities, TODAY);
  processes = await Promise.all([startProcess(running), startProcess(running)]);
  for (const name of values.faults.split(',')) {
    const strike = FAULTS.find((one) => one.name === name);
    if (!strike) throw new Error(`no fault is called ${name}`);
    await underLoad(strike, city, loanId);
  }
  const differences = await differencesIn(running.ownerUrl, folder);
  const acknowledged = everything.filter(({ doneAt }) => doneAt !== null).length;
  say(`${acknowledged} acts were acknowledged; verify finds ${differences.length} differences`);
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memoryBytes: totalmem() };
  if (values.out)
    await writeFile(
      values.out,
      `${JSON.stringify({ machine, settings, acknowledged, differences, felt }, null, 2)}\n`,
    );
  const isBad = felt.some(({ lost, doubled }) => lost.length + doubled.length > 0);
  if (isBad || differences.length > 0) process.exitCode = 1;
} finally {
  await Promise.all(processes.map((one) => one.stop()));
  await running?.stop();
  proxy.kill('SIGKILL');
  if (values.logs)
    await cp(folder, values.logs, {
      recursive: true,
      filter: (path) => path === folder || path.endsWith('.log'),
    });
  await nodes.clear();
}
