import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportSPKI, importJWK } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SignInRefused } from '../../src/http/claim-mapping.ts';
import { createDevelopmentIssuer } from '../../src/http/development-issuer.ts';
import { createSignIn, type SignIn, SignInBusy } from '../../src/http/sign-in.ts';
import { AUDIENCE, base64url, createSigner, ISSUER, type Signer } from '../support/tokens.ts';

const HOUR = 3_600;
const nowSeconds = () => Math.floor(Date.now() / 1_000);

let signer: Signer;
let signIn: SignIn;
beforeAll(async () => {
  signer = await createSigner('first');
  signIn = createSignIn({
    keySet: { jwks: { keys: [signer.publicKey] } },
    issuer: ISSUER,
    audience: AUDIENCE,
  });
});

const verify = (token: string) => signIn.verify(`Bearer ${token}`);
const refused = (token: string) => expect(verify(token)).rejects.toBeInstanceOf(SignInRefused);

describe('a good token', () => {
  it('says who asks, for which tenant of which pool, in which role', async () => {
    expect(await verify(await signer.token({ name: '王丽', jti: 'token-1' }))).toEqual({
      poolId: signer.pool,
      tenantId: signer.tenant,
      role: 'OPERATOR',
      userId: 'wang.li',
      name: '王丽',
      tokenId: 'token-1',
    });
    expect(await verify(await signer.token())).toMatchObject({ name: null, tokenId: null });
  });

  it.each(['at+jwt', 'JWT', 'application/at+jwt', undefined])('may be of type %s', async (typ) => {
    const header = typ === undefined ? { typ: undefined } : { typ };
    expect(await verify(await signer.token({}, header as object))).toMatchObject({ userId: 'wang.li' });
  });

  it.each(['ES256', 'RS256'] as const)(
    'is verified with %s where that is the pinned algorithm',
    async (algorithm) => {
      const other = await createSigner('other', algorithm);
      const keySet = { jwks: { keys: [other.publicKey] } };
      const pinned = createSignIn({ keySet, issuer: ISSUER, audience: AUDIENCE, algorithms: [algorithm] });
      expect(await pinned.verify(`bearer ${await other.token()}`)).toMatchObject({ userId: 'wang.li' });
      await expect(pinned.verify(`Bearer ${await signer.token()}`)).rejects.toBeInstanceOf(SignInRefused);
    },
  );
});

it('the algorithm is pinned, whatever other keys the set holds', async () => {
  const rsa = await createSigner('rsa', 'RS256');
  const keySet = { jwks: { keys: [signer.publicKey, rsa.publicKey] } };
  const both = createSignIn({ keySet, issuer: ISSUER, audience: AUDIENCE });
  expect(await both.verify(`Bearer ${await signer.token()}`)).toMatchObject({ userId: 'wang.li' });
  await expect(both.verify(`Bearer ${await rsa.token()}`)).rejects.toBeInstanceOf(SignInRefused);
});

