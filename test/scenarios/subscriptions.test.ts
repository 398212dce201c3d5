import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { addBank, type City, newCity, type Place } from '../support/city.ts';
import { EVENTS, onSocket, onStream, type Subscribing, socketOf, streamOf } from '../support/live.ts';
import { startProcess } from '../support/process.ts';
import { type Running, startProduct, type User } from '../support/product.ts';

// B13 of the cases to survive: sign-in before anything, the end of it at any time, and limits; and dashboards at their pace.

const TODAY = '2025-03-10';
/** In which a sign-in that has ended is noticed, on a busy machine. */
const CUT_SECONDS = 9;

let running: Running;
let city: City;
let second: Place;
let open: { close(): Promise<void> | void }[] = [];

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
  second = await addBank(running, city.pool, '丙银行');
});
afterEach(async () => {
  await Promise.all(open.map((one) => one.close()));
  open = [];
});
afterAll(() => running?.stop());

function kept<C extends Subscribing>(client: C): C {
  open.push(client);
  return client;
}
function within<T>(promise: Promise<T>, seconds = CUT_SECONDS): Promise<T> {
  const late = AbortSignal.timeout(seconds * 1_000);
  return Promise.race([
    promise,
    new Promise<never>((_, reject) =>
      late.addEventListener('abort', () => reject(new Error(`nothing within ${seconds} s`))),
    ),
  ]);
}
const tell = (bank: Place) =>
  running.act(
    bank.user,
    'revokeToken',
    { tenantId: bank.id.replace(/^bk/, 'tn'), tokenId: `t-${Math.random()}`, reason: '遗失' },
    'revokedToken { id }',
  );
/** Lets something happen again and again until a subscription that is being opened has heard of it. */
const untilTold = (bank: Place, isHeard: () => boolean) =>
  expect
    .poll(async () => isHeard() || ((await tell(bank)) && isHeard()), { interval: 100, timeout: 10_000 })
    .toBe(true);
/** A socket that speaks the protocol by hand. */
async function raw(headers: Record<string, string> = {}, protocol = 'graphql-transport-ws') {
  const socket = new WebSocket(running.url.replace(/^http/, 'ws'), protocol, { headers });
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data)));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const failed = new Promise<never>((_, reject) => socket.once('error', reject));
  open.push({ close: () => socket.terminate() });
  await within(Promise.race([new Promise((resolve) => socket.once('open', resolve)), failed]));
  return { socket, heard, closed };
}

