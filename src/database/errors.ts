// What can go wrong between the program and its database, in three kinds the callers tell apart: it refused a
// statement (SqlError), it had no time and nothing was done (DatabaseBusy), or it went away (DatabaseLost).
// None of the messages carries SQL, parameters or values; those stay on `cause`, for the log.

/** Where text about the running program goes; pino fits. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** PostgreSQL refused a statement; the transaction it was in is rolled back. */
export class SqlError extends Error {
  override readonly name = 'SqlError';

  constructor(
    /** SQLSTATE, five characters. */
    readonly code: string,
    readonly constraint: string | null,
    readonly table: string | null,
    cause: unknown,
  ) {
    super(constraint ? `the database refused: ${code} on ${constraint}` : `the database refused: ${code}`, {
      cause,
    });
  }
}

/**
 * What ran out of time: a free connection (acquire), a row lock (lock), one statement in the server (statement),
 * the answer of the server (query), or the retries after a deadlock or serialisation failure (contention). Or the server
 * follows another one and takes no writes (standby), as a primary does that was replaced; or a
 * replica broke a query off (replica). Or the server has no disk or memory left for it (resources).
 */
export type BusyReason =
  | 'acquire'
  | 'lock'
  | 'statement'
  | 'query'
  | 'contention'
  | 'standby'
  | 'replica'
  | 'resources';

/** The database had no time for this. Nothing was done; trying again later is right. */
export class DatabaseBusy extends Error {
  override readonly name = 'DatabaseBusy';

  constructor(
    readonly reason: BusyReason,
    cause?: unknown,
  ) {
    super(`the database is busy (${reason})`, { cause });
  }
}

/** The connection went away. Only a lost answer to COMMIT leaves the outcome unknown; else nothing was done. */
export class DatabaseLost extends Error {
  override readonly name = 'DatabaseLost';

  constructor(
    readonly outcomeUnknown: boolean,
    cause?: unknown,
  ) {
    super(
      outcomeUnknown
        ? 'the connection was lost at COMMIT: outcome unknown'
        : 'the database connection was lost',
      { cause },
    );
  }
}

/** A query on a transaction that has ended: a defect of the caller, who did not wait for it. */
export class TxClosed extends Error {
  override readonly name = 'TxClosed';
  readonly code = 'TX_CLOSED';

  constructor() {
    super('TX_CLOSED: a query came after its transaction had ended');
  }
}

/** A deadlock or a serialisation failure: the same work, run again, may well succeed. */
export function isContention(error: unknown): boolean {
  return error instanceof SqlError && (error.code === '40001' || error.code === '40P01');
}

/** A row with this key is there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof SqlError && error.code === '23505';
}

/** A prepared statement no longer fits the tables, which were migrated while we served. */
export function isStalePlan(error: unknown): boolean {
  if (!(error instanceof SqlError) || !(error.cause instanceof Error) || !('routine' in error.cause))
    return false;
  return error.cause.routine === 'RevalidateCachedQuery' || error.cause.routine === 'FetchPreparedStatement';
}

/** The server never answered, so that nobody knows what has become of the connection. */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof DatabaseLost) return isUnanswered(error.cause);
  return error instanceof DatabaseBusy && error.reason === 'query';
}

/** The server takes no writes any more; another one does, and new connections lead there. */
export function isStandby(error: unknown): boolean {
  return error instanceof DatabaseBusy && error.reason === 'standby';
}

/** What befell the database, as opposed to what it thinks of a statement. */
export function isOfTheDatabase(error: unknown): boolean {
  return (
    error instanceof DatabaseBusy ||
    error instanceof DatabaseLost ||
    isContention(error) ||
    isStalePlan(error)
  );
}

const LOST = /^(57P0[1-5]|25P0[34]|08(?!P01)...)$/;
const OUT_OF_RESOURCES: readonly string[] = ['53000', '53100', '53200', '53400'];
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** In a standby BEGIN READ WRITE is refused by the check of a setting, with a code of many meanings, and writing by itself. */
const STANDBY_ROUTINES: readonly (string | undefined)[] = [
  'call_bool_check_hook',
  'PreventCommandDuringRecovery',
];

interface ServerError {
  readonly code: string;
  readonly routine?: string;
  readonly constraint_name?: string;
  readonly table_name?: string;
}

function isServerError(error: unknown): error is Error & ServerError {
  return (
    error instanceof Error &&
    error.name === 'PostgresError' &&
    'code' in error &&
    SQLSTATE.test(String(error.code))
  );
}

/**
 * A pooler speaks with one code only, of a protocol that was violated, and unlike the server does not say where in its code.
 * Most of what it says passes: a server it can't reach, a queue that took too long. Who we are, and what we ask, does not.
 */
function isOfPooler({ code, routine, message }: Error & ServerError): boolean {
  return code === '08P01' && routine === undefined && !UNFIT_FOR_POOLER.test(message);
}

const UNFIT_FOR_POOLER =
  /^(unsupported startup parameter|no such (user|database)|.*authentication failed|auth failed)/i;

/** Turns whatever the driver rejected with into one of the kinds above. */
export function faultOf(error: unknown): SqlError | DatabaseBusy | DatabaseLost {
  if (error instanceof SqlError || error instanceof DatabaseBusy || error instanceof DatabaseLost)
    return error;
  if (!isServerError(error)) return new DatabaseLost(false, error);
  if (error.code === '55P03') return new DatabaseBusy('lock', error);
  if (error.code === '57014') return new DatabaseBusy('statement', error);
  if (error.code === '53300') return new DatabaseBusy('acquire', error);
  // A full disk, no memory: the statement failed and its transaction with it; where COMMIT meets it the server goes down.
  if (OUT_OF_RESOURCES.includes(error.code)) return new DatabaseBusy('resources', error);
  if (STANDBY_ROUTINES.includes(error.routine)) return new DatabaseBusy('standby', error);
  if (isOfPooler(error)) return new DatabaseLost(false, error);
  if (LOST.test(error.code)) return new DatabaseLost(false, error);
  return new SqlError(error.code, error.constraint_name ?? null, error.table_name ?? null, error);
}
