import { execFileSync } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where this code is. */
export const HERE = resolve(import.meta.dirname, '../..');

const git = (...args: string[]) => execFileSync('git', ['-C', HERE, ...args], { stdio: 'ignore' });

/** Works with an older commit in a folder of its own, with the packages of this one; afterwards it is gone. */
export async function withOlder<T>(commit: string, work: (tree: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'zhubao-older-'));
  const tree = join(folder, 'tree');
  git('worktree', 'add', '--detach', tree, commit);
  try {
    symlinkSync(join(HERE, 'node_modules'), join(tree, 'node_modules'));
    return await work(tree);
  } finally {
    git('worktree', 'remove', '--force', tree);
    await rm(folder, { recursive: true, force: true });
  }
}
