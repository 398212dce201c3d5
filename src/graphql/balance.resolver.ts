import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import type { Balance } from '../acts/reads.ts';
import type { BusinessDate } from '../domain/dates.ts';
import { accountName } from './account-name.ts';
import { BankType } from './bank.type.ts';
import type { RequestContext } from './context.ts';
import { AccountBalanceType } from './ledger.type.ts';
import { RegionType } from './region.type.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';

@Resolver(() => AccountBalanceType)
export class AccountBalanceResolver {
  @Query(() => [AccountBalanceType], {
    description:
      '科目余额。Balances of the accounts that the reader may see: now, at the end of a value date, or as they were known at a moment. The office and the fund manager see all, a district and a bank their own.',
  })
  balances(
    @Ctx() { reader }: RequestContext,
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description: '截至起息日，含。Entries with value dates up to this day; all when absent.',
    })
    asOf: BusinessDate | null,
    @Arg('knownAt', () => DateTimeScalar, {
      nullable: true,
      description: '截至登记时刻，含。Only what had been recorded by this moment; all when absent.',
    })
    knownAt: string | null,
  ): Promise<Balance[]> {
    return reader.reads.balances({ valueDate: asOf ?? null, recordedAt: knownAt ?? null });
  }

  @FieldResolver(() => String, {
    description:
      '科目。Name of the account: custody, deposit:<bank>, fund:<source>, interest, compensation:<source>, suspense:<bank>.',
  })
  account(@Root() balance: Balance): string {
    return accountName(balance.code);
  }

  @FieldResolver(() => BankType, {
    nullable: true,
    description: '银行。The bank of a deposit account; null for other accounts.',
  })
  bank(@Root() { bankId }: Balance, @Ctx() { reader }: RequestContext): Promise<Row<'bank'> | null> | null {
    return bankId && reader.reads.one('bank', bankId);
  }

  @FieldResolver(() => RegionType, {
    nullable: true,
    description: '地区。The region of a region’s fund or share; null for other accounts.',
  })
  region(
    @Root() { regionId }: Balance,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'region'> | null> | null {
    return regionId && reader.reads.one('region', regionId);
  }
}
