import { Ctx, FieldResolver, Int, Query, Resolver } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import type { RequestContext } from './context.ts';
import { PoolType } from './pool.type.ts';
import { TenantNameType, ViewerType } from './tenant.type.ts';

@Resolver(() => ViewerType)
export class ViewerResolver {
  @Query(() => ViewerType, { description: '当前访问者。Who is asking.' })
  viewer(@Ctx() { actor }: RequestContext) {
    return actor;
  }

  @FieldResolver(() => TenantNameType, {
    nullable: true,
    description:
      '所属参与方。The viewer’s tenant by name; null only for a tenant that has been taken out of the pool.',
  })
  tenant(@Ctx() { actor, reader }: RequestContext) {
    return reader.reads.tenant(actor.tenantId);
  }

  @FieldResolver(() => PoolType, { description: '所属资金池。The viewer’s pool; nobody sees another.' })
  pool(@Ctx() { reader }: RequestContext): Promise<Row<'pool'>> {
    return reader.pool();
  }

  @FieldResolver(() => Boolean, {
    description: '是否受托机构。True for the guarantor entrusted with the pool’s money (Art. 10).',
  })
  fundManager(@Ctx() { actor }: RequestContext): boolean {
    return actor.persona === 'FUND_MANAGER';
  }

  @FieldResolver(() => Int, {
    description: '未履行义务数。Number of the viewer’s own duties that are not met, overdue ones included.',
  })
  async openObligations(@Ctx() { actor, reader }: RequestContext): Promise<number> {
    return reader.reads.count({
      table: 'obligation',
      filters: [
        { kind: 'IN', column: 'debtorId', values: [actor.tenantId] },
        { kind: 'STANDINGS', standings: ['OPEN', 'LATE'], today: await reader.today() },
      ],
      order: { column: 'id', unique: 'id', direction: 'DESC' },
      first: 1,
      after: null,
    });
  }
}
