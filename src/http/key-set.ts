import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Check } from './health.ts';

/** Where the public keys of the sign-in server are; by its issuer: where its discovery document says. */
export type KeySetSource =
  | { readonly file: string }
  | { readonly url: string }
  | { readonly issuer: string }
  | { readonly jwks: JSONWebKeySet };

export interface KeySetSettings {
  readonly source: KeySetSource;
  /** After this time the keys are read again, so that one which was withdrawn is refused. */
  readonly refreshSeconds: number;
  /** Between two readings for an unknown key or after a failure: neither tokens nor an outage make us hammer the host. */
  readonly cooldownSeconds: number;
  /** How long keys are good for that can't be read again. */
  readonly keptSeconds: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log?: { warn(fields: object, message: string): void };
}

/** There are no keys to verify by, or they have grown too old: whether a token is good can't be told now. */
export class NoKeys extends Error {}

/** ok: read lately. kept: the last ones, since they can't be read again. none: nobody can be let in. */
export type KeysStanding = 'ok' | 'kept' | 'none';

/** The same for the health of the service. Without keys nobody is let in, so it is not ready. */
export const KEYS_CHECKS: Readonly<Record<KeysStanding, Check>> = {
  ok: { name: 'sign-in', state: 'ok' },
  kept: {
    name: 'sign-in',
    state: 'degraded',
    detail: 'the sign-in server does not answer; its known keys go on working',
  },
  none: { name: 'sign-in', state: 'failing', detail: 'no keys of the sign-in server could be read' },
};

export interface KeySet {
  /** Throws NoKeys, or what jose throws for a key that isn't known. */
  readonly find: JWTVerifyGetKey;
  /** How the keys stand; begins to read them where that is due, and doesn't wait for it. */
  standing(): KeysStanding;
}

const FETCH_MILLISECONDS_MAX = 2_000;
const BYTES_MAX = 256 * 1024;

/** The JSON of an answer, as far as it is read at all. */
export async function bodyOf(response: Response, from: string): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > BYTES_MAX) throw new Error(`${from} answers with more than ${BYTES_MAX} bytes`);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

async function fetched(url: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    // Whoever can make the host redirect must not choose our keys.
    redirect: 'error',
    signal: AbortSignal.timeout(FETCH_MILLISECONDS_MAX),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} answered ${response.status}`);
  }
  return bodyOf(response, url);
}

/** OpenID Connect Discovery: the issuer's own document names its addresses, and must name the issuer as we know it. */
export async function discovered(
  issuer: string,
  member: 'jwks_uri' | 'introspection_endpoint',
): Promise<string> {
  const document = (await fetched(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)) as {
    readonly issuer?: unknown;
    readonly jwks_uri?: unknown;
    readonly introspection_endpoint?: unknown;
  } | null;
  if (document?.issuer !== issuer) throw new Error('the discovery document names another issuer');
  const address = document[member];
  if (typeof address !== 'string' || !URL.canParse(address))
    throw new Error(`the discovery document names no ${member}`);
  // An issuer in the clear is one on this machine (the configuration takes no other); its other addresses may be there too.
  if (new URL(address).protocol !== 'https:' && new URL(address).origin !== new URL(issuer).origin)
    throw new Error(`the discovery document names a ${member} that is not on https`);
  return address;
}

async function read(source: KeySetSource): Promise<JSONWebKeySet> {
  if ('jwks' in source) return source.jwks;
  const found =
    'file' in source
      ? JSON.parse(await readFile(source.file, 'utf8'))
      : await fetched('url' in source ? source.url : await discovered(source.issuer, 'jwks_uri'));
  const { keys } = (found ?? {}) as { readonly keys?: unknown };
  if (!Array.isArray(keys) || keys.length === 0) throw new Error('the key set holds no keys');
  return found as JSONWebKeySet;
}

/**
 * The keys that tokens are verified with, read when first needed, when they have grown old, and when a token names
 * one that isn't known. If they can't be read the last ones are kept for a time: an outage of the sign-in server must not
 * become one of ours.
 */
export function createKeySet(settings: KeySetSettings): KeySet {
  const { source, refreshSeconds, cooldownSeconds, keptSeconds, now, log } = settings;
  let last: { readonly find: JWTVerifyGetKey; readonly readAt: number } | null = null;
  let failing = false;
  let lastTried = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  const secondsSince = (moment: number) => (now() - moment) / 1_000;
  const held = () => (last && secondsSince(last.readAt) <= keptSeconds ? last : null);

  function readAgain(): Promise<void> {
    if (reading) return reading;
    lastTried = now();
    reading = read(source)
      .then((jwks) => {
        last = { find: createLocalJWKSet(jwks), readAt: now() };
        failing = false;
      })
      .catch((error: unknown) => {
        failing = true;
        log?.warn({ err: error, keptOld: held() !== null }, 'the key set could not be read');
      })
      .finally(() => {
        reading = null;
      });
    return reading;
  }

  function readWhenDue(): void {
    const isWell = held() !== null && !failing;
    if (secondsSince(lastTried) >= (isWell ? refreshSeconds : cooldownSeconds)) void readAgain();
  }

  return {
    async find(header, token) {
      readWhenDue();
      // While the host fails, nobody waits for it who can be told without it.
      if (reading && !(failing && held())) await reading;
      const keys = held();
      if (!keys) throw new NoKeys('no key set could be read');
      try {
        return await keys.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        if (!reading && secondsSince(lastTried) < cooldownSeconds) throw error;
        await readAgain();
        return (held() ?? keys).find(header, token);
      }
    },
    standing() {
      readWhenDue();
      if (!held()) return 'none';
      return failing ? 'kept' : 'ok';
    },
  };
}
