import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addBank, addFirm, type City, joinBank, newCity, type Place } from '../support/city.ts';
import { EVENTS, FEED, type Subscribing, socketOf, streamOf } from '../support/live.ts';
import { type Running, startProduct, type User } from '../support/product.ts';

// Section 12: clients read events by cursor or subscribe to them, and miss none. Section 10: each what it may see.

const TODAY = '2025-03-10';

let running: Running;
/** Another process on the same database. */
let other: Running;
let city: City;
let second: Place;
let open: Subscribing[] = [];

beforeAll(async () => {
  running = await startProduct();
  const { ownerUrl, owner } = running;
  other = await startProduct({}, undefined, { ownerUrl, owner, drop: async () => undefined });
  city = await newCity(running, TODAY);
  second = await addBank(running, city.pool, '丙银行');
  await joinBank(running, city, city.bank, TODAY).catch(() => undefined);
});
afterEach(async () => {
  await Promise.all(open.map((one) => one.close()));
  open = [];
});
afterAll(async () => {
  await other.stop();
  await running.stop();
});

async function feedOf(user: User, after: string | null = null, first = 100, kinds: string[] | null = null) {
  const { data, errors } = await running.ask(user, FEED, { after, first, kinds });
  expect(errors).toBeUndefined();
  return data.events;
}
const latestOf = async (user: User): Promise<string> => (await feedOf(user, null, 1)).latestCursor;

/** Something that happens to a bank, and that no other is told. */
const tell = (bank: Place, on = running) =>
  on.act(
    bank.user,
    'disableUser',
    { tenantId: bank.id.replace(/^bk/, 'tn'), userId: `u-${Math.random()}`, reason: '离职' },
    'disabledUser { id }',
  );

