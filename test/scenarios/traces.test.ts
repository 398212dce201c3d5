import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nameOf } from '../../src/database/transaction.ts';
import { type City, newCity } from '../support/city.ts';
import { type Answer, type Running, startProduct } from '../support/product.ts';

// A collector that takes OTLP over HTTP in JSON, as an operator would run one, and what it is sent.

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}
interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: { stringValue?: string } }[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

let collector: Server;
let running: Running;
let city: City;
let spans: Span[] = [];
let services: (string | undefined)[] = [];
let heard = '';
const lines: string[] = [];
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const UNSAMPLED = '1af7651916cd43dd8448eb211c80319d';
let denied: { extensions: Record<string, unknown> } | undefined;

beforeAll(async () => {
  const sent: Sent[] = [];
  collector = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes) => {
      body += bytes;
    });
    request.on('end', () => {
      expect([request.method, request.url]).toEqual(['POST', '/v1/traces']);
      heard += body;
      sent.push(JSON.parse(body));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
  const { port } = collector.address() as AddressInfo;
  running = await startProduct(
    { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/`, OTEL_SERVICE_NAME: 'zhubao-test' },
    { level: 'info', write: (line) => void lines.push(line) },
  );
  city = await newCity(running, '2025-03-10');

  const ask = async (query: string, traceparent: string) => {
    const response = await fetch(running.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await running.tokenOf(city.bank.user)}`,
        traceparent,
      },
      body: JSON.stringify({ query, operationName: 'Advance' }),
    });
    return (await response.json()) as Answer;
  };
  const act =
    'mutation Advance { advanceClock(idempotencyKey: "a-secret-key", input: { to: "2025-03-11" }) { done } }';
  denied = (await ask(act, `00-${TRACE}-${CALLER}-01`)).errors?.[0];
  await ask('query Advance { pool { nameZh } }', `00-${UNSAMPLED}-${CALLER}-00`);
  await running.act(city.office, 'advanceClock', { to: '2025-03-11' }, 'pool { businessDate }');
  await running.stop();
  spans = sent.flatMap((one) => one.resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans)));
  services = sent.flatMap((one) =>
    one.resourceSpans.map(
      (r) => r.resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue,
    ),
  );
});
afterAll(() => {
  collector?.close();
});

const parentOf = (span: Span | undefined) => spans.find(({ spanId }) => spanId === span?.parentSpanId);

test('a caller’s trace is taken over, and its id is in the log line and in the error', () => {
  const root = spans.find(({ traceId, parentSpanId }) => traceId === TRACE && parentSpanId === CALLER);
  expect(root?.name).toBe('POST /graphql');
  expect(denied?.extensions).toMatchObject({ code: 'FORBIDDEN', traceId: TRACE });
  const line = lines.map((text) => JSON.parse(text)).find(({ traceId }) => traceId === TRACE);
  expect(line).toMatchObject({ msg: 'request', path: '/graphql', requestId: denied?.extensions.requestId });
  expect(spans.some(({ traceId }) => traceId === UNSAMPLED)).toBe(false);
  expect(services.every((name) => name === 'zhubao-test')).toBe(true);
});

test('an act is traced from the request to its statements', () => {
  const statement = spans.findLast(
    (span) => span.name === 'INSERT idempotency' && parentOf(parentOf(span))?.name === 'act advanceClock',
  );
  const ladder: string[] = [];
  for (let at = statement; at; at = parentOf(at)) ladder.push(at.name);
  expect(ladder).toEqual([
    'INSERT idempotency',
    'transaction',
    'act advanceClock',
    'mutation anonymous',
    'POST /graphql',
  ]);
});

test('no span holds a value: no parameter, no key, no name, no token', () => {
  expect(spans.length).toBeGreaterThan(100);
  // Random ids and times hold any four digits sooner or later, and no value.
  const said = heard.replace(/"(?:traceId|spanId|parentSpanId)":"[0-9a-f]*"|"\w+UnixNano":"?\d+"?/g, '');
  for (const secret of ['a-secret-key', '甲银行', 'office-a', '6222', city.pool.poolId, city.bank.id, 'eyJ'])
    expect(said).not.toContain(secret);
  for (const { name } of spans) expect(name).toMatch(/^[A-Za-z_.]+(?: [\w/:.]+)?$/);
});

test.each([
  ['select t.id from loan t where t.pool_id = $1', 'SELECT loan'],
  ['insert into audit (pool_id) values ($1)', 'INSERT audit'],
  ['update exposure set committed = committed + $4 where pool_id = $1', 'UPDATE exposure'],
  ['update "exposure" set committed = $1', 'UPDATE exposure'],
  ['insert into "audit" ("pool_id") values ($1)', 'INSERT audit'],
  ['update sweep set a = (select b from pool)', 'UPDATE sweep'],
  ['delete from listing where id = $1', 'DELETE listing'],
  ["select set_config('role',$1,true)", 'SELECT'],
  ['begin isolation level read committed', 'STATEMENT'],
])('%s is called %s', (text, name) => {
  expect(nameOf(text)).toBe(name);
});
