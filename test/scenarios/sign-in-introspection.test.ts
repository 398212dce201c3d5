import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import { SignInRefused } from '../../src/http/claim-mapping.ts';
import { createLog } from '../../src/http/log.ts';
import { createSignIn, SignInBusy, type SignInSettings } from '../../src/http/sign-in.ts';
import { type Product, serve } from '../../src/main.ts';
import { newPool, type Running, startProduct, uuidOf } from '../support/product.ts';
import {
  AUDIENCE,
  BANK_SYSTEM,
  type Identity,
  newKey,
  SECRET,
  SERVICE,
  startIdentity,
} from '../support/provider.ts';

// Token introspection (RFC 7662) against a real provider, whose tokens are opaque here: what it says counts, for at most
// five seconds; where it says nothing, nobody is let in.

const POOL = '01970000-0000-7000-8000-000000000001';
const TENANT = '01970000-0000-7000-8000-000000000002';
const plain = { pool: POOL, tenant: TENANT, role: 'OPERATOR' };
const us = { clientId: SERVICE, clientSecret: SECRET, keptSeconds: 5 };

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity([await newKey('one')], 'opaque');
});
afterAll(() => identity.stop());
afterEach(() => identity.start());

/** Sign-in that asks, at a time that only the test moves. */
function signInAt(issuer: string, more: Partial<SignInSettings> = {}) {
  const start = Date.now();
  let offset = 0;
  const signIn = createSignIn({
    keySet: { issuer },
    issuer,
    audience: AUDIENCE,
    introspection: us,
    now: () => new Date(start + offset),
    ...more,
  });
  return {
    keys: signIn.keys,
    pass(milliseconds: number) {
      offset += milliseconds;
    },
    outcome: (token: string) =>
      signIn.verify(`Bearer ${token}`).then(
        ({ userId }) => `good: ${userId}`,
        (error: unknown) =>
          error instanceof SignInBusy
            ? 'busy'
            : error instanceof SignInRefused
              ? error.reason
              : `defect: ${error}`,
      ),
  };
}

const NOT_ACTIVE = 'the sign-in server says that the token is not active';

describe('a provider that is asked about tokens', () => {
  it('lets an opaque token in as what it says of it, asked once in five seconds', async () => {
    identity.say(() => plain);
    const token = await identity.clientToken();
    expect(token).not.toContain('.');
    const signIn = signInAt(identity.issuer);
    const before = identity.asked.tokens;
    const first = await Promise.all([1, 2, 3].map(() => signIn.outcome(token)));
    expect(first).toEqual(Array(3).fill(`good: ${BANK_SYSTEM}`));
    signIn.pass(4_999);
    expect(await signIn.outcome(token)).toBe(`good: ${BANK_SYSTEM}`);
    expect(identity.asked.tokens).toBe(before + 1);
    signIn.pass(1);
    expect(await signIn.outcome(token)).toBe(`good: ${BANK_SYSTEM}`);
    expect(identity.asked.tokens).toBe(before + 2);
  });

  it.each([5, 1, 0])('refuses a revoked token %i seconds after the last answer', async (keptSeconds) => {
    identity.say(() => plain);
    const token = await identity.clientToken();
    const signIn = signInAt(identity.issuer, { introspection: { ...us, keptSeconds } });
    expect(await signIn.outcome(token)).toMatch(/^good/);
    await identity.revoke(token);
    if (keptSeconds > 0) {
      signIn.pass(keptSeconds * 1_000 - 1);
      expect(await signIn.outcome(token)).toMatch(/^good/);
      signIn.pass(1);
    }
    expect(await signIn.outcome(token)).toBe(NOT_ACTIVE);
  });

  it('lets nobody in while it does not answer, once its last answers have grown old', async () => {
    identity.say(() => plain);
    const token = await identity.clientToken();
    const signIn = signInAt(identity.issuer);
    expect([await signIn.outcome(token), signIn.keys()]).toEqual([`good: ${BANK_SYSTEM}`, 'ok']);
    await identity.stop();
    signIn.pass(4_999);
    expect(await signIn.outcome(token)).toMatch(/^good/);
    signIn.pass(1);
    expect([await signIn.outcome(token), await signIn.outcome('another-token'), signIn.keys()]).toEqual([
      'busy',
      'busy',
      'none',
    ]);
    await identity.start();
    expect([await signIn.outcome(token), signIn.keys()]).toEqual([`good: ${BANK_SYSTEM}`, 'ok']);
  });

  it('whose standing is only looked at comes back by itself', async () => {
    const signIn = signInAt(identity.issuer);
    await identity.stop();
    expect([await signIn.outcome('a-token'), signIn.keys()]).toEqual(['busy', 'none']);
    await identity.start();
    signIn.pass(1_000);
    await expect.poll(() => signIn.keys(), { timeout: 5_000, interval: 20 }).toBe('ok');
  });

  it('does not know us by another secret: then nobody is let in, and nobody is told off', async () => {
    identity.say(() => plain);
    const token = await identity.clientToken();
    const signIn = signInAt(identity.issuer, { introspection: { ...us, clientSecret: 'wrong' } });
    expect([await signIn.outcome(token), signIn.keys()]).toEqual(['busy', 'none']);
  });

  it('lets people in by what it says of them, and no token that is for somebody else', async () => {
    identity.say(() => plain);
    const { accessToken } = await identity.signIn('wang.li');
    const signIn = signInAt(identity.issuer);
    expect(await signIn.outcome(accessToken)).toBe('good: wang.li');
    const elsewhere = await identity.clientToken(BANK_SYSTEM, 'https://other.example/api');
    expect(await signIn.outcome(elsewhere)).toMatch(/^aud/);
    expect(await signInAt(identity.issuer, { clients: ['portal'] }).outcome(accessToken)).toMatch(
      /client of ours/,
    );
    for (const nonsense of ['', ' ', 'a b', 'ü', 'x'.repeat(8_193), '"', 'a\\b'])
      expect(await signIn.outcome(nonsense)).toMatch(/not a bearer token|too long/);
    expect(await signIn.outcome('nobody-knows-this-one')).toBe(NOT_ACTIVE);
  });
});

