import { Arg, Args, Ctx, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import type { Filter } from '../acts/reads.ts';
import { readAnyId, readId, writeId } from '../domain/ids.ts';
import type { Id, WaiverState, WaiverSubject } from '../domain/words.ts';
import { personOf } from './author.ts';
import { BankType } from './bank.type.ts';
import { connectionOf, NO_ID, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { WaiverStateEnum } from './enums.ts';
import { byId, words } from './filter.ts';
import { GuarantorType } from './guarantor.type.ts';
import { RegionType } from './region.type.ts';
import { NameScalar } from './scalars.ts';
import { TenantNameType } from './tenant.type.ts';
import { WaiverConsentType, WaiverType } from './waiver.type.ts';

type Waiver = Row<'waiver'>;

const WAIVER_ORDERS = {
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新提出在前', en: 'Latest first.' },
  VALID_TO: {
    column: 'validTo',
    direction: 'ASC',
    zh: '有效期止从近到远',
    en: 'Earliest end of validity first.',
  },
} as const satisfies Orders<'waiver'>;
const WaiverOrderEnum = ordersEnum('WaiverOrder', '放宽事项', WAIVER_ORDERS);
const WaiverConnection = connectionOf('Waiver', '放宽事项', () => WaiverType);

@InputType('WaiverFilter', {
  description: '放宽事项筛选条件。Narrows a list of waivers; every condition that is given must hold.',
})
export class WaiverFilter {
  @Field(() => [WaiverStateEnum], {
    nullable: true,
    description: '状态。Only waivers in one of these states.',
  })
  readonly states!: readonly WaiverState[] | null | undefined;

  @Field(() => NameScalar, { nullable: true, description: '规则代码。Only waivers of this rule.' })
  readonly ruleCode!: string | null | undefined;

  @Field(() => ID, {
    nullable: true,
    description: '对象。Only waivers for this region, enterprise, referral or loan.',
  })
  readonly subject!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: '地区。Only waivers that name this region.' })
  readonly region!: string | null | undefined;
}

const SUBJECT_NOUNS = {
  REGION: 'region',
  ENTERPRISE: 'enterprise',
  REFERRAL: 'referral',
  LOAN: 'loan',
} as const satisfies Record<WaiverSubject, string>;

@Resolver(() => WaiverType)
export class WaiverResolver {
  @Query(() => WaiverType, {
    nullable: true,
    description: '按编号查放宽事项。The waiver with this id; null for unknown and foreign alike.',
  })
  async waiver(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '放宽事项的不透明编号。Opaque id of the waiver.' }) id: string,
  ): Promise<Waiver | null> {
    const found = readId('waiver', id);
    return found && reader.reads.one('waiver', found);
  }

  @Query(() => WaiverConnection, {
    description: '放宽事项列表。The waivers that name the reader; for the office all.',
  })
  waivers(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => WaiverFilter, { nullable: true, description: '筛选条件。Narrows the list.' })
    given: WaiverFilter | null,
    @Arg('orderBy', () => WaiverOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    const filters: Filter<'waiver'>[] = [
      ...words<'waiver'>('state', given?.states),
      ...words<'waiver'>('ruleCode', given?.ruleCode ? [given.ruleCode] : null),
      ...words<'waiver'>('subjectId', given?.subject ? [readAnyId(given.subject)?.id ?? NO_ID] : null),
      ...byId<'waiver'>('regionId', 'region', given?.region),
    ];
    return pageOf(context, page, { table: 'waiver', orders: WAIVER_ORDERS, orderBy, filters });
  }

  @FieldResolver(() => ID, {
    description: '对象编号。Opaque id of the region, enterprise, referral or loan it is for.',
  })
  subjectId(@Root() { subjectKind, subjectId }: Waiver): string {
    const noun = SUBJECT_NOUNS[subjectKind];
    return writeId(noun, subjectId as Id<typeof noun>);
  }

  @FieldResolver(() => TenantNameType, {
    nullable: true,
    description: '提出方。Who asked for it; null where the reader may not know the tenant by name.',
  })
  asker(@Root() waiver: Waiver, @Ctx() { reader }: RequestContext) {
    return reader.reads.tenant(waiver.askedByTenant);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      '提出人员。Sign-in name of the person who asked for it; null for everyone but the office (Art. 39).',
  })
  askedBy(@Root() { askedBy }: Waiver, @Ctx() context: RequestContext): string | null {
    return personOf(context, askedBy);
  }

  @FieldResolver(() => RegionType, {
    nullable: true,
    description: '地区。The region it concerns; null where the reader may not see it.',
  })
  region(@Root() { regionId }: Waiver, @Ctx() { reader }: RequestContext): Promise<Row<'region'> | null> {
    return reader.reads.one('region', regionId);
  }

  @FieldResolver(() => BankType, {
    nullable: true,
    description: '银行。The bank it names; null when it names none.',
  })
  bank(@Root() { bankId }: Waiver, @Ctx() { reader }: RequestContext): Promise<Row<'bank'> | null> | null {
    return bankId && reader.reads.one('bank', bankId);
  }

  @FieldResolver(() => GuarantorType, {
    nullable: true,
    description: '担保机构。The guarantor it names; null when it names none.',
  })
  guarantor(
    @Root() { guarantorId }: Waiver,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'guarantor'> | null> | null {
    return guarantorId && reader.reads.one('guarantor', guarantorId);
  }

  @FieldResolver(() => [WaiverConsentType], {
    description: '各方意见。The consents that it needs, as far as the reader may see them.',
  })
  consents(@Root() waiver: Waiver, @Ctx() { reader }: RequestContext): Promise<Row<'waiverConsent'>[]> {
    return reader.reads.hangingOn('waiverConsent', 'waiverId', waiver.id, 'tenantKind');
  }
}

@Resolver(() => WaiverConsentType)
export class WaiverConsentResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      '答复人员。Sign-in name of the person who answered; null until then, and for everyone but the office (Art. 39).',
  })
  answeredBy(@Root() { answeredBy }: Row<'waiverConsent'>, @Ctx() context: RequestContext): string | null {
    return answeredBy && personOf(context, answeredBy);
  }
}
