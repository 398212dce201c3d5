import { isUuid } from '../domain/ids.ts';
import { ROLES, type Role } from '../domain/words.ts';
import { type ClaimMapping, PLAIN_CLAIMS } from './claim-mapping.ts';

// SIGN_IN_CLAIMS as the operator of a deployment writes it, read once at start-up; every mistake is named.

type Given = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isRole = (value: string): value is Role => Object.hasOwn(ROLES, value);

const ROLE_WANTED = Object.keys(ROLES).join(', ');

/** A mapping, or everything that is wrong with it, a line each. */
export function readClaimMapping(
  value: unknown,
): { readonly mapping: ClaimMapping } | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const wrong = (where: string, right: string): void => {
    problems.push(`SIGN_IN_CLAIMS: ${where}; right would be: ${right}.`);
  };
  if (!isRecord(value)) {
    wrong('it holds no JSON object', '{"tenant": {"claim": "tenant"}, …}');
    return { problems };
  }

  /** "realm_access.roles", or ["https://zhubao.example/tenant"] where a claim's name has dots itself. */
  function path(where: string, given: unknown, otherwise: readonly string[]): readonly string[] {
    if (given === undefined) return otherwise;
    if (isText(given) && given.split('.').every(isText)) return given.split('.');
    if (Array.isArray(given) && given.length > 0 && given.every(isText)) return given;
    wrong(`${where} is no claim`, '"realm_access.roles", or a list of names');
    return otherwise;
  }

  function members(where: string, given: unknown, allowed: readonly string[]): Given {
    if (given === undefined) return {};
    if (!isRecord(given)) {
      wrong(`${where} is no object`, `an object of ${allowed.join(', ')}`);
      return {};
    }
    for (const name of Object.keys(given))
      if (!allowed.includes(name)) wrong(`${where}.${name} is unknown`, allowed.join(', '));
    return given;
  }

  function table(where: string, given: unknown, fits: (value: string) => boolean, wanted: string) {
    if (given === undefined) return null;
    const entries = isRecord(given) ? Object.entries(given) : [];
    if (entries.length === 0)
      wrong(`${where} holds nothing`, `an object from the claim's values to ${wanted}`);
    for (const [name, meaning] of entries)
      if (!isText(meaning) || !fits(meaning)) wrong(`${where}.${name} is not right`, wanted);
    return Object.fromEntries(entries) as Readonly<Record<string, string>>;
  }

  function reading(name: 'pool' | 'tenant' | 'role', fits: (value: string) => boolean, wanted: string) {
    const given = members(name, all[name], ['claim', 'values', ...(name === 'pool' ? ['fixed'] : [])]);
    return {
      path: path(`${name}.claim`, given.claim, [name]),
      values: table(`${name}.values`, given.values, fits, wanted),
    };
  }

  function poolOf(): ClaimMapping['pool'] {
    const fixed = isRecord(all.pool) ? all.pool.fixed : undefined;
    if (fixed === undefined) return reading('pool', isUuid, 'the UUID of a pool');
    members('pool', all.pool, ['fixed']);
    if (isText(fixed) && isUuid(fixed)) return { fixed };
    wrong('pool.fixed is not right', 'the UUID of a pool');
    return PLAIN_CLAIMS.pool;
  }

  function clientOf(id: string, value: unknown): ClaimMapping['clients'][string] {
    const where = `clients.${id}`;
    const { pool, tenant, role, subject } = members(where, value, ['pool', 'tenant', 'role', 'subject']);
    if (pool !== undefined && !(isText(pool) && isUuid(pool)))
      wrong(`${where}.pool is not right`, 'the UUID of a pool');
    if (!(isText(tenant) && isUuid(tenant))) wrong(`${where}.tenant is not right`, 'the UUID of a tenant');
    if (!(isText(role) && isRole(role))) wrong(`${where}.role is not right`, ROLE_WANTED);
    if (subject !== undefined && !isText(subject))
      wrong(`${where}.subject is no text`, 'the sub of its own tokens');
    return {
      pool: isText(pool) ? pool : null,
      tenant: String(tenant),
      role: isText(role) && isRole(role) ? role : 'VIEWER',
      subject: isText(subject) ? subject : id,
    };
  }

  const all = members('it', value, ['pool', 'tenant', 'role', 'user', 'name', 'clients']);
  const clients = isRecord(all.clients) ? Object.entries(all.clients) : [];
  if (all.clients !== undefined && clients.length === 0)
    wrong('clients holds nothing', '{"bank-system": {"tenant": "<UUID>", "role": "OPERATOR"}}');
  const mapping: ClaimMapping = {
    pool: poolOf(),
    tenant: reading('tenant', isUuid, 'the UUID of a tenant'),
    role: reading('role', isRole, ROLE_WANTED),
    user: path('user', all.user, PLAIN_CLAIMS.user),
    name: path('name', all.name, PLAIN_CLAIMS.name),
    clients: Object.fromEntries(clients.map(([id, given]) => [id, clientOf(id, given)])),
  };
  return problems.length > 0 ? { problems } : { mapping };
}
