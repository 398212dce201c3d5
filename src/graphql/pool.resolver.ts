import { Arg, Args, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import type { Balance } from '../acts/reads.ts';
import type { BusinessDate } from '../domain/dates.ts';
import { poolFigures } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import { Reads, ReadsToday } from './ahead.ts';
import { BankConnection, bankPage } from './bank.resolver.ts';
import { breakerOf } from './breaker.resolver.ts';
import { BreakerType } from './breaker.type.ts';
import { PageArgs } from './connection.ts';
import type { RequestContext } from './context.ts';
import { EditionType } from './edition.type.ts';
import { poolExposure } from './exposure.ts';
import { ExposureType } from './exposure.type.ts';
import { GuarantorConnection, guarantorPage } from './guarantor.resolver.ts';
import { GuarantorType } from './guarantor.type.ts';
import { askedOf, loansAsked } from './headroom.question.ts';
import { headroomOf } from './headroom.ts';
import { HeadroomInput, HeadroomType } from './headroom.type.ts';
import { newBusinessOf } from './judging.ts';
import { CityType, NewBusinessType, PoolFundsType, PoolType, SourceFundsType } from './pool.type.ts';
import { RegionConnection, regionPage } from './region.resolver.ts';
import { RegionType } from './region.type.ts';
import { DateScalar } from './scalars.ts';

type Pool = Row<'pool'>;

/** It sums over the pool, a region and a firm, and judges every loan asked about. */
const HEADROOM_COST = 300;

@Resolver(() => PoolType)
export class PoolResolver {
  @ReadsToday()
  @Query(() => PoolType, { description: '资金池。The pool that the reader belongs to.' })
  pool(@Ctx() { reader }: RequestContext): Promise<Pool> {
    return reader.pool();
  }

  @Extensions({ questions: loansAsked })
  @Query(() => HeadroomType, {
    complexity: HEADROOM_COST,
    description:
      '尚可发放额度。How much more may be lent by a bank, in a region, to a firm, or for a list of hypothetical loans one after the other (Art. 9, 13, 22). An id that is unknown or foreign answers NOT_FOUND.',
  })
  async headroom(
    @Ctx() context: RequestContext,
    @Arg('input', () => HeadroomInput, {
      nullable: true,
      description: '查询条件。Whose limits are asked about; the pool’s alone when absent.',
    })
    input: HeadroomInput | null,
  ) {
    return headroomOf(context, await askedOf(context, input));
  }

  @Reads()
  @FieldResolver(() => CityType, { description: '所在城市。The city whose scheme it is (Art. 4).' })
  city(@Root() { cityCode, cityZh, cityEn }: Pool): CityType {
    return { code: cityCode, nameZh: cityZh, nameEn: cityEn };
  }

  @ReadsToday()
  @FieldResolver(() => DateScalar, {
    description: '业务日期。Business date: today in Asia/Shanghai, or the sandbox’s own date.',
  })
  businessDate(@Ctx() { reader }: RequestContext): Promise<BusinessDate> {
    return reader.today();
  }

  @Reads()
  @FieldResolver(() => Boolean, {
    description: '是否沙箱。True for a sandbox pool, whose clock its office advances.',
  })
  sandbox(@Root() { sandboxDate }: Pool): boolean {
    return sandboxDate !== null;
  }

  @Reads()
  @FieldResolver(() => EditionType, {
    nullable: true,
    description:
      '现行政策版本。The edition in force on the business date; null when none is, and then new business is refused (Art. 40).',
  })
  async edition(@Ctx() { reader }: RequestContext): Promise<Row<'edition'> | null> {
    const [rows, today] = await Promise.all([reader.reads.all('edition', 'validFrom'), reader.today()]);
    return (
      rows.find((row) => row.state === 'ENACTED' && row.validFrom <= today && today <= row.validTo) ?? null
    );
  }

  @ReadsToday()
  @FieldResolver(() => NewBusinessType, {
    description: '新增业务。Whether new business is possible at all (Art. 37, 40).',
  })
  async newBusiness(@Ctx() context: RequestContext) {
    const { open, verdicts } = await newBusinessOf(context);
    return { open, verdicts };
  }

  @ReadsToday()
  @FieldResolver(() => BreakerType, {
    description: '熔断。How far the pool is from the line at which new business stops (Art. 37).',
  })
  breaker(@Ctx() context: RequestContext) {
    return breakerOf(context, null);
  }

  @Reads()
  @FieldResolver(() => PoolFundsType, {
    nullable: true,
    description: '资金。The pool’s money; null for everyone but the office and the fund manager.',
  })
  async funds(
    @Ctx() { reader }: RequestContext,
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description: '截至起息日，含。Up to this value date; now when absent.',
    })
    asOf: BusinessDate | null,
  ) {
    const balances = await reader.reads.allBalances({ valueDate: asOf ?? null, recordedAt: null });
    return balances && fundsOf(balances);
  }

  @ReadsToday()
  @FieldResolver(() => ExposureType, {
    nullable: true,
    description: '敞口。Over all loans of the pool; null for everyone but the office.',
  })
  exposure(@Ctx() context: RequestContext) {
    return poolExposure(context);
  }

  @ReadsToday()
  @FieldResolver(() => HeadroomType, {
    name: 'headroom',
    nullable: true,
    description:
      '尚可发放额度。How much more may be lent in the whole pool; null for everyone but the office (Art. 9).',
  })
  poolHeadroom(@Ctx() context: RequestContext) {
    return headroomOf(context, {});
  }

  @FieldResolver(() => GuarantorType, {
    nullable: true,
    description:
      '受托机构。The guarantor entrusted with the pool’s money; null before one is appointed, and where the reader may not know it by name (Art. 10).',
  })
  async fundManager(@Ctx() { reader }: RequestContext): Promise<Row<'guarantor'> | null> {
    const appointments = await reader.reads.all('appointment', 'appointedOn');
    const current = appointments.find(({ endedOn }) => endedOn === null);
    return current ? reader.reads.one('guarantor', current.guarantorId) : null;
  }

  @Reads()
  @FieldResolver(() => RegionConnection, { description: '地区。The regions that the reader may know of.' })
  regions(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs) {
    return regionPage(context, page, null, 'DIVISION');
  }

  @Reads()
  @FieldResolver(() => BankConnection, { description: '合作银行。The banks that the reader may know of.' })
  banks(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs) {
    return bankPage(context, page, null, 'NAME');
  }

  @FieldResolver(() => GuarantorConnection, {
    description: '担保机构。The guarantors that the reader may know of.',
  })
  guarantors(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs) {
    return guarantorPage(context, page, null, 'NAME');
  }
}

