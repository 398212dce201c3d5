import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/acts/actor.ts';
import { openReadsOn } from '../../src/database/reads.ts';
import { instant } from '../../src/domain/dates.ts';
import { aheadPlugin } from '../../src/graphql/ahead.ts';
import { Reader, type RequestContext, readerPlugin } from '../../src/graphql/context.ts';
import { createEndpoint, type Endpoint } from '../../src/graphql/endpoint.ts';
import { formatError } from '../../src/graphql/errors.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { freshDatabase } from '../support/database.ts';
import { type SeededPool, seedPool } from '../support/seed.ts';

// What crosses the border of the API: values that are none, cursors that are none of ours, and what an error tells.

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let endpoint: Endpoint<Actor>;
let ours: SeededPool;
let theirs: SeededPool;
const logged: object[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  ours = await seedPool(fresh.owner, 1);
  theirs = await seedPool(fresh.owner, 2);
  const unused = () => Promise.reject(new Error('these tests only read'));
  endpoint = await createEndpoint<Actor, RequestContext>({
    schema: createSchema(),
    production: true,
    introspection: false,
    formatError,
    plugins: [aheadPlugin(), readerPlugin({ error: (fields) => logged.push(fields) })],
    contextOf: async (actor, { requestId }) => ({
      actor,
      requestId,
      acts: { perform: unused, check: unused },
      reader: new Reader(
        actor,
        openReadsOn(fresh.database, () => instant(new Date())),
        instant(new Date()),
      ),
    }),
  });
});

afterAll(async () => {
  await endpoint.close();
  await fresh.database.close();
  await fresh.drop();
});

async function ask(actor: Actor, query: string, variables: object = {}) {
  const answer = await endpoint.handle(
    {
      method: 'POST',
      search: '',
      headers: { 'content-type': 'application/json' },
      body: { query, variables },
      requestId: 'request-7',
    },
    actor,
  );
  return { status: answer.status, ...JSON.parse(answer.body) };
}

const BY_AMOUNT = 'query ($from: Yuan) { loans(filter: { amount: { from: $from } }) { totalCount } }';
const BY_INPUT = 'query ($filter: LoanFilter) { loans(filter: $filter) { totalCount } }';

const NO_AMOUNTS: [string, unknown][] = [
  ['not a number', 'NaN'],
  ['infinite', 'Infinity'],
  ['an exponent', '1e3'],
  ['a huge exponent', '1e1000000000'],
  ['hexadecimal', '0x10'],
  ['three decimals', '1.005'],
  ['forty digits', '1'.repeat(40)],
  ['a hundred thousand digits', '1'.repeat(90_000)],
  ['nothing', ''],
  ['a space before', ' 1'],
  ['a plus', '+1'],
  ['no digit before the point', '.5'],
  ['no digit after the point', '5.'],
  ['zeros before', '00012'],
  ['a thousands separator', '1,000'],
  ['an underscore', '1_000'],
  ['full-width digits', '１２３'],
  ['Arabic digits', '١٢٣'],
  ['Chinese numerals', '一百'],
  ['ten thousands', '1万'],
  ['another minus', '−5'],
  ['a NUL', '1\u0000'],
  ['a zero-width space', '1\u200b'],
  ['a JSON number', 4000000],
  ['a JSON fraction', 0.1],
  ['a list', []],
  ['an object', {}],
  ['a truth value', true],
];

