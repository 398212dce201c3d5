// Brings a database up to date, and makes the login that the application uses: it owns nothing, inherits nothing, and
// can only take on the personas.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyPending } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { LEDGER_KEEPER } from '../../schema/tables/columns.ts';
import type { Log } from './errors.ts';
import type { Pooler } from './line.ts';

const APP_LOGIN = 'zhubao_app';

/** Any number, as long as it is ours: held by whoever migrates this database. */
const MIGRATION_LOCK = 7_205_930;

/** Roles belong to the whole server, and no lock spans its databases: whoever collides tries again. */
const ATTEMPTS_MAX = 8;

export interface MigrateOptions {
  readonly migrationsFolder: string;
  /** Null: somebody else looks after the application's login. */
  readonly appPassword: string | null;
  readonly log: Log;
}

/** The database is not as the program needs it; the message is one line for whoever runs it. */
export class DatabaseUnfit extends Error {
  override readonly name = 'DatabaseUnfit';
}

type Sql = postgres.Sql;

/** A setting of our own that only a connection of our own keeps: poolers refuse it, or forget it. */
const DIRECT = 'zhubao.direct';

/** Works on one connection; with `instead`, on one that leads to the server itself. Throws DatabaseUnfit for a pooler's. */
async function withConnection<T>(
  url: string,
  instead: string | null,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const sql = postgres(url, {
    max: 1,
    prepare: false,
    max_lifetime: null,
    connect_timeout: 10,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: 'zhubao migrate', ...(instead === null ? {} : { [DIRECT]: 'yes' }) },
  });
  try {
    if (instead !== null && !(await isDirect(sql))) throw new DatabaseUnfit(instead);
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function isDirect(sql: Sql): Promise<boolean> {
  try {
    const [row] = await sql`select current_setting(${DIRECT}, true) as direct`;
    return row?.direct === 'yes';
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('unsupported startup parameter')) return false;
    throw error;
  }
}

/** The owner's connection holds locks and settings of its session. */
const OWNER_DIRECT =
  'DATABASE_URL leads through a connection pooler, where a migration can hold no lock; give the address of the server itself. Only DATABASE_APP_URL may lead through one.';

const APP_DIRECT =
  'DATABASE_APP_URL leads through a connection pooler; say so with DATABASE_POOLER=transaction, or give the address of the server itself.';

/**
 * Applies the pending migrations, all in one transaction, so that a kill leaves none half done; then sees to the
 * application's login. Of several that start at once one works and the others wait.
 */
export async function migrate(ownerUrl: string, options: MigrateOptions): Promise<{ applied: number }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await withConnection(ownerUrl, OWNER_DIRECT, async (sql) => {
        await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
        const before = await countApplied(sql);
        await applyPending(drizzle(sql), { migrationsFolder: options.migrationsFolder });
        const applied = (await countApplied(sql)) - before;
        await ensureAppLogin(sql, options.appPassword);
        options.log.info({ applied }, 'the database is up to date');
        return { applied };
      });
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !isCollision(error)) throw error;
      await pause(Math.random() * 50 * attempt);
    }
  }
}

/** The moment of a database's last migration; null where it has none. */
export function lastAppliedBy(ownerUrl: string): Promise<number | null> {
  return withConnection(ownerUrl, OWNER_DIRECT, async (sql) => {
    if ((await countApplied(sql)) === 0) return null;
    const [row] = await sql`select max(created_at) as latest from drizzle.__drizzle_migrations`;
    return Number(row?.latest);
  });
}

/** True for what the driver throws when nothing listens at the address, or it lets nobody in. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return UNREACHABLE.includes(String(error.code));
}

const UNREACHABLE: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'CONNECT_TIMEOUT',
  // No such database; the server is starting or stopping.
  '3D000',
  '57P03',
];

async function countApplied(sql: Sql): Promise<number> {
  const [there] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (!there?.there) return 0;
  const [row] = await sql`select count(*) as applied from drizzle.__drizzle_migrations`;
  return Number(row?.applied);
}

/** Two transactions of different databases changed the same role. */
function isCollision(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : null;
  const constraint = 'constraint_name' in error ? String(error.constraint_name) : '';
  if (code === '40P01' || code === '42710') return true;
  if (code === '23505' && constraint.startsWith('pg_auth')) return true;
  return error.message.includes('tuple concurrently') || isCollision(error.cause);
}

