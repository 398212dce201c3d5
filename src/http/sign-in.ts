import { errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose';
import {
  type ClaimMapping,
  type Claims,
  claimsIn,
  clientIn,
  demand,
  PLAIN_CLAIMS,
  SignInRefused,
} from './claim-mapping.ts';
import { createIntrospection, NoAnswer } from './introspection.ts';
import { createKeySet, type KeySetSource, type KeysStanding, NoKeys } from './key-set.ts';

export const ALGORITHMS = ['EdDSA', 'ES256', 'RS256', 'PS256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Whether the bearer is let in could not be found out just now; nothing was done. */
export class SignInBusy extends Error {}

export interface SignIn {
  /**
   * Reads an Authorization header. Throws SignInRefused for whatever isn't a good token, SignInBusy where it can't be
   * told now, and nothing else.
   */
  verify(authorization: string | undefined): Promise<Claims>;
}

export interface TokenSignIn extends SignIn {
  /** How the keys stand that tokens are verified by; begins to read them where that is due. */
  keys(): KeysStanding;
}

export interface SignInSettings {
  readonly keySet: KeySetSource;
  readonly issuer: string;
  readonly audience: string;
  /** Those, and no others: a token does not choose how it is checked. */
  readonly algorithms?: readonly Algorithm[];
  /** Only tokens whose header says that they are access tokens (RFC 9068). */
  readonly mustBeTyped?: boolean;
  /** How the claims are read; null: as our own development issuer writes them. */
  readonly mapping?: ClaimMapping | null;
  /** The clients whose tokens are taken; null: any of the issuer's. */
  readonly clients?: readonly string[] | null;
  readonly clockToleranceSeconds?: number;
  readonly maxLifetimeHours?: number;
  readonly refreshSeconds?: number;
  readonly cooldownSeconds?: number;
  /** How long the last keys are good for while the sign-in server does not answer. */
  readonly keysKeptHours?: number;
  readonly now?: () => Date;
  readonly log?: { warn(fields: object, message: string): void };
  /** Who we are to the sign-in server, which is then asked about every token (RFC 7662); null: tokens speak for themselves. */
  readonly introspection?: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly keptSeconds: number;
  } | null;
}

const CLOCK_TOLERANCE_SECONDS_MAX = 5;
const HEADER_CHARACTERS_MAX = 8_192;
const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;
/** RFC 6750: what a bearer token may be made of where its holder need not understand it. */
const OPAQUE = /^Bearer +([\w.~+/-]+=*)$/i;
const ACCESS_TOKEN_TYPES: readonly unknown[] = ['at+jwt', 'application/at+jwt'];
const TOKEN_TYPES = new Set<unknown>([undefined, 'jwt', 'at+jwt', 'application/jwt', 'application/at+jwt']);
/** Headers by which a token would bring or name its own key, or ask for rules that we don't know. */
const HEADERS_REFUSED = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'zip', 'b64'] as const;

/** Claims that only an ID token has: what tells a client who signed in is no leave to ask us for anything. */
const ID_TOKEN_CLAIMS = ['at_hash', 'c_hash', 's_hash'] as const;