describe('an amount that is none is refused with the place, what was wrong and what would be right', () => {
  it.each(NO_AMOUNTS)('%s', async (_name, from) => {
    for (const [query, variables, field] of [
      [BY_AMOUNT, { from }, 'from'],
      [BY_INPUT, { filter: { amount: { from } } }, 'filter.amount.from'],
    ] as const) {
      const { data, errors } = await ask(ours.actors.office, query, variables);
      expect(data).toBeUndefined();
      expect(errors).toHaveLength(1);
      expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', field, requestId: 'request-7' });
      expect(errors[0].extensions.messages.zh).toMatch(/金额应为字符串/);
      expect(errors[0].message).toMatch(/Money is a string in yuan/);
    }
  });

  it.each(['1e3', '0.001', 'x"y'])('as a literal: %s', async (text) => {
    const literal = JSON.stringify(text);
    const { errors } = await ask(
      ours.actors.office,
      `{ loans(filter: { amount: { from: ${literal} } }) { totalCount } }`,
    );
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('a number as a literal', async () => {
    const { errors } = await ask(
      ours.actors.office,
      '{ loans(filter: { amount: { from: 4000000 } }) { totalCount } }',
    );
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it.each(['0', '0.01', '99999999999999.99'])('a real one is taken: %s', async (from) => {
    const { errors, data } = await ask(ours.actors.office, BY_AMOUNT, { from });
    expect(errors).toBeUndefined();
    expect(data.loans.totalCount).toBe(from === '99999999999999.99' ? 0 : 3);
  });
});

describe('a date that is none is refused', () => {
  it.each([
    '2025-02-30',
    '2025-02-29',
    '0000-01-01',
    '99999-01-01',
    'infinity',
    'now',
    'epoch',
    '２０２５-01-01',
    '2025-W01-1',
    '2025-01-01T00:00:00Z',
    '9999-12-31',
    '1900-01-01',
    '',
  ])('%s', async (asOf) => {
    const { errors } = await ask(
      ours.actors.office,
      'query ($asOf: Date) { balances(asOf: $asOf) { balance } }',
      { asOf },
    );
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'asOf' });
  });

  it.each(['1990-01-01', '2024-02-29', '2099-12-31'])('a real one is taken: %s', async (asOf) => {
    const { errors } = await ask(
      ours.actors.office,
      'query ($asOf: Date) { balances(asOf: $asOf) { balance } }',
      { asOf },
    );
    expect(errors).toBeUndefined();
  });
});

describe('texts that hide, break or disturb are refused', () => {
  const SEARCH = 'query ($text: Name) { enterprises(filter: { text: $text }) { totalCount } }';
  it.each([
    ['NUL', '甲\u0000'],
    ['half a surrogate pair', '甲\ud800'],
    ['bidi override', '甲\u202e乙'],
    ['C0 control', '甲\u0007'],
    ['C1 control', '甲\u0085'],
    ['zero width', '甲\u200b乙'],
    ['two lines', '甲\n乙'],
    ['nothing but space', '   '],
    ['201 characters', '甲'.repeat(201)],
    ['5,000 characters', '甲'.repeat(5000)],
  ])('%s', async (_name, text) => {
    const { errors } = await ask(ours.actors.office, SEARCH, { text });
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'text' });
  });

  it.each([
    ['200 characters', '甲'.repeat(200), 0],
    ['what SQL would read as its own', "' or '1'='1", 0],
    ['what LIKE would read as its own', '%', 0],
    ['a part of the name', 'enterprise 1', 1],
  ])('others are only compared: %s', async (_name, text, found) => {
    const { data, errors } = await ask(ours.actors.office, SEARCH, { text });
    expect(errors).toBeUndefined();
    expect(data.enterprises.totalCount).toBe(found);
  });
});

describe('pages', () => {
  const PAGE =
    'query ($first: Int!, $after: String, $orderBy: LoanOrder!) { loans(first: $first, after: $after, orderBy: $orderBy) { nodes { id } pageInfo { hasNextPage endCursor } } }';

  it.each([0, -1, 101, 2147483647])('first: %i is refused', async (first) => {
    const { errors } = await ask(ours.actors.office, PAGE, { first, orderBy: 'NEWEST' });
    // Either the page or the cost of the document says no; both before anything is read.
    expect(['BAD_USER_INPUT', 'QUERY_TOO_COSTLY']).toContain(errors[0].extensions.code);
  });

  it.each(['NEWEST', 'OLDEST', 'AMOUNT_DESC', 'OUTSTANDING_DESC', 'MATURITY', 'NEXT_DUE'])(
    'one by one gives the same as all at once: %s',
    async (orderBy) => {
      const all = await ask(ours.actors.office, PAGE, { first: 100, orderBy });
      const seen: unknown[] = [];
      let after: string | null = null;
      for (let pages = 0; pages < 10; pages++) {
        const { data } = await ask(ours.actors.office, PAGE, { first: 1, after, orderBy });
        seen.push(...data.loans.nodes);
        if (!data.loans.pageInfo.hasNextPage) break;
        after = data.loans.pageInfo.endCursor;
      }
      expect(all.data.loans.nodes).toHaveLength(3);
      expect(seen).toEqual(all.data.loans.nodes);
    },
  );

  it('a cursor of another tenant, order or list, a forged one and nonsense are refused alike', async () => {
    const own = (await ask(ours.actors.bank2, PAGE, { first: 1, orderBy: 'NEWEST' })).data.loans.pageInfo
      .endCursor;
    const otherOrder = (await ask(ours.actors.bank2, PAGE, { first: 1, orderBy: 'AMOUNT_DESC' })).data.loans
      .pageInfo.endCursor;
    const foreign = (await ask(ours.actors.bank1, PAGE, { first: 1, orderBy: 'NEWEST' })).data.loans.pageInfo
      .endCursor;
    const elsewhere = (await ask(theirs.actors.bank2, PAGE, { first: 1, orderBy: 'NEWEST' })).data.loans
      .pageInfo.endCursor;
    const forged = Buffer.from(JSON.stringify([null, ours.idOf('loan 1-1-1'), 'aaaaaaaaaaaa'])).toString(
      'base64url',
    );
    const answers = [];
    for (const after of [otherOrder, foreign, elsewhere, forged, 'nonsense', '%', 'e30', 'bnVsbA'])
      answers.push((await ask(ours.actors.bank2, PAGE, { first: 1, after, orderBy: 'NEWEST' })).errors[0]);
    const ofSomebodyElse = JSON.parse(Buffer.from(foreign, 'base64url').toString()) as unknown[];
    expect(JSON.stringify(ofSomebodyElse)).not.toContain('标记');
    for (const error of answers) {
      expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
      expect(error).toEqual(answers[0]);
    }
    expect(
      (await ask(ours.actors.bank2, PAGE, { first: 1, after: own, orderBy: 'NEWEST' })).errors,
    ).toBeUndefined();
  });
});

