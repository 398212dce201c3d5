import { type ChildProcess, spawn } from 'node:child_process';

// What is measured runs in processes of its own; the bench is the load.

const READY_SECONDS_MAX = 60;

export interface Started {
  readonly port: number;
  /** Resident memory in whole megabytes, as the system counts it. */
  memoryMegabytes(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a program that prints its port, and waits until it has. */
export async function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<Started> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child, args, ready);
  return {
    port,
    async memoryMegabytes() {
      const { readFile } = await import('node:fs/promises');
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024);
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function portOf(child: ChildProcess, args: readonly string[], ready: RegExp): Promise<number> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const failed = (why: string) => reject(new Error(`${args.join(' ')}: ${why}; it said: ${heard}`));
    const late = setTimeout(() => failed('not ready in time'), READY_SECONDS_MAX * 1_000);
    child.once('exit', (code) => failed(`ended with ${code}`));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
      const port = ready.exec(heard)?.[1];
      if (port === undefined) return;
      clearTimeout(late);
      child.removeAllListeners('exit');
      resolve(Number(port));
    });
  });
}
