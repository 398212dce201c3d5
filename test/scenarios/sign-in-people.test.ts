import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorsIn } from '../../src/database/tenants.ts';
import type { Id } from '../../src/domain/words.ts';
import { newPool, type Running, startProduct, type User, uuidOf } from '../support/product.ts';

// Who is shut out, by whom, and how soon: sign-in looks it up anew every few seconds.

const KEPT_MS = 5_000;

let running: Running;
let pool: Awaited<ReturnType<typeof newPool>>;
let icbc: string;
let ccb: string;
let officeTenant: string;
let bankA: User;
let bankB: User;
beforeAll(async () => {
  running = await startProduct();
  pool = await newPool(running, '2025-03-10');
  const register = async (nameEn: string) =>
    (await running.act(pool.office, 'registerBank', { nameZh: nameEn, nameEn }, 'bank { id }')).bank
      .id as string;
  [icbc, ccb] = [await register('ICBC'), await register('CCB')];
  bankA = pool.person(uuidOf(icbc), 'icbc-a');
  bankB = pool.person(uuidOf(icbc), 'icbc-b');
  const { data } = await running.ask(pool.office, '{ tenants { nodes { id kind disabled } totalCount } }');
  expect(data.tenants.totalCount).toBe(3);
  officeTenant = data.tenants.nodes.find((one: { kind: string }) => one.kind === 'OFFICE').id;
});
afterAll(() => running.stop());

/** Another process: it knows nothing of the acts but what the database says, and its clock is the test's. */
function elsewhere() {
  let at = 1_000_000;
  const actorOf = actorsIn(running.product.database, KEPT_MS, () => at);
  return {
    pass: (milliseconds: number) => {
      at += milliseconds;
    },
    letsIn: async (user: User, tokenId: string | null = 'token-1') =>
      (await actorOf({ ...user, name: null, tokenId })) !== null,
  };
}

const disable = (by: User, tenantId: string, userId: string) =>
  running.act(by, 'disableUser', { tenantId, userId, reason: '离职' }, 'disabledUser { id enabledAt }');
const enable = (by: User, disabledUserId: string) =>
  running.act(
    by,
    'enableUser',
    { disabledUserId, reason: '复职' },
    'disabledUser { id enabledAt enabledBy }',
  );
const codeOf = (failing: Promise<unknown>): Promise<string> =>
  failing.then(
    () => 'done',
    (error: unknown) => /"code":"(\w+)"/.exec(String(error))?.[1] ?? String(error),
  );

describe('a person', () => {
  it('is shut out and let in again by an approver of its tenant, within the bound', async () => {
    const other = elsewhere();
    expect(await other.letsIn(bankB)).toBe(true);
    const { disabledUser } = await disable(bankA, icbc, 'icbc-b');
    other.pass(KEPT_MS - 1);
    expect(await other.letsIn(bankB)).toBe(true);
    other.pass(1);
    expect([await other.letsIn(bankB), await other.letsIn(bankA)]).toEqual([false, true]);
    // The same name at another tenant is another person.
    expect(await other.letsIn({ ...bankB, tenantId: uuidOf(ccb) })).toBe(true);
    const again = await enable(bankA, disabledUser.id);
    expect(again.disabledUser).toMatchObject({ enabledAt: expect.any(String), enabledBy: null });
    other.pass(KEPT_MS - 1);
    expect(await other.letsIn(bankB)).toBe(false);
    other.pass(1);
    expect(await other.letsIn(bankB)).toBe(true);
    expect(await codeOf(enable(bankA, disabledUser.id))).toBe('CONFLICT');
  });

  it('of any tenant is shut out by the office, and then let in by the office only', async () => {
    const { disabledUser } = await disable(pool.office, icbc, 'icbc-c');
    expect(await codeOf(enable(bankA, disabledUser.id))).toBe('CONFLICT');
    expect(await codeOf(disable(bankA, icbc, 'icbc-c'))).toBe('CONFLICT');
    const again = await enable(pool.office2, disabledUser.id);
    expect(again.disabledUser.enabledBy).toBe('office-b');
    expect((await disable(bankA, icbc, 'icbc-c')).done).toBe(true);
  });

  it('is not shut out by strangers, by lesser roles, or by itself', async () => {
    expect(await codeOf(disable(bankA, ccb, 'ccb-a'))).toBe('NOT_FOUND');
    expect(await codeOf(disable(bankA, 'bk_0197ffff000070008000000000000000', 'ccb-a'))).toBe('NOT_FOUND');
    expect(await codeOf(disable(bankA, officeTenant, 'office-a'))).toBe('NOT_FOUND');
    for (const role of ['VIEWER', 'OPERATOR'] as const)
      expect(await codeOf(disable({ ...bankA, role }, icbc, 'icbc-d'))).toBe('FORBIDDEN');
    expect(await codeOf(disable(bankA, icbc, 'icbc-a'))).toBe('BAD_USER_INPUT');
    expect(await codeOf(disable(pool.office, officeTenant, 'office-a'))).toBe('BAD_USER_INPUT');
    const foreign = await disable(pool.office, ccb, 'ccb-x');
    expect(await codeOf(enable(bankA, foreign.disabledUser.id))).toBe('NOT_FOUND');
  });

  it('is shut out once, however many ask at once', async () => {
    const codes = await Promise.all([1, 2, 3, 4].map(() => codeOf(disable(pool.office, icbc, 'icbc-many'))));
    expect(codes.sort()).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'done']);
  });

  it('is listed for its tenant and the office, and for nobody else', async () => {
    const listed = async (user: User) =>
      (await running.ask(user, '{ disabledUsers { nodes { userId disabledBy tenant { nameEn } } } }')).data
        .disabledUsers.nodes;
    const other = pool.person(uuidOf(ccb), 'ccb-a');
    expect((await listed(other)).map((one: { userId: string }) => one.userId)).toEqual(['ccb-x']);
    const own = await listed(bankA);
    expect(own.every((one: { disabledBy: string | null }) => one.disabledBy === null)).toBe(true);
    expect(JSON.stringify(own)).not.toContain('CCB');
    expect((await listed(pool.office)).length).toBe(own.length + 1);
  });
});

