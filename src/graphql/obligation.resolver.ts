import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { daysBetween } from '../domain/dates.ts';
import { readId } from '../domain/ids.ts';
import { standingOf } from '../domain/obligation.ts';
import { Names, Reads, ReadsToday } from './ahead.ts';
import { BankType } from './bank.type.ts';
import { PageArgs } from './connection.ts';
import type { RequestContext } from './context.ts';
import { ObligationStateEnum } from './enums.ts';
import { LoanType } from './loan.type.ts';
import {
  ObligationConnection,
  ObligationFilter,
  ObligationOrderEnum,
  type ObligationState,
  obligationPage,
  STATES,
} from './obligation.list.ts';
import { ObligationType } from './obligation.type.ts';
import { PledgeType } from './pledge.type.ts';
import { RegionType } from './region.type.ts';
import { TenantNameType } from './tenant.type.ts';
import { TopUpType } from './top-up.type.ts';

type Obligation = Row<'obligation'>;

@Resolver(() => ObligationType)
export class ObligationResolver {
  @Reads()
  @Query(() => ObligationType, {
    nullable: true,
    description: '按编号查义务。The duty with this id; null for unknown and foreign alike.',
  })
  async obligation(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '义务的不透明编号。Opaque id of the duty.' }) id: string,
  ): Promise<Obligation | null> {
    const found = readId('obligation', id);
    return found && reader.reads.one('obligation', found);
  }

  @ReadsToday()
  @Query(() => ObligationConnection, {
    description:
      '义务列表。The duties that the reader may see: its own, for a district also those about its region, for the office all.',
  })
  obligations(
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
    return obligationPage(context, page, filter, orderBy);
  }

  @ReadsToday<'obligation'>('metOn', 'dueOn')
  @FieldResolver(() => ObligationStateEnum, {
    description: '履行状态。How it stands on the business date; overdue only from the day after it was due.',
  })
  async state(@Root() obligation: Obligation, @Ctx() { reader }: RequestContext): Promise<ObligationState> {
    return STATES[standingOf(obligation, await reader.today())];
  }

  @ReadsToday<'obligation'>('metOn', 'dueOn')
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      '剩余日数。Calendar days from the business date to the due date; negative when overdue, null once it is met.',
  })
  async daysLeft(
    @Root() { metOn, dueOn }: Obligation,
    @Ctx() { reader }: RequestContext,
  ): Promise<number | null> {
    return metOn ? null : daysBetween(await reader.today(), dueOn);
  }

  @Reads<'obligation'>('debtorId')
  @FieldResolver(() => TenantNameType, {
    nullable: true,
    description: '义务人。Who owes it; null where the reader may not know the tenant by name.',
  })
  debtor(@Root() obligation: Obligation, @Ctx() { reader }: RequestContext) {
    return reader.reads.tenant(obligation.debtorId);
  }

  @Names<'obligation'>('loan', 'loanId')
  @FieldResolver(() => LoanType, {
    nullable: true,
    description: '相关贷款。The loan it is about; null when it is about something else.',
  })
  loan(
    @Root() { loanId }: Obligation,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'loan'> | null> | null {
    return loanId && reader.reads.one('loan', loanId);
  }

  @Names<'obligation'>('region', 'regionId')
  @FieldResolver(() => RegionType, {
    nullable: true,
    description:
      '相关地区。The region it is about; null when it is about none, or one the reader may not see.',
  })
  region(
    @Root() { regionId }: Obligation,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'region'> | null> | null {
    return regionId && reader.reads.one('region', regionId);
  }

  @Names<'obligation'>('bank', 'bankId')
  @FieldResolver(() => BankType, {
    nullable: true,
    description: '相关银行。The bank it is about; null when it is about none, or one the reader may not see.',
  })
  bank(
    @Root() { bankId }: Obligation,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'bank'> | null> | null {
    return bankId && reader.reads.one('bank', bankId);
  }

  @FieldResolver(() => PledgeType, {
    nullable: true,
    description:
      '相关注资承诺。The pledge it is about (Art. 8); null when it is about something else, or not the reader’s to see.',
  })
  pledge(
    @Root() { pledgeId }: Obligation,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'pledge'> | null> | null {
    return pledgeId && reader.reads.one('pledge', pledgeId);
  }

  @FieldResolver(() => TopUpType, {
    nullable: true,
    description:
      '相关补充申请。The top-up it is about (Art. 16); null when it is about something else, or not the reader’s to see.',
  })
  topUp(
    @Root() { topUpId }: Obligation,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'topUp'> | null> | null {
    return topUpId && reader.reads.one('topUp', topUpId);
  }
}