describe('sign-in', () => {
  test.each([
    ['nothing', null],
    ['no token', 'x'],
    ['a token that is another’s', 'eyJhbGciOiJFZERTQSJ9.e30.AAAA'],
  ])('a socket that brings %s is closed with 4401', async (_, token) => {
    let code = 0;
    const client = kept(
      await onSocket(running.url, token, (closed) => {
        code = closed;
      }),
    );
    const how = await within(client.subscribe(EVENTS).ended);
    expect(how).toBeTruthy();
    expect(code).toBe(4401);
  });

  test('is taken from the header of the upgrade as well', async () => {
    const { socket, heard } = await raw({ authorization: `Bearer ${await running.tokenOf(city.bank.user)}` });
    socket.send('{"type":"connection_init"}');
    await expect.poll(() => heard).toContain('{"type":"connection_ack"}');
  });

  test.each([
    [
      'subscribing first',
      '{"type":"subscribe","id":"1","payload":{"query":"subscription { events { cursor } }"}}',
      4401,
    ],
    ['no JSON', 'x', 4400],
    ['JSON nested 60 deep', `${'['.repeat(60)}${']'.repeat(60)}`, 4400],
    ['100 kB and one', `{"type":"connection_init","payload":{"a":"${'x'.repeat(102_400)}"}}`, 1009],
  ])('%s closes with %s', async (_, text, code) => {
    const { socket, closed } = await raw();
    socket.send(text);
    expect(await within(closed)).toBe(code);
  });

  test('another protocol, and another address, are not taken', async () => {
    await expect(raw({}, 'graphql-ws')).rejects.toThrow();
    const socket = new WebSocket(
      running.url.replace(/^http/, 'ws').replace('/graphql', '/metrics'),
      'graphql-transport-ws',
    );
    await expect(within(new Promise((_, reject) => socket.once('error', reject)))).rejects.toThrow('404');
  });

  test('a stream without a token is answered 401, and the wrong method 405', async () => {
    const url = `${running.url}/stream`;
    expect(
      (await fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }))
        .status,
    ).toBe(401);
    const authorization = `Bearer ${await running.tokenOf(city.bank.user)}`;
    expect((await fetch(url, { headers: { authorization, accept: 'text/event-stream' } })).status).toBe(405);
    const headers = { authorization, 'content-type': 'application/json', accept: 'application/json' };
    expect((await fetch(url, { method: 'POST', body: '{"query":"x"}', headers })).status).toBe(406);
  });

  test('whoever is disabled while connected is cut off: socket and stream', async () => {
    const person: User = { ...second.user, userId: 'leaves' };
    let code = 0;
    const socket = kept(
      await socketOf(running, person, (closed) => {
        code = closed;
      }),
    );
    const stream = kept(await streamOf(running, person));
    const [bySocket, byStream] = [socket.subscribe(EVENTS), stream.subscribe(EVENTS)];
    await untilTold(second, () => bySocket.data.length > 0 && byStream.data.length > 0);
    await running.act(
      second.user,
      'disableUser',
      { tenantId: second.id.replace(/^bk/, 'tn'), userId: 'leaves', reason: '离职' },
      'disabledUser { id }',
    );
    await within(Promise.all([bySocket.ended, byStream.ended]));
    expect(code).toBe(4401);
    expect(byStream.errors.at(-1)?.extensions.code).toBe('UNAUTHENTICATED');
  });

  test('a token that expires while connected ends the connection', async () => {
    const issued = await running.product.issuer?.issue({ ...city.bank.user, name: null, hours: 1 / 3_600 });
    let code = 0;
    const client = kept(
      await onSocket(running.url, String(issued), (closed) => {
        code = closed;
      }),
    );
    await within(client.subscribe(EVENTS).ended, 12);
    expect(code).toBe(4401);
  });
});

describe('limits', () => {
  const NONE = 'subscription { events(kinds: [POOL_FOUNDED]) { cursor } }';
  const refusalOf = async (client: Subscribing) => {
    const heard = client.subscribe(NONE);
    const how = await within(heard.ended);
    const [error] = [...heard.errors, ...(Array.isArray(how) ? how : [])];
    return error?.extensions;
  };

  test('ten subscriptions on one connection, and not eleven', async () => {
    const client = kept(await socketOf(running, city.bank.user));
    for (let at = 0; at < 10; at++) client.subscribe(NONE);
    expect(await refusalOf(client)).toMatchObject({
      code: 'TOO_MANY_SUBSCRIPTIONS_ON_CONNECTION',
      limit: 10,
    });
  });

  test('fifty of one tenant on all its connections, and not fifty-one; another tenant has its own', async () => {
    const clients = await Promise.all(Array.from({ length: 6 }, () => socketOf(running, city.bank.user)));
    for (const client of clients) kept(client);
    for (const client of clients.slice(0, 5)) for (let at = 0; at < 10; at++) client.subscribe(NONE);
    const sixth = clients[5];
    if (!sixth) throw new Error('six were opened');
    await expect
      .poll(() => refusalOf(sixth), { timeout: 8_000 })
      .toMatchObject({ code: 'TOO_MANY_SUBSCRIPTIONS', limit: 50 });
    const heard = kept(await socketOf(running, second.user)).subscribe(EVENTS);
    await untilTold(second, () => heard.data.length > 0);
  });

  test('twenty sockets of one tenant, and not twenty-one', async () => {
    const authorization = `Bearer ${await running.tokenOf(city.guarantor.user)}`;
    for (let at = 0; at < 20; at++) {
      const { socket, heard } = await raw({ authorization });
      socket.send('{"type":"connection_init"}');
      await expect.poll(() => heard.length).toBe(1);
    }
    const { socket, closed } = await raw({ authorization });
    socket.send('{"type":"connection_init"}');
    expect(await within(closed)).toBe(4429);
  });

  test('a client that reads nothing is dropped, and the others go on', async () => {
    const { socket, heard } = await raw({ authorization: `Bearer ${await running.tokenOf(city.bank.user)}` });
    socket.send('{"type":"connection_init"}');
    await expect.poll(() => heard.length).toBe(1);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    // It asks for an answer to each ping and reads none of them.
    socket.pause();
    const payload = 'x'.repeat(90_000);
    for (let at = 0; at < 400 && socket.readyState === socket.OPEN; at++)
      socket.send(JSON.stringify({ type: 'ping', payload: { payload } }));
    await expect
      .poll(() => socket.bufferedAmount === 0 || socket.readyState !== socket.OPEN, { timeout: 8_000 })
      .toBe(true);
    socket.resume();
    await within(closed);
  });
});