describe('an answer', () => {
  let server: Server;
  let issuer: string;
  let answer: { status: number; body: unknown };
  const seconds = () => Math.floor(Date.now() / 1_000);

  beforeEach(async () => {
    server = createServer((request, response) => {
      const discovery = { issuer, introspection_endpoint: `${issuer}/ask` };
      const { status, body } = request.url === '/ask' ? answer : { status: 200, body: discovery };
      response.writeHead(status, { connection: 'close' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => void server.close());

  const good = () => ({
    active: true,
    ...plain,
    sub: 'wang.li',
    aud: AUDIENCE,
    exp: seconds() + 600,
    iat: seconds(),
  });
  const rows: [string, object, RegExp][] = [
    ['without an end', { exp: undefined }, /^exp/],
    ['with an end that is text', { exp: '1e20' }, /^exp/],
    ['that has ended', { exp: seconds() - 6 }, /^exp/],
    ['that is not good yet', { nbf: seconds() + 60 }, /^nbf/],
    ['issued in the future', { iat: seconds() + 60 }, /future/],
    ['that lives too long', { exp: seconds() + 86_400 * 2 }, /too long/],
    ['for a list of audiences', { aud: [AUDIENCE, 'other'] }, /^aud/],
    ['of another issuer', { iss: 'https://other.example' }, /^iss/],
    ['bound to a key', { cnf: { jkt: 'x' } }, /^cnf/],
    ['of another type of token', { token_type: 'DPoP' }, /^token_type/],
    ['about an ID token', { at_hash: 'x' }, /^at_hash/],
    ['of no person', { sub: undefined }, /^sub/],
    ['with no tenant', { tenant: undefined }, /tenant/],
    ['with a role that is none', { role: 'ADMIN' }, /role/],
    ['that is not active', { active: false }, /not active/],
  ];
  it.each(rows)('%s lets nobody in', async (_name, bent, reason) => {
    answer = { status: 200, body: { ...good(), ...bent } };
    expect(await signInAt(issuer).outcome('a-token')).toMatch(reason);
    answer = { status: 200, body: good() };
    expect(await signInAt(issuer).outcome('a-token')).toBe('good: wang.li');
  });

  it.each([
    [200, { active: 'true' }],
    [200, {}],
    [200, null],
    [200, [true]],
    [401, { error: 'invalid_client' }],
    [429, {}],
    [500, { active: true }],
  ])('%i %j is none', async (status, body) => {
    answer = { status, body };
    expect(await signInAt(issuer).outcome('a-token')).toBe('busy');
  });

  it('that it does not keep tokens of this kind lets nobody in', async () => {
    answer = { status: 400, body: { error: 'unsupported_token_type' } };
    expect(await signInAt(issuer).outcome('a.b.c')).toMatch(/not active/);
  });
});

describe('the product that asks', () => {
  let running: Running;
  let product: Product;
  beforeAll(async () => {
    running = await startProduct();
    const pool = await newPool(running, '2025-03-10');
    const { bank } = await running.act(
      pool.office,
      'registerBank',
      { nameZh: '工商银行', nameEn: 'ICBC' },
      'bank { id }',
    );
    const config = readConfig({
      PORT: '0',
      SWEEP: 'off',
      OIDC_ISSUER: identity.issuer,
      OIDC_INTROSPECTION: 'on',
      OIDC_CLIENT_ID: SERVICE,
      OIDC_CLIENT_SECRET: SECRET,
      OIDC_INTROSPECTION_SECONDS: '1',
      JWT_AUDIENCE: AUDIENCE,
      SIGN_IN_CLAIMS: JSON.stringify({
        pool: { fixed: pool.poolId },
        clients: { [BANK_SYSTEM]: { tenant: uuidOf(bank.id), role: 'OPERATOR' } },
      }),
    });
    product = await serve(
      { ...config, dataFolder: '/tmp/zhubao-sign-in-introspection' },
      running.ownerUrl,
      createLog({ level: 'silent', format: 'json' }),
    );
  });
  afterAll(async () => {
    await product?.stop();
    await running?.stop();
  });

  async function ask(token: string): Promise<{ status: number; role: unknown }> {
    const response = await fetch(`http://127.0.0.1:${product.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: '{"query":"{ viewer { persona role } }"}',
    });
    const { data } = (await response.json()) as { data?: { viewer: { persona: string; role: string } } };
    return { status: response.status, role: data?.viewer };
  }

  it('lets a bank’s system in, answers 503 while the provider is down, and 401 soon after a revocation', async () => {
    identity.say(() => ({}));
    const token = await identity.clientToken();
    expect(await ask(token)).toEqual({ status: 200, role: { persona: 'BANK', role: 'OPERATOR' } });
    await identity.stop();
    await expect.poll(async () => (await ask(token)).status, { timeout: 5_000, interval: 50 }).toBe(503);
    await identity.start();
    expect((await ask(token)).status).toBe(200);
    await identity.revoke(token);
    const from = Date.now();
    await expect.poll(async () => (await ask(token)).status, { timeout: 5_000, interval: 50 }).toBe(401);
    expect(Date.now() - from).toBeLessThan(2_500);
  });
});

describe('the configuration', () => {
  const problemsOf = (environment: Record<string, string>): readonly string[] => {
    try {
      readConfig(environment);
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  };

  it('names everything that asking needs, and never a secret', () => {
    expect(problemsOf({ OIDC_INTROSPECTION: 'on' })).toEqual([
      expect.stringMatching(/^OIDC_ISSUER is missing/),
      expect.stringMatching(/^OIDC_CLIENT_ID is missing/),
      expect.stringMatching(/^OIDC_CLIENT_SECRET is missing/),
    ]);
    const all = { OIDC_ISSUER: 'https://a.example', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'hush' };
    expect(problemsOf({ ...all, OIDC_INTROSPECTION: 'on' })).toEqual([]);
    expect(problemsOf({ ...all, OIDC_INTROSPECTION: 'yes' })).toEqual([
      expect.stringMatching(/^OIDC_INTROSPECTION is "yes"/),
    ]);
    for (const [seconds, count] of [
      ['0', 0],
      ['5', 0],
      ['6', 1],
      ['-1', 1],
    ] as const)
      expect(
        problemsOf({ ...all, OIDC_INTROSPECTION: 'on', OIDC_INTROSPECTION_SECONDS: seconds }),
      ).toHaveLength(count);
    expect(readConfig(all).signIn.introspection).toBeNull();
  });
});
