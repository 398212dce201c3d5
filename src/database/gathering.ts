import DataLoader from 'dataloader';
import type { TableName } from '../../schema/tables/all.ts';
import type { PageRequest } from '../acts/reads.ts';

// What many fields of one answer ask one by one is asked of the database once.

type Load<T> = (keys: readonly string[]) => Promise<Map<string, T>>;

/** Gathers what is asked in one turn under one name, for many keys, into one call; null for a key that is not found. */
export function gathering() {
  const loaders = new Map<string, DataLoader<string, unknown>>();
  return <T>(name: string, key: string, load: Load<T>): Promise<T | null> => {
    let loader = loaders.get(name);
    if (!loader) {
      loader = new DataLoader(async (keys: readonly string[]) => {
        const found = await load(keys);
        return keys.map((one) => found.get(one) ?? null);
      });
      loaders.set(name, loader);
    }
    return loader.load(key) as Promise<T | null>;
  };
}

/** What requests for pages of different parents must have in common to be answered together. */
export function shared<N extends TableName>(request: PageRequest<N>): string {
  const { table, parent, filters, order, first, after } = request;
  return JSON.stringify([table, parent?.column, filters, order, first, after]);
}

export function groupBy<R extends object>(rows: readonly R[], column: string): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = String((row as Record<string, unknown>)[column]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
