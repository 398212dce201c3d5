import type { JWTPayload } from 'jose';
import { isUuid } from '../domain/ids.ts';
import { type Id, ROLES, type Role } from '../domain/words.ts';

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

/** A good token of a pool that is served at another address now. */
export class PoolElsewhere extends SignInRefused {
  constructor(readonly address: string) {
    super('the pool has moved');
  }
}

export function demand(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new SignInRefused(reason);
}

/** The members to go through, from the payload down to the claim. */
type Path = readonly string[];

/** Where a fact stands in a token, and what its values mean; null: the value is taken as it is. */
interface Reading {
  readonly path: Path;
  readonly values: Readonly<Record<string, string>> | null;
}

/** A system that signs in for itself, with its own credentials. */
interface Client {
  /** Null: as the tokens of people. */
  readonly pool: string | null;
  readonly tenant: string;
  readonly role: Role;
  /** The `sub` of its own tokens: in a token with another one it acts for a person, and the person counts. */
  readonly subject: string;
}

/** How the sign-in server's claims are read as pool, tenant, role and person. */
export interface ClaimMapping {
  readonly pool: { readonly fixed: string } | Reading;
  readonly tenant: Reading;
  readonly role: Reading;
  readonly user: Path;
  readonly name: Path;
  readonly clients: Readonly<Record<string, Client>>;
}

/** The claims as our own development issuer writes them. */
export const PLAIN_CLAIMS: ClaimMapping = {
  pool: { path: ['pool'], values: null },
  tenant: { path: ['tenant'], values: null },
  role: { path: ['role'], values: null },
  user: ['sub'],
  name: ['name'],
  clients: {},
};

/** Letters, digits, signs and single spaces between; no controls, no invisible or direction-changing characters. */
const PRINTABLE = /^(?! )[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,200}(?<! )$/u;
const RANK = { VIEWER: 0, OPERATOR: 1, APPROVER: 2 } as const satisfies Record<Role, number>;

const isRole = (text: string): text is Role => Object.hasOwn(ROLES, text);

function at(payload: unknown, path: Path): unknown {
  let value = payload;
  for (const member of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return undefined;
    value = (value as Record<string, unknown>)[member];
  }
  return value;
}

/** What a claim means, in the order of its values; values that the table does not know mean nothing. */
function meanings(payload: JWTPayload, { path, values }: Reading): string[] {
  const value = at(payload, path);
  if (!values) return typeof value === 'string' ? [value] : [];
  const said = Array.isArray(value) ? value : [value];
  return said.flatMap((one) =>
    typeof one === 'string' && Object.hasOwn(values, one) ? values[one] || [] : [],
  );
}

function tenantOrPool(payload: JWTPayload, reading: Reading, what: 'pool' | 'tenant'): string {
  const found = new Set(meanings(payload, reading));
  const claim = reading.path.join('.');
  // Somebody who belongs to two tenants signs in for one of them; we don't choose.
  demand(found.size <= 1, `the claim ${claim} maps to more than one ${what}`);
  const [id] = found;
  demand(id !== undefined, `the claim ${claim} maps to no ${what}`);
  demand(isUuid(id), `the claim ${claim} is no ${what}: not a UUID`);
  return id;
}

/** Roles include one another, so of several the highest counts. */
function roleIn(payload: JWTPayload, reading: Reading): Role {
  const [highest] = meanings(payload, reading)
    .filter(isRole)
    .sort((a, b) => RANK[b] - RANK[a]);
  demand(highest !== undefined, `the claim ${reading.path.join('.')} maps to no role`);
  return highest;
}

function printable(payload: JWTPayload, path: Path): string {
  const value = at(payload, path);
  demand(typeof value === 'string' && PRINTABLE.test(value), `${path.join('.')} is not a printable text`);
  // As the border of the API reads names, so that whoever is named there is the one who comes here.
  return value.normalize('NFC');
}

function optional(payload: JWTPayload, path: Path): string | null {
  return at(payload, path) === undefined ? null : printable(payload, path);
}

/** The client that a token was given to: `client_id`, or `azp`; both say the same. Null where neither is there. */
export function clientIn({ client_id: clientId, azp }: JWTPayload): string | null {
  demand(clientId === undefined || typeof clientId === 'string', 'client_id is not a text');
  demand(azp === undefined || typeof azp === 'string', 'azp is not a text');
  demand(clientId === undefined || azp === undefined || clientId === azp, 'client_id and azp differ');
  return clientId ?? azp ?? null;
}

/** Reads a verified token. Throws SignInRefused, naming the claim, for one that maps to nothing. */
export function claimsIn(payload: JWTPayload, mapping: ClaimMapping): Claims {
  const clientId = clientIn(payload);
  const known = clientId !== null && Object.hasOwn(mapping.clients, clientId);
  const client = known ? mapping.clients[clientId] : undefined;
  const isItself = client !== undefined && payload.sub === client.subject;
  const poolOf = mapping.pool;
  const pool = () => ('fixed' in poolOf ? poolOf.fixed : tenantOrPool(payload, poolOf, 'pool'));
  const tokenId = optional(payload, ['jti']);
  const subject = printable(payload, ['sub']);
  const who = isItself
    ? { pool: client.pool ?? pool(), tenant: client.tenant, role: client.role, user: subject, name: null }
    : {
        pool: pool(),
        tenant: tenantOrPool(payload, mapping.tenant, 'tenant'),
        role: roleIn(payload, mapping.role),
        user: printable(payload, mapping.user),
        name: optional(payload, mapping.name),
      };
  return {
    poolId: who.pool as Id<'pool'>,
    tenantId: who.tenant as Id<'tenant'>,
    role: who.role,
    userId: who.user,
    name: who.name,
    tokenId,
  };
}
