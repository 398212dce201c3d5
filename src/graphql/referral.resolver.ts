import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { readId } from '../domain/ids.ts';
import { Names, Reads, ReadsToday } from './ahead.ts';
import { BankType } from './bank.type.ts';
import { PageArgs } from './connection.ts';
import type { RequestContext } from './context.ts';
import { EnterpriseType } from './enterprise.type.ts';
import { GuarantorType } from './guarantor.type.ts';
import { named } from './loan.resolver.ts';
import { LoanType } from './loan.type.ts';
import { ProposalType } from './proposal.type.ts';
import {
  ProposalConnection,
  ProposalFilter,
  ProposalOrderEnum,
  proposalPage,
  ReferralConnection,
  ReferralFilter,
  ReferralOrderEnum,
  referralPage,
} from './referral.list.ts';
import { CounterGuaranteeType, DecisionType, DueDiligenceType, ReferralType } from './referral.type.ts';
import { RegionType } from './region.type.ts';
import { TenantNameType } from './tenant.type.ts';
import { WaiverType } from './waiver.type.ts';

type Referral = Row<'referral'>;
type Proposal = Row<'proposal'>;

@Resolver(() => ReferralType)
export class ReferralResolver {
  @Reads()
  @Query(() => ReferralType, {
    nullable: true,
    description: '按编号查推荐。The referral with this id; null for unknown and foreign alike.',
  })
  async referral(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '推荐的不透明编号。Opaque id of the referral.' }) id: string,
  ): Promise<Referral | null> {
    const found = readId('referral', id);
    return found && reader.reads.one('referral', found);
  }

  @ReadsToday()
  @Query(() => ReferralConnection, { description: '推荐列表。The referrals that the reader may see.' })
  referrals(
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
    return referralPage(context, page, filter, orderBy);
  }

  @Names<'referral'>('enterprise', 'enterpriseId')
  @FieldResolver(() => EnterpriseType, { description: '企业。The firm that is referred.' })
  async enterprise(
    @Root() referral: Referral,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'enterprise'>> {
    return named(await reader.reads.one('enterprise', referral.enterpriseId));
  }

  @Names<'referral'>('region', 'regionId')
  @FieldResolver(() => RegionType, {
    description: '推荐地区。The region whose district refers the firm (Art. 24).',
  })
  async region(@Root() referral: Referral, @Ctx() { reader }: RequestContext): Promise<Row<'region'>> {
    return named(await reader.reads.one('region', referral.regionId));
  }

  @Names<'referral'>('bank', 'bankId')
  @FieldResolver(() => BankType, {
    nullable: true,
    description: '推荐至的银行。The bank it is recommended to; null until then (Art. 25).',
  })
  bank(@Root() { bankId }: Referral, @Ctx() { reader }: RequestContext): Promise<Row<'bank'> | null> | null {
    return bankId && reader.reads.one('bank', bankId);
  }

  @FieldResolver(() => GuarantorType, {
    nullable: true,
    description: '推荐至的担保机构。The guarantor it is recommended to; null until then (Art. 25).',
  })
  guarantor(
    @Root() { guarantorId }: Referral,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'guarantor'> | null> | null {
    return guarantorId && reader.reads.one('guarantor', guarantorId);
  }

  @Reads<'referral'>('id')
  @FieldResolver(() => [DueDiligenceType], {
    description:
      '尽职调查报告。Reports filed; a party sees its own, the office both, the district none (Art. 26).',
  })
  dueDiligence(
    @Root() referral: Referral,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'dueDiligence'>[]> {
    return reader.reads.hangingOn('dueDiligence', 'referralId', referral.id, 'id');
  }

  @Reads<'referral'>('id')
  @FieldResolver(() => [DecisionType], {
    description:
      '审批记录。Decisions taken; a party sees its own, the office both, the district none (Art. 26).',
  })
  decisions(@Root() referral: Referral, @Ctx() { reader }: RequestContext): Promise<Row<'decision'>[]> {
    return reader.reads.hangingOn('decision', 'referralId', referral.id, 'id');
  }

  @Reads<'referral'>('id')
  @FieldResolver(() => [CounterGuaranteeType], {
    description:
      '反担保。Counter-guarantees; shown to the guarantor that took them and to the office, empty for others (Art. 28).',
  })
  counterGuarantees(
    @Root() referral: Referral,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'counterGuarantee'>[]> {
    return reader.reads.hangingOn('counterGuarantee', 'referralId', referral.id, 'id');
  }

  @Reads<'referral'>('id')
  @FieldResolver(() => [WaiverType], {
    description: '放宽事项。Waivers for this referral that name the reader.',
  })
  waivers(@Root() referral: Referral, @Ctx() { reader }: RequestContext): Promise<Row<'waiver'>[]> {
    return reader.reads.hangingOn('waiver', 'subjectId', referral.id, 'id');
  }

  @Names<'referral'>('loan', 'loanId')
  @FieldResolver(() => LoanType, {
    nullable: true,
    description: '形成的贷款。The loan that came of it; null before both have approved (Art. 26).',
  })
  loan(@Root() { loanId }: Referral, @Ctx() { reader }: RequestContext): Promise<Row<'loan'> | null> | null {
    return loanId && reader.reads.one('loan', loanId);
  }
}

@Resolver(() => ProposalType)
export class ProposalResolver {
  @Query(() => ProposalConnection, {
    description: '荐举列表。The proposals that the reader may see (Art. 24).',
  })
  proposals(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ProposalFilter, { nullable: true, description: '筛选条件。Narrows the list.' })
    filter: ProposalFilter | null,
    @Arg('orderBy', () => ProposalOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return proposalPage(context, page, filter, orderBy);
  }

  @FieldResolver(() => TenantNameType, {
    nullable: true,
    description: '提出方。Who put it forward; null where the reader may not know it by name.',
  })
  proposer(@Root() proposal: Proposal, @Ctx() { reader }: RequestContext) {
    return reader.reads.tenant(proposal.proposerId);
  }

  @FieldResolver(() => RegionType, {
    nullable: true,
    description: '地区。Region of the firm; null for a bank that has no business there yet.',
  })
  region(@Root() proposal: Proposal, @Ctx() { reader }: RequestContext): Promise<Row<'region'> | null> {
    return reader.reads.one('region', proposal.regionId);
  }

  @FieldResolver(() => ReferralType, {
    nullable: true,
    description:
      '形成的推荐。The referral that the district made of it; null until then, and where the reader may not see it.',
  })
  referral(
    @Root() { referralId }: Proposal,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'referral'> | null> | null {
    return referralId && reader.reads.one('referral', referralId);
  }
}
