import { Arg, Args, Ctx, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import type { Filter } from '../acts/reads.ts';
import { readId } from '../domain/ids.ts';
import type { EntryKind } from '../domain/words.ts';
import { accountCode, accountName } from './account-name.ts';
import { BankType } from './bank.type.ts';
import { CompensationType } from './compensation.type.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { EntryKindEnum } from './enums.ts';
import { byId, containing, DateRange, range, words } from './filter.ts';
import { LedgerEntryType, LedgerLineType } from './ledger.type.ts';
import { LoanType } from './loan.type.ts';
import { RecoveryType } from './recovery.type.ts';
import { RegionType } from './region.type.ts';
import { NameScalar } from './scalars.ts';
import { SupplementType } from './supplement.type.ts';
import { TenantNameType } from './tenant.type.ts';

type Entry = Row<'entry'>;

const ENTRY_ORDERS = {
  NEWEST: {
    column: 'sequence',
    unique: 'sequence',
    direction: 'DESC',
    zh: '最新登记在前',
    en: 'Last recorded first.',
  },
  OLDEST: {
    column: 'sequence',
    unique: 'sequence',
    direction: 'ASC',
    zh: '最早登记在前',
    en: 'First recorded first.',
  },
  VALUE_DATE: {
    column: 'valueDate',
    direction: 'DESC',
    zh: '起息日从近到远',
    en: 'Latest value date first.',
  },
} as const satisfies Orders<'entry'>;
const EntryOrderEnum = ordersEnum('LedgerEntryOrder', '记账分录', ENTRY_ORDERS);
const EntryConnection = connectionOf('LedgerEntry', '记账分录', () => LedgerEntryType);

@InputType('LedgerEntryFilter', {
  description: '分录筛选条件。Narrows a list of entries; every condition that is given must hold.',
})
export class LedgerEntryFilter {
  @Field(() => [EntryKindEnum], { nullable: true, description: '种类。Only entries of one of these kinds.' })
  readonly kinds!: readonly EntryKind[] | null | undefined;

  @Field(() => NameScalar, {
    nullable: true,
    description:
      '科目。Only entries with a line on this account that the reader may see, named as in `account`: "custody", "deposit:bk_…".',
  })
  readonly account!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '合作银行。Only entries on this bank’s risk deposit.' })
  readonly bank!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '地区。Only entries on this region’s fund.' })
  readonly region!: string | null | undefined;

  @Field(() => DateRange, {
    nullable: true,
    description: '起息日范围。Only entries with value dates in this time.',
  })
  readonly valueDate!: DateRange | null | undefined;

  @Field(() => NameScalar, {
    nullable: true,
    description: '凭证号包含的文字。Text that the document reference contains.',
  })
  readonly document!: string | null | undefined;
}

