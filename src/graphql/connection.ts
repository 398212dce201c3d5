import { createHash } from 'node:crypto';
import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { Actor } from '../acts/actor.ts';
import type { Row, TableName } from '../acts/ports.ts';
import type { Order, Page, PageRequest, Place } from '../acts/reads.ts';
import { readId } from '../domain/ids.ts';
import type { Noun, Word } from '../domain/words.ts';
import type { RequestContext } from './context.ts';
import { type EnumValues, enumOf } from './enums.ts';
import { badInput } from './errors.ts';
import { PageInfoType } from './node.type.ts';

export const PAGE_DEFAULT = 20;
export const PAGE_MAX = 100;

/** Stands for an id that no row has: unknown, foreign and malformed ids find the same nothing. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';

export function idOrNone(noun: Noun, text: string): string {
  return readId(noun, text) ?? NO_ID;
}

// ---- Cursors ----------------------------------------------------------------------------------------------

/**
 * A cursor is a row's place in one order of one list, with a checksum that ties it to the reader. It grants nothing:
 * the list after it is read within the same scope as any other. The checksum tells a slip from a cursor of ours.
 */
function checksum(actor: Actor, list: string, { value, key }: Place): string {
  const parts = JSON.stringify([actor.poolId, actor.tenantId, actor.persona, list, value, key]);
  return createHash('sha256').update(parts).digest('base64url').slice(0, 12);
}

export function writeCursor(actor: Actor, list: string, place: Place): string {
  return Buffer.from(JSON.stringify([place.value, place.key, checksum(actor, list, place)])).toString(
    'base64url',
  );
}

export function readCursor(actor: Actor, list: string, cursor: string): Place {
  try {
    const [value, key, sum] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if ((value === null || typeof value === 'string') && typeof key === 'string') {
      const place = { value, key };
      if (checksum(actor, list, place) === sum) return place;
    }
  } catch {
    // Falls through: no text that fails to parse is a cursor of ours.
  }
  throw badInput(
    'after',
    '游标无效：它不是本列表在此排序下给您的游标。请使用前一页 pageInfo.endCursor 的值。',
    'Not a cursor of this list in this order; give the pageInfo.endCursor of the page before.',
  );
}

// ---- Arguments --------------------------------------------------------------------------------------------

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    defaultValue: PAGE_DEFAULT,
    description: `每页行数，1 至 ${PAGE_MAX}。Rows on a page, 1 to ${PAGE_MAX}.`,
  })
  readonly first!: number;

  @Field(() => String, {
    nullable: true,
    description: '从此游标之后继续。Go on after this cursor, as the page before gave it.',
  })
  readonly after!: string | null | undefined;
}

function checkFirst(first: number): void {
  if (Number.isInteger(first) && first >= 1 && first <= PAGE_MAX) return;
  throw badInput(
    'first',
    `first 应为 1 至 ${PAGE_MAX} 的整数。`,
    `first is a whole number from 1 to ${PAGE_MAX}.`,
  );
}

/** The orders that a list offers: a closed map from the words of an enum. */
export type Orders<N extends TableName> = Readonly<Record<string, Order<N> & Word>>;

export function ordersEnum(name: string, list: string, orders: Readonly<Record<string, Word>>): EnumValues {
  return enumOf(name, `${list}的排序方式`, 'How the list is sorted.', orders);
}

// ---- Connections ------------------------------------------------------------------------------------------

export interface Connection<N extends TableName> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row<N> }[];
  readonly nodes: readonly Row<N>[];
  readonly pageInfo: PageInfoType;
  readonly totalCount: () => Promise<number>;
}

interface Asked<N extends TableName> {
  readonly table: N;
  readonly orders: Orders<N>;
  readonly orderBy: string;
  readonly filters: PageRequest<N>['filters'];
  readonly parent?: PageRequest<N>['parent'];
}

function connectionFrom<N extends TableName>(
  { actor, reader }: RequestContext,
  list: string,
  request: PageRequest<N>,
  page: Page<N>,
): Connection<N> {
  const { reads } = reader;
  const { rows } = page;
  // Cursors are hashes: they are made when they are asked for, and only those.
  const cursorOf = (node: Row<N> | undefined) =>
    node ? writeCursor(actor, list, reads.place(request, node)) : null;
  return {
    get edges() {
      return rows.map((node) => ({ cursor: String(cursorOf(node)), node }));
    },
    nodes: rows,
    pageInfo: {
      hasNextPage: page.hasNext,
      hasPreviousPage: request.after !== null,
      get startCursor() {
        return cursorOf(rows[0]);
      },
      get endCursor() {
        return cursorOf(rows.at(-1));
      },
    },
    totalCount: () => reads.count(request),
  };
}

/** Reads one page of a list. */
export async function pageOf<N extends TableName>(
  context: RequestContext,
  { first, after }: PageArgs,
  asked: Asked<N>,
): Promise<Connection<N>> {
  checkFirst(first);
  const order = asked.orders[asked.orderBy];
  if (!order) throw new Error(`no order ${asked.orderBy} of ${asked.table}`);
  const list = `${asked.table} ${asked.orderBy}`;
  const request: PageRequest<N> = {
    table: asked.table,
    filters: asked.filters,
    order,
    first,
    after: after ? readCursor(context.actor, list, after) : null,
    ...(asked.parent ? { parent: asked.parent } : {}),
  };
  return connectionFrom(context, list, request, await context.reader.reads.page(request));
}

/** The Relay shape of a list of one type. */
export function connectionOf<T extends object>(name: string, zh: string, node: () => ClassType<T>) {
  @ObjectType(`${name}Edge`, {
    description: `${zh}列表中的一行。One row of a list, with its cursor.`,
    simpleResolvers: true,
  })
  class Edge {
    @Field(() => String, {
      description: '该行的游标。Opaque place of the row in this list and order; valid for this reader only.',
    })
    readonly cursor!: string;

    @Field(() => node(), { description: `${zh}。The thing in this row, as the reader may see it.` })
    readonly node!: T;
  }

  @ObjectType(`${name}Connection`, {
    description: `${zh}列表的一页。One page of a list; holds only rows that the reader may see.`,
    simpleResolvers: true,
  })
  class ConnectionType {
    @Field(() => [Edge], { description: '各行及其游标。The rows of this page, each with its cursor.' })
    readonly edges!: readonly Edge[];

    @Field(() => [node()], { description: '各行。The rows of this page without their cursors.' })
    readonly nodes!: readonly T[];

    @Field(() => PageInfoType, { description: '分页信息。Where this page begins and ends.' })
    readonly pageInfo!: PageInfoType;

    @Field(() => Int, {
      description:
        '总行数。Rows on all pages, counted only when asked for; only rows that the reader may see.',
    })
    readonly totalCount!: number;
  }
  return ConnectionType;
}
