import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { TakeOverType } from './take-over.type.ts';

const ORDERS = {
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新申请在前', en: 'Last first.' },
} as const satisfies Orders<'takeOver'>;
const TakeOverOrderEnum = ordersEnum('TakeOverOrder', '期初接管', ORDERS);
const TakeOverConnection = connectionOf('TakeOver', '期初接管', () => TakeOverType);

@Resolver(() => TakeOverType)
export class TakeOverResolver {
  @Query(() => TakeOverConnection, {
    description: '期初接管列表。The take-overs of the pool; there is at most one that is not closed. Office.',
  })
  takeOvers(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('orderBy', () => TakeOverOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return pageOf(context, page, { table: 'takeOver', orders: ORDERS, orderBy, filters: [] });
  }
}
