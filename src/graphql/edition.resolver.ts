import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import type { BusinessDate } from '../domain/dates.ts';
import type { EditionState } from '../domain/words.ts';
import { PARAMETER_KEYS, parameter } from '../regulation/catalogue.ts';
import { parseEditionValues, writeEditionValues } from '../regulation/edition-json.ts';
import { editionWarnings } from '../regulation/edition-warnings.ts';
import { personOf } from './author.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { EditionType, EditionWarningType, LprQuoteType, ParameterType } from './edition.type.ts';
import { editionFrom } from './editions.ts';
import { EditionStateEnum } from './enums.ts';
import { DateScalar, JsonScalar, NameScalar } from './scalars.ts';

const EDITION_ORDERS = {
  NEWEST: { column: 'validFrom', direction: 'DESC', zh: '生效日从近到远', en: 'Latest validity first.' },
  OLDEST: { column: 'validFrom', direction: 'ASC', zh: '生效日从远到近', en: 'Earliest validity first.' },
} as const satisfies Orders<'edition'>;
const EditionOrderEnum = ordersEnum('EditionOrder', '政策版本', EDITION_ORDERS);
const EditionConnection = connectionOf('Edition', '政策版本', () => EditionType);

const QUOTE_ORDERS = {
  NEWEST: {
    column: 'date',
    unique: 'date',
    direction: 'DESC',
    zh: '公布日从近到远',
    en: 'Latest quote first.',
  },
  OLDEST: {
    column: 'date',
    unique: 'date',
    direction: 'ASC',
    zh: '公布日从远到近',
    en: 'Earliest quote first.',
  },
} as const satisfies Orders<'lprQuote'>;
const QuoteOrderEnum = ordersEnum('LprOrder', '贷款市场报价利率', QUOTE_ORDERS);
const QuoteConnection = connectionOf('LprQuote', '贷款市场报价利率', () => LprQuoteType);

@Resolver(() => EditionType)
export class EditionResolver {
  @Query(() => EditionConnection, {
    description: '政策版本列表。The policy editions of the pool, drafts included (Art. 40).',
  })
  editions(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('state', () => EditionStateEnum, {
      nullable: true,
      description: '只列此状态。Only editions in this state.',
    })
    state: EditionState | null,
    @Arg('orderBy', () => EditionOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return pageOf(context, page, {
      table: 'edition',
      orders: EDITION_ORDERS,
      orderBy,
      filters: state ? [{ kind: 'IN', column: 'state', values: [state] }] : [],
    });
  }

  @Query(() => EditionType, {
    nullable: true,
    description: '按文号查政策版本。The edition with this number; null when the pool has none.',
  })
  edition(
    @Ctx() { reader }: RequestContext,
    @Arg('number', () => NameScalar, { description: '文号。Number of the edition’s document.' })
    number: string,
  ): Promise<Row<'edition'> | null> {
    return reader.reads.one('edition', number, 'number');
  }

  @Query(() => LprQuoteType, {
    nullable: true,
    description:
      '某日适用的贷款市场报价利率。The LPR that applies on a day: the last one published on or before it; null before the first (Art. 22).',
  })
  async lpr(
    @Ctx() { reader }: RequestContext,
    @Arg('on', () => DateScalar, {
      nullable: true,
      description: '日期，默认业务日期。The day; the business date unless said.',
    })
    on: BusinessDate | null,
  ): Promise<Row<'lprQuote'> | null> {
    const value = on ?? (await reader.today());
    const page = await reader.reads.page({
      table: 'lprQuote',
      filters: [{ kind: 'TO', column: 'date', value }],
      order: QUOTE_ORDERS.NEWEST,
      first: 1,
      after: null,
    });
    return page.rows[0] ?? null;
  }

  @Query(() => QuoteConnection, {
    description: '贷款市场报价利率历史。All loan prime rates that the pool has on record.',
  })
  lprHistory(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('orderBy', () => QuoteOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return pageOf(context, page, { table: 'lprQuote', orders: QUOTE_ORDERS, orderBy, filters: [] });
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: '起草人。Who of the office drafted it last; null for everyone but the office.',
  })
  draftedBy(@Root() { draftedBy }: Row<'edition'>, @Ctx() context: RequestContext): string | null {
    return personOf(context, draftedBy);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      '发布人。The second person, who enacted it; null for a draft, and for everyone but the office.',
  })
  enactedBy(@Root() { enactedBy }: Row<'edition'>, @Ctx() context: RequestContext): string | null {
    return enactedBy && personOf(context, enactedBy);
  }

  @FieldResolver(() => JsonScalar, {
    description:
      '全部参数的 JSON，可作为起草下一版本的底稿。All parameters as one JSON object: the shape in which `draftEdition` takes them, so a successor is this one with what differs changed.',
  })
  parametersJson(@Root() edition: Row<'edition'>): unknown {
    return edition.parameters;
  }

  @FieldResolver(() => [EditionWarningType], {
    description:
      '提示。Which of its numbers do not agree with one another; an edition is accepted all the same (Art. 9, 13, 20).',
  })
  warnings(@Root() edition: Row<'edition'>): EditionWarningType[] {
    return editionWarnings(editionFrom(edition).values);
  }

  @FieldResolver(() => [ParameterType], {
    description: '全部参数。Every parameter, in the order of the articles.',
  })
  parameters(@Root() edition: Row<'edition'>): ParameterType[] {
    const parsed = parseEditionValues(edition.parameters);
    if (!parsed.ok) throw new Error(`edition ${edition.number} does not parse`);
    const values = writeEditionValues(parsed.values);
    return PARAMETER_KEYS.map((key) => {
      const { article, strength, unit, zh, en, reading } = parameter(key);
      const value = values[key];
      return {
        key,
        article,
        strength,
        unit,
        value: typeof value === 'string' ? value : JSON.stringify(value),
        zh,
        en,
        reading: reading ?? null,
      };
    });
  }
}
