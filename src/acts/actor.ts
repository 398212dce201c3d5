import type { Id, Persona, Role, TenantKind } from '../domain/words.ts';

/** Who asks: a person or system of one tenant of one pool, in a role. Made by sign-in, never by a client. */
export interface Actor {
  readonly poolId: Id<'pool'>;
  readonly tenantId: Id<'tenant'>;
  readonly kind: TenantKind;
  /** As the kind, or FUND_MANAGER for the guarantor that holds the appointment (Art. 10). */
  readonly persona: Persona;
  readonly role: Role;
  readonly userId: string;
  readonly userName: string | null;
}

/** What an act asks of its actor: one of the personas, and at least the role. */
export interface Permission {
  readonly personas: readonly Persona[];
  readonly role: 'OPERATOR' | 'APPROVER';
}

const RANK = { VIEWER: 0, OPERATOR: 1, APPROVER: 2 } as const satisfies Record<Role, number>;

export function mayAct(actor: Actor, permission: Permission): boolean {
  return permission.personas.includes(actor.persona) && RANK[actor.role] >= RANK[permission.role];
}