describe('the feed', () => {
  test('is in order, goes on behind an empty page, and says nothing of others', async () => {
    const whole = await feedOf(city.office);
    expect(whole.nodes.map(({ kind }: { kind: string }) => kind).slice(0, 4)).toEqual([
      'POOL_FOUNDED',
      'EDITION_DRAFTED',
      'EDITION_ENACTED',
      'REGION_REGISTERED',
    ]);
    expect(whole.nodes.find(({ kind }: { kind: string }) => kind === 'EDITION_ENACTED').message.zh).toMatch(
      /政策版本已发布（第四十条）：编号 /,
    );
    // Page by page it is the same.
    const paged: unknown[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page = await feedOf(city.office, after, 3);
      paged.push(...page.nodes);
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect(paged).toEqual(whole.nodes);
    // From now on.
    const now = await feedOf(second.user, whole.latestCursor === null ? null : await latestOf(second.user));
    expect(now.nodes).toEqual([]);
    await tell(city.bank);
    expect((await feedOf(second.user, now.pageInfo.endCursor)).nodes).toEqual([]);
    await tell(second);
    const next = await feedOf(second.user, now.pageInfo.endCursor);
    expect(next.nodes.map(({ kind }: { kind: string }) => kind)).toEqual(['USER_DISABLED']);
    // A page that holds nothing of the kinds asked for is behind all the same.
    const none = await feedOf(second.user, now.pageInfo.endCursor, 10, ['LOAN_DISBURSED']);
    expect(none.nodes).toEqual([]);
    expect(none.pageInfo.endCursor).toBe(next.pageInfo.endCursor);
    expect(none.pageInfo.endCursor).toBe(none.latestCursor);
  });

  test('its beginning has a cursor, too, which is everybody’s', async () => {
    const start = `et_${'0'.repeat(32)}`;
    expect((await feedOf(second.user, start)).nodes).toEqual((await feedOf(second.user)).nodes);
  });

  test.each([
    ['a text', 'x'],
    ['an id of something else', 'ln_00000000000000000000000000000001'],
    ['an unknown event', 'et_00000000000000000000000000000001'],
  ])('refuses %s as a cursor', async (_, after) => {
    const { errors } = await running.ask(second.user, FEED, { after, first: 1 });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  });

  test('refuses the cursor of somebody else’s event like an unknown one', async () => {
    const [foreign, unknown] = await Promise.all([
      running.ask(second.user, FEED, {
        after: (await feedOf(city.bank.user, null, 100, ['BANK_REGISTERED'])).nodes[0].id,
        first: 1,
      }),
      running.ask(second.user, FEED, { after: 'et_00000000000000000000000000000001', first: 1 }),
    ]);
    const bare = (answer: typeof foreign) =>
      answer.errors?.map(({ message, extensions: { code, field } }) => [message, code, field]);
    expect(bare(foreign)).toEqual(bare(unknown));
  });

  test('the fund manager’s own events go with the appointment', async () => {
    const pool = await newCity(running, TODAY);
    await running.owner(
      `insert into event (pool_id, sequence, kind, subject, occurred_on, recorded_at, guarantor_id, to_all, data)
       select pool_id, event_sequence + 1, 'supplement.granted', 'sp_00000000000000000000000000000001', '2025-03-10', now(), $2, false, '{"amount":"1.00"}'
       from journal where pool_id = $1`,
      [pool.pool.poolId, pool.guarantor.user.tenantId],
    );
    await running.owner('update journal set event_sequence = event_sequence + 1 where pool_id = $1', [
      pool.pool.poolId,
    ]);
    const seen = async () =>
      (await feedOf(pool.guarantor.user)).nodes
        .map(({ kind }: { kind: string }) => kind)
        .includes('SUPPLEMENT_GRANTED');
    expect(await seen()).toBe(true);
    await running.owner('update appointment set ended_on = appointed_on where pool_id = $1', [
      pool.pool.poolId,
    ]);
    // Sign-in asks anew every few seconds; another process knows at once.
    const answer = await other.ask(pool.guarantor.user, FEED, { first: 100 });
    expect(answer.data.events.nodes.map(({ kind }: { kind: string }) => kind)).not.toContain(
      'SUPPLEMENT_GRANTED',
    );
  });
});

describe.each([
  ['WebSocket', socketOf],
  ['server-sent events', streamOf],
] as const)('a subscription over %s', (_, connect) => {
  async function connected(user: User, on = running): Promise<Subscribing> {
    const client = await connect(on, user);
    open.push(client);
    return client;
  }

  test('goes on from a cursor, in order, each once, and hears of acts in other processes', async () => {
    const from = await latestOf(city.bank.user);
    await tell(city.bank);
    const heard = (await connected(city.bank.user)).subscribe(EVENTS, { after: from });
    await heard.until(1);
    await tell(city.bank);
    await tell(city.bank, other);
    await tell(second);
    await tell(city.bank);
    const came = await heard.until(4);
    const read = await feedOf(city.bank.user, from);
    expect(came.map(({ events }) => events.node.id)).toEqual(read.nodes.map(({ id }: { id: string }) => id));
    expect(heard.errors).toEqual([]);
    // Broken off in between, it goes on behind the last that came.
    heard.stop();
    await tell(city.bank, other);
    const again = (await connected(city.bank.user, other)).subscribe(EVENTS, {
      after: came[1].events.cursor,
    });
    expect((await again.until(3)).map(({ events }) => events.node.id)).toEqual(
      (await feedOf(city.bank.user, came[1].events.cursor)).nodes.map(({ id }: { id: string }) => id),
    );
  });

  test('without a cursor tells what comes from now on, of the kinds asked for', async () => {
    const client = await connected(city.office);
    const before = await latestOf(city.office);
    const heard = client.subscribe(EVENTS, { kinds: ['USER_DISABLED'] });
    // It is open when the first has come; what was done before is not told.
    await expect
      .poll(async () => heard.data.length > 0 || ((await tell(second)) && heard.data.length > 0), {
        interval: 50,
        timeout: 8_000,
      })
      .toBe(true);
    await addFirm(running, city.region);
    await tell(second);
    const { nodes } = await feedOf(city.office, before, 100, ['USER_DISABLED']);
    const ids = nodes.map(({ id }: { id: string }) => id);
    const from = ids.indexOf(heard.data[0].events.cursor);
    expect(from).toBeGreaterThanOrEqual(0);
    const came = await heard.until(ids.length - from);
    expect(came.map(({ events }) => events.cursor)).toEqual(ids.slice(from));
  });

  test('is refused by name: a bad cursor, an unknown field, a query', async () => {
    const client = await connected(city.bank.user);
    const refusal = async (query: string, variables = {}) => {
      const heard = client.subscribe(query, variables);
      const how = await heard.ended;
      const [error] = [...heard.errors, ...(Array.isArray(how) ? how : [])];
      return error?.extensions;
    };
    expect(await refusal(EVENTS, { after: 'x' })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
    expect(await refusal('subscription { secrets }')).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(await refusal('{ viewer { role } }')).toMatchObject({ code: 'ONLY_SUBSCRIPTIONS' });
    expect(await refusal('subscription { events {')).toMatchObject({ code: 'GRAPHQL_PARSE_FAILED' });
    expect(
      await refusal(
        `subscription { standing { pool { ${'banks { nodes { id '.repeat(1)}${'} }'} ${Array.from({ length: 31 }, (_, at) => `a${at}: id`).join(' ')} } } }`,
      ),
    ).toMatchObject({ code: 'TOO_MANY_ALIASES' });
  });
});

test('a subscription that is posted like a query is sent to the right door', async () => {
  const { errors } = await running.ask(city.bank.user, 'subscription { events { cursor } }');
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'SUBSCRIPTION_ELSEWHERE' });
});
