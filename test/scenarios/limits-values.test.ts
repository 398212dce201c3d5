import { randomUUID } from 'node:crypto';
import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { OFFERED_ACTS } from '../../src/graphql/act.table.ts';
import { theBareSchema } from '../support/bare-schema.ts';
import { addFirm, type City, newCity } from '../support/city.ts';
import { type DummyAct, dummyActs, mutationOf } from '../support/dummies.ts';
import { withValue } from '../support/literals.ts';
import { type Running, startProduct, type User } from '../support/product.ts';
import { send } from '../support/raw.ts';

// Every input field and argument of the schema, by its scalar: what is no value of it is refused with the field's name;
// what passes is answered without an internal error, and stored as given. Made from the schema, so that a field that
// somebody adds tomorrow is tried too.

const TODAY = '2025-03-10';
const schema = theBareSchema();

/** Ten characters of which each is a trap somewhere, and all of which are text. */
const ODD = `'";--<b>%_\\{$1} \u00e9\u{20bb7}\u{1f600}＝`;

interface Values {
  /** Never a value of this scalar, wherever it stands. */
  readonly refused: readonly unknown[];
  /** Read by the scalar; the field may mean less. */
  readonly read: readonly unknown[];
}

const NO_TEXT = [1, 0.5, true, [], {}, ['甲', '乙']];
const UNFIT = [
  '',
  ' \t ',
  '甲\u0000',
  '甲\ud800',
  '\udc00甲',
  '甲\u202e乙',
  '甲\u2066乙',
  '甲\u0007',
  '甲\u009b',
  '甲\u200b',
];
/** As much as a body can carry. */
const HUGE = 'x'.repeat(90_000);
const MEGABYTE = 'x'.repeat(1_000_000);

// biome-ignore format: a table
const VALUES: Readonly<Record<string, Values>> = {
  Yuan: {
    refused: ['NaN', 'Infinity', '1e400', '1e3', '0x10', '1.005', `0.${'1'.repeat(20)}`, '９', '1,000', '', '1\u0000', '9'.repeat(90_000), 1, 0.1, true, [], {}],
    read: ['0', '-1', '0.01', '9999999999999.99'],
  },
  Date: {
    refused: ['2025-02-30', '2025-13-01', '0000-01-01', 'infinity', 'now', '２０２５-０１-０１', '2025-01-01T00:00:00Z', '1989-12-31', '2100-01-01', '', HUGE, 20250101, [], {}],
    read: ['1990-01-01', '2099-12-31', '2024-02-29'],
  },
  DateTime: {
    refused: ['2025-02-30T00:00:00Z', '2025-01-01', '2025-01-01T25:00:00Z', '2025-01-01T00:00:00', 'now', '', HUGE, 1, {}],
    read: ['2025-01-01T00:00:00Z', '2025-01-01T08:00:00.123+08:00'],
  },
  Percent: {
    refused: ['NaN', '1e1', '3,45', '３', '3.1234567', '', HUGE, 3.45, [], {}],
    read: ['0', '-999999.999999', '999999.999999'],
  },
  Int: { refused: ['1', 1.5, 2_147_483_648, -2_147_483_649, 1e300, '１', '', true, [1, 2], {}], read: [0, -1, 2_147_483_647, -2_147_483_648] },
  Boolean: { refused: ['true', 1, 0, '', [true, false], {}], read: [true, false] },
  Text: { refused: [...UNFIT, '甲'.repeat(2_001), HUGE, ...NO_TEXT], read: [ODD, `甲\n乙\t丙`, '甲'.repeat(2_000)] },
  Name: { refused: [...UNFIT, '甲\n乙', '甲'.repeat(201), HUGE, ...NO_TEXT], read: [ODD, '甲'.repeat(200)] },
  CreditCode: {
    refused: ['', 'x', '９１１５０２０３ＭＡ０Ｔ００００１Ｘ', `${makeCreditCode('150203', 'MA0U0001')}\u0000`, HUGE, 1, {}],
    read: [makeCreditCode('150203', 'MA0U0001').toLowerCase()],
  },
  // No text of these is refused by the scalar: whatever is sent, the answer is no internal error.
  ID: { refused: [0.5, true, {}], read: ['', 'x', '\u0000', '\ud800', '甲\u202e乙', '%', "'; drop table loan --", HUGE, 7] },
  String: { refused: [1, true, {}], read: ['', '\u0000', '\ud800', '甲\u202e乙', ODD, '%', HUGE] },
  JSON: { refused: [], read: [null, 1, 'x', [], {}, { a: '\u0000' }, { '\ud800': 1 }, { firmCap: '1e400' }, { firmCap: 1e300 }, [[[[[]]]]], HUGE] },
};
const ENUM: Values = { refused: ['', 'x', '__proto__', 'constructor', HUGE, 1, true, {}], read: [] };

