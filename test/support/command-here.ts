import { endOf } from '../../src/commands/zhubao.ts';
import type { Ended } from './child.ts';

/** Runs a command to its end in this process, one at a time: what a process of its own would add is tested once. */
export async function commandHere(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const before = { ...process.env };
  const [out, err]: [string[], string[]] = [[], []];
  const streams = [
    [process.stdout, out],
    [process.stderr, err],
  ] as const;
  const writes = streams.map(([stream, told]) => {
    const { write } = stream;
    stream.write = (bytes: string | Uint8Array) => told.push(Buffer.from(bytes).toString('utf8')) > 0;
    return () => {
      stream.write = write;
    };
  });
  process.env = { ...env };
  try {
    return { exit: await endOf(args), out: out.join(''), err: err.join('') };
  } finally {
    process.env = before;
    for (const restore of writes) restore();
  }
}
