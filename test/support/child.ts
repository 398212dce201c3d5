import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

type Environment = Readonly<Record<string, string>>;

/** The command line as an operator's shell starts it, with nothing of our own environment but the way to programs. */
export function startCommand(args: readonly string[], env: Environment = {}): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['--import', 'tsx', 'src/commands/zhubao.ts', ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
}

export interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command to its end. */
export async function command(args: readonly string[], env: Environment = {}): Promise<Ended> {
  const child = startCommand(args, env);
  const [out, err, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { exit, out, err };
}
