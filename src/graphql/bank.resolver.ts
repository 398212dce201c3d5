import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import type { BusinessDate } from '../domain/dates.ts';
import { readId } from '../domain/ids.ts';
import { deposit } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import { Exposes, Reads, ReadsToday } from './ahead.ts';
import { AgreementType, BankStandingType, BankType } from './bank.type.ts';
import { breakerOf } from './breaker.resolver.ts';
import { BreakerType } from './breaker.type.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { bankExposure } from './exposure.ts';
import { ExposureType, TopUpRightType } from './exposure.type.ts';
import { containing } from './filter.ts';
import { headroomOf } from './headroom.ts';
import { HeadroomType } from './headroom.type.ts';
import { topUpRight } from './judging.ts';
import { LedgerEntryType } from './ledger.type.ts';
import { LoanConnection, LoanFilter, LoanOrderEnum, loanPage } from './loan.list.ts';
import { named } from './loan.resolver.ts';
import { reconciliationOf } from './reconciliation.ts';
import { ReferralConnection, ReferralFilter, ReferralOrderEnum, referralPage } from './referral.list.ts';
import { DateScalar, NameScalar, YuanScalar } from './scalars.ts';
import { ReconciliationType } from './statement.type.ts';
import { TopUpType } from './top-up.type.ts';

type Bank = Row<'bank'>;
type Standing = Row<'bankStanding'>;

const BANK_ORDERS = {
  NAME: { column: 'nameZh', direction: 'ASC', zh: '中文名称', en: 'By Chinese name.' },
} as const satisfies Orders<'bank'>;
const BankOrderEnum = ordersEnum('BankOrder', '合作银行', BANK_ORDERS);
export const BankConnection = connectionOf('Bank', '合作银行', () => BankType);

export function bankPage(context: RequestContext, page: PageArgs, text: string | null, orderBy: string) {
  return pageOf(context, page, {
    table: 'bank',
    orders: BANK_ORDERS,
    orderBy,
    filters: containing<'bank'>(['nameZh', 'nameEn'], text),
  });
}

