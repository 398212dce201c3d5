import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { documentLink, type PaperLink, reportPath, reportsFor } from '../acts/papers.ts';
import type { Row } from '../acts/ports.ts';
import { CompensationType } from './compensation.type.ts';
import type { RequestContext } from './context.ts';
import { named } from './loan.resolver.ts';
import { LoanType } from './loan.type.ts';
import { DocumentLinkType, ReportType } from './paper.type.ts';
import { ReferralType } from './referral.type.ts';
import { RegionStandingResolver } from './region.resolver.ts';
import { RegionStandingType } from './region.type.ts';

// By which a client finds the papers, so that it need not know their addresses.

@Resolver(() => ReportType)
export class ReportResolver {
  @Query(() => [ReportType], {
    description:
      '可下载报表。The spreadsheets that the reader may have; each holds what the reader may see and nothing else.',
  })
  reports(@Ctx() { actor }: RequestContext): ReportType[] {
    return reportsFor(actor).map((spec) => ({ ...spec, path: reportPath(spec) }));
  }
}

@Resolver(() => ReferralType)
export class RecommendationFormResolver {
  @FieldResolver(() => DocumentLinkType, {
    nullable: true,
    description: '推荐表。The recommendation form as a document; null before it is made out (Art. 25).',
  })
  recommendationForm(
    @Root() { id, formNumber }: Row<'referral'>,
    @Ctx() { actor }: RequestContext,
  ): PaperLink | null {
    return formNumber === null ? null : documentLink(actor, 'recommendation-form', id, formNumber);
  }
}

@Resolver(() => LoanType)
export class DisbursementNoticeResolver {
  @FieldResolver(() => DocumentLinkType, {
    nullable: true,
    description:
      '放款通知书。The bank’s notice of the disbursement as a document; null before it is paid out, and for everyone but the bank and the office (Art. 27).',
  })
  disbursementNotice(
    @Root() { id, number, disbursedOn }: Row<'loan'>,
    @Ctx() { actor }: RequestContext,
  ): PaperLink | null {
    return disbursedOn === null ? null : documentLink(actor, 'disbursement-notice', id, number);
  }
}

@Resolver(() => CompensationType)
export class DeductionNoticeResolver {
  @FieldResolver(() => DocumentLinkType, {
    nullable: true,
    description:
      '代偿扣款通知书。The bank’s notice of the deduction as a document; null for everyone but the bank and the office (Art. 32).',
  })
  async deductionNotice(
    @Root() { id, loanId, deductedOn }: Row<'compensation'>,
    @Ctx() { actor, reader }: RequestContext,
  ): Promise<PaperLink | null> {
    const { number } = named(await reader.reads.one('loan', loanId));
    return documentLink(actor, 'deduction-notice', id, `${number}-${deductedOn}`);
  }
}

@Resolver(() => RegionStandingType)
export class ReplenishmentLetterResolver {
  private readonly standings = new RegionStandingResolver();

  @FieldResolver(() => DocumentLinkType, {
    nullable: true,
    description:
      '补充代偿资金函。The letter that asks the region for what it still has to replenish; null where it owes nothing (Art. 13).',
  })
  async replenishmentLetter(
    @Root() standing: Row<'regionStanding'>,
    @Ctx() context: RequestContext,
  ): Promise<PaperLink | null> {
    const owed = await this.standings.replenishmentOwed(standing, context);
    if (!owed?.isPositive()) return null;
    const { nameZh } = named(await context.reader.reads.one('region', standing.regionId));
    return documentLink(context.actor, 'replenishment-letter', standing.regionId, nameZh);
  }
}
