import { randomUUID } from 'node:crypto';
import type { GraphQLInputType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { theBareSchema } from '../support/bare-schema.ts';
import { type City, newCity } from '../support/city.ts';
import { actNamed, type DummyAct, mutationOf } from '../support/dummies.ts';
import { fingerprint } from '../support/edges.ts';
import { literal, withValue } from '../support/literals.ts';
import { type Running, startProduct, type User } from '../support/product.ts';
import { send } from '../support/raw.ts';

// What is none of the values that a field takes is refused over HTTP, as a variable and as a literal, with the field,
// what is wrong and what would be right in both languages; and nothing is written.

const TODAY = '2025-03-10';

let running: Running;
let city: City;

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
});
afterAll(() => running?.stop());

/** The fields that stand for all of their kind, with the one who fills them in. */
const FIELDS = {
  yuan: ['pledge', 'amount'],
  nestedYuan: ['decideAsBank', 'terms.amount'],
  listedYuan: ['decideAsBank', 'terms.instalments[0].principal'],
  date: ['pledge', 'payInBy'],
  percent: ['recordLpr', 'oneYear'],
  int: ['registerEnterprise', 'employees'],
  nestedInt: ['decideAsBank', 'terms.termMonths'],
  text: ['askTopUp', 'reason'],
  name: ['registerRegion', 'nameZh'],
  creditCode: ['registerEnterprise', 'creditCode'],
  choice: ['pledge', 'source'],
  flag: ['registerRegion', 'hardship'],
} as const satisfies Record<string, readonly [string, string]>;
type FieldName = keyof typeof FIELDS;

function actorOf(act: string): User {
  if (['pledge', 'registerEnterprise'].includes(act)) return city.region.user;
  if (['decideAsBank', 'askTopUp'].includes(act)) return city.bank.user;
  return city.office;
}

const inputTypeOf = (act: DummyAct) => theBareSchema().getType(act.inputType) as GraphQLInputType;

const written = (act: DummyAct, input: unknown): string =>
  `mutation { ${act.name}(idempotencyKey: "${randomUUID()}", input: ${literal(input, inputTypeOf(act))}) { done } }`;

/** Sends a value in a field's place in both ways. */
async function both(field: FieldName, value: unknown) {
  const [name, path] = FIELDS[field];
  const act = actNamed(name);
  const input = withValue(act.input, path, value);
  const who = actorOf(name);
  return {
    path: `input.${path}`,
    asVariable: await send(running, who, mutationOf(act), { key: randomUUID(), input }),
    asLiteral: await send(running, who, written(act, input), {}),
  };
}

async function expectRefused(field: FieldName, value: unknown) {
  const { path, asVariable, asLiteral } = await both(field, value);
  for (const [way, answer] of [
    ['variable', asVariable],
    ['literal', asLiteral],
  ] as const) {
    if (answer.status === 413) {
      expect(JSON.stringify(value).length).toBeGreaterThan(90_000);
      continue;
    }
    const { errors, data } = JSON.parse(answer.body);
    // A literal that is no GraphQL at all, such as half a surrogate pair, ends in the parser.
    if (way === 'literal' && errors[0].extensions.code === 'GRAPHQL_PARSE_FAILED') {
      expect([value, answer.status]).toEqual([expect.stringMatching(/[\ud800-\udfff]/), 400]);
      continue;
    }
    expect([way, value, errors[0].extensions]).toEqual([
      way,
      value,
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        field: path,
        messages: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/^[A-Z].{15}/) },
      }),
    ]);
    expect(answer.status).toBeLessThan(500);
    expect(data ?? null).toBeNull();
  }
}

const NOT_TEXT = [1, 0.5, true, [], {}, ['1'], null];
const UNFIT_TEXT = [
  '',
  '   ',
  '甲\u0000',
  '甲\ud800',
  '\udc00甲',
  '甲\u202e乙',
  '甲\u2066乙',
  '甲\u0007',
  '甲\u009b',
  '甲\u200b乙',
  '甲\ufeff乙',
  '甲\u2028乙',
];

// biome-ignore format: a table
const REFUSED: Readonly<Record<FieldName, readonly unknown[]>> = {
  yuan: ['NaN', 'Infinity', '-Infinity', '1e3', '1e400', '1e1000000000', '0x10', '0b11', '1.005', `0.${'1'.repeat(20)}`,
    '9'.repeat(40), '1'.repeat(80_000), '1'.repeat(200_000), '', ' 1', '1 ', '+1', '.5', '5.', '00012', '1,000', '1_000', '１２３', '١٢٣',
    '一百', '1万', '−5', '1\u0000', '1\u200b', '¥1', 4000000, 0.1, -1, [], {}, ['1.00'], true, null],
  nestedYuan: ['1e3', 5, null, '1.001'],
  listedYuan: ['1e3', 5, null, '1.001'],
  date: ['2025-02-30', '2025-02-29', '0000-01-01', '99999-01-01', '2025-13-01', '2025-00-10', '2025-1-1', 'infinity', 'now', 'epoch', 'today',
    '２０２５-０１-０１', '2025-W01-1', '2025-001', '2025-01-01T00:00:00Z', '2025-01-01 25:00', '9999-12-31', '1900-01-01', '1989-12-31', '2100-01-01', '', 20250101,
    ...NOT_TEXT],
  percent: ['3,45', '3.45%', '1e1', 'NaN', '.5', '5.', '3.1234567', '1234567', '', 3.45, ...NOT_TEXT],
  int: ['60', 1.5, 2147483648, -2147483649, 1e21, true, [], {}, null, ''],
  nestedInt: ['12', 1.5, 2147483648, null],
  text: [...UNFIT_TEXT, '甲'.repeat(2001), '甲'.repeat(5_000), 'a'.repeat(1_000_000), ...NOT_TEXT],
  name: [...UNFIT_TEXT, '甲\n乙', '甲\t乙', '甲'.repeat(201), '甲'.repeat(5_000), 'a'.repeat(1_000_000), ...NOT_TEXT],
  creditCode: ['', '91150203MA0T00001', '91150203MA0T0000100', ...wrongCodes(), '９１１５０２０３ＭＡ０Ｔ００００１Ｘ', ...NOT_TEXT],
  choice: ['', 'region', '__proto__', 'constructor', 'REGION; drop table loan', ...NOT_TEXT],
  flag: ['true', 1, 0, '', null, [], {}],
};

/** Sound codes with one thing wrong: the check character, and each letter that a code never holds. */
function wrongCodes(): string[] {
  const sound = makeCreditCode('150203', 'MA0T0001');
  const other = sound.endsWith('A') ? 'B' : 'A';
  return [
    `${sound.slice(0, 17)}${other}`,
    ...[...'IOSVZ'].map((letter) => `${sound.slice(0, 10)}${letter}${sound.slice(11)}`),
  ];
}

describe('what is no value of a field is refused with the field, as a variable and as a literal', () => {
  test.each(Object.keys(REFUSED) as FieldName[])('%s', async (field) => {
    const before = await fingerprint(running);
    for (const value of REFUSED[field]) await expectRefused(field, value);
    expect(await fingerprint(running)).toEqual(before);
  });
});
