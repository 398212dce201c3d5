import { createHmac, createPrivateKey, createSign, type JsonWebKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, type JWK } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { type ClaimMapping, PLAIN_CLAIMS, SignInRefused } from '../../src/http/claim-mapping.ts';
import { createLog } from '../../src/http/log.ts';
import { createSignIn, SignInBusy, type SignInSettings } from '../../src/http/sign-in.ts';
import { type Product, serve } from '../../src/main.ts';
import { newPool, type Running, startProduct, type User, uuidOf } from '../support/product.ts';
import {
  AUDIENCE,
  BANK_SYSTEM,
  type Identity,
  newKey,
  OTHER_RESOURCE,
  PORTAL,
  STRAY_SYSTEM,
  startIdentity,
} from '../support/provider.ts';
import { base64url } from '../support/tokens.ts';

// Sign-in against a real OpenID Connect provider: what it issues is taken as configured, and bent tokens of it are not.

let keys: [JWK, JWK, JWK];
let identity: Identity;
beforeAll(async () => {
  keys = [await newKey('one'), await newKey('two'), await newKey('three')];
  identity = await startIdentity([keys[0]]);
});
afterAll(() => identity.stop());
afterEach(async () => {
  identity.useKeys([keys[0]]);
  await identity.start();
});

const POOL = '01970000-0000-7000-8000-000000000001';
const TENANT = '01970000-0000-7000-8000-000000000002';
const plain = { pool: POOL, tenant: TENANT, role: 'OPERATOR' };

/** Sign-in on the provider, at a time that only the test moves: a little ahead, so that new tokens are not of the future. */
function signInAt(more: Partial<SignInSettings> = {}) {
  const start = Date.now() + 60_000;
  let offset = 0;
  const warnings: string[] = [];
  const signIn = createSignIn({
    keySet: { issuer: identity.issuer },
    issuer: identity.issuer,
    audience: AUDIENCE,
    algorithms: ['RS256'],
    now: () => new Date(start + offset * 1_000),
    log: { warn: (_fields, message) => warnings.push(message) },
    ...more,
  });
  return {
    warnings,
    keys: signIn.keys,
    pass(seconds: number) {
      offset += seconds;
    },
    verify: (token: string) => signIn.verify(`Bearer ${token}`),
    outcome: (token: string) =>
      signIn.verify(`Bearer ${token}`).then(
        () => 'good',
        (error: unknown) =>
          error instanceof SignInBusy
            ? 'busy'
            : error instanceof SignInRefused
              ? error.reason
              : `defect: ${error}`,
      ),
  };
}

async function plainToken(claims: object = plain): Promise<string> {
  identity.say(() => claims);
  return identity.clientToken();
}

