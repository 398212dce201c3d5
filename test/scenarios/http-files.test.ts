import { request as openRequest } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { invalid, notFound } from '../../src/acts/failures.ts';
import { answerTo } from '../../src/graphql/file-errors.ts';
import { createLog } from '../../src/http/log.ts';
import type { HttpRoute } from '../../src/http/routes.ts';
import { createHttp, type Http } from '../../src/http/server.ts';
import { createSignIn } from '../../src/http/sign-in.ts';
import { AUDIENCE, createSigner, ISSUER } from '../support/tokens.ts';

// Files in and out: signed in first, of a bounded size, in places of their own, and never whole in memory.

const BYTES_MAX = 1_000;
let http: Http;
let url: string;
let port: number;
let bearer: string;
const lines: string[] = [];
/** What happened to the endless answer and to the upload that broke off. */
const seen = { started: '', produced: 0, aborted: false, broke: '' };
let letGo = () => {};

const text = (body: string, status = 200) => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

const ROUTES: readonly HttpRoute[] = [
  {
    method: 'POST',
    path: '/count/:what',
    bodyBytesMax: BYTES_MAX,
    async handle({ body, params, query }, { userId }) {
      let bytes = 0;
      seen.started = params.what ?? '';
      try {
        for await (const chunk of body ?? []) bytes += (chunk as Buffer).length;
      } catch (error) {
        seen.broke = String(error);
        throw error;
      }
      return text(`${userId} ${params.what} ${query.get('as')} ${bytes}`);
    },
  },
  {
    method: 'GET',
    path: '/endless',
    async handle({ signal }) {
      signal.addEventListener('abort', () => {
        seen.aborted = true;
      });
      const page = Buffer.alloc(64 * 1024, 'a');
      const pages = (function* () {
        for (;;) {
          seen.produced += 1;
          yield page;
        }
      })();
      return { ...text(''), body: Readable.from(pages) };
    },
  },
  {
    method: 'GET',
    path: '/held',
    async handle() {
      await new Promise<void>((resolve) => {
        letGo = resolve;
      });
      return text('let go');
    },
  },
  {
    method: 'GET',
    path: '/half',
    async handle() {
      const parts = (async function* () {
        yield 'first half';
        await new Promise<void>((resolve) => {
          letGo = resolve;
        });
        yield ', second half';
      })();
      return { ...text(''), body: Readable.from(parts) };
    },
  },
  {
    method: 'GET',
    path: '/wrong/:how',
    async handle({ params }) {
      if (params.how === 'input') throw invalid('from', '日期有误。', 'Not a date.');
      if (params.how === 'unknown') throw notFound('id');
      throw new Error('select * from secrets');
    },
  },
];

