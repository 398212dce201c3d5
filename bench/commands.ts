import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

// Commands of the product, run to their end.

const LOOK_EVERY_MS = 200;

export interface Ran {
  readonly seconds: number;
  /** Resident memory in whole megabytes, from the start to the end, at even intervals. */
  readonly megabytes: readonly number[];
}

/** Runs a command of the built product; throws with what it said when it does not end with 0. */
export async function ran(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ran> {
  const began = performance.now();
  const child = spawn(process.execPath, [resolve('dist/src/commands/zhubao.js'), ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2_000);
    });
  let code: number | null | undefined;
  const ended = new Promise<void>((done) =>
    child.once('exit', (with_) => {
      code = with_;
      done();
    }),
  );
  const megabytes: number[] = [];
  while (code === undefined) {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const kilobytes = /VmRSS:\s+(\d+)/.exec(status)?.[1];
    if (kilobytes !== undefined) megabytes.push(Math.round(Number(kilobytes) / 1_024));
    await Promise.race([ended, pause(LOOK_EVERY_MS)]);
  }
  const seconds = (performance.now() - began) / 1_000;
  if (code !== 0) throw new Error(`zhubao ${args.join(' ')} ended with ${code}: ${said}`);
  return { seconds, megabytes };
}

/** How much larger memory is in the last fifth of a run than in the second, after the warm-up. */
export function growthOf(megabytes: readonly number[]): number {
  const fifth = Math.max(1, Math.floor(megabytes.length / 5));
  const mean = (part: readonly number[]) =>
    part.reduce((sum, one) => sum + one, 0) / Math.max(1, part.length);
  return mean(megabytes.slice(-fifth)) / mean(megabytes.slice(fifth, 2 * fifth));
}
