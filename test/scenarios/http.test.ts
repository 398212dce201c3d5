import { connect, type Socket } from 'node:net';
import { buildSchema } from 'graphql';
import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, type Endpoint } from '../../src/graphql/endpoint.ts';
import { formatError } from '../../src/graphql/errors.ts';
import { createBrake } from '../../src/http/brake.ts';
import type { Claims } from '../../src/http/claim-mapping.ts';
import type { Check } from '../../src/http/health.ts';
import { createLog } from '../../src/http/log.ts';
import { createHttp, type Http, type HttpLimits } from '../../src/http/server.ts';
import { createSignIn } from '../../src/http/sign-in.ts';
import { AUDIENCE, createSigner, ISSUER, type Signer } from '../support/tokens.ts';

const HOST = '127.0.0.1';

/** `who` says whose token it was, `wait` ends when the test lets it, `act` counts. */
const SDL = 'type Query { who: String wait: String boom: String } type Mutation { act: Int }';

interface Running {
  readonly url: string;
  readonly port: number;
  readonly http: Http;
  readonly endpoint: Endpoint<Claims>;
  readonly lines: string[];
  readonly release: () => void;
  readonly acted: { count: number };
  /** Settles when a `wait` query has reached its resolver. */
  readonly arrived: Promise<void>;
  checks: readonly Check[] | Error;
}

let signer: Signer;
let token: string;
let running: Running;

async function start(limits: Partial<HttpLimits> = {}): Promise<Running> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const schema = buildSchema(SDL);
  const acted = { count: 0 };
  const lines: string[] = [];
  const log = createLog({ level: 'debug', format: 'json', write: (line) => lines.push(line) });
  for (const [name, resolve] of Object.entries({
    who: (_: unknown, __: unknown, { who }: { who: string }) => who,
    wait: async () => {
      arrive();
      await released;
      return 'done';
    },
    boom: () => {
      throw new Error('Failed query: select * from secrets params: hunter2');
    },
  })) {
    const field = schema.getQueryType()?.getFields()[name];
    if (field) field.resolve = resolve;
  }
  const act = schema.getMutationType()?.getFields().act;
  if (act)
    act.resolve = () => {
      acted.count += 1;
      return acted.count;
    };
  const endpoint = await createEndpoint<Claims, { who: string }>({
    schema,
    formatError,
    production: true,
    introspection: true,
    contextOf: async ({ userId }) => ({ who: userId }),
  });
  const state: { checks: Running['checks'] } = { checks: [] };
  const http = createHttp({
    endpoint,
    signIn: createSignIn({
      keySet: { jwks: { keys: [signer.publicKey] } },
      issuer: ISSUER,
      audience: AUDIENCE,
    }),
    health: async () => {
      if (state.checks instanceof Error) throw state.checks;
      return state.checks;
    },
    log,
    limits,
  });
  const port = await http.listen({ host: HOST, port: 0 });
  return Object.assign(state, {
    url: `http://${HOST}:${port}`,
    port,
    http,
    endpoint,
    lines,
    release,
    arrived,
    acted,
  });
}

beforeAll(async () => {
  signer = await createSigner('first');
  token = await signer.token();
  running = await start();
});
afterAll(async () => {
  await running.http.close();
  await running.endpoint.close();
});

const JSON_BODY = { 'content-type': 'application/json' };
const signedIn = () => ({ ...JSON_BODY, authorization: `Bearer ${token}` });

function post(
  body: unknown,
  headers: Record<string, string> = signedIn(),
  at = running.url,
): Promise<Response> {
  return fetch(`${at}/graphql`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function expectRefusal(response: Response, status: number, code: string, limit?: number) {
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({
    errors: [
      {
        message: expect.any(String),
        extensions: {
          code,
          ...(limit ? { limit } : {}),
          messages: {
            zh: expect.stringContaining(String(limit ?? '')),
            en: expect.stringContaining(String(limit ?? '')),
          },
        },
      },
    ],
  });
}

/** Writes bytes to the port and reads all that comes back until it closes. */
function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket: Socket = connect(port, HOST, () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    socket.on('close', () => resolve(heard)).on('error', reject);
  });
}