describe('filters and orders tell nothing of what is hidden', () => {
  it('a filter by a foreign, an unknown and a malformed id finds the same nothing', async () => {
    const found = [];
    for (const bank of [`bk_${ours.idOf('bank 2').replaceAll('-', '')}`, `bk_${'f'.repeat(32)}`, 'x'])
      found.push(
        (
          await ask(
            ours.actors.bank1,
            'query ($bank: ID) { loans(filter: { bank: $bank }) { totalCount nodes { id } } }',
            { bank },
          )
        ).data,
      );
    expect(found).toEqual([
      { loans: { totalCount: 0, nodes: [] } },
      { loans: { totalCount: 0, nodes: [] } },
      { loans: { totalCount: 0, nodes: [] } },
    ]);
  });

  it('a search by the text of a foreign firm finds the same nothing as of none', async () => {
    const search = (text: string) =>
      ask(
        ours.actors.bank1,
        'query ($text: Name) { loans(filter: { enterpriseText: $text }) { totalCount } }',
        { text },
      );
    expect((await search('enterprise 2')).data).toEqual((await search('there is no such firm')).data);
    expect((await search('enterprise 1')).data.loans.totalCount).toBe(1);
  });

  it('an order that no list offers is refused, whatever it is called', async () => {
    for (const orderBy of ['__proto__', 'constructor', 'revenue; drop table loan'])
      expect(
        (
          await ask(ours.actors.office, 'query ($o: LoanOrder!) { loans(orderBy: $o) { totalCount } }', {
            o: orderBy,
          })
        ).errors[0].extensions.code,
      ).toBe('BAD_USER_INPUT');
  });
});

describe('errors', () => {
  it('headroom about a foreign, an unknown and a malformed id is not found, and says the same', async () => {
    const ask1 = (enterprise: string) =>
      ask(ours.actors.bank1, 'query ($e: ID) { headroom(input: { enterprise: $e }) { amount } }', {
        e: enterprise,
      });
    const answers = [
      await ask1(`en_${theirs.idOf('enterprise 1').replaceAll('-', '')}`),
      await ask1(`en_${'f'.repeat(32)}`),
      await ask1('x'),
    ];
    for (const { errors } of answers) {
      expect(errors[0].extensions).toMatchObject({ code: 'NOT_FOUND', field: 'input.enterprise' });
      expect(errors).toEqual(answers[0]?.errors);
    }
  });

  it('a defect is masked and logged with the request’s id', async () => {
    await fresh.owner('alter table waiver rename column reason to reasons');
    try {
      logged.length = 0;
      const { errors } = await ask(ours.actors.office, '{ waivers { nodes { reason } } }');
      expect(errors[0].extensions).toEqual({
        code: 'INTERNAL',
        messages: { zh: expect.stringContaining('内部错误'), en: expect.stringContaining('internal error') },
        requestId: 'request-7',
      });
      expect(JSON.stringify(errors)).not.toMatch(/select|reasons|policy|postgres|\.ts/i);
      expect(logged).toEqual([expect.objectContaining({ requestId: 'request-7' })]);
    } finally {
      await fresh.owner('alter table waiver rename column reasons to reason');
    }
  });

  it('a read after its operation has ended is refused', async () => {
    const reader = new Reader(
      ours.actors.office,
      openReadsOn(fresh.database, () => instant(new Date())),
      instant(new Date()),
    );
    const reads = reader.reads;
    expect(await reader.today()).toBe('2025-06-10');
    await reader.end();
    for (const late of [reads, reader.reads])
      await expect(late.all('edition', 'validFrom')).rejects.toMatchObject({ code: 'TX_CLOSED' });
  });
});
