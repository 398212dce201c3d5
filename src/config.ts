import { readFileSync } from 'node:fs';
import { type CheckpointConfig, checkpointConfigOf } from './checkpoint-config.ts';
import { type DatabaseConfig, databaseConfigOf } from './database-config.ts';
import { type WebhookConfig, webhookConfigOf } from './webhook-config.ts';

/** Everything that may differ from one installation to the next. */
export interface Config extends DatabaseConfig {
  readonly mode: 'development' | 'production';
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  /** Processes that serve on the one port of this machine. What is limited below is limited for all of them together. */
  readonly workers: number;
  readonly poolSize: number;
  readonly signIn: SignInConfig;
  readonly introspection: boolean;
  /** Whether the page for trying the API out is served. */
  readonly explorer: 'on' | 'off';
  /** What one tenant may spend in this process in a minute: points of cost, and yes-or-no questions about amounts. */
  readonly budget: { readonly pointsPerMinute: number; readonly questionsPerMinute: number };
  /** How many requests are worked on at once, of one tenant and of all. */
  readonly atOnce: { readonly perTenant: number; readonly inAll: number };
  /** Whether this process does the daily sweep. Several may; it is enough that one does. */
  readonly sweep: 'on' | 'off';
  readonly webhooks: WebhookConfig;
  readonly checkpoints: CheckpointConfig;
  /** Whether this process works on files that come in. Several may; each file is one process's at a time. */
  readonly imports: 'on' | 'off';
  readonly logLevel: LogLevel;
  /** Where metrics are read, a port of their own; null: nowhere. */
  readonly metricsPort: number | null;
  /** Where traces are sent; null: nowhere, and none are made. */
  readonly tracing: TracingConfig | null;
  /** Addresses or networks whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Between "not ready" and closing the port. */
  readonly announceSeconds: number;
  /** For running requests after the port is closed. */
  readonly graceSeconds: number;
}

/** Traces by OpenTelemetry, under the names of its own environment variables. */
export interface TracingConfig {
  /** The collector that takes OTLP over HTTP; `/v1/traces` is added. */
  readonly endpoint: string;
  readonly serviceName: string;
  /** Which part of the requests that begin here is traced, 0 to 1; a caller's own decision goes before it. */
  readonly share: number;
}

/** Whose tokens are taken, and how they are read. */
interface SignInConfig {
  /** Null in development only: the development issuer's own keys. By its issuer: where its discovery document says. */
  readonly keys: { readonly file: string } | { readonly url: string } | { readonly issuer: string } | null;
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly Algorithm[];
  /** Whether a token must say in its header that it is an access token (RFC 9068). */
  readonly mustBeTyped: boolean;
  /** Null: any client of the issuer. */
  readonly clients: readonly string[] | null;
  readonly clockToleranceSeconds: number;
  /** While the sign-in server does not answer. */
  readonly keysKeptHours: number;
  /** Who we are to the sign-in server, where it is to be asked about every token (RFC 7662); null: it is not asked. */
  readonly introspection: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly keptSeconds: number;
  } | null;
  /** The mapping of claims as it was written, not yet read; null: the claims are `pool`, `tenant` and `role`. */
  readonly claims: unknown;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];
const ALGORITHMS = ['EdDSA', 'ES256', 'RS256', 'PS256'] as const;
const TYPES = ['any', 'at+jwt'] as const;
type Algorithm = (typeof ALGORITHMS)[number];
const SWEEPS = ['on', 'off'] as const;
const SWITCH = ['off', 'on'] as const;
/** A transaction of ours keeps a connection for a few milliseconds; a core keeps about so many busy. */
const POOL_SIZE_PER_WORKER = 6;
const MODES = ['development', 'production'] as const;

