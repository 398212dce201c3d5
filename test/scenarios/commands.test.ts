import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { csv, fetchFile, origin } from '../support/bulk.ts';
import { command } from '../support/child.ts';
import { type City, newCity } from '../support/city.ts';
import { commandHere } from '../support/command-here.ts';
import { type Running, startProduct, type User } from '../support/product.ts';

// The command line as a person or a timer runs it: each command, what it prints where, and each way to get it wrong.

let running: Running;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhubao-commands-'));
  running = await startProduct({ DATA_FOLDER: folder });
  env = { DATABASE_URL: running.ownerUrl, DATA_FOLDER: folder };
});
afterAll(async () => {
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
});

const COMMANDS = [
  'serve',
  'migrate',
  'verify',
  'token',
  'found',
  'import',
  'export',
  'report',
  'sweep',
  'checkpoint',
];

test('help names every command in both languages, and help of one tells how it ends', async () => {
  // As a program of its own, for its exit code and its streams; the rest of this file runs commands in this process.
  const all = await command(['help']);
  const [short, one, other] = [
    await commandHere(['--help']),
    await commandHere(['help', 'migrate']),
    await commandHere(['migrate', '--help']),
  ];
  expect([all.exit, all.err, short.out]).toEqual([0, '', all.out]);
  for (const name of COMMANDS)
    expect(all.out).toMatch(new RegExp(`^ {2}${name}\\b.*\\n {6}.*\\p{Script=Han}.* [A-Z]`, 'mu'));
  expect([one.exit, one.out]).toEqual([0, other.out]);
  expect(one.out).toContain('--check');
});

describe('a wrong command line or configuration is named, with what would be right; exit 2, nothing printed', () => {
  const id = randomUUID();
  it.each<[string, string[], Record<string, string>, string]>([
    [
      'no such command',
      ['frobnicate'],
      {},
      '"frobnicate" is no command; right would be: one of serve, migrate',
    ],
    [
      'no such option',
      ['verify', '--pol'],
      {},
      "Unknown option '--pol'; right would be: zhubao verify [--pool",
    ],
    ['a word too many', ['migrate', 'now'], {}, '"now" is one word too many; right would be: zhubao migrate'],
    ['an option without its value', ['sweep', '--pool'], {}, "'--pool <value>' argument missing"],
    ['no id', ['sweep', '--pool', 'x'], {}, '"x" is not the id of a pool; right would be: zhubao sweep'],
    ['no file', ['found'], {}, 'the name of a file is missing; right would be: zhubao found pool.json'],
    ['a file that is not there', ['found', '/nowhere.json'], {}, "/nowhere.json can't be read"],
    ['a role missing', ['token', '--pool', id, '--tenant', id], {}, '--role is missing'],
    [
      'a role that is none',
      ['token', '--pool', id, '--tenant', id, '--role', 'BOSS'],
      {},
      '"BOSS" is no role; right would be: one of VIEWER',
    ],
    [
      'hours',
      ['token', '--pool', id, '--tenant', id, '--role', 'VIEWER', '--hours', '25'],
      {},
      '--hours is "25"',
    ],
    ['no kind', ['export'], {}, 'the kind of export is missing'],
    ['a kind that leads elsewhere', ['export', '../x'], {}, '"../x" is no kind of export'],
    [
      'a format',
      ['export', 'loans', '--format', 'pdf'],
      {},
      '--format is "pdf"; right would be: one of csv, jsonl, xlsx',
    ],
    [
      'a file of no kind',
      ['import', 'referrals', 'x.doc'],
      {},
      'x.doc is of no known kind; right would be: a file ending in',
    ],
    ['no token', ['export', 'loans'], {}, 'ZHUBAO_TOKEN is missing; right would be: an access token'],
    [
      'an address',
      ['export', 'loans'],
      { ZHUBAO_URL: 'ftp://x', ZHUBAO_TOKEN: 't' },
      'ZHUBAO_URL is "ftp://x"; right would be',
    ],
    [
      'nobody there',
      ['export', 'loans'],
      { ZHUBAO_URL: 'http://127.0.0.1:9', ZHUBAO_TOKEN: 't' },
      'http://127.0.0.1:9 does not answer',
    ],
    [
      'a variable',
      ['serve'],
      { POOL_SIZE: 'many', METRICS_PORT: '70000', OTEL_EXPORTER_OTLP_ENDPOINT: 'x' },
      'POOL_SIZE is "many"; right would be: a whole number from 1 to 200.',
    ],
    [
      'no database there',
      ['migrate'],
      { DATABASE_URL: 'postgres://a:b@127.0.0.1:9/c' },
      'The database does not answer; check DATABASE_URL',
    ],
    [
      'production without keys',
      ['serve'],
      { ZHUBAO_MODE: 'production' },
      'JWT_KEYS is missing; right would be: production needs OIDC_ISSUER, or a JWKS.',
    ],
  ])('%s', async (_what, args, extra, said) => {
    const { exit, out, err } = await commandHere(args, { ...env, ...extra });
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(said);
    expect(err).not.toMatch(/\n {4}at /);
  });
});

