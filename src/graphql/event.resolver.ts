import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { type EventKind, sentenceOf } from '../domain/events.ts';
import type { TenantKind } from '../domain/words.ts';
import type { RequestContext } from './context.ts';
import { badInput } from './errors.ts';
import { EventKindEnum } from './event.enums.ts';
import { EventConnectionType, EventEdgeType, EventType, StandingType } from './event.type.ts';
import {
  checkWanted,
  cursorOf,
  type EventPush,
  eventPage,
  eventPushes,
  FIRST_MAX,
  placeAfter,
  standingPushes,
} from './events.ts';
import type { Live } from './live-context.ts';
import { nodeOf } from './node.resolver.ts';
import { NodeType } from './node.type.ts';
import { MessageType } from './verdict.type.ts';

const EVERY_SECONDS_MAX = 3_600;
const KINDS = '事件种类。Only these kinds; all when absent.';
const SUBJECTS = '对象编号。Only events about these things, at most 50; all when absent.';

interface EventsAsked {
  readonly after?: string | null;
  readonly kinds?: readonly EventKind[] | null;
  readonly subjects?: readonly string[] | null;
}

/** Subscriptions are opened where live.ts has put this; a document that gets here otherwise is a defect. */
function liveOf({ live }: RequestContext): Live {
  if (!live) throw new Error('a subscription was run like a query');
  return live;
}

async function subscribeToEvents(context: RequestContext, { after, kinds, subjects }: EventsAsked) {
  const live = liveOf(context);
  const wanted = { kinds: kinds ?? null, subjects: subjects ?? null };
  checkWanted(wanted);
  const begin = after == null ? null : await live.look((fresh) => placeAfter(fresh, after));
  return eventPushes(live, context.actor.poolId, wanted, begin);
}

function subscribeToStanding(context: RequestContext, { everySeconds }: { readonly everySeconds: number }) {
  if (everySeconds < 1 || everySeconds > EVERY_SECONDS_MAX)
    throw badInput(
      'everySeconds',
      `应为 1 至 ${EVERY_SECONDS_MAX} 的整数。`,
      `A whole number from 1 to ${EVERY_SECONDS_MAX}.`,
    );
  return standingPushes(liveOf(context), context.actor.poolId, everySeconds);
}

@Resolver(() => EventType)
export class EventResolver {
  @Query(() => EventConnectionType, {
    description:
      '事件流。What happened, in order, as far as it concerns the reader. Read on with `after: pageInfo.endCursor`, also when a page is empty: nothing is missed and nothing comes twice.',
  })
  events(
    @Ctx() context: RequestContext,
    @Arg('after', () => String, {
      nullable: true,
      description: '从此游标之后继续。Go on behind this cursor; from the beginning when absent.',
    })
    after: string | null,
    @Arg('first', () => Int, {
      defaultValue: 50,
      description: `至多条数，1 至 ${FIRST_MAX}。At most so many events, 1 to ${FIRST_MAX}.`,
    })
    first: number,
    @Arg('kinds', () => [EventKindEnum], { nullable: true, description: KINDS }) kinds: EventKind[] | null,
    @Arg('subjects', () => [ID], { nullable: true, description: SUBJECTS }) subjects: string[] | null,
  ) {
    const wanted = { kinds: kinds ?? null, subjects: subjects ?? null };
    return eventPage(context, wanted, after ?? null, first);
  }

  @Subscription(() => EventEdgeType, {
    name: 'events',
    description:
      '订阅事件。First the events behind the cursor, then those that come, in order and each once. After a broken connection go on with the last cursor that came. Over WebSocket (graphql-transport-ws, at /graphql) or server-sent events (at /graphql/stream).',
    subscribe: ({ context, args }) =>
      subscribeToEvents(context as RequestContext, args as EventsAsked) as never,
  })
  eventsPushed(
    @Root() { event }: EventPush,
    @Arg('after', () => String, {
      nullable: true,
      description: '从此游标之后继续。Go on behind this cursor; from now on when absent.',
    })
    _after: string | null,
    @Arg('kinds', () => [EventKindEnum], { nullable: true, description: KINDS }) _kinds: EventKind[] | null,
    @Arg('subjects', () => [ID], { nullable: true, description: SUBJECTS }) _subjects: string[] | null,
  ) {
    return { cursor: cursorOf(event), node: event };
  }

  @FieldResolver(() => NodeType, {
    nullable: true,
    description:
      '对象。The thing it happened to, as it is now; null where the reader may not see it any more, or it has no page of its own.',
  })
  node(@Root() { subject }: Row<'event'>, @Ctx() { reader }: RequestContext): Promise<object | null> {
    return nodeOf(reader.reads, subject);
  }

  @FieldResolver(() => MessageType, {
    description: '说明。What happened in one sentence, in Chinese and English.',
  })
  message(@Root() { kind, data }: Row<'event'>) {
    return sentenceOf(kind, data);
  }
}

@Resolver(() => StandingType)
export class StandingResolver {
  @Subscription(() => StandingType, {
    description:
      '订阅实时概况。How things stand, at once and after every change that the reader can see, no more often than every so many seconds; the last change always comes. Each picture costs what a query for the same would.',
    subscribe: ({ context, args }) =>
      subscribeToStanding(context as RequestContext, args as { everySeconds: number }) as never,
  })
  async standing(
    @Ctx() { actor, reader }: RequestContext,
    @Arg('everySeconds', () => Int, {
      defaultValue: 1,
      description: `至少间隔秒数，1 至 ${EVERY_SECONDS_MAX}。Seconds between two pictures at least, 1 to ${EVERY_SECONDS_MAX}.`,
    })
    _everySeconds: number,
  ) {
    const own = (table: 'region' | 'bank' | 'guarantor', kind: TenantKind) =>
      actor.kind === kind ? reader.reads.one(table, actor.tenantId) : null;
    const [pool, region, bank, guarantor] = await Promise.all([
      reader.pool(),
      own('region', 'DISTRICT'),
      own('bank', 'BANK'),
      own('guarantor', 'GUARANTOR'),
    ]);
    return { pool, region, bank, guarantor };
  }
}
