import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { RECORDS_MAX, replayEdition } from '../acts/replay.ts';
import type { BusinessDate } from '../domain/dates.ts';
import { readId } from '../domain/ids.ts';
import type { RequestContext } from './context.ts';
import { editionFrom } from './editions.ts';
import { badInput } from './errors.ts';
import { named } from './loan.resolver.ts';
import { LoanType } from './loan.type.ts';
import { EditionReplayType, ReplayedCaseType, ReplayedLossType } from './replay.type.ts';
import { DateScalar } from './scalars.ts';
import { TenantNameType } from './tenant.type.ts';

/** A replay judges thousands of records: a document holds one or two. */
const REPLAY_COST = 3000;

@Resolver(() => EditionReplayType)
export class EditionReplayResolver {
  @Query(() => EditionReplayType, {
    nullable: true,
    complexity: REPLAY_COST,
    description: `政策版本回放：以该版本重新审查某一期间内已记录的事项，看哪些结果和金额会不同；草案亦可，不作任何更改。Judges what was recorded in a past period again under an edition, also a draft, and tells which refusals and amounts would have differed; nothing is changed. At most ${RECORDS_MAX} records at once. Null for an unknown edition.`,
  })
  async replayEdition(
    @Ctx() { reader }: RequestContext,
    @Arg('editionId', () => ID, { description: '政策版本编号。Opaque id of the edition.' }) editionId: string,
    @Arg('from', () => DateScalar, { description: '起始日。First business date, included.' })
    from: BusinessDate,
    @Arg('to', () => DateScalar, { description: '截止日。Last business date, included.' })
    to: BusinessDate,
  ) {
    if (to < from)
      throw badInput('to', '截止日不得早于起始日。', 'The last day of the period lies before the first.');
    const id = readId('edition', editionId);
    const row = id && (await reader.reads.one('edition', id));
    if (!row) return null;
    const replay = await replayEdition(reader.reads, editionFrom(row), from, to);
    return { edition: row, from, to, ...replay };
  }
}

@Resolver(() => ReplayedCaseType)
export class ReplayedCaseResolver {
  @FieldResolver(() => TenantNameType, { nullable: true, description: '办理单位。Tenant that asked.' })
  tenant(@Root() { tenantId }: { tenantId: string }, @Ctx() { reader }: RequestContext) {
    return reader.reads.tenant(tenantId);
  }
}

@Resolver(() => ReplayedLossType)
export class ReplayedLossResolver {
  @FieldResolver(() => LoanType, { description: '贷款。The loan it is about.' })
  async loan(
    @Root() { loanId }: { loanId: string },
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'loan'>> {
    return named(await reader.reads.one('loan', loanId));
  }
}