describe('GraphQL over HTTP', () => {
  it('conforms: every MUST, every SHOULD, every MAY', async () => {
    const results = await auditServer({
      url: `${running.url}/graphql`,
      fetchFn: (url: string, options: RequestInit = {}) =>
        fetch(url, { ...options, headers: { ...options.headers, authorization: `Bearer ${token}` } }),
    });
    const failed = results.flatMap((result) =>
      result.status === 'ok' ? [] : [`${result.id} ${result.name}: ${result.reason}`],
    );
    expect(failed).toEqual([]);
    expect(results.length).toBeGreaterThan(60);
  });

  it('answers with the caller of the token', async () => {
    const response = await post({ query: '{ who }' });
    expect([response.status, await response.json()]).toEqual([
      200,
      { data: { who: 'wang.li' }, extensions: { cost: { asked: 1, limit: 10_000 } } },
    ]);
  });

  it('a mutation by GET is refused and does nothing', async () => {
    const query = encodeURIComponent('mutation { act }');
    const response = await fetch(`${running.url}/graphql?query=${query}`, { headers: signedIn() });
    expect([response.status, response.headers.get('allow'), running.acted.count]).toEqual([405, 'POST', 0]);
  });

  it.each(['text/html', 'text/html;q=1, image/*', 'application/json;q=0', 'application/json;charset=gbk'])(
    'who accepts only %s is refused before a mutation is done',
    async (accept) => {
      await expectRefusal(
        await post({ query: 'mutation { act }' }, { ...signedIn(), accept }),
        406,
        'NOT_ACCEPTABLE',
      );
      expect(running.acted.count).toBe(0);
    },
  );

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is refused', async (method) => {
    const response = await fetch(`${running.url}/graphql`, { method, headers: signedIn() });
    expect(response.headers.get('allow')).toBe('GET, POST');
    await expectRefusal(response, 405, 'METHOD_NOT_ALLOWED');
  });

  it('a defect shows nothing of itself', async () => {
    const response = await post({ query: '{ boom }' });
    const text = await response.text();
    expect(text).not.toMatch(/secrets|hunter2|stack|\.ts/);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL' } }] });
  });
});

