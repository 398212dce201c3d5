import { Field, ID, InputType, Int } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { EventKind } from '../domain/events.ts';
import { EventKindEnum } from './event.enums.ts';
import { DateScalar, TextScalar } from './scalars.ts';

// Inputs of the acts on webhooks.

const WEBHOOK = '推送地址编号。Id of the webhook.';

@InputType({ description: '推送地址。An address that is to be told of events.' })
export class CreateWebhookInput {
  @Field(() => String, {
    description:
      '接收地址，https，端口 443 或 1024 以上，至多 500 个 ASCII 字符。Where events are posted: https, on port 443 or from 1024 up, without user name, password or fragment. Put no secret into it: it is kept in the audit record.',
  })
  readonly address!: string;

  @Field(() => TextScalar, { description: '用途说明。What the webhook is for, in the tenant’s own words.' })
  readonly description!: string;

  @Field(() => [EventKindEnum], {
    nullable: true,
    description: '事件种类；不填为全部。The kinds of event that are wanted; absent or null for all of them.',
  })
  readonly kinds!: readonly EventKind[] | null;
}

@InputType({ description: '更新推送地址。A webhook as it is to be from now on.' })
export class UpdateWebhookInput extends CreateWebhookInput {
  @Field(() => ID, { description: WEBHOOK })
  readonly webhookId!: string;

  @Field(() => Int, { description: '所见版本号。The version that was seen; another one is a conflict.' })
  readonly version!: number;
}

@InputType({ description: '指定推送地址。The webhook that is meant.' })
export class OneWebhookInput {
  @Field(() => ID, { description: WEBHOOK })
  readonly webhookId!: string;
}

@InputType({
  description: '重新推送。What is to be sent again: exactly one of webhookDeliveryId, allDead and since.',
})
export class RedeliverWebhookInput extends OneWebhookInput {
  @Field(() => ID, { nullable: true, description: '推送记录编号。One delivery, whatever its state.' })
  readonly webhookDeliveryId!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: '全部投递失败的记录。True for all deliveries that were given up.',
  })
  readonly allDead!: boolean | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      '自该业务日期起的全部事件。A business date: every event from the first of that day on, in order, also those from before the webhook was made.',
  })
  readonly since!: BusinessDate | null;
}