describe('a dashboard', () => {
  const STANDING = `subscription ($every: Int! = 1) { standing(everySeconds: $every) {
    pool { businessDate newBusiness { open } exposure { committed } }
    bank { id exposure { committed } } region { id } guarantor { id } } }`;

  test('comes at once, after a change, not more often than asked for, and with the last change', async () => {
    const client = kept(await socketOf(running, city.office));
    const began = performance.now();
    const heard = client.subscribe(STANDING, { every: 2 });
    const [first] = await heard.until(1);
    expect(first.standing.pool).toMatchObject({ businessDate: TODAY, exposure: { committed: '0.00' } });
    const at = performance.now();
    for (const days of [1, 1, 1])
      await running.act(city.office, 'advanceClock', { days }, 'pool { businessDate }');
    await expect
      .poll(() => heard.data.at(-1).standing.pool.businessDate, { timeout: 8_000 })
      .toBe('2025-03-13');
    // At most one every two seconds since it was opened.
    const seconds = (performance.now() - began) / 1_000;
    expect(heard.data.length).toBeLessThanOrEqual(1 + Math.ceil(seconds / 2));
    expect(performance.now() - at).toBeGreaterThan(500);
  });

  test('shows each tenant itself, and tells nobody that something happened elsewhere', async () => {
    const client = kept(await socketOf(running, second.user));
    const heard = client.subscribe(STANDING, { every: 1 });
    const [first] = await heard.until(1);
    expect(first.standing).toMatchObject({
      pool: { exposure: null },
      bank: { id: second.id, exposure: { committed: '0.00' } },
      region: null,
      guarantor: null,
    });
    const office = kept(await socketOf(running, city.office)).subscribe(EVENTS, {});
    await untilTold(city.bank, () => office.data.length >= 2);
    // What comes next is what it can see: nothing has come in between.
    const { pool } = await running.act(city.office, 'advanceClock', { days: 1 }, 'pool { businessDate }');
    const [, next] = await heard.until(2);
    expect(next.standing.pool.businessDate).toBe(pool.businessDate);
    expect(first.standing.pool.businessDate < pool.businessDate).toBe(true);
  });

  test.each([0, 3_601])('every %i seconds is refused', async (every) => {
    const heard = kept(await socketOf(running, second.user)).subscribe(STANDING, { every });
    const how = (await within(heard.ended)) as { extensions: object }[];
    expect(how[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'everySeconds' });
  });
});

