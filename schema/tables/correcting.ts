import { type SQL, sql } from 'drizzle-orm';

// What the database lets the two sides of a correction write while it is asked for, and at no other time (section 12).
// Who asks and about what is on the request itself, which its asker writes and the answerer cannot.

const US = `nullif(current_setting('app.tenant', true), '')::uuid`;
const WAITS = `c.state in ('ASKED', 'INSISTED')`;

/** The office has asked the acting tenant to correct something of the row’s loan. */
export function askedAboutLoan(table: string): string {
  return `exists (select 1 from correction c where c.pool_id = ${table}.pool_id and c.loan_id = ${table}.loan_id and c.tenant_id = ${US} and c.asker_id <> ${US} and ${WAITS})`;
}

/** The office has asked the acting tenant to take back the entry that this entry reverses. */
export const ASKED_TO_REVERSE = `exists (select 1 from correction c where c.pool_id = entry.pool_id and entry.reverses_id in (c.entry_id, c.excess_entry_id) and c.tenant_id = ${US} and c.asker_id <> ${US} and ${WAITS})`;

/** One of the row’s own tenants has asked the office to correct a thing of this kind. */
export function askedByOwner(table: string, subject: string, ...owners: readonly string[]): SQL {
  const columns = owners.map((owner) => `${table}.${owner}`).join(', ');
  return sql.raw(
    `exists (select 1 from correction c where c.pool_id = ${table}.pool_id and c.subject = '${subject}' and c.tenant_id in (${columns}) and c.asker_id = c.tenant_id and ${WAITS})`,
  );
}
