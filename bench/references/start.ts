import { execFile } from 'node:child_process';
import { cp, lstat, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DataSet, Reference } from '../bench.ts';
import { type Started, start } from '../processes.ts';

// References are installed from the registry, pinned, into a folder of the bench: the product never sees their packages.

const HERE = import.meta.dirname;
const FILES = ['package.json', 'package-lock.json'];
const PORT_ALONE = /^(\d+)\n/;
const NODE_22 = { major: 22, package: `node-${process.platform}-${process.arch}` };

let installing: Promise<string> | null = null;

/** The folder with the references' packages, installed on first use and again when their versions change. */
function installed(folder: string, say: (line: string) => void): Promise<string> {
  installing ??= install(join(folder, 'references'), say);
  return installing;
}

async function isCurrent(folder: string): Promise<boolean> {
  const same = async (name: string) => {
    const kept = await readFile(join(folder, name), 'utf8').catch(() => '');
    return kept === (await readFile(join(HERE, name), 'utf8'));
  };
  const link = await lstat(join(folder, 'node_modules/graphql')).catch(() => null);
  return link?.isSymbolicLink() === true && (await Promise.all(FILES.map(same))).every(Boolean);
}

async function install(folder: string, say: (line: string) => void): Promise<string> {
  if (await isCurrent(folder)) return folder;
  say('installing the references from the registry …');
  await mkdir(folder, { recursive: true });
  for (const name of FILES) await cp(join(HERE, name), join(folder, name));
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  // There may be only one copy of graphql in a process, and Mercurius is to serve the product's own schema: the same
  // version, from the product's own folder.
  const own = dirname(fileURLToPath(import.meta.resolve('graphql/package.json')));
  await rm(join(folder, 'node_modules/graphql'), { recursive: true });
  await symlink(own, join(folder, 'node_modules/graphql'));
  return folder;
}

/** PostGraphile needs Node 22: the registry's, where the bench itself runs on an older one. */
async function node22(folder: string): Promise<string> {
  if (Number(process.versions.node.split('.')[0]) >= NODE_22.major) return process.execPath;
  const program = join(folder, 'node_modules', NODE_22.package, 'bin/node');
  if (!(await lstat(program).catch(() => null)))
    throw new Error(
      `PostGraphile needs Node 22, and there is no package ${NODE_22.package}; run the bench on Node 22`,
    );
  return program;
}

/** Starts a reference on a set. */
export async function referenceOn(
  name: Reference,
  { appUrl, ownerUrl }: DataSet,
  folder: string,
  settings: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<Started> {
  const tsx = ['--import', import.meta.resolve('tsx')];
  if (name === 'by hand') return start([...tsx, join(HERE, 'by-hand.ts'), appUrl, '0'], {}, PORT_ALONE);
  const packages = await installed(folder, say);
  const environment = { REFERENCES: packages, NODE_ENV: 'production' };
  switch (name) {
    case 'mercurius':
      return start([...tsx, join(HERE, 'mercurius.ts'), appUrl], environment, PORT_ALONE);
    case 'postgraphile': {
      const program = await node22(packages);
      return start([...tsx, join(HERE, 'postgraphile.ts'), appUrl], environment, PORT_ALONE, program);
    }
    case 'mercurius, our schema': {
      const ours = { REFERENCES: packages, DATABASE_URL: ownerUrl, ...settings };
      const swap = ['--import', join(HERE, 'swap-endpoint.mjs')];
      const product = [resolve('dist/src/commands/zhubao.js'), 'serve'];
      return start([...tsx, ...swap, ...product], ours, /http:\/\/[^:]+:(\d+)/);
    }
  }
}
