import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withOlder } from './older.ts';

// `npm run upgrade-run [-- --from <commit>]`: the product of an older commit, HEAD unless said otherwise, serves clients of
// all four tenants; this one migrates under them and takes over. See upgrade-load.ts, which runs among the older files,
// since the older code of the API is loaded there and the younger only in processes of its own.

const { values } = parseArgs({ options: { from: { type: 'string', default: 'HEAD' } } });

process.exitCode = await withOlder(values.from, async (tree) => {
  const script = join(import.meta.dirname, 'upgrade-load.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script], { cwd: tree, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  const [exit] = await once(child, 'exit');
  return exit ?? 1;
});
