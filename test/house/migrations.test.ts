import { readdirSync, readFileSync } from 'node:fs';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { boolean, pgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { tables } from '../../schema/tables/all.ts';

// The migrations say what schema/tables says, and why. Row security on every table, and that the application's roles own
// nothing, is asked of a migrated database in test/walls/matrix.test.ts.

const files = readdirSync('drizzle').filter((name) => name.endsWith('.sql'));

async function drift(given: Record<string, unknown>): Promise<string[]> {
  const last = readdirSync('drizzle/meta')
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort()
    .at(-1);
  const before = JSON.parse(readFileSync(`drizzle/meta/${last}`, 'utf8'));
  const now = generateDrizzleJson(given, before.id, undefined, 'snake_case');
  return generateMigration(before, now);
}

test('every migration begins by saying why', () => {
  expect(files.length).toBeGreaterThan(0);
  for (const name of files)
    expect([name, readFileSync(`drizzle/${name}`, 'utf8').startsWith('-- why: ')]).toEqual([name, true]);
});

test('the tables have not drifted from the migrations', async () => {
  expect(await drift(tables)).toEqual([]);
});

test('a planted column is found', async () => {
  const planted = pgTable('planted', { column: boolean() });
  expect((await drift({ ...tables, planted })).join()).toContain('planted');
});
