/** Everything that may differ from one installation to the next. */
export interface Config {
  readonly mode: 'development' | 'production';
  readonly host: string;
  readonly port: number;
  /** The owner's connection, for migrations; null: a database of our own in the data folder. */
  readonly databaseUrl: string | null;
  /** The application's connection, which owns nothing; null: derived from the owner's. */
  readonly databaseAppUrl: string | null;
  readonly dataFolder: string;
  readonly poolSize: number;
  readonly signIn: {
    /** Null in development only: the development issuer's own keys. */
    readonly keys: { readonly file: string } | { readonly url: string } | null;
    readonly issuer: string;
    readonly audience: string;
    readonly algorithm: 'EdDSA' | 'ES256' | 'RS256';
  };
  readonly introspection: boolean;
  /** Whether this process does the daily sweep. Several may; it is enough that one does. */
  readonly sweep: 'on' | 'off';
  readonly logLevel: LogLevel;
  /** Addresses or networks whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Between "not ready" and closing the port. */
  readonly announceSeconds: number;
  /** For running requests after the port is closed. */
  readonly graceSeconds: number;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];
const ALGORITHMS = ['EdDSA', 'ES256', 'RS256'] as const;
const SWEEPS = ['on', 'off'] as const;
const MODES = ['development', 'production'] as const;

/** The environment is wrong; the message has one line for each variable. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment, the only place that does. Throws ConfigError naming every wrong variable at once. */
export function readConfig(env: Environment = process.env): Config {
  const reader = readerOf(env);
  const { text, oneOf, whole, truth, url } = reader;
  const mode = oneOf('ZHUBAO_MODE', MODES, env.NODE_ENV === 'production' ? 'production' : 'development');
  // A machine that says production anywhere means it: half a switch must not open the development issuer.
  const isProduction = mode === 'production' || env.NODE_ENV === 'production';
  const needed = (name: string, otherwise: string, wanted: string) => {
    if (isProduction && text(name) === null) reader.wrong(name, 'is missing', `production needs ${wanted}`);
    return text(name) ?? otherwise;
  };

  const keys = needed('JWT_KEYS', '', 'the path of a JWKS file or its https address');
  const config: Config = {
    mode: isProduction ? 'production' : 'development',
    host: text('HOST') ?? '127.0.0.1',
    port: whole('PORT', 0, 65_535, 4_000),
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:'], isProduction),
    databaseAppUrl: url('DATABASE_APP_URL', ['postgres:', 'postgresql:'], false),
    dataFolder: text('DATA_FOLDER') ?? '.data',
    poolSize: whole('POOL_SIZE', 1, 200, 10),
    signIn: {
      keys: keys === '' ? null : keysOf(keys, reader),
      issuer: needed('JWT_ISSUER', 'zhubao-development', 'the exact iss of the sign-in server’s tokens'),
      audience: needed('JWT_AUDIENCE', 'zhubao', 'the exact aud of the tokens meant for this service'),
      algorithm: oneOf('JWT_ALGORITHM', ALGORITHMS, 'EdDSA'),
    },
    introspection: truth('INTROSPECTION', true),
    sweep: oneOf('SWEEP', SWEEPS, 'on'),
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    trustedProxies: (text('TRUSTED_PROXIES') ?? '').split(',').flatMap((part) => part.trim() || []),
    announceSeconds: whole('SHUTDOWN_ANNOUNCE_SECONDS', 0, 60, 0),
    graceSeconds: whole('SHUTDOWN_GRACE_SECONDS', 1, 60, 10),
  };
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config;
}

function keysOf(keys: string, { wrong }: Reader): { file: string } | { url: string } {
  if (!/^[a-z][a-z+.-]+:\/\//i.test(keys)) return { file: keys };
  const address = safeUrl(keys);
  const isLocal = address?.hostname === 'localhost' || address?.hostname === '127.0.0.1';
  // Keys fetched in the clear could be anyone's; on one's own machine nobody sits in between.
  if (!address || !(address.protocol === 'https:' || (address.protocol === 'http:' && isLocal)))
    wrong('JWT_KEYS', `is "${keys}"`, 'an https address, or the path of a file');
  return { url: keys };
}

function safeUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}

type Reader = ReturnType<typeof readerOf>;

function readerOf(env: Environment) {
  const problems: string[] = [];
  const wrong = (name: string, what: string, right: string): void => {
    problems.push(`${name} ${what}; right would be: ${right}.`);
  };
  /** Null for a variable that isn't set, or is set to nothing. */
  const text = (name: string): string | null => env[name]?.trim() || null;

  return {
    problems,
    wrong,
    text,
    whole(name: string, min: number, max: number, otherwise: number): number {
      const value = text(name);
      if (value === null) return otherwise;
      if (/^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max) return Number(value);
      wrong(name, `is "${value}"`, `a whole number from ${min} to ${max}`);
      return otherwise;
    },
    truth(name: string, otherwise: boolean): boolean {
      const value = text(name);
      if (value === null) return otherwise;
      if (value !== 'true' && value !== 'false') wrong(name, `is "${value}"`, 'true or false');
      return value === 'true';
    },
    oneOf<W extends string>(name: string, words: readonly W[], otherwise: W): W {
      const value = text(name);
      if (value === null) return otherwise;
      const found = words.find((word) => word === value);
      if (found === undefined) wrong(name, `is "${value}"`, `one of ${words.join(', ')}`);
      return found ?? otherwise;
    },
    /** The value isn't repeated in the complaint: it holds a password. */
    url(name: string, protocols: readonly string[], isNeeded: boolean): string | null {
      const value = text(name);
      const right = 'postgres://user:password@host:5432/database';
      if (value === null && isNeeded) wrong(name, 'is missing', `in production ${right}`);
      if (value !== null && !protocols.includes(safeUrl(value)?.protocol ?? ''))
        wrong(name, 'is no address of a PostgreSQL database', right);
      return value;
    },
  };
}