describe('A1: a token without a true signature is refused', () => {
  it.each(['none', 'None', 'nOnE', ''])('algorithm "%s"', async (alg) => {
    const [, payload] = (await signer.token()).split('.');
    await refused(`${base64url({ alg, typ: 'at+jwt' })}.${payload}.`);
    await refused(`${base64url({ alg, typ: 'at+jwt' })}.${payload}.AA`);
  });

  it.each([
    ['removed', () => ''],
    ['all zeros', () => Buffer.alloc(64).toString('base64url')],
    ['of another token', async () => (await signer.token({ sub: 'li.wei' })).split('.')[2] ?? ''],
  ])('signature %s', async (_name, signature) => {
    const [header, payload] = (await signer.token()).split('.');
    await refused(`${header}.${payload}.${await signature()}`);
  });

  it('payload exchanged under the signature', async () => {
    const [header, payload = '', signature] = (await signer.token()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    await refused(`${header}.${base64url({ ...claims, role: 'APPROVER' })}.${signature}`);
  });

  it('an ES256 signature of zeros, which broken verifiers take', async () => {
    const other = await createSigner('other', 'ES256');
    const keySet = { jwks: { keys: [other.publicKey] } };
    const pinned = createSignIn({ keySet, issuer: ISSUER, audience: AUDIENCE, algorithms: ['ES256'] });
    const [header, payload] = (await other.token()).split('.');
    const zeros = Buffer.alloc(64).toString('base64url');
    await expect(pinned.verify(`Bearer ${header}.${payload}.${zeros}`)).rejects.toBeInstanceOf(SignInRefused);
  });
});

describe('A2: a public key is not a secret', () => {
  it.each(['as PEM', 'as JWK', 'a weak word'])('HS256 signed with it: %s', async (form) => {
    const rsa = await createSigner('rsa', 'RS256');
    const keySet = { jwks: { keys: [rsa.publicKey] } };
    const pinned = createSignIn({ keySet, issuer: ISSUER, audience: AUDIENCE, algorithms: ['RS256'] });
    const key = await importJWK(rsa.publicKey, 'RS256', { extractable: true });
    if (key instanceof Uint8Array) throw new Error('an RSA key was expected');
    const secrets = {
      'as PEM': await exportSPKI(key),
      'as JWK': JSON.stringify(rsa.publicKey),
      'a weak word': 'secret',
    };
    const [, payload] = (await rsa.token()).split('.');
    const signed = `${base64url({ alg: 'HS256', kid: 'rsa', typ: 'at+jwt' })}.${payload}`;
    const signature = createHmac('sha256', secrets[form as keyof typeof secrets])
      .update(signed)
      .digest('base64url');
    await expect(pinned.verify(`Bearer ${signed}.${signature}`)).rejects.toBeInstanceOf(SignInRefused);
  });
});

describe('A3: a token does not bring its own key', () => {
  it('a key in the header, signed with it', async () => {
    const stranger = await createSigner('stranger');
    await refused(await stranger.token({}, { jwk: stranger.publicKey, kid: 'first' } as object));
    await refused(await stranger.token({}, { jwk: stranger.publicKey } as object));
  });

  it('an address of keys in the header is neither fetched nor forgiven', async () => {
    let fetched = 0;
    const server = createServer((_request, response) => {
      fetched += 1;
      response.end('{"keys":[]}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    for (const header of [{ jku: address }, { x5u: address }, { kid: address }])
      await refused(await signer.token({}, header));
    server.close();
    expect(fetched).toBe(0);
  });

  it.each([
    '../../../../dev/null',
    "' union select 1 --",
    'http://127.0.0.1:1/keys',
    'first\u0000',
    'k'.repeat(5_000),
  ])('kid %j', async (kid) => refused(await signer.token({}, { kid })));
});

describe('A4: a token has a beginning and an end', () => {
  it.each([
    ['past', () => ({ exp: nowSeconds() - 6, iat: nowSeconds() - 60 })],
    ['missing', () => ({ exp: undefined })],
    ['a text', () => ({ exp: String(nowSeconds() + 600) })],
    ['1e20', () => ({ exp: 1e20 })],
    ['null', () => ({ exp: null })],
    ['after a lifetime of more than 24 hours', () => ({ exp: nowSeconds() + 24 * HOUR + 1 })],
  ])('exp %s', async (_name, bent) => refused(await signer.token(bent())));

  it.each([
    ['nbf in the future', () => ({ nbf: nowSeconds() + 60 })],
    ['iat in the future', () => ({ iat: nowSeconds() + 60, exp: nowSeconds() + 600 })],
    ['iat missing', () => ({ iat: undefined })],
    ['iat a text', () => ({ iat: String(nowSeconds()) })],
  ])('%s', async (_name, bent) => refused(await signer.token(bent())));

  it('is good for 24 hours, and for 5 seconds more by the tolerance', async () => {
    const iat = 1_800_000_000;
    let now = iat;
    const keySet = { jwks: { keys: [signer.publicKey] } };
    const clocked = createSignIn({
      keySet,
      issuer: ISSUER,
      audience: AUDIENCE,
      now: () => new Date(now * 1_000),
    });
    const authorization = `Bearer ${await signer.token({ iat, exp: iat + 24 * HOUR })}`;
    for (const [seconds, good] of [
      [-6, false],
      [-5, true],
      [24 * HOUR + 4, true],
      [24 * HOUR + 5, false],
    ] as const) {
      now = iat + seconds;
      const verdict = await clocked.verify(authorization).then(
        () => true,
        (error: unknown) => !(error instanceof SignInRefused),
      );
      expect([seconds, verdict]).toEqual([seconds, good]);
    }
  });

  it('takes no tolerance above 5 seconds', () => {
    const keySet = { jwks: { keys: [signer.publicKey] } };
    const settings = { keySet, issuer: ISSUER, audience: AUDIENCE };
    expect(() => createSignIn({ ...settings, clockToleranceSeconds: 6 })).toThrow(RangeError);
    expect(() => createSignIn({ ...settings, clockToleranceSeconds: 5 })).not.toThrow();
  });
});

describe('A5: the issuer and the audience are exactly ours', () => {
  it.each([
    { aud: undefined },
    { aud: 'zhubao-other' },
    { aud: 'xzhubao' },
    { aud: [AUDIENCE] },
    { aud: [AUDIENCE, 'other'] },
    { aud: null },
    { iss: undefined },
    { iss: `${ISSUER}/` },
    { iss: `${ISSUER}.evil.example` },
    { iss: [ISSUER] },
  ])('%j', async (bent) => refused(await signer.token(bent)));
});

describe('A6: the claims are what they must be', () => {
  const twisted = [undefined, null, '', '*', '%', 1, true, [], {}];
  it.each(twisted)('pool, tenant, role and sub %j', async (value) => {
    const isUsableSub = typeof value === 'string' && value !== '';
    for (const claim of ['pool', 'tenant', 'role', ...(isUsableSub ? [] : ['sub'])])
      await refused(await signer.token({ [claim]: value }));
  });

  it.each([
    ['pool', 'A'.repeat(36)],
    ['tenant', `${'0'.repeat(36)}\n`],
    ['role', 'operator'],
    ['role', 'toString'],
    ['role', '__proto__'],
    ['role', 'OPERATOR '],
    ['role', ['OPERATOR']],
    ['sub', 'line\nbreak'],
    ['sub', 'a\u202eb'],
    ['sub', ' padded '],
    ['sub', 'x'.repeat(201)],
    ['name', 7],
    ['name', null],
    ['name', 'a\u0000b'],
    ['name', 'x'.repeat(201)],
    ['jti', ['a']],
  ])('%s %j', async (claim, value) => refused(await signer.token({ [claim]: value })));

  it('a name and a subject of 200 characters are good', async () => {
    const long = '名'.repeat(200);
    expect(await verify(await signer.token({ sub: long, name: long }))).toMatchObject({
      userId: long,
      name: long,
    });
  });

  it.each(['logout+jwt', 'dpop+jwt'])('a token of type %s', async (typ) =>
    refused(await signer.token({}, { typ })),
  );
});

describe('A7: keys are exchanged while we run', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function keyHost(answer: () => { status: number; body: string }) {
    const seen = { fetched: 0 };
    const server = createServer((_request, response) => {
      seen.fetched += 1;
      const { status, body } = answer();
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys` };
  }

  it('a new key is taken after one fetch, an old one refused, and an outage survived', async () => {
    let now = nowSeconds();
    const [old, fresh] = await Promise.all([
      createSigner('old', 'EdDSA', () => now),
      createSigner('new', 'EdDSA', () => now),
    ]);
    let keys = [old.publicKey];
    let status = 200;
    const host = await keyHost(() => ({ status, body: JSON.stringify({ keys }) }));
    const warnings: string[] = [];
    const remote = createSignIn({
      keySet: { url: host.url },
      issuer: ISSUER,
      audience: AUDIENCE,
      now: () => new Date(now * 1_000),
      log: { warn: (_fields, message) => warnings.push(message) },
    });
    const isGood = async (from: Signer) =>
      remote.verify(`Bearer ${await from.token()}`).then(
        () => true,
        () => false,
      );

    expect([await isGood(old), await isGood(old), host.seen.fetched]).toEqual([true, true, 1]);
    // Unknown keys don't make us fetch again within the cooldown of 30 seconds.
    keys = [fresh.publicKey];
    now += 29;
    expect([await isGood(fresh), await isGood(fresh), host.seen.fetched]).toEqual([false, false, 1]);
    now += 1;
    expect([await isGood(fresh), await isGood(old), host.seen.fetched]).toEqual([true, false, 2]);
    // The host fails: the last keys stay, the failure is logged, and it is asked once per cooldown only.
    status = 500;
    now += 300;
    expect([await isGood(fresh), await isGood(fresh), await isGood(old)]).toEqual([true, true, false]);
    expect([host.seen.fetched, warnings.length]).toEqual([3, 1]);
  });

  it('keys come from a file as well, and while it is missing nobody is let in, nor told off', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'zhubao-keys-')), 'keys.json');
    let now = nowSeconds();
    const settings = {
      keySet: { file },
      issuer: ISSUER,
      audience: AUDIENCE,
      now: () => new Date(now * 1_000),
    };
    const fromFile = createSignIn(settings);
    const authorization = `Bearer ${await signer.token()}`;
    await expect(fromFile.verify(authorization)).rejects.toBeInstanceOf(SignInBusy);
    expect(fromFile.keys()).toBe('none');
    await writeFile(file, JSON.stringify({ keys: [signer.publicKey] }));
    now += 30;
    expect(await fromFile.verify(authorization)).toMatchObject({ userId: 'wang.li' });
  });

  it('a host that redirects chooses no keys for us', async () => {
    const target = await keyHost(() => ({ status: 200, body: JSON.stringify({ keys: [signer.publicKey] }) }));
    const server = createServer((_request, response) =>
      response.writeHead(302, { location: target.url }).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const remote = createSignIn({ keySet: { url }, issuer: ISSUER, audience: AUDIENCE });
    await expect(remote.verify(`Bearer ${await signer.token()}`)).rejects.toBeInstanceOf(SignInBusy);
    expect(target.seen.fetched).toBe(0);
  });
});

describe('A9: a token comes in the Authorization header and nowhere else', () => {
  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'Bearer a.b',
    'Bearer a.b.c.d',
    'Bearer a b.c.d',
  ])('%j', (authorization) => expect(signIn.verify(authorization)).rejects.toBeInstanceOf(SignInRefused));

  it('a header of more than 8 KB', async () => {
    await refused(await signer.token({ padding: 'x'.repeat(8_192) }));
  });
});

describe('the development issuer', () => {
  const folder = () => mkdtemp(join(tmpdir(), 'zhubao-issuer-'));
  const settings = async () =>
    ({ mode: 'development', folder: await folder(), issuer: ISSUER, audience: AUDIENCE }) as const;
  const bearer = async () => {
    const { poolId, tenantId } = await verify(await signer.token());
    return { poolId, tenantId, role: 'APPROVER', userId: 'demo', name: null } as const;
  };

  it('does not exist in production', async () => {
    await expect(createDevelopmentIssuer({ ...(await settings()), mode: 'production' })).rejects.toThrow(
      /production/,
    );
  });

  it('issues tokens that its published keys verify', async () => {
    const issuer = await createDevelopmentIssuer(await settings());
    const own = createSignIn({ keySet: { jwks: issuer.jwks }, issuer: ISSUER, audience: AUDIENCE });
    const claims = await own.verify(`Bearer ${await issuer.issue(await bearer())}`);
    expect(claims).toMatchObject(await bearer());
    expect(claims.tokenId).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(issuer.jwks)).not.toContain('"d"');
    await refused(await issuer.issue(await bearer()));
  });

  it('keeps its key, readable by its owner only, and two that start at once share one', async () => {
    const own = await settings();
    const [one, two] = await Promise.all([createDevelopmentIssuer(own), createDevelopmentIssuer(own)]);
    const later = await createDevelopmentIssuer(own);
    expect(two.jwks).toEqual(one.jwks);
    expect(later.jwks).toEqual(one.jwks);
    const file = join(own.folder, 'development-signing-key.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, 'utf8'))).toHaveProperty('d');
  });

  it('issues for 24 hours at most', async () => {
    const issuer = await createDevelopmentIssuer(await settings());
    const who = await bearer();
    for (const hours of [0, -1, 24.1, Number.NaN])
      expect(() => issuer.issue({ ...who, hours })).toThrow(RangeError);
    await expect(issuer.issue({ ...who, hours: 24 })).resolves.toEqual(expect.any(String));
  });
});