describe('a database', () => {
  it('that is empty is migrated once; --check tells before and after; a newer one is left alone', async () => {
    const url = new URL(running.ownerUrl);
    url.pathname += '_empty';
    const name = url.pathname.slice(1);
    await running.owner(`create database ${name}`);
    const own = { ...env, DATABASE_URL: url.href };
    try {
      const before = await commandHere(['migrate', '--check'], own);
      const tags: string[] = JSON.parse(await readFile('drizzle/meta/_journal.json', 'utf8')).entries.map(
        ({ tag }: { tag: string }) => tag,
      );
      expect([before.exit, before.out.trim().split('\n')]).toEqual([1, tags]);
      const made = await commandHere(['migrate'], own);
      expect([made.exit, made.out]).toEqual([0, before.out]);
      expect(made.err).toBe(`${tags.length} migrations were made; the database is up to date.\n`);
      const after = await commandHere(['migrate', '--check'], own);
      expect([after.exit, after.out, after.err]).toEqual([0, '', 'The database is up to date.\n']);
    } finally {
      await running.owner(`drop database ${name} with (force)`);
    }
  });

  it('is let go again by a service whose port is taken, and the port is named', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const { port } = taken.address() as AddressInfo;
    const { exit, err } = await command(['serve'], { ...env, PORT: String(port), LOG_LEVEL: 'error' });
    taken.close();
    expect([exit, err]).toEqual([
      2,
      `Something else listens on port ${port}; set PORT or METRICS_PORT to a free one.\n`,
    ]);
  });

  it('whose password is wrong says what to check, and not the password', async () => {
    const url = new URL(running.ownerUrl);
    url.password = 'wrong-password';
    const { exit, err } = await commandHere(['migrate'], { ...env, DATABASE_URL: url.href });
    expect([exit, err]).toEqual([
      2,
      'The database does not let us in: check the user and the password in DATABASE_URL, and DATABASE_APP_URL.\n',
    ]);
  });
});

test('a pool is founded, swept, verified; and a token for its office is good', async () => {
  const file = join(folder, 'pool.json');
  const names = {
    nameZh: '包头市资金池',
    nameEn: 'Baotou pool',
    cityCode: '150200',
    cityZh: '包头市',
    cityEn: 'Baotou',
  };
  await writeFile(file, JSON.stringify({ ...names, officeZh: '办公室', sandboxDate: '2025-02-30' }));
  const wrong = await commandHere(['found', file], env);
  expect([wrong.exit, wrong.out]).toEqual([2, '']);
  expect(wrong.err).toContain(`sandboxDate in ${file} is no date`);
  expect(wrong.err).toContain(`officeEn is missing in ${file}; right would be: a text.`);

  await writeFile(
    file,
    JSON.stringify({ ...names, officeZh: '办公室', officeEn: 'Office', sandboxDate: '2025-03-10' }),
  );
  const founded = await commandHere(['found', file], env);
  expect([founded.exit, founded.err]).toEqual([0, '']);
  const { pool, office } = JSON.parse(founded.out);

  const swept = await commandHere(['sweep', '--pool', pool], env);
  const unknown = await commandHere(['sweep', '--pool', randomUUID()], env);
  const token = await commandHere(
    ['token', '--pool', pool, '--tenant', office, '--role', 'APPROVER', '--user', 'mei', '--hours', '1'],
    env,
  );
  const verified = await commandHere(['verify', '--json'], env);
  expect([swept.exit, swept.out]).toEqual([0, `pl_${pool.replaceAll('-', '')}\n`]);
  expect(swept.err).toContain('1 pools are swept up to date.');
  expect([unknown.exit, unknown.out]).toEqual([2, '']);
  expect(unknown.err).toMatch(/^There is no pool /);
  expect([token.exit, token.err]).toEqual([0, '']);
  expect(decodeJwt(token.out.trim())).toMatchObject({ pool, tenant: office, role: 'APPROVER', sub: 'mei' });
  expect([verified.exit, JSON.parse(verified.out).whole]).toEqual([0, true]);

  const production = {
    ...env,
    ZHUBAO_MODE: 'production',
    JWT_KEYS: '/keys',
    JWT_ISSUER: 'i',
    JWT_AUDIENCE: 'a',
  };
  const refused = await commandHere(
    ['token', '--pool', pool, '--tenant', office, '--role', 'VIEWER'],
    production,
  );
  expect([refused.exit, refused.out]).toEqual([2, '']);
  expect(refused.err).toContain('In production tokens come from your sign-in server');
});

