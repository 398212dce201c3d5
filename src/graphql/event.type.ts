import { Field, ID, ObjectType } from 'type-graphql';
import type { EventData, EventKind } from '../domain/events.ts';
import { BankType } from './bank.type.ts';
import { EventKindEnum } from './event.enums.ts';
import { GuarantorType } from './guarantor.type.ts';
import { NodeType, PageInfoType } from './node.type.ts';
import { PoolType } from './pool.type.ts';
import { RegionType } from './region.type.ts';
import { DateScalar, DateTimeScalar, JsonScalar } from './scalars.ts';

@ObjectType('Event', {
  implements: NodeType,
  description:
    '事件。Something that happened, told to those it concerns: the office reads all, a tenant what concerns it (section 10 of the scheme). Its id is its cursor in the feed, too.',
  simpleResolvers: true,
})
export class EventType extends NodeType {
  @Field(() => EventKindEnum, { description: '事件种类。What happened, as a word of a closed vocabulary.' })
  readonly kind!: EventKind;

  @Field(() => ID, { description: '对象编号。Opaque id of the thing it happened to.' })
  readonly subject!: string;

  @Field(() => DateScalar, {
    description:
      '发生日期。The business date on which it happened; before the day it was recorded where the sweep made up for days it had missed.',
  })
  readonly occurredOn!: string;

  @Field(() => DateTimeScalar, { description: '登记时刻。When it was recorded.' })
  readonly recordedAt!: string;

  @Field(() => JsonScalar, {
    description:
      '事项内容。What is told beside the kind: an object with members such as "amount", "dueOn" or "document". Money is a string in yuan, days are ISO dates; the members differ by kind, and new ones may be added.',
  })
  readonly data!: EventData;
}

@ObjectType('EventEdge', {
  description: '事件及其游标。An event with its place in the feed.',
  simpleResolvers: true,
})
export class EventEdgeType {
  @Field(() => String, {
    description:
      '游标。Give it as `after` to go on behind this event, in a query or a subscription, today or in a year; it says nothing of events of others.',
  })
  readonly cursor!: string;

  @Field(() => EventType, { description: '事件。The event at this place of the feed.' })
  readonly node!: EventType;
}

@ObjectType('EventConnection', {
  description: '事件流的一页。One page of the feed, in the order in which things happened.',
  simpleResolvers: true,
})
export class EventConnectionType {
  @Field(() => [EventEdgeType], {
    description: '各事件及其游标。The events of this page, each with its cursor.',
  })
  readonly edges!: readonly EventEdgeType[];

  @Field(() => [EventType], { description: '各事件。The events of this page without their cursors.' })
  readonly nodes!: readonly EventType[];

  @Field(() => PageInfoType, {
    description:
      '分页信息。Where this page begins and ends. `endCursor` is never null here: behind the last page it is where to go on later.',
  })
  readonly pageInfo!: PageInfoType;

  @Field(() => String, {
    description:
      '最新游标。Cursor of the newest event that the reader may see: give it as `after` to read only what is still to come.',
  })
  readonly latestCursor!: string;
}

@ObjectType('Standing', {
  description:
    '实时概况。How things stand at one moment, for a dashboard: the pool, and the reader itself. Select what is to be shown; the same is null here as in a query.',
  simpleResolvers: true,
})
export class StandingType {
  @Field(() => PoolType, {
    description:
      '资金池。The pool: its breaker and whether new business is possible, and for the office its exposure.',
  })
  readonly pool!: PoolType;

  @Field(() => RegionType, {
    nullable: true,
    description: '本地区。The reader’s region; null for all but a district.',
  })
  readonly region!: RegionType | null;

  @Field(() => BankType, {
    nullable: true,
    description: '本银行。The reader itself; null for all but a bank.',
  })
  readonly bank!: BankType | null;

  @Field(() => GuarantorType, {
    nullable: true,
    description: '本担保机构。The reader itself; null for all but a guarantor.',
  })
  readonly guarantor!: GuarantorType | null;
}
