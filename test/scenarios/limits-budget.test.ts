import { setTimeout as pause } from 'node:timers/promises';
import { buildSchema, type GraphQLFormattedError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Instant, instant, instantAfter } from '../../src/domain/dates.ts';
import { BudgetSpent, createBudget } from '../../src/graphql/budget.ts';
import { createEndpoint } from '../../src/graphql/endpoint.ts';
import { formatError } from '../../src/graphql/errors.ts';
import { createGate, type Full, type Leave } from '../../src/http/gate.ts';

// What a tenant may spend in a minute and have worked on at once, at each edge; and that it is its own.

const START = instant(new Date('2026-11-24T00:00:00.000Z'));

/** A clock that stands until it is moved. */
function clock() {
  let now = START;
  return {
    now: () => now,
    pass: (milliseconds: number) => {
      now = instantAfter(now, milliseconds);
    },
  };
}

describe('a budget', () => {
  const settings = { pointsPerMinute: 6_000, questionsPerMinute: 60 };
  const refusedBy = (work: () => void): BudgetSpent['extensions'] | null => {
    try {
      work();
      return null;
    } catch (error) {
      if (error instanceof BudgetSpent) return error.extensions;
      throw error;
    }
  };

  it.each([
    [5_999, null],
    [6_000, null],
    [6_001, 'BUDGET_SPENT'],
  ])('of 6,000 points, asked for %i: %s', (points, code) => {
    const account = createBudget(settings, clock().now).accountOf('a');
    expect(refusedBy(() => account.take(points, 0))?.code ?? null).toBe(code);
    expect(account.points().remaining).toBe(code ? 6_000 : 6_000 - points);
  });

  it.each([
    [59, null],
    [60, null],
    [61, 'QUESTIONS_SPENT'],
  ])('of 60 questions, asked %i: %s', (questions, code) => {
    const account = createBudget(settings, clock().now).accountOf('a');
    expect(refusedBy(() => account.take(0, questions))?.code ?? null).toBe(code);
  });

  it('what is refused takes nothing, neither points nor questions', () => {
    const account = createBudget(settings, clock().now).accountOf('a');
    expect(refusedBy(() => account.take(10, 61))).toMatchObject({ code: 'QUESTIONS_SPENT' });
    expect(refusedBy(() => account.take(6_001, 1))).toMatchObject({ code: 'BUDGET_SPENT' });
    expect([account.points().used, account.questions().used]).toEqual([0, 0]);
  });

  it('fills evenly: what is said to be there after so many seconds is there, and not a second before', () => {
    const time = clock();
    const account = createBudget(settings, time.now).accountOf('a');
    account.take(6_000, 0);
    const refusal = refusedBy(() => account.take(250, 0));
    expect(refusal).toMatchObject({ limit: 6_000, actual: 250, remaining: 0, retryAfterSeconds: 3 });
    time.pass(2_499);
    expect(refusedBy(() => account.take(250, 0))?.code).toBe('BUDGET_SPENT');
    time.pass(1);
    expect(refusedBy(() => account.take(250, 0))).toBeNull();
  });

  it('says when it will be whole again, and is never more than whole', () => {
    const time = clock();
    const account = createBudget(settings, time.now).accountOf('a');
    account.take(600, 0);
    const resetsAt: Instant = instantAfter(START, 6_000);
    expect(account.points()).toEqual({ used: 600, remaining: 5_400, resetsAt });
    time.pass(3_600_000);
    expect(account.points()).toMatchObject({ used: 0, remaining: 6_000, resetsAt: time.now() });
  });

  it('a clock that is set back fills nothing and takes nothing', () => {
    const time = clock();
    const account = createBudget(settings, time.now).accountOf('a');
    account.take(6_000, 0);
    time.pass(-3_600_000);
    expect(account.points().remaining).toBe(0);
    time.pass(1_000);
    expect(account.points().remaining).toBe(100);
  });

  it('of one tenant is not another’s', () => {
    const budget = createBudget(settings, clock().now);
    budget.accountOf('a').take(6_000, 60);
    expect(refusedBy(() => budget.accountOf('a').take(1, 0))?.code).toBe('BUDGET_SPENT');
    expect(refusedBy(() => budget.accountOf('b').take(6_000, 60))).toBeNull();
  });
});

