import type { Actor } from '../acts/actor.ts';
import type { Id, Role } from '../domain/words.ts';
import type { Database } from './connection.ts';
import { signInRole } from './personas.ts';
import { selectOf, shapeOf } from './rows.ts';

/** What a verified token says of its bearer. */
export interface Bearer {
  readonly poolId: string;
  readonly tenantId: string;
  readonly role: Role;
  readonly userId: string;
  readonly name: string | null;
}

type Known = Pick<Actor, 'kind' | 'persona'> | null;

/**
 * Makes the actor of a verified token: the tenant must exist in the pool and not be disabled; the guarantor that holds
 * the appointment is the fund manager. What is found is kept for a few seconds: the bound within which a disabled
 * tenant or a new appointment takes effect. Null when the tenant is unknown or disabled.
 */
export function actorsIn(database: Database, keptMs: number, clock: () => number) {
  const kept = new Map<string, { readonly known: Known; readonly until: number }>();

  async function lookUp({ poolId, tenantId, userId }: Bearer): Promise<Known> {
    const tenantKey = { poolId: poolId as Id<'pool'>, id: tenantId as Id<'tenant'> };
    const appointed = selectOf('appointment', { poolId: tenantKey.poolId, endedOn: null }, 'limit 1');
    const named = selectOf('tenant', tenantKey);
    const [tenants, appointments] = await database.read(
      { persona: signInRole, poolId, tenantId, userId },
      (tx) => Promise.all([tx.query(named.text, named.params), tx.query(appointed.text, appointed.params)]),
    );
    const tenant = tenants[0] && shapeOf('tenant').decode(tenants[0]);
    if (!tenant || tenant.disabled) return null;
    const manages = appointments.some(
      (row) => shapeOf('appointment').decode(row).guarantorId === (tenantId as string),
    );
    return {
      kind: tenant.kind,
      persona: tenant.kind === 'GUARANTOR' && manages ? 'FUND_MANAGER' : tenant.kind,
    };
  }

  return async function actorOf(bearer: Bearer): Promise<Actor | null> {
    const at = clock();
    const cacheKey = `${bearer.poolId}/${bearer.tenantId}`;
    const before = kept.get(cacheKey);
    const known = before && before.until > at ? before.known : await lookUp(bearer);
    if (!before || before.until <= at) {
      if (kept.size > 10_000) kept.clear();
      kept.set(cacheKey, { known, until: at + keptMs });
    }
    if (!known) return null;
    return {
      poolId: bearer.poolId as Id<'pool'>,
      tenantId: bearer.tenantId as Id<'tenant'>,
      ...known,
      role: bearer.role,
      userId: bearer.userId,
      userName: bearer.name,
    };
  };
}