describe('a token', () => {
  const revoke = (by: User, tenantId: string, tokenId: string) =>
    running.act(by, 'revokeToken', { tenantId, tokenId, reason: '遗失' }, 'revokedToken { id tokenId }');

  it('is revoked by its tenant or the office, within the bound, and its bearer is not', async () => {
    const other = elsewhere();
    expect(await other.letsIn(bankA, 'token-2')).toBe(true);
    expect((await revoke(bankB, icbc, 'token-2')).revokedToken.tokenId).toBe('token-2');
    other.pass(KEPT_MS - 1);
    expect(await other.letsIn(bankA, 'token-2')).toBe(true);
    other.pass(1);
    expect([
      await other.letsIn(bankA, 'token-2'),
      await other.letsIn(bankA, 'token-3'),
      await other.letsIn(bankA, null),
    ]).toEqual([false, true, true]);
    expect(await codeOf(revoke(pool.office, icbc, 'token-2'))).toBe('CONFLICT');
  });

  it('of another tenant is not', async () => {
    expect(await codeOf(revoke(bankA, ccb, 'token-4'))).toBe('NOT_FOUND');
    await revoke(bankA, icbc, 'token-5');
    expect(await elsewhere().letsIn(pool.person(uuidOf(ccb), 'ccb-a'), 'token-5')).toBe(true);
  });
});

describe('a tenant', () => {
  const turn = (by: User, name: string, tenantId: string) =>
    running.act(by, name, { tenantId, reason: '停业整顿' }, 'tenant { id disabled nameEn }');

  it('is shut out and let in again by the office, within the bound', async () => {
    const other = elsewhere();
    const person = pool.person(uuidOf(ccb), 'ccb-a');
    expect(await other.letsIn(person)).toBe(true);
    expect((await turn(pool.office, 'disableTenant', ccb)).tenant).toMatchObject({
      disabled: true,
      nameEn: 'CCB',
    });
    other.pass(KEPT_MS - 1);
    expect(await other.letsIn(person)).toBe(true);
    other.pass(1);
    expect([await other.letsIn(person), await other.letsIn(bankA)]).toEqual([false, true]);
    expect(await codeOf(turn(pool.office, 'disableTenant', ccb))).toBe('CONFLICT');
    expect((await turn(pool.office, 'enableTenant', ccb)).tenant.disabled).toBe(false);
    other.pass(KEPT_MS);
    expect(await other.letsIn(person)).toBe(true);
    expect(await codeOf(turn(pool.office, 'enableTenant', ccb))).toBe('CONFLICT');
  });

  it('is not by others, nor is the office itself, nor a tenant of another pool', async () => {
    expect(await codeOf(turn(bankA, 'disableTenant', icbc))).toBe('FORBIDDEN');
    expect(await codeOf(turn({ ...pool.office, role: 'OPERATOR' }, 'disableTenant', icbc))).toBe('FORBIDDEN');
    expect(await codeOf(turn(pool.office, 'disableTenant', officeTenant))).toBe('BAD_USER_INPUT');
    const otherPool = await newPool(running, '2025-03-10');
    expect(await codeOf(turn(otherPool.office, 'disableTenant', icbc))).toBe('NOT_FOUND');
    expect(await codeOf(disable(otherPool.office, icbc, 'icbc-a'))).toBe('NOT_FOUND');
  });
});

it('the database itself keeps a bank from shutting out strangers, and revoked tokens as they are', async () => {
  const context = {
    persona: 'zhubao_bank_act',
    poolId: pool.poolId as string,
    tenantId: bankA.tenantId as string,
    userId: bankA.userId,
  };
  const inserting = (tenantId: Id<'tenant'>, authorId: Id<'tenant'>) =>
    running.product.database.act(context, async (tx) => {
      await tx.query(
        `insert into disabled_user (pool_id, id, tenant_id, user_id, reason, author_id, disabled_by, disabled_at)
         values ($1, gen_random_uuid(), $2, 'x', 'x', $3, 'x', now())`,
        [pool.poolId, tenantId, authorId],
      );
    });
  for (const [tenantId, authorId] of [
    [uuidOf(ccb), bankA.tenantId],
    [bankA.tenantId, pool.officeId],
    [pool.officeId, bankA.tenantId],
  ] as const)
    await expect(inserting(tenantId, authorId)).rejects.toMatchObject({ code: '42501' });
  await expect(inserting(bankA.tenantId, bankA.tenantId)).resolves.toBeUndefined();
  await expect(running.owner('update revoked_token set reason = $1', ['other'])).rejects.toThrow();
});
