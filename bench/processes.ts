import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

// What is measured runs in processes of its own; the bench is the load.

const READY_SECONDS_MAX = 180;
/** Linux counts processor time in hundredths of a second for every program, whatever the kernel's clock. */
const TICKS_PER_SECOND = 100;

export interface Started {
  readonly port: number;
  readonly pid: number;
  /** Resident memory in whole megabytes, as the system counts it. */
  memoryMegabytes(): Promise<number>;
  /** Processor time since its start, user and system, over all its threads; null where there is no /proc. */
  cpuSeconds(): Promise<number | null>;
  stop(): Promise<void>;
}

/** Starts a program that prints its port, and waits until it has. `program` is the Node that runs the bench unless given. */
export async function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  ready: RegExp,
  program: string = process.execPath,
): Promise<Started> {
  const child = spawn(program, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child, args, ready);
  const pid = child.pid ?? 0;
  return {
    port,
    pid,
    async memoryMegabytes() {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024);
    },
    async cpuSeconds() {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
      // After the program's name in brackets, which may hold anything, come the numbered fields from the third on.
      const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND : null;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function portOf(child: ChildProcess, args: readonly string[], ready: RegExp): Promise<number> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const failed = (why: string) => {
      child.kill('SIGKILL');
      reject(new Error(`${args.join(' ')}: ${why}; it said: ${heard}`));
    };
    const late = setTimeout(() => failed('not ready in time'), READY_SECONDS_MAX * 1_000);
    child.once('exit', (code) => {
      clearTimeout(late);
      failed(`ended with ${code}`);
    });
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