describe('files over the API, of the running product', () => {
  const TODAY = '2025-03-10';
  let city: City;
  const as = async (user: User) => ({
    ZHUBAO_URL: `${origin(running)}/`,
    ZHUBAO_TOKEN: await running.tokenOf(user),
  });

  beforeAll(async () => {
    city = await newCity(running, TODAY);
  });

  const HEADINGS = [
    '统一社会信用代码',
    '企业名称',
    '区划代码',
    '行业代码',
    '从业人员',
    '营业收入',
    '资产总额',
    '数据年度',
    '申请金额',
    '期限（月）',
    '用途',
  ];
  const firm = (at: number, purpose = '采购原材料') => [
    makeCreditCode('150203', `MA0C000${at}`),
    `命令企业${at}`,
    '150203',
    'C33',
    '60',
    '30000000',
    '20000000',
    '2024',
    '1,000,000.00',
    '12',
    purpose,
  ];
  async function fileOf(name: string, rows: readonly string[][]): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, csv([HEADINGS, ...rows]));
    return path;
  }

  it('an import is sent, followed and summed up; rows that were refused end it with 1; a dry run does nothing', async () => {
    const at = await as(city.region.user);
    const count = async () =>
      (await running.ask(city.region.user, '{ referrals { totalCount } }')).data.referrals.totalCount;
    const file = await fileOf('rows.csv', [firm(1), firm(2)]);
    const dry = await commandHere(['import', 'referrals', file, '--check'], at);
    expect([dry.exit, JSON.parse(dry.out), await count()]).toMatchObject([
      0,
      { state: 'DONE', rows: 2, done: 2 },
      0,
    ]);
    const done = await commandHere(['import', 'referrals', file, '--key', 'the-key-1'], at);
    const { id, ...summed } = JSON.parse(done.out);
    expect([done.exit, summed, await count()]).toEqual([
      0,
      { state: 'DONE', rows: 2, done: 2, refused: 0, invalid: 0 },
      2,
    ]);
    const told = done.err.trim().split('\n');
    expect([told[0], told.at(-1)]).toEqual([
      `import ${id}, idempotency key the-key-1`,
      'DONE: 2 done, 0 refused, 0 invalid, of 2 rows',
    ]);
    // The same key again is the same import, and nothing is done twice.
    const again = await commandHere(['import', 'referrals', file, '--key', 'the-key-1'], at);
    expect([again.exit, again.out, await count()]).toEqual([0, done.out, 2]);
    const anew = await commandHere(['import', 'referrals', file], at);
    expect([anew.exit, anew.out]).toEqual([2, '']);
    expect(anew.err).toContain('answered 409: This very file was imported on 2025-03-10');
    const meant = await commandHere(['import', 'referrals', file, '--check', '--again'], at);
    expect(meant.exit).toBe(0);
    const result = join(folder, 'result.csv');
    const { bytes } = await fetchFile(running, city.region.user, `/imports/${id}/result.csv`);
    await writeFile(result, bytes);
    const back = await commandHere(['import', 'referrals', result], at);
    expect([back.exit, back.err, await count()]).toEqual([
      0,
      expect.stringContaining('2 rows say that they were done before'),
      2,
    ]);
    const bad = await fileOf('bad.csv', [firm(3, '房地产投资'), firm(4, '？')]);
    const refused = await commandHere(['import', 'referrals', bad], at);
    expect([refused.exit, JSON.parse(refused.out)]).toMatchObject([1, { done: 0, refused: 1, invalid: 1 }]);
  });

  it('an export goes to standard output, or to a file', async () => {
    const at = await as(city.office);
    const shown = await command(['export', 'referrals', '--from', '2025-01-01'], at);
    expect([shown.exit, shown.out.split('\r\n').length]).toEqual([0, 4]);
    const out = join(folder, 'referrals.csv');
    expect((await commandHere(['export', 'referrals', '--out', out], at)).out).toBe('');
    // The reader of the stream has left the mark out.
    expect(await readFile(out, 'utf8')).toBe(`\ufeff${shown.out}`);
    const report = join(folder, 'ledger.xlsx');
    expect(
      (await commandHere(['report', 'ledger', '--from', TODAY, '--to', TODAY, '--out', report], at)).exit,
    ).toBe(0);
    expect((await readFile(report)).subarray(0, 2).toString()).toBe('PK');
  });

  it('what is refused says why, in both languages', async () => {
    const refused = await commandHere(['export', 'nothing'], await as(city.office));
    expect([refused.exit, refused.out]).toEqual([2, '']);
    expect(refused.err).toMatch(/answered 404: [A-Z].* \p{Script=Han}/u);
  });

  it('a file that was cut off leaves no half one, and the one that stood there before', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => setImmediate(() => response.destroy()));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const at = {
      ZHUBAO_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ZHUBAO_TOKEN: 't',
    };
    const [out, kept] = [join(folder, 'cut.xlsx'), join(folder, 'kept.xlsx')];
    await writeFile(kept, 'before');
    for (const path of [out, kept]) {
      const cut = await commandHere(['report', 'ledger', '--year', '2025', '--out', path], at);
      expect([cut.exit, cut.err]).toEqual([2, expect.stringContaining('The file did not come whole')]);
    }
    server.close();
    await expect(readFile(out)).rejects.toThrow('ENOENT');
    expect(await readFile(kept, 'utf8')).toBe('before');
    expect((await readdir(folder)).filter((name) => name.includes('part'))).toEqual([]);
  });
});