/** The environment is wrong; the message has one line for each variable. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment, the only place that does; what the command line has `said` goes before it. Throws ConfigError naming every wrong variable at once. */
export function readConfig(given: Environment = process.env, said: Environment = {}): Config {
  const env = {
    ...given,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
  };
  const reader = readerOf(env);
  const { text, oneOf, whole, truth } = reader;
  const mode = oneOf('ZHUBAO_MODE', MODES, env.NODE_ENV === 'production' ? 'production' : 'development');
  // A machine that says production anywhere means it: half a switch must not open the development issuer.
  const isProduction = mode === 'production' || env.NODE_ENV === 'production';
  const workers = whole('WORKERS', 1, 64, 1);
  const poolSize = whole('POOL_SIZE', workers, 200, Math.max(10, POOL_SIZE_PER_WORKER * workers));
  const config: Config = {
    mode: isProduction ? 'production' : 'development',
    host: text('HOST') ?? '127.0.0.1',
    port: whole('PORT', 0, 65_535, 4_000),
    ...databaseConfigOf(reader, isProduction),
    dataFolder: text('DATA_FOLDER') ?? '.data',
    workers,
    poolSize,
    signIn: signInOf(reader, isProduction),
    introspection: truth('INTROSPECTION', true),
    explorer: oneOf('EXPLORER', SWEEPS, isProduction ? 'off' : 'on'),
    budget: {
      // Less than the dearest operation costs would refuse that one for ever.
      pointsPerMinute: whole('BUDGET_PER_MINUTE', 20_000, 100_000_000, 200_000),
      questionsPerMinute: whole('QUESTIONS_PER_MINUTE', 50, 1_000_000, 60),
    },
    atOnce: {
      // One tenant's requests leave connections to the database free for the others'.
      perTenant: whole('REQUESTS_AT_ONCE_PER_TENANT', 1, 1_000, Math.max(1, Math.floor(poolSize * 0.6))),
      inAll: whole('REQUESTS_AT_ONCE', 1, 10_000, 2 * poolSize),
    },
    sweep: oneOf('SWEEP', SWEEPS, 'on'),
    webhooks: webhookConfigOf(reader, isProduction),
    checkpoints: checkpointConfigOf(reader, isProduction),
    imports: oneOf('IMPORTS', SWEEPS, 'on'),
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    metricsPort: text('METRICS_PORT') === null ? null : whole('METRICS_PORT', 0, 65_535, 0),
    tracing: tracingOf(reader),
    trustedProxies: (text('TRUSTED_PROXIES') ?? '').split(',').flatMap((part) => part.trim() || []),
    announceSeconds: whole('SHUTDOWN_ANNOUNCE_SECONDS', 0, 60, 0),
    graceSeconds: whole('SHUTDOWN_GRACE_SECONDS', 1, 60, 10),
  };
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config;
}

function tracingOf({ text, wrong }: Reader): TracingConfig | null {
  const endpoint = text('OTEL_EXPORTER_OTLP_ENDPOINT');
  if (endpoint === null) return null;
  if (!['http:', 'https:'].includes(safeUrl(endpoint)?.protocol ?? ''))
    wrong('OTEL_EXPORTER_OTLP_ENDPOINT', `is "${endpoint}"`, 'http://collector:4318');
  const share = text('OTEL_TRACES_SAMPLER_ARG') ?? '1';
  if (!/^(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)$/.test(share))
    wrong('OTEL_TRACES_SAMPLER_ARG', `is "${share}"`, 'a number from 0 to 1, such as 0.05');
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    serviceName: text('OTEL_SERVICE_NAME') ?? 'zhubao',
    share: Number(share),
  };
}

/** What the commands need that ask the running product over its API. */
export interface ClientConfig {
  readonly url: string;
  readonly token: string;
}

/** Reads where the product is and in whose name it is asked. Throws ConfigError with every mistake. */
export function readClientConfig(env: Environment = process.env): ClientConfig {
  const { problems, wrong, text, whole } = readerOf(env);
  const url =
    text('ZHUBAO_URL') ?? `http://${text('HOST') ?? '127.0.0.1'}:${whole('PORT', 1, 65_535, 4_000)}`;
  if (!['http:', 'https:'].includes(safeUrl(url)?.protocol ?? ''))
    wrong('ZHUBAO_URL', `is "${url}"`, 'the address of the product, such as https://zhubao.example.gov.cn');
  const token = text('ZHUBAO_TOKEN');
  if (token === null) wrong('ZHUBAO_TOKEN', 'is missing', 'an access token of yours');
  if (problems.length > 0) throw new ConfigError(problems);
  return { url: url.replace(/\/+$/, ''), token: token ?? '' };
}