describe('an operation', () => {
  const schema = buildSchema(`
    type Query { value: Int ask(loans: [Int!]): Int slow: Int many(first: Int = 20): [Item!]! }
    type Mutation { slowly: Int }
    type Item { value: Int }
  `);
  const fields = schema.getQueryType()?.getFields();
  const act = schema.getMutationType()?.getFields().slowly;
  if (!fields?.ask || !fields.slow || !act) throw new Error('no such field');
  fields.ask.extensions = { questions: ({ loans }: { loans?: unknown[] }) => loans?.length ?? 0 };
  let release = () => {};
  const released = new Promise<number>((resolve) => {
    release = () => resolve(1);
  });
  fields.slow.resolve = act.resolve = () => released;

  interface Answer {
    readonly status: number;
    readonly retryAfter: string | undefined;
    readonly data?: unknown;
    readonly errors?: readonly GraphQLFormattedError[];
    readonly extensions?: { readonly cost: Record<string, unknown> };
  }

  async function start(settings: { answerSecondsMax?: number } = {}) {
    const time = clock();
    const budget = createBudget({ pointsPerMinute: 1_000, questionsPerMinute: 50 }, time.now);
    const abandoned: object[] = [];
    const endpoint = await createEndpoint<string, { who: string }>({
      schema,
      formatError,
      production: true,
      introspection: true,
      limits: settings,
      contextOf: async (who) => ({ who }),
      accountOf: (who) => budget.accountOf(who),
      abandon: (context) => abandoned.push(context),
    });
    async function ask(who: string, query: string, accept = 'application/json'): Promise<Answer> {
      const headers = { accept, 'content-type': 'application/json' };
      const answer = await endpoint.handle(
        { method: 'POST', search: '', headers, body: { query }, requestId: 'test' },
        who,
      );
      return { status: answer.status, retryAfter: answer.headers['retry-after'], ...JSON.parse(answer.body) };
    }
    return { ask, time, endpoint, abandoned };
  }

  it('says what it cost, what its tenant has used and has left, and when that is reset', async () => {
    const { ask, endpoint } = await start();
    expect((await ask('a', '{ value ask(loans: [1, 2, 3]) }')).extensions?.cost).toEqual({
      // Two values, three questions of twenty; and ten for the request itself.
      asked: 62,
      limit: 10_000,
      used: 72,
      remaining: 928,
      resetsAt: instantAfter(START, 4_320),
      questions: { asked: 3, used: 3, remaining: 47, resetsAt: instantAfter(START, 3_600) },
    });
    expect((await ask('b', '{ value }')).extensions?.cost).toMatchObject({ used: 11, remaining: 989 });
    await endpoint.close();
  });

  it.each([
    ['{ many(first: 988) { value } }', 200],
    ['{ many(first: 989) { value } }', 200],
    ['{ many(first: 990) { value } }', 429],
  ])('%s of 1,000 points: %i', async (query, status) => {
    const { ask, endpoint } = await start();
    const answer = await ask('a', query);
    await endpoint.close();
    if (status === 200)
      return expect(answer.errors?.map(({ extensions }) => extensions?.code)).not.toContain('BUDGET_SPENT');
    const [refusal] = answer.errors ?? [];
    expect(refusal?.extensions).toMatchObject({
      code: 'BUDGET_SPENT',
      limit: 1_000,
      actual: 991,
      remaining: 990,
      retryable: true,
      retryAfterSeconds: 1,
    });
    const { zh, en } = (refusal?.extensions?.messages ?? {}) as { zh?: string; en?: string };
    for (const said of [zh, en]) for (const part of ['1000', '990', '991']) expect(said).toContain(part);
    expect([answer.status, answer.retryAfter, answer.data]).toEqual([429, '1', undefined]);
    expect(answer.extensions?.cost).toMatchObject({ asked: 991, used: 10, remaining: 990 });
  });

  it.each([
    [49, 200],
    [50, 200],
    [51, 429],
  ])('%i questions of 50: %i, and the next in a minute', async (count, status) => {
    const { ask, endpoint } = await start();
    // Half of the points would not suffice for fifty questions twice.
    const answer = await ask('a', `{ ask(loans: [${Array(count).fill(1).join(' ')}]) }`);
    await endpoint.close();
    const codes = answer.errors?.map(({ extensions }) => extensions?.code) ?? [];
    if (status === 429) expect(codes).toEqual(['QUESTIONS_SPENT']);
    else expect(codes).not.toContain('QUESTIONS_SPENT');
  });

  it.each(['{', '{ nothing }', '{ value', 'query ($n: Int!) { value }'])(
    'nonsense is paid for too, and refused unread in the end: %s',
    async (query) => {
      const { ask, endpoint, time } = await start();
      for (let at = 0; at < 99; at += 1) expect((await ask('a', query)).status).toBe(200);
      expect((await ask('a', query)).status).toBe(200);
      const spent = await ask('a', query);
      expect([spent.status, spent.retryAfter, spent.errors?.[0]?.extensions?.code]).toEqual([
        429,
        '1',
        'BUDGET_SPENT',
      ]);
      expect((await ask('b', '{ value }')).status).toBe(200);
      time.pass(1_000);
      expect((await ask('a', query)).status).toBe(200);
      await endpoint.close();
    },
  );

  it.each([
    [0, 10],
    [19, 10],
    [20, 11],
    [100_000, null],
  ])(
    'a body of %i characters is paid for with %s points before it is looked at',
    async (bodyLength, points) => {
      const { endpoint } = await start();
      const headers = { accept: 'application/json', 'content-type': 'application/json' };
      const request = {
        method: 'POST',
        search: '',
        headers,
        body: { query: '{' },
        bodyLength,
        requestId: 'test',
      };
      const { status, body } = await endpoint.handle(request, 'a');
      await endpoint.close();
      if (points === null)
        return expect([status, JSON.parse(body).errors[0].extensions.actual]).toEqual([429, 5_010]);
      expect(JSON.parse(body).extensions.cost.used).toBe(points);
    },
  );

  it('a query that takes too long is answered as busy, and what it still does is ended; an act is never cut off', async () => {
    const { ask, endpoint, abandoned } = await start({ answerSecondsMax: 0.1 });
    const acting = ask('a', 'mutation { slowly }');
    const answer = await ask('b', '{ slow }');
    expect([answer.status, answer.retryAfter, answer.errors?.[0]?.extensions?.code]).toEqual([
      503,
      '1',
      'BUSY',
    ]);
    expect(abandoned).toEqual([{ who: 'b' }]);
    // The act began before the query, so its time is over as well.
    release();
    expect(await acting).toMatchObject({ status: 200, data: { slowly: 1 } });
    expect(abandoned).toEqual([{ who: 'b' }]);
    await endpoint.close();
  });
});

