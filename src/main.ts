import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { v7 as newUuid } from 'uuid';
import type { Actor } from './acts/actor.ts';
import { performAndSweep } from './acts/daily-sweep.ts';
import { type FoundPool, foundPool } from './acts/governance.ts';
import { check } from './acts/perform.ts';
import type { Ports } from './acts/ports.ts';
import { reportOf, reportsAsData } from './acts/verify.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { connect, type Database, DatabaseBusy, DatabaseLost } from './database/connection.ts';
import { EmbeddedBusy, startEmbedded } from './database/embedded.ts';
import { appUrlOf, assertAppRole, DatabaseUnfit, migrate, poolCount } from './database/migrate.ts';
import { openReadsOn } from './database/reads.ts';
import { transactionsOn } from './database/store.ts';
import { sweepQueriesOn } from './database/sweep.ts';
import { actorsIn } from './database/tenants.ts';
import { verifyDatabase } from './database/verify-run.ts';
import { DEMO_USERS } from './demo/cast.ts';
import { createDemo } from './demo/create.ts';
import { instant, parseDate } from './domain/dates.ts';
import { isUuid, readId } from './domain/ids.ts';
import { LPR_QUOTES } from './domain/lpr.data.ts';
import type { Id } from './domain/words.ts';
import { createBudget } from './graphql/budget.ts';
import { type Acts, Reader, type RequestContext, readerPlugin } from './graphql/context.ts';
import { createEndpoint } from './graphql/endpoint.ts';
import { formatError, unauthenticated } from './graphql/errors.ts';
import { answerTo } from './graphql/file-errors.ts';
import { createSchema } from './graphql/schema.ts';
import { greeting } from './greeting.ts';
import { readClaimMapping } from './http/claim-file.ts';
import { type ClaimMapping, type Claims, SignInRefused } from './http/claim-mapping.ts';
import { createDevelopmentIssuer, type DevelopmentIssuer } from './http/development-issuer.ts';
import { KEYS_CHECKS } from './http/key-set.ts';
import { createLog, type Log } from './http/log.ts';
import { createHttp } from './http/server.ts';
import { createSignIn, SignInBusy } from './http/sign-in.ts';
import { createSweeper } from './sweeper.ts';

/** The bound within which a disabled tenant or a new appointment takes effect. */
const TENANTS_KEPT_MS = 5_000;

export interface Product {
  readonly port: number;
  /** Null in production. */
  readonly issuer: DevelopmentIssuer | null;
  readonly database: Database;
  readonly ports: Ports;
  /** Begins with the daily sweep, unless the configuration says that another process does it. */
  sweepDaily(): void;
  stop(): Promise<void>;
}

const migrationsFolder = resolve(
  import.meta.dirname,
  import.meta.dirname.includes('/dist/') ? '../../drizzle' : '../drizzle',
);

/** The outside that acts are handed: the database, the clock, and new ids. */
export function portsOn(database: Database): Ports {
  return {
    transaction: transactionsOn(database),
    sweep: sweepQueriesOn(database),
    now: () => instant(new Date()),
    newId: () => newUuid(),
  };
}

function appOf(config: Config, ownerUrl: string): { url: string; password: string | null } {
  return config.databaseAppUrl ? { url: config.databaseAppUrl, password: null } : appUrlOf(ownerUrl);
}

/** Brings the database up to date and opens it as the login that owns nothing. */
async function openDatabase(config: Config, ownerUrl: string, log: Log): Promise<Database> {
  const app = appOf(config, ownerUrl);
  await migrate(ownerUrl, { migrationsFolder, appPassword: app.password, log });
  await assertAppRole(app.url);
  return connect(app.url, { poolSize: config.poolSize, log });
}

function actsOf(ports: Ports, actor: Actor): Acts {
  return {
    perform: (deed, input, key) => performAndSweep(ports, actor, deed, input, key),
    check: (deed, input) => check(ports, actor, deed, input),
  };
}

/** What the configuration says of the claims. Throws ConfigError with every mistake in it. */
function mappingOf({ signIn }: Config): ClaimMapping | null {
  if (signIn.claims === null) return null;
  const read = readClaimMapping(signIn.claims);
  if ('problems' in read) throw new ConfigError(read.problems);
  return read.mapping;
}

