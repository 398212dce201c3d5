import type { Id } from '../domain/words.ts';
import type { Concerned, Desk } from './desk.ts';
import { conflict, invalid } from './failures.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

// Who is not let in any more, whatever the sign-in server still says: an approver shuts out and lets in people of its own
// tenant, the office's those of any; what the office has shut out, only the office lets in. Sign-in asks anew every few
// seconds (src/database/tenants.ts), and that is the bound within which these acts take effect.

const EVERYBODY = ['OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER'] as const;

/** The tenant itself is told. */
export function concerned({ id, kind }: Pick<Row<'tenant'>, 'id' | 'kind'>): Concerned {
  return {
    regionId: kind === 'DISTRICT' ? (id as string as Id<'region'>) : null,
    bankId: kind === 'BANK' ? (id as string as Id<'bank'>) : null,
    guarantorId: kind === 'GUARANTOR' ? (id as string as Id<'guarantor'>) : null,
  };
}

/** Nothing else is locked by these acts, so the last lock may be their first: two at once come one after the other. */
async function oneAtATime(desk: Desk): Promise<void> {
  await desk.store.lockJournal();
}

export interface DisableUser {
  readonly tenantId: Id<'tenant'> | null;
  readonly userId: string;
  readonly reason: string;
}

/** Shuts a person or system of a tenant out. It need not have been here before: the sign-in server knows it. */
export const disableUser = act({
  name: 'disableUser',
  by: { personas: EVERYBODY, role: 'APPROVER' },
  about: (input: DisableUser) => ({ tenant: sought('tenant', input.tenantId, 'tenantId') }),
  async run(desk, { userId, reason }, { tenant }) {
    const { actor, recordedAt } = desk;
    if (tenant.id === actor.tenantId && userId === actor.userId)
      throw invalid(
        'userId',
        '不得停用本人；请由另一名审批人员办理。',
        'Nobody disables themselves; another approver must.',
      );
    await oneAtATime(desk);
    const tenantId = tenant.id;
    if (await desk.store.find('disabledUser', { tenantId, userId, enabledAt: null }))
      throw conflict('STATE', '该人员已停用。', 'This person is disabled already.');
    const id = desk.newId('disabledUser');
    await desk.insert('disabledUser', {
      poolId: actor.poolId,
      id,
      tenantId,
      userId,
      reason,
      authorId: actor.tenantId,
      disabledBy: actor.userId,
      disabledAt: recordedAt,
    });
    desk.tell('user.disabled', { noun: 'disabledUser', id }, concerned(tenant));
    return changed('disabledUser', id);
  },
});

export interface EnableUser {
  readonly disabledUserId: Id<'disabledUser'> | null;
  readonly reason: string;
}

/** Lets a person or system in again. */
export const enableUser = act({
  name: 'enableUser',
  by: { personas: EVERYBODY, role: 'APPROVER' },
  about: (input: EnableUser) => ({
    seen: sought('disabledUser', input.disabledUserId, 'disabledUserId'),
  }),
  async run(desk, { reason }, { seen }) {
    const { actor, recordedAt } = desk;
    if (actor.persona !== 'OFFICE' && seen.authorId !== actor.tenantId)
      throw conflict(
        'STATE',
        '该人员由办公室停用，只能由办公室恢复。',
        'The office disabled this person; only the office enables it again.',
      );
    await oneAtATime(desk);
    const row = await desk.store.lock('disabledUser', { id: seen.id });
    const tenant = await desk.store.find('tenant', { id: seen.tenantId });
    if (!row || !tenant) throw new Error('neither is ever deleted');
    if (row.enabledAt) throw conflict('STATE', '该人员已恢复。', 'This person is enabled already.');
    await desk.update('disabledUser', { id: row.id }, row, {
      enabledBy: actor.userId,
      enabledAt: recordedAt,
      enablingReason: reason,
    });
    desk.tell('user.enabled', { noun: 'disabledUser', id: row.id }, concerned(tenant));
    return changed('disabledUser', row.id);
  },
});

export interface RevokeToken {
  readonly tenantId: Id<'tenant'> | null;
  /** The `jti` of the token. */
  readonly tokenId: string;
  readonly reason: string;
}

/** Revokes one token of a tenant for good: a token lives a day at most, so that nothing is gained by an end. */
export const revokeToken = act({
  name: 'revokeToken',
  by: { personas: EVERYBODY, role: 'APPROVER' },
  about: (input: RevokeToken) => ({ tenant: sought('tenant', input.tenantId, 'tenantId') }),
  async run(desk, { tokenId, reason }, { tenant }) {
    const { actor, recordedAt } = desk;
    await oneAtATime(desk);
    if (await desk.store.find('revokedToken', { tenantId: tenant.id, tokenId }))
      throw conflict('STATE', '该令牌已作废。', 'This token is revoked already.');
    const id = desk.newId('revokedToken');
    await desk.insert('revokedToken', {
      poolId: actor.poolId,
      id,
      tenantId: tenant.id,
      tokenId,
      reason,
      authorId: actor.tenantId,
      revokedBy: actor.userId,
      revokedAt: recordedAt,
    });
    desk.tell('token.revoked', { noun: 'revokedToken', id }, concerned(tenant));
    return changed('revokedToken', id);
  },
});

export interface TurnTenant {
  readonly tenantId: Id<'tenant'> | null;
  readonly reason: string;
}

async function turn(desk: Desk, seen: Row<'tenant'>, disabled: boolean, reason: string) {
  if (seen.kind === 'OFFICE')
    throw invalid(
      'tenantId',
      '协调办公室不得停用或恢复。',
      'The coordination office itself is neither disabled nor enabled.',
    );
  await oneAtATime(desk);
  const tenant = await desk.store.lock('tenant', { id: seen.id });
  if (!tenant) throw new Error('a tenant is never deleted');
  if (tenant.disabled === disabled)
    throw conflict(
      'STATE',
      disabled ? '该参与方已停用。' : '该参与方未停用。',
      disabled ? 'This tenant is disabled already.' : 'This tenant is not disabled.',
    );
  await desk.update('tenant', { id: tenant.id }, tenant, { disabled });
  const kind = disabled ? 'tenant.disabled' : 'tenant.enabled';
  desk.tell(kind, { noun: 'tenant', id: tenant.id }, concerned(tenant), { reason });
  return changed('tenant', tenant.id);
}

/** Shuts out everybody of a tenant. Its loans and duties stand as they are. */
export const disableTenant = act({
  name: 'disableTenant',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: (input: TurnTenant) => ({ tenant: sought('tenant', input.tenantId, 'tenantId') }),
  run: (desk, { reason }, { tenant }) => turn(desk, tenant, true, reason),
});

/** Lets a tenant in again; people of it that were disabled one by one stay so. */
export const enableTenant = act({
  name: 'enableTenant',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: (input: TurnTenant) => ({ tenant: sought('tenant', input.tenantId, 'tenantId') }),
  run: (desk, { reason }, { tenant }) => turn(desk, tenant, false, reason),
});
