import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { OpenEntry, Row } from '../acts/ports.ts';
import type { BusinessDate } from '../domain/dates.ts';
import { readId, writeId } from '../domain/ids.ts';
import { Yuan } from '../domain/money.ts';
import type { Id, StatementState } from '../domain/words.ts';
import { AUTHOR, authorOf } from './author.ts';
import { BankType } from './bank.type.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { byId, DateRange, range, words } from './filter.ts';
import { LedgerEntryType } from './ledger.type.ts';
import { openEntriesFor } from './reconciliation.ts';
import { YuanScalar } from './scalars.ts';
import {
  ExplanationType,
  StatementLineType,
  StatementMatchType,
  StatementStateEnum,
  StatementType,
  UnmatchedEntryType,
} from './statement.type.ts';
import { TenantNameType } from './tenant.type.ts';

type Statement = Row<'statement'>;
type Line = Row<'statementLine'>;
type Match = Row<'statementMatch'>;

const ORDERS = {
  NEWEST: { column: 'periodFrom', direction: 'DESC', zh: '最近期间在前', en: 'Latest period first.' },
  OLDEST: { column: 'periodFrom', direction: 'ASC', zh: '最早期间在前', en: 'Earliest period first.' },
} as const satisfies Orders<'statement'>;
const StatementOrderEnum = ordersEnum('StatementOrder', '对账单', ORDERS);
const StatementConnection = connectionOf('Statement', '对账单', () => StatementType);

const LINE_ORDERS = {
  NUMBER: { column: 'number', direction: 'ASC', zh: '行号', en: 'As on the statement.' },
} as const satisfies Orders<'statementLine'>;
const StatementLineConnection = connectionOf('StatementLine', '对账单明细', () => StatementLineType);