@Resolver(() => BankType)
export class BankResolver {
  @Reads()
  @Query(() => BankType, {
    nullable: true,
    description: '按编号查银行。The bank with this id; null for unknown and foreign alike.',
  })
  async bank(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '银行的不透明编号。Opaque id of the bank.' }) id: string,
  ): Promise<Bank | null> {
    const found = readId('bank', id);
    return found && reader.reads.one('bank', found);
  }

  @Reads()
  @Query(() => BankConnection, {
    description:
      '合作银行列表。The banks that the reader may know of: a bank itself only, the others all by name.',
  })
  banks(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('text', () => NameScalar, {
      nullable: true,
      description: '名称包含的文字。Text that the name contains.',
    })
    text: string | null,
    @Arg('orderBy', () => BankOrderEnum, {
      defaultValue: 'NAME',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return bankPage(context, page, text, orderBy);
  }

  @Reads<'bank'>('id')
  @FieldResolver(() => BankStandingType, {
    nullable: true,
    description:
      '合作情况。How the bank stands with the pool; null for readers who may know its name only (Art. 16, 18).',
  })
  standing(@Root() bank: Bank, @Ctx() { reader }: RequestContext): Promise<Standing | null> {
    return reader.reads.one('bankStanding', bank.id, 'bankId');
  }

  @Exposes('BANK')
  @FieldResolver(() => ExposureType, {
    nullable: true,
    description: '敞口。Over the bank’s loans; null for everyone but the office and the bank itself.',
  })
  exposure(@Root() bank: Bank, @Ctx() context: RequestContext) {
    return bankExposure(context, bank.id);
  }

  @ReadsToday<'bank'>('id')
  @FieldResolver(() => HeadroomType, {
    nullable: true,
    description:
      '尚可发放额度。How much more the bank may lend; null for everyone but the office and the bank itself (Art. 9, 16).',
  })
  headroom(@Root() bank: Bank, @Ctx() context: RequestContext) {
    return headroomOf(context, { bankId: bank.id });
  }

  @ReadsToday<'bank'>('id')
  @FieldResolver(() => LoanConnection, {
    description: '该行贷款。Loans of the bank that the reader may see.',
  })
  loans(
    @Root() bank: Bank,
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
    return loanPage(context, page, filter, orderBy, { column: 'bankId', id: bank.id });
  }

  @ReadsToday<'bank'>('id')
  @FieldResolver(() => ReferralConnection, {
    description: '推荐至该行的推荐。Referrals recommended to the bank that the reader may see.',
  })
  referrals(
    @Root() bank: Bank,
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
    return referralPage(context, page, filter, orderBy, { column: 'bankId', id: bank.id });
  }
}

@Resolver(() => BankStandingType)
export class BankStandingResolver {
  @Reads()
  @FieldResolver(() => [AgreementType], {
    description: '合作协议。Its agreements with the pool, in the order signed (Art. 16).',
  })
  agreements(@Root() standing: Standing, @Ctx() { reader }: RequestContext): Promise<Row<'agreement'>[]> {
    return reader.reads.hangingOn('agreement', 'bankId', standing.bankId, 'id');
  }

  @Reads()
  @FieldResolver(() => YuanScalar, {
    description: '风险补偿金余额（元）。Balance of the risk deposit, in yuan; from the ledger (Art. 16).',
  })
  async deposit(
    @Root() standing: Standing,
    @Ctx() { reader }: RequestContext,
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description: '截至起息日，含。Up to this value date; now when absent.',
    })
    asOf: BusinessDate | null,
  ): Promise<Yuan> {
    const balances = await reader.reads.balances({ valueDate: asOf ?? null, recordedAt: null });
    const own = balances.filter(({ kind, bankId }) => kind === 'DEPOSIT' && bankId === standing.bankId);
    return Yuan.sum(own.map(({ balance }) => balance));
  }

  @Reads()
  @FieldResolver(() => YuanScalar, {
    description:
      '待清退款（元）。What the bank took early or too much and owes back to its risk deposit, in yuan; from the ledger (Art. 32).',
  })
  async suspense(
    @Root() standing: Standing,
    @Ctx() { reader }: RequestContext,
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description: '截至起息日，含。Up to this value date; now when absent.',
    })
    asOf: BusinessDate | null,
  ): Promise<Yuan> {
    const balances = await reader.reads.balances({ valueDate: asOf ?? null, recordedAt: null });
    const own = balances.filter(({ kind, bankId }) => kind === 'SUSPENSE' && bankId === standing.bankId);
    return Yuan.sum(own.map(({ balance }) => balance));
  }

  @FieldResolver(() => ReconciliationType, {
    nullable: true,
    description:
      '对账情况。How far its special account is reconciled with the ledger; null before its first statement (Art. 11).',
  })
  reconciliation(@Root() { bankId }: Standing, @Ctx() context: RequestContext) {
    return reconciliationOf(context, deposit(bankId).code);
  }

  @FieldResolver(() => BreakerType, {
    nullable: true,
    description:
      '该行熔断。The line at which new business with this bank stops; null where the edition stops the whole pool instead (Art. 37).',
  })
  async breaker(@Root() standing: Standing, @Ctx() context: RequestContext) {
    const breaker = await breakerOf(context, standing.bankId);
    return breaker.scope === 'BANK' ? breaker : null;
  }

  @FieldResolver(() => [TopUpType], {
    description: '补充申请。Its requests for a higher risk deposit, in the order made (Art. 16).',
  })
  topUps(@Root() standing: Standing, @Ctx() { reader }: RequestContext): Promise<Row<'topUp'>[]> {
    return reader.reads.hangingOn('topUp', 'bankId', standing.bankId, 'id');
  }

  @FieldResolver(() => TopUpRightType, {
    description: '可否申请补充。Whether a top-up may be asked for now (Art. 16).',
  })
  mayAskTopUp(@Root() standing: Standing, @Ctx() context: RequestContext) {
    return topUpRight(context, standing.bankId);
  }
}

@Resolver(() => AgreementType)
export class AgreementResolver {
  @FieldResolver(() => BankType, { description: '银行。The bank that signed it.' })
  async bank(@Root() agreement: Row<'agreement'>, @Ctx() { reader }: RequestContext): Promise<Bank> {
    return named(await reader.reads.one('bank', agreement.bankId));
  }
}

@Resolver(() => TopUpType)
export class TopUpResolver {
  @FieldResolver(() => BankType, { description: '银行。The bank that asks.' })
  async bank(@Root() topUp: Row<'topUp'>, @Ctx() { reader }: RequestContext): Promise<Bank> {
    return named(await reader.reads.one('bank', topUp.bankId));
  }

  @FieldResolver(() => LedgerEntryType, {
    nullable: true,
    description:
      '存入分录。The entry by which the money was placed; null until then, and where the reader may not see it.',
  })
  entry(
    @Root() { entryId }: Row<'topUp'>,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'entry'> | null> | null {
    return entryId && reader.reads.one('entry', entryId);
  }
}
