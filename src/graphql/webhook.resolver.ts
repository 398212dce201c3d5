import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { type Instant, instantAfter } from '../domain/dates.ts';
import { readId } from '../domain/ids.ts';
import { OLD_SECRET_HOURS } from '../domain/webhook.ts';
import type { DeliveryState, WebhookState } from '../domain/words.ts';
import { connectionOf, type Orders, ordersEnum, PageArgs, pageOf } from './connection.ts';
import type { RequestContext } from './context.ts';
import { EventType } from './event.type.ts';
import { words } from './filter.ts';
import { DateTimeScalar } from './scalars.ts';
import {
  DeliveryStateEnum,
  WebhookDeliveryType,
  WebhookSecretType,
  WebhookStateEnum,
  WebhookType,
} from './webhook.type.ts';

const WEBHOOK_ORDERS = {
  OLDEST: { column: 'id', unique: 'id', direction: 'ASC', zh: '最早登记在前', en: 'First made first.' },
} as const satisfies Orders<'webhook'>;
const WebhookOrderEnum = ordersEnum('WebhookOrder', '推送地址', WEBHOOK_ORDERS);
const WebhookConnection = connectionOf('Webhook', '推送地址', () => WebhookType);

const DELIVERY_ORDERS = {
  NEWEST: {
    // Not by the number of the event, which would stand in the cursor and say how much happens in the whole pool.
    column: 'id',
    unique: 'id',
    direction: 'DESC',
    zh: '最新列入在前',
    en: 'Last taken in first.',
  },
} as const satisfies Orders<'webhookDelivery'>;
const DeliveryConnection = connectionOf('WebhookDelivery', '推送记录', () => WebhookDeliveryType);

/** Those that a list shows unless it is asked otherwise. */
const STANDING: readonly WebhookState[] = ['ACTIVE', 'PAUSED', 'DISABLED'];

@Resolver(() => WebhookType)
export class WebhookResolver {
  @Query(() => WebhookType, {
    nullable: true,
    description: '按编号查推送地址。The webhook with this id; null for unknown and foreign alike.',
  })
  async webhook(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '推送地址的不透明编号。Opaque id of the webhook.' }) id: string,
  ): Promise<Row<'webhook'> | null> {
    const found = readId('webhook', id);
    return found && reader.reads.one('webhook', found);
  }

  @Query(() => WebhookConnection, {
    description: '推送地址列表。The webhooks of the viewer’s own tenant.',
  })
  webhooks(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('orderBy', () => WebhookOrderEnum, {
      defaultValue: 'OLDEST',
      description: '排序。How the list is sorted.',
    })
    orderBy: string,
    @Arg('states', () => [WebhookStateEnum], {
      nullable: true,
      description:
        '状态；不填则不含已删除的。Only in one of these states; absent for all but the removed ones.',
    })
    states: readonly WebhookState[] | null | undefined,
  ) {
    return pageOf(context, page, {
      table: 'webhook',
      orders: WEBHOOK_ORDERS,
      orderBy,
      filters: words<'webhook'>('state', states ?? STANDING),
    });
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      '旧密钥有效期。Until when the secret before the newest signs along; null before the first rotation.',
  })
  async oldSecretSignsUntil(
    @Root() { id }: Row<'webhook'>,
    @Ctx() { reader }: RequestContext,
  ): Promise<Instant | null> {
    const secrets = await reader.reads.hangingOn('webhookSecret', 'webhookId', id, 'number');
    const newest = secrets.at(-1);
    return newest && secrets.length > 1 ? instantAfter(newest.issuedAt, OLD_SECRET_HOURS * 3_600_000) : null;
  }

  @FieldResolver(() => DeliveryConnection, {
    description: '推送记录，最新列入在前。What became of each event at this address, the last first.',
  })
  deliveries(
    @Root() { id }: Row<'webhook'>,
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('states', () => [DeliveryStateEnum], {
      nullable: true,
      description: '状态。Only deliveries in one of these states.',
    })
    states: readonly DeliveryState[] | null | undefined,
  ) {
    return pageOf(context, page, {
      table: 'webhookDelivery',
      orders: DELIVERY_ORDERS,
      orderBy: 'NEWEST',
      filters: words<'webhookDelivery'>('state', states),
      parent: { column: 'webhookId', id },
    });
  }
}

@Resolver(() => WebhookSecretType)
export class WebhookSecretResolver {
  @FieldResolver(() => String, {
    description:
      '密钥，请立即妥善保存。The secret, "whsec_" and base64, as the libraries of Standard Webhooks take it. Keep it: it is shown here and never again.',
  })
  secret(@Root() { id }: Row<'webhookSecret'>, @Ctx() { secretText }: RequestContext): string {
    if (!secretText) throw new Error('secrets are shown where webhooks are set up');
    return secretText(id);
  }

  @FieldResolver(() => WebhookType, { description: '推送地址。The webhook whose messages it signs.' })
  webhook(@Root() { webhookId }: Row<'webhookSecret'>, @Ctx() { reader }: RequestContext) {
    return reader.reads.one('webhook', webhookId);
  }
}

@Resolver(() => WebhookDeliveryType)
export class WebhookDeliveryResolver {
  @FieldResolver(() => WebhookType, { description: '推送地址。The webhook it goes to.' })
  webhook(@Root() { webhookId }: Row<'webhookDelivery'>, @Ctx() { reader }: RequestContext) {
    return reader.reads.one('webhook', webhookId);
  }

  @FieldResolver(() => EventType, {
    nullable: true,
    description: '事件。The event itself; null where it is not the tenant’s to see any more.',
  })
  event(@Root() { eventSequence }: Row<'webhookDelivery'>, @Ctx() { reader }: RequestContext) {
    return reader.reads.one('event', String(eventSequence), 'sequence');
  }
}
