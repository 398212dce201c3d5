import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import type { ReversalState } from '../domain/words.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { ReversalStateEnum } from './enums.ts';
import { words } from './filter.ts';
import { LedgerEntryType } from './ledger.type.ts';
import { named } from './loan.resolver.ts';
import { ReversalType } from './reversal.type.ts';
import { TenantNameType } from './tenant.type.ts';

type Entry = Row<'entry'>;

const REVERSAL_ORDERS = {
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新申请在前', en: 'Latest first.' },
} as const satisfies Orders<'reversal'>;
const ReversalOrderEnum = ordersEnum('ReversalOrder', '冲销申请', REVERSAL_ORDERS);
const ReversalConnection = connectionOf('Reversal', '冲销申请', () => ReversalType);

@Resolver(() => ReversalType)
export class ReversalResolver {
  @Query(() => ReversalConnection, {
    description:
      '冲销申请列表。Requests to reverse an entry. Office and fund manager only; others are refused.',
  })
  reversals(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('states', () => [ReversalStateEnum], {
      nullable: true,
      description: '状态。Only requests in one of these states.',
    })
    states: readonly ReversalState[] | null,
    @Arg('orderBy', () => ReversalOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return pageOf(context, page, {
      table: 'reversal',
      orders: REVERSAL_ORDERS,
      orderBy,
      filters: words<'reversal'>('state', states),
    });
  }

  @FieldResolver(() => LedgerEntryType, { description: '待冲销分录。The entry to be reversed.' })
  async entry(@Root() reversal: Row<'reversal'>, @Ctx() { reader }: RequestContext): Promise<Entry> {
    return named(await reader.reads.one('entry', reversal.entryId));
  }

  @FieldResolver(() => LedgerEntryType, {
    nullable: true,
    description: '冲销分录。The reversing entry; null until it is posted.',
  })
  postedEntry(
    @Root() { postedEntryId }: Row<'reversal'>,
    @Ctx() { reader }: RequestContext,
  ): Promise<Entry | null> | null {
    return postedEntryId && reader.reads.one('entry', postedEntryId);
  }

  @FieldResolver(() => TenantNameType, {
    nullable: true,
    description: '申请方。Whose person asked; null where the reader may not know the tenant by name.',
  })
  asker(@Root() reversal: Row<'reversal'>, @Ctx() { reader }: RequestContext) {
    return reader.reads.tenant(reversal.askedByTenant);
  }
}
