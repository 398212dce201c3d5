import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addFirm, approvedLoan, type City } from '../support/city.ts';
import { advance, fundedCity, sign } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';

// The programs of docs/integration.md, run against the product as a bank would run them.

const TODAY = '2025-03-10';
const DAY_25 = '2025-04-04';
const DAY_26 = '2025-04-05';
const run = promisify(execFile);

let running: Running;
let city: City;
let folder: string;
/** Stands between the programs and the product, and keeps the first answer about each of some vouchers to itself. */
let door: Server;
const kept = new Set<string>();

type Program = [name: string, command: string, ...given: string[]];

const PROGRAMS: Program[] = [
  ['curl', 'bash', 'docs/examples/bank.sh'],
  ['Python', 'python3', 'docs/examples/bank.py'],
  ['Java', 'java', '-XX:TieredStopAtLevel=1', '-cp', '', 'Bank'],
];

const JAVA_AS_SHOWN: Program = ['Java', 'java', 'docs/examples/Bank.java'];

beforeAll(async () => {
  running = await startProduct();
  city = await fundedCity(running, TODAY);
  folder = await mkdtemp(join(tmpdir(), 'zhubao-examples-'));
  // Compiled once; `java Bank.java` does it at every start.
  await run('javac', ['-d', folder, 'docs/examples/Bank.java']);
  door = createServer(async (request, response) => {
    const sent = Buffer.concat(await request.toArray());
    const voucher = [...kept].find((one) => sent.includes(`"disburse:${one}"`));
    if (voucher) kept.delete(voucher);
    const { authorization = '', 'content-type': type = '', 'idempotency-key': key } = request.headers;
    const passed = await fetch(new URL(request.url ?? '', running.url), {
      method: 'POST',
      headers: { authorization, 'content-type': type, ...(key ? { 'idempotency-key': String(key) } : {}) },
      body: sent,
    });
    const body = await passed.text();
    if (voucher) return;
    response.writeHead(passed.status, { 'content-type': 'application/json' }).end(body);
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
}, 90_000);

afterAll(async () => {
  door?.closeAllConnections();
  door?.close();
  await rm(folder, { recursive: true, force: true });
  await running?.stop();
});

interface Ended {
  readonly code: number;
  readonly said: string;
  readonly complained: string;
}

/** Runs a program as the bank; how it ended and what it printed. */
async function bank([, command, ...given]: Program, ...words: string[]): Promise<Ended> {
  const environment = {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    ZHUBAO_URL: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    ZHUBAO_TOKEN: await running.tokenOf(city.bank.user),
    ZHUBAO_TIMEOUT: '2',
  };
  const all = [...given.map((word) => word || folder), ...words];
  return run(command, all, { env: environment }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout, complained: stderr }),
    ({ code, stdout, stderr }) => ({ code, said: stdout, complained: stderr }),
  );
}

/** A loan of 2,000,000.00 whose contracts are signed; its id and number. */
async function signedLoan(): Promise<{ id: string; number: string; firmId: string }> {
  const firm = await addFirm(running, city.region);
  const id = await approvedLoan(running, city, firm.id, { amount: '2000000.00' }, TODAY);
  await sign(running, city.bank, id, '2025-12-31');
  const { data } = await running.ask(city.bank.user, 'query ($id: ID!) { loan(id: $id) { number } }', { id });
  return { id, number: data.loan.number, firmId: firm.id };
}

async function loanOf(id: string) {
  const { data } = await running.ask(
    city.bank.user,
    'query ($id: ID!) { loan(id: $id) { state outstanding disbursements: disbursedOn } }',
    { id },
  );
  return data.loan;
}

const loans = new Map<string, { id: string; number: string }>();

/** A step that each of the programs takes, all at the same time. */
function eachProgram(title: string, step: (program: Program, name: string) => Promise<void>): void {
  test(title, async () => {
    await Promise.all(PROGRAMS.map((program) => step(program, program[0])));
  });
}

eachProgram('who am I, what is lent, what is owed', async (program, name) => {
  const { code, said } = await bank(name === 'Java' ? JAVA_AS_SHOWN : program, 'home');
  expect([code, said]).toEqual([0, expect.stringContaining(TODAY)]);
});

