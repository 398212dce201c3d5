import { buildSchema, GraphQLError, type GraphQLFormattedError, getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, type Endpoint } from '../../src/graphql/endpoint.ts';
import { formatError } from '../../src/graphql/errors.ts';
import { DEFAULT_LIMITS } from '../../src/graphql/limits.ts';

/** A schema with everything that makes documents dangerous: a circle, pages in pages, lists, and mutations. */
const schema = buildSchema(`
  type Query {
    bank: Bank
    banks(first: Int = 20, after: String): BankConnection!
    nodes(ids: [ID!]!): [Bank!]!
    regions: [Region!]!
    echo(list: [Int!], text: String): Int
    page(first: Int! = 3): BankConnection!
  }
  type Mutation { post(amount: String!): Int }
  type Region { name: String }
  type Bank { name: String bank: Bank banks(first: Int): BankConnection! }
  type BankConnection { edges: [BankEdge!]! pageInfo: PageInfo! totalCount: Int! }
  type BankEdge { node: Bank! cursor: String! }
  type PageInfo { hasNextPage: Boolean! }
`);

let endpoint: Endpoint<null>;
let withoutIntrospection: Endpoint<null>;
beforeAll(async () => {
  const settings = { schema, formatError, production: true, contextOf: async () => ({}) };
  endpoint = await createEndpoint<null, object>({ ...settings, introspection: true });
  withoutIntrospection = await createEndpoint<null, object>({ ...settings, introspection: false });
});
afterAll(async () => {
  await endpoint.close();
  await withoutIntrospection.close();
});

interface Answer {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: { readonly cost?: { readonly asked: number; readonly limit: number } };
}

async function ask(query: string, more: object = {}, to = endpoint, accept = '*/*'): Promise<Answer> {
  const { status, body } = await to.handle(
    {
      method: 'POST',
      search: '',
      headers: { accept, 'content-type': 'application/json' },
      body: { query, ...more },
      requestId: 'test',
    },
    null,
  );
  return { status, ...(JSON.parse(body) as object) } as Answer;
}

async function expectRefused(query: string, code: string, limit: number, actual: number, more: object = {}) {
  const answer = await ask(query, more);
  const refusal = answer.errors?.find(({ extensions }) => extensions?.code === code);
  expect(refusal, JSON.stringify(answer)).toMatchObject({ extensions: { code, limit, actual } });
  const { zh, en } = (refusal?.extensions?.messages ?? {}) as { zh?: string; en?: string };
  expect(refusal?.message).toBe(en);
  for (const said of [zh, en]) expect(said).toContain(String(limit));
  expect(answer.status).toBe(400);
  expect(answer.data).toBeUndefined();
}
const codesOf = (answer: Answer) => answer.errors?.map(({ extensions }) => extensions?.code) ?? [];

const nested = (depth: number) => `${'{ bank '.repeat(depth - 1)}{ name }${' }'.repeat(depth - 1)}`;
const many = (count: number, write: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => write(at)).join(' ');

