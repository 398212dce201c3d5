import { Field, ID, InputType } from 'type-graphql';
import type { Filter } from '../acts/reads.ts';
import type { Industry, Size } from '../domain/words.ts';
import {
  type Connection,
  connectionOf,
  type Orders,
  ordersEnum,
  type PageArgs,
  pageOf,
} from './connection.ts';
import type { RequestContext } from './context.ts';
import { EnterpriseType } from './enterprise.type.ts';
import { IndustryEnum, SizeEnum } from './enums.ts';
import { AmountRange, byId, containing, range, words } from './filter.ts';
import { NameScalar } from './scalars.ts';

const ENTERPRISE_ORDERS = {
  NEWEST: {
    column: 'id',
    unique: 'id',
    direction: 'DESC',
    zh: '最新建档在前',
    en: 'Latest on record first.',
  },
  OLDEST: {
    column: 'id',
    unique: 'id',
    direction: 'ASC',
    zh: '最早建档在前',
    en: 'Earliest on record first.',
  },
  NAME: { column: 'name', direction: 'ASC', zh: '企业名称', en: 'By name.' },
  REVENUE_DESC: {
    column: 'revenue',
    direction: 'DESC',
    zh: '营业收入从大到小',
    en: 'Largest revenue first.',
  },
} as const satisfies Orders<'enterprise'>;
export const EnterpriseOrderEnum = ordersEnum('EnterpriseOrder', '企业', ENTERPRISE_ORDERS);
export const EnterpriseConnection = connectionOf('Enterprise', '企业', () => EnterpriseType);

@InputType('EnterpriseFilter', {
  description: '企业筛选条件。Narrows a list of enterprises; every condition that is given must hold.',
})
export class EnterpriseFilter {
  @Field(() => NameScalar, {
    nullable: true,
    description: '名称或统一社会信用代码包含的文字。Text that the name or credit code contains.',
  })
  readonly text!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '地区。Only firms of this region.' })
  readonly region!: string | null | undefined;

  @Field(() => [SizeEnum], { nullable: true, description: '规模。Only firms of one of these sizes.' })
  readonly sizes!: readonly Size[] | null | undefined;

  @Field(() => [IndustryEnum], {
    nullable: true,
    description: '行业门类。Only firms of one of these industries.',
  })
  readonly industries!: readonly Industry[] | null | undefined;

  @Field(() => AmountRange, { nullable: true, description: '营业收入（元）。Revenue in yuan.' })
  readonly revenue!: AmountRange | null | undefined;
}

export function enterprisePage(
  context: RequestContext,
  page: PageArgs,
  given: EnterpriseFilter | null,
  orderBy: string,
  parent?: { readonly column: 'regionId'; readonly id: string },
): Promise<Connection<'enterprise'>> {
  const filters: Filter<'enterprise'>[] = [
    ...containing<'enterprise'>(['name', 'creditCode'], given?.text),
    ...byId<'enterprise'>('regionId', 'region', given?.region),
    ...words<'enterprise'>('size', given?.sizes),
    ...words<'enterprise'>('industry', given?.industries),
    ...range<'enterprise'>('revenue', given?.revenue),
  ];
  return pageOf(context, page, {
    table: 'enterprise',
    orders: ENTERPRISE_ORDERS,
    orderBy,
    filters,
    ...(parent ? { parent } : {}),
  });
}