beforeAll(async () => {
  const signer = await createSigner('first');
  bearer = `Bearer ${await signer.token()}`;
  http = createHttp({
    endpoint: { handle: async () => ({ status: 200, headers: {}, body: '{}' }) },
    signIn: createSignIn({
      keySet: { jwks: { keys: [signer.publicKey] } },
      issuer: ISSUER,
      audience: AUDIENCE,
    }),
    health: async () => [],
    log: createLog({ level: 'debug', format: 'json', write: (line) => lines.push(line) }),
    limits: { requestSecondsMax: 1, waitingSecondsMax: 10, waitingPerTenantMax: 1 },
    files: { routes: ROUTES, answerTo },
  });
  port = await http.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${port}`;
});
afterAll(() => http.close());

const post = (body: string | ReadableStream, type = 'text/csv') =>
  fetch(`${url}/count/rows?as=csv`, {
    method: 'POST',
    headers: { authorization: bearer, 'content-type': type },
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  });

it('takes any type of file, by the name of the path and the query, for whoever is signed in', async () => {
  const answer = await post('a,b\n1,2\n', 'application/vnd.whatever');
  expect([answer.status, await answer.text()]).toEqual([200, 'wang.li rows csv 8']);
  expect((await fetch(`${url}/count/rows`, { method: 'POST', body: 'a' })).status).toBe(401);
  expect((await fetch(`${url}/endless`)).status).toBe(401);
  expect((await fetch(`${url}/count/rows`, { headers: { authorization: bearer } })).status).toBe(404);
});

it.each([
  [BYTES_MAX - 1, 200],
  [BYTES_MAX, 200],
  [BYTES_MAX + 1, 413],
])('a body of %i bytes is answered %i, whether its length is told or not', async (bytes, status) => {
  const body = 'x'.repeat(bytes);
  expect((await post(body)).status).toBe(status);
  const untold = await post(
    Readable.toWeb(Readable.from([body.slice(0, 400), body.slice(400)])) as ReadableStream,
  );
  expect(untold.status).toBe(status);
});

it('words failures like GraphQL, with a status of their own, and nothing of a defect', async () => {
  const asked = async (how: string) => {
    const response = await fetch(`${url}/wrong/${how}`, { headers: { authorization: bearer } });
    return [response.status, await response.json()] as const;
  };
  expect(await asked('input')).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'from', messages: { zh: '日期有误。' } } }] },
  ]);
  expect(await asked('unknown')).toMatchObject([404, { errors: [{ extensions: { code: 'NOT_FOUND' } }] }]);
  const [status, body] = await asked('defect');
  expect([status, JSON.stringify(body)]).toEqual([500, expect.not.stringContaining('secrets')]);
});

it('stops making an answer that nobody reads, and gives its place back', async () => {
  const answer = await new Promise<import('node:http').IncomingMessage>((resolve) => {
    openRequest(`${url}/endless`, { headers: { authorization: bearer } }, resolve).end();
  });
  answer.pause();
  await expect.poll(() => seen.produced).toBeGreaterThan(5);
  const before = seen.produced;
  await pause(300);
  // The sockets' buffers take some megabytes; then the maker has to wait.
  expect(seen.produced - before).toBeLessThan(200);
  answer.destroy();
  await expect.poll(() => seen.aborted).toBe(true);
  expect((await post('a')).status).toBe(200);
});

it('lets a tenant move two files at once; a third waits, a fourth is refused', async () => {
  const held = () => fetch(`${url}/held`, { headers: { authorization: bearer } });
  const gates: (() => void)[] = [];
  const running = [];
  for (let count = 1; count <= 2; count += 1) {
    const before = letGo;
    running.push(held());
    await expect.poll(() => letGo).not.toBe(before);
    gates.push(letGo);
  }
  const third = held();
  const fourth = await Promise.race([held(), third]);
  expect(fourth.status).toBe(429);
  expect(await fourth.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_FILES' } }] });
  for (const open of gates) open();
  expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
  await expect.poll(() => letGo).not.toBe(gates[1]);
  letGo();
  expect((await third).status).toBe(200);
});

it('a body of GraphQL must arrive soon, while a file may take its time', async () => {
  const heard = (path: string, wait: number) =>
    new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: ${bearer}\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n{`,
        );
        setTimeout(() => socket.write('  }'), wait);
      });
      socket.setEncoding('utf8').on('data', (part: string) => {
        answer += part;
      });
      socket.on('error', () => undefined).on('close', () => resolve(answer));
    });
  expect(await heard('/graphql', 1_600)).toMatch(/^HTTP\/1\.1 408 /);
  expect(await heard('/count/slow', 1_600)).toMatch(/^HTTP\/1\.1 200 [\s\S]* slow null 4$/);
});

it('an upload that breaks off reaches the route as an error', async () => {
  seen.broke = '';
  const socket = connect(port, '127.0.0.1', () =>
    socket.write(
      `POST /count/part HTTP/1.1\r\nHost: a\r\nAuthorization: ${bearer}\r\nContent-Length: 100\r\n\r\nabc`,
    ),
  );
  await expect.poll(() => seen.started).toBe('part');
  socket.destroy();
  await expect.poll(() => seen.broke).not.toBe('');
});

it('a stop lets a download under way come to its end, and then waits for nobody who keeps the connection', async () => {
  let heard = '';
  const socket = connect(port, '127.0.0.1', () =>
    socket.write(`GET /half HTTP/1.1\r\nHost: a\r\nAuthorization: ${bearer}\r\n\r\n`),
  );
  socket.setEncoding('utf8').on('data', (part: string) => {
    heard += part;
  });
  await expect.poll(() => heard).toContain('first half');
  const closed = http.close();
  await expect.poll(() => fetch(`${url}/health/live`).catch(() => 'shut')).toBe('shut');
  const begin = performance.now();
  letGo();
  await closed;
  expect(heard).toContain('second half');
  // The grace of ten seconds is for those who work, not for an open line.
  expect(performance.now() - begin).toBeLessThan(3_000);
});
