import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { account, freePort } from './packaged.ts';

const PROGRAM = '/usr/sbin/pgbouncer';

export interface Bouncer {
  /** The same login and database, through the pooler. */
  through(url: string): string;
  stop(): Promise<void>;
}

/** Debian's PgBouncer before a server, giving out connections by the transaction; `logins` are those it lets through. */
export async function startBouncer(
  server: string,
  logins: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Bouncer> {
  const folder = await mkdtemp(join(tmpdir(), 'zhubao-bouncer-'));
  await chmod(folder, 0o755);
  const { hostname, port: serverPort } = new URL(server);
  const port = await freePort();
  const users = logins.map((login) => {
    const { username, password } = new URL(login);
    return `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"`;
  });
  const [ini, list] = [join(folder, 'pgbouncer.ini'), join(folder, 'users.txt')];
  await writeFile(list, `${users.join('\n')}\n`);
  const all = {
    listen_addr: '127.0.0.1',
    listen_port: String(port),
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: list,
    pool_mode: 'transaction',
    // Fewer than the product opens, so that one connection serves many clients in turn.
    default_pool_size: '2',
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  await writeFile(
    ini,
    `[databases]\n* = host=${hostname} port=${serverPort}\n[pgbouncer]\n${lines.join('\n')}\n`,
  );
  const child: ChildProcess = spawn(PROGRAM, [ini], { ...account(), cwd: '/', stdio: 'ignore' });
  const failed = once(child, 'error').then(([error]) => {
    throw new Error('there is no PgBouncer; apt-get install --no-install-recommends pgbouncer', {
      cause: error,
    });
  });
  await Promise.race([failed, vi.waitFor(() => knock(port), { timeout: 10_000, interval: 20 })]);
  return {
    through(url) {
      const address = new URL(url);
      address.host = `127.0.0.1:${port}`;
      return address.href;
    },
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function knock(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
