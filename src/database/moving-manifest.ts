import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isUuid } from '../domain/ids.ts';
import { DatabaseUnfit } from './migrate.ts';
import type { Sum } from './moving-tables.ts';

// What a folder with one pool in it says of itself: a file per table, COPY's text format packed with gzip, and this.

export interface CarriedTable extends Sum {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface Manifest {
  readonly format: 1;
  readonly poolId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** The last migration of the database it was taken from, by the moment that orders migrations. */
  readonly migratedAt: number;
  /** The moment that all tables show. */
  readonly takenAt: string;
  /** The hash of what the source gives away when it gives up the pool; null for a rehearsal, which is never opened. */
  readonly keyHash: string | null;
  /** Tells whether two installations derive webhook secrets from the same key; null where that was not known. */
  readonly webhookKeyHash: string | null;
  /** In the order in which they can be loaded. */
  readonly tables: readonly CarriedTable[];
}

export const hashOf = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

export const fileOf = (folder: string, table: string): string => join(folder, `${table}.copy.gz`);

/** Owner only: it is everything that a pool has. */
export const FOR_US_ONLY = { mode: 0o600 } as const;

const manifestIn = (folder: string) => join(folder, 'manifest.json');

/** Written last: a folder without it was cut off. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(manifestIn(folder), `${JSON.stringify(manifest, null, 2)}\n`, FOR_US_ONLY);
}

/** Throws DatabaseUnfit for what is no dump of a pool. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(manifestIn(folder), 'utf8').catch(() => {
    throw new DatabaseUnfit(`${folder} holds no whole dump of a pool: manifest.json is missing.`);
  });
  const manifest = JSON.parse(text) as Manifest;
  const isOurs =
    manifest.format === 1 &&
    isUuid(manifest.poolId) &&
    manifest.tables.every(({ name, columns }) => [name, ...columns].every((word) => /^[a-z_]+$/.test(word)));
  if (!isOurs) throw new DatabaseUnfit(`manifest.json in ${folder} is of another version of this program.`);
  return manifest;
}
