import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { EventKind } from '../domain/events.ts';
import { DELIVERY_STATES, type DeliveryState, WEBHOOK_STATES, type WebhookState } from '../domain/words.ts';
import { enumOf } from './enums.ts';
import { EventKindEnum } from './event.enums.ts';
import { NodeType } from './node.type.ts';
import { DateTimeScalar } from './scalars.ts';

export const WebhookStateEnum = enumOf(
  'WebhookState',
  '推送地址状态',
  'Whether events are sent to an address.',
  WEBHOOK_STATES,
);
export const DeliveryStateEnum = enumOf(
  'DeliveryState',
  '推送记录状态',
  'What became of an event on its way to an address.',
  DELIVERY_STATES,
);

@ObjectType('Webhook', {
  implements: NodeType,
  description:
    '推送地址。An address that is told of the tenant’s events, as Standard Webhooks has it. Seen by its own tenant and by nobody else. Moments are real time, also in a sandbox.',
})
export class WebhookType extends NodeType {
  @Field(() => String, { description: '接收地址。Where events are posted.' })
  readonly address!: string;

  @Field(() => String, { description: '用途说明。What it is for, in the tenant’s own words.' })
  readonly description!: string;

  @Field(() => [EventKindEnum], {
    nullable: true,
    description: '事件种类；全部时为空。The kinds of event that are wanted; null for all of them.',
  })
  readonly kinds!: readonly EventKind[] | null;

  @Field(() => WebhookStateEnum, { description: '状态。Whether events are sent.' })
  readonly state!: WebhookState;

  @Field(() => String, {
    nullable: true,
    description:
      '停用原因。Why the system disabled it: FAILING, nothing arrived for 120 hours; GONE, the receiver answered 410. Null otherwise.',
  })
  readonly disabledFor!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '持续失败起始时刻。Since when every attempt has failed; null when the last one succeeded.',
  })
  readonly failingSince!: string | null;

  @Field(() => String, { description: '登记人。Sign-in name of whoever made it.' })
  readonly createdBy!: string;

  @Field(() => DateTimeScalar, { description: '登记时刻。When it was made.' })
  readonly createdAt!: string;

  @Field(() => Int, { description: '版本号。Goes up with every change; a change names the one it saw.' })
  readonly version!: number;
}

@ObjectType('WebhookSecret', {
  description:
    '推送密钥。The secret that messages are signed with. Shown in the answer of the act that issues it, and in no other.',
})
export class WebhookSecretType {
  @Field(() => DateTimeScalar, { description: '签发时刻。When it was issued.' })
  readonly issuedAt!: string;
}

@ObjectType('WebhookDelivery', {
  implements: NodeType,
  description:
    '推送记录。One event on its way to one address. Its id is the `webhook-id` of the message and the same at every attempt.',
})
export class WebhookDeliveryType extends NodeType {
  @Field(() => EventKindEnum, { description: '事件种类。The kind of the event.' })
  readonly kind!: EventKind;

  @Field(() => ID, {
    description:
      '事件所涉事物的编号。Id of the thing that the event is about; of one thing, events arrive in order.',
  })
  readonly subject!: string;

  @Field(() => DeliveryStateEnum, { description: '状态。What became of it.' })
  readonly state!: DeliveryState;

  @Field(() => Int, {
    description: '已尝试次数。Attempts so far, since it was last asked for; 8 at most.',
  })
  readonly attempts!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      '下次尝试时刻。Not before this moment; null unless it waits. A delivery also waits for earlier ones of its subject.',
  })
  readonly nextAttemptAt!: string | null;

  @Field(() => DateTimeScalar, { description: '列入时刻。When the event was taken in for delivery.' })
  readonly takenInAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: '最近尝试时刻。When it was last tried.' })
  readonly lastAttemptAt!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: '最近答复状态码。The HTTP status of the last answer; null where there was none.',
  })
  readonly lastStatus!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      '最近失败原因。Why the last attempt failed: STATUS_NOT_SUCCESSFUL, ADDRESS_NOT_ALLOWED, HTTPS_REQUIRED, NAME_NOT_FOUND, CONNECTION_REFUSED, CONNECTION_LOST, CERTIFICATE_NOT_TRUSTED, NO_ANSWER_IN_TIME or NOT_YOURS_ANY_MORE; null after a success.',
  })
  readonly lastError!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: '送达时刻。When it arrived; null before.' })
  readonly deliveredAt!: string | null;
}