@Resolver(() => StatementType)
export class StatementResolver {
  @Query(() => StatementType, {
    nullable: true,
    description: '按编号查对账单。The statement with this id; null for unknown and foreign alike.',
  })
  async statement(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '对账单编号。Opaque id of the statement.' }) id: string,
  ): Promise<Statement | null> {
    const found = readId('statement', id);
    return found && reader.reads.one('statement', found);
  }

  @Query(() => StatementConnection, {
    description:
      '对账单列表。Statements of special accounts that the reader may see: a bank its own, the office and the fund manager all.',
  })
  statements(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('bankId', () => ID, { nullable: true, description: '银行编号。Only those of this bank.' })
    bankId: string | null,
    @Arg('period', () => DateRange, {
      nullable: true,
      description: '期间。Only those that begin in this range of days.',
    })
    period: DateRange | null,
    @Arg('states', () => [StatementStateEnum], {
      nullable: true,
      description: '状态。Only those in one of these states.',
    })
    states: readonly StatementState[] | null,
    @Arg('orderBy', () => StatementOrderEnum, {
      defaultValue: 'NEWEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
  ) {
    return pageOf(context, page, {
      table: 'statement',
      orders: ORDERS,
      orderBy,
      filters: [
        ...byId<'statement'>('bankId', 'bank', bankId),
        ...range<'statement'>('periodFrom', period),
        ...words<'statement'>('state', states),
      ],
    });
  }

  @FieldResolver(() => BankType, {
    nullable: true,
    description: '银行。Whose special account it is; null for the pool’s own account.',
  })
  bank(@Root() { bankId }: Statement, @Ctx() { reader }: RequestContext) {
    return bankId && reader.reads.one('bank', bankId);
  }

  @FieldResolver(() => Boolean, {
    description: '明细是否齐全。True when what it opens with and its lines make what it closes with.',
  })
  whole(@Root() { opening, moved, closing }: Statement): boolean {
    return opening.plus(moved).equals(closing);
  }

  @FieldResolver(() => StatementLineConnection, { description: '明细。Its lines, as the bank wrote them.' })
  lines(@Root() { id }: Statement, @Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs) {
    return pageOf(context, page, {
      table: 'statementLine',
      orders: LINE_ORDERS,
      orderBy: 'NUMBER',
      filters: [],
      parent: { column: 'statementId', id },
    });
  }

  @FieldResolver(() => [StatementLineType], {
    description: '账面无对应分录的明细。Its lines that are not matched, explained ones included.',
  })
  async unmatchedLines(@Root() { id }: Statement, @Ctx() { reader }: RequestContext): Promise<Line[]> {
    const lines = await reader.reads.hangingOn('statementLine', 'statementId', id, 'number');
    return lines.filter(({ matchId }) => matchId === null);
  }

  @FieldResolver(() => [UnmatchedEntryType], {
    description:
      '对账单无对应明细的分录。Entries of ours up to its last day that no statement’s line is matched with, explained ones included.',
  })
  missingEntries(
    @Root() { code, periodTo }: Statement,
    @Ctx() context: RequestContext,
  ): Promise<OpenEntry[]> {
    return openEntriesFor(context, code, periodTo);
  }

  @FieldResolver(() => YuanScalar, {
    description: '账面余额（元）。What the account holds by our ledger at the end of the period, in yuan.',
  })
  async balanceOurs(@Root() { code, periodTo }: Statement, @Ctx() context: RequestContext): Promise<Yuan> {
    return balanceOn(context, code, periodTo);
  }

  @FieldResolver(() => YuanScalar, {
    description: '差额（元）。The bank’s closing balance less ours, in yuan; the differences make it up.',
  })
  async difference(
    @Root() { code, periodTo, closing }: Statement,
    @Ctx() context: RequestContext,
  ): Promise<Yuan> {
    return closing.minus(await balanceOn(context, code, periodTo));
  }
}

async function balanceOn({ reader }: RequestContext, code: string, day: BusinessDate): Promise<Yuan> {
  const balances = await reader.reads.balances({ valueDate: day, recordedAt: null });
  return balances.find((one) => one.code === code)?.balance ?? Yuan.ZERO;
}

@Resolver(() => StatementLineType)
export class StatementLineResolver {
  @FieldResolver(() => StatementMatchType, {
    nullable: true,
    description: '勾对。What it is matched with; null for an open line.',
  })
  match(@Root() { matchId }: Line, @Ctx() { reader }: RequestContext) {
    return matchId && reader.reads.one('statementMatch', matchId);
  }

  @FieldResolver(() => ExplanationType, {
    nullable: true,
    description: '说明。Why it has no entry; null where nobody has said.',
  })
  explanation(@Root() { explanationId }: Line, @Ctx() { reader }: RequestContext) {
    return explanationId && reader.reads.one('explanation', explanationId);
  }
}

@Resolver(() => UnmatchedEntryType)
export class UnmatchedEntryResolver {
  @FieldResolver(() => ID, { description: '分录编号。Id of the ledger entry.' })
  entryId(@Root() { id }: OpenEntry): string {
    return writeId('entry', id as Id<'entry'>);
  }

  @FieldResolver(() => LedgerEntryType, { nullable: true, description: '分录。The entry itself.' })
  entry(@Root() { id }: OpenEntry, @Ctx() { reader }: RequestContext) {
    return reader.reads.one('entry', id);
  }

  @FieldResolver(() => ExplanationType, {
    nullable: true,
    description: '说明。Why it is not on a statement; null where nobody has said.',
  })
  explanation(@Root() { explanationId }: OpenEntry, @Ctx() { reader }: RequestContext) {
    return explanationId && reader.reads.one('explanation', explanationId);
  }
}

@Resolver(() => StatementMatchType)
export class StatementMatchResolver {
  @FieldResolver(() => [StatementLineType], { description: '明细。The lines that it takes together.' })
  lines(@Root() { id }: Match, @Ctx() { reader }: RequestContext): Promise<Line[]> {
    return reader.reads.hangingOn('statementLine', 'matchId', id, 'number');
  }

  @FieldResolver(() => [LedgerEntryType], {
    description: '分录。Its entries, as far as the reader may see them.',
  })
  async entries(@Root() { id }: Match, @Ctx() { reader }: RequestContext): Promise<Row<'entry'>[]> {
    const marks = await reader.reads.hangingOn('statementEntry', 'matchId', id, 'entryId');
    const entries = await Promise.all(marks.map(({ entryId }) => reader.reads.one('entry', entryId)));
    return entries.filter((entry) => entry !== null);
  }
}

@Resolver(() => ExplanationType)
export class ExplanationResolver {
  @FieldResolver(() => TenantNameType, { nullable: true, description: AUTHOR })
  author(@Root() { tenantId }: Row<'explanation'>, @Ctx() context: RequestContext) {
    return authorOf(context, tenantId);
  }
}