describe('the budget of a tenant', () => {
  test('is charged for each push like for a query; while it is spent pushes wait, and none is lost', async () => {
    const { ownerUrl, owner } = running;
    const poor = await startProduct({ BUDGET_PER_MINUTE: '20000' }, undefined, {
      ownerUrl,
      owner,
      drop: async () => undefined,
    });
    open.push({ close: () => poor.stop() });
    const remaining = async () => {
      const response = await fetch(poor.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await poor.tokenOf(second.user)}`,
        },
        body: '{"query":"{ __typename }"}',
      });
      // Where not even the asking can be paid for, the refusal says how little there is.
      const said = (await response.json()) as {
        extensions?: { cost: { remaining: number } };
        errors?: { extensions: { remaining: number } }[];
      };
      return Number(said.extensions?.cost.remaining ?? said.errors?.[0]?.extensions.remaining);
    };
    const dear = `subscription ($after: String) { events(after: $after) { cursor node { node { ... on Bank {
      loans(first: 100) { nodes { id number state amount outstanding rate termMonths disbursedOn maturesOn } } } } } } }`;
    const after = (await running.ask(second.user, '{ events(first: 1) { latestCursor } }')).data.events
      .latestCursor;
    const before = await remaining();
    const heard = kept(await socketOf(poor, second.user)).subscribe(dear, { after });
    await tell(second);
    await heard.until(1);
    const cost = before - (await remaining());
    expect(cost).toBeGreaterThan(500);
    // Two more than there is budget for.
    const count = 1 + Math.ceil((await remaining()) / cost) + 2;
    for (let at = 1; at < count; at++) await tell(second);
    await heard.until(count - 4);
    await heard.until(count, 15);
    expect(await remaining()).toBeLessThan(2 * cost);
    const { data } = await running.ask(
      second.user,
      'query ($after: String) { events(after: $after, first: 100) { nodes { id } } }',
      { after },
    );
    expect(heard.data.map(({ events }) => events.cursor)).toEqual(
      data.events.nodes.map(({ id }: { id: string }) => id),
    );
    expect(heard.errors).toEqual([]);
  }, 40_000);
});

describe('processes', () => {
  test('one that is killed between an act and its delivery loses nothing: the client goes on elsewhere', async () => {
    const doomed = await startProcess(running);
    const token = await running.tokenOf(city.bank.user);
    const heard = kept(await onSocket(doomed.url, token)).subscribe(EVENTS);
    await untilTold(city.bank, () => heard.data.length > 0);
    const from = heard.data[0].events.cursor;
    const expected = (await tell(city.bank)) && (await tell(city.bank));
    expect(expected.done).toBe(true);
    await doomed.kill();
    await within(heard.ended);
    const last = heard.data.at(-1).events.cursor;
    const again = kept(await onSocket(running.url, token)).subscribe(EVENTS, { after: last });
    await tell(city.bank);
    const { data } = await running.ask(
      city.bank.user,
      'query ($after: String!) { events(after: $after) { nodes { id } } }',
      { after: from },
    );
    const wanted = data.events.nodes.map(({ id }: { id: string }) => id);
    await again.until(wanted.length - (heard.data.length - 1));
    expect([...heard.data.slice(1), ...again.data].map(({ events }) => events.cursor)).toEqual(wanted);
  });

  test('one that is stopped says 1001 to sockets and ends streams, within its grace', async () => {
    const { ownerUrl, owner } = running;
    const leaving = await startProduct({}, undefined, { ownerUrl, owner, drop: async () => undefined });
    const token = await leaving.tokenOf(city.bank.user);
    let code = 0;
    const socket = kept(
      await onSocket(leaving.url, token, (closed) => {
        code = closed;
      }),
    );
    const stream = kept(await onStream(leaving.url, token));
    const [one, two] = [socket.subscribe(EVENTS), stream.subscribe(EVENTS)];
    await untilTold(city.bank, () => one.data.length > 0 && two.data.length > 0);
    await within(leaving.stop());
    await within(Promise.all([one.ended, two.ended]));
    expect(code).toBe(1001);
  });
});

test('what an upgrade may not be: half a request is no socket', async () => {
  const { port } = new URL(running.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('GET /graphql HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n');
  const text = await within(
    new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data)))),
  );
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  socket.destroy();
});
