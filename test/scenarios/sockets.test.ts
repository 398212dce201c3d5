import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/http/log.ts';
import { createHttp, type Http, type HttpLimits } from '../../src/http/server.ts';
import { createSignIn } from '../../src/http/sign-in.ts';
import { AUDIENCE, createSigner, ISSUER, type Signer } from '../support/tokens.ts';

// C8 of the cases to survive, from one address: half-open and idle sockets of strangers do not shut out anybody else.
// Linux answers for all of 127.0.0.0/8, so that a test has as many addresses as it likes.

const STRANGER = '127.0.0.2';
const BANK = '127.0.0.3';
const WAIT_MAX_MS = 5_000;

let signer: Signer;
let http: Http | null = null;
let port: number;
let open: Socket[] = [];

beforeAll(async () => {
  signer = await createSigner('key-1');
});
afterEach(async () => {
  for (const socket of open) socket.destroy();
  open = [];
  await http?.close();
});

async function start(limits: Partial<HttpLimits>, trustedProxies: readonly string[] = []): Promise<void> {
  http = createHttp({
    endpoint: { handle: async () => ({ status: 200, headers: {}, body: '{"data":{}}' }) },
    signIn: createSignIn({
      keySet: { jwks: { keys: [signer.publicKey] } },
      issuer: ISSUER,
      audience: AUDIENCE,
    }),
    health: async () => [],
    log: createLog({ level: 'silent', format: 'json' }),
    limits,
    trustedProxies,
  });
  port = await http.listen({ host: '0.0.0.0', port: 0 });
}

/** Opens sockets from an address, each with a request that never ends; answers how many of them are left in the end. */
async function flood(localAddress: string, count: number, expected: number): Promise<number> {
  const opened = Array.from({ length: count }, () => {
    const socket = connect({ host: '127.0.0.1', port, localAddress });
    socket.on('error', () => undefined);
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\n');
    return socket;
  });
  open.push(...opened);
  const left = () => opened.filter(({ destroyed }) => !destroyed).length;
  await expect.poll(left, { timeout: WAIT_MAX_MS, interval: 10 }).toBeLessThanOrEqual(expected);
  // Whoever comes last is heard last: once it is answered, the server has dealt with all that came before.
  const agent = new Agent();
  await ask('127.0.0.9', agent);
  agent.destroy();
  return left();
}

/** Asks on a socket of an agent; the status, or the code of the network's error. */
async function ask(localAddress: string, agent: Agent, headers: object = {}): Promise<number | string> {
  const token = await signer.token();
  return new Promise((resolve) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        localAddress,
        agent,
        method: 'POST',
        path: '/graphql',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      },
      (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)),
    );
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.end('{"query":"{ __typename }"}');
  });
}

test.each([
  [9, 9],
  [10, 10],
  [11, 10],
  [60, 10],
])('%i sockets of one stranger, where ten are allowed: %i stay, and others get in', async (opened, stay) => {
  await start({ connectionsMax: 20, unsignedPerAddressMax: 10, perAddressMax: 15 });
  expect(await flood(STRANGER, opened, stay)).toBe(stay);
  // Also from the flood's own address: the oldest of its strangers makes room.
  for (const address of [BANK, STRANGER]) {
    const agent = new Agent({ keepAlive: true });
    expect(await ask(address, agent)).toBe(200);
    agent.destroy();
  }
});

test('without the cap the same flood shuts everybody out', async () => {
  await start({ connectionsMax: 20, unsignedPerAddressMax: 1_000, perAddressMax: 1_000 });
  expect(await flood(STRANGER, 60, 20)).toBe(20);
  const agent = new Agent();
  expect(await ask(BANK, agent)).toBe('ECONNRESET');
});

test('whoever has signed in is no stranger: its sockets count only against what one address may have in all', async () => {
  await start({ connectionsMax: 100, unsignedPerAddressMax: 2, perAddressMax: 6 });
  const agents = Array.from({ length: 7 }, () => new Agent({ keepAlive: true }));
  const statuses: (number | string)[] = [];
  for (const agent of agents) statuses.push(await ask(BANK, agent));
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 'ECONNRESET']);
  // A socket that is closed makes room.
  agents[0]?.destroy();
  const from = Date.now();
  let status: number | string = 0;
  while (status !== 200 && Date.now() - from < WAIT_MAX_MS) status = await ask(BANK, agents[6] as Agent);
  expect(status).toBe(200);
  for (const agent of agents) agent.destroy();
});

test.each([['127.0.0.2'], ['127.0.0.0/30'], ['loopback']])(
  'a trusted proxy, named as %s, brings the sockets of many',
  async (proxy) => {
    await start({ connectionsMax: 100, unsignedPerAddressMax: 3, perAddressMax: 3 }, [proxy]);
    expect(await flood(STRANGER, 30, 30)).toBe(30);
  },
);

test('a proxy that is not trusted is a stranger like any', async () => {
  await start({ connectionsMax: 100, unsignedPerAddressMax: 3, perAddressMax: 3 }, ['10.0.0.0/8']);
  expect(await flood(STRANGER, 30, 3)).toBe(3);
});
