import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { type ExtraTokenClaims, Provider } from 'oidc-provider';

// A real OpenID Connect provider (oidc-provider of the npm registry) on this machine: discovery, key set, sign-in with
// a login page, consent and authorization code with PKCE, and client credentials. Its access tokens are signed JWTs, or
// opaque where a test asks for that: those it is asked about, and they can be revoked.

export interface Identity {
  readonly issuer: string;
  /** How often the discovery document and the key set were asked for. */
  readonly asked: { discovery: number; keys: number; tokens: number };
  /** Signs with the first key and publishes all; nobody restarts. */
  useKeys(keys: readonly JWK[]): void;
  /** What the provider says in the tokens it makes. */
  say(claims: ExtraTokenClaims): void;
  /** Signs a person in through the login page; the access token, and the ID token that comes with it. */
  signIn(person: string): Promise<{ accessToken: string; idToken: string }>;
  /** A token that a system gets with its own credentials. */
  clientToken(clientId?: string, resource?: string): Promise<string>;
  /** Revokes a token at the client's own request (RFC 7009). */
  revoke(token: string, clientId?: string): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** The service as the provider knows it; the audience of its tokens is AUDIENCE. */
const RESOURCE = 'https://zhubao.example/graphql';
export const OTHER_RESOURCE = 'https://other.example/api';
export const AUDIENCE = 'zhubao';
export const PORTAL = 'zhubao-portal';
export const BANK_SYSTEM = 'bank-system';
export const STRAY_SYSTEM = 'stray-system';
/** The product itself, as it asks about tokens. */
export const SERVICE = 'zhubao-service';
/** Seconds; the longest that the product takes. */
const DAY = 86_400;
const CALLBACK = 'https://portal.example/callback';
export const SECRET = 'a-secret-of-the-test';

export async function newKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
}

function configurationOf(
  keys: readonly JWK[],
  claims: () => ExtraTokenClaims,
  accessTokenFormat: 'jwt' | 'opaque',
): object {
  const system = (id: string) => ({
    client_id: id,
    client_secret: SECRET,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  });
  return {
    jwks: { keys },
    cookies: { keys: ['a-cookie-key-of-the-test'] },
    clients: [
      {
        client_id: PORTAL,
        client_secret: SECRET,
        grant_types: ['authorization_code'],
        redirect_uris: [CALLBACK],
        response_types: ['code'],
      },
      system(BANK_SYSTEM),
      system(STRAY_SYSTEM),
      system(SERVICE),
    ],
    scopes: ['openid', 'api'],
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId }),
    }),
    ttl: {
      Interaction: 600,
      Session: 600,
      Grant: 600,
      IdToken: 600,
      AccessToken: DAY,
      ClientCredentials: DAY,
    },
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context: unknown, resource: string) => ({
          scope: 'api',
          audience: resource === RESOURCE ? AUDIENCE : resource,
          accessTokenFormat,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: (context: unknown, token: Parameters<ExtraTokenClaims>[1]) => claims()(context, token),
  };
}

export async function startIdentity(
  keys: readonly JWK[],
  accessTokenFormat: 'jwt' | 'opaque' = 'jwt',
): Promise<Identity> {
  const asked = { discovery: 0, keys: 0, tokens: 0 };
  let claims: ExtraTokenClaims = () => undefined;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let server: Server;
  let port = 0;

  const listen = async () => {
    server = createServer((request, response) => {
      if (request.url === '/.well-known/openid-configuration') asked.discovery += 1;
      if (request.url === '/jwks') asked.keys += 1;
      if (request.url === '/token/introspection') asked.tokens += 1;
      response.setHeader('connection', 'close');
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  };
  await listen();
  const issuer = `http://127.0.0.1:${port}`;
  const useKeys = (given: readonly JWK[]) => {
    answer = new Provider(
      issuer,
      configurationOf(given, () => claims, accessTokenFormat),
    ).callback();
  };
  useKeys(keys);

  const form = (fields: Record<string, string>, more: Record<string, string> = {}) => ({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...more },
    body: new URLSearchParams(fields).toString(),
  });
  const basic = (clientId: string) => ({
    authorization: `Basic ${Buffer.from(`${clientId}:${SECRET}`).toString('base64')}`,
  });

  async function tokensFor(clientId: string, fields: Record<string, string>) {
    const response = await fetch(`${issuer}/token`, form(fields, basic(clientId)));
    const body = (await response.json()) as Record<string, string>;
    if (!response.ok) throw new Error(`the provider gave no token: ${JSON.stringify(body)}`);
    return { accessToken: String(body.access_token), idToken: String(body.id_token) };
  }

  return {
    issuer,
    asked,
    useKeys,
    say(given) {
      claims = given;
    },
    async signIn(person) {
      const verifier = randomBytes(32).toString('base64url');
      const browser = browserAt(issuer);
      const question = new URLSearchParams({
        client_id: PORTAL,
        response_type: 'code',
        redirect_uri: CALLBACK,
        scope: 'openid api',
        resource: RESOURCE,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      });
      const login = await browser.follow(`/auth?${question}`);
      const consent = await browser.follow(
        login.pathname,
        form({ prompt: 'login', login: person, password: 'any' }),
      );
      const back = await browser.follow(consent.pathname, form({ prompt: 'consent' }));
      return tokensFor(PORTAL, {
        grant_type: 'authorization_code',
        code: back.searchParams.get('code') ?? '',
        redirect_uri: CALLBACK,
        code_verifier: verifier,
        resource: RESOURCE,
      });
    },
    async clientToken(clientId = BANK_SYSTEM, resource = RESOURCE) {
      const fields = { grant_type: 'client_credentials', scope: 'api', resource };
      return (await tokensFor(clientId, fields)).accessToken;
    },
    async revoke(token, clientId = BANK_SYSTEM) {
      const response = await fetch(`${issuer}/token/revocation`, form({ token }, basic(clientId)));
      if (!response.ok) throw new Error(`the provider revoked nothing: ${await response.text()}`);
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
    start: async () => (server.listening ? undefined : listen()),
  };
}

/** Follows redirects with its cookies, as a browser does, until a page is shown or another site is reached. */
function browserAt(origin: string) {
  const cookies = new Map<string, string>();
  return {
    async follow(path: string, first: RequestInit & { headers?: Record<string, string> } = {}): Promise<URL> {
      let url = new URL(path, origin);
      let init = first;
      for (let step = 0; step < 10; step += 1) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const response = await fetch(url, {
          ...init,
          headers: { ...init.headers, cookie },
          redirect: 'manual',
        });
        for (const line of response.headers.getSetCookie()) {
          const [pair = ''] = line.split(';');
          const at = pair.indexOf('=');
          cookies.set(pair.slice(0, at), pair.slice(at + 1));
        }
        const location = response.headers.get('location');
        if (response.status >= 400)
          throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
        if (location === null) return url;
        url = new URL(location, url);
        if (url.origin !== origin) return url;
        init = {};
      }
      throw new Error('the provider redirects for ever');
    },
  };
}
