import { type FastifyBaseLogger, fastify } from 'fastify';

export type Log = FastifyBaseLogger;

export interface LogSettings {
  readonly level: string;
  /** json: one object a line, for machines. short: one sentence a line, for a terminal. */
  readonly format: 'json' | 'short';
  readonly write?: (line: string) => void;
  /** Added to every line: which trace it belongs to. */
  readonly more?: () => object;
}

/** The longest error text that is kept; a driver can put a whole statement with its values into one. */
const ERROR_TEXT_MAX = 4_000;

/**
 * The program's log. fastify brings pino along; a server that is never started hands us the very logger that it
 * would make, so there is one dependency and one format.
 */
export function createLog(settings: LogSettings): Log {
  const write = settings.write ?? ((line: string) => void process.stdout.write(line));
  return fastify({
    logger: {
      level: settings.level,
      base: null,
      ...(settings.more ? { mixin: settings.more } : {}),
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorFields },
      stream: { write: settings.format === 'json' ? write : (line) => write(shortened(line)) },
    },
  }).log;
}

type ErrorFields = { [field: string]: unknown; type: string; message: string; stack: string };

/** What is kept of an error: drizzle writes the statement's values into message and stack; they stay out of the log. */
export function errorFields(error: unknown): ErrorFields {
  if (!(error instanceof Error)) return { type: typeof error, message: clean(String(error)), stack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: errorFields(error.cause) };
  return {
    type: error.name,
    ...code,
    message: clean(error.message),
    stack: clean(error.stack ?? ''),
    ...cause,
  };
}

function clean(text: string): string {
  return text.replace(/\bparams: [\s\S]*?(?=\n {4}at |$)/g, 'params: …').slice(0, ERROR_TEXT_MAX);
}

function shortened(line: string): string {
  const { time, level, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const fields = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const stack = err && typeof err === 'object' && 'stack' in err ? [`\n${String(err.stack)}`] : [];
  return `${[String(time).slice(11, 23), level, msg, ...fields, ...stack].join(' ')}\n`;
}
