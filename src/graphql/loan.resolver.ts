import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { readId } from '../domain/ids.ts';
import { overdueOn } from '../domain/loan.ts';
import { difference, type LossSharing, lossParts, type Part, partOf } from '../domain/loss.ts';
import type { Yuan } from '../domain/money.ts';
import type { LoanState } from '../domain/words.ts';
import { sharingOf } from '../regulation/edition.ts';
import { Names, Reads, ReadsToday } from './ahead.ts';
import { BankType } from './bank.type.ts';
import { PageArgs } from './connection.ts';
import type { RequestContext } from './context.ts';
import { EditionType } from './edition.type.ts';
import { editionFrom } from './editions.ts';
import { EnterpriseType } from './enterprise.type.ts';
import { LoanStateEnum } from './enums.ts';
import { GuarantorType } from './guarantor.type.ts';
import { LoanConnection, LoanFilter, LoanOrderEnum, loanPage } from './loan.list.ts';
import { InstalmentType, LoanOverdueType, LoanType, LossSharesType, RepaymentType } from './loan.type.ts';
import { ObligationType } from './obligation.type.ts';
import { ReferralType } from './referral.type.ts';
import { RegionType } from './region.type.ts';

type Loan = Row<'loan'>;

/** A thing that a row names and its reader may therefore see. */
export function named<T>(found: T | null): T {
  if (found === null) throw new Error('a row names a thing that its reader may not see');
  return found;
}

@Resolver(() => LoanType)
export class LoanResolver {
  @Reads()
  @Query(() => LoanType, {
    nullable: true,
    description: '按编号查贷款。The loan with this id; null for unknown and foreign alike.',
  })
  async loan(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '贷款的不透明编号。Opaque id of the loan.' }) id: string,
  ): Promise<Loan | null> {
    const found = readId('loan', id);
    return found && reader.reads.one('loan', found);
  }

  @ReadsToday()
  @Query(() => LoanConnection, { description: '贷款列表。The loans that the reader may see.' })
  loans(
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
    return loanPage(context, page, filter, orderBy);
  }

  @ReadsToday<'loan'>('state', 'nextDueOn')
  @FieldResolver(() => LoanStateEnum, {
    description:
      '状态。State on the business date; OVERDUE follows from the schedule and the repayments, nobody types it.',
  })
  async state(@Root() loan: Loan, @Ctx() { reader }: RequestContext): Promise<LoanState> {
    if (loan.state !== 'ACTIVE' || loan.nextDueOn === null) return loan.state;
    return loan.nextDueOn < (await reader.today()) ? 'OVERDUE' : 'ACTIVE';
  }

  @Names<'loan'>('enterprise', 'enterpriseId')
  @FieldResolver(() => EnterpriseType, { description: '借款企业。The firm that borrows.' })
  async enterprise(@Root() loan: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'enterprise'>> {
    return named(await reader.reads.one('enterprise', loan.enterpriseId));
  }

  @Names<'loan'>('region', 'regionId')
  @FieldResolver(() => RegionType, { description: '推荐地区。The region that referred the firm (Art. 24).' })
  async region(@Root() loan: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'region'>> {
    return named(await reader.reads.one('region', loan.regionId));
  }

  @Names<'loan'>('bank', 'bankId')
  @FieldResolver(() => BankType, { description: '贷款银行。The bank that lends.' })
  async bank(@Root() loan: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'bank'>> {
    return named(await reader.reads.one('bank', loan.bankId));
  }

  @FieldResolver(() => GuarantorType, { description: '担保机构。The guarantor that backs the loan.' })
  async guarantor(@Root() loan: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'guarantor'>> {
    return named(await reader.reads.one('guarantor', loan.guarantorId));
  }

  @Names<'loan'>('referral', 'referralId')
  @FieldResolver(() => ReferralType, {
    description: '来源推荐。The referral that the loan came of (Art. 24–26).',
  })
  async referral(@Root() loan: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'referral'>> {
    return named(await reader.reads.one('referral', loan.referralId));
  }

  @FieldResolver(() => EditionType, {
    description: '适用政策版本。The edition that the loan was made under and keeps (Art. 40).',
  })
  async edition(@Root() loan: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'edition'>> {
    return named(await reader.reads.one('edition', loan.editionNumber, 'number'));
  }

  @Reads<'loan'>('editionNumber', 'amount', 'compensatedPrincipal', 'outstanding')
  @FieldResolver(() => LossSharesType, {
    description:
      '余额的风险分担。Outstanding principal by who would bear its loss, on top of what is compensated already, under the loan’s own edition (Art. 20).',
  })
  async shares(@Root() loan: Loan, @Ctx() { reader }: RequestContext): Promise<LossSharesType> {
    const row = named(await reader.reads.one('edition', loan.editionNumber, 'number'));
    const sharing = sharingOf(editionFrom(row).values, loan.amount);
    const { compensatedPrincipal, outstanding } = loan;
    const before = lossParts(sharing, compensatedPrincipal);
    const after = lossParts(sharing, compensatedPrincipal.plus(outstanding));
    return sharesFrom(difference(after, before));
  }

  @Reads<'loan'>('id')
  @FieldResolver(() => [InstalmentType], {
    description:
      '还本计划。The schedule of principal, in the order of due dates; empty before disbursement (Art. 22).',
  })
  instalments(@Root() loan: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'instalment'>[]> {
    return reader.reads.hangingOn('instalment', 'loanId', loan.id, 'number');
  }

  @Reads<'loan'>('id')
  @FieldResolver(() => [RepaymentType], {
    description: '还款记录。Every repayment, in the order reported (Art. 22).',
  })
  repayments(@Root() loan: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'repayment'>[]> {
    return reader.reads.hangingOn('repayment', 'loanId', loan.id, 'id');
  }

  @FieldResolver(() => [ObligationType], {
    description: '相关义务。Duties about this loan that the reader may see, in the order of their ids.',
  })
  obligations(@Root() loan: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'obligation'>[]> {
    return reader.reads.hangingOn('obligation', 'loanId', loan.id, 'id');
  }

  @ReadsToday<'loan'>('id', 'state')
  @FieldResolver(() => LoanOverdueType, {
    description: '逾期情况。What is past due on the business date; zeros when nothing is (Art. 31, 32).',
  })
  async overdue(@Root() loan: Loan, @Ctx() { reader }: RequestContext): Promise<LoanOverdueType> {
    const [instalments, today] = await Promise.all([
      loan.state === 'ACTIVE' ? reader.reads.hangingOn('instalment', 'loanId', loan.id, 'number') : [],
      reader.today(),
    ]);
    return overdueOn(instalments, today);
  }
}

/** Parts with the three parties of the regulation named; one that an edition does not name bears nothing. */
function sharesFrom(parts: readonly Part[]): LossSharesType {
  const of = (party: string) => partOf(parts, party);
  return { pool: of('POOL'), bank: of('BANK'), guarantor: of('GUARANTOR'), parts };
}

/** The parts of an amount by party. */
export function sharesOf(amount: Yuan, sharing: LossSharing): LossSharesType {
  return sharesFrom(lossParts(sharing, amount));
}
