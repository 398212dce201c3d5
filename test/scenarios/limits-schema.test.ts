import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type City, newCity } from '../support/city.ts';
import { type Running, startProduct } from '../support/product.ts';
import { send } from '../support/raw.ts';

// Where introspection is off, nothing in an answer names a part of the schema that the question did not name.

const TODAY = '2025-03-10';
let closed: Running;
let open: Running;
let city: City;
let there: City;

beforeAll(async () => {
  closed = await startProduct({ INTROSPECTION: 'false' });
  open = await startProduct();
  city = await newCity(closed, TODAY);
  there = await newCity(open, TODAY);
});
afterAll(async () => {
  await closed?.stop();
  await open?.stop();
});

const ask = (query: string, variables: object = {}) => send(closed, city.office, query, variables);

describe('introspection that is off', () => {
  test.each([
    getIntrospectionQuery(),
    '{ __schema { types { name } } }',
    '{ a: __schema { queryType { name } } }',
    '{ __type(name: "Loan") { fields { name } } }',
    '{ a: __type(name: "Query") { kind } }',
    '{ ...A } fragment A on Query { __type(name: "Loan") { name } }',
    '{ ... on Query { __schema { directives { name } } } }',
    '{ ... @include(if: true) { a: __type(name: "Loan") { name } } }',
    'query ($n: String!) { __type(name: $n) { name } }',
    'mutation { __schema { types { name } } }',
  ])('%#: is refused', async (query) => {
    const { status, body } = await ask(query, query.includes('$n') ? { n: 'Loan' } : {});
    const { errors, data } = JSON.parse(body);
    expect([status, errors[0].extensions.code, data ?? null]).toEqual([
      status,
      'GRAPHQL_VALIDATION_FAILED',
      null,
    ]);
    expect(status).toBeLessThan(500);
  });

  test('__typename of what one may read is no secret', async () => {
    expect(JSON.parse((await ask('{ __typename pool { __typename } }')).body).data).toEqual({
      __typename: 'Query',
      pool: { __typename: 'Pool' },
    });
  });

  /**
   * Nearly right in each place of a document; and the right word, which must not come back. A required field that is
   * missing is named all the same: whoever has the right type of input can do nothing without it.
   */
  const NEARLY = [
    ['{ poool { id } }', {}, ['pool']],
    ['{ pool { nameZ } }', {}, ['nameZh', 'nameEn']],
    ['{ pool }', {}, ['city', 'nameZh']],
    ['{ pool { nameZh { id } } }', {}, ['nameEn']],
    ['{ loans(frist: 1) { totalCount } }', {}, ['first']],
    ['{ loans(filter: { stats: [ACTIVE] }) { totalCount } }', {}, ['states']],
    ['{ loans(filter: { states: [ACTIV] }) { totalCount } }', {}, ['ACTIVE']],
    ['{ loans(filter: { states: ["ACTIVE"] }) { totalCount } }', {}, ['APPROVED']],
    [
      'query ($s: [LoanState!]) { loans(filter: { states: $s }) { totalCount } }',
      { s: ['ACTIV'] },
      ['"ACTIVE"'],
    ],
    ['query ($f: LoanFilter) { loans(filter: $f) { totalCount } }', { f: { stats: [] } }, ['states']],
    ['query ($f: LoanFiltr) { loans(filter: $f) { totalCount } }', {}, ['LoanFilter']],
    ['{ node(id: "x") { ... on Lon { id } } }', {}, ['Loan']],
    ['{ pool { id @inclde(if: true) } }', {}, ['@include']],
    ['{ pool { id @include(iff: true) } }', {}, ['"if"']],
    ['mutation { plege(input: {}) { done } }', {}, ['pledge']],
    ['mutation { pledge(idempotencyKey: "12345678", input: { sorce: CITY }) { done } }', {}, []],
    ['mutation { pledge(idempotencyKey: "12345678", input: {}) { done } }', {}, []],
    ['{ check { submitReferal(input: {}) { allowed } } }', {}, ['submitReferral']],
    ['subscription { events { id } }', {}, []],
  ] as const;

  test.each(NEARLY)('a slip is not mended for one who guesses: %s', async (query, variables, secrets) => {
    const { status, body } = await ask(query, variables);
    expect(status).toBeLessThan(500);
    expect(JSON.parse(body).errors.length).toBeGreaterThan(0);
    expect(body).not.toMatch(/did you mean/i);
    for (const secret of secrets) expect(body).not.toMatch(new RegExp(`(?<![A-Za-z])${secret}(?![A-Za-z])`));
  });

  test('where it is on, a developer is helped', async () => {
    const { body } = await send(open, there.office, '{ poool { id } }', {});
    expect(body).toContain('Did you mean');
  });

  test.each([
    '/',
    '/graphql/',
    '/graphiql',
    '/playground',
    '/voyager',
    '/docs',
    '/sandbox',
    '/token',
    '/sign-in',
  ])('no page of a developer’s is served at %s', async (path) => {
    const response = await fetch(new URL(path, closed.url), { headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/json');
  });

  test('nor at the address of the API, for a browser', async () => {
    const response = await fetch(closed.url, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toMatch(/<html|<script/i);
  });
});

describe('lists', () => {
  const ids = (count: number) => Array<string>(count).fill('ln_0197ffff000070008000000000000000');

  test.each([
    [-1, false],
    [0, false],
    [1, true],
    [99, true],
    [100, true],
    [101, false],
  ])('a page of %i rows: %s', async (first, passes) => {
    const { body } = await ask('query ($n: Int) { loans(first: $n) { totalCount } }', { n: first });
    const { errors } = JSON.parse(body);
    if (passes) return expect(errors).toBeUndefined();
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first' });
    for (const said of Object.values(errors[0].extensions.messages)) expect(said).toContain('100');
  });

  test.each([
    [99, true],
    [100, true],
    [101, false],
  ])('%i ids at once: %s', async (count, passes) => {
    const { body } = await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', {
      ids: ids(count),
    });
    const codes = (JSON.parse(body).errors ?? []).map(
      ({ extensions }: { extensions: { code: string } }) => extensions.code,
    );
    expect(codes.includes('BAD_USER_INPUT')).toBe(!passes);
  });
});
