// The server process of the database in the box, as seen from outside: who it is, whether it lives, how it stops.
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const STOP_MAX_MS = 15_000;

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** What the server itself has written down about its process. */
export function postmasterOf(data: string): Postmaster | null {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 && port > 0 ? { pid, port } : null;
  } catch {
    return null;
  }
}

/** Sends the signal; false when there is no such process. Signal 0 only asks. */
function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export function isAlive(pid: number): boolean {
  return kill(pid, 0);
}

/**
 * Removes a postmaster.pid whose pid was given to another program since; PostgreSQL would take that one for itself.
 * Only where /proc tells programs apart.
 */
export function removeMistakenPid(data: string): void {
  const pid = postmasterOf(data)?.pid;
  if (pid === undefined) return;
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (command !== '' && !command.includes(data)) rmSync(join(data, 'postmaster.pid'));
  } catch {
    // Not there, or not Linux: PostgreSQL judges by itself.
  }
}

/** Fast shutdown; after a while an immediate one, which the next start recovers from. */
export async function stopPostmaster(data: string): Promise<void> {
  const pid = postmasterOf(data)?.pid;
  if (pid === undefined) return;
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!kill(pid, signal)) return;
    const end = performance.now() + STOP_MAX_MS;
    while (performance.now() < end) {
      if (!isAlive(pid) || postmasterOf(data)?.pid !== pid) return;
      await pause(10);
    }
  }
  throw new Error(`the database in ${data} (process ${pid}) does not stop`);
}

/** The port, if nobody listens on it; for 0 any free one. */
export function freePort(port: number): Promise<number | null> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(null));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      const found = typeof address === 'object' && address ? address.port : null;
      probe.close(() => done(found));
    });
  });
}