describe('keys of the provider', () => {
  it('are found by discovery, and exchanged without a restart', async () => {
    const before = { ...identity.asked };
    const signIn = signInAt();
    const first = await plainToken();
    expect(await signIn.outcome(first)).toBe('good');
    expect(identity.asked).toEqual({ ...before, discovery: before.discovery + 1, keys: before.keys + 1 });

    // A second key is published and signs; the first is still published.
    identity.useKeys([keys[1], keys[0]]);
    const second = await plainToken();
    expect(await signIn.outcome(second)).toMatch(/no applicable key/);
    signIn.pass(29);
    expect(await signIn.outcome(second)).toMatch(/no applicable key/);
    signIn.pass(1);
    expect([await signIn.outcome(second), await signIn.outcome(first)]).toEqual(['good', 'good']);
    expect(identity.asked.keys).toBe(before.keys + 2);

    // The first is withdrawn: refused as soon as the keys are read again, after 300 seconds at the latest.
    identity.useKeys([keys[1]]);
    expect(await signIn.outcome(first)).toBe('good');
    signIn.pass(299);
    expect(await signIn.outcome(first)).toBe('good');
    signIn.pass(1);
    expect([await signIn.outcome(first), await signIn.outcome(second)]).toEqual([
      expect.stringMatching(/no applicable key/),
      'good',
    ]);
    expect(signIn.keys()).toBe('ok');
  });

  it('go on working while the provider is down, for the time that is configured, and it is said', async () => {
    const signIn = signInAt({ keysKeptHours: 1 });
    const token = await plainToken();
    expect([await signIn.outcome(token), signIn.keys()]).toEqual(['good', 'ok']);
    await identity.stop();
    signIn.pass(301);
    expect(await signIn.outcome(token)).toBe('good');
    expect([signIn.keys(), signIn.warnings.length]).toEqual(['kept', 1]);
    // An hour after they were read, and a second more.
    signIn.pass(3_600 - 301);
    expect([await signIn.outcome(token), signIn.keys()]).toEqual(['good', 'kept']);
    signIn.pass(1);
    expect([await signIn.outcome(token), signIn.keys()]).toEqual(['busy', 'none']);

    // It comes back with another key.
    identity.useKeys([keys[2]]);
    await identity.start();
    const fresh = await plainToken();
    signIn.pass(30);
    expect([await signIn.outcome(fresh), signIn.keys()]).toEqual(['good', 'ok']);
    expect(await signIn.outcome(token)).toMatch(/no applicable key/);
  });

  it('that come back while the old ones are still kept are found by the first token that needs them', async () => {
    const signIn = signInAt();
    const token = await plainToken();
    expect(await signIn.outcome(token)).toBe('good');
    await identity.stop();
    signIn.pass(301);
    expect([await signIn.outcome(token), signIn.keys()]).toEqual(['good', 'kept']);
    identity.useKeys([keys[1]]);
    await identity.start();
    const fresh = await plainToken();
    signIn.pass(29);
    expect(await signIn.outcome(fresh)).toMatch(/no applicable key/);
    signIn.pass(1);
    expect([await signIn.outcome(fresh), signIn.keys()]).toEqual(['good', 'ok']);
  });

  it('that were never read let nobody in, and nobody is told off', async () => {
    const signIn = signInAt({ keySet: { issuer: 'http://127.0.0.1:1' } });
    expect(await signIn.outcome(await plainToken())).toBe('busy');
    expect(signIn.keys()).toBe('none');
  });

  it.each([
    ['another issuer', (own: string) => ({ issuer: `${own}/`, jwks_uri: `${own}/jwks` })],
    ['no key set', (own: string) => ({ issuer: own })],
    [
      'a key set in the clear elsewhere',
      (own: string) => ({ issuer: own, jwks_uri: `${identity.issuer}/jwks` }),
    ],
    ['nothing', () => null],
  ])('are not taken from a discovery document that names %s', async (_name, document) => {
    const server = createServer((_request, response) => {
      const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      response.setHeader('connection', 'close').end(JSON.stringify(document(own)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const signIn = signInAt({ keySet: { issuer } });
    expect(await signIn.outcome(await plainToken())).toBe('busy');
    server.close();
  });
});

describe('time', () => {
  it.each([0, 5])('is compared with a tolerance of %i seconds, to the second', async (tolerance) => {
    const start = Math.floor(Date.now() / 1_000);
    const token = await plainToken({ ...plain, nbf: start + 1_000 });
    const { iat = 0, exp = 0 } = decodeJwt(token);
    const later = await plainToken();
    const at = (seconds: number) =>
      signInAt({ clockToleranceSeconds: tolerance, now: () => new Date(seconds * 1_000) });
    const rows: [string, number, boolean][] = [
      [token, exp + tolerance - 1, true],
      [token, exp + tolerance, false],
      [token, exp + tolerance + 1, false],
      [token, start + 1_000 - tolerance - 1, false],
      [token, start + 1_000 - tolerance, true],
      [token, start + 1_000 - tolerance + 1, true],
      [later, (decodeJwt(later).iat ?? 0) - tolerance - 1, false],
      [later, (decodeJwt(later).iat ?? 0) - tolerance, true],
      [later, (decodeJwt(later).iat ?? 0) - tolerance + 1, true],
    ];
    expect(iat).toBeGreaterThanOrEqual(start);
    for (const [bearer, seconds, good] of rows)
      expect([seconds, (await at(seconds).outcome(bearer)) === 'good']).toEqual([seconds, good]);
  });
});

describe('a token of the provider that is bent', () => {
  const signed = (header: object, payload: string, key: JWK) => {
    const text = `${base64url(header)}.${base64url(payload)}`;
    const secret = createPrivateKey({ key: key as JsonWebKey, format: 'jwk' });
    return `${text}.${createSign('RSA-SHA256').update(text).sign(secret, 'base64url')}`;
  };
  const header = { alg: 'RS256', typ: 'at+jwt', kid: 'one' };

  it('or signed otherwise is refused', async () => {
    const signIn = signInAt();
    const [, payload = ''] = (await plainToken()).split('.');
    const { n, e } = keys[0];
    const hs = `${base64url({ ...header, alg: 'HS256' })}.${payload}`;
    const publicKey = JSON.stringify({ kty: 'RSA', n, e });
    for (const token of [
      `${base64url({ ...header, alg: 'none' })}.${payload}.`,
      `${base64url({ ...header, alg: 'none' })}.${payload}.AA`,
      `${hs}.${createHmac('sha256', publicKey).update(hs).digest('base64url')}`,
      signed(header, Buffer.from(payload, 'base64url').toString(), keys[1]),
      signed({ ...header, alg: 'PS256' }, Buffer.from(payload, 'base64url').toString(), keys[0]),
    ])
      expect(await signIn.outcome(token)).not.toMatch(/^(good|busy|defect)/);
    // The same payload, signed as the provider signs: so the rest was refused for its signature.
    expect(await signIn.outcome(signed(header, Buffer.from(payload, 'base64url').toString(), keys[0]))).toBe(
      'good',
    );
  });

  it.each([
    ['a claim twice', (text: string) => text.replace('{', '{"role":"APPROVER",')],
    ['a claim twice, once by an escape', (text: string) => text.replace('{', '{"\\u0072ole":"APPROVER",')],
    ['a nested claim twice', (text: string) => text.replace('{', '{"a":[{"b":1,"b":2}],')],
  ])('with %s is refused', async (_name, bend) => {
    const [, payload = ''] = (await plainToken()).split('.');
    const text = bend(Buffer.from(payload, 'base64url').toString());
    expect(await signInAt().outcome(signed(header, text, keys[0]))).toBe('the token says something twice');
  });

  it('with claims that are no access token’s is refused, and the log says which', async () => {
    for (const [claims, reason] of [
      [{ typ: 'ID' }, /^typ /],
      [{ typ: 'Refresh' }, /^typ /],
      [{ at_hash: 'x' }, /^at_hash/],
      [{ cnf: { jkt: 'x' } }, /^cnf/],
      [{ azp: 'somebody-else' }, /azp differ/],
      [{ azp: 7 }, /^azp /],
    ] as const)
      expect(await signInAt().outcome(await plainToken({ ...plain, ...claims }))).toMatch(reason);
    expect(await signInAt().outcome(await plainToken({ ...plain, typ: 'Bearer', azp: BANK_SYSTEM }))).toBe(
      'good',
    );
  });

  it('for somebody else, by somebody else, or huge is refused', async () => {
    const signIn = signInAt();
    identity.say(() => plain);
    expect(await signIn.outcome(await identity.clientToken(BANK_SYSTEM, OTHER_RESOURCE))).toMatch(/"aud"/);
    const { idToken } = await identity.signIn('wang.li');
    expect(await signIn.outcome(idToken)).toMatch(/"aud"/);
    const twin = await startIdentity([keys[0]]);
    twin.say(() => plain);
    expect(await signIn.outcome(await twin.clientToken())).toMatch(/"iss"/);
    await twin.stop();
    expect(await signIn.outcome(await plainToken({ ...plain, padding: 'x'.repeat(8_192) }))).toMatch(
      /too long/,
    );
  });

  it('is taken from the clients that are configured, and typed where that is asked', async () => {
    const token = await plainToken();
    expect(await signInAt({ clients: [PORTAL, BANK_SYSTEM], mustBeTyped: true }).outcome(token)).toBe('good');
    expect(await signInAt({ clients: [PORTAL] }).outcome(token)).toMatch(/azp/);
    const [, payload = ''] = token.split('.');
    const untyped = signed(
      { alg: 'RS256', kid: 'one' },
      Buffer.from(payload, 'base64url').toString(),
      keys[0],
    );
    expect(await signInAt().outcome(untyped)).toBe('good');
    expect(await signInAt({ mustBeTyped: true }).outcome(untyped)).toMatch(/^typ/);
  });
});

describe('claims are mapped', () => {
  const mapping: ClaimMapping = {
    ...PLAIN_CLAIMS,
    pool: { fixed: POOL },
    tenant: { path: ['groups'], values: { '/banks/icbc': TENANT, '/districts/kundulun': POOL } },
    role: {
      path: ['realm_access', 'roles'],
      values: { 'zhubao-read': 'VIEWER', 'zhubao-work': 'OPERATOR', 'zhubao-approve': 'APPROVER' },
    },
    clients: { [BANK_SYSTEM]: { pool: null, tenant: TENANT, role: 'OPERATOR', subject: BANK_SYSTEM } },
  };
  const person = {
    groups: ['/staff', '/banks/icbc'],
    realm_access: { roles: ['offline_access', 'zhubao-read'] },
  };
  const asPerson = async (claims: object) => {
    identity.say(() => claims);
    return signInAt({ mapping }).outcome((await identity.signIn('wang.li')).accessToken);
  };

  it('of a person, by tables; the highest of several roles counts', async () => {
    identity.say(() => ({
      ...person,
      name: '王丽',
      realm_access: { roles: ['zhubao-read', 'zhubao-approve', 'zhubao-work'] },
    }));
    const { accessToken } = await identity.signIn('wang.li');
    expect(await signInAt({ mapping }).verify(accessToken)).toEqual({
      poolId: POOL,
      tenantId: TENANT,
      role: 'APPROVER',
      userId: 'wang.li',
      name: '王丽',
      tokenId: decodeJwt(accessToken).jti,
    });
  });

  it.each([
    [{ ...person, groups: [] }, 'the claim groups maps to no tenant'],
    [{ ...person, groups: ['/staff'] }, 'the claim groups maps to no tenant'],
    [{ ...person, groups: 'constructor' }, 'the claim groups maps to no tenant'],
    [{ ...person, groups: { '/banks/icbc': true } }, 'the claim groups maps to no tenant'],
    [
      { ...person, groups: ['/banks/icbc', '/districts/kundulun'] },
      'the claim groups maps to more than one tenant',
    ],
    [{ ...person, realm_access: { roles: ['APPROVER'] } }, 'the claim realm_access.roles maps to no role'],
    [{ ...person, realm_access: ['zhubao-work'] }, 'the claim realm_access.roles maps to no role'],
    [{ ...person, realm_access: null }, 'the claim realm_access.roles maps to no role'],
    [{ groups: person.groups }, 'the claim realm_access.roles maps to no role'],
  ])('and %j maps to nothing', async (claims, reason) => expect(await asPerson(claims)).toBe(reason));

  it('of a bank’s own system, by its client; a person in the hands of that client stays a person', async () => {
    identity.say(() => ({}));
    expect(await signInAt({ mapping }).verify(await identity.clientToken())).toMatchObject({
      poolId: POOL,
      tenantId: TENANT,
      role: 'OPERATOR',
      userId: BANK_SYSTEM,
      name: null,
    });
    expect(await signInAt({ mapping }).outcome(await identity.clientToken(STRAY_SYSTEM))).toMatch(
      /^the claim groups/,
    );
    const ofPortal = {
      ...mapping.clients,
      [PORTAL]: { pool: null, tenant: TENANT, role: 'APPROVER', subject: PORTAL },
    } as const;
    const { accessToken } = await identity.signIn('wang.li');
    expect(await signInAt({ mapping: { ...mapping, clients: ofPortal } }).outcome(accessToken)).toMatch(
      /^the claim groups/,
    );
  });
});

describe('the product on the provider', () => {
  let running: Running;
  let product: Product;
  let bankTenant: string;
  let office: User;
  const lines: string[] = [];

  beforeAll(async () => {
    running = await startProduct();
    const pool = await newPool(running, '2025-03-10');
    office = pool.office;
    const input = { nameZh: '工商银行', nameEn: 'ICBC' };
    const { bank } = await running.act(pool.office, 'registerBank', input, 'bank { id }');
    bankTenant = uuidOf(bank.id);
    const config = readConfig({
      PORT: '0',
      SWEEP: 'off',
      OIDC_ISSUER: identity.issuer,
      JWT_AUDIENCE: AUDIENCE,
      SIGN_IN_CLAIMS: JSON.stringify({
        pool: { fixed: pool.poolId },
        tenant: { claim: 'groups', values: { office: pool.officeId, icbc: bankTenant } },
        role: { claim: 'realm_access.roles', values: { approve: 'APPROVER', read: 'VIEWER' } },
        clients: { [BANK_SYSTEM]: { tenant: bankTenant, role: 'OPERATOR' } },
      }),
    });
    product = await serve(
      { ...config, dataFolder: '/tmp/zhubao-sign-in-provider' },
      running.ownerUrl,
      createLog({ level: 'info', format: 'json', write: (line) => lines.push(line) }),
    );
  });
  afterAll(async () => {
    await product.stop();
    await running.stop();
  });

  async function ask(token: string, query = '{ viewer { persona role userName tenant { nameEn } } }') {
    const response = await fetch(`http://127.0.0.1:${product.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, body: await response.json() };
  }

  it('lets people and systems in as what they are', async () => {
    identity.say((_context, { accountId }) =>
      accountId ? { groups: ['office'], realm_access: { roles: ['approve'] }, name: '李伟' } : {},
    );
    const { accessToken } = await identity.signIn('li.wei');
    expect(await ask(accessToken)).toMatchObject({
      status: 200,
      body: { data: { viewer: { persona: 'OFFICE', role: 'APPROVER', userName: '李伟' } } },
    });
    expect(await ask(await identity.clientToken())).toMatchObject({
      status: 200,
      body: {
        data: { viewer: { persona: 'BANK', role: 'OPERATOR', userName: null, tenant: { nameEn: 'ICBC' } } },
      },
    });
  });

  it('says in the log which claim maps to nothing, and the same to everybody who asks', async () => {
    identity.say(() => ({ groups: ['secret-group'], realm_access: { roles: ['read'] } }));
    const stray = await ask((await identity.signIn('li.wei')).accessToken);
    identity.say(() => ({ groups: ['icbc'], realm_access: { roles: ['secret-role'] } }));
    const roleless = await ask((await identity.signIn('li.wei')).accessToken);
    const garbled = await ask('a.b.c');
    const bare = ({ status, body }: Awaited<ReturnType<typeof ask>>) => [
      status,
      JSON.stringify(body).replace(/"requestId":"[^"]*"/, ''),
    ];
    expect(bare(stray)[0]).toBe(401);
    expect(bare(roleless)).toEqual(bare(stray));
    expect(bare(garbled)).toEqual(bare(stray));
    const reasons = lines
      .filter((line) => line.includes('sign-in refused'))
      .map((line) => JSON.parse(line).reason);
    expect(reasons.slice(-3, -1)).toEqual([
      'the claim groups maps to no tenant',
      'the claim realm_access.roles maps to no role',
    ]);
    expect(lines.join()).not.toContain('secret-');
  });

  it('does not start on a mapping that is wrong', async () => {
    const config = readConfig({
      SIGN_IN_CLAIMS: '{"role": {"values": {"approve": "ADMIN"}}, "tennant": {}}',
    });
    await expect(
      serve(config, running.ownerUrl, createLog({ level: 'error', format: 'short' })),
    ).rejects.toMatchObject({
      problems: [expect.stringMatching(/it\.tennant/), expect.stringMatching(/role\.values\.approve/)],
    });
  });

  it('and its health says how the keys stand', async () => {
    const response = await fetch(`http://127.0.0.1:${product.port}/health/ready`);
    expect(await response.json()).toMatchObject({
      status: 'ready',
      checks: expect.arrayContaining([
        { name: 'database', state: 'ok' },
        { name: 'sign-in', state: 'ok' },
      ]),
    });
  });

  it('shuts out a bank’s system within five seconds, though the act is done in another process', async () => {
    identity.say(() => ({}));
    const token = await identity.clientToken();
    expect((await ask(token)).status).toBe(200);
    const done = await running.act(
      office,
      'disableUser',
      { tenantId: `bk_${bankTenant.replaceAll('-', '')}`, userId: BANK_SYSTEM, reason: '密钥泄露' },
      'disabledUser { id userId tenant { nameEn } disabledBy }',
    );
    const from = Date.now();
    expect(done.disabledUser).toMatchObject({
      userId: BANK_SYSTEM,
      tenant: { nameEn: 'ICBC' },
      disabledBy: 'office-a',
    });
    let status = 200;
    while (status === 200 && Date.now() - from < 6_000) status = (await ask(token)).status;
    const tookMs = Date.now() - from;
    expect(status).toBe(401);
    expect(tookMs).toBeLessThan(5_500);
  });
});
