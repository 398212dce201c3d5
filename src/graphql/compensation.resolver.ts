import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import {
  CompensationConnection,
  CompensationFilter,
  CompensationOrderEnum,
  compensationPage,
} from './compensation.list.ts';
import { CompensationType } from './compensation.type.ts';
import { PageArgs } from './connection.ts';
import type { RequestContext } from './context.ts';
import { GuarantorPaymentType } from './guarantor-payment.type.ts';
import { LedgerEntryType } from './ledger.type.ts';
import { named } from './loan.resolver.ts';
import { LoanType } from './loan.type.ts';

type Compensation = Row<'compensation'>;

@Resolver(() => CompensationType)
export class CompensationResolver {
  @Query(() => CompensationConnection, {
    description:
      '代偿列表。Deductions from risk deposits for the loans that the reader may see, reversed ones included (Art. 32).',
  })
  compensations(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => CompensationFilter, { nullable: true, description: '筛选条件。Narrows the list.' })
    filter: CompensationFilter | null,
    @Arg('orderBy', () => CompensationOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return compensationPage(context, page, filter, orderBy);
  }

  @FieldResolver(() => LoanType, { description: '相关贷款。The loan that is compensated.' })
  async loan(@Root() { loanId }: Compensation, @Ctx() { reader }: RequestContext): Promise<Row<'loan'>> {
    return named(await reader.reads.one('loan', loanId));
  }

  @FieldResolver(() => LedgerEntryType, {
    nullable: true,
    description:
      '划扣分录。The entry that books the lawful part; null where there is none, and where the reader may not see it (Art. 32).',
  })
  entry(
    @Root() { entryId }: Compensation,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'entry'> | null> | null {
    return entryId && reader.reads.one('entry', entryId);
  }

  @FieldResolver(() => LedgerEntryType, {
    nullable: true,
    description:
      '超额划扣分录。The entry that books what was taken early or too much and is owed back; null where there is none, and where the reader may not see it (Art. 32).',
  })
  excessEntry(
    @Root() { excessEntryId }: Compensation,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'entry'> | null> | null {
    return excessEntryId && reader.reads.one('entry', excessEntryId);
  }
}

@Resolver(() => GuarantorPaymentType)
export class GuarantorPaymentResolver {
  @FieldResolver(() => LoanType, { description: '相关贷款。The loan whose loss is paid for.' })
  async loan(
    @Root() { loanId }: Row<'guarantorPayment'>,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'loan'>> {
    return named(await reader.reads.one('loan', loanId));
  }
}
