import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { EARLIEST, LATEST, yearOf } from '../domain/dates.ts';
import { readId } from '../domain/ids.ts';
import { readFigures, writeFigures, type YearFigures } from '../domain/year.ts';
import { PERSON, personOf } from './author.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { badInput } from './errors.ts';
import { EvaluationFiguresType, EvaluationPartType, EvaluationType } from './evaluation.type.ts';
import { TenantNameType } from './tenant.type.ts';

type Evaluation = Row<'evaluation'>;
type Part = Pick<Row<'evaluationPart'>, 'tenantId' | 'figures' | 'conclusion' | 'decision'>;

const EVALUATION_ORDERS = {
  LATEST: { column: 'year', unique: 'id', direction: 'DESC', zh: '年度从近到远', en: 'Latest year first.' },
} as const satisfies Orders<'evaluation'>;
const EvaluationOrderEnum = ordersEnum('EvaluationOrder', '年度绩效自评', EVALUATION_ORDERS);
const EvaluationConnection = connectionOf('Evaluation', '年度绩效自评', () => EvaluationType);

/** The figures of a year are a dozen sums over what happened in it. */
const YEAR_COST = 500;

@Resolver(() => EvaluationType)
export class EvaluationResolver {
  @Query(() => EvaluationConnection, {
    description: '年度绩效自评列表。The evaluations of the pool, a year each (Art. 19, 38).',
  })
  evaluations(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('orderBy', () => EvaluationOrderEnum, {
      defaultValue: 'LATEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return pageOf(context, page, { table: 'evaluation', orders: EVALUATION_ORDERS, orderBy, filters: [] });
  }

  @Query(() => EvaluationType, {
    nullable: true,
    description: '按编号查年度绩效自评。The evaluation with this id; null for an unknown one.',
  })
  async evaluation(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '绩效自评的不透明编号。Opaque id of the evaluation.' }) id: string,
  ): Promise<Evaluation | null> {
    const found = readId('evaluation', id);
    return found && reader.reads.one('evaluation', found);
  }

  @Query(() => [EvaluationPartType], {
    complexity: YEAR_COST,
    description:
      '年度数据预览。The figures of a year as an evaluation would keep them, computed now: for the office those of the pool and of every tenant, for the others their own (Art. 19).',
  })
  async yearFigures(
    @Ctx() { reader }: RequestContext,
    @Arg('year', () => Int, { description: '年度。The calendar year, not a future one.' }) year: number,
  ): Promise<Part[]> {
    const today = await reader.today();
    if (year < yearOf(EARLIEST) || year > yearOf(today) || year > yearOf(LATEST))
      throw badInput('year', '请填写已开始的年度。', 'Give a year that has begun.');
    const figures = await reader.reads.yearFigures(year, today);
    return [...figures].map(([tenantId, own]) => ({
      tenantId: tenantId as Part['tenantId'],
      figures: writeFigures(own),
      conclusion: null,
      decision: null,
    }));
  }

  @FieldResolver(() => String, { nullable: true, description: PERSON })
  person(@Root() { userId }: Evaluation, @Ctx() context: RequestContext): string | null {
    return personOf(context, userId);
  }

  @FieldResolver(() => [EvaluationPartType], {
    description:
      '分项。What it says of each tenant that the reader may read about: the office reads all, the others their own (Art. 19).',
  })
  parts(@Root() { id }: Evaluation, @Ctx() { reader }: RequestContext): Promise<Row<'evaluationPart'>[]> {
    return reader.reads.hangingOn('evaluationPart', 'evaluationId', id, 'tenantId');
  }
}

@Resolver(() => EvaluationPartType)
export class EvaluationPartResolver {
  @FieldResolver(() => TenantNameType, {
    nullable: true,
    description: '参与方。Whom it is about; the office stands for the whole pool.',
  })
  tenant(@Root() { tenantId }: Part, @Ctx() { reader }: RequestContext) {
    return reader.reads.tenant(tenantId);
  }

  @FieldResolver(() => EvaluationFiguresType, {
    description: '年度数据。Its figures of the year, as they were when the evaluation was made (Art. 19).',
  })
  figures(@Root() { figures }: Part): YearFigures {
    return readFigures(figures);
  }
}
