import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** Where the public keys of the sign-in server are. */
export type KeySetSource =
  | { readonly file: string }
  | { readonly url: string }
  | { readonly jwks: JSONWebKeySet };

export interface KeySetSettings {
  readonly source: KeySetSource;
  /** After this time the keys are read again, so that one which was withdrawn is refused. */
  readonly refreshSeconds: number;
  /** Between two readings for an unknown key, whether they succeeded or not: tokens can't make us hammer the host. */
  readonly cooldownSeconds: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log?: { warn(fields: object, message: string): void };
}

const FETCH_MILLISECONDS_MAX = 3_000;
const KEY_SET_CHARACTERS_MAX = 256 * 1024;

async function read(source: KeySetSource): Promise<JSONWebKeySet> {
  if ('jwks' in source) return source.jwks;
  if ('file' in source) return JSON.parse(await readFile(source.file, 'utf8')) as JSONWebKeySet;
  const response = await fetch(source.url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    // Whoever can make the host redirect must not choose our keys.
    redirect: 'error',
    signal: AbortSignal.timeout(FETCH_MILLISECONDS_MAX),
  });
  if (response.status !== 200) throw new Error(`the key set's host answered ${response.status}`);
  const text = await response.text();
  if (text.length > KEY_SET_CHARACTERS_MAX) throw new Error('the key set is too large');
  return JSON.parse(text) as JSONWebKeySet;
}

/**
 * The keys that tokens are verified with, read when first needed, when they have grown old, and when a token names
 * one that isn't known. If they can't be read the last ones are kept: an outage of the sign-in server must not
 * become one of ours.
 */
export function createKeySet(settings: KeySetSettings): JWTVerifyGetKey {
  let keys: ReturnType<typeof createLocalJWKSet> | null = null;
  let lastTried = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  function readAgain(): Promise<void> {
    lastTried = settings.now();
    reading ??= read(settings.source)
      .then((jwks) => {
        keys = createLocalJWKSet(jwks);
      })
      .catch((error: unknown) => {
        settings.log?.warn({ err: error, keptOld: keys !== null }, 'the key set could not be read');
      })
      .finally(() => {
        reading = null;
      });
    return reading;
  }
  const secondsSinceTried = () => (settings.now() - lastTried) / 1_000;

  return async (header, token) => {
    if (reading) await reading;
    else if (secondsSinceTried() >= (keys ? settings.refreshSeconds : settings.cooldownSeconds))
      await readAgain();
    if (!keys) throw new errors.JWKSNoMatchingKey('no key set has been read yet');
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || secondsSinceTried() < settings.cooldownSeconds)
        throw error;
      await readAgain();
      return keys(header, token);
    }
  };
}
