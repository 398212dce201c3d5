import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { readId } from '../domain/ids.ts';
import type { ImportRowState } from '../domain/words.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { words } from './filter.ts';
import { ImportRowStateEnum } from './import.enums.ts';
import { ImportErrorType, ImportProgressType, ImportRowType, ImportType } from './import.type.ts';
import { VerdictType } from './verdict.type.ts';

const IMPORT_ORDERS = {
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新报送在前', en: 'Last first.' },
} as const satisfies Orders<'importJob'>;
const ImportOrderEnum = ordersEnum('ImportOrder', '导入', IMPORT_ORDERS);
const ImportConnection = connectionOf('Import', '导入', () => ImportType);

const ROW_ORDERS = {
  NUMBER: { column: 'number', unique: 'number', direction: 'ASC', zh: '按行号', en: 'As in the file.' },
} as const satisfies Orders<'importRow'>;
const ImportRowConnection = connectionOf('ImportRow', '导入行', () => ImportRowType);

@Resolver(() => ImportType)
export class ImportResolver {
  @Query(() => ImportType, {
    nullable: true,
    description: '按编号查导入。The import with this id; null for unknown and foreign alike.',
  })
  async import(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '导入的不透明编号。Opaque id of the import.' }) id: string,
  ): Promise<Row<'importJob'> | null> {
    const found = readId('importJob', id);
    return found && reader.reads.one('importJob', found);
  }

  @Query(() => ImportConnection, {
    description: '导入列表。The files that the viewer’s own tenant has sent.',
  })
  imports(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('orderBy', () => ImportOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return pageOf(context, page, { table: 'importJob', orders: IMPORT_ORDERS, orderBy, filters: [] });
  }

  @FieldResolver(() => ImportProgressType, { description: '进度。How many rows have their answer.' })
  async progress(
    @Root() { id, rowCount }: Row<'importJob'>,
    @Ctx() { reader }: RequestContext,
  ): Promise<ImportProgressType> {
    const count = (state: ImportRowState) =>
      reader.reads.count({
        table: 'importRow',
        parent: { column: 'importId', id },
        filters: [{ kind: 'IN', column: 'state', values: [state] }],
        order: ROW_ORDERS.NUMBER,
        first: 1,
        after: null,
      });
    const [done, refused, invalid] = await Promise.all([count('DONE'), count('REFUSED'), count('INVALID')]);
    return { rows: rowCount, done, refused, invalid, waiting: rowCount - done - refused - invalid };
  }

  @FieldResolver(() => ImportRowConnection, { description: '各行。The rows of the file, in its order.' })
  rows(
    @Root() { id }: Row<'importJob'>,
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('states', () => [ImportRowStateEnum], {
      nullable: true,
      description: '状态。Only rows in one of these states.',
    })
    states: readonly ImportRowState[] | null,
  ) {
    return pageOf(context, page, {
      table: 'importRow',
      orders: ROW_ORDERS,
      orderBy: 'NUMBER',
      filters: words<'importRow'>('state', states ?? undefined),
      parent: { column: 'importId', id },
    });
  }
}

@Resolver(() => ImportRowType)
export class ImportRowResolver {
  @FieldResolver(() => [ImportErrorType], {
    description: '内容错误。Everything that was wrong with the cells; empty unless the state is INVALID.',
  })
  errors(@Root() { errors }: Row<'importRow'>): ImportErrorType[] {
    return (errors ?? []).map(({ field, zh, en }) => ({ field, message: { zh, en } }));
  }

  @FieldResolver(() => [VerdictType], {
    description:
      '审查意见。What the rules had to say besides that they were met: those that refused the row, and those that trigger a right or a duty.',
  })
  verdicts(@Root() { verdicts }: Row<'importRow'>): VerdictType[] {
    return (verdicts ?? []) as VerdictType[];
  }
}
