/** Where the data are, and by which ways they are reached. */
export interface DatabaseConfig {
  /** The owner's connection, for migrations; null: a database of our own in the data folder. */
  readonly databaseUrl: string | null;
  /** The application's connection, which owns nothing; null: derived from the owner's. */
  readonly databaseAppUrl: string | null;
  /** What the application's connection leads through: nothing, or a pooler of transactions, which keeps statements or not. */
  readonly databasePooler: (typeof POOLERS)[number];
  /** Servers that follow the database and answer queries; without a user in it, an address is the application's. */
  readonly readUrls: readonly string[];
  /** How long a query waits for such a server to have what is committed, before it asks the database itself. */
  readonly replicaWaitMs: number;
}

/** The parts of the configuration's reader that are needed here. */
interface Reader {
  text(name: string): string | null;
  oneOf<W extends string>(name: string, words: readonly W[], otherwise: W): W;
  whole(name: string, min: number, max: number, otherwise: number): number;
  url(name: string, protocols: readonly string[], isNeeded: boolean): string | null;
  wrong(name: string, what: string, right: string): void;
}

const POOLERS = ['none', 'transaction', 'prepared'] as const;
const PROTOCOLS = ['postgres:', 'postgresql:'] as const;

/** Reads what concerns the database; addresses hold passwords, and are not repeated in a complaint. */
export function databaseConfigOf(reader: Reader, isProduction: boolean): DatabaseConfig {
  const { oneOf, whole, url, wrong } = reader;
  const databaseAppUrl = url('DATABASE_APP_URL', PROTOCOLS, false);
  const databasePooler = oneOf('DATABASE_POOLER', POOLERS, 'none');
  if (databasePooler !== 'none' && databaseAppUrl === null)
    wrong(
      'DATABASE_APP_URL',
      'is missing',
      'the pooler’s address, since DATABASE_POOLER is set; DATABASE_URL stays the server’s own',
    );
  return {
    databaseUrl: url('DATABASE_URL', PROTOCOLS, isProduction),
    databaseAppUrl,
    databasePooler,
    readUrls: readUrlsOf(reader),
    replicaWaitMs: whole('REPLICA_WAIT_MILLISECONDS', 1, 5_000, 30),
  };
}

function readUrlsOf({ text, wrong }: Reader): readonly string[] {
  const given = (text('READ_DATABASE_URLS') ?? '').split(',').flatMap((part) => part.trim() || []);
  const isAddress = (one: string) =>
    URL.canParse(one) && PROTOCOLS.some((protocol) => protocol === new URL(one).protocol);
  if (!given.every(isAddress))
    wrong(
      'READ_DATABASE_URLS',
      'holds what is no address of a PostgreSQL database',
      'postgres://host:5432/database, several with commas between',
    );
  return given;
}