const SOURCE_ORDER = ['AUTONOMOUS_REGION', 'CITY', 'REGION'] as const;

function fundsOf(balances: readonly Balance[]) {
  const { fundsTotal, fundsAvailable, custody, deposits, interest } = poolFigures(balances);
  const bySource = SOURCE_ORDER.flatMap((source) => {
    const regions = new Set(
      balances.filter((account) => account.source === source).map(({ regionId }) => regionId),
    );
    return [...regions].map((regionId) => {
      const sum = (kind: Balance['kind']) =>
        Yuan.sum(
          balances
            .filter(
              (account) =>
                account.kind === kind && account.source === source && account.regionId === regionId,
            )
            .map(({ balance }) => balance),
        );
      return { source, regionId, contributed: sum('FUND').negated(), compensation: sum('COMPENSATION') };
    });
  });
  return { total: fundsTotal, available: fundsAvailable, custody, deposits, interest, bySource };
}

@Resolver(() => SourceFundsType)
export class SourceFundsResolver {
  @FieldResolver(() => RegionType, {
    nullable: true,
    description: '地区。The region, where the source is REGION; null for the others.',
  })
  region(
    @Root() { regionId }: { regionId: string | null },
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'region'> | null> | null {
    return regionId ? reader.reads.one('region', regionId) : null;
  }
}
