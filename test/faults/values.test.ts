import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Param } from '../../src/database/connection.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase({ poolSize: 1 });
});
afterAll(() => fresh.drop());

const none = '00000000-0000-0000-0000-000000000000';

async function ask(expression: string, params: readonly Param[] = []): Promise<unknown> {
  const context = { persona: 'zhubao_office', poolId: none, tenantId: none, userId: 'u' };
  const rows = await fresh.database.read(context, (tx) => tx.query(`select ${expression}`, params));
  return rows[0]?.[0];
}

it.each([
  ['9007199254740993::bigint', '9007199254740993'],
  ['-1::bigint', '-1'],
  ['42::int', 42],
  ['123456789012345678.10::numeric', '123456789012345678.10'],
  ['true', true],
  ['false', false],
  ['null::boolean', null],
  ["'2026-04-30'::date", '2026-04-30'],
  ["'2026-04-30 01:02:03+08'::timestamptz", '2026-04-29T17:02:03.000Z'],
  ["'2026-04-30 01:02:03.004005+00'::timestamptz", '2026-04-30T01:02:03.004Z'],
  ["'2026-04-30 01:02:03.1+00'::timestamptz", '2026-04-30T01:02:03.100Z'],
  ["'infinity'::timestamptz", 'infinity'],
  [`'{"a": [1, "2"]}'::jsonb`, { a: [1, '2'] }],
  ["'null'::jsonb", null],
  ["'助保金'::text", '助保金'],
  [`'${none}'::uuid`, none],
  [`array['${none}', null]::uuid[]`, [none, null]],
  ['array[]::text[]', []],
  ['array[1, 2]::bigint[]', ['1', '2']],
])('%s is read as %j', async (expression, value) => {
  expect(await ask(expression)).toEqual(value);
});

const awkward = [
  '',
  ' ',
  'NULL',
  'null',
  '{}',
  '{"a"}',
  'a,b',
  'a"b',
  "a'b",
  'a\\b',
  '\\"',
  'a\nb',
  '助保金',
  '😀',
  '$1',
  '%',
];

it('lists come back as they went', async () => {
  expect(await ask('$1::text[]', [awkward])).toEqual(awkward);
  expect(await ask('$1::text[]', [[]])).toEqual([]);
});

it.each(awkward)('the text %j comes back as it went', async (text) => {
  expect(await ask('$1::text', [text])).toBe(text);
});

it.each([
  ['$1::boolean', true, true],
  ['$1::boolean', false, false],
  ['$1::boolean', null, null],
  ['$1::jsonb', '{"a": "1"}', { a: '1' }],
  ['$1::date', '2026-04-30', '2026-04-30'],
  ['$1::timestamptz', '2026-04-30T01:02:03.004Z', '2026-04-30T01:02:03.004Z'],
  ['$1::bigint', '9007199254740993', '9007199254740993'],
])('%s bound to %j', async (expression, param, value) => {
  expect(await ask(expression, [param])).toEqual(value);
});
