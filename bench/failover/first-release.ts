import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HERE, withOlder } from './older.ts';

// `npm run upgrade-first`: the first release that ran, with the tables of migrations 0000 to 0002, tells its demo pool; this
// code migrates that database and verifies it. Ends with 1 when a record does not agree.

const FIRST_RELEASE = 'ee126ed';
/** What the product prints last when it is ready: a first question to paste. */
const READY = '"query":"';

/** Lets the older code make its demo pool in a data folder of its own. */
async function tellDemo(tree: string, folder: string): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: tree,
    env: { PATH: process.env.PATH, DATA_FOLDER: folder, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  let said = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    said += text;
    if (said.includes(READY)) child.kill('SIGTERM');
  }
  await gone;
  if (!said.includes(READY)) throw new Error(`the first release did not start; it said: ${said}`);
}

function command(name: string, folder: string): void {
  const script = join(HERE, 'src/commands/zhubao.ts');
  execFileSync(process.execPath, ['--import', 'tsx', script, name], {
    cwd: HERE,
    env: { PATH: process.env.PATH, DATA_FOLDER: folder },
    stdio: 'inherit',
  });
}

const folder = mkdtempSync(join(tmpdir(), 'zhubao-first-'));
try {
  await withOlder(FIRST_RELEASE, (tree) => tellDemo(tree, folder));
  command('migrate', folder);
  command('verify', folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
