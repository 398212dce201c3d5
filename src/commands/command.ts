import { parseArgs } from 'node:util';

/** How a command ends: done; it looked and something is not as it should be; or it could not be done at all. */
export const EXITS = { done: 0, differs: 1, failed: 2 } as const;
export type Exit = (typeof EXITS)[keyof typeof EXITS];

/** The command line is wrong; the message names what, and what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(wrong: string, right: string) {
    super(`${wrong}; right would be: ${right}.`);
  }
}

/** Something outside of the program refused or did not answer; the message is for whoever runs the command. */
export class CannotDo extends Error {
  override readonly name = 'CannotDo';
}

type OptionKinds = Readonly<Record<string, 'text' | 'flag'>>;
type Options<K extends OptionKinds> = { readonly [N in keyof K]?: K[N] extends 'flag' ? true : string };

/** Reads `--name value` and `--flag`, and at most `wordsMax` words beside them. Throws UsageError with the right usage. */
export function readOptions<const K extends OptionKinds>(
  usage: string,
  args: readonly string[],
  kinds: K,
  wordsMax = 0,
): { readonly options: Options<K>; readonly words: readonly string[] } {
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [tooMany] = positionals.slice(wordsMax);
    if (tooMany !== undefined) throw new TypeError(`"${tooMany}" is one word too many`);
    return { options: values as Options<K>, words: positionals };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [sentence = ''] = error.message.split('. ');
    throw new UsageError(sentence.replace(/\.$/, ''), `zhubao ${usage}`);
  }
}

/** What a person running the command reads while it works. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What a script reading the command's output gets. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
