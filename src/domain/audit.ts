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
    return `{${pairsOf(value).join(',')}}`;
  }
  return JSON.stringify(typeof value === 'bigint' ? value.toString() : value);
}

function pairsOf(value: object): string[] {
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
}

/**
 * The canonical text of a record in two parts, between which the value of one more key belongs: a number that is not known
 * before the record is appended. The record does not have that key yet.
 */
export function canonicalAround(
  value: object,
  key: string,
): { readonly before: string; readonly after: string } {
  const fields = Object.entries(value);
  const before = pairsOf(Object.fromEntries(fields.filter(([name]) => name < key)));
  const after = pairsOf(Object.fromEntries(fields.filter(([name]) => name > key)));
  return {
    before: `{${[...before, `${JSON.stringify(key)}:`].join(',')}`,
    after: `${['', ...after].join(',')}}`,
  };
}

/** Hex SHA-256 of a text in UTF-8. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The hash of a record in its chain: over the hash before it and every field of its own. */
export function chainHash(previousHash: string, record: AuditRecord): string {
  return sha256([previousHash, String(record.sequence), signatureOf(record), record.content].join('\n'));
}

/** Of the text that is hashed, what lies between a record's number and its content: when, for whom, who, what. */
export function signatureOf(record: Omit<AuditRecord, 'sequence' | 'content'>): string {
  return [record.recordedAt, record.businessDate, record.tenantId, record.userId, record.act].join('\n');
}

/** A key that stands for one firm in one pool whoever keeps its record: made from the credit code alone. */
export function firmKeyOf(poolId: string, creditCode: string): string {
  const hex = sha256(`firm\n${poolId}\n${creditCode}`);
  // Shaped as a UUID of version 8 (RFC 9562: bits of our own choosing), since the column is one.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
