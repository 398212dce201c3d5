import { Field, ID, InputType } from 'type-graphql';
import type { Filter } from '../acts/reads.ts';
import type { ProposalState, Purpose, ReferralState } from '../domain/words.ts';
import {
  type Connection,
  connectionOf,
  type Orders,
  ordersEnum,
  type PageArgs,
  pageOf,
} from './connection.ts';
import type { RequestContext } from './context.ts';
import { ProposalStateEnum, PurposeEnum, ReferralStateEnum } from './enums.ts';
import { AmountRange, byId, containing, DateRange, range, words } from './filter.ts';
import { ProposalType } from './proposal.type.ts';
import { ReferralType } from './referral.type.ts';
import { NameScalar } from './scalars.ts';

const REFERRAL_ORDERS = {
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新推荐在前', en: 'Latest referral first.' },
  OLDEST: {
    column: 'id',
    unique: 'id',
    direction: 'ASC',
    zh: '最早推荐在前',
    en: 'Earliest referral first.',
  },
  AMOUNT_DESC: { column: 'amount', direction: 'DESC', zh: '申请金额从大到小', en: 'Largest amount first.' },
} as const satisfies Orders<'referral'>;
export const ReferralOrderEnum = ordersEnum('ReferralOrder', '推荐', REFERRAL_ORDERS);
export const ReferralConnection = connectionOf('Referral', '推荐', () => ReferralType);

@InputType('ReferralFilter', {
  description: '推荐筛选条件。Narrows a list of referrals; every condition that is given must hold.',
})
export class ReferralFilter {
  @Field(() => [ReferralStateEnum], {
    nullable: true,
    description: '状态。Only referrals in one of these states.',
  })
  readonly states!: readonly ReferralState[] | null | undefined;

  @Field(() => [PurposeEnum], {
    nullable: true,
    description: '用途。Only referrals for one of these purposes.',
  })
  readonly purposes!: readonly Purpose[] | null | undefined;

  @Field(() => ID, { nullable: true, description: '地区。Only referrals of this region’s district.' })
  readonly region!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '合作银行。Only referrals recommended to this bank.' })
  readonly bank!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '担保机构。Only referrals recommended to this guarantor.' })
  readonly guarantor!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '企业。Only referrals of this enterprise.' })
  readonly enterprise!: string | null | undefined;

  @Field(() => NameScalar, {
    nullable: true,
    description: '推荐编号包含的文字。Text that the referral’s number contains.',
  })
  readonly number!: string | null | undefined;

  @Field(() => NameScalar, {
    nullable: true,
    description: '企业名称或统一社会信用代码包含的文字。Text that the firm’s name or credit code contains.',
  })
  readonly enterpriseText!: string | null | undefined;

  @Field(() => AmountRange, { nullable: true, description: '申请金额（元）。Amount asked for, in yuan.' })
  readonly amount!: AmountRange | null | undefined;

  @Field(() => DateRange, { nullable: true, description: '推荐日期。Day of submission.' })
  readonly submittedOn!: DateRange | null | undefined;

  @Field(() => DateRange, { nullable: true, description: '出具推荐表日期。Day of recommendation.' })
  readonly recommendedOn!: DateRange | null | undefined;
}

function referralFilters(given: ReferralFilter | null): Filter<'referral'>[] {
  if (!given) return [];
  const { enterpriseText } = given;
  return [
    ...words<'referral'>('state', given.states),
    ...words<'referral'>('purpose', given.purposes),
    ...byId<'referral'>('regionId', 'region', given.region),
    ...byId<'referral'>('bankId', 'bank', given.bank),
    ...byId<'referral'>('guarantorId', 'guarantor', given.guarantor),
    ...byId<'referral'>('enterpriseId', 'enterprise', given.enterprise),
    ...containing<'referral'>(['number'], given.number),
    ...(enterpriseText ? [{ kind: 'FIRM', text: enterpriseText } as const] : []),
    ...range<'referral'>('amount', given.amount),
    ...range<'referral'>('submittedOn', given.submittedOn),
    ...range<'referral'>('recommendedOn', given.recommendedOn),
  ];
}

type Parent = {
  readonly column: 'regionId' | 'bankId' | 'guarantorId' | 'enterpriseId';
  readonly id: string;
};

export function referralPage(
  context: RequestContext,
  page: PageArgs,
  filter: ReferralFilter | null,
  orderBy: string,
  parent?: Parent,
): Promise<Connection<'referral'>> {
  return pageOf(context, page, {
    table: 'referral',
    orders: REFERRAL_ORDERS,
    orderBy,
    filters: referralFilters(filter),
    ...(parent ? { parent } : {}),
  });
}

const PROPOSAL_ORDERS = {
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新荐举在前', en: 'Latest proposal first.' },
  OLDEST: {
    column: 'id',
    unique: 'id',
    direction: 'ASC',
    zh: '最早荐举在前',
    en: 'Earliest proposal first.',
  },
} as const satisfies Orders<'proposal'>;
export const ProposalOrderEnum = ordersEnum('ProposalOrder', '荐举', PROPOSAL_ORDERS);
export const ProposalConnection = connectionOf('Proposal', '荐举', () => ProposalType);

@InputType('ProposalFilter', {
  description: '荐举筛选条件。Narrows a list of proposals; every condition that is given must hold.',
})
export class ProposalFilter {
  @Field(() => [ProposalStateEnum], {
    nullable: true,
    description: '状态。Only proposals in one of these states.',
  })
  readonly states!: readonly ProposalState[] | null | undefined;

  @Field(() => ID, { nullable: true, description: '地区。Only proposals to this region’s district.' })
  readonly region!: string | null | undefined;

  @Field(() => NameScalar, {
    nullable: true,
    description: '企业名称或统一社会信用代码包含的文字。Text that the firm’s name or credit code contains.',
  })
  readonly enterpriseText!: string | null | undefined;

  @Field(() => DateRange, { nullable: true, description: '提出日期。Day on which it was put forward.' })
  readonly proposedOn!: DateRange | null | undefined;
}

export function proposalPage(
  context: RequestContext,
  page: PageArgs,
  given: ProposalFilter | null,
  orderBy: string,
): Promise<Connection<'proposal'>> {
  const filters: Filter<'proposal'>[] = [
    ...words<'proposal'>('state', given?.states),
    ...byId<'proposal'>('regionId', 'region', given?.region),
    ...containing<'proposal'>(['enterpriseName', 'creditCode'], given?.enterpriseText),
    ...range<'proposal'>('proposedOn', given?.proposedOn),
  ];
  return pageOf(context, page, { table: 'proposal', orders: PROPOSAL_ORDERS, orderBy, filters });
}