eachProgram('the money goes out once, though the first answer never came', async (program, name) => {
  const loan = await signedLoan();
  loans.set(name, loan);
  expect(await bank(program, 'fits', loan.firmId, '8000000.00')).toMatchObject({ code: 0 });
  // What is asked about a firm that others lend to as well is a whole multiple of 100,000.00.
  const over = await bank(program, 'fits', loan.firmId, '8100000.00');
  expect([over.code, over.said]).toEqual([3, expect.stringMatching(/fits"?[: ]*false/i)]);
  kept.add(`FK-${name}`);
  const { code, said } = await bank(program, 'disburse', loan.id, TODAY, `FK-${name}`);
  expect([code, said]).toEqual([0, expect.stringMatching(/replayed"?[: ]*true/i)]);
  expect(await loanOf(loan.id)).toMatchObject({ state: 'ACTIVE', outstanding: '2000000.00' });
  // The voucher again, after the program is long gone: the first answer.
  expect((await bank(program, 'disburse', loan.id, TODAY, `FK-${name}`)).code).toBe(0);
});

eachProgram(
  'a repayment, exact to the fen; another amount under the same voucher is an error',
  async (program, name) => {
    const { id } = loans.get(name) ?? { id: '' };
    const first = await bank(program, 'repay', id, TODAY, '1500000.01', `HK-${name}`);
    expect([first.code, first.said]).toEqual([0, expect.stringContaining('499999.99')]);
    const other = await bank(program, 'repay', id, TODAY, '1500000.02', `HK-${name}`);
    expect([other.code, other.said + other.complained]).toEqual([
      1,
      expect.stringContaining('IDEMPOTENCY_KEY_REUSED'),
    ]);
    const tooMuch = await bank(program, 'repay', id, TODAY, '500000.00', `HK-2-${name}`);
    expect(tooMuch.code).toBe(3);
    expect((await loanOf(id)).outstanding).toBe('499999.99');
  },
);

eachProgram(
  'repayments as a file: all of them done, or it says that some were not',
  async (program, name) => {
    const { id, number } = loans.get(name) ?? { id: '', number: '' };
    const row = (principal: string, document: string) => `${number},${TODAY},${principal},0.00,${document}\n`;
    const head = 'loanNumber,paidOn,principal,interest,document\n';
    const file = join(folder, `${name}.csv`);
    await writeFile(file, head + row('0.99', `批-1-${name}`) + row('9.00', `批-2-${name}`));
    expect((await bank(program, 'upload', file)).code).toBe(0);
    expect((await loanOf(id)).outstanding).toBe('499990.00');
    await writeFile(file, head + row('90.00', `批-3-${name}`) + row('9000000.00', `批-4-${name}`));
    expect((await bank(program, 'upload', file)).code).toBe(3);
    expect((await loanOf(id)).outstanding).toBe('499900.00');
  },
);

eachProgram('events since the last time, by a cursor that is kept', async (program, name) => {
  const file = join(folder, `cursor-${name}`);
  const first = await bank(program, 'events', file);
  expect([first.code, first.said]).toEqual([0, expect.stringContaining('LOAN_REPAID')]);
  const cursor = await readFile(file, 'utf8');
  const again = await bank(program, 'events', file);
  expect(again.code).toBe(0);
  expect(again.said).not.toContain('LOAN_REPAID');
  expect((await readFile(file, 'utf8')).trim()).toBe(cursor.trim());
});

test('the deduction: refused on day 25 with the rule, done on day 26', async () => {
  for (const { id } of loans.values())
    await running.act(
      city.bank.user,
      'accelerate',
      { loanId: id, acceleratedOn: TODAY, reason: '停产', document: '通知-1' },
      'loan { id }',
    );
  await advance(running, city, DAY_25);
  for (const { id } of loans.values())
    for (const channel of ['TELEPHONE', 'ON_SITE'])
      await running.act(
        city.bank.user,
        'recordCollectionAttempt',
        { loanId: id, attemptedOn: DAY_25, channel, findings: '无力偿还', document: '催收-1' },
        'aftercare { id }',
      );
  for (const program of PROGRAMS) {
    const { id } = loans.get(program[0]) ?? { id: '' };
    const early = await bank(program, 'deduct', id, DAY_25, `HKD-${program[0]}`);
    expect([early.code, early.said + early.complained]).toEqual([
      3,
      expect.stringContaining('ART32_PAST_GRACE'),
    ]);
  }
  await advance(running, city, DAY_26);
  const taken: [number, string | undefined][] = [];
  for (const program of PROGRAMS) {
    const { id } = loans.get(program[0]) ?? { id: '' };
    const { code, said } = await bank(program, 'deduct', id, DAY_26, `HKD-${program[0]}`);
    taken.push([code, /deducted"?[: ]*"?([\d.]+)/.exec(said)?.[1]]);
  }
  // 40 % of 499,900.00 each.
  expect(taken).toEqual(PROGRAMS.map(() => [0, '199960.00']));
});

test('nobody is there: it ends with 1, and nothing hangs', async () => {
  const [, command, ...given] = PROGRAMS[1] ?? ['', ''];
  const gone = run(command, [...given, 'home'], {
    env: { PATH: process.env.PATH, ZHUBAO_URL: running.url.replace('/graphql', ''), ZHUBAO_TOKEN: 'none' },
  });
  await expect(gone).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('UNAUTHENTICATED') });
});

test('the receiver takes what is signed, once, and refuses what is not', async () => {
  const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
  const receiver = spawn('python3', ['docs/examples/bank.py', 'receive', '0'], {
    env: { PATH: process.env.PATH, WEBHOOK_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const heard: string[] = [];
  try {
    const [line] = await once(receiver.stdout, 'data');
    const port = /(\d+)/.exec(String(line))?.[1];
    receiver.stdout.on('data', (text) => heard.push(String(text)));
    const body = JSON.stringify({ type: 'REPAYMENT_RECORDED', data: {} });
    const at = new Date();
    const signed = (moment: Date) => new Webhook(secret).sign('msg_1', moment, body);
    const deliver = (signature: string, moment = at) =>
      fetch(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        headers: {
          'webhook-id': 'msg_1',
          'webhook-timestamp': String(Math.floor(moment.getTime() / 1_000)),
          'webhook-signature': signature,
        },
        body,
      }).then(({ status }) => status);
    expect(await deliver(signed(at))).toBe(204);
    expect(await deliver(`v1,${Buffer.alloc(32).toString('base64')} ${signed(at)}`)).toBe(204);
    expect(await deliver(`v1,${Buffer.alloc(32).toString('base64')}`)).toBe(401);
    const old = new Date(at.getTime() - 301_000);
    expect(await deliver(signed(old), old)).toBe(401);
    expect(heard.join('')).toBe('received REPAYMENT_RECORDED\n');
  } finally {
    receiver.kill();
    await once(receiver, 'exit');
  }
});