/** Starts the product on a database, listening. */
export async function serve(config: Config, ownerUrl: string, log: Log): Promise<Product> {
  const mapping = mappingOf(config);
  const database = await openDatabase(config, ownerUrl, log);
  const ports = portsOn(database);
  const issuer =
    config.mode === 'development'
      ? await createDevelopmentIssuer({ mode: config.mode, folder: config.dataFolder, ...config.signIn })
      : null;
  const { keys } = config.signIn;
  const keySet = keys ?? (issuer && { jwks: issuer.jwks });
  if (!keySet) throw new Error('no keys to verify tokens by');
  const tokens = createSignIn({ ...config.signIn, mapping, keySet, log });
  // The keys are read before the first token comes.
  tokens.keys();
  const actorOf = actorsIn(database, TENANTS_KEPT_MS, Date.now);
  async function mustBeActor(claims: Claims): Promise<Actor> {
    const actor = await actorOf(claims);
    if (!actor) throw unauthenticated();
    return actor;
  }

  const budget = createBudget(config.budget, ports.now);
  const endpoint = await createEndpoint<Claims, RequestContext>({
    schema: createSchema(),
    production: config.mode === 'production',
    introspection: config.introspection,
    formatError,
    plugins: [readerPlugin(log)],
    log,
    accountOf: ({ poolId, tenantId }) => budget.accountOf(`${poolId}/${tenantId}`),
    abandon: ({ reader }) => void reader.end(),
    async contextOf(claims, { requestId }) {
      const actor = await mustBeActor(claims);
      const reader = new Reader(actor, openReadsOn(database), ports.now());
      return { actor, acts: actsOf(ports, actor), requestId, reader };
    },
  });
  const http = createHttp({
    endpoint,
    files: { routes: [], answerTo },
    log,
    trustedProxies: config.trustedProxies,
    limits: {
      announceSeconds: config.announceSeconds,
      graceSeconds: config.graceSeconds,
      perTenantMax: config.atOnce.perTenant,
      inAllMax: config.atOnce.inAll,
    },
    signIn: {
      async verify(authorization) {
        const claims = await tokens.verify(authorization);
        const actor = await actorOf(claims).catch((error: unknown) => {
          throw error instanceof DatabaseBusy || error instanceof DatabaseLost ? new SignInBusy() : error;
        });
        if (!actor) throw new SignInRefused('tenant, person or token: unknown or disabled');
        return claims;
      },
    },
    health: async () => {
      const answers = await database.ping().then(
        () => true,
        () => false,
      );
      return [
        answers
          ? { name: 'database', state: 'ok' }
          : { name: 'database', state: 'failing', detail: 'no answer' },
        KEYS_CHECKS[tokens.keys()],
      ];
    },
  });
  const port = await http.listen(config);
  const sweeper = createSweeper(ports, log);
  return {
    port,
    issuer,
    database,
    ports,
    sweepDaily() {
      if (config.sweep === 'on') sweeper.start();
    },
    async stop() {
      await http.close();
      await sweeper.stop();
      await endpoint.close();
      await database.close();
    },
  };
}

/** Makes the demo pool in an empty database; a mark in the data folder tells of one that was cut off. */
async function demoOnFirstRun(config: Config, ownerUrl: string, log: Log): Promise<void> {
  const mark = join(config.dataFolder, 'demo-unfinished');
  if ((await poolCount(ownerUrl)) > 0 && !existsSync(mark)) return;
  await writeFile(mark, '');
  const database = connect(appOf(config, ownerUrl).url, { poolSize: config.poolSize, log, durable: false });
  await createDemo(portsOn(database), log);
  await database.close();
  await rm(mark);
}

/** Starts the product as its configuration says, makes the demo pool on first run, and stops it on a signal. */
async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog({ level: config.logLevel, format: config.mode === 'production' ? 'json' : 'short' });
  const embedded = config.databaseUrl ? null : await startEmbedded({ dataFolder: config.dataFolder, log });
  const ownerUrl = config.databaseUrl ?? embedded?.url;
  if (!ownerUrl) throw new Error('there is no database');
  const product = await serve(config, ownerUrl, log).catch(async (error: unknown) => {
    await embedded?.stop();
    throw error;
  });
  if (product.issuer) {
    await demoOnFirstRun(config, ownerUrl, log);
    process.stdout.write(await greeting(config, product.port, product.issuer, DEMO_USERS));
  }
  product.sweepDaily();
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    await product.stop();
    await embedded?.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
}

