import { Field, ID, InputType } from 'type-graphql';
import type { CompensationKind } from '../domain/words.ts';
import { CompensationType } from './compensation.type.ts';
import {
  type Connection,
  connectionOf,
  type Orders,
  ordersEnum,
  type PageArgs,
  pageOf,
} from './connection.ts';
import type { RequestContext } from './context.ts';
import { CompensationKindEnum } from './enums.ts';
import { byId, DateRange, range, words } from './filter.ts';

const COMPENSATION_ORDERS = {
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新登记在前', en: 'Last recorded first.' },
  OLDEST: { column: 'id', unique: 'id', direction: 'ASC', zh: '最早登记在前', en: 'First recorded first.' },
  DEDUCTED: { column: 'deductedOn', direction: 'DESC', zh: '划扣日从近到远', en: 'Latest deduction first.' },
  AMOUNT_DESC: {
    column: 'deducted',
    direction: 'DESC',
    zh: '合规划扣金额从大到小',
    en: 'Most of the pool’s money first.',
  },
} as const satisfies Orders<'compensation'>;
export const CompensationOrderEnum = ordersEnum('CompensationOrder', '代偿', COMPENSATION_ORDERS);
export const CompensationConnection = connectionOf('Compensation', '代偿', () => CompensationType);

@InputType('CompensationFilter', {
  description: '代偿筛选条件。Narrows a list of compensations; every condition that is given must hold.',
})
export class CompensationFilter {
  @Field(() => [CompensationKindEnum], {
    nullable: true,
    description: '方式。Only those of one of these kinds.',
  })
  readonly kinds!: readonly CompensationKind[] | null | undefined;

  @Field(() => ID, { nullable: true, description: '贷款。Only compensations of this loan.' })
  readonly loan!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '地区。Only those of loans of this region’s firms.' })
  readonly region!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '合作银行。Only those of loans of this bank.' })
  readonly bank!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '担保机构。Only those of loans that it backs.' })
  readonly guarantor!: string | null | undefined;

  @Field(() => DateRange, { nullable: true, description: '划扣日范围。Only money taken in this time.' })
  readonly deductedOn!: DateRange | null | undefined;
}

export function compensationPage(
  context: RequestContext,
  page: PageArgs,
  given: CompensationFilter | null,
  orderBy: string,
): Promise<Connection<'compensation'>> {
  const filters = [
    ...words<'compensation'>('kind', given?.kinds),
    ...byId<'compensation'>('loanId', 'loan', given?.loan),
    ...byId<'compensation'>('regionId', 'region', given?.region),
    ...byId<'compensation'>('bankId', 'bank', given?.bank),
    ...byId<'compensation'>('guarantorId', 'guarantor', given?.guarantor),
    ...range<'compensation'>('deductedOn', given?.deductedOn),
  ];
  return pageOf(context, page, { table: 'compensation', orders: COMPENSATION_ORDERS, orderBy, filters });
}
