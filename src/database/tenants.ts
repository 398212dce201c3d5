import type { Actor } from '../acts/actor.ts';
import { Failure, poolMoving } from '../acts/failures.ts';
import type { Id, MoveState, Role } from '../domain/words.ts';
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
  readonly tokenId: string | null;
}

type Known = Pick<Actor, 'kind' | 'persona'> | { readonly movedTo: string } | null;

const WHERE_IT_IS = 'select move_state, moved_to from pool where pool_id = $1::uuid';

const KEPT_COUNT_MAX = 10_000;

/**
 * Makes the actor of a verified token: the tenant must exist in the pool and not be disabled, nor may the person be, nor
 * the token revoked; the guarantor that holds the appointment is the fund manager. What is found is kept for a few
 * seconds: the bound within which any of it takes effect. Null where one of them is unknown or disabled. Throws
 * POOL_MOVED where the pool is served elsewhere, POOL_MOVING where it is yet to be opened here.
 */
export function actorsIn(database: Database, keptMs: number, clock: () => number) {
  const kept = new Map<string, { readonly known: Known; readonly until: number }>();

  async function lookUp({ poolId: pool, tenantId, userId, tokenId }: Bearer): Promise<Known> {
    const poolId = pool as Id<'pool'>;
    const id = tenantId as Id<'tenant'>;
    const asked = [
      { text: WHERE_IT_IS, params: [poolId] },
      selectOf('tenant', { poolId, id }),
      selectOf('appointment', { poolId, endedOn: null }, 'limit 1'),
      selectOf('disabledUser', { poolId, tenantId: id, userId, enabledAt: null }, 'limit 1'),
      ...(tokenId === null ? [] : [selectOf('revokedToken', { poolId, tenantId: id, tokenId }, 'limit 1')]),
    ];
    const [pools = [], tenants = [], appointments = [], disabled = [], revoked = []] = await database.read(
      { persona: signInRole, poolId, tenantId, userId },
      (tx) => Promise.all(asked.map(({ text, params }) => tx.query(text, params))),
    );
    const tenant = tenants[0] && shapeOf('tenant').decode(tenants[0]);
    if (!tenant || tenant.disabled || disabled.length > 0 || revoked.length > 0) return null;
    const [moveState, movedTo] = (pools[0] ?? []) as [MoveState | null, string | null];
    if (moveState === 'ARRIVING') throw poolMoving();
    if (moveState === 'MOVED') return { movedTo: movedTo ?? '' };
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
    const { poolId, tenantId, userId, tokenId } = bearer;
    const cacheKey = JSON.stringify([poolId, tenantId, userId, tokenId]);
    const before = kept.get(cacheKey);
    const known = before && before.until > at ? before.known : await lookUp(bearer);
    if (!before || before.until <= at) {
      if (kept.size >= KEPT_COUNT_MAX) kept.clear();
      // Reckoned from before the look-up: what is changed while it runs is seen in time as well.
      kept.set(cacheKey, { known, until: at + keptMs });
    }
    if (!known) return null;
    if ('movedTo' in known) throw new Failure({ kind: 'POOL_MOVED', address: known.movedTo });
    return {
      poolId: poolId as Id<'pool'>,
      tenantId: tenantId as Id<'tenant'>,
      ...known,
      role: bearer.role,
      userId,
      userName: bearer.name,
    };
  };
}