describe('sign-in comes first', () => {
  it('every failure gets the same answer, before the body is read', async () => {
    const good = { query: '{ who }' };
    const tries: [unknown, Record<string, string>][] = [
      [good, JSON_BODY],
      [good, { ...JSON_BODY, authorization: 'Bearer nonsense' }],
      [good, { ...JSON_BODY, authorization: `Basic ${btoa('a:b')}` }],
      [good, { ...JSON_BODY, authorization: `Bearer ${await signer.token({ exp: 1 })}` }],
      [good, { ...JSON_BODY, authorization: `Bearer ${await signer.token({ role: '*' })}` }],
      [good, { ...JSON_BODY, 'x-tenant-id': signer.tenant, 'x-role': 'APPROVER' }],
      ['{ not JSON', JSON_BODY],
      ['{ nothing }', { 'content-type': 'text/plain' }],
      [{ query: '{' }, JSON_BODY],
      [{ query: '{ __schema { types { name } } }' }, JSON_BODY],
    ];
    const answers = await Promise.all(
      tries.map(async ([body, headers]) => {
        const response = await post(body, headers);
        const { status } = response;
        return JSON.stringify([status, response.headers.get('www-authenticate'), await response.text()]);
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('[401,"Bearer"');
  });

  it('a token in the address is ignored', async () => {
    const query = encodeURIComponent('{ who }');
    const response = await fetch(`${running.url}/graphql?query=${query}&access_token=${token}`);
    await expectRefusal(response, 401, 'UNAUTHENTICATED');
  });

  it('answers in the type that is accepted', async () => {
    for (const accept of ['application/graphql-response+json', 'application/json'])
      expect((await post({}, { ...JSON_BODY, accept })).headers.get('content-type')).toBe(
        `${accept}; charset=utf-8`,
      );
  });

  it('an address that keeps failing is slowed, and a good token still gets in', async () => {
    const own = await start();
    const wrong = { ...JSON_BODY, authorization: 'Bearer a.b.c' };
    const statuses = await Promise.all(
      Array.from({ length: 60 }, async () => {
        const response = await post({ query: '{ who }' }, wrong, own.url);
        return `${response.status} ${response.headers.get('retry-after')}`;
      }),
    );
    const good = await post({ query: '{ who }' }, signedIn(), own.url);
    await own.http.close();
    await own.endpoint.close();
    expect(good.status).toBe(200);
    const refused = statuses.filter((status) => status === '401 null').length;
    const slowed = statuses.filter((status) => status === '429 1').length;
    // 20 a second pass as 401; the burst may straddle the start of a second window.
    expect(refused + slowed).toBe(60);
    expect(slowed).toBeGreaterThanOrEqual(20);
  });
});

describe('the brake', () => {
  it('slows the 21st failure of a second, one address at a time, and forgets with the second', () => {
    let now = 0;
    const brake = createBrake(20, () => now);
    const burst = (address: string, times: number) =>
      Array.from({ length: times }, () => brake.failed(address));
    expect(burst('10.0.0.1', 21)).toEqual([...Array(20).fill(null), 1]);
    expect(brake.failed('10.0.0.2')).toBeNull();
    now = 999;
    expect(brake.failed('10.0.0.1')).toBe(1);
    now = 1_000;
    expect(brake.failed('10.0.0.1')).toBeNull();
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', true],
    ['2001:db8::1', '2001:db8:0:0:9::', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.2', false],
  ])('%s and %s are one customer: %s', (one, other, same) => {
    const brake = createBrake(1, () => 0);
    brake.failed(one);
    expect(brake.failed(other)).toBe(same ? 1 : null);
  });
});

describe('what is sent', () => {
  const sized = (bytes: number) => {
    const [before, after] = ['{"query":"{ who #', '\\n}"}'];
    return `${before}${'x'.repeat(bytes - before.length - after.length)}${after}`;
  };

  it.each([
    [100 * 1024, 200],
    [100 * 1024 + 1, 413],
    [3_000_000, 413],
  ])('a body of %i bytes: %i', async (bytes, status) => {
    const response = await post(sized(bytes));
    if (status === 200) expect(response.status).toBe(200);
    else await expectRefusal(response, status, 'BODY_TOO_LARGE', 100 * 1024);
  });

  it('a body that comes in pieces is measured as well', async () => {
    const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    const head = `POST /graphql HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await exchange(running.port, `${head}${piece}${piece}`)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'message/rfc822',
    'application/json; charset=utf-16',
  ])('type %s: 415', async (type) => {
    const response = await post({ query: '{ who }' }, { ...signedIn(), 'content-type': type });
    await expectRefusal(response, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('compressed, or said to be: 415', async () => {
    const response = await post({ query: '{ who }' }, { ...signedIn(), 'content-encoding': 'gzip' });
    await expectRefusal(response, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it.each([
    ['not JSON', '{ "query": '],
    ['empty', ''],
    ['with a prototype in it', '{"query":"{ who }","variables":{"__proto__":{"a":1}}}'],
  ])('a body that is %s: 400', async (_name, body) => expectRefusal(await post(body), 400, 'BAD_REQUEST'));

  it.each([
    ['nested 51 deep', `{"query":"{ who }","variables":{"a":${'['.repeat(49)}${']'.repeat(49)}}}`],
    [
      'nested 20,000 deep',
      `{"query":"{ who }","variables":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
    ],
    ['nested without an end', '['.repeat(90_000)],
  ])('a body that is %s: 400', async (_name, body) =>
    expectRefusal(await post(body), 400, 'JSON_TOO_DEEP', 50),
  );

  it('a body nested 50 deep is read, and brackets in a text do not count', async () => {
    const list = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect((await post(`{"query":"{ who }","variables":{"a":${list(48)}}}`)).status).toBe(200);
    expect((await post(`{"query":"{ who }","variables":{"a":"\\"${'['.repeat(100)}"}}`)).status).toBe(200);
  });

  it('what is not HTTP gets an answer in the same shape', async () => {
    const answer = await exchange(running.port, 'NONSENSE\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
    const flood = await exchange(
      running.port,
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    );
    expect(flood).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each(['/', '/graphql/', '/graphql/x', '/.env', '/health', '/%'])('%s is nowhere', async (path) => {
    const response = await fetch(running.url + path, { headers: signedIn() });
    if (path === '/%') await expectRefusal(response, 400, 'BAD_REQUEST');
    else await expectRefusal(response, 404, 'NOT_FOUND');
  });
});

describe('what is answered', () => {
  it('has the headers of an interface that no page may show or keep', async () => {
    for (const response of [
      await post({ query: '{ who }' }),
      await post({}, JSON_BODY),
      await fetch(`${running.url}/x`),
    ]) {
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cache-control': 'no-store',
        'x-request-id': expect.stringMatching(/^[\w.-]{8,64}$/),
      });
      for (const name of ['etag', 'server', 'x-powered-by', 'access-control-allow-origin'])
        expect(response.headers.has(name)).toBe(false);
    }
  });

  it('carries the caller’s request id, unless that could break a log', async () => {
    const idFor = async (id: string) =>
      (await post({ query: '{ who }' }, { ...signedIn(), 'x-request-id': id })).headers.get('x-request-id');
    expect(await idFor('bank-a.2026-0001')).toBe('bank-a.2026-0001');
    for (const id of ['short', 'x'.repeat(65), 'a b c d e f', '{"level":1}'])
      expect(await idFor(id)).not.toBe(id);
  });
});

describe('health', () => {
  const ready = async () => {
    const response = await fetch(`${running.url}/health/ready`);
    return [response.status, await response.json()];
  };

  it('live whatever the checks say, ready only while none of them fails', async () => {
    running.checks = [{ name: 'database', state: 'ok' }];
    expect(await ready()).toEqual([200, { status: 'ready', checks: running.checks }]);
    running.checks = [
      { name: 'database', state: 'ok' },
      { name: 'calendar', state: 'degraded', detail: '2027' },
    ];
    expect(await ready()).toEqual([200, { status: 'degraded', checks: running.checks }]);
    running.checks = [
      { name: 'database', state: 'failing' },
      { name: 'calendar', state: 'degraded' },
    ];
    expect(await ready()).toEqual([503, { status: 'not ready', checks: running.checks }]);
    running.checks = new Error('connect ECONNREFUSED 10.0.0.7:5432');
    const [status, body] = await ready();
    expect(status).toBe(503);
    expect(JSON.stringify(body)).not.toContain('10.0.0.7');
    expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
  });
});

describe('slow and silent clients', () => {
  it('a request that never ends is cut off, and others are served meanwhile', async () => {
    const own = await start({ requestSecondsMax: 2 });
    const head = 'POST /graphql HTTP/1.1\r\nHost: a\r\n';
    const started = performance.now();
    const halfOpen = Array.from({ length: 200 }, () => exchange(own.port, head));
    expect((await post({ query: '{ who }' }, signedIn(), own.url)).status).toBe(200);
    const answers = await Promise.all(halfOpen);
    expect(performance.now() - started).toBeLessThan(10_000);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    await own.http.close();
    await own.endpoint.close();
  });
});

describe('a stop', () => {
  it('says "not ready", lets what runs finish, and takes nothing new', async () => {
    const own = await start({ announceSeconds: 1 });
    const slow = post({ query: '{ wait }' }, signedIn(), own.url);
    await own.arrived;
    const closed = own.http.close();
    // Announced: not ready, but whoever still asks is served.
    expect((await fetch(`${own.url}/health/ready`)).status).toBe(503);
    expect((await post({ query: '{ who }' }, signedIn(), own.url)).status).toBe(200);
    setTimeout(own.release, 1_500);
    const response = await slow;
    expect([response.status, await response.json()]).toMatchObject([200, { data: { wait: 'done' } }]);
    await closed;
    await own.endpoint.close();
    await expect(fetch(`${own.url}/health/live`)).rejects.toThrow();
  });

  it('ends a kept-alive connection with its last answer, and does nothing that comes after', async () => {
    const own = await start({ graceSeconds: 10 });
    const request = (query: string) => {
      const body = JSON.stringify({ query });
      return `POST /graphql HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    };
    let heard = '';
    const socket = connect(own.port, HOST, () => socket.write(request('{ wait }')));
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    const ended = new Promise((resolve) => socket.on('close', resolve));
    await own.arrived;
    const started = performance.now();
    const closed = own.http.close();
    await expect
      .poll(() =>
        fetch(`${own.url}/health/live`).then(
          () => 'open',
          () => 'shut',
        ),
      )
      .toBe('shut');
    socket.write(request('mutation { act }'));
    await expect.poll(() => own.lines.join('')).toContain('refused: stopping');
    own.release();
    await Promise.all([closed, ended]);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(heard).toMatch(/^HTTP\/1\.1 200 /);
    expect(heard.toLowerCase()).toContain('connection: close');
    expect(heard).toContain('"wait":"done"');
    expect(own.acted.count).toBe(0);
    await own.endpoint.close();
  });

  it('does not wait longer than its grace time', async () => {
    const own = await start({ graceSeconds: 1 });
    const stuck = post({ query: '{ wait }' }, signedIn(), own.url).then(
      () => 'answered',
      () => 'cut off',
    );
    await own.arrived;
    const started = performance.now();
    await own.http.close();
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await stuck).toBe('cut off');
    own.release();
    await own.endpoint.close();
  });
});

describe('the log', () => {
  it('says who asked and what came of it, and holds no token, query or value', async () => {
    const own = await start();
    const query = encodeURIComponent('query Secret { who }');
    const secret = '91150200MA0N1XXX0X';
    await fetch(`${own.url}/graphql?query=${query}&variables=${encodeURIComponent(`{"a":"${secret}"}`)}`, {
      headers: signedIn(),
    });
    await post(
      { query: '{ who }', variables: { a: secret } },
      { ...signedIn(), 'x-request-id': 'request-0001' },
      own.url,
    );
    await post({ query: '{ who }' }, { ...JSON_BODY, authorization: 'Bearer a.b.c' }, own.url);
    await own.http.close();
    await own.endpoint.close();
    const lines = own.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'info',
        requestId: 'request-0001',
        method: 'POST',
        path: '/graphql',
        status: 200,
        poolId: signer.pool,
        tenantId: signer.tenant,
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', msg: 'sign-in refused' }));
    const all = own.lines.join('');
    for (const hidden of [token, 'a.b.c', 'Secret', secret, 'query=', 'authorization'])
      expect(all).not.toContain(hidden);
  });

  it('drops the values that a driver puts into an error', () => {
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const error = new Error('Failed query: select 1 params: hunter2,12.00', { cause: new Error('why') });
    createLog({ level: 'info', format: 'json', write }).error({ err: error }, 'a defect');
    createLog({ level: 'info', format: 'short', write }).error(
      { err: error, requestId: 'request-0002' },
      'a defect',
    );
    for (const line of lines) expect(line).not.toContain('hunter2');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      err: { type: 'Error', cause: { message: 'why' } },
    });
    expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} error a defect requestId=request-0002\s*\n/);
  });
});