@Resolver(() => LedgerEntryType)
export class LedgerEntryResolver {
  @Query(() => LedgerEntryType, {
    nullable: true,
    description: '按编号查分录。The entry with this id; null for unknown and foreign alike.',
  })
  async ledgerEntry(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '分录的不透明编号。Opaque id of the entry.' }) id: string,
  ): Promise<Entry | null> {
    const found = readId('entry', id);
    return found && reader.reads.one('entry', found);
  }

  @Query(() => EntryConnection, { description: '分录列表。The entries that the reader may see.' })
  ledgerEntries(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => LedgerEntryFilter, { nullable: true, description: '筛选条件。Narrows the list.' })
    given: LedgerEntryFilter | null,
    @Arg('orderBy', () => EntryOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    const filters: Filter<'entry'>[] = [
      ...words<'entry'>('kind', given?.kinds),
      ...(given?.account ? [{ kind: 'ACCOUNT', code: accountCode(given.account) } as const] : []),
      ...byId<'entry'>('bankId', 'bank', given?.bank),
      ...byId<'entry'>('regionId', 'region', given?.region),
      ...range<'entry'>('valueDate', given?.valueDate),
      ...containing<'entry'>(['document'], given?.document),
    ];
    return pageOf(context, page, { table: 'entry', orders: ENTRY_ORDERS, orderBy, filters });
  }

  @FieldResolver(() => [LedgerLineType], {
    description:
      '分录行。The lines that the reader may see: a bank those on its deposit and what it owes back, a district those on its fund and its share of losses; the others are left out and the rest need not sum to zero.',
  })
  lines(@Root() entry: Entry, @Ctx() { reader }: RequestContext): Promise<Row<'line'>[]> {
    return reader.reads.hangingOn('line', 'entryId', entry.id, 'number');
  }

  @FieldResolver(() => TenantNameType, {
    nullable: true,
    description:
      '登记方。Whose person made the entry; null where the reader may not know the tenant by name.',
  })
  enteredBy(@Root() entry: Entry, @Ctx() { reader }: RequestContext) {
    return reader.reads.tenant(entry.tenantId);
  }

  @FieldResolver(() => BankType, {
    nullable: true,
    description: '相关银行。The bank whose deposit it touches; null when it touches none.',
  })
  bank(@Root() { bankId }: Entry, @Ctx() { reader }: RequestContext): Promise<Row<'bank'> | null> | null {
    return bankId && reader.reads.one('bank', bankId);
  }

  @FieldResolver(() => RegionType, {
    nullable: true,
    description: '相关地区。The region whose fund it touches; null when it touches none.',
  })
  region(
    @Root() { regionId }: Entry,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'region'> | null> | null {
    return regionId && reader.reads.one('region', regionId);
  }

  @FieldResolver(() => LoanType, {
    nullable: true,
    description: '相关贷款。The loan it is about; null when it is about none, or one the reader may not see.',
  })
  loan(@Root() { loanId }: Entry, @Ctx() { reader }: RequestContext): Promise<Row<'loan'> | null> | null {
    return loanId && reader.reads.one('loan', loanId);
  }

  @FieldResolver(() => CompensationType, {
    nullable: true,
    description:
      '相关代偿。The compensation that it books, in its lawful part or its excess; null when it books none, or one the reader may not see (Art. 32).',
  })
  compensation(
    @Root() { compensationId }: Entry,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'compensation'> | null> | null {
    return compensationId && reader.reads.one('compensation', compensationId);
  }

  @FieldResolver(() => RecoveryType, {
    nullable: true,
    description:
      '相关追偿回款。The recovery whose part for the pool it books; null when it books none, or one the reader may not see (Art. 34).',
  })
  recovery(
    @Root() { recoveryId }: Entry,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'recovery'> | null> | null {
    return recoveryId && reader.reads.one('recovery', recoveryId);
  }

  @FieldResolver(() => SupplementType, {
    nullable: true,
    description:
      '相关补充资金。The supplement of which it books money received; null when it books none, or one the reader may not see (Art. 38).',
  })
  supplement(
    @Root() { supplementId }: Entry,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'supplement'> | null> | null {
    return supplementId && reader.reads.one('supplement', supplementId);
  }

  @FieldResolver(() => LedgerEntryType, {
    nullable: true,
    description: '被冲销的分录。The entry that this one reverses; null unless it is a reversal.',
  })
  reverses(@Root() { reversesId }: Entry, @Ctx() { reader }: RequestContext): Promise<Entry | null> | null {
    return reversesId && reader.reads.one('entry', reversesId);
  }

  @FieldResolver(() => LedgerEntryType, {
    nullable: true,
    description: '冲销本分录的分录。The entry that reverses this one; null while it stands.',
  })
  reversedBy(@Root() entry: Entry, @Ctx() { reader }: RequestContext): Promise<Entry | null> {
    return reader.reads.one('entry', entry.id, 'reversesId');
  }
}

@Resolver(() => LedgerLineType)
export class LedgerLineResolver {
  @FieldResolver(() => String, {
    description:
      '科目。Name of the account: custody, deposit:<bank>, fund:<source>, interest, compensation:<source>, suspense:<bank>.',
  })
  account(@Root() line: Row<'line'>): string {
    return accountName(line.code);
  }

  @FieldResolver(() => BankType, {
    nullable: true,
    description: '银行。The bank of a deposit account; null for other accounts.',
  })
  bank(
    @Root() { bankId }: Row<'line'>,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'bank'> | null> | null {
    return bankId && reader.reads.one('bank', bankId);
  }

  @FieldResolver(() => RegionType, {
    nullable: true,
    description: '地区。The region of a region’s fund or share; null for other accounts.',
  })
  region(
    @Root() { regionId }: Row<'line'>,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'region'> | null> | null {
    return regionId && reader.reads.one('region', regionId);
  }
}
