import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** The key kept from an earlier start, so that a token outlives a restart; else a new one, readable by its owner only. */
async function secretKeyIn(folder: string): Promise<JWK> {
  const file = join(folder, KEY_FILE);
  await mkdir(folder, { recursive: true });
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  // Linked only when written whole, and a link doesn't replace: of two processes that start at once both read one key.
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    await chmod(file, 0o600);
  } finally {
    await unlink(draft);
  }
  return JSON.parse(await readFile(file, 'utf8')) as JWK;
}
