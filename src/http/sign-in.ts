import { type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose';
import { isUuid } from '../domain/ids.ts';
import { type Id, ROLES, type Role } from '../domain/words.ts';
import { createKeySet, type KeySetSource } from './key-set.ts';

export const ALGORITHMS = ['EdDSA', 'ES256', 'RS256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** What a token says of its bearer. Whether the tenant exists and its membership still stands is asked elsewhere. */
export interface Claims {
  readonly poolId: Id<'pool'>;
  readonly tenantId: Id<'tenant'>;
  readonly role: Role;
  readonly userId: string;
  readonly name: string | null;
  readonly tokenId: string | null;
}

/** The bearer is not let in. The reason is for the log; the client is told the same thing for all of them. */
export class SignInRefused extends Error {
  constructor(readonly reason: string) {
    super('sign-in refused');
  }
}

/** Whether the bearer is let in could not be found out just now; nothing was done. */
export class SignInBusy extends Error {}

export interface SignIn {
  /**
   * Reads an Authorization header. Throws SignInRefused for whatever isn't a good token, SignInBusy where it can't be
   * told now, and nothing else.
   */
  verify(authorization: string | undefined): Promise<Claims>;
}

export interface SignInSettings {
  readonly keySet: KeySetSource;
  readonly issuer: string;
  readonly audience: string;
  /** Exactly one, pinned: a token does not choose how it is checked. */
  readonly algorithm?: Algorithm;
  readonly clockToleranceSeconds?: number;
  readonly maxLifetimeHours?: number;
  readonly refreshSeconds?: number;
  readonly cooldownSeconds?: number;
  readonly now?: () => Date;
  readonly log?: { warn(fields: object, message: string): void };
}

const CLOCK_TOLERANCE_SECONDS_MAX = 5;
const HEADER_CHARACTERS_MAX = 8_192;
const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;
/** Letters, digits, signs and single spaces between; no controls, no invisible or direction-changing characters. */
const PRINTABLE = /^(?! )[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,200}(?<! )$/u;
const TOKEN_TYPES = new Set<unknown>([undefined, 'jwt', 'at+jwt', 'application/jwt', 'application/at+jwt']);
/** Headers by which a token would bring or name its own key, or ask for rules that we don't know. */
const HEADERS_REFUSED = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'zip', 'b64'] as const;

export function createSignIn(settings: SignInSettings): SignIn {
  const tolerance = settings.clockToleranceSeconds ?? CLOCK_TOLERANCE_SECONDS_MAX;
  if (tolerance < 0 || tolerance > CLOCK_TOLERANCE_SECONDS_MAX)
    throw new RangeError(`clockToleranceSeconds must be 0 to ${CLOCK_TOLERANCE_SECONDS_MAX}`);
  const lifetimeSecondsMax = (settings.maxLifetimeHours ?? 24) * 3_600;
  const now = settings.now ?? (() => new Date());
  const keys = createKeySet({
    source: settings.keySet,
    refreshSeconds: settings.refreshSeconds ?? 300,
    cooldownSeconds: settings.cooldownSeconds ?? 30,
    now: () => now().getTime(),
    ...(settings.log ? { log: settings.log } : {}),
  });

  async function verified(token: string, currentDate: Date): Promise<JWTVerifyResult> {
    try {
      return await jwtVerify(token, keys, {
        algorithms: [settings.algorithm ?? 'EdDSA'],
        issuer: settings.issuer,
        audience: settings.audience,
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: tolerance,
        currentDate,
      });
    } catch (error) {
      throw new SignInRefused(error instanceof Error ? error.message : 'the token could not be verified');
    }
  }

  return {
    async verify(authorization) {
      const currentDate = now();
      const { payload, protectedHeader } = await verified(tokenIn(authorization), currentDate);
      demand(TOKEN_TYPES.has(protectedHeader.typ?.toLowerCase()), 'the token is of another type');
      demand(
        HEADERS_REFUSED.every((name) => !(name in protectedHeader)),
        'the header brings a key or a rule',
      );
      // jose takes a list of audiences that holds ours; a token for several services is not one for this one.
      demand(payload.aud === settings.audience, 'aud is not exactly ours');
      demandLifetime(payload, currentDate.getTime() / 1_000 + tolerance, lifetimeSecondsMax);
      return claimsIn(payload);
    },
  };
}

function demand(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new SignInRefused(reason);
}

function tokenIn(authorization: string | undefined): string {
  demand(authorization !== undefined, 'no Authorization header');
  demand(authorization.length <= HEADER_CHARACTERS_MAX, 'the Authorization header is too long');
  const token = BEARER.exec(authorization)?.[1];
  demand(token !== undefined, 'not a bearer token');
  return token;
}

function demandLifetime({ iat, exp }: JWTPayload, latestSeconds: number, lifetimeSecondsMax: number): void {
  demand(typeof iat === 'number' && typeof exp === 'number', 'iat and exp must be numbers');
  demand(iat <= latestSeconds, 'issued in the future');
  demand(exp - iat <= lifetimeSecondsMax, 'lives too long');
}

function claimsIn(payload: JWTPayload): Claims {
  const { pool, tenant, role, sub, name, jti } = payload;
  demand(typeof pool === 'string' && isUuid(pool), 'pool is not a UUID');
  demand(typeof tenant === 'string' && isUuid(tenant), 'tenant is not a UUID');
  demand(typeof role === 'string' && Object.hasOwn(ROLES, role), 'role is unknown');
  demand(typeof sub === 'string' && PRINTABLE.test(sub), 'sub is not a printable text');
  demand(
    name === undefined || (typeof name === 'string' && PRINTABLE.test(name)),
    'name is not a printable text',
  );
  demand(
    jti === undefined || (typeof jti === 'string' && PRINTABLE.test(jti)),
    'jti is not a printable text',
  );
  return {
    poolId: pool as Id<'pool'>,
    tenantId: tenant as Id<'tenant'>,
    role: role as Role,
    userId: sub,
    name: name ?? null,
    tokenId: jti ?? null,
  };
}
