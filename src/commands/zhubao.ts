#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../config.ts';
import { CannotDo, EXITS, type Exit, print, tell, UsageError } from './command.ts';
import { COMMANDS } from './table.ts';

const OVERVIEW = `Zhubao 助保

Usage 用法: zhubao <command> [options]

${Object.values(COMMANDS)
  .map(({ usage, zh, en }) => `  ${usage}\n      ${zh} ${en}`)
  .join('\n')}
  help [<command>]
      帮助。Help, in all or of one command; so does --help.

Data go to standard output, everything else to standard error. Exit codes: 0 done; 1 looked, and something is not as
it should be; 2 could not be done. 标准输出为数据，其余为标准错误；退出码：0 完成，1 有不符或待办，2 未能执行。`;

function helpOf(name: string): string {
  const command = COMMANDS[name];
  if (!command) throw unknownCommand(name);
  return `Usage 用法: zhubao ${command.usage}\n\n${command.zh}\n${command.en}\n\n${command.help}`;
}

function unknownCommand(name: string): UsageError {
  return new UsageError(`"${name}" is no command`, `one of ${Object.keys(COMMANDS).join(', ')}, help`);
}

async function run([name = 'serve', ...args]: readonly string[]): Promise<Exit | null> {
  const isHelp = (arg: string) => arg === '--help' || arg === '-h';
  if (name === 'help' || isHelp(name)) {
    const [about] = args;
    print(about === undefined || isHelp(about) ? OVERVIEW : helpOf(about));
    return EXITS.done;
  }
  if (args.some(isHelp)) {
    print(helpOf(name));
    return EXITS.done;
  }
  const command = COMMANDS[name];
  if (!command) throw unknownCommand(name);
  const work = await command.load();
  return work(args, command.usage);
}

/** What whoever ran the command can mend is said in a sentence; of anything else all is shown that is known. */
async function complaintOf(error: unknown): Promise<string> {
  if (!(error instanceof Error)) return String(error);
  if ([ConfigError, UsageError, CannotDo].some((kind) => error instanceof kind)) return error.message;
  if ('code' in error && /^28.{3}$/.test(String(error.code)))
    return 'The database does not let us in: check the user and the password in DATABASE_URL, and DATABASE_APP_URL.';
  if ('code' in error && error.code === 'EADDRINUSE')
    return `Something else listens on port ${'port' in error ? error.port : ''}; set PORT or METRICS_PORT to a free one.`;
  // Loaded only now: help and mistakes in the command line come at once.
  const [{ DatabaseBusy, DatabaseLost }, { EmbeddedBusy }, { DatabaseUnfit, isUnreachable }] =
    await Promise.all([
      import('../database/connection.ts'),
      import('../database/embedded.ts'),
      import('../database/migrate.ts'),
    ]);
  if (error instanceof DatabaseBusy || error instanceof DatabaseLost || isUnreachable(error))
    return 'The database does not answer; check DATABASE_URL, and whether PostgreSQL runs.';
  const isKnown = error instanceof EmbeddedBusy || error instanceof DatabaseUnfit;
  return isKnown ? error.message : (error.stack ?? error.message);
}

/** Runs a command to its end, telling what went wrong; null for one that goes on running. */
export async function endOf(args: readonly string[]): Promise<Exit | null> {
  try {
    return await run(args);
  } catch (error) {
    tell(await complaintOf(error));
    return EXITS.failed;
  }
}

/** Runs a command of the command line, and sees to the exit code. */
export async function runCommand(args: readonly string[]): Promise<void> {
  const exit = await endOf(args);
  // What had been opened before a mistake was found must not keep the process alive.
  if (exit === EXITS.failed) process.exit(exit);
  if (exit !== null) process.exitCode = exit;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await runCommand(process.argv.slice(2));
