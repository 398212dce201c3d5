import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { AftercareConnection, AftercareFilter, AftercareOrderEnum, aftercarePage } from './aftercare.list.ts';
import { AftercareType } from './aftercare.type.ts';
import { AUTHOR, authorOf, PERSON, personOf } from './author.ts';
import { PageArgs } from './connection.ts';
import type { RequestContext } from './context.ts';
import { LegalActionType, LegalStepType } from './legal-action.type.ts';
import { named } from './loan.resolver.ts';
import { LoanType } from './loan.type.ts';
import { TenantNameType } from './tenant.type.ts';

@Resolver(() => AftercareType)
export class AftercareResolver {
  @Query(() => AftercareConnection, {
    description:
      '贷后管理记录列表。Visits, risk warnings, measures and collection attempts about the loans that the reader may see (Art. 29–31).',
  })
  aftercareRecords(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AftercareFilter, { nullable: true, description: '筛选条件。Narrows the list.' })
    filter: AftercareFilter | null,
    @Arg('orderBy', () => AftercareOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return aftercarePage(context, page, filter, orderBy);
  }

  @FieldResolver(() => LoanType, { description: '相关贷款。The loan it is about.' })
  async loan(@Root() { loanId }: Row<'aftercare'>, @Ctx() { reader }: RequestContext): Promise<Row<'loan'>> {
    return named(await reader.reads.one('loan', loanId));
  }

  @FieldResolver(() => TenantNameType, { nullable: true, description: AUTHOR })
  author(@Root() { tenantId }: Row<'aftercare'>, @Ctx() context: RequestContext) {
    return authorOf(context, tenantId);
  }

  @FieldResolver(() => String, { nullable: true, description: PERSON })
  person(@Root() { userId }: Row<'aftercare'>, @Ctx() context: RequestContext): string | null {
    return personOf(context, userId);
  }
}

@Resolver(() => LegalActionType)
export class LegalActionResolver {
  @FieldResolver(() => LoanType, { description: '相关贷款。The loan whose debtor is pursued.' })
  async loan(
    @Root() { loanId }: Row<'legalAction'>,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'loan'>> {
    return named(await reader.reads.one('loan', loanId));
  }

  @FieldResolver(() => TenantNameType, {
    nullable: true,
    description: '起诉方。Who brought it; null where the reader may not know the tenant by name (Art. 33).',
  })
  openedBy(@Root() { openedBy }: Row<'legalAction'>, @Ctx() context: RequestContext) {
    return authorOf(context, openedBy);
  }

  @FieldResolver(() => [LegalStepType], {
    description: '进展。Its steps, in the order recorded; the last one gives the stage (Art. 33).',
  })
  steps(@Root() { id }: Row<'legalAction'>, @Ctx() { reader }: RequestContext): Promise<Row<'legalStep'>[]> {
    return reader.reads.hangingOn('legalStep', 'legalActionId', id, 'number');
  }
}

@Resolver(() => LegalStepType)
export class LegalStepResolver {
  @FieldResolver(() => TenantNameType, { nullable: true, description: AUTHOR })
  author(@Root() { tenantId }: Row<'legalStep'>, @Ctx() context: RequestContext) {
    return authorOf(context, tenantId);
  }

  @FieldResolver(() => String, { nullable: true, description: PERSON })
  person(@Root() { userId }: Row<'legalStep'>, @Ctx() context: RequestContext): string | null {
    return personOf(context, userId);
  }
}
