import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { etcdArguments, patroniFile, proxyFile, type Settings } from './settings.ts';

// Three machines for a cluster, each a network namespace of its own on one bridge, as far apart as one kernel allows:
// a machine can be cut from the others, from the clients, or from both, and every process on it can be killed.

const run = promisify(execFile);

export const NODES = [1, 2, 3] as const;
export type Node = (typeof NODES)[number];

const BRIDGE = 'zfbr';
const namespaceOf = (node: Node) => `zf${node}`;
export const addressOf = (node: Node) => `10.231.7.${node}`;

const BIN = '/usr/lib/postgresql/15/bin';

export interface Nodes {
  readonly folder: string;
  /** Starts what is not running on the node: etcd, Patroni, and PostgreSQL by Patroni. */
  start(node: Node): void;
  /** SIGKILL for the server process of PostgreSQL, as by the kernel when memory is short. */
  killPostgres(node: Node): Promise<void>;
  /** SIGKILL for every process of the node, as when its power fails. */
  killAll(node: Node): Promise<void>;
  /** Cuts the node from the other nodes; from the clients too, unless they are spared. */
  cut(node: Node, spare: 'NOBODY' | 'CLIENTS'): Promise<void>;
  mend(node: Node): Promise<void>;
  /** Ends every process and takes away every namespace and the bridge. */
  clear(): Promise<void>;
}

const ip = (...args: string[]) => run('ip', args);
const within = (node: Node, ...args: string[]) => run('ip', ['netns', 'exec', namespaceOf(node), ...args]);

async function makeNetwork(): Promise<void> {
  await ip('link', 'add', BRIDGE, 'type', 'bridge');
  await ip('addr', 'add', '10.231.7.254/24', 'dev', BRIDGE);
  await ip('link', 'set', BRIDGE, 'up');
  for (const node of NODES) {
    await ip('netns', 'add', namespaceOf(node));
    await ip('link', 'add', `zfo${node}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespaceOf(node));
    await ip('link', 'set', `zfo${node}`, 'master', BRIDGE, 'up');
    await within(node, 'ip', 'addr', 'add', `${addressOf(node)}/24`, 'dev', 'eth0');
    await within(node, 'ip', 'link', 'set', 'eth0', 'up');
    await within(node, 'ip', 'link', 'set', 'lo', 'up');
  }
}

/** Whatever of it there is; the kernel takes a namespace away only after the last process in it has gone. */
async function clearNetwork(): Promise<void> {
  for (const node of NODES) {
    await ip('link', 'del', `zfo${node}`).catch(() => undefined);
    await ip('netns', 'del', namespaceOf(node)).catch(() => undefined);
  }
  await ip('link', 'del', BRIDGE).catch(() => undefined);
}

/** The processes in a namespace, whoever started them: PostgreSQL lets go of its parent. */
async function processesOf(node: Node): Promise<number[]> {
  const { stdout } = await ip('netns', 'pids', namespaceOf(node)).catch(() => ({ stdout: '' }));
  return stdout.split('\n').flatMap((line) => (line.trim() === '' ? [] : Number(line)));
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** A proxy that finds the primary by asking every Patroni, on a port of this machine. */
export function startProxy(folder: string, port: number): ChildProcess {
  const log = openSync(join(folder, 'haproxy.log'), 'a');
  return spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg'), '-p', `${folder}/haproxy.pid`], {
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, PORT: String(port) },
  });
}

/** Lays three nodes out in a folder that the account of PostgreSQL may enter; nothing runs yet. */
export async function layOut(folder: string, settings: Settings, proxyPort: number): Promise<Nodes> {
  const idOf = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  const account = [`--reuid=${idOf('-u')}`, `--regid=${idOf('-g')}`, '--clear-groups'];
  await clearNetwork();
  await makeNetwork().catch(async (error: unknown) => {
    await clearNetwork();
    throw error;
  });
  for (const node of NODES) {
    const own = join(folder, `node${node}`);
    await mkdir(own, { recursive: true });
    await writeFile(join(own, 'patroni.yml'), patroniFile(node, own, BIN, settings));
    await run('chown', ['-R', 'postgres:postgres', own]);
  }
  await writeFile(join(folder, 'haproxy.cfg'), proxyFile(proxyPort));
  const children = new Map<string, ChildProcess>();

  function launch(node: Node, name: string, command: readonly string[]): void {
    const known = children.get(`${name}${node}`);
    if (known && known.exitCode === null && known.signalCode === null) return;
    const log = openSync(join(folder, `node${node}.${name}.log`), 'a');
    const args = ['netns', 'exec', namespaceOf(node), 'setpriv', ...account, ...command];
    const child = spawn('ip', args, {
      cwd: join(folder, `node${node}`),
      stdio: ['ignore', log, log],
      env: { PATH: `${BIN}:${process.env.PATH}`, LC_ALL: 'C.UTF-8', HOME: folder },
    });
    children.set(`${name}${node}`, child);
  }

  return {
    folder,
    start(node) {
      launch(node, 'etcd', ['etcd', ...etcdArguments(node, join(folder, `node${node}`, 'etcd'))]);
      launch(node, 'patroni', ['/usr/bin/patroni', join(folder, `node${node}`, 'patroni.yml')]);
    },
    async killPostgres(node) {
      const pid = await readFile(join(folder, `node${node}`, 'data', 'postmaster.pid'), 'utf8');
      endProcess(Number(pid.split('\n')[0]));
    },
    async killAll(node) {
      for (const pid of await processesOf(node)) endProcess(pid);
    },
    async cut(node, spare) {
      if (spare === 'NOBODY') {
        await ip('link', 'set', `zfo${node}`, 'down');
        return;
      }
      for (const other of NODES)
        if (other !== node)
          for (const [chain, side] of [
            ['INPUT', '-s'],
            ['OUTPUT', '-d'],
          ] as const)
            await within(node, 'iptables', '-A', chain, side, addressOf(other), '-j', 'DROP');
    },
    async mend(node) {
      await ip('link', 'set', `zfo${node}`, 'up');
      await within(node, 'iptables', '-F');
    },
    async clear() {
      for (const node of NODES) for (const pid of await processesOf(node)) endProcess(pid);
      await clearNetwork();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