export function createSignIn(settings: SignInSettings): TokenSignIn {
  const tolerance = settings.clockToleranceSeconds ?? CLOCK_TOLERANCE_SECONDS_MAX;
  if (tolerance < 0 || tolerance > CLOCK_TOLERANCE_SECONDS_MAX)
    throw new RangeError(`clockToleranceSeconds must be 0 to ${CLOCK_TOLERANCE_SECONDS_MAX}`);
  const lifetimeSecondsMax = (settings.maxLifetimeHours ?? 24) * 3_600;
  const now = settings.now ?? (() => new Date());
  const mapping = settings.mapping ?? PLAIN_CLAIMS;
  const clients = settings.clients ?? null;
  const algorithms = [...(settings.algorithms ?? (['EdDSA'] as const))];
  const keys = createKeySet({
    source: settings.keySet,
    refreshSeconds: settings.refreshSeconds ?? 300,
    cooldownSeconds: settings.cooldownSeconds ?? 30,
    keptSeconds: (settings.keysKeptHours ?? 24) * 3_600,
    now: () => now().getTime(),
    ...(settings.log ? { log: settings.log } : {}),
  });

  async function verified(token: string, currentDate: Date): Promise<JWTVerifyResult> {
    try {
      return await jwtVerify(token, keys.find, {
        algorithms,
        issuer: settings.issuer,
        audience: settings.audience,
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: tolerance,
        currentDate,
      });
    } catch (error) {
      if (error instanceof NoKeys) throw new SignInBusy();
      if (error instanceof errors.JWTClaimValidationFailed)
        throw new SignInRefused(`the claim ${error.claim}: ${error.message}`);
      throw new SignInRefused(error instanceof Error ? error.message : 'the token could not be verified');
    }
  }

  const introspection =
    settings.introspection &&
    createIntrospection({
      ...settings.introspection,
      issuer: settings.issuer,
      now: () => now().getTime(),
      ...(settings.log ? { log: settings.log } : {}),
    });

  function claimsOf(payload: JWTPayload): Claims {
    demandAccessToken(payload);
    const clientId = clientIn(payload);
    demand(clients === null || (clientId !== null && clients.includes(clientId)), 'azp is no client of ours');
    return claimsIn(payload, mapping);
  }

  /** The answer of the sign-in server is held to what a token is held to. */
  async function verifyByAsking(authorization: string | undefined): Promise<Claims> {
    const answer = await introspection?.ask(tokenIn(authorization, OPAQUE)).catch((error: unknown) => {
      throw error instanceof NoAnswer ? new SignInBusy() : error;
    });
    demand(answer !== undefined, 'nobody was asked');
    const seconds = now().getTime() / 1_000;
    const { iss, aud, exp, nbf = 0, iat = seconds, sub = answer.client_id } = answer;
    const tokenType = answer.token_type;
    demand(iss === undefined || iss === settings.issuer, 'iss is not the issuer');
    demand(aud === settings.audience, 'aud is not exactly ours');
    demand(typeof tokenType !== 'string' || tokenType.toLowerCase() === 'bearer', 'token_type is not Bearer');
    demand(typeof exp === 'number' && seconds < exp + tolerance, 'exp: expired, or no number');
    demand(typeof nbf === 'number' && nbf <= seconds + tolerance, 'nbf: not good yet');
    demandLifetime({ iat, exp }, seconds + tolerance, lifetimeSecondsMax);
    // What a system has been given for itself need not say whose it is; RFC 9068 has its client's name there.
    return claimsOf({ ...answer, sub: sub as string });
  }

  return {
    async verify(authorization) {
      if (introspection) return verifyByAsking(authorization);
      const currentDate = now();
      const token = tokenIn(authorization, BEARER);
      const { payload, protectedHeader } = await verified(token, currentDate);
      demand(!repeatsMember(token), 'the token says something twice');
      const type = protectedHeader.typ?.toLowerCase();
      demand(
        settings.mustBeTyped ? ACCESS_TOKEN_TYPES.includes(type) : TOKEN_TYPES.has(type),
        'typ: the token is of another type',
      );
      demand(
        HEADERS_REFUSED.every((name) => !(name in protectedHeader)),
        'the header brings a key or a rule',
      );
      // jose takes a list of audiences that holds ours; a token for several services is not one for this one.
      demand(payload.aud === settings.audience, 'aud is not exactly ours');
      demandLifetime(payload, currentDate.getTime() / 1_000 + tolerance, lifetimeSecondsMax);
      return claimsOf(payload);
    },
    keys: () => (introspection ? introspection.standing() : keys.standing()),
  };
}

function tokenIn(authorization: string | undefined, shape: RegExp): string {
  demand(authorization !== undefined, 'no Authorization header');
  demand(authorization.length <= HEADER_CHARACTERS_MAX, 'the Authorization header is too long');
  const token = shape.exec(authorization)?.[1];
  demand(token !== undefined, 'not a bearer token');
  return token;
}

function demandLifetime({ iat, exp }: JWTPayload, latestSeconds: number, lifetimeSecondsMax: number): void {
  demand(typeof iat === 'number' && typeof exp === 'number', 'iat and exp must be numbers');
  demand(iat <= latestSeconds, 'issued in the future');
  demand(exp - iat <= lifetimeSecondsMax, 'lives too long');
}

/** Keycloak says in `typ` of the payload what kind of token it is; `cnf` binds one to a key that we don't ask for. */
function demandAccessToken(payload: JWTPayload): void {
  const { typ, cnf } = payload;
  demand(typ === undefined || typ === 'Bearer', 'typ is not Bearer: no access token');
  demand(cnf === undefined, 'cnf: the token is bound to a key of its bearer');
  for (const claim of ID_TOKEN_CLAIMS)
    demand(!(claim in payload), `${claim}: an ID token is no access token`);
}

const MEMBERS = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;

/** True where the header or the payload names a member twice: readers disagree on which of them counts. */
function repeatsMember(token: string): boolean {
  return token
    .split('.')
    .slice(0, 2)
    .some((part) => {
      const open: Set<string>[] = [];
      for (const [text, colon] of Buffer.from(part, 'base64url').toString('utf8').matchAll(MEMBERS)) {
        if (text === '{' || text === '[') open.push(new Set());
        else if (text === '}' || text === ']') open.pop();
        else if (colon !== undefined) {
          const name = JSON.parse(text.slice(0, -colon.length)) as string;
          if (open.at(-1)?.has(name)) return true;
          open.at(-1)?.add(name);
        }
      }
      return false;
    });
}
