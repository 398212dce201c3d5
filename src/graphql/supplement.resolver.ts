import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import type { SupplementState } from '../domain/words.ts';
import { personOf } from './author.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { SupplementStateEnum } from './enums.ts';
import { EvaluationType } from './evaluation.type.ts';
import { words } from './filter.ts';
import { SupplementType } from './supplement.type.ts';

type Supplement = Row<'supplement'>;

const SUPPLEMENT_ORDERS = {
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新登记在前', en: 'Last entered first.' },
} as const satisfies Orders<'supplement'>;
const SupplementOrderEnum = ordersEnum('SupplementOrder', '补充资金', SUPPLEMENT_ORDERS);
const SupplementConnection = connectionOf('Supplement', '补充资金', () => SupplementType);

@Resolver(() => SupplementType)
export class SupplementResolver {
  @Query(() => SupplementConnection, {
    description:
      '补充资金列表。Supplements of the pool by the city (Art. 38). Office and fund manager only; others are refused.',
  })
  supplements(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('states', () => [SupplementStateEnum], {
      nullable: true,
      description: '状态。Only supplements in one of these states.',
    })
    states: readonly SupplementState[] | null,
    @Arg('orderBy', () => SupplementOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return pageOf(context, page, {
      table: 'supplement',
      orders: SUPPLEMENT_ORDERS,
      orderBy,
      filters: words<'supplement'>('state', states),
    });
  }

  @FieldResolver(() => EvaluationType, {
    nullable: true,
    description: '绩效自评。The evaluation after which it is granted; null where compensation is the ground.',
  })
  evaluation(
    @Root() { evaluationId }: Supplement,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'evaluation'> | null> | null {
    return evaluationId && reader.reads.one('evaluation', evaluationId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: '登记人。Who of the office entered it; null for everyone but the office.',
  })
  askedBy(@Root() { askedBy }: Supplement, @Ctx() context: RequestContext): string | null {
    return personOf(context, askedBy);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: '复核人。The second person; null until then, and for everyone but the office.',
  })
  decidedBy(@Root() { decidedBy }: Supplement, @Ctx() context: RequestContext): string | null {
    return decidedBy && personOf(context, decidedBy);
  }
}