/**
 * `npm run found -- pool.json`: founds a pool with its office, for a deployment of its own. The file names them; the LPR
 * history comes along. Prints the ids that the sign-in server puts into tokens.
 */
async function found(file: string | undefined): Promise<void> {
  if (!file)
    throw new ConfigError(['the name of a file is missing; right would be: npm run found -- pool.json.']);
  const config = readConfig();
  const log = createLog({ level: 'warn', format: 'short' });
  if (!config.databaseUrl)
    throw new ConfigError(['DATABASE_URL is missing; right would be: the database to found the pool in.']);
  const given = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  const text = (name: string): string => {
    const value = given[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    throw new ConfigError([`${name} is missing in ${file}; right would be: a text.`]);
  };
  const database = await openDatabase(config, config.databaseUrl, log);
  const poolId = newUuid() as Id<'pool'>;
  const tenantId = newUuid() as Id<'tenant'>;
  const actor: Actor = {
    poolId,
    tenantId,
    kind: 'OFFICE',
    persona: 'OFFICE',
    role: 'APPROVER',
    userId: 'founding',
    userName: null,
  };
  const founding: FoundPool = {
    nameZh: text('nameZh'),
    nameEn: text('nameEn'),
    cityCode: text('cityCode'),
    cityZh: text('cityZh'),
    cityEn: text('cityEn'),
    officeZh: text('officeZh'),
    officeEn: text('officeEn'),
    sandboxDate: given.sandboxDate === undefined ? null : parseDate(text('sandboxDate')),
    lprQuotes: LPR_QUOTES,
  };
  await foundPool(portsOn(database), actor, founding);
  await database.close();
  process.stdout.write(`${JSON.stringify({ pool: poolId, office: tenantId })}\n`);
}

/** How `verify` ends: everything agrees, something differs, or it could not look. */
const VERIFY_EXITS = { whole: 0, differs: 1, failed: 2 } as const;

function readVerifyOptions(args: string[]): { poolId: string | null; json: boolean } {
  const right = 'right would be: npm run verify -- --pool <id> --json.';
  try {
    const { values } = parseArgs({ args, options: { pool: { type: 'string' }, json: { type: 'boolean' } } });
    const poolId = values.pool === undefined ? null : (readId('pool', values.pool) ?? values.pool);
    if (poolId !== null && !isUuid(poolId)) throw new TypeError(`"${poolId}" is not the id of a pool`);
    return { poolId, json: values.json ?? false };
  } catch (error) {
    throw error instanceof TypeError ? new ConfigError([`${error.message}; ${right}`]) : error;
  }
}

/**
 * `npm run verify [-- --pool <id>] [--json]`: recomputes balances, loans, summaries, duties and the audit chain from the
 * records, and names every difference. Reads only, also beside the running product.
 */
async function verify(args: string[]): Promise<void> {
  process.exitCode = VERIFY_EXITS.failed;
  const { poolId, json } = readVerifyOptions(args);
  const { databaseUrl, databaseAppUrl, dataFolder } = readConfig();
  const log = createLog({ level: 'warn', format: 'short' });
  const now = instant(new Date());
  const verified = await verifyDatabase({ databaseUrl, databaseAppUrl, dataFolder, poolId, now, log });
  const text = json ? JSON.stringify(reportsAsData(verified)) : verified.map(reportOf).join('\n');
  process.stdout.write(`${text}\n`);
  const isWhole = verified.every(({ differences }) => differences.length === 0);
  process.exitCode = isWhole ? VERIFY_EXITS.whole : VERIFY_EXITS.differs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, ...args] = process.argv.slice(2);
  const commands: Readonly<Record<string, () => Promise<void>>> = {
    found: () => found(args[0]),
    verify: () => verify(args),
  };
  (commands[command ?? ''] ?? main)().catch((error: unknown) => {
    const known = [ConfigError, EmbeddedBusy, DatabaseUnfit].some((kind) => error instanceof kind);
    process.stderr.write(
      `${error instanceof Error ? (known ? error.message : error.stack) : String(error)}\n`,
    );
    process.exitCode ||= 1;
  });
}
