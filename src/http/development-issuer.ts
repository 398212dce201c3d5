import { randomUUID } from 'node:crypto';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  SignJWT,
} from 'jose';
import type { Claims } from './claim-mapping.ts';
import { keptIn } from './kept-file.ts';

/** Signs tokens for anyone who asks: for trying the product out on one's own machine, and for nothing else. */
export interface DevelopmentIssuer {
  readonly jwks: JSONWebKeySet;
  issue(bearer: Omit<Claims, 'tokenId'> & { readonly hours?: number }): Promise<string>;
}

export interface DevelopmentIssuerSettings {
  readonly mode: 'development' | 'production';
  readonly folder: string;
  readonly issuer: string;
  readonly audience: string;
}

const KEY_FILE = 'development-signing-key.json';
const HOURS_MAX = 24;

export async function createDevelopmentIssuer(
  settings: DevelopmentIssuerSettings,
): Promise<DevelopmentIssuer> {
  if (settings.mode !== 'development')
    throw new Error('the development issuer does not exist in production: use a sign-in server');
  const secret = await secretKeyIn(settings.folder);
  const { d: _, ...rest } = secret;
  const kid = await calculateJwkThumbprint(rest);
  const key = await importJWK(secret, 'EdDSA');
  return {
    jwks: { keys: [{ ...rest, kid, alg: 'EdDSA', use: 'sig' }] },
    issue({ poolId, tenantId, role, userId, name, hours = 8 }) {
      if (!(hours > 0 && hours <= HOURS_MAX))
        throw new RangeError(`hours must be above 0 and at most ${HOURS_MAX}`);
      const seconds = Math.floor(Date.now() / 1_000);
      return new SignJWT({ pool: poolId, tenant: tenantId, role, ...(name === null ? {} : { name }) })
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'at+jwt' })
        .setIssuer(settings.issuer)
        .setAudience(settings.audience)
        .setSubject(userId)
        .setJti(randomUUID())
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + Math.floor(hours * 3_600))
        .sign(key);
    },
  };
}

/** The key that signs, kept so that a token outlives a restart. */
async function secretKeyIn(folder: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const made = JSON.stringify(await exportJWK(privateKey));
  return JSON.parse(await keptIn(folder, KEY_FILE, () => made)) as JWK;
}
