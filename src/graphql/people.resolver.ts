import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { AUTHOR, authorOf, personOf } from './author.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { DisabledUserType, RevokedTokenType, TenantType } from './people.type.ts';
import { TenantNameType } from './tenant.type.ts';

const NEWEST = {
  column: 'id',
  unique: 'id',
  direction: 'DESC',
  zh: '最新登记在前',
  en: 'Last first.',
} as const;

const TENANT_ORDERS = {
  OLDEST: { column: 'id', unique: 'id', direction: 'ASC', zh: '最早登记在前', en: 'First registered first.' },
} as const satisfies Orders<'tenant'>;
const TenantOrderEnum = ordersEnum('TenantOrder', '参与方', TENANT_ORDERS);
const TenantConnection = connectionOf('Tenant', '参与方', () => TenantType);

const DISABLED_ORDERS = { NEWEST } as const satisfies Orders<'disabledUser'>;
const DisabledUserOrderEnum = ordersEnum('DisabledUserOrder', '停用人员', DISABLED_ORDERS);
const DisabledUserConnection = connectionOf('DisabledUser', '停用人员', () => DisabledUserType);

const REVOKED_ORDERS = { NEWEST } as const satisfies Orders<'revokedToken'>;
const RevokedTokenOrderEnum = ordersEnum('RevokedTokenOrder', '作废令牌', REVOKED_ORDERS);
const RevokedTokenConnection = connectionOf('RevokedToken', '作废令牌', () => RevokedTokenType);

const ORDER = '排序。How the list is sorted.';
const DOER = '办理人员。Sign-in name of the approver who did it; null for everyone but the office.';
const OF = '参与方。The tenant whose it is.';

@Resolver(() => TenantType)
export class TenantResolver {
  @Query(() => TenantConnection, {
    description:
      '参与方列表。The tenants of the pool that the viewer may see as such: the office all, the others themselves.',
  })
  tenants(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('orderBy', () => TenantOrderEnum, { defaultValue: 'OLDEST', description: ORDER }) orderBy: string,
  ) {
    return pageOf(context, page, { table: 'tenant', orders: TENANT_ORDERS, orderBy, filters: [] });
  }
}

@Resolver(() => DisabledUserType)
export class DisabledUserResolver {
  @Query(() => DisabledUserConnection, {
    description:
      '停用人员列表。People and systems that are or were disabled: the office sees all, the others their own.',
  })
  disabledUsers(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('orderBy', () => DisabledUserOrderEnum, { defaultValue: 'NEWEST', description: ORDER })
    orderBy: string,
  ) {
    return pageOf(context, page, { table: 'disabledUser', orders: DISABLED_ORDERS, orderBy, filters: [] });
  }

  @FieldResolver(() => TenantType, { nullable: true, description: OF })
  tenant(@Root() { tenantId }: Row<'disabledUser'>, @Ctx() { reader }: RequestContext) {
    return reader.reads.one('tenant', tenantId);
  }

  @FieldResolver(() => TenantNameType, { nullable: true, description: AUTHOR })
  author(@Root() { authorId }: Row<'disabledUser'>, @Ctx() context: RequestContext) {
    return authorOf(context, authorId);
  }

  @FieldResolver(() => String, { nullable: true, description: DOER })
  disabledBy(@Root() { disabledBy }: Row<'disabledUser'>, @Ctx() context: RequestContext): string | null {
    return personOf(context, disabledBy);
  }

  @FieldResolver(() => String, { nullable: true, description: DOER })
  enabledBy(@Root() { enabledBy }: Row<'disabledUser'>, @Ctx() context: RequestContext): string | null {
    return enabledBy && personOf(context, enabledBy);
  }
}

@Resolver(() => RevokedTokenType)
export class RevokedTokenResolver {
  @Query(() => RevokedTokenConnection, {
    description: '作废令牌列表。Tokens that were revoked: the office sees all, the others their own.',
  })
  revokedTokens(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('orderBy', () => RevokedTokenOrderEnum, { defaultValue: 'NEWEST', description: ORDER })
    orderBy: string,
  ) {
    return pageOf(context, page, { table: 'revokedToken', orders: REVOKED_ORDERS, orderBy, filters: [] });
  }

  @FieldResolver(() => TenantType, { nullable: true, description: OF })
  tenant(@Root() { tenantId }: Row<'revokedToken'>, @Ctx() { reader }: RequestContext) {
    return reader.reads.one('tenant', tenantId);
  }

  @FieldResolver(() => TenantNameType, { nullable: true, description: AUTHOR })
  author(@Root() { authorId }: Row<'revokedToken'>, @Ctx() context: RequestContext) {
    return authorOf(context, authorId);
  }

  @FieldResolver(() => String, { nullable: true, description: DOER })
  revokedBy(@Root() { revokedBy }: Row<'revokedToken'>, @Ctx() context: RequestContext): string | null {
    return personOf(context, revokedBy);
  }
}