/**
 * Nobody signs in as a persona, and none has powers. An operator's own roles may be named like ours, such as the one that
 * makes backups past row security; the application is never given those.
 */
function isPersona(sql: Sql) {
  return sql`not rolcanlogin and not rolsuper and not rolbypassrls and not rolcreaterole`;
}

async function ensureAppLogin(sql: Sql, password: string | null): Promise<void> {
  const [found] = await sql`select 1 from pg_roles where rolname = ${APP_LOGIN}`;
  if (password === null && !found) return;
  if (!found)
    await sql.unsafe(
      `create role ${APP_LOGIN} login noinherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication`,
    );
  // The server is given a verifier, so that no log of its statements has the password.
  if (password !== null) await sql.unsafe(`alter role ${APP_LOGIN} login password '${verifierOf(password)}'`);
  const missing = await sql<{ role: string }[]>`
    select rolname as role from pg_roles
    where rolname like 'zhubao\\_%' and rolname not in (${APP_LOGIN}, ${LEDGER_KEEPER}) and ${isPersona(sql)}
      and not pg_has_role(${APP_LOGIN}, oid, 'member')
    order by rolname`;
  for (const { role } of missing) await sql`grant ${sql(role)} to ${sql(APP_LOGIN)}`;
}

/** What PostgreSQL keeps of a password, SCRAM-SHA-256 (RFC 5803). */
function verifierOf(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}

/**
 * The application's connection beside the owner's: the same server and database, another login. Its password follows
 * from the owner's, so that every process knows it and nobody has to keep it. Throws DatabaseUnfit without one.
 */
export function appUrlOf(ownerUrl: string): { url: string; password: string } {
  const url = new URL(ownerUrl);
  if (url.password === '')
    throw new DatabaseUnfit(
      'DATABASE_URL has no password to derive the application’s from; set DATABASE_APP_URL.',
    );
  const password = createHmac('sha256', decodeURIComponent(url.password))
    .update(APP_LOGIN)
    .digest('base64url');
  url.username = APP_LOGIN;
  url.password = password;
  return { url: url.href, password };
}

interface Login {
  readonly name: string;
  readonly powerful: boolean;
  readonly owns: boolean;
  readonly keeper: boolean;
  readonly strangers: string | null;
}

/** Refuses a login past which row security would be no wall, or which cannot take on a persona. Throws DatabaseUnfit. */
export async function assertAppRole(url: string, pooler: Pooler = 'none'): Promise<void> {
  const login = await withConnection(url, pooler === 'none' ? APP_DIRECT : null, async (sql) => {
    const [row] = await sql<Login[]>`
      select me.rolname as name,
        me.rolsuper or me.rolbypassrls or me.rolcreaterole as powerful,
        exists (select 1 from pg_class where relnamespace = 'public'::regnamespace and pg_has_role(me.oid, relowner, 'member'))
          or (select pg_has_role(me.oid, datdba, 'member') from pg_database where datname = current_database()) as owns,
        exists (select 1 from pg_roles where rolname = ${LEDGER_KEEPER} and pg_has_role(me.oid, oid, 'member')) as keeper,
        (select string_agg(rolname, ', ' order by rolname) from pg_roles
          where rolname like 'zhubao\\_%' and rolname not in (${APP_LOGIN}, ${LEDGER_KEEPER}) and ${isPersona(sql)}
            and not pg_has_role(me.oid, oid, 'member')) as strangers
      from pg_roles me where me.rolname = current_user`;
    return row;
  });
  if (!login) throw new DatabaseUnfit('The application’s database login is unknown to the server.');
  const refuse = (why: string) =>
    new DatabaseUnfit(`The application must not connect as "${login.name}": ${why}.`);
  if (login.powerful) throw refuse('it is a superuser, bypasses row security or creates roles');
  if (login.owns) throw refuse('it owns the database or its tables');
  if (login.keeper) throw refuse(`it may act as ${LEDGER_KEEPER}`);
  if (login.strangers)
    throw refuse(`it cannot take on ${login.strangers}; run GRANT ${login.strangers} TO "${login.name}"`);
}

/** How many pools there are; of a database whose owner is bound by row security, 1 when there is or was any. */
export async function poolCount(ownerUrl: string): Promise<number> {
  return withConnection(ownerUrl, OWNER_DIRECT, async (sql) => {
    const [row] = await sql`
      select case when row_security_active('pool') then least(pg_relation_size('pool'), 1)
        else (select count(*) from pool) end as pools`;
    return Number(row?.pools);
  });
}