describe('requests at once', () => {
  const settings = {
    perTenantMax: 2,
    inAllMax: 3,
    waitingPerTenantMax: 2,
    waitingInAllMax: 100,
    waitingSecondsMax: 1,
  };
  const leaveOf = (entered: Leave | Full): Leave => {
    if (typeof entered === 'string') throw new Error(entered);
    return entered;
  };
  /** What has been answered by now, without waiting for it. */
  const soon = (entering: Promise<Leave | Full>) =>
    Promise.race([entering, new Promise<null>((resolve) => setImmediate(() => resolve(null)))]);

  it('of one tenant: the first two are let in, two wait, the fifth is refused', async () => {
    const gate = createGate(settings);
    const [first, second] = [leaveOf(await gate.enter('a')), leaveOf(await gate.enter('a'))];
    const [third, fourth] = [gate.enter('a'), gate.enter('a')];
    expect([await soon(third), await soon(fourth)]).toEqual([null, null]);
    expect(await gate.enter('a')).toBe('TENANT_FULL');
    first();
    leaveOf(await third)();
    leaveOf(await fourth)();
    second();
  });

  it('one tenant leaves room for another, and all together are bounded', async () => {
    const gate = createGate(settings);
    const leave = [leaveOf(await gate.enter('a')), leaveOf(await gate.enter('a'))];
    leave.push(leaveOf(await gate.enter('b')));
    const waiting = gate.enter('c');
    expect(await soon(waiting)).toBeNull();
    leave[0]?.();
    expect(typeof (await waiting)).toBe('function');
  });

  it('tenants take turns, however long the line of one is', async () => {
    const gate = createGate({ ...settings, inAllMax: 1, waitingPerTenantMax: 100 });
    const order: string[] = [];
    const first = leaveOf(await gate.enter('a'));
    const work = async (who: string) => {
      const leave = leaveOf(await gate.enter(who));
      order.push(who);
      setImmediate(leave);
    };
    const working = [...Array(6).fill('a'), 'b', 'b', 'c'].map(work);
    first();
    await Promise.all(working);
    expect(order.join('')).toBe('abcabaaaa');
  });

  it('of all together no more wait than may, whoever they are', async () => {
    const gate = createGate({ ...settings, inAllMax: 1, waitingInAllMax: 2 });
    const first = leaveOf(await gate.enter('a'));
    const waiting = [gate.enter('b'), gate.enter('c')];
    expect(await gate.enter('d')).toBe('FULL');
    first();
    for (const one of waiting) leaveOf(await one)();
    leaveOf(await gate.enter('d'))();
  });

  it('who would wait in vain is told at once, and when to come back; once nobody waits, all may hope again', async () => {
    const gate = createGate({ ...settings, inAllMax: 1, waitingPerTenantMax: 100, waitingSecondsMax: 10 });
    const slowly = async (who: string) => {
      const leave = leaveOf(await gate.enter(who));
      await pause(100);
      leave();
    };
    const [, , third, ...rest] = ['a', 'b', 'c', 'd'].map(slowly);
    // Two have left while others waited: a place in the line is known to cost a tenth of a second or more.
    await third;
    const entering = Array.from({ length: 60 }, () => gate.enter('a'));
    const told = await Promise.all(entering.map(soon));
    expect([told[0], told.at(-1)]).toEqual([null, 'FULL']);
    expect(gate.retryAfterSeconds()).toBeGreaterThan(1);
    for (const one of entering) {
      const entered = await one;
      if (typeof entered === 'function') entered();
    }
    await Promise.all(rest);
    expect(gate.retryAfterSeconds()).toBe(1);
    leaveOf(await gate.enter('a'))();
  });

  it('who waits too long is told whose doing it is', async () => {
    const gate = createGate({ ...settings, waitingSecondsMax: 0.05 });
    await gate.enter('a');
    await gate.enter('a');
    expect(await gate.enter('a')).toBe('TENANT_FULL');
    await gate.enter('b');
    expect(await gate.enter('c')).toBe('FULL');
  });
});
