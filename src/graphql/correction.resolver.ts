import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row, TableName } from '../acts/ports.ts';
import type { Columns } from '../acts/reads.ts';
import { readAnyId, readId } from '../domain/ids.ts';
import { Yuan } from '../domain/money.ts';
import type { CorrectionState, CorrectionSubject, Noun } from '../domain/words.ts';
import { AUTHOR, authorOf, PERSON, personOf } from './author.ts';
import { connectionOf, NO_ID, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { CorrectionStateEnum, CorrectionSubjectEnum } from './correction.enums.ts';
import { CorrectedValuesType, CorrectionMessageType, CorrectionType } from './correction.type.ts';
import { byId, words } from './filter.ts';
import { LedgerEntryType } from './ledger.type.ts';
import { LoanType } from './loan.type.ts';
import { NODES, NodeType, nodeTypeOf } from './node.type.ts';
import { TenantNameType } from './tenant.type.ts';

type Correction = Row<'correction'>;
type Message = Row<'correctionMessage'>;
type Entry = Row<'entry'>;

const ORDERS = {
  NEWEST: { column: 'id', unique: 'id', direction: 'DESC', zh: '最新申请在前', en: 'Latest first.' },
  OLDEST: { column: 'id', unique: 'id', direction: 'ASC', zh: '最早申请在前', en: 'Oldest first.' },
} as const satisfies Orders<'correction'>;
const CorrectionOrderEnum = ordersEnum('CorrectionOrder', '更正申请', ORDERS);
const CorrectionConnection = connectionOf('Correction', '更正申请', () => CorrectionType);

const NOUN_OF: Readonly<Record<CorrectionSubject, Noun>> = {
  REPAYMENT: 'repayment',
  COMPENSATION: 'compensation',
  GUARANTOR_PAYMENT: 'guarantorPayment',
  RECOVERY: 'recovery',
  ENTRY: 'entry',
};

/** A thing by its noun and id, as a node; null where the reader may not see it. */
async function nodeOf({ reader }: RequestContext, noun: Noun, id: string): Promise<object | null> {
  const typeName = nodeTypeOf.get(noun);
  const node = typeName ? NODES[typeName] : undefined;
  const row = node && (await reader.reads.one(node.table, id, 'id' as Columns<TableName>));
  return row ? { ...row, __typename: typeName } : null;
}

/** The kept values are texts; those that such a record does not have are null. */
function valuesOf(kept: Correction['recorded']): object {
  const yuan = (text: string | undefined) => (text === undefined ? null : Yuan.parse(text));
  return {
    ...kept,
    amount: yuan(kept.amount),
    principal: yuan(kept.principal),
    interest: yuan(kept.interest),
    gross: yuan(kept.gross),
    costs: kept.costs?.map((cost) => ({ ...cost, amount: Yuan.parse(cost.amount) })) ?? null,
    destination: kept.destination ?? null,
  };
}

@Resolver(() => CorrectionType)
export class CorrectionResolver {
  @Query(() => CorrectionType, {
    nullable: true,
    description: '按编号查更正申请。The correction with this id; null for unknown and foreign alike.',
  })
  async correction(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '更正申请编号。Opaque id of the correction.' }) id: string,
  ): Promise<Correction | null> {
    const found = readId('correction', id);
    return found && reader.reads.one('correction', found);
  }

  @Query(() => CorrectionConnection, {
    description:
      '更正申请列表。Corrections that the reader’s tenant has asked for or is asked for; the office sees all.',
  })
  corrections(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('states', () => [CorrectionStateEnum], {
      nullable: true,
      description: '状态。Only those in one of these states.',
    })
    states: readonly CorrectionState[] | null,
    @Arg('subjects', () => [CorrectionSubjectEnum], {
      nullable: true,
      description: '更正对象。Only those about one of these kinds of record.',
    })
    subjects: readonly CorrectionSubject[] | null,
    @Arg('tenantId', () => ID, {
      nullable: true,
      description: '参与方编号。Only those about records of this bank or guarantor.',
    })
    tenantId: string | null,
    @Arg('loanId', () => ID, { nullable: true, description: '贷款编号。Only those about this loan.' })
    loanId: string | null,
    @Arg('aboutId', () => ID, { nullable: true, description: '记录编号。Only those about this record.' })
    aboutId: string | null,
    @Arg('orderBy', () => CorrectionOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    const anyId = (column: Columns<'correction'>, text: string | null) =>
      text ? [{ kind: 'IN' as const, column, values: [readAnyId(text)?.id ?? NO_ID] }] : [];
    return pageOf(context, page, {
      table: 'correction',
      orders: ORDERS,
      orderBy,
      filters: [
        ...words<'correction'>('state', states),
        ...words<'correction'>('subject', subjects),
        ...byId<'correction'>('loanId', 'loan', loanId),
        ...anyId('tenantId', tenantId),
        ...anyId('aboutId', aboutId),
      ],
    });
  }

  @FieldResolver(() => NodeType, {
    nullable: true,
    description: '相关记录。The record that may be wrong.',
  })
  about(@Root() { subject, aboutId }: Correction, @Ctx() context: RequestContext) {
    return nodeOf(context, NOUN_OF[subject], aboutId);
  }

  @FieldResolver(() => LoanType, {
    nullable: true,
    description: '相关贷款。The loan that the record is about; null for other records.',
  })
  loan(@Root() { loanId }: Correction, @Ctx() { reader }: RequestContext) {
    return loanId && reader.reads.one('loan', loanId);
  }

  @FieldResolver(() => CorrectedValuesType, {
    description: '现有内容。What was on record when it was asked for.',
  })
  recorded(@Root() { recorded }: Correction) {
    return valuesOf(recorded);
  }

  @FieldResolver(() => CorrectedValuesType, {
    nullable: true,
    description: '更正内容。What is to stand in its place; null where the record is only taken back.',
  })
  proposed(@Root() { proposed }: Correction) {
    return proposed && valuesOf(proposed);
  }

  @FieldResolver(() => LoanType, {
    nullable: true,
    description: '改记至。The loan on which a repayment belongs; null where it stays on its loan.',
  })
  toLoan(@Root() { proposed, loanId }: Correction, @Ctx() { reader }: RequestContext) {
    const to = proposed?.loanId;
    return to && to !== loanId ? reader.reads.one('loan', to) : null;
  }

  @FieldResolver(() => TenantNameType, {
    nullable: true,
    description: '申请方。The side that asks; null where the reader may not know it by name.',
  })
  asker(@Root() { askerId }: Correction, @Ctx() context: RequestContext) {
    return authorOf(context, askerId);
  }

  @FieldResolver(() => TenantNameType, {
    nullable: true,
    description: '记录方。The tenant whose record it is; the office is the other side.',
  })
  tenant(@Root() { tenantId }: Correction, @Ctx() context: RequestContext) {
    return authorOf(context, tenantId);
  }

  @FieldResolver(() => Boolean, { description: '是否由本方申请。True where the reader’s own side asked.' })
  askedByUs(@Root() { askerId }: Correction, @Ctx() { actor }: RequestContext): boolean {
    return askerId === actor.tenantId;
  }

  @FieldResolver(() => [CorrectionMessageType], {
    description: '往来记录。All that was said, in order; both sides read it.',
  })
  log(@Root() { id }: Correction, @Ctx() { reader }: RequestContext): Promise<Message[]> {
    return reader.reads.hangingOn('correctionMessage', 'correctionId', id, 'number');
  }

  @FieldResolver(() => LedgerEntryType, {
    nullable: true,
    description:
      '冲销分录。The entry that took the record back; null until then, and for records without an entry.',
  })
  reversal(
    @Root() { reversalEntryId }: Correction,
    @Ctx() { reader }: RequestContext,
  ): Promise<Entry | null> | null {
    return reversalEntryId && reader.reads.one('entry', reversalEntryId);
  }

  @FieldResolver(() => LedgerEntryType, {
    nullable: true,
    description:
      '超额部分的冲销分录。The entry that took back what was booked as taken in excess; null where there was none (Art. 32).',
  })
  excessReversal(
    @Root() { excessReversalEntryId }: Correction,
    @Ctx() { reader }: RequestContext,
  ): Promise<Entry | null> | null {
    return excessReversalEntryId && reader.reads.one('entry', excessReversalEntryId);
  }

  @FieldResolver(() => NodeType, {
    nullable: true,
    description:
      '重新记载的记录。The record that stands in its place; null until then, and where it was only taken back.',
  })
  result(@Root() { madeNoun, madeId }: Correction, @Ctx() context: RequestContext) {
    return madeNoun && madeId ? nodeOf(context, madeNoun, madeId) : null;
  }
}

@Resolver(() => CorrectionMessageType)
export class CorrectionMessageResolver {
  @FieldResolver(() => TenantNameType, { nullable: true, description: AUTHOR })
  author(@Root() { authorId }: Message, @Ctx() context: RequestContext) {
    return authorOf(context, authorId);
  }

  @FieldResolver(() => String, { nullable: true, description: PERSON })
  person(@Root() { userId }: Message, @Ctx() context: RequestContext): string | null {
    return personOf(context, userId);
  }
}
