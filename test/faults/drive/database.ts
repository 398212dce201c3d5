import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Embedded, startEmbedded } from '../../../src/database/embedded.ts';
import { isAlive } from '../../../src/database/postmaster.ts';

const run = promisify(execFile);

/** A real PostgreSQL on a small file system of its own, that can be killed and whose disk can be filled. */
export interface Cluster {
  /** The owner's connection, past every wire. */
  readonly url: string;
  readonly port: number;
  /** Whether the data lie on a file system of a size of our own, which alone can be filled. */
  readonly hasQuota: boolean;
  /** Ends every process of it as by a signal, without a good-bye, and answers when it serves again. */
  crash(signal: 'SIGQUIT' | 'SIGKILL', downMs: number): Promise<void>;
  /** Fills what is left of its disk for a while; false where that cannot be done. */
  fillDisk(forMs: number): Promise<boolean>;
  /** Starts it again where it has died, as a service manager would. */
  revive(): Promise<boolean>;
  stop(): Promise<void>;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Room for the cluster itself and its log, and for what a minute of acts leaves. */
const DISK_MEGABYTES = 320;
const DISK_MEGABYTES_A_MINUTE = 80;
const START_TRIES = 40;

const SETTINGS = {
  // The write-ahead log stays small, so that its files have to be made anew also while the disk is full.
  min_wal_size: '32MB',
  max_wal_size: '64MB',
  max_connections: '60',
  log_min_duration_statement: '-1',
} as const;

async function mounted(folder: string, megabytes: number): Promise<boolean> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}M,mode=755`, 'tmpfs', folder]);
    return true;
  } catch {
    // No right to mount here: everything but a full disk can still be tried.
    return false;
  }
}

export async function startCluster(folder: string, minutes: number): Promise<Cluster> {
  const disk = join(folder, 'disk');
  await mkdir(disk, { recursive: true });
  for (const path of [folder, disk]) await chmod(path, 0o755);
  const hasQuota = await mounted(disk, Math.ceil(DISK_MEGABYTES + DISK_MEGABYTES_A_MINUTE * minutes));
  let server: Embedded = await startEmbedded({ dataFolder: disk, log: silent, settings: SETTINGS });
  const { url } = server;
  let isDown = false;

  function postmaster(): number | null {
    try {
      return Number(readFileSync(join(disk, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]) || null;
    } catch {
      return null;
    }
  }

  /** A run that ends before its end leaves no server and no file system behind. */
  function leave(): void {
    const pid = postmaster();
    if (pid !== null && isAlive(pid)) process.kill(pid, 'SIGQUIT');
    if (hasQuota) spawnSync('umount', ['-l', disk]);
  }
  process.on('exit', leave);

  async function start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        server = await startEmbedded({ dataFolder: disk, log: silent, settings: SETTINGS });
        return;
      } catch (error) {
        // The children of a killed postmaster hold its memory until they notice.
        if (attempt === START_TRIES) throw error;
        await pause(250);
      }
    }
  }

  /** Gone as a whole; one that only takes long is left to itself. */
  function isDead(): boolean {
    const pid = postmaster();
    return pid === null || !isAlive(pid);
  }

  return {
    url,
    port: Number(new URL(url).port),
    hasQuota,
    async crash(signal, downMs) {
      if (isDown) return;
      isDown = true;
      try {
        const pid = postmaster();
        if (pid !== null) process.kill(pid, signal);
        await pause(downMs);
        await server.stop();
        await start();
      } finally {
        isDown = false;
      }
    },
    async fillDisk(forMs) {
      if (!hasQuota) return false;
      const filler = join(disk, 'filler');
      const { bavail, bsize } = await statfs(disk);
      await run('fallocate', ['-l', String(bavail * bsize), filler]).catch(() => undefined);
      await pause(forMs);
      await rm(filler, { force: true });
      return true;
    },
    async revive() {
      if (isDown || !isDead()) return false;
      isDown = true;
      try {
        await server.stop();
        await start();
        return true;
      } finally {
        isDown = false;
      }
    },
    async stop() {
      process.off('exit', leave);
      await server.stop();
      if (hasQuota) await run('umount', ['-l', disk]);
    },
  };
}
