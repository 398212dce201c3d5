import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { AUTHOR, authorOf, PERSON, personOf } from './author.ts';
import { PageArgs } from './connection.ts';
import type { RequestContext } from './context.ts';
import { LedgerEntryType } from './ledger.type.ts';
import { named } from './loan.resolver.ts';
import { LoanType } from './loan.type.ts';
import { RecoveryConnection, RecoveryFilter, RecoveryOrderEnum, recoveryPage } from './recovery.list.ts';
import { RecoveryCostType, RecoveryType } from './recovery.type.ts';
import { ConclusionType, RecoveryReportType } from './recovery-report.type.ts';
import { TenantNameType } from './tenant.type.ts';

type Recovery = Row<'recovery'>;

@Resolver(() => RecoveryType)
export class RecoveryResolver {
  @Query(() => RecoveryConnection, {
    description:
      '追偿回款列表。Money got back from the debtors of loans that the reader may see, reversed ones included (Art. 34).',
  })
  recoveries(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => RecoveryFilter, { nullable: true, description: '筛选条件。Narrows the list.' })
    filter: RecoveryFilter | null,
    @Arg('orderBy', () => RecoveryOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return recoveryPage(context, page, filter, orderBy);
  }

  @FieldResolver(() => LoanType, { description: '相关贷款。The loan whose debtor paid.' })
  async loan(@Root() { loanId }: Recovery, @Ctx() { reader }: RequestContext): Promise<Row<'loan'>> {
    return named(await reader.reads.one('loan', loanId));
  }

  @FieldResolver(() => [RecoveryCostType], {
    description:
      '费用明细。Its costs item by item, in the order given; empty when there were none (Art. 34).',
  })
  costItems(@Root() { id }: Recovery, @Ctx() { reader }: RequestContext): Promise<Row<'recoveryCost'>[]> {
    return reader.reads.hangingOn('recoveryCost', 'recoveryId', id, 'number');
  }

  @FieldResolver(() => LedgerEntryType, {
    nullable: true,
    description:
      '退回分录。The entry that books the pool’s part; null where nothing goes back to it, and where the reader may not see it (Art. 34).',
  })
  entry(
    @Root() { entryId }: Recovery,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'entry'> | null> | null {
    return entryId && reader.reads.one('entry', entryId);
  }

  @FieldResolver(() => TenantNameType, { nullable: true, description: AUTHOR })
  author(@Root() { tenantId }: Recovery, @Ctx() context: RequestContext) {
    return authorOf(context, tenantId);
  }

  @FieldResolver(() => String, { nullable: true, description: PERSON })
  person(@Root() { userId }: Recovery, @Ctx() context: RequestContext): string | null {
    return personOf(context, userId);
  }
}

@Resolver(() => RecoveryReportType)
export class RecoveryReportResolver {
  @FieldResolver(() => LoanType, { description: '相关贷款。The loan whose recovery it tells of.' })
  async loan(
    @Root() { loanId }: Row<'recoveryReport'>,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'loan'>> {
    return named(await reader.reads.one('loan', loanId));
  }

  @FieldResolver(() => TenantNameType, { nullable: true, description: AUTHOR })
  author(@Root() { tenantId }: Row<'recoveryReport'>, @Ctx() context: RequestContext) {
    return authorOf(context, tenantId);
  }

  @FieldResolver(() => String, { nullable: true, description: PERSON })
  person(@Root() { userId }: Row<'recoveryReport'>, @Ctx() context: RequestContext): string | null {
    return personOf(context, userId);
  }
}

@Resolver(() => ConclusionType)
export class ConclusionResolver {
  @FieldResolver(() => String, { nullable: true, description: PERSON })
  person(@Root() { userId }: Row<'conclusion'>, @Ctx() context: RequestContext): string | null {
    return personOf(context, userId);
  }
}
