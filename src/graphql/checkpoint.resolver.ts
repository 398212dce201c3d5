import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { CheckpointType } from './checkpoint.type.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';

const CHECKPOINT_ORDERS = {
  NEWEST: { column: 'number', unique: 'number', direction: 'DESC', zh: '最新在前', en: 'Latest first.' },
  OLDEST: { column: 'number', unique: 'number', direction: 'ASC', zh: '最早在前', en: 'Earliest first.' },
} as const satisfies Orders<'checkpoint'>;
const CheckpointOrderEnum = ordersEnum('CheckpointOrder', '检查点', CHECKPOINT_ORDERS);
const CheckpointConnection = connectionOf('Checkpoint', '检查点', () => CheckpointType);

@Resolver(() => CheckpointType)
export class CheckpointResolver {
  @Query(() => CheckpointConnection, {
    description: '检查点列表。The signed checkpoints of the pool: the same for every tenant.',
  })
  checkpoints(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('orderBy', () => CheckpointOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return pageOf(context, page, { table: 'checkpoint', orders: CHECKPOINT_ORDERS, orderBy, filters: [] });
  }
}
