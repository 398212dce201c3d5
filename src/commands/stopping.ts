import type { Log } from '../http/log.ts';
import { EXITS } from './command.ts';

/**
 * Stops on a signal, and on a defect that nobody caught: it leaves a state that nobody knows, so running requests end, and
 * whoever looks after the process starts it anew.
 */
export function stopWhenTold(
  log: Log,
  stop: () => Promise<void>,
  signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'],
): void {
  let stopping: Promise<void> | null = null;
  const once = () => {
    stopping ??= stop();
    return stopping;
  };
  for (const signal of signals)
    process.on(signal, () => {
      log.info({ signal }, 'stopping');
      void once();
    });
  const fall = (error: unknown) => {
    log.fatal({ err: error }, 'a defect that nobody caught; stopping');
    process.exitCode = EXITS.failed;
    void once().finally(() => process.exit());
  };
  process.on('uncaughtException', fall);
  process.on('unhandledRejection', fall);
}
