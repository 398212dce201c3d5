import { Field, ID, InputType } from 'type-graphql';
import type { Filter } from '../acts/reads.ts';
import type { LoanState } from '../domain/words.ts';
import {
  type Connection,
  connectionOf,
  type Orders,
  ordersEnum,
  type PageArgs,
  pageOf,
} from './connection.ts';
import type { RequestContext } from './context.ts';
import { LoanStateEnum } from './enums.ts';
import { AmountRange, byId, containing, DateRange, range } from './filter.ts';
import { LoanType } from './loan.type.ts';
import { NameScalar } from './scalars.ts';

const LOAN_ORDERS = {
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新审批在前', en: 'Latest approval first.' },
  OLDEST: {
    column: 'id',
    unique: 'id',
    direction: 'ASC',
    zh: '最早审批在前',
    en: 'Earliest approval first.',
  },
  AMOUNT_DESC: { column: 'amount', direction: 'DESC', zh: '合同金额从大到小', en: 'Largest amount first.' },
  OUTSTANDING_DESC: {
    column: 'outstanding',
    direction: 'DESC',
    zh: '余额从大到小',
    en: 'Largest outstanding principal first.',
  },
  MATURITY: {
    column: 'maturesOn',
    direction: 'ASC',
    zh: '到期日从近到远',
    en: 'Earliest maturity first; loans without one last.',
  },
  NEXT_DUE: {
    column: 'nextDueOn',
    direction: 'ASC',
    zh: '下次还本日从近到远',
    en: 'Earliest next due date first; loans without one last.',
  },
} as const satisfies Orders<'loan'>;
export const LoanOrderEnum = ordersEnum('LoanOrder', '贷款', LOAN_ORDERS);
export const LoanConnection = connectionOf('Loan', '贷款', () => LoanType);

@InputType('LoanFilter', {
  description: '贷款筛选条件。Narrows a list of loans; every condition that is given must hold.',
})
export class LoanFilter {
  @Field(() => [LoanStateEnum], {
    nullable: true,
    description: '状态，按业务日期。States on the business date; OVERDUE and ACTIVE exclude one another.',
  })
  readonly states!: readonly LoanState[] | null | undefined;

  @Field(() => ID, { nullable: true, description: '地区。Only loans of this region’s firms.' })
  readonly region!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '合作银行。Only loans of this bank.' })
  readonly bank!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '担保机构。Only loans backed by this guarantor.' })
  readonly guarantor!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '企业。Only loans of this enterprise.' })
  readonly enterprise!: string | null | undefined;

  @Field(() => NameScalar, {
    nullable: true,
    description: '贷款编号包含的文字。Text that the loan’s number contains.',
  })
  readonly number!: string | null | undefined;

  @Field(() => NameScalar, {
    nullable: true,
    description: '企业名称或统一社会信用代码包含的文字。Text that the firm’s name or credit code contains.',
  })
  readonly enterpriseText!: string | null | undefined;

  @Field(() => AmountRange, { nullable: true, description: '合同金额（元）。Amount of the loan in yuan.' })
  readonly amount!: AmountRange | null | undefined;

  @Field(() => AmountRange, { nullable: true, description: '贷款余额（元）。Outstanding principal in yuan.' })
  readonly outstanding!: AmountRange | null | undefined;

  @Field(() => DateRange, { nullable: true, description: '审批日期。Day of approval.' })
  readonly approvedOn!: DateRange | null | undefined;

  @Field(() => DateRange, { nullable: true, description: '放款日期。Day of disbursement.' })
  readonly disbursedOn!: DateRange | null | undefined;

  @Field(() => DateRange, { nullable: true, description: '到期日。Day of maturity.' })
  readonly maturesOn!: DateRange | null | undefined;
}

async function filtersOf({ reader }: RequestContext, given: LoanFilter | null): Promise<Filter<'loan'>[]> {
  if (!given) return [];
  const { states, enterpriseText } = given;
  return [
    ...(states ? [{ kind: 'LOAN_STATES', states, today: await reader.today() } as const] : []),
    ...byId<'loan'>('regionId', 'region', given.region),
    ...byId<'loan'>('bankId', 'bank', given.bank),
    ...byId<'loan'>('guarantorId', 'guarantor', given.guarantor),
    ...byId<'loan'>('enterpriseId', 'enterprise', given.enterprise),
    ...containing<'loan'>(['number'], given.number),
    ...(enterpriseText ? [{ kind: 'FIRM', text: enterpriseText } as const] : []),
    ...range<'loan'>('amount', given.amount),
    ...range<'loan'>('outstanding', given.outstanding),
    ...range<'loan'>('approvedOn', given.approvedOn),
    ...range<'loan'>('disbursedOn', given.disbursedOn),
    ...range<'loan'>('maturesOn', given.maturesOn),
  ];
}

type Parent = {
  readonly column: 'regionId' | 'bankId' | 'guarantorId' | 'enterpriseId';
  readonly id: string;
};

export async function loanPage(
  context: RequestContext,
  page: PageArgs,
  filter: LoanFilter | null,
  orderBy: string,
  parent?: Parent,
): Promise<Connection<'loan'>> {
  return pageOf(context, page, {
    table: 'loan',
    orders: LOAN_ORDERS,
    orderBy,
    filters: await filtersOf(context, filter),
    ...(parent ? { parent } : {}),
  });
}
