import type { Row } from '../acts/ports.ts';
import type { Filter, PageRequest } from '../acts/reads.ts';
import type { EventKind } from '../domain/events.ts';
import { readId, writeId } from '../domain/ids.ts';
import { NO_ID } from './connection.ts';
import type { RequestContext } from './context.ts';
import { badInput } from './errors.ts';
import { type Live, type Push, pauseMs } from './live-context.ts';

// The feed. A cursor is the id of an event, and its place is looked up under the reader’s own eyes: the running number of
// the pool, from whose gaps a bank could read how much others do, never leaves the server, and no key has to be kept to
// hide it. Places are told for ever, since events are never deleted.

export const FIRST_MAX = 100;
const SUBJECTS_MAX = 50;
/** How many events a subscription reads at once; it reads on when they are sent. */
const BATCH = 50;

/** Before the first event. */
const START = writeId('event', NO_ID as Row<'event'>['id']);

export const cursorOf = (event: Row<'event'>): string => writeId('event', event.id);

const ORDER = { column: 'sequence', unique: 'sequence', direction: 'ASC' } as const;
const NEWEST = { ...ORDER, direction: 'DESC' } as const;

/** What a client asks of the feed. */
export interface Wanted {
  readonly kinds: readonly EventKind[] | null;
  /** Ids as they were given. */
  readonly subjects: readonly string[] | null;
}

export function checkWanted({ subjects }: Wanted): void {
  if (subjects && subjects.length > SUBJECTS_MAX)
    throw badInput('subjects', `至多 ${SUBJECTS_MAX} 个编号。`, `At most ${SUBJECTS_MAX} ids.`);
}

function filtersOf({ kinds, subjects }: Wanted): Filter<'event'>[] {
  return [
    ...(kinds ? [{ kind: 'IN', column: 'kind', values: kinds } as const] : []),
    ...(subjects ? [{ kind: 'IN', column: 'subject', values: subjects } as const] : []),
  ];
}

/** The running number behind which a cursor says to go on. Throws for a text that is no cursor of this reader’s. */
export async function placeAfter({ reader }: RequestContext, cursor: string): Promise<number> {
  if (cursor === START) return 0;
  const id = readId('event', cursor);
  const event = id && (await reader.reads.one('event', id));
  if (event) return event.sequence;
  throw badInput(
    'after',
    '游标无效：它不是事件流给您的游标。请使用 pageInfo.endCursor、latestCursor 或所收事件的 cursor。',
    'Not a cursor of your feed; give a pageInfo.endCursor, a latestCursor or the cursor of an event that you had.',
  );
}

function requestOf(wanted: Wanted, place: number, first: number): PageRequest<'event'> {
  return {
    table: 'event',
    filters: filtersOf(wanted),
    order: ORDER,
    first,
    after: { value: null, key: String(place) },
  };
}

/** The newest event that the reader may see, of whatever kind. */
async function latest({ reader }: RequestContext): Promise<Row<'event'> | null> {
  const page = await reader.reads.page({ table: 'event', filters: [], order: NEWEST, first: 1, after: null });
  return page.rows[0] ?? null;
}

/** One page of the feed behind a cursor, or from its beginning. */
export async function eventPage(
  context: RequestContext,
  wanted: Wanted,
  after: string | null,
  first: number,
) {
  checkWanted(wanted);
  if (!Number.isInteger(first) || first < 1 || first > FIRST_MAX)
    throw badInput(
      'first',
      `first 应为 1 至 ${FIRST_MAX} 的整数。`,
      `first is a whole number from 1 to ${FIRST_MAX}.`,
    );
  const place = after === null ? 0 : await placeAfter(context, after);
  const [page, last] = await Promise.all([
    context.reader.reads.page(requestOf(wanted, place, first)),
    latest(context),
  ]);
  const edges = page.rows.map((node) => ({ cursor: cursorOf(node), node }));
  const latestCursor = last ? cursorOf(last) : START;
  return {
    edges,
    nodes: page.rows,
    latestCursor,
    pageInfo: {
      hasNextPage: page.hasNext,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      // Behind the last page all is read, also what was not asked for: the next time begins there.
      endCursor: page.hasNext ? (edges.at(-1)?.cursor ?? latestCursor) : latestCursor,
    },
  };
}

export interface EventPush extends Push {
  readonly event: Row<'event'>;
}

/** First what was missed since a cursor, then what comes, in order, each event once; without a cursor what comes. */
export async function* eventPushes(
  { feed, signal, look }: Live,
  poolId: string,
  wanted: Wanted,
  begin: number | null,
): AsyncGenerator<EventPush> {
  const first = await feed.after(poolId, -1, signal);
  if (first === null) return;
  let head = first;
  let place = begin ?? head;
  while (!signal.aborted) {
    if (place < head) {
      const { rows, hasNext } = await look(({ reader }) =>
        reader.reads.page(requestOf(wanted, place, BATCH)),
      );
      for (const event of rows) {
        yield { event };
        place = event.sequence;
      }
      // All up to the head was there to be seen when this page was read: its numbers are given out in the order of commits.
      if (!hasNext) place = Math.max(place, head);
      continue;
    }
    const next = await feed.after(poolId, head, signal);
    if (next === null) return;
    head = next;
  }
}

/**
 * A picture at once, and another after everything that happens in the pool, no more often than asked for; the last one
 * always comes. It is sent only where the reader sees a difference: from its moment nobody learns what others do.
 */
export async function* standingPushes(
  { feed, signal }: Live,
  poolId: string,
  everySeconds: number,
): AsyncGenerator<Push> {
  let head: number | null = await feed.after(poolId, -1, signal);
  while (head !== null && !signal.aborted) {
    yield { onlyIfChanged: true };
    await pauseMs(everySeconds * 1_000, signal);
    head = await feed.after(poolId, head, signal);
  }
}
