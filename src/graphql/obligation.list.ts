import { Field, ID, InputType } from 'type-graphql';
import type { DutyStanding, Filter } from '../acts/reads.ts';
import type { ObligationKind } from '../domain/words.ts';
import {
  type Connection,
  connectionOf,
  type Orders,
  ordersEnum,
  type PageArgs,
  pageOf,
} from './connection.ts';
import type { RequestContext } from './context.ts';
import { ObligationKindEnum, ObligationStateEnum } from './enums.ts';
import { byId, DateRange, range, words } from './filter.ts';
import { ObligationType } from './obligation.type.ts';

export type ObligationState = 'OPEN' | 'OVERDUE' | 'MET' | 'MET_LATE';

const OBLIGATION_ORDERS = {
  DUE: { column: 'dueOn', direction: 'ASC', zh: '到期日从近到远', en: 'Earliest due date first.' },
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新产生在前', en: 'Latest first.' },
} as const satisfies Orders<'obligation'>;
export const ObligationOrderEnum = ordersEnum('ObligationOrder', '义务', OBLIGATION_ORDERS);
export const ObligationConnection = connectionOf('Obligation', '义务', () => ObligationType);

@InputType('ObligationFilter', {
  description: '义务筛选条件。Narrows a list of duties; every condition that is given must hold.',
})
export class ObligationFilter {
  @Field(() => [ObligationStateEnum], {
    nullable: true,
    description: '履行状态，按业务日期。How they stand on the business date.',
  })
  readonly states!: readonly ObligationState[] | null | undefined;

  @Field(() => [ObligationKindEnum], {
    nullable: true,
    description: '种类。Only duties of one of these kinds.',
  })
  readonly kinds!: readonly ObligationKind[] | null | undefined;

  @Field(() => ID, { nullable: true, description: '贷款。Only duties about this loan.' })
  readonly loan!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '地区。Only duties about this region.' })
  readonly region!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '合作银行。Only duties about this bank.' })
  readonly bank!: string | null | undefined;

  @Field(() => DateRange, { nullable: true, description: '到期日范围。Only duties due in this time.' })
  readonly dueOn!: DateRange | null | undefined;
}

const STANDINGS: Readonly<Record<ObligationState, DutyStanding>> = {
  OPEN: 'OPEN',
  OVERDUE: 'LATE',
  MET: 'MET',
  MET_LATE: 'MET_LATE',
};
export const STATES: Readonly<Record<DutyStanding, ObligationState>> = {
  OPEN: 'OPEN',
  LATE: 'OVERDUE',
  MET: 'MET',
  MET_LATE: 'MET_LATE',
};

export async function obligationPage(
  context: RequestContext,
  page: PageArgs,
  given: ObligationFilter | null,
  orderBy: string,
  parent?: { readonly column: 'regionId'; readonly id: string },
): Promise<Connection<'obligation'>> {
  const today = await context.reader.today();
  const standings = given?.states?.map((state) => STANDINGS[state]);
  const filters: Filter<'obligation'>[] = [
    ...(standings ? [{ kind: 'STANDINGS', standings, today } as const] : []),
    ...words<'obligation'>('kind', given?.kinds),
    ...byId<'obligation'>('loanId', 'loan', given?.loan),
    ...byId<'obligation'>('regionId', 'region', given?.region),
    ...byId<'obligation'>('bankId', 'bank', given?.bank),
    ...range<'obligation'>('dueOn', given?.dueOn),
  ];
  return pageOf(context, page, {
    table: 'obligation',
    orders: OBLIGATION_ORDERS,
    orderBy,
    filters,
    ...(parent ? { parent } : {}),
  });
}