describe('the shape of a document', () => {
  it.each([11, 12])('a depth of %i passes', async (depth) => {
    expect(codesOf(await ask(nested(depth)))).toEqual([]);
  });
  it.each([13, 30, 100])('a depth of %i is refused', (depth) =>
    expectRefused(nested(depth), 'QUERY_TOO_DEEP', 12, depth),
  );
  it.each([
    [6, true],
    [7, false],
  ])('a depth of 6 and a fragment of %i levels', async (levels, passes) => {
    const query = `${nested(7).replace('name', '...A')} fragment A on Bank ${nested(levels)}`;
    if (passes) expect(codesOf(await ask(query))).toEqual([]);
    else await expectRefused(query, 'QUERY_TOO_DEEP', 12, 6 + levels);
  });

  it.each([
    [30, true],
    [31, false],
  ])('%i aliases, of __typename too', async (count, passes) => {
    const query = `{ bank { ${many(count, (at) => `a${at}: ${at % 2 ? '__typename' : 'name'}`)} } }`;
    if (passes) expect(codesOf(await ask(query))).toEqual([]);
    else await expectRefused(query, 'TOO_MANY_ALIASES', 30, count);
  });

  it.each([
    [20, true],
    [21, false],
  ])('%i fields at the root', async (count, passes) => {
    const query = `{ ${many(count, () => 'bank { name }')} }`;
    if (passes) expect(codesOf(await ask(query))).toEqual([]);
    else await expectRefused(query, 'TOO_MANY_ROOT_FIELDS', 20, count);
  });
  it('fields at the root count through fragments', () =>
    expectRefused(
      `{ ...A ...A ...A } fragment A on Query { ${many(7, () => 'bank { name }')} }`,
      'TOO_MANY_ROOT_FIELDS',
      20,
      21,
    ));

  it.each([
    [5, true],
    [6, false],
  ])('%i mutations in one request', async (count, passes) => {
    const query = `mutation { ${many(count, (at) => `m${at}: post(amount: "1.00")`)} }`;
    if (passes) expect(codesOf(await ask(query))).toEqual([]);
    else await expectRefused(query, 'TOO_MANY_MUTATIONS', 5, count);
  });

  it.each([
    [20, true],
    [21, false],
  ])('%i directives', async (count, passes) => {
    const query = `{ bank { ${many(count, () => 'name @include(if: true)')} } }`;
    if (passes) expect(codesOf(await ask(query))).toEqual([]);
    else await expectRefused(query, 'TOO_MANY_DIRECTIVES', 20, count);
  });
  it('unknown directives by the hundred are counted too', () =>
    expectRefused(`{ bank { name ${many(400, () => '@unknown')} } }`, 'TOO_MANY_DIRECTIVES', 20, 400));

  it.each([
    [500, true],
    [501, false],
  ])('%i fields', async (count, passes) => {
    const query = `{ bank { ${many(count - 1, () => 'name')} } }`;
    if (passes) expect(codesOf(await ask(query))).toEqual([]);
    else await expectRefused(query, 'TOO_MANY_FIELDS', 500, count);
  });
  it('fields of a fragment that nothing uses are counted', () =>
    expectRefused(
      `{ bank { name } } fragment A on Bank { ${many(501, () => 'name')} }`,
      'TOO_MANY_FIELDS',
      500,
      501,
    ));

  it('doubling through 60 fragments is refused, and quickly', async () => {
    const doubling = many(60, (at) => `fragment F${at} on Bank { ...F${at + 1} ...F${at + 1} }`);
    const started = performance.now();
    await expectRefused(
      `{ bank { ...F0 } } ${doubling} fragment F60 on Bank { name }`,
      'TOO_MANY_FIELDS',
      500,
      1_000_000_000,
    );
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('fragments in a circle are refused', async () => {
    const answer = await ask(
      '{ bank { ...A } } fragment A on Bank { bank { ...B } } fragment B on Bank { ...A }',
    );
    expect([answer.status, codesOf(answer)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  });

  it.each([
    [10, true],
    [11, false],
  ])('%i operations in one document', async (count, passes) => {
    const query = many(count, (at) => `query Q${at} { bank { name } }`);
    if (passes) expect(codesOf(await ask(query, { operationName: 'Q0' }))).toEqual([]);
    else await expectRefused(query, 'TOO_MANY_OPERATIONS', 10, count, { operationName: 'Q0' });
  });

  it.each([
    [250, true],
    [251, false],
  ])('a list of %i items, as a literal and as a variable', async (count, passes) => {
    const list = Array.from({ length: count }, () => 1);
    const query = 'query Q($list: [Int!]) { echo(list: $list) }';
    if (passes) expect(codesOf(await ask(query, { variables: { list } }))).toEqual([]);
    else await expectRefused(query, 'LIST_TOO_LONG', 250, count, { variables: { list } });
    const literal = `{ echo(list: [${list.join(' ')}]) }`;
    if (passes) expect(codesOf(await ask(literal))).toEqual([]);
    else await expectRefused(literal, 'LIST_TOO_LONG', 250, count);
  });

  it.each([
    [2_000, true],
    [2_001, false],
  ])('%i tokens', async (count, passes) => {
    // "{ echo(list: [" and "]) }" are nine tokens; the list's own limit speaks where the tokens suffice.
    const answer = await ask(`{ echo(list: [${many(count - 9, () => '1')}]) }`);
    expect([answer.status, codesOf(answer)]).toEqual([400, [passes ? 'LIST_TOO_LONG' : 'QUERY_TOO_LONG']]);
  });

  it('a document of a thousand mistakes is told of a few', async () => {
    const answer = await ask(`{ bank { ${many(400, (at) => `wrong${at}`)} } }`);
    expect(answer.status).toBe(400);
    expect(answer.errors?.length).toBeLessThanOrEqual(6);
  });
});

describe('introspection', () => {
  const full = getIntrospectionQuery({
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
  });

  it('the common tools’ query passes while it is enabled', async () => {
    const answer = await ask(full);
    expect([answer.status, codesOf(answer)]).toEqual([200, []]);
    expect(answer.data).toHaveProperty('__schema.types');
  });
  it('is refused where it is not', async () => {
    const answer = await ask(full, {}, withoutIntrospection);
    expect([answer.status, codesOf(answer)[0]]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });
  it('in circles is refused', async () => {
    const answer = await ask(
      '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }',
    );
    expect([answer.status, codesOf(answer)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  });
  it('five times in one document costs too much', async () => {
    const query = `{ ${many(5, (at) => `s${at}: __schema { types { name } }`)} }`;
    await expectRefused(query, 'QUERY_TOO_COSTLY', 10_000, 12_500);
  });
  it('names nothing that was not asked for', async () => {
    const answer = await ask('{ bank { nam } }');
    expect(JSON.stringify(answer)).not.toContain('Did you mean');
  });
});

describe('the cost of an operation', () => {
  const page = (first: string) => `{ banks${first} { edges { node { name } } } }`;

  it.each([
    ['one value', '{ bank { name } }', 2],
    ['a page of five charges its size once', page('(first: 5)'), 1 + 5 * 3],
    ['a page without a size charges the default', page(''), 1 + 20 * 3],
    ['also where the schema has none', '{ bank { banks { edges { node { name } } } } }', 1 + 1 + 20 * 3],
    ['a list that is not paged', '{ regions { name } }', 1 + 10 * 1],
    ['a list by ids', '{ nodes(ids: ["a", "b", "c"]) { name } }', 1 + 3 * 1],
    ['a mutation', 'mutation { post(amount: "1.00") }', 50],
    ['what is skipped is free', '{ bank { name @skip(if: true) } }', 1],
  ])('%s', async (_name, query, asked) => {
    expect((await ask(query)).extensions?.cost).toEqual({ asked, limit: 10_000 });
  });

  it('a variable is charged as what it holds', async () => {
    const query = 'query Q($n: Int) { banks(first: $n) { edges { node { name } } } }';
    expect((await ask(query, { variables: { n: 7 } })).extensions?.cost?.asked).toBe(1 + 7 * 3);
    expect((await ask(query)).extensions?.cost?.asked).toBe(1 + 20 * 3);
  });

  it.each([
    [3_333, 10_000],
    [3_334, 10_003],
  ])('a page of %i costs %i', async (first, asked) => {
    if (asked <= DEFAULT_LIMITS.costMax)
      expect((await ask(page(`(first: ${first})`))).extensions?.cost?.asked).toBe(asked);
    else await expectRefused(page(`(first: ${first})`), 'QUERY_TOO_COSTLY', 10_000, asked);
  });

  it.each([100_000, 2_147_483_647])('first: %i is refused, literal and variable', async (first) => {
    const query = 'query Q($n: Int) { banks(first: $n) { edges { node { name } } } }';
    for (const answer of [
      await ask(page(`(first: ${first})`)),
      await ask(query, { variables: { n: first } }),
    ])
      expect([answer.status, codesOf(answer)]).toEqual([400, ['QUERY_TOO_COSTLY']]);
  });

  it('a refusal says its cost as every answer does', async () => {
    expect((await ask(page('(first: 5000)'))).extensions?.cost).toEqual({ asked: 15_001, limit: 10_000 });
  });

  it('pages in pages multiply, also by their defaults', async () => {
    const query =
      '{ banks { edges { node { banks { edges { node { banks { edges { node { name } } } } } } } } } }';
    await expectRefused(query, 'QUERY_TOO_COSTLY', 10_000, 1 + 20 * (2 + 1 + 20 * (2 + 1 + 20 * 3)));
  });
});

describe('what is wrong with a request is the client’s to mend: 400, never 500', () => {
  it('bad variables are named', async () => {
    const answer = await ask('query Q($n: Int!) { banks(first: $n) { totalCount } }', {
      variables: { n: 'many' },
    });
    expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_USER_INPUT']]);
    expect(answer.errors?.[0]).toMatchObject({ extensions: { field: 'n' } });
  });
  it('each of several bad variables is named', async () => {
    const query =
      'query Q($n: Int!, $ids: [ID!]!) { banks(first: $n) { totalCount } nodes(ids: $ids) { name } }';
    const answer = await ask(query, { variables: { n: 1.5 } });
    expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_USER_INPUT', 'BAD_USER_INPUT']]);
  });
  it('several operations without a name, and a name that fits none', async () => {
    const query = 'query A { bank { name } } query B { bank { name } }';
    for (const name of [{}, { operationName: null }, { operationName: 'C' }, { operationName: '' }]) {
      const answer = await ask(query, name);
      expect([answer.status, codesOf(answer)]).toEqual([400, ['OPERATION_RESOLUTION_FAILURE']]);
    }
  });
  it('a variable that turns out null where none may be does not slip past the cost', async () => {
    const query =
      'query Q($n: Int = 1) { page(first: $n) { totalCount } banks(first: 9999) { edges { node { name } } } }';
    const answer = await ask(query, { variables: { n: null } });
    expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_USER_INPUT']]);
  });
  it.each([
    ['nothing', undefined, 'BAD_REQUEST'],
    ['a number', 7, 'BAD_REQUEST'],
    ['an empty list', [], 'BATCH_NOT_ALLOWED'],
    ['a list of one request', [{ query: '{ bank { name } }' }], 'BATCH_NOT_ALLOWED'],
    ['a list of requests', Array(100).fill({ query: '{ bank { name } }' }), 'BATCH_NOT_ALLOWED'],
  ])('a body that is %s', async (_name, body, code) => {
    const headers = { accept: '*/*', 'content-type': 'application/json' };
    const answer = await endpoint.handle(
      { method: 'POST', search: '', headers, body, requestId: 'test' },
      null,
    );
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ extensions: { code } }] });
    if (Array.isArray(body))
      expect(JSON.parse(answer.body).errors[0].extensions).toMatchObject({ limit: 1, actual: body.length });
  });
  it('persisted queries are not kept', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    expect(codesOf(await ask('{ bank { name } }', { extensions }))).not.toEqual([]);
  });
  it('a client that insists on application/json gets 200 for a wrong document, but not for a refused limit', async () => {
    for (const query of ['{', '{ nothing }', 'query Q($n: Int!) { bank { name } echo(list: [$n]) }'])
      expect([query, (await ask(query, {}, endpoint, 'application/json')).status]).toEqual([query, 200]);
    for (const query of [nested(13), page5000])
      expect((await ask(query, {}, endpoint, 'application/json')).status).toBe(400);
  });
  const page5000 = '{ banks(first: 5000) { edges { node { name } } } }';
});

describe('an endpoint', () => {
  it('shows nothing of a defect', async () => {
    const broken = await createEndpoint<null, object>({
      schema,
      formatError,
      production: true,
      introspection: true,
      contextOf: async () => {
        throw new Error('Failed query: select secret from vault params: hunter2');
      },
    });
    const answer = await ask('{ bank { name } }', {}, broken);
    await broken.close();
    expect([answer.status, codesOf(answer)]).toEqual([500, ['INTERNAL']]);
    expect(JSON.stringify(answer)).not.toMatch(/secret|hunter2|stack/);
  });

  it('finishes what runs before it closes', async () => {
    let release = () => {};
    const waiting = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = await createEndpoint<null, object>({
      schema,
      formatError,
      production: true,
      introspection: true,
      contextOf: async () => {
        await waiting;
        return {};
      },
    });
    const order: string[] = [];
    const running = ask('{ bank { name } }', {}, slow).then(({ status }) => order.push(`answered ${status}`));
    const closed = slow.close().then(() => order.push('closed'));
    // Far more turns than closing takes when it waits for nothing.
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    release();
    await Promise.all([running, closed]);
    expect(order).toEqual(['answered 200', 'closed']);
    expect((await ask('{ bank { name } }', {}, slow)).errors?.length).toBe(1);
  });

  it('an error of ours with a status keeps it', async () => {
    const teapot = await createEndpoint<null, object>({
      schema,
      formatError,
      production: true,
      introspection: true,
      contextOf: async () => {
        throw new GraphQLError('no', { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
      },
    });
    expect((await ask('{ bank { name } }', {}, teapot)).status).toBe(401);
    await teapot.close();
  });
});
