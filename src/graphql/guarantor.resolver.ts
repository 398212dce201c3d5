import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { readId } from '../domain/ids.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { guarantorExposure } from './exposure.ts';
import { ExposureType } from './exposure.type.ts';
import { containing } from './filter.ts';
import { GuarantorType } from './guarantor.type.ts';
import { LoanConnection, LoanFilter, LoanOrderEnum, loanPage } from './loan.list.ts';
import { ReferralConnection, ReferralFilter, ReferralOrderEnum, referralPage } from './referral.list.ts';
import { NameScalar } from './scalars.ts';

type Guarantor = Row<'guarantor'>;

const GUARANTOR_ORDERS = {
  NAME: { column: 'nameZh', direction: 'ASC', zh: '中文名称', en: 'By Chinese name.' },
} as const satisfies Orders<'guarantor'>;
const GuarantorOrderEnum = ordersEnum('GuarantorOrder', '担保机构', GUARANTOR_ORDERS);
export const GuarantorConnection = connectionOf('Guarantor', '担保机构', () => GuarantorType);

export function guarantorPage(context: RequestContext, page: PageArgs, text: string | null, orderBy: string) {
  return pageOf(context, page, {
    table: 'guarantor',
    orders: GUARANTOR_ORDERS,
    orderBy,
    filters: containing<'guarantor'>(['nameZh', 'nameEn'], text),
  });
}

@Resolver(() => GuarantorType)
export class GuarantorResolver {
  @Query(() => GuarantorType, {
    nullable: true,
    description: '按编号查担保机构。The guarantor with this id; null for unknown and foreign alike.',
  })
  async guarantor(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '担保机构的不透明编号。Opaque id of the guarantor.' }) id: string,
  ): Promise<Guarantor | null> {
    const found = readId('guarantor', id);
    return found && reader.reads.one('guarantor', found);
  }

  @Query(() => GuarantorConnection, {
    description:
      '担保机构列表。The guarantors that the reader may know of: a guarantor itself only, the others all by name.',
  })
  guarantors(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('text', () => NameScalar, {
      nullable: true,
      description: '名称包含的文字。Text that the name contains.',
    })
    text: string | null,
    @Arg('orderBy', () => GuarantorOrderEnum, {
      defaultValue: 'NAME',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return guarantorPage(context, page, text, orderBy);
  }

  @FieldResolver(() => Boolean, {
    description: '是否受托机构。True for the guarantor entrusted with the pool’s money today (Art. 10).',
  })
  async fundManager(@Root() guarantor: Guarantor, @Ctx() { reader }: RequestContext): Promise<boolean> {
    const appointments = await reader.reads.hangingOn(
      'appointment',
      'guarantorId',
      guarantor.id,
      'appointedOn',
    );
    return appointments.some(({ endedOn }) => endedOn === null);
  }

  @FieldResolver(() => ExposureType, {
    nullable: true,
    description: '敞口。Over the loans it backs; null for everyone but the office and the guarantor itself.',
  })
  exposure(@Root() guarantor: Guarantor, @Ctx() context: RequestContext) {
    return guarantorExposure(context, guarantor.id);
  }

  @FieldResolver(() => LoanConnection, {
    description: '担保的贷款。Loans backed by the guarantor that the reader may see.',
  })
  loans(
    @Root() guarantor: Guarantor,
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
    return loanPage(context, page, filter, orderBy, { column: 'guarantorId', id: guarantor.id });
  }

  @FieldResolver(() => ReferralConnection, {
    description: '推荐至该机构的推荐。Referrals recommended to the guarantor that the reader may see.',
  })
  referrals(
    @Root() guarantor: Guarantor,
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
    return referralPage(context, page, filter, orderBy, { column: 'guarantorId', id: guarantor.id });
  }
}
