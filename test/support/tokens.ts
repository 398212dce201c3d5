import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose';

export const ISSUER = 'https://sign-in.example';
export const AUDIENCE = 'zhubao';

/** A sign-in server of our own: real keys, real signatures, and every claim open to be bent. */
export interface Signer {
  readonly publicKey: JWK;
  readonly pool: string;
  readonly tenant: string;
  /** A token that is good except for what is given; a claim given as undefined is left out. */
  token(bent?: Readonly<Record<string, unknown>>, header?: Partial<JWTHeaderParameters>): Promise<string>;
}

export async function createSigner(
  kid: string,
  algorithm = 'EdDSA',
  seconds: () => number = () => Math.floor(Date.now() / 1_000),
): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const pool = randomUUID();
  const tenant = randomUUID();
  return {
    publicKey: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' },
    pool,
    tenant,
    token(bent = {}, header = {}) {
      const iat = seconds();
      const good = {
        iss: ISSUER,
        aud: AUDIENCE,
        sub: 'wang.li',
        pool,
        tenant,
        role: 'OPERATOR',
        iat,
        exp: iat + 600,
      };
      const claims = Object.fromEntries(
        Object.entries({ ...good, ...bent }).filter(([, value]) => value !== undefined),
      );
      return new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm, kid, typ: 'at+jwt', ...header })
        .sign(privateKey);
    },
  };
}

export function base64url(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}