function valuesOf(type: GraphQLInputType): Values {
  const named = getNamedType(type);
  const values = isEnumType(named) ? ENUM : VALUES[named.name];
  if (!values) throw new Error(`no values to try for the scalar ${named.name}`);
  return values;
}

interface Leaf {
  readonly path: string;
  readonly type: GraphQLInputType;
}

/** Every leaf of an input; of a list its first item; null where a circle begins. */
function leavesOf(type: GraphQLInputType, path: string, depth = 0): Leaf[] {
  const bare = getNullableType(type);
  if (isListType(bare)) return leavesOf(bare.ofType, `${path}[0]`, depth);
  if (!isInputObjectType(bare)) return [{ path, type }];
  if (depth > 5) return [];
  return Object.values(bare.getFields()).flatMap((field) =>
    leavesOf(field.type, path === '' ? field.name : `${path}.${field.name}`, depth + 1),
  );
}

let running: Running;
let city: City;
let firmId: string;

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
  firmId = (await addFirm(running, city.region)).id;
});
afterAll(() => running?.stop());

const BY_PERSONA = (): Readonly<Record<string, User>> => ({
  OFFICE: city.office,
  DISTRICT: city.region.user,
  BANK: city.bank.user,
  GUARANTOR: city.guarantor.user,
  FUND_MANAGER: city.guarantor.user,
});

function actorOf(name: string): User {
  const persona = OFFERED_ACTS.find((act) => act.name === name)?.deed.by.personas[0] ?? 'OFFICE';
  const user = BY_PERSONA()[persona];
  if (!user) throw new Error(`nobody is ${persona}`);
  return user;
}

/** What is wrong with an answer, if anything is. */
async function faultOf(
  who: User,
  query: string,
  variables: object,
  field: string,
  mustRefuse: boolean,
): Promise<string | null> {
  const answer = await send(running, who, query, variables);
  if (answer.status >= 500) return `status ${answer.status}: ${answer.body.slice(0, 200)}`;
  const { errors = [] } = JSON.parse(answer.body) as { errors?: { extensions: Record<string, unknown> }[] };
  const codes = errors.map(({ extensions }) => extensions.code);
  if (codes.includes('INTERNAL')) return `INTERNAL: ${answer.body.slice(0, 200)}`;
  for (const { extensions } of errors) {
    const { zh, en } = (extensions.messages ?? {}) as { zh?: string; en?: string };
    if (!zh || !en) return `no message in both languages: ${answer.body.slice(0, 200)}`;
  }
  if (!mustRefuse) return null;
  const named = errors.find(({ extensions }) => extensions.code === 'BAD_USER_INPUT')?.extensions.field;
  if (named === undefined) return `not refused: ${answer.body.slice(0, 200)}`;
  // A list or an object in a leaf's place is named as that, or by what it holds.
  const isNamed = String(named).startsWith(field) || (named !== 'input' && field.startsWith(String(named)));
  return isNamed ? null : `names ${named}`;
}

const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 60);

/** Of the values that a scalar refuses, each field is tried with one in so many; SHARE=1 tries every field with all of them. */
const SHARE = Number(process.env.SHARE ?? 4);
const leavesOfScalar = new Map<string, number>();

/**
 * What a scalar refuses, it refuses wherever it stands: of these the fields of one scalar try different ones in turn, so that
 * each is tried in several fields. A scalar that hardly any field has keeps all of them.
 */
function refusedIn(type: GraphQLInputType, refused: readonly unknown[]): readonly unknown[] {
  const { name } = getNamedType(type);
  const turn = leavesOfScalar.get(name) ?? 0;
  leavesOfScalar.set(name, turn + 1);
  return turn < SHARE ? refused : refused.filter((_, at) => (at + turn) % SHARE === 0);
}

