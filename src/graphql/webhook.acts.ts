import {
  createWebhook,
  pauseWebhook,
  redeliverWebhook,
  removeWebhook,
  resumeWebhook,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
} from '../acts/webhooks.ts';
import { type OfferedAct, offer } from './act.offer.ts';
import { PAYLOADS } from './act.type.ts';
import {
  CreateWebhookInput,
  OneWebhookInput,
  RedeliverWebhookInput,
  UpdateWebhookInput,
} from './webhook.input.ts';

const { webhook, webhookSecret } = PAYLOADS;
const ONE = { webhookId: 'webhook' } as const;

/** The acts on webhooks as the API offers them: an operator or approver of any tenant, for its own. */
// biome-ignore format: a table
export const WEBHOOK_ACTS: readonly OfferedAct[] = [
  offer(createWebhook, CreateWebhookInput, webhookSecret, {}, '登记推送地址。Tells an address of the tenant’s events from now on, signed as Standard Webhooks has it; the secret is shown in this answer and never again. An operator of any tenant.'),
  offer(updateWebhook, UpdateWebhookInput, webhook, ONE, '更新推送地址。Changes address, description or kinds of a webhook; what waits already goes to the new address. An operator of its tenant.'),
  offer(pauseWebhook, OneWebhookInput, webhook, ONE, '暂停推送。Sends nothing until the webhook is resumed; events wait meanwhile. An operator of its tenant.'),
  offer(resumeWebhook, OneWebhookInput, webhook, ONE, '恢复推送。Goes on where it stopped, whether the tenant paused it or the system disabled it. An operator of its tenant.'),
  offer(rotateWebhookSecret, OneWebhookInput, webhookSecret, ONE, '更换密钥。Issues a new secret, shown in this answer and never again; the one before signs along for 24 hours. An operator of its tenant.'),
  offer(removeWebhook, OneWebhookInput, webhook, ONE, '删除推送地址。Sends nothing more to it, for good. An operator of its tenant.'),
  offer(testWebhook, OneWebhookInput, webhook, ONE, '测试推送。Sends an event of the kind webhook.test to this address alone. An operator of its tenant.'),
  offer(redeliverWebhook, RedeliverWebhookInput, webhook, { ...ONE, webhookDeliveryId: 'webhookDelivery' }, '重新推送。Sends again: one delivery, all that were given up, or every event since a day. An operator of its tenant.'),
];
