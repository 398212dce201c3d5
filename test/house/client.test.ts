import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { CLIENT_FILE, commentAbove, generateClient, readOperations } from '../../schema/client/generate.ts';
import * as client from '../../schema/client/index.ts';
import { printedSchema } from '../../src/graphql/print-schema.ts';

// The client package is what the schema and the operations say, and works for somebody who has the package alone.

it('is committed as schema and operations say it; `npm run client` writes it anew', async () => {
  const generated = await generateClient(readFileSync('schema/api.graphql', 'utf8'), readOperations());
  expect(readFileSync(CLIENT_FILE, 'utf8')).toBe(generated);
});

it('says of every operation what it is for', () => {
  const silent = readOperations().flatMap(({ file, text }) =>
    [...text.matchAll(/^(?:query|mutation|subscription) (\w+)/gm)]
      .filter(({ index }) => commentAbove(text, index).length < 20)
      .map(([, name]) => `${file}: ${name}`),
  );
  expect(silent).toEqual([]);
});

it('finds an operation that says nothing, and one that fits no field', async () => {
  expect(commentAbove('# One.\n# Two.\nquery A { b }', 14)).toBe('One. Two.');
  expect(commentAbove('# One.\n\nquery A { b }', 8)).toBe('One.');
  expect(commentAbove('query A { b }\n\nquery C { d }', 15)).toBe('');
  const wrong = [{ file: 'planted.graphql', text: '# A planted one.\nquery Planted { nothingOfTheKind }' }];
  await expect(generateClient(printedSchema(), wrong)).rejects.toThrow(/nothingOfTheKind/);
});

it('needs no other package', () => {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync('schema/client/package.json', 'utf8'));
  expect([dependencies, peerDependencies]).toEqual([undefined, undefined]);
});

const CONSUMER = `import { BankLoans, createClient, mustBeDone, PostDisbursement } from '@zhubao/client';
const client = createClient({ url: 'http://127.0.0.1:9/graphql', token: () => 'x', attemptsMax: 1 });
export async function outstanding(loanId: string): Promise<string | undefined> {
  for await (const { amount } of client.pages(BankLoans, { first: 50 }, (data) => data.loans)) {
    const text: string = amount;
    // @ts-expect-error money is never a number
    const wrong: number = amount;
    void [text, wrong];
  }
  const input = { loanId, disbursedOn: '2026-01-05', document: 'x' };
  const { disburse } = await client.execute(PostDisbursement, { input });
  // @ts-expect-error an input without its date
  void client.execute(PostDisbursement, { input: { loanId, document: 'x' } });
  return mustBeDone(disburse).loan?.outstanding;
}
`;

/** What docs/integration.md shows, with what it takes as given. */
function shownUse(): string {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('docs/integration.md', 'utf8')) ?? [];
  const given = 'declare const loanId: string, voucher: string; declare const signIn: { token(): string };';
  return `${given}\n${block}`;
}

it('packed, it compiles in a strict project and is called from plain JavaScript', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhubao-client-'));
  const compiler = resolve('node_modules/.bin/tsc');
  try {
    const home = join(folder, 'node_modules/@zhubao/client');
    mkdirSync(home, { recursive: true });
    cpSync('schema/client/package.json', join(home, 'package.json'));
    execFileSync(compiler, ['-p', 'schema/client', '--outDir', join(home, 'dist')]);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
    const shown = shownUse();
    expect(shown).toContain('client.pages(');
    writeFileSync(join(folder, 'shown.ts'), shown);
    const strict = ['--strict', '--skipLibCheck', 'false', '--module', 'nodenext', '--lib', 'es2023,dom'];
    execFileSync(compiler, [...strict, '--target', 'es2023', 'consumer.ts', 'shown.ts'], { cwd: folder });
    const call = `import('./consumer.js').then((m) => m.outstanding('x')).catch(({ name, code }) => console.log(name, code))`;
    const said = execFileSync('node', ['-e', call], { cwd: folder, encoding: 'utf8' });
    expect(said).toBe('ApiError UNREACHABLE\n');
    expect(Object.keys(client)).toContain('PostDisbursement');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