/** Tries the values of one leaf; answers the faults, each with field and value. */
async function tryLeaf(
  { path, type }: Leaf,
  run: (value: unknown, mustRefuse: boolean) => Promise<string | null>,
): Promise<string[]> {
  const { refused, read } = valuesOf(type);
  const nulls = isNonNullType(type) ? [null] : [];
  const faults: string[] = [];
  for (const [values, mustRefuse] of [
    [[...refusedIn(type, refused), ...nulls], true],
    [isNonNullType(type) ? read : [...read, null], false],
  ] as const)
    for (const value of values) {
      const fault = await run(value, mustRefuse);
      if (fault) faults.push(`${path} = ${shown(value)}: ${fault}`);
    }
  return faults;
}

const acts = dummyActs();

describe('every field of every act’s input', () => {
  let tried = 0;

  test.each(acts.map((act) => [act.name, act] as const))('%s', async (name, act: DummyAct) => {
    const inputType = schema.getType(act.inputType) as GraphQLInputType;
    const who = actorOf(name);
    const faults: string[] = [];
    for (const leaf of leavesOf(inputType, '')) {
      const run = async (value: unknown, mustRefuse: boolean) => {
        tried += 1;
        const input = withValue(act.input, leaf.path, value);
        const key = randomUUID();
        return faultOf(who, mutationOf(act), { key, input }, `input.${leaf.path}`, mustRefuse);
      };
      faults.push(...(await tryLeaf(leaf, run)));
    }
    expect(faults).toEqual([]);
  });

  test.each(acts.map((act) => [act.name, act] as const))(
    'a megabyte in %s is refused unread',
    async (name, act) => {
      const input = { ...act.input, [Object.keys(act.input)[0] ?? '']: MEGABYTE };
      const { status, body } = await send(running, actorOf(name), mutationOf(act), {
        key: randomUUID(),
        input,
      });
      expect([status, JSON.parse(body).errors[0].extensions]).toMatchObject([
        413,
        { code: 'BODY_TOO_LARGE', limit: 102_400 },
      ]);
    },
  );

  test('was tried with thousands of values', () => {
    process.stdout.write(`values: ${acts.length} acts, ${tried} requests\n`);
    expect(tried).toBeGreaterThan(acts.length * 15);
  });

  test.each([
    '',
    'short',
    'ключ-ключ',
    '\u0000'.repeat(8),
    '\ud800'.repeat(8),
    'x'.repeat(101),
    '甲'.repeat(50),
    HUGE,
  ])('an idempotency key is no text of another kind: %#', async (key) => {
    const act = acts.find(({ name }) => name === 'registerEnterprise');
    if (!act) throw new Error('no such act');
    const run = faultOf(city.region.user, mutationOf(act), { key, input: act.input }, 'idempotencyKey', true);
    expect(await run).toBeNull();
  });
});

// ---- Arguments of queries, wherever they stand ---------------------------------------------------------------

interface Place {
  /** Writes the document around the field with its arguments. */
  readonly around: (field: string) => string;
  readonly type: GraphQLObjectType;
}

/** One way to each type of the answer, by fields that need no argument. */
function placesOf(root: GraphQLObjectType): Map<string, Place> {
  const places = new Map<string, Place>([[root.name, { type: root, around: (field) => `{ ${field} }` }]]);
  for (const { type, around } of places.values())
    for (const field of Object.values(type.getFields())) {
      const next = getNamedType(field.type);
      const needs = field.args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
      if (!isObjectType(next) || needs || places.has(next.name)) continue;
      places.set(next.name, { type: next, around: (inner) => around(`${field.name} { ${inner} }`) });
    }
  return places;
}

const selected = (type: GraphQLOutputType) => (isLeafType(getNamedType(type)) ? '' : '{ __typename }');

/** A value with one leaf in its place, and nothing else. */
function withOnly(type: GraphQLInputType, steps: readonly string[], value: unknown): unknown {
  const bare = getNullableType(type);
  if (isListType(bare)) return [withOnly(bare.ofType, steps.slice(1), value)];
  const [step, ...rest] = steps;
  if (!isInputObjectType(bare) || step === undefined) return value;
  const inner = bare.getFields()[step];
  return inner ? { [step]: withOnly(inner.type, rest, value) } : value;
}

