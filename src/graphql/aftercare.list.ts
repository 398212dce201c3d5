import { Field, ID, InputType } from 'type-graphql';
import type { AftercareKind } from '../domain/words.ts';
import { AftercareType } from './aftercare.type.ts';
import {
  type Connection,
  connectionOf,
  type Orders,
  ordersEnum,
  type PageArgs,
  pageOf,
} from './connection.ts';
import type { RequestContext } from './context.ts';
import { AftercareKindEnum } from './enums.ts';
import { byId, DateRange, range, words } from './filter.ts';

const AFTERCARE_ORDERS = {
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新登记在前', en: 'Last recorded first.' },
  OLDEST: { column: 'id', unique: 'id', direction: 'ASC', zh: '最早登记在前', en: 'First recorded first.' },
  DONE: { column: 'doneOn', direction: 'DESC', zh: '办理日从近到远', en: 'Latest day of doing first.' },
} as const satisfies Orders<'aftercare'>;
export const AftercareOrderEnum = ordersEnum('AftercareOrder', '贷后管理记录', AFTERCARE_ORDERS);
export const AftercareConnection = connectionOf('Aftercare', '贷后管理记录', () => AftercareType);

@InputType('AftercareFilter', {
  description: '贷后管理记录筛选条件。Narrows a list of records; every condition that is given must hold.',
})
export class AftercareFilter {
  @Field(() => [AftercareKindEnum], {
    nullable: true,
    description: '种类。Only records of one of these kinds.',
  })
  readonly kinds!: readonly AftercareKind[] | null | undefined;

  @Field(() => ID, { nullable: true, description: '贷款。Only records about this loan.' })
  readonly loan!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '地区。Only records about loans of this region’s firms.' })
  readonly region!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '合作银行。Only records about loans of this bank.' })
  readonly bank!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '担保机构。Only records about loans that it backs.' })
  readonly guarantor!: string | null | undefined;

  @Field(() => DateRange, { nullable: true, description: '办理日范围。Only what was done in this time.' })
  readonly doneOn!: DateRange | null | undefined;
}

export function aftercarePage(
  context: RequestContext,
  page: PageArgs,
  given: AftercareFilter | null,
  orderBy: string,
): Promise<Connection<'aftercare'>> {
  const filters = [
    ...words<'aftercare'>('kind', given?.kinds),
    ...byId<'aftercare'>('loanId', 'loan', given?.loan),
    ...byId<'aftercare'>('regionId', 'region', given?.region),
    ...byId<'aftercare'>('bankId', 'bank', given?.bank),
    ...byId<'aftercare'>('guarantorId', 'guarantor', given?.guarantor),
    ...range<'aftercare'>('doneOn', given?.doneOn),
  ];
  return pageOf(context, page, { table: 'aftercare', orders: AFTERCARE_ORDERS, orderBy, filters });
}
