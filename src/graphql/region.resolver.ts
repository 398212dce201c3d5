import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import type { BusinessDate } from '../domain/dates.ts';
import { readId } from '../domain/ids.ts';
import { Yuan } from '../domain/money.ts';
import { replenishmentOf } from '../domain/replenishment.ts';
import { Exposes, Reads, ReadsToday } from './ahead.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { editionsFor } from './editions.ts';
import {
  EnterpriseConnection,
  EnterpriseFilter,
  EnterpriseOrderEnum,
  enterprisePage,
} from './enterprise.list.ts';
import { regionExposure } from './exposure.ts';
import { ExposureType } from './exposure.type.ts';
import { containing } from './filter.ts';
import { headroomOf } from './headroom.ts';
import { HeadroomType } from './headroom.type.ts';
import { LoanConnection, LoanFilter, LoanOrderEnum, loanPage } from './loan.list.ts';
import {
  ObligationConnection,
  ObligationFilter,
  ObligationOrderEnum,
  obligationPage,
} from './obligation.list.ts';
import { PledgeType } from './pledge.type.ts';
import { ReferralConnection, ReferralFilter, ReferralOrderEnum, referralPage } from './referral.list.ts';
import { RegionStandingType, RegionType } from './region.type.ts';
import { DateScalar, NameScalar, YuanScalar } from './scalars.ts';

type Region = Row<'region'>;

const REGION_ORDERS = {
  DIVISION: { column: 'divisionCode', direction: 'ASC', zh: '行政区划代码', en: 'By division code.' },
} as const satisfies Orders<'region'>;
const RegionOrderEnum = ordersEnum('RegionOrder', '地区', REGION_ORDERS);
export const RegionConnection = connectionOf('Region', '地区', () => RegionType);

export function regionPage(context: RequestContext, page: PageArgs, text: string | null, orderBy: string) {
  return pageOf(context, page, {
    table: 'region',
    orders: REGION_ORDERS,
    orderBy,
    filters: containing<'region'>(['nameZh', 'nameEn', 'divisionCode'], text),
  });
}

