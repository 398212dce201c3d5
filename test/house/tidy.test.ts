import { describe, expect, it } from 'vitest';
import {
  type Ban,
  chapterNumberFaults,
  type Excuse,
  lengthFaults,
  readProject,
  tidyFaults,
} from '../support/house.ts';

const LINES_MAX = 320;
/** The closed vocabularies are one table; two halves of it would be harder to read. */
const ONE_TABLE = 'src/domain/words.ts';
const EVERYWHERE = [''];
/** The one file that names what is banned. */
const HERE = 'test/house/tidy.test.ts';

const BANS: readonly Ban[] = [
  {
    name: 'parseFloat',
    within: 'code',
    pattern: /\bparseFloat\b/,
    places: ['src/', 'schema/'],
    except: [],
    instead: 'Yuan.parse() or parsePercent()',
  },
  {
    name: 'money as a number',
    within: 'code',
    pattern:
      /\bNumber(?:\.parseFloat)?\([^;\n]*(?:toFen\(|yuan|amount|principal|balance|outstanding|committed|unpaid)/i,
    places: ['src/', 'schema/'],
    except: [],
    instead: 'Yuan and its arithmetic',
  },
  {
    name: 'toFixed',
    within: 'code',
    pattern: /\.toFixed\(/,
    places: ['src/', 'schema/'],
    except: ['src/domain/money.ts'],
    instead: 'Yuan.toString(), percentOf() or split()',
  },
  {
    name: 'new Date',
    within: 'code',
    pattern: /\bnew Date\b/,
    places: ['src/', 'schema/'],
    except: ['src/domain/dates.ts', 'src/http/', 'src/opening.ts', 'src/database/connection.ts'],
    instead: 'the moment that is handed in, and the arithmetic of domain/dates.ts',
  },
  {
    name: 'Date.now',
    within: 'code',
    pattern: /\bDate\.now\b/,
    places: ['src/', 'schema/'],
    except: ['src/http/', 'src/main.ts'],
    instead: 'the moment that is handed in',
  },
  {
    name: 'Math.random',
    within: 'code',
    pattern: /\bMath\.random\b/,
    places: ['src/', 'schema/'],
    except: [],
    instead: 'an id that is handed in',
  },
  {
    name: 'random ids',
    within: 'code',
    pattern: /\brandom(?:UUID|Bytes|Int)\b/,
    places: ['src/domain/', 'src/regulation/', 'src/acts/', 'src/demo/'],
    except: [],
    instead: 'an id that is handed in',
  },
  {
    name: 'process.env',
    within: 'code',
    pattern: /\bprocess\.env\b/,
    places: ['src/', 'schema/'],
    except: ['src/config.ts'],
    instead: 'a setting read by config.ts',
  },
  {
    name: 'console',
    within: 'code',
    pattern: /\bconsole\./,
    places: ['src/', 'schema/'],
    except: [],
    instead: 'the log of http/log.ts',
  },
  {
    name: 'as any',
    within: 'code',
    pattern: /\bas\s+any\b|<any>/,
    places: ['src/', 'schema/', 'test/', 'bench/'],
    except: [],
    instead: 'the type, or a check that earns it',
  },
  {
    name: 'a note to self',
    within: 'text',
    pattern: /\b(?:TODO|FIXME|XXX)\b/,
    places: EVERYWHERE,
    except: [HERE],
    instead: 'the work itself, or a decision in docs/decisions',
  },
  {
    name: 'a reference outside the project',
    within: 'text',
    pattern: /(?<![\w-])shared\//,
    places: EVERYWHERE,
    except: [HERE],
    instead: 'the facts, carried over in our own form',
  },
  {
    name: 'a test that does not run',
    within: 'code',
    pattern: /\.(?:skip|only|todo|skipIf|runIf)\b(?=\s*[.(])|\b(?:xit|xdescribe)\(/,
    places: ['test/'],
    except: [],
    instead: 'the test',
  },
  {
    name: 'a wait for time',
    within: 'code',
    pattern: /\b(?:setTimeout|sleep)\b(?=\s*(?:\(|as\b))/,
    places: ['test/'],
    // A fault strikes in the middle of something; when it strikes is what those tests vary.
    except: ['test/faults/'],
    instead: 'a wait for what is to happen',
  },
];

const EXCUSES: readonly Excuse[] = [
  { path: 'src/database/connection.ts', ban: 'Math.random', why: 'spreads retries; nothing is made of it' },
  { path: 'src/database/migrate.ts', ban: 'Math.random', why: 'spreads retries; nothing is made of it' },
  { path: 'src/database/embedded.ts', ban: 'process.env', why: 'hands PATH on to the database it starts' },
  { path: 'src/database/binaries.ts', ban: 'process.env', why: 'hands PATH on to the programs it starts' },
  { path: 'src/graphql/scalars.ts', ban: 'new Date', why: 'reads and writes moments with offsets; no clock' },
  {
    path: 'src/http/metrics.ts',
    ban: 'money as a number',
    why: 'Prometheus knows no other numbers; whole yuan below 2^53 are exact, and nobody reckons with them',
  },
  { path: 'src/demo/teller.ts', ban: 'new Date', why: 'adds minutes to the demo’s own morning; no clock' },
  {
    path: 'test/support/database.ts',
    ban: 'a wait for time',
    why: 'tries again while another run holds the lock',
  },
  {
    path: 'test/support/persist.ts',
    ban: 'a wait for time',
    why: 'waits as clients are told to before they send the same again',
  },
  {
    path: 'test/scenarios/limits-budget.test.ts',
    ban: 'a wait for time',
    why: 'holds a place for a while on purpose',
  },
  { path: 'test/scenarios/http.test.ts', ban: 'a wait for time', why: 'makes one answer late on purpose' },
  {
    path: 'test/scenarios/http-files.test.ts',
    ban: 'a wait for time',
    why: 'a sender and a reader that are slow',
  },
];

const PROJECT = [
  'src',
  'schema',
  'test',
  'bench',
  'drizzle',
  'docs',
  'README.md',
  'README.zh-CN.md',
  'package.json',
  'drizzle.config.ts',
  '.ci',
];
const files = readProject(PROJECT, [
  '.ts',
  '.graphql',
  '.sql',
  '.md',
  'package.json',
  '.yml',
  '.yaml',
  '.sh',
]);
const source = files.filter(({ path }) => path.startsWith('src/') && path.endsWith('.ts'));
const chapters = source.filter(({ path }) => /^src\/regulation\/ch\d\d-.*\.ts$/.test(path));

const faultsOf = (path: string, text: string) => tidyFaults([{ path, text }], BANS, []);

describe('tidy', () => {
  it('nothing banned is written in the project, and no excuse is untrue', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(tidyFaults(files, BANS, EXCUSES)).toEqual([]);
  });

  it('no chapter of the regulation holds a number but 0 and 1', () => {
    expect(chapters.length).toBeGreaterThan(5);
    expect(chapterNumberFaults(chapters)).toEqual([]);
  });

  it('no file is longer than what a reader can hold', () => {
    expect(source.length).toBeGreaterThan(100);
    const read = source.filter(({ path }) => path !== ONE_TABLE);
    expect(lengthFaults(read, LINES_MAX)).toEqual([]);
  });
});

// Per ban, one violation that must be reported and one neighbour that must not.
const PLANTED: [ban: string, path: string, wrong: string, right: string][] = [
  ['parseFloat', 'src/acts/a.ts', 'parseFloat(text)', '// parseFloat(text)'],
  ['money as a number', 'src/acts/a.ts', 'Number(loan.amount)', 'Number(loan.termMonths)'],
  ['money as a number', 'src/acts/a.ts', 'Number(deposit.toFen())', 'BigInt(deposit.toFen())'],
  ['toFixed', 'src/acts/a.ts', 'rate.toFixed(2)', "'rate.toFixed(2)'"],
  ['new Date', 'src/acts/a.ts', 'new Date()', 'newDate()'],
  ['Date.now', 'src/database/a.ts', 'const now = Date.now;', 'const now = given.now;'],
  ['Math.random', 'src/demo/a.ts', 'Math.random()', 'Math.round(x)'],
  ['random ids', 'src/acts/a.ts', 'randomUUID()', 'ports.newId()'],
  ['process.env', 'src/http/a.ts', 'process.env.PORT', 'process.exitCode'],
  ['console', 'src/http/a.ts', "console.log('x')", "log.info('console.log')"],
  ['as any', 'test/domain/a.test.ts', 'const a = b as any;', 'const a = b as Any;'],
  ['a note to self', 'src/http/a.ts', '// TODO: later', '// "todo" is Spanish for all'],
  ['a note to self', 'docs/a.md', 'FIXME', 'fixed'],
  ['a reference outside the project', 'src/http/a.ts', '// see ../shared/spec', '// a shared idea'],
  ['a reference outside the project', 'docs/a.md', '[x](/work/shared/data/a.json)', 'test/unshared/'],
  ['a test that does not run', 'test/domain/a.test.ts', "it.skip('x', f)", "it('skip', f)"],
  ['a test that does not run', 'test/domain/a.test.ts', "describe.only.each([1])('x', f)", 'rows.onlyOnce()'],
  ['a test that does not run', 'test/domain/a.test.ts', "it.todo('x')", "it('todo', f)"],
  ['a wait for time', 'test/walls/a.test.ts', 'await sleep(100)', 'await arrived'],
  ['a wait for time', 'test/walls/a.test.ts', 'setTimeout(f, 100)', 'clearTimeout(timer)'],
  [
    'a wait for time',
    'test/walls/a.test.ts',
    "import { setTimeout as pause } from 'node:timers/promises';",
    '',
  ],
];

describe('every ban reports what is planted', () => {
  it.each(PLANTED)('%s in %s', (ban, path, wrong, right) => {
    expect(faultsOf(path, wrong)).toHaveLength(1);
    expect(faultsOf(path, wrong)[0]).toContain(`${path}:1: ${ban}; instead: `);
    expect(faultsOf(path, right)).toEqual([]);
  });

  it('and there is a planted violation for each', () => {
    expect(new Set(PLANTED.map(([ban]) => ban))).toEqual(new Set(BANS.map(({ name }) => name)));
  });

  it('what is allowed in one place is reported in another', () => {
    expect(faultsOf('src/domain/dates.ts', 'new Date(0)')).toEqual([]);
    expect(faultsOf('src/domain/loan.ts', 'new Date(0)')).toHaveLength(1);
    expect(faultsOf('src/config.ts', 'process.env')).toEqual([]);
  });

  it('an excuse holds for its file and its ban, and must be true', () => {
    const excuse = { path: 'src/demo/a.ts', ban: 'Math.random', why: 'planted' };
    const wrong = { path: 'src/demo/a.ts', text: 'Math.random();\nDate.now();' };
    expect(tidyFaults([wrong], BANS, [excuse])).toEqual([
      expect.stringContaining('src/demo/a.ts:2: Date.now'),
    ]);
    expect(tidyFaults([{ ...wrong, path: 'src/demo/b.ts' }], BANS, [excuse])).toHaveLength(3);
    expect(tidyFaults([{ ...wrong, text: '' }], BANS, [excuse])).toEqual([
      expect.stringContaining('became untrue'),
    ]);
  });
});

describe('a number in a chapter', () => {
  const faults = (text: string) => chapterNumberFaults([{ path: 'src/regulation/ch01-a.ts', text }]);

  it.each([
    'days > 25',
    'const share = 0.4;',
    'const share = .4;',
    'plusMonths(date, 12)',
    'Yuan.fromFen(800_000_000n)',
    "Yuan.parse('8000000')",
    'total.reaches("20", whole)',
    "const share = '40%';",
    'return parts[2];',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: planted
    'const text = `${25}`;',
    'const most = 1e7;',
    'const mask = 0x1f;',
  ])('is reported: %s', (text) => {
    expect(faults(text)).toHaveLength(1);
  });

  it.each([
    'const first = parts[0];',
    'count + 1 > 0n',
    "rule({ code: 'ART22_TERM_MAX', article: 22 })",
    'export const art32Days = rule();',
    '// more than 25 days',
    "const text = 'more than 25 days';",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: planted
    'const text = `第25天：${days}`;',
    "const shown = '0';",
  ])('is not reported: %s', (text) => {
    expect(faults(text)).toEqual([]);
  });
});

describe('the length of a file', () => {
  const lines = (path: string, count: number) =>
    lengthFaults([{ path, text: 'x\n'.repeat(count) }], LINES_MAX);

  it.each([
    ['src/acts/a.ts', LINES_MAX - 1, 0],
    ['src/acts/a.ts', LINES_MAX, 0],
    ['src/acts/a.ts', LINES_MAX + 1, 1],
    ['src/domain/a.data.ts', LINES_MAX + 1, 0],
  ])('%s with %i lines: %i faults', (path, count, faults) => {
    expect(lines(path, count)).toHaveLength(faults);
  });
});