function signInOf(reader: Reader, isProduction: boolean): SignInConfig {
  const { text, oneOf, whole, list, wrong } = reader;
  const needed = (name: string, otherwise: string, wanted: string) => {
    if (isProduction && text(name) === null) wrong(name, 'is missing', `production needs ${wanted}`);
    return text(name) ?? otherwise;
  };
  const provider = text('OIDC_ISSUER');
  if (provider !== null && !isAddress(provider, isProduction))
    wrong('OIDC_ISSUER', `is "${provider}"`, 'the https address that is the iss of its tokens');
  if (provider !== null && text('JWT_ISSUER') !== null && text('JWT_ISSUER') !== provider)
    wrong('JWT_ISSUER', 'is not OIDC_ISSUER', 'one of the two');
  const keys =
    provider === null ? needed('JWT_KEYS', '', 'OIDC_ISSUER, or a JWKS') : (text('JWT_KEYS') ?? '');
  return {
    keys: keys !== '' ? keysOf(keys, reader, isProduction) : provider === null ? null : { issuer: provider },
    issuer:
      provider ?? needed('JWT_ISSUER', 'zhubao-development', 'the exact iss of the sign-in server’s tokens'),
    audience: needed('JWT_AUDIENCE', 'zhubao', 'the exact aud of the tokens meant for this service'),
    algorithms: list('JWT_ALGORITHM', ALGORITHMS) ?? [provider === null ? 'EdDSA' : 'RS256'],
    mustBeTyped: oneOf('JWT_TYPE', TYPES, 'any') === 'at+jwt',
    clients:
      text('JWT_CLIENTS')
        ?.split(',')
        .flatMap((client) => client.trim() || []) ?? null,
    clockToleranceSeconds: whole('JWT_CLOCK_TOLERANCE_SECONDS', 0, 5, 5),
    keysKeptHours: whole('JWT_KEYS_KEPT_HOURS', 1, 72, 24),
    introspection: introspectionOf(reader, provider !== null),
    claims: claimsOf(reader),
  };
}

/** The secret isn't repeated in a complaint. */
function introspectionOf(
  { text, oneOf, whole, wrong }: Reader,
  hasProvider: boolean,
): SignInConfig['introspection'] {
  const keptSeconds = whole('OIDC_INTROSPECTION_SECONDS', 0, 5, 5);
  if (oneOf('OIDC_INTROSPECTION', SWITCH, 'off') === 'off') return null;
  const needed = (name: string, wanted: string) => {
    const value = text(name);
    if (value === null) wrong(name, 'is missing', `${wanted}, since OIDC_INTROSPECTION is on`);
    return value ?? '';
  };
  if (!hasProvider) wrong('OIDC_ISSUER', 'is missing', 'the sign-in server that OIDC_INTROSPECTION asks');
  return {
    clientId: needed('OIDC_CLIENT_ID', 'our own name with the sign-in server'),
    clientSecret: needed('OIDC_CLIENT_SECRET', 'our own secret with the sign-in server'),
    keptSeconds,
  };
}

/** Keys fetched in the clear could be anyone's; on one's own machine, while developing, nobody sits in between. */
function isAddress(value: string, isProduction: boolean): boolean {
  const address = safeUrl(value);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(address?.hostname ?? '');
  return address?.protocol === 'https:' || (address?.protocol === 'http:' && isLocal && !isProduction);
}

function keysOf(keys: string, { wrong }: Reader, isProduction: boolean): { file: string } | { url: string } {
  if (!/^[a-z][a-z+.-]+:\/\//i.test(keys)) return { file: keys };
  if (!isAddress(keys, isProduction))
    wrong('JWT_KEYS', `is "${keys}"`, 'an https address, or the path of a file');
  return { url: keys };
}

/** The JSON itself where the value begins like an object, else the file that holds it. */
function claimsOf({ text, wrong }: Reader): unknown {
  const given = text('SIGN_IN_CLAIMS');
  if (given === null) return null;
  const isInline = given.startsWith('{');
  try {
    return JSON.parse(isInline ? given : readFileSync(given, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is no JSON' : `is "${given}", which can't be read`;
    wrong('SIGN_IN_CLAIMS', why, 'the path of a JSON file, or the JSON itself');
    return null;
  }
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
    /** Words with commas between; null for none. */
    list<W extends string>(name: string, words: readonly W[]): readonly W[] | null {
      const given = text(name)
        ?.split(',')
        .map((part) => part.trim());
      if (given === undefined) return null;
      const found = words.filter((word) => given.includes(word));
      if (given.some((part) => !words.some((word) => word === part)))
        wrong(name, `is "${given.join()}"`, `one or more of ${words.join(', ')}`);
      return found;
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
