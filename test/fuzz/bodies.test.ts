import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type City, newCity } from '../support/city.ts';
import { type Running, startProduct } from '../support/product.ts';
import { Draw } from './draw.ts';

// Bodies and files that were spoilt on their way, byte by byte: each is answered, none with an internal error, and whoever
// comes after them is served as ever.

const SEED = Number(process.env.FUZZ_SEED ?? 20261124);
const BODIES = Math.min(20_000, Number(process.env.FUZZ_OPERATIONS ?? 1_200) / 4);
const TODAY = '2025-03-10';

let running: Running;
let city: City;
let token: string;

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
  token = await running.tokenOf(city.office);
});
afterAll(() => running?.stop());

/** The same bytes with some of them changed, left out, doubled or cut off. */
function spoilt(draw: Draw, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = draw.below(copy.length);
  const to = Math.min(copy.length, at + 1 + draw.below(16));
  switch (draw.below(5)) {
    case 0:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(to)]);
    case 1:
      return Buffer.concat([copy.subarray(0, to), copy.subarray(at)]);
    case 2:
      return copy.subarray(0, at);
    case 3:
      return Buffer.concat([copy.subarray(0, at), Buffer.from([draw.below(256)]), copy.subarray(at)]);
    default:
      for (let byte = at; byte < to; byte += 1) copy[byte] = draw.below(256);
      return copy;
  }
}

const BODY = JSON.stringify({
  query: 'query Loans($first: Int) { loans(first: $first) { totalCount nodes { id number amount } } }',
  variables: { first: 5 },
  operationName: 'Loans',
  extensions: {},
});

async function mustBeAlive(): Promise<void> {
  const { data } = await running.ask(city.office, '{ viewer { role } }');
  expect(data).toEqual({ viewer: { role: 'APPROVER' } });
}

test('spoilt bodies are answered, and never with an internal error', {
  timeout: 60_000 + BODIES * 60,
}, async () => {
  const statuses = new Map<number, number>();
  for (let number = 0; number < BODIES; number += 1) {
    const draw = new Draw(SEED + number);
    const body = spoilt(draw, Buffer.from(BODY));
    const response = await fetch(running.url, {
      method: 'POST',
      headers: {
        'content-type': draw.one([
          'application/json',
          'application/json',
          'application/json; charset=utf-8',
          'text/plain',
        ]),
        authorization: `Bearer ${token}`,
      },
      body: new Uint8Array(body),
    });
    const text = await response.text();
    expect([SEED + number, response.status < 500, text.includes('"INTERNAL')]).toEqual([
      SEED + number,
      true,
      false,
    ]);
    expect(() => JSON.parse(text)).not.toThrow();
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
  }
  expect(statuses.get(400) ?? 0).toBeGreaterThan(0);
  await mustBeAlive();
});

/** Sends bytes as they are, and answers what comes back until the connection ends or nothing comes any more. */
function sendRaw(bytes: Buffer): Promise<string> {
  const { hostname, port } = new URL(running.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let heard = '';
    const end = () => {
      socket.destroy();
      resolve(heard);
    };
    AbortSignal.timeout(5_000).addEventListener('abort', end);
    socket.on('data', (part: Buffer) => {
      heard += part.toString('latin1');
      // One answer is enough.
      if (heard.includes('\r\n\r\n')) end();
    });
    socket.on('error', end);
    socket.on('close', end);
    // A request that lost its end is never answered; closing our side is its end.
    socket.end(bytes);
  });
}

test('requests that are spoilt in their first line and headers end in an answer or a closed connection', {
  timeout: 60_000 + BODIES * 60,
}, async () => {
  const head = `POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;
  for (let number = 0; number < BODIES / 3; number += 1) {
    const heard = await sendRaw(spoilt(new Draw(SEED + number), Buffer.from(head)));
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0);
    expect([SEED + number, status < 500]).toEqual([SEED + number, true]);
  }
  await mustBeAlive();
});
