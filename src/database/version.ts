import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, SqlError } from './connection.ts';
import { sweepRole } from './personas.ts';

/** One migration, as the code brings it: its name, and the moment by which migrations are ordered. */
export interface Step {
  readonly tag: string;
  readonly when: number;
}

/** How a database stands beside the code: the same, waiting for migrations, or already further than this code. */
export interface VersionStanding {
  readonly standing: 'SAME' | 'OLDER' | 'NEWER';
  readonly pending: readonly string[];
}

/** The migrations that this code brings along, in order. */
export function stepsIn(migrationsFolder: string): readonly Step[] {
  const journal = JSON.parse(readFileSync(join(migrationsFolder, 'meta', '_journal.json'), 'utf8')) as {
    entries: Step[];
  };
  return journal.entries;
}

/** How a database stands whose last migration is of that moment; null for one that has none. */
export function standingOf(steps: readonly Step[], lastApplied: number | null): VersionStanding {
  const pending = steps.filter(({ when }) => when > (lastApplied ?? 0)).map(({ tag }) => tag);
  if (pending.length > 0) return { standing: 'OLDER', pending };
  return { standing: (lastApplied ?? 0) > (steps.at(-1)?.when ?? 0) ? 'NEWER' : 'SAME', pending };
}

const NOT_ALLOWED = '42501';
const NO_SUCH_TABLE = '42P01';

/** The moment of a database's last migration, read as the application's login; null where it has none that can be read. */
export async function lastAppliedIn(database: Database): Promise<number | null> {
  const context = { persona: sweepRole, poolId: '', tenantId: '', userId: 'health' };
  try {
    const [row] = await database.read(context, (tx) =>
      tx.query('select max(created_at)::text from drizzle.__drizzle_migrations', []),
    );
    return row?.[0] ? Number(row[0]) : null;
  } catch (error) {
    // Older than the migration that lets this login look.
    if (error instanceof SqlError && [NOT_ALLOWED, NO_SUCH_TABLE].includes(error.code)) return null;
    throw error;
  }
}
