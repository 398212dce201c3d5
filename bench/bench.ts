import { resolve } from 'node:path';
import postgres from 'postgres';
import { readConfig } from '../src/config.ts';
import { appUrlOf } from '../src/database/migrate.ts';
import type { Id } from '../src/domain/words.ts';
import { createDevelopmentIssuer } from '../src/http/development-issuer.ts';
import { type Askers, askersOf } from './askers.ts';
import { type Started, start } from './processes.ts';
import { referenceOn } from './references/start.ts';
import { dataSet, scratchCopy } from './sets.ts';

// What every part of the bench works with: the data sets, the programs that run on them, and how to measure.

export interface Options {
  /** Sizes of the data sets, smallest first. */
  readonly loans: readonly number[];
  readonly seconds: number;
  readonly rounds: number;
  /** Requests under way at once. */
  readonly connections: number;
  /** Where the database, the references and the keys are kept. */
  readonly folder: string;
}

export interface DataSet {
  readonly loans: number;
  /** The owner's connection, and that of the application's role. */
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly askers: Askers;
}

export type Reference = 'by hand' | 'postgraphile' | 'mercurius' | 'mercurius, our schema';

export interface Bench {
  readonly options: Options;
  readonly say: (line: string) => void;
  /** A set to read from; made on first use, in minutes at most, and kept for later runs. */
  set(loans: number): Promise<DataSet>;
  /** A copy of a set that may be written to; dropped at the end. */
  copy(loans: number, name: string): Promise<DataSet>;
  /** The product on a set, one process for all parts. */
  product(set: DataSet): Promise<Started>;
  /** The product in a process of the caller's own, with further settings; ends with the bench at the latest. */
  newProduct(set: DataSet, settings?: Readonly<Record<string, string>>): Promise<Started>;
  reference(name: Reference, set: DataSet): Promise<Started>;
  /** A token for the product. */
  token(set: DataSet, tenantId: string, role?: 'VIEWER' | 'OPERATOR' | 'APPROVER'): Promise<string>;
  /** A connection as the owner of a set, for looking at it and counting; ends with the bench. */
  sql(set: DataSet): postgres.Sql;
  close(): Promise<void>;
}

/** Nothing but the machine is to bound what is measured. */
const UNBOUNDED = {
  SWEEP: 'off',
  LOG_LEVEL: 'warn',
  BUDGET_PER_MINUTE: '100000000',
  QUESTIONS_PER_MINUTE: '1000000',
  REQUESTS_AT_ONCE_PER_TENANT: '200',
  REQUESTS_AT_ONCE: '1000',
};

export function createBench(serverUrl: string, options: Options, say: Bench['say']): Bench {
  const sets = new Map<number, Promise<DataSet>>();
  const programs = new Map<string, Promise<Started>>();
  const connections = new Map<string, postgres.Sql>();
  const started: Started[] = [];
  const dropped: (() => Promise<void>)[] = [];
  const settings = { DATA_FOLDER: options.folder, PORT: '0', ...UNBOUNDED };
  const { signIn } = readConfig(settings);
  const issuer = createDevelopmentIssuer({ mode: 'development', folder: options.folder, ...signIn });

  function once<K, V>(made: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  }

  async function described(loans: number, ownerUrl: string): Promise<DataSet> {
    const app = appUrlOf(ownerUrl);
    const appUrl = new URL(app.url);
    if (app.password !== null) appUrl.password = app.password;
    return { loans, ownerUrl, appUrl: appUrl.href, askers: await askersOf(ownerUrl) };
  }

  async function kept(starting: Promise<Started>): Promise<Started> {
    const program = await starting;
    started.push(program);
    return program;
  }

  const newProduct: Bench['newProduct'] = (set, more = {}) =>
    kept(
      start(
        [resolve('dist/src/commands/zhubao.js'), 'serve'],
        { DATABASE_URL: set.ownerUrl, ...settings, ...more },
        /http:\/\/[^:]+:(\d+)/,
      ),
    );

  return {
    options,
    say,
    set: (loans) => once(sets, loans, async () => described(loans, await dataSet(serverUrl, loans, say))),
    async copy(loans, name) {
      const { url, drop } = await scratchCopy(serverUrl, await dataSet(serverUrl, loans, say), name);
      dropped.push(drop);
      return described(loans, url);
    },
    product: (set) => once(programs, `product ${set.ownerUrl}`, () => newProduct(set)),
    newProduct,
    reference: (name, set) =>
      once(programs, `${name} ${set.ownerUrl}`, () =>
        kept(referenceOn(name, set, options.folder, settings, say)),
      ),
    async token({ askers: { poolId } }, tenantId, role = 'OPERATOR') {
      const bearer = { poolId: poolId as Id<'pool'>, tenantId: tenantId as Id<'tenant'> };
      return (await issuer).issue({ ...bearer, userId: 'bench', role, name: null });
    },
    sql({ ownerUrl }) {
      const known = connections.get(ownerUrl) ?? postgres(ownerUrl, { max: 1, onnotice: () => undefined });
      connections.set(ownerUrl, known);
      return known;
    },
    async close() {
      await Promise.all(started.map((program) => program.stop()));
      await Promise.all([...connections.values()].map((sql) => sql.end()));
      for (const drop of dropped) await drop();
    },
  };
}
