import { Field, ID, InputType } from 'type-graphql';
import {
  type Connection,
  connectionOf,
  type Orders,
  ordersEnum,
  type PageArgs,
  pageOf,
} from './connection.ts';
import type { RequestContext } from './context.ts';
import { byId, DateRange, range } from './filter.ts';
import { RecoveryType } from './recovery.type.ts';

const RECOVERY_ORDERS = {
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新登记在前', en: 'Last recorded first.' },
  OLDEST: { column: 'id', unique: 'id', direction: 'ASC', zh: '最早登记在前', en: 'First recorded first.' },
  RECEIVED: { column: 'receivedOn', direction: 'DESC', zh: '到账日从近到远', en: 'Latest receipt first.' },
  AMOUNT_DESC: { column: 'net', direction: 'DESC', zh: '净额从大到小', en: 'Largest net first.' },
} as const satisfies Orders<'recovery'>;
export const RecoveryOrderEnum = ordersEnum('RecoveryOrder', '追偿回款', RECOVERY_ORDERS);
export const RecoveryConnection = connectionOf('Recovery', '追偿回款', () => RecoveryType);

@InputType('RecoveryFilter', {
  description: '追偿回款筛选条件。Narrows a list of recoveries; every condition that is given must hold.',
})
export class RecoveryFilter {
  @Field(() => ID, { nullable: true, description: '贷款。Only recoveries of this loan.' })
  readonly loan!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '地区。Only those of loans of this region’s firms.' })
  readonly region!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '合作银行。Only those of loans of this bank.' })
  readonly bank!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '担保机构。Only those of loans that it backs.' })
  readonly guarantor!: string | null | undefined;

  @Field(() => DateRange, { nullable: true, description: '到账日范围。Only money that came in this time.' })
  readonly receivedOn!: DateRange | null | undefined;
}

export function recoveryPage(
  context: RequestContext,
  page: PageArgs,
  given: RecoveryFilter | null,
  orderBy: string,
): Promise<Connection<'recovery'>> {
  const filters = [
    ...byId<'recovery'>('loanId', 'loan', given?.loan),
    ...byId<'recovery'>('regionId', 'region', given?.region),
    ...byId<'recovery'>('bankId', 'bank', given?.bank),
    ...byId<'recovery'>('guarantorId', 'guarantor', given?.guarantor),
    ...range<'recovery'>('receivedOn', given?.receivedOn),
  ];
  return pageOf(context, page, { table: 'recovery', orders: RECOVERY_ORDERS, orderBy, filters });
}