const queryType = schema.getQueryType();
if (!queryType) throw new Error('a schema has a query type');
const FIELDS = [...placesOf(queryType).values()].flatMap(({ type, around }) =>
  type.name === 'Checks'
    ? []
    : Object.values(type.getFields())
        .filter(({ args }) => args.length > 0)
        .map((field) => [`${type.name}.${field.name}`, { field, around }] as const),
);

describe('every argument of every field', () => {
  test('is found', () => {
    expect(FIELDS.length).toBeGreaterThan(20);
  });

  test.each(FIELDS)('%s', async (_name, { field, around }) => {
    const faults: string[] = [];
    for (const arg of field.args)
      for (const leaf of leavesOf(arg.type, arg.name)) {
        const given = (value: unknown): GraphQLArgument['defaultValue'] =>
          withOnly(
            arg.type,
            leaf.path
              .split(/[.[\]]+/)
              .filter((step) => step !== '')
              .slice(1),
            value,
          );
        const others = field.args.filter(
          (one) => one !== arg && isNonNullType(one.type) && one.defaultValue === undefined,
        );
        const wanted = [arg, ...others];
        const query = `query (${wanted.map(({ name, type }) => `$${name}: ${type}`).join(' ')}) ${around(
          `${field.name}(${wanted.map(({ name }) => `${name}: $${name}`).join(' ')}) ${selected(field.type)}`,
        )}`;
        const rest = Object.fromEntries(others.map(({ name }) => [name, firmId]));
        const run = (value: unknown, mustRefuse: boolean) =>
          faultOf(city.office, query, { ...rest, [arg.name]: given(value) }, leaf.path, mustRefuse);
        faults.push(...(await tryLeaf(leaf, run)));
      }
    expect(faults).toEqual([]);
  });
});

// ---- What is stored -----------------------------------------------------------------------------------------

describe('what passes is stored as given', () => {
  const stored: string[] = [];
  let codes = 1_000;

  test.each(acts.map((act) => [act.name, act] as const))('%s', async (name, act) => {
    const inputType = schema.getType(act.inputType) as GraphQLInputType;
    // What it is about is there, as far as one city without history has it.
    const known: Readonly<Record<string, unknown>> = {
      enterpriseId: firmId,
      subjectId: firmId,
      regionId: city.region.id,
      bankId: city.bank.id,
      guarantorId: city.guarantor.id,
      amount: '8000000.00',
      newLimit: '12000000.00',
    };
    const found = Object.fromEntries(
      Object.entries(act.input).map(([field, value]) => [field, known[field] ?? value]),
    );
    const texts = leavesOf(inputType, '').filter(({ type }) =>
      ['Text', 'Name'].includes(getNamedType(type).name),
    );
    for (const { path } of texts) {
      const value = `${ODD}${randomUUID()}`;
      codes += 1;
      const fresh = 'creditCode' in found ? { creditCode: makeCreditCode('150203', `MA0W${codes}`) } : {};
      const input = withValue({ ...found, ...fresh }, path, value);
      const { body } = await send(running, actorOf(name), mutationOf(act), { key: randomUUID(), input });
      if (JSON.parse(body).data?.[name]?.done !== true) continue;
      stored.push(`${name}.${path}`);
      expect([path, await columnsHolding(value)]).not.toEqual([path, []]);
    }
  });

  test('and some acts needed nothing before them, so that this is no empty promise', () => {
    process.stdout.write(`values: read back identically: ${stored.join(', ')}\n`);
    expect(stored.length).toBeGreaterThan(10);
  });

  /** The columns in which a row holds exactly this text. */
  async function columnsHolding(value: string): Promise<string[]> {
    const columns = await running.owner(
      "select table_name as t, column_name as c, data_type as d from information_schema.columns where table_schema = 'public' and data_type in ('text', 'jsonb')",
    );
    const selects = columns.map(({ t, c, d }) => {
      const holds =
        d === 'text'
          ? `"${c}" = $1`
          : `jsonb_path_exists("${c}", '$.** ? (@ == $v)', jsonb_build_object('v', $1::text))`;
      return `select '${t}.${c}' as at from "${t}" where ${holds}`;
    });
    return (await running.owner(selects.join(' union all '), [value])).map(({ at }) => String(at));
  }
});
