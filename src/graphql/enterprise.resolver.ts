import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { readId } from '../domain/ids.ts';
import { Names, Reads, ReadsToday } from './ahead.ts';
import { PageArgs } from './connection.ts';
import type { RequestContext } from './context.ts';
import {
  EnterpriseConnection,
  EnterpriseFilter,
  EnterpriseOrderEnum,
  enterprisePage,
} from './enterprise.list.ts';
import { EnterpriseType, ListingType } from './enterprise.type.ts';
import { firmExposure } from './exposure.ts';
import { ExposureType } from './exposure.type.ts';
import { headroomOf } from './headroom.ts';
import { HeadroomType } from './headroom.type.ts';
import { LoanConnection, LoanFilter, LoanOrderEnum, loanPage } from './loan.list.ts';
import { named } from './loan.resolver.ts';
import { ReferralConnection, ReferralFilter, ReferralOrderEnum, referralPage } from './referral.list.ts';
import { RegionType } from './region.type.ts';

type Enterprise = Row<'enterprise'>;

@Resolver(() => EnterpriseType)
export class EnterpriseResolver {
  @Reads()
  @Query(() => EnterpriseType, {
    nullable: true,
    description: '按编号查企业。The enterprise with this id; null for unknown and foreign alike.',
  })
  async enterprise(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '企业的不透明编号。Opaque id of the enterprise.' }) id: string,
  ): Promise<Enterprise | null> {
    const found = readId('enterprise', id);
    return found && reader.reads.one('enterprise', found);
  }

  @ReadsToday()
  @Query(() => EnterpriseConnection, { description: '企业列表。The enterprises that the reader may see.' })
  enterprises(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => EnterpriseFilter, { nullable: true, description: '筛选条件。Narrows the list.' })
    filter: EnterpriseFilter | null,
    @Arg('orderBy', () => EnterpriseOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return enterprisePage(context, page, filter, orderBy);
  }

  @Names<'enterprise'>('region', 'regionId')
  @FieldResolver(() => RegionType, { description: '所属地区。The region whose district keeps the firm.' })
  async region(@Root() enterprise: Enterprise, @Ctx() { reader }: RequestContext): Promise<Row<'region'>> {
    return named(await reader.reads.one('region', enterprise.regionId));
  }

  @ReadsToday<'enterprise'>('id', 'firmKey', 'regionId')
  @FieldResolver(() => ExposureType, {
    description:
      '敞口。For the office and its district over all the firm’s loans; for a bank or guarantor over its own loans to the firm only.',
  })
  exposure(@Root() enterprise: Enterprise, @Ctx() context: RequestContext) {
    return firmExposure(context, enterprise);
  }

  @ReadsToday<'enterprise'>('id', 'firmKey', 'regionId')
  @FieldResolver(() => HeadroomType, {
    description:
      '尚可发放额度。How much more the firm may borrow; figures are withheld from banks and guarantors (Art. 9, 13, 22).',
  })
  headroom(@Root() { id, firmKey, regionId }: Enterprise, @Ctx() context: RequestContext) {
    return headroomOf(context, { enterpriseId: id, firmKey, regionId });
  }

  @Reads<'enterprise'>('firmKey')
  @FieldResolver(() => ListingType, {
    nullable: true,
    description:
      '失信记录。The firm’s current place on the dishonest list; null when it is not listed, and always null for banks and guarantors (Art. 36).',
  })
  async listed(
    @Root() enterprise: Enterprise,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'listing'> | null> {
    const listings = await reader.reads.hangingOn('listing', 'firmKey', enterprise.firmKey, 'listedOn');
    return listings.find(({ removedOn }) => removedOn === null) ?? null;
  }

  @ReadsToday<'enterprise'>('id')
  @FieldResolver(() => ReferralConnection, {
    description: '推荐记录。Referrals of the firm that the reader may see.',
  })
  referrals(
    @Root() enterprise: Enterprise,
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ReferralFilter, { nullable: true, description: '筛选条件。Narrows the list.' })
    filter: ReferralFilter | null,
    @Arg('orderBy', () => ReferralOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return referralPage(context, page, filter, orderBy, { column: 'enterpriseId', id: enterprise.id });
  }

  @ReadsToday<'enterprise'>('id')
  @FieldResolver(() => LoanConnection, {
    description:
      '贷款。Loans of the firm that the reader may see: a bank’s own only, a guarantor’s own only.',
  })
  loans(
    @Root() enterprise: Enterprise,
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => LoanFilter, { nullable: true, description: '筛选条件。Narrows the list.' })
    filter: LoanFilter | null,
    @Arg('orderBy', () => LoanOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return loanPage(context, page, filter, orderBy, { column: 'enterpriseId', id: enterprise.id });
  }
}
