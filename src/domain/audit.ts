import { createHash } from 'node:crypto';
import type { BusinessDate, Instant } from './dates.ts';

/** What one act leaves behind: who, for which tenant, when, what, on which verdicts, and what it changed. */
export interface AuditRecord {
  readonly sequence: number;
  readonly recordedAt: Instant;
  readonly businessDate: BusinessDate;
  readonly tenantId: string;
  readonly userId: string;
  readonly act: string;
  /** Canonical text of input, verdicts and changes. */
  readonly content: string;
}

/** What the first record of a pool is chained to. */
export const CHAIN_START = '0'.repeat(64);

/**
 * A text that is the same for the same value whatever the order of its keys: keys sorted, money and dates as they are
 * written, nothing left out but undefined.
 */
export function canonical(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'object') {
    if ('toJSON' in value && typeof value.toJSON === 'function') return canonical(value.toJSON());
    if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
    const pairs = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
    return `{${pairs.join(',')}}`;
  }
  return JSON.stringify(typeof value === 'bigint' ? value.toString() : value);
}

/** Hex SHA-256 of a text in UTF-8. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The hash of a record in its chain: over the hash before it and every field of its own. */
export function chainHash(previousHash: string, record: AuditRecord): string {
  return sha256(
    [
      previousHash,
      String(record.sequence),
      record.recordedAt,
      record.businessDate,
      record.tenantId,
      record.userId,
      record.act,
      record.content,
    ].join('\n'),
  );
}

/** A key that stands for one firm in one pool whoever keeps its record: made from the credit code alone. */
export function firmKeyOf(poolId: string, creditCode: string): string {
  const hex = sha256(`firm\n${poolId}\n${creditCode}`);
  // Shaped as a UUID of version 8 (RFC 9562: bits of our own choosing), since the column is one.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