@Resolver(() => RegionType)
export class RegionResolver {
  @Reads()
  @Query(() => RegionType, {
    nullable: true,
    description: '按编号查地区。The region with this id; null for unknown and foreign alike.',
  })
  async region(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '地区的不透明编号。Opaque id of the region.' }) id: string,
  ): Promise<Region | null> {
    const found = readId('region', id);
    return found && reader.reads.one('region', found);
  }

  @Reads()
  @Query(() => RegionConnection, { description: '地区列表。The regions that the reader may know of.' })
  regions(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('text', () => NameScalar, {
      nullable: true,
      description: '名称或区划代码包含的文字。Text that the name or division code contains.',
    })
    text: string | null,
    @Arg('orderBy', () => RegionOrderEnum, {
      defaultValue: 'DIVISION',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return regionPage(context, page, text, orderBy);
  }

  @Reads<'region'>('id')
  @FieldResolver(() => RegionStandingType, {
    nullable: true,
    description:
      '出资情况。What the region owes and has paid; null for readers who may know its name only (Art. 8, 13).',
  })
  standing(@Root() region: Region, @Ctx() { reader }: RequestContext): Promise<Row<'regionStanding'> | null> {
    return reader.reads.one('regionStanding', region.id, 'regionId');
  }

  @Exposes('REGION')
  @FieldResolver(() => ExposureType, {
    nullable: true,
    description:
      '敞口。Over the loans of the region’s firms; null for everyone but the office and its district.',
  })
  exposure(@Root() region: Region, @Ctx() context: RequestContext) {
    return regionExposure(context, region.id);
  }

  @ReadsToday<'region'>('id')
  @FieldResolver(() => HeadroomType, {
    nullable: true,
    description:
      '尚可发放额度。How much more may be lent to the region’s firms; null for everyone but the office and its district (Art. 9, 13).',
  })
  headroom(@Root() region: Region, @Ctx() context: RequestContext) {
    return headroomOf(context, { regionId: region.id });
  }

  @FieldResolver(() => EnterpriseConnection, {
    description: '本地区企业。Firms of the region that the reader may see.',
  })
  enterprises(
    @Root() region: Region,
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
    return enterprisePage(context, page, filter, orderBy, { column: 'regionId', id: region.id });
  }

  @FieldResolver(() => ReferralConnection, {
    description: '本地区推荐。Referrals of the region’s district that the reader may see.',
  })
  referrals(
    @Root() region: Region,
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
    return referralPage(context, page, filter, orderBy, { column: 'regionId', id: region.id });
  }

  @FieldResolver(() => LoanConnection, {
    description: '本地区贷款。Loans of the region’s firms that the reader may see.',
  })
  loans(
    @Root() region: Region,
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
    return loanPage(context, page, filter, orderBy, { column: 'regionId', id: region.id });
  }

  @FieldResolver(() => ObligationConnection, {
    description: '相关义务。Duties about the region that the reader may see.',
  })
  obligations(
    @Root() region: Region,
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ObligationFilter, { nullable: true, description: '筛选条件。Narrows the list.' })
    filter: ObligationFilter | null,
    @Arg('orderBy', () => ObligationOrderEnum, {
      defaultValue: 'DUE',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return obligationPage(context, page, filter, orderBy, { column: 'regionId', id: region.id });
  }
}

@Resolver(() => RegionStandingType)
export class RegionStandingResolver {
  @FieldResolver(() => YuanScalar, {
    nullable: true,
    description:
      '注资最低额（元）。Least contribution that binds the region, in yuan; null while the pool has no edition (Art. 8).',
  })
  async minimumContribution(
    @Root() standing: Row<'regionStanding'>,
    @Ctx() context: RequestContext,
  ): Promise<Yuan | null> {
    const { applied } = await editionsFor(context);
    if (!applied) return null;
    return standing.hardship
      ? applied.values.contributionMinimumHardship
      : applied.values.contributionMinimum;
  }

  @FieldResolver(() => YuanScalar, {
    nullable: true,
    description:
      '尚应补充（元）。What it still has to pay for compensations: its share of them less recoveries credited to it, and at least what keeps its fund at the minimum, in yuan; null while the pool has no edition (Art. 13).',
  })
  async replenishmentOwed(
    @Root() standing: Row<'regionStanding'>,
    @Ctx() context: RequestContext,
  ): Promise<Yuan | null> {
    const minimum = await this.minimumContribution(standing, context);
    if (minimum === null) return null;
    const { regionId, replenished, pledged } = standing;
    const balances = await context.reader.reads.balances({ valueDate: null, recordedAt: null });
    const own = balances.filter(
      (account) => account.kind === 'COMPENSATION' && account.regionId === regionId,
    );
    // The ledger has its share of all compensations less what recoveries have credited, whoever may see the loans.
    const part = Yuan.sum(own.map(({ balance }) => balance));
    const losses = [{ compensationId: regionId, loanId: regionId, part }];
    return replenishmentOf({ losses, recovered: new Map(), replenished, pledged, minimum }).owed;
  }

  @FieldResolver(() => YuanScalar, {
    description:
      '地区资金余额（元）。What the region has put in less its share of losses, in yuan; from the ledger.',
  })
  async fundBalance(
    @Root() standing: Row<'regionStanding'>,
    @Ctx() { reader }: RequestContext,
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description: '截至起息日，含。Up to this value date; now when absent.',
    })
    asOf: BusinessDate | null,
  ): Promise<Yuan> {
    const balances = await reader.reads.balances({ valueDate: asOf ?? null, recordedAt: null });
    const own = balances.filter(
      ({ kind, regionId }) => regionId === standing.regionId && (kind === 'FUND' || kind === 'COMPENSATION'),
    );
    return Yuan.sum(own.map(({ balance }) => balance)).negated();
  }

  @FieldResolver(() => [PledgeType], {
    description: '注资承诺。Its promises to pay in, in the order made (Art. 8).',
  })
  pledges(
    @Root() standing: Row<'regionStanding'>,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'pledge'>[]> {
    return reader.reads.hangingOn('pledge', 'regionId', standing.regionId, 'id');
  }
}

@Resolver(() => PledgeType)
export class PledgeResolver {
  @FieldResolver(() => RegionType, {
    nullable: true,
    description: '地区。The region that promises; null for the other sources.',
  })
  region(
    @Root() { regionId }: Row<'pledge'>,
    @Ctx() { reader }: RequestContext,
  ): Promise<Region | null> | null {
    return regionId && reader.reads.one('region', regionId);
  }
}
