// npm run fuzz [-- --seed N --operations M]: generated operations, bodies, files and scalars, on a throw-away server.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1_000) % 1_000_000) },
    operations: { type: 'string', default: '100000' },
  },
});
process.stdout.write(`fuzz: seed ${values.seed}, ${values.operations} operations\n`);
const root = resolve(import.meta.dirname, '../..');
const child = spawn(
  process.execPath,
  [
    resolve(root, 'node_modules/vitest/vitest.mjs'),
    ...['run', '--config', 'test/vitest.config.ts', '--project', 'database', 'test/fuzz'],
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FUZZ_SEED: values.seed, FUZZ_OPERATIONS: values.operations },
  },
);
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
